/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels of this node that stand for what no address leads to, and are swapped for another router's: those of VPN
 * routes at a border router, which has no VRF for them (RFC 4364 10, b). There may be a million: what a label
 * leads to is kept by its owner alone, who says so when asked, and says when it has changed. The LFIB's entry is there
 * while the next hop is resolved; it is written when the control processor comes to it.
 */
#ifndef RIB_SWAP_H
#define RIB_SWAP_H

#include "models/fwd/lfib.h"
#include "models/net/numbers.h"
#include "models/rib/nht.h"

typedef struct RibSwaps RibSwaps; /* of one owner */

typedef struct RibSwap {
	unsigned holds;         /* routes that are told with the label */
	const RibNht *next_hop; /* NULL: it leads nowhere now */
	Label out;              /* value NET_LABEL_NONE: the label is popped */
	uint64_t cause;         /* record of the announcement of out */
} RibSwap;

typedef void (*RibSwapFn)(const RibSwaps *swaps, uint32_t label, uint32_t key, void *user);

struct RibSwaps {
	FwdLfibOwner lfib; /* first member */
	RibNode *node;
	const RibSource *source;
	uint8_t preference; /* among the sources of LSPs */
	/* The owner's: what the label with that key stands for, what it leads to, and all of them in an order that is
	 * the same in each run. */
	Fec (*fec)(const RibSwaps *swaps, uint32_t key);
	void (*describe)(const RibSwaps *swaps, uint32_t key, RibSwap *out);
	void (*each)(const RibSwaps *swaps, RibSwapFn fn, void *user);
	NetNumbers
		waiting; /* of labels whose entries wait for the control processor: their key, plus one */
};

/* Embedded in its owner, who sets source, preference, fec, describe and each. name: static text for the LFIB. */
void rib_swaps_init(RibSwaps *swaps, RibNode *node, const char *name);
/* Only the memory. */
void rib_swaps_release(RibSwaps *swaps);

/* A label; NET_LABEL_NONE where the range is used up (rib_label_watch()). It has no entry yet. */
uint32_t rib_swap_take(RibSwaps *swaps);
/* What the label leads to may be another next hop, or none. key: the owner's, which does not change. */
void rib_swap_update(RibSwaps *swaps, uint32_t label, uint32_t key);
void rib_swap_give_back(RibSwaps *swaps, uint32_t label);

#endif
