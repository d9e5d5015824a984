/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hybrid VRFs (inter-AS option AB): R1, a PE of AS 1; its border router R2; R3, that of AS 2, and its PE R4. Between the
 * border routers each one's VRF is on a link of its own to the other one's global table.
 */
#include "models/bgp/bgp_tables.h"
#include "tests/models/net/table_text.h"
#include "tests/models/vpn/vpn_lab.h"
#include "tests/testing.h"

#define A "152.12.4.0/24"
#define TO_R3 "172.16.2.2" /* from R2's VRF */
#define TO_R2 "172.16.3.2" /* from R3's VRF */

static VpnLab v;
static VpnSite *sites[5]; /* of each router */
static FwdIface *link_of_r3;

static void begin(void)
{
	static const uint32_t as_numbers[] = {1, 1, 2, 2};

	vpn_lab_init(&v, lab_new(4, as_numbers));
	lab_join(v.lab, 1, 2);
	lab_link(v.lab, 2, 3);
	lab_join(v.lab, 3, 4);
}

static void border(const char *of_r2, const char *of_r3)
{
	lab_neighbor_with(v.lab, 2, 3, "vpnv4", of_r2);
	lab_neighbor_with(v.lab, 3, 2, "vpnv4", of_r3);
}

static void add(unsigned i, const char *rd, const char *import, const char *export,
		VpnHybridWay way, const char *next_hop)
{
	VpnLabVrf config = {.name = "VPN-B",
			    .rd = rd,
			    .import_rts = import,
			    .export_rts = export,
			    .redistribute = "static bgp",
			    .hybrid = way,
			    .hybrid_next_hop = next_hop};

	sites[i] = vpn_lab_add(&v, i, &config);
}

static void start(void)
{
	vpn_lab_link(&v, sites[2], 3, 2);
	link_of_r3 = vpn_lab_link(&v, sites[3], 2, 3);
	vpn_lab_start(&v);
	vpn_lab_run(&v, 30);
}

/* All is hybrid; the way is that of R3's VRF. */
static void begin_with(VpnHybridWay way, const char *next_hop)
{
	begin();
	border("inter-as-hybrid=yes", "inter-as-hybrid=yes");
	add(1, "1:1", "1:222", "1:222", VPN_HYBRID_NO, NULL);
	add(2, "1:2", "1:222 2:222", "1:222", VPN_HYBRID_VRF, TO_R3);
	add(3, "2:3", "2:222 1:222", "2:222", way, next_hop);
	add(4, "2:4", "2:222", "2:222", VPN_HYBRID_NO, NULL);
	start();
}

static void begin_plain(void)
{
	begin_with(VPN_HYBRID_VRF, TO_R2);
}

static void put(unsigned i, const char *prefix, uint32_t metric)
{
	vpn_lab_put(sites[i], prefix, metric);
	vpn_lab_run(&v, 10);
}

/* The VPN routes that the router's BGP has. */
static void expect_vpn(unsigned i, const char *text)
{
	ck_assert_str_eq(table_text(table_named(bgp_show_tables, "bgp"), lab_router(v.lab, i)->bgp,
				    "rd prefix peer next_hop route_targets"),
			 text);
}

static void expect_none(unsigned i)
{
	vpn_lab_run(&v, 10);
	expect_vpn(i, "");
}

/* Out of the VRF itself, without a label; next_hop NULL: there is no such route. */
static void expect_plain(const char *prefix, const char *next_hop)
{
	NetPrefix p = vpn_lab_prefix(prefix);
	const RibRoute *route = rib_best(sites[3]->rib, &p);
	NetAddr address;

	if (!next_hop) {
		ck_assert_ptr_null(route);
		return;
	}
	ck_assert(net_addr_parse(next_hop, &address));
	ck_assert_ptr_nonnull(route);
	ck_assert(net_addr_equal(&route->hops[0].gateway, &address));
	ck_assert_uint_eq(route->n_hops, 1);
	ck_assert_uint_eq(route->hops[0].labels.depth, 0);
	ck_assert(!route->hops[0].needs_lsp);
	ck_assert_uint_eq(route->distance, RIB_DISTANCE_EBGP);
}

/* Which label R2 has told is no matter: another one is no change. */
static void expect_no_label(const char *prefix)
{
	NetPrefix p = vpn_lab_prefix(prefix);
	const BgpNet *net = bgp_table_find(&bgp_of(sites[3]->bgp)->tables[BGP_FAMILY_IPV4], 0, &p);

	ck_assert_ptr_nonnull(net);
	ck_assert_uint_eq(net->paths->label, 0);
}

#define R2_HAS                                        \
	"1:1 | " A " | 10.0.0.1 | 10.0.0.1 | 1:222\n" \
	"1:2 | " A " | - | - | 1:222\n"
#define R3_HAS                                        \
	"1:2 | " A " | 10.0.0.2 | 10.0.0.2 | 1:222\n" \
	"2:3 | " A " | - | - | 2:222\n"
#define R4_HAS "2:3 | " A " | 10.0.0.3 | 10.0.0.3 | 2:222\n"

START_TEST(a_route_begins_anew_at_each_border)
{
	begin_plain();
	put(1, A, 5);
	expect_vpn(2, R2_HAS);
	expect_vpn(3, R3_HAS);
	expect_vpn(4, R4_HAS);
	expect_vpn(1, "1:1 | " A " | - | - | 1:222\n");
	expect_plain(A, TO_R2);
	expect_no_label(A);
	/* MED is not for a third AS, nor a local preference for another. */
	vpn_lab_expect(sites[4], A, "via 10.0.0.3 label 16 metric 0");
	vpn_lab_take(sites[1], A);
	expect_none(4);
	expect_none(3);
	expect_none(2);
	expect_plain(A, NULL);
	vpn_lab_clear(&v);
}
END_TEST

START_TEST(also_the_other_way)
{
	begin_plain();
	put(4, A, 0);
	expect_vpn(1, "1:2 | " A " | 10.0.0.2 | 10.0.0.2 | 1:222\n");
	vpn_lab_clear(&v);
}
END_TEST

START_TEST(as_text)
{
	VpnHybrid hybrid = {.way = VPN_HYBRID_NO};
	char text[NET_ADDR_STRLEN];

	ck_assert_ptr_null(vpn_hybrid_text(&hybrid, text));
	hybrid.way = VPN_HYBRID_GLOBAL;
	ck_assert_str_eq(vpn_hybrid_text(&hybrid, text), "global");
	hybrid.way = VPN_HYBRID_VRF;
	ck_assert_str_eq(vpn_hybrid_text(&hybrid, text), "as told");
	hybrid.next_hop = net_addr_ipv4(0xac100202);
	ck_assert_str_eq(vpn_hybrid_text(&hybrid, text), TO_R3);
}
END_TEST

/* As in a carrier that has one RD for each VPN: what a PE and the border router have of it is one prefix. */
START_TEST(of_one_rd)
{
	begin();
	border("inter-as-hybrid=yes", "inter-as-hybrid=yes");
	add(1, "1:27", "1:222", "1:222", VPN_HYBRID_NO, NULL);
	add(2, "1:27", "1:222", "1:222", VPN_HYBRID_VRF, TO_R3);
	add(3, "1:27", "1:222", "1:222", VPN_HYBRID_VRF, TO_R2);
	add(4, "1:27", "1:222", "1:222", VPN_HYBRID_NO, NULL);
	start();
	put(1, A, 5);
	expect_vpn(3, "1:27 | " A " | - | - | 1:222\n"
		      "1:27 | " A " | 10.0.0.2 | 10.0.0.2 | 1:222\n");
	expect_vpn(4, "1:27 | " A " | 10.0.0.3 | 10.0.0.3 | 1:222\n");
	expect_vpn(1, "1:27 | " A " | - | - | 1:222\n");
	expect_plain(A, TO_R2);
	vpn_lab_take(sites[1], A);
	expect_none(4);
	expect_none(2);
	vpn_lab_clear(&v);
}
END_TEST

START_TEST(the_next_hop_is_in_the_vrf_or_nowhere)
{
	begin_plain();
	put(1, A, 0);
	expect_vpn(4, R4_HAS);
	fwd_iface_set_shut(link_of_r3, TRUE);
	expect_none(4);
	expect_vpn(3, "1:2 | " A " | 10.0.0.2 | 10.0.0.2 | 1:222\n");
	ck_assert_uint_eq(lab_count(v.lab, "R3 refuses " A " of 10.0.0.2: no route to " TO_R2 "\n"),
			  1);
	/* By the session itself a labelled packet could go, and must not. */
	lab_set_lsp(v.lab, 3, 2, TRUE);
	expect_none(4);
	fwd_iface_set_shut(link_of_r3, FALSE);
	vpn_lab_run(&v, 10);
	expect_vpn(4, R4_HAS);
	expect_plain(A, TO_R2);
	vpn_lab_clear(&v);
}
END_TEST

/* The next hop that R2 tells, looked for in R3's VRF. */
START_TEST(without_a_next_hop_of_its_own)
{
	NetPrefix loopback = vpn_lab_prefix("10.0.0.2/32");

	begin_with(VPN_HYBRID_VRF, NULL);
	put(1, A, 0);
	expect_none(4);
	vpn_lab_put_via(sites[3], "10.0.0.2/32", TO_R2);
	vpn_lab_run(&v, 10);
	expect_plain(A, "10.0.0.2");
	ck_assert_ptr_nonnull(rib_best(sites[3]->rib, &loopback));
	vpn_lab_clear(&v);
}
END_TEST

START_TEST(by_the_global_table)
{
	const RibRoute *route;
	NetPrefix prefix = vpn_lab_prefix(A);

	begin_with(VPN_HYBRID_GLOBAL, NULL);
	lab_set_lsp(v.lab, 3, 2, TRUE);
	put(1, A, 0);
	expect_vpn(4, R4_HAS);
	route = rib_best(sites[3]->rib, &prefix);
	ck_assert_uint_eq(route->hops[0].labels.depth, 1);
	ck_assert(route->hops[0].needs_lsp);
	fwd_iface_set_shut(link_of_r3, TRUE);
	vpn_lab_run(&v, 10);
	expect_vpn(4, R4_HAS);
	vpn_lab_clear(&v);
}
END_TEST

/* What no hybrid VRF imports goes on as it came. */
START_TEST(beside_option_b)
{
	VpnLabVrf other = {.name = "VPN-C", .rd = "1:9", .export_rts = "1:9"};
	VpnSite *c;

	begin();
	border("inter-as-hybrid=yes", "inter-as-hybrid=yes");
	add(2, "1:2", "1:222 2:222", "1:222", VPN_HYBRID_VRF, TO_R3);
	add(3, "2:3", "2:222 1:222", "2:222", VPN_HYBRID_VRF, TO_R2);
	c = vpn_lab_add(&v, 1, &other);
	lab_set_lsp(v.lab, 3, 2, TRUE);
	start();
	vpn_lab_put(c, A, 0);
	vpn_lab_run(&v, 10);
	expect_vpn(3, "1:9 | " A " | 10.0.0.2 | 10.0.0.2 | 1:9\n");
	expect_vpn(4, "1:9 | " A " | 10.0.0.3 | 10.0.0.2 | 1:9\n");
	vpn_lab_clear(&v);
}
END_TEST

/* What the VRF has by itself, as of a CE, is told to both sides. */
START_TEST(an_own_route)
{
	begin_plain();
	put(2, A, 0);
	expect_vpn(1, "1:2 | " A " | 10.0.0.2 | 10.0.0.2 | 1:222\n");
	expect_vpn(3, R3_HAS);
	/* It is gone, and so is better than R1's no more: R1 is not told its own again. */
	put(1, A, 0);
	vpn_lab_take(sites[2], A);
	vpn_lab_run(&v, 10);
	expect_vpn(1, "1:1 | " A " | - | - | 1:222\n");
	expect_vpn(3, R3_HAS);
	vpn_lab_clear(&v);
}
END_TEST

/* R3's VRF imports AS 1's route target no more, and again. */
START_TEST(other_route_targets)
{
	GArray *less, *all;

	begin_plain();
	lab_set_lsp(v.lab, 3, 2, TRUE);
	put(1, A, 0);
	expect_vpn(4, R4_HAS);
	less = vpn_lab_targets("2:222");
	vpn_vrf_set_import(sites[3]->vrf, less);
	vpn_lab_run(&v, 10);
	expect_vpn(4, "1:2 | " A " | 10.0.0.3 | 10.0.0.2 | 1:222\n"); /* as by option B */
	expect_plain(A, NULL);
	all = vpn_lab_targets("2:222 1:222");
	vpn_vrf_set_import(sites[3]->vrf, all);
	vpn_lab_run(&v, 10);
	expect_vpn(4, R4_HAS);
	expect_plain(A, TO_R2);
	g_array_free(less, TRUE);
	g_array_free(all, TRUE);
	vpn_lab_clear(&v);
}
END_TEST

/* R3's VRF alone is hybrid, or its neighbour: what it imports of R2 goes nowhere, or comes with a label. */
START_TEST(by_halves)
{
	begin();
	border("inter-as-hybrid=yes", _i == 0 ? "" : "inter-as-hybrid=yes");
	add(1, "1:1", "1:222", "1:222", VPN_HYBRID_NO, NULL);
	add(2, "1:2", "1:222 2:222", "1:222", VPN_HYBRID_VRF, TO_R3);
	add(3, "2:3", "2:222 1:222", "2:222", _i == 0 ? VPN_HYBRID_VRF : VPN_HYBRID_NO,
	    _i == 0 ? TO_R2 : NULL);
	add(4, "2:4", "2:222", "2:222", VPN_HYBRID_NO, NULL);
	start();
	put(1, A, 0);
	/* No LSP leads R3 to R2. */
	expect_vpn(3, "1:2 | " A " | 10.0.0.2 | 10.0.0.2 | 1:222\n");
	expect_vpn(4, "");
	vpn_lab_clear(&v);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("vpn_hybrid");

	tcase_add_test(tc, a_route_begins_anew_at_each_border);
	tcase_add_test(tc, also_the_other_way);
	tcase_add_test(tc, as_text);
	tcase_add_test(tc, of_one_rd);
	tcase_add_test(tc, the_next_hop_is_in_the_vrf_or_nowhere);
	tcase_add_test(tc, without_a_next_hop_of_its_own);
	tcase_add_test(tc, by_the_global_table);
	tcase_add_test(tc, beside_option_b);
	tcase_add_test(tc, an_own_route);
	tcase_add_test(tc, other_route_targets);
	tcase_add_loop_test(tc, by_halves, 0, 2);
	return test_main("vpn_hybrid", tc);
}
