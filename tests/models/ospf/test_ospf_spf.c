/* SPDX-License-Identifier: Apache-2.0 */
/* When routes are calculated, and which links count. */
#include "tests/models/ospf/ospf_peer.h"
#include "tests/testing.h"

static void assert_routes(Peer *peer, const char *want)
{
	char *routes = net_routes(peer->a);
	ck_assert_str_eq(routes, want);
	g_free(routes);
}

/* A's database has changed; runs until the calculation that follows and returns how long it took. */
static SimTime delay_of_calculation(Peer *peer, SimTime pause)
{
	OspfInstance *ospf = peer->a->ospf;

	peer_run(peer, pause);
	SimTime asked = peer->net->sim->now;
	ospf_spf_schedule(ospf);
	peer_run(peer, 10 * SIM_SEC - pause);
	return ospf->spf.last - asked;
}

/* At once after a calm; then the hold time since the last calculation, which grows with every change
 * that comes too early, up to its maximum. */
START_TEST(throttling)
{
	static const struct {
		SimTime after; /* the last calculation */
		SimTime want;  /* from it to the next */
	} all[] = {
		{10 * SIM_SEC, 10 * SIM_SEC},     /* calm: at once */
		{10 * SIM_MSEC, 50 * SIM_MSEC},   /* held */
		{10 * SIM_MSEC, 100 * SIM_MSEC},  /* longer */
		{120 * SIM_MSEC, 150 * SIM_MSEC}, /* longer, though it came later */
		{500 * SIM_MSEC, 500 * SIM_MSEC}, /* calm again */
		{49 * SIM_MSEC, 50 * SIM_MSEC},   /* from the beginning */
	};
	Peer *peer = peer_new();
	OspfInstance *ospf = peer->a->ospf;

	peer_become_full(peer);
	peer_run(peer, 20 * SIM_SEC);
	ospf_spf_schedule(ospf);
	peer_run(peer, 0);
	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
		SimTime last = ospf->spf.last;
		peer_run(peer, last + all[i].after - peer->net->sim->now);
		ospf_spf_schedule(ospf);
		ospf_spf_schedule(ospf); /* both are answered by one calculation */
		peer_run(peer, MAX(all[i].want - all[i].after, 0));
		ck_assert_int_eq(ospf->spf.last - last, all[i].want);
	}
	peer_free(peer);
}
END_TEST

START_TEST(hold_time_has_a_maximum)
{
	Peer *peer = peer_new();
	OspfInstance *ospf = peer->a->ospf;
	SimTime last = 0;

	ospf->config.spf_hold = 400 * SIM_MSEC;
	ospf->config.spf_max_hold = SIM_SEC;
	peer_become_full(peer);
	for (unsigned i = 0; i < 20; i++) {
		SimTime before = ospf->spf.last;
		ospf_spf_schedule(ospf);
		while (ospf->spf.last == before)
			peer_run(peer, SIM_MSEC);
		last = ospf->spf.last - before;
	}
	ck_assert_int_eq(last, SIM_SEC);
	peer_free(peer);
}
END_TEST

START_TEST(initial_delay)
{
	Peer *peer = peer_new();

	peer->a->ospf->config.spf_delay = 200 * SIM_MSEC;
	peer_become_full(peer);
	ck_assert_int_eq(delay_of_calculation(peer, 9 * SIM_SEC), 200 * SIM_MSEC);
	peer_free(peer);
}
END_TEST

/* The neighbour's LSA says that there is a link to A, and A's own the same of it. */
START_TEST(both_ends_must_agree)
{
	Peer *peer = peer_new();

	peer_become_full(peer);
	peer_say_lsa(peer, peer->router_id, 1, 1);
	/* A router whose link to A exists in its own words alone. */
	peer_say_lsa(peer, 0x0a000008, 2, 1);
	peer_run(peer, SIM_SEC);
	assert_routes(peer, "192.0.2.1/32 metric 10 via 10.1.0.2 peer\n");
	peer_free(peer);
}
END_TEST

START_TEST(flushed_router_does_not_count)
{
	Peer *peer = peer_new();

	peer_become_full(peer);
	peer_say_lsa(peer, peer->router_id, 1, 1);
	peer_run(peer, 2 * SIM_SEC);
	assert_routes(peer, "192.0.2.1/32 metric 10 via 10.1.0.2 peer\n");
	peer_say_lsa(peer, peer->router_id, 1, 3600);
	peer_run(peer, SIM_SEC);
	assert_routes(peer, "");
	peer_free(peer);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_spf");
	tcase_add_test(tc, throttling);
	tcase_add_test(tc, hold_time_has_a_maximum);
	tcase_add_test(tc, initial_delay);
	tcase_add_test(tc, both_ends_must_agree);
	tcase_add_test(tc, flushed_router_does_not_count);
	return test_main("ospf_spf", tc);
}
