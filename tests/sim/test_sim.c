/* SPDX-License-Identifier: Apache-2.0 */
/* The run loop: the clock, contexts, quiet, epochs and instant hooks. */
#include "sim/sim.h"
#include "tests/testing.h"

/* An event that writes its letter into a log and then does what the test says. */
typedef struct Step {
	SimEvent event; /* first member */
	Sim *sim;
	GString *log;
	char letter;
	void (*then)(struct Step *step);
	struct Step *other; /* for then */
	SimEventClass other_class;
} Step;

static void step_run(SimEvent *event)
{
	Step *step = (Step *)event;
	g_string_append_c(step->log, step->letter);
	if (step->then)
		step->then(step);
}

static Sim *sim;
static GString *log_;
static Step a, b, c, d;

static void setup(void)
{
	Step *steps[] = {&a, &b, &c, &d};
	sim = sim_new(1);
	log_ = g_string_new(NULL);
	for (int i = 0; i < 4; i++)
		*steps[i] = (Step){
			.event.fn = step_run, .sim = sim, .log = log_, .letter = (char)('a' + i)};
}

static void teardown(void)
{
	sim_free(sim);
	g_string_free(log_, TRUE);
}

static void schedule(Step *step, SimTime when, SimEventClass class_)
{
	sim_event_schedule(sim, &step->event, when, class_);
}

static void run_again(SimEvent *event)
{
	sim_event_schedule(sim, event, sim->now, SIM_WORK);
}

START_TEST(an_instant_without_end_is_left)
{
	SimEvent again = {.fn = run_again};

	sim_event_schedule(sim, &again, 5, SIM_WORK);
	schedule(&a, 6, SIM_WORK);
	sim_run(sim, 10);
	ck_assert(sim->endless);
	ck_assert_int_eq(sim->now, 5);
	ck_assert_uint_eq(sim->executed, SIM_INSTANT_MAX);
	sim_run(sim, 10);
	ck_assert(!sim_run_quiet(sim, 10));
	ck_assert_uint_eq(sim->executed, SIM_INSTANT_MAX);
	ck_assert_str_eq(log_->str, "");
}
END_TEST

static void run_later(SimEvent *event)
{
	sim_event_schedule(sim, event, sim->now + 1, SIM_WORK);
}

START_TEST(many_instants_are_not_one)
{
	SimEvent later = {.fn = run_later};

	sim_event_schedule(sim, &later, 1, SIM_WORK);
	sim_run(sim, (SimTime)SIM_INSTANT_MAX + 1);
	ck_assert(!sim->endless);
	ck_assert_uint_eq(sim->executed, SIM_INSTANT_MAX + 1);
}
END_TEST

START_TEST(runs_up_to_and_including)
{
	schedule(&b, 10, SIM_WORK);
	schedule(&a, 5, SIM_WORK);
	schedule(&c, 11, SIM_WORK);
	sim_run(sim, 10);
	ck_assert_str_eq(log_->str, "ab");
	ck_assert_int_eq(sim->now, 10);
	ck_assert_uint_eq(sim->executed, 2);
	sim_run(sim, SIM_NEVER);
	ck_assert_str_eq(log_->str, "abc");
	ck_assert_int_eq(sim->now, 11);
	sim_run(sim, 50);
	ck_assert_int_eq(sim->now, 50);
	sim_run(sim, 20);
	ck_assert_int_eq(sim->now, 50);
}
END_TEST

/* After a run has stopped short of the next event, one before that event can still be scheduled. */
START_TEST(schedules_before_the_next)
{
	schedule(&b, 100 * SIM_SEC, SIM_WORK);
	sim_run(sim, 30 * SIM_SEC);
	schedule(&a, 30 * SIM_SEC, SIM_WORK);
	sim_run(sim, SIM_NEVER);
	ck_assert_str_eq(log_->str, "ab");
}
END_TEST

static void restart_other(Step *step)
{
	schedule(step->other, step->sim->now, step->other_class);
}

START_TEST(restart_goes_to_the_end_of_the_instant)
{
	a.then = restart_other;
	a.other = &b;
	schedule(&a, 5, SIM_WORK);
	schedule(&b, 5, SIM_WORK);
	schedule(&c, 5, SIM_WORK);
	sim_run(sim, 5);
	ck_assert_str_eq(log_->str, "acb");
}
END_TEST

static void cancel_other(Step *step)
{
	sim_event_cancel(step->sim, &step->other->event);
}

START_TEST(cancels)
{
	a.then = cancel_other;
	a.other = &b;
	schedule(&a, 5, SIM_WORK);
	schedule(&b, 5, SIM_WORK);
	sim_event_cancel(sim, &c.event);
	sim_run(sim, SIM_NEVER);
	ck_assert_str_eq(log_->str, "a");
	ck_assert(sim_is_quiet(sim));
}
END_TEST

static void stop(Step *step)
{
	sim_stop(step->sim);
}

START_TEST(stops_within_an_instant)
{
	a.then = stop;
	schedule(&a, 5, SIM_WORK);
	schedule(&b, 5, SIM_WORK);
	sim_run(sim, 10);
	ck_assert_str_eq(log_->str, "a");
	ck_assert(sim->stopped);
	ck_assert_int_eq(sim->now, 5);
	sim_run(sim, 10);
	ck_assert_str_eq(log_->str, "ab");
	ck_assert_int_eq(sim->now, 10);
}
END_TEST

static void hook(Sim *s, void *user)
{
	ck_assert_uint_eq(s->cause, 0);
	ck_assert_int_eq(s->class_, SIM_WORK);
	g_string_append_printf(log_, "%s%d", (const char *)user, (int)s->now);
}

START_TEST(hooks_end_each_instant)
{
	sim_add_instant_hook(sim, hook, "x");
	sim_add_instant_hook(sim, hook, "y");
	a.then = restart_other; /* c joins the instant while it runs */
	a.other = &c;
	schedule(&a, 5, SIM_WORK);
	schedule(&b, 5, SIM_WORK);
	schedule(&d, 7, SIM_GUARD);
	sim_run(sim, 6);
	ck_assert_str_eq(log_->str, "abcx5y5");
	sim_run(sim, 9);
	ck_assert_str_eq(log_->str, "abcx5y5dx7y7");
}
END_TEST

START_TEST(hook_waits_for_the_rest_of_a_stopped_instant)
{
	sim_add_instant_hook(sim, hook, "x");
	a.then = stop;
	schedule(&a, 5, SIM_WORK);
	schedule(&b, 5, SIM_WORK);
	sim_run(sim, 9);
	ck_assert_str_eq(log_->str, "a");
	sim_event_cancel(sim, &b.event);
	schedule(&c, 8, SIM_WORK);
	sim_run(sim, 9);
	ck_assert_str_eq(log_->str, "ax5cx8");
}
END_TEST

START_TEST(stopping_the_last_of_an_instant_closes_it)
{
	sim_add_instant_hook(sim, hook, "x");
	a.then = stop;
	schedule(&a, 5, SIM_WORK);
	sim_run(sim, 9);
	ck_assert_str_eq(log_->str, "ax5");
	sim_run(sim, 9);
	ck_assert_str_eq(log_->str, "ax5");
}
END_TEST

static void expect_counts(uint64_t work, uint64_t guards, uint64_t old)
{
	ck_assert_uint_eq(sim->pending_work, work);
	ck_assert_uint_eq(sim->all_guards, guards);
	ck_assert_uint_eq(sim->old_guards, old);
}

START_TEST(counts_are_exact)
{
	schedule(&a, 5, SIM_WORK);
	schedule(&b, 5, SIM_GUARD);
	schedule(&c, 5, SIM_PERIODIC);
	schedule(&d, 9, SIM_GUARD);
	expect_counts(1, 2, 0);
	sim_new_epoch(sim);
	expect_counts(1, 2, 2);
	schedule(&b, 6, SIM_GUARD); /* restarted: no longer old */
	expect_counts(1, 2, 1);
	schedule(&c, 6, SIM_GUARD); /* changes class */
	expect_counts(1, 3, 1);
	schedule(&a, 6, SIM_PERIODIC);
	expect_counts(0, 3, 1);
	sim_event_cancel(sim, &d.event);
	expect_counts(0, 2, 0);
	sim_event_cancel(sim, &d.event);
	expect_counts(0, 2, 0);
	sim_new_epoch(sim);
	sim_new_epoch(sim);
	expect_counts(0, 2, 2);
	sim_run(sim, SIM_NEVER);
	expect_counts(0, 0, 0);
	ck_assert_uint_eq(sim->queue.pending, 0);
}
END_TEST

START_TEST(quiet_at_once)
{
	schedule(&a, 5, SIM_PERIODIC);
	schedule(&b, 5, SIM_GUARD);
	ck_assert(sim_run_quiet(sim, 100));
	ck_assert_str_eq(log_->str, "");
	ck_assert_int_eq(sim->now, 0);
}
END_TEST

START_TEST(quiet_after_work_and_old_guards)
{
	sim_add_instant_hook(sim, hook, "x");
	a.then = restart_other;
	a.other = &b;
	a.other_class = SIM_PERIODIC;
	schedule(&a, 5, SIM_WORK);
	schedule(&c, 40, SIM_GUARD);
	sim_new_epoch(sim);
	ck_assert(!sim_run_quiet(sim, 20));
	ck_assert_int_eq(sim->now, 5); /* the clock stays */
	ck_assert_str_eq(log_->str, "abx5");
	schedule(&d, 60, SIM_GUARD);
	ck_assert(sim_run_quiet(sim, 100));
	ck_assert_int_eq(sim->now, 40);
	ck_assert_str_eq(log_->str, "abx5cx40");
	ck_assert(sim_event_pending(&d.event));
}
END_TEST

/* A guard that always restarts itself is waited for once. */
START_TEST(quiet_in_spite_of_retries)
{
	a.then = restart_other;
	a.other = &b;
	a.other_class = SIM_GUARD;
	schedule(&a, 10, SIM_GUARD);
	sim_new_epoch(sim);
	schedule(&c, 30, SIM_PERIODIC);
	ck_assert(sim_run_quiet(sim, SIM_NEVER));
	ck_assert_str_eq(log_->str, "ab");
	ck_assert_int_eq(sim->now, 10);
}
END_TEST

/* Quiet is judged at the end of an instant: what remains of it runs, and the hooks see its end. */
START_TEST(quiet_at_the_end_of_an_instant)
{
	sim_add_instant_hook(sim, hook, "x");
	schedule(&a, 5, SIM_WORK);
	schedule(&b, 5, SIM_PERIODIC);
	schedule(&c, 6, SIM_PERIODIC);
	ck_assert(sim_run_quiet(sim, SIM_NEVER));
	ck_assert_str_eq(log_->str, "abx5");
}
END_TEST

static void set_cause_and_schedule(Step *step)
{
	ck_assert_uint_eq(sim_set_cause(step->sim, 7), 0);
	restart_other(step);
}

static void check_context(Step *step)
{
	ck_assert_uint_eq(step->sim->cause, 7);
	ck_assert_int_eq(step->sim->class_, SIM_PERIODIC);
	restart_other(step);
}

static void check_no_cause(Step *step)
{
	ck_assert_uint_eq(step->sim->cause, 0);
	ck_assert_int_eq(step->sim->class_, SIM_GUARD);
}

START_TEST(context_is_inherited)
{
	a.then = set_cause_and_schedule;
	a.other = &b;
	a.other_class = SIM_PERIODIC;
	b.then = check_context;
	b.other = &c;
	b.other_class = SIM_WORK;
	d.then = check_no_cause;
	schedule(&a, 5, SIM_WORK);
	schedule(&d, 5, SIM_GUARD);
	sim_run(sim, SIM_NEVER);
	ck_assert_str_eq(log_->str, "adbc");
	ck_assert_uint_eq(c.event.cause, 7);
	ck_assert_uint_eq(sim->cause, 0);
	ck_assert_int_eq(sim->class_, SIM_WORK);
}
END_TEST

START_TEST(stopped_run_leaves_no_context)
{
	a.then = stop;
	schedule(&a, 5, SIM_GUARD);
	schedule(&b, 5, SIM_GUARD);
	a.event.cause = 9;
	sim_run(sim, SIM_NEVER);
	ck_assert_uint_eq(sim->cause, 0);
	ck_assert_int_eq(sim->class_, SIM_WORK);
}
END_TEST

static void free_itself(SimEvent *event)
{
	g_free(event);
}

START_TEST(event_may_free_itself)
{
	SimEvent *e = g_new0(SimEvent, 1);
	e->fn = free_itself;
	sim_event_schedule(sim, e, 5, SIM_GUARD);
	sim_run(sim, 5);
	ck_assert_uint_eq(sim->executed, 1);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("run");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, runs_up_to_and_including);
	tcase_add_test(tc, an_instant_without_end_is_left);
	tcase_add_test(tc, many_instants_are_not_one);
	tcase_add_test(tc, schedules_before_the_next);
	tcase_add_test(tc, restart_goes_to_the_end_of_the_instant);
	tcase_add_test(tc, cancels);
	tcase_add_test(tc, stops_within_an_instant);
	tcase_add_test(tc, hooks_end_each_instant);
	tcase_add_test(tc, hook_waits_for_the_rest_of_a_stopped_instant);
	tcase_add_test(tc, stopping_the_last_of_an_instant_closes_it);
	tcase_add_test(tc, counts_are_exact);
	tcase_add_test(tc, quiet_at_once);
	tcase_add_test(tc, quiet_after_work_and_old_guards);
	tcase_add_test(tc, quiet_in_spite_of_retries);
	tcase_add_test(tc, quiet_at_the_end_of_an_instant);
	tcase_add_test(tc, context_is_inherited);
	tcase_add_test(tc, stopped_run_leaves_no_context);
	tcase_add_test(tc, event_may_free_itself);
	return test_main("sim", tc);
}
