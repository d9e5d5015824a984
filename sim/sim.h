/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One simulation: the clock, the queue, the trace bus, the digest and the seed. There is no global
 * state; every model object reaches its Sim through its owner. A Sim is used by one thread.
 *
 * An event runs in a context: the record that led to it (cause) and its class. What it schedules
 * inherits the cause; a change that it traces turns what it does from then on into work. Between
 * runs, where the operator acts, and in instant hooks the cause is 0 and the class SIM_WORK.
 */
#ifndef SIM_SIM_H
#define SIM_SIM_H

#include "sim/digest.h"
#include "sim/event.h"
#include "sim/simtime.h"
#include "sim/trace.h"

#include <glib.h>

/* So many events at one instant follow from each other without end. */
#define SIM_INSTANT_MAX UINT64_C(10000000)

typedef struct Sim Sim;
struct Fsm;
typedef void (*SimHookFn)(Sim *sim, void *user);

/* To be read by all; written through the functions below alone, except for class_, which whoever
 * delivers a frame sets to the class of that frame. */
struct Sim {
	SimTime now;
	uint64_t seed;
	uint64_t executed;     /* events run so far */
	uint64_t cause;        /* record that led to what is being done now; 0 at the start */
	SimEventClass class_;  /* class of what is being done now; inherited by frames in flight */
	uint32_t epoch;        /* number of the perturbation under way; 0 is the cold start */
	uint64_t pending_work; /* events pending with class SIM_WORK */
	uint64_t old_guards;   /* guards pending that were started before this epoch */
	uint64_t all_guards;
	uint64_t last_trace_id;    /* of types with TRACE_DIGEST */
	uint64_t last_observer_id; /* of the others */
	gboolean stopped;
	gboolean endless;        /* SIM_INSTANT_MAX events have run at now: it runs no more */
	uint64_t instant_events; /* that have run at now */
	gboolean
		instant_open; /* an event ran at now and the instant hooks have not been called yet */
	unsigned tracing;     /* depth of sim_trace() calls */
	gboolean subscriber_left; /* while a record was being delivered */
	SimQueue queue;
	Digest digest;
	GArray *subscribers;   /* owned */
	GArray *instant_hooks; /* owned */
	GString *scratch;      /* owned */
	GPtrArray *machines;   /* of Fsm, borrowed: those whose type says when they are trying */
	/* fsm_watch(); fn NULL: nobody watches. */
	void (*fsm_watch)(const struct Fsm *fsm, int event, void *user);
	void *fsm_watch_user;
};

Sim *sim_new(uint64_t seed);
/* Pending events are forgotten, not run; their owners must be gone or never look at them again. */
void sim_free(Sim *sim);

/*
 * Schedules e to run at an absolute time (not before now, before SIM_NEVER). The event inherits the
 * current cause. e->fn must be set. sim_event_schedule() of a pending event moves it: that is a
 * restart, O(1); it then runs after the events already scheduled for that time.
 */
void sim_event_schedule(Sim *sim, SimEvent *e, SimTime when, SimEventClass class_);
/* Does nothing where e is not pending. */
void sim_event_cancel(Sim *sim, SimEvent *e);

/* Runs events up to and including time until, then sets the clock to it (unless SIM_NEVER, or
 * stopped). Not to be called from an event. */
void sim_run(Sim *sim, SimTime until);
/* Runs until the network is quiet at the end of an instant, perhaps at once, or until is reached;
 * returns TRUE where it is quiet. The clock stays at the last event that was run. */
gboolean sim_run_quiet(Sim *sim, SimTime until);
/* Makes sim_run() return after the current event; a later sim_run() goes on from there, unless endless. */
void sim_stop(Sim *sim);

/* Quiet: no work is pending, and every guard that ran when the epoch began has been restarted,
 * cancelled or has fired. */
gboolean sim_is_quiet(const Sim *sim);
/* Begins a new epoch: call before a perturbation takes effect. */
void sim_new_epoch(Sim *sim);

/* Called at the end of every instant at which an event ran, before the clock advances, outside the
 * event order. A hook observes: it must neither schedule events nor change the network. */
void sim_add_instant_hook(Sim *sim, SimHookFn fn, void *user);

/* TRUE where somebody receives records of the type. For records that observers alone need (without
 * TRACE_DIGEST) and that cost something to make: they may be left out where nobody does. */
gboolean sim_trace_wanted(const Sim *sim, const TraceType *type);

/* Subscribes fn to every record of one type; type NULL means all. Subscribing and unsubscribing are
 * allowed in a TraceFn: a new subscriber receives the records after the current one, a removed one
 * receives nothing more. */
void sim_subscribe(Sim *sim, const TraceType *type, TraceFn fn, void *user);
/* Ends all subscriptions of fn with user. */
void sim_unsubscribe(Sim *sim, TraceFn fn, void *user);

/*
 * Emits a record: gives it its id, cause and time, feeds the digest, calls the subscribers in the
 * order of their subscription. Returns the id. A type with TRACE_CHANGE makes the current class
 * SIM_WORK. The record does not become the current cause by itself: use sim_set_cause() for a record
 * that the rest of this event follows from.
 */
uint64_t sim_trace(Sim *sim, TraceRecord *record);

/*
 * Says that record id, emitted with the current cause, has a further one: where two things had to
 * meet, the later is current and the earlier is given here. Does nothing where either is 0 or it is
 * the current cause.
 */
void sim_trace_also_because(Sim *sim, uint64_t id, uint64_t cause);

/* Makes id the cause of what follows within this event; returns the former one to restore. */
static inline uint64_t sim_set_cause(Sim *sim, uint64_t id)
{
	uint64_t former = sim->cause;
	sim->cause = id;
	return former;
}

#endif
