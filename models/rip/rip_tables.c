/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rip/rip_tables.h"

#include "models/rip/rip_config.h"
#include "models/rip/rip_output.h"
#include "models/rip/rip_route.h"

static const char *vrf_of(const RipInstance *rip)
{
	return rib_name(rip->proto.rib);
}

/* ---- Routes ---- */

typedef struct RouteRow {
	const char *vrf;
	NetPrefix prefix;
	const char *kind;
	uint8_t metric;
	uint16_t tag;
	NetAddr next_hop, from;
	const char *interface;
	SimTime since_ns;
	SimTime timeout_ns, garbage_ns; /* when; SIM_NEVER: not at all */
} RouteRow;

static const Field route_fields[] = {
	FIELD(RouteRow, vrf, field_text),
	FIELD(RouteRow, prefix, field_prefix),
	FIELD(RouteRow, kind, field_text),
	FIELD(RouteRow, metric, field_u8),
	FIELD(RouteRow, tag, field_u16),
	FIELD(RouteRow, next_hop, field_addr),
	FIELD(RouteRow, from, field_addr),
	FIELD(RouteRow, interface, field_text),
	FIELD(RouteRow, since_ns, field_time),
	FIELD(RouteRow, timeout_ns, field_time_or_never),
	FIELD(RouteRow, garbage_ns, field_time_or_never),
};

typedef struct Walk {
	TableRowFn fn;
	void *user;
} Walk;

static gboolean put_route(const NetPrefix *prefix, void *value, void *user)
{
	const Walk *walk = user;
	const RipRoute *route = value;
	gboolean lost = route->metric == RIP_INFINITY;
	RouteRow row = {
		.vrf = vrf_of(route->rip),
		.prefix = *prefix,
		.kind = rip_route_kind_name(route->kind),
		.metric = route->metric,
		.tag = route->tag,
		.next_hop = route->next_hop,
		.from = route->from,
		.interface = route->iface ? route->iface->fwd->name : NULL,
		.since_ns = route->since,
		.timeout_ns = lost ? SIM_NEVER : sim_timer_due(&route->timer),
		.garbage_ns = lost ? sim_timer_due(&route->timer) : SIM_NEVER,
	};

	walk->fn(&row, walk->user);
	return TRUE;
}

static void each_route(const void *instance, TableRowFn fn, void *user)
{
	Walk walk = {fn, user};

	net_trie_foreach(((const RipInstance *)instance)->routes, put_route, &walk);
}

static const TableDef table_routes =
	TABLE_DEF("rip-routes", "RIP's routing table, lost routes included", route_fields, RouteRow,
		  each_route);

/* ---- Interfaces ---- */

typedef struct InterfaceRow {
	const char *vrf;
	const char *interface;
	NetAddr address;
	gboolean up, speaks;
	uint8_t cost;
	const char *split_horizon;
	const char *authentication;
} InterfaceRow;

static const Field interface_fields[] = {
	FIELD(InterfaceRow, vrf, field_text),
	FIELD(InterfaceRow, interface, field_text),
	FIELD(InterfaceRow, address, field_addr),
	FIELD(InterfaceRow, up, field_bool),
	FIELD(InterfaceRow, speaks, field_bool),
	FIELD(InterfaceRow, cost, field_u8),
	FIELD(InterfaceRow, split_horizon, field_text),
	FIELD(InterfaceRow, authentication, field_text),
};

static void each_interface(const void *data, TableRowFn fn, void *user)
{
	const RipInstance *rip = data;

	for (unsigned i = 0; i < rip->ifaces->len; i++) {
		const RipIface *iface = g_ptr_array_index(rip->ifaces, i);
		InterfaceRow row = {
			.vrf = vrf_of(rip),
			.interface = iface->fwd->name,
			.address = fwd_iface_address(iface->fwd, NET_AF_IPV4),
			.up = iface->up,
			.speaks = rip_output_speaks(iface),
			.cost = iface->config.cost,
			.split_horizon = rip_split_name(iface->config.split),
			.authentication = rip_auth_name(iface->config.authentication),
		};
		fn(&row, user);
	}
}

static const TableDef table_interfaces = TABLE_DEF("rip-interfaces", "interfaces that RIP runs on",
						   interface_fields, InterfaceRow, each_interface);

/* ---- Neighbours ---- */

typedef struct NeighborRow {
	const char *vrf;
	const char *interface;
	NetAddr address;
	SimTime heard_ns;
	uint32_t bad_packets, bad_routes;
} NeighborRow;

static const Field neighbor_fields[] = {
	FIELD(NeighborRow, vrf, field_text),        FIELD(NeighborRow, interface, field_text),
	FIELD(NeighborRow, address, field_addr),    FIELD(NeighborRow, heard_ns, field_time),
	FIELD(NeighborRow, bad_packets, field_u32), FIELD(NeighborRow, bad_routes, field_u32),
};

static void each_neighbor(const void *data, TableRowFn fn, void *user)
{
	const RipInstance *rip = data;

	for (unsigned i = 0; i < rip->neighbors->len; i++) {
		const RipNeighbor *neighbor = g_ptr_array_index(rip->neighbors, i);
		NeighborRow row = {
			.vrf = vrf_of(rip),
			.interface = neighbor->iface->fwd->name,
			.address = neighbor->address,
			.heard_ns = neighbor->heard,
			.bad_packets = neighbor->bad_packets,
			.bad_routes = neighbor->bad_routes,
		};
		fn(&row, user);
	}
}

static const TableDef table_neighbors = TABLE_DEF("rip-neighbors", "routers that RIP has heard",
						  neighbor_fields, NeighborRow, each_neighbor);

const TableDef *const rip_tables[] = {&table_routes, &table_interfaces, &table_neighbors, NULL};
