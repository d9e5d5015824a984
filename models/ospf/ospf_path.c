/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_path.h"

#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_iface.h"

static const OspfRoute *route_at(const OspfTable *table, unsigned i)
{
	return &g_array_index(table->routes, OspfRoute, i);
}

static uint32_t id_of(const OspfRoute *router)
{
	return net_addr_to_ipv4(&router->prefix.addr);
}

/* A border router of the area, by an intra-area path. */
static const OspfRoute *find_abr(const OspfTable *routers, const OspfArea *area, uint32_t id)
{
	for (unsigned i = 0; i < routers->routes->len; i++) {
		const OspfRoute *router = route_at(routers, i);
		if (router->type == OSPF_PATH_INTRA && router->area == area->id &&
		    router->flags & OSPF2_ROUTER_B && id_of(router) == id)
			return router;
	}
	return NULL;
}

/* RFC 2328 16.4.1: 0 for paths inside an area that is not the backbone, which are preferred, 1 for others.
 * All are alike where we calculate as RFC 1583 did. */
static uint8_t rank_of(const OspfInstance *instance, const OspfRoute *path)
{
	return !instance->config.rfc1583_compatible &&
	       (path->type != OSPF_PATH_INTRA || path->area == OSPF_BACKBONE);
}

/* RFC 2328 16.4 (3): by rank, then the cheaper one, then the area with the higher id. */
static gboolean is_better_asbr_path(const OspfInstance *instance, const OspfRoute *a,
				    const OspfRoute *b)
{
	uint8_t a_rank = rank_of(instance, a), b_rank = rank_of(instance, b);

	if (a_rank != b_rank)
		return a_rank < b_rank;
	return a->cost != b->cost ? a->cost < b->cost : a->area > b->area;
}

const OspfRoute *ospf_find_asbr(const OspfInstance *instance, const OspfTable *routers,
				uint32_t router_id)
{
	const OspfRoute *best = NULL;

	for (unsigned i = 0; i < routers->routes->len; i++) {
		const OspfRoute *router = route_at(routers, i);
		if (router->flags & OSPF2_ROUTER_E && id_of(router) == router_id &&
		    router->n_hops > 0 && (!best || is_better_asbr_path(instance, router, best)))
			best = router;
	}
	return best;
}

/* RFC 2328 16.2 (3): a network that an active range of an area of ours tells of. */
static gboolean is_own_range(const OspfInstance *instance, const NetPrefix *network)
{
	for (unsigned i = 0; ospf_is_abr(instance) && i < instance->areas->len; i++) {
		const OspfArea *area = g_ptr_array_index(instance->areas, i);
		for (unsigned j = 0; j < area->ranges->len; j++)
			if (net_prefix_equal(&g_array_index(area->ranges, OspfRange, j).prefix,
					     network))
				return TRUE;
	}
	return FALSE;
}

static OspfRoute *offer_summary(const OspfArea *area, const OspfLsa *lsa, uint64_t cost,
				OspfTable *networks, OspfTable *routers)
{
	uint32_t id = ospf_lsa_key(lsa)->id, mask = lsa->content.mask;
	OspfRoute *route;

	if (ospf_lsa_key(lsa)->type == OSPF2_LSA_SUMMARY_ASBR) {
		route = ospf_table_offer(routers, id, UINT32_MAX, cost, FALSE);
		route->flags = OSPF2_ROUTER_E;
		return route;
	}
	route = ospf_table_offer(networks, id & mask, mask, cost, FALSE);
	if (!route || !is_own_range(area->instance, &route->prefix))
		return route;
	g_array_set_size(networks->routes, networks->routes->len - 1);
	return NULL;
}

/* RFC 2328 16.2 for one summary-LSA. */
static void examine_summary(const OspfArea *area, const OspfLsa *lsa, OspfTable *networks,
			    OspfTable *routers)
{
	const OspfRoute *abr;
	gboolean is_asbr = ospf_lsa_key(lsa)->type == OSPF2_LSA_SUMMARY_ASBR;

	if (lsa->flushing || ospf_lsa_is_own(lsa) || lsa->content.metric >= OSPF2_LSA_INFINITY)
		return;
	abr = find_abr(routers, area, ospf_lsa_key(lsa)->adv_router);
	if (!abr)
		return;
	OspfRoute from = *abr; /* the table may move while it grows */
	OspfRoute *route = offer_summary(area, lsa, (uint64_t)from.cost + lsa->content.metric,
					 networks, routers);
	if (!route)
		return;
	route->type = OSPF_PATH_INTER;
	route->area = area->id;
	ospf_table_offer_hops(is_asbr ? routers : networks, routers, &from);
}

void ospf_offer_inter_area(OspfArea *area, OspfTable *networks, OspfTable *routers)
{
	for (unsigned i = 0; i < area->lsdb.lsas->len; i++) {
		const OspfLsa *lsa = g_ptr_array_index(area->lsdb.lsas, i);
		uint32_t type = ospf_lsa_key(lsa)->type;
		if (type == OSPF2_LSA_SUMMARY || type == OSPF2_LSA_SUMMARY_ASBR)
			examine_summary(area, lsa, networks, routers);
	}
}

/* A way to a forwarding address on a network of our own. */
static OspfHop hop_on_link(const OspfInstance *instance, uint32_t forwarding)
{
	NetAddr address = net_addr_ipv4(forwarding);

	for (unsigned i = 0; i < instance->areas->len; i++) {
		const OspfArea *area = g_ptr_array_index(instance->areas, i);
		for (unsigned j = 0; j < area->ifaces->len; j++) {
			const OspfIface *iface = g_ptr_array_index(area->ifaces, j);
			if (iface->fsm.state > OSPF_IFACE_LOOPBACK &&
			    fwd_iface_on_link(iface->fwd, &address))
				return (OspfHop){.iface = iface->fwd, .gateway = address};
		}
	}
	return (OspfHop){0};
}

/* RFC 2328 16.4 (3): where the path to what the LSA tells of leads first; NULL where to nowhere. */
static const OspfRoute *find_exit(const OspfInstance *instance, const OspfLsa *lsa,
				  const OspfTable *networks, unsigned n_networks,
				  const OspfTable *routers)
{
	const OspfRoute *asbr = ospf_find_asbr(instance, routers, ospf_lsa_key(lsa)->adv_router);
	uint32_t forwarding = lsa->content.forwarding;

	if (!asbr || !forwarding)
		return asbr;
	const OspfRoute *route = ospf_table_match_first(networks, n_networks, forwarding);
	return route && !route->discard ? route : NULL;
}

/* RFC 2328 16.4 for one AS-external-LSA. */
static void examine_external(const OspfInstance *instance, const OspfLsa *lsa, OspfTable *networks,
			     unsigned n_networks, const OspfTable *routers)
{
	const Ospf2Lsa *content = &lsa->content;
	uint32_t id = ospf_lsa_key(lsa)->id;

	if (lsa->flushing || ospf_lsa_is_own(lsa) || content->metric >= OSPF2_LSA_INFINITY)
		return;
	const OspfRoute *found = find_exit(instance, lsa, networks, n_networks, routers);
	if (!found)
		return;
	OspfRoute exit = *found;
	uint64_t cost = (uint64_t)exit.cost + (content->external_type2 ? 0 : content->metric);
	OspfRoute *route =
		ospf_table_offer(networks, id & content->mask, content->mask, cost, FALSE);
	if (!route)
		return;
	route->type = content->external_type2 ? OSPF_PATH_EXTERNAL_2 : OSPF_PATH_EXTERNAL_1;
	route->cost2 = content->external_type2 ? content->metric : 0;
	route->tag = content->tag;
	route->rank = rank_of(instance, &exit);
	if (exit.attached) {
		OspfHop hop = hop_on_link(instance, content->forwarding);
		ospf_table_offer_hop(networks, &hop);
	} else {
		ospf_table_offer_hops(networks, content->forwarding ? networks : routers, &exit);
	}
}

void ospf_offer_external(const OspfInstance *instance, OspfTable *networks,
			 const OspfTable *routers)
{
	const GPtrArray *lsas = instance->externals.lsas;
	unsigned n_networks = networks->routes->len; /* without the external ones that follow */

	for (unsigned i = 0; i < lsas->len; i++)
		examine_external(instance, g_ptr_array_index(lsas, i), networks, n_networks,
				 routers);
}
