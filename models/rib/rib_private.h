/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared by the sources of models/rib alone.
 *
 * An entry stands for one prefix of one table: the candidate routes, the LSPs of the FEC of the same
 * prefix, the FEC's local label, and what followed from them. An entry that may have to change is
 * marked dirty; rib_process() settles dirty entries one after the other until none is left.
 */
#ifndef RIB_RIB_PRIVATE_H
#define RIB_RIB_PRIVATE_H

#include "models/net/trie.h"
#include "models/rib/label.h"
#include "models/rib/nht.h"
#include "models/rib/rib.h"

/* A set of hops with the trackers of the recursive ones: shared by routes and LSPs. */
typedef struct RibHops {
	unsigned n;
	RibNht **nhts; /* per hop; NULL where it is not recursive */
	RibHop hop[];
} RibHops;

typedef struct RibCandidate {
	unsigned refs;
	RibRoute route;
	RibHops *hops;
} RibCandidate;

typedef struct RibLspCandidate {
	RibLsp lsp;
	RibHops *hops;
} RibLspCandidate;

typedef struct RibLabel {
	uint32_t value;
	unsigned holds;
	gboolean configured;
	const char *owner;
	RibLabelFlags flags;
} RibLabel;

typedef struct RibEntry {
	Rib *rib;
	NetPrefix prefix;
	GPtrArray *routes;  /* of RibCandidate, best first */
	GPtrArray *lsps;    /* of RibLspCandidate, best first; NULL while there never was one */
	RibLabel *label;    /* NULL where none */
	RibCandidate *best; /* owned reference: the best usable one as last told to watchers */
	FwdNextHop *fib;    /* owned: as installed */
	FwdNextHop *lsp;    /* owned: where the best usable LSP leads; NULL where there is none */
	gboolean dirty;
} RibEntry;

typedef struct RibWatch {
	RibWatchFn fn;
	void *user;
} RibWatch;

struct Rib {
	RibNode *node;
	FwdVrf *vrf;
	NetTrie *entries[2]; /* IPv4, IPv6: of RibEntry */
	NetTrie *nhts[2][2]; /* by family and RibNhtMode: of RibNht, host prefixes */
	GArray *watches;     /* of RibWatch */
};

struct RibNode {
	FwdNode *fwd;
	GPtrArray *ribs; /* of Rib, owned */
	GQueue dirty;    /* of RibEntry */
	GQueue changed;  /* of RibNht, whose watchers have to be told */
	gboolean processing;
	uint32_t n_sources;
	RibSource connected, local;
	uint32_t label_first, label_last, label_next;
	GHashTable *labels; /* values in use; looked up, never iterated */
};

struct RibNht {
	Rib *rib;
	NetAddr addr;
	RibNhtMode mode;
	unsigned refs;
	gboolean changed; /* in node->changed */
	gboolean resolved;
	const char *reason; /* static text before the address, while unresolved */
	uint32_t metric;
	FwdNextHop *nh;        /* FWD_NH_VIA */
	GArray *watches;       /* of RibNhtWatch */
	GPtrArray *dependents; /* of RibEntry, once per hop that uses this */
};

typedef struct RibNhtWatch {
	RibNhtFn fn;
	void *user;
} RibNhtWatch;

static inline unsigned rib_family_index(NetFamily family)
{
	return family == NET_AF_IPV6;
}

/* rib.c */
RibEntry *rib_entry_get(Rib *rib, const NetPrefix *prefix); /* created where absent */
RibEntry *rib_entry_find(const Rib *rib, const NetPrefix *prefix);
void rib_entry_mark(RibEntry *entry);
void rib_mark_all(Rib *rib);
/* Settles all that is dirty, unless a caller further out already does. */
void rib_process(RibNode *node);

/* rib_hops.c */
RibHops *rib_hops_new(RibEntry *entry, const RibHop *hops, unsigned n);
void rib_hops_free(RibHops *hops, RibEntry *entry);
gboolean rib_hops_equal(const RibHops *a, const RibHops *b);
gboolean rib_hop_usable(const RibHops *hops, unsigned i);
gboolean rib_hops_usable(const RibHops *hops);
gboolean rib_hops_connected(const RibHops *hops); /* an interface without gateway, or local */
gboolean rib_hops_labelled(const RibHops *hops);
/* The object for the usable hops; overlay, where not NULL, gives labels to interface hops that also
 * stand in it. NULL where no hop is usable. */
FwdNextHop *rib_hops_next_hop(const RibHops *hops, const RibHops *overlay);
void rib_hops_append(const RibHops *hops, GString *out);

/* rib_entry.c */
void rib_entry_settle(RibEntry *entry);
void rib_entry_free(RibEntry *entry);
/* The best usable LSP, NULL where there is none. */
const RibLspCandidate *rib_entry_lsp(const RibEntry *entry);
void rib_candidate_unref(RibCandidate *candidate, RibEntry *entry);

/* nht.c */
RibNht *rib_nht_acquire(Rib *rib, const NetAddr *addr, RibNhtMode mode);
void rib_nht_release(RibNht *nht);
/* TRUE where the address lies within the entry's prefix and in no usable longer one. */
gboolean rib_nht_behind(const RibNht *nht, const RibEntry *entry);
/* Resolves anew what may depend on the prefix. */
void rib_nht_reconsider(Rib *rib, const NetPrefix *prefix);
void rib_nht_tell(RibNht *nht);

/* label.c */
void rib_label_settle(RibEntry *entry);
void rib_label_free(RibEntry *entry);

/* connected.c */
void rib_connected_init(RibNode *node);
void rib_connected_clear(RibNode *node);

#endif
