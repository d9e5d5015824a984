/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/timer.h"

static void timer_expired(SimEvent *event)
{
	SimTimer *t = (SimTimer *)event; /* its first member */
	t->fn(t->owner);
}

void sim_timer_init(SimTimer *t, Sim *sim, SimEventClass class_, SimTimerFn fn, void *owner)
{
	*t = (SimTimer){
		.event.fn = timer_expired,
		.sim = sim,
		.fn = fn,
		.owner = owner,
		.class_ = class_,
	};
}

void sim_timer_start(SimTimer *t, SimTime delay)
{
	g_assert(delay >= 0 && delay < SIM_NEVER - t->sim->now);
	sim_event_schedule(t->sim, &t->event, t->sim->now + delay, t->class_);
}

void sim_timer_start_jittered(SimTimer *t, SimTime delay, unsigned percent, SimRng *rng)
{
	g_assert(delay >= 0 && percent <= 100);
	SimTime most = delay / 100 * percent + delay % 100 * percent / 100;
	sim_timer_start(t, delay - (SimTime)sim_rng_below(rng, (uint64_t)most + 1));
}

void sim_timer_ensure(SimTimer *t, SimTime delay)
{
	if (!sim_timer_running(t))
		sim_timer_start(t, delay);
}

void sim_timer_stop(SimTimer *t)
{
	if (sim_timer_running(t))
		sim_event_cancel(t->sim, &t->event);
}

SimTime sim_timer_remaining(const SimTimer *t)
{
	return sim_timer_running(t) ? t->event.when - t->sim->now : 0;
}
