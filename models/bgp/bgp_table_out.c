/* SPDX-License-Identifier: Apache-2.0 */
/* The table "bgp-out". Peers of an update group are told the same: a row stands for all of them. */
#include "models/bgp/bgp_fields.h"
#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_tables.h"
#include "models/bgp/bgp_told.h"

enum { MAX_NAMED = 4 }; /* peers of a group that a row names */

typedef struct OutRow {
	const char *vrf, *family;
	uint32_t update_group; /* from 1 */
	const char *peers;
	NetRd rd;
	NetPrefix prefix;
	const BgpAttrs *attrs;
	uint32_t label;
	NetRts route_targets;
} OutRow;

static const Field out_fields[] = {
	FIELD(OutRow, vrf, field_text),
	FIELD(OutRow, family, field_text),
	FIELD(OutRow, update_group, field_u32),
	FIELD(OutRow, peers, field_text),
	FIELD(OutRow, rd, field_rd),
	FIELD(OutRow, prefix, field_prefix),
	BGP_ATTR_FIELD(OutRow, "next_hop", field_bgp_next_hop),
	FIELD(OutRow, label, field_label),
	BGP_ATTR_FIELD(OutRow, "as_path", field_bgp_as_path),
	BGP_ATTR_FIELD(OutRow, "local_pref", field_bgp_local_pref),
	BGP_ATTR_FIELD(OutRow, "med", field_bgp_med),
	BGP_ATTR_FIELD(OutRow, "origin", field_bgp_origin),
	FIELD(OutRow, route_targets, field_rts),
	BGP_ATTR_FIELD(OutRow, "communities", field_bgp_communities),
	BGP_ATTR_FIELD(OutRow, "large_communities", field_bgp_large_communities),
	BGP_ATTR_FIELD(OutRow, "extended_communities", field_bgp_extended_communities),
	BGP_ATTR_FIELD(OutRow, "aggregator", field_bgp_aggregator),
	BGP_ATTR_FIELD(OutRow, "atomic_aggregate", field_bgp_atomic_aggregate),
	BGP_ATTR_FIELD(OutRow, "originator_id", field_bgp_originator_id),
	BGP_ATTR_FIELD(OutRow, "cluster_list", field_bgp_cluster_list),
};

static char *names_of(const GPtrArray *peers)
{
	GString *names = g_string_new(NULL);

	for (unsigned i = 0; i < MIN(peers->len, MAX_NAMED); i++) {
		const BgpPeer *peer = g_ptr_array_index(peers, i);

		g_string_append_printf(names, "%s%s", i > 0 ? " " : "", peer->name);
	}
	if (peers->len > MAX_NAMED)
		g_string_append_printf(names, " and %u more", peers->len - MAX_NAMED);
	return g_string_free(names, FALSE);
}

/* What was told of a prefix whose chosen path is gone by now is not known any more: its withdrawal is
 * pending. */
static void put_net(const BgpStream *stream, const BgpNet *net, OutRow *row, TableRowFn fn,
		    void *user)
{
	const BgpGroup *group = stream->group;
	const BgpTable *table = bgp_group_table(group);
	BgpScratch scratch;
	BgpAttrs attrs;
	BgpTold told;

	if (!bgp_group_has_route(group, net) || !net_bits_get(&stream->advertised, net->id) ||
	    !bgp_told_make(group, net, &told, NULL))
		return;
	bgp_scratch_init(&scratch);
	bgp_told_attrs(group, &told, &attrs, &scratch);
	row->rd = bgp_net_rd(table, net);
	row->prefix = bgp_net_prefix(table, net);
	row->attrs = &attrs;
	row->label = bgp_told_label(group, net, told.label);
	if (!row->vrf) /* CEs hear none */
		row->route_targets =
			(NetRts){told.attrs->route_targets, told.attrs->n_route_targets};
	fn(row, user);
	bgp_scratch_clear(&scratch);
	bgp_told_clear(&told);
}

static void put_stream(const BgpStream *stream, unsigned number, TableRowFn fn, void *user)
{
	const BgpTable *table = bgp_group_table(stream->group);
	GPtrArray *nets = bgp_nets_sorted(table);
	char *peers = names_of(stream->members);
	OutRow row = {
		.vrf = rib_name(table->bgp->instance.rib),
		.family = bgp_families[stream->group->key.family].name,
		.update_group = number,
		.peers = peers,
	};

	for (unsigned i = 0; i < nets->len; i++)
		put_net(stream, g_ptr_array_index(nets, i), &row, fn, user);
	g_free(peers);
	g_ptr_array_free(nets, TRUE);
}

static void each_advertised(const void *instance, TableRowFn fn, void *user)
{
	const Bgp *bgp = instance;

	for (unsigned i = 0; i < bgp->groups->len; i++) {
		const BgpGroup *group = g_ptr_array_index(bgp->groups, i);

		for (unsigned k = 0; k < group->streams->len; k++)
			put_stream(g_ptr_array_index(group->streams, k), i + 1, fn, user);
	}
}

const TableDef bgp_table_out =
	TABLE_DEF("bgp-out", "what is advertised to the peers of each update group", out_fields,
		  OutRow, each_advertised);
