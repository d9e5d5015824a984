/* SPDX-License-Identifier: Apache-2.0 */
/* What rules ask of lists beside whether a route is permitted: bgp_policy.h has the lists. */
#ifndef BGP_BGP_POLICY_LISTS_H
#define BGP_BGP_POLICY_LISTS_H

#include "models/policy/policy_list.h"

/* Whether a list of the rule permits a community by itself, which stands as in its attribute. */
gboolean bgp_community_is_in(const PolicyUse *use, const uint8_t *community);
gboolean bgp_large_community_is_in(const PolicyUse *use, const uint8_t *community);
gboolean bgp_ext_community_is_in(const PolicyUse *use, const uint8_t *community);

/* The site of origin (RFC 4360 5) that is written as the route target is. */
uint64_t bgp_site_of(NetRt rt);
gboolean bgp_ext_community_is_site(uint64_t community);

#endif
