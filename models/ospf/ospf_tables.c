/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_tables.h"

#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_auth.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_instance.h"
#include "models/ospf/ospf_redistribute.h"
#include "models/ospf/ospf_sync.h"
#include "models/ospf/ospf_table_lsdb.h"

static const char *vrf_of(const OspfInstance *instance)
{
	return rib_name(instance->proto.rib);
}

static const OspfArea *area_at(const OspfInstance *instance, unsigned i)
{
	return g_ptr_array_index(instance->areas, i);
}

/* ---- Interfaces ---- */

typedef struct InterfaceRow {
	const char *vrf;
	uint16_t process;
	const char *interface;
	uint32_t area;
	NetAddr address;
	gboolean unnumbered;
	const char *network; /* as OSPF takes it; NULL of a loopback */
	const char *state;
	SimTime since_ns;
	uint16_t cost;
	uint8_t priority;
	NetAddr dr, bdr;
	gboolean passive;
	SimTime hello_interval_ns, dead_interval_ns, retransmit_interval_ns, transmit_delay_ns;
	const char *authentication;
	gboolean mtu_ignore;
	uint32_t neighbors, full;
} InterfaceRow;

static const Field interface_fields[] = {
	FIELD(InterfaceRow, vrf, field_text),
	FIELD(InterfaceRow, process, field_u16),
	FIELD(InterfaceRow, interface, field_text),
	FIELD(InterfaceRow, area, ospf_field_id),
	FIELD(InterfaceRow, address, field_addr),
	FIELD(InterfaceRow, unnumbered, field_bool),
	FIELD(InterfaceRow, network, field_text),
	FIELD(InterfaceRow, state, field_text),
	FIELD(InterfaceRow, since_ns, field_time),
	FIELD(InterfaceRow, cost, field_u16),
	FIELD(InterfaceRow, priority, field_u8),
	FIELD(InterfaceRow, dr, field_addr),
	FIELD(InterfaceRow, bdr, field_addr),
	FIELD(InterfaceRow, passive, field_bool),
	FIELD(InterfaceRow, hello_interval_ns, field_time),
	FIELD(InterfaceRow, dead_interval_ns, field_time),
	FIELD(InterfaceRow, retransmit_interval_ns, field_time),
	FIELD(InterfaceRow, transmit_delay_ns, field_time),
	FIELD(InterfaceRow, authentication, field_text),
	FIELD(InterfaceRow, mtu_ignore, field_bool),
	FIELD(InterfaceRow, neighbors, field_u32),
	FIELD(InterfaceRow, full, field_u32),
};

static uint32_t count_full(const OspfIface *iface)
{
	uint32_t full = 0;

	for (unsigned i = 0; i < iface->neighbors->len; i++)
		full += ((const OspfNeighbor *)g_ptr_array_index(iface->neighbors, i))->full != 0;
	return full;
}

static NetAddr address_or_none(uint32_t address)
{
	return address ? net_addr_ipv4(address) : net_addr_none;
}

static const char *network_name(const OspfIface *iface)
{
	if (iface->fwd->kind == FWD_IFACE_LOOPBACK)
		return NULL;
	return ospf_iface_is_broadcast(iface) ? "broadcast" : "point-to-point";
}

static void put_interface(const OspfIface *iface, TableRowFn fn, void *user)
{
	InterfaceRow row = {
		.vrf = vrf_of(iface->area->instance),
		.process = iface->area->instance->config.process,
		.interface = iface->fwd->name,
		.area = iface->area->id,
		.address = fwd_iface_address(iface->fwd, NET_AF_IPV4),
		.unnumbered = ospf_iface_is_unnumbered(iface),
		.network = network_name(iface),
		.state = fsm_state_name(&iface->fsm),
		.since_ns = iface->fsm.since,
		.cost = ospf_iface_cost(iface),
		.priority = iface->config.priority,
		.dr = address_or_none(iface->dr),
		.bdr = address_or_none(iface->bdr),
		.passive = ospf_iface_is_passive(iface),
		.hello_interval_ns = iface->config.hello_interval,
		.dead_interval_ns = iface->config.dead_interval,
		.retransmit_interval_ns = iface->config.retransmit_interval,
		.transmit_delay_ns = iface->config.transmit_delay,
		.authentication =
			ospf_auth_name(ospf_auth_of(&iface->config, &iface->area->config)),
		.mtu_ignore = iface->config.mtu_ignore,
		.neighbors = iface->neighbors->len,
		.full = count_full(iface),
	};

	fn(&row, user);
}

/* ---- Instances ---- */

typedef struct ProcessRow {
	const char *vrf;
	uint16_t process;
	uint32_t router_id;
	gboolean abr, asbr, stub_router;
	uint32_t areas, external_lsas, spf_runs;
} ProcessRow;

static const Field process_fields[] = {
	FIELD(ProcessRow, vrf, field_text),          FIELD(ProcessRow, process, field_u16),
	FIELD(ProcessRow, router_id, ospf_field_id), FIELD(ProcessRow, abr, field_bool),
	FIELD(ProcessRow, asbr, field_bool),         FIELD(ProcessRow, stub_router, field_bool),
	FIELD(ProcessRow, areas, field_u32),         FIELD(ProcessRow, external_lsas, field_u32),
	FIELD(ProcessRow, spf_runs, field_u32),
};

static void each_process(const void *data, TableRowFn fn, void *user)
{
	const OspfInstance *instance = data;
	ProcessRow row = {
		.vrf = vrf_of(instance),
		.process = instance->config.process,
		.router_id = instance->router_id,
		.abr = ospf_is_abr(instance),
		.asbr = ospf_is_asbr(instance),
		.stub_router =
			instance->config.max_metric || sim_timer_running(&instance->startup_timer),
		.areas = instance->areas->len,
		.external_lsas = instance->externals.lsas->len,
		.spf_runs = instance->spf.n_runs,
	};

	fn(&row, user);
}

static const TableDef table_processes =
	TABLE_DEF("ospf-processes", "instances of OSPF, and what part they play", process_fields,
		  ProcessRow, each_process);

/* ---- Areas ---- */

typedef struct AreaRow {
	const char *vrf;
	uint16_t process;
	uint32_t area;
	const char *type;
	const char *authentication;
	uint32_t interfaces, full, lsas;
} AreaRow;

static const Field area_fields[] = {
	FIELD(AreaRow, vrf, field_text),
	FIELD(AreaRow, process, field_u16),
	FIELD(AreaRow, area, ospf_field_id),
	FIELD(AreaRow, type, field_text),
	FIELD(AreaRow, authentication, field_text),
	FIELD(AreaRow, interfaces, field_u32),
	FIELD(AreaRow, full, field_u32),
	FIELD(AreaRow, lsas, field_u32),
};

static void put_area(const OspfArea *area, TableRowFn fn, void *user)
{
	const OspfAreaConfig *config = &area->config;
	AreaRow row = {
		.vrf = vrf_of(area->instance),
		.process = area->instance->config.process,
		.area = area->id,
		.type = !config->stub        ? "normal"
			: config->no_summary ? "stub no-summary"
					     : "stub",
		.authentication = ospf_auth_name(config->authentication),
		.interfaces = area->ifaces->len,
		.lsas = area->lsdb.lsas->len,
	};

	for (unsigned i = 0; i < area->ifaces->len; i++)
		row.full += count_full(g_ptr_array_index(area->ifaces, i));
	fn(&row, user);
}

static void each_area(const void *data, TableRowFn fn, void *user)
{
	const OspfInstance *instance = data;

	for (unsigned i = 0; i < instance->areas->len; i++)
		put_area(area_at(instance, i), fn, user);
}

static const TableDef table_areas = TABLE_DEF("ospf-areas", "areas and the size of their databases",
					      area_fields, AreaRow, each_area);

typedef void (*PutInterfaceFn)(const OspfIface *iface, TableRowFn fn, void *user);

static void each_iface(const OspfInstance *instance, PutInterfaceFn put, TableRowFn fn, void *user)
{
	for (unsigned a = 0; a < instance->areas->len; a++) {
		const GPtrArray *ifaces = area_at(instance, a)->ifaces;

		for (unsigned i = 0; i < ifaces->len; i++)
			put(g_ptr_array_index(ifaces, i), fn, user);
	}
}

static void each_interface(const void *instance, TableRowFn fn, void *user)
{
	each_iface(instance, put_interface, fn, user);
}

static const TableDef table_interfaces =
	TABLE_DEF("ospf-interfaces", "interfaces that OSPF runs on", interface_fields, InterfaceRow,
		  each_interface);

/* ---- Neighbours ---- */

typedef struct NeighborRow {
	const char *vrf;
	uint16_t process;
	const char *interface;
	uint32_t area;
	const char *router_id;
	NetAddr address;
	const char *state;
	SimTime since_ns;
	SimTime dead_ns; /* when it counts as dead unless a Hello comes */
	uint8_t priority;
	NetAddr dr, bdr;     /* as it says */
	const char *options; /* of its Database Descriptions */
	uint32_t requests, retransmissions;
} NeighborRow;

static const Field neighbor_fields[] = {
	FIELD(NeighborRow, vrf, field_text),
	FIELD(NeighborRow, process, field_u16),
	FIELD(NeighborRow, interface, field_text),
	FIELD(NeighborRow, area, ospf_field_id),
	FIELD(NeighborRow, router_id, field_text),
	FIELD(NeighborRow, address, field_addr),
	FIELD(NeighborRow, state, field_text),
	FIELD(NeighborRow, since_ns, field_time),
	FIELD(NeighborRow, dead_ns, field_time_or_never),
	FIELD(NeighborRow, priority, field_u8),
	FIELD(NeighborRow, dr, field_addr),
	FIELD(NeighborRow, bdr, field_addr),
	FIELD(NeighborRow, options, field_text),
	FIELD(NeighborRow, requests, field_u32),
	FIELD(NeighborRow, retransmissions, field_u32),
};

static void put_neighbors(const OspfIface *iface, TableRowFn fn, void *user)
{
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		char options[OSPF_OPTIONS_LEN];
		ospf_options_str(nbr->options, options);
		NeighborRow row = {
			.vrf = vrf_of(iface->area->instance),
			.process = iface->area->instance->config.process,
			.interface = iface->fwd->name,
			.area = iface->area->id,
			.router_id = nbr->name,
			.address = nbr->address,
			.state = fsm_state_name(&nbr->fsm),
			.since_ns = nbr->fsm.since,
			.dead_ns = sim_timer_due(&nbr->inactivity_timer),
			.priority = nbr->priority,
			.dr = address_or_none(nbr->dr),
			.bdr = address_or_none(nbr->bdr),
			.options = options,
			.requests = nbr->requests->len,
			.retransmissions = nbr->unacked->len,
		};

		fn(&row, user);
	}
}

static void each_neighbor(const void *instance, TableRowFn fn, void *user)
{
	each_iface(instance, put_neighbors, fn, user);
}

static const TableDef table_neighbors =
	TABLE_DEF("ospf-neighbors", "OSPF neighbours and their adjacencies", neighbor_fields,
		  NeighborRow, each_neighbor);

/* ---- Routes ---- */

typedef struct HopsView {
	const OspfHop *hop;
	uint32_t n;
	gboolean discard;
} HopsView;

typedef struct RouteRow {
	const char *vrf;
	uint16_t process;
	NetPrefix prefix;
	const char *path;
	uint32_t area, cost, external_cost, tag;
	gboolean attached;
	HopsView next_hop;
} RouteRow;

static gboolean print_hops(const void *p, GString *out)
{
	const HopsView *hops = p;

	if (hops->discard)
		g_string_append(out, "discard");
	for (uint32_t i = 0; i < hops->n; i++) {
		if (i > 0)
			g_string_append_c(out, ' ');
		net_addr_append(&hops->hop[i].gateway, out);
		g_string_append_printf(out, " %s", hops->hop[i].iface->name);
	}
	return TRUE;
}

static const FieldKind field_hops = {
	.name = "ospf-hops",
	.storage = FIELD_STORE_TEXT,
	.print = print_hops,
};

static const Field route_fields[] = {
	FIELD(RouteRow, vrf, field_text),          FIELD(RouteRow, process, field_u16),
	FIELD(RouteRow, prefix, field_prefix),     FIELD(RouteRow, path, field_text),
	FIELD(RouteRow, area, ospf_field_id),      FIELD(RouteRow, cost, field_u32),
	FIELD(RouteRow, external_cost, field_u32), FIELD(RouteRow, tag, field_u32),
	FIELD(RouteRow, attached, field_bool),     FIELD(RouteRow, next_hop, field_hops),
};

static void each_route(const void *data, TableRowFn fn, void *user)
{
	const OspfInstance *instance = data;
	const OspfTable *table = &instance->spf.table;

	for (unsigned i = 0; i < table->routes->len; i++) {
		const OspfRoute *route = &g_array_index(table->routes, OspfRoute, i);
		RouteRow row = {
			.vrf = vrf_of(instance),
			.process = instance->config.process,
			.prefix = route->prefix,
			.path = ospf_path_type_name(route->type),
			.area = route->area,
			.cost = route->cost,
			.external_cost = route->cost2,
			.tag = route->tag,
			.attached = route->attached,
			.next_hop = {ospf_table_hops(table, route), route->n_hops, route->discard},
		};

		fn(&row, user);
	}
}

static const TableDef table_routes = TABLE_DEF(
	"ospf-routes", "OSPF's own routing table: what it gives to the RIB, and attached networks",
	route_fields, RouteRow, each_route);

/* ---- Routers ---- */

typedef struct RouterRow {
	const char *vrf;
	uint16_t process;
	uint32_t router_id;
	const char *path;
	uint32_t area, cost;
	gboolean abr, asbr;
	HopsView next_hop;
} RouterRow;

static const Field router_fields[] = {
	FIELD(RouterRow, vrf, field_text),          FIELD(RouterRow, process, field_u16),
	FIELD(RouterRow, router_id, ospf_field_id), FIELD(RouterRow, path, field_text),
	FIELD(RouterRow, area, ospf_field_id),      FIELD(RouterRow, cost, field_u32),
	FIELD(RouterRow, abr, field_bool),          FIELD(RouterRow, asbr, field_bool),
	FIELD(RouterRow, next_hop, field_hops),
};

static void each_router(const void *data, TableRowFn fn, void *user)
{
	const OspfInstance *instance = data;
	const OspfTable *table = &instance->spf.routers;

	for (unsigned i = 0; i < table->routes->len; i++) {
		const OspfRoute *route = &g_array_index(table->routes, OspfRoute, i);
		RouterRow row = {
			.vrf = vrf_of(instance),
			.process = instance->config.process,
			.router_id = net_addr_to_ipv4(&route->prefix.addr),
			.path = ospf_path_type_name(route->type),
			.area = route->area,
			.cost = route->cost,
			.abr = (route->flags & OSPF2_ROUTER_B) != 0,
			.asbr = (route->flags & OSPF2_ROUTER_E) != 0,
			.next_hop = {ospf_table_hops(table, route), route->n_hops, FALSE},
		};

		fn(&row, user);
	}
}

static const TableDef table_routers =
	TABLE_DEF("ospf-routers", "paths to area border and AS boundary routers", router_fields,
		  RouterRow, each_router);

/* ---- Calculations ---- */

typedef struct SpfRow {
	const char *vrf;
	uint16_t process;
	uint32_t run;
	SimTime scheduled_ns, time_ns;
	uint64_t cause_id;
	uint32_t routers, routes, changed;
} SpfRow;

static const Field spf_fields[] = {
	FIELD(SpfRow, vrf, field_text),     FIELD(SpfRow, process, field_u16),
	FIELD(SpfRow, run, field_u32),      FIELD(SpfRow, scheduled_ns, field_time),
	FIELD(SpfRow, time_ns, field_time), FIELD(SpfRow, cause_id, field_id),
	FIELD(SpfRow, routers, field_u32),  FIELD(SpfRow, routes, field_u32),
	FIELD(SpfRow, changed, field_u32),
};

static void each_run(const void *data, TableRowFn fn, void *user)
{
	const OspfInstance *instance = data;

	for (unsigned i = 0; i < instance->spf.log->len; i++) {
		const OspfSpfRun *run = &g_array_index(instance->spf.log, OspfSpfRun, i);
		SpfRow row = {
			.vrf = vrf_of(instance),
			.process = instance->config.process,
			.run = run->number,
			.scheduled_ns = run->scheduled,
			.time_ns = run->time,
			.cause_id = run->cause,
			.routers = run->routers,
			.routes = run->routes,
			.changed = run->changed,
		};

		fn(&row, user);
	}
}

static const TableDef table_spf_log =
	TABLE_DEF("ospf-spf-log", "the latest calculations of routes, and what led to them",
		  spf_fields, SpfRow, each_run);

const TableDef *const ospf_tables[] = {
	&table_processes,     &table_areas,  &table_interfaces, &ospf_sync_table, &table_neighbors,
	&ospf_table_database, &table_routes, &table_routers,    &table_spf_log,   NULL,
};

/* ---- Sessions ---- */

typedef struct SessionVisit {
	ProtoSessionFn fn;
	void *user;
} SessionVisit;

static void put_sessions(const OspfIface *iface, const SessionVisit *visit)
{
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		ProtoSession session = {
			.protocol = iface->area->instance->name,
			.vrf = vrf_of(iface->area->instance),
			.interface = iface->fwd->name,
			.peer = nbr->name,
			.local = fwd_iface_address(iface->fwd, NET_AF_IPV4),
			.remote = nbr->address,
			.state = fsm_state_name(&nbr->fsm),
			.up = nbr->full,
			.since_ns = nbr->fsm.since,
		};

		visit->fn(&session, visit->user);
	}
}

void ospf_foreach_session(const ProtoInstance *proto, ProtoSessionFn fn, void *user)
{
	const OspfInstance *instance = (const OspfInstance *)proto;
	SessionVisit visit = {fn, user};

	for (unsigned a = 0; a < instance->areas->len; a++) {
		const GPtrArray *ifaces = area_at(instance, a)->ifaces;

		for (unsigned i = 0; i < ifaces->len; i++)
			put_sessions(g_ptr_array_index(ifaces, i), &visit);
	}
}
