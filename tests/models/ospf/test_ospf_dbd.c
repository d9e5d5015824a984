/* SPDX-License-Identifier: Apache-2.0 */
/* An exchange that cannot succeed, and a network that is quiet all the same. What R answers to each packet
 * of an exchange is said by talks (tests/talk/ospf). */
#include "tests/models/ospf/ospf_peer.h"
#include "tests/testing.h"

/* The neighbour's larger MTU keeps the adjacency in ExStart, perhaps for ever. */
START_TEST(mtu_mismatch)
{
	Peer *peer = peer_new();

	peer_run(peer, 1100 * SIM_MSEC);
	for (unsigned i = 0; i < 30; i++) {
		peer_say_dd(peer, OSPF2_DD_INIT | OSPF2_DD_MORE | OSPF2_DD_MASTER, 500, 1501, NULL);
		peer_run(peer, 5 * SIM_SEC);
		ck_assert_str_eq(peer_state(peer), "ExStart");
	}
	ck_assert(g_str_has_prefix(peer->drops->str,
				   "OSPF neighbour's MTU 1501 is larger than 1500 here\n"));
	ck_assert(sim_run_quiet(peer->net->sim, peer->net->sim->now + 60 * SIM_SEC));
	peer_free(peer);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_dbd");
	tcase_add_test(tc, mtu_mismatch);
	return test_main("ospf_dbd", tc);
}
