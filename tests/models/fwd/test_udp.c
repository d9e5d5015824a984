/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/icmp.h"
#include "models/fwd/udp.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

typedef struct Pair {
	Lab *lab;
	FwdNode *a, *b;
	FwdIface *a0, *b0;
	GString *seen;
} Pair;

static void pair_init(Pair *p)
{
	p->lab = lab_new();
	p->a = lab_node(p->lab, "A");
	p->b = lab_node(p->lab, "B");
	p->a0 = lab_iface(p->a, "e0", NULL, "10.0.0.1/24");
	p->b0 = lab_iface(p->b, "e0", NULL, "10.0.0.2/24");
	lab_link(p->lab, p->a0, p->b0);
	p->seen = g_string_new(NULL);
}

static void pair_release(Pair *p)
{
	g_string_free(p->seen, TRUE);
	lab_free(p->lab);
}

static void record(void *user, const IpInfo *info, uint16_t src_port, const uint8_t *bytes,
		   size_t len)
{
	char src[NET_ADDR_STRLEN], dst[NET_ADDR_STRLEN];
	Pair *p = user;

	g_string_append_printf(p->seen, "%s:%u > %s on %s ttl %u cause %u \"%.*s\"\n",
			       net_addr_str(&info->src, src), src_port,
			       net_addr_str(&info->dst, dst), info->iface ? info->iface->name : "-",
			       info->ttl, (unsigned)p->lab->sim->cause, (int)len,
			       (const char *)bytes);
}

static gboolean send_text(UdpSocket *socket, const char *dst, FwdIface *iface, uint16_t port)
{
	IpInfo info = {.dst = lab_addr(dst), .iface = iface};

	return udp_send(socket, &info, port, (const uint8_t *)"hello", 5, 17);
}

START_TEST(unicast)
{
	UdpSocket *from, *to;
	Pair p;

	pair_init(&p);
	from = udp_open(p.a, NULL, 5000, record, &p);
	to = udp_open(p.b, NULL, 646, record, &p);
	ck_assert_ptr_null(udp_open(p.b, fwd_node_global(p.b), 646, record, &p));
	ck_assert(send_text(from, "10.0.0.2", NULL, 646));
	ck_assert(!send_text(from, "10.9.0.2", NULL, 646));
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "10.0.0.1:5000 > 10.0.0.2 on e0 ttl 64 cause 17 \"hello\"\n");
	ck_assert_str_eq(p.lab->drops->str, "A: no route\n");
	udp_close(to);
	to = udp_open(p.b, NULL, 646, record, &p);
	ck_assert_ptr_nonnull(to);
	udp_close(NULL);
	pair_release(&p); /* closes the rest */
}
END_TEST

START_TEST(to_itself)
{
	Pair p;

	pair_init(&p);
	ck_assert(send_text(udp_open(p.a, NULL, 646, record, &p), "10.0.0.1", NULL, 646));
	ck_assert_str_eq(p.seen->str, "");
	lab_run(p.lab, 0);
	ck_assert_str_eq(p.seen->str, "10.0.0.1:646 > 10.0.0.1 on - ttl 64 cause 17 \"hello\"\n");
	pair_release(&p);
}
END_TEST

START_TEST(multicast_reaches_members)
{
	NetAddr group = lab_addr("224.0.0.2");
	UdpSocket *from;
	Pair p;

	pair_init(&p);
	from = udp_open(p.a, NULL, 646, record, &p);
	udp_open(p.b, NULL, 646, record, &p);
	ck_assert(send_text(from, "224.0.0.2", p.a0, 646));
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "");
	fwd_iface_join(p.b0, &group);
	fwd_iface_join(p.b0, &group);
	fwd_iface_leave(p.b0, &group);
	ck_assert(send_text(from, "224.0.0.2", p.a0, 646));
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "10.0.0.1:646 > 224.0.0.2 on e0 ttl 64 cause 17 \"hello\"\n");
	fwd_iface_leave(p.b0, &group);
	ck_assert(send_text(from, "224.0.0.2", p.a0, 646));
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "10.0.0.1:646 > 224.0.0.2 on e0 ttl 64 cause 17 \"hello\"\n");
	ck_assert_str_eq(p.lab->drops->str, "");
	pair_release(&p);
}
END_TEST

static void record_error(void *user, const IpInfo *info, const IcmpMessage *message)
{
	GString *seen = user;
	char src[NET_ADDR_STRLEN];

	/* What it is about: IP header, UDP header and data. */
	g_string_append_printf(seen, "%s %s %u about %zu bytes\n", net_addr_str(&info->src, src),
			       icmp_type_name(message->type), message->code, message->payload_len);
}

START_TEST(closed_port_is_told)
{
	UdpSocket *from;
	Pair p;

	pair_init(&p);
	from = udp_open(p.a, NULL, 5000, record, &p);
	icmp_watch(p.a, record_error, p.seen);
	ck_assert(send_text(from, "10.0.0.2", NULL, 646));
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.seen->str, "10.0.0.2 unreachable 3 about 33 bytes\n");
	ck_assert_str_eq(p.lab->drops->str, "B: no receiver for UDP port 646\n");
	pair_release(&p);
}
END_TEST

/* One address in two VRFs of one node: each is its own. */
START_TEST(vrfs_are_apart)
{
	FwdVrf *red, *blue;
	FwdIface *to_red, *to_blue;
	UdpSocket *in_red, *in_blue;
	FwdNode *other;
	Pair p;

	pair_init(&p);
	red = fwd_node_add_vrf(p.a, "red");
	blue = fwd_node_add_vrf(p.a, "blue");
	to_red = lab_iface(p.a, "red", red, "10.0.0.1/24");
	to_blue = lab_iface(p.a, "blue", blue, "10.0.0.1/24");
	other = lab_node(p.lab, "C");
	lab_link(p.lab, to_red, lab_iface(other, "red", NULL, "10.0.0.2/24"));
	lab_link(p.lab, to_blue, lab_iface(p.b, "blue", fwd_node_add_vrf(p.b, "x"), "10.0.0.9/24"));
	in_red = udp_open(p.a, red, 646, record, &p);
	in_blue = udp_open(p.a, blue, 646, record, &p);
	ck_assert(in_red && in_blue && in_red != in_blue);
	ck_assert_ptr_eq(fwd_node_vrf(p.a, "blue"), blue);
	ck_assert_ptr_eq(fwd_node_vrf(p.a, NULL), fwd_node_global(p.a));
	udp_open(other, NULL, 646, record, &p);
	ck_assert(send_text(in_red, "10.0.0.2", NULL, 646));
	ck_assert(send_text(in_blue, "10.0.0.2", NULL, 646));
	lab_run(p.lab, 10 * SIM_SEC);
	ck_assert_str_eq(p.seen->str, "10.0.0.1:646 > 10.0.0.2 on red ttl 64 cause 17 \"hello\"\n");
	ck_assert_str_eq(p.lab->drops->str, "A: no ARP reply from 10.0.0.2\n");
	pair_release(&p);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("udp");

	tcase_add_test(tc, unicast);
	tcase_add_test(tc, to_itself);
	tcase_add_test(tc, multicast_reaches_members);
	tcase_add_test(tc, closed_port_is_told);
	tcase_add_test(tc, vrfs_are_apart);
	return test_main("udp", tc);
}
