/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of FECs in the configuration: "all", "none", "host-routes" (those of 32 bits), and prefixes:
 * "10.0.0.0/8" is that one alone, "10.0.0.0/8+" also all within it. What any word allows is allowed.
 */
#ifndef LDP_FILTER_H
#define LDP_FILTER_H

#include "models/net/addr.h"
#include "models/net/config.h"

extern const ConfigKind ldp_config_filter; /* GArray *, owned; use it through the functions here */

/* filter NULL: nothing is allowed. */
gboolean ldp_filter_allows(const GArray *filter, const NetPrefix *prefix);
/* Whether a prefix that is written there allows it, not "all" or "host-routes". */
gboolean ldp_filter_names(const GArray *filter, const NetPrefix *prefix);

#endif
