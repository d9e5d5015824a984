/* SPDX-License-Identifier: Apache-2.0 */
/* A file that is right makes the network that it describes. */
#include "models/ospf/ospf.h"
#include "tests/scenarios/load/loading.h"

#include <string.h>

static const char good[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<scenario name=\"a/b\" until=\"5min\">\n"
	"  <!-- a remark -->\n"
	"  <carrier name=\"c1\" asn=\"65001\">\n"
	"    <node name=\"PE\" role=\"pe\" router-id=\"9.9.9.9\">\n"
	"      <loopback address=\"10.0.0.1/32\"><ospf/></loopback>\n"
	"      <loopback name=\"lo2\" address=\"10.0.1.1/24\"/>\n"
	"      <ospf/> <ldp/>\n"
	"      <bgp><neighbor address=\"10.0.0.2\" families=\"vpnv4\"/></bgp>\n"
	"      <vrf name=\"V\" rd=\"1:27\" import=\"1:1 1:2\" export=\"1:1\" redistribute=\"static\">\n"
	"        <static><route prefix=\"10.9.0.0/16\" via=\"192.168.0.2\"/></static>\n"
	"      </vrf>\n"
	"    </node>\n"
	"    <node name=\"P\" role=\"p\">\n"
	"      <loopback address=\"10.0.0.2/32\"/> <ospf/> <ldp/>\n"
	"    </node>\n"
	"    <link a=\"PE:core\" a-address=\"10.1.0.1/30\" b=\"P:pe\" b-address=\"10.1.0.2/30\"\n"
	"          delay=\"3ms\" bandwidth=\"10Mbps\" mpls=\"yes\" mtu=\"1600\"><ospf/> <ldp/></link>\n"
	"  </carrier>\n"
	"  <customer name=\"V\" asn=\"65009\">\n"
	"    <node name=\"CE\" role=\"ce\"/> <node name=\"CE-9\" role=\"ce\" asn=\"9\"/>\n"
	"  </customer>\n"
	"  <link a=\"PE:ce\" a-address=\"192.168.0.1/30\" a-vrf=\"V\"\n"
	"        b=\"CE:pe\" b-address=\"192.168.0.2/30\"/>\n"
	"  <flow name=\"f\" from=\"PE\" vrf=\"V\" to=\"192.168.0.2\" ttl=\"9\"/>\n"
	"  <ping flow=\"f\" time=\"10s\"/>\n"
	"  <ping from=\"P\" to=\"1.2.3.4\" time=\"20s\" count=\"3\" interval=\"2s\" timeout=\"5s\"/>\n"
	"  <traceroute flow=\"f\" time=\"25s\" method=\"icmp\" probes=\"1\"/>\n"
	"  <probe flow=\"f\" interval=\"1s\" from=\"40s\" to=\"55s\"/> <probe flow=\"f\"/>\n"
	"  <at time=\"30s\"><link a=\"PE\" b=\"P\" state=\"down\"/><link a=\"P:pe\" b=\"PE\" state=\"up\"/></at>\n"
	"  <expect flow=\"f\" time=\"1min\" path=\"ip\"/>\n"
	"  <expect name=\"n\" flow=\"f\" time=\"40s\" direction=\"forward\" dropped-at=\"PE\" reason=\"r\"/>\n"
	"</scenario>\n";

static Scenario *load_good(void)
{
	char *mistakes;
	Scenario *scenario = load_bytes(good, strlen(good), &mistakes);

	ck_assert_str_eq(mistakes, "");
	g_free(mistakes);
	return scenario;
}

static const char *prefix_text(const NetPrefix *prefix)
{
	static char text[NET_PREFIX_STRLEN];

	return net_prefix_str(prefix, text);
}

START_TEST(the_scenario_itself)
{
	Scenario *scenario = load_good();

	ck_assert_str_eq(scenario->name, "a/b");
	ck_assert(strstr(scenario->text,
			 "  <probe flow=\"f\" interval=\"1s\" from=\"40s\" to=\"55s\"/>\n"
			 "  <probe flow=\"f\"/>\n"));
	ck_assert_int_eq(scenario->until, 300 * SIM_SEC);
	ck_assert_int_eq(scenario->last, 65 * SIM_SEC); /* of the last probe */
	ck_assert_uint_eq(scenario->sim->seed, 1);
	ck_assert_int_eq(scenario->sim->now, 0);
	ck_assert_uint_eq(scenario->sim->executed, 0);
	scenario_free(scenario);
}
END_TEST

static void check_node(const Scenario *scenario, unsigned i, const char *name, NodeRole role,
		       uint32_t asn, const char *carrier, const char *router_id)
{
	const Node *node = g_ptr_array_index(scenario->network->nodes, i);
	char text[NET_ADDR_STRLEN];

	ck_assert_str_eq(node->name, name);
	ck_assert_int_eq(node->role, role);
	ck_assert_uint_eq(node->asn, asn);
	ck_assert_pstr_eq(node->carrier, carrier);
	ck_assert_str_eq(net_addr_str(&node->host.router_id, text), router_id);
}

START_TEST(nodes)
{
	Scenario *scenario = load_good();

	ck_assert_uint_eq(scenario->network->nodes->len, 4);
	check_node(scenario, 0, "PE", NODE_PE, 65001, "c1", "9.9.9.9");
	check_node(scenario, 1, "P", NODE_P, 65001, "c1", "10.0.0.2");
	/* No loopback: the address of the first link. */
	check_node(scenario, 2, "CE", NODE_CE, 65009, NULL, "192.168.0.2");
	/* Nothing at all. */
	check_node(scenario, 3, "CE-9", NODE_CE, 9, NULL, "");
	scenario_free(scenario);
}
END_TEST

static const FwdIface *iface(const Node *node, unsigned i, const char *name, FwdIfaceKind kind,
			     const char *address)
{
	const FwdIface *found = g_ptr_array_index(node->fwd->ifaces, i);

	ck_assert_str_eq(found->name, name);
	ck_assert_int_eq(found->kind, kind);
	ck_assert_uint_eq(found->addresses->len, 1);
	ck_assert_str_eq(prefix_text(&g_array_index(found->addresses, NetPrefix, 0)), address);
	return found;
}

START_TEST(interfaces_and_links)
{
	Scenario *scenario = load_good();
	const Node *pe = network_node(scenario->network, "PE");
	const FwdIface *core, *ce;
	const FwdLink *link;

	ck_assert_uint_eq(pe->fwd->ifaces->len, 4);
	iface(pe, 0, "lo", FWD_IFACE_LOOPBACK, "10.0.0.1/32");
	iface(pe, 1, "lo2", FWD_IFACE_LOOPBACK, "10.0.1.1/24");
	core = iface(pe, 2, "core", FWD_IFACE_ETHERNET, "10.1.0.1/30");
	ce = iface(pe, 3, "ce", FWD_IFACE_ETHERNET, "192.168.0.1/30");
	ck_assert(core->mpls && !ce->mpls);
	ck_assert_uint_eq(core->mtu, 1600);
	ck_assert_uint_eq(ce->mtu, 1500);
	ck_assert_ptr_null(core->vrf->name);
	ck_assert_str_eq(ce->vrf->name, "V");
	ck_assert_uint_eq(scenario->network->links->len, 2);
	link = g_ptr_array_index(scenario->network->links, 0);
	ck_assert_str_eq(link->name, "PE:core--P:pe");
	ck_assert_int_eq(link->delay, 3 * SIM_MSEC);
	ck_assert_uint_eq(link->bandwidth, 10000000);
	link = g_ptr_array_index(scenario->network->links, 1);
	ck_assert_int_eq(link->delay, SIM_MSEC);
	ck_assert_uint_eq(link->bandwidth, 1000000000);
	scenario_free(scenario);
}
END_TEST

START_TEST(protocols)
{
	Scenario *scenario = load_good();
	const Node *pe = network_node(scenario->network, "PE");
	static const char *const names[] = {"ospf", "ldp", "bgp", "static"};

	ck_assert_uint_eq(pe->protocols->len, G_N_ELEMENTS(names));
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		const ProtoInstance *instance = g_ptr_array_index(pe->protocols, i);

		ck_assert_str_eq(instance->class_->name, names[i]);
		ck_assert_pstr_eq(rib_name(instance->rib), i == 3 ? "V" : NULL);
		ck_assert(!instance->running);
	}
	ck_assert_ptr_nonnull(pe->vpn);
	scenario_free(scenario);
}
END_TEST

static const char lines[] =
	"<scenario>\n"
	"  <carrier name=\"c\" asn=\"1\">\n"
	"    <node name=\"A\" role=\"asbr\"><ospf/>\n"
	"      <vrf name=\"V\" rd=\"1:1\"><loopback name=\"lov\" address=\"10.7.0.1/32\"/></vrf>\n"
	"    </node>\n"
	"    <node name=\"B\" role=\"asbr\"><ospf/></node> <node name=\"C\" role=\"p\"><ospf/></node>\n"
	"    <link a=\"A:e\" a-address=\"10.1.0.1/30\" b=\"B:e\" b-address=\"10.1.0.2/30\" vlan=\"10\"\n"
	"          queue=\"9000\" loss=\"0.25%\" inner-mtu=\"1400\" mpls=\"yes\"><ospf cost=\"7\"/></link>\n"
	"    <link a=\"A:e\" a-address=\"10.1.0.1/30\" a-vrf=\"V\" b=\"B:e\"\n"
	"          b-address=\"10.1.0.2/30\" b-vrf=\"\" vlan=\"20\" a-label-check=\"platform\"\n"
	"          b-label-check=\"advertised\"/>\n"
	"    <segment delay=\"2ms\" mtu=\"1600\"><ospf/>\n"
	"      <port at=\"A:lan\" address=\"10.2.0.1/24\"/> <port at=\"B:lan\" address=\"10.2.0.2/24\"/>\n"
	"      <port at=\"C:lan\" address=\"10.2.0.3/24\" label-check=\"advertised\"/>\n"
	"    </segment>\n"
	"  </carrier>\n"
	"</scenario>\n";

START_TEST(vlans_segments_and_lines)
{
	char *text = g_strdup(lines), *mistakes;
	Scenario *scenario;
	FwdIface *e, *first, *second, *lan;
	Node *a, *b, *c;

	scenario = load_bytes(text, strlen(text), &mistakes);
	g_free(text);
	ck_assert_ptr_null(scenario); /* B has both VLANs in one table */
	ck_assert(strstr(mistakes, "node \"B\" is in 10.1.0.0/30 by the link of line 8 already"));
	g_free(mistakes);
	text = g_strdup(lines);
	memcpy(strstr(text, "10.1.0.2/30\" b-vrf"), "10.1.0.6/30", 11);
	memcpy(strstr(text, "10.1.0.1/30\" a-vrf"), "10.1.0.5/30", 11);
	scenario = load_bytes(text, strlen(text), &mistakes);
	g_free(text);
	ck_assert_str_eq(mistakes, "");
	a = network_node(scenario->network, "A");
	ck_assert_uint_eq(scenario->network->links->len, 2);
	e = fwd_node_iface(a->fwd, "e");
	first = fwd_node_iface(a->fwd, "e.10");
	second = fwd_node_iface(a->fwd, "e.20");
	ck_assert(e && e->addresses->len == 0 && !e->mpls);
	ck_assert_ptr_eq(first, fwd_iface_vlan(e, 10));
	ck_assert(first->mpls && !second->mpls);
	ck_assert_str_eq(second->vrf->name, "V");
	ck_assert_int_eq(first->label_check, FWD_LABEL_CHECK_BY_PLACE);
	ck_assert_int_eq(second->label_check, FWD_LABEL_CHECK_PLATFORM);
	b = network_node(scenario->network, "B");
	ck_assert_int_eq(fwd_node_iface(b->fwd, "e.20")->label_check, FWD_LABEL_CHECK_ADVERTISED);
	ck_assert_int_eq(fwd_node_iface(b->fwd, "lan")->label_check, FWD_LABEL_CHECK_BY_PLACE);
	c = network_node(scenario->network, "C");
	ck_assert_int_eq(fwd_node_iface(c->fwd, "lan")->label_check, FWD_LABEL_CHECK_ADVERTISED);
	ck_assert_uint_eq(e->link->queue_limit, 9000);
	ck_assert_uint_eq(e->link->sides[0].loss, 2500);
	ck_assert_uint_eq(e->link->sides[1].loss, 2500);
	ck_assert_uint_eq(e->link->mtu, 1400);
	lan = fwd_node_iface(a->fwd, "lan");
	ck_assert(lan->link->segment && lan->link->ends->len == 3);
	ck_assert_int_eq(lan->link->delay, 2 * SIM_MSEC);
	ck_assert_uint_eq(lan->mtu, 1600);
	ck_assert_str_eq(fwd_node_iface(a->fwd, "lov")->vrf->name, "V");
	g_free(mistakes);
	scenario_free(scenario);
}
END_TEST

START_TEST(flows_and_pings)
{
	Scenario *scenario = load_good();
	const Flow *flow = flow_find(scenario->flows, "f");
	const PingConfig *ping;
	char text[NET_ADDR_STRLEN];

	ck_assert_ptr_nonnull(flow);
	ck_assert_str_eq(flow->ends[FLOW_FORWARD]->name, "PE");
	ck_assert_str_eq(flow->ends[FLOW_REVERSE]->name, "CE");
	ck_assert_str_eq(flow->vrfs[FLOW_FORWARD]->name, "V");
	ck_assert_uint_eq(flow->ttl, 9);
	ck_assert_uint_eq(scenario->pings->len, 2);
	ping = ping_config(g_ptr_array_index(scenario->pings, 0));
	ck_assert_str_eq(ping_name(g_ptr_array_index(scenario->pings, 0)), "f");
	ck_assert_ptr_eq(ping->vrf, flow->vrfs[FLOW_FORWARD]);
	ck_assert_str_eq(net_addr_str(&ping->src, text), "192.168.0.1");
	ck_assert_str_eq(net_addr_str(&ping->dst, text), "192.168.0.2");
	ck_assert_uint_eq(ping->count, 5);
	ck_assert_int_eq(ping->start, 10 * SIM_SEC);
	ping = ping_config(g_ptr_array_index(scenario->pings, 1));
	ck_assert_str_eq(ping_name(g_ptr_array_index(scenario->pings, 1)), "P to 1.2.3.4");
	ck_assert_str_eq(net_addr_str(&ping->src, text), "10.0.0.2");
	ck_assert_uint_eq(ping->count, 3);
	ck_assert_int_eq(ping->interval, 2 * SIM_SEC);
	ck_assert_int_eq(ping->timeout, 5 * SIM_SEC);
	ck_assert_uint_eq(ping->ttl, 64);
	scenario_free(scenario);
}
END_TEST

START_TEST(probes)
{
	Scenario *scenario = load_good();
	const GPtrArray *all = probe_set_all(scenario->probes);
	const ProbeConfig *config;

	ck_assert_uint_eq(all->len, 2);
	config = probe_config(g_ptr_array_index(all, 0));
	ck_assert_ptr_eq(config->flow, flow_find(scenario->flows, "f"));
	ck_assert_int_eq(config->interval, SIM_SEC);
	ck_assert_int_eq(config->from, 40 * SIM_SEC);
	ck_assert_int_eq(config->to, 55 * SIM_SEC);
	ck_assert_int_eq(config->timeout, 10 * SIM_SEC);
	config = probe_config(g_ptr_array_index(all, 1));
	ck_assert_int_eq(config->interval, 100 * SIM_MSEC);
	ck_assert_int_eq(config->from, 0);
	ck_assert_int_eq(config->to, SIM_NEVER);
	scenario_free(scenario);
}
END_TEST

START_TEST(traceroutes)
{
	Scenario *scenario = load_good();
	const Flow *flow = flow_find(scenario->flows, "f");
	const TracerouteConfig *config;

	ck_assert_uint_eq(scenario->traceroutes->len, 1);
	config = traceroute_config(g_ptr_array_index(scenario->traceroutes, 0));
	ck_assert_str_eq(traceroute_name(g_ptr_array_index(scenario->traceroutes, 0)), "f");
	ck_assert_ptr_eq(config->vrf, flow->vrfs[FLOW_FORWARD]);
	ck_assert(net_addr_equal(&config->dst, &flow->addrs[FLOW_REVERSE]));
	ck_assert_int_eq(config->start, 25 * SIM_SEC);
	ck_assert_int_eq(config->timeout, 3 * SIM_SEC);
	ck_assert_int_eq(config->method, TRACEROUTE_ICMP);
	ck_assert_uint_eq(config->max_ttl, 30);
	ck_assert_uint_eq(config->probes, 1);
	scenario_free(scenario);
}
END_TEST

START_TEST(expectations_and_actions)
{
	Scenario *scenario = load_good();
	const GArray *results = expect_results(scenario->expectations);
	const ExpectResult *result;

	ck_assert_uint_eq(scenario->network->actions->len, 2);
	ck_assert_uint_eq(results->len, 2);
	result = &g_array_index(results, ExpectResult, 0);
	ck_assert_uint_eq(result->line, 31);
	ck_assert_str_eq(result->name, "f at 60s: delivered: ip");
	ck_assert(!result->decided);
	result = &g_array_index(results, ExpectResult, 1);
	ck_assert_str_eq(result->name, "n");
	scenario_free(scenario);
}
END_TEST

/* The link goes down and up at 30 s, in the order of the file. */
START_TEST(actions_happen_at_their_time)
{
	Scenario *scenario = load_good();
	const FwdLink *link = g_ptr_array_index(scenario->network->links, 0);
	uint32_t before;

	network_start(scenario->network);
	sim_run(scenario->sim, 30 * SIM_SEC - 1);
	before = scenario->sim->epoch;
	ck_assert_int_eq(link->state, FWD_LINK_UP);
	sim_run(scenario->sim, 30 * SIM_SEC);
	ck_assert_uint_eq(scenario->sim->epoch, before + 2);
	ck_assert_int_eq(link->state, FWD_LINK_UP);
	scenario_free(scenario);
}
END_TEST

START_TEST(name_from_the_file)
{
	static const char text[] = "<scenario/>";
	char *mistakes;
	Scenario *scenario = load_bytes(text, strlen(text), &mistakes);
	g_autofree char *base = g_path_get_basename(scenario->path);

	ck_assert_uint_eq(strlen(base), strlen(scenario->name) + strlen(".xml"));
	ck_assert_uint_eq(strncmp(base, scenario->name, strlen(scenario->name)), 0);
	ck_assert_int_eq(scenario->until, SIM_NEVER);
	ck_assert_int_eq(scenario->last, 0);
	scenario_free(scenario);
	g_free(mistakes);
}
END_TEST

START_TEST(the_library)
{
	g_autofree char *path =
		g_build_filename(g_getenv("CL_SRCDIR"), "scenarios/l3vpn/intra-as.xml", NULL);
	GPtrArray *errors = g_ptr_array_new_with_free_func(scenario_error_free);
	Scenario *scenario = scenario_load(path, 1, errors);

	ck_assert_ptr_nonnull(scenario);
	ck_assert_uint_eq(errors->len, 0);
	ck_assert_str_eq(scenario->name, "l3vpn/intra-as");
	ck_assert_str_eq(scenario->path, path);
	scenario_free(scenario);
	g_ptr_array_free(errors, TRUE);
}
END_TEST

/* What an end has otherwise, and what it has as all do. */
static const char ends[] =
	"<scenario><carrier name=\"c\" asn=\"1\">\n"
	"<node name=\"A\" role=\"p\" router-id=\"9.9.9.1\"><ospf/><ldp/></node>\n"
	"<node name=\"B\" role=\"p\" router-id=\"9.9.9.2\"><ospf/></node>\n"
	"<link a=\"A:b\" a-address=\"10.1.0.1/30\" b=\"B:a\" b-address=\"10.1.0.2/30\" mtu=\"1600\">\n"
	"<ospf area=\"1\"/><end node=\"B\" mtu=\"1400\"><ospf area=\"2\"/></end>\n"
	"<end node=\"A\" mpls=\"yes\"><ldp/></end></link>\n"
	"<segment mpls=\"yes\"><port at=\"A:c\" address=\"10.2.0.1/24\"/><ospf area=\"3\"/>\n"
	"<port at=\"B:c\" address=\"10.2.0.2/24\" mpls=\"no\" mtu=\"1300\"><ospf area=\"4\"/></port>\n"
	"</segment></carrier></scenario>\n";

static gboolean is_in_area(const void *config, const void *area)
{
	return ((const OspfIfaceConfig *)config)->area == *(const uint32_t *)area;
}

static gboolean ospf_in_area(const Node *node, uint32_t area)
{
	return node_item_config(node, "ospf", NULL, "ospf", is_in_area, &area) != NULL;
}

START_TEST(ends_of_their_own)
{
	char *mistakes;
	Scenario *scenario = load_bytes(ends, strlen(ends), &mistakes);
	const Node *a, *b;
	const FwdIface *first;

	ck_assert_msg(scenario, "%s", mistakes);
	a = network_node(scenario->network, "A");
	b = network_node(scenario->network, "B");
	first = iface(a, 0, "b", FWD_IFACE_ETHERNET, "10.1.0.1/30");
	ck_assert(first->mpls && first->mtu == 1600);
	first = iface(b, 0, "a", FWD_IFACE_ETHERNET, "10.1.0.2/30");
	ck_assert(!first->mpls && first->mtu == 1400);
	first = iface(a, 1, "c", FWD_IFACE_ETHERNET, "10.2.0.1/24");
	ck_assert(first->mpls && first->mtu == 1500);
	first = iface(b, 1, "c", FWD_IFACE_ETHERNET, "10.2.0.2/24");
	ck_assert(!first->mpls && first->mtu == 1300);
	ck_assert(ospf_in_area(a, 1) && !ospf_in_area(a, 2) && ospf_in_area(a, 3));
	ck_assert(ospf_in_area(b, 2) && !ospf_in_area(b, 1) && ospf_in_area(b, 4));
	ck_assert(!ospf_in_area(b, 3));
	g_free(mistakes);
	scenario_free(scenario);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("scenario");

	tcase_add_test(tc, the_scenario_itself);
	tcase_add_test(tc, nodes);
	tcase_add_test(tc, interfaces_and_links);
	tcase_add_test(tc, protocols);
	tcase_add_test(tc, vlans_segments_and_lines);
	tcase_add_test(tc, flows_and_pings);
	tcase_add_test(tc, probes);
	tcase_add_test(tc, traceroutes);
	tcase_add_test(tc, expectations_and_actions);
	tcase_add_test(tc, actions_happen_at_their_time);
	tcase_add_test(tc, name_from_the_file);
	tcase_add_test(tc, the_library);
	tcase_add_test(tc, ends_of_their_own);
	return test_main("scenario", tc);
}
