/* SPDX-License-Identifier: Apache-2.0 */
/* What the fields of the configuration do, and the values that they take. */
#include "models/ospf/ospf_config.h"
#include "tests/models/ospf/ospf_peer.h"
#include "tests/testing.h"

static uint16_t cost_on(const char *reference, uint64_t bandwidth)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	FwdLink *link = net_join(a, b, 0);

	link->bandwidth = bandwidth;
	net_set(a, "reference-bandwidth", reference);
	net_start(net);
	net_run(net, 30 * SIM_SEC);
	ck_assert_str_eq(net_state(a, "B"), "Full");
	const RibRoute *route = rib_match(
		rib_global(a->rib), &(NetAddr){.family = NET_AF_IPV4, .bytes = {10, 0, 0, 2}});
	uint16_t cost = (uint16_t)route->metric;
	net_free(net);
	return cost;
}

START_TEST(cost_by_bandwidth)
{
	ck_assert_uint_eq(cost_on("", 1000000000), 10);
	ck_assert_uint_eq(cost_on("100Gbps", 0), 10); /* no bandwidth is known */
	ck_assert_uint_eq(cost_on("100Gbps", 1000000000), 100);
	ck_assert_uint_eq(cost_on("100Mbps", 1000000000), 1);
	ck_assert_uint_eq(cost_on("100Gbps", 1000000), 65535);
}
END_TEST

/* All interfaces are, but for one that says no. */
START_TEST(passive_by_default)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");

	net_join(a, b, 10);
	net_join(a, b, 10);
	net_set(a, "passive-default", "yes");
	net_end(a, "B")->config.passive = OSPF_NO;
	net_start(net);
	net_run(net, 30 * SIM_SEC);
	ck_assert_str_eq(net_state(a, "B"), "Full");
	ck_assert_str_eq(net_state(a, "B2"), "none");
	ck_assert_str_eq(net_state(b, "A2"), "none");
	net_free(net);
}
END_TEST

static uint8_t distance_to(Router *r, uint8_t last)
{
	NetAddr addr = {.family = NET_AF_IPV4, .bytes = {10, 0, 0, last}};
	const RibRoute *route = rib_match(rib_global(r->rib), &addr);

	return route ? route->distance : 0;
}

/* A - B - C: C's loopback is of another area, and D's network external. */
START_TEST(distances)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	Router *c = net_router(net, "C", "10.0.0.3");
	OspfIfaceConfig other = net_iface_config();
	FwdIface *outside = fwd_iface_new(c->fwd, "x", FWD_IFACE_LOOPBACK, NULL, 0);
	NetPrefix external;

	net_join(a, b, 10);
	net_join(b, c, 10);
	ck_assert(net_prefix_parse("10.0.0.4/32", TRUE, &external));
	fwd_iface_add_address(outside, &external);
	other.area = 1;
	FwdIface *inter = fwd_iface_new(c->fwd, "lo1", FWD_IFACE_LOOPBACK, NULL, 0);
	ck_assert(net_prefix_parse("10.0.0.5/32", TRUE, &external));
	fwd_iface_add_address(inter, &external);
	ck_assert(ospf_class.items[0].add(&c->ospf->proto, inter, &other, NULL));
	fwd_iface_set_shut(outside, TRUE);
	fwd_iface_set_shut(outside, FALSE);
	ck_assert(net_configure(c, "redistribute", "from=connected"));
	net_set(a, "distance", "30");
	net_set(a, "distance-inter-area", "31");
	net_set(a, "distance-external", "255");
	net_start(net);
	net_run(net, 60 * SIM_SEC);
	ck_assert_uint_eq(distance_to(a, 3), 30);
	ck_assert_uint_eq(distance_to(a, 5), 31);
	ck_assert_uint_eq(distance_to(a, 4), 0); /* 255: not used */
	ck_assert_uint_eq(distance_to(b, 4), 110);
	net_free(net);
}
END_TEST

START_TEST(mtu_ignored)
{
	Peer *peer = peer_new();

	peer->silent = TRUE;
	net_end(peer->a, "peer")->config.mtu_ignore = TRUE;
	peer_say_hello(peer, TRUE);
	peer_run(peer, SIM_SEC);
	peer_say_dd(peer, OSPF2_DD_INIT | OSPF2_DD_MORE | OSPF2_DD_MASTER, 1, 9000, NULL);
	peer_run(peer, SIM_SEC);
	ck_assert_str_eq(peer_state(peer), "Exchange");
	ck_assert_str_eq(peer->drops->str, "");
	peer_free(peer);
}
END_TEST

/* InfTransDelay is what the age of an LSA grows by on the way. */
START_TEST(transmit_delay)
{
	Peer *peer = peer_new();

	net_end(peer->a, "peer")->config.transmit_delay = 7 * SIM_SEC;
	peer_become_full(peer);
	peer_run(peer, 10 * SIM_SEC);
	peer_heard(peer);
	peer_say_request(peer, peer->a->ospf->router_id);
	Ospf2LsaHeader lsa = peer_lsa_of_a(peer);
	peer_run(peer, 10 * SIM_MSEC);
	g_autofree char *want = g_strdup_printf("update [10.0.0.1 2 age %u]", lsa.age + 7);
	ck_assert_str_eq(peer_heard(peer), want);
	peer_free(peer);
}
END_TEST

/* Values that mean something and values that do not. */
START_TEST(kinds)
{
	static const struct {
		const ConfigKind *kind;
		const char *text;
		gboolean ok;
	} all[] = {
		{&ospf_choice_kind, "", TRUE},        {&ospf_choice_kind, "no", TRUE},
		{&ospf_choice_kind, "maybe", FALSE},  {&ospf_cost_kind, "65535", TRUE},
		{&ospf_cost_kind, "0", FALSE},        {&ospf_distance_kind, "255", TRUE},
		{&ospf_distance_kind, "0", FALSE},    {&ospf_reference_kind, "100Mbps", TRUE},
		{&ospf_reference_kind, "100", FALSE}, {&ospf_process_kind, "0", FALSE},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
		uint64_t value;
		ck_assert_int_eq(all[i].kind->parse(all[i].text, &value), all[i].ok);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_config");
	tcase_add_test(tc, cost_by_bandwidth);
	tcase_add_test(tc, passive_by_default);
	tcase_add_test(tc, distances);
	tcase_add_test(tc, mtu_ignored);
	tcase_add_test(tc, transmit_delay);
	tcase_add_test(tc, kinds);
	return test_main("ospf_config", tc);
}
