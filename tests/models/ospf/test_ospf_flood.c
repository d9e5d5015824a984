/* SPDX-License-Identifier: Apache-2.0 */
/* Requests, flooding, acknowledgments and retransmission with a scripted neighbour. */
#include "tests/models/ospf/ospf_peer.h"
#include "tests/testing.h"

#define STRANGER 0x0a000008

static Peer *full_new(void)
{
	Peer *peer = peer_new();
	peer_become_full(peer);
	return peer;
}

static void step(Peer *peer)
{
	peer_run(peer, 10 * SIM_MSEC);
}

static unsigned database_size(const Peer *peer)
{
	const OspfArea *area = g_ptr_array_index(peer->a->ospf->areas, 0);
	return area->lsdb.lsas->len;
}

/* In Loading: A has been told of an LSA that it lacks, and asks for it every 5 s until it comes. */
START_TEST(requested_until_it_comes)
{
	Peer *peer = peer_new();
	Ospf2LsaHeader header;

	g_free(peer_make_lsa(peer, peer->router_id, 1, 1, &header));
	peer_run(peer, 1100 * SIM_MSEC);
	peer_say_dd(peer, OSPF2_DD_INIT | OSPF2_DD_MORE | OSPF2_DD_MASTER, 1, 1500, NULL);
	step(peer);
	peer_say_dd(peer, OSPF2_DD_MASTER, 2, 1500, &header);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "Loading");
	ck_assert_str_eq(peer_heard(peer), "dd IMMs; dd - [10.0.0.1 1]; dd -; request [10.0.0.9]");
	peer_run(peer, 10 * SIM_SEC);
	ck_assert_str_eq(peer_heard(peer), "request [10.0.0.9]; request [10.0.0.9]");
	peer_say_lsa(peer, peer->router_id, 1, 1);
	peer_run(peer, 500 * SIM_MSEC);
	ck_assert_str_eq(peer_state(peer), "Full");
	ck_assert_str_eq(peer_heard(peer), "update [10.0.0.1 2 age 1]");
	peer_free(peer);
}
END_TEST

START_TEST(request_is_answered)
{
	Peer *peer = full_new();

	peer_say_request(peer, 0x0a000001);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "update [10.0.0.1 2 age 1]");
	/* What A does not have cannot have been described. */
	peer_say_request(peer, STRANGER);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	peer_free(peer);
}
END_TEST

START_TEST(acknowledged_after_a_second)
{
	Peer *peer = full_new();

	peer_say_lsa(peer, peer->router_id, 1, 1);
	peer_run(peer, 990 * SIM_MSEC);
	ck_assert_uint_eq(database_size(peer), 2);
	ck_assert_str_eq(peer_heard(peer), "");
	peer_say_lsa(peer, STRANGER, 1, 1);
	step(peer);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "ack [10.0.0.9 1] [10.0.0.8 1]");
	peer_free(peer);
}
END_TEST

START_TEST(repetition_is_acknowledged_at_once)
{
	Peer *peer = full_new();

	peer_say_lsa(peer, peer->router_id, 1, 1);
	peer_run(peer, 2 * SIM_SEC);
	peer_heard(peer);
	peer_say_lsa(peer, peer->router_id, 1, 3);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "ack [10.0.0.9 1]");
	peer_free(peer);
}
END_TEST

/* A changes its LSA; the update is lost (the peer says nothing): it comes again every 5 s. */
START_TEST(retransmitted_until_acknowledged)
{
	Peer *peer = full_new();

	fwd_iface_set_shut(fwd_node_iface(peer->a->fwd, "lo"), TRUE);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "");
	peer_run(peer, 5 * SIM_SEC); /* MinLSInterval */
	ck_assert_str_eq(peer_heard(peer), "update [10.0.0.1 3 age 1]");
	peer_run(peer, 10 * SIM_SEC);
	ck_assert_str_eq(peer_heard(peer), "update [10.0.0.1 3 age 6]; update [10.0.0.1 3 age 11]");
	Ospf2LsaHeader old = peer_lsa_of_a(peer);
	old.seq--;
	peer_say_ack(peer, &old); /* of another instance */
	peer_run(peer, 5 * SIM_SEC);
	ck_assert_str_eq(peer_heard(peer), "update [10.0.0.1 3 age 16]");
	Ospf2LsaHeader lsa = peer_lsa_of_a(peer);
	peer_say_ack(peer, &lsa);
	peer_run(peer, 20 * SIM_SEC);
	ck_assert_str_eq(peer_heard(peer), "");
	peer_free(peer);
}
END_TEST

/* The neighbour has older: it gets A's, but not more often than once a second. */
START_TEST(older_is_answered_with_newer)
{
	Peer *peer = full_new();

	peer_say_lsa(peer, peer->router_id, 5, 1);
	peer_run(peer, 2 * SIM_SEC);
	peer_heard(peer);
	peer_say_lsa(peer, peer->router_id, 4, 1);
	peer_say_lsa(peer, peer->router_id, 4, 1);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "update [10.0.0.9 5 age 4]");
	peer_free(peer);
}
END_TEST

/* MinLSArrival: a new instance within a second of the last is neither taken nor acknowledged. */
START_TEST(too_fast)
{
	Peer *peer = full_new();

	peer_say_lsa(peer, peer->router_id, 1, 1);
	peer_run(peer, 500 * SIM_MSEC);
	peer_say_lsa(peer, peer->router_id, 2, 1);
	peer_run(peer, 2 * SIM_SEC);
	ck_assert_str_eq(peer_heard(peer), "ack [10.0.0.9 1]");
	peer_say_lsa(peer, peer->router_id, 2, 1);
	peer_run(peer, 2 * SIM_SEC);
	ck_assert_str_eq(peer_heard(peer), "ack [10.0.0.9 2]");
	peer_free(peer);
}
END_TEST

START_TEST(max_age)
{
	Peer *peer = full_new();

	/* Of something that A never had: acknowledged, not kept. */
	peer_say_lsa(peer, STRANGER, 1, 3600);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "ack [10.0.0.8 1]");
	ck_assert_uint_eq(database_size(peer), 1);
	/* Of something that it has: removed. */
	peer_say_lsa(peer, STRANGER, 1, 1);
	peer_run(peer, 2 * SIM_SEC);
	ck_assert_uint_eq(database_size(peer), 2);
	peer_say_lsa(peer, STRANGER, 1, 3600);
	step(peer);
	ck_assert_uint_eq(database_size(peer), 1);
	peer_free(peer);
}
END_TEST

START_TEST(damaged_lsa_spoils_only_itself)
{
	Peer *peer = full_new();
	Ospf2Packet p;
	Ospf2LsaBytes lsas[2];
	uint8_t *bad = peer_make_lsa(peer, STRANGER, 1, 1, &lsas[0].header);
	uint8_t *good = peer_make_lsa(peer, peer->router_id, 1, 1, &lsas[1].header);

	bad[24] ^= 1;
	lsas[0].bytes = bad;
	lsas[1].bytes = good;
	ospf2_packet_init(&p, OSPF2_LS_UPDATE, peer->router_id, 0);
	g_array_append_vals(p.list, lsas, 2);
	peer_send(peer, &p);
	ospf2_packet_clear(&p);
	peer_run(peer, 2 * SIM_SEC);
	ck_assert_str_eq(peer_heard(peer), "ack [10.0.0.9 1]");
	ck_assert_str_eq(peer->drops->str, "OSPF LSA checksum wrong\n");
	g_free(bad);
	g_free(good);
	peer_free(peer);
}
END_TEST

/* RFC 2328 13.4: A's own LSA with a number that A never gave. */
START_TEST(own_lsa_is_outdone)
{
	Peer *peer = full_new();

	peer_run(peer, 5 * SIM_SEC);
	peer_say_lsa(peer, 0x0a000001, 7, 1);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "update [10.0.0.1 8 age 1]");
	peer_free(peer);
}
END_TEST

/* The same for one that A does not make: it is flushed, and gone once that is acknowledged. */
START_TEST(own_lsa_of_no_use_is_flushed)
{
	Peer *peer = full_new();
	Ospf2Packet p;
	Ospf2Lsa lsa;
	Ospf2LsaBytes out;
	size_t len;

	ospf2_lsa_init(&lsa, OSPF2_LSA_SUMMARY);
	lsa.header.key = (Ospf2LsaKey){OSPF2_LSA_SUMMARY, 0x0a0a0000, 0x0a000001};
	lsa.header.seq = OSPF2_SEQ_INITIAL;
	lsa.mask = 0xffff0000;
	uint8_t *bytes = ospf2_lsa_encode(&lsa, &len);
	out = (Ospf2LsaBytes){.header = lsa.header, .bytes = bytes};
	ospf2_packet_init(&p, OSPF2_LS_UPDATE, peer->router_id, 0);
	g_array_append_val(p.list, out);
	peer_send(peer, &p);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "update [10.0.0.1 1 age 3600]");
	ck_assert_uint_eq(database_size(peer), 2);
	out.header.age = 3600;
	peer_say_ack(peer, &out.header);
	step(peer);
	ck_assert_uint_eq(database_size(peer), 1);
	g_free(bytes);
	ospf2_lsa_clear(&lsa);
	ospf2_packet_clear(&p);
	peer_free(peer);
}
END_TEST

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
	tcase_add_test(tc, requested_until_it_comes);
	tcase_add_test(tc, request_is_answered);
	tcase_add_test(tc, acknowledged_after_a_second);
	tcase_add_test(tc, repetition_is_acknowledged_at_once);
	tcase_add_test(tc, retransmitted_until_acknowledged);
	tcase_add_test(tc, older_is_answered_with_newer);
	tcase_add_test(tc, too_fast);
	tcase_add_test(tc, max_age);
	tcase_add_test(tc, damaged_lsa_spoils_only_itself);
	tcase_add_test(tc, own_lsa_is_outdone);
	tcase_add_test(tc, own_lsa_of_no_use_is_flushed);
	tcase_add_test(tc, passed_on_but_not_back);
	return test_main("ospf_flood", tc);
}
