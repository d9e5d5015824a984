/* SPDX-License-Identifier: Apache-2.0 */
/* Two and three routers on modelled links: sessions, VPN routes, losses and recoveries. */
#include "models/bgp/bgp_decide.h"
#include "models/net/records.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/testing.h"

#include <string.h>

static const uint32_t one_as[LAB_ROUTERS] = {65001, 65001, 65001, 65001};

static void originate(Lab *lab, unsigned i, const char *prefix, uint32_t label)
{
	NetRt rt;
	VpnOrigin route = {.label = label, .route_targets = &rt, .n_route_targets = 1};
	ck_assert(net_rd_parse("65001:1", &route.rd));
	ck_assert(net_rt_parse("65001:7", &rt));
	ck_assert(net_prefix_parse(prefix, FALSE, &route.prefix));
	vpn_origin_put(lab_router(lab, i)->bgp, &route);
}

static void withdraw(Lab *lab, unsigned i, const char *prefix)
{
	NetRd rd;
	NetPrefix p;
	ck_assert(net_rd_parse("65001:1", &rd));
	ck_assert(net_prefix_parse(prefix, FALSE, &p));
	bgp_vpn_withdraw(lab_router(lab, i)->bgp, rd, &p);
}

#define ADD "R2 vpn add 65001:1 10.9.0.0/16 via 10.0.0.1 label 29 rt 65001:7\n"
#define REMOVE "R2 vpn remove 65001:1 10.9.0.0/16 via 10.0.0.1 label 29"

static Lab *pair(void)
{
	Lab *lab = lab_new(2, one_as);
	lab_join(lab, 1, 2);
	lab_watch_vpn(lab, 2);
	originate(lab, 1, "10.9.0.0/16", 29);
	lab_start(lab);
	return lab;
}

static void assert_established(Lab *lab, unsigned a, unsigned b)
{
	ck_assert_msg(lab_state(lab, a, b) == BGP_STATE_ESTABLISHED, "%s", lab->log->str);
	ck_assert_msg(lab_state(lab, b, a) == BGP_STATE_ESTABLISHED, "%s", lab->log->str);
}

START_TEST(test_exchange)
{
	Lab *lab = pair();
	lab_run(lab, 5 * SIM_SEC);
	assert_established(lab, 1, 2);
	ck_assert_msg(lab_count(lab, ADD) == 1, "%s", lab->log->str);
	ck_assert(lab_peer(lab, 1, 2)->families[BGP_FAMILY_VPNV4].end_of_rib);
	ck_assert(lab_peer(lab, 2, 1)->families[BGP_FAMILY_VPNV4].end_of_rib);
	ck_assert_uint_eq(lab_count(lab, "unexpected"), 0);

	originate(lab, 1, "10.9.0.0/16", 30);
	lab_run(lab, 6 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "vpn replace 65001:1 10.9.0.0/16 via 10.0.0.1 label 30"),
			  1);
	withdraw(lab, 1, "10.9.0.0/16");
	lab_run(lab, 7 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R2 vpn remove 65001:1 10.9.0.0/16"), 1);
	ck_assert_uint_eq(lab_bgp(lab, 1)->tables[BGP_FAMILY_VPNV4].n_nets, 0);
	ck_assert_uint_eq(lab_bgp(lab, 2)->tables[BGP_FAMILY_VPNV4].n_nets, 0);
	ck_assert_uint_eq(bgp_attr_table_size(&lab_bgp(lab, 1)->run->attrs), 0);
	ck_assert_uint_eq(bgp_attr_table_size(&lab_bgp(lab, 2)->run->attrs), 0);
	lab_free(lab);
}
END_TEST

/* The LSP goes: the route is of no use, and it is said why; the session does not care. */
START_TEST(test_no_lsp)
{
	Lab *lab = pair();
	lab_run(lab, 5 * SIM_SEC);
	lab_set_lsp(lab, 2, 1, FALSE);
	lab_run(lab, 400 * SIM_SEC);
	assert_established(lab, 1, 2);
	ck_assert_uint_eq(lab_count(lab, "R2 refuses 10.9.0.0/16 of 10.0.0.1: no LSP to R1\n"), 1);
	ck_assert_uint_eq(lab_count(lab, "R2 vpn replace 65001:1 10.9.0.0/16 via 10.0.0.1 label 29 "
					 "unusable"),
			  1);
	lab_set_lsp(lab, 2, 1, TRUE);
	lab_run(lab, 401 * SIM_SEC);
	ck_assert_uint_eq(
		lab_count(lab, "R2 vpn replace 65001:1 10.9.0.0/16 via 10.0.0.1 label 29 rt"), 1);
	lab_set_lsp(lab, 2, 1, FALSE);
	lab_run(lab, 402 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "no LSP to R1"), 2);
	lab_free(lab);
}
END_TEST

/* A silent cut: nothing happens until the hold timers expire, 180 s after the last message. */
START_TEST(test_silent_cut)
{
	Lab *lab = pair();
	lab_run(lab, 10 * SIM_SEC);
	FwdLink *link = g_ptr_array_index(lab->links, 0);
	fwd_link_set_state(link, FWD_LINK_SILENT);
	lab_run(lab, 179 * SIM_SEC);
	assert_established(lab, 1, 2);
	lab_run(lab, 181 * SIM_SEC);
	ck_assert_int_ne(lab_state(lab, 1, 2), BGP_STATE_ESTABLISHED);
	ck_assert_uint_eq(lab_count(lab, "Established -> Idle (HoldTimer_Expires)"), 2);
	ck_assert_uint_eq(lab_count(lab, REMOVE), 1);
	fwd_link_set_state(link, FWD_LINK_UP);
	lab_run(lab, 400 * SIM_SEC);
	assert_established(lab, 1, 2);
	ck_assert_uint_eq(lab_count(lab, ADD), 2);
	ck_assert_uint_eq(lab_count(lab, "unexpected"), 0);
	lab_free(lab);
}
END_TEST

/* The link is back before the session falls, as TCP waits long to send again: the network is not quiet
 * before the session has been tried again. */
START_TEST(test_quiet_after_late_fall)
{
	Lab *lab = pair();
	lab_run(lab, 10 * SIM_SEC);
	FwdLink *link = g_ptr_array_index(lab->links, 0);
	fwd_link_set_state(link, FWD_LINK_SILENT);
	lab_run(lab, 150 * SIM_SEC);
	sim_new_epoch(lab->sim);
	fwd_link_set_state(link, FWD_LINK_UP);
	ck_assert(sim_run_quiet(lab->sim, SIM_NEVER - 1));
	ck_assert_uint_ge(lab_count(lab, "Established -> Idle (HoldTimer_Expires)"), 1);
	assert_established(lab, 1, 2);
	ck_assert_uint_eq(lab_count(lab, ADD), 2);
	lab_free(lab);
}
END_TEST

/* No way to the peer for a while: the session lives on what TCP sends again. */
START_TEST(test_route_lost_for_a_while)
{
	Lab *lab = pair();
	lab_run(lab, 10 * SIM_SEC);
	lab_set_route(lab, 1, 2, FALSE, 0);
	lab_set_route(lab, 2, 1, FALSE, 0);
	lab_run(lab, 100 * SIM_SEC);
	assert_established(lab, 1, 2);
	lab_set_route(lab, 1, 2, TRUE, 10);
	lab_set_route(lab, 2, 1, TRUE, 10);
	lab_run(lab, 1000 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "Established -> "), 0);
	lab_free(lab);
}
END_TEST

/* No route at the start: connected as soon as there is one, without waiting for ConnectRetryTimer. */
START_TEST(test_route_comes_late)
{
	Lab *lab = pair();
	lab_set_route(lab, 1, 2, FALSE, 0);
	lab_set_route(lab, 2, 1, FALSE, 0);
	lab_run(lab, 20 * SIM_SEC);
	ck_assert_int_eq(lab_state(lab, 1, 2), BGP_STATE_ACTIVE);
	ck_assert_int_eq(lab_state(lab, 2, 1), BGP_STATE_ACTIVE);
	lab_set_route(lab, 1, 2, TRUE, 10);
	lab_set_route(lab, 2, 1, TRUE, 10);
	lab_run(lab, 21 * SIM_SEC);
	assert_established(lab, 1, 2);
	lab_free(lab);
}
END_TEST

/* A way that leads nowhere and goes away: the attempt is given up, and made again over the next. */
START_TEST(test_route_changes_while_connecting)
{
	Lab *lab = pair();
	FwdLink *link = g_ptr_array_index(lab->links, 0);
	fwd_link_set_state(link, FWD_LINK_SILENT);
	lab_run(lab, 5 * SIM_SEC);
	ck_assert_int_eq(lab_state(lab, 1, 2), BGP_STATE_CONNECT);
	lab_set_route(lab, 1, 2, FALSE, 0);
	lab_set_route(lab, 2, 1, FALSE, 0);
	lab_run(lab, 6 * SIM_SEC);
	ck_assert_int_eq(lab_state(lab, 1, 2), BGP_STATE_ACTIVE);
	fwd_link_set_state(link, FWD_LINK_UP);
	lab_set_route(lab, 1, 2, TRUE, 10);
	lab_set_route(lab, 2, 1, TRUE, 10);
	lab_run(lab, 8 * SIM_SEC);
	assert_established(lab, 1, 2);
	ck_assert_uint_eq(lab_count(lab, "unexpected"), 0);
	lab_free(lab);
}
END_TEST

START_TEST(test_stop_and_start)
{
	Lab *lab = pair();
	lab_run(lab, 10 * SIM_SEC);
	bgp_class.stop(lab_router(lab, 1)->bgp);
	lab_run(lab, 11 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R1 10.0.0.2: Established -> Idle (ManualStop)"), 1);
	ck_assert_uint_eq(lab_count(lab, "R2 received notification"), 1);
	ck_assert_uint_eq(lab_count(lab, "R2 10.0.0.1: Established -> Idle (NotifMsg)"), 1);
	ck_assert_uint_eq(lab_count(lab, REMOVE), 1);
	lab_run(lab, 500 * SIM_SEC);
	ck_assert_int_eq(lab_state(lab, 1, 2), BGP_STATE_IDLE);
	ck_assert_int_ne(lab_state(lab, 2, 1), BGP_STATE_ESTABLISHED);
	bgp_class.start(lab_router(lab, 1)->bgp);
	lab_run(lab, 501 * SIM_SEC);
	assert_established(lab, 1, 2);
	ck_assert_uint_eq(lab_count(lab, ADD), 2);
	ck_assert_uint_eq(lab_count(lab, "unexpected"), 0);
	lab_free(lab);
}
END_TEST

/* RFC 4271 9.2: what one internal peer says is not told to another. */
START_TEST(test_internal_routes_stay)
{
	Lab *lab = lab_new(3, one_as);
	lab_join(lab, 1, 2);
	lab_join(lab, 2, 3);
	lab_watch_vpn(lab, 2);
	lab_watch_vpn(lab, 3);
	originate(lab, 1, "10.9.0.0/16", 29);
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	assert_established(lab, 1, 2);
	assert_established(lab, 2, 3);
	ck_assert_uint_eq(lab_count(lab, "R2 vpn add"), 1);
	ck_assert_uint_eq(lab_count(lab, "R3 vpn add"), 0);
	lab_free(lab);
}
END_TEST

/* Many routes, two peers of one group: messages are packed, each peer gets all. */
START_TEST(test_packing_for_a_group)
{
	enum { N = 1000 };
	Lab *lab = lab_new(3, one_as);
	lab_join(lab, 1, 2);
	lab_join(lab, 1, 3);
	for (unsigned i = 0; i < N; i++) {
		char prefix[NET_PREFIX_STRLEN];
		g_snprintf(prefix, sizeof prefix, "10.%u.%u.0/24", 100 + i / 256, i % 256);
		originate(lab, 1, prefix, 1000 + i);
	}
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	ck_assert_uint_eq(lab_bgp(lab, 1)->groups->len, 1);
	for (unsigned i = 2; i <= 3; i++) {
		const BgpTable *table = &lab_bgp(lab, i)->tables[BGP_FAMILY_VPNV4];
		ck_assert_uint_eq(table->n_nets, N);
		ck_assert_uint_le(table->next_hops->len, 2); /* none has id 0 */
	}
	/* All three share prefixes, and the two their attributes; those of R1 have no next hop. */
	const BgpRun *run = lab_bgp(lab, 1)->run;
	ck_assert_ptr_eq(lab_bgp(lab, 3)->run, run);
	ck_assert_uint_eq(net_prefix_ids_held(run->prefixes[BGP_FAMILY_VPNV4]), N);
	ck_assert_uint_eq(bgp_attr_table_size(&run->attrs), 2);
	/* 15 octets each, and End-of-RIB */
	ck_assert_uint_le(lab_count(lab, "R2 received update"), 6);
	withdraw(lab, 1, "10.100.7.0/24");
	lab_run(lab, 11 * SIM_SEC);
	ck_assert_uint_eq(lab_bgp(lab, 3)->tables[BGP_FAMILY_VPNV4].n_nets, N - 1);
	lab_free(lab);
}
END_TEST

/* A peer that comes later gets everything, the others nothing twice. */
START_TEST(test_late_peer)
{
	Lab *lab = lab_new(3, one_as);
	lab_join(lab, 1, 2);
	lab_join(lab, 1, 3);
	originate(lab, 1, "10.9.0.0/16", 29);
	lab_start(lab);
	bgp_class.stop(lab_router(lab, 3)->bgp);
	lab_run(lab, 10 * SIM_SEC);
	unsigned before = lab_count(lab, "R2 received update");
	ck_assert_uint_eq(lab_count(lab, "R3 received update"), 0);
	bgp_class.start(lab_router(lab, 3)->bgp);
	lab_run(lab, 20 * SIM_SEC);
	assert_established(lab, 1, 3);
	ck_assert_uint_eq(lab_bgp(lab, 3)->tables[BGP_FAMILY_VPNV4].n_nets, 1);
	ck_assert_uint_eq(lab_count(lab, "R2 received update"), before);
	lab_free(lab);
}
END_TEST

static const RibRoute *route_at(Lab *lab, unsigned i, const char *prefix)
{
	NetPrefix p;
	ck_assert(net_prefix_parse(prefix, FALSE, &p));
	return rib_best(lab_router(lab, i)->rib, &p);
}

/* Three ASes in a row, and the first one's number again at the end. */
START_TEST(test_external)
{
	static const uint32_t as_numbers[] = {65001, 65002, 65001};
	Lab *lab = lab_new(3, as_numbers);
	for (unsigned a = 1; a <= 2; a++) {
		lab_link(lab, a, a + 1);
		lab_neighbor(lab, a, a + 1, "ipv4");
		lab_neighbor(lab, a + 1, a, "ipv4");
	}
	lab_add_stub(lab, 1, "10.77.0.1/16");
	lab_originate(lab, 1, "10.77.0.0/16");
	lab_originate(lab, 1, "10.78.0.0/16"); /* R1 has no route to it */
	lab_originate(lab, 1, "10.0.0.1/32");  /* would lead to itself on R2 */
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	assert_established(lab, 1, 2);
	assert_established(lab, 2, 3);
	ck_assert_ptr_null(route_at(lab, 2, "10.78.0.0/16"));
	ck_assert_str_eq(route_at(lab, 2, "10.0.0.1/32")->source->protocol, "ospf");
	const RibRoute *route = route_at(lab, 2, "10.77.0.0/16");
	ck_assert_ptr_nonnull(route);
	ck_assert_str_eq(route->source->protocol, "bgp");
	ck_assert_uint_eq(route->distance, RIB_DISTANCE_EBGP);
	ck_assert_uint_eq(lab_count(lab,
				    "R3 refuses 10.77.0.0/16 of 10.0.0.2: AS loop: 65001 is in "
				    "the AS path"),
			  1);
	const BgpNet *net =
		bgp_table_find(&lab_bgp(lab, 2)->tables[BGP_FAMILY_IPV4], 0, &route->prefix);
	const BgpAttrSet *set = bgp_net_chosen(net)->attrs;
	ck_assert_uint_eq(set->as_path_length, 1);
	ck_assert_uint_eq(set->neighbour_as, 65001);
	ck_assert(!bgp_attrs_has(&set->attrs, BGP_ATTR_LOCAL_PREF));

	bgp_class.stop(lab_router(lab, 1)->bgp);
	lab_run(lab, 11 * SIM_SEC);
	ck_assert_ptr_null(route_at(lab, 2, "10.77.0.0/16"));
	lab_free(lab);
}
END_TEST

static void keep_route(const BgpVpnRoute *route, void *user)
{
	*(BgpVpnRoute *)user = *route;
}

static BgpVpnRoute only_vpn_route(Lab *lab, unsigned i)
{
	BgpVpnRoute route = {.label = NET_LABEL_NONE};
	bgp_vpn_foreach(lab_router(lab, i)->bgp, keep_route, &route);
	return route;
}

/* The nearer exit is taken, and the other one when it becomes the nearer or the only one. */
START_TEST(test_metric_decides)
{
	Lab *lab = lab_new(3, one_as);
	lab_join(lab, 1, 3);
	lab_join(lab, 2, 3);
	lab_watch_vpn(lab, 3);
	originate(lab, 1, "10.9.0.0/16", 21);
	originate(lab, 2, "10.9.0.0/16", 22);
	lab_set_route(lab, 3, 1, TRUE, 20);
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	BgpVpnRoute route = only_vpn_route(lab, 3);
	ck_assert_uint_eq(route.label, 22);
	ck_assert_str_eq(route.rule, "IGP metric");
	lab_set_route(lab, 3, 2, TRUE, 30);
	lab_run(lab, 11 * SIM_SEC);
	route = only_vpn_route(lab, 3);
	ck_assert_uint_eq(route.label, 21);
	/* The other one takes over. */
	lab_set_lsp(lab, 3, 1, FALSE);
	lab_run(lab, 12 * SIM_SEC);
	route = only_vpn_route(lab, 3);
	ck_assert_uint_eq(route.label, 22);
	ck_assert_str_eq(route.rule, "next hop reachable");
	lab_free(lab);
}
END_TEST

/* Keepalives every 45 to 60 s, with jitter, and no other message. */
START_TEST(test_keepalives)
{
	Lab *lab = pair();
	lab_run(lab, 10 * SIM_SEC);
	unsigned before = lab_count(lab, "R1 sent keepalive"), others = lab_count(lab, "R1 sent ");
	lab_run(lab, 610 * SIM_SEC);
	unsigned n = lab_count(lab, "R1 sent keepalive") - before;
	ck_assert_uint_ge(n, 10);
	ck_assert_uint_le(n, 14);
	ck_assert_uint_eq(lab_count(lab, "R1 sent ") - others, n);
	lab_free(lab);
}
END_TEST

typedef struct Seen {
	uint64_t id, cause;
	char what[64];
} Seen;

static void keep(const TraceRecord *record, void *user)
{
	const TraceMessage *m = (const void *)record;
	Seen seen = {.id = record->id, .cause = record->cause};
	g_snprintf(seen.what, sizeof seen.what, "%s %s %s", record->node, m->direction, m->type);
	g_array_append_val((GArray *)user, seen);
}

static const Seen *last_seen(const GArray *all, const char *what)
{
	for (guint i = all->len; i-- > 0;)
		if (strcmp(g_array_index(all, Seen, i).what, what) == 0)
			return &g_array_index(all, Seen, i);
	return NULL;
}

/* Sent because of the change, received because of what was sent, told because of what was received. */
START_TEST(test_causes)
{
	Lab *lab = pair();
	GArray *all = g_array_new(FALSE, FALSE, sizeof(Seen));
	lab_run(lab, 10 * SIM_SEC);
	sim_subscribe(lab->sim, &trace_message, keep, all);
	sim_set_cause(lab->sim, 4711);
	originate(lab, 1, "10.8.0.0/16", 40);
	sim_set_cause(lab->sim, 0);
	lab_run(lab, 11 * SIM_SEC);
	const Seen *sent = last_seen(all, "R1 sent update");
	const Seen *received = last_seen(all, "R2 received update");
	ck_assert_ptr_nonnull(sent);
	ck_assert_ptr_nonnull(received);
	ck_assert_uint_eq(sent->cause, 4711);
	ck_assert_uint_eq(received->cause, sent->id);
	g_array_free(all, TRUE);
	lab_free(lab);
}
END_TEST

static uint64_t digest_of_a_run(void)
{
	Lab *lab = pair();
	lab_run(lab, 200 * SIM_SEC);
	uint64_t digest = digest_value(&lab->sim->digest);
	lab_free(lab);
	return digest;
}

START_TEST(test_digest)
{
	ck_assert_uint_eq(digest_of_a_run(), digest_of_a_run());
}
END_TEST

/* A network that has settled is quiet: keepalives and hold timers keep nobody waiting. */
START_TEST(test_quiet)
{
	Lab *lab = pair();
	ck_assert(sim_run_quiet(lab->sim, 3600 * SIM_SEC));
	ck_assert_int_lt(lab->sim->now, 400 * SIM_SEC);
	assert_established(lab, 1, 2);
	lab_free(lab);
}
END_TEST

static unsigned n_hops_at(Lab *lab, unsigned i, const char *prefix)
{
	const RibRoute *route = route_at(lab, i, prefix);
	return route ? route->n_hops : 0;
}

/* Flows are spread by the places of the hops, which must not depend on what came first. */
static void assert_hops_in_order(Lab *lab, unsigned i, const char *prefix)
{
	const RibRoute *route = route_at(lab, i, prefix);
	for (unsigned k = 1; k < route->n_hops; k++)
		ck_assert_int_lt(net_addr_cmp(&route->hops[k - 1].gateway, &route->hops[k].gateway),
				 0);
}

/* R1 hears of a prefix from R2, R3 and R4 and uses all three ways; it tells of one alone. */
START_TEST(test_multipath)
{
	static const uint32_t as_numbers[] = {65001, 65002, 65002, 65002};
	Lab *lab = lab_new(4, as_numbers);
	for (unsigned i = 2; i <= 4; i++) {
		lab_link(lab, 1, i);
		lab_neighbor(lab, 1, i, "ipv4");
		lab_neighbor(lab, i, 1, "ipv4");
		lab_add_stub(lab, i, "10.77.0.1/16");
		lab_originate(lab, i, "10.77.0.0/16");
	}
	lab_bgp(lab, 1)->decision.maximum_paths = 3;
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	ck_assert_uint_eq(n_hops_at(lab, 1, "10.77.0.0/16"), 3);
	assert_hops_in_order(lab, 1, "10.77.0.0/16");
	const BgpTable *table = &lab_bgp(lab, 1)->tables[BGP_FAMILY_IPV4];
	const RibRoute *route = route_at(lab, 1, "10.77.0.0/16");
	const BgpNet *net = bgp_table_find(table, 0, &route->prefix);
	ck_assert_str_eq(bgp_rule_name(net->rule), "oldest external");
	ck_assert_uint_eq(net->n_multi, 2);

	/* One that is not the best goes, then the best one. */
	const BgpPeer *best = bgp_net_chosen(net)->peer;
	unsigned other = best == lab_peer(lab, 1, 2) ? 3 : 2;
	bgp_class.stop(lab_router(lab, other)->bgp);
	lab_run(lab, 11 * SIM_SEC);
	ck_assert_ptr_eq(bgp_net_chosen(net)->peer, best);
	ck_assert_uint_eq(n_hops_at(lab, 1, "10.77.0.0/16"), 2);
	for (unsigned i = 2; i <= 4; i++)
		if (lab_peer(lab, 1, i) == best)
			bgp_class.stop(lab_router(lab, i)->bgp);
	lab_run(lab, 12 * SIM_SEC);
	ck_assert_uint_eq(n_hops_at(lab, 1, "10.77.0.0/16"), 1);
	bgp_class.start(lab_router(lab, other)->bgp);
	lab_run(lab, 20 * SIM_SEC);
	ck_assert_uint_eq(n_hops_at(lab, 1, "10.77.0.0/16"), 2);
	assert_hops_in_order(lab, 1, "10.77.0.0/16");
	for (unsigned i = 2; i <= 4; i++)
		if (lab_peer(lab, 1, i) == best)
			bgp_class.start(lab_router(lab, i)->bgp);
	lab_run(lab, 30 * SIM_SEC);
	ck_assert_uint_eq(n_hops_at(lab, 1, "10.77.0.0/16"), 3);
	assert_hops_in_order(lab, 1, "10.77.0.0/16");
	for (unsigned i = 2; i <= 4; i++)
		bgp_class.stop(lab_router(lab, i)->bgp);
	lab_run(lab, 31 * SIM_SEC);
	ck_assert_uint_eq(n_hops_at(lab, 1, "10.77.0.0/16"), 0);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp");
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, test_exchange);
	tcase_add_test(tc, test_no_lsp);
	tcase_add_test(tc, test_silent_cut);
	tcase_add_test(tc, test_quiet_after_late_fall);
	tcase_add_test(tc, test_route_lost_for_a_while);
	tcase_add_test(tc, test_route_comes_late);
	tcase_add_test(tc, test_route_changes_while_connecting);
	tcase_add_test(tc, test_stop_and_start);
	tcase_add_test(tc, test_internal_routes_stay);
	tcase_add_test(tc, test_packing_for_a_group);
	tcase_add_test(tc, test_late_peer);
	tcase_add_test(tc, test_external);
	tcase_add_test(tc, test_metric_decides);
	tcase_add_test(tc, test_keepalives);
	tcase_add_test(tc, test_causes);
	tcase_add_test(tc, test_digest);
	tcase_add_test(tc, test_quiet);
	tcase_add_test(tc, test_multipath);
	return test_main("bgp", tc);
}
