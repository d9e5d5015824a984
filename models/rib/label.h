/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The label manager: local labels of a node. A local label belongs to (table, FEC) and is shared by
 * the protocols that advertise it. Its LFIB entry follows the FEC's best LSP or route, whoever owns
 * that:
 *   the table's LSP for the FEC          swap to its labels (pop and forward where it has none)
 *   else a route that pushes labels      swap to those labels and go on through its next hop; where the
 *        label was asked for with RIB_LABEL_EGRESS and some hops push none, through these alone: what came
 *        out of the core does not go back to it
 *   else, for a label asked for with RIB_LABEL_EGRESS, a route without labels: pop and forward to
 *        its neighbour; pop and look up in the VRF where it is connected or local
 *   else no entry: packets with that label are dropped
 */
#ifndef RIB_LABEL_H
#define RIB_LABEL_H

#include "models/rib/rib.h"

typedef enum {
	RIB_LABEL_TRANSIT = 0,     /* the label stands for an LSP (LDP, labelled BGP) */
	RIB_LABEL_EGRESS = 1 << 0, /* the label ends here: a VPN label */
} RibLabelFlags;

/* The range that dynamic labels come from, inclusive. Default 16 to 1048575; each node counts up from
 * its first. Set before any label is allocated. */
void rib_label_set_range(RibNode *node, uint32_t first, uint32_t last);

/* A range of one owner, such as LDP: it takes dynamic labels from there alone, and nobody else does. Who
 * asks for the same range shares it. NULL where it overlaps another one, or is no range. */
typedef struct RibLabelRange RibLabelRange;
RibLabelRange *rib_label_range_get(RibNode *node, uint32_t first, uint32_t last);
void rib_label_range_put(RibLabelRange *range); /* NULL is fine */

/* Called when a label may be had that was not to be had before. May be called from within
 * rib_label_release(): what follows belongs into an event of its own. */
typedef void (*RibLabelFreeFn)(void *user);
void rib_label_watch(RibNode *node, RibLabelFreeFn fn, void *user);
void rib_label_unwatch(RibNode *node, RibLabelFreeFn fn, void *user);

/* Binds a configured value to a FEC of a table, in place of a dynamic one. FALSE where the value is
 * reserved, out of 20 bits or bound already. Set before the FEC's label is asked for. */
gboolean rib_label_configure(Rib *rib, const Fec *fec, uint32_t value);

/* Takes a value away from all FECs, for an LFIB entry of another owner. FALSE as above. */
gboolean rib_label_reserve(RibNode *node, uint32_t value);

/* A dynamic value of no FEC, for an LFIB entry of another owner; NET_LABEL_NONE where the range is used up.
 * Given back without its entry. */
uint32_t rib_label_take(RibNode *node);
void rib_label_give_back(RibNode *node, uint32_t value);

/* The local label of the FEC, allocated on first use; holds are counted per call and given back with
 * rib_label_release(). owner is static text for the LFIB ("ldp", "vpn"). NET_LABEL_NONE where the range
 * is used up. */
uint32_t rib_label_acquire(Rib *rib, const Fec *fec, const char *owner, RibLabelFlags flags);
/* The same out of a range of its own; NULL: the node's. A label that the FEC has already is shared
 * wherever it came from. */
uint32_t rib_label_acquire_from(Rib *rib, const Fec *fec, RibLabelRange *range, const char *owner,
				RibLabelFlags flags);
void rib_label_release(Rib *rib, const Fec *fec);

#endif
