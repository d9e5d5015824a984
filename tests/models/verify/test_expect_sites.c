/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_sites.h"
#include "tests/models/verify/vpn_net.h"
#include "tests/testing.h"

/* VPN-B: CE-3 and CE-2. VPN-A: CE-9, with CE-2's address. */
static VpnNet *net;
static ExpectSet *set;
static GPtrArray *vpn_a, *vpn_b;

static void setup(void)
{
	net = vpn_net_new();
	vpn_net_add_namesake(net);
	set = expect_set_new(net->sim);
	vpn_a = g_ptr_array_new();
	vpn_b = g_ptr_array_new();
	g_ptr_array_add(vpn_a, vpn_net_node(net, "CE-9"));
	g_ptr_array_add(vpn_b, net->nodes[CE_3]);
	g_ptr_array_add(vpn_b, net->nodes[CE_2]);
}

static void teardown(void)
{
	expect_set_free(set);
	vpn_net_free(net);
	g_ptr_array_unref(vpn_a);
	g_ptr_array_unref(vpn_b);
}

typedef gboolean (*AddFn)(ExpectSet *set, const ExpectSites *config, GError **error);

/* At 5 s; NULL or what is wrong. */
static char *add(AddFn fn, unsigned n)
{
	const ExpectGroup groups[] = {{"VPN-B", vpn_b}, {"VPN-A", vpn_a}};
	ExpectSites config = {
		.when = {.from = 5 * SIM_SEC, .to = 5 * SIM_SEC}, .groups = groups, .n_groups = n};
	GError *error = NULL;
	char *message = NULL;

	if (!fn(set, &config, &error)) {
		ck_assert(error->domain == PROTO_ERROR);
		message = g_strdup(error->message);
		g_error_free(error);
	}
	return message;
}

static void run(void)
{
	expect_set_start(set, NULL);
	sim_run(net->sim, 10 * SIM_SEC);
}

static void check(unsigned i, const char *name, gboolean passed, const char *detail)
{
	const ExpectResult *result = &g_array_index(expect_results(set), ExpectResult, i);

	ck_assert_str_eq(result->name, name);
	ck_assert_str_eq(result->detail, detail);
	ck_assert_int_eq(result->passed, passed);
}

START_TEST(all_is_well)
{
	ck_assert_ptr_null(add(expect_add_reach, 1));
	ck_assert_ptr_null(add(expect_add_reach, 2));
	ck_assert_ptr_null(add(expect_add_isolation, 2));
	run();
	check(0, "VPN-B at 5s: full reach", TRUE, "2 of 2 pairs");
	check(1, "VPN-B at 5s: full reach", TRUE, "2 of 2 pairs");
	check(2, "VPN-B, VPN-A at 5s: isolated from each other", TRUE, "4 of 4 pairs");
}
END_TEST

START_TEST(who_does_not_reach_whom)
{
	ck_assert_ptr_null(add(expect_add_reach, 1));
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_SILENT);
	run();
	check(0, "VPN-B at 5s: full reach", FALSE,
	      "not so of 2 of 2 pairs: "
	      "CE-3 -> CE-2 152.12.4.1: dropped at P: link P:pe1--PE-1:core is cut; "
	      "CE-2 -> CE-3 152.12.3.1: dropped at PE-1: link P:pe1--PE-1:core is cut");
}
END_TEST

/* Delivered, but to the one with the same address. */
START_TEST(another_node_with_the_address_does_not_do)
{
	ck_assert_ptr_null(add(expect_add_reach, 1));
	ck_assert_ptr_null(add(expect_add_isolation, 2));
	rib_lab_route(vpn_net_vrf(net, PE_2), &net->bgp[PE_2], "152.12.4.0/24", 200, 0,
		      "lsp 10.0.0.1 vpn 28");
	run();
	check(0, "VPN-B at 5s: full reach", FALSE,
	      "not so of 1 of 2 pairs: CE-3 -> CE-2 152.12.4.1: delivered at CE-9");
	check(1, "VPN-B, VPN-A at 5s: isolated from each other", FALSE,
	      "not so of 1 of 4 pairs: CE-3 -> CE-9 152.12.4.1: delivered at CE-9");
}
END_TEST

/* It need not arrive to have been where it should not be. */
START_TEST(the_way_counts_too)
{
	ck_assert_ptr_null(add(expect_add_isolation, 2));
	rib_lab_route(vpn_net_vrf(net, PE_2), &net->bgp[PE_2], "152.12.4.0/24", 200, 0,
		      "lsp 10.0.0.1 vpn 28");
	fwd_iface_set_shut(fwd_node_iface(vpn_net_node(net, "CE-9")->fwd, "lo"), TRUE);
	rib_lab_route(rib_global(vpn_net_node(net, "CE-9")->rib), &net->fixed[CE_2], "0.0.0.0/0", 1,
		      0, "discard");
	run();
	check(0, "VPN-B, VPN-A at 5s: isolated from each other", FALSE,
	      "not so of 1 of 4 pairs: CE-3 -> CE-9 152.12.4.1: dropped at CE-9: discard route");
}
END_TEST

START_TEST(only_the_first_few_are_told)
{
	for (unsigned i = 0; i < 3; i++) {
		g_autofree char *address = g_strdup_printf("152.99.%u.1/32", i);
		g_autofree char *name = g_strdup_printf("lo%u", i);

		vpn_net_iface(net->nodes[CE_2], name, FWD_IFACE_LOOPBACK, NULL, address);
	}
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_SILENT);
	ck_assert_ptr_null(add(expect_add_reach, 1));
	run();
	check(0, "VPN-B at 5s: full reach", FALSE,
	      "not so of 5 of 5 pairs: "
	      "CE-3 -> CE-2 152.12.4.1: dropped at P: link P:pe1--PE-1:core is cut; "
	      "CE-3 -> CE-2 152.99.0.1: dropped at PE-2: no route; "
	      "CE-3 -> CE-2 152.99.1.1: dropped at PE-2: no route; and 2 more");
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
	static const char *const expected[] = {
		"isolation is between customers; write two that have nodes, or two nodes",
		"reach is between the sites of a customer; write one that has two nodes, or two nodes",
	};
	g_autofree char *isolation = add(expect_add_isolation, 1);
	g_autofree char *reach = NULL;

	ck_assert_str_eq(isolation, expected[0]);
	g_ptr_array_set_size(vpn_b, 1);
	reach = add(expect_add_reach, 2);
	ck_assert_str_eq(reach, expected[1]);
	ck_assert_uint_eq(expect_results(set)->len, 0);
}
END_TEST

START_TEST(a_site_needs_an_address)
{
	NetAddr id = rib_lab_addr("0.0.0.1");
	g_autofree char *message = NULL;

	g_ptr_array_add(vpn_b, network_add_node(net->network, "CE-8", NODE_CE, 0, NULL, &id, NULL));
	message = add(expect_add_reach, 1);
	ck_assert_str_eq(message,
			 "node \"CE-8\" has no address to be reached at; give it a loopback");
}
END_TEST

/* Without a loopback: the first interface. */
START_TEST(a_site_without_a_loopback)
{
	NetAddr id = rib_lab_addr("0.0.0.1");
	Node *node = network_add_node(net->network, "CE-8", NODE_CE, 0, NULL, &id, NULL);

	vpn_net_iface(node, "a", FWD_IFACE_ETHERNET, NULL, "192.168.8.1/30");
	vpn_net_iface(node, "b", FWD_IFACE_ETHERNET, NULL, "192.168.9.1/30");
	g_ptr_array_set_size(vpn_b, 1);
	g_ptr_array_add(vpn_b, node);
	ck_assert_ptr_null(add(expect_add_reach, 1));
	run();
	check(0, "VPN-B at 5s: full reach", FALSE,
	      "not so of 2 of 2 pairs: "
	      "CE-3 -> CE-8 192.168.8.1: dropped at PE-2: no route; "
	      "CE-8 -> CE-3 152.12.3.1: dropped at CE-8: no route");
}
END_TEST

START_TEST(names_of_many_groups)
{
	const ExpectGroup groups[] = {
		{"a", vpn_b}, {"b", vpn_a}, {"c", vpn_a}, {"d", vpn_a}, {"e", vpn_a}};
	ExpectSites config = {.groups = groups, .n_groups = 5};

	ck_assert(expect_add_isolation(set, &config, NULL));
	ck_assert_str_eq(g_array_index(expect_results(set), ExpectResult, 0).name,
			 "a, b, c and 2 more at 0s: isolated from each other");
}
END_TEST

START_TEST(a_group_without_a_name_is_called_by_its_nodes)
{
	const ExpectGroup groups[] = {{NULL, vpn_b}};
	ExpectSites config = {.groups = groups, .n_groups = 1};

	ck_assert(expect_add_reach(set, &config, NULL));
	ck_assert_str_eq(g_array_index(expect_results(set), ExpectResult, 0).name,
			 "CE-3, CE-2 at 0s: full reach");
}
END_TEST

/* Walks for expectations leave no trace in the run. */
START_TEST(looking_changes_nothing)
{
	uint64_t before = digest_value(&net->sim->digest), records = net->sim->last_trace_id;

	ck_assert_ptr_null(add(expect_add_reach, 2));
	ck_assert_ptr_null(add(expect_add_isolation, 2));
	run();
	ck_assert_uint_eq(digest_value(&net->sim->digest), before);
	ck_assert_uint_eq(net->sim->last_trace_id, records);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expect_sites");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, all_is_well);
	tcase_add_test(tc, who_does_not_reach_whom);
	tcase_add_test(tc, another_node_with_the_address_does_not_do);
	tcase_add_test(tc, the_way_counts_too);
	tcase_add_test(tc, only_the_first_few_are_told);
	tcase_add_test(tc, what_makes_no_sense_is_refused);
	tcase_add_test(tc, a_site_needs_an_address);
	tcase_add_test(tc, a_site_without_a_loopback);
	tcase_add_test(tc, names_of_many_groups);
	tcase_add_test(tc, a_group_without_a_name_is_called_by_its_nodes);
	tcase_add_test(tc, looking_changes_nothing);
	return test_main("expect_sites", tc);
}
