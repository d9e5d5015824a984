/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_table.h"

#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_nexthop.h"

#include <string.h>

enum { FIRST_BUCKETS = 64 };

void bgp_table_init(BgpTable *table, Bgp *bgp, const BgpFamily *family)
{
	*table = (BgpTable){
		.bgp = bgp,
		.family = family,
		.nets = g_ptr_array_new(),
		.free_ids = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
		.buckets = g_new0(BgpNet *, FIRST_BUCKETS),
		.n_buckets = FIRST_BUCKETS,
		.next_hops = bgp_nexthops_new(),
	};
}

static void net_free(BgpTable *table, BgpNet *net)
{
	while (net->paths)
		bgp_path_free(table, net->paths);
	g_free(net);
}

void bgp_table_release(BgpTable *table)
{
	for (guint i = 0; i < table->nets->len; i++) {
		BgpNet *net = g_ptr_array_index(table->nets, i);
		if (net)
			net_free(table, net);
	}
	g_ptr_array_free(table->nets, TRUE);
	g_array_free(table->free_ids, TRUE);
	g_free(table->buckets);
	g_assert(g_hash_table_size(table->next_hops) == 0);
	g_hash_table_unref(table->next_hops);
}

static uint32_t hash_of(NetRd rd, const NetPrefix *prefix)
{
	uint64_t a, b;
	memcpy(&a, prefix->addr.bytes, sizeof a);
	memcpy(&b, prefix->addr.bytes + 8, sizeof b);
	uint64_t h = (rd ^ prefix->len) * UINT64_C(0x9e3779b97f4a7c15);
	h = (h ^ a) * UINT64_C(0xc2b2ae3d27d4eb4f);
	h ^= h >> 29;
	h = (h ^ b) * UINT64_C(0x165667b19e3779f9);
	return (uint32_t)(h >> 32);
}

static BgpNet **bucket_of(const BgpTable *table, NetRd rd, const NetPrefix *prefix)
{
	return &table->buckets[hash_of(rd, prefix) & (table->n_buckets - 1)];
}

BgpNet *bgp_table_find(const BgpTable *table, NetRd rd, const NetPrefix *prefix)
{
	BgpNet *net = *bucket_of(table, rd, prefix);
	while (net && (net->rd != rd || !net_prefix_equal(&net->prefix, prefix)))
		net = net->hash_next;
	return net;
}

static void link_net(BgpTable *table, BgpNet *net)
{
	BgpNet **bucket = bucket_of(table, net->rd, &net->prefix);
	net->hash_next = *bucket;
	*bucket = net;
}

static void grow(BgpTable *table)
{
	g_free(table->buckets);
	table->n_buckets *= 2;
	table->buckets = g_new0(BgpNet *, table->n_buckets);
	for (guint i = 0; i < table->nets->len; i++) {
		BgpNet *net = g_ptr_array_index(table->nets, i);
		if (net)
			link_net(table, net);
	}
}

static void take_id(BgpTable *table, BgpNet *net)
{
	if (table->free_ids->len == 0) {
		net->id = table->nets->len;
		g_ptr_array_add(table->nets, net);
		return;
	}
	net->id = g_array_index(table->free_ids, uint32_t, table->free_ids->len - 1);
	g_array_set_size(table->free_ids, table->free_ids->len - 1);
	table->nets->pdata[net->id] = net;
}

BgpNet *bgp_table_get(BgpTable *table, NetRd rd, const NetPrefix *prefix)
{
	BgpNet *net = bgp_table_find(table, rd, prefix);
	if (net)
		return net;
	net = g_new0(BgpNet, 1);
	net->rd = rd;
	net->prefix = *prefix;
	if (table->n_nets >= table->n_buckets)
		grow(table);
	take_id(table, net);
	link_net(table, net);
	table->n_nets++;
	return net;
}

void bgp_table_collect(BgpTable *table, BgpNet *net)
{
	if (net->paths || net->dirty || net->pins > 0)
		return;
	BgpNet **at = bucket_of(table, net->rd, &net->prefix);
	while (*at != net)
		at = &(*at)->hash_next;
	*at = net->hash_next;
	table->nets->pdata[net->id] = NULL;
	g_array_append_val(table->free_ids, net->id);
	table->n_nets--;
	g_free(net);
}

BgpPath *bgp_net_path_of(const BgpNet *net, const BgpPeer *peer)
{
	BgpPath *path = net->paths;
	while (path && (path->peer != peer || path->flags & BGP_PATH_GONE))
		path = path->next;
	return path;
}

void bgp_path_free(BgpTable *table, BgpPath *path)
{
	BgpPath **at = &path->net->paths;
	while (*at != path)
		at = &(*at)->next;
	*at = path->next;
	bgp_nexthop_remove(table, path);
	bgp_attrset_unref(path->attrs);
	g_free(path);
}

static void retire(BgpTable *table, BgpPath *path)
{
	path->flags |= BGP_PATH_GONE;
	if (path != path->net->chosen)
		bgp_path_free(table, path);
}

gboolean bgp_table_put(BgpTable *table, BgpNet *net, BgpPeer *peer, BgpAttrSet *attrs,
		       uint32_t label)
{
	BgpPath *former = bgp_net_path_of(net, peer);
	if (former && former->attrs == attrs && former->label == label) {
		bgp_attrset_unref(attrs);
		return FALSE;
	}
	BgpPath *path = g_new0(BgpPath, 1);
	*path = (BgpPath){
		.next = net->paths,
		.net = net,
		.peer = peer,
		.attrs = attrs,
		.label = label,
		.cause = table->bgp->sim->cause,
	};
	net->paths = path;
	bgp_nexthop_add(table, path);
	if (former)
		retire(table, former);
	return TRUE;
}

gboolean bgp_table_remove(BgpTable *table, BgpNet *net, BgpPeer *peer)
{
	BgpPath *path = bgp_net_path_of(net, peer);
	if (!path)
		return FALSE;
	retire(table, path);
	return TRUE;
}
