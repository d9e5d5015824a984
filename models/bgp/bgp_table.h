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
#include "models/rib/rib.h"
#include "models/wire/bgp_nlri.h"

typedef struct Bgp Bgp;
typedef struct BgpFamily BgpFamily;
typedef struct BgpLabels BgpLabels;
typedef struct BgpLeak BgpLeak;
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
	BGP_PATH_LEAKED = 1 << 6,    /* a BgpLeak: imported from the table of VPN routes */
	BGP_PATH_HELD = 1 << 7, /* it was chosen, which watchers are being told is no more so */
} BgpPathFlags;

struct BgpPath {
	BgpPath *next;     /* of the same prefix: the chosen one, then the latest first */
	BgpPeer *peer;     /* NULL: the node's own, or imported: bgp_path_peer() */
	BgpAttrSet *attrs; /* owned reference */
	union {
		struct {
			BgpPath *nh_next, *nh_prev; /* with the same next hop */
		};
		BgpPeer *source; /* of an own path without one: bgp_path_source() */
	};
	uint64_t cause;      /* record that it came with */
	uint32_t id;         /* of its prefix */
	unsigned label : 24; /* entry of three octets; 0 where it has none */
	unsigned flags : 8;
};

/* A path of a VRF's table that comes from the table of VPN routes: another PE's, or another VRF's of
 * this node. A prefix has one for each RD and peer. */
struct BgpLeak {
	BgpPath path;    /* first member; its peer is NULL, its label that of the VPN route */
	BgpPeer *source; /* whom the VPN route is from; NULL: this node's own, of another VRF */
	Rib *in; /* table that its next hop lies in: the global one, that other VRF's, or this one's
		  * (bgp_hybrid.h) */
	NetRd rd; /* of the VPN route */
};

struct BgpNet {
	BgpPath *paths;
	uint32_t id;          /* of the prefix, of which it holds a reference */
	uint16_t pins;        /* streams that have yet to look at it */
	uint8_t rule;         /* that the chosen path won by: index for bgp_rule_name() */
	unsigned n_multi : 5; /* paths with BGP_PATH_MULTI when watchers were told */
	unsigned used : 1;
	unsigned dirty : 1;      /* waits for the decision process */
	unsigned other_cost : 1; /* since: the IGP metric of the chosen path has changed */
};

struct BgpTable {
	Bgp *bgp;
	const BgpFamily *family;
	NetPrefixIds *prefixes; /* of the run, borrowed */
	GPtrArray *pages;       /* of nets, owned, by id; NULL where none is used */
	uint32_t n_nets;
	NetPool paths, leaks;
	GPtrArray *next_hops;        /* of BgpNextHop, owned, by next_hop_id; NULL where none is */
	GPtrArray *leaked_next_hops; /* the same for leaked paths, in the global table */
	GPtrArray *labelled_next_hops; /* the same for paths with labels among others */
	BgpLabels *labels;             /* bgp_label.c: owned; NULL while there never was one */
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
/* The same for an own VPN route; source: whom a hybrid VRF has it from (bgp_hybrid.h), or NULL. */
gboolean bgp_table_put_vpn(BgpTable *table, BgpNet *net, BgpAttrSet *attrs, uint32_t label,
			   BgpPeer *source);
/* Removes the peer's current path; FALSE where it has none. */
gboolean bgp_table_remove(BgpTable *table, BgpNet *net, BgpPeer *peer);
/* The same for the node's aggregate. */
gboolean bgp_table_put_aggregate(BgpTable *table, BgpNet *net, BgpAttrSet *attrs);
gboolean bgp_table_remove_aggregate(BgpTable *table, BgpNet *net);
/* The same for a leaked path of this RD and source, with the cause of the VPN route. */
gboolean bgp_table_put_leak(BgpTable *table, BgpNet *net, const BgpLeak *leak);
void bgp_table_remove_leak(BgpTable *table, BgpLeak *leak);
/* NULL where it is not leaked. */
static inline BgpLeak *bgp_path_leak(const BgpPath *path)
{
	return path->flags & BGP_PATH_LEAKED ? (BgpLeak *)(uintptr_t)path : NULL;
}
/* Whom the path is from, also where it is leaked; NULL: nobody but this node. */
static inline BgpPeer *bgp_path_peer(const BgpPath *path)
{
	return path->flags & BGP_PATH_LEAKED ? bgp_path_leak(path)->source : path->peer;
}
/* Originated in this table, by configuration or redistribution. */
static inline gboolean bgp_path_is_own(const BgpPath *path)
{
	return !path->peer && !(path->flags & BGP_PATH_LEAKED);
}
/* Of an own VPN route: whom the VRF that exports it has it from; NULL: a CE, or it is no such path. */
static inline BgpPeer *bgp_path_source(const BgpPath *path)
{
	return bgp_path_is_own(path) && path->attrs->next_hop_id == 0 ? path->source : NULL;
}
/* Whom this node has it from, wherever in it; NULL: nobody. */
static inline BgpPeer *bgp_path_heard_from(const BgpPath *path)
{
	BgpPeer *source = path->peer ? NULL : bgp_path_source(path);

	return source ? source : bgp_path_peer(path);
}
/* All its routes have labels. */
gboolean bgp_table_is_labelled(const BgpTable *table);
/* Whether it came with a label, which is pushed towards its next hop. An own one of another table, which may be told
 * with a label, has none itself. */
static inline gboolean bgp_path_has_label(const BgpTable *table, const BgpPath *path)
{
	return path->label && (path->peer || bgp_table_is_labelled(table));
}
/* NET_LABEL_NONE where it has none: its family has none, or it is this router's own and goes on. */
static inline uint32_t bgp_path_label(const BgpPath *path)
{
	return path->label ? bgp_label_value(path->label) : NET_LABEL_NONE;
}
/* Frees a path that is gone and no longer chosen. */
void bgp_path_free(BgpTable *table, BgpPath *path);

#endif
