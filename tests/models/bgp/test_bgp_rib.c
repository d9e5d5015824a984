/* SPDX-License-Identifier: Apache-2.0 */
/* IPv4 unicast and R1's RIB: what BGP puts there, and what it originates because of it. */
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_rib.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

enum { IPV4 = BGP_FAMILY_IPV4 };
#define P "10.9.0.0/16"

static Lab *lab;
static Bgp *bgp;
static Rib *rib;
static BgpPeer *internal, *external;
static PolicySet *set;

static void setup(void)
{
	static const uint32_t as_numbers[] = {65001, 0, 0};

	lab = lab_new(3, as_numbers);
	bgp = lab_bgp(lab, 1);
	rib = lab_router(lab, 1)->rib;
	set = policy_set_new(NULL);
	lab_router(lab, 1)->host.policies = set;
	lab_router(lab, 3)->host.asn = 65003;
	lab_link(lab, 1, 2);
	lab_link(lab, 1, 3);
	internal = lab_neighbor_with(lab, 1, 2, "ipv4", "passive=yes");
	external = lab_neighbor_with(lab, 1, 3, "ipv4", "passive=yes");
}

static void teardown(void)
{
	lab_free(lab);
	policy_set_free(set);
}

static const RibRoute *best(const char *prefix)
{
	NetPrefix p = text_prefix(prefix);

	bgp_loc_rib_run(bgp);
	return rib_best(rib, &p);
}

START_TEST(installed)
{
	const RibRoute *route;

	lab_start(lab);
	bgp->via_default = FALSE;
	bgp->distance = (BgpDistance){.external = 21, .internal = 201, .local = 202};
	paths_put(lab, internal, IPV4, P, "10.0.0.2", 7);
	route = best(P);
	ck_assert_uint_eq(route->distance, 201);
	ck_assert_uint_eq(route->metric, 7);
	ck_assert_uint_eq(route->n_hops, 1);
	ck_assert_int_eq(route->hops[0].kind, RIB_HOP_RECURSIVE);
	ck_assert_ptr_null(route->hops[0].in);
	ck_assert_uint_eq(route->hops[0].labels.depth, 0);
	ck_assert(route->hops[0].specific);
	paths_put(lab, external, IPV4, P, "10.0.0.3", 5);
	route = best(P);
	ck_assert_uint_eq(route->distance, 21);
	ck_assert_uint_eq(route->metric, 5);
	/* Its own takes the place of both, and is not the RIB's. */
	paths_put(lab, NULL, IPV4, P, "", 0);
	ck_assert_ptr_null(best(P));
	paths_remove(lab, NULL, IPV4, P);
	ck_assert_uint_eq(best(P)->distance, 21);
	paths_remove(lab, external, IPV4, P);
	ck_assert_uint_eq(best(P)->distance, 201);
	paths_remove(lab, internal, IPV4, P);
	ck_assert_ptr_null(best(P));
}
END_TEST

/* A reflector beside the way need not have what it reflects in its table. */
START_TEST(not_installed)
{
	lab_start(lab);
	bgp->install = FALSE;
	paths_put(lab, internal, IPV4, P, "10.0.0.2", 7);
	ck_assert_ptr_null(best(P));
	ck_assert_ptr_nonnull(bgp_net_chosen(paths_net(lab, IPV4, P)));
	paths_remove(lab, internal, IPV4, P);
	ck_assert_ptr_null(best(P));
}
END_TEST

START_TEST(by_default_too)
{
	lab_start(lab);
	bgp->via_default = TRUE;
	paths_put(lab, internal, IPV4, P, "10.0.0.2", 7);
	ck_assert(!best(P)->hops[0].specific);
}
END_TEST

/* Several, in the order of their gateways, whichever was there first. */
START_TEST(hops_in_order)
{
	lab_router(lab, 3)->host.asn = 65001;
	external->as_number = 65001;
	lab_start(lab);
	bgp->decision.maximum_paths_ibgp = 2;
	internal->session->identifier = (uint32_t)_i; /* the lower one is chosen */
	external->session->identifier = (uint32_t)!_i;
	paths_put(lab, _i ? external : internal, IPV4, P, _i ? "10.0.0.3" : "10.0.0.2", 7);
	bgp_loc_rib_run(bgp);
	paths_put(lab, _i ? internal : external, IPV4, P, _i ? "10.0.0.2" : "10.0.0.3", 7);
	ck_assert_uint_eq(best(P)->n_hops, 2);
	ck_assert_uint_eq(best(P)->hops[0].gateway.bytes[3], 2);
	ck_assert_uint_eq(best(P)->hops[1].gateway.bytes[3], 3);
}
END_TEST

/* An aggregate is a route to nowhere, of a distance of its own. */
START_TEST(aggregate)
{
	const ProtoItem *item = lab_item("aggregate");
	void *config =
		text_config(item->fields, item->n_fields, item->config_size, "prefix=10.0.0.0/8");

	ck_assert(item->add(lab_router(lab, 1)->bgp, NULL, config, NULL));
	text_free(item->fields, item->n_fields, config);
	bgp->distance.local = 202;
	lab_start(lab);
	paths_put(lab, internal, IPV4, P, "10.0.0.2", 7);
	bgp_loc_rib_run(bgp);
	ck_assert_int_eq(best("10.0.0.0/8")->hops[0].kind, RIB_HOP_DISCARD);
	ck_assert_uint_eq(best("10.0.0.0/8")->distance, 202);
	paths_remove(lab, internal, IPV4, P);
	ck_assert_ptr_null(best("10.0.0.0/8"));
}
END_TEST

/* ---- Network statements ---- */

static char *add_network(const char *prefix, const char *map)
{
	BgpNetworkConfig config = {.prefix = text_prefix(prefix), .route_map = g_strdup(map)};
	GError *error = NULL;
	char *wrong = NULL;

	if (!bgp_network_add(bgp, &config, &error)) {
		wrong = g_strdup(error->message);
		g_clear_error(&error);
	}
	g_free(config.route_map);
	return wrong;
}

static void put_igp(const char *prefix, uint32_t metric, gboolean up)
{
	LabRouter *r = lab_router(lab, 1);
	RibHop hop = {.kind = RIB_HOP_DISCARD};
	RibRoute route = {.prefix = text_prefix(prefix),
			  .source = &r->igp,
			  .metric = metric,
			  .distance = RIB_DISTANCE_OSPF,
			  .n_hops = 1,
			  .hops = &hop};

	if (up)
		rib_route_update(rib, &route);
	else
		rib_route_withdraw(rib, &r->igp, &route.prefix);
}

/* "-": there is none; else the MED and the origin of the router's own path. */
static void expect_own(const char *prefix, const char *text)
{
	const BgpNet *net;
	const BgpPath *path;
	g_autofree char *found = NULL;

	bgp_loc_rib_run(bgp);
	net = paths_net(lab, IPV4, prefix);
	path = net ? bgp_net_path_of(net, NULL) : NULL;
	found = path ? g_strdup_printf("%u %s", path->attrs->attrs.med,
				       bgp_origin_name(path->attrs->attrs.origin))
		     : g_strdup("-");
	ck_assert_str_eq(found, text);
}

START_TEST(networks)
{
	NetPrefix p = text_prefix(P), other = text_prefix("10.9.0.0/17");

	ck_assert_ptr_null(add_network(P, ""));
	ck_assert_ptr_null(add_network("10.8.0.0/16", ""));
	put_igp("10.8.0.0/16", 3, TRUE); /* before the start */
	lab_start(lab);
	ck_assert(bgp_has_network(bgp, &p));
	ck_assert(!bgp_has_network(bgp, &other));
	expect_own(P, "-");
	expect_own("10.8.0.0/16", "3 igp");
	put_igp(P, 5, TRUE);
	put_igp("10.9.0.0/17", 5, TRUE);
	expect_own(P, "5 igp");
	put_igp(P, 7, TRUE);
	expect_own(P, "7 igp");
	expect_own("10.9.0.0/17", "-");
	put_igp(P, 5, FALSE);
	expect_own(P, "-");
	bgp_networks_stop(bgp);
	expect_own("10.8.0.0/16", "-");
	put_igp(P, 5, TRUE);
	expect_own(P, "-");
	bgp_networks_start(bgp);
	expect_own(P, "5 igp");
}
END_TEST

/* They come and go while the instance runs, also the first and the last one. */
START_TEST(networks_later)
{
	NetPrefix p = text_prefix(P), other = text_prefix("10.8.0.0/16");

	lab_start(lab);
	put_igp(P, 5, TRUE);
	put_igp("10.8.0.0/16", 5, TRUE);
	ck_assert_ptr_null(add_network(P, ""));
	expect_own(P, "5 igp");
	ck_assert_ptr_null(add_network("10.8.0.0/16", ""));
	expect_own("10.8.0.0/16", "5 igp");
	bgp_network_remove(bgp, &p);
	expect_own(P, "-");
	expect_own("10.8.0.0/16", "5 igp");
	put_igp("10.8.0.0/16", 5, FALSE);
	expect_own("10.8.0.0/16", "-");
	put_igp("10.8.0.0/16", 5, TRUE);
	expect_own("10.8.0.0/16", "5 igp");
	bgp_network_remove(bgp, &other);
	expect_own("10.8.0.0/16", "-");
	put_igp("10.8.0.0/16", 6, TRUE);
	expect_own("10.8.0.0/16", "-");
	/* While it is stopped there is nothing to be taken back. */
	bgp_class.stop(lab_router(lab, 1)->bgp);
	ck_assert_ptr_null(add_network(P, ""));
	bgp_network_remove(bgp, &p);
	ck_assert(!bgp_has_network(bgp, &p));
}
END_TEST

/* The route that BGP itself has put there is none to originate. */
START_TEST(not_of_its_own)
{
	ck_assert_ptr_null(add_network(P, ""));
	lab_start(lab);
	paths_put(lab, external, IPV4, P, "10.0.0.3", 9);
	expect_own(P, "-");
	ck_assert_ptr_nonnull(best(P));
	put_igp(P, 5, TRUE); /* of a worse distance */
	expect_own(P, "-");
	paths_remove(lab, external, IPV4, P);
	expect_own(P, "5 igp");
}
END_TEST

START_TEST(networks_with_a_map)
{
	PolicyMap *map = policy_set_add_map(set, "cheap", NULL);
	g_autofree char *wrong = NULL;

	text_entry(map, policy_common_rules, "deny; match-source-protocol protocols=static");
	text_entry(map, policy_common_rules, "permit; match-metric value=5; set-metric value=8");
	wrong = add_network(P, "chaep");
	ck_assert_str_eq(wrong, "there is no route-map \"chaep\"; did you mean \"cheap\"?");
	ck_assert_ptr_null(add_network(P, "cheap"));
	lab_start(lab);
	put_igp(P, 5, TRUE);
	expect_own(P, "8 igp");
	{
		RibHop hop = {.kind = RIB_HOP_DISCARD};
		RibSource fixed;
		RibRoute route = {
			.prefix = text_prefix(P), .source = &fixed, .n_hops = 1, .hops = &hop};

		rib_source_init(lab_router(lab, 1)->rib_node, &fixed, "static", NULL);
		rib_route_update(rib, &route);
		expect_own(P, "-");
		ck_assert_uint_eq(lab_count(lab, "R1 refuses 10.9.0.0/16 of nobody: denied by "
						 "route-map cheap entry 10\n"),
				  1);
		rib_source_withdraw_all(rib, &fixed);
	}
	expect_own(P, "8 igp");
}
END_TEST

START_TEST(mistakes)
{
	g_autofree char *twice = NULL;
	g_autofree char *other = add_network("2001:db8::/32", "");

	ck_assert_str_eq(other, "a network must be an IPv4 prefix");
	ck_assert_ptr_null(add_network(P, ""));
	twice = add_network(P, "");
	ck_assert_str_eq(twice, "the network is there already; write it once");
}
END_TEST

/* What was never originated is not taken back, and what was is, once. */
START_TEST(own_paths)
{
	const BgpAttrs attrs = {.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN), .as_path.as_size = 4};
	NetPrefix p = text_prefix(P);

	lab_start(lab);
	bgp_unoriginate(bgp, &p);
	ck_assert_uint_eq(bgp->dirty->len, 0);
	bgp_originate(bgp, &p, &attrs);
	expect_own(P, "0 igp");
	bgp_originate(bgp, &p, &attrs);
	ck_assert_uint_eq(bgp->dirty->len, 0);
	bgp_unoriginate(bgp, &p);
	ck_assert_uint_eq(bgp->dirty->len, 1);
	bgp_unoriginate(bgp, &p);
	expect_own(P, "-");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_rib");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, installed);
	tcase_add_test(tc, not_installed);
	tcase_add_test(tc, by_default_too);
	tcase_add_loop_test(tc, hops_in_order, 0, 2);
	tcase_add_test(tc, aggregate);
	tcase_add_test(tc, networks);
	tcase_add_test(tc, networks_later);
	tcase_add_test(tc, not_of_its_own);
	tcase_add_test(tc, networks_with_a_map);
	tcase_add_test(tc, mistakes);
	tcase_add_test(tc, own_paths);
	return test_main("bgp_rib", tc);
}
