/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_table.h"

#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_nexthop.h"

enum { PAGE = 256 };

typedef struct Page {
	unsigned n_used;
	BgpNet nets[PAGE];
} Page;

void bgp_table_init(BgpTable *table, Bgp *bgp, const BgpFamily *family, NetPrefixIds *prefixes)
{
	*table = (BgpTable){
		.bgp = bgp,
		.family = family,
		.prefixes = prefixes,
		.pages = g_ptr_array_new_with_free_func(g_free),
		.next_hops = bgp_nexthops_new(),
		.leaked_next_hops = bgp_nexthops_new(),
		.labelled_next_hops = bgp_nexthops_new(),
	};
	net_pool_init(&table->paths, sizeof(BgpPath));
	net_pool_init(&table->leaks, sizeof(BgpLeak));
}

/* Without a look at the page, which goes as a whole. */
static void forget_net(BgpTable *table, BgpNet *net)
{
	while (net->paths)
		bgp_path_free(table, net->paths);
	net_prefix_id_unref(table->prefixes, net->id);
}

void bgp_table_release(BgpTable *table)
{
	for (BgpNet *net = bgp_table_from(table, 0); net; net = bgp_table_from(table, net->id + 1))
		forget_net(table, net);
	g_ptr_array_free(table->pages, TRUE);
	net_pool_release(&table->paths);
	net_pool_release(&table->leaks);
	bgp_nexthops_free(table->next_hops);
	bgp_nexthops_free(table->leaked_next_hops);
	bgp_nexthops_free(table->labelled_next_hops);
}

static Page *page_at(const BgpTable *table, uint32_t id)
{
	guint i = id / PAGE;

	return i < table->pages->len ? g_ptr_array_index(table->pages, i) : NULL;
}

static Page *make_page(BgpTable *table, uint32_t id)
{
	guint i = id / PAGE;

	if (i >= table->pages->len)
		g_ptr_array_set_size(table->pages, (gint)i + 1);
	return g_ptr_array_index(table->pages, i) = g_new0(Page, 1);
}

BgpNet *bgp_table_at(const BgpTable *table, uint32_t id)
{
	Page *page = page_at(table, id);

	return page && page->nets[id % PAGE].used ? &page->nets[id % PAGE] : NULL;
}

BgpNet *bgp_table_from(const BgpTable *table, uint32_t id)
{
	for (; id / PAGE < table->pages->len; id = (id / PAGE + 1) * PAGE) {
		Page *page = page_at(table, id);

		for (unsigned i = id % PAGE; page && i < PAGE; i++)
			if (page->nets[i].used)
				return &page->nets[i];
	}
	return NULL;
}

BgpNet *bgp_table_find(const BgpTable *table, NetRd rd, const NetPrefix *prefix)
{
	uint32_t id = net_prefix_id_find(table->prefixes, rd, prefix);

	return id == NET_PREFIX_ID_NONE ? NULL : bgp_table_at(table, id);
}

/* Takes over a reference to the id. */
static BgpNet *get_or_make(BgpTable *table, uint32_t id)
{
	Page *page = page_at(table, id);
	BgpNet *net;

	if (!page)
		page = make_page(table, id);
	net = &page->nets[id % PAGE];
	if (net->used) {
		net_prefix_id_unref(table->prefixes, id);
		return net;
	}
	*net = (BgpNet){.id = id, .used = TRUE};
	page->n_used++;
	table->n_nets++;
	return net;
}

BgpNet *bgp_table_get(BgpTable *table, NetRd rd, const NetPrefix *prefix)
{
	return get_or_make(table, net_prefix_id_get(table->prefixes, rd, prefix));
}

BgpNet *bgp_table_get_at(BgpTable *table, uint32_t id)
{
	net_prefix_id_ref(table->prefixes, id);
	return get_or_make(table, id);
}

void bgp_table_collect(BgpTable *table, BgpNet *net)
{
	Page *page = page_at(table, net->id);
	uint32_t id = net->id;

	if (net->paths || net->dirty || net->pins > 0)
		return;
	net->used = FALSE;
	table->n_nets--;
	if (--page->n_used == 0) {
		g_free(page);
		g_ptr_array_index(table->pages, id / PAGE) = NULL;
	}
	net_prefix_id_unref(table->prefixes, id);
}

gboolean bgp_table_is_labelled(const BgpTable *table)
{
	return table->family->format->labelled;
}

/* kind: BGP_PATH_AGGREGATE or 0. */
static BgpPath *path_of(const BgpNet *net, const BgpPeer *peer, uint8_t kind)
{
	const uint8_t mask = BGP_PATH_GONE | BGP_PATH_AGGREGATE | BGP_PATH_LEAKED;
	BgpPath *path = net->paths;

	while (path && (path->peer != peer || (path->flags & mask) != kind))
		path = path->next;
	return path;
}

BgpPath *bgp_net_path_of(const BgpNet *net, const BgpPeer *peer)
{
	return path_of(net, peer, 0);
}

static void unlink_path(BgpNet *net, const BgpPath *path)
{
	BgpPath **at = &net->paths;
	while (*at != path)
		at = &(*at)->next;
	*at = path->next;
}

/* The chosen one comes first, the others behind it in the order of their arrival, the latest first. */
void bgp_net_choose(BgpNet *net, BgpPath *path)
{
	BgpPath *former = bgp_net_chosen(net);

	if (former == path)
		return;
	if (former)
		former->flags &= (uint8_t)~BGP_PATH_CHOSEN;
	if (!path)
		return;
	unlink_path(net, path);
	path->next = net->paths;
	net->paths = path;
	path->flags |= BGP_PATH_CHOSEN;
}

static void link_path(BgpNet *net, BgpPath *path)
{
	BgpPath *chosen = bgp_net_chosen(net), **at = chosen ? &chosen->next : &net->paths;

	path->next = *at;
	*at = path;
}

void bgp_path_free(BgpTable *table, BgpPath *path)
{
	unlink_path(bgp_table_at(table, path->id), path);
	bgp_nexthop_remove(table, path);
	bgp_attrset_unref(path->attrs);
	net_pool_free(bgp_path_leak(path) ? &table->leaks : &table->paths, path);
}

static void retire(BgpTable *table, BgpPath *path)
{
	path->flags |= BGP_PATH_GONE;
	if (!(path->flags & (BGP_PATH_CHOSEN | BGP_PATH_HELD)))
		bgp_path_free(table, path);
}

/* source: of an own path without next hop; else NULL. */
static gboolean put(BgpTable *table, BgpNet *net, BgpPeer *peer, uint8_t kind, BgpAttrSet *attrs,
		    uint32_t label, BgpPeer *source)
{
	BgpPath *former = path_of(net, peer, kind), *path;

	if (former && former->attrs == attrs && former->label == label &&
	    bgp_path_source(former) == source) {
		bgp_attrset_unref(attrs);
		return FALSE;
	}
	path = net_pool_alloc(&table->paths);
	*path = (BgpPath){
		.peer = peer,
		.attrs = attrs,
		.source = source,
		.cause = table->bgp->sim->cause,
		.id = net->id,
		.label = label & 0xffffff,
		.flags = kind,
	};
	link_path(net, path);
	bgp_nexthop_add(table, path);
	if (former)
		retire(table, former);
	return TRUE;
}

gboolean bgp_table_put(BgpTable *table, BgpNet *net, BgpPeer *peer, BgpAttrSet *attrs,
		       uint32_t label)
{
	return put(table, net, peer, 0, attrs, label, NULL);
}

gboolean bgp_table_put_vpn(BgpTable *table, BgpNet *net, BgpAttrSet *attrs, uint32_t label,
			   BgpPeer *source)
{
	g_assert(attrs->next_hop_id == 0);
	return put(table, net, NULL, 0, attrs, label, source);
}

gboolean bgp_table_put_aggregate(BgpTable *table, BgpNet *net, BgpAttrSet *attrs)
{
	return put(table, net, NULL, BGP_PATH_AGGREGATE, attrs, 0, NULL);
}

static gboolean remove_path(BgpTable *table, BgpPath *path)
{
	if (!path)
		return FALSE;
	retire(table, path);
	return TRUE;
}

gboolean bgp_table_remove(BgpTable *table, BgpNet *net, BgpPeer *peer)
{
	return remove_path(table, path_of(net, peer, 0));
}

gboolean bgp_table_remove_aggregate(BgpTable *table, BgpNet *net)
{
	return remove_path(table, path_of(net, NULL, BGP_PATH_AGGREGATE));
}

/* The current one of the same RD and source. */
static BgpLeak *leak_like(const BgpNet *net, const BgpLeak *like)
{
	for (BgpPath *path = net->paths; path; path = path->next) {
		BgpLeak *leak = bgp_path_leak(path);

		if (leak && !(path->flags & BGP_PATH_GONE) && leak->rd == like->rd &&
		    leak->source == like->source)
			return leak;
	}
	return NULL;
}

gboolean bgp_table_put_leak(BgpTable *table, BgpNet *net, const BgpLeak *leak)
{
	BgpLeak *former = leak_like(net, leak), *put;

	if (former && former->path.attrs == leak->path.attrs &&
	    former->path.label == leak->path.label && former->in == leak->in) {
		bgp_attrset_unref(leak->path.attrs);
		return FALSE;
	}
	put = net_pool_alloc(&table->leaks);
	*put = *leak;
	put->path.id = net->id;
	put->path.flags = BGP_PATH_LEAKED;
	link_path(net, &put->path);
	bgp_nexthop_add(table, &put->path);
	if (former)
		retire(table, &former->path);
	return TRUE;
}

void bgp_table_remove_leak(BgpTable *table, BgpLeak *leak)
{
	retire(table, &leak->path);
}
