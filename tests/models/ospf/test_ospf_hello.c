/* SPDX-License-Identifier: Apache-2.0 */
/* Hellos from a scripted neighbour: what must agree, and what they do to the neighbour's state. */
#include "tests/models/ospf/ospf_peer.h"
#include "tests/testing.h"

#include <string.h>

static void assert_no_neighbor(Peer *peer, const char *reason)
{
	peer_run(peer, 5 * SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "none");
	ck_assert_str_eq(peer->drops->str, reason);
	ck_assert_str_eq(peer_heard(peer), "");
	peer_free(peer);
}

START_TEST(hello_interval_must_agree)
{
	Peer *peer = peer_new();
	peer->hello.hello_interval = 5;
	assert_no_neighbor(peer, "OSPF hello interval 5 s, but here it is 10 s\n");
}
END_TEST

START_TEST(dead_interval_must_agree)
{
	Peer *peer = peer_new();
	peer->hello.dead_interval = 20;
	assert_no_neighbor(peer, "OSPF dead interval 20 s, but here it is 40 s\n");
}
END_TEST

START_TEST(area_must_agree)
{
	Peer *peer = peer_new();
	peer->area = 1;
	assert_no_neighbor(peer, "OSPF area 0.0.0.1, but the interface is in area 0.0.0.0\n");
}
END_TEST

START_TEST(stub_area_must_agree)
{
	Peer *peer = peer_new();
	peer->hello.options = 0;
	assert_no_neighbor(peer, "OSPF neighbour takes the area for a stub area\n");
}
END_TEST

START_TEST(router_ids_must_differ)
{
	Peer *peer = peer_new();
	peer->router_id = 0x0a000001;
	assert_no_neighbor(peer, "OSPF router id 10.0.0.1 is this router's own\n");
}
END_TEST

/* On point-to-point links masks need not agree (RFC 2328 10.5). */
START_TEST(mask_need_not_agree)
{
	Peer *peer = peer_new();
	peer->hello.mask = 0xffffff00;
	peer_run(peer, 2 * SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	peer_free(peer);
}
END_TEST

START_TEST(malformed_packets_are_dropped)
{
	Peer *peer = peer_new();
	IpInfo info = {.iface = peer->iface,
		       .dst = net_addr_ipv4(0xe0000005),
		       .protocol = OSPF2_IP_PROTOCOL,
		       .ttl = 1};

	peer->silent = TRUE;
	ip_send(peer->fwd, &info, packet_new("\x02\x01", 2));
	peer_run(peer, SIM_SEC);
	ck_assert_str_eq(peer->drops->str, "message is too short\n");
	ck_assert_str_eq(peer_state(peer), "none");
	peer_free(peer);
}
END_TEST

START_TEST(states_follow_hellos)
{
	Peer *peer = peer_new();

	peer->silent = TRUE;
	peer_say_hello(peer, FALSE);
	peer_run(peer, SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "Init");
	peer_say_hello(peer, TRUE);
	peer_run(peer, SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	peer_say_hello(peer, FALSE);
	peer_run(peer, SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "Init");
	/* 40 s after the last Hello, which took 1 ms. */
	peer_run(peer, 39 * SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "Init");
	peer_run(peer, SIM_MSEC);
	ck_assert_str_eq(peer_state(peer), "Down");
	peer_say_hello(peer, TRUE);
	peer_run(peer, SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	peer_free(peer);
}
END_TEST

/* A stranger's other packets are no packets of a neighbour. */
START_TEST(only_hellos_make_neighbors)
{
	Peer *peer = peer_new();

	peer->silent = TRUE;
	peer_say_dd(peer, OSPF2_DD_INIT | OSPF2_DD_MORE | OSPF2_DD_MASTER, 1, 1500, NULL);
	peer_say_lsa(peer, 0x0a000009, 1, 1);
	peer_run(peer, SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "none");
	ck_assert_str_eq(peer_heard(peer), "");
	peer_free(peer);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_hello");
	tcase_add_test(tc, hello_interval_must_agree);
	tcase_add_test(tc, dead_interval_must_agree);
	tcase_add_test(tc, area_must_agree);
	tcase_add_test(tc, stub_area_must_agree);
	tcase_add_test(tc, router_ids_must_differ);
	tcase_add_test(tc, mask_need_not_agree);
	tcase_add_test(tc, malformed_packets_are_dropped);
	tcase_add_test(tc, states_follow_hellos);
	tcase_add_test(tc, only_hellos_make_neighbors);
	return test_main("ospf_hello", tc);
}
