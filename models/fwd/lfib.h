/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The LFIB (RFC 3031 3.11, incoming label map): label -> next-hop object. The incoming label is
 * popped and the packet follows the object: labels that the object pushes make it a swap, none make
 * it a pop and forward, FWD_NH_LOOKUP a pop and look up in a VRF.
 *
 * A border router may have a million entries that differ in one label alone. They share the object that leads to
 * their next hop and have that label themselves (fwd_lfib_swap()).
 */
#ifndef FWD_LFIB_H
#define FWD_LFIB_H

#include "models/fwd/node.h"

/* Whose entries are, and what he calls their FECs; append_fec is NULL where an entry has its FEC in words. */
typedef struct FwdLfibOwner FwdLfibOwner;
struct FwdLfibOwner {
	const char *name; /* "ldp", "vpn", "bgp-lu", "static"; static text */
	void (*append_fec)(const FwdLfibOwner *owner, uint32_t key, GString *out);
};

typedef struct FwdLfibEntry {
	FwdNextHop *nh; /* owned reference; NULL: there is no entry */
	const FwdLfibOwner *owner;
	uint32_t key; /* the owner's, of the FEC */
	unsigned
		out : 24; /* that is pushed before what the object pushes; NET_LABEL_NONE: nothing */
	unsigned out_kind : 6; /* LabelKind */
	unsigned has_text : 1; /* the owner is the entry's alone, and goes with it */
	/* TRUE: the label stands at the bottom of the stack and IP follows (a VPN label). FALSE: it
	 * may stand anywhere (a label of a transit LSP). */
	unsigned bottom : 1;
} FwdLfibEntry;

FwdLfib *fwd_lfib_new(void);
void fwd_lfib_free(FwdLfib *lfib); /* NULL is fine */

/* Sets, replaces or (nh NULL) removes the entry of a label, which is none of the reserved ones; emits
 * a TraceLfib where it changed. owner: static text; fec in words, copied. An object that is changed in
 * place under an entry leaves no record here: that is its owner's to tell. Returns the record's id, 0
 * where nothing changed. */
uint64_t fwd_lfib_set(FwdNode *node, uint32_t label, FwdNextHop *nh, const char *owner,
		      const char *fec, gboolean bottom);
/* The same for one of many entries of an owner, which stays as long as its entries do: out is pushed
 * (value NET_LABEL_NONE: nothing is), then the packet follows nh. */
uint64_t fwd_lfib_swap(FwdNode *node, uint32_t label, FwdNextHop *nh, Label out,
		       const FwdLfibOwner *owner, uint32_t key);
const FwdLfibEntry *fwd_lfib_get(const FwdNode *node, uint32_t label); /* NULL: there is none */
/* In rising order of labels; fn returning FALSE ends it. */
void fwd_lfib_foreach(const FwdNode *node,
		      gboolean (*fn)(uint32_t label, const FwdLfibEntry *entry, void *user),
		      void *user);
/* The entry as one object, for those who look at all of what is pushed: its own, or one made in *space, which
 * counts no references. */
const FwdNextHop *fwd_lfib_next_hop(const FwdLfibEntry *entry, FwdNextHop *space);
void fwd_lfib_append_fec(const FwdLfibEntry *entry, GString *out);
/* "swap", "pop", "pop-lookup", "pop-local", "drop". */
const char *fwd_lfib_operation(const FwdLfibEntry *entry);

#endif
