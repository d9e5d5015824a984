/* SPDX-License-Identifier: Apache-2.0 */
/* VRFs on routers that speak BGP: R1 and R2 are PEs, R3 a third where a test wants it. */
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_vrf.h"
#include "models/rib/label.h"
#include "tests/models/vpn/vpn_lab.h"
#include "tests/testing.h"

#include <string.h>

static VpnLab v;
static VpnSite *pes[4]; /* of R1, R2, R3 */

static void add_pe(unsigned i, const char *rd, const char *import, const char *export)
{
	VpnLabVrf config = {.name = "VPN-B", .rd = rd, .import_rts = import, .export_rts = export};

	pes[i] = vpn_lab_add(&v, i, &config);
}

static void start(unsigned n)
{
	static const uint32_t as_numbers[] = {1, 1, 1};

	vpn_lab_init(&v, lab_new(n, as_numbers));
	for (unsigned i = 2; i <= n; i++)
		lab_join(v.lab, 1, i);
}

static void start_all(void)
{
	vpn_lab_start(&v);
}

static void run(unsigned seconds)
{
	vpn_lab_run(&v, seconds);
}

static void teardown(void)
{
	vpn_lab_clear(&v);
}

static void put(unsigned i, const char *prefix, uint32_t metric)
{
	vpn_lab_put(pes[i], prefix, metric);
}

static void take(unsigned i, const char *prefix)
{
	vpn_lab_take(pes[i], prefix);
}

static void expect_route(unsigned i, const char *prefix, const char *text)
{
	vpn_lab_expect(pes[i], prefix, text);
}

static void two_pes(void)
{
	start(2);
	add_pe(1, "1:27", "1:222", "1:222");
	add_pe(2, "1:27", "1:222", "1:222");
	start_all();
}

START_TEST(a_route_crosses_with_its_label)
{
	two_pes();
	put(2, "152.12.4.0/24", 5);
	run(30);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
	expect_route(2, "152.12.4.0/24", "own");
	ck_assert_str_eq(fwd_lfib_get(lab_router(v.lab, 2)->fwd, 16)->owner->name, "vpn");
	ck_assert_ptr_null(fwd_lfib_get(lab_router(v.lab, 1)->fwd, 16));
	take(2, "152.12.4.0/24");
	run(10);
	expect_route(1, "152.12.4.0/24", "none");
	ck_assert_ptr_null(fwd_lfib_get(lab_router(v.lab, 2)->fwd, 16));
}
END_TEST

START_TEST(a_change_of_the_metric_keeps_the_label)
{
	two_pes();
	put(2, "152.12.4.0/24", 5);
	run(30);
	put(2, "152.12.4.0/24", 6);
	run(10);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 6");
}
END_TEST

START_TEST(only_redistributed_protocols_are_exported)
{
	RibSource other;

	two_pes();
	rib_source_init(lab_router(v.lab, 2)->rib_node, &other, "ospf", "VPN-B");
	vpn_lab_put_of(pes[2], &other, "152.12.4.0/24", 5);
	run(30);
	expect_route(1, "152.12.4.0/24", "none");
	/* One that takes over from it is, and goes when it takes over again. */
	put(2, "152.12.4.0/24", 4);
	run(10);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 4");
	take(2, "152.12.4.0/24");
	run(10);
	expect_route(1, "152.12.4.0/24", "none");
	rib_source_withdraw_all(pes[2]->rib, &other);
}
END_TEST

START_TEST(an_own_route_is_better_than_an_imported_one)
{
	two_pes();
	put(1, "152.12.4.0/24", 5);
	put(2, "152.12.4.0/24", 5);
	run(30);
	expect_route(1, "152.12.4.0/24", "own");
	take(1, "152.12.4.0/24");
	run(1);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
}
END_TEST

START_TEST(a_route_that_nobody_imports_is_refused_with_its_targets)
{
	start(2);
	add_pe(1, "1:27", "1:222", "1:222");
	add_pe(2, "1:27", "1:222", "1:999 1:998");
	start_all();
	put(2, "152.12.4.0/24", 5);
	run(30);
	expect_route(1, "152.12.4.0/24", "none");
	ck_assert_uint_eq(lab_count(v.lab,
				    "R1 refuses 152.12.4.0/24 of 10.0.0.2: no VRF imports any "
				    "of its route targets (1:999 1:998)\n"),
			  1);
	ck_assert_uint_eq(lab_count(v.lab, "refuses"), 1);
}
END_TEST

START_TEST(a_route_without_targets_is_refused)
{
	start(2);
	add_pe(1, "1:27", "1:222", "1:222");
	add_pe(2, "1:27", "1:222", "");
	start_all();
	put(2, "152.12.4.0/24", 5);
	run(30);
	ck_assert_uint_eq(lab_count(v.lab, "route targets (it has none)\n"), 1);
}
END_TEST

static void set_import(unsigned i, const char *text)
{
	GArray *rts = vpn_lab_targets(text);

	vpn_vrf_set_import(pes[i]->vrf, rts);
	g_array_free(rts, TRUE);
	run(1);
}

static void set_export(unsigned i, const char *text)
{
	GArray *rts = vpn_lab_targets(text);

	vpn_vrf_set_export(pes[i]->vrf, rts);
	g_array_free(rts, TRUE);
}

START_TEST(import_targets_may_change)
{
	two_pes();
	put(2, "152.12.4.0/24", 5);
	run(30);
	set_import(1, "1:1");
	expect_route(1, "152.12.4.0/24", "none");
	ck_assert_uint_eq(lab_count(v.lab, "refuses 152.12.4.0/24"), 1);
	set_import(1, "1:2");
	ck_assert_uint_eq(lab_count(v.lab, "refuses 152.12.4.0/24"), 1);
	set_import(1, "1:2 1:222");
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
	ck_assert_uint_eq(lab_count(v.lab, "refuses 152.12.4.0/24"), 1);
}
END_TEST

/* Route refresh: only where more is imported than any VRF did, and something had been dropped. */
START_TEST(what_was_not_kept_is_asked_for)
{
	start(2);
	add_pe(1, "1:27", "1:222 1:333", "1:222");
	add_pe(2, "1:27", "1:222", "1:999");
	lab_bgp(v.lab, 1)->keep = BGP_KEEP_NO;
	start_all();
	vpn_lab_put(pes[2], "152.12.4.0/24", 5);
	run(30);
	ck_assert_uint_eq(lab_count(v.lab, "R1 refuses 152.12.4.0/24 of 10.0.0.2: not kept: "), 1);
	set_import(1, "1:333");
	ck_assert_uint_eq(lab_count(v.lab, "R1 sent route-refresh"), 0);
	set_import(1, "1:333 1:999");
	ck_assert_uint_eq(lab_count(v.lab, "R1 sent route-refresh"), 1);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
	set_import(1, "1:333");
	expect_route(1, "152.12.4.0/24", "none");
	ck_assert_uint_eq(lab_count(v.lab, "R1 refuses 152.12.4.0/24"), 2);
	ck_assert_uint_eq(lab_count(v.lab, "R1 sent route-refresh"), 1);
}
END_TEST

START_TEST(export_targets_may_change)
{
	two_pes();
	put(2, "152.12.4.0/24", 5);
	run(30);
	set_export(2, "1:999");
	run(10);
	expect_route(1, "152.12.4.0/24", "none");
	ck_assert_uint_eq(lab_count(v.lab,
				    "R1 refuses 152.12.4.0/24 of 10.0.0.2: no VRF imports any "
				    "of its route targets (1:999)\n"),
			  1);
	set_export(2, "1:999 1:222");
	run(10);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
}
END_TEST

/* A map of one entry, which has the rule. */
static const PolicyMap *map_of(PolicySet *set, const char *name, const char *element,
			       const void *config)
{
	PolicyEntryConfig entry_config = {.seq = 20, .action = POLICY_PERMIT};
	PolicyMap *map = policy_set_add_map(set, name, NULL);
	PolicyEntry *entry = policy_map_add(map, &entry_config, NULL);
	const PolicyRule *rule = bgp_policy_rules;

	while (strcmp(rule->element, element) != 0)
		rule++;
	ck_assert(policy_entry_add(entry, rule, config, NULL));
	return map;
}

static const PolicyMap *map_that_adds(PolicySet *set, const char *text)
{
	/* As the rule's configuration. */
	struct {
		GArray *route_targets, *sites;
		gboolean additive;
	} config = {vpn_lab_targets(text), vpn_lab_targets(""), TRUE};
	const PolicyMap *map = map_of(set, "adds", "set-extcommunity", &config);

	g_array_free(config.route_targets, TRUE);
	g_array_free(config.sites, TRUE);
	return map;
}

START_TEST(an_export_map_adds_targets_and_denies)
{
	PolicySet *set = policy_set_new(NULL);
	const PolicyMap *adds = map_that_adds(set, "1:901");
	const PolicyMap *nothing = policy_set_add_map(set, "nothing", NULL);

	start(2);
	add_pe(1, "1:27", "1:901", "1:222");
	add_pe(2, "1:27", "1:222", "1:222");
	vpn_vrf_set_export_map(pes[2]->vrf, adds);
	start_all();
	put(2, "152.12.4.0/24", 5);
	run(30);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
	ck_assert_uint_eq(lab_count(v.lab, "refuses"), 0);
	/* The route targets of the VRF are there beside it. */
	set_import(1, "1:222");
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");

	vpn_vrf_set_export_map(pes[2]->vrf, nothing);
	run(10);
	expect_route(1, "152.12.4.0/24", "none");
	ck_assert_ptr_null(fwd_lfib_get(lab_router(v.lab, 2)->fwd, 16));
	put(2, "152.12.4.0/24", 6);
	set_export(2, "1:222 1:223");
	run(10);
	ck_assert_uint_eq(lab_count(v.lab, "R2 refuses 152.12.4.0/24 of nobody: not exported: "
					   "route-map nothing: no entry matches\n"),
			  1);
	/* What is denied is told once nothing denies it any more. */
	vpn_vrf_set_export_map(pes[2]->vrf, NULL);
	run(10);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 17 metric 6");
	vpn_vrf_set_export_map(pes[2]->vrf, nothing);
	take(2, "152.12.4.0/24");
	run(10);
	vpn_vrf_set_export_map(pes[2]->vrf, NULL);
	run(10);
	expect_route(1, "152.12.4.0/24", "none");
	policy_set_free(set);
}
END_TEST

START_TEST(the_label_mode_changes)
{
	two_pes();
	put(2, "152.12.4.0/24", 5);
	put(2, "152.12.5.0/24", 5);
	run(30);
	expect_route(1, "152.12.5.0/24", "via 10.0.0.2 label 17 metric 5");
	vpn_vrf_set_label_mode(pes[2]->vrf, VPN_LABELS_PER_VRF);
	run(10);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 18 metric 5");
	expect_route(1, "152.12.5.0/24", "via 10.0.0.2 label 18 metric 5");
	ck_assert_ptr_null(fwd_lfib_get(lab_router(v.lab, 2)->fwd, 17));
	vpn_vrf_set_label_mode(pes[2]->vrf, VPN_LABELS_PER_PREFIX);
	run(10);
	expect_route(1, "152.12.5.0/24", "via 10.0.0.2 label 20 metric 5");
	ck_assert_ptr_null(fwd_lfib_get(lab_router(v.lab, 2)->fwd, 18));
}
END_TEST

START_TEST(an_import_map_changes_and_denies)
{
	PolicySet *set = policy_set_new(NULL);
	const uint32_t value = 300;
	const PolicyMap *prefers = map_of(set, "prefers", "set-local-preference", &value);
	const PolicyMap *nothing = policy_set_add_map(set, "nothing", NULL);
	NetPrefix prefix = vpn_lab_prefix("152.12.4.0/24");
	BgpVrfRoute route;

	two_pes();
	vpn_vrf_set_import_map(pes[1]->vrf, prefers);
	put(2, "152.12.4.0/24", 5);
	run(30);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
	ck_assert(bgp_vrf_lookup(pes[1]->bgp, &prefix, &route));
	ck_assert_uint_eq(route.attrs->attrs.local_pref, 300);
	vpn_vrf_set_import_map(pes[1]->vrf, nothing);
	run(1);
	expect_route(1, "152.12.4.0/24", "none");
	ck_assert_uint_eq(lab_count(v.lab, "R1 refuses 152.12.4.0/24 of 10.0.0.2: not imported: "
					   "route-map nothing: no entry matches\n"),
			  1);
	/* So is what comes anew. */
	put(2, "152.12.5.0/24", 5);
	run(10);
	expect_route(1, "152.12.5.0/24", "none");
	ck_assert_uint_eq(lab_count(v.lab, "R1 refuses 152.12.5.0/24 of 10.0.0.2: not imported"),
			  1);
	vpn_vrf_set_import_map(pes[1]->vrf, NULL);
	run(1);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
	ck_assert(bgp_vrf_lookup(pes[1]->bgp, &prefix, &route));
	ck_assert_uint_eq(route.attrs->attrs.local_pref, 100);
	policy_set_free(set);
}
END_TEST

START_TEST(without_lsp_the_route_waits)
{
	two_pes();
	lab_set_lsp(v.lab, 1, 2, FALSE);
	put(2, "152.12.4.0/24", 5);
	run(30);
	expect_route(1, "152.12.4.0/24", "none");
	{
		FwdVrf *vrf = rib_vrf(pes[1]->rib);
		NetPrefix dst = vpn_lab_prefix("152.12.4.1/32");
		GString *why = g_string_new(NULL);

		ck_assert(vrf->explain(vrf, &dst.addr, why, vrf->explain_user));
		ck_assert_str_eq(why->str, "no LSP to R2");
		g_string_free(why, TRUE);
	}
	lab_set_lsp(v.lab, 1, 2, TRUE);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
}
END_TEST

START_TEST(of_two_rds_one_route_is_chosen)
{
	start(3);
	add_pe(1, "1:1", "1:222", "1:222");
	add_pe(2, "1:2", "1:222", "1:222");
	add_pe(3, "1:3", "1:222", "1:222");
	start_all();
	put(2, "152.12.4.0/24", 9);
	put(3, "152.12.4.0/24", 5);
	run(30);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.3 label 16 metric 5");
	take(3, "152.12.4.0/24");
	run(10);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 9");
	put(3, "152.12.4.0/24", 5);
	run(10);
	/* The label has not been given out again at once. */
	expect_route(1, "152.12.4.0/24", "via 10.0.0.3 label 17 metric 5");
	/* A way that works comes before a better one that does not. */
	lab_set_lsp(v.lab, 1, 3, FALSE);
	run(10);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 9");
}
END_TEST

START_TEST(routes_go_and_come_with_bgp)
{
	two_pes();
	put(2, "152.12.4.0/24", 5);
	run(30);
	bgp_class.stop(lab_router(v.lab, 1)->bgp);
	run(1);
	expect_route(1, "152.12.4.0/24", "none");
	bgp_class.start(lab_router(v.lab, 1)->bgp);
	run(60);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
	bgp_class.stop(lab_router(v.lab, 2)->bgp);
	run(1);
	expect_route(1, "152.12.4.0/24", "none");
	bgp_class.start(lab_router(v.lab, 2)->bgp);
	run(60);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 16 metric 5");
}
END_TEST

START_TEST(a_used_up_label_range_is_told)
{
	two_pes();
	rib_label_set_range(lab_router(v.lab, 2)->rib_node, 100, 100);
	put(2, "152.12.4.0/24", 5);
	put(2, "152.12.5.0/24", 5);
	run(30);
	expect_route(1, "152.12.4.0/24", "via 10.0.0.2 label 100 metric 5");
	expect_route(1, "152.12.5.0/24", "none");
	ck_assert_uint_eq(lab_count(v.lab, "R2 refuses 152.12.5.0/24 of nobody: not exported: the "
					   "label range is used up\n"),
			  1);
	take(2, "152.12.5.0/24");
}
END_TEST

START_TEST(a_label_that_comes_free_is_taken)
{
	two_pes();
	rib_label_set_range(lab_router(v.lab, 2)->rib_node, 100, 100);
	put(2, "152.12.4.0/24", 5);
	put(2, "152.12.5.0/24", 5);
	put(2, "152.12.6.0/24", 5);
	put(2, "152.12.7.0/24", 5);
	run(30);
	take(2, "152.12.5.0/24");
	take(2, "152.12.4.0/24");
	run(10);
	expect_route(1, "152.12.5.0/24", "none");
	expect_route(1, "152.12.6.0/24", "via 10.0.0.2 label 100 metric 5");
	/* What still waits is not told again. */
	ck_assert_uint_eq(lab_count(v.lab, "the label range is used up\n"), 3);
	/* One label is enough where all share it. */
	vpn_vrf_set_label_mode(pes[2]->vrf, VPN_LABELS_PER_VRF);
	run(10);
	expect_route(1, "152.12.6.0/24", "via 10.0.0.2 label 100 metric 5");
	expect_route(1, "152.12.7.0/24", "via 10.0.0.2 label 100 metric 5");
}
END_TEST

START_TEST(without_bgp_nothing_is_exchanged)
{
	static const uint32_t as_numbers[] = {0};
	NetPrefix prefix;

	vpn_lab_init(&v, lab_new(1, as_numbers));
	add_pe(1, "1:27", "1:222", "1:222");
	start_all();
	put(1, "152.12.4.0/24", 5);
	prefix = vpn_lab_prefix("152.12.4.0/24");
	ck_assert_ptr_nonnull(rib_best(pes[1]->rib, &prefix));
	ck_assert_ptr_null(fwd_lfib_get(lab_router(v.lab, 1)->fwd, 16));
	set_import(1, "1:1");
	set_export(1, "1:1");
	take(1, "152.12.4.0/24");
}
END_TEST

START_TEST(one_rd_cannot_serve_two_vrfs)
{
	VpnLabVrf config = {.rd = "1:27", .import_rts = "1:1", .export_rts = "1:1"};
	GError *error = NULL;
	LabRouter *router;
	Rib *second;

	start(1);
	add_pe(1, "1:27", "1:222", "1:222");
	router = lab_router(v.lab, 1);
	second = rib_add(router->rib_node, fwd_node_add_vrf(router->fwd, "VPN-A"));
	ck_assert_ptr_null(vpn_lab_try(&v, 1, second, &config, &error));
	ck_assert_str_eq(
		error->message,
		"VRF \"VPN-A\" has the route distinguisher of VRF \"VPN-B\": every VRF of a "
		"node needs one of its own");
	g_error_free(error);
	ck_assert_ptr_eq(vpn_vrf(v.vpns[0], "VPN-B"), pes[1]->vrf);
	ck_assert_ptr_null(vpn_vrf(v.vpns[0], "VPN-A"));
	config.rd = "1:26";
	ck_assert_ptr_nonnull(vpn_lab_try(&v, 1, second, &config, NULL));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("vpn");

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, a_route_crosses_with_its_label);
	tcase_add_test(tc, a_change_of_the_metric_keeps_the_label);
	tcase_add_test(tc, only_redistributed_protocols_are_exported);
	tcase_add_test(tc, an_own_route_is_better_than_an_imported_one);
	tcase_add_test(tc, a_route_that_nobody_imports_is_refused_with_its_targets);
	tcase_add_test(tc, a_route_without_targets_is_refused);
	tcase_add_test(tc, import_targets_may_change);
	tcase_add_test(tc, what_was_not_kept_is_asked_for);
	tcase_add_test(tc, export_targets_may_change);
	tcase_add_test(tc, an_export_map_adds_targets_and_denies);
	tcase_add_test(tc, the_label_mode_changes);
	tcase_add_test(tc, an_import_map_changes_and_denies);
	tcase_add_test(tc, without_lsp_the_route_waits);
	tcase_add_test(tc, of_two_rds_one_route_is_chosen);
	tcase_add_test(tc, routes_go_and_come_with_bgp);
	tcase_add_test(tc, a_used_up_label_range_is_told);
	tcase_add_test(tc, a_label_that_comes_free_is_taken);
	tcase_add_test(tc, without_bgp_nothing_is_exchanged);
	tcase_add_test(tc, one_rd_cannot_serve_two_vrfs);
	return test_main("vpn", tc);
}
