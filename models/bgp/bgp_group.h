/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Update groups: peers of one family that are told the same things. A group notes which prefixes have
 * changed and, at the end of the instant (or of MinRouteAdvertisementInterval), tells all its members
 * with messages that are made once. A bit for each prefix says whether the members have been told of
 * it: the group's Adj-RIB-Out.
 */
#ifndef BGP_BGP_GROUP_H
#define BGP_BGP_GROUP_H

#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_peer.h"
#include "models/net/bits.h"

/* What peers must have in common. */
typedef struct BgpGroupKey {
	unsigned family;
	gboolean internal;
	gboolean client; /* of this reflector */
	uint8_t as_size;
	NetAddr local; /* next hop self */
	SimTime mrai;
} BgpGroupKey;

typedef struct BgpPending {
	BgpNet *net;
	uint64_t cause;
} BgpPending;

struct BgpGroup {
	Bgp *bgp;
	BgpGroupKey key;
	GPtrArray *members; /* of BgpPeer: have been told everything but what is pending */
	GPtrArray *joining; /* of BgpPeer: are to be told everything */
	GArray *pending;    /* of BgpPending */
	NetBits pending_bits, advertised; /* of prefix ids */
	SimTimer timer;                   /* SIM_WORK */
	SimTime last_run;
};

BgpGroup *bgp_group_get(Bgp *bgp, const BgpGroupKey *key);
void bgp_group_free(BgpGroup *group);

void bgp_group_join(BgpGroup *group, BgpPeer *peer);
void bgp_group_leave(BgpGroup *group, BgpPeer *peer);

/* The chosen path of the prefix has changed: every group of its family must look at it. */
void bgp_groups_changed(BgpTable *table, BgpNet *net);
/* Hands over what is pending; the caller frees the array and unpins each net. */
GArray *bgp_group_take_pending(BgpGroup *group);

gboolean bgp_group_has_advertised(const BgpGroup *group, const BgpNet *net);
void bgp_group_set_advertised(BgpGroup *group, const BgpNet *net, gboolean advertised);

#endif
