/* SPDX-License-Identifier: Apache-2.0 */
/* The table of VRFs. */
#ifndef VPN_VPN_TABLES_H
#define VPN_VPN_TABLES_H

#include "models/net/table.h"

extern const TableDef *const vpn_tables[]; /* NULL terminated; their instance is a Vpn */

#endif
