/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rip/rip_route.h"

#include "models/rip/rip_output.h"

const char *rip_route_kind_name(RipRouteKind kind)
{
	static const char *const names[] = {
		[RIP_ROUTE_LEARNED] = "learned",
		[RIP_ROUTE_INTERFACE] = "interface",
		[RIP_ROUTE_REDISTRIBUTED] = "redistributed",
		[RIP_ROUTE_DEFAULT] = "default",
	};

	return names[kind];
}

static gboolean is_lost(const RipRoute *route)
{
	return route->metric == RIP_INFINITY;
}

void rip_route_free(void *data)
{
	RipRoute *route = data;

	sim_timer_stop(&route->timer);
	g_free(route);
}

static void has_changed(RipRoute *route)
{
	route->changed = TRUE;
	route->since = rip_sim(route->rip)->now;
	rip_output_trigger(route->rip);
}

static void withdraw(const RipRoute *route)
{
	if (route->kind == RIP_ROUTE_LEARNED)
		rib_route_withdraw(route->rip->proto.rib, &route->rip->source, &route->prefix);
}

/* RFC 2453 3.8: the deletion process. Nothing follows from its end, for which nobody waits. */
static void lose(RipRoute *route)
{
	route->metric = RIP_INFINITY;
	sim_timer_set_class(&route->timer, SIM_PERIODIC);
	sim_timer_start(&route->timer, route->rip->config.garbage);
	has_changed(route);
	withdraw(route);
}

static void on_timer(void *owner)
{
	RipRoute *route = owner;

	if (is_lost(route))
		net_trie_remove(route->rip->routes, &route->prefix);
	else
		lose(route);
}

static RipRoute *add(RipInstance *rip, const NetPrefix *prefix)
{
	RipRoute *route = g_new0(RipRoute, 1);

	route->rip = rip;
	route->prefix = *prefix;
	route->metric = RIP_INFINITY;
	sim_timer_init(&route->timer, rip_sim(rip), SIM_GUARD, on_timer, route);
	net_trie_insert(rip->routes, prefix, route);
	return route;
}

static void publish(const RipRoute *route)
{
	RibHop hop = {
		.kind = RIB_HOP_INTERFACE, .iface = route->iface->fwd, .gateway = route->next_hop};
	RibRoute out = {.prefix = route->prefix,
			.source = &route->rip->source,
			.distance = route->distance,
			.metric = route->metric,
			.tag = route->tag,
			.n_hops = 1,
			.hops = &hop};

	rib_route_update(route->rip->proto.rib, &out);
}

static gboolean is_same(const RipRoute *route, const RipOffer *offer)
{
	return route->metric == offer->metric && route->tag == offer->tag &&
	       route->iface == offer->iface && net_addr_equal(&route->from, &offer->from) &&
	       net_addr_equal(&route->next_hop, &offer->next_hop);
}

static void adopt(RipRoute *route, const RipOffer *offer)
{
	sim_timer_set_class(&route->timer, SIM_GUARD);
	sim_timer_start(&route->timer, route->rip->config.timeout);
	if (is_same(route, offer))
		return;
	route->kind = RIP_ROUTE_LEARNED;
	route->distance = route->rip->config.distance;
	route->metric = offer->metric;
	route->tag = offer->tag;
	route->iface = offer->iface;
	route->next_hop = offer->next_hop;
	route->from = offer->from;
	has_changed(route);
	publish(route);
}

/* The heuristic at the end of 3.9.2: as good a route instead of one that may be about to go. */
static gboolean is_growing_old(const RipRoute *route)
{
	return sim_timer_remaining(&route->timer) <= route->rip->config.timeout / 2;
}

/* Of a route that is learned and not lost. */
static void compare(RipRoute *route, const RipOffer *offer)
{
	gboolean same_router =
		route->iface == offer->iface && net_addr_equal(&route->from, &offer->from);

	if (same_router && offer->metric == RIP_INFINITY)
		lose(route);
	else if (same_router || offer->metric < route->metric ||
		 (offer->metric == route->metric && is_growing_old(route)))
		adopt(route, offer);
}

void rip_route_offer(RipInstance *rip, const RipOffer *offer)
{
	RipRoute *route = net_trie_exact(rip->routes, &offer->prefix);
	gboolean useful = offer->metric < RIP_INFINITY;

	if (route && !is_lost(route) && route->kind == RIP_ROUTE_LEARNED)
		compare(route, offer);
	else if (useful && (!route || is_lost(route) || route->distance > rip->config.distance))
		adopt(route ? route : add(rip, &offer->prefix), offer);
}

static gboolean is_as_before(const RipRoute *route, const RipRoute *own)
{
	return route->kind == own->kind && route->metric == own->metric && route->tag == own->tag &&
	       route->iface == own->iface && net_addr_equal(&route->next_hop, &own->next_hop);
}

void rip_route_own(RipInstance *rip, const NetPrefix *prefix, const RipRoute *own)
{
	RipRoute *route = net_trie_exact(rip->routes, prefix);
	gboolean learned = route && !is_lost(route) && route->kind == RIP_ROUTE_LEARNED;

	if (!own) {
		if (route && !is_lost(route) && !learned)
			lose(route);
		return;
	}
	if (!route)
		route = add(rip, prefix);
	sim_timer_stop(&route->timer);
	route->distance = own->distance;
	if (is_as_before(route, own))
		return;
	if (learned)
		withdraw(route);
	route->kind = own->kind;
	route->metric = own->metric;
	route->tag = own->tag;
	route->iface = own->iface;
	route->next_hop = own->next_hop;
	route->from = net_addr_none;
	has_changed(route);
}

static gboolean list_one(const NetPrefix *prefix, void *value, void *user)
{
	(void)prefix;
	g_ptr_array_add(user, value);
	return TRUE;
}

/* In order of prefixes. A list, for what the RIB makes of a loss may put other routes into the trie. */
static GPtrArray *list_routes(const RipInstance *rip)
{
	GPtrArray *list = g_ptr_array_new();

	net_trie_foreach(rip->routes, list_one, list);
	return list;
}

void rip_route_iface_down(RipInstance *rip, const RipIface *iface)
{
	GPtrArray *list = list_routes(rip);

	for (unsigned i = 0; i < list->len; i++) {
		RipRoute *route = g_ptr_array_index(list, i);
		if (route->kind == RIP_ROUTE_LEARNED && route->iface == iface && !is_lost(route))
			lose(route);
	}
	g_ptr_array_unref(list);
}

void rip_route_lose_all(RipInstance *rip)
{
	GPtrArray *list = list_routes(rip);

	for (unsigned i = 0; i < list->len; i++) {
		RipRoute *route = g_ptr_array_index(list, i);
		sim_timer_stop(&route->timer);
		route->metric = RIP_INFINITY;
	}
	g_ptr_array_unref(list);
}
