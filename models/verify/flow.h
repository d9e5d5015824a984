/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Watched flows: the exact label path of a flow at every instant of the run. A flow is walked from
 * table to table, with the forwarding decision that packets meet, whenever forwarding state has
 * changed; every path that differs from the one before begins a new interval.
 *
 * A flow has two directions: to the destination, and from there back to the source.
 */
#ifndef VERIFY_FLOW_H
#define VERIFY_FLOW_H

#include "models/fwd/forward.h"
#include "models/fwd/ip.h"
#include "models/node/network.h"
#include "sim/trace.h"

typedef enum { FLOW_FORWARD, FLOW_REVERSE, FLOW_DIRECTIONS } FlowDirection;
const char *flow_direction_name(FlowDirection direction); /* "forward", "reverse" */

typedef enum {
	PATH_DELIVERED,
	PATH_DROPPED,
	PATH_LOOPED,
	PATH_MISDELIVERED, /* delivered to a node or VRF that is not the destination's */
} PathVerdict;
const char *path_verdict_name(PathVerdict verdict); /* "delivered", ... as in the database */

/* One node on the way. The stacks are as they stand on the wire before and after it. */
typedef struct PathHop {
	Node *node;
	FwdVrf *vrf;   /* in which the IP packet was looked up; NULL: it was not */
	FwdIface *in;  /* NULL at the source */
	FwdIface *out; /* NULL at the end */
	uint8_t depth_in, depth_out;
	MplsEntry stack_in[LABEL_STACK_MAX], stack_out[LABEL_STACK_MAX]; /* top first */
	uint8_t ip_ttl;                                                  /* on the way out */
	const char *action; /* "forward", "push", "swap", "pop", "deliver", "drop": static text */
} PathHop;

#define PATH_MAX_HOPS 64

typedef struct Path {
	PathVerdict verdict;
	char *reason; /* in words, NULL where delivered; owned */
	unsigned n_hops;
	PathHop hops[]; /* those of path_new() are PATH_MAX_HOPS */
} Path;

/* One to walk into, again and again: large, its hops not cleared. */
Path *path_new(void);
/* One that takes no more room than its hops. */
Path *path_copy(const Path *path);
void path_free(Path *path); /* NULL is fine */

/* Walks a packet of src (with this initial TTL and type of service) from a node's table to dst through the tables as they
 * stand now. A cut link is met as a packet would meet it: "link P:pe1--PE-1:core is cut". dependant,
 * where not NULL, is told of everything that the path depends on, also of lookups that found nothing. */
void path_walk(Node *from, FwdVrf *vrf, const NetAddr *src, const NetAddr *dst, uint8_t ttl,
	       uint8_t tos, uint32_t flow_hash, FwdDependant *dependant, Path *path);
gboolean path_equal(const Path *a, const Path *b);
/* Appends the stack on each link of the path, kinds only, parted by " · ":
 * "ip · [ldp][vpn] · [vpn] · ip". */
void path_append_kinds(const Path *path, GString *out);
/* The same with everything in it: "ip ttl 64 · [ldp 17 ttl 63][vpn 29 ttl 63] ip ttl 63". Traffic
 * classes that are not 0 follow the TTLs. */
void path_append_stacks(const Path *path, GString *out);

typedef struct FlowSet FlowSet;

/* One direction of a flow, told of changes to what its path depends on. */
typedef struct FlowWatch {
	FwdDependant dependant; /* first member */
	FlowSet *set;           /* borrowed */
	unsigned index;         /* of the flow in the set */
	FlowDirection direction;
	gboolean dirty; /* waits to be walked again */
	/* How often it has been walked: as long as that stays, no table that its path uses changes. */
	uint64_t walks;
} FlowWatch;

typedef struct Flow {
	char *name;
	Node *ends[FLOW_DIRECTIONS];   /* source of each direction */
	FwdVrf *vrfs[FLOW_DIRECTIONS]; /* table that the source sends from */
	NetAddr addrs
		[FLOW_DIRECTIONS]; /* [FORWARD] the source's address, [REVERSE] the destination's */
	uint8_t ttl, tos;
	Path *path[FLOW_DIRECTIONS]; /* now; NULL before the first walk */
	uint64_t path_id[FLOW_DIRECTIONS];
	FlowWatch watch[FLOW_DIRECTIONS];
} Flow;

/* A new interval of one direction of a flow began. Emitted by the watcher, no part of the digest. The
 * interval before ended at head.time. */
typedef struct TracePath {
	TraceRecord head; /* node: where the flow starts */
	const char *flow, *direction;
	uint64_t path_id;
	const char *verdict, *reason;
	const Flow *of;   /* borrowed */
	const Path *path; /* borrowed; no field: subscribers that know the type read it */
} TracePath;
extern const TraceType trace_path;

FlowSet *flow_set_new(Network *network);
void flow_set_free(FlowSet *set); /* before the network; NULL is fine */

/*
 * from: a node; vrf: its table, NULL the global one; src: its address that the flow uses, unset: the
 * primary address of the table's first loopback, else of its first interface. dst: an address of some
 * node's interface; to_node: which node, NULL: the only one that has it; where
 * it has the address in several tables, the one called as the sender's is meant, else that of the first
 * interface. Returns NULL and *error where
 * that is not so.
 */
Flow *flow_add(FlowSet *set, const char *name, const char *from, const char *vrf,
	       const NetAddr *src, const NetAddr *dst, const char *to_node, uint8_t ttl,
	       GError **error);
/* The table and the address that a node sends from, as for a flow; FALSE and *error likewise. */
gboolean flow_source(const Node *from, const char *vrf, const NetAddr *src, FwdVrf **table,
		     NetAddr *out, GError **error);
Flow *flow_find(const FlowSet *set, const char *name);
const GPtrArray *flow_all(const FlowSet *set); /* of Flow, in order */
/* The path of one direction as the tables stand now, walked afresh; the flow stays as it is. */
void flow_walk(const Flow *flow, FlowDirection direction, FwdDependant *dependant, Path *path);
/* From now on flows are walked at the end of each instant at which forwarding state changed; the
 * first walk is done at once. Call after network_start(). */
void flow_set_start(FlowSet *set);

#endif
