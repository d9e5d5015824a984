/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Update groups: peers of one family that are told the same things, in the same messages. Where one of
 * them stands is the matter of streams (bgp_stream.h), of which a group has one while nobody joins or
 * lags.
 */
#ifndef BGP_BGP_GROUP_H
#define BGP_BGP_GROUP_H

#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_stream.h"

/* Which routes of the table are told, with or without labels (bgp_send_label.h). */
typedef enum {
	BGP_GROUP_LABELS_NONE,   /* all, without */
	BGP_GROUP_LABELS_ALL,    /* all that there is a label for, with it */
	BGP_GROUP_LABELS_CHOSEN, /* those that are to be told with one, as policy has it */
	BGP_GROUP_LABELS_OTHERS, /* those that are not, without */
} BgpGroupLabels;

/* What peers must have in common. */
typedef struct BgpGroupKey {
	unsigned family; /* of the messages */
	unsigned table;  /* the family whose routes are told */
	BgpGroupLabels labels;
	BgpEgress egress;
	gboolean client;            /* of this reflector */
	gboolean hybrid;            /* inter-AS option AB (bgp_hybrid.h) */
	gboolean default_originate; /* told a default route, whatever there is */
	uint8_t as_size;
	uint16_t message_max;         /* longest message */
	const PolicyMap *export_map;  /* NULL: none */
	const PolicyMap *default_map; /* that the default route passes; NULL: none */
	NetSoo site_of_origin;        /* routes with it are not told; 0: none */
	/* MinRouteAdvertisementInterval; then each peer is alone, as its timer runs by itself. */
	SimTime mrai;
	const BgpPeer *alone;
} BgpGroupKey;

struct BgpGroup {
	Bgp *bgp;
	BgpGroupKey key;
	/* What it is told of the default route by default-originate; NULL: as of all others. The prefix is
	 * pinned, the attributes, before default_map, are an owned reference. */
	BgpNet *default_net;
	BgpAttrSet *default_attrs;
	GPtrArray *streams; /* of BgpStream, owned */
	size_t log_max;     /* bytes that a peer may be behind the others in a stream */
	BgpStream *joining; /* has not begun to walk; NULL: none */
	SimTimer timer;     /* SIM_WORK */
	SimTime not_before; /* RFC 4271 9.2.1.1 */
};

/* The group of those that have this in common; made on first use. */
BgpGroup *bgp_group_get(Bgp *bgp, const BgpGroupKey *key);
void bgp_group_free(BgpGroup *group);
/* What it tells from. */
static inline BgpTable *bgp_group_table(const BgpGroup *group)
{
	return &group->bgp->tables[group->key.table];
}
/* How that is written. */
const BgpNlriFormat *bgp_group_format(const BgpGroup *group);

/* The peer is to be told everything, and then what changes. */
void bgp_group_join(BgpGroup *group, BgpPeer *peer);
void bgp_group_leave(BgpGroup *group, BgpPeer *peer);
/* The peer, a member, is to be told everything once more. */
void bgp_group_repeat(BgpGroup *group, BgpPeer *peer);
/* The peer, a member, becomes one of another group, and is told everything as that has it. */
void bgp_group_move(BgpGroup *group, BgpGroup *to, BgpPeer *peer);
/* The peer, a member, wants other routes than before: it is told the difference. */
void bgp_group_filter(BgpGroup *group, BgpPeer *peer);
/* The peer's TCP takes more. */
void bgp_group_drained(BgpGroup *group, BgpPeer *peer);

/* The chosen path of the prefix has changed: every group of its family must look at it. cost_alone: only
 * those must whose export map sets MEDs to the cost to its next hop. */
void bgp_groups_changed(BgpTable *table, BgpNet *net, gboolean cost_alone);

/* The groups of the family must look at the prefix that which() says; NULL: all of them. */
void bgp_groups_look_again(BgpTable *table, BgpNet *net, gboolean (*which)(const BgpGroup *group));

BgpStream *bgp_group_add_stream(BgpGroup *group);

/* Whether there is something to tell of the prefix, as far as the group knows. */
static inline gboolean bgp_group_has_route(const BgpGroup *group, const BgpNet *net)
{
	return net == group->default_net || bgp_net_chosen(net);
}

#endif
