/* SPDX-License-Identifier: Apache-2.0 */
/*
 * State machines as data. A protocol lists sparse rows {states, event, action, next} in the order of
 * its RFC; this engine is the only writer of the state and traces every transition. An event without
 * a row is traced as unexpected, never silently dropped.
 */
#ifndef SIM_FSM_H
#define SIM_FSM_H

#include "sim/sim.h"

#include <glib.h>
#include <stdint.h>

#define FSM_MAX_STATES 32
#define FSM_STATE(s) (UINT32_C(1) << (s))
#define FSM_ANY UINT32_MAX
enum {
	FSM_SAME = -1,    /* keep the state: the action runs, no transition is traced */
	FSM_DECIDED = -2, /* the row's decide() says the next state */
};

typedef struct FsmRow {
	uint32_t states; /* mask of FSM_STATE() */
	int event;
	/* Run after the state has changed and the transition has been traced, which is then the
	 * current cause until the action returns. Where the next state is the present one, nothing
	 * is traced and the cause stays as it was. May itself feed events to the same machine. NULL
	 * does nothing. */
	void (*action)(void *owner, const void *arg);
	int next; /* a state, FSM_SAME or FSM_DECIDED */
	/* Only with FSM_DECIDED: looks, changes nothing, returns a state or FSM_SAME. */
	int (*decide)(void *owner, const void *arg);
} FsmRow;

/* How rows are written: with the next state, or with the function that decides on it. */
#define FSM_ROW(states, event, action, next)              \
	{                                                 \
		(states), (event), (action), (next), NULL \
	}
#define FSM_ROW_DECIDED(states, event, action, decide)             \
	{                                                          \
		(states), (event), (action), FSM_DECIDED, (decide) \
	}

typedef struct FsmType {
	const char *name; /* "bgp", "ospf-neighbor" */
	const char *const *states;
	int n_states; /* at most FSM_MAX_STATES */
	const char *const *events;
	int n_events;
	/* The first that matches (state, event) holds. They are searched in order, which is as
	 * fast as an index for the few dozen rows that an RFC's machine has. */
	const FsmRow *rows;
	int n_rows;
	int initial;
	/* Whether the machine wants to be in another state than it is, and keeps trying, perhaps for
	 * ever: a session that is not up though it should be. NULL: never; else fsm_release() is
	 * called for each machine of the type. */
	gboolean (*trying)(const void *owner);
} FsmType;

typedef struct Fsm {
	const FsmType *type;
	Sim *sim;
	void *owner;
	const char *node;     /* borrowed */
	const char *instance; /* borrowed, may be NULL */
	const char *peer;     /* borrowed, may be NULL */
	int state;
	SimTime since; /* when the state was entered */
} Fsm;

/* The three names appear in trace records and must outlive the machine. */
void fsm_init(Fsm *fsm, const FsmType *type, Sim *sim, void *owner, const char *node,
	      const char *instance, const char *peer);

/* Before the owner is freed. Needed only where the type has trying(). */
void fsm_release(Fsm *fsm);
/* The machines that are trying, in the order of fsm_init(): quiet does not wait for them. */
typedef void (*FsmFn)(const Fsm *fsm, void *user);
void fsm_foreach_trying(const Sim *sim, FsmFn fn, void *user);

/* Feeds an event; arg goes to decide() and action(). The owner may be freed by the action: the
 * engine does not touch fsm after calling it. */
void fsm_event(Fsm *fsm, int event, const void *arg);

/* The row that holds for an event in a state; NULL where the event is unexpected. */
const FsmRow *fsm_find_row(const FsmType *type, int state, int event);

/*
 * Watches every event of every machine of a run, for tests that ask which rows were driven: fn is called
 * with the machine in the state that it has before the event. It must change nothing. fn NULL: ends it.
 */
typedef void (*FsmWatchFn)(const Fsm *fsm, int event, void *user);
void fsm_watch(Sim *sim, FsmWatchFn fn, void *user);

static inline const char *fsm_state_name(const Fsm *fsm)
{
	return fsm->type->states[fsm->state];
}

/*
 * Appends the state x event matrix, a heading and one line per event: for golden files in tests. A
 * cell is the next state's name, "=" where the state is kept, "?" where it is decided, "." where the
 * event is unexpected; "*" after it where an action runs.
 */
void fsm_append_matrix(const FsmType *type, GString *out);

#endif
