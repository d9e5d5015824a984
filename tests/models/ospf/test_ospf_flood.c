/* SPDX-License-Identifier: Apache-2.0 */
/* Flooding beyond the router that a scripted neighbour speaks with; what it answers is said by talks
 * (tests/talk/ospf). */
#include "tests/models/ospf/ospf_peer.h"
#include "tests/testing.h"

#define STRANGER 0x0a000008

static void step(Peer *peer)
{
	peer_run(peer, 10 * SIM_MSEC);
}

/* Between two neighbours: what comes from one goes to the other and not back. */
START_TEST(passed_on_but_not_back)
{
	Peer *peer = peer_new();
	Router *b = net_router(peer->net, "B", "10.0.0.2");
	const OspfArea *area = g_ptr_array_index(b->ospf->areas, 0);

	peer->net->n_subnets = 5;
	net_join(peer->a, b, 10);
	ospf_iface_set_up(net_end(peer->a, "B"), TRUE);
	ospf_class.start(&b->ospf->proto);
	peer_become_full(peer);
	peer_run(peer, 20 * SIM_SEC);
	Ospf2LsaHeader lsa = peer_lsa_of_a(peer);
	peer_say_ack(peer, &lsa);
	peer_run(peer, 6 * SIM_SEC);
	peer_heard(peer);
	unsigned before = area->lsdb.lsas->len;
	peer_say_lsa(peer, STRANGER, 1, 1);
	step(peer);
	ck_assert_uint_eq(area->lsdb.lsas->len, before + 1);
	ck_assert_str_eq(peer_heard(peer), "");
	peer_free(peer);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_flood");
	tcase_add_test(tc, passed_on_but_not_back);
	return test_main("ospf_flood", tc);
}
