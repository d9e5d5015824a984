/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The routing tables of a node: per VRF (the global table is one) and address family a RIB (prefix
 * -> candidate routes, the best by distance, then metric), and an LSP table (FEC -> labelled next
 * hops). From both follow the FIB, the LFIB and the next-hop objects under them.
 *
 * Everything that an update entails (selection, resolution, FIB, LFIB, watchers) has happened when
 * the outermost call into a RibNode returns; calls from within watchers are queued behind it.
 */
#ifndef RIB_RIB_H
#define RIB_RIB_H

#include "models/fwd/iface.h"
#include "models/fwd/lfib.h"
#include "models/fwd/node.h"
#include "models/net/label.h"

typedef struct RibNode RibNode; /* of one node */
typedef struct Rib Rib;         /* of one VRF */

/* Who offers a route: one per protocol instance. Two sources never share an object; the address is
 * the identity. */
typedef struct RibSource {
	const char *protocol; /* "connected", "static", "ospf", "bgp": name shown in tables */
	const char *instance; /* may be NULL */
	uint32_t order;       /* breaks ties between sources: set by rib_source_init() */
} RibSource;

/* Administrative distances (the common vendor values). */
enum {
	RIB_DISTANCE_CONNECTED = 0,
	RIB_DISTANCE_STATIC = 1,
	RIB_DISTANCE_EBGP = 20,
	RIB_DISTANCE_OSPF = 110,
	RIB_DISTANCE_ISIS = 115,
	RIB_DISTANCE_RIP = 120,
	RIB_DISTANCE_IBGP = 200,
	RIB_DISTANCE_UNUSABLE = 255,
};

typedef enum {
	RIB_HOP_INTERFACE, /* iface, with gateway unless the destination is on link */
	RIB_HOP_RECURSIVE, /* gateway is resolved in the table `in` */
	RIB_HOP_LOCAL,     /* the node itself */
	RIB_HOP_DISCARD,
} RibHopKind;

typedef struct RibHop {
	RibHopKind kind;
	FwdIface *iface; /* RIB_HOP_INTERFACE; borrowed */
	NetAddr gateway;
	Rib *in;            /* RIB_HOP_RECURSIVE: borrowed; NULL is the table of the route itself */
	LabelStack labels;  /* that the route pushes: VPN label, labelled BGP, LDP */
	gboolean needs_lsp; /* RIB_HOP_RECURSIVE: unusable without an LSP to gateway */
	gboolean specific;  /* RIB_HOP_RECURSIVE without needs_lsp: not by the default route */
} RibHop;

#define RIB_MAX_HOPS 16

typedef struct RibRoute {
	NetPrefix prefix;
	const RibSource *source;
	uint8_t distance;
	uint32_t metric;
	uint32_t tag;
	uint8_t n_hops;     /* 1 to RIB_MAX_HOPS */
	const RibHop *hops; /* the caller's in an update (copied); the table's in what it returns */
	uint64_t cause;     /* record of its announcement; 0 in an update: what is current */
} RibRoute;

/* A labelled next hop set for a FEC. hops are RIB_HOP_INTERFACE or RIB_HOP_RECURSIVE; labels are what
 * replaces the FEC's label (empty, or implicit null, which is never pushed: it is popped). */
typedef struct RibLsp {
	Fec fec;
	const RibSource *source;
	uint8_t preference; /* lower wins among sources; then as of routes: */
	uint8_t distance;
	uint32_t metric;
	LabelKind kind;
	uint8_t n_hops;     /* 1 to RIB_MAX_HOPS */
	const RibHop *hops; /* as in RibRoute */
	uint64_t cause;     /* as in RibRoute: of the label's announcement */
} RibLsp;

RibNode *rib_node_new(FwdNode *fwd);
void rib_node_free(RibNode *node); /* before fwd_node_free() */
/* A crash: all tables are emptied, which is traced, and labels are free again; nobody who watches a
 * table or tracks a next hop is told, as they have crashed too. Connected routes come back with the
 * interfaces. */
void rib_node_forget(RibNode *node);
FwdNode *rib_node_fwd(const RibNode *node);

/* The tables of a VRF of the node; created with it by rib_node_new() (global) or rib_add(). */
Rib *rib_global(RibNode *node);
Rib *rib_add(RibNode *node, FwdVrf *vrf);
Rib *rib_of_vrf(RibNode *node, const FwdVrf *vrf); /* vrf NULL: global; NULL where unknown */
RibNode *rib_node(const Rib *rib);
FwdVrf *rib_vrf(const Rib *rib);
const char *rib_name(const Rib *rib); /* VRF name, NULL for the global table */

/* How many prefixes of a table may have a route. */
typedef struct RibLimit {
	uint32_t most;     /* 0: any number */
	uint8_t threshold; /* percent of them from which it is recorded, 1 to 100 */
	gboolean warns;    /* more are recorded, no more; else they are refused */
} RibLimit;
/* Copied. Before there are routes. Routes of the node's own addresses count, and are never refused. */
void rib_set_limit(Rib *rib, const RibLimit *limit);
uint32_t rib_n_routes(const Rib *rib); /* prefixes that have a route */

void rib_source_init(RibNode *node, RibSource *source, const char *protocol, const char *instance);

/* Adds the route, or replaces the one of the same source and prefix. Copied. */
void rib_route_update(Rib *rib, const RibRoute *route);
void rib_route_withdraw(Rib *rib, const RibSource *source, const NetPrefix *prefix);
/* Withdraws every route and LSP of the source. */
void rib_source_withdraw_all(Rib *rib, const RibSource *source);

/* The best usable route, borrowed until the next update; NULL where there is none. */
const RibRoute *rib_best(const Rib *rib, const NetPrefix *prefix);
/* The best usable route of the longest prefix that contains addr. */
const RibRoute *rib_match(const Rib *rib, const NetAddr *addr);
/* The best usable route of the longest prefix that contains all of the given one: its own or a shorter
 * one's. */
const RibRoute *rib_covering(const Rib *rib, const NetPrefix *prefix);
/* In prefix order, best usable routes only. fn returning FALSE ends it. */
typedef gboolean (*RibRouteFn)(const RibRoute *route, void *user);
void rib_foreach(const Rib *rib, NetFamily family, RibRouteFn fn, void *user);

/* Adds or replaces, as rib_route_update(). One that is the same as before changes nothing. */
void rib_lsp_update(Rib *rib, const RibLsp *lsp);
void rib_lsp_withdraw(Rib *rib, const RibSource *source, const Fec *fec);
/* Whether the source of a route offers an LSP to its prefix as well. One that does adds the LSP before the route,
 * and takes it away before the route becomes one without: who is told of the route asks for it. */
gboolean rib_route_has_lsp(const Rib *rib, const RibRoute *route);

/* Called after the best usable route of a prefix has changed: before and after, either may be NULL.
 * Watchers are called in the order of registration. */
typedef void (*RibWatchFn)(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			   const RibRoute *after, void *user);
void rib_watch(Rib *rib, RibWatchFn fn, void *user);
void rib_unwatch(Rib *rib, RibWatchFn fn, void *user);

#endif
