/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forwarding plane of one router or host, and what all of them share. A FwdNode owns its
 * interfaces, VRFs, FIBs, LFIB and its host stack (ARP, IP, ICMP, UDP, TCP).
 */
#ifndef FWD_NODE_H
#define FWD_NODE_H

#include "models/fwd/depend.h"
#include "models/fwd/nexthop.h"
#include "models/fwd/watch.h"
#include "models/net/addr.h"
#include "models/net/packet.h"
#include "models/net/trie.h"
#include "sim/cpu.h"
#include "sim/sim.h"

typedef struct FwdNet FwdNet;
typedef struct FwdNode FwdNode;
typedef struct FwdLink FwdLink;
typedef struct FwdLfib FwdLfib;
typedef struct FwdIpStack FwdIpStack;
typedef struct FwdUdp FwdUdp;
typedef struct FwdTcp FwdTcp;

/* What the nodes of one network share. */
struct FwdNet {
	Sim *sim;                       /* borrowed */
	GHashTable *names;              /* NetAddr -> node name, for texts only; never iterated */
	uint32_t n_macs;                /* addresses given out so far: 02:00:xx:xx:xx:xx */
	struct FwdFlight *free_flights; /* objects to use again, see models/fwd/flight.h */
	GHashTable *shared;             /* key -> object, both borrowed; looked up alone */
	/* Who is handed the decoded form of a message reads the bytes all the same, and aborts where
	 * that is not what they say. */
	gboolean decode_all;
};

FwdNet *fwd_net_new(Sim *sim);
void fwd_net_free(FwdNet *net); /* after all its nodes and links */
/* Makes texts call this address by the node's name. name is copied. */
void fwd_net_name_address(FwdNet *net, const NetAddr *addr, const char *name);
/* What the instances of a protocol on all nodes share: whoever makes it sets it, and whoever frees it, as
 * the last one that uses it, sets NULL. The key is an address of the protocol's own. */
void *fwd_net_shared(const FwdNet *net, const void *key); /* NULL where there is none */
void fwd_net_set_shared(FwdNet *net, const void *key, void *object);
/* The name, or NULL. */
const char *fwd_net_address_name(const FwdNet *net, const NetAddr *addr);

/*
 * A table of a VRF; the global table is one whose name is NULL and id 0. Its FIBs map prefixes to
 * next-hop objects.
 */
struct FwdVrf {
	FwdNode *node;
	char *name; /* NULL for the global table */
	unsigned id;
	gboolean shut;   /* set by fwd_vrf_set_shut() */
	NetTrie *fib[2]; /* IPv4, IPv6: of FwdNextHop (owned references) */
	/* Says in words why a lookup of dst found nothing, better than "no route": set by models/rib.
	 * Appends to out and returns TRUE, or returns FALSE. May be NULL. */
	gboolean (*explain)(FwdVrf *vrf, const NetAddr *dst, GString *out, void *user);
	void *explain_user;
	NetTrie *watched[2]; /* depend.h: of FwdPoint; NULL: no address is */
};

/* How the TTLs of labels and of what they carry belong together (RFC 3443; forward.h). */
typedef enum { FWD_TTL_UNIFORM, FWD_TTL_PIPE } FwdTtlModel;
const char *fwd_ttl_model_name(FwdTtlModel model); /* "uniform", "pipe" */
gboolean fwd_ttl_model_parse(const char *text, FwdTtlModel *out);

/* What the control processor needs for a job, by default nothing. */
typedef struct FwdCosts {
	SimTime message; /* a packet for the node itself */
	SimTime spf;     /* a calculation of the shortest paths */
	SimTime fib;     /* to write an entry of a forwarding table */
} FwdCosts;

struct FwdNode {
	FwdNet *net; /* borrowed */
	Sim *sim;    /* borrowed, the net's */
	char *name;
	GPtrArray *ifaces; /* of FwdIface, owned, in order of creation */
	GPtrArray *vrfs;   /* of FwdVrf, owned; [0] is the global table */
	FwdLfib *lfib;
	FwdIpStack *ip;
	FwdUdp *udp;
	FwdTcp *tcp;
	FwdWatchList iface_watchers;
	uint32_t hash_seed; /* from the name: routers in a row balance flows independently */
	FwdTtlModel ttl_model;
	SimCpu cpu; /* control processor: protocol input and route calculation pass its queue */
	FwdCosts costs;
	gboolean crashed; /* sends, forwards and answers nothing; its interfaces are down */
	/* depend.h: what of the node is no interface, object or lookup; and labels looked up (of
	 * FwdPoint; NULL: none) */
	FwdPoint point;
	GHashTable *watched_labels;
};

/* A node with its global table and no interface. The name is copied. */
FwdNode *fwd_node_new(FwdNet *net, const char *name);
/* Sockets, interfaces and tables go too. Protocols must have been freed before. */
void fwd_node_free(FwdNode *node);

/*
 * The node loses power, in two steps: from the first one on nothing that it is told to send leaves it.
 * Then the protocols are to be freed, which so cannot say goodbye, and the tables emptied. The second
 * step loses the rest of its memory (sockets, ARP, groups, what waits for its processor), and its
 * neighbours' links go down.
 */
void fwd_node_crash(FwdNode *node);
void fwd_node_forget(FwdNode *node);
/* It has power again: its interfaces come up, its memory is empty. */
void fwd_node_restart(FwdNode *node);

FwdVrf *fwd_node_add_vrf(FwdNode *node, const char *name);
FwdVrf *fwd_node_vrf(FwdNode *node,
		     const char *name); /* NULL name: the global table; else NULL if absent */
static inline FwdVrf *fwd_node_global(FwdNode *node)
{
	return g_ptr_array_index(node->vrfs, 0);
}

/* Sets, replaces (nh not NULL; a reference is taken) or removes (nh NULL) a FIB entry. */
void fwd_fib_set(FwdVrf *vrf, const NetPrefix *prefix, FwdNextHop *nh);
/* Longest match, NULL where none; borrowed. */
FwdNextHop *fwd_fib_lookup(const FwdVrf *vrf, const NetAddr *dst);

#endif
