/* SPDX-License-Identifier: Apache-2.0 */
/* Which of several routes to a destination RIP has: learned, of other protocols, of the router itself. */
#include "models/rip/rip_iface.h"
#include "models/rip/rip_route.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

#include <string.h>

static RibLab *lab;
static ProtoHost host;
static RipInstance *rip;

/* An item with attributes as the scenario has them: "from=ospf metric=2". */
static void configure(const char *element, FwdIface *iface, const char *attributes)
{
	const ProtoItem *item = rip_class.items;

	while (strcmp(item->element, element) != 0)
		item++;
	void *config = g_malloc0(item->config_size);
	config_set_defaults(item->fields, item->n_fields, config);
	GStrv words = g_strsplit(attributes, " ", -1);
	for (char **word = words; *word && **word; word++) {
		char *value = strchr(*word, '=');
		*value = '\0';
		const ConfigField *field = config_find(item->fields, item->n_fields, *word);
		ck_assert(config_set(field, value + 1, config));
	}
	ck_assert(item->add(&rip->proto, iface, config, NULL));
	config_clear(item->fields, item->n_fields, config);
	g_free(config);
	g_strfreev(words);
}

static void setup(void)
{
	RipConfig config;

	lab = rib_lab_new();
	host = (ProtoHost){
		.sim = lab->sim, .fwd = lab->fwd, .rib_node = lab->node, .node_name = "R"};
	config_set_defaults(rip_class.fields, rip_class.n_fields, &config);
	rip = (RipInstance *)rip_class.create(&host, lab->rib, &config, NULL);
	configure("rip", rib_lab_iface(lab, "a", NULL, "10.0.1.1/30"), "");
	configure("rip", rib_lab_iface(lab, "b", NULL, "10.0.2.1/30"), "");
	configure("redistribute", NULL, "from=ospf metric=2");
	configure("redistribute", NULL, "from=ibgp metric=3");
	rip_class.start(&rip->proto);
}

static void teardown(void)
{
	rip_class.destroy(&rip->proto);
	rib_lab_free(lab);
}

/* What 10.0.1.2 on a, or 10.0.2.2 on b, says; the cost is in the metric. */
static void hear(const char *iface, const char *prefix, uint8_t metric)
{
	NetAddr from = rib_lab_addr(*iface == 'a' ? "10.0.1.2" : "10.0.2.2");
	RipOffer offer = {.prefix = rib_lab_prefix(prefix),
			  .metric = metric,
			  .iface = rip_iface_find(rip, fwd_node_iface(lab->fwd, iface)),
			  .next_hop = from,
			  .from = from};

	rip_route_offer(rip, &offer);
}

static void assert_route(const char *prefix, const char *kind, const char *best)
{
	NetPrefix key = rib_lab_prefix(prefix);
	const RipRoute *route = net_trie_exact(rip->routes, &key);
	g_autofree char *seen =
		!route ? g_strdup("none")
		: route->metric == RIP_INFINITY
			? g_strdup("lost")
			: g_strdup_printf("%s %u", rip_route_kind_name(route->kind), route->metric);

	ck_assert_str_eq(seen, kind);
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, prefix), best);
}

START_TEST(nearer_neighbour)
{
	hear("a", "10.9.0.0/16", 4);
	assert_route("10.9.0.0/16", "learned 4", "rip 120/4");
	hear("b", "10.9.0.0/16", 4);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a");
	hear("b", "10.9.0.0/16", 3);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.2.2 b");
	hear("a", "10.9.0.0/16", RIP_INFINITY);
	assert_route("10.9.0.0/16", "learned 3", "rip 120/3");
	hear("b", "10.9.0.0/16", RIP_INFINITY);
	assert_route("10.9.0.0/16", "lost", "none");
	hear("a", "10.9.0.0/16", RIP_INFINITY);
	assert_route("10.9.0.0/16", "lost", "none");
	hear("a", "10.9.0.0/16", 15);
	assert_route("10.9.0.0/16", "learned 15", "rip 120/15");
}
END_TEST

START_TEST(networks_of_interfaces)
{
	assert_route("10.0.1.0/30", "interface 1", "connected 0/0");
	hear("b", "10.0.1.0/30", 2);
	assert_route("10.0.1.0/30", "interface 1", "connected 0/0");
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	assert_route("10.0.1.0/30", "lost", "none");
	hear("b", "10.0.1.0/30", 2);
	assert_route("10.0.1.0/30", "learned 2", "rip 120/2");
	rib_lab_link(lab, "a", FWD_LINK_UP);
	assert_route("10.0.1.0/30", "interface 1", "connected 0/0");
}
END_TEST

/* A redistributed route of a better distance than RIP's comes before what is learned, with a worse one after it. */
START_TEST(redistributed)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.0/16", 110, 10, "10.0.1.2 a");
	assert_route("10.9.0.0/16", "redistributed 2", "ospf 110/10");
	hear("b", "10.9.0.0/16", 2);
	assert_route("10.9.0.0/16", "redistributed 2", "ospf 110/10");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.9.0.0/16");
	assert_route("10.9.0.0/16", "lost", "none");
	hear("b", "10.9.0.0/16", 2);
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.0/16", 110, 10, "10.0.1.2 a");
	assert_route("10.9.0.0/16", "redistributed 2", "ospf 110/10");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.9.0.0/16");
	assert_route("10.9.0.0/16", "lost", "none");

	rib_lab_route(lab->rib, &lab->ibgp, "10.8.0.0/16", 200, 0, "10.0.1.2 a");
	assert_route("10.8.0.0/16", "redistributed 3", "ibgp 200/0");
	hear("b", "10.8.0.0/16", 6);
	assert_route("10.8.0.0/16", "learned 6", "rip 120/6");
	hear("b", "10.8.0.0/16", RIP_INFINITY);
	assert_route("10.8.0.0/16", "redistributed 3", "ibgp 200/0");
}
END_TEST

/* Behind each route that is lost with the interface there is one of OSPF's to another destination, of which
 * RIP has not told yet. */
START_TEST(others_come_as_some_are_lost)
{
	char prefix[NET_PREFIX_STRLEN], other[NET_PREFIX_STRLEN], via[64];

	for (unsigned i = 1; i < 200; i++) {
		g_snprintf(prefix, sizeof prefix, "10.9.%u.0/24", i);
		g_snprintf(other, sizeof other, "10.%u.0.0/16", i % 2 ? 8 - i % 8 : 20 + i);
		g_snprintf(via, sizeof via, "via 10.9.%u.1", i);
		hear("a", prefix, 2);
		rib_lab_route(lab->rib, &lab->ebgp, other, 20, 0, via);
		rib_lab_route(lab->rib, &lab->igp, other, 110, 10, "10.0.2.2 b");
		assert_route(prefix, "learned 2", "rip 120/2");
	}
	assert_route("10.22.0.0/16", "none", "ebgp 20/0");
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	for (unsigned i = 1; i < 200; i++) {
		g_snprintf(prefix, sizeof prefix, "10.9.%u.0/24", i);
		g_snprintf(other, sizeof other, "10.%u.0.0/16", i % 2 ? 8 - i % 8 : 20 + i);
		assert_route(prefix, "lost", "none");
		assert_route(other, "redistributed 2", "ospf 110/10");
	}
}
END_TEST

START_TEST(lost_ones_are_forgotten)
{
	hear("a", "10.9.0.0/16", 2);
	sim_run(lab->sim, 179 * SIM_SEC);
	assert_route("10.9.0.0/16", "learned 2", "rip 120/2");
	sim_run(lab->sim, 181 * SIM_SEC);
	assert_route("10.9.0.0/16", "lost", "none");
	sim_run(lab->sim, 299 * SIM_SEC);
	assert_route("10.9.0.0/16", "lost", "none");
	sim_run(lab->sim, 301 * SIM_SEC);
	assert_route("10.9.0.0/16", "none", "none");
}
END_TEST

/* An operator turns it off and on. */
START_TEST(stopped)
{
	hear("a", "10.9.0.0/16", 2);
	rip_class.stop(&rip->proto);
	assert_route("10.9.0.0/16", "none", "none");
	assert_route("10.0.1.0/30", "none", "connected 0/0");
	sim_run(lab->sim, 60 * SIM_SEC);
	rib_lab_route(lab->rib, &lab->igp, "10.8.0.0/16", 110, 10, "10.0.1.2 a");
	rip_class.start(&rip->proto);
	assert_route("10.0.1.0/30", "interface 1", "connected 0/0");
	assert_route("10.8.0.0/16", "redistributed 2", "ospf 110/10");
	hear("a", "10.9.0.0/16", 2);
	assert_route("10.9.0.0/16", "learned 2", "rip 120/2");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rip_route");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, nearer_neighbour);
	tcase_add_test(tc, networks_of_interfaces);
	tcase_add_test(tc, redistributed);
	tcase_add_test(tc, others_come_as_some_are_lost);
	tcase_add_test(tc, lost_ones_are_forgotten);
	tcase_add_test(tc, stopped);
	return test_main("rip_route", tc);
}
