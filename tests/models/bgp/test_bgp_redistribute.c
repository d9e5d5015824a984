/* SPDX-License-Identifier: Apache-2.0 */
/* Redistribution into IPv4 unicast. R1 tells R2, another AS, what it originates. */
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/net/table_text.h"
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
				     "10.9.0.0/16 | 65001 | 0 | igp\n");
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

int main(void)
{
	TCase *tc = tcase_create("bgp_redistribute");
	tcase_add_test(tc, test_routes_come_and_go);
	tcase_add_test(tc, test_beside_a_network);
	tcase_add_test(tc, test_route_map);
	tcase_add_loop_test(tc, test_mistakes, 0, G_N_ELEMENTS(mistakes));
	return test_main("bgp_redistribute", tc);
}
