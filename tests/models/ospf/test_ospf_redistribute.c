/* SPDX-License-Identifier: Apache-2.0 */
/* What a boundary router tells of: routes of others, a default route, summaries of them. */
#include "models/ospf/ospf_redistribute.h"
#include "tests/models/ospf/ospf_net.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

#include <string.h>

#define SETTLED (60 * SIM_SEC)

static void set_static(Router *r, const RibSource *source, const char *prefix, const RibHop *hop)
{
	RibRoute route = {.source = source, .distance = 1, .n_hops = 1, .hops = hop};

	ck_assert(net_prefix_parse(prefix, TRUE, &route.prefix));
	if (hop)
		rib_route_update(rib_global(r->rib), &route);
	else
		rib_route_withdraw(rib_global(r->rib), source, &route.prefix);
}

/* A boundary router and its neighbour. */
typedef struct Pair {
	Net *net;
	Router *a, *b;
	RibSource source; /* of static routes of A */
} Pair;

static void pair_init(Pair *p)
{
	*p = (Pair){.net = net_new()};
	p->a = net_router(p->net, "A", "10.0.0.1");
	p->b = net_router(p->net, "B", "10.0.0.2");
	net_join(p->a, p->b, 10);
	rib_source_init(p->a->rib, &p->source, "static", NULL);
}

static const RibHop nowhere = {.kind = RIB_HOP_DISCARD};

/* Runs on until all is told; the external routes of B. */
static void assert_told(Pair *p, const char *want)
{
	net_run(p->net, SETTLED);
	char *routes = net_routes(p->b),
	     *external = strstr(routes, "/32 metric 10 via 10.1.0.1 A\n");
	GString *seen = g_string_new(NULL);

	/* All but the one to A's loopback. */
	ck_assert_ptr_nonnull(external);
	for (char **lines = g_strsplit(routes, "\n", -1), **l = lines;; l++) {
		if (*l && **l && !strstr(*l, "10.0.0.1/32"))
			g_string_append_printf(seen, "%s\n", *l);
		if (!*l) {
			g_strfreev(lines);
			break;
		}
	}
	ck_assert_str_eq(seen->str, want);
	g_string_free(seen, TRUE);
	g_free(routes);
}

/* As long as there is one, and not as one of the routes that are redistributed. */
START_TEST(default_information)
{
	Pair p;

	pair_init(&p);
	ck_assert(net_configure(p.a, "redistribute", "from=static"));
	net_start(p.net);
	set_static(p.a, &p.source, "0.0.0.0/0", &nowhere);
	assert_told(&p, "");
	ck_assert(net_configure(p.a, "default-information", "metric=5 metric-type=1"));
	ck_assert(!net_configure(p.a, "default-information", "metric=5"));
	set_static(p.a, &p.source, "0.0.0.0/0", NULL);
	set_static(p.a, &p.source, "0.0.0.0/0", &nowhere);
	assert_told(&p, "0.0.0.0/0 metric 15 via 10.1.0.1 A\n");
	set_static(p.a, &p.source, "0.0.0.0/0", NULL);
	assert_told(&p, "");
	net_free(p.net);
}
END_TEST

START_TEST(default_information_always)
{
	Pair p;

	pair_init(&p);
	ck_assert(net_configure(p.a, "default-information", "always=yes"));
	net_start(p.net);
	assert_told(&p, "0.0.0.0/0 metric 1 via 10.1.0.1 A\n");
	net_free(p.net);
}
END_TEST

static void on_refusal(const TraceRecord *record, void *user)
{
	const TraceRefusal *refusal = (const TraceRefusal *)record;
	char prefix[NET_PREFIX_STRLEN];

	net_prefix_str(&refusal->prefix, prefix);
	g_string_append_printf(user, "%s %s: %s\n", refusal->protocol, prefix, refusal->reason);
}

/* A route map permits, and sets what is told of a route; what it denies is recorded, once, be it there at
 * the start or come later. */
START_TEST(route_map)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(set, "some", NULL);
	g_autoptr(GString) refused = g_string_new(NULL);
	Pair p;

	text_list(set, &policy_prefix_list, "one", "prefix=192.0.2.0/24");
	text_list(set, &policy_prefix_list, "two", "prefix=198.51.100.0/24");
	text_entry(map, policy_common_rules,
		   "permit; match-prefix-list names=one; set-metric value=33; "
		   "set-metric-type value=1");
	text_entry(map, policy_common_rules, "permit; match-prefix-list names=two");
	pair_init(&p);
	p.a->host.policies = set;
	ck_assert(!net_configure(p.a, "redistribute", "from=static route-map=sone"));
	ck_assert(net_configure(p.a, "redistribute", "from=static metric=7 route-map=some"));
	sim_subscribe(p.net->sim, &trace_refusal, on_refusal, refused);
	set_static(p.a, &p.source, "203.0.114.0/24", &nowhere);
	net_start(p.net);
	set_static(p.a, &p.source, "192.0.2.0/24", &nowhere);
	set_static(p.a, &p.source, "198.51.100.0/24", &nowhere);
	set_static(p.a, &p.source, "203.0.113.0/24", &nowhere);
	assert_told(&p, "192.0.2.0/24 metric 43 via 10.1.0.1 A\n"
			"198.51.100.0/24 metric 7 via 10.1.0.1 A\n");
	ck_assert_str_eq(refused->str, "ospf 203.0.114.0/24: route-map some: no entry matches\n"
				       "ospf 203.0.113.0/24: route-map some: no entry matches\n");
	net_free(p.net);
	policy_set_free(set);
}
END_TEST

static gboolean has_discard(Router *r, const char *prefix)
{
	NetPrefix found;

	ck_assert(net_prefix_parse(prefix, TRUE, &found));
	const RibRoute *route = rib_best(rib_global(r->rib), &found);
	return route && route->hops[0].kind == RIB_HOP_DISCARD;
}

START_TEST(summary_addresses)
{
	Pair p;

	pair_init(&p);
	ck_assert(net_configure(p.a, "redistribute", "from=static metric=7"));
	ck_assert(net_configure(p.a, "summary-address", "prefix=192.0.2.0/24 tag=9"));
	ck_assert(net_configure(p.a, "summary-address", "prefix=198.51.100.0/24 advertise=no"));
	ck_assert(!net_configure(p.a, "summary-address", "prefix=0.0.0.0/0"));
	net_start(p.net);
	set_static(p.a, &p.source, "192.0.2.0/26", &nowhere);
	set_static(p.a, &p.source, "192.0.2.64/26", &nowhere);
	set_static(p.a, &p.source, "198.51.100.4/30", &nowhere);
	set_static(p.a, &p.source, "203.0.113.0/24", &nowhere);
	assert_told(&p, "192.0.2.0/24 metric 7 via 10.1.0.1 A\n"
			"203.0.113.0/24 metric 7 via 10.1.0.1 A\n");
	ck_assert(has_discard(p.a, "192.0.2.0/24"));
	/* With the last of its parts it goes. */
	set_static(p.a, &p.source, "192.0.2.0/26", NULL);
	assert_told(&p, "192.0.2.0/24 metric 7 via 10.1.0.1 A\n"
			"203.0.113.0/24 metric 7 via 10.1.0.1 A\n");
	set_static(p.a, &p.source, "192.0.2.64/26", NULL);
	assert_told(&p, "203.0.113.0/24 metric 7 via 10.1.0.1 A\n");
	ck_assert(!has_discard(p.a, "192.0.2.0/24"));
	net_free(p.net);
}
END_TEST

/* Who tells of the only external network that there is: "1" for 10.0.0.1. */
static void assert_teller(const Router *r, const char *want)
{
	const GPtrArray *lsas = r->ospf->externals.lsas;
	GString *have = g_string_new(NULL);

	for (unsigned i = 0; i < lsas->len; i++)
		g_string_append_printf(have, "%u",
				       ospf_lsa_key(g_ptr_array_index(lsas, i))->adv_router & 0xff);
	ck_assert_str_eq(have->str, want);
	g_string_free(have, TRUE);
}

/* RFC 2328 12.4.4: two routers that send to the same third one need not both tell of it. */
START_TEST(equivalents)
{
	Net *net = net_new();
	Router *r[3] = {net_router(net, "A", "10.0.0.1"), net_router(net, "B", "10.0.0.2"),
			net_router(net, "C", "10.0.0.3")};
	FwdLink *segment = net_segment(net);
	RibSource sources[2];

	for (unsigned i = 0; i < 3; i++) {
		const OspfIface *iface = net_attach(segment, r[i], i + 1, 1);
		RibHop hop = {.kind = RIB_HOP_INTERFACE,
			      .iface = iface->fwd,
			      .gateway = net_addr_ipv4(0x0a010009)};
		if (i == 2)
			break;
		ck_assert(net_configure(r[i], "redistribute", "from=static"));
		rib_source_init(r[i]->rib, &sources[i], "static", NULL);
		set_static(r[i], &sources[i], "192.0.2.0/24", &hop);
	}
	net_start(net);
	net_run(net, 2 * SETTLED);
	assert_teller(r[0], "2");
	assert_teller(r[2], "2");
	/* The other one goes away: first its LSA is flushed, then it cannot be reached. */
	set_static(r[1], &sources[1], "192.0.2.0/24", NULL);
	net_run(net, SETTLED);
	assert_teller(r[2], "1");
	RibHop again = {.kind = RIB_HOP_INTERFACE,
			.iface = fwd_node_iface(r[1]->fwd, "lan"),
			.gateway = net_addr_ipv4(0x0a010009)};
	set_static(r[1], &sources[1], "192.0.2.0/24", &again);
	net_run(net, SETTLED);
	assert_teller(r[2], "2");
	fwd_iface_set_shut(fwd_node_iface(r[1]->fwd, "lan"), TRUE);
	net_run(net, SETTLED);
	assert_teller(r[2], "12");
	net_free(net);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_redistribute");
	tcase_add_test(tc, default_information);
	tcase_add_test(tc, route_map);
	tcase_add_test(tc, default_information_always);
	tcase_add_test(tc, summary_addresses);
	tcase_add_test(tc, equivalents);
	return test_main("ospf_redistribute", tc);
}
