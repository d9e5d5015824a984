/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_tables.h"

#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_instance.h"
#include "models/ospf/ospf_sync.h"

/* Router ids, area ids and link state ids: a uint32_t in dotted form. */
static gboolean print_ospf_id(const void *p, GString *out)
{
	char text[OSPF_ID_STRLEN];

	g_string_append(out, ospf_id_str(*(const uint32_t *)p, text));
	return TRUE;
}

static const FieldKind field_ospf_id = {
	.name = "ospf-id",
	.storage = FIELD_STORE_TEXT,
	.print = print_ospf_id,
};

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
	const char *state;
	SimTime since_ns;
	uint16_t cost;
	uint8_t priority;
	NetAddr dr, bdr;
	gboolean passive;
	SimTime hello_interval_ns, dead_interval_ns;
	uint32_t neighbors, full;
} InterfaceRow;

static const Field interface_fields[] = {
	FIELD(InterfaceRow, vrf, field_text),
	FIELD(InterfaceRow, process, field_u16),
	FIELD(InterfaceRow, interface, field_text),
	FIELD(InterfaceRow, area, field_ospf_id),
	FIELD(InterfaceRow, address, field_addr),
	FIELD(InterfaceRow, state, field_text),
	FIELD(InterfaceRow, since_ns, field_time),
	FIELD(InterfaceRow, cost, field_u16),
	FIELD(InterfaceRow, priority, field_u8),
	FIELD(InterfaceRow, dr, field_addr),
	FIELD(InterfaceRow, bdr, field_addr),
	FIELD(InterfaceRow, passive, field_bool),
	FIELD(InterfaceRow, hello_interval_ns, field_time),
	FIELD(InterfaceRow, dead_interval_ns, field_time),
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

static void put_interface(const OspfIface *iface, TableRowFn fn, void *user)
{
	InterfaceRow row = {
		.vrf = vrf_of(iface->area->instance),
		.process = iface->area->instance->config.process,
		.interface = iface->fwd->name,
		.area = iface->area->id,
		.address = fwd_iface_address(iface->fwd, NET_AF_IPV4),
		.state = fsm_state_name(&iface->fsm),
		.since_ns = iface->fsm.since,
		.cost = ospf_iface_cost(iface),
		.priority = iface->config.priority,
		.dr = address_or_none(iface->dr),
		.bdr = address_or_none(iface->bdr),
		.passive = ospf_iface_is_passive(iface),
		.hello_interval_ns = iface->config.hello_interval,
		.dead_interval_ns = iface->config.dead_interval,
		.neighbors = iface->neighbors->len,
		.full = count_full(iface),
	};

	fn(&row, user);
}

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
	uint32_t requests, retransmissions;
} NeighborRow;

static const Field neighbor_fields[] = {
	FIELD(NeighborRow, vrf, field_text),
	FIELD(NeighborRow, process, field_u16),
	FIELD(NeighborRow, interface, field_text),
	FIELD(NeighborRow, area, field_ospf_id),
	FIELD(NeighborRow, router_id, field_text),
	FIELD(NeighborRow, address, field_addr),
	FIELD(NeighborRow, state, field_text),
	FIELD(NeighborRow, since_ns, field_time),
	FIELD(NeighborRow, dead_ns, field_time_or_never),
	FIELD(NeighborRow, requests, field_u32),
	FIELD(NeighborRow, retransmissions, field_u32),
};

static void put_neighbors(const OspfIface *iface, TableRowFn fn, void *user)
{
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
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

/* ---- Database ---- */

typedef struct LsaRow {
	const char *vrf;
	uint16_t process;
	const OspfArea *area;
	const char *type;
	uint32_t link_state_id, adv_router;
	const char *seq;
	uint16_t age_s;
	const char *checksum;
	uint16_t length_bytes;
	gboolean own;
	const Ospf2Lsa *links;
} LsaRow;

static void append_id(uint32_t id, GString *out)
{
	print_ospf_id(&id, out);
}

static void append_link(const Ospf2RouterLink *link, GString *out)
{
	static const char *const names[] = {
		[OSPF2_LINK_P2P] = "p2p",
		[OSPF2_LINK_TRANSIT] = "transit",
		[OSPF2_LINK_STUB] = "stub",
		[OSPF2_LINK_VIRTUAL] = "virtual",
	};
	const char *name = link->type < G_N_ELEMENTS(names) ? names[link->type] : NULL;

	g_string_append_printf(out, "%s ", name ? name : "unknown");
	append_id(link->id, out);
	g_string_append_c(out, ' ');
	append_id(link->data, out);
	g_string_append_printf(out, " cost %u", link->metric);
}

static void append_links(const Ospf2Lsa *lsa, GString *out)
{
	for (unsigned i = 0; i < lsa->links->len; i++) {
		g_string_append(out, i > 0 ? ", " : "");
		append_link(&g_array_index(lsa->links, Ospf2RouterLink, i), out);
	}
}

static void append_routers(const Ospf2Lsa *lsa, GString *out)
{
	g_string_append(out, "mask ");
	append_id(lsa->mask, out);
	for (unsigned i = 0; i < lsa->routers->len; i++) {
		g_string_append(out, ", ");
		append_id(g_array_index(lsa->routers, uint32_t, i), out);
	}
}

static void append_network(const Ospf2Lsa *lsa, GString *out)
{
	g_string_append(out, "mask ");
	append_id(lsa->mask, out);
	g_string_append_printf(out, " cost %u", lsa->metric);
	if (lsa->header.key.type != OSPF2_LSA_EXTERNAL)
		return;
	g_string_append_printf(out, " type %d forwarding ", lsa->external_type2 ? 2 : 1);
	append_id(lsa->forwarding, out);
	g_string_append_printf(out, " tag %u", lsa->tag);
}

/* What the LSA says, on one line: router LSA "p2p <neighbour> <own address> cost 10, stub <network>
 * <mask> cost 10", network LSA "mask <mask>, <router>, ...", others "mask <mask> cost 10". */
static gboolean print_links(const void *p, GString *out)
{
	const Ospf2Lsa *lsa = *(const Ospf2Lsa *const *)p;

	if (lsa->links)
		append_links(lsa, out);
	else if (lsa->routers)
		append_routers(lsa, out);
	else if (lsa->raw)
		return FALSE;
	else
		append_network(lsa, out);
	return TRUE;
}

static const FieldKind field_links = {
	.name = "links",
	.storage = FIELD_STORE_TEXT,
	.print = print_links,
};

/* AS-external-LSAs are of no area. */
static gboolean print_area(const void *p, GString *out)
{
	const OspfArea *area = *(const OspfArea *const *)p;

	return area && print_ospf_id(&area->id, out);
}

static const FieldKind field_area = {
	.name = "ospf-area",
	.storage = FIELD_STORE_TEXT,
	.print = print_area,
};

static const Field lsa_fields[] = {
	FIELD(LsaRow, vrf, field_text),
	FIELD(LsaRow, process, field_u16),
	FIELD(LsaRow, area, field_area),
	FIELD(LsaRow, type, field_text),
	FIELD(LsaRow, link_state_id, field_ospf_id),
	FIELD(LsaRow, adv_router, field_ospf_id),
	FIELD(LsaRow, seq, field_text),
	FIELD(LsaRow, age_s, field_u16),
	FIELD(LsaRow, checksum, field_text),
	FIELD(LsaRow, length_bytes, field_u16),
	FIELD(LsaRow, own, field_bool),
	FIELD(LsaRow, links, field_links),
};

static void put_lsa(const OspfLsa *lsa, TableRowFn fn, void *user)
{
	Ospf2LsaHeader header = ospf_lsa_header(lsa);
	char seq[16], checksum[8];
	LsaRow row = {
		.vrf = vrf_of(lsa->lsdb->instance),
		.process = lsa->lsdb->instance->config.process,
		.area = lsa->lsdb->area,
		.type = ospf2_lsa_type_name(header.key.type),
		.link_state_id = header.key.id,
		.adv_router = header.key.adv_router,
		.seq = seq,
		.age_s = header.age,
		.checksum = checksum,
		.length_bytes = header.length,
		.own = ospf_lsa_is_own(lsa),
		.links = &lsa->content,
	};

	g_snprintf(seq, sizeof(seq), "0x%08x", (unsigned)header.seq);
	g_snprintf(checksum, sizeof(checksum), "0x%04x", header.checksum);
	fn(&row, user);
}

static void put_lsas(const OspfLsdb *db, TableRowFn fn, void *user)
{
	for (unsigned i = 0; i < db->lsas->len; i++)
		put_lsa(g_ptr_array_index(db->lsas, i), fn, user);
}

static void each_lsa(const void *data, TableRowFn fn, void *user)
{
	const OspfInstance *instance = data;

	for (unsigned a = 0; a < instance->areas->len; a++)
		put_lsas(&area_at(instance, a)->lsdb, fn, user);
	put_lsas(&instance->externals, fn, user);
}

static const TableDef table_database =
	TABLE_DEF("ospf-database", "link state database: every LSA and what it says", lsa_fields,
		  LsaRow, each_lsa);

/* ---- Routes ---- */

typedef struct HopsView {
	const OspfHop *hop;
	uint32_t n;
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
	FIELD(RouteRow, area, field_ospf_id),      FIELD(RouteRow, cost, field_u32),
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
			.next_hop = {ospf_table_hops(table, route), route->n_hops},
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
	FIELD(RouterRow, router_id, field_ospf_id), FIELD(RouterRow, path, field_text),
	FIELD(RouterRow, area, field_ospf_id),      FIELD(RouterRow, cost, field_u32),
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
			.next_hop = {ospf_table_hops(table, route), route->n_hops},
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
	&table_interfaces, &ospf_sync_table, &table_neighbors, &table_database,
	&table_routes,     &table_routers,   &table_spf_log,   NULL,
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
