/* SPDX-License-Identifier: Apache-2.0 */
/* What VRFs of R1 take of the VPN routes that a scripted neighbour, R2, announces. */
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/models/net/table_text.h"
#include "tests/models/policy/policy_text.h"
#include "tests/models/vpn/vpn_lab.h"
#include "tests/testing.h"

static VpnLab v;
static Script *s;

/* NLRI of 10.9.<third>.0/24 with label 29, RD 65001:<rd>; attributes with extended communities. */
#define NLRI(rd, third) "70 0001d1 0000fde9000000" rd "0a09" third
#define RT_222 "0002000100 0000de"
#define RT_333 "00020001 0000014d"
#define SITE_9 "00030001 00000009"
#define WITH(communities) "c010" communities

static void begin(void)
{
	static const uint32_t as_numbers[] = {65001, 0};
	Lab *lab = lab_new(2, as_numbers);

	lab_link(lab, 1, 2);
	lab_set_lsp(lab, 1, 2, TRUE);
	lab_neighbor(lab, 1, 2, "vpnv4");
	vpn_lab_init(&v, lab);
	s = script_of(lab);
}

static void establish(void)
{
	vpn_lab_start(&v);
	script_advance(s, SIM_SEC);
	script_connect(s);
	script_establish(s);
}

static void end(void)
{
	if (s->socket)
		tcp_abort(s->socket);
	g_byte_array_free(s->received, TRUE);
	g_free(s);
	vpn_lab_clear(&v);
}

static VpnSite *add(const char *name, const char *rd, const char *import_rts)
{
	VpnLabVrf config = {.name = name, .rd = rd, .import_rts = import_rts};

	return vpn_lab_add(&v, 1, &config);
}

static void announce(const char *nlri, const char *communities)
{
	g_autofree char *reach = g_strconcat("900e0020 000180 0c 0000000000000000 0a000002 00",
					     nlri, ATTRIBUTES, communities, NULL);

	script_send_update(s, "", reach, "");
	script_advance(s, SIM_SEC);
}

static void withdraw(const char *nlri)
{
	g_autofree char *unreach = g_strconcat("800f12 000180", nlri, NULL);

	script_send_update(s, "", unreach, "");
	script_advance(s, SIM_SEC);
}

static void expect_log(unsigned n, const char *text)
{
	ck_assert_msg(lab_count(v.lab, text) == n, "%s: not %u times in\n%s", text, n,
		      v.lab->log->str);
}

static void set_import(VpnSite *site, const char *text)
{
	GArray *rts = vpn_lab_targets(text);

	vpn_vrf_set_import(site->vrf, rts);
	g_array_free(rts, TRUE);
	script_advance(s, SIM_SEC);
}

START_TEST(wanted)
{
	static const struct {
		const char *import_rts, *rts, *rd;
		gboolean local, wanted;
	} cases[] = {
		{"1:222", "1:222", "1:2", FALSE, TRUE},
		{"1:222", "1:1 1:222", "1:2", FALSE, TRUE},
		{"1:1 1:222", "1:222", "1:2", FALSE, TRUE},
		{"1:222", "1:223", "1:2", FALSE, FALSE},
		{"1:222", "", "1:2", FALSE, FALSE},
		{"", "1:222", "1:2", FALSE, FALSE},
		/* Another PE may have the RD of this VRF; the VRF's own route is none to be imported. */
		{"1:222", "1:222", "1:27", FALSE, TRUE},
		{"1:222", "1:222", "1:27", TRUE, FALSE},
		{"1:222", "1:222", "1:2", TRUE, TRUE},
	};
	GArray *imports = vpn_lab_targets(cases[_i].import_rts);
	GArray *rts = vpn_lab_targets(cases[_i].rts);
	VpnVrf vrf = {.import_rts = imports};
	BgpVpnRoute route = {.local = cases[_i].local,
			     .route_targets = (const NetRt *)(const void *)rts->data,
			     .n_route_targets = rts->len};

	ck_assert(net_rd_parse("1:27", &vrf.rd));
	ck_assert(net_rd_parse(cases[_i].rd, &route.rd));
	ck_assert_int_eq(vpn_wants(&vrf, &route), cases[_i].wanted);
	g_array_free(imports, TRUE);
	g_array_free(rts, TRUE);
}
END_TEST

START_TEST(a_route_comes_and_goes)
{
	VpnSite *b, *c;

	begin();
	b = add("B", "1:27", "1:222");
	c = add("C", "1:28", "1:333");
	establish();
	announce(NLRI("01", "00"), WITH("08" RT_222));
	vpn_lab_expect(b, "10.9.0.0/24", "via 10.0.0.2 label 29 metric 0");
	vpn_lab_expect(c, "10.9.0.0/24", "none");
	/* The one VRF takes it: the other's refusal is nobody's concern. */
	expect_log(0, "refuses");
	announce(NLRI("01", "00"), WITH("10" RT_222 RT_333));
	vpn_lab_expect(c, "10.9.0.0/24", "via 10.0.0.2 label 29 metric 0");
	announce(NLRI("01", "00"), WITH("08" RT_333));
	vpn_lab_expect(b, "10.9.0.0/24", "none");
	vpn_lab_expect(c, "10.9.0.0/24", "via 10.0.0.2 label 29 metric 0");
	withdraw(NLRI("01", "00"));
	vpn_lab_expect(c, "10.9.0.0/24", "none");
	expect_log(0, "refuses");
	end();
}
END_TEST

/* The same prefix of two RDs: each is a path, one of which is used; one goes, the other stays. */
START_TEST(two_rds)
{
	VpnSite *b;

	begin();
	b = add("B", "1:27", "1:222");
	establish();
	announce(NLRI("01", "00"), WITH("08" RT_222));
	announce(NLRI("02", "00"), WITH("08" RT_222));
	ck_assert_str_eq(
		table_text(table_named(bgp_show_tables, "bgp"), b->bgp, "prefix best label"),
		"10.9.0.0/24 | yes | 29\n10.9.0.0/24 | no | 29\n");
	ck_assert_uint_eq(bgp_vrf_count_imported(b->bgp), 1);
	withdraw(NLRI("01", "00"));
	ck_assert_uint_eq(bgp_vrf_count_imported(b->bgp), 1);
	withdraw(NLRI("02", "00"));
	ck_assert_uint_eq(bgp_vrf_count_imported(b->bgp), 0);
	end();
}
END_TEST

START_TEST(nobody_wants_it)
{
	begin();
	add("B", "1:27", "1:1");
	establish();
	announce(NLRI("01", "00"), WITH("10" RT_222 RT_333));
	expect_log(1, "R1 refuses 10.9.0.0/24 of 10.0.0.2: no VRF imports any of its route targets "
		      "(1:222 1:333)\n");
	announce(NLRI("01", "01"), "");
	expect_log(1, "R1 refuses 10.9.1.0/24 of 10.0.0.2: no VRF imports any of its route targets "
		      "(it has none)\n");
	/* Withdrawn is not refused. */
	withdraw(NLRI("01", "00"));
	expect_log(2, "refuses");
	end();
}
END_TEST

/* RFC 4364 7: a route of a site does not come back to a VRF of the same site, but to others. */
START_TEST(own_site)
{
	VpnLabVrf config = {
		.name = "B", .rd = "1:27", .import_rts = "1:222", .site_of_origin = "1:9"};
	VpnSite *b, *c;

	begin();
	b = vpn_lab_add(&v, 1, &config);
	c = add("C", "1:28", "1:222");
	establish();
	announce(NLRI("01", "00"), WITH("10" RT_222 SITE_9));
	vpn_lab_expect(b, "10.9.0.0/24", "none");
	vpn_lab_expect(c, "10.9.0.0/24", "via 10.0.0.2 label 29 metric 0");
	expect_log(1,
		   "R1 refuses 10.9.0.0/24 of 10.0.0.2: it comes from the VRF's own site (1:9)\n");
	expect_log(1, "refuses");
	announce(NLRI("01", "00"), WITH("08" RT_222));
	vpn_lab_expect(b, "10.9.0.0/24", "via 10.0.0.2 label 29 metric 0");
	end();
}
END_TEST

/* Other route targets: what was refused before is not refused again, what is lost is. */
START_TEST(other_targets)
{
	VpnSite *b, *c;

	begin();
	b = add("B", "1:27", "1:222");
	c = add("C", "1:28", "1:1");
	establish();
	announce(NLRI("01", "00"), WITH("08" RT_222));
	announce(NLRI("01", "01"), WITH("08" RT_333));
	expect_log(1, "refuses");
	set_import(c, "1:2");
	expect_log(1, "refuses");
	set_import(b, "1:2");
	vpn_lab_expect(b, "10.9.0.0/24", "none");
	expect_log(1, "R1 refuses 10.9.0.0/24 of 10.0.0.2: no VRF imports any of its route targets "
		      "(1:222)\n");
	expect_log(2, "refuses");
	/* The other VRF has it now; nobody misses anything when it goes here. */
	set_import(c, "1:222 1:333");
	set_import(b, "1:333");
	vpn_lab_expect(b, "10.9.1.0/24", "via 10.0.0.2 label 29 metric 0");
	set_import(b, "1:2");
	vpn_lab_expect(b, "10.9.1.0/24", "none");
	vpn_lab_expect(c, "10.9.1.0/24", "via 10.0.0.2 label 29 metric 0");
	expect_log(2, "refuses");
	end();
}
END_TEST

/* A map denies one of two routes; what it denies is told once, and again where another map does. */
START_TEST(maps)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *first = policy_set_add_map(set, "first", NULL);
	PolicyMap *site_only = policy_set_add_map(set, "sites", NULL);
	VpnLabVrf config = {
		.name = "B", .rd = "1:27", .import_rts = "1:222", .site_of_origin = "1:9"};
	VpnSite *b;

	text_list(set, &policy_prefix_list, "zero", "prefix=10.9.0.0/24");
	text_entry(first, policy_common_rules, "deny; match-prefix-list names=zero");
	text_entry(first, policy_common_rules, "permit; set-metric value=7");
	text_entry(site_only, policy_common_rules, "permit");
	begin();
	b = vpn_lab_add(&v, 1, &config);
	vpn_vrf_set_import_map(b->vrf, first);
	establish();
	announce(NLRI("01", "00"), WITH("08" RT_222));
	announce(NLRI("01", "01"), WITH("08" RT_222));
	announce(NLRI("01", "02"), WITH("10" RT_222 SITE_9));
	vpn_lab_expect(b, "10.9.0.0/24", "none");
	vpn_lab_expect(b, "10.9.1.0/24", "via 10.0.0.2 label 29 metric 7");
	expect_log(1, "R1 refuses 10.9.0.0/24 of 10.0.0.2: not imported: denied by route-map first "
		      "entry 10\n");
	expect_log(1, "refuses 10.9.2.0/24 of 10.0.0.2: it comes from the VRF's own site (1:9)\n");
	expect_log(2, "refuses");
	vpn_vrf_set_import_map(b->vrf, site_only);
	script_advance(s, SIM_SEC);
	vpn_lab_expect(b, "10.9.0.0/24", "via 10.0.0.2 label 29 metric 0");
	vpn_lab_expect(b, "10.9.1.0/24", "via 10.0.0.2 label 29 metric 0");
	expect_log(2, "refuses");
	vpn_vrf_set_import_map(b->vrf, first);
	script_advance(s, SIM_SEC);
	vpn_lab_expect(b, "10.9.0.0/24", "none");
	expect_log(2, "not imported: denied by route-map first entry 10\n");
	end();
	policy_set_free(set);
}
END_TEST

/* Another VRF of the node, whose RD tells it; its route leads where it leads there, also when that changes. */
START_TEST(of_another_vrf)
{
	VpnLabVrf config = {.name = "A", .rd = "1:1", .export_rts = "1:222"};
	VpnSite *a, *b;
	NetPrefix prefix = vpn_lab_prefix("10.9.0.0/24");
	const RibRoute *route;

	begin();
	a = vpn_lab_add(&v, 1, &config);
	b = add("B", "1:27", "1:222");
	vpn_lab_link(&v, a, 2, 1);
	vpn_lab_link(&v, a, 2, 2);
	establish();
	vpn_lab_put_via(a, "10.9.0.0/24", "172.16.1.2");
	script_advance(s, SIM_SEC);
	route = rib_best(b->rib, &prefix);
	ck_assert_ptr_nonnull(route);
	ck_assert_str_eq(route->source->protocol, "bgp");
	ck_assert_ptr_eq(route->hops[0].in, a->rib);
	ck_assert_uint_eq(route->hops[0].labels.depth, 0);
	ck_assert(
		net_addr_equal(&route->hops[0].gateway, &(NetAddr){NET_AF_IPV4, {172, 16, 1, 2}}));
	vpn_lab_put_via(a, "10.9.0.0/24", "172.16.2.2");
	script_advance(s, SIM_SEC);
	route = rib_best(b->rib, &prefix);
	ck_assert(
		net_addr_equal(&route->hops[0].gateway, &(NetAddr){NET_AF_IPV4, {172, 16, 2, 2}}));
	expect_log(0, "refuses");
	vpn_lab_take(a, "10.9.0.0/24");
	script_advance(s, SIM_SEC);
	ck_assert_ptr_null(rib_best(b->rib, &prefix));
	/* A node's own route that no VRF takes is refused by nobody. */
	set_import(b, "1:1");
	vpn_lab_put_via(a, "10.9.0.0/24", "172.16.1.2");
	script_advance(s, SIM_SEC);
	expect_log(0, "refuses");
	end();
}
END_TEST

/* After a crash nobody is there to import. */
START_TEST(stopped)
{
	VpnSite *b;

	begin();
	b = add("B", "1:27", "1:222");
	establish();
	vpn_import_stop(v.vpns[0]);
	announce(NLRI("01", "00"), WITH("08" RT_222));
	announce(NLRI("01", "01"), WITH("08" RT_333));
	vpn_lab_expect(b, "10.9.0.0/24", "none");
	expect_log(0, "refuses");
	vpn_import_start(v.vpns[0]);
	vpn_import_again(b->vrf);
	script_advance(s, SIM_SEC);
	vpn_lab_expect(b, "10.9.0.0/24", "via 10.0.0.2 label 29 metric 0");
	end();
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("vpn_import");

	tcase_add_loop_test(tc, wanted, 0, 9);
	tcase_add_test(tc, a_route_comes_and_goes);
	tcase_add_test(tc, two_rds);
	tcase_add_test(tc, nobody_wants_it);
	tcase_add_test(tc, own_site);
	tcase_add_test(tc, other_targets);
	tcase_add_test(tc, maps);
	tcase_add_test(tc, of_another_vrf);
	tcase_add_test(tc, stopped);
	return test_main("vpn_import", tc);
}
