/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_table.h"
#include "tests/testing.h"

typedef struct Fixture {
	Bgp bgp; /* that has no peers and never runs */
	BgpAttrTable sets;
	NetPrefixIds *prefixes;
	BgpTable table;
} Fixture;

/* The node's own routes alone: no next hop has to be tracked. */
static void fixture_init(Fixture *f)
{
	f->bgp = (Bgp){.sim = sim_new(1)};
	bgp_attr_table_init(&f->sets);
	f->prefixes = net_prefix_ids_new(NET_AF_IPV4, TRUE);
	bgp_table_init(&f->table, &f->bgp, &bgp_families[BGP_FAMILY_VPNV4], f->prefixes);
}

static void fixture_release(Fixture *f)
{
	bgp_table_release(&f->table);
	net_prefix_ids_free(f->prefixes);
	bgp_attr_table_release(&f->sets);
	sim_free(f->bgp.sim);
}

static BgpAttrSet *set_with_med(Fixture *f, uint32_t med)
{
	BgpAttrs attrs = {.present = BGP_ATTR_BIT(BGP_ATTR_MED), .med = med, .as_path.as_size = 4};
	return bgp_attrset_intern(&f->sets, &attrs, (BgpSpan){NULL, 0});
}

static NetPrefix prefix_of(uint32_t i)
{
	NetAddr addr = net_addr_ipv4(i << 8);
	return net_prefix(&addr, 24);
}

START_TEST(test_many)
{
	enum { N = 5000 };
	Fixture f;
	fixture_init(&f);
	for (uint32_t i = 0; i < N; i++) {
		NetPrefix prefix = prefix_of(i);
		BgpNet *net = bgp_table_get(&f.table, i % 3, &prefix);
		ck_assert_uint_eq(net->id, i);
		ck_assert(bgp_table_put(&f.table, net, NULL, set_with_med(&f, i % 7), i << 4 | 1));
	}
	ck_assert_uint_eq(f.table.n_nets, N);
	ck_assert_uint_eq(bgp_attr_table_size(&f.sets), 7);
	for (uint32_t i = 0; i < N; i++) {
		NetPrefix prefix = prefix_of(i);
		BgpNet *net = bgp_table_find(&f.table, i % 3, &prefix);
		ck_assert_ptr_nonnull(net);
		ck_assert_uint_eq(net->paths->label, i << 4 | 1);
		ck_assert_ptr_null(bgp_table_find(&f.table, i % 3 + 1, &prefix));
		prefix.len = 23;
		prefix = net_prefix_network(&prefix);
		ck_assert_ptr_null(bgp_table_find(&f.table, i % 3, &prefix));
	}
	fixture_release(&f);
}
END_TEST

START_TEST(test_replace_and_remove)
{
	Fixture f;
	fixture_init(&f);
	NetPrefix prefix = prefix_of(1);
	BgpNet *net = bgp_table_get(&f.table, 1, &prefix);
	ck_assert(bgp_table_put(&f.table, net, NULL, set_with_med(&f, 1), 17));
	ck_assert(!bgp_table_put(&f.table, net, NULL, set_with_med(&f, 1), 17));
	ck_assert(bgp_table_put(&f.table, net, NULL, set_with_med(&f, 1), 33));
	ck_assert_uint_eq(bgp_net_path_of(net, NULL)->label, 33);
	ck_assert_ptr_null(net->paths->next); /* the former one was not chosen */

	/* What is chosen stays until it no longer is. */
	BgpPath *chosen = bgp_net_path_of(net, NULL);
	bgp_net_choose(net, chosen);
	ck_assert(bgp_table_put(&f.table, net, NULL, set_with_med(&f, 2), 33));
	ck_assert_ptr_ne(bgp_net_path_of(net, NULL), chosen);
	ck_assert(chosen->flags & BGP_PATH_GONE);
	ck_assert_uint_eq(bgp_attr_table_size(&f.sets), 2);
	ck_assert(bgp_table_remove(&f.table, net, NULL));
	ck_assert(!bgp_table_remove(&f.table, net, NULL));
	bgp_table_collect(&f.table, net);
	ck_assert_uint_eq(f.table.n_nets, 1);
	bgp_net_choose(net, NULL);
	bgp_path_free(&f.table, chosen);
	ck_assert_uint_eq(bgp_attr_table_size(&f.sets), 0);
	bgp_table_collect(&f.table, net);
	ck_assert_uint_eq(f.table.n_nets, 0);
	ck_assert_ptr_null(bgp_table_find(&f.table, 1, &prefix));
	fixture_release(&f);
}
END_TEST

/* Two routers hold the same prefixes under the same ids; what one alone holds costs the other nothing,
 * and walks are in the order of ids. */
START_TEST(test_shared_ids)
{
	Fixture f;
	fixture_init(&f);
	BgpTable other;
	bgp_table_init(&other, &f.bgp, &bgp_families[BGP_FAMILY_VPNV4], f.prefixes);
	for (uint32_t i = 0; i < 1000; i++) {
		NetPrefix prefix = prefix_of(i);
		bgp_table_get(&f.table, 1, &prefix);
		if (i % 300 == 299)
			ck_assert_uint_eq(bgp_table_get(&other, 1, &prefix)->id, i);
	}
	ck_assert_uint_eq(net_prefix_ids_held(f.prefixes), 1000);
	uint32_t expected = 299;
	for (BgpNet *net = bgp_table_from(&other, 0); net;
	     net = bgp_table_from(&other, net->id + 1)) {
		ck_assert_uint_eq(net->id, expected);
		expected += 300;
	}
	ck_assert_uint_eq(expected, 1199);
	ck_assert_ptr_null(bgp_table_at(&other, 5));
	ck_assert_uint_eq(bgp_table_get_at(&other, 5)->id, 5);
	bgp_table_collect(&other, bgp_table_at(&other, 5));
	ck_assert_ptr_null(bgp_table_at(&other, 5));
	ck_assert_ptr_nonnull(bgp_table_at(&f.table, 5));
	bgp_table_release(&other);
	fixture_release(&f);
}
END_TEST

/* The chosen path is the first, the others keep their order. */
START_TEST(test_chosen_first)
{
	Fixture f;
	fixture_init(&f);
	NetPrefix prefix = prefix_of(1);
	BgpNet *net = bgp_table_get(&f.table, 1, &prefix);
	BgpPeer peers[3] = {0};
	for (unsigned i = 0; i < 3; i++)
		ck_assert(bgp_table_put(&f.table, net, &peers[i], set_with_med(&f, i), i));
	ck_assert_ptr_null(bgp_net_chosen(net));
	ck_assert_ptr_eq(net->paths->peer, &peers[2]);
	bgp_net_choose(net, bgp_net_path_of(net, &peers[1]));
	ck_assert_ptr_eq(bgp_net_chosen(net)->peer, &peers[1]);
	ck_assert(bgp_table_put(&f.table, net, NULL, set_with_med(&f, 9), 9));
	ck_assert_ptr_eq(net->paths->peer, &peers[1]);
	ck_assert_ptr_null(net->paths->next->peer);
	ck_assert_ptr_eq(net->paths->next->next->peer, &peers[2]);
	bgp_net_choose(net, bgp_net_path_of(net, &peers[0]));
	ck_assert_ptr_eq(net->paths->peer, &peers[0]);
	ck_assert_ptr_eq(net->paths->next->peer, &peers[1]);
	fixture_release(&f);
}
END_TEST

/* The id of a prefix that is gone is the next one's. */
START_TEST(test_ids)
{
	Fixture f;
	fixture_init(&f);
	NetPrefix a = prefix_of(1), b = prefix_of(2), c = prefix_of(3);
	BgpNet *net = bgp_table_get(&f.table, 1, &a);
	ck_assert_uint_eq(bgp_table_get(&f.table, 1, &b)->id, 1);
	net->pins = 1;
	bgp_table_collect(&f.table, net);
	ck_assert_ptr_eq(bgp_table_find(&f.table, 1, &a), net);
	net->pins = 0;
	net->dirty = TRUE;
	bgp_table_collect(&f.table, net);
	ck_assert_ptr_eq(bgp_table_find(&f.table, 1, &a), net);
	net->dirty = FALSE;
	bgp_table_collect(&f.table, net);
	ck_assert_ptr_null(bgp_table_find(&f.table, 1, &a));
	ck_assert_uint_eq(bgp_table_get(&f.table, 1, &c)->id, 0);
	fixture_release(&f);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_table");
	tcase_add_test(tc, test_many);
	tcase_add_test(tc, test_replace_and_remove);
	tcase_add_test(tc, test_shared_ids);
	tcase_add_test(tc, test_chosen_first);
	tcase_add_test(tc, test_ids);
	return test_main("bgp_table", tc);
}
