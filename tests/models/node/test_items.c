/* SPDX-License-Identifier: Apache-2.0 */
/* What an operator can change of a protocol's items, on a router that runs OSPF, LDP, BGP and static routes. */
#include "models/bgp/bgp.h"
#include "models/bgp/bgp_rib.h"
#include "models/ldp/ldp.h"
#include "models/node/network.h"
#include "models/ospf/ospf.h"
#include "models/ospf/ospf_iface.h"
#include "models/static/static.h"
#include "tests/testing.h"

#include <string.h>

static Sim *sim;
static Network *network;
static Node *node;
static FwdIface *lo;
static ProtoInstance *ospf, *bgp;

static const NodeItemRef in_bgp = {"bgp", NULL, "network"}, in_static = {"static", NULL, "route"},
			 in_ospf = {"ospf", NULL, NULL}, in_ldp = {"ldp", NULL, NULL};

static NetPrefix prefix(const char *text)
{
	NetPrefix out;

	ck_assert(net_prefix_parse(text, TRUE, &out));
	return out;
}

static ProtoInstance *add_protocol(const ProtoClass *class_)
{
	void *config = g_malloc0(class_->config_size + 1);
	ProtoInstance *instance;

	config_set_defaults(class_->fields, class_->n_fields, config);
	instance = node_add_protocol(node, class_, NULL, config, NULL);
	config_clear(class_->fields, class_->n_fields, config);
	g_free(config);
	return instance;
}

static void add_ospf_on(FwdIface *iface)
{
	const ProtoItem *item = &ospf_class.items[0];
	void *config = g_malloc0(item->config_size);

	config_set_defaults(item->fields, item->n_fields, config);
	ck_assert(node_add_item(node, ospf, item, iface, config, NULL));
	config_clear(item->fields, item->n_fields, config);
	g_free(config);
}

static void setup(void)
{
	NetPrefix address = prefix("10.0.0.1/32");
	GArray *addresses = g_array_new(FALSE, FALSE, sizeof(NetPrefix));

	sim = sim_new(1);
	network = network_new(sim);
	node = network_add_node(network, "R", NODE_P, 1, NULL, &address.addr, NULL);
	g_array_append_val(addresses, address);
	lo = node_add_interface(node, "lo", FWD_IFACE_LOOPBACK, NULL, addresses, 0, FALSE, NULL);
	g_array_free(addresses, TRUE);
	ospf = add_protocol(&ospf_class);
	add_protocol(&ldp_class);
	bgp = add_protocol(&bgp_class);
	add_protocol(&static_class);
	add_ospf_on(lo);
}

static void teardown(void)
{
	network_free(network);
	sim_free(sim);
}

static char no_map[] = "";

static BgpNetworkConfig network_of(const char *text)
{
	return (BgpNetworkConfig){.prefix = prefix(text), .route_map = no_map};
}

static gboolean plan_network(const char *text, gboolean present, GError **error)
{
	BgpNetworkConfig config = network_of(text);

	return node_plan_item(node, &in_bgp, &config, present, error);
}

static void set_network(const char *text, gboolean present)
{
	BgpNetworkConfig config = network_of(text);

	node_set_item(node, &in_bgp, &config, present);
}

static gboolean has_network(const char *text)
{
	NetPrefix p = prefix(text);

	return bgp_has_network(bgp_of(node_protocol(node, "bgp", NULL)), &p);
}

static void expect_error(gboolean ok, GError *error, const char *text)
{
	ck_assert(!ok);
	ck_assert_str_eq(error->message, text);
	g_error_free(error);
}

START_TEST(what_is_planned_is_not_there_yet)
{
	GError *error = NULL;
	gboolean ok;

	ck_assert(plan_network("10.1.0.0/16", TRUE, NULL));
	ck_assert(plan_network("10.1.0.0/16", TRUE, NULL)); /* and again, after the next */
	ck_assert(plan_network("10.1.0.0/16", FALSE, NULL));
	ok = plan_network("10.2.0.0/16", FALSE, &error);
	expect_error(
		ok, error,
		"bgp has no such network of node \"R\" that could be removed; write one that it "
		"has");
	network_start(network);
	ck_assert(!has_network("10.1.0.0/16"));
}
END_TEST

START_TEST(mistakes_are_told_before_the_start)
{
	StaticRouteConfig route = {.prefix = prefix("10.8.0.0/16"), .distance = 1};
	NodeItemRef elsewhere = {"bgp", "VPN-B", "network"};
	BgpNetworkConfig statement = network_of("10.1.0.0/16");
	GError *error = NULL;
	gboolean ok;

	route.via = prefix("10.0.0.1/32").addr;
	ok = node_plan_item(node, &in_static, &route, TRUE, &error);
	expect_error(ok, error, "the next hop is the node itself: write its neighbour's address");
	error = NULL;
	ok = node_plan_item(node, &elsewhere, &statement, TRUE, &error);
	expect_error(ok, error,
		     "node \"R\" does not run bgp in VRF VPN-B; write a protocol that it runs");
	network_start(network);
}
END_TEST

START_TEST(items_come_and_go_also_while_the_node_is_down)
{
	network_start(network);
	set_network("10.1.0.0/16", FALSE);
	set_network("10.1.0.0/16", TRUE);
	set_network("10.1.0.0/16", TRUE);
	ck_assert(has_network("10.1.0.0/16"));
	node_crash(node);
	set_network("10.2.0.0/16", TRUE);
	set_network("10.1.0.0/16", FALSE);
	node_restart(node);
	ck_assert(!has_network("10.1.0.0/16") && has_network("10.2.0.0/16"));
	set_network("10.2.0.0/16", FALSE);
	ck_assert(!has_network("10.2.0.0/16"));
	node_crash(node);
	node_restart(node);
	ck_assert(!has_network("10.2.0.0/16"));
}
END_TEST

static NodeChange change_of(const char *interface, const char *attribute, const char *value)
{
	return (NodeChange){(char *)(uintptr_t)interface, (char *)(uintptr_t)attribute,
			    (char *)(uintptr_t)value};
}

static void change_refused(const NodeItemRef *ref, const char *interface, const char *attribute,
			   const char *value, const char *text)
{
	NodeChange change = change_of(interface, attribute, value);
	GError *error = NULL;
	gboolean ok = node_can_change(node, ref, &change, &error);

	expect_error(ok, error, text);
}

START_TEST(changes_that_make_no_sense)
{
	change_refused(
		&in_bgp, "lo", "cost", "7",
		"bgp does not run on an interface \"lo\" of node \"R\"; write one on which it does");
	change_refused(
		&in_ospf, "eth", "cost", "7",
		"ospf does not run on an interface \"eth\" of node \"R\"; write one on which it "
		"does");
	change_refused(
		&in_ospf, "lo", "area", "1",
		"\"area\" of an interface of ospf cannot change while it runs; these can: cost, "
		"retransmit-interval, transmit-delay, mtu-ignore");
	change_refused(&in_ospf, "lo", "cost", "0",
		       "cost=\"0\" cannot be read; write a number from 1 to 65535");
	change_refused(&in_ospf, "lo", "retransmit-interval", "10ms",
		       "retransmit-interval must be at least 1s");
	change_refused(&in_ospf, "", "cost", "7",
		       "\"cost\" of ospf cannot change while it runs; these can: none");
	change_refused(&in_ldp, "", "control", "ordered",
		       "\"control\" of ldp cannot change while it runs; these can: labelled-bgp");
	change_refused(&in_ldp, "", "labelled-bgp", "maybe",
		       "labelled-bgp=\"maybe\" cannot be read; write \"yes\" or \"no\"");
}
END_TEST

static uint16_t cost(void)
{
	return ospf_iface_cost(
		ospf_find_iface((OspfInstance *)node_protocol(node, "ospf", NULL), lo));
}

START_TEST(a_change_outlasts_a_restart)
{
	NodeChange dear = change_of("lo", "cost", "700"), usual = change_of("lo", "cost", "");

	ck_assert(node_can_change(node, &in_ospf, &dear, NULL));
	ck_assert_uint_eq(cost(), 10);
	network_start(network);
	node_change(node, &in_ospf, &dear);
	ck_assert_uint_eq(cost(), 700);
	node_crash(node);
	node_restart(node);
	ck_assert_uint_eq(cost(), 700);
	node_crash(node);
	node_change(node, &in_ospf, &usual);
	node_restart(node);
	ck_assert_uint_eq(cost(), 10);
}
END_TEST

static gboolean gives_labels_to_bgp(void)
{
	return ((const LdpInstance *)node_protocol(node, "ldp", NULL))->labelled_bgp;
}

START_TEST(so_does_one_of_the_protocol_itself)
{
	NodeChange on = change_of("", "labelled-bgp", "yes"),
		   off = change_of("", "labelled-bgp", "no");

	ck_assert(node_can_change(node, &in_ldp, &on, NULL));
	ck_assert(!gives_labels_to_bgp());
	network_start(network);
	node_change(node, &in_ldp, &on);
	ck_assert(gives_labels_to_bgp());
	node_crash(node);
	node_restart(node);
	ck_assert(gives_labels_to_bgp());
	node_crash(node);
	node_change(node, &in_ldp, &off);
	node_restart(node);
	ck_assert(!gives_labels_to_bgp());
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("items");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_is_planned_is_not_there_yet);
	tcase_add_test(tc, mistakes_are_told_before_the_start);
	tcase_add_test(tc, items_come_and_go_also_while_the_node_is_down);
	tcase_add_test(tc, changes_that_make_no_sense);
	tcase_add_test(tc, a_change_outlasts_a_restart);
	tcase_add_test(tc, so_does_one_of_the_protocol_itself);
	return test_main("items", tc);
}
