/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_outage.h"
#include "tests/models/verify/vpn_net.h"
#include "tests/testing.h"

static VpnNet *net;
static ExpectSet *set;

static void setup(void)
{
	net = vpn_net_new();
	set = expect_set_new(net->sim);
}

static void teardown(void)
{
	expect_set_free(set);
	vpn_net_free(net);
}

static void cut(SimEvent *event)
{
	(void)event;
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_SILENT);
}

static void mend(SimEvent *event)
{
	(void)event;
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_UP);
}

static SimEvent events[] = {{.fn = cut}, {.fn = mend}, {.fn = cut}, {.fn = mend}};

/* Out from 5 s for 50 ms, and from 7 s for 20 ms. */
static void schedule(void)
{
	const SimTime times[] = {5 * SIM_SEC, 5050 * SIM_MSEC, 7 * SIM_SEC, 7020 * SIM_MSEC};

	for (unsigned i = 0; i < G_N_ELEMENTS(events); i++)
		sim_event_schedule(net->sim, &events[i], times[i], SIM_WORK);
}

static void add(SimTime from, SimTime to, SimTime longest, SimTime total)
{
	ExpectOutage config = {
		.when = {.from = from, .to = to},
		.flow = net->flow,
		.direction = EXPECT_FORWARD,
		.longest = longest,
		.total = total,
	};

	expect_add_outage(set, &config);
}

static void run(SimTime until)
{
	flow_set_start(net->flows);
	expect_set_start(set, NULL);
	sim_run(net->sim, until);
}

static void check(unsigned i, gboolean passed, const char *detail)
{
	const ExpectResult *result = &g_array_index(expect_results(set), ExpectResult, i);

	ck_assert_str_eq(result->detail, detail);
	ck_assert(result->decided);
	ck_assert_int_eq(result->passed, passed);
}

START_TEST(each_outage_has_its_length)
{
	schedule();
	add(0, SIM_NEVER, 50 * SIM_MSEC, SIM_NEVER);
	add(0, SIM_NEVER, 50 * SIM_MSEC - 1, SIM_NEVER);
	add(0, SIM_NEVER, SIM_NEVER, 70 * SIM_MSEC);
	add(0, SIM_NEVER, SIM_NEVER, 70 * SIM_MSEC - 1);
	add(0, SIM_NEVER, 50 * SIM_MSEC, 60 * SIM_MSEC);
	run(10 * SIM_SEC);
	for (unsigned i = 0; i < 5; i++)
		check(i, i == 0 || i == 2,
		      "forward longest outage 0.05s from 5s on, 2 of together 0.07s");
}
END_TEST

/* What lies outside does not count. */
START_TEST(only_the_span_counts)
{
	schedule();
	add(6 * SIM_SEC, SIM_NEVER, 20 * SIM_MSEC, SIM_NEVER);
	add(5030 * SIM_MSEC, 6 * SIM_SEC, 20 * SIM_MSEC, SIM_NEVER);
	add(0, 5030 * SIM_MSEC, 30 * SIM_MSEC, SIM_NEVER);
	add(0, 5 * SIM_SEC - 1, 0, 0);
	add(8 * SIM_SEC, SIM_NEVER, 0, 0);
	run(10 * SIM_SEC);
	check(0, TRUE, "forward outage 0.02s from 7s on");
	check(1, TRUE, "forward outage 0.02s from 5.03s on");
	check(2, TRUE, "forward outage 0.03s from 5s on, out at the end");
	check(3, TRUE, "forward no outage");
	check(4, TRUE, "forward no outage");
}
END_TEST

START_TEST(one_that_does_not_end_lasts_to_the_end)
{
	sim_event_schedule(net->sim, &events[0], 5 * SIM_SEC, SIM_WORK);
	add(0, SIM_NEVER, 5 * SIM_SEC - 1, SIM_NEVER);
	add(0, SIM_NEVER, 5 * SIM_SEC, SIM_NEVER);
	run(10 * SIM_SEC);
	check(0, FALSE, "forward outage 5s from 5s on, out at the end");
	check(1, TRUE, "forward outage 5s from 5s on, out at the end");
}
END_TEST

/* Results change nothing: they may be asked for at any time. */
START_TEST(results_on_the_way)
{
	schedule();
	add(0, SIM_NEVER, 50 * SIM_MSEC, SIM_NEVER);
	run(5010 * SIM_MSEC);
	check(0, TRUE, "forward outage 0.01s from 5s on, out at the end");
	sim_run(net->sim, 6 * SIM_SEC);
	check(0, TRUE, "forward outage 0.05s from 5s on");
}
END_TEST

START_TEST(directions_are_looked_at_for_themselves)
{
	ExpectOutage config = {
		.when = {.from = 0, .to = SIM_NEVER},
		.flow = net->flow,
		.longest = 40 * SIM_MSEC,
		.total = SIM_NEVER,
	};
	FwdLink *link = vpn_net_link(net, P, PE_1);

	flow_set_start(net->flows);
	expect_set_start(set, NULL);
	expect_add_outage(set, &config);
	config.direction = EXPECT_REVERSE;
	expect_add_outage(set, &config);
	fwd_link_set_silent(link, network_link_end(link, "P", NULL), TRUE);
	vpn_net_run(net, 1 * SIM_SEC);
	check(0, FALSE, "forward outage 1s from 0s on, out at the end; reverse no outage");
	check(1, TRUE, "reverse no outage");
}
END_TEST

START_TEST(names)
{
	add(5 * SIM_SEC, SIM_NEVER, 50 * SIM_MSEC, SIM_NEVER);
	add(5 * SIM_SEC, 9 * SIM_SEC, 50 * SIM_MSEC, SIM_SEC);
	ck_assert_str_eq(g_array_index(expect_results(set), ExpectResult, 0).name,
			 "f from 5s on: each outage at most 0.05s");
	ck_assert_str_eq(
		g_array_index(expect_results(set), ExpectResult, 1).name,
		"f from 5s to 9s: each outage at most 0.05s, all outages together at most 1s");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expect_outage");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, each_outage_has_its_length);
	tcase_add_test(tc, only_the_span_counts);
	tcase_add_test(tc, one_that_does_not_end_lasts_to_the_end);
	tcase_add_test(tc, results_on_the_way);
	tcase_add_test(tc, directions_are_looked_at_for_themselves);
	tcase_add_test(tc, names);
	return test_main("expect_outage", tc);
}
