/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Next-hop tracking: an address that somebody depends on, resolved in a VRF's RIB or LSP table, and
 * followed as they change.
 */
#ifndef RIB_NHT_H
#define RIB_NHT_H

#include "models/rib/rib.h"

typedef struct RibNht RibNht;

typedef enum {
	RIB_NHT_ROUTE, /* a route is enough; its LSP is taken where there is one */
	RIB_NHT_LSP,   /* needs an LSP: the FEC of the resolving route has one, or the address is a
			* neighbour on a directly connected interface with MPLS (an LSP of no labels) */
	RIB_NHT_SPECIFIC, /* as RIB_NHT_ROUTE, but for the default route, which is not enough */
	RIB_NHT_MODES
} RibNhtMode;

/* Called when resolved, metric, reason or the route that the address resolves through changed, and the
 * FIB has that route; never from within rib_nht_track(). */
typedef void (*RibNhtFn)(RibNht *nht, void *user);

/* fn is also called once the FIB has a way that it lacks when the tracking begins. Tracked objects are shared; each track is undone by an untrack with the same fn and user. */
RibNht *rib_nht_track(Rib *rib, const NetAddr *addr, RibNhtMode mode, RibNhtFn fn, void *user);
void rib_nht_untrack(RibNht *nht, RibNhtFn fn, void *user);

const NetAddr *rib_nht_address(const RibNht *nht);
gboolean rib_nht_resolved(const RibNht *nht);
/* TRUE where the address is reached through the source's route to the prefix, directly or by way of
 * other next hops: another route of the source to that prefix by this next hop would in its place need
 * itself (RFC 4271 9.1.2.1). */
gboolean rib_nht_needs_route(const RibNht *nht, const RibSource *source, const NetPrefix *prefix);
/* Metric of the resolving route (the IGP metric of BGP's decision); UINT32_MAX where unresolved. */
uint32_t rib_nht_metric(const RibNht *nht);
/* Appends what texts call the address: a node's name where it is one's. */
void rib_nht_append_name(const RibNht *nht, GString *out);
/* Appends why it is unresolved: "no LSP to PE-1", "no route to 10.0.0.1". */
void rib_nht_append_reason(const RibNht *nht, GString *out);
/* The object that leads there: a FWD_NH_VIA whose identity never changes while tracked; borrowed. */
FwdNextHop *rib_nht_next_hop(const RibNht *nht);

#endif
