/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Static routes. A route's next hop is an address, which the RIB resolves and follows like any other
 * recursive next hop, so that the route goes with the interface that leads there. Several routes to
 * one prefix with the same distance share the load; one with a greater distance waits until they have
 * gone (a floating static route).
 */
#include "models/static/static.h"

#include "models/fwd/iface.h"

#include <string.h>

typedef struct StaticRoute {
	NetPrefix prefix;
	NetAddr via;
	uint8_t distance;
} StaticRoute;

/* The RIB keeps one route per source and prefix: each distance is a source of its own. */
typedef struct StaticRank {
	RibSource source;
	uint8_t distance;
} StaticRank;

typedef struct Static {
	ProtoInstance instance;
	GPtrArray *ranks; /* of StaticRank, owned */
	GArray *routes;   /* of StaticRoute */
} Static;

static Static *static_of(ProtoInstance *instance)
{
	return (Static *)instance;
}

static const StaticRank *rank_of(const Static *s, uint8_t distance)
{
	for (unsigned i = 0; i < s->ranks->len; i++) {
		const StaticRank *rank = g_ptr_array_index(s->ranks, i);

		if (rank->distance == distance)
			return rank;
	}
	return NULL;
}

static void add_rank(Static *s, uint8_t distance)
{
	StaticRank *rank = g_new0(StaticRank, 1);

	rank->distance = distance;
	rib_source_init(s->instance.host->rib_node, &rank->source, static_class.name,
			rib_name(s->instance.rib));
	g_ptr_array_add(s->ranks, rank);
}

/* Those that share the load with the route. Returns how many. */
static unsigned hops_of(const Static *s, const StaticRoute *route, RibHop hops[RIB_MAX_HOPS])
{
	unsigned n = 0;

	for (unsigned i = 0; i < s->routes->len; i++) {
		const StaticRoute *other = &g_array_index(s->routes, StaticRoute, i);

		if (net_prefix_equal(&other->prefix, &route->prefix) &&
		    other->distance == route->distance)
			hops[n++] = (RibHop){.kind = RIB_HOP_RECURSIVE, .gateway = other->via};
	}
	return n;
}

static gboolean check_route(const Static *s, const StaticRoute *route, GError **error)
{
	RibHop hops[RIB_MAX_HOPS];
	unsigned n = hops_of(s, route, hops);
	char prefix[NET_PREFIX_STRLEN];

	if (route->prefix.addr.family != route->via.family) {
		g_set_error(error, PROTO_ERROR, 0,
			    "the next hop must be of the prefix's address family");
		return FALSE;
	}
	if (fwd_node_iface_with(s->instance.host->fwd, rib_vrf(s->instance.rib), &route->via)) {
		g_set_error(error, PROTO_ERROR, 0,
			    "the next hop is the node itself: write its neighbour's address");
		return FALSE;
	}
	if (route->distance == 0 || route->distance == RIB_DISTANCE_UNUSABLE) {
		g_set_error(error, PROTO_ERROR, 0,
			    "the distance is %u: write 1 to 254, where a lower one is preferred",
			    route->distance);
		return FALSE;
	}
	for (unsigned i = 0; i < n; i++)
		if (net_addr_equal(&hops[i].gateway, &route->via)) {
			g_set_error(error, PROTO_ERROR, 0,
				    "the route to %s by this next hop is given twice",
				    net_prefix_str(&route->prefix, prefix));
			return FALSE;
		}
	if (n == RIB_MAX_HOPS) {
		g_set_error(error, PROTO_ERROR, 0, "at most %d routes to %s can share the load",
			    RIB_MAX_HOPS, net_prefix_str(&route->prefix, prefix));
		return FALSE;
	}
	return TRUE;
}

static gboolean static_add_route(ProtoInstance *instance, FwdIface *iface, const void *config,
				 GError **error)
{
	const StaticRoute *route = config;
	Static *s = static_of(instance);

	(void)iface;
	if (!check_route(s, route, error))
		return FALSE;
	if (!rank_of(s, route->distance))
		add_rank(s, route->distance);
	g_array_append_vals(s->routes, route, 1);
	return TRUE;
}

static ProtoInstance *static_create(const ProtoHost *host, Rib *rib, const void *config,
				    GError **error)
{
	Static *s = g_new0(Static, 1);

	(void)config;
	(void)error;
	s->instance = (ProtoInstance){.class_ = &static_class, .host = host, .rib = rib};
	s->ranks = g_ptr_array_new_with_free_func(g_free);
	s->routes = g_array_new(FALSE, FALSE, sizeof(StaticRoute));
	return &s->instance;
}

static void static_put(Static *s, const StaticRoute *route)
{
	RibHop hops[RIB_MAX_HOPS];
	RibRoute out = {.prefix = route->prefix,
			.source = &rank_of(s, route->distance)->source,
			.distance = route->distance,
			.hops = hops};

	out.n_hops = (uint8_t)hops_of(s, route, hops);
	rib_route_update(s->instance.rib, &out);
}

static void static_start(ProtoInstance *instance)
{
	Static *s = static_of(instance);

	instance->running = TRUE;
	for (unsigned i = 0; i < s->routes->len; i++)
		static_put(s, &g_array_index(s->routes, StaticRoute, i));
}

static void static_stop(ProtoInstance *instance)
{
	const GPtrArray *ranks = static_of(instance)->ranks;

	instance->running = FALSE;
	for (unsigned i = 0; i < ranks->len; i++)
		rib_source_withdraw_all(instance->rib,
					&((const StaticRank *)g_ptr_array_index(ranks, i))->source);
}

static void static_destroy(ProtoInstance *instance)
{
	g_array_free(static_of(instance)->routes, TRUE);
	g_ptr_array_free(static_of(instance)->ranks, TRUE);
	g_free(instance);
}

static const ConfigField route_fields[] = {
	CONFIG_FIELD(StaticRoute, prefix, "prefix", config_prefix, NULL, "destination"),
	CONFIG_FIELD(StaticRoute, via, "via", config_address, NULL, "address of the next hop"),
	CONFIG_FIELD(StaticRoute, distance, "distance", config_u8, "1", "administrative distance"),
};

static const ProtoItem static_items[] = {
	{
		.element = "route",
		.doc = "A static route; several to one prefix with the same distance share the load.",
		.fields = route_fields,
		.n_fields = G_N_ELEMENTS(route_fields),
		.config_size = sizeof(StaticRoute),
		.add = static_add_route,
	},
};

const ProtoClass static_class = {
	.name = "static",
	.doc = "Static routes of a node or VRF.",
	.items = static_items,
	.n_items = G_N_ELEMENTS(static_items),
	.create = static_create,
	.start = static_start,
	.stop = static_stop,
	.destroy = static_destroy,
};
