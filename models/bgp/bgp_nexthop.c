/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_nexthop.h"

#include "models/bgp/bgp_family.h"
#include "models/bgp/bgp_hybrid.h"
#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_lsp.h"

GPtrArray *bgp_nexthops_new(void)
{
	return g_ptr_array_new();
}

void bgp_nexthops_free(GPtrArray *next_hops)
{
	for (guint i = 0; i < next_hops->len; i++)
		g_assert(!g_ptr_array_index(next_hops, i));
	g_ptr_array_free(next_hops, TRUE);
}

static void next_hop_changed(RibNht *nht, void *user)
{
	BgpNextHop *next_hop = user;
	gboolean other_cost = rib_nht_metric(nht) != next_hop->metric;

	next_hop->metric = rib_nht_metric(nht);
	for (BgpPath *path = next_hop->paths; path; path = path->nh_next) {
		BgpNet *net = bgp_table_at(next_hop->table, path->id);

		if (other_cost && path->flags & BGP_PATH_CHOSEN)
			net->other_cost = TRUE;
		bgp_loc_rib_reconsider(next_hop->table, net);
	}
}

static RibNhtMode mode_of(const BgpTable *table, const BgpPath *path)
{
	const Bgp *bgp = table->bgp;
	gboolean takes_lsp =
		table->family->next_hop_mode == RIB_NHT_LSP || bgp_path_has_label(table, path);

	if (bgp->need_lsp && takes_lsp)
		return RIB_NHT_LSP;
	return bgp->via_default ? RIB_NHT_ROUTE : RIB_NHT_SPECIFIC;
}

gboolean bgp_path_leaves(const BgpTable *table, const BgpPath *path)
{
	const BgpLeak *leak = bgp_path_leak(path);

	return leak && leak->in != table->bgp->instance.rib;
}

/* What is leaked needs an LSP in the core, whatever the table, unless its next hop is in the VRF; what has a label one in
 * the table itself. */
static GPtrArray *next_hops_of(const BgpTable *table, const BgpPath *path)
{
	if (bgp_path_leaves(table, path))
		return table->leaked_next_hops;
	return bgp_path_has_label(table, path) ? table->labelled_next_hops : table->next_hops;
}

BgpNextHop *bgp_path_next_hop(const BgpTable *table, const BgpPath *path)
{
	uint32_t id = path->attrs->next_hop_id;

	return id > 0 ? g_ptr_array_index(next_hops_of(table, path), id) : NULL;
}

BgpNextHop *bgp_nexthop_labelled(const BgpTable *table, uint32_t id)
{
	return id < table->labelled_next_hops->len
		       ? g_ptr_array_index(table->labelled_next_hops, id)
		       : NULL;
}

static BgpNextHop *add_next_hop(BgpTable *table, const BgpPath *path)
{
	gboolean leaves = bgp_path_leaves(table, path);
	const BgpAttrSet *attrs = path->attrs;
	BgpNextHop *next_hop = g_new0(BgpNextHop, 1);

	next_hop->table = table;
	next_hop->nht = rib_nht_track(
		leaves ? bgp_path_leak(path)->in : table->bgp->instance.rib, &attrs->attrs.next_hop,
		leaves ? RIB_NHT_LSP : mode_of(table, path), next_hop_changed, next_hop);
	next_hop->metric = rib_nht_metric(next_hop->nht);
	return g_ptr_array_index(next_hops_of(table, path), attrs->next_hop_id) = next_hop;
}

void bgp_nexthop_add(BgpTable *table, BgpPath *path)
{
	GPtrArray *next_hops = next_hops_of(table, path);
	uint32_t id = path->attrs->next_hop_id;
	BgpNextHop *next_hop;

	if (id == 0)
		return;
	if (id >= next_hops->len)
		g_ptr_array_set_size(next_hops, (gint)id + 1);
	next_hop = bgp_path_next_hop(table, path);
	if (!next_hop)
		next_hop = add_next_hop(table, path);
	path->nh_next = next_hop->paths;
	path->nh_prev = NULL;
	if (next_hop->paths)
		next_hop->paths->nh_prev = path;
	next_hop->paths = path;
}

void bgp_nexthop_remove(BgpTable *table, BgpPath *path)
{
	BgpNextHop *next_hop = bgp_path_next_hop(table, path);
	if (!next_hop)
		return;
	if (path->nh_next)
		path->nh_next->nh_prev = path->nh_prev;
	if (path->nh_prev)
		path->nh_prev->nh_next = path->nh_next;
	else
		next_hop->paths = path->nh_next;
	if (next_hop->paths)
		return;
	rib_nht_untrack(next_hop->nht, next_hop_changed, next_hop);
	g_ptr_array_index(next_hops_of(table, path), path->attrs->next_hop_id) = NULL;
	g_free(next_hop);
}

/* Such a route would replace the one that leads to its next hop, and then need itself. */
static gboolean needs_itself(const BgpTable *table, const BgpPath *path, const RibNht *nht)
{
	NetPrefix prefix;

	if (table->family->role == BGP_ROLE_VPN || table->family->role == BGP_ROLE_MEMBERSHIP)
		return FALSE;
	prefix = net_prefix_id_prefix(table->prefixes, path->id);
	return rib_nht_needs_route(nht, bgp_lsp_source(table), &prefix);
}

gboolean bgp_path_usable(const BgpTable *table, const BgpPath *path)
{
	const BgpNextHop *next_hop = bgp_path_next_hop(table, path);

	return !next_hop ||
	       (rib_nht_resolved(next_hop->nht) && !needs_itself(table, path, next_hop->nht)) ||
	       bgp_hybrid_enters(table, path);
}

void bgp_path_append_reason(const BgpTable *table, const BgpPath *path, GString *out)
{
	const RibNht *nht = bgp_path_next_hop(table, path)->nht;

	if (!rib_nht_resolved(nht)) {
		rib_nht_append_reason(nht, out);
		return;
	}
	g_string_append(out, "only a route to the same prefix leads to ");
	rib_nht_append_name(nht, out);
}

uint32_t bgp_path_igp_metric(const BgpTable *table, const BgpPath *path)
{
	const BgpNextHop *next_hop = bgp_path_next_hop(table, path);

	return next_hop && !bgp_hybrid_enters(table, path) ? rib_nht_metric(next_hop->nht) : 0;
}
