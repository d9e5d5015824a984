/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/ip.h"
#include "models/wire/ipv4.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

enum { PROTOCOL = 200 };

/* A with a VRF, towards B; the VRF's interface leads to C. */
typedef struct Hosts {
	Lab *lab;
	FwdNode *a, *b, *c;
	FwdVrf *vrf;
	FwdIface *a0, *a1, *b0, *c0;
	GString *seen;
} Hosts;

static void record(void *user, const IpInfo *info, Packet *payload)
{
	char src[NET_ADDR_STRLEN], dst[NET_ADDR_STRLEN];
	const FwdVrf *vrf = info->vrf;
	Hosts *h = user;

	ck_assert_uint_eq(info->header[0], 0x45);
	g_string_append_printf(h->seen, "%s %s > %s ttl %u tos %02x%s %zu bytes cause %u\n",
			       vrf->name ? vrf->name : vrf->node->name,
			       net_addr_str(&info->src, src), net_addr_str(&info->dst, dst),
			       info->ttl, info->tos, info->df ? " df" : "", packet_len(payload),
			       (unsigned)h->lab->sim->cause);
}

static void hosts_init(Hosts *h)
{
	h->lab = lab_new();
	h->a = lab_node(h->lab, "A");
	h->b = lab_node(h->lab, "B");
	h->c = lab_node(h->lab, "C");
	h->vrf = fwd_node_add_vrf(h->a, "VPN-B");
	h->a0 = lab_iface(h->a, "e0", NULL, "10.0.0.1/24");
	h->a1 = lab_iface(h->a, "e1", h->vrf, "10.0.0.1/24");
	h->b0 = lab_iface(h->b, "e0", NULL, "10.0.0.2/24");
	h->c0 = lab_iface(h->c, "e0", NULL, "10.0.0.2/24");
	lab_link(h->lab, h->a0, h->b0);
	lab_link(h->lab, h->a1, h->c0);
	h->seen = g_string_new(NULL);
	ip_register(h->b, PROTOCOL, record, h);
	ip_register(h->c, PROTOCOL, record, h);
	ip_register(h->a, PROTOCOL, record, h);
}

static void hosts_release(Hosts *h)
{
	g_string_free(h->seen, TRUE);
	lab_free(h->lab);
}

static gboolean send(FwdNode *from, const IpInfo *info)
{
	Packet *packet = packet_new("hello", 5);

	packet->cause = 7;
	return ip_send(from, info, packet);
}

START_TEST(headers)
{
	IpInfo info = {.dst = lab_addr("10.0.0.2"), .protocol = PROTOCOL};
	Hosts h;

	hosts_init(&h);
	ck_assert(send(h.a, &info));
	info.src = lab_addr("10.0.0.77"); /* any, as asked for */
	info.ttl = 255;
	info.tos = 0xc0;
	info.df = TRUE;
	ck_assert(send(h.a, &info));
	lab_run(h.lab, SIM_SEC);
	ck_assert_str_eq(h.seen->str, "B 10.0.0.1 > 10.0.0.2 ttl 64 tos 00 5 bytes cause 7\n"
				      "B 10.0.0.77 > 10.0.0.2 ttl 255 tos c0 df 5 bytes cause 7\n");
	hosts_release(&h);
}
END_TEST

START_TEST(tables_are_apart)
{
	IpInfo info = {.dst = lab_addr("10.0.0.2"), .protocol = PROTOCOL};
	Hosts h;

	hosts_init(&h);
	info.vrf = h.vrf;
	ck_assert(send(h.a, &info));
	info.dst = lab_addr("10.0.0.1"); /* to itself, in the VRF */
	ck_assert(send(h.a, &info));
	ck_assert_str_eq(h.seen->str, "");
	lab_run(h.lab, SIM_SEC);
	ck_assert_str_eq(h.seen->str, "VPN-B 10.0.0.1 > 10.0.0.1 ttl 64 tos 00 5 bytes cause 7\n"
				      "C 10.0.0.1 > 10.0.0.2 ttl 64 tos 00 5 bytes cause 7\n");
	hosts_release(&h);
}
END_TEST

START_TEST(looped_back_packets_end_with_the_node)
{
	IpInfo info = {.dst = lab_addr("10.0.0.1"), .protocol = PROTOCOL};
	Hosts h;

	hosts_init(&h);
	ck_assert(send(h.a, &info));
	hosts_release(&h); /* before it has arrived */
}
END_TEST

START_TEST(multicast)
{
	IpInfo info = {.dst = lab_addr("224.0.0.5"), .protocol = PROTOCOL, .ttl = 1};
	Hosts h;

	hosts_init(&h);
	fwd_iface_join(h.b0, &info.dst);
	fwd_iface_join(h.c0, &info.dst);
	info.iface = h.a1;
	ck_assert(send(h.a, &info));
	info.dst = lab_addr("224.0.0.6");
	ck_assert(send(h.a, &info)); /* no member: not told to anybody */
	info.dst = lab_addr("255.255.255.255");
	ck_assert(send(h.a, &info));
	info.dst = lab_addr("10.0.0.2"); /* past the FIB */
	info.ttl = 255;
	ck_assert(send(h.a, &info));
	lab_run(h.lab, SIM_SEC);
	ck_assert_str_eq(h.seen->str, "C 10.0.0.1 > 224.0.0.5 ttl 1 tos 00 5 bytes cause 7\n"
				      "C 10.0.0.1 > 255.255.255.255 ttl 1 tos 00 5 bytes cause 7\n"
				      "C 10.0.0.1 > 10.0.0.2 ttl 255 tos 00 5 bytes cause 7\n");
	ck_assert_str_eq(h.lab->drops->str, "");
	hosts_release(&h);
}
END_TEST

START_TEST(what_cannot_be_sent)
{
	IpInfo info = {.dst = lab_addr("192.0.2.1"), .protocol = PROTOCOL};
	IpInfo on_iface = {.dst = lab_addr("224.0.0.5"), .protocol = PROTOCOL};
	IpInfo six = {.dst = lab_addr("2001:db8::1"), .protocol = PROTOCOL};
	FwdIface *bare;
	Hosts h;

	hosts_init(&h);
	ck_assert(!send(h.a, &info));
	info.src = lab_addr("10.0.0.1");
	ck_assert(!send(h.a, &info));
	ck_assert_str_eq(h.lab->drops->str, "A: no route\nA: no route\n");
	g_string_truncate(h.lab->drops, 0);
	bare = fwd_iface_new(h.a, "bare", FWD_IFACE_ETHERNET, NULL, 0);
	on_iface.iface = bare;
	ck_assert(!send(h.a, &on_iface));
	lab_link(h.lab, bare, lab_iface(h.b, "e1", NULL, "10.0.9.2/24"));
	ck_assert(!send(h.a, &on_iface));
	on_iface.iface = lab_loopback(h.a, "10.9.9.9/32");
	ck_assert(!send(h.a, &on_iface));
	on_iface.iface = h.a0;
	on_iface.df = TRUE;
	ck_assert(!ip_send(h.a, &on_iface, packet_new(NULL, 1481)));
	ck_assert(ip_send(h.a, &on_iface, packet_new(NULL, 1480)));
	ck_assert_str_eq(h.lab->drops->str, "A: interface down\nA: no source address\n"
					    "A: interface down\nA: packet larger than the MTU\n");
	ck_assert(!send(h.a, &six));
	h.a->crashed = TRUE;
	ck_assert(!send(h.a, &on_iface));
	hosts_release(&h);
}
END_TEST

static void check_source(FwdNode *node, FwdVrf *vrf, const char *dst, const char *expected)
{
	NetAddr to = lab_addr(dst), src;
	char text[NET_ADDR_STRLEN];

	ck_assert_int_eq(ip_source_for(node, vrf, &to, &src), expected != NULL);
	if (expected)
		ck_assert_str_eq(net_addr_str(&src, text), expected);
}

START_TEST(source)
{
	const Label label = {17, LABEL_KIND_VPN};
	Hosts h;

	hosts_init(&h);
	h.a0->mpls = TRUE;
	lab_route(h.a, NULL, "192.0.2.0/24", lab_gateway(h.a0, "10.0.0.2"));
	lab_route(h.a, h.vrf, "198.51.100.0/24", lab_hop(h.a0, "10.0.0.2", 1, label));
	check_source(h.a, NULL, "192.0.2.1", "10.0.0.1");
	check_source(h.a, NULL, "10.0.0.1", "10.0.0.1");
	check_source(h.a, NULL, "198.51.100.1", NULL);
	/* A VPN packet that leaves into the core takes an address of the VRF. */
	g_array_set_size(h.a1->addresses, 0);
	check_source(h.a, h.vrf, "198.51.100.1", NULL);
	fwd_iface_add_address(h.a1, &(NetPrefix){lab_addr("10.3.0.1"), 24});
	check_source(h.a, h.vrf, "198.51.100.1", "10.3.0.1");
	fwd_iface_set_shut(h.a1, TRUE);
	check_source(h.a, h.vrf, "198.51.100.1", NULL);
	hosts_release(&h);
}
END_TEST

START_TEST(local_addresses)
{
	NetAddr own = lab_addr("10.0.0.1"), far = lab_addr("10.0.0.2");
	NetPrefix host = net_prefix_host(&own);
	Hosts h;

	hosts_init(&h);
	ck_assert(ip_is_local(h.a, NULL, &own));
	ck_assert(ip_is_local(h.a, h.vrf, &own));
	ck_assert(!ip_is_local(h.a, NULL, &far));
	fwd_fib_set(fwd_node_global(h.a), &host, NULL);
	ck_assert(!ip_is_local(h.a, NULL, &own));
	ck_assert(ip_is_local(h.a, h.vrf, &own));
	hosts_release(&h);
}
END_TEST

START_TEST(handlers)
{
	IpInfo info = {.dst = lab_addr("10.0.0.2"), .protocol = PROTOCOL};
	Hosts h;

	hosts_init(&h);
	ip_unregister(h.b, PROTOCOL);
	ip_unregister(h.b, PROTOCOL);
	ck_assert(send(h.a, &info));
	lab_run(h.lab, SIM_SEC);
	ck_assert_str_eq(h.seen->str, "");
	ck_assert_str_eq(h.lab->drops->str, "B: no receiver for IP protocol 200\n");
	hosts_release(&h);
}
END_TEST

static void count(void *user, const IpInfo *info, Packet *payload)
{
	(void)info;
	*(unsigned *)user += packet_len(payload) > 0;
}

/* Each of several gets every packet; one that has gone gets none. */
START_TEST(several_handlers)
{
	IpInfo info = {.dst = lab_addr("10.0.0.2"), .protocol = 201};
	unsigned first = 0, second = 0;
	Hosts h;

	hosts_init(&h);
	ip_register_in(h.b, fwd_node_global(h.b), 201, count, &first);
	ip_register_in(h.b, fwd_node_global(h.b), 201, count, &second);
	ck_assert(send(h.a, &info));
	lab_run(h.lab, SIM_SEC);
	ip_unregister_in(h.b, fwd_node_global(h.b), 201, &first);
	ck_assert(send(h.a, &info));
	lab_run(h.lab, SIM_SEC);
	ck_assert_uint_eq(first, 1);
	ck_assert_uint_eq(second, 2);
	ip_unregister_in(h.b, fwd_node_global(h.b), 201, &second);
	hosts_release(&h);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ip");

	tcase_add_test(tc, headers);
	tcase_add_test(tc, several_handlers);
	tcase_add_test(tc, tables_are_apart);
	tcase_add_test(tc, looped_back_packets_end_with_the_node);
	tcase_add_test(tc, multicast);
	tcase_add_test(tc, what_cannot_be_sent);
	tcase_add_test(tc, source);
	tcase_add_test(tc, local_addresses);
	tcase_add_test(tc, handlers);
	return test_main("ip", tc);
}
