/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_quiet.h"
#include "tests/testing.h"

/* Work that is done at 3 s; a link goes down at 10 s, which is work until 14 s. */
static Sim *sim;
static ExpectSet *set;
static Converge *converge;
static SimEvent first, action, last;

static void nothing(SimEvent *event)
{
	(void)event;
}

static void act(SimEvent *event)
{
	TraceAction record = {
		.head = {.type = &trace_action}, .kind = "link-down", .target = "A--B"};

	(void)event;
	sim_new_epoch(sim);
	sim_trace(sim, &record.head);
	sim_event_schedule(sim, &last, 14 * SIM_SEC, SIM_WORK);
}

static void setup(void)
{
	sim = sim_new(1);
	set = expect_set_new(sim);
	converge = converge_new(sim);
	first = (SimEvent){.fn = nothing};
	action = (SimEvent){.fn = act};
	last = (SimEvent){.fn = nothing};
	sim_event_schedule(sim, &first, 3 * SIM_SEC, SIM_WORK);
	sim_event_schedule(sim, &action, 10 * SIM_SEC, SIM_PERIODIC);
}

static void teardown(void)
{
	expect_set_free(set);
	converge_free(converge);
	sim_free(sim);
}

static void add(SimTime before)
{
	ExpectWhen when = {.from = before, .to = before};

	expect_add_quiet(set, &when);
}

static void run(SimTime until)
{
	expect_set_start(set, converge);
	sim_run(sim, until);
	converge_end(converge);
}

static void check(unsigned i, gboolean passed, const char *detail)
{
	const ExpectResult *result = &g_array_index(expect_results(set), ExpectResult, i);

	ck_assert_str_eq(result->detail, detail);
	ck_assert_int_eq(result->passed, passed);
}

START_TEST(quiet_by_then)
{
	add(3 * SIM_SEC);
	add(3 * SIM_SEC - 1);
	add(10 * SIM_SEC);
	run(20 * SIM_SEC);
	ck_assert_str_eq(g_array_index(expect_results(set), ExpectResult, 0).name,
			 "network at 3s: quiet by then");
	check(0, TRUE, "cold-start at 0s: quiet at 3s");
	check(1, FALSE, "cold-start at 0s: quiet at 3s");
	check(2, TRUE, "cold-start at 0s: quiet at 3s");
}
END_TEST

START_TEST(after_what_was_done_last)
{
	add(10 * SIM_SEC + 1);
	add(14 * SIM_SEC);
	run(20 * SIM_SEC);
	check(0, FALSE, "link-down A--B at 10s: quiet at 14s");
	check(1, TRUE, "link-down A--B at 10s: quiet at 14s");
}
END_TEST

START_TEST(not_quiet_at_all)
{
	add(12 * SIM_SEC);
	add(30 * SIM_SEC);
	run(13 * SIM_SEC);
	check(0, FALSE, "link-down A--B at 10s: not quiet before its end");
	check(1, FALSE, "its time never came");
}
END_TEST

START_TEST(somebody_must_watch)
{
	add(5 * SIM_SEC);
	expect_set_start(set, NULL);
	sim_run(sim, 20 * SIM_SEC);
	check(0, FALSE, "nobody watched");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expect_quiet");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, quiet_by_then);
	tcase_add_test(tc, after_what_was_done_last);
	tcase_add_test(tc, not_quiet_at_all);
	tcase_add_test(tc, somebody_must_watch);
	return test_main("expect_quiet", tc);
}
