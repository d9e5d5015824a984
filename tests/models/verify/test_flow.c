/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/verify/vpn_net.h"
#include "tests/testing.h"

static VpnNet *net;
static GString *log_;

static void on_path(const TraceRecord *record, void *user)
{
	const TracePath *path = (const TracePath *)record;

	(void)user;
	ck_assert_ptr_eq(path->of, net->flow);
	g_string_append_printf(log_, "%d %s %s %s %u %s%s%s\n", (int)(record->time / SIM_SEC),
			       record->node, path->flow, path->direction, (unsigned)path->path_id,
			       path->verdict, path->reason ? ": " : "",
			       path->reason ? path->reason : "");
}

static void setup(void)
{
	net = vpn_net_new();
	log_ = g_string_new(NULL);
	sim_subscribe(net->sim, &trace_path, on_path, NULL);
}

static void teardown(void)
{
	vpn_net_free(net);
	g_string_free(log_, TRUE);
}

static void expect_log(const char *text)
{
	ck_assert_str_eq(log_->str, text);
	g_string_truncate(log_, 0);
}

/* What is done to the network at an instant. */
typedef struct Deed {
	SimEvent event; /* first member */
	FwdLinkState state;
} Deed;

static void set_core_link(SimEvent *event)
{
	fwd_link_set_state(vpn_net_link(net, P, PE_1), ((const Deed *)(const void *)event)->state);
}

static void cut_and_mend(SimEvent *event)
{
	(void)event;
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_SILENT);
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_UP);
}

START_TEST(both_directions_are_walked_at_the_start)
{
	flow_set_start(net->flows);
	expect_log("0 CE-3 f forward 1 delivered\n0 CE-2 f reverse 2 delivered\n");
	ck_assert_uint_eq(net->flow->path_id[FLOW_FORWARD], 1);
	ck_assert_uint_eq(net->flow->path_id[FLOW_REVERSE], 2);
	ck_assert_int_eq(net->flow->path[FLOW_FORWARD]->verdict, PATH_DELIVERED);
	vpn_net_run(net, 10 * SIM_SEC);
	expect_log("");
}
END_TEST

START_TEST(an_interval_begins_at_the_instant_of_the_change)
{
	Deed cut = {.event.fn = set_core_link, .state = FWD_LINK_SILENT};
	Deed mend = {.event.fn = set_core_link, .state = FWD_LINK_UP};

	flow_set_start(net->flows);
	g_string_truncate(log_, 0);
	sim_event_schedule(net->sim, &cut.event, 7 * SIM_SEC, SIM_WORK);
	sim_event_schedule(net->sim, &mend.event, 9 * SIM_SEC, SIM_WORK);
	vpn_net_run(net, 20 * SIM_SEC);
	expect_log("7 CE-3 f forward 3 dropped: link P:pe1--PE-1:core is cut\n"
		   "7 CE-2 f reverse 4 dropped: link P:pe1--PE-1:core is cut\n"
		   "9 CE-3 f forward 5 delivered\n"
		   "9 CE-2 f reverse 6 delivered\n");
}
END_TEST

START_TEST(only_the_end_of_an_instant_counts)
{
	Deed deed = {.event.fn = cut_and_mend};

	flow_set_start(net->flows);
	g_string_truncate(log_, 0);
	sim_event_schedule(net->sim, &deed.event, 7 * SIM_SEC, SIM_WORK);
	vpn_net_run(net, 20 * SIM_SEC);
	expect_log("");
}
END_TEST

static void drop_lsp(SimEvent *event)
{
	(void)event;
	rib_lab_lsp_withdraw(vpn_net_rib(net, PE_2), &net->ldp[PE_2], "10.0.0.1/32");
}

static void drop_route(SimEvent *event)
{
	(void)event;
	rib_lab_withdraw(vpn_net_vrf(net, PE_2), &net->bgp[PE_2], "152.12.4.0/24");
}

START_TEST(one_direction_alone_may_change_and_so_may_its_reason)
{
	Deed lsp = {.event.fn = drop_lsp}, route = {.event.fn = drop_route};

	flow_set_start(net->flows);
	g_string_truncate(log_, 0);
	sim_event_schedule(net->sim, &lsp.event, 7 * SIM_SEC, SIM_WORK);
	sim_event_schedule(net->sim, &route.event, 8 * SIM_SEC, SIM_WORK);
	vpn_net_run(net, 20 * SIM_SEC);
	expect_log("7 CE-3 f forward 3 dropped: no LSP to PE-1\n"
		   "8 CE-3 f forward 4 dropped: no route\n");
}
END_TEST

static void restore_lsp(SimEvent *event)
{
	(void)event;
	rib_lab_lsp(vpn_net_rib(net, PE_2), &net->ldp[PE_2], "10.0.0.1/32", 1,
		    "10.0.2.2 core push 17");
}

static void restore_route(SimEvent *event)
{
	(void)event;
	rib_lab_route(vpn_net_vrf(net, PE_2), &net->bgp[PE_2], "152.12.4.0/24", 200, 0,
		      "lsp 10.0.0.1 vpn 29");
}

/* PE-2 needs 100 ms for each entry; only the one for the VPN route is new. */
START_TEST(a_route_that_waits_for_the_fib_is_another_reason)
{
	Deed route = {.event.fn = drop_route}, lsp = {.event.fn = drop_lsp};
	Deed back = {.event.fn = restore_route}, lsp_back = {.event.fn = restore_lsp};

	flow_set_start(net->flows);
	vpn_net_run(net, 5 * SIM_SEC);
	g_string_truncate(log_, 0);
	net->nodes[PE_2]->fwd->costs.fib = 100 * SIM_MSEC;
	sim_event_schedule(net->sim, &route.event, 7 * SIM_SEC, SIM_WORK);
	sim_event_schedule(net->sim, &lsp.event, 8 * SIM_SEC, SIM_WORK);
	sim_event_schedule(net->sim, &back.event, 9 * SIM_SEC, SIM_WORK);
	sim_event_schedule(net->sim, &lsp_back.event, 10 * SIM_SEC, SIM_WORK);
	vpn_net_run(net, 20 * SIM_SEC);
	expect_log("7 CE-3 f forward 3 dropped: no route\n"
		   "9 CE-3 f forward 4 dropped: no LSP to PE-1\n"
		   "10 CE-3 f forward 5 dropped: route not in the FIB yet\n"
		   "10 CE-3 f forward 6 delivered\n");
}
END_TEST

static void mix_up(SimEvent *event)
{
	(void)event;
	rib_lab_route(vpn_net_vrf(net, PE_2), &net->bgp[PE_2], "152.12.4.0/24", 200, 0,
		      "lsp 10.0.0.1 vpn 28");
}

START_TEST(the_wrong_owner_of_the_address_is_told)
{
	Deed deed = {.event.fn = mix_up};

	vpn_net_add_namesake(net);
	flow_set_start(net->flows);
	expect_log("0 CE-3 f forward 1 delivered\n0 CE-2 f reverse 2 delivered\n");
	sim_event_schedule(net->sim, &deed.event, 7 * SIM_SEC, SIM_WORK);
	vpn_net_run(net, 20 * SIM_SEC);
	expect_log("7 CE-3 f forward 3 misdelivered: delivered to CE-9 instead of CE-2\n");
}
END_TEST

START_TEST(watching_changes_nothing_of_the_run)
{
	VpnNet *other = vpn_net_new();
	Deed deed = {.event.fn = set_core_link, .state = FWD_LINK_SILENT};

	sim_event_schedule(net->sim, &deed.event, 7 * SIM_SEC, SIM_WORK);
	flow_set_start(net->flows);
	vpn_net_run(net, 20 * SIM_SEC);
	/* The same again, unwatched. */
	sim_unsubscribe(net->sim, on_path, NULL);
	{
		uint64_t digest = digest_value(&net->sim->digest);
		uint64_t id = net->sim->last_trace_id;

		vpn_net_free(net);
		net = other;
		sim_event_schedule(net->sim, &deed.event, 7 * SIM_SEC, SIM_WORK);
		vpn_net_run(net, 20 * SIM_SEC);
		ck_assert_uint_eq(digest_value(&net->sim->digest), digest);
		ck_assert_uint_eq(net->sim->last_trace_id, id);
	}
}
END_TEST

/* Ends */

static Flow *add(const char *name, const char *from, const char *vrf, const char *src,
		 const char *dst, const char *to_node, GError **error)
{
	NetAddr s = src ? rib_lab_addr(src) : net_addr_none, d = rib_lab_addr(dst);

	return flow_add(net->flows, name, from, vrf, &s, &d, to_node, 64, error);
}

static void refused(const char *name, const char *from, const char *vrf, const char *src,
		    const char *dst, const char *to_node, const char *text)
{
	GError *error = NULL;

	ck_assert_ptr_null(add(name, from, vrf, src, dst, to_node, &error));
	ck_assert(error->domain == PROTO_ERROR);
	ck_assert_str_eq(error->message, text);
	g_error_free(error);
}

START_TEST(a_flow_starts_from_the_loopback_unless_told)
{
	const Flow *flow;

	ck_assert(net_addr_equal(&net->flow->addrs[FLOW_FORWARD],
				 &(NetAddr){NET_AF_IPV4, {152, 12, 3, 1}}));
	ck_assert_ptr_eq(net->flow->ends[FLOW_FORWARD], net->nodes[CE_3]);
	ck_assert_ptr_eq(net->flow->ends[FLOW_REVERSE], net->nodes[CE_2]);
	flow = add("g", "CE-3", NULL, "192.168.3.2", "152.12.4.1", NULL, NULL);
	ck_assert(net_addr_equal(&flow->addrs[FLOW_FORWARD],
				 &(NetAddr){NET_AF_IPV4, {192, 168, 3, 2}}));
	/* A VRF without a loopback: its first interface. */
	flow = add("h", "PE-2", "VPN-B", NULL, "192.168.2.1", NULL, NULL);
	ck_assert(net_addr_equal(&flow->addrs[FLOW_FORWARD],
				 &(NetAddr){NET_AF_IPV4, {192, 168, 3, 1}}));
	ck_assert_str_eq(flow->vrfs[FLOW_REVERSE]->name, "VPN-B");
	ck_assert_ptr_eq(flow_find(net->flows, "h"), flow);
	ck_assert_ptr_null(flow_find(net->flows, "i"));
	ck_assert_uint_eq(flow_all(net->flows)->len, 3);
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
	refused("f", "CE-3", NULL, NULL, "152.12.4.1", NULL, "a flow named \"f\" exists already");
	refused("g", "CE-7", NULL, NULL, "152.12.4.1", NULL, "there is no node \"CE-7\"");
	refused("g", "CE-3", "VPN-B", NULL, "152.12.4.1", NULL,
		"node \"CE-3\" has no VRF \"VPN-B\"; there are none");
	refused("g", "PE-2", "VPN-B", "10.0.0.2", "152.12.4.1", NULL,
		"the source is no address of node \"PE-2\" in that table; write one of those");
	refused("g", "CE-3", NULL, NULL, "152.12.4.2", NULL,
		"no node has the address 152.12.4.2; write one of an interface");
	refused("g", "CE-3", NULL, NULL, "152.12.4.1", "PE-1",
		"no node \"PE-1\" has the address 152.12.4.1; write one of an interface");
	ck_assert_uint_eq(flow_all(net->flows)->len, 1);
}
END_TEST

START_TEST(of_several_owners_one_has_to_be_named)
{
	const Flow *flow;

	vpn_net_add_namesake(net);
	refused("g", "CE-3", NULL, NULL, "152.12.4.1", NULL,
		"nodes \"CE-2\" and \"CE-9\" both have the address 152.12.4.1; write which is meant "
		"as to-node");
	flow = add("g", "CE-3", NULL, NULL, "152.12.4.1", "CE-9", NULL);
	ck_assert_str_eq(flow->ends[FLOW_REVERSE]->name, "CE-9");
}
END_TEST

START_TEST(an_overlapping_address_of_another_table_is_not_the_source)
{
	const Flow *flow;

	vpn_net_add_namesake(net);
	/* 192.168.2.1 is in both VRFs of PE-1. */
	flow = add("g", "PE-1", "VPN-A", "192.168.2.1", "152.12.3.1", NULL, NULL);
	ck_assert_str_eq(flow->vrfs[FLOW_FORWARD]->name, "VPN-A");
}
END_TEST

START_TEST(of_several_tables_the_one_called_as_the_senders_has_the_destination)
{
	vpn_net_add_namesake(net);
	const Flow *a = add("a", "PE-1", "VPN-A", "192.168.2.1", "192.168.2.1", NULL, NULL);
	const Flow *b = add("b", "PE-2", "VPN-B", NULL, "192.168.2.1", NULL, NULL);

	ck_assert_str_eq(a->vrfs[FLOW_REVERSE]->name, "VPN-A");
	ck_assert_str_eq(b->vrfs[FLOW_REVERSE]->name, "VPN-B");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("flow");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, both_directions_are_walked_at_the_start);
	tcase_add_test(tc, an_interval_begins_at_the_instant_of_the_change);
	tcase_add_test(tc, only_the_end_of_an_instant_counts);
	tcase_add_test(tc, one_direction_alone_may_change_and_so_may_its_reason);
	tcase_add_test(tc, a_route_that_waits_for_the_fib_is_another_reason);
	tcase_add_test(tc, the_wrong_owner_of_the_address_is_told);
	tcase_add_test(tc, watching_changes_nothing_of_the_run);
	tcase_add_test(tc, a_flow_starts_from_the_loopback_unless_told);
	tcase_add_test(tc, what_makes_no_sense_is_refused);
	tcase_add_test(tc, of_several_owners_one_has_to_be_named);
	tcase_add_test(tc, an_overlapping_address_of_another_table_is_not_the_source);
	tcase_add_test(tc, of_several_tables_the_one_called_as_the_senders_has_the_destination);
	return test_main("flow", tc);
}
