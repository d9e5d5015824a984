/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_route.h"
#include "tests/testing.h"

typedef struct Fixture {
	Sim *sim;
	FwdNet *net;
	FwdNode *node;
	RibNode *rib;
	FwdIface *east, *west;
	FwdLink *link;
	RibSource source;
	GString *changes; /* of the RIB */
} Fixture;

static void note_change(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			const RibRoute *after, void *user)
{
	Fixture *f = user;
	(void)rib;
	g_string_append(f->changes, before && after ? "=" : after ? "+" : "-");
	net_prefix_append(prefix, f->changes);
	g_string_append_c(f->changes, ' ');
}

static FwdIface *add_iface(Fixture *f, const char *name, const char *address)
{
	FwdIface *iface = fwd_iface_new(f->node, name, FWD_IFACE_ETHERNET, NULL, 0);
	NetPrefix prefix;

	net_prefix_parse(address, TRUE, &prefix);
	fwd_iface_add_address(iface, &prefix);
	return iface;
}

static void set_up(Fixture *f)
{
	*f = (Fixture){.sim = sim_new(1), .changes = g_string_new(NULL)};
	f->net = fwd_net_new(f->sim);
	f->node = fwd_node_new(f->net, "A");
	f->rib = rib_node_new(f->node);
	f->east = add_iface(f, "east", "10.0.0.1/24");
	f->west = add_iface(f, "west", "10.0.1.1/24");
	f->link = fwd_link_new(f->net, 0, 0);
	fwd_link_attach(f->link, f->east);
	fwd_link_attach(f->link, f->west);
	rib_source_init(f->rib, &f->source, "ospf", NULL);
	rib_watch(rib_global(f->rib), note_change, f);
}

static void tear_down(Fixture *f)
{
	fwd_link_free(f->link);
	rib_node_free(f->rib);
	fwd_node_free(f->node);
	fwd_net_free(f->net);
	sim_free(f->sim);
	g_string_free(f->changes, TRUE);
}

static void offer(OspfTable *table, uint32_t network, uint64_t cost, FwdIface *iface,
		  uint32_t gateway)
{
	OspfHop hop = {.iface = iface, .gateway = net_addr_ipv4(gateway)};

	ck_assert(ospf_table_offer(table, network, 0xffffff00, cost, FALSE));
	ospf_table_offer_hop(table, &hop);
}

/* Publishes after, and gives back what changed in the RIB. */
static void assert_changes(Fixture *f, OspfTable *before, OspfTable *after, const char *want)
{
	static const uint8_t distance[OSPF_PATHS] = {110, 110, 110, 110};

	g_string_truncate(f->changes, 0);
	ospf_table_publish(before, after, rib_global(f->rib), &f->source, distance);
	ck_assert_str_eq(f->changes->str, want);
}

START_TEST(best_offer_wins)
{
	OspfTable t;
	Fixture f;

	set_up(&f);
	ospf_table_init(&t);
	offer(&t, 0xc0000200, 30, f.east, 0x0a000002);
	offer(&t, 0xc0000100, 20, f.west, 0x0a000102);
	offer(&t, 0xc0000200, 20, f.west, 0x0a000102);
	offer(&t, 0xc0000200, 20, f.east, 0x0a000003);
	offer(&t, 0xc0000200, 20, f.east, 0x0a000002);
	offer(&t, 0xc0000200, 20, f.west, 0x0a000102); /* the same way again */
	ospf_table_select(&t);
	ck_assert_uint_eq(t.routes->len, 2);
	const OspfRoute *first = &g_array_index(t.routes, OspfRoute, 0);
	const OspfRoute *second = &g_array_index(t.routes, OspfRoute, 1);
	ck_assert_uint_eq(net_addr_to_ipv4(&first->prefix.addr), 0xc0000100);
	ck_assert_uint_eq(second->cost, 20);
	ck_assert_uint_eq(second->n_hops, 3);
	static const uint32_t gateways[] = {0x0a000002, 0x0a000003, 0x0a000102};
	for (unsigned i = 0; i < 3; i++)
		ck_assert_uint_eq(
			net_addr_to_ipv4(
				&g_array_index(t.hops, OspfHop, second->first_hop + i).gateway),
			gateways[i]);
	ospf_table_release(&t);
	tear_down(&f);
}
END_TEST

START_TEST(attached_and_unusable_are_not_published)
{
	OspfTable empty, t;
	OspfHop none = {0};
	Fixture f;

	set_up(&f);
	ospf_table_init(&t);
	/* Our own network costs less than the way round over the neighbour at its other end. */
	offer(&t, 0x0a000000, 20, f.east, 0x0a000002);
	ck_assert(ospf_table_offer(&t, 0x0a000000, 0xffffff00, 10, TRUE));
	/* A way out that does not exist any more. */
	ck_assert(ospf_table_offer(&t, 0xc0000100, 0xffffff00, 10, FALSE));
	ospf_table_offer_hop(&t, &none);
	ck_assert(!ospf_table_offer(&t, 0xc0000200, 0xff00ff00, 10, FALSE));
	ospf_table_select(&t);
	ck_assert_uint_eq(t.routes->len, 1);
	ospf_table_init(&empty);
	assert_changes(&f, &empty, &t, "");
	ospf_table_release(&empty);
	ospf_table_release(&t);
	tear_down(&f);
}
END_TEST

START_TEST(only_differences_are_published)
{
	OspfTable none, one, two;
	Fixture f;

	set_up(&f);
	ospf_table_init(&none);
	ospf_table_init(&one);
	offer(&one, 0xc0000100, 20, f.east, 0x0a000002);
	offer(&one, 0xc0000200, 20, f.east, 0x0a000002);
	offer(&one, 0xc0000300, 20, f.east, 0x0a000002);
	ospf_table_select(&one);
	ospf_table_init(&two);
	offer(&two, 0xc0000000, 20, f.east, 0x0a000002);
	offer(&two, 0xc0000200, 20, f.east, 0x0a000002);
	offer(&two, 0xc0000300, 20, f.west, 0x0a000102);
	ospf_table_select(&two);
	assert_changes(&f, &none, &one, "+192.0.1.0/24 +192.0.2.0/24 +192.0.3.0/24 ");
	assert_changes(&f, &one, &one, "");
	assert_changes(&f, &one, &two, "+192.0.0.0/24 -192.0.1.0/24 =192.0.3.0/24 ");
	assert_changes(&f, &two, &none, "-192.0.0.0/24 -192.0.2.0/24 -192.0.3.0/24 ");
	ospf_table_release(&none);
	ospf_table_release(&one);
	ospf_table_release(&two);
	tear_down(&f);
}
END_TEST

/* More equal ways than the RIB takes: the first of them. */
START_TEST(many_ways)
{
	OspfTable none, t;
	NetAddr network = net_addr_ipv4(0xc0000100);
	NetPrefix prefix = net_prefix(&network, 24);
	Fixture f;

	set_up(&f);
	ospf_table_init(&none);
	ospf_table_init(&t);
	for (uint32_t i = 0; i < RIB_MAX_HOPS + 4; i++)
		offer(&t, 0xc0000100, 20, f.east, 0x0a000064 - i);
	ospf_table_select(&t);
	assert_changes(&f, &none, &t, "+192.0.1.0/24 ");
	const RibRoute *route = rib_best(rib_global(f.rib), &prefix);
	ck_assert_uint_eq(route->n_hops, RIB_MAX_HOPS);
	ck_assert_uint_eq(route->distance, 110);
	ck_assert_uint_eq(route->metric, 20);
	ospf_table_release(&none);
	ospf_table_release(&t);
	tear_down(&f);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_route");
	tcase_add_test(tc, best_offer_wins);
	tcase_add_test(tc, attached_and_unusable_are_not_published);
	tcase_add_test(tc, only_differences_are_published);
	tcase_add_test(tc, many_ways);
	return test_main("ospf_route", tc);
}
