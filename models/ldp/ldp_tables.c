/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_tables.h"

#include "models/ldp/ldp_address.h"
#include "models/ldp/ldp_discovery.h"
#include "models/ldp/ldp_label.h"
#include "models/ldp/ldp_lsp.h"
#include "models/ldp/ldp_neighbor.h"
#include "models/ldp/ldp_session.h"

static const char *vrf_of(const LdpInstance *ldp)
{
	return rib_name(ldp->proto.rib);
}

/* ---- Discovery ---- */

typedef struct DiscoveryRow {
	const char *vrf, *interface; /* NULL: targeted */
	NetAddr target;              /* unset: on the link */
	gboolean active;             /* hellos are sent */
	SimTime hello_interval_ns;
	const char *peer; /* NULL: nobody is heard */
	NetAddr source, transport;
	SimTime hold_ns, expires_ns; /* SIM_NEVER: for ever, or nobody */
} DiscoveryRow;

static const Field discovery_fields[] = {
	FIELD(DiscoveryRow, vrf, field_text),
	FIELD(DiscoveryRow, interface, field_text),
	FIELD(DiscoveryRow, target, field_addr),
	FIELD(DiscoveryRow, active, field_bool),
	FIELD(DiscoveryRow, hello_interval_ns, field_time),
	FIELD(DiscoveryRow, peer, field_text),
	FIELD(DiscoveryRow, source, field_addr),
	FIELD(DiscoveryRow, transport, field_addr),
	FIELD(DiscoveryRow, hold_ns, field_time_or_never),
	FIELD(DiscoveryRow, expires_ns, field_time_or_never),
};

static const LdpAdjacency *adjacency_on(const LdpPeer *peer, const LdpIface *li)
{
	for (unsigned i = 0; i < peer->adjacencies->len; i++) {
		const LdpAdjacency *adj = g_ptr_array_index(peer->adjacencies, i);

		if (adj->iface == li)
			return adj;
	}
	return NULL;
}

static void put_adjacencies(const LdpIface *li, DiscoveryRow row, TableRowFn fn, void *user)
{
	const GPtrArray *peers = li->ldp->peers;
	gboolean any = FALSE;

	for (unsigned i = 0; i < peers->len; i++) {
		const LdpPeer *peer = g_ptr_array_index(peers, i);
		const LdpAdjacency *adj = adjacency_on(peer, li);

		if (!adj)
			continue;
		row.peer = peer->name;
		row.source = adj->source;
		row.transport = peer->transport;
		row.hold_ns = adj->hold;
		row.expires_ns = sim_timer_due(&adj->timer);
		fn(&row, user);
		any = TRUE;
	}
	if (!any)
		fn(&row, user);
}

static void each_discovery(const void *instance, TableRowFn fn, void *user)
{
	const LdpInstance *ldp = instance;

	for (unsigned i = 0; i < ldp->ifaces->len; i++) {
		const LdpIface *li = g_ptr_array_index(ldp->ifaces, i);
		DiscoveryRow row = {
			.vrf = vrf_of(ldp),
			.interface = li->iface ? li->iface->name : NULL,
			.target = li->target,
			.active = li->active,
			.hello_interval_ns = li->interval,
			.hold_ns = SIM_NEVER,
			.expires_ns = SIM_NEVER,
		};

		put_adjacencies(li, row, fn, user);
	}
}

static const TableDef table_discovery = TABLE_DEF(
	"ldp-discovery", "where hellos are sent, on links or to a target, and who is heard",
	discovery_fields, DiscoveryRow, each_discovery);

/* ---- Sessions ---- */

typedef struct SessionRow {
	const char *vrf, *peer;
	NetAddr local, transport;
	const char *role, *state;
	SimTime since_ns;
	uint16_t keepalive_s;
	SimTime expires_ns; /* when it ends unless something is heard */
	uint16_t max_pdu_bytes;
	uint16_t min_ttl;       /* of its segments; 0: any */
	gboolean authenticated; /* its segments are signed */
	uint32_t adjacencies;
	const GArray *addresses; /* of NetAddr: the peer's own, as it said */
} SessionRow;

static gboolean print_addresses(const void *p, GString *out)
{
	const GArray *addresses = *(GArray *const *)p;

	for (unsigned i = 0; i < addresses->len; i++) {
		if (i > 0)
			g_string_append_c(out, ' ');
		net_addr_append(&g_array_index(addresses, NetAddr, i), out);
	}
	return TRUE;
}

static const FieldKind field_addresses = {
	.name = "addresses",
	.storage = FIELD_STORE_TEXT,
	.print = print_addresses,
};

static const Field session_fields[] = {
	FIELD(SessionRow, vrf, field_text),
	FIELD(SessionRow, peer, field_text),
	FIELD(SessionRow, local, field_addr),
	FIELD(SessionRow, transport, field_addr),
	FIELD(SessionRow, role, field_text),
	FIELD(SessionRow, state, field_text),
	FIELD(SessionRow, since_ns, field_time),
	FIELD(SessionRow, keepalive_s, field_u16),
	FIELD(SessionRow, expires_ns, field_time_or_never),
	FIELD(SessionRow, max_pdu_bytes, field_u16),
	FIELD(SessionRow, min_ttl, field_u16),
	FIELD(SessionRow, authenticated, field_bool),
	FIELD(SessionRow, adjacencies, field_u32),
	FIELD(SessionRow, addresses, field_addresses),
};

static void each_session(const void *instance, TableRowFn fn, void *user)
{
	const LdpInstance *ldp = instance;

	for (unsigned i = 0; i < ldp->peers->len; i++) {
		const LdpPeer *peer = g_ptr_array_index(ldp->peers, i);
		SessionRow row = {
			.vrf = vrf_of(ldp),
			.peer = peer->name,
			.local = ldp->transport,
			.transport = peer->transport,
			.role = ldp_session_is_active(peer) ? "active" : "passive",
			.state = fsm_state_name(&peer->fsm),
			.since_ns = peer->fsm.since,
			.keepalive_s = peer->keepalive_s,
			.expires_ns = sim_timer_due(&peer->hold),
			.max_pdu_bytes = peer->max_pdu,
			.min_ttl = ldp_neighbor_min_ttl(peer),
			.authenticated = ldp_neighbor_password(peer) != NULL,
			.adjacencies = peer->adjacencies->len,
			.addresses = peer->addresses,
		};

		fn(&row, user);
	}
}

static const TableDef table_sessions = TABLE_DEF("ldp-sessions", "LDP peers and their sessions",
						 session_fields, SessionRow, each_session);

void ldp_foreach_session(const ProtoInstance *proto, ProtoSessionFn fn, void *user)
{
	const LdpInstance *ldp = (const LdpInstance *)proto;

	for (unsigned i = 0; i < ldp->peers->len; i++) {
		const LdpPeer *peer = g_ptr_array_index(ldp->peers, i);
		ProtoSession session = {
			.protocol = "ldp",
			.vrf = vrf_of(ldp),
			.peer = peer->name,
			.local = ldp->transport,
			.remote = peer->transport,
			.state = fsm_state_name(&peer->fsm),
			.up = ldp_session_is_up(peer),
			.since_ns = peer->fsm.since,
			.reason = ldp_peer_why_down(peer),
		};

		fn(&session, user);
	}
}

/* ---- Bindings ---- */

typedef struct BindingRow {
	const char *vrf;
	NetPrefix fec;
	uint32_t local;
	const char *peer; /* NULL: no label has gone to or come from anybody */
	uint32_t received, sent;
	gboolean in_use; /* packets go to the peer with its label */
} BindingRow;

static const Field binding_fields[] = {
	FIELD(BindingRow, vrf, field_text),       FIELD(BindingRow, fec, field_prefix),
	FIELD(BindingRow, local, field_label),    FIELD(BindingRow, peer, field_text),
	FIELD(BindingRow, received, field_label), FIELD(BindingRow, sent, field_label),
	FIELD(BindingRow, in_use, field_bool),
};

static gboolean is_in_use(const LdpBinding *b, const LdpExchange *ex)
{
	const RibRoute *route = ldp_fec_route(b->ldp, &b->fec.prefix);

	if (!b->has_lsp || ex->received == NET_LABEL_NONE || !route)
		return FALSE;
	for (unsigned i = 0; i < route->n_hops; i++)
		if (ldp_address_is_of(ex->peer, &route->hops[i].gateway))
			return TRUE;
	return FALSE;
}

typedef struct BindingVisit {
	TableRowFn fn;
	void *user;
} BindingVisit;

static gboolean visit_binding(const NetPrefix *prefix, void *value, void *user)
{
	const LdpBinding *b = value;
	const BindingVisit *visit = user;
	BindingRow row = {
		.vrf = vrf_of(b->ldp),
		.fec = *prefix,
		.local = b->local,
		.received = NET_LABEL_NONE,
		.sent = NET_LABEL_NONE,
	};

	for (unsigned i = 0; i < b->exchanges->len; i++) {
		const LdpExchange *ex = &g_array_index(b->exchanges, LdpExchange, i);

		row.peer = ex->peer->name;
		row.received = ex->received;
		row.sent = ex->sent;
		row.in_use = is_in_use(b, ex);
		visit->fn(&row, visit->user);
	}
	if (b->exchanges->len == 0)
		visit->fn(&row, visit->user);
	return TRUE;
}

static void each_binding(const void *instance, TableRowFn fn, void *user)
{
	BindingVisit visit = {fn, user};

	net_trie_foreach(((const LdpInstance *)instance)->bindings, visit_binding, &visit);
}

static const TableDef table_bindings =
	TABLE_DEF("ldp-bindings", "labels of each FEC: own, received, sent, and what is used",
		  binding_fields, BindingRow, each_binding);

const TableDef *const ldp_tables[] = {&table_discovery, &table_sessions, &table_bindings, NULL};
