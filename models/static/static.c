/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Static routes. A route's next hop is an address, which the RIB resolves and follows like any other
 * recursive next hop, so that the route goes with the interface that leads there. Several routes to
 * one prefix share the load.
 */
#include "models/static/static.h"

#include <string.h>

typedef struct StaticRoute {
	NetPrefix prefix;
	NetAddr via;
	uint8_t distance;
} StaticRoute;

typedef struct Static {
	ProtoInstance instance;
	RibSource source;
	GArray *routes; /* of StaticRoute */
} Static;

static Static *static_of(ProtoInstance *instance)
{
	return (Static *)instance;
}

static gboolean static_add_route(ProtoInstance *instance, FwdIface *iface, const void *config,
				 GError **error)
{
	const StaticRoute *route = config;

	(void)iface;
	if (route->prefix.addr.family != route->via.family) {
		g_set_error(error, PROTO_ERROR, 0,
			    "the next hop must be of the prefix's address family");
		return FALSE;
	}
	g_array_append_vals(static_of(instance)->routes, route, 1);
	return TRUE;
}

static ProtoInstance *static_create(const ProtoHost *host, Rib *rib, const void *config,
				    GError **error)
{
	Static *s = g_new0(Static, 1);

	(void)config;
	(void)error;
	s->instance = (ProtoInstance){.class_ = &static_class, .host = host, .rib = rib};
	rib_source_init(host->rib_node, &s->source, static_class.name, rib_name(rib));
	s->routes = g_array_new(FALSE, FALSE, sizeof(StaticRoute));
	return &s->instance;
}

static void static_put(Static *s, const StaticRoute *route)
{
	RibHop hops[RIB_MAX_HOPS];
	RibRoute out = {.prefix = route->prefix,
			.source = &s->source,
			.distance = route->distance,
			.hops = hops};

	for (unsigned i = 0; i < s->routes->len && out.n_hops < RIB_MAX_HOPS; i++) {
		const StaticRoute *other = &g_array_index(s->routes, StaticRoute, i);

		if (net_prefix_equal(&other->prefix, &route->prefix) &&
		    other->distance == route->distance)
			hops[out.n_hops++] =
				(RibHop){.kind = RIB_HOP_RECURSIVE, .gateway = other->via};
	}
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
	instance->running = FALSE;
	rib_source_withdraw_all(instance->rib, &static_of(instance)->source);
}

static void static_destroy(ProtoInstance *instance)
{
	g_array_free(static_of(instance)->routes, TRUE);
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
		.doc = "A static route; several to one prefix share the load.",
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
