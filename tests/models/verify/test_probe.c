/* SPDX-License-Identifier: Apache-2.0 */
/* Probes on a VPN whose tables are filled by hand: a way from CE to CE takes 4 ms, 1 ms each link. */
#include "models/oam/ping.h"
#include "models/verify/probe.h"
#include "tests/models/verify/vpn_net.h"
#include "tests/testing.h"

#include <string.h>

static VpnNet *net;
static ProbeSet *probes;
static ProbeStream *stream;
static GString *log_;

/* "1 forward delivered at CE-2 ttl 61, stable: DISAGREEMENT" */
static void on_probe(const TraceRecord *record, void *user)
{
	const TraceProbe *probe = (const TraceProbe *)record;

	(void)user;
	ck_assert_str_eq(probe->flow, "f");
	g_string_append_printf(log_, "%u %s %s", probe->sequence, probe->direction, probe->result);
	if (record->node)
		g_string_append_printf(log_, " at %s", record->node);
	if (probe->reason)
		g_string_append_printf(log_, ": %s", probe->reason);
	if (probe->ttl > 0)
		g_string_append_printf(log_, " ttl %u", probe->ttl);
	g_string_append_printf(log_, ", %sstable%s%s\n", probe->stable ? "" : "un",
			       probe->disagreement ? ": " : "",
			       probe->disagreement ? probe->disagreement : "");
}

static void setup(void)
{
	net = vpn_net_new();
	probes = probe_set_new(net->network);
	stream = NULL;
	log_ = g_string_new(NULL);
	sim_subscribe(net->sim, &trace_probe, on_probe, NULL);
}

static void teardown(void)
{
	probe_set_free(probes);
	vpn_net_free(net);
	g_string_free(log_, TRUE);
}

/* Every second from 1 s to the time. */
static void start(SimTime to)
{
	stream = probe_add(probes, &(ProbeConfig){.flow = net->flow,
						  .interval = SIM_SEC,
						  .from = SIM_SEC,
						  .to = to,
						  .timeout = PROBE_TIMEOUT});
	flow_set_start(net->flows);
	probe_set_start(probes);
}

static void run(SimTime until)
{
	vpn_net_run(net, until);
	probe_set_end(probes);
}

static void expect_log(const char *text)
{
	ck_assert_str_eq(log_->str, text);
	g_string_truncate(log_, 0);
}

static void expect_counts(ProbeCounts expected)
{
	const ProbeCounts *found = probe_counts(stream);

	ck_assert_uint_eq(found->sent, expected.sent);
	ck_assert_uint_eq(found->delivered, expected.delivered);
	ck_assert_uint_eq(found->dropped, expected.dropped);
	ck_assert_uint_eq(found->lost, expected.lost);
	ck_assert_uint_eq(found->stable, expected.stable);
	ck_assert_uint_eq(found->disagree, expected.disagree);
	ck_assert_uint_eq(probe_set_disagreements(probes), expected.disagree);
}

typedef struct Deed {
	SimEvent event; /* first member */
	void (*fn)(void);
} Deed;

static void do_deed(SimEvent *event)
{
	((Deed *)event)->fn();
}

static void at(Deed *deed, SimTime when, void (*fn)(void))
{
	*deed = (Deed){.event.fn = do_deed, .fn = fn};
	sim_event_schedule(net->sim, &deed->event, when, SIM_WORK);
}

/* What agrees */

START_TEST(probes_of_both_directions_arrive)
{
	start(3 * SIM_SEC);
	run(5 * SIM_SEC);
	/* ARP holds up the first ones for a way there and back at each link. */
	expect_log("1 forward delivered at CE-2 ttl 61, stable\n"
		   "1 reverse delivered at CE-3 ttl 61, stable\n"
		   "2 forward delivered at CE-2 ttl 61, stable\n"
		   "2 reverse delivered at CE-3 ttl 61, stable\n"
		   "3 forward delivered at CE-2 ttl 61, stable\n"
		   "3 reverse delivered at CE-3 ttl 61, stable\n");
	expect_counts((ProbeCounts){.sent = 6, .delivered = 6, .stable = 6});
}
END_TEST

START_TEST(they_are_sent_within_the_window_alone)
{
	start(2500 * SIM_MSEC);
	run(1002 * SIM_MSEC);
	expect_counts((ProbeCounts){.sent = 2});
	run(9 * SIM_SEC);
	expect_counts((ProbeCounts){.sent = 4, .delivered = 4, .stable = 4});
}
END_TEST

START_TEST(without_end_they_go_on)
{
	start(SIM_NEVER);
	run(60 * SIM_SEC);
	expect_counts((ProbeCounts){.sent = 120, .delivered = 118, .stable = 118});
}
END_TEST

static void drop_lsp(void)
{
	rib_lab_lsp_withdraw(vpn_net_rib(net, PE_2), &net->ldp[PE_2], "10.0.0.1/32");
}

START_TEST(a_drop_is_where_the_walk_ends_and_for_its_reason)
{
	drop_lsp();
	start(SIM_SEC);
	run(2 * SIM_SEC);
	expect_log("1 forward dropped at PE-2: no LSP to PE-1, stable\n"
		   "1 reverse delivered at CE-3 ttl 61, stable\n");
	expect_counts((ProbeCounts){.sent = 2, .delivered = 1, .dropped = 1, .stable = 2});
}
END_TEST

static void cut(void)
{
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_SILENT);
}

START_TEST(what_a_cut_swallows_ends_there)
{
	Deed deed;

	start(2 * SIM_SEC);
	at(&deed, 1500 * SIM_MSEC, cut);
	run(3 * SIM_SEC);
	expect_log("1 forward delivered at CE-2 ttl 61, stable\n"
		   "1 reverse delivered at CE-3 ttl 61, stable\n"
		   "2 reverse dropped at PE-1: link P:pe1--PE-1:core is cut, stable\n"
		   "2 forward dropped at P: link P:pe1--PE-1:core is cut, stable\n");
	expect_counts((ProbeCounts){.sent = 4, .delivered = 2, .dropped = 2, .stable = 4});
}
END_TEST

/* The next hop goes, and nobody takes the frames that are still sent to it. Only time tells. */
static void renumber(void)
{
	FwdIface *iface = fwd_node_iface(net->nodes[CE_2]->fwd, "pe");

	g_array_index(iface->addresses, NetPrefix, 0).addr = rib_lab_addr("192.168.2.3");
	iface->mac.bytes[5] ^= 0x80;
	fwd_point_changed(&iface->point);
}

START_TEST(what_nobody_takes_is_lost)
{
	Deed deed;

	start(2 * SIM_SEC);
	at(&deed, 1500 * SIM_MSEC, renumber);
	run(11999 * SIM_MSEC);
	g_string_truncate(log_, 0);
	run(12 * SIM_SEC);
	expect_log("2 forward lost, stable\n");
	ck_assert_uint_eq(probe_set_disagreements(probes), 0);
}
END_TEST

/* CE-2 takes six seconds for each packet to itself: what comes later than it can take is late, not lost. */
START_TEST(a_busy_processor_is_no_disagreement)
{
	start(3 * SIM_SEC);
	net->nodes[CE_2]->fwd->costs.message = 6 * SIM_SEC;
	run(13100 * SIM_MSEC);
	ck_assert_ptr_nonnull(
		strstr(log_->str, "2 forward lost: the control processor is busy, stable\n"));
	ck_assert_ptr_nonnull(
		strstr(log_->str, "3 forward lost: the control processor is busy, stable\n"));
	ck_assert_uint_eq(probe_set_disagreements(probes), 0);
	ck_assert_uint_eq(probe_counts(stream)->lost, 2);
}
END_TEST

/* No neighbour's address is known yet: ARP asks over the cut link, and gives up. */
START_TEST(a_cut_that_arp_notices)
{
	cut();
	start(SIM_SEC);
	run(5 * SIM_SEC);
	expect_log("1 reverse dropped at PE-1: no ARP reply from 10.0.1.2, stable\n"
		   "1 forward dropped at P: no ARP reply from 10.0.1.1, stable\n");
	expect_counts((ProbeCounts){.sent = 2, .dropped = 2});
}
END_TEST

START_TEST(a_loop_ends_where_the_ttl_does)
{
	Fec fec = rib_lab_fec("10.0.0.9/32");
	Rib *rib = vpn_net_rib(net, PE_2);

	rib_lab_lsp(vpn_net_rib(net, P), &net->ldp[P], "10.0.0.1/32", 1, "10.0.2.1 pe2 push 500");
	rib_lab_lsp(rib, &net->igp[PE_2], "10.0.0.9/32", 1, "10.0.2.2 core push 17");
	ck_assert(rib_label_configure(rib, &fec, 500));
	rib_label_acquire(rib, &fec, "test", RIB_LABEL_TRANSIT);
	start(SIM_SEC);
	run(3 * SIM_SEC);
	expect_log("1 reverse delivered at CE-3 ttl 61, stable\n"
		   "1 forward dropped at P: TTL expired, stable\n");
}
END_TEST

START_TEST(a_probe_that_reaches_somebody_else)
{
	vpn_net_add_namesake(net);
	rib_lab_route(vpn_net_vrf(net, PE_2), &net->bgp[PE_2], "152.12.4.0/24", 200, 0,
		      "lsp 10.0.0.1 vpn 28");
	start(SIM_SEC);
	run(2 * SIM_SEC);
	expect_log("1 reverse delivered at CE-3 ttl 61, stable\n"
		   "1 forward delivered at CE-9 ttl 61, stable\n");
}
END_TEST

START_TEST(a_node_that_is_down_sends_nothing)
{
	net->nodes[CE_3]->fwd->crashed = TRUE;
	start(SIM_SEC);
	run(5 * SIM_SEC);
	ck_assert_ptr_nonnull(strstr(log_->str, "1 forward dropped at CE-3, stable\n"));
	ck_assert_uint_eq(probe_set_disagreements(probes), 0);
}
END_TEST

START_TEST(a_ping_along_the_flow_is_no_probe)
{
	PingConfig config = {
		.vrf = net->flow->vrfs[FLOW_FORWARD],
		.src = net->flow->addrs[FLOW_FORWARD],
		.dst = net->flow->addrs[FLOW_REVERSE],
		.start = SIM_SEC,
		.interval = SIM_SEC,
		.timeout = SIM_SEC,
		.count = 3,
		.ttl = 9,
	};
	Ping *ping = ping_new(net->nodes[CE_3]->fwd, "f", &config);

	start(3 * SIM_SEC);
	run(6 * SIM_SEC);
	ck_assert_uint_eq(ping_result(ping).received, 3);
	expect_counts((ProbeCounts){.sent = 6, .delivered = 6, .stable = 6});
	ping_free(ping);
}
END_TEST

/* What is answered is the probe, which is short; the ping of the same name and number is lost. */
START_TEST(a_probe_along_the_flow_is_no_ping)
{
	PingConfig config = {
		.vrf = net->flow->vrfs[FLOW_FORWARD],
		.src = net->flow->addrs[FLOW_FORWARD],
		.dst = net->flow->addrs[FLOW_REVERSE],
		.start = SIM_SEC,
		.interval = SIM_SEC,
		.timeout = SIM_SEC,
		.count = 3,
		.ttl = 64,
		.size = 1000,
	};
	Ping *ping = ping_new(net->nodes[CE_3]->fwd, "f", &config);

	vpn_net_link(net, P, PE_1)->mtu = 500;
	start(3 * SIM_SEC);
	run(6 * SIM_SEC);
	ck_assert_uint_eq(ping_result(ping).sent, 3);
	ck_assert_uint_eq(ping_result(ping).received, 0);
	expect_counts((ProbeCounts){.sent = 6, .delivered = 6, .stable = 6});
	ping_free(ping);
}
END_TEST

/* What is not compared */

static void drop_route(void)
{
	rib_lab_withdraw(vpn_net_vrf(net, PE_1), &net->fixed[PE_1], "152.12.4.0/24");
}

/* The second probe is on its way from PE-2 to P when PE-1 loses its route. */
START_TEST(tables_that_change_during_the_flight)
{
	Deed deed;

	start(3 * SIM_SEC);
	at(&deed, 2001500 * SIM_USEC, drop_route);
	run(5 * SIM_SEC);
	expect_log("1 forward delivered at CE-2 ttl 61, stable\n"
		   "1 reverse delivered at CE-3 ttl 61, stable\n"
		   "2 forward dropped at PE-1: label 29 unknown, unstable\n"
		   "2 reverse delivered at CE-3 ttl 61, stable\n"
		   "3 forward dropped at PE-1: label 29 unknown, stable\n"
		   "3 reverse delivered at CE-3 ttl 61, stable\n");
	expect_counts((ProbeCounts){.sent = 6, .delivered = 4, .dropped = 2, .stable = 5});
}
END_TEST

static void add_route(void)
{
	rib_lab_route(vpn_net_vrf(net, PE_1), &net->fixed[PE_1], "152.12.4.0/24", 1, 0,
		      "via 192.168.2.2");
}

/* The path is the same before and after, but not while the probe passes. */
START_TEST(tables_that_change_and_change_back)
{
	Deed away, back;

	start(2 * SIM_SEC);
	at(&away, 2001500 * SIM_USEC, drop_route);
	at(&back, 2003500 * SIM_USEC, add_route);
	run(5 * SIM_SEC);
	ck_assert_ptr_nonnull(
		strstr(log_->str, "2 forward dropped at PE-1: label 29 unknown, unstable\n"));
	ck_assert_int_eq(net->flow->path[FLOW_FORWARD]->verdict, PATH_DELIVERED);
	ck_assert_uint_eq(probe_set_disagreements(probes), 0);
}
END_TEST

static void mend(void)
{
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_UP);
}

static void cut_and_mend(void)
{
	cut();
	mend();
}

/* Frames on the link are lost, yet at the end of the instant everything is as it was. Both ways use it. */
START_TEST(a_link_that_fails_within_an_instant)
{
	Deed deed;

	start(2 * SIM_SEC);
	at(&deed, 2002500 * SIM_USEC, cut_and_mend);
	run(12 * SIM_SEC);
	expect_counts((ProbeCounts){.sent = 4, .delivered = 3, .dropped = 1, .stable = 2});
}
END_TEST

static void lose_all(void)
{
	fwd_link_set_loss(vpn_net_link(net, P, PE_1), NULL, FWD_LOSS_ALWAYS);
}

START_TEST(what_the_link_loses_is_no_disagreement)
{
	Deed deed;

	start(2 * SIM_SEC);
	at(&deed, 1500 * SIM_MSEC, lose_all);
	run(3 * SIM_SEC);
	ck_assert_ptr_nonnull(strstr(log_->str, "2 forward dropped at P: lost on the link"));
	expect_counts((ProbeCounts){.sent = 4, .delivered = 2, .dropped = 2, .stable = 2});
}
END_TEST

static void lose_nothing(void)
{
	fwd_link_set_loss(vpn_net_link(net, P, PE_1), NULL, 0);
}

/* The question that the probe waits for is lost, not the probe. */
START_TEST(a_lost_arp_request_is_not_the_probe)
{
	Deed deed;

	lose_all();
	start(SIM_SEC);
	at(&deed, 1500 * SIM_MSEC, lose_nothing);
	run(5 * SIM_SEC);
	expect_counts((ProbeCounts){.sent = 2, .delivered = 2, .stable = 2});
}
END_TEST

/* What disagrees: the path is falsified, or something changes of which nobody is told. */

typedef struct Falsified {
	const char *what;
	void (*fn)(Path *path);
	const char *text; /* of the disagreement */
} Falsified;

static void another_label(Path *path)
{
	path->hops[1].stack_out[1].label = 30;
}

static void another_kind(Path *path)
{
	path->hops[2].stack_out[0].kind = LABEL_KIND_LDP;
}

static void another_label_ttl(Path *path)
{
	path->hops[1].stack_out[0].ttl = 255;
}

static void another_class(Path *path)
{
	path->hops[2].stack_out[0].tc = 5;
}

static void another_depth(Path *path)
{
	path->hops[2].depth_out = 0;
}

static void another_ttl(Path *path)
{
	path->hops[3].ip_ttl = 60;
}

static void another_interface(Path *path)
{
	path->hops[2].out = path->hops[2].in;
}

static void another_ttl_at_the_end(Path *path)
{
	path->hops[4].ip_ttl = 60;
}

static void another_table(Path *path)
{
	path->hops[4].vrf = path->hops[1].vrf;
}

static void another_end(Path *path)
{
	path->hops[4].node = path->hops[3].node;
}

static void another_verdict(Path *path)
{
	path->verdict = PATH_DROPPED;
	path->reason = g_strdup("no route");
}

static void a_link_less(Path *path)
{
	path->hops[3] = path->hops[4];
	path->n_hops = 4;
}

#define WAY_END "delivered at CE-2, ttl 61, after 4 links; walked: "
static const Falsified falsified[] = {
	{"label", another_label,
	 "sent at PE-2:core [17 ldp ttl 63 tc 0][29 vpn ttl 63 tc 0] ip ttl 63, "
	 "walked PE-2:core [17 ldp ttl 63 tc 0][30 vpn ttl 63 tc 0] ip ttl 63"},
	{"kind", another_kind,
	 "sent at P:pe1 [29 vpn ttl 62 tc 0] ip ttl 63, walked P:pe1 [29 ldp ttl 62 tc 0] ip ttl 63"},
	{"TTL of a label", another_label_ttl,
	 "sent at PE-2:core [17 ldp ttl 63 tc 0][29 vpn ttl 63 tc 0] ip ttl 63, "
	 "walked PE-2:core [17 ldp ttl 255 tc 0][29 vpn ttl 63 tc 0] ip ttl 63"},
	{"class", another_class,
	 "sent at P:pe1 [29 vpn ttl 62 tc 0] ip ttl 63, walked P:pe1 [29 vpn ttl 62 tc 5] ip ttl 63"},
	{"depth", another_depth,
	 "sent at P:pe1 [29 vpn ttl 62 tc 0] ip ttl 63, walked P:pe1 ip ttl 63"},
	{"TTL", another_ttl, "sent at PE-1:ce ip ttl 61, walked PE-1:ce ip ttl 60"},
	{"interface", another_interface,
	 "sent at P:pe1 [29 vpn ttl 62 tc 0] ip ttl 63, walked P:pe2 [29 vpn ttl 62 tc 0] ip ttl 63"},
	{"TTL at the end", another_ttl_at_the_end,
	 WAY_END "delivered at CE-2, ttl 60, after 4 links"},
	{"table", another_table, WAY_END "delivered at CE-2 in VPN-B, ttl 61, after 4 links"},
	{"end", another_end, WAY_END "delivered at PE-1, ttl 61, after 4 links"},
	{"verdict", another_verdict, WAY_END "dropped at CE-2: no route, after 4 links"},
	{"length", a_link_less, "sent at PE-1:ce ip ttl 61, walked deliver at CE-2"},
};

START_TEST(a_falsified_path_is_found_out)
{
	const Falsified *f = &falsified[_i];
	const GArray *kept;

	start(SIM_SEC);
	f->fn(net->flow->path[FLOW_FORWARD]);
	run(2 * SIM_SEC);
	expect_counts((ProbeCounts){.sent = 2, .delivered = 2, .stable = 2, .disagree = 1});
	kept = probe_disagreements(stream);
	ck_assert_uint_eq(kept->len, 1);
	ck_assert_str_eq(g_array_index(kept, ProbeDisagreement, 0).text, f->text);
	ck_assert_int_eq(g_array_index(kept, ProbeDisagreement, 0).sent, SIM_SEC);
	ck_assert_int_eq(g_array_index(kept, ProbeDisagreement, 0).direction, FLOW_FORWARD);
}
END_TEST

START_TEST(a_falsified_drop_is_found_out)
{
	Path *path;

	drop_lsp();
	start(SIM_SEC);
	path = net->flow->path[FLOW_FORWARD];
	g_free(path->reason);
	path->reason = g_strdup("no route");
	run(2 * SIM_SEC);
	ck_assert_uint_eq(probe_set_disagreements(probes), 1);
	ck_assert_str_eq(g_array_index(probe_disagreements(stream), ProbeDisagreement, 0).text,
			 "dropped at PE-2: no LSP to PE-1, after 1 links; walked: "
			 "dropped at PE-2: no route, after 1 links");
}
END_TEST

/* A change of which the watcher is not told, as a missing dependency would be. */
static void change_secretly(void)
{
	net->nodes[PE_2]->fwd->ttl_model = FWD_TTL_PIPE;
}

START_TEST(a_change_that_nobody_is_told_of)
{
	Deed deed;

	start(20 * SIM_SEC);
	at(&deed, 8500 * SIM_MSEC, change_secretly);
	run(30 * SIM_SEC);
	ck_assert_uint_ge(probe_set_disagreements(probes), 12);
	ck_assert_uint_eq(probe_disagreements(stream)->len, PROBE_DISAGREEMENTS_KEPT);
	ck_assert_int_eq(g_array_index(probe_disagreements(stream), ProbeDisagreement, 0).sent,
			 9 * SIM_SEC);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("probe");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, probes_of_both_directions_arrive);
	tcase_add_test(tc, they_are_sent_within_the_window_alone);
	tcase_add_test(tc, without_end_they_go_on);
	tcase_add_test(tc, a_drop_is_where_the_walk_ends_and_for_its_reason);
	tcase_add_test(tc, what_a_cut_swallows_ends_there);
	tcase_add_test(tc, what_nobody_takes_is_lost);
	tcase_add_test(tc, a_busy_processor_is_no_disagreement);
	tcase_add_test(tc, a_cut_that_arp_notices);
	tcase_add_test(tc, a_loop_ends_where_the_ttl_does);
	tcase_add_test(tc, a_probe_that_reaches_somebody_else);
	tcase_add_test(tc, a_node_that_is_down_sends_nothing);
	tcase_add_test(tc, a_ping_along_the_flow_is_no_probe);
	tcase_add_test(tc, a_probe_along_the_flow_is_no_ping);
	tcase_add_test(tc, tables_that_change_during_the_flight);
	tcase_add_test(tc, tables_that_change_and_change_back);
	tcase_add_test(tc, a_link_that_fails_within_an_instant);
	tcase_add_test(tc, what_the_link_loses_is_no_disagreement);
	tcase_add_test(tc, a_lost_arp_request_is_not_the_probe);
	tcase_add_loop_test(tc, a_falsified_path_is_found_out, 0, G_N_ELEMENTS(falsified));
	tcase_add_test(tc, a_falsified_drop_is_found_out);
	tcase_add_test(tc, a_change_that_nobody_is_told_of);
	return test_main("probe", tc);
}
