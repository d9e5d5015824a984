/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_tables.h"

#include "models/bgp/bgp_aggregate.h"
#include "models/bgp/bgp_decide.h"
#include "models/bgp/bgp_fields.h"
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_reach.h"

static const char *vrf_of(const Bgp *bgp)
{
	return rib_name(bgp->instance.rib);
}

static const char *type_of(const BgpPeer *peer)
{
	return !peer ? "local" : bgp_peer_is_internal(peer) ? "internal" : "external";
}

/* ---- Sessions ---- */

typedef struct SessionRow {
	const char *vrf, *peer;
	uint32_t remote_as;
	const char *type, *state;
	SimTime since_ns;
	NetAddr local, identifier;
	const BgpPeer *families;
	SimTime hold_time_ns, keepalive_ns, expires_ns;
	uint32_t received; /* paths */
} SessionRow;

static NetAddr local_of(const BgpPeer *peer)
{
	return peer->session->socket ? *tcp_local_address(peer->session->socket) : net_addr_none;
}

/* Those agreed on; before that, those configured. */
static gboolean print_families(const void *p, GString *out)
{
	const BgpPeer *peer = *(const BgpPeer *const *)p;
	gboolean up = peer->session->established;
	const char *separator = "";

	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		if (!(up ? peer->families[f].agreed : peer->families[f].configured))
			continue;
		g_string_append_printf(out, "%s%s", separator, bgp_families[f].name);
		separator = " ";
	}
	return TRUE;
}

static const FieldKind field_families = {
	.name = "families",
	.storage = FIELD_STORE_TEXT,
	.print = print_families,
};

static const Field session_fields[] = {
	FIELD(SessionRow, vrf, field_text),
	FIELD(SessionRow, peer, field_text),
	FIELD(SessionRow, remote_as, field_u32),
	FIELD(SessionRow, type, field_text),
	FIELD(SessionRow, state, field_text),
	FIELD(SessionRow, since_ns, field_time),
	FIELD(SessionRow, local, field_addr),
	FIELD(SessionRow, identifier, field_addr),
	FIELD(SessionRow, families, field_families),
	FIELD(SessionRow, hold_time_ns, field_time),
	FIELD(SessionRow, keepalive_ns, field_time),
	FIELD(SessionRow, expires_ns, field_time_or_never),
	FIELD(SessionRow, received, field_u32),
};

static uint32_t count_paths(const BgpPeer *peer)
{
	uint32_t n = 0;

	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		n += peer->families[f].n_paths;
	return n;
}

static void put_session(const BgpPeer *peer, TableRowFn fn, void *user)
{
	const BgpSession *session = peer->session;
	gboolean up = session->established;
	SessionRow row = {
		.vrf = vrf_of(peer->bgp),
		.peer = peer->name,
		.remote_as = peer->as_number,
		.type = type_of(peer),
		.state = fsm_state_name(&session->fsm),
		.since_ns = session->fsm.since,
		.local = local_of(peer),
		.families = peer,
		.hold_time_ns = up ? session->hold_time : peer->options.hold_time,
		.keepalive_ns = up ? session->keepalive_time : peer->options.keepalive,
		.expires_ns = sim_timer_due(&session->hold),
		.received = count_paths(peer),
	};

	if (up)
		row.identifier = net_addr_ipv4(session->identifier);
	fn(&row, user);
}

static void each_session(const void *instance, TableRowFn fn, void *user)
{
	const Bgp *bgp = instance;

	for (unsigned i = 0; i < bgp->peers->len; i++)
		put_session(g_ptr_array_index(bgp->peers, i), fn, user);
}

static const TableDef table_sessions =
	TABLE_DEF("bgp-sessions", "BGP neighbours and their sessions", session_fields, SessionRow,
		  each_session);

/* Where its segments are dropped, no connection comes of it, whatever that ends with. */
static const char *why_down(const BgpPeer *peer)
{
	if (peer->session->established)
		return NULL;
	if (peer->shut || peer->held)
		return peer->shut ? "shut down" : "too many prefixes";
	if (peer->refused)
		return peer->refused;
	if (peer->nht && !rib_nht_resolved(peer->nht))
		return "no route to the peer";
	if (!bgp_reach_allows(peer))
		return "the peer is on no link of this node, and may not be further away";
	return peer->last_error ? peer->last_error : peer->no_connection;
}

void bgp_foreach_session(const ProtoInstance *proto, ProtoSessionFn fn, void *user)
{
	const Bgp *bgp = (const Bgp *)proto;

	for (unsigned i = 0; i < bgp->peers->len; i++) {
		const BgpPeer *peer = g_ptr_array_index(bgp->peers, i);
		ProtoSession session = {
			.protocol = "bgp",
			.vrf = vrf_of(bgp),
			.peer = peer->name,
			.local = local_of(peer),
			.remote = peer->address,
			.state = fsm_state_name(&peer->session->fsm),
			.up = peer->session->established,
			.since_ns = peer->session->fsm.since,
			.reason = why_down(peer),
		};

		fn(&session, user);
	}
}

/* ---- Paths ---- */

static int compare_nets(const void *a, const void *b, void *user)
{
	const BgpNet *x = *(BgpNet *const *)a, *y = *(BgpNet *const *)b;
	const BgpTable *table = user;
	NetRd rd_x = bgp_net_rd(table, x), rd_y = bgp_net_rd(table, y);
	NetPrefix prefix_x = bgp_net_prefix(table, x), prefix_y = bgp_net_prefix(table, y);

	if (rd_x != rd_y)
		return rd_x < rd_y ? -1 : 1;
	return net_prefix_cmp(&prefix_x, &prefix_y);
}

GPtrArray *bgp_nets_sorted(const BgpTable *table)
{
	GPtrArray *sorted = g_ptr_array_sized_new(table->n_nets);

	for (BgpNet *net = bgp_table_from(table, 0); net; net = bgp_table_from(table, net->id + 1))
		g_ptr_array_add(sorted, net);
	g_ptr_array_sort_with_data(sorted, compare_nets, (BgpTable *)(uintptr_t)table);
	return sorted;
}

typedef struct PathRow {
	const char *vrf, *family;
	NetRd rd;
	NetPrefix prefix;
	const char *peer, *type;
	gboolean best, multipath, suppressed;
	const char *rule; /* that the best one won by */
	const BgpAttrs *attrs;
	int64_t igp_metric;
	uint32_t label;
	NetRts route_targets;
	const char *reason; /* why it cannot be used */
} PathRow;

static const Field path_fields[] = {
	FIELD(PathRow, vrf, field_text),
	FIELD(PathRow, family, field_text),
	FIELD(PathRow, rd, field_rd),
	FIELD(PathRow, prefix, field_prefix),
	FIELD(PathRow, peer, field_text),
	FIELD(PathRow, type, field_text),
	FIELD(PathRow, best, field_bool),
	FIELD(PathRow, multipath, field_bool),
	FIELD(PathRow, suppressed, field_bool),
	FIELD(PathRow, rule, field_text),
	BGP_ATTR_FIELD(PathRow, "next_hop", field_bgp_next_hop),
	FIELD(PathRow, igp_metric, field_number),
	FIELD(PathRow, label, field_label),
	BGP_ATTR_FIELD(PathRow, "as_path", field_bgp_as_path),
	BGP_ATTR_FIELD(PathRow, "local_pref", field_bgp_local_pref),
	BGP_ATTR_FIELD(PathRow, "med", field_bgp_med),
	BGP_ATTR_FIELD(PathRow, "origin", field_bgp_origin),
	FIELD(PathRow, route_targets, field_rts),
	BGP_ATTR_FIELD(PathRow, "communities", field_bgp_communities),
	BGP_ATTR_FIELD(PathRow, "large_communities", field_bgp_large_communities),
	BGP_ATTR_FIELD(PathRow, "extended_communities", field_bgp_extended_communities),
	BGP_ATTR_FIELD(PathRow, "aggregator", field_bgp_aggregator),
	BGP_ATTR_FIELD(PathRow, "atomic_aggregate", field_bgp_atomic_aggregate),
	BGP_ATTR_FIELD(PathRow, "originator_id", field_bgp_originator_id),
	BGP_ATTR_FIELD(PathRow, "cluster_list", field_bgp_cluster_list),
	FIELD(PathRow, reason, field_text),
};

typedef struct PathVisit {
	const BgpTable *table;
	TableRowFn fn;
	void *user;
	GString *reason;
} PathVisit;

static const char *why_unusable(const PathVisit *visit, const BgpPath *path)
{
	if (!visit->table->bgp->instance.running)
		return "BGP is stopped";
	if (bgp_path_usable(visit->table, path))
		return NULL;
	g_string_truncate(visit->reason, 0);
	bgp_path_append_reason(visit->table, path, visit->reason);
	return visit->reason->str;
}

/* RD and label of what a VRF imports are those of the VPN route. */
static NetRd rd_of(const PathVisit *visit, const BgpNet *net, const BgpPath *path)
{
	return bgp_path_leak(path) ? bgp_path_leak(path)->rd : bgp_net_rd(visit->table, net);
}

static gboolean has_label(const PathVisit *visit, const BgpPath *path)
{
	const BgpLeak *leak = bgp_path_leak(path);

	return leak ? leak->source && bgp_path_leaves(visit->table, path)
		    : bgp_path_has_label(visit->table, path);
}

static const char *type_of_path(const BgpPath *path)
{
	if (path->flags & BGP_PATH_AGGREGATE)
		return "aggregate";
	return bgp_path_leak(path) ? "imported" : type_of(path->peer);
}

static void put_path(const PathVisit *visit, const BgpNet *net, const BgpPath *path)
{
	const BgpPeer *peer = bgp_path_peer(path);
	const BgpFamily *family = visit->table->family;
	gboolean usable = bgp_path_usable(visit->table, path);
	gboolean best = path == bgp_net_chosen(net) && usable;
	PathRow row = {
		.vrf = vrf_of(visit->table->bgp),
		.family = family->name,
		.rd = rd_of(visit, net, path),
		.prefix = bgp_net_prefix(visit->table, net),
		.peer = peer ? peer->name : NULL,
		.type = type_of_path(path),
		.best = best,
		.multipath = (path->flags & BGP_PATH_MULTI) != 0,
		.suppressed = best && bgp_aggregates_suppress(visit->table, net),
		.rule = best ? bgp_rule_name(net->rule) : NULL,
		.attrs = &path->attrs->attrs,
		.igp_metric = usable ? (int64_t)bgp_path_igp_metric(visit->table, path) : -1,
		.label = has_label(visit, path) ? bgp_path_label(path) : NET_LABEL_NONE,
		.route_targets = {path->attrs->route_targets, path->attrs->n_route_targets},
		.reason = why_unusable(visit, path),
	};

	visit->fn(&row, visit->user);
}

static void put_table(const PathVisit *visit)
{
	GPtrArray *nets = bgp_nets_sorted(visit->table);

	for (unsigned i = 0; i < nets->len; i++) {
		const BgpNet *net = g_ptr_array_index(nets, i);

		for (const BgpPath *path = net->paths; path; path = path->next)
			if (!(path->flags & BGP_PATH_GONE))
				put_path(visit, net, path);
	}
	g_ptr_array_free(nets, TRUE);
}

static void each_path(const void *instance, TableRowFn fn, void *user)
{
	const Bgp *bgp = instance;
	PathVisit visit = {.fn = fn, .user = user, .reason = g_string_new(NULL)};

	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		visit.table = &bgp->tables[f];
		put_table(&visit);
	}
	g_string_free(visit.reason, TRUE);
}

static const TableDef table_paths =
	TABLE_DEF("bgp", "all paths of BGP, the best ones and the rules that they won by",
		  path_fields, PathRow, each_path);

const TableDef *const bgp_show_tables[] = {
	&table_sessions,
	&bgp_table_neighbors,
	&bgp_table_families,
	&table_paths,
	&bgp_table_received,
	&bgp_table_out,
	NULL,
};
