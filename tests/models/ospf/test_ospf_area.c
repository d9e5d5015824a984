/* SPDX-License-Identifier: Apache-2.0 */
/* Several areas: border routers, summaries, ranges, stub areas; external routes. */
#include "models/ospf/ospf_area.h"
#include "tests/models/ospf/ospf_net.h"
#include "tests/testing.h"

#include <string.h>

#define SETTLED (70 * SIM_SEC)

static void append_hops(const OspfTable *table, const OspfRoute *route, GString *out)
{
	if (route->attached)
		g_string_append(out, " attached");
	for (uint32_t i = 0; i < route->n_hops; i++) {
		g_string_append(out, i ? " " : " via ");
		net_addr_append(&ospf_table_hops(table, route)[i].gateway, out);
	}
	g_string_append_c(out, '\n');
}

/* OSPF's own table, of networks and then of routers:
 * "10.0.3.0/24 intra-area 0.0.0.0 10 attached\n", "10.0.255.3/32 ... BE via 10.0.3.1\n". */
static char *table_of(const Router *r, const OspfTable *table)
{
	GString *out = g_string_new(NULL);
	char id[OSPF_ID_STRLEN];

	for (unsigned i = 0; i < table->routes->len; i++) {
		const OspfRoute *route = &g_array_index(table->routes, OspfRoute, i);
		net_prefix_append(&route->prefix, out);
		g_string_append_printf(out, " %s %s %u", ospf_path_type_name(route->type),
				       ospf_id_str(route->area, id), route->cost);
		if (route->cost2)
			g_string_append_printf(out, "+%u", route->cost2);
		if (table == &r->ospf->spf.routers)
			g_string_append_printf(out, " %s%s",
					       route->flags & OSPF2_ROUTER_B ? "B" : "",
					       route->flags & OSPF2_ROUTER_E ? "E" : "");
		append_hops(table, route, out);
	}
	return g_string_free(out, FALSE);
}

static void assert_table(const Router *r, const char *want)
{
	char *have = table_of(r, &r->ospf->spf.table);
	ck_assert_str_eq(have, want);
	g_free(have);
}

static void assert_routers(const Router *r, const char *want)
{
	char *have = table_of(r, &r->ospf->spf.routers);
	ck_assert_str_eq(have, want);
	g_free(have);
}

static void assert_routes(Router *r, const char *want)
{
	char *have = net_routes(r);
	ck_assert_str_eq(have, want);
	g_free(have);
}

/* How many LSAs of each type from 1 to 4 an area has, and externals: "3 1 2 1 0". */
static void assert_counts(const Router *r, uint32_t id, const char *want)
{
	const OspfArea *area = ospf_area_find(r->ospf, id);
	unsigned n[OSPF2_LSA_EXTERNAL + 1] = {0};

	for (unsigned i = 0; i < area->lsdb.lsas->len; i++)
		n[ospf_lsa_key(g_ptr_array_index(area->lsdb.lsas, i))->type]++;
	char *have = g_strdup_printf("%u %u %u %u %u", n[1], n[2], n[3], n[4],
				     r->ospf->externals.lsas->len);
	ck_assert_str_eq(have, want);
	g_free(have);
}

static OspfIface *attach(Net *net, FwdLink *segment, Router *r, const char *address, uint32_t area)
{
	OspfIfaceConfig config = net_iface_config();
	char *name = g_strdup_printf("eth%u", r->fwd->ifaces->len - 1);

	config.area = area;
	config.hello_interval = 2 * SIM_SEC;
	config.dead_interval = 10 * SIM_SEC;
	FwdIface *iface = net_iface(r, name, address, &config);
	g_free(name);
	if (!segment) {
		segment = fwd_segment_new(net->fwd, SIM_MSEC, 0);
		g_ptr_array_add(net->links, segment);
	}
	fwd_link_attach(segment, iface);
	return ospf_find_iface(r->ospf, iface);
}

/* A router without a loopback: like those of a suite of tests for real routers. */
static Router *bare_router(Net *net, const char *name, const char *id)
{
	Router *r = net_router(net, name, id);

	fwd_iface_set_shut(fwd_node_iface(r->fwd, "lo"), TRUE);
	return r;
}

typedef struct Two {
	Net *net;
	Router *r[5]; /* from 1 */
	FwdLink *s3, *s5;
	OspfIface *r3_area1, *r4_area1;
} Two;

/* r1, r2 and r3 on a segment of the backbone, r3 and r4 on one of area 1, and a stub network each:
 * the topology and the tables are those of FRR's test ospf_topo1. */
static Two two_areas(void)
{
	Two t = {.net = net_new()};

	for (unsigned i = 1; i <= 4; i++) {
		char *name = g_strdup_printf("r%u", i), *id = g_strdup_printf("10.0.255.%u", i);
		t.r[i] = bare_router(t.net, name, id);
		ck_assert(net_configure(t.r[i], "redistribute", "from=connected"));
		ck_assert(net_configure(t.r[i], "redistribute", "from=static"));
		g_free(name);
		g_free(id);
	}
	t.s3 = fwd_segment_new(t.net->fwd, SIM_MSEC, 0);
	t.s5 = fwd_segment_new(t.net->fwd, SIM_MSEC, 0);
	g_ptr_array_add(t.net->links, t.s3);
	g_ptr_array_add(t.net->links, t.s5);
	attach(t.net, NULL, t.r[1], "10.0.1.1/24", 0);
	attach(t.net, t.s3, t.r[1], "10.0.3.2/24", 0);
	attach(t.net, NULL, t.r[2], "10.0.2.1/24", 0);
	attach(t.net, t.s3, t.r[2], "10.0.3.3/24", 0);
	attach(t.net, t.s3, t.r[3], "10.0.3.1/24", 0);
	attach(t.net, NULL, t.r[3], "10.0.10.1/24", 0);
	t.r3_area1 = attach(t.net, t.s5, t.r[3], "172.16.0.2/24", 1);
	t.r4_area1 = attach(t.net, t.s5, t.r[4], "172.16.0.1/24", 1);
	attach(t.net, NULL, t.r[4], "172.16.1.100/24", 1);
	net_start(t.net);
	net_run(t.net, SETTLED);
	return t;
}

START_TEST(two_areas_converged)
{
	Two t = two_areas();

	assert_table(t.r[1], "10.0.1.0/24 intra-area 0.0.0.0 10 attached\n"
			     "10.0.2.0/24 intra-area 0.0.0.0 20 via 10.0.3.3\n"
			     "10.0.3.0/24 intra-area 0.0.0.0 10 attached\n"
			     "10.0.10.0/24 intra-area 0.0.0.0 20 via 10.0.3.1\n"
			     "172.16.0.0/24 inter-area 0.0.0.0 20 via 10.0.3.1\n"
			     "172.16.1.0/24 inter-area 0.0.0.0 30 via 10.0.3.1\n");
	assert_routers(t.r[1], "10.0.255.2/32 intra-area 0.0.0.0 10 E via 10.0.3.3\n"
			       "10.0.255.3/32 intra-area 0.0.0.0 10 BE via 10.0.3.1\n"
			       "10.0.255.4/32 inter-area 0.0.0.0 20 E via 10.0.3.1\n");
	assert_table(t.r[2], "10.0.1.0/24 intra-area 0.0.0.0 20 via 10.0.3.2\n"
			     "10.0.2.0/24 intra-area 0.0.0.0 10 attached\n"
			     "10.0.3.0/24 intra-area 0.0.0.0 10 attached\n"
			     "10.0.10.0/24 intra-area 0.0.0.0 20 via 10.0.3.1\n"
			     "172.16.0.0/24 inter-area 0.0.0.0 20 via 10.0.3.1\n"
			     "172.16.1.0/24 inter-area 0.0.0.0 30 via 10.0.3.1\n");
	assert_routers(t.r[2], "10.0.255.1/32 intra-area 0.0.0.0 10 E via 10.0.3.2\n"
			       "10.0.255.3/32 intra-area 0.0.0.0 10 BE via 10.0.3.1\n"
			       "10.0.255.4/32 inter-area 0.0.0.0 20 E via 10.0.3.1\n");
	assert_table(t.r[3], "10.0.1.0/24 intra-area 0.0.0.0 20 via 10.0.3.2\n"
			     "10.0.2.0/24 intra-area 0.0.0.0 20 via 10.0.3.3\n"
			     "10.0.3.0/24 intra-area 0.0.0.0 10 attached\n"
			     "10.0.10.0/24 intra-area 0.0.0.0 10 attached\n"
			     "172.16.0.0/24 intra-area 0.0.0.1 10 attached\n"
			     "172.16.1.0/24 intra-area 0.0.0.1 20 via 172.16.0.1\n");
	assert_routers(t.r[3], "10.0.255.1/32 intra-area 0.0.0.0 10 E via 10.0.3.2\n"
			       "10.0.255.2/32 intra-area 0.0.0.0 10 E via 10.0.3.3\n"
			       "10.0.255.4/32 intra-area 0.0.0.1 10 E via 172.16.0.1\n");
	assert_table(t.r[4], "10.0.1.0/24 inter-area 0.0.0.1 30 via 172.16.0.2\n"
			     "10.0.2.0/24 inter-area 0.0.0.1 30 via 172.16.0.2\n"
			     "10.0.3.0/24 inter-area 0.0.0.1 20 via 172.16.0.2\n"
			     "10.0.10.0/24 inter-area 0.0.0.1 20 via 172.16.0.2\n"
			     "172.16.0.0/24 intra-area 0.0.0.1 10 attached\n"
			     "172.16.1.0/24 intra-area 0.0.0.1 10 attached\n");
	assert_routers(t.r[4], "10.0.255.3/32 intra-area 0.0.0.1 10 BE via 172.16.0.2\n"
			       "10.0.255.1/32 inter-area 0.0.0.1 20 E via 172.16.0.2\n"
			       "10.0.255.2/32 inter-area 0.0.0.1 20 E via 172.16.0.2\n");
	for (unsigned i = 1; i <= 3; i++)
		assert_counts(t.r[i], 0, "3 1 2 1 0");
	assert_counts(t.r[3], 1, "2 1 4 2 0");
	assert_counts(t.r[4], 1, "2 1 4 2 0");
	net_free(t.net);
}
END_TEST

/* r3's interface to the backbone's segment goes: r4 keeps what r3 has of its own. */
START_TEST(two_areas_broken)
{
	Two t = two_areas();

	fwd_iface_set_shut(fwd_node_iface(t.r[3]->fwd, "eth0"), TRUE);
	net_run(t.net, 60 * SIM_SEC);
	assert_table(t.r[1], "10.0.1.0/24 intra-area 0.0.0.0 10 attached\n"
			     "10.0.2.0/24 intra-area 0.0.0.0 20 via 10.0.3.3\n"
			     "10.0.3.0/24 intra-area 0.0.0.0 10 attached\n");
	assert_routers(t.r[1], "10.0.255.2/32 intra-area 0.0.0.0 10 E via 10.0.3.3\n");
	assert_table(t.r[2], "10.0.1.0/24 intra-area 0.0.0.0 20 via 10.0.3.2\n"
			     "10.0.2.0/24 intra-area 0.0.0.0 10 attached\n"
			     "10.0.3.0/24 intra-area 0.0.0.0 10 attached\n");
	assert_routers(t.r[2], "10.0.255.1/32 intra-area 0.0.0.0 10 E via 10.0.3.2\n");
	assert_table(t.r[3], "10.0.10.0/24 intra-area 0.0.0.0 10 attached\n"
			     "172.16.0.0/24 intra-area 0.0.0.1 10 attached\n"
			     "172.16.1.0/24 intra-area 0.0.0.1 20 via 172.16.0.1\n");
	assert_routers(t.r[3], "10.0.255.4/32 intra-area 0.0.0.1 10 E via 172.16.0.1\n");
	assert_table(t.r[4], "10.0.10.0/24 inter-area 0.0.0.1 20 via 172.16.0.2\n"
			     "172.16.0.0/24 intra-area 0.0.0.1 10 attached\n"
			     "172.16.1.0/24 intra-area 0.0.0.1 10 attached\n");
	assert_routers(t.r[4], "10.0.255.3/32 intra-area 0.0.0.1 10 BE via 172.16.0.2\n");
	assert_counts(t.r[4], 1, "2 1 1 0 0");
	net_free(t.net);
}
END_TEST

/* A - B - C - D in a line: areas 1, 0, 2. */
typedef struct Line {
	Net *net;
	Router *a, *b, *c, *d;
} Line;

static void join_in_area(Router *a, Router *b, uint32_t area)
{
	FwdLink *link = fwd_link_new(a->net->fwd, SIM_MSEC, 0);
	OspfIfaceConfig config = net_iface_config();

	config.area = area;
	for (unsigned host = 1; host <= 2; host++) {
		Router *r = host == 1 ? a : b;
		char *address = g_strdup_printf("10.1.%u.%u/30", a->net->n_subnets, host);
		fwd_link_attach(link,
				net_iface(r, (host == 1 ? b : a)->fwd->name, address, &config));
		g_free(address);
	}
	g_ptr_array_add(a->net->links, link);
	a->net->n_subnets++;
}

/* Loopbacks of net_router() are in area 0, so these here have none but what they are given. */
static Line line_new(void)
{
	Line l = {.net = net_new()};

	l.a = bare_router(l.net, "A", "10.0.0.1");
	l.b = bare_router(l.net, "B", "10.0.0.2");
	l.c = bare_router(l.net, "C", "10.0.0.3");
	l.d = bare_router(l.net, "D", "10.0.0.4");
	join_in_area(l.a, l.b, 1);
	join_in_area(l.b, l.c, 0);
	join_in_area(l.c, l.d, 2);
	return l;
}

static void line_run(Line *l)
{
	net_start(l->net);
	net_run(l->net, SETTLED);
}

/* A network behind a loopback of the router's, not OSPF's; and one of OSPF's in an area. */
static void add_site(Router *r, const char *name, const char *address, int area)
{
	NetPrefix prefix;
	OspfIfaceConfig config = net_iface_config();
	FwdIface *iface = fwd_iface_new(r->fwd, name, FWD_IFACE_LOOPBACK, NULL, 0);

	g_assert(net_prefix_parse(address, TRUE, &prefix));
	fwd_iface_add_address(iface, &prefix);
	config.area = (uint32_t)area;
	if (area >= 0)
		ck_assert(ospf_class.items[0].add(&r->ospf->proto, iface, &config, NULL));
	/* The RIB hears of the address when the interface comes up. */
	fwd_iface_set_shut(iface, TRUE);
	fwd_iface_set_shut(iface, FALSE);
}

START_TEST(three_areas)
{
	Line l = line_new();

	line_run(&l);
	assert_routes(l.a, "10.1.1.0/30 metric 20 via 10.1.0.2 B\n"
			   "10.1.2.0/30 metric 30 via 10.1.0.2 B\n");
	assert_routes(l.d, "10.1.0.0/30 metric 30 via 10.1.2.1 C\n"
			   "10.1.1.0/30 metric 20 via 10.1.2.1 C\n");
	/* No border router tells an area of what is in it: one summary each of two others. */
	assert_counts(l.a, 1, "2 0 2 0 0");
	assert_counts(l.b, 0, "2 0 2 0 0");
	net_free(l.net);
}
END_TEST

static gboolean discards(const Router *r, uint32_t network)
{
	NetAddr address = net_addr_ipv4(network);
	NetPrefix prefix = net_prefix(&address, 16);
	const RibRoute *route = rib_best(rib_global(r->rib), &prefix);

	return route && route->hops[0].kind == RIB_HOP_DISCARD;
}

START_TEST(ranges)
{
	Line l = line_new();

	add_site(l.a, "s1", "172.16.1.1/32", 1);
	add_site(l.a, "s2", "172.16.2.1/32", 1);
	add_site(l.a, "s3", "172.17.0.1/32", 1);
	ck_assert(net_configure(l.b, "range", "area=1 prefix=172.16.0.0/16"));
	ck_assert(net_configure(l.b, "range", "area=1 prefix=172.17.0.0/16 advertise=no"));
	ck_assert(net_configure(l.b, "range", "area=1 prefix=172.18.0.0/16")); /* nothing in it */
	line_run(&l);
	assert_routes(l.d, "10.1.0.0/30 metric 30 via 10.1.2.1 C\n"
			   "10.1.1.0/30 metric 20 via 10.1.2.1 C\n"
			   "172.16.0.0/16 metric 30 via 10.1.2.1 C\n");
	/* At the border, what is not there leads nowhere. */
	ck_assert(discards(l.b, 0xac100000));
	ck_assert(discards(l.b, 0xac110000));
	ck_assert(!discards(l.b, 0xac120000));
	ck_assert(!discards(l.c, 0xac100000));
	fwd_iface_set_shut(fwd_node_iface(l.a->fwd, "s1"), TRUE);
	fwd_iface_set_shut(fwd_node_iface(l.a->fwd, "s2"), TRUE);
	net_run(l.net, 20 * SIM_SEC);
	assert_routes(l.d, "10.1.0.0/30 metric 30 via 10.1.2.1 C\n"
			   "10.1.1.0/30 metric 20 via 10.1.2.1 C\n");
	ck_assert(!discards(l.b, 0xac100000));
	net_free(l.net);
}
END_TEST

/* One address, three lengths: their summaries have three link state ids (RFC 2328 appendix E). */
START_TEST(same_address_several_lengths)
{
	Line l = line_new();

	add_site(l.a, "s1", "172.16.0.0/32", 1);
	ck_assert(net_configure(l.a, "redistribute", "from=connected"));
	add_site(l.a, "s2", "172.16.0.9/24", -1);
	add_site(l.a, "s3", "172.16.0.8/16", -1);
	line_run(&l);
	assert_routes(l.d, "10.1.0.0/30 metric 30 via 10.1.2.1 C\n"
			   "10.1.1.0/30 metric 20 via 10.1.2.1 C\n"
			   "172.16.0.0/16 metric 20 via 10.1.2.1 C\n"
			   "172.16.0.0/24 metric 20 via 10.1.2.1 C\n"
			   "172.16.0.0/32 metric 30 via 10.1.2.1 C\n");
	ck_assert_uint_eq(l.d->ospf->externals.lsas->len, 2);
	net_free(l.net);
}
END_TEST

START_TEST(external_types)
{
	Line l = line_new();

	add_site(l.a, "x", "192.0.2.1/24", -1);
	ck_assert(
		net_configure(l.a, "redistribute", "from=connected metric=7 metric-type=1 tag=99"));
	add_site(l.d, "x", "198.51.100.1/24", -1);
	ck_assert(net_configure(l.d, "redistribute", "from=connected metric=7"));
	line_run(&l);
	assert_table(l.b, "10.1.0.0/30 intra-area 0.0.0.1 10 attached\n"
			  "10.1.1.0/30 intra-area 0.0.0.0 10 attached\n"
			  "10.1.2.0/30 inter-area 0.0.0.0 20 via 10.1.1.2\n"
			  "192.0.2.0/24 external-1 0.0.0.0 17 via 10.1.0.1\n"
			  "198.51.100.0/24 external-2 0.0.0.0 20+7 via 10.1.1.2\n");
	assert_counts(l.b, 0, "2 0 2 2 2");
	/* They go with the routes that they are of. */
	fwd_iface_set_shut(fwd_node_iface(l.a->fwd, "x"), TRUE);
	net_run(l.net, 10 * SIM_SEC);
	ck_assert_uint_eq(l.b->ospf->externals.lsas->len, 1);
	net_free(l.net);
}
END_TEST

/* B has two links to the boundary router X, the cheaper one in the backbone. RFC 2328 16.4.1 prefers the
 * path inside the other area, RFC 1583 the cheaper one. */
static void assert_exit(const char *compatible, const char *want)
{
	Net *net = net_new();
	Router *b = net_router(net, "B", "10.0.0.1"), *x = net_router(net, "X", "10.0.0.2");
	OspfIfaceConfig inside = net_iface_config();
	FwdLink *link = fwd_link_new(net->fwd, SIM_MSEC, 0);

	inside.area = 1;
	inside.cost = 50;
	net_join(b, x, 10);
	fwd_link_attach(link, net_iface(b, "inside", "10.9.0.1/30", &inside));
	fwd_link_attach(link, net_iface(x, "inside", "10.9.0.2/30", &inside));
	g_ptr_array_add(net->links, link);
	add_site(x, "x", "192.0.2.1/24", -1);
	ck_assert(net_configure(x, "redistribute", "from=connected"));
	net_set(b, "rfc1583-compatible", compatible);
	net_start(net);
	net_run(net, SETTLED);
	char *routes = net_routes(b);
	ck_assert_msg(strstr(routes, want) != NULL, "%s", routes);
	g_free(routes);
	net_free(net);
}

START_TEST(exit_inside_an_area)
{
	assert_exit("no", "192.0.2.0/24 metric 20 via 10.9.0.2 inside\n");
	assert_exit("yes", "192.0.2.0/24 metric 20 via 10.1.0.2 X\n");
}
END_TEST

/* What an ordinary area learns of the outside, a stub area does by a default route. */
static Line stub_line(const char *extra)
{
	Line l = line_new();

	add_site(l.a, "x", "192.0.2.1/24", -1);
	ck_assert(net_configure(l.a, "redistribute", "from=connected"));
	ck_assert(net_configure(l.c, "area", extra));
	ck_assert(net_configure(l.d, "area", "id=2 stub=yes"));
	line_run(&l);
	return l;
}

START_TEST(stub_area)
{
	Line l = stub_line("id=2 stub=yes default-cost=5");

	ck_assert_str_eq(net_state(l.d, "C"), "Full");
	assert_routes(l.d, "0.0.0.0/0 metric 15 via 10.1.2.1 C\n"
			   "10.1.0.0/30 metric 30 via 10.1.2.1 C\n"
			   "10.1.1.0/30 metric 20 via 10.1.2.1 C\n");
	assert_counts(l.d, 2, "2 0 3 0 0");
	assert_counts(l.c, 0, "2 0 2 1 1");
	ck_assert_uint_eq(ospf_area_find(l.d->ospf, 2)->lsdb.n_flushing, 0);
	net_free(l.net);
}
END_TEST

START_TEST(stub_area_without_summaries)
{
	Line l = stub_line("id=2 stub=yes no-summary=yes");

	assert_routes(l.d, "0.0.0.0/0 metric 11 via 10.1.2.1 C\n");
	net_free(l.net);
}
END_TEST

START_TEST(stub_at_one_end_only)
{
	Line l = stub_line("id=2");

	ck_assert_str_eq(net_state(l.d, "C"), "none");
	ck_assert_str_eq(net_state(l.c, "D"), "none");
	net_free(l.net);
}
END_TEST

START_TEST(configuration_that_is_refused)
{
	Line l = line_new();

	ck_assert(!net_configure(l.a, "area", "id=0 stub=yes"));
	ck_assert(!net_configure(l.a, "area", "id=1 no-summary=yes"));
	ck_assert(!net_configure(l.a, "area", "id=1 stub=yes default-cost=16777215"));
	ck_assert(!net_configure(l.a, "redistribute", "from=ospf"));
	ck_assert(!net_configure(l.a, "redistribute", "from=static metric=16777215"));
	ck_assert(!net_configure(l.a, "range", "area=1 prefix=2001:db8::/32"));
	net_free(l.net);
}
END_TEST

/* B does not see the backbone: it is no border router, and passes nothing on. */
START_TEST(no_border_router_without_backbone)
{
	Net *net = net_new();
	Router *a = bare_router(net, "A", "10.0.0.1"), *b = bare_router(net, "B", "10.0.0.2");
	Router *c = bare_router(net, "C", "10.0.0.3");

	join_in_area(a, b, 1);
	join_in_area(b, c, 2);
	net_start(net);
	net_run(net, SETTLED);
	ck_assert(!ospf_is_abr(b->ospf));
	assert_routes(a, "");
	net_free(net);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_area");
	tcase_add_test(tc, two_areas_converged);
	tcase_add_test(tc, two_areas_broken);
	tcase_add_test(tc, three_areas);
	tcase_add_test(tc, ranges);
	tcase_add_test(tc, same_address_several_lengths);
	tcase_add_test(tc, external_types);
	tcase_add_test(tc, exit_inside_an_area);
	tcase_add_test(tc, stub_area);
	tcase_add_test(tc, stub_area_without_summaries);
	tcase_add_test(tc, stub_at_one_end_only);
	tcase_add_test(tc, configuration_that_is_refused);
	tcase_add_test(tc, no_border_router_without_backbone);
	return test_main("ospf_area", tc);
}
