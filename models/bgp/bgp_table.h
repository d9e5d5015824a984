/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The routes of one address family. Every peer's paths hang together with the node's own at the
 * prefix that they lead to: the paths of one peer are its Adj-RIB-In, the chosen ones the Loc-RIB
 * (RFC 4271 3.2).
 *
 * A path never changes. What a peer says anew is a new path; the former one, where it is the chosen
 * one, stays until the decision process has told everybody about its successor.
 */
#ifndef BGP_BGP_TABLE_H
#define BGP_BGP_TABLE_H

#include "models/bgp/bgp_attrset.h"

typedef struct Bgp Bgp;
typedef struct BgpFamily BgpFamily;
typedef struct BgpNet BgpNet;
typedef struct BgpNextHop BgpNextHop;
typedef struct BgpPath BgpPath;
typedef struct BgpPeer BgpPeer;
typedef struct BgpTable BgpTable;

typedef enum {
	BGP_PATH_GONE = 1 << 0,    /* replaced or withdrawn; kept while chosen */
	BGP_PATH_TOLD = 1 << 1,    /* was usable when watchers were told */
	BGP_PATH_REFUSED = 1 << 2, /* a refusal has been recorded for its next hop */
} BgpPathFlags;

struct BgpPath {
	BgpPath *next; /* of the same prefix, latest first */
	BgpNet *net;
	BgpPeer *peer;              /* NULL: the node's own */
	BgpAttrSet *attrs;          /* owned reference */
	BgpNextHop *next_hop;       /* NULL: the node's own */
	BgpPath *nh_next, *nh_prev; /* with the same next hop */
	uint64_t cause;             /* record that it came with */
	uint32_t label;             /* entry of three octets; 0 where the family has none */
	uint8_t flags;
};

struct BgpNet {
	NetRd rd;
	NetPrefix prefix;
	BgpNet *hash_next;
	BgpPath *paths;
	BgpPath *chosen; /* as watchers and peers know it; NULL: none */
	uint32_t id;     /* dense, reused after the net is gone */
	uint16_t pins;   /* update groups that have yet to look at it */
	uint8_t rule;    /* that the chosen path won by: index for bgp_rule_name() */
	gboolean dirty;  /* waits for the decision process */
};

struct BgpTable {
	Bgp *bgp;
	const BgpFamily *family;
	GPtrArray *nets; /* of BgpNet, owned, by id; NULL where an id is free */
	GArray *free_ids;
	BgpNet **buckets;
	uint32_t n_buckets; /* a power of two */
	uint32_t n_nets;
	GHashTable *next_hops; /* NetAddr -> BgpNextHop, owned; looked up, never iterated */
};

void bgp_table_init(BgpTable *table, Bgp *bgp, const BgpFamily *family);
/* Frees everything; nobody is told. */
void bgp_table_release(BgpTable *table);

BgpNet *bgp_table_find(const BgpTable *table, NetRd rd, const NetPrefix *prefix);
BgpNet *bgp_table_get(BgpTable *table, NetRd rd, const NetPrefix *prefix); /* made on first use */
/* Frees the net unless it is in use: has paths, is dirty or pinned. */
void bgp_table_collect(BgpTable *table, BgpNet *net);

/* The peer's current path, NULL where it has none. peer NULL: the node's own. */
BgpPath *bgp_net_path_of(const BgpNet *net, const BgpPeer *peer);
/* Adds a path in place of the peer's current one. Takes over the reference to attrs. Returns FALSE,
 * changing nothing, where it would be the same. The caller tells the decision process. */
gboolean bgp_table_put(BgpTable *table, BgpNet *net, BgpPeer *peer, BgpAttrSet *attrs,
		       uint32_t label);
/* Removes the peer's current path; FALSE where it has none. */
gboolean bgp_table_remove(BgpTable *table, BgpNet *net, BgpPeer *peer);
/* Frees a path that is gone and no longer chosen. */
void bgp_path_free(BgpTable *table, BgpPath *path);

#endif
