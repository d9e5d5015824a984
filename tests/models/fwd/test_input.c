/* SPDX-License-Identifier: Apache-2.0 */
/* Frames as they come in: what is not for this node, and what is malformed. */
#include "models/fwd/input.h"
#include "models/fwd/ip.h"
#include "models/wire/ethernet.h"
#include "models/wire/ipv4.h"
#include "models/wire/mpls.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

#include <string.h>

enum { PROTOCOL = 200 };

typedef struct Host {
	Lab *lab;
	FwdNode *node;
	FwdIface *iface, *out;
	unsigned received;
	size_t len;
	size_t sent; /* length of the last frame that left through out */
} Host;

static void count(void *user, const IpInfo *info, Packet *payload)
{
	Host *h = user;

	(void)info;
	h->received++;
	h->len = packet_len(payload);
}

static void count_sent(FwdLink *link, const FwdIface *from, const Packet *frame, void *user)
{
	Host *h = user;

	(void)link;
	if (from == h->out)
		h->sent = packet_len(frame);
}

static void host_init(Host *h)
{
	h->lab = lab_new();
	h->node = lab_node(h->lab, "A");
	h->iface = lab_iface(h->node, "e0", NULL, "10.0.0.1/24");
	h->out = lab_iface(h->node, "e1", NULL, "10.0.1.1/24");
	lab_link(h->lab, h->iface, lab_iface(lab_node(h->lab, "B"), "e0", NULL, "10.0.0.2/24"));
	lab_link(h->lab, h->out, lab_iface(lab_node(h->lab, "C"), "e0", NULL, "10.0.1.2/24"));
	h->received = 0;
	h->len = 0;
	h->sent = 0;
	fwd_link_add_tap(h->out->link, count_sent, h);
	ip_register(h->node, PROTOCOL, count, h);
}

static void host_release(Host *h)
{
	lab_free(h->lab);
}

static Packet *ip_packet(const char *dst, uint16_t fragment_offset, uint8_t flags)
{
	Packet *packet = packet_new("payload", 7);
	Ipv4Header ip = {
		.src = lab_addr("10.0.0.2"),
		.dst = lab_addr(dst),
		.ttl = 64,
		.protocol = PROTOCOL,
		.fragment_offset = fragment_offset,
		.flags = flags,
	};

	ipv4_push(packet, &ip);
	return packet;
}

static void input(Host *h, const NetMac *dst, uint16_t type, Packet *packet)
{
	EthernetHeader ethernet = {.dst = *dst, .type = type};

	ethernet_push(packet, &ethernet);
	fwd_input(h->iface, packet);
}

static void input_ip(Host *h, const char *dst)
{
	input(h, &h->iface->mac, ETHERNET_TYPE_IPV4, ip_packet(dst, 0, 0));
}

START_TEST(mac_filter)
{
	NetMac other = {{2, 9, 9, 9, 9, 9}};
	Host h;

	host_init(&h);
	input_ip(&h, "10.0.0.1");
	ck_assert_uint_eq(h.received, 1);
	input(&h, &other, ETHERNET_TYPE_IPV4, ip_packet("10.0.0.1", 0, 0));
	input(&h, &net_mac_broadcast, ETHERNET_TYPE_IPV4, ip_packet("10.0.0.1", 0, 0));
	ck_assert_uint_eq(h.received, 1);
	input(&h, &net_mac_broadcast, ETHERNET_TYPE_IPV4, ip_packet("255.255.255.255", 0, 0));
	input(&h, &net_mac_broadcast, ETHERNET_TYPE_IPV4, ip_packet("224.0.0.1", 0, 0));
	ck_assert_uint_eq(h.received, 3);
	ck_assert_str_eq(h.lab->drops->str, "");
	host_release(&h);
}
END_TEST

START_TEST(other_frames)
{
	EthernetHeader tagged = {.tagged = TRUE, .tag = 5, .type = ETHERNET_TYPE_IPV4};
	Packet *packet;
	Host h;

	host_init(&h);
	input(&h, &h.iface->mac, 0x88cc, ip_packet("10.0.0.1", 0, 0));
	input(&h, &h.iface->mac, 7, ip_packet("10.0.0.1", 0, 0)); /* 802.3 */
	tagged.dst = h.iface->mac;
	packet = ip_packet("10.0.0.1", 0, 0);
	ethernet_push(packet, &tagged);
	fwd_input(h.iface, packet);
	fwd_input(h.iface, packet_new(NULL, 13));
	fwd_input(h.iface, packet_new(NULL, 0));
	ck_assert_uint_eq(h.received, 0);
	ck_assert_str_eq(h.lab->drops->str, "");
	host_release(&h);
}
END_TEST

static Packet *padded(const char *dst)
{
	Packet *packet = ip_packet(dst, 0, 0), *longer = packet_new(NULL, 46);

	memcpy(packet_data(longer), packet_data(packet), packet_len(packet));
	packet_unref(packet);
	return longer;
}

/* Frames are padded to 60 bytes: the padding is neither delivered nor sent on. */
START_TEST(padding)
{
	Host h;

	host_init(&h);
	input(&h, &h.iface->mac, ETHERNET_TYPE_IPV4, padded("10.0.0.1"));
	ck_assert_uint_eq(h.len, 7);
	lab_route(h.node, NULL, "192.0.2.0/24", lab_gateway(h.out, "10.0.1.2"));
	input(&h, &h.iface->mac, ETHERNET_TYPE_IPV4, padded("192.0.2.1"));
	lab_run(h.lab, SIM_SEC);
	ck_assert_uint_eq(h.sent, ETHERNET_HEADER_LEN + IPV4_HEADER_LEN + 7);
	host_release(&h);
}
END_TEST

/* A frame that somebody else also holds is left as it is. */
START_TEST(shared_frame)
{
	EthernetHeader ethernet = {.type = ETHERNET_TYPE_IPV4};
	Packet *packet, *copy;
	Host h;

	host_init(&h);
	lab_route(h.node, NULL, "192.0.2.0/24", lab_gateway(h.out, "10.0.1.2"));
	packet = ip_packet("192.0.2.1", 0, 0);
	ethernet.dst = h.iface->mac;
	ethernet_push(packet, &ethernet);
	copy = packet_copy(packet);
	fwd_input(h.iface, packet_ref(packet));
	lab_run(h.lab, SIM_SEC);
	ck_assert_uint_eq(packet_len(packet), packet_len(copy));
	ck_assert_mem_eq(packet_data(packet), packet_data(copy), packet_len(copy));
	ck_assert_uint_eq(packet->refs, 1);
	packet_unref(packet);
	packet_unref(copy);
	host_release(&h);
}
END_TEST

START_TEST(malformed_ip)
{
	Packet *packet;
	Host h;

	host_init(&h);
	input(&h, &h.iface->mac, ETHERNET_TYPE_IPV4, packet_new(NULL, 19));
	packet = ip_packet("10.0.0.1", 0, 0);
	packet_data(packet)[9]++;
	input(&h, &h.iface->mac, ETHERNET_TYPE_IPV4, packet);
	input(&h, &h.iface->mac, ETHERNET_TYPE_IPV4, ip_packet("10.0.0.1", 8, 0));
	input(&h, &h.iface->mac, ETHERNET_TYPE_IPV4, ip_packet("10.0.0.1", 0, IPV4_MF));
	ck_assert_uint_eq(h.received, 0);
	ck_assert_str_eq(h.lab->drops->str, "A: packet is shorter than an IPv4 header\n"
					    "A: IPv4 header checksum is wrong\n"
					    "A: fragment has a wrong length\n");
	host_release(&h);
}
END_TEST

static Packet *labelled(Packet *packet, unsigned n, uint32_t label)
{
	MplsEntry entry = {.label = label, .ttl = 64};

	for (unsigned i = 0; i < n; i++)
		mpls_push(packet, &entry, i == 0);
	return packet;
}

static void input_mpls(Host *h, Packet *packet)
{
	input(h, &h->iface->mac, ETHERNET_TYPE_MPLS, packet);
}

START_TEST(label_stacks)
{
	Packet *endless;
	Host h;

	host_init(&h);
	h.iface->mpls = TRUE;
	lab_label(h.node, 20, fwd_nexthop_local(), FALSE);
	lab_label(h.node, 21, lab_gateway(h.out, "10.0.1.2"), FALSE);
	input_mpls(&h, labelled(ip_packet("10.0.0.1", 0, 0), LABEL_STACK_MAX, 20));
	ck_assert_uint_eq(h.received, 1);
	input_mpls(&h, labelled(ip_packet("10.0.0.1", 0, 0), LABEL_STACK_MAX + 1, 20));
	input_mpls(&h, packet_new(NULL, 3));
	endless = packet_new(NULL, 8); /* no bottom of stack */
	input_mpls(&h, endless);
	input_mpls(&h, labelled(packet_new("\xff not IP", 8), 1, 20));
	input_mpls(&h, labelled(packet_new("\xff not IP", 8), 1, 21));
	input_mpls(&h, labelled(packet_new(NULL, 0), 1, 21));
	ck_assert_str_eq(h.lab->drops->str, "A: label stack is too deep\n"
					    "A: packet ends within its label stack\n"
					    "A: packet ends within its label stack\n"
					    "A: no IP packet where one is needed\n"
					    "A: no IP packet under the labels\n"
					    "A: no IP packet under the labels\n");
	ck_assert_uint_eq(h.received, 1);
	host_release(&h);
}
END_TEST

/* An LSP through this node may carry what is no IP packet. */
START_TEST(swap_of_something_else)
{
	Host h;

	host_init(&h);
	h.iface->mpls = h.out->mpls = TRUE;
	lab_label(h.node, 22, lab_hop(h.out, "10.0.1.2", 1, (Label){40, LABEL_KIND_LDP}), FALSE);
	input_mpls(&h, labelled(packet_new("\xff not IP", 8), 1, 22));
	lab_run(h.lab, SIM_SEC);
	ck_assert_str_eq(h.lab->drops->str, "C: no MPLS on interface e0\n");
	host_release(&h);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("input");

	tcase_add_test(tc, mac_filter);
	tcase_add_test(tc, other_frames);
	tcase_add_test(tc, padding);
	tcase_add_test(tc, shared_frame);
	tcase_add_test(tc, malformed_ip);
	tcase_add_test(tc, label_stacks);
	tcase_add_test(tc, swap_of_something_else);
	return test_main("input", tc);
}
