/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_nexthop.h"

#include "models/bgp/bgp_family.h"
#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_loc_rib.h"

static guint addr_hash(gconstpointer addr)
{
	return net_addr_hash(addr);
}

static gboolean addr_equal(gconstpointer a, gconstpointer b)
{
	return net_addr_equal(a, b);
}

GHashTable *bgp_nexthops_new(void)
{
	return g_hash_table_new(addr_hash, addr_equal);
}

static void next_hop_changed(RibNht *nht, void *user)
{
	BgpNextHop *next_hop = user;
	(void)nht;
	for (BgpPath *path = next_hop->paths; path; path = path->nh_next)
		bgp_loc_rib_reconsider(next_hop->table, path->net);
}

static RibNhtMode mode_of(const BgpTable *table)
{
	return table->bgp->need_lsp ? table->family->next_hop_mode : RIB_NHT_ROUTE;
}

static BgpNextHop *get(BgpTable *table, const NetAddr *addr)
{
	BgpNextHop *next_hop = g_hash_table_lookup(table->next_hops, addr);
	if (next_hop)
		return next_hop;
	next_hop = g_new0(BgpNextHop, 1);
	next_hop->table = table;
	next_hop->addr = *addr;
	next_hop->nht = rib_nht_track(table->bgp->instance.rib, addr, mode_of(table),
				      next_hop_changed, next_hop);
	g_hash_table_insert(table->next_hops, &next_hop->addr, next_hop);
	return next_hop;
}

void bgp_nexthop_add(BgpTable *table, BgpPath *path)
{
	if (!net_addr_is_set(&path->attrs->attrs.next_hop))
		return;
	BgpNextHop *next_hop = get(table, &path->attrs->attrs.next_hop);
	path->next_hop = next_hop;
	path->nh_next = next_hop->paths;
	if (next_hop->paths)
		next_hop->paths->nh_prev = path;
	next_hop->paths = path;
}

void bgp_nexthop_remove(BgpTable *table, BgpPath *path)
{
	BgpNextHop *next_hop = path->next_hop;
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
	g_hash_table_remove(table->next_hops, &next_hop->addr);
	g_free(next_hop);
}

gboolean bgp_path_usable(const BgpPath *path)
{
	return !path->next_hop || rib_nht_resolved(path->next_hop->nht);
}

uint32_t bgp_path_igp_metric(const BgpPath *path)
{
	return path->next_hop ? rib_nht_metric(path->next_hop->nht) : 0;
}
