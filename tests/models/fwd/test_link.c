/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/ip.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

enum { PROTOCOL = 200, LEN = 1000, FRAME = LEN + 20 + 14 };

typedef struct Pair {
	Lab *lab;
	FwdNode *a, *b;
	FwdIface *a0, *b0;
	FwdLink *link;
	GString *seen; /* arrivals: node and time in microseconds */
} Pair;

static void record(void *user, const IpInfo *info, Packet *payload)
{
	Pair *p = user;

	g_string_append_printf(p->seen, "%u in %s at %d\n", packet_data(payload)[0],
			       info->iface->node->name, (int)(p->lab->sim->now / SIM_USEC));
}

static void pair_init(Pair *p, uint64_t bandwidth)
{
	p->lab = lab_new();
	p->a = lab_node(p->lab, "A");
	p->b = lab_node(p->lab, "B");
	p->a0 = lab_iface(p->a, "e0", NULL, "10.0.0.1/24");
	p->b0 = lab_iface(p->b, "e0", NULL, "10.0.0.2/24");
	p->link = lab_link(p->lab, p->a0, p->b0);
	p->link->bandwidth = bandwidth;
	p->seen = g_string_new(NULL);
	ip_register(p->a, PROTOCOL, record, p);
	ip_register(p->b, PROTOCOL, record, p);
}

static void pair_release(Pair *p)
{
	g_string_free(p->seen, TRUE);
	lab_free(p->lab);
}

static void send(FwdNode *from, const char *to, uint8_t mark)
{
	IpInfo info = {.dst = lab_addr(to), .protocol = PROTOCOL};
	Packet *packet = packet_new(NULL, LEN);

	packet_data(packet)[0] = mark;
	ck_assert(ip_send(from, &info, packet));
}

/* 1 ms away; ARP takes one round trip first. */
START_TEST(delay)
{
	Pair p;

	pair_init(&p, 0);
	send(p.a, "10.0.0.2", 1);
	send(p.a, "10.0.0.2", 2);
	lab_run(p.lab, 2 * SIM_MSEC);
	send(p.b, "10.0.0.1", 3); /* B has learned from A's request */
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "1 in B at 3000\n2 in B at 3000\n3 in A at 3000\n");
	ck_assert_uint_eq(p.link->sides[0].in_flight->len, 0);
	pair_release(&p);
}
END_TEST

/* 8 Mbit/s: a microsecond a byte, with preamble, check sequence and gap; short frames count as 60.
 * Each direction has its own queue. */
START_TEST(serialisation)
{
	const int arp = 2 * (60 + 24 + 1000), one = FRAME + 24;
	Pair p;
	GString *expected = g_string_new(NULL);

	pair_init(&p, 8000000);
	for (uint8_t i = 1; i <= 3; i++)
		send(p.a, "10.0.0.2", i);
	lab_run(p.lab, arp * SIM_USEC);
	send(p.b, "10.0.0.1", 4);
	lab_run(p.lab, SIM_SEC);
	g_string_printf(expected, "1 in B at %d\n4 in A at %d\n2 in B at %d\n3 in B at %d\n",
			arp + one + 1000, arp + one + 1000, arp + 2 * one + 1000,
			arp + 3 * one + 1000);
	ck_assert_str_eq(p.seen->str, expected->str);
	g_string_free(expected, TRUE);
	pair_release(&p);
}
END_TEST

/* What is under way is lost at a cut, with or without loss of carrier; nothing comes back later. */
START_TEST(frames_in_flight_are_lost)
{
	static const FwdLinkState cuts[] = {FWD_LINK_DOWN, FWD_LINK_SILENT};

	for (unsigned i = 0; i < G_N_ELEMENTS(cuts); i++) {
		Pair p;

		pair_init(&p, 0);
		send(p.a, "10.0.0.2", 1);
		lab_run(p.lab, 5 * SIM_MSEC / 2); /* the packet is half way */
		ck_assert_uint_eq(p.link->sides[0].in_flight->len, 1);
		fwd_link_set_state(p.link, cuts[i]);
		ck_assert_uint_eq(p.link->sides[0].in_flight->len, 0);
		ck_assert_str_eq(p.lab->drops->str, "A: link A:e0--B:e0 is cut\n");
		fwd_link_set_state(p.link, FWD_LINK_UP);
		lab_run(p.lab, SIM_SEC);
		ck_assert_str_eq(p.seen->str, "");
		send(p.a, "10.0.0.2", 2);
		lab_run(p.lab, SIM_SEC);
		ck_assert(g_str_has_prefix(p.seen->str, "2 in B"));
		pair_release(&p);
	}
}
END_TEST

/* Freed with frames under way: nothing is left to run or to leak. */
START_TEST(freed_in_flight)
{
	Pair p;

	pair_init(&p, 0);
	send(p.a, "10.0.0.2", 1);
	lab_run(p.lab, 5 * SIM_MSEC / 2);
	ck_assert_uint_eq(p.link->sides[0].in_flight->len, 1);
	pair_release(&p);
}
END_TEST

static void count_tap(FwdLink *link, const FwdIface *from, const Packet *frame, void *user)
{
	g_string_append_printf(user, "%s %s %zu\n", link->name, from->node->name,
			       packet_len(frame));
}

START_TEST(tap_sees_what_is_sent)
{
	Pair p;

	pair_init(&p, 0);
	fwd_link_add_tap(p.link, count_tap, p.seen);
	fwd_link_set_state(p.link, FWD_LINK_SILENT);
	send(p.a, "10.0.0.2", 1); /* only the ARP request */
	ck_assert_str_eq(p.seen->str, "A:e0--B:e0 A 42\n");
	fwd_link_set_state(p.link, FWD_LINK_DOWN);
	ck_assert_str_eq(p.lab->drops->str, "A: link A:e0--B:e0 is cut\n"
					    "A: interface e0 down\n"); /* what waited for it */
	fwd_iface_transmit(p.a0, packet_new(NULL, 60));
	ck_assert_str_eq(p.seen->str, "A:e0--B:e0 A 42\n");
	fwd_link_remove_tap(p.link, count_tap, p.seen);
	fwd_link_set_state(p.link, FWD_LINK_UP);
	fwd_iface_transmit(p.a0, packet_new(NULL, 60));
	ck_assert_str_eq(p.seen->str, "A:e0--B:e0 A 42\n");
	pair_release(&p);
}
END_TEST

/* Three on a segment: a group reaches all others, a unicast frame its addressee alone. */
START_TEST(segment)
{
	NetAddr group = lab_addr("224.0.0.5");
	IpInfo info = {.dst = group, .protocol = PROTOCOL};
	FwdIface *e[3];
	FwdLink *link;
	FwdNode *c;
	Pair p;

	pair_init(&p, 0);
	c = lab_node(p.lab, "C");
	e[0] = lab_iface(p.a, "e1", NULL, "10.0.1.1/24");
	e[1] = lab_iface(p.b, "e1", NULL, "10.0.1.2/24");
	e[2] = lab_iface(c, "e1", NULL, "10.0.1.3/24");
	link = lab_segment(p.lab, 3, e[0], e[1], e[2]);
	ip_register(c, PROTOCOL, record, &p);
	ck_assert_str_eq(link->name, "A:e1--B:e1--C:e1");
	fwd_iface_join(e[1], &group);
	fwd_iface_join(e[2], &group);
	info.iface = e[0];
	ip_send(p.a, &info, packet_new("\7", 1));
	send(p.a, "10.0.1.3", 1);
	lab_run(p.lab, 5 * SIM_MSEC / 2);
	ck_assert_uint_eq(link->sides[0].in_flight->len, 1); /* not to B */
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "7 in B at 1000\n7 in C at 1000\n1 in C at 3000\n");
	fwd_iface_set_shut(e[0], TRUE); /* the others stay up, to the last */
	ck_assert(fwd_iface_is_up(e[1]) && fwd_iface_is_up(e[2]));
	fwd_iface_set_shut(e[2], TRUE);
	ck_assert(fwd_iface_is_up(e[1]));
	fwd_link_set_state(link, FWD_LINK_DOWN);
	ck_assert(!fwd_iface_is_up(e[1]));
	pair_release(&p);
}
END_TEST

/* What A sends is lost, what B sends is not; nobody is told. */
START_TEST(one_way_failure)
{
	Pair p;

	pair_init(&p, 0);
	send(p.a, "10.0.0.2", 1);
	send(p.b, "10.0.0.1", 2);
	lab_run(p.lab, SIM_SEC);
	g_string_truncate(p.seen, 0);
	send(p.a, "10.0.0.2", 3);
	send(p.b, "10.0.0.1", 4);
	fwd_link_set_silent(p.link, p.a0, TRUE); /* both are under way */
	ck_assert(!fwd_link_carries(p.link, p.a0) && fwd_link_carries(p.link, p.b0));
	ck_assert(fwd_iface_is_up(p.a0) && fwd_iface_is_up(p.b0));
	send(p.a, "10.0.0.2", 5);
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "4 in A at 1001000\n");
	ck_assert_str_eq(p.lab->drops->str, "A: link A:e0--B:e0 is cut\n"
					    "A: link A:e0--B:e0 is cut\n");
	fwd_link_set_silent(p.link, p.a0, FALSE);
	send(p.a, "10.0.0.2", 6);
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "4 in A at 1001000\n6 in B at 2001000\n");
	pair_release(&p);
}
END_TEST

/* Room for three frames, the one under way counted; drop-tail. */
START_TEST(queue_limit)
{
	Pair p;

	pair_init(&p, 8000000);
	send(p.a, "10.0.0.2", 1);
	lab_run(p.lab, SIM_SEC);
	g_string_truncate(p.seen, 0);
	p.link->queue_limit = 3 * (FRAME + 24);
	for (uint8_t i = 2; i <= 6; i++)
		send(p.a, "10.0.0.2", i);
	ck_assert_str_eq(p.lab->drops->str,
			 "A: queue full on interface e0\nA: queue full on interface e0\n");
	ck_assert_uint_eq(p.link->sides[0].queue_drops, 2);
	lab_run(p.lab, (FRAME + 24) * SIM_USEC); /* one has gone */
	send(p.a, "10.0.0.2", 7);
	send(p.a, "10.0.0.2", 8);
	lab_run(p.lab, SIM_SEC);
	ck_assert_uint_eq(p.link->sides[0].queue_drops, 3);
	ck_assert_str_eq(p.seen->str, "2 in B at 1002058\n3 in B at 1003116\n"
				      "4 in B at 1004174\n7 in B at 1005232\n");
	send(p.a, "10.0.0.2", 9); /* it does not fill up for ever */
	lab_run(p.lab, SIM_SEC);
	ck_assert_uint_eq(p.link->sides[0].queue_drops, 3);
	pair_release(&p);
}
END_TEST

static unsigned count_losses(uint64_t *first)
{
	Pair p;
	unsigned losses;

	pair_init(&p, 0);
	send(p.a, "10.0.0.2", 0);
	lab_run(p.lab, SIM_SEC);
	fwd_link_set_loss(p.link, NULL, FWD_LOSS_ALWAYS / 10);
	*first = 0;
	for (unsigned i = 1; i <= 1000; i++) {
		send(p.a, "10.0.0.2", 1);
		if (*first == 0 && p.link->sides[0].losses > 0)
			*first = i;
	}
	losses = (unsigned)p.link->sides[0].losses;
	ck_assert_uint_eq(p.link->sides[1].losses, 0);
	ck_assert(g_str_has_prefix(p.lab->drops->str, "A: lost on the link on interface e0\n"));
	fwd_link_set_loss(p.link, NULL, FWD_LOSS_ALWAYS);
	send(p.a, "10.0.0.2", 1);
	ck_assert_uint_eq(p.link->sides[0].losses, losses + 1);
	pair_release(&p);
	return losses;
}

/* About as often as asked for, and at the same frames in every run. */
START_TEST(loss)
{
	uint64_t first, again;
	unsigned losses = count_losses(&first);

	ck_assert_uint_gt(losses, 70);
	ck_assert_uint_lt(losses, 130);
	ck_assert_uint_eq(count_losses(&again), losses);
	ck_assert_uint_eq(first, again);
}
END_TEST

START_TEST(mtu_of_the_link)
{
	Pair p;

	pair_init(&p, 0);
	p.link->mtu = LEN + 20;
	send(p.a, "10.0.0.2", 1);
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "1 in B at 3000\n");
	p.link->mtu--;
	send(p.a, "10.0.0.2", 2);
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "1 in B at 3000\n");
	ck_assert_str_eq(p.lab->drops->str, "A: longer than the MTU of the link on interface e0\n");
	pair_release(&p);
}
END_TEST

typedef struct Hello {
	SimEvent event;
	Pair *pair;
} Hello;

static void send_hello(SimEvent *event)
{
	Pair *p = ((Hello *)event)->pair;
	NetAddr group = lab_addr("224.0.0.1");
	IpInfo info = {.dst = group, .protocol = PROTOCOL, .iface = p->a0};

	ip_send(p->a, &info, packet_new("\7", 1));
}

/* A frame is of the class of what sends it: a hello under way leaves the network quiet. */
START_TEST(class_travels)
{
	Hello hello = {.event.fn = send_hello};
	Pair p;

	pair_init(&p, 0);
	hello.pair = &p;
	sim_event_schedule(p.lab->sim, &hello.event, SIM_SEC, SIM_PERIODIC);
	lab_run(p.lab, SIM_SEC);
	ck_assert_uint_eq(p.link->sides[0].in_flight->len, 1);
	ck_assert(sim_is_quiet(p.lab->sim));
	send_hello(&hello.event);
	ck_assert(!sim_is_quiet(p.lab->sim));
	pair_release(&p);
}
END_TEST

START_TEST(state_names)
{
	ck_assert_str_eq(fwd_link_state_name(FWD_LINK_UP), "up");
	ck_assert_str_eq(fwd_link_state_name(FWD_LINK_DOWN), "down");
	ck_assert_str_eq(fwd_link_state_name(FWD_LINK_SILENT), "silent");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("link");

	tcase_add_test(tc, delay);
	tcase_add_test(tc, serialisation);
	tcase_add_test(tc, frames_in_flight_are_lost);
	tcase_add_test(tc, freed_in_flight);
	tcase_add_test(tc, tap_sees_what_is_sent);
	tcase_add_test(tc, segment);
	tcase_add_test(tc, one_way_failure);
	tcase_add_test(tc, queue_limit);
	tcase_add_test(tc, loss);
	tcase_add_test(tc, mtu_of_the_link);
	tcase_add_test(tc, class_travels);
	tcase_add_test(tc, state_names);
	return test_main("link", tc);
}
