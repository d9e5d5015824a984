/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/records.h"
#include "models/oam/ping.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

/* h1 -- r -- h2 */
static Lab *lab;
static FwdNode *h1, *r, *h2;
static FwdLink *near, *far;
static GString *log_;

static void on_ping(const TraceRecord *record, void *user)
{
	const TracePing *ping = (const TracePing *)record;

	(void)user;
	ck_assert_str_eq(record->node, "h1");
	g_string_append_printf(log_, "%s %u %s ", ping->name, ping->sequence, ping->result);
	net_addr_append(&ping->responder, log_);
	g_string_append_printf(log_, " %d us at ", (int)(ping->rtt / SIM_USEC));
	sim_time_append(log_, record->time);
	if (ping->reason)
		g_string_append_printf(log_, ": %s", ping->reason);
	g_string_append_c(log_, '\n');
}

static void setup(void)
{
	FwdIface *a, *b, *c, *d;

	lab = lab_new();
	log_ = g_string_new(NULL);
	h1 = lab_node(lab, "h1");
	r = lab_node(lab, "r");
	h2 = lab_node(lab, "h2");
	a = lab_iface(h1, "eth", NULL, "10.1.0.1/24");
	b = lab_iface(r, "one", NULL, "10.1.0.2/24");
	c = lab_iface(r, "two", NULL, "10.2.0.2/24");
	d = lab_iface(h2, "eth", NULL, "10.2.0.1/24");
	near = lab_link(lab, a, b);
	far = lab_link(lab, c, d);
	lab_route(h1, NULL, "10.2.0.0/15", lab_gateway(a, "10.1.0.2"));
	lab_route(h2, NULL, "10.1.0.0/24", lab_gateway(d, "10.2.0.2"));
	sim_subscribe(lab->sim, &trace_ping, on_ping, NULL);
}

static void teardown(void)
{
	lab_free(lab);
	g_string_free(log_, TRUE);
}

static PingConfig config(const char *dst, unsigned count)
{
	return (PingConfig){.dst = lab_addr(dst),
			    .start = SIM_SEC,
			    .interval = SIM_SEC,
			    .timeout = 2 * SIM_SEC,
			    .count = count,
			    .ttl = 64,
			    .size = PING_SIZE};
}

static void expect_log(const char *text)
{
	ck_assert_str_eq(log_->str, text);
	g_string_truncate(log_, 0);
}

START_TEST(each_request_gets_its_reply)
{
	PingConfig c = config("10.2.0.1", 3);
	Ping *ping = ping_new(h1, "p", &c);
	PingResult result;

	ck_assert_str_eq(ping_name(ping), "p");
	ck_assert_ptr_eq(ping_node(ping), h1);
	ck_assert_uint_eq(ping_config(ping)->count, 3);
	lab_run(lab, 10 * SIM_SEC);
	/* The first waits for ARP on both links. */
	expect_log("p 1 reply 10.2.0.1 8000 us at 1.008\n"
		   "p 2 reply 10.2.0.1 4000 us at 2.004\n"
		   "p 3 reply 10.2.0.1 4000 us at 3.004\n");
	result = ping_result(ping);
	ck_assert_uint_eq(result.sent, 3);
	ck_assert_uint_eq(result.received, 3);
	ck_assert_uint_eq(result.errors, 0);
	ck_assert_int_eq(result.rtt_min, 4 * SIM_MSEC);
	ck_assert_int_eq(result.rtt_max, 8 * SIM_MSEC);
	ck_assert_int_eq(result.rtt_sum, 16 * SIM_MSEC);
	ping_free(ping);
}
END_TEST

START_TEST(no_answer_is_a_timeout)
{
	PingConfig c = config("10.2.0.1", 2);
	Ping *ping = ping_new(h1, "p", &c);

	lab_run(lab, 1500 * SIM_MSEC);
	g_string_truncate(log_, 0);
	fwd_link_set_state(far, FWD_LINK_SILENT);
	lab_run(lab, 10 * SIM_SEC);
	expect_log("p 2 timeout  0 us at 4: dropped at r: link r:two--h2:eth is cut\n");
	ck_assert_uint_eq(ping_result(ping).sent, 2);
	ck_assert_uint_eq(ping_result(ping).received, 1);
	ck_assert_uint_eq(ping_result(ping).errors, 0);
	ping_free(ping);
}
END_TEST

START_TEST(a_reply_that_comes_too_late_is_none)
{
	PingConfig c = config("10.2.0.1", 1);
	Ping *ping;

	c.timeout = 3 * SIM_MSEC;
	ping = ping_new(h1, "p", &c);
	lab_run(lab, 10 * SIM_SEC);
	expect_log("p 1 timeout  0 us at 1.003\n");
	ck_assert_uint_eq(ping_result(ping).received, 0);
	ping_free(ping);
}
END_TEST

START_TEST(errors_of_routers_are_told)
{
	PingConfig c = config("10.2.0.1", 1), d = config("10.3.0.1", 1);
	Ping *expired, *lost;

	c.ttl = 1;
	expired = ping_new(h1, "expired", &c);
	lost = ping_new(h1, "lost", &d);
	lab_run(lab, 10 * SIM_SEC);
	expect_log("expired 1 time-exceeded 10.1.0.2 0 us at 1.004: dropped at r: TTL expired\n"
		   "lost 1 net-unreachable 10.1.0.2 0 us at 1.004: dropped at r: no route\n");
	ck_assert_uint_eq(ping_result(expired).errors, 1);
	ck_assert_uint_eq(ping_result(lost).errors, 1);
	ping_free(expired);
	ping_free(lost);
}
END_TEST

START_TEST(what_cannot_be_sent_is_known_at_once)
{
	PingConfig c = config("172.16.0.1", 1);
	Ping *ping = ping_new(h1, "p", &c);

	lab_run(lab, 10 * SIM_SEC);
	expect_log("p 1 not-sent  0 us at 1: no route\n");
	ck_assert_str_eq(lab->drops->str, "h1: no route\n");
	ck_assert_uint_eq(ping_result(ping).sent, 0);
	ck_assert_uint_eq(ping_result(ping).not_sent, 1);
	ck_assert_uint_eq(ping_result(ping).errors, 1);
	ck_assert_str_eq(ping_outcome(ping, 1)->result, "not-sent");
	ck_assert_str_eq(ping_outcome(ping, 1)->reason, "no route");
	ping_free(ping);
}
END_TEST

/* ARP gives up after three seconds; until then the packet waits. */
START_TEST(what_waits_for_arp_has_not_been_sent)
{
	PingConfig c = config("10.1.0.9", 2);
	Ping *ping;

	c.interval = 10 * SIM_SEC;
	ping = ping_new(h1, "p", &c);
	lab_run(lab, 5 * SIM_SEC);
	expect_log("p 1 not-sent  0 us at 3: no ARP reply from 10.1.0.9\n");
	ping_free(ping);
	c.timeout = 5 * SIM_SEC;
	c.start = 6 * SIM_SEC;
	c.count = 1;
	ping = ping_new(h1, "p", &c);
	lab_run(lab, 20 * SIM_SEC);
	expect_log("p 1 not-sent  0 us at 11: no ARP reply from 10.1.0.9\n");
	ck_assert_uint_eq(ping_result(ping).sent, 0);
	ping_free(ping);
}
END_TEST

/* Of two at once: one waits for a neighbour that is none, the other is lost beyond the one that answers. */
START_TEST(what_waits_and_what_was_sent_are_told_apart)
{
	PingConfig c = config("10.2.0.1", 1);
	Ping *ping;

	lab_route(h1, NULL, "10.1.0.128/25", lab_gateway(fwd_node_iface(h1, "eth"), "10.1.0.99"));
	ping = ping_new(h1, "other",
			&(PingConfig){.dst = lab_addr("10.1.0.130"),
				      .start = 1900 * SIM_MSEC,
				      .interval = SIM_SEC,
				      .timeout = SIM_SEC,
				      .count = 1,
				      .ttl = 64});
	lab_run(lab, 1500 * SIM_MSEC);
	fwd_link_set_state(far, FWD_LINK_SILENT);
	c.start = 2 * SIM_SEC;
	c.timeout = SIM_SEC / 2;
	Ping *lost = ping_new(h1, "p", &c);
	lab_run(lab, 10 * SIM_SEC);
	ck_assert_str_eq(ping_outcome(lost, 1)->result, "timeout");
	ck_assert_str_eq(ping_outcome(ping, 1)->result, "not-sent");
	ck_assert_str_eq(ping_outcome(ping, 1)->reason, "no ARP reply from 10.1.0.99");
	ping_free(ping);
	ping_free(lost);
}
END_TEST

START_TEST(a_node_that_is_down_sends_nothing)
{
	PingConfig c = config("10.2.0.1", 1);
	Ping *ping = ping_new(h1, "p", &c);

	h1->crashed = TRUE;
	lab_run(lab, 5 * SIM_SEC);
	expect_log("p 1 not-sent  0 us at 1: h1 is down\n");
	ping_free(ping);
	h1->crashed = FALSE;
}
END_TEST

START_TEST(the_length_that_would_pass_is_told)
{
	PingConfig c = config("10.2.0.1", 1);
	Ping *ping;

	((FwdIface *)g_ptr_array_index(far->ends, 0))->mtu = 600;
	c.size = 573;
	c.df = TRUE;
	ping = ping_new(h1, "p", &c);
	lab_run(lab, 5 * SIM_SEC);
	expect_log("p 1 fragmentation-needed 10.1.0.2 0 us at 1.004: dropped at r: fragmentation "
		   "needed, next-hop MTU 600\n");
	ping_free(ping);
	c.size = 572;
	c.start = 6 * SIM_SEC;
	ping = ping_new(h1, "p", &c);
	lab_run(lab, 10 * SIM_SEC);
	ck_assert_uint_eq(ping_result(ping).received, 1);
	ping_free(ping);
}
END_TEST

static void check_message(const TraceRecord *record, void *user)
{
	const TraceMessage *message = (const TraceMessage *)record;
	unsigned *n = user;

	if (g_str_equal(record->node, "h1") && g_str_equal(message->direction, "sent")) {
		ck_assert_str_eq(message->peer, "10.2.0.1");
		ck_assert_str_eq(message->type, "echo");
		ck_assert_uint_eq(message->bytes, 64);
		(*n)++;
	}
}

START_TEST(requests_are_told_as_messages)
{
	PingConfig c = config("10.2.0.1", 2);
	Ping *ping = ping_new(h1, "p", &c);
	unsigned n = 0;

	sim_subscribe(lab->sim, &trace_message, check_message, &n);
	lab_run(lab, 10 * SIM_SEC);
	ck_assert_uint_eq(n, 2);
	ping_free(ping);
}
END_TEST

START_TEST(several_at_once_are_told_apart)
{
	PingConfig c = config("10.2.0.1", 2), d = config("10.1.0.2", 1);
	Ping *one = ping_new(h1, "one", &c), *two = ping_new(h1, "two", &c);
	Ping *three = ping_new(h1, "three", &d);

	lab_run(lab, 10 * SIM_SEC);
	ck_assert_uint_eq(ping_result(one).received, 2);
	ck_assert_uint_eq(ping_result(two).received, 2);
	ck_assert_uint_eq(ping_result(three).received, 1);
	ping_free(one);
	ping_free(two);
	ping_free(three);
}
END_TEST

/* Names say nothing: here two are the same, and two others have the same hash. */
START_TEST(the_reply_to_another_ping_is_none)
{
	static const char *const names[][2] = {{"p", "p"}, {"ab", "bA"}};

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		PingConfig c = config("10.3.0.1", 1), d = config("10.2.0.1", 1);
		Ping *lost, *fine;

		c.start = d.start = lab->sim->now + SIM_SEC;
		lost = ping_new(h1, names[i][0], &c);
		fine = ping_new(h1, names[i][1], &d);
		lab_run(lab, lab->sim->now + 10 * SIM_SEC);
		ck_assert_uint_eq(ping_result(lost).received, 0);
		ck_assert_uint_eq(ping_result(lost).errors, 1);
		ck_assert_uint_eq(ping_result(fine).received, 1);
		ping_free(lost);
		ping_free(fine);
	}
}
END_TEST

START_TEST(the_source_may_be_chosen)
{
	PingConfig c = config("10.2.0.1", 1);
	Ping *ping;

	/* h2 knows no way back to it. */
	lab_iface(h1, "other", NULL, "10.9.0.1/24");
	c.src = lab_addr("10.9.0.1");
	ping = ping_new(h1, "p", &c);
	lab_run(lab, 10 * SIM_SEC);
	expect_log("p 1 timeout  0 us at 3: answer dropped at h2: no route\n");
	ck_assert_str_eq(lab->drops->str, "h2: no route\n");
	ping_free(ping);
}
END_TEST

START_TEST(one_that_is_freed_sends_no_more)
{
	PingConfig c = config("10.2.0.1", 5);
	Ping *ping = ping_new(h1, "p", &c);

	lab_run(lab, 2002 * SIM_MSEC);
	ping_free(ping);
	ping_free(NULL);
	g_string_truncate(log_, 0);
	lab_run(lab, 10 * SIM_SEC);
	expect_log("");
}
END_TEST

START_TEST(pings_to_come_do_not_make_the_network_busy)
{
	PingConfig c = config("10.2.0.1", 5);
	Ping *ping = ping_new(h1, "p", &c);

	ck_assert(sim_run_quiet(lab->sim, 100 * SIM_SEC));
	ck_assert_int_lt(lab->sim->now, SIM_SEC);
	ping_free(ping);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ping");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, each_request_gets_its_reply);
	tcase_add_test(tc, no_answer_is_a_timeout);
	tcase_add_test(tc, a_reply_that_comes_too_late_is_none);
	tcase_add_test(tc, errors_of_routers_are_told);
	tcase_add_test(tc, what_cannot_be_sent_is_known_at_once);
	tcase_add_test(tc, what_waits_for_arp_has_not_been_sent);
	tcase_add_test(tc, what_waits_and_what_was_sent_are_told_apart);
	tcase_add_test(tc, a_node_that_is_down_sends_nothing);
	tcase_add_test(tc, the_length_that_would_pass_is_told);
	tcase_add_test(tc, requests_are_told_as_messages);
	tcase_add_test(tc, several_at_once_are_told_apart);
	tcase_add_test(tc, the_reply_to_another_ping_is_none);
	tcase_add_test(tc, the_source_may_be_chosen);
	tcase_add_test(tc, one_that_is_freed_sends_no_more);
	tcase_add_test(tc, pings_to_come_do_not_make_the_network_busy);
	return test_main("ping", tc);
}
