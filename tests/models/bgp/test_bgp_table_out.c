/* SPDX-License-Identifier: Apache-2.0 */
/* What was told, a row for all peers of a group. */
#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/models/net/table_text.h"
#include "tests/testing.h"

enum { IPV4 = BGP_FAMILY_IPV4 };

static Lab *lab;

/* R2, R3 and R4 are neighbours of R1; the last one's configuration is another. */
static void begin(const char *last)
{
	static const uint32_t one_as[] = {65001, 65001, 65001, 65001};

	lab = lab_new(4, one_as);
	for (unsigned i = 2; i <= 4; i++) {
		lab_link(lab, 1, i);
		lab_neighbor_with(lab, 1, i, "ipv4 vpnv4", i == 4 ? last : "");
		lab_neighbor(lab, i, 1, "ipv4 vpnv4");
	}
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
}

static void expect(const char *columns, const char *text)
{
	ck_assert_str_eq(table_text(table_named(bgp_show_tables, "bgp-out"),
				    lab_router(lab, 1)->bgp, columns),
			 text);
}

START_TEST(groups)
{
	begin("next-hop-self=yes send-community=none");
	expect("prefix", "");
	paths_put(lab, NULL, IPV4, "10.9.0.0/16", "", 7);
	expect("prefix", ""); /* not decided on, not told */
	bgp_loc_rib_run(lab_bgp(lab, 1));
	expect("prefix", "");
	lab_run(lab, lab->sim->now + SIM_SEC);
	expect("vrf family update_group peers rd prefix next_hop label med local_pref as_path",
	       "- | ipv4 | 1 | 10.0.0.2 10.0.0.3 | - | 10.9.0.0/16 | 10.0.0.1 | - | 7 | 100 | \n"
	       "- | ipv4 | 3 | 10.0.0.4 | - | 10.9.0.0/16 | 10.0.0.1 | - | 7 | 100 | \n");
	/* Its withdrawal is pending: what was told is not known any more. */
	paths_remove(lab, NULL, IPV4, "10.9.0.0/16");
	bgp_loc_rib_run(lab_bgp(lab, 1));
	expect("prefix", "");
	lab_free(lab);
}
END_TEST

/* Told to one who has no session any more is told to nobody. */
START_TEST(sessions_end)
{
	begin("");
	paths_put(lab, NULL, IPV4, "10.9.0.0/16", "", 7);
	lab_run(lab, lab->sim->now + SIM_SEC);
	bgp_class.stop(lab_router(lab, 2)->bgp);
	lab_run(lab, lab->sim->now + SIM_SEC);
	expect("peers prefix", "10.0.0.3 10.0.0.4 | 10.9.0.0/16\n");
	bgp_class.stop(lab_router(lab, 3)->bgp);
	bgp_class.stop(lab_router(lab, 4)->bgp);
	lab_run(lab, lab->sim->now + SIM_SEC);
	expect("peers prefix", "");
	lab_free(lab);
}
END_TEST

/* In the order of prefixes, with what a VPN route has beside them. */
START_TEST(vpn_routes)
{
	NetRt rts[] = {UINT64_C(0x0002fde900000007), UINT64_C(0x0002fde900000008)};
	VpnOrigin origin = {.label = 29, .route_targets = rts, .n_route_targets = 2};

	begin("");
	for (unsigned i = 2; i >= 1; i--) {
		g_autofree char *rd = g_strdup_printf("65001:%u", i);

		ck_assert(net_rd_parse(rd, &origin.rd));
		ck_assert(net_prefix_parse("10.9.0.0/16", FALSE, &origin.prefix));
		vpn_origin_put(lab_router(lab, 1)->bgp, &origin);
	}
	lab_run(lab, lab->sim->now + SIM_SEC);
	expect("family rd prefix label route_targets extended_communities origin",
	       "vpnv4 | 65001:1 | 10.9.0.0/16 | 29 | 65001:7 65001:8 | - | incomplete\n"
	       "vpnv4 | 65001:2 | 10.9.0.0/16 | 29 | 65001:7 65001:8 | - | incomplete\n");
	lab_free(lab);
}
END_TEST

/* Four are named, of more how many. */
START_TEST(many_peers)
{
	GPtrArray *members;

	begin("");
	paths_put(lab, NULL, IPV4, "10.9.0.0/16", "", 7);
	lab_run(lab, lab->sim->now + SIM_SEC);
	members = lab_peer(lab, 1, 2)->families[IPV4].stream->members;
	ck_assert_uint_eq(members->len, 3);
	g_ptr_array_add(members, lab_peer(lab, 1, 4)); /* as if there were more of them */
	expect("peers", "10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.4\n");
	g_ptr_array_add(members, lab_peer(lab, 1, 4));
	g_ptr_array_add(members, lab_peer(lab, 1, 4));
	expect("peers", "10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.4 and 2 more\n");
	g_ptr_array_set_size(members, 3);
	lab_free(lab);
}
END_TEST

/* A default route by default-originate has no path, and is told all the same. */
START_TEST(default_originate)
{
	begin("default-originate=yes");
	expect("peers prefix next_hop label origin", "10.0.0.4 | 0.0.0.0/0 | 10.0.0.1 | - | igp\n");
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_table_out");

	tcase_add_test(tc, groups);
	tcase_add_test(tc, sessions_end);
	tcase_add_test(tc, vpn_routes);
	tcase_add_test(tc, many_peers);
	tcase_add_test(tc, default_originate);
	return test_main("bgp_table_out", tc);
}
