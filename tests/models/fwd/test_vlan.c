/* SPDX-License-Identifier: Apache-2.0 */
/* VLAN interfaces: two VPNs and the global table on one link between two routers. */
#include "models/fwd/ip.h"
#include "models/wire/ethernet.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

enum { PROTOCOL = 200 };

typedef struct Pair {
	Lab *lab;
	FwdNode *a, *b;
	FwdVrf *a_red, *a_blue, *b_red, *b_blue;
	FwdIface *a0, *b0, *a10, *b10, *a20, *b20;
	FwdLink *link;
	GString *seen; /* arrivals: mark, VRF and interface */
	GString *wire; /* frames: sender, VLAN, EtherType */
} Pair;

static void record(void *user, const IpInfo *info, Packet *payload)
{
	Pair *p = user;

	g_string_append_printf(p->seen, "%u in %s by %s\n", packet_data(payload)[0],
			       info->vrf->name ? info->vrf->name : "global", info->iface->name);
}

static void record_frame(FwdLink *link, const FwdIface *from, const Packet *frame, void *user)
{
	const uint8_t *bytes = frame->buf + frame->start;
	EthernetHeader ethernet;

	(void)link;
	ck_assert(ethernet_decode(bytes, packet_len(frame), &ethernet, NULL));
	ck_assert(net_mac_equal(&ethernet.src, &from->mac));
	g_string_append_printf(user, "%s %d %s\n", from->node->name,
			       ethernet.tagged ? ethernet.tag : -1,
			       ethernet_type_name(ethernet.type));
}

static void pair_init(Pair *p)
{
	p->lab = lab_new();
	p->seen = g_string_new(NULL);
	p->wire = g_string_new(NULL);
	p->a = lab_node(p->lab, "A");
	p->b = lab_node(p->lab, "B");
	p->a_red = fwd_node_add_vrf(p->a, "red");
	p->a_blue = fwd_node_add_vrf(p->a, "blue");
	p->b_red = fwd_node_add_vrf(p->b, "red");
	p->b_blue = fwd_node_add_vrf(p->b, "blue");
	p->a0 = lab_iface(p->a, "e", NULL, "10.0.0.1/30");
	p->b0 = lab_iface(p->b, "e", NULL, "10.0.0.2/30");
	p->a10 = lab_vlan(p->a0, 10, p->a_red, "10.0.0.1/30"); /* the same addresses in each */
	p->b10 = lab_vlan(p->b0, 10, p->b_red, "10.0.0.2/30");
	p->a20 = lab_vlan(p->a0, 20, p->a_blue, "10.0.0.1/30");
	p->b20 = lab_vlan(p->b0, 20, p->b_blue, "10.0.0.2/30");
	p->link = lab_link(p->lab, p->a0, p->b0);
	fwd_link_add_tap(p->link, record_frame, p->wire);
	ip_register(p->b, PROTOCOL, record, p);
}

static void pair_release(Pair *p)
{
	g_string_free(p->seen, TRUE);
	g_string_free(p->wire, TRUE);
	lab_free(p->lab);
}

static void send(Pair *p, FwdVrf *vrf, uint8_t mark)
{
	IpInfo info = {.vrf = vrf, .dst = lab_addr("10.0.0.2"), .protocol = PROTOCOL};

	ip_send(p->a, &info, packet_new(&mark, 1));
	lab_run(p->lab, SIM_SEC);
}

START_TEST(each_vlan_its_table)
{
	Pair p;

	pair_init(&p);
	send(&p, p.a_red, 1);
	send(&p, p.a_blue, 2);
	send(&p, NULL, 3);
	ck_assert_str_eq(p.seen->str, "1 in red by e.10\n2 in blue by e.20\n3 in global by e\n");
	ck_assert_str_eq(p.wire->str, "A 10 arp\nB 10 arp\nA 10 ipv4\n"
				      "A 20 arp\nB 20 arp\nA 20 ipv4\n"
				      "A -1 arp\nB -1 arp\nA -1 ipv4\n");
	pair_release(&p);
}
END_TEST

START_TEST(members)
{
	Pair p;

	pair_init(&p);
	ck_assert_ptr_eq(fwd_iface_vlan(p.a0, 10), p.a10);
	ck_assert_ptr_null(fwd_iface_vlan(p.a0, 11));
	ck_assert_ptr_eq(fwd_iface_link(p.a10), p.link);
	ck_assert_ptr_eq(fwd_iface_link(p.a0), p.link);
	ck_assert(net_mac_equal(&p.a10->mac, &p.a0->mac));
	ck_assert_uint_eq(fwd_iface_new_vlan(p.a0, "small", 30, NULL, 1400)->mtu, 1400);
	ck_assert_uint_eq(p.a10->mtu, p.a0->mtu);
	ck_assert_int_eq(p.a10->kind, FWD_IFACE_VLAN);
	pair_release(&p);
}
END_TEST

static void record_state(FwdIface *iface, gboolean up, void *user)
{
	g_string_append_printf(user, "%s %s\n", iface->name, up ? "up" : "down");
}

/* A VLAN interface is never up while its interface is not. */
START_TEST(state_follows)
{
	Pair p;

	pair_init(&p);
	fwd_node_watch_ifaces(p.a, record_state, p.seen);
	ck_assert(fwd_iface_is_up(p.a10));
	fwd_iface_set_shut(p.a10, TRUE);
	fwd_link_set_state(p.link, FWD_LINK_DOWN);
	fwd_link_set_state(p.link, FWD_LINK_UP);
	fwd_iface_set_shut(p.a10, FALSE);
	ck_assert_str_eq(p.seen->str, "e.10 down\ne down\ne.20 down\ne up\ne.20 up\ne.10 up\n");
	pair_release(&p);
}
END_TEST

static void receive(FwdIface *iface, int tag)
{
	static const uint8_t bytes[28];
	FwdIface *from = g_ptr_array_index(iface->link->ends, !iface->end);
	EthernetHeader ethernet = {
		.dst = iface->mac,
		.src = from->mac,
		.tagged = tag >= 0,
		.tag = (uint16_t)tag,
		.type = ETHERNET_TYPE_IPV4,
	};
	Packet *frame = packet_new(bytes, sizeof bytes);

	ethernet_push(frame, &ethernet);
	fwd_iface_transmit(from, frame);
}

/* Frames of unknown VLANs and of interfaces that are down vanish; a tag that tells a priority alone is
 * none. The others are malformed here, which tells who looked at them. */
START_TEST(tags)
{
	Pair p;

	pair_init(&p);
	receive(p.b0, 99);
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.lab->drops->str, "");
	receive(p.b0, 0xe000);
	receive(p.b0, 0xe00a);
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.lab->drops->str, "B: IP version is not 4\nB: IP version is not 4\n");
	fwd_iface_set_shut(p.b10, TRUE);
	receive(p.b0, 10);
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.lab->drops->str, "B: IP version is not 4\nB: IP version is not 4\n");
	pair_release(&p);
}
END_TEST

/* A VLAN that is silent at one end carries nothing either way; the others of the cable do. */
START_TEST(a_silent_vlan)
{
	Pair p;

	pair_init(&p);
	fwd_node_watch_ifaces(p.a, record_state, p.seen);
	fwd_iface_set_silent(p.b10, TRUE);
	fwd_iface_set_silent(p.b10, TRUE);
	receive(p.b0, 10);
	receive(p.a0, 10);
	receive(p.b0, 20);
	receive(p.b0, -1);
	lab_run(p.lab, SIM_SEC);
	ck_assert_str_eq(p.lab->drops->str, "A: link A:e--B:e is cut\nB: link A:e--B:e is cut\n"
					    "B: IP version is not 4\nB: IP version is not 4\n");
	ck_assert_str_eq(p.seen->str, "");
	ck_assert(!fwd_iface_reaches(p.a10, p.b10) && fwd_iface_reaches(p.a0, p.b0));
	/* All are where the interface itself is. */
	fwd_iface_set_silent(p.b10, FALSE);
	fwd_iface_set_silent(p.a0, TRUE);
	ck_assert(!fwd_iface_reaches(p.a10, p.b10) && !fwd_iface_reaches(p.b0, p.a0));
	fwd_iface_set_silent(p.a0, FALSE);
	ck_assert_uint_eq(p.link->n_silent, 0);
	pair_release(&p);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("vlan");

	tcase_add_test(tc, each_vlan_its_table);
	tcase_add_test(tc, members);
	tcase_add_test(tc, state_follows);
	tcase_add_test(tc, tags);
	tcase_add_test(tc, a_silent_vlan);
	return test_main("vlan", tc);
}
