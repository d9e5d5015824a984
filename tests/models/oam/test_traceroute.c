/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/records.h"
#include "models/oam/traceroute.h"
#include "tests/models/fwd/vpn_path.h"
#include "tests/testing.h"

#include <string.h>

/* CE-3 traces CE-2. */
static VpnPath t;

static void setup(void)
{
	vpn_path_init(&t);
}

static void teardown(void)
{
	vpn_path_release(&t);
}

static void on_probe(const TraceRecord *record, void *user)
{
	const TraceTraceroute *probe = (const TraceTraceroute *)record;

	(void)user;
	ck_assert_str_eq(record->node, "CE-3");
	g_string_append_printf(t.seen, "%s %u.%u %s ", probe->name, probe->ttl, probe->probe,
			       probe->result);
	net_addr_append(&probe->responder, t.seen);
	for (unsigned i = 0; i < probe->labels.depth; i++)
		g_string_append_printf(t.seen, "%c%u", i ? '/' : ' ', probe->labels.label[i].value);
	g_string_append_printf(t.seen, " %d us", (int)(probe->rtt / SIM_USEC));
	if (probe->reason)
		g_string_append_printf(t.seen, ": %s", probe->reason);
	g_string_append_c(t.seen, '\n');
}

static TracerouteConfig config(const char *dst, TracerouteMethod method)
{
	return (TracerouteConfig){
		.dst = lab_addr(dst),
		.start = SIM_SEC,
		.timeout = 3 * SIM_SEC,
		.method = method,
		.max_ttl = 30,
		.probes = 1,
	};
}

/* Runs it to its end and frees it; what its records said is in t.seen. */
static gboolean run(const TracerouteConfig *c)
{
	Traceroute *trace = traceroute_new(t.ce3, "t", c);
	gboolean reached;

	sim_subscribe(t.lab->sim, &trace_traceroute, on_probe, NULL);
	lab_run(t.lab, 200 * SIM_SEC);
	ck_assert(traceroute_done(trace));
	reached = traceroute_reached(trace);
	traceroute_free(trace);
	return reached;
}

static void warm_up(void)
{
	NetAddr to = lab_addr("10.1.0.2");

	icmp_send_echo(t.ce3, &(IcmpEcho){.dst = to, .id = 1, .sequence = 1, .size = 56});
	lab_run(t.lab, SIM_SEC / 2);
}

START_TEST(every_lsr_with_its_labels)
{
	TracerouteConfig c = config("10.1.0.2", TRACEROUTE_UDP);

	warm_up();
	ck_assert(run(&c));
	/* The answer of P takes the way to CE-2 and back. */
	ck_assert_str_eq(t.seen->str, "t 1.1 time-exceeded 10.2.0.1 2000 us\n"
				      "t 2.1 time-exceeded 10.0.2.2 17/29 8000 us\n"
				      "t 3.1 time-exceeded 10.0.1.1 29 6000 us\n"
				      "t 4.1 port-unreachable 10.1.0.2 8000 us\n");
	ck_assert(strstr(t.lab->drops->str, "CE-2: no receiver for UDP port 33437\n"));
}
END_TEST

START_TEST(by_echo_requests)
{
	TracerouteConfig c = config("10.1.0.2", TRACEROUTE_ICMP);

	warm_up();
	ck_assert(run(&c));
	ck_assert_str_eq(t.seen->str, "t 1.1 time-exceeded 10.2.0.1 2000 us\n"
				      "t 2.1 time-exceeded 10.0.2.2 17/29 8000 us\n"
				      "t 3.1 time-exceeded 10.0.1.1 29 6000 us\n"
				      "t 4.1 echo-reply 10.1.0.2 8000 us\n");
}
END_TEST

START_TEST(pipe_hides_the_core)
{
	TracerouteConfig c = config("10.1.0.2", TRACEROUTE_UDP);

	for (guint i = 0; i < t.lab->nodes->len; i++)
		((FwdNode *)g_ptr_array_index(t.lab->nodes, i))->ttl_model = FWD_TTL_PIPE;
	warm_up();
	ck_assert(run(&c));
	ck_assert_str_eq(t.seen->str, "t 1.1 time-exceeded 10.2.0.1 2000 us\n"
				      "t 2.1 time-exceeded 10.0.1.1 29 6000 us\n"
				      "t 3.1 port-unreachable 10.1.0.2 8000 us\n");
}
END_TEST

START_TEST(silence)
{
	TracerouteConfig c = config("10.1.0.2", TRACEROUTE_UDP);

	warm_up();
	fwd_link_set_state(t.links[2], FWD_LINK_SILENT);
	c.max_ttl = 3;
	c.probes = 2;
	ck_assert(!run(&c));
	ck_assert_str_eq(t.seen->str,
			 "t 1.1 time-exceeded 10.2.0.1 2000 us\n"
			 "t 1.2 time-exceeded 10.2.0.1 2000 us\n"
			 "t 2.1 timeout  0 us: answer dropped at P: link P:pe1--PE-1:core is cut\n"
			 "t 2.2 timeout  0 us: answer dropped at P: link P:pe1--PE-1:core is cut\n"
			 "t 3.1 timeout  0 us: dropped at P: link P:pe1--PE-1:core is cut\n"
			 "t 3.2 timeout  0 us: dropped at P: link P:pe1--PE-1:core is cut\n");
}
END_TEST

START_TEST(ends_where_nobody_goes_on)
{
	TracerouteConfig c = config("192.0.2.1", TRACEROUTE_UDP);

	warm_up();
	ck_assert(!run(&c));
	ck_assert_str_eq(t.seen->str,
			 "t 1.1 net-unreachable 10.2.0.1 2000 us: dropped at PE-2: no route\n");
	g_string_truncate(t.seen, 0);
	sim_unsubscribe(t.lab->sim, on_probe, NULL);
	fwd_link_set_state(t.links[0], FWD_LINK_DOWN);
	c.start = t.lab->sim->now;
	c.probes = 2;
	ck_assert(!run(&c));
	ck_assert_str_eq(t.seen->str, "t 1.1 not-sent  0 us: interface pe down\n"
				      "t 1.2 not-sent  0 us: interface pe down\n");
}
END_TEST

START_TEST(results)
{
	TracerouteConfig c = config("10.1.0.2", TRACEROUTE_UDP);
	Traceroute *trace = traceroute_new(t.ce3, "t", &c);
	/* Two at once: each takes the answers to its own probes. */
	Traceroute *other = traceroute_new(t.ce3, "u", &c);
	const TracerouteProbe *probe;

	ck_assert_uint_eq(traceroute_hops(trace), 0);
	ck_assert(!traceroute_done(trace));
	lab_run(t.lab, 10 * SIM_SEC);
	ck_assert_uint_eq(traceroute_hops(trace), 4);
	ck_assert_uint_eq(traceroute_hops(other), 4);
	ck_assert(traceroute_done(trace));
	ck_assert_str_eq(traceroute_name(trace), "t");
	ck_assert_ptr_eq(traceroute_node(trace), t.ce3);
	ck_assert_uint_eq(traceroute_config(trace)->probes, 1);
	probe = traceroute_probe(trace, 2, 1);
	ck_assert_uint_eq(probe->depth, 2);
	ck_assert_uint_eq(probe->stack[1].label, 29);
	ck_assert_uint_eq(probe->stack[1].ttl, 1);
	traceroute_free(trace);
	traceroute_free(other);
	traceroute_free(NULL);
}
END_TEST

START_TEST(methods)
{
	TracerouteMethod method;

	ck_assert(traceroute_method_parse("icmp", &method) && method == TRACEROUTE_ICMP);
	ck_assert(traceroute_method_parse(traceroute_method_name(TRACEROUTE_UDP), &method));
	ck_assert_int_eq(method, TRACEROUTE_UDP);
	ck_assert(!traceroute_method_parse("tcp", &method));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("traceroute");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, every_lsr_with_its_labels);
	tcase_add_test(tc, by_echo_requests);
	tcase_add_test(tc, pipe_hides_the_core);
	tcase_add_test(tc, silence);
	tcase_add_test(tc, ends_where_nobody_goes_on);
	tcase_add_test(tc, results);
	tcase_add_test(tc, methods);
	return test_main("traceroute", tc);
}
