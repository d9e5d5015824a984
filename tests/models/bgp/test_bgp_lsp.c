/* SPDX-License-Identifier: Apache-2.0 */
/* Labelled unicast routes of R1 as R2 and R3, of another AS, use them. */
#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_lsp.h"
#include "models/bgp/bgp_rib.h"
#include "models/fwd/lfib.h"
#include "models/rib/label.h"
#include "models/rib/nht.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

#include <string.h>

#define LU "ipv4-labelled-unicast"

static Lab *lab;

static void setup(void)
{
	const char *far = "disable-connected-check=yes";

	lab = lab_new(3, (const uint32_t[]){65001, 65002, 65003});
	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_set_lsp(lab, 2, 1, TRUE);
	lab_set_lsp(lab, 3, 2, TRUE);
	lab_add_stub(lab, 1, "10.77.0.1/32");
	lab_neighbor_with(lab, 1, 2, "ipv4 " LU, far);
	lab_neighbor_with(lab, 2, 1, "ipv4 " LU, far);
	lab_neighbor_with(lab, 2, 3, "ipv4 " LU, far);
	lab_neighbor_with(lab, 3, 2, "ipv4 " LU, far);
}

static void teardown(void)
{
	lab_free(lab);
}

static gboolean add_network(const char *text, const char *families, GError **error)
{
	const ProtoItem *item = lab_item("network");
	BgpNetworkConfig config = {0};
	gboolean ok;

	config_set_defaults(item->fields, item->n_fields, &config);
	ck_assert(net_prefix_parse(text, FALSE, &config.prefix));
	g_strfreev(config.families);
	config.families = g_strsplit(families, " ", -1);
	ok = item->add(lab_router(lab, 1)->bgp, NULL, &config, error);
	config_clear(item->fields, item->n_fields, &config);
	return ok;
}

static void start(void)
{
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
}

/* The way to R1's stub: "push 16" and so on, the top first, "none". */
static char *way(unsigned router)
{
	NetPrefix prefix;
	const RibRoute *best;
	g_autoptr(GString) text = g_string_new(NULL);

	ck_assert(net_prefix_parse("10.77.0.1/32", FALSE, &prefix));
	best = rib_best(lab_router(lab, router)->rib, &prefix);
	if (!best)
		return g_strdup("none");
	g_string_append_printf(text, "%s %u", best->source->protocol, best->distance);
	for (unsigned i = 0; i < best->hops[0].labels.depth; i++)
		g_string_append_printf(
			text, " push %s %u",
			label_kind_name((LabelKind)best->hops[0].labels.label[i].kind),
			best->hops[0].labels.label[i].value);
	return g_strdup(text->str);
}

static void assert_way(unsigned router, const char *expected)
{
	g_autofree char *found = way(router);

	ck_assert_str_eq(found, expected);
}

/* What R2 has for the label that it told R3: its operation. */
static const char *operation(uint32_t label)
{
	const FwdLfibEntry *entry = fwd_lfib_get(lab_router(lab, 2)->fwd, label);

	return entry ? fwd_lfib_operation(entry) : "none";
}

static void ignore(RibNht *nht, void *user)
{
	(void)nht;
	(void)user;
}

/* Whether R3 has an LSP to R1's stub. */
static gboolean leads_there(void)
{
	NetAddr stub;
	RibNht *nht;
	gboolean resolved;

	ck_assert(net_addr_parse("10.77.0.1", &stub));
	nht = rib_nht_track(lab_router(lab, 3)->rib, &stub, RIB_NHT_LSP, ignore, NULL);
	resolved = rib_nht_resolved(nht);
	rib_nht_untrack(nht, ignore, NULL);
	return resolved;
}

/* What R3 swaps its label 16 for. */
static void assert_swapped(uint32_t label)
{
	const FwdLfibEntry *entry = fwd_lfib_get(lab_router(lab, 3)->fwd, 16);
	LabelStack labels;

	ck_assert_ptr_nonnull(entry);
	fwd_nexthop_end(entry->nh, &labels);
	ck_assert_uint_eq(labels.depth, 1);
	ck_assert_uint_eq(labels.label[0].value, label);
}

START_TEST(a_route_with_its_label_and_an_lsp)
{
	ck_assert(add_network("10.77.0.1/32", LU, NULL));
	start();
	/* R1's own loopback: implicit null, popped by R2. */
	assert_way(2, "bgp 20");
	assert_way(3, "bgp 20 push bgp-lu 16");
	ck_assert(leads_there());
	ck_assert_str_eq(fwd_lfib_get(lab_router(lab, 2)->fwd, 16)->owner->name, "bgp-lu");
	lab_set_lsp(lab, 3, 2, FALSE);
	lab_run(lab, 20 * SIM_SEC);
	assert_way(3, "none");
	ck_assert(!leads_there());
	lab_set_lsp(lab, 3, 2, TRUE);
	lab_run(lab, 30 * SIM_SEC);
	assert_way(3, "bgp 20 push bgp-lu 16");
	bgp_class.stop(lab_router(lab, 1)->bgp);
	lab_run(lab, 40 * SIM_SEC);
	assert_way(3, "none");
	ck_assert_str_eq(operation(16), "none");
}
END_TEST

START_TEST(explicit_null_is_pushed)
{
	lab_bgp(lab, 1)->explicit_null = TRUE;
	ck_assert(add_network("10.77.0.1/32", LU, NULL));
	start();
	assert_way(2, "bgp 20 push explicit-null 0");
	assert_way(3, "bgp 20 push bgp-lu 16");
	ck_assert_str_eq(operation(16), "swap");
}
END_TEST

/* Both are as good: the one with a label is taken, and when it goes the other one. */
START_TEST(before_the_unlabelled_route)
{
	NetPrefix prefix;

	ck_assert(add_network("10.77.0.1/32", "ipv4 " LU, NULL));
	start();
	assert_way(3, "bgp 20 push bgp-lu 16");
	ck_assert(net_prefix_parse("10.77.0.1/32", FALSE, &prefix));
	bgp_network_remove(lab_bgp(lab, 1), &prefix);
	lab_run(lab, 20 * SIM_SEC);
	assert_way(3, "none");
	ck_assert(add_network("10.77.0.1/32", "ipv4", NULL));
	lab_run(lab, 30 * SIM_SEC);
	assert_way(3, "bgp 20");
	ck_assert(!leads_there());
}
END_TEST

/* A prefix that R1 reaches by another router has a label of R1's, which ends there as there is no LSP. */
START_TEST(a_prefix_beyond)
{
	const BgpTable *table = &lab_bgp(lab, 1)->tables[BGP_FAMILY_IPV4_LABELLED];
	NetPrefix prefix;
	const BgpNet *net;

	ck_assert(add_network("10.0.0.2/32", LU, NULL));
	start();
	ck_assert(net_prefix_parse("10.0.0.2/32", FALSE, &prefix));
	net = bgp_table_find(table, 0, &prefix);
	ck_assert_ptr_nonnull(net);
	ck_assert_uint_eq(bgp_label_of(table, net->id), 16);
	ck_assert_str_eq(fwd_lfib_operation(fwd_lfib_get(lab_router(lab, 1)->fwd, 16)), "pop");
	ck_assert(fwd_lfib_get(lab_router(lab, 1)->fwd, 16)->bottom);
}
END_TEST

/* As at a reflector: what it tells on, with the label as it came, it does not use itself. */
START_TEST(one_that_installs_nothing_has_no_lsp_either)
{
	ck_assert(add_network("10.77.0.1/32", LU, NULL));
	lab_bgp(lab, 2)->install = FALSE;
	lab_peer(lab, 2, 3)->families[BGP_FAMILY_IPV4_LABELLED].next_hop = BGP_NEXT_HOP_UNCHANGED;
	lab_set_route_via(lab, 3, 1, 2);
	start();
	assert_way(2, "none");
	ck_assert_str_eq(operation(16), "none");
	ck_assert_ptr_nonnull(
		bgp_table_from(&lab_bgp(lab, 3)->tables[BGP_FAMILY_IPV4_LABELLED], 0));
}
END_TEST

/* Two tables have a route to the prefix: the RIB takes the one with the lower MED, an LSP is there all the same. */
START_TEST(behind_a_better_unlabelled_route)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *worse = policy_set_add_map(set, "worse", NULL);

	text_entry(worse, policy_common_rules, "permit; set-metric value=5");
	ck_assert(add_network("10.77.0.1/32", "ipv4 " LU, NULL));
	start();
	assert_way(3, "bgp 20 push bgp-lu 16");
	bgp_import_set_map(lab_peer(lab, 3, 2), BGP_FAMILY_IPV4_LABELLED, worse);
	lab_run(lab, 20 * SIM_SEC);
	assert_way(3, "bgp 20");
	ck_assert(leads_there());
	bgp_import_set_map(lab_peer(lab, 3, 2), BGP_FAMILY_IPV4, worse);
	lab_run(lab, 30 * SIM_SEC);
	assert_way(3, "bgp 20 push bgp-lu 16");
	lab_free(lab);
	policy_set_free(set);
	setup();
}
END_TEST

/* Both tables have a labelled route to the prefix, of different neighbours: the LSP is that of the route which the
 * RIB takes. */
START_TEST(labelled_in_both_tables)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *worse = policy_set_add_map(set, "worse", NULL);
	NetPrefix stub;
	Fec fec;

	lab_free(lab);
	lab = lab_new(3, (const uint32_t[]){65001, 65002, 65003});
	for (unsigned i = 2; i <= 3; i++) {
		lab_link(lab, 1, i);
		lab_set_lsp(lab, i, 1, TRUE);
	}
	lab_link(lab, 2, 3);
	lab_set_lsp(lab, 3, 2, TRUE);
	lab_add_stub(lab, 1, "10.77.0.1/32");
	lab_neighbor(lab, 1, 2, LU);
	lab_neighbor(lab, 2, 1, LU);
	lab_neighbor(lab, 2, 3, LU);
	lab_neighbor(lab, 3, 2, LU);
	lab_neighbor_with(lab, 1, 3, "ipv4", "send-label=yes");
	lab_neighbor_with(lab, 3, 1, "ipv4", "send-label=yes");
	lab_bgp(lab, 1)->explicit_null = TRUE;
	text_entry(worse, policy_common_rules, "permit; set-metric value=5");
	ck_assert(net_prefix_parse("10.77.0.1/32", FALSE, &stub));
	fec = fec_prefix(&stub);
	ck_assert(add_network("10.77.0.1/32", "ipv4 " LU, NULL));
	start();
	/* R3's own label for it shows the LSP. */
	ck_assert_uint_eq(rib_label_acquire(lab_router(lab, 3)->rib, &fec, "test", 0), 16);
	assert_way(3, "bgp 20 push bgp-lu 16");
	assert_swapped(16);
	bgp_import_set_map(lab_peer(lab, 3, 2), BGP_FAMILY_IPV4_LABELLED, worse);
	lab_run(lab, 20 * SIM_SEC);
	assert_way(3, "bgp 20 push explicit-null 0");
	assert_swapped(0);
	bgp_import_set_map(lab_peer(lab, 3, 1), BGP_FAMILY_IPV4, worse);
	lab_run(lab, 30 * SIM_SEC);
	assert_way(3, "bgp 20 push bgp-lu 16");
	assert_swapped(16);
	lab_free(lab);
	policy_set_free(set);
	setup();
}
END_TEST

/* Routes with labels of two neighbours, used side by side: each way pushes the label of its own. */
START_TEST(multipath)
{
	static const char *const ways[] = {LU, "ipv4"};
	const char *attributes = _i == 0 ? "" : "send-label=yes";
	const FwdNextHop *nh;
	const RibRoute *best;
	NetPrefix prefix;

	lab_free(lab);
	lab = lab_new(4, (const uint32_t[]){65001, 65002, 65002, 65004});
	lab_add_stub(lab, 1, "10.77.0.1/32");
	for (unsigned i = 2; i <= 3; i++) {
		lab_link(lab, 1, i);
		lab_link(lab, i, 4);
		lab_set_lsp(lab, i, 1, TRUE);
		lab_set_lsp(lab, 4, i, TRUE);
		lab_neighbor_with(lab, 1, i, ways[_i], attributes);
		lab_neighbor_with(lab, i, 1, ways[_i], attributes);
		lab_neighbor_with(lab, i, 4, ways[_i], attributes);
		lab_neighbor_with(lab, 4, i, ways[_i], attributes);
	}
	lab_bgp(lab, 4)->decision.maximum_paths = 2;
	lab_bgp(lab, 4)->label_on_receipt = TRUE;
	ck_assert(add_network("10.77.0.1/32", ways[_i], NULL));
	start();
	ck_assert(net_prefix_parse("10.77.0.1/32", FALSE, &prefix));
	best = rib_best(lab_router(lab, 4)->rib, &prefix);
	ck_assert_ptr_nonnull(best);
	ck_assert_uint_eq(best->n_hops, 2);
	for (unsigned i = 0; i < 2; i++) {
		NetAddr r = lab_loopback(2 + i);

		ck_assert(net_addr_equal(&best->hops[i].gateway, &r));
		ck_assert_uint_eq(best->hops[i].labels.depth, 1);
	}
	/* The LSP has both as well, and so has the label that others would be told. */
	nh = fwd_lfib_get(lab_router(lab, 4)->fwd, 16)->nh;
	ck_assert_int_eq(nh->kind, FWD_NH_GROUP);
	ck_assert_uint_eq(nh->u.group.n, 2);
	lab_set_lsp(lab, 4, 3, FALSE);
	lab_run(lab, 20 * SIM_SEC);
	ck_assert_uint_eq(rib_best(lab_router(lab, 4)->rib, &prefix)->n_hops, 1);
}
END_TEST

START_TEST(of_vpn_routes_there_are_no_networks)
{
	GError *error = NULL;

	ck_assert(!add_network("10.77.0.1/32", "vpnv4", &error));
	ck_assert_str_eq(error->message, "a network is not originated in family \"vpnv4\": write "
					 "ipv4 or ipv4-labelled-unicast");
	g_error_free(error);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_lsp");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_route_with_its_label_and_an_lsp);
	tcase_add_test(tc, explicit_null_is_pushed);
	tcase_add_test(tc, before_the_unlabelled_route);
	tcase_add_test(tc, a_prefix_beyond);
	tcase_add_test(tc, one_that_installs_nothing_has_no_lsp_either);
	tcase_add_test(tc, behind_a_better_unlabelled_route);
	tcase_add_test(tc, labelled_in_both_tables);
	tcase_add_loop_test(tc, multipath, 0, 2);
	tcase_add_test(tc, of_vpn_routes_there_are_no_networks);
	return test_main("bgp_lsp", tc);
}
