/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/icmp.h"
#include "models/net/records.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

/* What watchers and trace records told: "10.0.0.2 echo-reply 7\n". */
static void record(void *user, const IpInfo *info, const IcmpMessage *message)
{
	char text[NET_ADDR_STRLEN];

	g_string_append_printf(user, "%s %s code %u sequence %u ttl %u\n",
			       net_addr_str(&info->src, text), icmp_type_name(message->type),
			       message->code, message->sequence, info->ttl);
}

static void ping(FwdNode *node, const char *dst, uint16_t sequence, uint8_t ttl)
{
	NetAddr to = lab_addr(dst);

	icmp_send_echo(
		node,
		&(IcmpEcho){.dst = to, .id = 1, .sequence = sequence, .ttl = ttl, .size = 56});
}

/* A - R - B, with routes. */
typedef struct Chain {
	Lab *lab;
	FwdNode *a, *r, *b;
	FwdIface *a0, *r0, *r1, *b0;
	FwdLink *ar, *rb;
	GString *seen; /* by A's watcher */
} Chain;

static void chain_init(Chain *c)
{
	c->lab = lab_new();
	c->a = lab_node(c->lab, "A");
	c->r = lab_node(c->lab, "R");
	c->b = lab_node(c->lab, "B");
	c->a0 = lab_iface(c->a, "e0", NULL, "10.0.0.1/24");
	c->r0 = lab_iface(c->r, "e0", NULL, "10.0.0.2/24");
	c->r1 = lab_iface(c->r, "e1", NULL, "10.0.1.1/24");
	c->b0 = lab_iface(c->b, "e0", NULL, "10.0.1.2/24");
	c->ar = lab_link(c->lab, c->a0, c->r0);
	c->rb = lab_link(c->lab, c->r1, c->b0);
	lab_route(c->a, NULL, "0.0.0.0/0", lab_gateway(c->a0, "10.0.0.2"));
	lab_route(c->b, NULL, "10.0.0.0/24", lab_gateway(c->b0, "10.0.1.1"));
	c->seen = g_string_new(NULL);
	icmp_watch(c->a, record, c->seen);
}

static void chain_release(Chain *c)
{
	g_string_free(c->seen, TRUE);
	lab_free(c->lab);
}

START_TEST(echo_over_a_link)
{
	Chain c;

	chain_init(&c);
	ping(c.a, "10.0.0.2", 7, 0);
	lab_run(c.lab, SIM_SEC);
	ck_assert_str_eq(c.seen->str, "10.0.0.2 echo-reply code 0 sequence 7 ttl 64\n");
	ck_assert_str_eq(c.lab->drops->str, "");
	icmp_unwatch(c.a, record, c.seen);
	ping(c.a, "10.0.0.2", 8, 0);
	lab_run(c.lab, SIM_SEC);
	ck_assert_str_eq(c.seen->str, "10.0.0.2 echo-reply code 0 sequence 7 ttl 64\n");
	chain_release(&c);
}
END_TEST

START_TEST(echo_over_a_router)
{
	GString *wire = g_string_new(NULL);
	Chain c;

	chain_init(&c);
	lab_watch_link(c.ar, wire);
	lab_watch_link(c.rb, wire);
	ping(c.a, "10.0.1.2", 1, 0);
	lab_run(c.lab, SIM_SEC);
	ck_assert_str_eq(c.seen->str, "10.0.1.2 echo-reply code 0 sequence 1 ttl 63\n");
	ck_assert_str_eq(wire->str, "A: ip 64\nR: ip 63\nB: ip 64\nR: ip 63\n");
	chain_release(&c);
	g_string_free(wire, TRUE);
}
END_TEST

START_TEST(echo_to_itself)
{
	Chain c;

	chain_init(&c);
	ping(c.a, "10.0.0.1", 3, 0);
	ck_assert_str_eq(c.seen->str, ""); /* not from within the call */
	lab_run(c.lab, 0);
	ck_assert_str_eq(c.seen->str, "10.0.0.1 echo code 0 sequence 3 ttl 64\n"
				      "10.0.0.1 echo-reply code 0 sequence 3 ttl 64\n");
	chain_release(&c);
}
END_TEST

START_TEST(ttl_expires)
{
	Chain c;

	chain_init(&c);
	ping(c.a, "10.0.1.2", 1, 1);
	ping(c.a, "10.0.0.2", 2, 1); /* delivered: the TTL counts routers that forward */
	lab_run(c.lab, SIM_SEC);
	ck_assert_str_eq(c.lab->drops->str, "R: TTL expired\n");
	ck_assert_str_eq(c.seen->str, "10.0.0.2 time-exceeded code 0 sequence 0 ttl 64\n"
				      "10.0.0.2 echo-reply code 0 sequence 2 ttl 64\n");
	chain_release(&c);
}
END_TEST

START_TEST(errors_say_why)
{
	Chain c;

	chain_init(&c);
	ping(c.a, "192.0.2.1", 1, 0);
	lab_route(c.r, NULL, "198.51.100.0/24", fwd_nexthop_drop("blackhole"));
	ping(c.a, "198.51.100.1", 2, 0);
	ping(c.a, "10.0.1.77", 3, 0); /* nobody answers ARP */
	lab_run(c.lab, 10 * SIM_SEC);
	ck_assert_str_eq(c.lab->drops->str,
			 "R: no route\nR: blackhole\nR: no ARP reply from 10.0.1.77\n");
	ck_assert_str_eq(c.seen->str, "10.0.0.2 unreachable code 0 sequence 0 ttl 64\n"
				      "10.0.0.2 unreachable code 1 sequence 0 ttl 64\n"
				      "10.0.0.2 unreachable code 1 sequence 0 ttl 64\n");
	chain_release(&c);
}
END_TEST

/* No errors about errors: R cannot send on B's answer, which is itself an error. */
START_TEST(no_error_about_errors)
{
	NetPrefix back = lab_prefix("10.0.0.0/24");
	NetAddr far = lab_addr("10.0.1.2");
	IpInfo info = {.dst = far, .protocol = 200};
	Chain c;

	chain_init(&c);
	ip_send(c.a, &info, packet_new("payload", 7));
	lab_run(c.lab, SIM_SEC);
	ck_assert_str_eq(c.seen->str, "10.0.1.2 unreachable code 2 sequence 0 ttl 63\n");
	fwd_fib_set(fwd_node_global(c.r), &back, NULL);
	ip_send(c.a, &info, packet_new("payload", 7));
	lab_run(c.lab, SIM_SEC);
	ck_assert_str_eq(c.lab->drops->str, "B: no receiver for IP protocol 200\n"
					    "B: no receiver for IP protocol 200\nR: no route\n");
	chain_release(&c);
}
END_TEST

static void record_cause(const TraceRecord *trace, void *user)
{
	const TraceMessage *message = (const TraceMessage *)trace;

	g_string_append_printf(user, "%s %s %s %u #%u<-%u\n", trace->node, message->direction,
			       message->type, message->bytes, (unsigned)trace->id,
			       (unsigned)trace->cause);
}

START_TEST(causes_travel_with_packets)
{
	NetAddr to = lab_addr("10.0.1.2");
	GString *text = g_string_new(NULL);
	Chain c;

	chain_init(&c);
	sim_subscribe(c.lab->sim, &trace_message, record_cause, text);
	icmp_send_echo(c.a,
		       &(IcmpEcho){.dst = to, .id = 1, .sequence = 1, .size = 56, .cause = 99});
	lab_run(c.lab, SIM_SEC);
	ck_assert_str_eq(text->str, "B received echo 64 #1<-99\n"
				    "B sent echo-reply 64 #2<-1\n"
				    "A received echo-reply 64 #3<-2\n");
	chain_release(&c);
	g_string_free(text, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("icmp");

	tcase_add_test(tc, echo_over_a_link);
	tcase_add_test(tc, echo_over_a_router);
	tcase_add_test(tc, echo_to_itself);
	tcase_add_test(tc, ttl_expires);
	tcase_add_test(tc, errors_say_why);
	tcase_add_test(tc, no_error_about_errors);
	tcase_add_test(tc, causes_travel_with_packets);
	return test_main("icmp", tc);
}
