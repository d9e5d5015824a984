/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/timer.h"
#include "tests/testing.h"

typedef struct Owner {
	Sim *sim;
	SimTimer timer;
	SimTime fired_at; /* -1 where it did not */
	int fired;
	SimTime again; /* restarts itself with this delay, where not 0 */
} Owner;

static void fired(void *owner)
{
	Owner *o = owner;
	ck_assert(!sim_timer_running(&o->timer));
	o->fired_at = o->sim->now;
	o->fired++;
	if (o->again)
		sim_timer_start(&o->timer, o->again);
}

static Owner *owner_new(SimEventClass class_)
{
	Owner *o = g_new0(Owner, 1);
	o->sim = sim_new(1);
	o->fired_at = -1;
	sim_timer_init(&o->timer, o->sim, class_, fired, o);
	return o;
}

static void owner_free(Owner *o)
{
	sim_timer_stop(&o->timer);
	sim_free(o->sim);
	g_free(o);
}

START_TEST(starts_restarts_stops)
{
	Owner *o = owner_new(SIM_GUARD);

	ck_assert(!sim_timer_running(&o->timer));
	ck_assert_int_eq(sim_timer_remaining(&o->timer), 0);
	sim_timer_stop(&o->timer);
	sim_timer_start(&o->timer, 40 * SIM_SEC);
	sim_run(o->sim, 30 * SIM_SEC);
	ck_assert_int_eq(sim_timer_remaining(&o->timer), 10 * SIM_SEC);
	sim_timer_start(&o->timer, 40 * SIM_SEC);
	ck_assert_uint_eq(o->sim->all_guards, 1);
	sim_run(o->sim, 69 * SIM_SEC);
	ck_assert_int_eq(o->fired, 0);
	sim_run(o->sim, 71 * SIM_SEC);
	ck_assert_int_eq(o->fired, 1);
	ck_assert_int_eq(o->fired_at, 70 * SIM_SEC);

	sim_timer_start(&o->timer, SIM_SEC);
	sim_timer_stop(&o->timer);
	ck_assert(!sim_timer_running(&o->timer));
	sim_run(o->sim, 100 * SIM_SEC);
	ck_assert_int_eq(o->fired, 1);
	ck_assert_uint_eq(o->sim->all_guards, 0);
	owner_free(o);
}
END_TEST

START_TEST(ensure_keeps_a_running_timer)
{
	Owner *o = owner_new(SIM_WORK);

	sim_timer_ensure(&o->timer, 10 * SIM_SEC);
	sim_run(o->sim, 5 * SIM_SEC);
	sim_timer_ensure(&o->timer, 10 * SIM_SEC);
	ck_assert_int_eq(sim_timer_remaining(&o->timer), 5 * SIM_SEC);
	owner_free(o);
}
END_TEST

START_TEST(may_start_itself)
{
	Owner *o = owner_new(SIM_PERIODIC);

	o->again = 10 * SIM_SEC;
	sim_timer_start(&o->timer, 0);
	sim_run(o->sim, 100 * SIM_SEC);
	ck_assert_int_eq(o->fired, 11);
	owner_free(o);
}
END_TEST

/* RFC 4271 10: from 75 to 100 percent of the configured value. */
START_TEST(jitter_shortens)
{
	Owner *o = owner_new(SIM_PERIODIC);
	SimTime least = SIM_NEVER, most = 0;
	SimRng rng;

	sim_rng_init(&rng, 1, "test", "jitter");
	for (int i = 0; i < 2000; i++) {
		sim_timer_start_jittered(&o->timer, 60 * SIM_SEC, 25, &rng);
		SimTime delay = sim_timer_remaining(&o->timer);
		least = MIN(least, delay);
		most = MAX(most, delay);
	}
	ck_assert_int_ge(least, 45 * SIM_SEC);
	ck_assert_int_lt(least, 45 * SIM_SEC + 100 * SIM_MSEC);
	ck_assert_int_le(most, 60 * SIM_SEC);
	ck_assert_int_gt(most, 60 * SIM_SEC - 100 * SIM_MSEC);
	owner_free(o);
}
END_TEST

START_TEST(jitter_at_its_bounds)
{
	Owner *o = owner_new(SIM_PERIODIC);
	gboolean shortest = FALSE, longest = FALSE;
	SimRng rng;

	sim_rng_init(&rng, 1, "test", "jitter");
	sim_timer_start_jittered(&o->timer, 60 * SIM_SEC, 0, &rng);
	ck_assert_int_eq(sim_timer_remaining(&o->timer), 60 * SIM_SEC);
	for (int i = 0; i < 200; i++) {
		sim_timer_start_jittered(&o->timer, 10, 50, &rng);
		SimTime delay = sim_timer_remaining(&o->timer);
		ck_assert(delay >= 5 && delay <= 10);
		shortest |= delay == 5;
		longest |= delay == 10;
	}
	ck_assert(shortest && longest);
	/* 200 years: their product with the percentage does not fit in 64 bits */
	const SimTime long_delay = INT64_C(6300000000) * SIM_SEC;
	SimTime least = SIM_NEVER;
	for (int i = 0; i < 50; i++) {
		sim_timer_start_jittered(&o->timer, long_delay, 100, &rng);
		ck_assert_int_le(sim_timer_remaining(&o->timer), long_delay);
		least = MIN(least, sim_timer_remaining(&o->timer));
	}
	ck_assert_int_lt(least, long_delay / 10);
	owner_free(o);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("timer");

	tcase_add_test(tc, starts_restarts_stops);
	tcase_add_test(tc, ensure_keeps_a_running_timer);
	tcase_add_test(tc, may_start_itself);
	tcase_add_test(tc, jitter_shortens);
	tcase_add_test(tc, jitter_at_its_bounds);
	return test_main("timer", tc);
}
