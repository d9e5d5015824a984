/* SPDX-License-Identifier: Apache-2.0 */
/* Route reflection (RFC 4456): who is told what, with which attributes, and what ends loops. */
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/models/net/table_text.h"
#include "tests/testing.h"

#include <string.h>

static const uint32_t one_as[LAB_ROUTERS] = {65001, 65001, 65001, 65001};

static void originate(Lab *lab, unsigned i)
{
	NetRt rt;
	VpnOrigin route = {.label = 28 + i, .route_targets = &rt, .n_route_targets = 1};
	ck_assert(net_rd_parse("65001:1", &route.rd));
	ck_assert(net_rt_parse("65001:7", &rt));
	ck_assert(net_prefix_parse("10.9.0.0/16", FALSE, &route.prefix));
	vpn_origin_put(lab_router(lab, i)->bgp, &route);
}

/* b is a client of a. */
static void join_client(Lab *lab, unsigned a, unsigned b)
{
	lab_join(lab, a, b);
	lab_peer(lab, a, b)->rr_client = TRUE;
}

/* A reflector is not on the way: an LSP over it would need labels that nobody has here. */
static void accept_routes(Lab *lab)
{
	for (unsigned i = 1; i <= lab->n; i++) {
		lab_bgp(lab, i)->need_lsp = FALSE;
		lab_watch_vpn(lab, i);
	}
}

/* The router knows the way to the other's loopback, over the one between them. */
static void know_way(Lab *lab, unsigned from, unsigned over, unsigned to)
{
	LabRouter *r = lab_router(lab, from);
	NetAddr loopback = lab_loopback(to);
	RibHop hop = {.kind = RIB_HOP_RECURSIVE, .gateway = lab_loopback(over)};
	RibRoute route = {.prefix = net_prefix_host(&loopback),
			  .source = &r->igp,
			  .distance = RIB_DISTANCE_OSPF,
			  .metric = 20,
			  .n_hops = 1,
			  .hops = &hop};
	rib_route_update(r->rib, &route);
}

/* R1 - R2 - R3 with R4 behind R2 as well; R2 reflects. */
static Lab *star(gboolean client1, gboolean client3, gboolean client4)
{
	Lab *lab = lab_new(4, one_as);
	const gboolean clients[] = {client1, FALSE, client3, client4};

	for (unsigned i = 1; i <= 4; i++) {
		if (i == 2)
			continue;
		lab_join(lab, 2, i);
		lab_peer(lab, 2, i)->rr_client = clients[i - 1];
		for (unsigned k = 1; k <= 4; k++)
			if (k != 2 && k != i)
				know_way(lab, i, 2, k);
	}
	accept_routes(lab);
	originate(lab, 1);
	return lab;
}

static void run(Lab *lab)
{
	lab_start(lab);
	lab_run(lab, lab->sim->now + 10 * SIM_SEC);
}

static const char *text(Lab *lab, unsigned i, const char *columns)
{
	return table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, i)->bgp, columns);
}

/* RFC 4456 6: a client's routes go to all, the others' to clients alone. */
START_TEST(test_who_is_told)
{
	const struct {
		gboolean client1, client3, client4, switched_off;
		gboolean told3, told4;
	} cases[] = {
		{FALSE, FALSE, FALSE, FALSE, FALSE, FALSE},
		{TRUE, FALSE, FALSE, FALSE, TRUE, TRUE},
		{TRUE, TRUE, FALSE, FALSE, TRUE, TRUE},
		{FALSE, TRUE, FALSE, FALSE, TRUE, FALSE},
		{TRUE, TRUE, FALSE, TRUE, FALSE, TRUE},
		{FALSE, TRUE, TRUE, TRUE, TRUE, TRUE},
	};
	Lab *lab = star(cases[_i].client1, cases[_i].client3, cases[_i].client4);

	lab_bgp(lab, 2)->client_to_client = !cases[_i].switched_off;
	run(lab);
	ck_assert_uint_eq(lab_count(lab, "R2 vpn add 65001:1 10.9.0.0/16"), 1);
	ck_assert_uint_eq(lab_count(lab, "R3 vpn add 65001:1 10.9.0.0/16"), cases[_i].told3);
	ck_assert_uint_eq(lab_count(lab, "R4 vpn add 65001:1 10.9.0.0/16"), cases[_i].told4);
	ck_assert_uint_eq(lab_count(lab, "R1 vpn"), 1); /* its own */
	lab_free(lab);
}
END_TEST

/* RFC 4456 8 and 10: what is added, and that all else stays. */
START_TEST(test_attributes)
{
	Lab *lab = star(TRUE, FALSE, FALSE);

	run(lab);
	ck_assert_str_eq(text(lab, 3,
			      "prefix peer best next_hop label local_pref originator_id "
			      "cluster_list"),
			 "10.9.0.0/16 | 10.0.0.2 | yes | 10.0.0.1 | 29 | 100 | 10.0.0.1 | "
			 "10.0.0.2\n");
	ck_assert_str_eq(text(lab, 2, "peer originator_id cluster_list"), "10.0.0.1 | - | -\n");
	ck_assert_str_eq(table_text(table_named(bgp_show_tables, "bgp-out"),
				    lab_router(lab, 2)->bgp,
				    "peers prefix originator_id cluster_list"),
			 "10.0.0.3 10.0.0.4 | 10.9.0.0/16 | 10.0.0.1 | 10.0.0.2\n");
	lab_free(lab);
}
END_TEST

/* A client in a group with others hears of its own route, and knows it. */
START_TEST(test_own_route_comes_back)
{
	Lab *lab = star(TRUE, TRUE, FALSE);

	run(lab);
	ck_assert_uint_eq(lab_count(lab, "R1 refuses 10.9.0.0/16 of 10.0.0.2: reflected to its "
					 "origin: ORIGINATOR_ID is 10.0.0.1\n"),
			  1);
	ck_assert_str_eq(text(lab, 1, "peer"), "-\n");
	lab_free(lab);
}
END_TEST

/* R1 is a client of R2 and of R3, which are each other's clients: with two clusters R3 has the route
 * of R1 and that which R2 reflects; with one it refuses what R2 reflects. */
static Lab *two_reflectors(uint32_t cluster_id)
{
	Lab *lab = lab_new(3, one_as);

	join_client(lab, 2, 1);
	join_client(lab, 3, 1);
	join_client(lab, 2, 3);
	lab_peer(lab, 3, 2)->rr_client = TRUE;
	for (unsigned i = 2; cluster_id && i <= 3; i++)
		lab_bgp(lab, i)->cluster_id = cluster_id;
	accept_routes(lab);
	originate(lab, 1);
	return lab;
}

START_TEST(test_redundant_reflectors)
{
	Lab *lab = two_reflectors(0x0a0a0a0a);

	run(lab);
	ck_assert_uint_ge(lab_count(lab, "R3 refuses 10.9.0.0/16 of 10.0.0.2: cluster loop: "
					 "10.10.10.10 is in the CLUSTER_LIST\n"),
			  1);
	ck_assert_str_eq(text(lab, 3, "peer best"), "10.0.0.1 | yes\n");
	lab_free(lab);

	/* Each is its own cluster: the direct path wins by its shorter cluster list. */
	lab = two_reflectors(0);
	run(lab);
	ck_assert_uint_eq(lab_count(lab, "cluster loop"), 0);
	ck_assert_msg(strstr(text(lab, 3, "peer best rule cluster_list"),
			     "10.0.0.1 | yes | cluster list length | -\n"),
		      "%s", text(lab, 3, "peer best rule cluster_list"));
	lab_free(lab);
}
END_TEST

/* The route goes, and with it what was reflected. */
START_TEST(test_withdrawal)
{
	Lab *lab = star(TRUE, FALSE, FALSE);
	NetPrefix prefix;
	NetRd rd;

	run(lab);
	ck_assert(net_rd_parse("65001:1", &rd));
	ck_assert(net_prefix_parse("10.9.0.0/16", FALSE, &prefix));
	bgp_vpn_withdraw(lab_router(lab, 1)->bgp, rd, &prefix);
	lab_run(lab, lab->sim->now + SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R3 vpn remove"), 1);
	for (unsigned i = 1; i <= 4; i++)
		ck_assert_uint_eq(lab_bgp(lab, i)->tables[BGP_FAMILY_VPNV4].n_nets, 0);
	lab_free(lab);
}
END_TEST

START_TEST(test_external_client)
{
	static const uint32_t two_ases[] = {65001, 65002};
	Lab *lab = lab_new(2, two_ases);
	const ProtoItem *item = &bgp_class.items[0];
	BgpPeerConfig config = {0};
	GError *error = NULL;

	ck_assert_str_eq(item->element, "neighbor");
	config_set_defaults(item->fields, item->n_fields, &config);
	config.address = lab_loopback(2);
	config.as_number = 65002;
	config.rr_client = TRUE;
	ck_assert(!item->add(lab_router(lab, 1)->bgp, NULL, &config, &error));
	ck_assert_str_eq(error->message, "neighbor 10.0.0.2 is external: only an internal one can "
					 "be a route-reflector-client");
	g_clear_error(&error);
	config_clear(item->fields, item->n_fields, &config);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_reflect");
	tcase_add_loop_test(tc, test_who_is_told, 0, 6);
	tcase_add_test(tc, test_attributes);
	tcase_add_test(tc, test_own_route_comes_back);
	tcase_add_test(tc, test_redundant_reflectors);
	tcase_add_test(tc, test_withdrawal);
	tcase_add_test(tc, test_external_client);
	return test_main("bgp_reflect", tc);
}
