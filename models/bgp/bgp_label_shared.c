/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_label_shared.h"

static gint compare(gconstpointer pa, gconstpointer pb, gpointer user)
{
	const BgpSharedLabel *a = pa, *b = pb;

	(void)user;
	if (a->next_hop_id != b->next_hop_id)
		return a->next_hop_id < b->next_hop_id ? -1 : 1;
	return a->entry < b->entry ? -1 : a->entry > b->entry;
}

void bgp_shared_labels_init(BgpSharedLabels *all)
{
	all->by_path = g_tree_new_full(compare, NULL, g_free, NULL);
	all->by_label = g_hash_table_new(NULL, NULL);
}

void bgp_shared_labels_release(BgpSharedLabels *all)
{
	g_tree_unref(all->by_path);
	g_hash_table_destroy(all->by_label);
}

static BgpSharedLabel key_of(const BgpPath *path)
{
	return (BgpSharedLabel){.next_hop_id = path->attrs->next_hop_id, .entry = path->label};
}

BgpSharedLabel *bgp_shared_label_of(const BgpSharedLabels *all, const BgpPath *path)
{
	BgpSharedLabel key = key_of(path);

	return g_tree_lookup(all->by_path, &key);
}

BgpSharedLabel *bgp_shared_label_at(const BgpSharedLabels *all, uint32_t label)
{
	return g_hash_table_lookup(all->by_label, GUINT_TO_POINTER(label));
}

BgpSharedLabel *bgp_shared_label_add(BgpSharedLabels *all, const BgpPath *path, uint32_t label)
{
	BgpSharedLabel *shared = g_new(BgpSharedLabel, 1);

	*shared = key_of(path);
	shared->label = label;
	shared->next_hop = path->attrs->attrs.next_hop;
	shared->cause = path->cause;
	g_tree_insert(all->by_path, shared, shared);
	g_hash_table_insert(all->by_label, GUINT_TO_POINTER(label), shared);
	return shared;
}

void bgp_shared_label_remove(BgpSharedLabels *all, BgpSharedLabel *shared)
{
	g_hash_table_remove(all->by_label, GUINT_TO_POINTER(shared->label));
	g_tree_remove(all->by_path, shared);
}

typedef struct Foreach {
	BgpSharedLabelFn fn;
	void *user;
} Foreach;

static gboolean visit(gpointer shared, gpointer value, gpointer user)
{
	const Foreach *f = user;

	(void)value;
	f->fn(shared, f->user);
	return FALSE;
}

void bgp_shared_labels_foreach(const BgpSharedLabels *all, BgpSharedLabelFn fn, void *user)
{
	Foreach f = {fn, user};

	g_tree_foreach(all->by_path, visit, &f);
}
