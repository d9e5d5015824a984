/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_route.h"

#include <string.h>

void ospf_table_init(OspfTable *table)
{
	table->routes = g_array_new(FALSE, FALSE, sizeof(OspfRoute));
	table->hops = g_array_new(FALSE, FALSE, sizeof(OspfHop));
}

void ospf_table_release(OspfTable *table)
{
	g_clear_pointer(&table->routes, g_array_unref);
	g_clear_pointer(&table->hops, g_array_unref);
}

static OspfRoute *route_at(const OspfTable *table, unsigned i)
{
	return &g_array_index(table->routes, OspfRoute, i);
}

/* Number of leading ones; -1 where others follow. */
static int mask_length(uint32_t mask)
{
	int len = 0;

	while (len < 32 && mask & (UINT32_C(1) << (31 - len)))
		len++;
	return len == 32 || mask << len == 0 ? len : -1;
}

const char *ospf_path_type_name(OspfPathType type)
{
	static const char *const names[OSPF_PATHS] = {
		[OSPF_PATH_INTRA] = "intra-area",
		[OSPF_PATH_INTER] = "inter-area",
		[OSPF_PATH_EXTERNAL_1] = "external-1",
		[OSPF_PATH_EXTERNAL_2] = "external-2",
	};

	return names[type];
}

OspfRoute *ospf_table_offer(OspfTable *table, uint32_t network, uint32_t mask, uint64_t cost,
			    gboolean attached)
{
	int len = mask_length(mask);
	NetAddr addr = net_addr_ipv4(network);

	if (len < 0)
		return NULL;
	OspfRoute route = {
		.prefix = net_prefix(&addr, (unsigned)len),
		.cost = (uint32_t)MIN(cost, UINT32_MAX - 1),
		.attached = attached,
		.first_hop = table->hops->len,
	};
	g_array_append_val(table->routes, route);
	return route_at(table, table->routes->len - 1);
}

void ospf_table_offer_hops(OspfTable *table, const OspfTable *from, const OspfRoute *route)
{
	for (uint32_t i = 0; i < route->n_hops; i++) {
		OspfHop hop = ospf_table_hops(from, route)[i];
		ospf_table_offer_hop(table, &hop);
	}
}

void ospf_table_offer_hop(OspfTable *table, const OspfHop *hop)
{
	g_assert(table->routes->len > 0);
	if (!hop->iface)
		return;
	g_array_append_vals(table->hops, hop, 1);
	route_at(table, table->routes->len - 1)->n_hops++;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

/* RFC 2328 11 and 16.4 (6): by type; type 2 external paths by their own metric first, all external ones
 * by the path to the boundary router. */
static int compare_paths(const OspfRoute *a, const OspfRoute *b)
{
	int order = compare_numbers(a->type, b->type);

	if (order == 0)
		order = compare_numbers(a->cost2, b->cost2);
	if (order == 0)
		order = compare_numbers(a->rank, b->rank);
	return order ? order : compare_numbers(a->cost, b->cost);
}

static gint compare_offers(gconstpointer a, gconstpointer b)
{
	const OspfRoute *x = a, *y = b;
	int order = net_prefix_cmp(&x->prefix, &y->prefix);

	return order ? order : compare_paths(x, y);
}

static int compare_hops(const OspfHop *a, const OspfHop *b)
{
	int order = (a->iface->index > b->iface->index) - (a->iface->index < b->iface->index);
	return order ? order : net_addr_cmp(&a->gateway, &b->gateway);
}

/* Into the route's hops, which are the last of the table; in order, each once. */
static void merge_hop(OspfTable *table, OspfRoute *route, const OspfHop *hop)
{
	guint i = route->first_hop;

	for (; i < table->hops->len; i++) {
		int order = compare_hops(&g_array_index(table->hops, OspfHop, i), hop);
		if (order == 0)
			return;
		if (order > 0)
			break;
	}
	g_array_insert_vals(table->hops, i, hop, 1);
	route->n_hops++;
}

/* The offers first to end are those for one prefix, the cheapest first. */
static void select_one(OspfTable *out, const OspfTable *offers, unsigned first, unsigned end)
{
	const OspfRoute *best = route_at(offers, first);
	OspfRoute route = *best;

	route.first_hop = out->hops->len;
	route.n_hops = 0;
	for (unsigned i = first; i < end && compare_paths(route_at(offers, i), best) == 0; i++) {
		const OspfRoute *offer = route_at(offers, i);
		route.attached |= offer->attached;
		for (uint32_t j = 0; j < offer->n_hops; j++)
			merge_hop(out, &route, &ospf_table_hops(offers, offer)[j]);
	}
	if (route.attached) {
		g_array_set_size(out->hops, route.first_hop);
		route.n_hops = 0;
	}
	if (route.attached || route.discard || route.n_hops > 0)
		g_array_append_val(out->routes, route);
}

void ospf_table_select(OspfTable *table)
{
	OspfTable out;
	unsigned end;

	ospf_table_init(&out);
	g_array_sort(table->routes, compare_offers);
	for (unsigned first = 0; first < table->routes->len; first = end) {
		const NetPrefix *prefix = &route_at(table, first)->prefix;
		for (end = first + 1; end < table->routes->len; end++)
			if (!net_prefix_equal(&route_at(table, end)->prefix, prefix))
				break;
		select_one(&out, table, first, end);
	}
	ospf_table_release(table);
	*table = out;
}

const OspfRoute *ospf_table_match_first(const OspfTable *table, unsigned n, uint32_t address)
{
	NetAddr addr = net_addr_ipv4(address);
	const OspfRoute *found = NULL;

	for (unsigned i = 0; i < n; i++) {
		const OspfRoute *route = route_at(table, i);
		if (net_prefix_contains(&route->prefix, &addr) &&
		    (!found || route->prefix.len > found->prefix.len))
			found = route;
	}
	return found;
}

static gboolean routes_equal(const OspfTable *a, const OspfRoute *x, const OspfTable *b,
			     const OspfRoute *y)
{
	if (compare_paths(x, y) != 0 || x->tag != y->tag || x->discard != y->discard ||
	    x->n_hops != y->n_hops)
		return FALSE;
	for (uint32_t i = 0; i < x->n_hops; i++)
		if (compare_hops(&ospf_table_hops(a, x)[i], &ospf_table_hops(b, y)[i]) != 0)
			return FALSE;
	return TRUE;
}

static void put(const OspfTable *table, const OspfRoute *route, Rib *rib, const RibSource *source,
		const uint8_t distance[OSPF_PATHS])
{
	RibHop hops[RIB_MAX_HOPS] = {{.kind = RIB_HOP_DISCARD}};
	RibRoute out = {.prefix = route->prefix,
			.source = source,
			.distance = distance[route->type],
			.metric = route->type == OSPF_PATH_EXTERNAL_2 ? route->cost2 : route->cost,
			.tag = route->tag,
			.n_hops = (uint8_t)MIN(route->n_hops, RIB_MAX_HOPS),
			.hops = hops};

	for (unsigned i = 0; i < out.n_hops; i++)
		hops[i] = (RibHop){.kind = RIB_HOP_INTERFACE,
				   .iface = ospf_table_hops(table, route)[i].iface,
				   .gateway = ospf_table_hops(table, route)[i].gateway};
	if (route->discard)
		out.n_hops = 1;
	rib_route_update(rib, &out);
}

/* The first at or after *i that is not attached. */
static const OspfRoute *next_learned(const OspfTable *table, unsigned *i)
{
	while (*i < table->routes->len && route_at(table, *i)->attached)
		(*i)++;
	return *i < table->routes->len ? route_at(table, *i) : NULL;
}

/* Walks both tables side by side. */
unsigned ospf_table_publish(const OspfTable *before, const OspfTable *after, Rib *rib,
			    const RibSource *source, const uint8_t distance[OSPF_PATHS])
{
	unsigned i = 0, j = 0, changed = 0;

	for (;;) {
		const OspfRoute *old = next_learned(before, &i);
		const OspfRoute *new = next_learned(after, &j);
		if (!old && !new)
			break;
		int order = !old ? 1 : !new ? -1 : net_prefix_cmp(&old->prefix, &new->prefix);
		gboolean differs = order != 0 || !routes_equal(before, old, after, new);
		if (order < 0)
			rib_route_withdraw(rib, source, &old->prefix);
		else if (differs)
			put(after, new, rib, source, distance);
		changed += differs;
		i += order <= 0;
		j += order >= 0;
	}
	return changed;
}
