/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels of this router's for VPN routes, one for all that came with the same next hop and label, as from a PE with one
 * label for a VRF: what comes in with it is sent on alike, whichever route it is.
 */
#ifndef BGP_BGP_LABEL_SHARED_H
#define BGP_BGP_LABEL_SHARED_H

#include "models/bgp/bgp_table.h"

typedef struct BgpSharedLabel {
	uint32_t next_hop_id; /* of BgpAttrSet */
	uint32_t entry;       /* that the routes came with, as in BgpPath */
	uint32_t label;       /* this router's */
	unsigned holds;       /* routes that have it */
	NetAddr next_hop;
	uint64_t cause; /* record of the first of them */
} BgpSharedLabel;

typedef struct BgpSharedLabels {
	GTree *by_path;       /* of BgpSharedLabel, owned, by next hop and entry */
	GHashTable *by_label; /* label -> the same; looked up, never iterated */
} BgpSharedLabels;

void bgp_shared_labels_init(BgpSharedLabels *all);
void bgp_shared_labels_release(BgpSharedLabels *all);
/* For routes that come as this path does, and the one that has this label; NULL where there is none. */
BgpSharedLabel *bgp_shared_label_of(const BgpSharedLabels *all, const BgpPath *path);
BgpSharedLabel *bgp_shared_label_at(const BgpSharedLabels *all, uint32_t label);
/* There is none for such routes yet. Nobody holds it. */
BgpSharedLabel *bgp_shared_label_add(BgpSharedLabels *all, const BgpPath *path, uint32_t label);
void bgp_shared_label_remove(BgpSharedLabels *all, BgpSharedLabel *shared);
/* In the order of next hops, then of the labels that the routes came with. */
typedef void (*BgpSharedLabelFn)(const BgpSharedLabel *shared, void *user);
void bgp_shared_labels_foreach(const BgpSharedLabels *all, BgpSharedLabelFn fn, void *user);

#endif
