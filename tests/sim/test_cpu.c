/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/cpu.h"
#include "tests/testing.h"

typedef struct Job {
	SimTimer timer;
	const char *name;
} Job;

static Sim *sim;
static SimCpu cpu;
static GString *log_;
static Job a, b, c;

static void done(void *owner)
{
	const Job *job = owner;

	g_string_append_printf(log_, "%s%d ", job->name, (int)sim->now);
}

static void job_init(Job *job, const char *name)
{
	job->name = name;
	sim_timer_init(&job->timer, sim, SIM_WORK, done, job);
}

static void setup(void)
{
	sim = sim_new(1);
	sim_cpu_init(&cpu, sim);
	log_ = g_string_new(NULL);
	job_init(&a, "a");
	job_init(&b, "b");
	job_init(&c, "c");
}

static void teardown(void)
{
	sim_free(sim);
	g_string_free(log_, TRUE);
}

START_TEST(nothing_costs_nothing)
{
	sim_cpu_submit(&cpu, &a.timer, 0);
	sim_cpu_submit(&cpu, &b.timer, 0);
	ck_assert_str_eq(log_->str, "a0 b0 ");
	ck_assert_uint_eq(sim->queue.pending, 0);
}
END_TEST

START_TEST(one_after_the_other)
{
	sim_run(sim, 10);
	sim_cpu_submit(&cpu, &a.timer, 5);
	sim_cpu_submit(&cpu, &b.timer, 7);
	sim_run(sim, 11);
	sim_cpu_submit(&cpu, &c.timer, 0);
	ck_assert_str_eq(log_->str, "");
	sim_run(sim, 100);
	ck_assert_str_eq(log_->str, "a15 b22 c22 ");
}
END_TEST

START_TEST(idle_time_is_not_saved_up)
{
	sim_cpu_submit(&cpu, &a.timer, 5);
	sim_run(sim, 50);
	sim_cpu_submit(&cpu, &b.timer, 5);
	sim_run(sim, 100);
	ck_assert_str_eq(log_->str, "a5 b55 ");
	sim_cpu_submit(&cpu, &c.timer, 0);
	ck_assert_str_eq(log_->str, "a5 b55 c100 ");
}
END_TEST

static void submit_c(SimEvent *event)
{
	(void)event;
	sim_cpu_submit(&cpu, &c.timer, 0);
}

/* At the instant at which a job ends, another that costs nothing waits until it has run. */
START_TEST(order_within_an_instant)
{
	SimEvent early = {.fn = submit_c};

	sim_event_schedule(sim, &early, 5, SIM_WORK);
	sim_cpu_submit(&cpu, &a.timer, 5);
	sim_run(sim, 100);
	ck_assert_str_eq(log_->str, "a5 c5 ");
}
END_TEST

START_TEST(a_job_taken_back_has_cost_its_time)
{
	sim_cpu_submit(&cpu, &a.timer, 5);
	sim_cpu_submit(&cpu, &b.timer, 5);
	sim_timer_stop(&a.timer);
	sim_run(sim, 100);
	ck_assert_str_eq(log_->str, "b10 ");
}
END_TEST

START_TEST(reset)
{
	SimTime when;

	ck_assert(sim_cpu_take(&cpu, 500, &when));
	ck_assert_int_eq(when, 500);
	sim_cpu_reset(&cpu);
	ck_assert(!sim_cpu_take(&cpu, 0, &when));
	ck_assert(sim_cpu_take(&cpu, 3, &when));
	ck_assert_int_eq(when, 3);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("cpu");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, nothing_costs_nothing);
	tcase_add_test(tc, one_after_the_other);
	tcase_add_test(tc, idle_time_is_not_saved_up);
	tcase_add_test(tc, order_within_an_instant);
	tcase_add_test(tc, a_job_taken_back_has_cost_its_time);
	tcase_add_test(tc, reset);
	return test_main("cpu", tc);
}
