/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_flow.h"
#include "tests/models/verify/vpn_net.h"
#include "tests/testing.h"

#include <string.h>

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

static ExpectFlow at(unsigned seconds)
{
	return (ExpectFlow){
		.flow = net->flow,
		.when = {.from = seconds * SIM_SEC, .to = seconds * SIM_SEC, .line = seconds},
	};
}

static void add(ExpectFlow config)
{
	GError *error = NULL;

	expect_add_flow(set, &config, &error);
	ck_assert_msg(!error, "%s", error ? error->message : "");
}

static void run(unsigned seconds)
{
	flow_set_start(net->flows);
	expect_set_start(set, NULL);
	sim_run(net->sim, seconds * SIM_SEC);
}

static const ExpectResult *result(unsigned i)
{
	return &g_array_index(expect_results(set), ExpectResult, i);
}

static void check(unsigned i, gboolean passed, const char *detail)
{
	ck_assert(result(i)->decided);
	ck_assert_str_eq(result(i)->detail, detail);
	ck_assert_int_eq(result(i)->passed, passed);
}

static void cut(void)
{
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_SILENT);
}

START_TEST(a_path_is_met_both_ways)
{
	ExpectFlow config = at(5);

	config.path = "ip | [ldp][vpn] | [vpn] | ip";
	add(config);
	run(10);
	check(0, TRUE,
	      "forward delivered: ip · [ldp][vpn] · [vpn] · ip; "
	      "reverse delivered: ip · [ldp][vpn] · [vpn] · ip");
	ck_assert_uint_eq(result(0)->line, 5);
}
END_TEST

START_TEST(another_path_fails_and_says_what_was_seen)
{
	ExpectFlow config = at(5);

	config.path = "ip·[rsvp][vpn]·[vpn]·ip";
	config.direction = EXPECT_FORWARD;
	add(config);
	run(10);
	check(0, FALSE, "forward delivered: ip · [ldp][vpn] · [vpn] · ip");
}
END_TEST

START_TEST(delivered_may_be_enough)
{
	ExpectFlow config = at(5);

	config.direction = EXPECT_REVERSE;
	add(config);
	run(10);
	check(0, TRUE, "reverse delivered: ip · [ldp][vpn] · [vpn] · ip");
}
END_TEST

START_TEST(a_drop_is_expected_at_its_node_for_its_reason)
{
	ExpectFlow config = at(5);

	cut();
	add(config);
	config.dropped_at = "P";
	config.direction = EXPECT_FORWARD;
	add(config);
	config.reason = "link P:pe1--PE-1:core is cut";
	add(config);
	config.reason = "link P:pe1--PE-1:core";
	add(config);
	config.reason = NULL;
	config.dropped_at = "PE-2";
	add(config);
	config.direction = EXPECT_BOTH;
	config.dropped_at = "P";
	add(config);
	run(10);
	check(0, FALSE,
	      "forward dropped at P: link P:pe1--PE-1:core is cut; "
	      "reverse dropped at PE-1: link P:pe1--PE-1:core is cut");
	check(1, TRUE, "forward dropped at P: link P:pe1--PE-1:core is cut");
	check(2, TRUE, "forward dropped at P: link P:pe1--PE-1:core is cut");
	check(3, FALSE, "forward dropped at P: link P:pe1--PE-1:core is cut");
	check(4, FALSE, "forward dropped at P: link P:pe1--PE-1:core is cut");
	check(5, FALSE,
	      "forward dropped at P: link P:pe1--PE-1:core is cut; "
	      "reverse dropped at PE-1: link P:pe1--PE-1:core is cut");
}
END_TEST

START_TEST(a_drop_that_does_not_happen_fails)
{
	ExpectFlow config = at(5);

	config.dropped_at = "P";
	config.direction = EXPECT_FORWARD;
	add(config);
	run(10);
	check(0, FALSE, "forward delivered: ip · [ldp][vpn] · [vpn] · ip");
}
END_TEST

static void cut_now(SimEvent *event)
{
	(void)event;
	cut();
}

START_TEST(all_that_happens_at_the_instant_comes_first)
{
	ExpectFlow config = at(5);
	SimEvent event = {.fn = cut_now};

	config.direction = EXPECT_FORWARD;
	config.dropped_at = "P";
	add(config);
	config.when.from--;
	config.when.to--;
	config.dropped_at = NULL;
	add(config);
	sim_event_schedule(net->sim, &event, 5 * SIM_SEC, SIM_WORK);
	run(10);
	ck_assert(result(0)->passed);
	ck_assert(result(1)->passed);
}
END_TEST

START_TEST(a_flow_that_nobody_walked_has_no_path)
{
	add(at(5));
	expect_set_start(set, NULL);
	sim_run(net->sim, 10 * SIM_SEC);
	check(0, FALSE, "forward not walked; reverse not walked");
}
END_TEST

START_TEST(names_are_made_where_none_is_given)
{
	ExpectFlow config = at(5);

	add(config);
	config.path = "ip | ip";
	add(config);
	config.path = NULL;
	config.dropped_at = "P";
	add(config);
	config.reason = "no route";
	add(config);
	config.when.name = "mine";
	add(config);
	config.when.name = NULL;
	config.dropped_at = NULL;
	config.verdicts = EXPECT_NOT_DELIVERED;
	add(config);
	ck_assert_uint_eq(expect_results(set)->len, 6);
	ck_assert_str_eq(result(0)->name, "f at 5s: delivered");
	ck_assert_str_eq(result(1)->name, "f at 5s: delivered: ip | ip");
	ck_assert_str_eq(result(2)->name, "f at 5s: dropped at P");
	ck_assert_str_eq(result(3)->name, "f at 5s: dropped at P: no route");
	ck_assert_str_eq(result(4)->name, "mine");
	ck_assert_str_eq(result(5)->name, "f at 5s: not delivered: no route");
}
END_TEST

START_TEST(patterns_are_read_with_either_sign_and_any_blanks)
{
	static const char *const good[] = {"ip", "[ldp]", "[ldp][vpn]|ip",
					   " ip ·[bgp-lu] [vpn]| ip "};
	ExpectFlow config = at(5);

	for (unsigned i = 0; i < G_N_ELEMENTS(good); i++) {
		config.path = good[i];
		add(config);
	}
}
END_TEST

/* Each of these is the path of the flow, or differs from it in one thing. */
START_TEST(as_much_counts_as_is_written)
{
	static const char *const met[] = {
		"ip ttl 64 | [ldp 17 ttl 63 tc 0][vpn 29 ttl 63 tc 0] ip ttl 63 | "
		"[vpn 29 ttl 62] | ip ttl 61",
		"ip | [ ldp  17 ][vpn ttl 63] | [vpn] ip ttl 63 | ip",
	};
	static const char *const failed[] = {
		"ip ttl 63 | [ldp][vpn] | [vpn] | ip",    "ip | [ldp 18][vpn] | [vpn] | ip",
		"ip | [ldp][vpn 28] | [vpn] | ip",        "ip | [ldp ttl 62][vpn] | [vpn] | ip",
		"ip | [ldp][vpn ttl 62] | [vpn] | ip",    "ip | [ldp][vpn tc 5] | [vpn] | ip",
		"ip | [ldp][vpn] ip ttl 62 | [vpn] | ip", "ip | [ldp][vpn] | [vpn] | ip ttl 62",
	};
	const unsigned n_met = G_N_ELEMENTS(met);
	ExpectFlow config = at(5);

	config.direction = EXPECT_FORWARD;
	for (unsigned i = 0; i < n_met + G_N_ELEMENTS(failed); i++) {
		config.path = i < n_met ? met[i] : failed[i - n_met];
		add(config);
	}
	run(10);
	for (unsigned i = 0; i < n_met + G_N_ELEMENTS(failed); i++)
		check(i, i < n_met,
		      "forward delivered: ip ttl 64 · [ldp 17 ttl 63][vpn 29 ttl 63] ip ttl 63 · "
		      "[vpn 29 ttl 62] ip ttl 63 · ip ttl 61");
}
END_TEST

START_TEST(what_cannot_be_read_is_refused)
{
	static const char *const bad[] = {
		"",
		"|",
		"ip |",
		"[ldp",
		"ldp",
		"[]",
		"[mpls]",
		"ip[ldp]",
		"[ldp]ip",
		"[none]",
		"[ldp ttl]",
		"[ldp ttl 256]",
		"[ldp tc 8]",
		"[ldp 1048576]",
		"[ldp 17 18]",
		"[ldp ttl 63 17]",
		"ip tc 5",
		"ip ttl",
		"ip ttl -1",
		"[ldp][ldp][ldp][ldp][ldp][ldp][ldp][ldp][ldp]",
	};
	ExpectFlow config = at(5);
	GError *error = NULL;

	for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
		config.path = bad[i];
		ck_assert_msg(!expect_add_flow(set, &config, &error), "\"%s\"", bad[i]);
		ck_assert(error->domain == PROTO_ERROR);
		g_clear_error(&error);
	}
	config.path = "ip | [ldp] | [mpls] | ip";
	ck_assert(!expect_add_flow(set, &config, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "\"[mpls]\" is no label stack"));
	g_clear_error(&error);
	config.path = NULL;
	config.dropped_at = "X";
	ck_assert(!expect_add_flow(set, &config, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "there is no node \"X\""));
	g_clear_error(&error);
	ck_assert_uint_eq(expect_results(set)->len, 0);
}
END_TEST

START_TEST(a_verdict_may_be_enough)
{
	static const struct {
		ExpectVerdicts verdicts;
		gboolean met;
	} cases[] = {
		{EXPECT_DROPPED, TRUE},           {EXPECT_NOT_DELIVERED, TRUE},
		{EXPECT_DELIVERED, FALSE},        {1u << PATH_LOOPED, FALSE},
		{1u << PATH_MISDELIVERED, FALSE},
	};
	ExpectFlow config = at(5);

	cut();
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		config.verdicts = cases[i].verdicts;
		add(config);
	}
	run(10);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		check(i, cases[i].met,
		      "forward dropped at P: link P:pe1--PE-1:core is cut; "
		      "reverse dropped at PE-1: link P:pe1--PE-1:core is cut");
}
END_TEST

/* Each but "delivered" is not delivered, and no other verdict. */
static void check_verdicts(ExpectVerdicts seen, const char *detail)
{
	static const ExpectVerdicts all[] = {EXPECT_DELIVERED, EXPECT_DROPPED, 1u << PATH_LOOPED,
					     1u << PATH_MISDELIVERED, EXPECT_NOT_DELIVERED};
	ExpectFlow config = at(5);

	config.direction = EXPECT_FORWARD;
	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
		config.verdicts = all[i];
		add(config);
	}
	run(10);
	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++)
		check(i, (all[i] & seen) != 0, detail);
}

START_TEST(a_loop_is_a_verdict)
{
	rib_lab_route(vpn_net_vrf(net, PE_2), &net->fixed[PE_2], "152.12.4.0/24", 1, 0,
		      "via 192.168.3.2");
	check_verdicts(1u << PATH_LOOPED, "forward looped at CE-3: loop through PE-2");
}
END_TEST

START_TEST(misdelivery_is_a_verdict)
{
	vpn_net_add_namesake(net);
	rib_lab_route(vpn_net_vrf(net, PE_2), &net->bgp[PE_2], "152.12.4.0/24", 200, 0,
		      "lsp 10.0.0.1 vpn 28");
	check_verdicts(1u << PATH_MISDELIVERED,
		       "forward misdelivered at CE-9: delivered to CE-9 instead of CE-2");
}
END_TEST

START_TEST(a_reason_has_wildcards)
{
	static const char *const reasons[] = {"*is cut", "link P?pe1*", "*", "is cut", "link ?"};
	ExpectFlow config = at(5);

	cut();
	config.verdicts = EXPECT_NOT_DELIVERED;
	config.direction = EXPECT_FORWARD;
	for (unsigned i = 0; i < G_N_ELEMENTS(reasons); i++) {
		config.reason = reasons[i];
		add(config);
	}
	run(10);
	for (unsigned i = 0; i < G_N_ELEMENTS(reasons); i++)
		check(i, i < 3, "forward dropped at P: link P:pe1--PE-1:core is cut");
}
END_TEST

START_TEST(what_contradicts_itself_is_refused)
{
	ExpectFlow wrong[] = {at(5), at(5), at(5), at(5)};
	GError *error = NULL;

	wrong[0].path = "ip";
	wrong[0].dropped_at = "P";
	wrong[1].reason = "no route";
	wrong[2].dropped_at = "P";
	wrong[2].verdicts = EXPECT_NOT_DELIVERED;
	wrong[3].path = "ip";
	wrong[3].verdicts = EXPECT_DROPPED;
	for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
		ck_assert_msg(!expect_add_flow(set, &wrong[i], &error), "%u", i);
		ck_assert(error->domain == PROTO_ERROR);
		g_clear_error(&error);
	}
	ck_assert_uint_eq(expect_results(set)->len, 0);
}
END_TEST

static void mend_now(SimEvent *event)
{
	(void)event;
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_UP);
}

/* Out from 5 s to 6 s. */
START_TEST(at_all_times_of_a_span)
{
	static const struct {
		SimTime from, to;
		const char *failed; /* NULL: it is met */
	} spans[] = {
		{0, SIM_NEVER, "at 5s: "},      {0, 5 * SIM_SEC, "at 5s: "},
		{0, 5 * SIM_SEC - 1, NULL},     {5500 * SIM_MSEC, SIM_NEVER, "at 5.5s: "},
		{6 * SIM_SEC, SIM_NEVER, NULL}, {6 * SIM_SEC - 1, 8 * SIM_SEC, "at 5.999999999s: "},
	};
	SimEvent out = {.fn = cut_now}, back = {.fn = mend_now};
	ExpectFlow config = at(0);

	config.direction = EXPECT_FORWARD;
	for (unsigned i = 0; i < G_N_ELEMENTS(spans); i++) {
		config.when.from = spans[i].from;
		config.when.to = spans[i].to;
		add(config);
	}
	sim_event_schedule(net->sim, &out, 5 * SIM_SEC, SIM_WORK);
	sim_event_schedule(net->sim, &back, 6 * SIM_SEC, SIM_WORK);
	run(10);
	for (unsigned i = 0; i < G_N_ELEMENTS(spans); i++) {
		g_autofree char *seen = g_strconcat(
			spans[i].failed ? spans[i].failed : "",
			spans[i].failed ? "forward dropped at P: link P:pe1--PE-1:core is cut"
					: "forward delivered: ip · [ldp][vpn] · [vpn] · ip",
			NULL);

		check(i, !spans[i].failed, seen);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expect_flow");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_path_is_met_both_ways);
	tcase_add_test(tc, another_path_fails_and_says_what_was_seen);
	tcase_add_test(tc, delivered_may_be_enough);
	tcase_add_test(tc, a_drop_is_expected_at_its_node_for_its_reason);
	tcase_add_test(tc, a_drop_that_does_not_happen_fails);
	tcase_add_test(tc, all_that_happens_at_the_instant_comes_first);
	tcase_add_test(tc, a_flow_that_nobody_walked_has_no_path);
	tcase_add_test(tc, names_are_made_where_none_is_given);
	tcase_add_test(tc, patterns_are_read_with_either_sign_and_any_blanks);
	tcase_add_test(tc, as_much_counts_as_is_written);
	tcase_add_test(tc, what_cannot_be_read_is_refused);
	tcase_add_test(tc, a_verdict_may_be_enough);
	tcase_add_test(tc, a_loop_is_a_verdict);
	tcase_add_test(tc, misdelivery_is_a_verdict);
	tcase_add_test(tc, a_reason_has_wildcards);
	tcase_add_test(tc, what_contradicts_itself_is_refused);
	tcase_add_test(tc, at_all_times_of_a_span);
	return test_main("expect_flow", tc);
}
