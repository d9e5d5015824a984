/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The LFIB (RFC 3031 3.11, incoming label map): label -> next-hop object. The incoming label is
 * popped and the packet follows the object: labels that the object pushes make it a swap, none make
 * it a pop and forward, FWD_NH_LOOKUP a pop and look up in a VRF.
 */
#ifndef FWD_LFIB_H
#define FWD_LFIB_H

#include "models/fwd/node.h"

typedef struct FwdLfibEntry {
	uint32_t label;
	FwdNextHop *nh;    /* owned reference */
	const char *owner; /* "ldp", "vpn", "bgp-lu", "static"; static text */
	char *fec;         /* what it stands for, in words; owned */
	/* TRUE: the label stands at the bottom of the stack and IP follows (a VPN label). FALSE: it
	 * may stand anywhere (a label of a transit LSP). */
	gboolean bottom;
} FwdLfibEntry;

FwdLfib *fwd_lfib_new(void);
void fwd_lfib_free(FwdLfib *lfib); /* NULL is fine */

/* Sets, replaces or (nh NULL) removes the entry of a label, which is none of the reserved ones; emits
 * a TraceLfib where it changed. owner and fec as above (fec is copied). An object that is changed in
 * place under an entry leaves no record here: that is its owner's to tell. Returns the record's id, 0
 * where nothing changed. */
uint64_t fwd_lfib_set(FwdNode *node, uint32_t label, FwdNextHop *nh, const char *owner,
		      const char *fec, gboolean bottom);
const FwdLfibEntry *fwd_lfib_get(const FwdNode *node, uint32_t label);
/* In rising order of labels; fn returning FALSE ends it. */
void fwd_lfib_foreach(const FwdNode *node, gboolean (*fn)(const FwdLfibEntry *entry, void *user),
		      void *user);
/* "swap", "pop", "pop-lookup", "pop-local", "drop". */
const char *fwd_lfib_operation(const FwdLfibEntry *entry);

#endif
