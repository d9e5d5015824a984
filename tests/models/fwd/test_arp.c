/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/arp.h"
#include "models/fwd/ip.h"
#include "models/wire/arp.h"
#include "models/wire/ethernet.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

#include <string.h>

enum { PROTOCOL = 200 };

typedef struct Pair {
	Lab *lab;
	FwdNode *a, *b;
	FwdIface *a0, *b0;
	FwdLink *link;
	GString *wire; /* "0: A request 10.0.0.2" and the time in milliseconds */
	unsigned received;
} Pair;

static void record(FwdLink *link, const FwdIface *from, const Packet *frame, void *user)
{
	Pair *p = user;
	const uint8_t *bytes = frame->buf + frame->start;
	char text[NET_ADDR_STRLEN];
	EthernetHeader ethernet;
	ArpPacket arp;

	ck_assert_ptr_eq(link, p->link);
	ck_assert(ethernet_decode(bytes, packet_len(frame), &ethernet, NULL));
	g_string_append_printf(p->wire, "%d: %s %s", (int)(p->lab->sim->now / SIM_MSEC),
			       from->node->name,
			       net_mac_is_group(&ethernet.dst) ? "broadcast" : "unicast");
	if (ethernet.type != ETHERNET_TYPE_ARP) {
		g_string_append(p->wire, " ip\n");
		return;
	}
	ck_assert(arp_decode(bytes + ethernet.header_len, ethernet.payload_len, &arp, NULL));
	ck_assert(net_mac_equal(&arp.sender_mac, &from->mac));
	g_string_append_printf(p->wire, " %s %s", arp_operation_name(arp.operation),
			       net_addr_str(&arp.sender_ip, text));
	g_string_append_printf(p->wire, " for %s\n", net_addr_str(&arp.target_ip, text));
}

static void count(void *user, const IpInfo *info, Packet *payload)
{
	Pair *p = user;

	(void)info;
	(void)payload;
	p->received++;
}

static void pair_init(Pair *p)
{
	p->lab = lab_new();
	p->a = lab_node(p->lab, "A");
	p->b = lab_node(p->lab, "B");
	p->a0 = lab_iface(p->a, "e0", NULL, "10.0.0.1/24");
	p->b0 = lab_iface(p->b, "e0", NULL, "10.0.0.2/24");
	p->link = lab_link(p->lab, p->a0, p->b0);
	p->wire = g_string_new(NULL);
	p->received = 0;
	fwd_link_add_tap(p->link, record, p);
	ip_register(p->b, PROTOCOL, count, p);
	ip_register(p->a, PROTOCOL, count, p);
}

static void pair_release(Pair *p)
{
	g_string_free(p->wire, TRUE);
	lab_free(p->lab);
}

static void send(FwdNode *from, const char *to)
{
	IpInfo info = {.dst = lab_addr(to), .protocol = PROTOCOL};

	ck_assert(ip_send(from, &info, packet_new("x", 1)));
}

static void check_wire(Pair *p, const char *expected)
{
	ck_assert_str_eq(p->wire->str, expected);
	g_string_truncate(p->wire, 0);
}

START_TEST(resolution)
{
	NetAddr a = lab_addr("10.0.0.1"), b = lab_addr("10.0.0.2");
	Pair p;

	pair_init(&p);
	send(p.a, "10.0.0.2");
	send(p.a, "10.0.0.2"); /* waits with the first: no second request */
	ck_assert_ptr_null(fwd_arp_lookup(p.a0->arp, &b));
	lab_run(p.lab, SIM_SEC);
	check_wire(&p, "0: A broadcast request 10.0.0.1 for 10.0.0.2\n"
		       "1: B unicast reply 10.0.0.2 for 10.0.0.1\n"
		       "2: A unicast ip\n2: A unicast ip\n");
	ck_assert_uint_eq(p.received, 2);
	ck_assert(net_mac_equal(fwd_arp_lookup(p.a0->arp, &b), &p.b0->mac));
	ck_assert(net_mac_equal(fwd_arp_lookup(p.b0->arp, &a), &p.a0->mac));
	send(p.b, "10.0.0.1"); /* learned from the request */
	check_wire(&p, "1000: B unicast ip\n");
	pair_release(&p);
}
END_TEST

START_TEST(three_tries)
{
	Pair p;

	pair_init(&p);
	send(p.a, "10.0.0.9");
	send(p.a, "10.0.0.9");
	lab_run(p.lab, 10 * SIM_SEC);
	check_wire(&p, "0: A broadcast request 10.0.0.1 for 10.0.0.9\n"
		       "1000: A broadcast request 10.0.0.1 for 10.0.0.9\n"
		       "2000: A broadcast request 10.0.0.1 for 10.0.0.9\n");
	ck_assert_str_eq(p.lab->drops->str, "A: no ARP reply from 10.0.0.9\n"
					    "A: no ARP reply from 10.0.0.9\n");
	send(p.a, "10.0.0.9"); /* begins anew */
	check_wire(&p, "10000: A broadcast request 10.0.0.1 for 10.0.0.9\n");
	pair_release(&p);
}
END_TEST

START_TEST(four_hours)
{
	NetAddr b = lab_addr("10.0.0.2");
	Pair p;

	pair_init(&p);
	send(p.a, "10.0.0.2");
	lab_run(p.lab, 2 * SIM_MSEC + 4 * 3600 * SIM_SEC - 1);
	ck_assert_ptr_nonnull(fwd_arp_lookup(p.a0->arp, &b));
	ck_assert(sim_is_quiet(p.lab->sim)); /* nothing waits for that */
	lab_run(p.lab, 1);
	ck_assert_ptr_null(fwd_arp_lookup(p.a0->arp, &b));
	pair_release(&p);
}
END_TEST

START_TEST(forgotten_with_the_link)
{
	NetAddr b = lab_addr("10.0.0.2");
	Pair p;

	pair_init(&p);
	send(p.a, "10.0.0.2");
	lab_run(p.lab, SIM_SEC);
	send(p.a, "10.0.0.9");
	fwd_link_set_state(p.link, FWD_LINK_DOWN);
	ck_assert_str_eq(p.lab->drops->str, "A: link A:e0--B:e0 is cut\n"
					    "A: interface e0 down\n");
	ck_assert_ptr_null(fwd_arp_lookup(p.a0->arp, &b));
	fwd_link_set_state(p.link, FWD_LINK_UP);
	lab_run(p.lab, 10 * SIM_SEC);
	ck_assert_str_eq(p.lab->drops->str, "A: link A:e0--B:e0 is cut\n"
					    "A: interface e0 down\n");
	pair_release(&p);
}
END_TEST

/* A router with many neighbours on one segment keeps them apart. */
START_TEST(many_neighbours)
{
	enum { N = 40 };
	FwdIface *hub, *iface;
	FwdLink *segment;
	FwdNode *nodes[N];
	char name[16], address[32];
	NetAddr addr;
	Pair p;

	pair_init(&p);
	hub = lab_iface(p.a, "e1", NULL, "10.0.1.1/24");
	segment = lab_segment(p.lab, 1, hub);
	for (unsigned i = 0; i < N; i++) {
		unsigned host = 10 + i * 7 % N; /* not in order */

		g_snprintf(name, sizeof name, "N%u", host);
		g_snprintf(address, sizeof address, "10.0.1.%u/24", host);
		nodes[i] = lab_node(p.lab, name);
		iface = lab_iface(nodes[i], "e0", NULL, address);
		ip_register(nodes[i], PROTOCOL, count, &p);
		fwd_link_attach(segment, iface);
		*strchr(address, '/') = 0;
		send(p.a, address);
	}
	lab_run(p.lab, SIM_SEC);
	ck_assert_uint_eq(p.received, N);
	for (unsigned i = 0; i < N; i++) {
		iface = fwd_node_iface(nodes[i], "e0");
		addr = fwd_iface_address(iface, NET_AF_IPV4);
		ck_assert(net_mac_equal(fwd_arp_lookup(hub->arp, &addr), &iface->mac));
	}
	pair_release(&p);
}
END_TEST

START_TEST(waiting_room_is_bounded)
{
	Pair p;

	pair_init(&p);
	for (unsigned i = 0; i < 65; i++)
		send(p.a, "10.0.0.2");
	ck_assert_str_eq(p.lab->drops->str, "A: too many packets wait for ARP\n");
	lab_run(p.lab, SIM_SEC);
	ck_assert_uint_eq(p.received, 64);
	pair_release(&p);
}
END_TEST

typedef struct Hello {
	SimEvent event;
	Pair *pair;
} Hello;

static void send_hello(SimEvent *event)
{
	send(((Hello *)event)->pair->a, "10.0.0.9");
}

/* News that waits behind a hello's question makes the network wait for the answer. */
START_TEST(class_of_what_waits)
{
	Hello hello = {.event.fn = send_hello};
	Pair p;

	pair_init(&p);
	hello.pair = &p;
	sim_event_schedule(p.lab->sim, &hello.event, SIM_SEC, SIM_PERIODIC);
	lab_run(p.lab, SIM_SEC + 10 * SIM_MSEC);
	ck_assert(sim_is_quiet(p.lab->sim));
	send(p.a, "10.0.0.9");
	ck_assert(!sim_is_quiet(p.lab->sim));
	lab_run(p.lab, 3 * SIM_SEC);
	ck_assert(sim_is_quiet(p.lab->sim));
	ck_assert_str_eq(p.lab->drops->str, "A: no ARP reply from 10.0.0.9\n"
					    "A: no ARP reply from 10.0.0.9\n");
	pair_release(&p);
}
END_TEST

/* Not for us, from our own address, cut short: no answer, nothing learned. */
START_TEST(ignored)
{
	NetAddr a = lab_addr("10.0.0.1"), c = lab_addr("10.0.0.3");
	ArpPacket arp = {.operation = ARP_REQUEST, .sender_ip = c, .target_ip = c};
	Packet *packet;
	Pair p;

	pair_init(&p);
	packet = packet_new(NULL, 0);
	arp_push(packet, &arp);
	fwd_arp_input(p.a0->arp, packet);
	ck_assert_ptr_null(fwd_arp_lookup(p.a0->arp, &c));
	arp.sender_ip = arp.target_ip = a;
	packet = packet_new(NULL, 0);
	arp_push(packet, &arp);
	fwd_arp_input(p.a0->arp, packet);
	ck_assert_ptr_null(fwd_arp_lookup(p.a0->arp, &a));
	fwd_arp_input(p.a0->arp, packet_new(NULL, ARP_LEN - 1));
	p.a->crashed = TRUE;
	arp.sender_ip = c;
	packet = packet_new(NULL, 0);
	arp_push(packet, &arp);
	fwd_arp_input(p.a0->arp, packet);
	ck_assert_ptr_null(fwd_arp_lookup(p.a0->arp, &c));
	check_wire(&p, "");
	pair_release(&p);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("arp");

	tcase_add_test(tc, resolution);
	tcase_add_test(tc, three_tries);
	tcase_add_test(tc, four_hours);
	tcase_add_test(tc, forgotten_with_the_link);
	tcase_add_test(tc, many_neighbours);
	tcase_add_test(tc, waiting_room_is_bounded);
	tcase_add_test(tc, class_of_what_waits);
	tcase_add_test(tc, ignored);
	return test_main("arp", tc);
}
