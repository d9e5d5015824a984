/* SPDX-License-Identifier: Apache-2.0 */
/* Database exchange with a scripted neighbour: who is master, what is described, what breaks it. */
#include "tests/models/ospf/ospf_peer.h"
#include "tests/testing.h"

enum {
	MASTER = OSPF2_DD_MASTER,
	MORE = OSPF2_DD_MORE,
	CLAIM = OSPF2_DD_INIT | OSPF2_DD_MORE | OSPF2_DD_MASTER,
};

/* A peer in ExStart that is going to be slave or, with the higher router id, master. */
static Peer *exstart_new(gboolean peer_is_master)
{
	Peer *peer = peer_new();

	peer->router_id = peer_is_master ? 0x0a000009 : 0x09000009;
	peer_run(peer, 1100 * SIM_MSEC);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	ck_assert_str_eq(peer_heard(peer), "dd IMMs");
	return peer;
}

static void step(Peer *peer)
{
	peer_run(peer, 10 * SIM_MSEC);
}

START_TEST(as_master)
{
	Peer *peer = exstart_new(FALSE);
	uint32_t seq = peer->dd_seq;

	peer_say_dd(peer, MORE, seq, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "Exchange");
	ck_assert_str_eq(peer_heard(peer), "dd Ms [10.0.0.1 1]");
	ck_assert_uint_eq(peer->dd_seq, seq + 1);
	/* The slave has more: the master goes on asking with nothing of its own to tell. */
	peer_say_dd(peer, MORE, seq + 1, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "dd Ms");
	peer_say_dd(peer, 0, seq + 2, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "Full");
	peer_free(peer);
}
END_TEST

START_TEST(as_slave)
{
	Peer *peer = exstart_new(TRUE);

	peer_say_dd(peer, CLAIM, 500, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "Exchange");
	ck_assert_str_eq(peer_heard(peer), "dd - [10.0.0.1 1]");
	ck_assert_uint_eq(peer->dd_seq, 500);
	/* A repetition is answered in the same way. */
	peer_say_dd(peer, CLAIM, 500, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "dd - [10.0.0.1 1]");
	peer_say_dd(peer, MASTER, 501, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "Full");
	peer_free(peer);
}
END_TEST

/* What starts an exchange while A is in Init says that it has heard A. */
START_TEST(exchange_begins_in_init)
{
	Peer *peer = peer_new();

	peer->silent = TRUE;
	peer_say_hello(peer, FALSE);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "Init");
	peer_say_dd(peer, CLAIM, 500, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "Exchange");
	peer_free(peer);
}
END_TEST

START_TEST(exstart_waits_for_the_right_answer)
{
	Peer *peer = exstart_new(FALSE);

	peer_say_dd(peer, MORE, peer->dd_seq + 1, 1500, NULL); /* another number */
	peer_say_dd(peer, CLAIM, 7, 1500, NULL);               /* a claim by the lower router id */
	step(peer);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	ck_assert_str_eq(peer_heard(peer), "");
	peer_free(peer);
}
END_TEST

START_TEST(sent_again_until_answered)
{
	Peer *peer = exstart_new(FALSE);

	peer_run(peer, 10 * SIM_SEC);
	ck_assert_str_eq(peer_heard(peer), "dd IMMs; dd IMMs");
	peer_say_dd(peer, MORE, peer->dd_seq, 1500, NULL);
	peer_run(peer, 6 * SIM_SEC);
	ck_assert_str_eq(peer_heard(peer), "dd Ms [10.0.0.1 1]; dd Ms [10.0.0.1 1]");
	peer_free(peer);
}
END_TEST

/* The neighbour's larger MTU keeps the adjacency in ExStart; it may be so for ever, and yet the
 * network gets quiet. */
START_TEST(mtu_mismatch)
{
	Peer *peer = exstart_new(TRUE);

	for (unsigned i = 0; i < 30; i++) {
		peer_say_dd(peer, CLAIM, 500, 1501, NULL);
		peer_run(peer, 5 * SIM_SEC);
		ck_assert_str_eq(peer_state(peer), "ExStart");
	}
	ck_assert(g_str_has_prefix(peer->drops->str,
				   "OSPF neighbour's MTU 1501 is larger than 1500 here\n"));
	ck_assert(sim_run_quiet(peer->net->sim, peer->net->sim->now + 60 * SIM_SEC));
	peer_free(peer);
}
END_TEST

START_TEST(smaller_mtu_is_fine)
{
	Peer *peer = exstart_new(TRUE);

	peer_say_dd(peer, CLAIM, 500, 1400, NULL);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "Exchange");
	peer_free(peer);
}
END_TEST

/* In Exchange as slave, having answered number 500. */
static Peer *exchange_new(void)
{
	Peer *peer = exstart_new(TRUE);

	peer_say_dd(peer, CLAIM, 500, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "Exchange");
	peer_heard(peer);
	return peer;
}

static void assert_begins_again(Peer *peer)
{
	step(peer);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	ck_assert_str_eq(peer_heard(peer), "dd IMMs");
	peer_free(peer);
}

START_TEST(wrong_number)
{
	Peer *peer = exchange_new();
	peer_say_dd(peer, MASTER, 502, 1500, NULL);
	assert_begins_again(peer);
}
END_TEST

START_TEST(wrong_role)
{
	Peer *peer = exchange_new();
	peer_say_dd(peer, MORE, 501, 1500, NULL);
	assert_begins_again(peer);
}
END_TEST

START_TEST(init_in_exchange)
{
	Peer *peer = exchange_new();
	peer_say_dd(peer, CLAIM, 501, 1500, NULL);
	assert_begins_again(peer);
}
END_TEST

START_TEST(unknown_lsa_type)
{
	Peer *peer = exchange_new();
	Ospf2LsaHeader header = {.key = {.type = OSPF2_LSA_OPAQUE_AREA}, .length = 20};
	peer_say_dd(peer, MASTER, 501, 1500, &header);
	assert_begins_again(peer);
}
END_TEST

/* The numbers of the new exchange go on from those of the former. */
START_TEST(number_after_a_mismatch)
{
	Peer *peer = exstart_new(FALSE);
	uint32_t seq = peer->dd_seq;

	peer_say_dd(peer, MORE, seq, 1500, NULL);
	step(peer);
	peer_say_dd(peer, MORE, seq + 9, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	ck_assert_uint_eq(peer->dd_seq, seq + 2);
	peer_free(peer);
}
END_TEST

/* After the exchange only an echo of its end is answered, and only for RouterDeadInterval. */
START_TEST(after_the_exchange)
{
	Peer *peer = peer_new();

	peer_become_full(peer);
	peer_say_dd(peer, MASTER, 101, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_heard(peer), "dd -");
	ck_assert_str_eq(peer_state(peer), "Full");
	peer_run(peer, 41 * SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "Full");
	peer_say_dd(peer, MASTER, 101, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	peer_free(peer);
}
END_TEST

START_TEST(another_exchange_in_full)
{
	Peer *peer = peer_new();

	peer_become_full(peer);
	peer_say_dd(peer, CLAIM, 200, 1500, NULL);
	step(peer);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	peer_free(peer);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_dbd");
	tcase_add_test(tc, as_master);
	tcase_add_test(tc, as_slave);
	tcase_add_test(tc, exchange_begins_in_init);
	tcase_add_test(tc, exstart_waits_for_the_right_answer);
	tcase_add_test(tc, sent_again_until_answered);
	tcase_add_test(tc, mtu_mismatch);
	tcase_add_test(tc, smaller_mtu_is_fine);
	tcase_add_test(tc, wrong_number);
	tcase_add_test(tc, wrong_role);
	tcase_add_test(tc, init_in_exchange);
	tcase_add_test(tc, unknown_lsa_type);
	tcase_add_test(tc, number_after_a_mismatch);
	tcase_add_test(tc, after_the_exchange);
	tcase_add_test(tc, another_exchange_in_full);
	return test_main("ospf_dbd", tc);
}
