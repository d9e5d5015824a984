/* SPDX-License-Identifier: Apache-2.0 */
/* Next hops of R1's paths, as its RIB has them; R2 is a router without BGP. */
#include "models/bgp/bgp_nexthop.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

static Lab *lab;
static BgpPeer *peer;

enum { IPV4 = BGP_FAMILY_IPV4, VPNV4 = BGP_FAMILY_VPNV4 };

static void setup(void)
{
	static const uint32_t as_numbers[] = {65001, 0};

	lab = lab_new(2, as_numbers);
	lab_link(lab, 1, 2);
	peer = lab_neighbor_with(lab, 1, 2, "ipv4 vpnv4", "passive=yes");
	lab_start(lab);
}

static void teardown(void)
{
	lab_free(lab);
}

static void run(void)
{
	lab_run(lab, lab->sim->now + SIM_SEC);
}

/* "" where the path is usable; else why it is not. */
static void expect(unsigned family, const BgpPath *path, const char *reason)
{
	const BgpTable *table = paths_table(lab, family);
	GString *out = g_string_new(NULL);

	run();
	if (!bgp_path_usable(table, path))
		bgp_path_append_reason(table, path, out);
	ck_assert_str_eq(out->str, reason);
	g_string_free(out, TRUE);
}

START_TEST(own_paths)
{
	const BgpTable *table = paths_table(lab, IPV4);
	BgpPath *path = paths_put(lab, NULL, IPV4, "10.9.0.0/16", "", 0);

	ck_assert_ptr_null(bgp_path_next_hop(table, path));
	ck_assert(bgp_path_usable(table, path));
	ck_assert_uint_eq(bgp_path_igp_metric(table, path), 0);
}
END_TEST

/* A path's place in the list of its next hop begins anew, whatever was in its memory. */
START_TEST(back_in_the_list)
{
	BgpTable *table = paths_table(lab, IPV4);
	BgpPath *first = paths_put(lab, peer, IPV4, "10.1.0.0/16", "10.0.0.2", 0);
	BgpPath *second = paths_put(lab, peer, IPV4, "10.2.0.0/16", "10.0.0.2", 0);

	bgp_nexthop_remove(table, first);
	bgp_nexthop_add(table, first);
	ck_assert_ptr_null(first->nh_prev);
	ck_assert_ptr_eq(first->nh_next, second);
	bgp_nexthop_remove(table, second);
	ck_assert_ptr_eq(bgp_path_next_hop(table, first)->paths, first);
	ck_assert_ptr_null(first->nh_next);
	bgp_nexthop_add(table, second);
}
END_TEST

START_TEST(by_a_route)
{
	const BgpTable *table = paths_table(lab, IPV4);
	BgpPath *path = paths_put(lab, peer, IPV4, "10.9.0.0/16", "10.0.0.2", 0);

	expect(IPV4, path, "");
	ck_assert_uint_eq(bgp_path_igp_metric(table, path), 10);
	lab_set_route(lab, 1, 2, TRUE, 30);
	ck_assert_uint_eq(bgp_path_igp_metric(table, path), 30);
	lab_set_route(lab, 1, 2, FALSE, 0);
	expect(IPV4, path, "no route to R2");
	ck_assert_uint_eq(bgp_path_igp_metric(table, path), UINT32_MAX);
	path = paths_put(lab, peer, IPV4, "10.9.0.0/16", "10.0.0.9", 0);
	expect(IPV4, path, "no route to 10.0.0.9");
}
END_TEST

/* RFC 4364 5: a VPN route needs an LSP, unless it is configured not to. */
START_TEST(by_an_lsp)
{
	BgpPath *path;

	lab_bgp(lab, 1)->need_lsp = _i;
	path = paths_put(lab, peer, VPNV4, "10.9.0.0/16", "10.0.0.2", 0);
	expect(VPNV4, path, _i ? "no LSP to R2" : "");
	lab_set_lsp(lab, 1, 2, TRUE);
	expect(VPNV4, path, "");
	lab_set_lsp(lab, 1, 2, FALSE);
	expect(VPNV4, path, _i ? "no LSP to R2" : "");
}
END_TEST

static void put_default(LabRouter *r)
{
	RibHop hop = {.kind = RIB_HOP_RECURSIVE, .gateway = lab_loopback(2)};
	RibRoute route = {
		.prefix.addr.family = NET_AF_IPV4, .source = &r->igp, .n_hops = 1, .hops = &hop};

	rib_route_update(r->rib, &route);
}

START_TEST(by_the_default_route)
{
	BgpPath *path;

	lab_bgp(lab, 1)->via_default = _i;
	put_default(lab_router(lab, 1));
	path = paths_put(lab, peer, IPV4, "10.9.0.0/16", "192.0.2.1", 0);
	expect(IPV4, path, _i ? "" : "only the default route leads to 192.0.2.1");
}
END_TEST

/* RFC 4271 9.1.2.1: R2's default route leads to another next hop; a default route by that would need itself. */
START_TEST(by_itself)
{
	BgpPath *path;

	lab_bgp(lab, 1)->via_default = TRUE;
	paths_put(lab, peer, IPV4, "0.0.0.0/0", "10.0.0.2", 0);
	run();
	path = paths_put(lab, peer, IPV4, "10.9.0.0/16", "192.0.2.1", 0);
	expect(IPV4, path, "");
	path = paths_put(lab, NULL, IPV4, "0.0.0.0/0", "192.0.2.1", 0);
	expect(IPV4, path, "only a route to the same prefix leads to 192.0.2.1");
	lab_set_route(lab, 1, 2, FALSE, 0);
	expect(IPV4, path, "no route to 192.0.2.1");
}
END_TEST

/* All paths with one next hop hang on it: it is tracked as long as there is one, whichever goes first. */
START_TEST(shared)
{
	static const char *const prefixes[] = {"10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"};
	static const unsigned orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}};
	const BgpTable *table = paths_table(lab, IPV4);
	BgpNextHop *next_hop = NULL;
	uint32_t id = 0;

	for (unsigned i = 0; i < 3; i++) {
		BgpPath *path = paths_put(lab, peer, IPV4, prefixes[i], "10.0.0.2", i);

		ck_assert(i == 0 || bgp_path_next_hop(table, path) == next_hop);
		next_hop = bgp_path_next_hop(table, path);
		id = path->attrs->next_hop_id;
	}
	run();
	for (unsigned i = 0; i < 3; i++) {
		unsigned n = 0;

		ck_assert_ptr_eq(g_ptr_array_index(table->next_hops, id), next_hop);
		for (const BgpPath *path = next_hop->paths; path; path = path->nh_next)
			n++;
		ck_assert_uint_eq(n, 3 - i);
		paths_remove(lab, peer, IPV4, prefixes[orders[_i][i]]);
		run();
	}
	ck_assert_ptr_null(g_ptr_array_index(table->next_hops, id));
}
END_TEST

/* What hangs on a next hop is looked at when that changes, and nothing else. */
START_TEST(changes)
{
	Bgp *bgp = lab_bgp(lab, 1);

	paths_put(lab, peer, IPV4, "10.1.0.0/16", "10.0.0.2", 0);
	paths_put(lab, peer, IPV4, "10.2.0.0/16", "10.0.0.2", 0);
	paths_put(lab, peer, IPV4, "10.3.0.0/16", "10.1.12.2", 0);
	run();
	ck_assert_uint_eq(bgp->dirty->len, 0);
	lab_set_route(lab, 1, 2, TRUE, 30);
	ck_assert_uint_eq(bgp->dirty->len, 2);
	ck_assert(paths_net(lab, IPV4, "10.1.0.0/16")->dirty);
	ck_assert(paths_net(lab, IPV4, "10.2.0.0/16")->dirty);
	ck_assert(!paths_net(lab, IPV4, "10.3.0.0/16")->dirty);
}
END_TEST

static const BgpPath *put_leak(BgpTable *table, BgpAttrSet *attrs, NetRd rd, Rib *in)
{
	const NetPrefix prefix = text_prefix("10.9.0.0/16");
	BgpLeak leak = {.path = {.attrs = bgp_attrset_ref(attrs), .label = 29 << 4},
			.source = peer,
			.in = in,
			.rd = rd};
	BgpNet *net = bgp_table_get(table, 0, &prefix);

	ck_assert(bgp_table_put_leak(table, net, &leak));
	return net->paths;
}

/* A leaked path's next hop lies in the table that it comes from, and needs an LSP whatever the family says; or in the VRF
 * itself, and needs none. */
START_TEST(leaks)
{
	LabRouter *r = lab_router(lab, 1);
	Rib *rib = rib_add(r->rib_node, fwd_node_add_vrf(r->fwd, "VPN-B"));
	ProtoInstance *bgp = lab_bgp_in(r, rib);
	BgpTable *table = &bgp_of(bgp)->tables[IPV4];
	BgpAttrSet *attrs = paths_put(lab, peer, IPV4, "10.9.0.0/16", "10.0.0.2", 0)->attrs;
	const BgpPath *core = put_leak(table, attrs, 5, r->rib);
	const BgpPath *plain = put_leak(table, attrs, 6, rib);
	NetPrefix prefix = text_prefix("10.0.0.2/32");
	RibHop hop = {.kind = RIB_HOP_INTERFACE,
		      .iface = fwd_node_iface(r->fwd, "r2"),
		      .gateway = lab_link_address(2, 1)};
	RibRoute route = {.prefix = prefix, .n_hops = 1, .hops = &hop};
	RibSource fixed;

	ck_assert(bgp_path_leaves(table, core));
	ck_assert(!bgp_path_leaves(table, plain));
	ck_assert_ptr_ne(bgp_path_next_hop(table, core), bgp_path_next_hop(table, plain));
	ck_assert(!bgp_path_usable(table, core));
	ck_assert(!bgp_path_usable(table, plain));
	lab_set_lsp(lab, 1, 2, TRUE);
	ck_assert(bgp_path_usable(table, core));
	ck_assert(!bgp_path_usable(table, plain));
	rib_source_init(r->rib_node, &fixed, "static", "VPN-B");
	route.source = &fixed;
	rib_route_update(rib, &route);
	lab_set_lsp(lab, 1, 2, FALSE);
	ck_assert(!bgp_path_usable(table, core));
	ck_assert(bgp_path_usable(table, plain));
	bgp_class.destroy(bgp);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_nexthop");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, own_paths);
	tcase_add_test(tc, back_in_the_list);
	tcase_add_test(tc, by_a_route);
	tcase_add_loop_test(tc, by_an_lsp, 0, 2);
	tcase_add_loop_test(tc, by_the_default_route, 0, 2);
	tcase_add_test(tc, by_itself);
	tcase_add_loop_test(tc, shared, 0, 4);
	tcase_add_test(tc, changes);
	tcase_add_test(tc, leaks);
	return test_main("bgp_nexthop", tc);
}
