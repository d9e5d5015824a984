/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What models/vpn needs of a BGP instance's tables of VPN routes (RFC 4364 4.3): to originate VPN routes, and
 * to follow those that came from elsewhere.
 *
 * Every VPN route that is received is kept, whether a VRF imports it or not, unless keep-all says otherwise. The instance is that of the
 * global table, as bgp_class made it. Watches and originated routes may be set up before it starts;
 * they outlive a stop() and start() of it: while it is stopped there are no routes to follow.
 */
#ifndef BGP_BGP_VPN_H
#define BGP_BGP_VPN_H

#include "models/net/addr.h"
#include "models/net/rd.h"
#include "models/policy/policy.h"
#include "models/rib/protocol.h"

struct BgpPeer; /* BGP's own */

/* As traces name the family of VPN routes to such prefixes: "vpnv4". */
const char *bgp_vpn_family_name(NetFamily prefixes);

/* A route of this node's own, as it is in a VRF. */
typedef struct BgpVpnOrigin {
	NetRd rd;
	NetPrefix prefix;
	const struct BgpAttrSet *attrs; /* of the route of the VRF; borrowed, as the next */
	const NetRt *route_targets;     /* in place of those among the attributes */
	unsigned n_route_targets;
	NetSoo site_of_origin; /* where the attributes have none; 0: none (RFC 4364 7) */
	/* For a route map: the route in the VRF's table, NULL: none, and the cost to its next hop. */
	const RibRoute *route;
	uint32_t igp_metric;
} BgpVpnOrigin;

/* What the map, which may be NULL, makes of the attributes that the VPN route would have, without those of
 * the session that they came on: one reference; NULL where it denies the route. It sets no next hop, which
 * belongs to the label. */
struct BgpAttrSet *bgp_vpn_origin_attrs(ProtoInstance *bgp, const BgpVpnOrigin *route,
					const PolicyMap *map, PolicyResult *result);
/* Adds the route, or replaces the one of the same RD and prefix; packets for it must arrive with the label.
 * The reference to attrs passes. The next hop is this node's own address of each session that the route is
 * sent on. from: whom the VRF, a hybrid one, has it from, which says who is told (bgp_hybrid.h); NULL: it is the
 * VRF's own. */
void bgp_vpn_originate(ProtoInstance *bgp, NetRd rd, const NetPrefix *prefix, uint32_t label,
		       struct BgpAttrSet *attrs, struct BgpPeer *from);
/* Does nothing where the node has not originated it. */
void bgp_vpn_withdraw(ProtoInstance *bgp, NetRd rd, const NetPrefix *prefix);

/*
 * The chosen path of an (RD, prefix). Where no path is usable it is the one that would be chosen if its
 * next hop could be reached: usable is then FALSE. An importer that hands such a route to a RIB all the
 * same, as recursive and in need of an LSP, gets the reason into the RIB's explanations; the RIB
 * uses it by itself once there is an LSP.
 */
typedef struct BgpVpnRoute {
	NetRd rd;
	NetPrefix prefix;
	gboolean local;   /* originated by this node with bgp_vpn_originate() */
	gboolean usable;  /* its next hop has an LSP */
	gboolean ibgp;    /* learned from a peer of the same AS */
	gboolean hybrid;  /* learned from a neighbour of inter-AS option AB */
	NetAddr next_hop; /* unset where local */
	uint32_t label;   /* value, to be pushed towards next_hop */
	uint32_t med;
	const NetRt *route_targets; /* in the order received */
	unsigned n_route_targets;
	NetSoo site_of_origin; /* 0: none */
	struct BgpAttrSet *attrs;
	const struct BgpPath *path; /* BGP's own */
	const char *peer; /* whom it came from, as trace records name it; NULL where local */
	const char *rule; /* decision rule that chose it: "AS path length", "only path" */
	uint64_t cause;   /* record that it came with */
} BgpVpnRoute;

/* What the map, which may be NULL, makes of the route's attributes, as above. */
struct BgpAttrSet *bgp_vpn_apply(ProtoInstance *bgp, const PolicyMap *map, const BgpVpnRoute *route,
				 PolicyResult *result);

/*
 * Called when the chosen path of an (RD, prefix) has changed in any member but rule and cause: before NULL: it is new; after NULL: it is gone; both: replaced. Pointers hold during the call only. The
 * current cause is what led to the change. Watchers are called in the order of registration, from an
 * event of BGP's own, never from within a call into it. They may call bgp_vpn_originate() and
 * bgp_vpn_withdraw().
 */
typedef void (*BgpVpnWatchFn)(ProtoInstance *bgp, const BgpVpnRoute *before,
			      const BgpVpnRoute *after, void *user);
void bgp_vpn_watch(ProtoInstance *bgp, BgpVpnWatchFn fn, void *user);
void bgp_vpn_unwatch(ProtoInstance *bgp, BgpVpnWatchFn fn, void *user);

/* Called after each decision on an (RD, prefix), as any of its paths may have come, gone or become another
 * one: for an importer, which looks at all of them (bgp_vrf.h). One watcher; fn NULL: none. */
typedef void (*BgpVpnPathsFn)(NetRd rd, const NetPrefix *prefix, void *user);
void bgp_vpn_watch_paths(ProtoInstance *bgp, BgpVpnPathsFn fn, void *user);

/* Whether a VRF of the node imports one of these route targets. fn NULL: none does. */
typedef gboolean (*BgpVpnWantedFn)(const NetRt *rts, unsigned n, void *user);
void bgp_vpn_set_wanted(ProtoInstance *bgp, BgpVpnWantedFn fn, void *user);
/* The same of hybrid VRFs alone (inter-AS option AB), whose routes end there. */
void bgp_vpn_set_hybrid(ProtoInstance *bgp, BgpVpnWantedFn fn, void *user);
/* They import other route targets than before. */
void bgp_vpn_hybrid_changed(ProtoInstance *bgp);
/* Adds the route targets that VRFs import, each once, in an order that is the same in every run: what the node
 * wants to be told of where memberships are exchanged (RFC 4684). */
typedef void (*BgpVpnTargetsFn)(GArray *rts, void *user);
void bgp_vpn_set_targets(ProtoInstance *bgp, BgpVpnTargetsFn fn, void *user);
/* Whether received routes are kept that none imports (keep-all). */
gboolean bgp_vpn_keeps_all(ProtoInstance *bgp);
/* VRFs import other route targets than before; more: also such as none had imported. Where not all is kept,
 * what nobody wants any more is dropped, and, for more, neighbours are asked again for what was dropped before. */
void bgp_vpn_wanted_changed(ProtoInstance *bgp, gboolean more);

/* All chosen paths, in an order that is the same in every run: for an import policy that has changed.
 * fn must not change the table. */
typedef void (*BgpVpnRouteFn)(const BgpVpnRoute *route, void *user);
void bgp_vpn_foreach(ProtoInstance *bgp, BgpVpnRouteFn fn, void *user);

#endif
