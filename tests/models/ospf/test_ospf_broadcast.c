/* SPDX-License-Identifier: Apache-2.0 */
/* Broadcast networks: elections, adjacencies, network-LSAs, flooding by way of the Designated Router. */
#include "models/wire/ethernet.h"
#include "models/wire/ipv4.h"
#include "tests/models/ospf/ospf_net.h"
#include "tests/testing.h"

#include <string.h>

/* RouterDeadInterval of waiting, and time for the exchange. */
#define SETTLED (70 * SIM_SEC)

enum { N = 4 };

/* A, B, C and D, router ids and host numbers 1 to 4, on one segment 10.1.0.0/24. */
typedef struct Lan {
	Net *net;
	FwdLink *segment;
	Router *r[N];
	OspfIface *iface[N];
} Lan;

static Lan lan_with(const uint8_t priority[N])
{
	static const char *const names[N] = {"A", "B", "C", "D"};
	static const char *const ids[N] = {"10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"};
	Lan lan = {.net = net_new()};

	lan.segment = net_segment(lan.net);
	for (unsigned i = 0; i < N; i++) {
		lan.r[i] = net_router(lan.net, names[i], ids[i]);
		lan.iface[i] = net_attach(lan.segment, lan.r[i], i + 1, priority[i]);
	}
	return lan;
}

static Lan lan_new(void)
{
	static const uint8_t alike[N] = {1, 1, 1, 1};
	Lan lan = lan_with(alike);

	net_start(lan.net);
	net_run(lan.net, SETTLED);
	return lan;
}

static void assert_roles(const Lan *lan, const char *want)
{
	GString *out = g_string_new(NULL);

	for (unsigned i = 0; i < N; i++)
		g_string_append_printf(out, "%s%s", i ? " " : "",
				       fsm_state_name(&lan->iface[i]->fsm));
	ck_assert_str_eq(out->str, want);
	g_string_free(out, TRUE);
}

static void assert_routes(Router *r, const char *want)
{
	char *routes = net_routes(r);
	ck_assert_str_eq(routes, want);
	g_free(routes);
}

static const OspfLsdb *database(const Router *r)
{
	return &((const OspfArea *)g_ptr_array_index(r->ospf->areas, 0))->lsdb;
}

/* Its network-LSAs that count: "10.1.0.4 by 10.0.0.4: 10.0.0.4 10.0.0.1 ...\n". */
static void assert_networks(const Router *r, const char *want)
{
	const OspfLsdb *db = database(r);
	GString *out = g_string_new(NULL);
	char id[OSPF_ID_STRLEN], by[OSPF_ID_STRLEN];

	for (unsigned i = 0; i < db->lsas->len; i++) {
		const OspfLsa *lsa = g_ptr_array_index(db->lsas, i);
		const Ospf2LsaKey *key = ospf_lsa_key(lsa);
		if (key->type != OSPF2_LSA_NETWORK || lsa->flushing)
			continue;
		g_string_append_printf(out, "%s by %s:", ospf_id_str(key->id, id),
				       ospf_id_str(key->adv_router, by));
		for (unsigned j = 0; j < lsa->content.routers->len; j++)
			g_string_append_printf(
				out, " %s",
				ospf_id_str(g_array_index(lsa->content.routers, uint32_t, j), id));
		g_string_append_c(out, '\n');
	}
	ck_assert_str_eq(out->str, want);
	g_string_free(out, TRUE);
}

/* A cold start: nobody is elected before all have waited; then the highest router ids are. */
START_TEST(cold_start)
{
	static const uint8_t alike[N] = {1, 1, 1, 1};
	Lan lan = lan_with(alike);

	net_start(lan.net);
	net_run(lan.net, 39 * SIM_SEC);
	assert_roles(&lan, "Waiting Waiting Waiting Waiting");
	ck_assert_str_eq(net_state_of(lan.iface[0], "10.0.0.4"), "2-Way");
	net_run(lan.net, 31 * SIM_SEC);
	assert_roles(&lan, "DROther DROther Backup DR");
	ck_assert_str_eq(net_state_of(lan.iface[0], "10.0.0.4"), "Full");
	ck_assert_str_eq(net_state_of(lan.iface[0], "10.0.0.3"), "Full");
	ck_assert_str_eq(net_state_of(lan.iface[0], "10.0.0.2"), "2-Way");
	ck_assert_str_eq(net_state_of(lan.iface[1], "10.0.0.1"), "2-Way");
	for (unsigned i = 1; i < N; i++)
		ck_assert(net_same_database(lan.r[0], lan.r[i]));
	assert_networks(lan.r[0], "10.1.0.4 by 10.0.0.4: 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4\n");
	/* The next hop is the router behind the network, not the Designated Router. */
	assert_routes(lan.r[0], "10.0.0.2/32 metric 10 via 10.1.0.2 lan\n"
				"10.0.0.3/32 metric 10 via 10.1.0.3 lan\n"
				"10.0.0.4/32 metric 10 via 10.1.0.4 lan\n");
	net_free(lan.net);
}
END_TEST

START_TEST(priority_decides)
{
	static const uint8_t priority[N] = {2, 3, 0, 1};
	Lan lan = lan_with(priority);

	net_start(lan.net);
	net_run(lan.net, SETTLED);
	assert_roles(&lan, "Backup DR DROther DROther");
	net_free(lan.net);
}
END_TEST

START_TEST(nobody_is_eligible)
{
	static const uint8_t priority[N] = {0, 0, 0, 0};
	Lan lan = lan_with(priority);

	net_start(lan.net);
	net_run(lan.net, SETTLED);
	assert_roles(&lan, "DROther DROther DROther DROther");
	ck_assert_str_eq(net_state_of(lan.iface[0], "10.0.0.4"), "2-Way");
	assert_routes(lan.r[0], "");
	net_free(lan.net);
}
END_TEST

/* Who comes later takes nobody's place, whatever its priority, and need not wait (BackupSeen). */
START_TEST(no_preemption)
{
	static const uint8_t priority[N] = {1, 1, 1, 9};
	Lan lan = lan_with(priority);

	for (unsigned i = 0; i < 3; i++)
		ospf_class.start(&lan.r[i]->ospf->proto);
	net_run(lan.net, SETTLED);
	assert_roles(&lan, "DROther Backup DR Down");
	ospf_class.start(&lan.r[3]->ospf->proto);
	net_run(lan.net, 15 * SIM_SEC);
	assert_roles(&lan, "DROther Backup DR DROther");
	net_run(lan.net, 20 * SIM_SEC);
	ck_assert(net_same_database(lan.r[0], lan.r[3]));
	ck_assert_str_eq(net_state_of(lan.iface[3], "10.0.0.1"), "2-Way");
	assert_networks(lan.r[3], "10.1.0.3 by 10.0.0.3: 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4\n");
	net_free(lan.net);
}
END_TEST

/* Its silence: the Backup takes over, another becomes Backup. */
START_TEST(designated_router_dies)
{
	Lan lan = lan_new();

	fwd_iface_set_shut(lan.iface[3]->fwd, TRUE);
	net_run(lan.net, 35 * SIM_SEC);
	ck_assert_int_eq(lan.iface[2]->fsm.state, OSPF_IFACE_BACKUP);
	net_run(lan.net, 25 * SIM_SEC);
	assert_roles(&lan, "DROther Backup DR Down");
	ck_assert_str_eq(net_state_of(lan.iface[0], "10.0.0.2"), "Full");
	assert_routes(lan.r[0], "10.0.0.2/32 metric 10 via 10.1.0.2 lan\n"
				"10.0.0.3/32 metric 10 via 10.1.0.3 lan\n");
	/* Back again, it finds others in office. */
	fwd_iface_set_shut(lan.iface[3]->fwd, FALSE);
	net_run(lan.net, 60 * SIM_SEC);
	assert_roles(&lan, "DROther Backup DR DROther");
	assert_networks(lan.r[0], "10.1.0.3 by 10.0.0.3: 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4\n");
	ck_assert(net_same_database(lan.r[0], lan.r[3]));
	assert_routes(lan.r[0], "10.0.0.2/32 metric 10 via 10.1.0.2 lan\n"
				"10.0.0.3/32 metric 10 via 10.1.0.3 lan\n"
				"10.0.0.4/32 metric 10 via 10.1.0.4 lan\n");
	net_free(lan.net);
}
END_TEST

/* The network-LSA goes with the office. */
START_TEST(orderly_stop_of_the_designated_router)
{
	Lan lan = lan_new();

	ospf_class.stop(&lan.r[3]->ospf->proto);
	net_run(lan.net, 20 * SIM_SEC);
	assert_roles(&lan, "DROther Backup DR Down");
	assert_networks(lan.r[0], "10.1.0.3 by 10.0.0.3: 10.0.0.1 10.0.0.2 10.0.0.3\n");
	ck_assert_uint_eq(database(lan.r[0])->lsas->len, 4);
	net_free(lan.net);
}
END_TEST

/* A router alone is its own Designated Router, on a stub network. */
START_TEST(alone)
{
	Net *net = net_new();
	FwdLink *segment = net_segment(net);
	Router *a = net_router(net, "A", "10.0.0.1");
	const OspfIface *iface = net_attach(segment, a, 1, 1);

	net_start(net);
	net_run(net, SETTLED);
	ck_assert_int_eq(iface->fsm.state, OSPF_IFACE_DR);
	assert_networks(a, "");
	ck_assert_uint_eq(database(a)->lsas->len, 1);
	net_free(net);
}
END_TEST

typedef struct Seen {
	unsigned by_dst[3]; /* Updates to AllSPFRouters, AllDRouters, one router */
	const char *from;
} Seen;

static void see(FwdLink *link, const FwdIface *from, const Packet *frame, void *user)
{
	Seen *seen = user;
	EthernetHeader eth;
	Ipv4Header ip;
	const uint8_t *at = frame->buf + frame->start;

	(void)link;
	if (!ethernet_decode(at, packet_len(frame), &eth, NULL) || eth.type != ETHERNET_TYPE_IPV4 ||
	    strcmp(from->node->name, seen->from) != 0)
		return;
	at += eth.header_len;
	ck_assert(ipv4_decode(at, eth.payload_len, &ip, NULL));
	if (at[ip.header_len + 1] != OSPF2_LS_UPDATE)
		return;
	uint32_t dst = net_addr_to_ipv4(&ip.dst);
	seen->by_dst[dst == 0xe0000005 ? 0 : dst == 0xe0000006 ? 1 : 2]++;
}

/* What D (DR) or A (DROther) has to say on the segment after a change of its own. */
static Seen updates_after_change(Lan *lan, unsigned changed, const char *from)
{
	Seen seen = {.from = from};

	fwd_link_add_tap(lan->segment, see, &seen);
	fwd_iface_set_shut(fwd_node_iface(lan->r[changed]->fwd, "lo"), TRUE);
	net_run(lan->net, 10 * SIM_SEC);
	fwd_link_remove_tap(lan->segment, see, &seen);
	for (unsigned i = 1; i < N; i++)
		ck_assert(net_same_database(lan->r[0], lan->r[i]));
	return seen;
}

START_TEST(flooding_goes_by_the_designated_router)
{
	Lan lan = lan_new();

	/* From an ordinary router to the two in office; the Designated Router tells all. */
	Seen a = updates_after_change(&lan, 0, "A");
	ck_assert(a.by_dst[0] == 0 && a.by_dst[1] == 1 && a.by_dst[2] == 0);
	Seen d = updates_after_change(&lan, 1, "D");
	ck_assert(d.by_dst[0] == 1 && d.by_dst[1] == 0 && d.by_dst[2] == 0);
	/* The Backup keeps quiet. */
	fwd_iface_set_shut(fwd_node_iface(lan.r[0]->fwd, "lo"), FALSE);
	Seen c = updates_after_change(&lan, 1, "C");
	ck_assert(c.by_dst[0] == 0 && c.by_dst[1] == 0 && c.by_dst[2] == 0);
	net_free(lan.net);
}
END_TEST

/* One that the Designated Router's word does not reach: the DR repeats it to that one alone. */
START_TEST(retransmission_is_unicast)
{
	Lan lan = lan_new();

	fwd_link_set_silent(lan.segment, lan.iface[1]->fwd,
			    TRUE); /* B's acknowledgments are lost */
	Seen seen = updates_after_change(&lan, 0, "D");
	ck_assert_uint_eq(seen.by_dst[0], 1);
	ck_assert_uint_ge(seen.by_dst[2], 1);
	net_free(lan.net);
}
END_TEST

/* A segment between point-to-point links: paths go over it, and around it. */
START_TEST(transit)
{
	Lan lan = lan_new();
	Router *e = net_router(lan.net, "E", "10.0.0.5");

	net_join(lan.r[3], e, 10);
	net_join(lan.r[2], e, 10);
	ospf_iface_set_up(net_end(lan.r[3], "E"), TRUE);
	ospf_iface_set_up(net_end(lan.r[2], "E"), TRUE);
	ospf_class.start(&e->ospf->proto);
	net_run(lan.net, 30 * SIM_SEC);
	assert_routes(e, "10.0.0.1/32 metric 20 via 10.1.1.1 D 10.1.2.1 C\n"
			 "10.0.0.2/32 metric 20 via 10.1.1.1 D 10.1.2.1 C\n"
			 "10.0.0.3/32 metric 10 via 10.1.2.1 C\n"
			 "10.0.0.4/32 metric 10 via 10.1.1.1 D\n"
			 "10.1.0.0/24 metric 20 via 10.1.1.1 D 10.1.2.1 C\n");
	char *routes = net_routes(lan.r[0]);
	ck_assert_ptr_nonnull(
		strstr(routes, "10.0.0.5/32 metric 20 via 10.1.0.3 lan 10.1.0.4 lan\n"));
	g_free(routes);
	net_free(lan.net);
}
END_TEST

/* Two ends of a plain link that are told to be a broadcast network elect, too. */
START_TEST(link_as_broadcast_network)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");

	net_join(a, b, 10);
	net_end(a, "B")->config.network = OSPF_NETWORK_BROADCAST;
	net_end(b, "A")->config.network = OSPF_NETWORK_BROADCAST;
	net_start(net);
	net_run(net, SETTLED);
	ck_assert_int_eq(net_end(a, "B")->fsm.state, OSPF_IFACE_BACKUP);
	assert_networks(a, "10.1.0.2 by 10.0.0.2: 10.0.0.1 10.0.0.2\n");
	assert_routes(a, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n");
	net_free(net);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_broadcast");
	tcase_add_test(tc, cold_start);
	tcase_add_test(tc, priority_decides);
	tcase_add_test(tc, nobody_is_eligible);
	tcase_add_test(tc, no_preemption);
	tcase_add_test(tc, designated_router_dies);
	tcase_add_test(tc, orderly_stop_of_the_designated_router);
	tcase_add_test(tc, alone);
	tcase_add_test(tc, flooding_goes_by_the_designated_router);
	tcase_add_test(tc, retransmission_is_unicast);
	tcase_add_test(tc, transit);
	tcase_add_test(tc, link_as_broadcast_network);
	return test_main("ospf_broadcast", tc);
}
