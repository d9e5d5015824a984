/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A timer lives in the object that it times and dies with it: init once, start and stop at will,
 * stop before the owner is freed. Starting a running timer restarts it.
 */
#ifndef SIM_TIMER_H
#define SIM_TIMER_H

#include "sim/event.h"
#include "sim/rng.h"
#include "sim/sim.h"

typedef void (*SimTimerFn)(void *owner);

typedef struct SimTimer {
	SimEvent event; /* first member */
	Sim *sim;
	SimTimerFn fn;
	void *owner;
	SimEventClass class_;
} SimTimer;

void sim_timer_init(SimTimer *t, Sim *sim, SimEventClass class_, SimTimerFn fn, void *owner);
/* From the next start on. */
static inline void sim_timer_set_class(SimTimer *t, SimEventClass class_)
{
	t->class_ = class_;
}
void sim_timer_start(SimTimer *t, SimTime delay);
/* delay shortened by up to percent (0 to 100) of itself, drawn from rng (RFC 4271 10, RFC 2328). */
void sim_timer_start_jittered(SimTimer *t, SimTime delay, unsigned percent, SimRng *rng);
/* Starts the timer unless it already runs. */
void sim_timer_ensure(SimTimer *t, SimTime delay);
void sim_timer_stop(SimTimer *t);

static inline gboolean sim_timer_running(const SimTimer *t)
{
	return sim_event_pending(&t->event);
}
/* Time left; 0 where it does not run. */
SimTime sim_timer_remaining(const SimTimer *t);
/* When it will fire; SIM_NEVER where it does not run. */
static inline SimTime sim_timer_due(const SimTimer *t)
{
	return sim_timer_running(t) ? t->event.when : SIM_NEVER;
}

#endif
