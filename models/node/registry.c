/* SPDX-License-Identifier: Apache-2.0 */
/* The protocols that a node can run: one line each. */
#include "models/bgp/bgp.h"
#include "models/ldp/ldp.h"
#include "models/node/network.h"
#include "models/ospf/ospf.h"
#include "models/static/mpls.h"
#include "models/static/static.h"

const ProtoClass *const proto_classes[] = {
	&static_class, &static_mpls_class, &ospf_class, &ldp_class, &bgp_class, NULL,
};
