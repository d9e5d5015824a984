/* SPDX-License-Identifier: Apache-2.0 */
/* Redistribution into IPv4 unicast. R1 tells R2, another AS, what it originates. */
#include "models/bgp/bgp_redistribute.h"
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/net/table_text.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

#include <string.h>

static const uint32_t ases[] = {65001, 65002};

static GError *add(Lab *lab, const char *from, const char *metric, const char *route_map)
{
	const ProtoItem *item = lab_item("redistribute");
	void *config = g_malloc0(item->config_size);
	GError *error = NULL;

	config_set_defaults(item->fields, item->n_fields, config);
	ck_assert(config_set(&item->fields[0], from, config));
	ck_assert(config_set(&item->fields[1], metric, config));
	ck_assert(config_set(&item->fields[2], route_map, config));
	item->add(lab_router(lab, 1)->bgp, NULL, config, &error);
	config_clear(item->fields, item->n_fields, config);
	g_free(config);
	return error;
}

static Lab *pair(void)
{
	Lab *lab = lab_new(2, ases);

	lab_link(lab, 1, 2);
	lab_neighbor_with(lab, 1, 2, "ipv4", "disable-connected-check=yes");
	lab_neighbor_with(lab, 2, 1, "ipv4", "disable-connected-check=yes");
	return lab;
}

/* A route of OSPF on R1; metric 0: none. */
static void ospf_route(Lab *lab, const char *prefix, uint32_t metric)
{
	LabRouter *r = lab_router(lab, 1);
	RibHop hop = {.kind = RIB_HOP_DISCARD};
	RibRoute route = {.source = &r->igp,
			  .distance = RIB_DISTANCE_OSPF,
			  .metric = metric,
			  .n_hops = 1,
			  .hops = &hop};

	ck_assert(net_prefix_parse(prefix, FALSE, &route.prefix));
	if (metric > 0)
		rib_route_update(r->rib, &route);
	else
		rib_route_withdraw(r->rib, &r->igp, &route.prefix);
	lab_run(lab, lab->sim->now + SIM_SEC);
}

static const char *heard(Lab *lab)
{
	return table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, 2)->bgp,
			  "prefix as_path med origin");
}

static void start(Lab *lab)
{
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
}

#define LOOPBACK "10.0.0.2/32 | 65001 | 10 | incomplete\n"

START_TEST(test_routes_come_and_go)
{
	Lab *lab = pair();

	ck_assert(!add(lab, "ospf", "", ""));
	start(lab);
	ck_assert_str_eq(heard(lab), LOOPBACK);
	ospf_route(lab, "10.9.0.0/16", 7);
	ck_assert_str_eq(heard(lab), LOOPBACK "10.9.0.0/16 | 65001 | 7 | incomplete\n");
	ospf_route(lab, "10.9.0.0/16", 8);
	ck_assert_str_eq(heard(lab), LOOPBACK "10.9.0.0/16 | 65001 | 8 | incomplete\n");
	ospf_route(lab, "0.0.0.0/0", 1);
	ck_assert_str_eq(heard(lab), LOOPBACK "10.9.0.0/16 | 65001 | 8 | incomplete\n");
	ospf_route(lab, "10.9.0.0/16", 0);
	ck_assert_str_eq(heard(lab), LOOPBACK);
	bgp_class.stop(lab_router(lab, 1)->bgp);
	ck_assert_uint_eq(lab_bgp(lab, 1)->tables[BGP_FAMILY_IPV4].n_nets, 0);
	lab_free(lab);
}
END_TEST

/* A network statement comes first, and its prefix stays as long as it has a route. */
START_TEST(test_beside_a_network)
{
	Lab *lab = pair();

	ck_assert(!add(lab, "ospf", "5", ""));
	lab_originate(lab, 1, "10.9.0.0/16");
	start(lab);
	ospf_route(lab, "10.9.0.0/16", 7);
	ck_assert_str_eq(heard(lab), "10.0.0.2/32 | 65001 | 5 | incomplete\n"
				     "10.9.0.0/16 | 65001 | 7 | igp\n");
	ospf_route(lab, "10.9.0.0/16", 0);
	ck_assert_str_eq(heard(lab), "10.0.0.2/32 | 65001 | 5 | incomplete\n");
	lab_free(lab);
}
END_TEST

START_TEST(test_route_map)
{
	Lab *lab = pair();
	PolicySet *policies = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(policies, "NONE", NULL);
	const PolicyEntryConfig deny = {.seq = 10, .action = POLICY_DENY};

	ck_assert_ptr_nonnull(policy_map_add(map, &deny, NULL));
	lab_router(lab, 1)->host.policies = policies;
	ck_assert(!add(lab, "ospf", "", "NONE"));
	start(lab);
	ck_assert_str_eq(heard(lab), "");
	ck_assert_uint_eq(lab_count(lab, "R1 refuses 10.0.0.2/32 of nobody: denied by"), 1);
	lab_free(lab);
	policy_set_free(policies);
}
END_TEST

static const struct {
	const char *from, *metric, *route_map, *says;
} mistakes[] = {
	{"bgp", "", "", "bgp is not redistributed into itself"},
	{"static", "", "", "static is redistributed already; write it once"},
	{"ospf", "many", "", "metric \"many\": write a number"},
	{"ospf", "", "MAP", "MAP"},
};

START_TEST(test_mistakes)
{
	Lab *lab = pair();
	GError *error;

	ck_assert(!add(lab, "static", "", ""));
	error = add(lab, mistakes[_i].from, mistakes[_i].metric, mistakes[_i].route_map);
	ck_assert_ptr_nonnull(error);
	ck_assert_msg(strstr(error->message, mistakes[_i].says) != NULL, "%s", error->message);
	g_clear_error(&error);
	lab_free(lab);
}
END_TEST

/* Into the families that it says; a network statement has its own. */
START_TEST(test_families)
{
	static const struct {
		const char *families, *network, *heard;
	} cases[] = {
		{"ipv4-labelled-unicast", NULL, "ipv4-labelled-unicast | incomplete | 3\n"},
		{"ipv4 ipv4-labelled-unicast", NULL,
		 "ipv4 | incomplete | -\nipv4-labelled-unicast | incomplete | 3\n"},
		{"ipv4 ipv4-labelled-unicast", "10.0.0.1/32",
		 "ipv4 | igp | -\nipv4-labelled-unicast | incomplete | 3\n"},
		{"vpnv4", NULL, NULL},
	};
	const char *both = "ipv4 ipv4-labelled-unicast", *far = "disable-connected-check=yes";
	Lab *lab = lab_new(2, ases);
	const ProtoItem *item = lab_item("redistribute");
	BgpRedistributeConfig config = {0};
	GError *error = NULL;
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(set, "loopback", NULL);

	text_list(set, &policy_prefix_list, "loopback", "prefix=10.0.0.1/32");
	text_entry(map, policy_common_rules, "permit; match-prefix-list names=loopback");
	lab_router(lab, 1)->host.policies = set;
	lab_link(lab, 1, 2);
	lab_set_lsp(lab, 2, 1, TRUE);
	lab_neighbor_with(lab, 1, 2, both, far);
	lab_neighbor_with(lab, 2, 1, both, far);
	if (cases[_i].network)
		lab_originate(lab, 1, cases[_i].network);
	config_set_defaults(item->fields, item->n_fields, &config);
	ck_assert(config_set(&item->fields[0], "connected", &config));
	ck_assert(config_set(&item->fields[2], "loopback", &config));
	ck_assert(config_set(&item->fields[3], cases[_i].families, &config));
	item->add(lab_router(lab, 1)->bgp, NULL, &config, &error);
	config_clear(item->fields, item->n_fields, &config);
	ck_assert_int_eq(error != NULL, cases[_i].heard == NULL);
	if (error) {
		ck_assert_str_eq(error->message,
				 "what is redistributed is not originated in family "
				 "\"vpnv4\": write ipv4 or ipv4-labelled-unicast");
		g_error_free(error);
	} else {
		start(lab);
		ck_assert_str_eq(table_text(table_named(bgp_show_tables, "bgp"),
					    lab_router(lab, 2)->bgp, "family origin label"),
				 cases[_i].heard);
		bgp_class.stop(lab_router(lab, 1)->bgp);
		for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
			ck_assert_uint_eq(lab_bgp(lab, 1)->tables[f].n_nets, 0);
	}
	lab_free(lab);
	policy_set_free(set);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_redistribute");
	tcase_add_test(tc, test_routes_come_and_go);
	tcase_add_test(tc, test_beside_a_network);
	tcase_add_test(tc, test_route_map);
	tcase_add_loop_test(tc, test_mistakes, 0, G_N_ELEMENTS(mistakes));
	tcase_add_loop_test(tc, test_families, 0, 4);
	return test_main("bgp_redistribute", tc);
}
