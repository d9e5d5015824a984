/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The routes of one address family. Every peer's paths hang together with the node's own at the
 * prefix that they lead to: the paths of one peer are its Adj-RIB-In, the chosen ones the Loc-RIB
 * (RFC 4271 3.2).
 *
 * A prefix is an id that all routers of the run share (bgp_run.h), and its place in the table. A path
 * never changes. What a peer says anew is a new path; the former one, where it is the chosen
 * one, stays until the decision process has told everybody about its successor.
 */
#ifndef BGP_BGP_TABLE_H
#define BGP_BGP_TABLE_H

#include "models/bgp/bgp_attrset.h"
#include "models/net/pool.h"
#include "models/net/prefix_ids.h"

typedef struct Bgp Bgp;
typedef struct BgpFamily BgpFamily;
typedef struct BgpNet BgpNet;
typedef struct BgpNextHop BgpNextHop;
typedef struct BgpPath BgpPath;
typedef struct BgpPeer BgpPeer;
typedef struct BgpRun BgpRun;
typedef struct BgpTable BgpTable;

typedef enum {
	BGP_PATH_GONE = 1 << 0,      /* replaced or withdrawn; kept while chosen */
	BGP_PATH_TOLD = 1 << 1,      /* was usable when watchers were told */
	BGP_PATH_REFUSED = 1 << 2,   /* a refusal has been recorded for its next hop */
	BGP_PATH_CHOSEN = 1 << 3,    /* as watchers and peers know it */
	BGP_PATH_MULTI = 1 << 4,     /* used beside the chosen one, as watchers know */
	BGP_PATH_AGGREGATE = 1 << 5, /* the node's own, an aggregate: beside another own one */
} BgpPathFlags;

struct BgpPath {
	BgpPath *next;              /* of the same prefix: the chosen one, then the latest first */
	BgpPeer *peer;              /* NULL: the node's own */
	BgpAttrSet *attrs;          /* owned reference */
	BgpPath *nh_next, *nh_prev; /* with the same next hop */
	uint64_t cause;             /* record that it came with */
	uint32_t id;                /* of its prefix */
	unsigned label : 24;        /* entry of three octets; 0 where the family has none */
	unsigned flags : 8;
};

struct BgpNet {
	BgpPath *paths;
	uint32_t id;          /* of the prefix, of which it holds a reference */
	uint16_t pins;        /* streams that have yet to look at it */
	uint8_t rule;         /* that the chosen path won by: index for bgp_rule_name() */
	unsigned n_multi : 5; /* paths with BGP_PATH_MULTI when watchers were told */
	unsigned used : 1;
	unsigned dirty : 1; /* waits for the decision process */
};

struct BgpTable {
	Bgp *bgp;
	const BgpFamily *family;
	NetPrefixIds *prefixes; /* of the run, borrowed */
	GPtrArray *pages;       /* of nets, owned, by id; NULL where none is used */
	uint32_t n_nets;
	NetPool paths;
	GPtrArray *next_hops; /* of BgpNextHop, owned, by next_hop_id; NULL where none is */
};

void bgp_table_init(BgpTable *table, Bgp *bgp, const BgpFamily *family, NetPrefixIds *prefixes);
/* Frees everything; nobody is told. */
void bgp_table_release(BgpTable *table);

BgpNet *bgp_table_find(const BgpTable *table, NetRd rd, const NetPrefix *prefix);
BgpNet *bgp_table_get(BgpTable *table, NetRd rd, const NetPrefix *prefix); /* made on first use */
/* The same by the id. */
BgpNet *bgp_table_at(const BgpTable *table, uint32_t id); /* NULL where there is none */
BgpNet *bgp_table_get_at(BgpTable *table, uint32_t id);
/* The first one whose id is not less, NULL where there is none: all, in the order of ids, with
 * `for (net = bgp_table_from(t, 0); net; net = bgp_table_from(t, net->id + 1))`. */
BgpNet *bgp_table_from(const BgpTable *table, uint32_t id);
/* Frees the net unless it is in use: has paths, is dirty or pinned. */
void bgp_table_collect(BgpTable *table, BgpNet *net);

static inline NetRd bgp_net_rd(const BgpTable *table, const BgpNet *net)
{
	return net_prefix_id_rd(table->prefixes, net->id);
}
static inline NetPrefix bgp_net_prefix(const BgpTable *table, const BgpNet *net)
{
	return net_prefix_id_prefix(table->prefixes, net->id);
}

/* The chosen path as watchers and peers know it; NULL: none. */
static inline BgpPath *bgp_net_chosen(const BgpNet *net)
{
	return net->paths && net->paths->flags & BGP_PATH_CHOSEN ? net->paths : NULL;
}
/* path is one of the net's, or NULL. */
void bgp_net_choose(BgpNet *net, BgpPath *path);

/* The peer's current path, NULL where it has none. peer NULL: the node's own, which is no aggregate. */
BgpPath *bgp_net_path_of(const BgpNet *net, const BgpPeer *peer);
/* Adds a path in place of the peer's current one. Takes over the reference to attrs. Returns FALSE,
 * changing nothing, where it would be the same. The caller tells the decision process. */
gboolean bgp_table_put(BgpTable *table, BgpNet *net, BgpPeer *peer, BgpAttrSet *attrs,
		       uint32_t label);
/* Removes the peer's current path; FALSE where it has none. */
gboolean bgp_table_remove(BgpTable *table, BgpNet *net, BgpPeer *peer);
/* The same for the node's aggregate. */
gboolean bgp_table_put_aggregate(BgpTable *table, BgpNet *net, BgpAttrSet *attrs);
gboolean bgp_table_remove_aggregate(BgpTable *table, BgpNet *net);
/* Frees a path that is gone and no longer chosen. */
void bgp_path_free(BgpTable *table, BgpPath *path);

#endif
