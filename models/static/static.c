/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Static routes. A route's next hop is an address, which the RIB resolves and follows like any other
 * recursive next hop, so that the route goes with the interface that leads there. Several routes to
 * one prefix with the same distance share the load; one with a greater distance waits until they have
 * gone (a floating static route).
 *
 * A route with labels to push is to its table what a VPN route is (FRR's "ip route ... label ...
 * nexthop-vrf default"): its next hop is an address of the global table, which needs an LSP.
 */
#include "models/static/static.h"

#include "models/fwd/iface.h"
#include "models/static/stack.h"

#include <string.h>

typedef struct StaticHop {
	NetAddr via;
	gboolean labelled; /* resolved in the global table, by an LSP */
	LabelStack push;
} StaticHop;

/* Those of one prefix and distance, which share the load. */
typedef struct StaticRoute {
	NetPrefix prefix;
	uint8_t distance;
	unsigned n;      /* 1 to RIB_MAX_HOPS */
	StaticHop *hops; /* n of them, owned */
} StaticRoute;

/* The RIB keeps one route per source and prefix: each distance is a source of its own. */
typedef struct StaticRank {
	RibSource source;
	uint8_t distance;
} StaticRank;

typedef struct Static {
	ProtoInstance instance;
	GPtrArray *ranks;  /* of StaticRank, owned */
	GPtrArray *routes; /* of StaticRoute, owned, in order of configuration */
	GHashTable
		*index; /* set of StaticRoute by prefix and distance; looked up, never iterated */
} Static;

static guint route_hash(gconstpointer p)
{
	const StaticRoute *route = p;

	return net_prefix_hash(&route->prefix) ^ route->distance;
}

static gboolean route_equal(gconstpointer a, gconstpointer b)
{
	const StaticRoute *x = a, *y = b;

	return x->distance == y->distance && net_prefix_equal(&x->prefix, &y->prefix);
}

static void route_free(void *user)
{
	StaticRoute *route = user;

	g_free(route->hops);
	g_free(route);
}

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

/* NULL where there is none yet. */
static StaticRoute *route_of(const Static *s, const StaticRouteConfig *config)
{
	StaticRoute key = {.prefix = config->prefix, .distance = config->distance};

	return g_hash_table_lookup(s->index, &key);
}

/* The table in which the next hop of a route is looked up. */
static Rib *table_of(const Static *s, gboolean labelled)
{
	return labelled ? rib_global(s->instance.host->rib_node) : s->instance.rib;
}

static gboolean is_labelled(const StaticRouteConfig *config)
{
	return config->push && config->push[0];
}

static gboolean check_route(const Static *s, const StaticRouteConfig *route, GError **error)
{
	const StaticRoute *known = route_of(s, route);
	char prefix[NET_PREFIX_STRLEN];

	if (route->prefix.addr.family != route->via.family) {
		g_set_error(error, PROTO_ERROR, 0,
			    "the next hop must be of the prefix's address family");
		return FALSE;
	}
	if (fwd_node_iface_with(s->instance.host->fwd, rib_vrf(table_of(s, is_labelled(route))),
				&route->via)) {
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
	for (unsigned i = 0; known && i < known->n; i++)
		if (net_addr_equal(&known->hops[i].via, &route->via)) {
			g_set_error(error, PROTO_ERROR, 0,
				    "the route to %s by this next hop is given twice",
				    net_prefix_str(&route->prefix, prefix));
			return FALSE;
		}
	if (known && known->n == RIB_MAX_HOPS) {
		g_set_error(error, PROTO_ERROR, 0, "at most %d routes to %s can share the load",
			    RIB_MAX_HOPS, net_prefix_str(&route->prefix, prefix));
		return FALSE;
	}
	return TRUE;
}

static StaticRoute *new_route(Static *s, const StaticRouteConfig *config)
{
	StaticRoute *route = g_new0(StaticRoute, 1);

	route->prefix = config->prefix;
	route->distance = config->distance;
	g_ptr_array_add(s->routes, route);
	g_hash_table_add(s->index, route);
	if (!rank_of(s, route->distance))
		add_rank(s, route->distance);
	return route;
}

static void static_put(Static *s, const StaticRoute *route)
{
	RibHop hops[RIB_MAX_HOPS];
	RibRoute out = {.prefix = route->prefix,
			.source = &rank_of(s, route->distance)->source,
			.distance = route->distance,
			.n_hops = (uint8_t)route->n,
			.hops = hops};

	for (unsigned i = 0; i < route->n; i++)
		hops[i] = (RibHop){.kind = RIB_HOP_RECURSIVE,
				   .gateway = route->hops[i].via,
				   .in = route->hops[i].labelled ? table_of(s, TRUE) : NULL,
				   .labels = route->hops[i].push,
				   .needs_lsp = route->hops[i].labelled};
	rib_route_update(s->instance.rib, &out);
}

static gboolean static_add_route(ProtoInstance *instance, FwdIface *iface, const void *data,
				 GError **error)
{
	const StaticRouteConfig *config = data;
	Static *s = static_of(instance);
	StaticHop hop = {.via = config->via, .labelled = is_labelled(config)};
	StaticRoute *route;

	(void)iface;
	if (!check_route(s, config, error) ||
	    (hop.labelled && !static_stack_parse(config->push, &hop.push, error)))
		return FALSE;
	route = route_of(s, config);
	if (!route)
		route = new_route(s, config);
	route->hops = g_renew(StaticHop, route->hops, route->n + 1);
	route->hops[route->n++] = hop;
	if (instance->running)
		static_put(s, route);
	return TRUE;
}

static void drop_hop(StaticRoute *route, const NetAddr *via)
{
	unsigned i = 0;

	while (!net_addr_equal(&route->hops[i].via, via))
		i++;
	route->n--;
	memmove(&route->hops[i], &route->hops[i + 1], (route->n - i) * sizeof(StaticHop));
}

static void static_remove_route(ProtoInstance *instance, FwdIface *iface, const void *data)
{
	const StaticRouteConfig *config = data;
	Static *s = static_of(instance);
	StaticRoute *route = route_of(s, config);

	(void)iface;
	drop_hop(route, &config->via);
	if (route->n > 0) {
		if (instance->running)
			static_put(s, route);
		return;
	}
	if (instance->running)
		rib_route_withdraw(instance->rib, &rank_of(s, route->distance)->source,
				   &route->prefix);
	g_hash_table_remove(s->index, route);
	g_ptr_array_remove(s->routes, route);
}

static gboolean static_same_route(const void *a, const void *b)
{
	const StaticRouteConfig *x = a, *y = b;

	return x->distance == y->distance && net_prefix_equal(&x->prefix, &y->prefix) &&
	       net_addr_equal(&x->via, &y->via);
}

static guint static_hash_route(const void *config)
{
	const StaticRouteConfig *route = config;

	return (net_prefix_hash(&route->prefix) ^ route->distance) * 31 +
	       net_addr_hash(&route->via);
}

static ProtoInstance *static_create(const ProtoHost *host, Rib *rib, const void *config,
				    GError **error)
{
	Static *s = g_new0(Static, 1);

	(void)config;
	(void)error;
	s->instance = (ProtoInstance){.class_ = &static_class, .host = host, .rib = rib};
	s->ranks = g_ptr_array_new_with_free_func(g_free);
	s->routes = g_ptr_array_new_with_free_func(route_free);
	s->index = g_hash_table_new(route_hash, route_equal);
	return &s->instance;
}

static void static_start(ProtoInstance *instance)
{
	Static *s = static_of(instance);

	instance->running = TRUE;
	for (unsigned i = 0; i < s->routes->len; i++)
		static_put(s, g_ptr_array_index(s->routes, i));
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
	g_hash_table_unref(static_of(instance)->index);
	g_ptr_array_free(static_of(instance)->routes, TRUE);
	g_ptr_array_free(static_of(instance)->ranks, TRUE);
	g_free(instance);
}

const ConfigField static_route_fields[] = {
	CONFIG_FIELD(StaticRouteConfig, prefix, "prefix", config_prefix, NULL, "destination"),
	CONFIG_FIELD(StaticRouteConfig, via, "via", config_address, NULL,
		     "address of the next hop"),
	CONFIG_FIELD(StaticRouteConfig, distance, "distance", config_u8, "1",
		     "administrative distance"),
	CONFIG_FIELD(StaticRouteConfig, push, "push", config_words, "",
		     "labels to push, the top first; the next hop is then one of the global table "
		     "with an LSP to it"),
};

static const ProtoItem static_items[] = {
	{
		.element = "route",
		.doc = "A static route; several to one prefix with the same distance share the load.",
		.fields = static_route_fields,
		.n_fields = STATIC_N_ROUTE_FIELDS,
		.config_size = sizeof(StaticRouteConfig),
		.add = static_add_route,
		.remove = static_remove_route,
		.same = static_same_route,
		.hash = static_hash_route,
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
