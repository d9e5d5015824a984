/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_label.h"

#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_lsp.h"
#include "models/rib/label.h"

/* By prefix id, in whose order they are gone through. */
struct BgpLabels {
	GTree *own;     /* of OwnLabel, owned */
	GTree *wanting; /* ids that there was no label for */
	SimTimer free;  /* SIM_WORK: there may be one now */
	BgpTable *table;
};

typedef struct OwnLabel {
	uint32_t value;
	Fec fec;
} OwnLabel;

static gint compare_ids(gconstpointer a, gconstpointer b, gpointer user)
{
	guint x = GPOINTER_TO_UINT(a), y = GPOINTER_TO_UINT(b);

	(void)user;
	return x < y ? -1 : x > y;
}

static RibNode *rib_node_of(const BgpTable *table)
{
	return table->bgp->instance.host->rib_node;
}

Fec bgp_label_fec(const BgpTable *table, uint32_t id)
{
	NetPrefix prefix = net_prefix_id_prefix(table->prefixes, id);

	return table->family->role == BGP_ROLE_VPN
		       ? fec_vpn(net_prefix_id_rd(table->prefixes, id), &prefix)
		       : fec_prefix(&prefix);
}

static OwnLabel *find(const BgpTable *table, uint32_t id)
{
	return table->labels ? g_tree_lookup(table->labels->own, GUINT_TO_POINTER(id)) : NULL;
}

uint32_t bgp_label_of(const BgpTable *table, uint32_t id)
{
	const OwnLabel *own = find(table, id);

	return own ? own->value : NET_LABEL_NONE;
}

/* ---- Ids of a tree, in their order ---- */

static gboolean note_id(gpointer id, gpointer value, gpointer ids)
{
	guint number = GPOINTER_TO_UINT(id);

	(void)value;
	g_array_append_val(ids, number);
	return FALSE;
}

static GArray *ids_of(GTree *tree)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(guint));

	g_tree_foreach(tree, note_id, ids);
	return ids;
}

/* ---- Labels that there were none of ---- */

static void try_again(void *owner)
{
	BgpLabels *labels = owner;
	GArray *ids = ids_of(labels->wanting);

	for (guint i = 0; i < ids->len; i++) {
		guint id = g_array_index(ids, guint, i);
		BgpNet *net = bgp_table_at(labels->table, id);

		g_tree_remove(labels->wanting, GUINT_TO_POINTER(id));
		if (net)
			bgp_groups_changed(labels->table, net, FALSE);
	}
	g_array_free(ids, TRUE);
}

static void on_free_label(void *user)
{
	BgpLabels *labels = user;

	if (g_tree_nnodes(labels->wanting) > 0)
		sim_timer_ensure(&labels->free, 0);
}

static BgpLabels *labels_get(BgpTable *table)
{
	BgpLabels *labels = table->labels;

	if (labels)
		return labels;
	labels = table->labels = g_new0(BgpLabels, 1);
	labels->table = table;
	labels->own = g_tree_new_full(compare_ids, NULL, NULL, g_free);
	labels->wanting = g_tree_new_full(compare_ids, NULL, NULL, NULL);
	sim_timer_init(&labels->free, table->bgp->sim, SIM_WORK, try_again, labels);
	rib_label_watch(rib_node_of(table), on_free_label, labels);
	return labels;
}

void bgp_label_clear(BgpTable *table)
{
	BgpLabels *labels = table->labels;

	if (!labels)
		return;
	rib_label_unwatch(rib_node_of(table), on_free_label, labels);
	sim_timer_stop(&labels->free);
	g_tree_unref(labels->own);
	g_tree_unref(labels->wanting);
	g_clear_pointer(&table->labels, g_free);
}

/* ---- Taking and giving back ---- */

/* What this router originates ends here where no LSP goes on. */
static RibLabelFlags flags_for(const BgpNet *net)
{
	return bgp_path_is_own(bgp_net_chosen(net)) ? RIB_LABEL_EGRESS : RIB_LABEL_TRANSIT;
}

gboolean bgp_label_take(BgpTable *table, const BgpNet *net)
{
	BgpLabels *labels = labels_get(table);
	OwnLabel *own = find(table, net->id);
	Fec fec;
	uint32_t value;

	if (own)
		return TRUE;
	fec = bgp_label_fec(table, net->id);
	bgp_lsp_follow(table, net);
	value = rib_label_acquire(table->bgp->instance.rib, &fec, bgp_lsp_owner(table),
				  flags_for(net));
	if (value == NET_LABEL_NONE) {
		bgp_lsp_unfollow(table, &fec);
		g_tree_insert(labels->wanting, GUINT_TO_POINTER(net->id), NULL);
		return FALSE;
	}
	own = g_new(OwnLabel, 1);
	*own = (OwnLabel){value, fec};
	g_tree_insert(labels->own, GUINT_TO_POINTER(net->id), own);
	return TRUE;
}

static gboolean is_told(const BgpTable *table, uint32_t id)
{
	const GPtrArray *groups = table->bgp->groups;

	for (guint i = 0; i < groups->len; i++) {
		const BgpGroup *group = g_ptr_array_index(groups, i);

		if (bgp_group_table(group) != table)
			continue;
		for (guint k = 0; k < group->streams->len; k++) {
			const BgpStream *stream = g_ptr_array_index(group->streams, k);

			if (net_bits_get(&stream->own_labels, id))
				return TRUE;
		}
	}
	return FALSE;
}

void bgp_label_untaken(BgpTable *table, uint32_t id)
{
	const OwnLabel *own = find(table, id);
	Fec fec;

	if (!own || is_told(table, id))
		return;
	fec = own->fec;
	g_tree_remove(table->labels->own, GUINT_TO_POINTER(id));
	bgp_lsp_unfollow(table, &fec);
	rib_label_release(table->bgp->instance.rib, &fec);
}

void bgp_label_told(BgpStream *stream, uint32_t id, gboolean own)
{
	if (net_bits_get(&stream->own_labels, id) == own)
		return;
	net_bits_set(&stream->own_labels, id, own);
	if (!own)
		bgp_label_untaken(bgp_group_table(stream->group), id);
}

void bgp_label_leave(BgpStream *stream)
{
	BgpTable *table = bgp_group_table(stream->group);
	GArray *ids;

	if (!table->labels)
		return;
	net_bits_clear(&stream->own_labels);
	ids = ids_of(table->labels->own);
	for (guint i = 0; i < ids->len; i++)
		bgp_label_untaken(table, g_array_index(ids, guint, i));
	g_array_free(ids, TRUE);
}
