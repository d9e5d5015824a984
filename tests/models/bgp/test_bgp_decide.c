/* SPDX-License-Identifier: Apache-2.0 */
/* The decision rules, each where it alone makes the difference, and their order. */
#include "models/bgp/bgp_decide.h"
#include "tests/models/bgp/bgp_candidate.h"
#include "tests/testing.h"

static Bgp bgp;
static BgpTable table = {.bgp = &bgp};

static const char *winner(Candidate *a, Candidate *b, Candidate **won)
{
	unsigned rule;
	BgpPath *paths[] = {&a->path, &b->path};
	BgpPath *reverse[] = {&b->path, &a->path};
	BgpPath *best = bgp_decide(&table, paths, 2, &rule);
	unsigned reverse_rule;
	ck_assert_ptr_eq(bgp_decide(&table, reverse, 2, &reverse_rule), best);
	ck_assert_uint_eq(rule, reverse_rule);
	*won = best == &a->path ? a : b;
	return bgp_rule_name(rule);
}

static void set_local_pref(Candidate *c, uint32_t value)
{
	c->attrs.attrs.present |= BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF);
	c->attrs.attrs.local_pref = value;
}

/* From the last rule to the first: each is decided against all that come after it. */
START_TEST(test_order)
{
	Candidate a, b, *won;
	candidate_init(&a, &bgp, 65001, 7, 2);
	candidate_init(&b, &bgp, 65001, 7, 1);
	ck_assert_str_eq(winner(&a, &b, &won), "peer address");
	ck_assert_ptr_eq(won, &b);

	b.attrs.attrs.cluster_list.len = 4;
	ck_assert_str_eq(winner(&a, &b, &won), "cluster list length");
	ck_assert_ptr_eq(won, &a);
	a.attrs.attrs.cluster_list.len = 8;
	ck_assert_str_eq(winner(&a, &b, &won), "cluster list length");
	ck_assert_ptr_eq(won, &b);

	a.peer.session->identifier = 6;
	ck_assert_str_eq(winner(&a, &b, &won), "router id");
	ck_assert_ptr_eq(won, &a);

	b.peer.as_number = 65101;
	ck_assert_str_eq(winner(&a, &b, &won), "eBGP over iBGP");
	ck_assert_ptr_eq(won, &b);

	b.attrs.attrs.med = 1;
	ck_assert_str_eq(winner(&a, &b, &won), "MED");
	ck_assert_ptr_eq(won, &a);

	a.attrs.attrs.origin = BGP_ORIGIN_INCOMPLETE;
	ck_assert_str_eq(winner(&a, &b, &won), "origin");
	ck_assert_ptr_eq(won, &b);

	b.attrs.as_path_length = 3;
	ck_assert_str_eq(winner(&a, &b, &won), "AS path length");
	ck_assert_ptr_eq(won, &a);

	b.path.peer = NULL;
	ck_assert_str_eq(winner(&a, &b, &won), "weight");
	ck_assert_ptr_eq(won, &b);
	a.peer.weight = BGP_WEIGHT_LOCAL;
	ck_assert_str_eq(winner(&a, &b, &won), "local origin");
	ck_assert_ptr_eq(won, &b);

	set_local_pref(&a, 101); /* against the default of 100 */
	ck_assert_str_eq(winner(&a, &b, &won), "local preference");
	ck_assert_ptr_eq(won, &a);
	set_local_pref(&a, 99);
	ck_assert_str_eq(winner(&a, &b, &won), "local preference");
	ck_assert_ptr_eq(won, &b);
}
END_TEST

START_TEST(test_originator_id)
{
	Candidate a, b, *won;
	candidate_init(&a, &bgp, 65001, 7, 1);
	candidate_init(&b, &bgp, 65001, 8, 2);
	b.attrs.attrs.present = BGP_ATTR_BIT(BGP_ATTR_ORIGINATOR_ID);
	b.attrs.attrs.originator_id = 5;
	ck_assert_str_eq(winner(&a, &b, &won), "router id");
	ck_assert_ptr_eq(won, &b);
}
END_TEST

START_TEST(test_med_of_different_ases)
{
	Candidate a, b, *won;
	candidate_init(&a, &bgp, 65101, 7, 1);
	candidate_init(&b, &bgp, 65102, 8, 2);
	b.attrs.neighbour_as = 65102;
	a.attrs.attrs.med = 50;
	ck_assert_str_eq(winner(&a, &b, &won), "router id");
	ck_assert_ptr_eq(won, &a);
}
END_TEST

/* The textbook case: by pairs, the order of arrival would decide; by elimination it does not. */
START_TEST(test_med_does_not_depend_on_order)
{
	static const unsigned orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
					      {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	Candidate c[3];
	candidate_init(&c[0], &bgp, 65101, 3, 1);
	candidate_init(&c[1], &bgp, 65102, 2, 2);
	candidate_init(&c[2], &bgp, 65101, 1, 3);
	c[1].attrs.neighbour_as = 65102;
	c[2].attrs.attrs.med = 10; /* loses to c[0], although its router id is the lowest */
	for (unsigned i = 0; i < 6; i++) {
		unsigned rule;
		BgpPath *paths[3];
		for (unsigned k = 0; k < 3; k++)
			paths[k] = &c[orders[i][k]].path;
		ck_assert_ptr_eq(bgp_decide(&table, paths, 3, &rule), &c[1].path);
		ck_assert_str_eq(bgp_rule_name(rule), "router id");
	}
}
END_TEST

/* Three paths of two ASes, no one of which is better than both others: by twos, the last to be compared wins,
 * which is the oldest. */
START_TEST(test_med_by_arrival)
{
	static const struct {
		uint64_t arrival[3];
		unsigned winner;
		const char *rule;
	} cases[] = {
		{{30, 20, 10}, 2, "router id"}, {{20, 30, 10}, 2, "router id"},
		{{30, 10, 20}, 1, "router id"}, {{10, 30, 20}, 0, "MED"},
		{{20, 10, 30}, 1, "router id"}, {{10, 20, 30}, 0, "MED"},
	};
	Candidate c[3];
	BgpPath *paths[3];
	unsigned rule;

	for (unsigned i = 0; i < 3; i++) {
		candidate_init(&c[i], &bgp, i == 1 ? 65102 : 65101, 3 - i, i + 1);
		c[i].path.cause = cases[_i].arrival[i];
		paths[i] = &c[i].path;
	}
	c[1].attrs.neighbour_as = 65102;
	c[2].attrs.attrs.med = 10; /* loses to c[0], although its router id is the lowest */
	bgp.decision = (BgpDecision){.med_by_arrival = TRUE, .compare_router_id = TRUE};
	ck_assert_ptr_eq(bgp_decide(&table, paths, 3, &rule), &c[cases[_i].winner].path);
	ck_assert_str_eq(bgp_rule_name(rule), cases[_i].rule);
	ck_assert_ptr_eq(bgp_decide(&table, paths, 1, &rule), paths[0]);
	ck_assert_str_eq(bgp_rule_name(rule), "only path");
	bgp.decision = (BgpDecision){0};
}
END_TEST

START_TEST(test_only_path)
{
	Candidate a;
	unsigned rule;
	candidate_init(&a, &bgp, 65001, 7, 1);
	BgpPath *paths[] = {&a.path};
	ck_assert_ptr_eq(bgp_decide(&table, paths, 1, &rule), &a.path);
	ck_assert_str_eq(bgp_rule_name(rule), "only path");
}
END_TEST

/* What a VRF imports: of two RDs of one peer, or of two other VRFs of the node, all else being equal. */
START_TEST(test_imported)
{
	Candidate c;
	BgpLeak a, b;
	BgpPath *paths[2];
	unsigned rule;

	candidate_init(&c, &bgp, 65001, 7, 1);
	for (unsigned i = 0; i < 3; i++) {
		a = (BgpLeak){.path = {.attrs = &c.attrs, .flags = BGP_PATH_LEAKED}, .rd = 2};
		b = a;
		b.rd = 1;
		a.source = i > 0 ? &c.peer : NULL;
		b.source = i == 1 ? &c.peer : NULL;
		c.peer.session->identifier = i == 2 ? 0 : 7;
		for (unsigned k = 0; k < 2; k++) {
			paths[k] = &a.path;
			paths[!k] = &b.path;
			ck_assert_ptr_eq(bgp_decide(&table, paths, 2, &rule), &b.path);
			ck_assert_str_eq(bgp_rule_name(rule),
					 i == 2 ? "eBGP over iBGP" : "route distinguisher");
		}
	}
}
END_TEST

START_TEST(test_weight)
{
	Candidate a, b, *won;
	candidate_init(&a, &bgp, 65001, 7, 1);
	candidate_init(&b, &bgp, 65001, 8, 2);
	b.peer.weight = 1;
	set_local_pref(&a, 200);
	ck_assert_str_eq(winner(&a, &b, &won), "weight");
	ck_assert_ptr_eq(won, &b);
	a.path.peer = NULL; /* own routes have 32768 */
	ck_assert_str_eq(winner(&a, &b, &won), "weight");
	ck_assert_ptr_eq(won, &a);
	b.peer.weight = 40000;
	winner(&a, &b, &won);
	ck_assert_ptr_eq(won, &b);
	/* One that policy has given takes the place of all of these, also 0. */
	b.attrs.weight = 1;
	winner(&a, &b, &won);
	ck_assert_ptr_eq(won, &a);
	a.path.peer = &a.peer;
	a.attrs.weight = 1;
	b.attrs.weight = 0;
	b.peer.weight = 0;
	ck_assert_str_eq(winner(&a, &b, &won), "local preference");
	a.attrs.weight = 1 + 10;
	b.attrs.weight = 1 + 11;
	ck_assert_str_eq(winner(&a, &b, &won), "weight");
	ck_assert_ptr_eq(won, &b);
}
END_TEST

START_TEST(test_med_variants)
{
	Candidate a, b, *won;
	candidate_init(&a, &bgp, 65101, 7, 1);
	candidate_init(&b, &bgp, 65102, 8, 2);
	b.attrs.neighbour_as = 65102;
	a.attrs.attrs.med = 50;
	a.attrs.attrs.present = b.attrs.attrs.present = BGP_ATTR_BIT(BGP_ATTR_MED);
	bgp.decision.always_compare_med = TRUE;
	ck_assert_str_eq(winner(&a, &b, &won), "MED");
	ck_assert_ptr_eq(won, &b);
	bgp.decision.always_compare_med = FALSE;

	b.attrs.neighbour_as = 65101;
	b.attrs.attrs.present = 0;
	ck_assert_str_eq(winner(&a, &b, &won), "MED");
	ck_assert_ptr_eq(won, &b);
	bgp.decision.med_missing_as_worst = TRUE;
	ck_assert_str_eq(winner(&a, &b, &won), "MED");
	ck_assert_ptr_eq(won, &a);
	bgp.decision = (BgpDecision){0};
}
END_TEST

START_TEST(test_as_path_ignored)
{
	Candidate a, b, *won;
	candidate_init(&a, &bgp, 65001, 7, 1);
	candidate_init(&b, &bgp, 65001, 8, 2);
	a.attrs.as_path_length = 5;
	ck_assert_str_eq(winner(&a, &b, &won), "AS path length");
	bgp.decision.as_path_ignore = TRUE;
	ck_assert_str_eq(winner(&a, &b, &won), "router id");
	ck_assert_ptr_eq(won, &a);
	bgp.decision = (BgpDecision){0};
}
END_TEST

/* Between external paths alone, and only until router ids are to be compared. */
START_TEST(test_oldest)
{
	Candidate a, b, *won;
	candidate_init(&a, &bgp, 65101, 7, 1);
	candidate_init(&b, &bgp, 65102, 8, 2);
	a.path.cause = 20;
	b.path.cause = 10;
	ck_assert_str_eq(winner(&a, &b, &won), "oldest external");
	ck_assert_ptr_eq(won, &b);
	bgp.decision.compare_router_id = TRUE;
	ck_assert_str_eq(winner(&a, &b, &won), "router id");
	ck_assert_ptr_eq(won, &a);
	bgp.decision = (BgpDecision){0};
	a.peer.as_number = b.peer.as_number = 65001;
	ck_assert_str_eq(winner(&a, &b, &won), "router id");
}
END_TEST

/* As on Cisco: what the router aggregates comes behind what it originates, both before what it is told. */
START_TEST(test_local_origin)
{
	Candidate a, b, *won;
	candidate_init(&a, &bgp, 65001, 7, 1);
	candidate_init(&b, &bgp, 65001, 8, 2);
	a.path.peer = b.path.peer = NULL;
	a.path.flags = BGP_PATH_AGGREGATE;
	ck_assert_str_eq(winner(&a, &b, &won), "local origin");
	ck_assert_ptr_eq(won, &b);
	b.path.peer = &b.peer;
	b.peer.weight = BGP_WEIGHT_LOCAL;
	ck_assert_str_eq(winner(&a, &b, &won), "local origin");
	ck_assert_ptr_eq(won, &a);
}
END_TEST

/* Two VPN routes of one peer, imported into one VRF. */
START_TEST(test_route_distinguisher)
{
	BgpNextHop *next_hops[1] = {NULL};
	GPtrArray array = {(gpointer *)next_hops, 1};
	BgpLeak leaks[2];
	Candidate c;
	unsigned rule;

	candidate_init(&c, &bgp, 65001, 7, 1);
	table.leaked_next_hops = &array;
	for (unsigned i = 0; i < 2; i++)
		leaks[i] = (BgpLeak){
			.path = {.attrs = &c.attrs, .flags = BGP_PATH_LEAKED},
			.source = &c.peer,
			.rd = 2 - i,
		};
	for (unsigned i = 0; i < 2; i++) {
		BgpPath *paths[] = {&leaks[i].path, &leaks[1 - i].path};

		ck_assert_ptr_eq(bgp_decide(&table, paths, 2, &rule), &leaks[1].path);
		ck_assert_str_eq(bgp_rule_name(rule), "route distinguisher");
	}
	table.leaked_next_hops = NULL;
}
END_TEST

START_TEST(test_names)
{
	static const char *const names[] = {
		"next hop reachable",
		"weight",
		"local preference",
		"local origin",
		"AS path length",
		"origin",
		"MED",
		"eBGP over iBGP",
		"IGP metric",
		"oldest external",
		"router id",
		"cluster list length",
		"peer address",
		"route distinguisher",
	};
	ck_assert_uint_eq(bgp_n_rules, G_N_ELEMENTS(names));
	for (unsigned i = 0; i < bgp_n_rules; i++)
		ck_assert_str_eq(bgp_rules[i].name, names[i]);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_decide");
	tcase_add_test(tc, test_order);
	tcase_add_test(tc, test_originator_id);
	tcase_add_test(tc, test_med_of_different_ases);
	tcase_add_test(tc, test_med_does_not_depend_on_order);
	tcase_add_loop_test(tc, test_med_by_arrival, 0, 6);
	tcase_add_test(tc, test_only_path);
	tcase_add_test(tc, test_weight);
	tcase_add_test(tc, test_imported);
	tcase_add_test(tc, test_med_variants);
	tcase_add_test(tc, test_as_path_ignored);
	tcase_add_test(tc, test_oldest);
	tcase_add_test(tc, test_local_origin);
	tcase_add_test(tc, test_route_distinguisher);
	tcase_add_test(tc, test_names);
	return test_main("bgp_decide", tc);
}
