/* SPDX-License-Identifier: Apache-2.0 */
/* The table "bgp-received": what has been kept of what neighbours said, before policy (bgp_import.h). */
#include "models/bgp/bgp_fields.h"
#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_keep.h"
#include "models/bgp/bgp_tables.h"

typedef struct ReceivedRow {
	const char *vrf, *family, *peer;
	NetRd rd;
	NetPrefix prefix;
	const BgpAttrs *attrs;
	uint32_t label;
	NetRts route_targets;
	const char *result; /* "accepted", "changed", "denied", "refused" */
	const char *reason; /* the entry of the map, or what is against it; NULL: nothing to tell */
} ReceivedRow;

static const Field received_fields[] = {
	FIELD(ReceivedRow, vrf, field_text),
	FIELD(ReceivedRow, peer, field_text),
	FIELD(ReceivedRow, family, field_text),
	FIELD(ReceivedRow, rd, field_rd),
	FIELD(ReceivedRow, prefix, field_prefix),
	FIELD(ReceivedRow, result, field_text),
	FIELD(ReceivedRow, reason, field_text),
	BGP_ATTR_FIELD(ReceivedRow, "next_hop", field_bgp_next_hop),
	FIELD(ReceivedRow, label, field_label),
	BGP_ATTR_FIELD(ReceivedRow, "as_path", field_bgp_as_path),
	BGP_ATTR_FIELD(ReceivedRow, "local_pref", field_bgp_local_pref),
	BGP_ATTR_FIELD(ReceivedRow, "med", field_bgp_med),
	BGP_ATTR_FIELD(ReceivedRow, "origin", field_bgp_origin),
	FIELD(ReceivedRow, route_targets, field_rts),
	BGP_ATTR_FIELD(ReceivedRow, "communities", field_bgp_communities),
	BGP_ATTR_FIELD(ReceivedRow, "large_communities", field_bgp_large_communities),
	BGP_ATTR_FIELD(ReceivedRow, "extended_communities", field_bgp_extended_communities),
	BGP_ATTR_FIELD(ReceivedRow, "aggregator", field_bgp_aggregator),
	BGP_ATTR_FIELD(ReceivedRow, "atomic_aggregate", field_bgp_atomic_aggregate),
	BGP_ATTR_FIELD(ReceivedRow, "originator_id", field_bgp_originator_id),
	BGP_ATTR_FIELD(ReceivedRow, "cluster_list", field_bgp_cluster_list),
};

typedef struct ReceivedVisit {
	const BgpPeer *peer;
	unsigned family;
	TableRowFn fn;
	void *user;
} ReceivedVisit;

/* The caller frees; NULL: no map was asked. */
static char *text_of(const ReceivedVisit *visit, const BgpNet *net, const BgpReceived *received)
{
	BgpPolicyAnswer answer;
	char *text = NULL;

	if (received->objection)
		return g_strdup(received->objection);
	if (bgp_peer_lacks_import(visit->peer, visit->family))
		return g_strdup(bgp_import_none);
	answer = bgp_import_ask(visit->peer, visit->family, net, received);
	if (answer.attrs && !bgp_net_path_of(net, visit->peer))
		text = bgp_keep_reason(answer.attrs);
	else if (answer.result.map)
		text = policy_result_text(&answer.result);
	bgp_attrset_unref(answer.attrs);
	return text;
}

/* By the map, where there is nothing else against it. */
static gboolean is_denied(const ReceivedVisit *visit, const BgpNet *net,
			  const BgpReceived *received)
{
	BgpPolicyAnswer answer;

	if (received->objection || !visit->peer->families[visit->family].import_map)
		return FALSE;
	answer = bgp_import_ask(visit->peer, visit->family, net, received);
	bgp_attrset_unref(answer.attrs);
	return !answer.result.permit;
}

static const char *result_of(const ReceivedVisit *visit, const BgpNet *net,
			     const BgpReceived *received)
{
	const BgpPath *path = bgp_net_path_of(net, visit->peer);

	if (path)
		return path->attrs == received->attrs ? "accepted" : "changed";
	return is_denied(visit, net, received) ? "denied" : "refused";
}

static void put_received(const ReceivedVisit *visit, const BgpNet *net, const BgpReceived *received)
{
	const BgpTable *table = &visit->peer->bgp->tables[visit->family];
	g_autofree char *reason = text_of(visit, net, received);
	ReceivedRow row = {
		.vrf = rib_name(table->bgp->instance.rib),
		.peer = visit->peer->name,
		.family = table->family->name,
		.rd = bgp_net_rd(table, net),
		.prefix = bgp_net_prefix(table, net),
		.attrs = &received->attrs->attrs,
		.label = received->label ? bgp_label_value(received->label) : NET_LABEL_NONE,
		.route_targets = {received->attrs->route_targets, received->attrs->n_route_targets},
		.result = result_of(visit, net, received),
		.reason = reason,
	};

	visit->fn(&row, visit->user);
}

static void put_family(const ReceivedVisit *visit)
{
	GPtrArray *nets;

	if (!visit->peer->families[visit->family].received)
		return;
	nets = bgp_nets_sorted(&visit->peer->bgp->tables[visit->family]);
	for (unsigned i = 0; i < nets->len; i++) {
		const BgpNet *net = g_ptr_array_index(nets, i);
		const BgpReceived *received = bgp_import_received(visit->peer, visit->family, net);

		if (received)
			put_received(visit, net, received);
	}
	g_ptr_array_free(nets, TRUE);
}

static void each_received(const void *instance, TableRowFn fn, void *user)
{
	const Bgp *bgp = instance;
	ReceivedVisit visit = {.fn = fn, .user = user};

	for (unsigned i = 0; i < bgp->peers->len; i++) {
		visit.peer = g_ptr_array_index(bgp->peers, i);
		for (visit.family = 0; visit.family < BGP_N_FAMILIES; visit.family++)
			put_family(&visit);
	}
}

const TableDef bgp_table_received =
	TABLE_DEF("bgp-received", "what neighbours said before import policy, where it is kept",
		  received_fields, ReceivedRow, each_received);
