/* SPDX-License-Identifier: Apache-2.0 */
/* A VPN route of a router's own where there is no VRF that exports it. */
#ifndef TESTS_VPN_ORIGIN_H
#define TESTS_VPN_ORIGIN_H

#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_vpn.h"

/* ORIGIN is incomplete, the AS path empty, the MED 0. */
typedef struct VpnOrigin {
	NetRd rd;
	NetPrefix prefix;
	uint32_t label;
	const NetRt *route_targets;
	unsigned n_route_targets;
} VpnOrigin;

static inline void vpn_origin_put(ProtoInstance *bgp, const VpnOrigin *route)
{
	BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH) |
			   BGP_ATTR_BIT(BGP_ATTR_MED),
		.origin = BGP_ORIGIN_INCOMPLETE,
		.as_path.as_size = 4,
	};
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	for (unsigned i = 0; i < route->n_route_targets; i++)
		wire_write_u64(&w, route->route_targets[i]);
	attrs.extended_communities = (BgpSpan){w.buf, w.len};
	if (w.len > 0)
		attrs.present |= BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES);
	bgp_vpn_originate(bgp, route->rd, &route->prefix, route->label,
			  bgp_attrset_intern(&bgp_of(bgp)->run->attrs, &attrs, (BgpSpan){NULL, 0}),
			  NULL);
	wire_writer_clear(&w);
}

#endif
