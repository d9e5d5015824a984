/* SPDX-License-Identifier: Apache-2.0 */
/* Labels of exported prefixes: one VRF of R1, without BGP; R2 stands for its CEs. */
#include "models/rib/label.h"
#include "tests/models/vpn/vpn_lab.h"
#include "tests/testing.h"

#include <string.h>

static VpnLab v;
static VpnSite *site;

#define CE1 "172.16.1.2"
#define CE2 "172.16.2.2"
#define A "10.1.0.0/16"
#define B "10.2.0.0/16"

static void setup_with(VpnLabelMode mode)
{
	static const uint32_t as_numbers[] = {0, 0};
	VpnLabVrf config = {.name = "VPN-B", .rd = "1:27", .label_mode = mode};

	vpn_lab_init(&v, lab_new(2, as_numbers));
	site = vpn_lab_add(&v, 1, &config);
	lab_link(v.lab, 1, 2);
	vpn_lab_link(&v, site, 2, 1);
	vpn_lab_link(&v, site, 2, 2);
	vpn_lab_start(&v);
}

/* The label that the prefix has now; 0: there is none to be had. */
static uint32_t settle(const char *prefix, VpnExport *export)
{
	NetPrefix p = vpn_lab_prefix(prefix);

	return vpn_label_settle(site->vrf, &p, export) ? export->label : 0;
}

static void drop(const char *prefix, const VpnExport *export)
{
	NetPrefix p = vpn_lab_prefix(prefix);

	vpn_label_drop(site->vrf, &p, export);
}

/* "pop-lookup VPN-B all"; "-": no entry. */
static void expect_lfib(uint32_t label, const char *text)
{
	const FwdLfibEntry *entry = fwd_lfib_get(lab_router(v.lab, 1)->fwd, label);
	g_autoptr(GString) found = g_string_new(entry ? fwd_lfib_operation(entry) : "-");

	if (entry) {
		g_string_append_c(found, ' ');
		fwd_lfib_append_fec(entry, found);
	}
	ck_assert_str_eq(found->str, text);
	if (entry) {
		ck_assert_str_eq(entry->owner->name, "vpn");
		ck_assert(entry->bottom);
	}
}

START_TEST(modes)
{
	VpnLabelMode mode;

	for (unsigned i = VPN_LABELS_PER_PREFIX; i <= VPN_LABELS_PER_VRF; i++) {
		ck_assert(vpn_label_mode_parse(vpn_label_mode_name((VpnLabelMode)i), &mode));
		ck_assert_uint_eq(mode, i);
	}
	ck_assert_str_eq(vpn_label_mode_name(VPN_LABELS_PER_CE), "per-ce");
	ck_assert(!vpn_label_mode_parse("per-route", &mode));
	ck_assert(!vpn_label_mode_parse("", &mode));
}
END_TEST

START_TEST(per_prefix)
{
	VpnExport a = {0}, b = {0};

	setup_with(VPN_LABELS_PER_PREFIX);
	vpn_lab_put_via(site, A, CE1);
	vpn_lab_put_via(site, B, CE1);
	ck_assert_uint_eq(settle(A, &a), 16);
	ck_assert_uint_eq(settle(B, &b), 17);
	expect_lfib(16, "pop VPN-B 10.1.0.0/16");
	expect_lfib(17, "pop VPN-B 10.2.0.0/16");
	/* The label follows the route, and stays when the route has gone, as the prefix has it still. */
	vpn_lab_put(site, A, 0);
	ck_assert_uint_eq(settle(A, &a), 16);
	vpn_lab_take(site, A);
	ck_assert_uint_eq(settle(A, &a), 16);
	drop(A, &a);
	expect_lfib(16, "-");
	expect_lfib(17, "pop VPN-B 10.2.0.0/16");
	drop(B, &b);
	expect_lfib(17, "-");
	vpn_lab_clear(&v);
}
END_TEST

START_TEST(per_ce)
{
	VpnExport a = {0}, b = {0}, c = {0};

	setup_with(VPN_LABELS_PER_CE);
	vpn_lab_put_via(site, A, CE1);
	vpn_lab_put_via(site, B, CE2);
	vpn_lab_put_via(site, "10.3.0.0/16", CE1);
	ck_assert_uint_eq(settle(A, &a), 16);
	ck_assert_uint_eq(settle(B, &b), 17);
	ck_assert_uint_eq(settle("10.3.0.0/16", &c), 16);
	ck_assert_uint_eq(site->vrf->ces->len, 2);
	expect_lfib(16, "pop VPN-B via " CE1);
	expect_lfib(17, "pop VPN-B via " CE2);
	/* The first holder of the label goes, the second one keeps it. */
	drop(A, &a);
	expect_lfib(16, "pop VPN-B via " CE1);
	drop("10.3.0.0/16", &c);
	expect_lfib(16, "-");
	ck_assert_uint_eq(site->vrf->ces->len, 1);
	drop(B, &b);
	ck_assert_uint_eq(site->vrf->ces->len, 0);
	vpn_lab_clear(&v);
}
END_TEST

START_TEST(per_ce_follows_the_route)
{
	VpnExport a = {0}, b = {0};

	setup_with(VPN_LABELS_PER_CE);
	vpn_lab_put_via(site, A, CE1);
	vpn_lab_put_via(site, B, CE1);
	ck_assert_uint_eq(settle(A, &a), 16);
	ck_assert_uint_eq(settle(A, &a), 16);
	ck_assert_uint_eq(a.ce->holds, 1);
	ck_assert_uint_eq(settle(B, &b), 16);
	/* By way of the other one: the label of that, the first stays the other prefix's. */
	vpn_lab_put_via(site, A, CE2);
	ck_assert_uint_eq(settle(A, &a), 17);
	expect_lfib(16, "pop VPN-B via " CE1);
	/* Neither one neighbour nor none: a label of its own. */
	vpn_lab_put_via(site, A, CE1 " " CE2);
	ck_assert_uint_eq(settle(A, &a), 18);
	ck_assert_int_eq(a.kind, VPN_LABEL_OF_PREFIX);
	expect_lfib(17, "-");
	expect_lfib(18, "pop VPN-B 10.1.0.0/16");
	/* No neighbour at all: the VRF's. */
	vpn_lab_put(site, A, 0);
	ck_assert_uint_eq(settle(A, &a), 19);
	ck_assert_int_eq(a.kind, VPN_LABEL_OF_VRF);
	expect_lfib(18, "-");
	expect_lfib(19, "pop-lookup VPN-B all");
	vpn_lab_put_via(site, A, CE1);
	ck_assert_uint_eq(settle(A, &a), 16);
	expect_lfib(19, "-");
	/* No route: a label that waits for one. */
	vpn_lab_take(site, A);
	ck_assert_uint_eq(settle(A, &a), 20);
	ck_assert_int_eq(a.kind, VPN_LABEL_OF_PREFIX);
	expect_lfib(20, "-");
	drop(A, &a);
	drop(B, &b);
	expect_lfib(16, "-");
	vpn_lab_clear(&v);
}
END_TEST

/* A neighbour in another table, or behind labels, is none to pop to. */
START_TEST(per_ce_elsewhere)
{
	VpnExport a = {0};
	RibHop hop = {.kind = RIB_HOP_RECURSIVE};
	RibRoute route = {.prefix = vpn_lab_prefix(A), .n_hops = 1, .hops = &hop};

	setup_with(VPN_LABELS_PER_CE);
	hop.in = rib_global(lab_router(v.lab, 1)->rib_node);
	hop.gateway = lab_loopback(2);
	route.source = &site->fixed;
	rib_route_update(site->rib, &route);
	ck_assert_ptr_nonnull(rib_best(site->rib, &route.prefix));
	settle(A, &a);
	ck_assert_int_eq(a.kind, VPN_LABEL_OF_PREFIX);
	drop(A, &a);

	hop.in = site->rib;
	ck_assert(net_addr_parse(CE1, &hop.gateway));
	rib_route_update(site->rib, &route);
	memset(&a, 0, sizeof a);
	settle(A, &a);
	ck_assert_int_eq(a.kind, VPN_LABEL_OF_CE);
	drop(A, &a);

	hop.labels.depth = 1;
	hop.labels.label[0] = (Label){.value = 100, .kind = LABEL_KIND_STATIC};
	rib_route_update(site->rib, &route);
	memset(&a, 0, sizeof a);
	settle(A, &a);
	ck_assert_int_eq(a.kind, VPN_LABEL_OF_PREFIX);
	drop(A, &a);
	vpn_lab_clear(&v);
}
END_TEST

START_TEST(per_vrf)
{
	VpnExport a = {0}, b = {0};

	setup_with(VPN_LABELS_PER_VRF);
	vpn_lab_put_via(site, A, CE1);
	vpn_lab_put_via(site, B, CE2);
	ck_assert_uint_eq(settle(A, &a), 16);
	ck_assert_uint_eq(settle(B, &b), 16);
	ck_assert_uint_eq(settle(B, &b), 16);
	ck_assert_uint_eq(site->vrf->label_uses, 2);
	expect_lfib(16, "pop-lookup VPN-B all");
	drop(A, &a);
	expect_lfib(16, "pop-lookup VPN-B all");
	drop(B, &b);
	expect_lfib(16, "-");
	ck_assert_uint_eq(site->vrf->label, NET_LABEL_NONE);
	/* The next one is another label. */
	memset(&a, 0, sizeof a);
	ck_assert_uint_eq(settle(A, &a), 17);
	drop(A, &a);
	vpn_lab_clear(&v);
}
END_TEST

/* No label is left; nothing is held then, and one is taken as soon as there is one. */
START_TEST(used_up)
{
	VpnExport a = {0}, b = {0};
	RibNode *node;

	setup_with((VpnLabelMode)_i);
	node = lab_router(v.lab, 1)->rib_node;
	rib_label_set_range(node, 100, 100);
	ck_assert_uint_eq(rib_label_take(node), 100);
	vpn_lab_put_via(site, A, CE1);
	vpn_lab_put_via(site, B, CE2);
	ck_assert_uint_eq(settle(A, &a), 0);
	ck_assert_uint_eq(a.label, NET_LABEL_NONE);
	ck_assert_uint_eq(site->vrf->ces->len, 0);
	ck_assert_uint_eq(site->vrf->label_uses, 0);
	rib_label_give_back(node, 100);
	ck_assert_uint_eq(settle(A, &a), 100);
	ck_assert_uint_eq(settle(B, &b), _i == VPN_LABELS_PER_VRF ? 100 : 0);
	drop(A, &a);
	if (b.label == 100)
		drop(B, &b);
	vpn_lab_clear(&v);
}
END_TEST

/* A crash: what was taken is given back at once, whoever held it. */
START_TEST(release)
{
	VpnExport a = {0}, b = {0}, c = {0};

	setup_with(VPN_LABELS_PER_CE);
	vpn_lab_put_via(site, A, CE1);
	vpn_lab_put_via(site, B, CE2);
	vpn_lab_put(site, "10.3.0.0/16", 0);
	settle(A, &a);
	settle(B, &b);
	settle("10.3.0.0/16", &c);
	vpn_label_release(site->vrf);
	vpn_label_init(site->vrf);
	for (uint32_t label = 16; label < 19; label++)
		expect_lfib(label, "-");
	ck_assert_uint_eq(site->vrf->label_uses, 0);
	memset(&a, 0, sizeof a);
	ck_assert_uint_eq(settle(A, &a), 19);
	drop(A, &a);
	vpn_lab_clear(&v);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("vpn_label");

	tcase_add_test(tc, modes);
	tcase_add_test(tc, per_prefix);
	tcase_add_test(tc, per_ce);
	tcase_add_test(tc, per_ce_follows_the_route);
	tcase_add_test(tc, per_ce_elsewhere);
	tcase_add_test(tc, per_vrf);
	tcase_add_loop_test(tc, used_up, VPN_LABELS_PER_PREFIX, VPN_LABELS_PER_VRF + 1);
	tcase_add_test(tc, release);
	return test_main("vpn_label", tc);
}
