/* SPDX-License-Identifier: Apache-2.0 */
/* Who is told what in inter-AS option AB: R1, with an internal neighbour, R2, hybrid ones, R3 and R4, or none. */
#include "models/bgp/bgp_hybrid.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_told.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

#include <string.h>

enum { IPV4 = BGP_FAMILY_IPV4, VPNV4 = BGP_FAMILY_VPNV4 };

#define P "10.9.0.0/16"

static Lab *lab;
static BgpPeer *internal, *hybrid, *plain; /* R2, R3, R4 */
static gboolean taken;                     /* by a hybrid VRF */

static gboolean is_taken(const NetRt *rts, unsigned n, void *user)
{
	(void)rts;
	(void)n;
	return *(gboolean *)user;
}

static void setup(void)
{
	static const uint32_t as_numbers[] = {1, 1, 2, 3};

	lab = lab_new(4, as_numbers);
	for (unsigned i = 2; i <= 4; i++)
		lab_link(lab, 1, i);
	internal = lab_neighbor(lab, 1, 2, "vpnv4");
	hybrid = lab_neighbor_with(lab, 1, 3, "ipv4 vpnv4", "inter-as-hybrid=yes");
	plain = lab_neighbor(lab, 1, 4, "vpnv4");
	bgp_vpn_set_hybrid(lab_router(lab, 1)->bgp, is_taken, &taken);
	lab_start(lab);
}

static void teardown(void)
{
	lab_free(lab);
}

static BgpPeer *peer_of(char letter)
{
	return letter == 'i' ? internal : letter == 'h' ? hybrid : letter == 'p' ? plain : NULL;
}

static gboolean may_tell(char to, const BgpPath *path, unsigned family)
{
	BgpGroup group = {
		.bgp = lab_bgp(lab, 1),
		.key = {.family = family,
			.table = family,
			.egress = {.internal = to == 'i'},
			.hybrid = to == 'h'},
	};

	return bgp_hybrid_may_tell(&group, path);
}

/* A path from a neighbour, as it came; told to whom, where a hybrid VRF takes it and where none does. */
static const struct {
	char from;
	const char *taken, *not_taken;
} as_it_came[] = {
	{'h', "", "ihp"},
	{'i', "ip", "ihp"},
	{'p', "ip", "ihp"},
};

START_TEST(test_as_it_came)
{
	BgpPath *path = paths_put(lab, peer_of(as_it_came[_i].from), VPNV4, P, "10.0.0.9", 0);

	for (const char *to = "ihp"; *to; to++) {
		taken = TRUE;
		ck_assert_int_eq(may_tell(*to, path, VPNV4),
				 strchr(as_it_came[_i].taken, *to) != NULL);
		taken = FALSE;
		ck_assert_int_eq(may_tell(*to, path, VPNV4),
				 strchr(as_it_came[_i].not_taken, *to) != NULL);
		taken = TRUE;
		ck_assert(may_tell(*to, paths_put(lab, hybrid, IPV4, P, "10.0.0.9", 0), IPV4));
	}
}
END_TEST

/* As a VRF exports it; '-': what it has of its CEs. */
static const struct {
	char from;
	const char *told;
} exported[] = {
	{'-', "ihp"},
	{'h', "ih"},
	{'i', "h"},
	{'p', "h"},
};

static BgpPath *export(BgpPeer *from, uint32_t med)
{
	BgpTable *table = paths_table(lab, VPNV4);
	NetPrefix prefix = text_prefix(P);
	BgpAttrs attrs = {.present = BGP_ATTR_BIT(BGP_ATTR_MED), .med = med, .as_path.as_size = 4};
	BgpAttrSet *set =
		bgp_attrset_intern(&lab_bgp(lab, 1)->run->attrs, &attrs, (BgpSpan){NULL, 0});

	bgp_vpn_originate(lab_router(lab, 1)->bgp, 5, &prefix, 16, set, from);
	return bgp_net_path_of(bgp_table_find(table, 5, &prefix), NULL);
}

START_TEST(test_exported)
{
	BgpPath *path = export(peer_of(exported[_i].from), 0);

	taken = TRUE;
	ck_assert_ptr_eq(bgp_path_source(path), peer_of(exported[_i].from));
	for (const char *to = "ihp"; *to; to++)
		ck_assert_int_eq(may_tell(*to, path, VPNV4),
				 strchr(exported[_i].told, *to) != NULL);
}
END_TEST

/* The same attributes from elsewhere are another route; the same from there are none. */
START_TEST(another_source)
{
	Bgp *bgp = lab_bgp(lab, 1);
	const BgpPath *path = export(internal, 7);

	lab_watch_vpn(lab, 1);
	lab_run(lab, SIM_SEC);
	ck_assert_ptr_eq(export(internal, 7), path);
	ck_assert_uint_eq(bgp->dirty->len, 0);
	path = export(hybrid, 7);
	ck_assert_ptr_eq(bgp_path_source(path), hybrid);
	ck_assert_uint_eq(bgp->dirty->len, 1);
	lab_run(lab, 2 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R1 vpn replace"), 1);
}
END_TEST

/* A route map may have set a next hop of the node's own routes, of which there are others then. */
START_TEST(own_with_a_next_hop)
{
	const BgpPath *first = paths_put(lab, NULL, IPV4, P, "10.0.0.9", 0);
	const BgpPath *second = paths_put(lab, NULL, IPV4, "10.8.0.0/16", "10.0.0.9", 0);

	ck_assert_ptr_eq(second->nh_next, first);
	ck_assert_ptr_null(bgp_path_source(first));
	ck_assert_ptr_null(bgp_path_source(second));
}
END_TEST

/* A hybrid VRF needs no LSP to the neighbour, for what it takes. */
START_TEST(enters)
{
	const BgpTable *table = paths_table(lab, VPNV4);
	const BgpPath *from_hybrid = paths_put(lab, hybrid, VPNV4, P, "10.0.0.3", 0);
	const BgpPath *from_plain = paths_put(lab, plain, VPNV4, P, "10.0.0.4", 0);

	taken = TRUE;
	ck_assert(bgp_hybrid_enters(table, from_hybrid));
	ck_assert(bgp_path_usable(table, from_hybrid));
	ck_assert_uint_eq(bgp_path_igp_metric(table, from_hybrid), 0);
	ck_assert(!bgp_hybrid_enters(table, from_plain));
	ck_assert(!bgp_path_usable(table, from_plain));
	taken = FALSE;
	ck_assert(!bgp_hybrid_enters(table, from_hybrid));
	ck_assert(!bgp_path_usable(table, from_hybrid));
	/* All are looked at again. */
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_bgp(lab, 1)->dirty->len, 0);
	bgp_vpn_hybrid_changed(lab_router(lab, 1)->bgp);
	ck_assert_uint_eq(lab_bgp(lab, 1)->dirty->len, 1);
	/* Nobody has VRFs. */
	taken = TRUE;
	bgp_vpn_set_hybrid(lab_router(lab, 1)->bgp, NULL, NULL);
	ck_assert(!bgp_hybrid_enters(table, from_hybrid));
}
END_TEST

/* RFC 4271 5.1.4: what came from a neighbour is told to another AS without its MED, unless policy sets one. */
START_TEST(med)
{
	static const struct {
		gboolean reoriginated, internal, by_policy, told;
	} cases[] = {
		{FALSE, FALSE, FALSE, TRUE},
		{TRUE, FALSE, FALSE, FALSE},
		{TRUE, TRUE, FALSE, TRUE},
		{TRUE, FALSE, TRUE, TRUE},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		BgpGroup group = {.bgp = lab_bgp(lab, 1),
				  .key = {.family = VPNV4,
					  .table = VPNV4,
					  .egress = {.internal = cases[i].internal}}};
		BgpTold told = {.attrs = export(NULL, 7)->attrs,
				.reoriginated = cases[i].reoriginated,
				.keeps_med = cases[i].by_policy};
		BgpScratch scratch;
		BgpAttrs out;

		bgp_scratch_init(&scratch);
		bgp_told_attrs(&group, &told, &out, &scratch);
		ck_assert_int_eq(bgp_attrs_has(&out, BGP_ATTR_MED), cases[i].told);
		bgp_scratch_clear(&scratch);
	}
}
END_TEST

START_TEST(leads)
{
	BgpPath *path = paths_put(lab, hybrid, VPNV4, P, "10.0.0.3", 7);
	BgpImport import = {.attrs = bgp_attrset_ref(path->attrs)};
	Rib *rib = lab_router(lab, 1)->rib;
	NetAddr next_hop = net_addr_ipv4(0xac100002);

	bgp_import_lead(&import, rib, &net_addr_none);
	ck_assert_ptr_eq(import.in, rib);
	ck_assert_ptr_eq(import.attrs, path->attrs);
	bgp_import_lead(&import, rib, &next_hop);
	ck_assert(net_addr_equal(&import.attrs->attrs.next_hop, &next_hop));
	ck_assert_uint_eq(import.attrs->attrs.med, 7);
	bgp_attrset_unref(import.attrs);
}
END_TEST

static const struct {
	uint32_t as_number;
	const char *families, *says;
} mistakes[] = {
	{1, "vpnv4", "neighbor 10.0.0.9 is internal: inter-as-hybrid is for"},
	{2, "ipv4", "neighbor 10.0.0.9 is told no VPN routes, which inter-as-hybrid is about"},
	{2, "ipv4 vpnv4", NULL},
};

START_TEST(test_mistakes)
{
	const ProtoItem *item = lab_item("neighbor");
	BgpPeerConfig config = {0};
	GError *error = NULL;
	gboolean ok;

	config_set_defaults(item->fields, item->n_fields, &config);
	config.address = net_addr_ipv4(0x0a000009);
	config.as_number = mistakes[_i].as_number;
	config.options.inter_as_hybrid = TRUE;
	g_strfreev(config.families);
	config.families = g_strsplit(mistakes[_i].families, " ", -1);
	ok = item->add(lab_router(lab, 1)->bgp, NULL, &config, &error);
	ck_assert_int_eq(ok, mistakes[_i].says == NULL);
	ck_assert_msg(ok || strstr(error->message, mistakes[_i].says), "%s",
		      error ? error->message : "");
	g_clear_error(&error);
	config_clear(item->fields, item->n_fields, &config);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_hybrid");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, test_as_it_came, 0, G_N_ELEMENTS(as_it_came));
	tcase_add_loop_test(tc, test_exported, 0, G_N_ELEMENTS(exported));
	tcase_add_test(tc, another_source);
	tcase_add_test(tc, own_with_a_next_hop);
	tcase_add_test(tc, enters);
	tcase_add_test(tc, med);
	tcase_add_test(tc, leads);
	tcase_add_loop_test(tc, test_mistakes, 0, G_N_ELEMENTS(mistakes));
	return test_main("bgp_hybrid", tc);
}
