/* SPDX-License-Identifier: Apache-2.0 */
/* The protocols that a node can run, and what routing policy is made of: one line each. */
#include "models/bgp/bgp.h"
#include "models/bgp/bgp_policy.h"
#include "models/ldp/ldp.h"
#include "models/node/network.h"
#include "models/ospf/ospf.h"
#include "models/rip/rip.h"
#include "models/static/mpls.h"
#include "models/static/static.h"

const ProtoClass *const proto_classes[] = {
	&static_class, &static_mpls_class, &ospf_class, &rip_class, &ldp_class, &bgp_class, NULL,
};

const PolicyListClass *const policy_list_classes[] = {
	&policy_prefix_list,
	&policy_rd_list,
	&bgp_as_path_list,
	&bgp_community_list,
	&bgp_ext_community_list,
	&bgp_large_community_list,
	NULL,
};

const PolicyRule *const policy_rules[] = {
	policy_common_rules,
	bgp_policy_rules,
	bgp_policy_label_rules,
	NULL,
};
