/* SPDX-License-Identifier: Apache-2.0 */
/* What OSPF shows. */
#include "models/ospf/ospf_tables.h"
#include "tests/models/net/table_text.h"
#include "tests/models/ospf/ospf_net.h"
#include "tests/testing.h"

#include <string.h>

typedef struct Pair {
	Net *net;
	Router *a, *b;
	FwdLink *link;
} Pair;

static Pair pair_new(void)
{
	Pair p = {.net = net_new()};

	p.a = net_router(p.net, "A", "10.0.0.1");
	p.b = net_router(p.net, "B", "10.0.0.2");
	p.link = net_join(p.a, p.b, 10);
	net_start(p.net);
	net_run(p.net, 30 * SIM_SEC);
	return p;
}

static const char *text(const Router *r, const char *table, const char *columns)
{
	return table_text(table_named(ospf_tables, table), r->ospf, columns);
}

START_TEST(tables)
{
	Pair p = pair_new();

	ck_assert_msg(
		strstr(text(p.a, "ospf-interfaces",
			    "interface area address state cost dead_interval_ns neighbors full"),
		       "B | 0.0.0.0 | 10.1.0.1 | Point-to-point | 10 | 40 | 1 | 1\n") != NULL,
		"%s", text(p.a, "ospf-interfaces", "interface area address state cost"));
	ck_assert_str_eq(text(p.a, "ospf-neighbors",
			      "interface area router_id address state requests retransmissions"),
			 "B | 0.0.0.0 | 10.0.0.2 | 10.1.0.2 | Full | 0 | 0\n");
	ck_assert_str_eq(text(p.a, "ospf-routes", "prefix path area cost attached next_hop"),
			 "10.0.0.1/32 | intra-area | 0.0.0.0 | 0 | yes | \n"
			 "10.0.0.2/32 | intra-area | 0.0.0.0 | 10 | no | 10.1.0.2 B\n"
			 "10.1.0.0/30 | intra-area | 0.0.0.0 | 10 | yes | \n");
	ck_assert_str_eq(text(p.a, "ospf-routers", "router_id cost"), "");
	ck_assert_str_eq(text(p.a, "ospf-neighbors", "priority dr bdr options"), "1 | - | - | E\n");
	ck_assert_msg(strstr(text(p.a, "ospf-interfaces",
				  "unnumbered network retransmit_interval_ns transmit_delay_ns "
				  "authentication mtu_ignore"),
			     "no | point-to-point | 5 | 1 | none | no\n") != NULL,
		      "%s", text(p.a, "ospf-interfaces", "network"));
	ck_assert_str_eq(text(p.a, "ospf-areas", "area type authentication interfaces full lsas"),
			 "0.0.0.0 | normal | none | 2 | 1 | 2\n");
	ck_assert_str_eq(text(p.a, "ospf-processes",
			      "process router_id abr asbr stub_router areas external_lsas"),
			 "1 | 10.0.0.1 | no | no | no | 1 | 0\n");
	net_free(p.net);
}
END_TEST

START_TEST(database)
{
	Pair p = pair_new();
	const char *lsas = text(p.b, "ospf-database", "type link_state_id adv_router own links");

	ck_assert_str_eq(
		lsas, "router | 10.0.0.1 | 10.0.0.1 | no | stub 10.0.0.1 255.255.255.255 cost 0, "
		      "p2p 10.0.0.2 10.1.0.1 cost 10, stub 10.1.0.0 255.255.255.252 cost 10\n"
		      "router | 10.0.0.2 | 10.0.0.2 | yes | stub 10.0.0.2 255.255.255.255 cost "
		      "0, p2p 10.0.0.1 10.1.0.2 cost 10, stub 10.1.0.0 255.255.255.252 cost 10\n");
	net_run(p.net, 100 * SIM_SEC);
	for (const char *line = text(p.b, "ospf-database", "age_s"); *line;
	     line = strchr(line, '\n') + 1)
		ck_assert_int_ge(atoi(line), 100);
	net_free(p.net);
}
END_TEST

/* An AS boundary router with a network, a range of nothing and a summary of that. */
START_TEST(boundary)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");
	OspfIfaceConfig other = net_iface_config();

	net_join(a, b, 10);
	other.area = 2;
	net_iface(a, "x", "10.9.0.1/24", &other);
	ck_assert(net_configure(a, "area", "id=2 stub=yes no-summary=yes authentication=md5"));
	ck_assert(net_configure(a, "default-information", "always=yes metric=3"));
	net_set(a, "max-metric", "yes");
	net_start(net);
	net_run(net, 60 * SIM_SEC);
	ck_assert_str_eq(text(b, "ospf-database", "type adv_router options flags links"),
			 "router | 10.0.0.1 | E | E | stub 10.0.0.1 255.255.255.255 cost 0, "
			 "p2p 10.0.0.2 10.1.0.1 cost 65535, stub 10.1.0.0 255.255.255.252 cost 10\n"
			 "router | 10.0.0.2 | E |  | stub 10.0.0.2 255.255.255.255 cost 0, "
			 "p2p 10.0.0.1 10.1.0.2 cost 10, stub 10.1.0.0 255.255.255.252 cost 10\n"
			 "as-external | 10.0.0.1 | E | - | mask 0.0.0.0 cost 3 type 2 forwarding "
			 "0.0.0.0 tag 0\n");
	ck_assert_str_eq(text(a, "ospf-areas", "area type authentication"),
			 "0.0.0.0 | normal | none\n0.0.0.2 | stub no-summary | md5\n");
	ck_assert_str_eq(text(a, "ospf-processes", "abr asbr stub_router external_lsas"),
			 "no | yes | yes | 1\n");
	net_free(net);
}
END_TEST

START_TEST(log_of_calculations)
{
	Pair p = pair_new();
	unsigned before;

	ck_assert_uint_ge(p.a->ospf->spf.log->len, 2);
	before = p.a->ospf->spf.n_runs;
	fwd_link_set_state(p.link, FWD_LINK_DOWN);
	net_run(p.net, SIM_SEC);
	ck_assert_uint_gt(p.a->ospf->spf.n_runs, before);
	ck_assert_msg(
		strstr(text(p.a, "ospf-spf-log", "scheduled_ns time_ns routers routes changed"),
		       "30 | 30 | 2 | 1 | 1\n") != NULL,
		"%s", text(p.a, "ospf-spf-log", "scheduled_ns time_ns routers routes changed"));
	/* The oldest are forgotten. */
	for (unsigned i = 0; i < 2 * OSPF_SPF_LOG_MAX; i++) {
		ospf_spf_schedule(p.a->ospf);
		net_run(p.net, 10 * SIM_SEC);
	}
	ck_assert_uint_eq(p.a->ospf->spf.log->len, OSPF_SPF_LOG_MAX);
	ck_assert_uint_eq(
		g_array_index(p.a->ospf->spf.log, OspfSpfRun, OSPF_SPF_LOG_MAX - 1).number,
		p.a->ospf->spf.n_runs);
	net_free(p.net);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tables");

	tcase_add_test(tc, tables);
	tcase_add_test(tc, database);
	tcase_add_test(tc, boundary);
	tcase_add_test(tc, log_of_calculations);
	return test_main("ospf tables", tc);
}
