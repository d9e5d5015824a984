/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared by the sources of models/rib alone.
 *
 * An entry stands for one prefix of one table. It has the candidate routes, the LSPs of the
 * FEC of the same prefix, the FEC's local label, and what followed from them. An entry that may have to change is
 * marked dirty; rib_process() settles dirty entries one after the other until none is left.
 *
 * No route resolves through itself: a candidate whose way leads back to its own entry is not usable,
 * and a tracker passes by an entry that needs the tracker. What is refused so is not told when the
 * way changes somewhere in its middle; such entries are held, and looked at once more when all else
 * has settled.
 */
#ifndef RIB_RIB_PRIVATE_H
#define RIB_RIB_PRIVATE_H

#include "models/fwd/watch.h"
#include "models/net/bits.h"
#include "models/net/trie.h"
#include "models/rib/label.h"
#include "models/rib/nht.h"
#include "models/rib/rib.h"
#include "models/rib/swap.h"
#include "sim/timer.h"

/* From next hop to next hop; the objects of all of them stay below FWD_NH_MAX_DEPTH. */
#define RIB_MAX_RECURSION 6

typedef struct RibEntry RibEntry;

/* That a hop of an entry goes through a tracker; listed there, at index. */
typedef struct RibUse {
	RibNht *nht; /* NULL where the hop is not recursive */
	RibEntry *entry;
	unsigned index;
} RibUse;

/* The hops of a route or an LSP. Immutable; routes with the same hops, none of them recursive, share
 * them and what they lead to: a router has a few neighbours, and thousands of routes through each. */
typedef struct RibHops {
	unsigned refs;
	unsigned n;
	RibNode *sharer; /* its node->hops has them; NULL where they are one entry's alone */
	FwdNextHop *nh; /* of shared ones: the object for all of them; NULL until it is asked for */
	char *text;     /* the same for how records show them */
	RibUse *uses;   /* per hop; NULL where none is recursive */
	RibHop hop[];
} RibHops;

typedef struct RibCandidate {
	unsigned refs;
	RibRoute route;
	RibHops *hops;
} RibCandidate;

typedef struct RibLspCandidate {
	unsigned refs;
	RibLsp lsp;
	RibHops *hops;
	uint64_t cause; /* record that was current: the announcement, or a route that joined it */
} RibLspCandidate;

typedef struct RibLabel {
	uint32_t value;
	unsigned holds;
	gboolean configured;
	const char *owner;
	RibLabelFlags flags;
} RibLabel;

struct RibEntry {
	Rib *rib;
	NetPrefix prefix;
	GPtrArray *routes;  /* of RibCandidate, best first */
	GPtrArray *lsps;    /* of RibLspCandidate, best first; NULL while there never was one */
	RibLabel *label;    /* NULL where none */
	RibCandidate *best; /* owned reference: the best usable one as last told to watchers */
	uint16_t usable;    /* bits of its hops that are */
	RibLspCandidate *best_lsp; /* owned reference: the best usable one */
	uint16_t usable_lsp;       /* bits of its hops that are */
	FwdNextHop *fib;           /* owned: for the FIB */
	FwdNextHop *lsp;           /* owned: where best_lsp leads */
	uint64_t cause;            /* record that made it dirty */
	uint64_t record;           /* the last one about its route; 0: none yet */
	gboolean dirty;
	gboolean fib_stale;   /* fib is not what the FIB has */
	gboolean downloading; /* in node->downloads */
	gboolean held;        /* in node->held */
	gboolean refused;     /* in rib->refused */
};

struct Rib {
	RibNode *node;
	FwdVrf *vrf;
	NetTrie *entries[2];             /* IPv4, IPv6: of RibEntry */
	NetTrie *nhts[2][RIB_NHT_MODES]; /* by family and RibNhtMode: of RibNht, host prefixes */
	FwdWatchList watches;
	/* rib_limit.c */
	RibLimit limit;
	uint32_t n_routes; /* entries with a best route */
	gboolean warned;
	GQueue refused; /* of RibEntry, that wait for another one to go */
};

typedef struct RibSync {
	GByteArray *by_index; /* RibSyncState of the interface of that index; none behind the end */
	FwdWatchList watches;
} RibSync;

struct RibNode {
	FwdNode *fwd;
	GPtrArray *ribs;   /* of Rib, owned */
	GQueue dirty;      /* of RibEntry */
	GQueue changed;    /* of RibNht, whose watchers have to be told */
	GPtrArray *held;   /* of RibEntry, refused or passed by so as not to go round in a circle */
	GQueue downloads;  /* entries that wait for their turn on the control processor */
	SimTimer download; /* SIM_WORK: for the first of them */
	gboolean news;     /* something was installed or resolved differently */
	gboolean processing;
	gboolean forgetting; /* watchers are not told */
	uint32_t n_sources;
	RibSource connected, local;
	RibLabelRange *dynamic; /* owned: labels of those without a range of their own */
	GPtrArray *ranges;      /* of RibLabelRange, of single owners */
	NetBits labels;         /* values in use */
	GPtrArray *swaps;       /* of RibSwaps, borrowed, in the order in which they were made */
	GHashTable *hops; /* of RibHops, borrowed, that routes share; looked up, never iterated */
	FwdWatchList label_watches;
	RibSync sync;
};

struct RibNht {
	Rib *rib;
	NetAddr addr;
	RibNhtMode mode;
	unsigned refs;
	gboolean changed; /* in node->changed */
	gboolean waiting; /* to be told once the FIB has what it resolves through */
	gboolean resolved;
	const char *reason; /* static text before the address, while unresolved */
	uint32_t metric;
	uint64_t cause;          /* record that changed it */
	RibEntry *via;           /* that it resolves through; NULL while unresolved */
	const RibSource *source; /* of the route used there; NULL while unresolved */
	FwdNextHop *nh;          /* FWD_NH_VIA */
	FwdWatchList watches;
	GPtrArray *uses; /* of RibUse */
};

static inline unsigned rib_family_index(NetFamily family)
{
	return family == NET_AF_IPV6;
}

/* rib.c */
RibEntry *rib_entry_get(Rib *rib, const NetPrefix *prefix); /* created where absent */
RibEntry *rib_entry_find(const Rib *rib, const NetPrefix *prefix);
void rib_entry_mark(RibEntry *entry);
void rib_entry_hold(RibEntry *entry);
void rib_mark_all(Rib *rib);
/* All of the table, in the order of prefixes; none is removed meanwhile. */
typedef void (*RibEntryFn)(RibEntry *entry, void *user);
void rib_entries_foreach(const Rib *rib, RibEntryFn fn, void *user);
/* Frees the entry unless it is still needed. */
void rib_entry_collect(RibEntry *entry);
/* Settles all that is dirty, unless a caller further out already does. */
void rib_process(RibNode *node);

/* rib_hops.c */
void rib_hops_init(RibNode *node);
void rib_hops_clear(RibNode *node);
/* A reference to hops like these. */
RibHops *rib_hops_get(RibEntry *entry, const RibHop *hops, unsigned n);
void rib_hops_unref(RibHops *hops);
gboolean rib_hops_equal(const RibHops *a, const RibHop *b, unsigned n);
/* A bit for each hop that can be used now. */
uint16_t rib_hops_usable(const RibHops *hops);
gboolean rib_hops_connected(const RibHops *hops); /* an interface without gateway, or local */
gboolean rib_hops_labelled(const RibHops *hops);
/* A bit for each hop that pushes labels. */
uint16_t rib_hops_pushing(const RibHops *hops);
/* The object for the hops with a bit in usable; overlay, where not NULL, gives labels to interface
 * hops that also stand in it. NULL where no hop is usable. */
FwdNextHop *rib_hops_next_hop(RibHops *hops, uint16_t usable, const RibHops *overlay);
void rib_hops_append(RibHops *hops, uint16_t usable, GString *out);

/* rib_entry.c */
void rib_entry_settle(RibEntry *entry);
void rib_entry_free(RibEntry *entry);
void rib_candidate_unref(RibCandidate *candidate);        /* NULL is fine */
void rib_lsp_candidate_unref(RibLspCandidate *candidate); /* NULL is fine */

/* rib_cause.c */
/* Names all that met so that a route or an LSP can be used, beside the current cause: announcements,
 * and what its next hops resolve through. id is the record about it. */
void rib_trace_causes(Sim *sim, uint64_t id, const RibCandidate *candidate, uint16_t usable);
void rib_trace_lsp_causes(Sim *sim, uint64_t id, const RibEntry *entry);
void rib_trace_swap_causes(Sim *sim, uint64_t id, const RibSwap *swap);

/* nht.c */
RibNht *rib_nht_acquire(Rib *rib, const NetAddr *addr, RibNhtMode mode);
void rib_nht_release(RibNht *nht);
void rib_nht_use(RibUse *use, RibNht *nht, RibEntry *entry); /* takes the reference to nht */
void rib_nht_unuse(RibUse *use);
/* TRUE where the way of the tracker leads through the entry, or will once the entry has a route. */
gboolean rib_nht_leads_through(const RibNht *nht, const RibEntry *entry);
/* Resolves anew what may depend on the prefix. */
void rib_nht_reconsider(Rib *rib, const NetPrefix *prefix);
void rib_nht_tell(RibNht *nht);
/* The FIB has the entry now: who waited for it will be told. */
void rib_nht_installed(const RibEntry *entry);

/* rib_download.c */
void rib_download_init(RibNode *node);
void rib_download_clear(RibNode *node);
/* In a crash: nothing waits any more, and until the restart tables are emptied at once. */
void rib_download_forget(RibNode *node);
/* Brings the forwarding tables in line with the entry, now or when the control processor can. */
void rib_download(RibEntry *entry);

/* The same for one of the owner's labels. TRUE: when it can, which ends in rib_swap_installed(). */
gboolean rib_download_swap(RibSwaps *swaps, uint32_t label);
void rib_download_forget_swaps(const RibSwaps *swaps);

/* swap.c */
void rib_swap_installed(RibSwaps *swaps, uint32_t label);
/* In a crash: none has an entry any more. */
void rib_swaps_forget(RibSwaps *swaps);

/* rib_limit.c */
/* Whether an entry without a best route may have this one; one that may not waits. */
gboolean rib_limit_admits(RibEntry *entry, const RibCandidate *candidate);
/* The entry does not wait any more. */
void rib_limit_forget(RibEntry *entry);
/* The entry has got, or lost, its best route. */
void rib_limit_count(RibEntry *entry, gboolean had, gboolean has);
void rib_limit_append_reason(const Rib *rib, GString *out);

/* rib_sync.c */
void rib_sync_init(RibSync *sync);
void rib_sync_release(RibSync *sync);

/* label_range.c */
struct RibLabelRange {
	RibNode *node;
	uint32_t first, last, next;
	unsigned refs;
	gboolean used_up; /* no label was left when one was asked for, and none has come back */
};
void rib_label_ranges_init(RibNode *node);
void rib_label_ranges_clear(RibNode *node);
/* After a crash: each range begins anew. */
void rib_label_ranges_reset(RibNode *node);
gboolean rib_label_in_use(const RibNode *node, uint32_t value);
/* The next free value, marked as used; NET_LABEL_NONE where there is none. */
uint32_t rib_label_range_take(RibLabelRange *range);
/* The value is free again; tells who waits for that. */
void rib_label_range_give_back(RibNode *node, uint32_t value);

/* label.c */
/* Whether the LFIB has something else for the entry's label than it should. */
gboolean rib_label_is_stale(const RibEntry *entry);
void rib_label_settle(RibEntry *entry);
void rib_label_free(RibEntry *entry);
/* Whoever holds it, and where it was configured. */
void rib_label_forget(RibEntry *entry);

/* connected.c */
void rib_connected_init(RibNode *node);
/* For a table that comes after its interfaces. */
void rib_connected_add(Rib *rib);
void rib_connected_clear(RibNode *node);

#endif
