/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A processor that does one job after the other, in the order of their submission, each for its cost
 * in simulated time. A job that costs nothing is done at once where none is waiting, with no event:
 * without costs a run is the same, event for event, as if there were no processor.
 */
#ifndef SIM_CPU_H
#define SIM_CPU_H

#include "sim/timer.h"

typedef struct SimCpu {
	Sim *sim;
	SimTime busy_until; /* when all that was submitted will be done; SIM_CPU_IDLE: nothing was */
} SimCpu;

#define SIM_CPU_IDLE (-1)

void sim_cpu_init(SimCpu *cpu, Sim *sim);
/* Puts a job in the queue. FALSE: it is done at once. TRUE: it will be done at *done, which may be
 * now, and the caller schedules an event for then. */
gboolean sim_cpu_take(SimCpu *cpu, SimTime cost, SimTime *done);
/* The job is the timer's function: calls it, or starts the timer for when the job is done. To stop the
 * timer takes back the job but not its time. */
void sim_cpu_submit(SimCpu *cpu, SimTimer *job, SimTime cost);
/* Forgets the queue, as a restart does; the timers and events are their owners' to stop. */
void sim_cpu_reset(SimCpu *cpu);

#endif
