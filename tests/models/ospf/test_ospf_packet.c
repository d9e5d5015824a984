/* SPDX-License-Identifier: Apache-2.0 */
/* What is received and what is not, each with its reason (RFC 2328 8.2). */
#include "models/ospf/ospf_packet.h"
#include "tests/models/ospf/ospf_peer.h"
#include "tests/testing.h"

#include <string.h>

/* Says Hello as the peer is now; what A drops, and the state that it has of the peer. */
static void assert_hello(Peer *peer, const char *drops, const char *state)
{
	g_string_truncate(peer->drops, 0);
	peer_say_hello(peer, TRUE);
	peer_run(peer, SIM_SEC);
	ck_assert_str_eq(peer->drops->str, drops);
	ck_assert_str_eq(peer_state(peer), state);
}

START_TEST(destinations)
{
	Peer *peer = peer_new();

	peer->silent = TRUE;
	peer->to = net_addr_ipv4(UINT32_MAX); /* all hosts of the link hear it */
	assert_hello(peer, "OSPF packet to 255.255.255.255, which is not for this interface\n",
		     "none");
	peer->to = ospf_all_d_routers; /* not a member of the group */
	assert_hello(peer, "", "none");
	peer->to = net_addr_ipv4(0x0a010001);
	assert_hello(peer, "", "ExStart");
	peer_free(peer);
}
END_TEST

START_TEST(sources)
{
	Peer *peer = peer_new();

	peer->silent = TRUE;
	peer->from = net_addr_ipv4(0x0a010001);
	assert_hello(peer, "OSPF packet from this router's own address\n", "none");
	peer->from =
		net_addr_ipv4(0xc0000201); /* a point-to-point link need not be of one subnet */
	assert_hello(peer, "", "ExStart");
	peer_free(peer);
}
END_TEST

START_TEST(sources_on_a_broadcast_network)
{
	Peer *peer = peer_new();

	peer->silent = TRUE;
	peer_make_broadcast(peer);
	peer->from = net_addr_ipv4(0xc0000201);
	assert_hello(peer, "OSPF packet from another network\n", "none");
	peer_free(peer);
}
END_TEST

START_TEST(passive_interface)
{
	Peer *peer = peer_new();

	peer->silent = TRUE;
	net_end(peer->a, "peer")->config.passive = OSPF_YES;
	assert_hello(peer, "OSPF does not listen on the interface\n", "none");
	peer_free(peer);
}
END_TEST

/* What comes before the neighbour is in the state for it. */
START_TEST(states)
{
	Peer *peer = peer_new();
	Ospf2LsaHeader header = {.key = {.type = OSPF2_LSA_ROUTER}, .length = OSPF2_LSA_HEADER_LEN};

	peer->silent = TRUE;
	peer_say_dd(peer, 0, 1, 1500, NULL);
	peer_run(peer, SIM_SEC);
	peer_say_hello(peer, TRUE);
	peer_run(peer, SIM_SEC);
	peer_say_request(peer, peer->a->ospf->router_id);
	peer_say_lsa(peer, peer->router_id, 1, 1);
	peer_say_ack(peer, &header);
	peer_say_dd(peer, 0, 77, 1500, NULL);
	peer_run(peer, SIM_SEC);
	ck_assert_str_eq(peer->drops->str,
			 "OSPF database-description from a neighbour in state Down\n"
			 "OSPF link-state-request from a neighbour in state ExStart\n"
			 "OSPF link-state-update from a neighbour in state ExStart\n"
			 "OSPF link-state-ack from a neighbour in state ExStart\n"
			 "OSPF database description out of turn in ExStart\n");
	peer_free(peer);
}
END_TEST

START_TEST(version)
{
	Peer *peer = peer_new();
	IpInfo info = {.iface = peer->iface,
		       .dst = ospf_all_spf_routers,
		       .protocol = OSPF2_IP_PROTOCOL,
		       .ttl = 1};
	uint8_t bytes[44] = {3, 1, 0, 44};

	peer->silent = TRUE;
	ip_send(peer->fwd, &info, packet_new(bytes, sizeof(bytes)));
	peer_run(peer, SIM_SEC);
	ck_assert_msg(strstr(peer->drops->str, "version") != NULL, "%s", peer->drops->str);
	peer_free(peer);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_packet");
	tcase_add_test(tc, destinations);
	tcase_add_test(tc, sources);
	tcase_add_test(tc, sources_on_a_broadcast_network);
	tcase_add_test(tc, passive_interface);
	tcase_add_test(tc, states);
	tcase_add_test(tc, version);
	return test_main("ospf_packet", tc);
}
