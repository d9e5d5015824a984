/* SPDX-License-Identifier: Apache-2.0 */
/* When expectations are looked at, and what comes of it, with a kind that says what the test tells it. */
#include "models/verify/expect.h"
#include "tests/testing.h"

#include <string.h>

/* One that writes down when it is looked at. */
typedef struct Scripted {
	GString *looks;   /* "5 6 ", in seconds; the test's */
	SimTime fails_at; /* that it sees then and later */
	gboolean same;    /* after the first look */
	unsigned n;
} Scripted;

static Sim *sim;
static ExpectSet *set;
static GString *looks;
static SimEvent ticks[10];

static void nothing(SimEvent *event)
{
	(void)event;
}

static void setup(void)
{
	sim = sim_new(1);
	set = expect_set_new(sim);
	looks = g_string_new(NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(ticks); i++) {
		ticks[i] = (SimEvent){.fn = nothing};
		sim_event_schedule(sim, &ticks[i], (SimTime)i * SIM_SEC, SIM_PERIODIC);
	}
}

static void teardown(void)
{
	expect_set_free(set);
	sim_free(sim);
	g_string_free(looks, TRUE);
}

static ExpectSight look(void *state, SimTime now, GString *seen)
{
	Scripted *s = state;

	sim_time_append(s->looks, now);
	g_string_append_c(s->looks, ' ');
	g_string_append_printf(seen, "look %u", ++s->n);
	if (s->same && s->n > 1)
		return EXPECT_SAME;
	return now >= s->fails_at ? EXPECT_FAILED : EXPECT_MET;
}

static ExpectSight sum_up(const ExpectSet *of, const void *state, SimTime end, GString *seen)
{
	ck_assert_ptr_eq(of, set);
	g_string_append_printf(seen, "%u looks until ", ((const Scripted *)state)->n);
	sim_time_append(seen, end);
	return EXPECT_MET;
}

static const ExpectKind looking = {.look = look, .free = g_free};
static const ExpectKind concluding = {.look = look, .conclude = sum_up, .free = g_free};
static const ExpectKind waiting = {.conclude = sum_up, .free = g_free};

static Scripted *add(const ExpectKind *kind, SimTime from, SimTime to)
{
	ExpectWhen when = {.line = 3, .from = from, .to = to};
	Scripted *s = g_new0(Scripted, 1);

	s->looks = looks;
	s->fails_at = SIM_NEVER;
	expect_add(set, kind, &when, "S", "w", s);
	return s;
}

static void run(unsigned seconds)
{
	expect_set_start(set, NULL);
	sim_run(sim, seconds * SIM_SEC);
}

static void check(unsigned i, gboolean decided, gboolean passed, const char *detail)
{
	const ExpectResult *result = &g_array_index(expect_results(set), ExpectResult, i);

	ck_assert_str_eq(result->detail, detail);
	ck_assert_int_eq(result->decided, decided);
	ck_assert_int_eq(result->passed, passed);
	ck_assert_uint_eq(result->line, 3);
}

START_TEST(an_instant_is_looked_at_once)
{
	add(&looking, 5 * SIM_SEC, 5 * SIM_SEC);
	add(&looking, 6500 * SIM_MSEC, 6500 * SIM_MSEC)->fails_at = 0;
	run(10);
	check(0, TRUE, TRUE, "look 1");
	check(1, TRUE, FALSE, "look 1");
	ck_assert_str_eq(looks->str, "5 6.5 ");
}
END_TEST

START_TEST(a_span_is_looked_at_at_every_instant)
{
	add(&looking, 4500 * SIM_MSEC, 7500 * SIM_MSEC);
	run(10);
	check(0, TRUE, TRUE, "look 5");
	ck_assert_str_eq(looks->str, "4.5 5 6 7 7.5 ");
}
END_TEST

START_TEST(a_span_fails_at_its_first_instant_that_does)
{
	add(&looking, 4 * SIM_SEC, SIM_NEVER)->fails_at = 6 * SIM_SEC;
	run(10);
	check(0, TRUE, FALSE, "at 6s: look 3");
	ck_assert_str_eq(looks->str, "4 5 6 ");
}
END_TEST

START_TEST(what_is_the_same_stands)
{
	add(&looking, 4 * SIM_SEC, SIM_NEVER)->same = TRUE;
	run(10);
	check(0, TRUE, TRUE, "look 1");
	ck_assert_str_eq(looks->str, "4 5 6 7 8 9 ");
}
END_TEST

START_TEST(what_never_came_has_not_passed)
{
	add(&looking, 50 * SIM_SEC, 50 * SIM_SEC);
	add(&looking, 8 * SIM_SEC, 50 * SIM_SEC);
	add(&looking, 8 * SIM_SEC, 50 * SIM_SEC)->fails_at = 9 * SIM_SEC;
	add(&looking, 8 * SIM_SEC, SIM_NEVER);
	add(&concluding, 8 * SIM_SEC, 50 * SIM_SEC);
	add(&waiting, 50 * SIM_SEC, 50 * SIM_SEC);
	run(10);
	check(0, FALSE, FALSE, "its time never came");
	check(1, FALSE, FALSE, "the run ended before its time did");
	check(2, TRUE, FALSE, "at 9s: look 2");
	check(3, TRUE, TRUE, "look 2");
	check(4, FALSE, FALSE, "the run ended before its time did");
	check(5, FALSE, FALSE, "its time never came");
}
END_TEST

static void again(SimEvent *event)
{
	sim_event_schedule(sim, event, sim->now, SIM_WORK);
}

/* The instant has no end. */
START_TEST(an_instant_that_is_not_over_is_not_looked_at)
{
	SimEvent endless = {.fn = again};

	add(&looking, 5 * SIM_SEC, 5 * SIM_SEC);
	add(&waiting, 5 * SIM_SEC, 5 * SIM_SEC);
	sim_event_schedule(sim, &endless, 5 * SIM_SEC, SIM_WORK);
	run(10);
	ck_assert(sim->endless);
	check(0, FALSE, FALSE, "its time never came");
	check(1, FALSE, FALSE, "its time never came");
}
END_TEST

START_TEST(some_conclude)
{
	add(&concluding, 4 * SIM_SEC, 6 * SIM_SEC);
	add(&concluding, 8 * SIM_SEC, SIM_NEVER);
	add(&waiting, 8 * SIM_SEC, 8 * SIM_SEC);
	add(&waiting, SIM_NEVER, SIM_NEVER);
	check(3, TRUE, TRUE, "0 looks until 0");
	run(10);
	check(0, TRUE, TRUE, "3 looks until 6");
	check(1, TRUE, TRUE, "2 looks until 10");
	check(2, TRUE, TRUE, "0 looks until 8");
	check(3, TRUE, TRUE, "0 looks until 10");
}
END_TEST

START_TEST(names_say_when)
{
	static const struct {
		SimTime from, to;
		const char *name;
	} cases[] = {
		{0, 0, "S at 0s: w"},
		{1500 * SIM_MSEC, 1500 * SIM_MSEC, "S at 1.5s: w"},
		{SIM_SEC, SIM_NEVER, "S from 1s on: w"},
		{SIM_SEC, 2 * SIM_SEC, "S from 1s to 2s: w"},
		{SIM_NEVER, SIM_NEVER, "S: w"},
	};
	ExpectWhen named = {.name = "mine"};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		add(&waiting, cases[i].from, cases[i].to);
	expect_add(set, &waiting, &named, "S", "w", g_new0(Scripted, 1));
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_str_eq(g_array_index(expect_results(set), ExpectResult, i).name,
				 cases[i].name);
	ck_assert_str_eq(g_array_index(expect_results(set), ExpectResult, G_N_ELEMENTS(cases)).name,
			 "mine");
}
END_TEST

START_TEST(expectations_do_not_make_the_network_busy)
{
	add(&looking, 5 * SIM_SEC, SIM_NEVER);
	ck_assert(sim_run_quiet(sim, 10 * SIM_SEC));
	ck_assert_int_lt(sim->now, 5 * SIM_SEC);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expect");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, an_instant_is_looked_at_once);
	tcase_add_test(tc, a_span_is_looked_at_at_every_instant);
	tcase_add_test(tc, a_span_fails_at_its_first_instant_that_does);
	tcase_add_test(tc, what_is_the_same_stands);
	tcase_add_test(tc, what_never_came_has_not_passed);
	tcase_add_test(tc, an_instant_that_is_not_over_is_not_looked_at);
	tcase_add_test(tc, some_conclude);
	tcase_add_test(tc, names_say_when);
	tcase_add_test(tc, expectations_do_not_make_the_network_busy);
	return test_main("expect", tc);
}
