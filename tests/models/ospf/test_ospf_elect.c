/* SPDX-License-Identifier: Apache-2.0 */
/* A scripted neighbour on a broadcast network: what its Hellos do to the interface's state. */
#include "tests/models/ospf/ospf_peer.h"
#include "tests/testing.h"

#include <string.h>

enum { A_ADDRESS = 0x0a010001, PEER_ADDRESS = 0x0a010002 };

static Peer *broadcast_peer(void)
{
	Peer *peer = peer_new();

	peer->silent = TRUE;
	peer_make_broadcast(peer);
	return peer;
}

static const OspfIface *iface_of(const Peer *peer)
{
	return net_end(peer->a, "peer");
}

static void assert_state(const Peer *peer, const char *state)
{
	ck_assert_str_eq(fsm_state_name(&iface_of(peer)->fsm), state);
}

/* A Hello that names who is what, heard by A. */
static void say(Peer *peer, uint32_t dr, uint32_t bdr)
{
	peer->hello.dr = dr;
	peer->hello.bdr = bdr;
	peer_say_hello(peer, TRUE);
	peer_run(peer, 10 * SIM_MSEC);
}

START_TEST(waits_for_the_dead_interval)
{
	Peer *peer = broadcast_peer();

	say(peer, 0, 0);
	assert_state(peer, "Waiting");
	ck_assert_str_eq(peer_state(peer), "2-Way");
	peer_run(peer, 39 * SIM_SEC);
	assert_state(peer, "Waiting");
	say(peer, 0, 0);
	peer_run(peer, SIM_SEC);
	/* The peer's router id is the higher one; it is both until it says what it is. */
	assert_state(peer, "DROther");
	ck_assert_uint_eq(iface_of(peer)->dr, PEER_ADDRESS);
	ck_assert_str_eq(peer_state(peer), "ExStart");
	say(peer, PEER_ADDRESS, A_ADDRESS);
	assert_state(peer, "Backup");
	ck_assert_uint_eq(iface_of(peer)->dr, PEER_ADDRESS);
	ck_assert_uint_eq(iface_of(peer)->bdr, A_ADDRESS);
	peer_free(peer);
}
END_TEST

/* One in office without a Backup ends the waiting, and so does a Backup. */
START_TEST(backup_seen)
{
	Peer *peer = broadcast_peer();

	say(peer, PEER_ADDRESS, 0);
	assert_state(peer, "Backup");
	peer_free(peer);
	peer = broadcast_peer();
	say(peer, 0x0a010003, PEER_ADDRESS);
	assert_state(peer, "DROther");
	/* Nobody that is heard claims to be the Designated Router. */
	ck_assert_uint_eq(iface_of(peer)->dr, PEER_ADDRESS);
	peer_free(peer);
}
END_TEST

/* Somebody else's being the Designated Router does not, while that one has not been heard. */
START_TEST(not_seen)
{
	Peer *peer = broadcast_peer();

	say(peer, 0x0a010003, 0x0a010004);
	assert_state(peer, "Waiting");
	peer->hello.dr = PEER_ADDRESS;
	peer_say_hello(peer, FALSE); /* one-way */
	peer_run(peer, 10 * SIM_MSEC);
	assert_state(peer, "Waiting");
	peer_free(peer);
}
END_TEST

START_TEST(priority_falls_to_nothing)
{
	Peer *peer = broadcast_peer();

	say(peer, PEER_ADDRESS, 0);
	assert_state(peer, "Backup");
	peer->hello.priority = 0;
	say(peer, 0, 0);
	assert_state(peer, "DR");
	ck_assert_uint_eq(iface_of(peer)->bdr, 0);
	ck_assert_str_eq(peer_state(peer), "ExStart"); /* adjacent, now because A is in office */
	peer_free(peer);
}
END_TEST

START_TEST(neighbor_goes_and_comes_back)
{
	Peer *peer = broadcast_peer();

	say(peer, PEER_ADDRESS, 0);
	peer_run(peer, 41 * SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "Down");
	assert_state(peer, "DR");
	say(peer, 0, 0);
	assert_state(peer, "DR");
	ck_assert_uint_eq(iface_of(peer)->bdr, PEER_ADDRESS);
	peer_free(peer);
}
END_TEST

START_TEST(another_router_at_the_address)
{
	Peer *peer = broadcast_peer();

	say(peer, PEER_ADDRESS, 0);
	peer->router_id = 0x0a000063;
	say(peer, PEER_ADDRESS, 0);
	ck_assert_uint_eq(iface_of(peer)->neighbors->len, 1);
	const OspfNeighbor *nbr = g_ptr_array_index(iface_of(peer)->neighbors, 0);
	ck_assert_str_eq(nbr->name, "10.0.0.99");
	ck_assert_uint_eq(iface_of(peer)->dr, PEER_ADDRESS);
	peer_free(peer);
}
END_TEST

START_TEST(mask_must_agree)
{
	Peer *peer = broadcast_peer();

	peer->hello.mask = 0xffffff00;
	say(peer, 0, 0);
	ck_assert_str_eq(peer_state(peer), "none");
	ck_assert_ptr_nonnull(
		strstr(peer->drops->str, "OSPF network mask ffffff00, but here it is fffffffc\n"));
	peer_free(peer);
}
END_TEST

START_TEST(down_and_up)
{
	static const char *const states[] = {"Waiting", "Backup"};
	Peer *peer = broadcast_peer();

	if (_i == 1)
		say(peer, PEER_ADDRESS, 0);
	assert_state(peer, states[_i]);
	fwd_iface_set_shut(iface_of(peer)->fwd, TRUE);
	assert_state(peer, "Down");
	ck_assert_uint_eq(iface_of(peer)->dr, 0);
	ck_assert_uint_eq(iface_of(peer)->neighbors->len, 0);
	fwd_iface_set_shut(iface_of(peer)->fwd, FALSE);
	assert_state(peer, "Waiting");
	peer_run(peer, 41 * SIM_SEC);
	assert_state(peer, "DR");
	peer_free(peer);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_elect");
	tcase_add_test(tc, waits_for_the_dead_interval);
	tcase_add_test(tc, backup_seen);
	tcase_add_test(tc, not_seen);
	tcase_add_test(tc, priority_falls_to_nothing);
	tcase_add_test(tc, neighbor_goes_and_comes_back);
	tcase_add_test(tc, another_router_at_the_address);
	tcase_add_test(tc, mask_must_agree);
	tcase_add_loop_test(tc, down_and_up, 0, 2);
	return test_main("ospf_elect", tc);
}
