/* SPDX-License-Identifier: Apache-2.0 */
/* What a VRF of R1 exports: the VPN routes that BGP then has, and the labels that they came to. */
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_rib.h"
#include "models/bgp/bgp_tables.h"
#include "models/rib/label.h"
#include "tests/models/net/table_text.h"
#include "tests/models/policy/policy_text.h"
#include "tests/models/vpn/vpn_lab.h"
#include "tests/testing.h"

#include <string.h>

#define A "10.1.0.0/16"
#define B "10.2.0.0/16"
#define COLUMNS "rd prefix label med route_targets"

static VpnLab v;
static VpnSite *site;
static PolicySet *set;

static void begin(const VpnLabVrf *config)
{
	static const uint32_t as_numbers[] = {1, 0};

	set = policy_set_new(NULL);
	vpn_lab_init(&v, lab_new(2, as_numbers));
	site = vpn_lab_add(&v, 1, config);
}

static void begin_plain(const char *redistribute)
{
	VpnLabVrf config = {
		.name = "VPN-B", .rd = "1:27", .export_rts = "1:222", .redistribute = redistribute};

	begin(&config);
}

static void end(void)
{
	vpn_lab_clear(&v);
	policy_set_free(set);
}

/* The rows of VPN routes, some time later. */
static void expect(const char *columns, const char *text)
{
	vpn_lab_run(&v, 1);
	ck_assert_str_eq(
		table_text(table_named(bgp_show_tables, "bgp"), lab_router(v.lab, 1)->bgp, columns),
		text);
}

static void expect_log(unsigned n, const char *text)
{
	ck_assert_msg(lab_count(v.lab, text) == n, "%s: not %u times in\n%s", text, n,
		      v.lab->log->str);
}

START_TEST(a_route_comes_changes_and_goes)
{
	begin_plain(NULL);
	vpn_lab_start(&v);
	vpn_lab_put(site, A, 5);
	expect(COLUMNS " origin as_path", "1:27 | 10.1.0.0/16 | 16 | 5 | 1:222 | incomplete | \n");
	vpn_lab_put(site, A, 6);
	expect(COLUMNS, "1:27 | 10.1.0.0/16 | 16 | 6 | 1:222\n");
	vpn_lab_take(site, A);
	expect(COLUMNS, "");
	ck_assert_ptr_null(fwd_lfib_get(lab_router(v.lab, 1)->fwd, 16));
	ck_assert_uint_eq(net_trie_size(site->vrf->exported), 0);
	end();
}
END_TEST

/* What the table holds already when BGP comes to it is exported, too. */
START_TEST(routes_from_before)
{
	VpnLabVrf config = {.name = "VPN-B", .rd = "1:27"};
	RibSource connected;
	LabRouter *r;

	begin(&config);
	r = lab_router(v.lab, 1);
	vpn_export_stop(site->vrf);
	vpn_lab_put(site, A, 0);
	rib_source_init(r->rib_node, &connected, "ospf", "VPN-B");
	vpn_lab_put_of(site, &connected, B, 0);
	vpn_lab_start(&v);
	expect(COLUMNS, "");
	vpn_export_start(site->vrf);
	expect(COLUMNS, "1:27 | 10.1.0.0/16 | 16 | 0 | -\n");
	rib_source_withdraw_all(site->rib, &connected);
	end();
}
END_TEST

/* A static route to be exported, and one of a protocol that is not. */
START_TEST(protocols)
{
	RibSource ospf;

	begin_plain("static rip");
	rib_source_init(lab_router(v.lab, 1)->rib_node, &ospf, "ospf", "VPN-B");
	vpn_lab_start(&v);
	vpn_lab_put_of(site, &ospf, A, 7);
	expect(COLUMNS, "");
	vpn_lab_put(site, A, 5);
	expect(COLUMNS, "1:27 | 10.1.0.0/16 | 16 | 5 | 1:222\n");
	vpn_lab_take(site, A); /* OSPF's is the best again */
	expect(COLUMNS, "");
	rib_source_withdraw_all(site->rib, &ospf);
	end();
}
END_TEST

/* IPv6 is left alone: there is no family for it. */
START_TEST(other_families)
{
	begin_plain(NULL);
	vpn_lab_start(&v);
	vpn_lab_put(site, "2001:db8::/32", 5);
	expect(COLUMNS, "");
	vpn_lab_take(site, "2001:db8::/32");
	end();
}
END_TEST

/* A network statement of the VRF's BGP is BGP's, and exported where "bgp" is redistributed. */
START_TEST(networks_of_the_vrf)
{
	const ProtoItem *network = lab_item("network");

	begin_plain(_i ? "static bgp" : "ospf");
	void *config =
		text_config(network->fields, network->n_fields, network->config_size, "prefix=" A);
	ck_assert(network->add(site->bgp, NULL, config, NULL));
	text_free(network->fields, network->n_fields, config);
	vpn_lab_start(&v);
	vpn_lab_put(site, A, 5);
	expect("prefix origin med", _i ? "10.1.0.0/16 | igp | 5\n" : "");
	vpn_lab_take(site, A);
	expect("prefix", "");
	end();
}
END_TEST

/* Without its network statement a prefix is a redistributed one again, where its route is of such a protocol. */
START_TEST(no_network_any_more)
{
	const ProtoItem *network = lab_item("network");
	NetPrefix prefix = vpn_lab_prefix(A);
	void *config =
		text_config(network->fields, network->n_fields, network->config_size, "prefix=" A);

	begin_plain(_i ? "static bgp" : "bgp");
	ck_assert(network->add(site->bgp, NULL, config, NULL));
	text_free(network->fields, network->n_fields, config);
	vpn_lab_start(&v);
	vpn_lab_put(site, A, 5);
	expect("prefix origin med", "10.1.0.0/16 | igp | 5\n");
	bgp_network_remove(bgp_of(site->bgp), &prefix);
	vpn_vrf_redistribute_again(site->vrf, &prefix);
	expect("prefix origin med", _i ? "10.1.0.0/16 | incomplete | 5\n" : "");
	end();
}
END_TEST

START_TEST(targets_and_site)
{
	VpnLabVrf config = {.name = "VPN-B",
			    .rd = "1:27",
			    .export_rts = "1:222 1:223",
			    .site_of_origin = "1:9"};
	GArray *rts = vpn_lab_targets("1:5");

	begin(&config);
	vpn_lab_start(&v);
	vpn_lab_put(site, A, 5);
	expect("prefix route_targets extended_communities",
	       "10.1.0.0/16 | 1:222 1:223 | 0x0003000100000009\n");
	vpn_vrf_set_export(site->vrf, rts);
	expect("prefix route_targets extended_communities label",
	       "10.1.0.0/16 | 1:5 | 0x0003000100000009 | 16\n");
	g_array_free(rts, TRUE);
	end();
}
END_TEST

static const PolicyMap *map_of(const char *name, const char *entries)
{
	PolicyMap *map = policy_set_add_map(set, name, NULL);
	GStrv parts = g_strsplit(entries, " | ", -1);

	for (char **part = parts; *part && **part; part++)
		text_entry(map, policy_common_rules, *part);
	g_strfreev(parts);
	return map;
}

/* The map sees what the table has of the route: where it leads, whose it is, what it costs. */
START_TEST(a_map_sees_the_route)
{
	const PolicyMap *map;

	begin_plain(NULL);
	vpn_lab_link(&v, site, 2, 1);
	text_list(set, &policy_prefix_list, "ce", "prefix=172.16.1.2/32");
	map = map_of("of-ce",
		     "permit; match-source-protocol protocols=static; match-next-hop names=ce; "
		     "set-metric value=77");
	vpn_vrf_set_export_map(site->vrf, map);
	vpn_lab_start(&v);
	vpn_lab_put_via(site, A, "172.16.1.2");
	vpn_lab_put(site, B, 0);
	expect(COLUMNS, "1:27 | 10.1.0.0/16 | 16 | 77 | 1:222\n");
	expect_log(1, "R1 refuses 10.2.0.0/16 of nobody: not exported: route-map of-ce: no entry "
		      "matches\n");
	/* It leads elsewhere, and nothing else has changed: the map is asked again, both ways. */
	vpn_lab_put_via(site, A, "172.16.1.3");
	expect(COLUMNS, "");
	expect_log(1, "refuses 10.1.0.0/16");
	ck_assert_ptr_null(fwd_lfib_get(lab_router(v.lab, 1)->fwd, 16));
	vpn_lab_put_via(site, B, "172.16.1.2");
	expect(COLUMNS, "1:27 | 10.2.0.0/16 | 17 | 77 | 1:222\n");
	end();
}
END_TEST

/* What is denied is recorded once for each entry that denies it. */
START_TEST(denied_by_another_entry)
{
	const PolicyMap *map;

	begin_plain(NULL);
	text_list(set, &policy_prefix_list, "b", "prefix=" B);
	map = map_of("deny", "deny; match-metric value=5 | deny; match-metric value=6 | permit");
	vpn_vrf_set_export_map(site->vrf, map);
	vpn_lab_start(&v);
	vpn_lab_put(site, A, 5);
	vpn_lab_put(site, B, 7);
	expect(COLUMNS, "1:27 | 10.2.0.0/16 | 16 | 7 | 1:222\n");
	expect_log(1, "not exported: denied by route-map deny entry 10\n");
	vpn_vrf_set_export_map(site->vrf, map);
	expect_log(1, "refuses 10.1.0.0/16");
	vpn_lab_put(site, A, 6);
	vpn_lab_run(&v, 1);
	expect_log(1, "not exported: denied by route-map deny entry 20\n");
	vpn_lab_put(site, A, 8);
	expect(COLUMNS, "1:27 | 10.1.0.0/16 | 17 | 8 | 1:222\n"
			"1:27 | 10.2.0.0/16 | 16 | 7 | 1:222\n");
	/* What was allowed in between is recorded anew. */
	vpn_lab_put(site, A, 6);
	expect(COLUMNS, "1:27 | 10.2.0.0/16 | 16 | 7 | 1:222\n");
	expect_log(2, "not exported: denied by route-map deny entry 20\n");
	vpn_lab_take(site, A);
	vpn_lab_run(&v, 1);
	ck_assert_uint_eq(net_trie_size(site->vrf->kept), 0);
	end();
}
END_TEST

/* Another way to the prefix: where labels go by CE it has another one, else what it had. */
START_TEST(a_label_follows_its_ce)
{
	VpnLabVrf config = {.name = "VPN-B", .rd = "1:27"};

	config.label_mode = (VpnLabelMode)_i;
	begin(&config);
	vpn_lab_link(&v, site, 2, 1);
	vpn_lab_link(&v, site, 2, 2);
	vpn_lab_start(&v);
	vpn_lab_put_via(site, A, "172.16.1.2");
	vpn_lab_put_via(site, B, "172.16.1.2");
	expect("prefix label", _i == VPN_LABELS_PER_CE ? "10.1.0.0/16 | 16\n10.2.0.0/16 | 16\n"
						       : "10.1.0.0/16 | 16\n10.2.0.0/16 | 17\n");
	vpn_lab_put_via(site, A, "172.16.2.2");
	expect("prefix label", _i == VPN_LABELS_PER_CE ? "10.1.0.0/16 | 17\n10.2.0.0/16 | 16\n"
						       : "10.1.0.0/16 | 16\n10.2.0.0/16 | 17\n");
	end();
}
END_TEST

START_TEST(imported_is_not_exported)
{
	VpnLabVrf from = {.name = "A", .rd = "1:1", .export_rts = "1:222"};
	VpnLabVrf to = {.name = "B",
			.rd = "1:2",
			.import_rts = "1:222",
			.export_rts = "1:333",
			.redistribute = "static bgp"};
	VpnSite *other;

	begin(&from);
	other = vpn_lab_add(&v, 1, &to);
	vpn_lab_start(&v);
	vpn_lab_put(site, A, 5);
	expect("rd prefix", "1:1 | 10.1.0.0/16\n");
	vpn_lab_put(other, A, 5);
	expect("rd prefix", "1:1 | 10.1.0.0/16\n1:2 | 10.1.0.0/16\n");
	end();
}
END_TEST

/* After a crash nothing is exported until BGP is there again. */
START_TEST(forgotten)
{
	begin_plain(NULL);
	vpn_lab_start(&v);
	vpn_lab_put(site, A, 5);
	expect("prefix", "10.1.0.0/16\n");
	vpn_export_stop(site->vrf);
	vpn_lab_put(site, B, 5);
	expect("prefix", "10.1.0.0/16\n");
	vpn_export_start(site->vrf);
	expect("prefix", "10.1.0.0/16\n10.2.0.0/16\n");
	end();
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("vpn_export");

	tcase_add_test(tc, a_route_comes_changes_and_goes);
	tcase_add_test(tc, routes_from_before);
	tcase_add_test(tc, protocols);
	tcase_add_test(tc, other_families);
	tcase_add_loop_test(tc, networks_of_the_vrf, 0, 2);
	tcase_add_loop_test(tc, no_network_any_more, 0, 2);
	tcase_add_test(tc, targets_and_site);
	tcase_add_test(tc, a_map_sees_the_route);
	tcase_add_test(tc, denied_by_another_entry);
	tcase_add_loop_test(tc, a_label_follows_its_ce, VPN_LABELS_PER_PREFIX,
			    VPN_LABELS_PER_CE + 1);
	tcase_add_test(tc, imported_is_not_exported);
	tcase_add_test(tc, forgotten);
	return test_main("vpn_export", tc);
}
