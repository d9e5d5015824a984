/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What models/vpn needs of a VRF's BGP instance: routes of the VRF's other protocols go into its table of
 * unicast routes, and so do VPN routes that the VRF imports (RFC 4364 4.3.5), beside those that CEs announce.
 * The decision process chooses among all of them; what it chooses goes to the RIB and to the CEs, and may
 * be exported.
 */
#ifndef BGP_BGP_VRF_H
#define BGP_BGP_VRF_H

#include "models/bgp/bgp_attrset.h"
#include "models/bgp/bgp_vpn.h"

/* A route of another protocol, in place of the one that was there. ORIGIN is incomplete. Where the prefix is
 * that of a network statement, that one holds and nothing happens. */
void bgp_vrf_redistribute(ProtoInstance *bgp, const NetPrefix *prefix, uint32_t med);
void bgp_vrf_withdraw(ProtoInstance *bgp, const NetPrefix *prefix);

/* Where the chosen path of a prefix comes from. */
typedef enum {
	BGP_VRF_LEARNED,       /* from a neighbour in the VRF */
	BGP_VRF_CONFIGURED,    /* network statement, aggregate */
	BGP_VRF_REDISTRIBUTED, /* bgp_vrf_redistribute() */
	BGP_VRF_IMPORTED,      /* a VPN route */
} BgpVrfOrigin;

typedef struct BgpVrfRoute {
	BgpVrfOrigin origin;
	gboolean usable;     /* its next hop can be reached, and no aggregate stands in its place */
	BgpAttrSet *attrs;   /* borrowed */
	uint32_t igp_metric; /* cost to its next hop; 0 where it has none */
	struct BgpPeer *
		from; /* of one that was imported: whom the VPN route came from; NULL: of this node */
} BgpVrfRoute;

/* Called when the chosen path of a prefix has changed; route NULL: there is none any more. The current
 * cause is what led to the change. One watcher; fn NULL: none. */
typedef void (*BgpVrfWatchFn)(const NetPrefix *prefix, const BgpVrfRoute *route, void *user);
void bgp_vrf_watch(ProtoInstance *bgp, BgpVrfWatchFn fn, void *user);
/* FALSE where there is none. */
gboolean bgp_vrf_lookup(ProtoInstance *bgp, const NetPrefix *prefix, BgpVrfRoute *out);

/* What an importer says of a VPN route. */
typedef struct BgpImport {
	Rib *in; /* table that its next hop lies in: the global one, another VRF's or this one's */
	BgpAttrSet *attrs; /* that it comes in with; the importer's reference passes */
} BgpImport;

/* Packets for it are to stay in this VRF, as IP (inter-AS option AB): rib is the VRF's, and so is the next hop;
 * unset: the route's. */
void bgp_import_lead(BgpImport *import, Rib *rib, const NetAddr *next_hop);

/* Whether the route is imported; fills *out then. */
typedef gboolean (*BgpImportFn)(const BgpVpnRoute *route, BgpImport *out, void *user);
/* Makes the imported paths of the prefix those of the (RD, prefix) that fn wants, of all paths that the
 * global instance has of it. Returns how many there are. */
unsigned bgp_vrf_import(ProtoInstance *bgp, ProtoInstance *global, NetRd rd,
			const NetPrefix *prefix, BgpImportFn fn, void *user);
/* Whether a path of the (RD, prefix) is imported. */
gboolean bgp_vrf_imports(ProtoInstance *bgp, NetRd rd, const NetPrefix *prefix);
/* The route in the other VRF that the prefix is imported from leads elsewhere now. */
void bgp_vrf_follow(ProtoInstance *bgp, const NetPrefix *prefix);

/* How many prefixes have imported paths. */
unsigned bgp_vrf_count_imported(ProtoInstance *bgp);

#endif
