/* SPDX-License-Identifier: Apache-2.0 */
/* Our queue as models use it: through Sim, with clock, cause and the counters for quiet. */
#include "sim/sim.h"
#include "tests/bench/hold.h"

#include <stdlib.h>

typedef struct Wheel {
	HoldModel *model;
	Sim *sim;
	uint64_t left;   /* events to run */
	gboolean ending; /* events run without inserting others */
} Wheel;

typedef struct WheelEvent {
	SimEvent event; /* first member */
	Wheel *wheel;
} WheelEvent;

static void insert_at(Wheel *wheel, SimTime when);

static void run_event(SimEvent *event)
{
	Wheel *wheel = ((WheelEvent *)event)->wheel;

	free(event);
	if (wheel->ending)
		return;
	insert_at(wheel, hold_next(wheel->model, wheel->sim->now));
	if (--wheel->left == 0)
		sim_stop(wheel->sim);
}

static void insert_at(Wheel *wheel, SimTime when)
{
	WheelEvent *e = malloc(sizeof(*e));

	*e = (WheelEvent){.event.fn = run_event, .wheel = wheel};
	sim_event_schedule(wheel->sim, &e->event, when, SIM_WORK);
}

static void wheel_insert(void *queue, SimTime when)
{
	insert_at(queue, when);
}

static void wheel_run(void *queue, uint64_t events)
{
	Wheel *wheel = queue;

	wheel->left = events;
	sim_run(wheel->sim, SIM_NEVER);
}

static void *wheel_create(HoldModel *model)
{
	Wheel *wheel = g_new0(Wheel, 1);

	wheel->model = model;
	wheel->sim = sim_new(1);
	return wheel;
}

static void wheel_destroy(void *queue)
{
	Wheel *wheel = queue;

	wheel->ending = TRUE;
	sim_run(wheel->sim, SIM_NEVER);
	sim_free(wheel->sim);
	g_free(wheel);
}

const HoldQueue hold_wheel = {
	.name = NULL,
	.create = wheel_create,
	.destroy = wheel_destroy,
	.insert = wheel_insert,
	.run = wheel_run,
};
