/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/cpu.h"

void sim_cpu_init(SimCpu *cpu, Sim *sim)
{
	cpu->sim = sim;
	sim_cpu_reset(cpu);
}

void sim_cpu_reset(SimCpu *cpu)
{
	cpu->busy_until = SIM_CPU_IDLE;
}

gboolean sim_cpu_take(SimCpu *cpu, SimTime cost, SimTime *done)
{
	SimTime now = cpu->sim->now;

	g_assert(cost >= 0 && cost < SIM_NEVER - MAX(now, cpu->busy_until));
	/* A job that ends now may not have run yet: it goes first. */
	if (cost == 0 && cpu->busy_until < now)
		return FALSE;
	*done = cpu->busy_until = MAX(cpu->busy_until, now) + cost;
	return TRUE;
}

void sim_cpu_submit(SimCpu *cpu, SimTimer *job, SimTime cost)
{
	SimTime done;

	if (sim_cpu_take(cpu, cost, &done))
		sim_timer_start(job, done - cpu->sim->now);
	else
		job->fn(job->owner);
}
