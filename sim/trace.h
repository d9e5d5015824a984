/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trace bus. Models emit typed records about what happened; subscribers (recorder, transcript,
 * path walker, tests) receive them in order. Every record has an id, unique within the run, and
 * the id of the record that led to it.
 *
 * Ids rise in two series: types with TRACE_DIGEST count 1, 2, 3...; the others, which observers
 * emit, count from TRACE_FIRST_OBSERVER_ID, so that watching a run changes no id of what the models
 * do. Both fit in a signed 64-bit integer.
 *
 * A record is a plain struct whose first member is a TraceRecord; its TraceType says which members
 * it has. Records live on the emitter's stack: a subscriber copies what it keeps.
 */
#ifndef SIM_TRACE_H
#define SIM_TRACE_H

#include "sim/field.h"
#include "sim/simtime.h"

#include <glib.h>

typedef enum {
	TRACE_CHANGE = 1 << 0, /* the state of the network changed: what follows from it is work */
	TRACE_DIGEST = 1 << 1, /* part of the run's digest. Types emitted by observers are not */
} TraceFlags;

#define TRACE_FIRST_OBSERVER_ID (UINT64_C(1) << 62)

typedef struct TraceType {
	const char *name; /* "transition", "route": also the name of its table */
	unsigned flags;
	const Field *fields; /* without the header's */
	unsigned n_fields;
} TraceType;

typedef struct TraceRecord {
	const TraceType *type;
	uint64_t id;      /* set by sim_trace() */
	uint64_t cause;   /* set by sim_trace() from the current cause, unless already non-zero */
	SimTime time;     /* set by sim_trace() */
	const char *node; /* name, borrowed; NULL where no node is concerned */
} TraceRecord;

typedef void (*TraceFn)(const TraceRecord *record, void *user);

/* An FSM changed its state, or met an event for which it has no row (to_state == from_state and
 * unexpected is TRUE; that is no change and makes nothing work). Emitted by the FSM engine alone. */
typedef struct TraceTransition {
	TraceRecord head;
	const char *protocol; /* name of the machine: "ospf-neighbor", "ldp-session", "bgp" */
	const char *instance; /* which one on this node: "1", "VPN-B"; may be NULL */
	const char *peer;     /* whom it concerns: a neighbour's id or address; may be NULL */
	const char *from_state, *event, *to_state;
	gboolean unexpected;
} TraceTransition;

/* A record has one more cause beside its own: two things met, such as a route and the label for its
 * next hop. Emitted by sim_trace_also_because(); head.cause is the further cause. */
typedef struct TraceCause {
	TraceRecord head;
	uint64_t record_id; /* whose cause it is */
} TraceCause;

extern const TraceType trace_transition, trace_cause;

#endif
