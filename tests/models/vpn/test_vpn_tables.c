/* SPDX-License-Identifier: Apache-2.0 */
#include "models/vpn/vpn_tables.h"
#include "tests/models/net/table_text.h"
#include "tests/models/vpn/vpn_lab.h"
#include "tests/testing.h"

static VpnLab v;

static void init(uint32_t as_number)
{
	vpn_lab_init(&v, lab_new(1, &as_number));
}

static void expect(const char *columns, const char *text)
{
	ck_assert_str_eq(table_text(table_named(vpn_tables, "vrf"), v.vpns[0], columns), text);
}

#define CONFIGURED \
	"vrf rd import_rts export_rts redistribute label_mode site_of_origin hybrid_next_hop maximum_routes"

/* In the order of creation, with what is not configured left empty. */
START_TEST(configuration)
{
	VpnLabVrf plain = {.name = "Z", .rd = "1:27", .redistribute = ""};
	VpnLabVrf full = {
		.name = "A",
		.rd = "10.0.0.1:5",
		.import_rts = "1:222 1:223",
		.export_rts = "1:222",
		.redistribute = "static ospf",
		.label_mode = VPN_LABELS_PER_CE,
		.site_of_origin = "65001:9",
		.limit = {.most = 7, .threshold = 100},
		.hybrid = VPN_HYBRID_GLOBAL,
	};
	PolicySet *set = policy_set_new(NULL);

	init(0);
	vpn_lab_add(&v, 1, &plain);
	vpn_lab_add(&v, 1, &full);
	expect(CONFIGURED,
	       "Z | 1:27 | - | - |  | per-prefix | - | - | -\n"
	       "A | 10.0.0.1:5 | 1:222 1:223 | 1:222 | static ospf | per-ce | 65001:9 | global | 7\n");
	expect("import_map export_map", "- | -\n- | -\n");
	vpn_vrf_set_import_map(v.sites[1].vrf, policy_set_add_map(set, "in", NULL));
	vpn_vrf_set_export_map(v.sites[1].vrf, policy_set_add_map(set, "out", NULL));
	expect("import_map export_map", "- | -\nin | out\n");
	vpn_vrf_set_import_map(v.sites[1].vrf, NULL);
	vpn_vrf_set_export_map(v.sites[1].vrf, NULL);
	policy_set_free(set);
	/* Without BGP a VRF has its routes all the same. */
	vpn_lab_start(&v);
	vpn_lab_put(&v.sites[1], "10.1.0.0/16", 0);
	expect("vrf routes exported imported", "Z | 0 | 0 | 0\nA | 1 | 0 | 0\n");
	vpn_lab_clear(&v);
}
END_TEST

/* Two VRFs of a node, of which one imports what the other exports. */
START_TEST(counts)
{
	VpnLabVrf from = {.name = "A", .rd = "1:1", .export_rts = "1:222"};
	VpnLabVrf to = {.name = "B", .rd = "1:2", .import_rts = "1:222"};

	init(1);
	vpn_lab_add(&v, 1, &from);
	vpn_lab_add(&v, 1, &to);
	vpn_lab_start(&v);
	for (unsigned i = 1; i <= 3; i++) {
		g_autofree char *prefix = g_strdup_printf("10.%u.0.0/16", i);

		vpn_lab_put(&v.sites[0], prefix, 0);
	}
	vpn_lab_run(&v, 1);
	expect("vrf routes exported imported", "A | 3 | 3 | 0\nB | 3 | 0 | 3\n");
	vpn_lab_take(&v.sites[0], "10.2.0.0/16");
	vpn_lab_run(&v, 1);
	expect("vrf routes exported imported", "A | 2 | 2 | 0\nB | 2 | 0 | 2\n");
	vpn_lab_clear(&v);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("vpn_tables");

	tcase_add_test(tc, configuration);
	tcase_add_test(tc, counts);
	return test_main("vpn_tables", tc);
}
