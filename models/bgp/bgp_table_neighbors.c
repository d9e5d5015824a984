/* SPDX-License-Identifier: Apache-2.0 */
/* What there is to know of a neighbour, and of each family with it. */
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_reach.h"
#include "models/bgp/bgp_send_label.h"
#include "models/bgp/bgp_tables.h"

static const char *vrf_of(const BgpPeer *peer)
{
	return rib_name(peer->bgp->instance.rib);
}

/* What both ends have announced, while there is a session. */
static gboolean print_capabilities(const void *p, GString *out)
{
	const BgpPeer *peer = *(const BgpPeer *const *)p;
	const BgpSession *session = peer->session;
	const struct {
		const char *name;
		gboolean agreed;
	} all[] = {
		{"refresh", session->refresh},
		{"enhanced-refresh", session->enhanced},
		{"four-octet-as", session->as_size == 4},
		{"extended-messages", session->message_max > BGP_MESSAGE_MAX},
	};

	const char *separator = "";

	if (!session->established)
		return FALSE;
	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
		if (!all[i].agreed)
			continue;
		g_string_append_printf(out, "%s%s", separator, all[i].name);
		separator = " ";
	}
	return TRUE;
}

static const FieldKind field_capabilities = {
	.name = "capabilities",
	.storage = FIELD_STORE_TEXT,
	.print = print_capabilities,
};

typedef struct NeighborRow {
	const char *vrf, *peer;
	uint32_t remote_as;
	const char *state, *admin;
	uint32_t established, lost, errors;
	const char *last_error;
	uint32_t dropped; /* segments */
	const char *drop_reason;
	SimTime ended_ns, dropped_ns, retry_ns, idle_ns, open_ns;
	const BgpPeer *capabilities;
	uint8_t ttl, min_ttl;
	gboolean password;
	uint32_t messages_sent, messages_received, updates_sent, updates_received;
} NeighborRow;

static const Field neighbor_fields[] = {
	FIELD(NeighborRow, vrf, field_text),
	FIELD(NeighborRow, peer, field_text),
	FIELD(NeighborRow, remote_as, field_u32),
	FIELD(NeighborRow, state, field_text),
	FIELD(NeighborRow, admin, field_text),
	FIELD(NeighborRow, established, field_u32),
	FIELD(NeighborRow, lost, field_u32),
	FIELD(NeighborRow, errors, field_u32),
	FIELD(NeighborRow, last_error, field_text),
	FIELD(NeighborRow, ended_ns, field_time_or_never),
	FIELD(NeighborRow, dropped, field_u32),
	FIELD(NeighborRow, drop_reason, field_text),
	FIELD(NeighborRow, dropped_ns, field_time_or_never),
	FIELD(NeighborRow, retry_ns, field_time_or_never),
	FIELD(NeighborRow, idle_ns, field_time_or_never),
	FIELD(NeighborRow, open_ns, field_time_or_never),
	FIELD(NeighborRow, capabilities, field_capabilities),
	FIELD(NeighborRow, ttl, field_u8),
	FIELD(NeighborRow, min_ttl, field_u8),
	FIELD(NeighborRow, password, field_bool),
	FIELD(NeighborRow, messages_sent, field_u32),
	FIELD(NeighborRow, messages_received, field_u32),
	FIELD(NeighborRow, updates_sent, field_u32),
	FIELD(NeighborRow, updates_received, field_u32),
};

static uint32_t sum(const uint32_t counts[BGP_MESSAGE_TYPES])
{
	uint32_t n = 0;

	for (unsigned i = 0; i < BGP_MESSAGE_TYPES; i++)
		n += counts[i];
	return n;
}

static void put_neighbor(const BgpPeer *peer, TableRowFn fn, void *user)
{
	const BgpSession *session = peer->session;
	TcpParams params = bgp_reach_tcp_params(peer);
	NeighborRow row = {
		.vrf = vrf_of(peer),
		.peer = peer->name,
		.remote_as = peer->as_number,
		.state = fsm_state_name(&session->fsm),
		.admin = peer->shut   ? "shutdown"
			 : peer->held ? "maximum-prefix"
				      : "up",
		.established = peer->n_established,
		.lost = peer->n_lost,
		.errors = peer->connect_retry_counter,
		.last_error = peer->last_error,
		.ended_ns = peer->last_error ? peer->last_error_at : SIM_NEVER,
		.dropped = peer->n_refused,
		.drop_reason = peer->refused,
		.dropped_ns = peer->refused ? peer->refused_at : SIM_NEVER,
		.retry_ns = sim_timer_due(&session->connect_retry),
		.idle_ns = sim_timer_due(&session->idle_hold),
		.open_ns = sim_timer_due(&session->delay_open),
		.capabilities = peer,
		.ttl = params.ttl,
		.min_ttl = params.min_ttl,
		.password = peer->password != NULL,
		.messages_sent = sum(peer->sent),
		.messages_received = sum(peer->received),
		.updates_sent = peer->sent[BGP_MESSAGE_UPDATE],
		.updates_received = peer->received[BGP_MESSAGE_UPDATE],
	};

	fn(&row, user);
}

static void each_neighbor(const void *instance, TableRowFn fn, void *user)
{
	const Bgp *bgp = instance;

	for (unsigned i = 0; i < bgp->peers->len; i++)
		put_neighbor(g_ptr_array_index(bgp->peers, i), fn, user);
}

const TableDef bgp_table_neighbors =
	TABLE_DEF("bgp-neighbors", "BGP neighbours: errors, timers, capabilities, messages",
		  neighbor_fields, NeighborRow, each_neighbor);

/* ---- Families ---- */

typedef struct FamilyRow {
	const char *vrf, *peer, *family, *state;
	uint32_t received, maximum;
	gboolean end_of_rib;
	uint32_t stale;
} FamilyRow;

static const Field family_fields[] = {
	FIELD(FamilyRow, vrf, field_text),        FIELD(FamilyRow, peer, field_text),
	FIELD(FamilyRow, family, field_text),     FIELD(FamilyRow, state, field_text),
	FIELD(FamilyRow, received, field_u32),    FIELD(FamilyRow, maximum, field_u32),
	FIELD(FamilyRow, end_of_rib, field_bool), FIELD(FamilyRow, stale, field_u32),
};

static const char *family_state(const BgpPeer *peer, const BgpPeerFamily *family)
{
	if (!peer->session->established)
		return "down";
	return !family->agreed ? "not agreed" : family->disabled ? "disabled" : "agreed";
}

/* Paths in use. With send-label those of two families are counted together. */
static uint32_t received_in(const BgpPeer *peer, unsigned family)
{
	const BgpTable *table = bgp_peer_table(peer, family);
	uint32_t n = 0;

	if (peer->send_label == BGP_SEND_LABEL_NO)
		return peer->families[family].n_paths;
	for (BgpNet *net = bgp_table_from(table, 0); net; net = bgp_table_from(table, net->id + 1))
		n += bgp_net_path_of(net, peer) && bgp_send_label_came_in(peer, family, net);
	return n;
}

static void put_families(const BgpPeer *peer, TableRowFn fn, void *user)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		const BgpPeerFamily *family = &peer->families[f];
		FamilyRow row = {
			.vrf = vrf_of(peer),
			.peer = peer->name,
			.family = bgp_families[f].name,
			.state = family_state(peer, family),
			.received = received_in(peer, f),
			.maximum = peer->families[family->table].maximum,
			.end_of_rib = family->agreed && family->end_of_rib,
			.stale = family->stale ? g_hash_table_size(family->stale) : 0,
		};

		if (family->configured)
			fn(&row, user);
	}
}

static void each_family(const void *instance, TableRowFn fn, void *user)
{
	const Bgp *bgp = instance;

	for (unsigned i = 0; i < bgp->peers->len; i++)
		put_families(g_ptr_array_index(bgp->peers, i), fn, user);
}

const TableDef bgp_table_families =
	TABLE_DEF("bgp-families", "address families with each BGP neighbour", family_fields,
		  FamilyRow, each_family);
