/* SPDX-License-Identifier: Apache-2.0 */
/* Differentiated Services code points (RFC 2474) as a user writes them. */
#ifndef NET_DSCP_H
#define NET_DSCP_H

#include "models/net/config.h"

/* uint8_t, 0 to 63: a number, or the name of a per-hop behaviour: "be", "cs6" (RFC 2474 4.2.2), "af41"
 * (RFC 2597), "ef" (RFC 3246). */
extern const ConfigKind config_dscp;

#endif
