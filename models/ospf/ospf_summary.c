/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_summary.h"

#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_originate.h"
#include "models/ospf/ospf_path.h"

/* A network as the area should be told of it. */
typedef struct Summary {
	NetPrefix prefix;
	uint32_t cost;
} Summary;

static gboolean leads_into(const OspfTable *table, const OspfRoute *route, const OspfArea *area)
{
	for (uint32_t i = 0; i < route->n_hops; i++) {
		const OspfHop *hop = &ospf_table_hops(table, route)[i];
		const OspfIface *iface = ospf_find_iface(area->instance, hop->iface);
		if (iface && iface->area == area)
			return TRUE;
	}
	return FALSE;
}

/* Not what is inside the area, or behind it; and the backbone is only told of what is not behind it. */
static gboolean is_told(const OspfTable *table, const OspfRoute *route, const OspfArea *area)
{
	return route->type <= OSPF_PATH_INTER && route->area != area->id &&
	       (route->type == OSPF_PATH_INTRA || area->id != OSPF_BACKBONE) &&
	       route->cost < OSPF2_LSA_INFINITY && !leads_into(table, route, area);
}

/* As a part of a range, which costs as much as what is farthest away in it. */
static void add_summary(GArray *all, const NetPrefix *prefix, uint32_t cost)
{
	Summary summary = {.prefix = *prefix, .cost = cost};

	for (unsigned i = 0; i < all->len; i++) {
		Summary *have = &g_array_index(all, Summary, i);
		if (!net_prefix_equal(&have->prefix, prefix))
			continue;
		have->cost = MAX(have->cost, cost);
		return;
	}
	g_array_append_val(all, summary);
}

static gint compare_summaries(gconstpointer a, gconstpointer b)
{
	return net_prefix_cmp(&((const Summary *)a)->prefix, &((const Summary *)b)->prefix);
}

static GArray *list_networks(const OspfArea *area)
{
	const OspfTable *table = &area->instance->spf.table;
	GArray *all = g_array_new(FALSE, FALSE, sizeof(Summary));

	for (unsigned i = 0; i < table->routes->len; i++) {
		const OspfRoute *route = &g_array_index(table->routes, OspfRoute, i);
		const OspfRange *range = NULL;
		if (!is_told(table, route, area))
			continue;
		if (route->type == OSPF_PATH_INTRA)
			range = ospf_area_range(ospf_area_find(area->instance, route->area),
						&route->prefix);
		if (!range)
			g_array_append_vals(
				all, &(Summary){.prefix = route->prefix, .cost = route->cost}, 1);
		else if (range->advertise)
			add_summary(all, &range->prefix, route->cost);
	}
	g_array_sort(all, compare_summaries);
	return all;
}

static void want_networks(const OspfArea *area, GArray *wanted)
{
	GArray *all = list_networks(area);

	for (unsigned i = 0; i < all->len; i++) {
		const Summary *summary = &g_array_index(all, Summary, i);
		Ospf2Lsa *lsa =
			ospf_want_prefix(wanted, OSPF2_LSA_SUMMARY, &summary->prefix,
					 ospf_area_options(area), area->instance->router_id);
		lsa->metric = summary->cost;
	}
	g_array_unref(all);
}

static void want_asbrs(const OspfArea *area, GArray *wanted)
{
	const OspfTable *routers = &area->instance->spf.routers;

	for (unsigned i = 0; i < routers->routes->len; i++) {
		const OspfRoute *route = &g_array_index(routers->routes, OspfRoute, i);
		uint32_t id = net_addr_to_ipv4(&route->prefix.addr);
		if (route != ospf_find_asbr(area->instance, routers, id) ||
		    !is_told(routers, route, area))
			continue;
		Ospf2Lsa *lsa = ospf_want(wanted, OSPF2_LSA_SUMMARY_ASBR, id,
					  ospf_area_options(area), area->instance->router_id);
		lsa->metric = route->cost;
	}
}

static gboolean has_network(const OspfTable *table, unsigned n_routes, const OspfArea *area,
			    const OspfRange *range)
{
	for (unsigned i = 0; i < n_routes; i++) {
		const OspfRoute *route = &g_array_index(table->routes, OspfRoute, i);
		if (route->type == OSPF_PATH_INTRA && route->area == area->id &&
		    ospf_area_range(area, &route->prefix) == range)
			return TRUE;
	}
	return FALSE;
}

/* It costs more than a network of the same prefix, which comes first. */
static void offer_range(const OspfArea *area, const OspfRange *range, OspfTable *table)
{
	uint32_t mask = range->prefix.len ? UINT32_MAX << (32 - range->prefix.len) : 0;
	OspfRoute *route = ospf_table_offer(table, net_addr_to_ipv4(&range->prefix.addr), mask,
					    OSPF2_LSA_INFINITY, FALSE);

	route->area = area->id;
	route->discard = TRUE;
}

void ospf_offer_ranges(const OspfInstance *instance, OspfTable *table)
{
	unsigned n_routes = table->routes->len;

	for (unsigned i = 0; ospf_is_abr(instance) && i < instance->areas->len; i++) {
		const OspfArea *area = g_ptr_array_index(instance->areas, i);
		for (unsigned j = 0; j < area->ranges->len; j++) {
			const OspfRange *range = &g_array_index(area->ranges, OspfRange, j);
			if (has_network(table, n_routes, area, range))
				offer_range(area, range, table);
		}
	}
}

/* RFC 2328 12.4.3.1: a stub area is told of the rest of the world by a default route. */
static void want_default(const OspfArea *area, GArray *wanted)
{
	Ospf2Lsa *lsa = ospf_want(wanted, OSPF2_LSA_SUMMARY, 0, ospf_area_options(area),
				  area->instance->router_id);

	lsa->metric = area->config.default_cost;
}

void ospf_want_summaries(const OspfArea *area, GArray *wanted)
{
	if (!ospf_is_abr(area->instance))
		return;
	if (area->config.stub)
		want_default(area, wanted);
	if (!area->config.no_summary)
		want_networks(area, wanted);
	if (!area->config.stub)
		want_asbrs(area, wanted);
}
