/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_label.h"

#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_label_shared.h"
#include "models/bgp/bgp_lsp.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/net/numbers.h"
#include "models/rib/label.h"
#include "models/rib/swap.h"

#include <string.h>

static const char *const mode_names[BGP_LABEL_MODES] = {
	[BGP_LABEL_PER_PREFIX] = "per-prefix",
	[BGP_LABEL_PER_NEXT_HOP] = "per-next-hop",
};

static gboolean parse_mode(const char *text, void *out)
{
	for (unsigned i = 0; i < BGP_LABEL_MODES; i++)
		if (strcmp(text, mode_names[i]) == 0) {
			*(BgpLabelMode *)out = (BgpLabelMode)i;
			return TRUE;
		}
	return FALSE;
}

const ConfigKind bgp_config_label_mode = {"label mode", "per-prefix or per-next-hop", parse_mode,
					  NULL, NULL};

/* By prefix id, in whose order they are gone through. */
struct BgpLabels {
	RibSwaps swaps; /* first member; of VPN routes alone: what labels lead to, by key_of() */
	BgpTable *table;
	NetNumbers own;
	BgpSharedLabels shared; /* of VPN routes; none unless labels are per next hop */
	GTree *wanting;         /* ids that there was no label for */
	SimTimer free;          /* SIM_WORK: there may be one now */
};

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

static gboolean is_vpn(const BgpTable *table)
{
	return table->family->role == BGP_ROLE_VPN;
}

Fec bgp_label_fec(const BgpTable *table, uint32_t id)
{
	NetPrefix prefix = net_prefix_id_prefix(table->prefixes, id);

	return is_vpn(table) ? fec_vpn(net_prefix_id_rd(table->prefixes, id), &prefix)
			     : fec_prefix(&prefix);
}

/* No label of a router's own is 0. */
uint32_t bgp_label_of(const BgpTable *table, uint32_t id)
{
	uint32_t label = table->labels ? net_numbers_get(&table->labels->own, id) : 0;

	return label > 0 ? label : NET_LABEL_NONE;
}

/* ---- What labels of VPN routes are swapped for ---- */

static gboolean is_shared(const BgpLabels *labels)
{
	return labels->table->bgp->label_mode == BGP_LABEL_PER_NEXT_HOP;
}

static uint32_t key_of(const BgpLabels *labels, uint32_t id, uint32_t label)
{
	return is_shared(labels) ? label : id;
}

static Fec fec_of_shared(const RibSwaps *swaps, uint32_t label)
{
	const BgpSharedLabel *shared =
		bgp_shared_label_at(&((const BgpLabels *)swaps)->shared, label);
	NetPrefix host = net_prefix_host(&shared->next_hop);

	return fec_prefix(&host);
}

static void describe_shared(const RibSwaps *swaps, uint32_t label, RibSwap *out)
{
	const BgpLabels *labels = (const BgpLabels *)swaps;
	const BgpSharedLabel *shared = bgp_shared_label_at(&labels->shared, label);
	const BgpNextHop *next_hop = bgp_nexthop_labelled(labels->table, shared->next_hop_id);

	*out = (RibSwap){
		.holds = shared->holds,
		.next_hop = next_hop ? next_hop->nht : NULL,
		.out = bgp_lsp_label(labels->table, bgp_label_value(shared->entry)),
		.cause = shared->cause,
	};
}

typedef struct EachShared {
	const RibSwaps *swaps;
	RibSwapFn fn;
	void *user;
} EachShared;

static void visit_shared(const BgpSharedLabel *shared, void *user)
{
	const EachShared *each = user;

	each->fn(each->swaps, shared->label, shared->label, each->user);
}

static void foreach_shared(const RibSwaps *swaps, RibSwapFn fn, void *user)
{
	EachShared each = {swaps, fn, user};

	bgp_shared_labels_foreach(&((const BgpLabels *)swaps)->shared, visit_shared, &each);
}

static Fec fec_of_route(const RibSwaps *swaps, uint32_t id)
{
	return bgp_label_fec(((const BgpLabels *)swaps)->table, id);
}

static void describe(const RibSwaps *swaps, uint32_t id, RibSwap *out)
{
	const BgpTable *table = ((const BgpLabels *)swaps)->table;
	const BgpNet *net = bgp_table_at(table, id);
	const BgpPath *chosen = net ? bgp_net_chosen(net) : NULL;

	*out = (RibSwap){.holds = 1, .out = {.value = NET_LABEL_NONE}};
	if (!chosen || bgp_path_is_own(chosen))
		return;
	out->next_hop = bgp_path_next_hop(table, chosen)->nht;
	out->out = bgp_lsp_label(table, bgp_label_value(chosen->label));
	out->cause = chosen->cause;
}

static void foreach_swap(const RibSwaps *swaps, RibSwapFn fn, void *user)
{
	const NetNumbers *own = &((const BgpLabels *)swaps)->own;

	for (uint32_t id = net_numbers_from(own, 0); id != NET_NUMBERS_END;
	     id = net_numbers_from(own, id + 1))
		fn(swaps, net_numbers_get(own, id), id, user);
}

static void init_swaps(BgpLabels *labels)
{
	const BgpTable *table = labels->table;

	rib_swaps_init(&labels->swaps, rib_node_of(table), bgp_lsp_owner(table));
	labels->swaps.source = bgp_lsp_source(table);
	labels->swaps.preference = BGP_LSP_PREFERENCE;
	labels->swaps.fec = is_shared(labels) ? fec_of_shared : fec_of_route;
	labels->swaps.describe = is_shared(labels) ? describe_shared : describe;
	labels->swaps.each = is_shared(labels) ? foreach_shared : foreach_swap;
	bgp_shared_labels_init(&labels->shared);
}

/* The route, which has a chosen path, gets a label; NET_LABEL_NONE: there is none. */
static uint32_t take_swap(BgpLabels *labels, const BgpNet *net)
{
	const BgpPath *chosen = bgp_net_chosen(net);
	BgpSharedLabel *shared;
	uint32_t label;

	if (!is_shared(labels))
		return rib_swap_take(&labels->swaps);
	shared = bgp_shared_label_of(&labels->shared, chosen);
	if (!shared) {
		label = rib_swap_take(&labels->swaps);
		if (label == NET_LABEL_NONE)
			return label;
		shared = bgp_shared_label_add(&labels->shared, chosen, label);
	}
	shared->holds++;
	return shared->label;
}

static void give_back_swap(BgpLabels *labels, uint32_t label)
{
	BgpSharedLabel *shared =
		is_shared(labels) ? bgp_shared_label_at(&labels->shared, label) : NULL;

	if (shared && --shared->holds > 0)
		return;
	rib_swap_give_back(&labels->swaps, label);
	if (shared)
		bgp_shared_label_remove(&labels->shared, shared);
}

/* A route that came with another next hop or label has another label from now on; the neighbours, who are to be
 * told of the route anyway, are told this one. */
static uint32_t move(BgpLabels *labels, const BgpNet *net, uint32_t label)
{
	const BgpPath *chosen = bgp_net_chosen(net);

	if (!is_shared(labels) || !chosen ||
	    bgp_shared_label_of(&labels->shared, chosen) ==
		    bgp_shared_label_at(&labels->shared, label))
		return label;
	give_back_swap(labels, label);
	label = take_swap(labels, net);
	net_numbers_set(&labels->own, net->id, label == NET_LABEL_NONE ? 0 : label);
	return label;
}

void bgp_label_changed(BgpTable *table, const BgpNet *net)
{
	BgpLabels *labels = table->labels;
	uint32_t label = bgp_label_of(table, net->id);

	if (label == NET_LABEL_NONE)
		return;
	label = move(labels, net, label);
	if (label != NET_LABEL_NONE)
		rib_swap_update(&labels->swaps, label, key_of(labels, net->id, label));
}

/* ---- Labels that there were none of ---- */

static gboolean note_id(gpointer id, gpointer value, gpointer ids)
{
	guint number = GPOINTER_TO_UINT(id);

	(void)value;
	g_array_append_val(ids, number);
	return FALSE;
}

static void try_again(void *owner)
{
	BgpLabels *labels = owner;
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(guint));

	g_tree_foreach(labels->wanting, note_id, ids);
	for (guint i = 0; i < ids->len; i++) {
		guint id = g_array_index(ids, guint, i);
		BgpNet *net = bgp_table_at(labels->table, id);

		g_tree_remove(labels->wanting, GUINT_TO_POINTER(id));
		if (!net)
			continue;
		bgp_label_received(labels->table, net);
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

/* ---- The labels of a table, made on first use ---- */

static BgpLabels *labels_get(BgpTable *table)
{
	BgpLabels *labels = table->labels;

	if (labels)
		return labels;
	labels = table->labels = g_new0(BgpLabels, 1);
	labels->table = table;
	if (is_vpn(table))
		init_swaps(labels);
	net_numbers_init(&labels->own);
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
	net_numbers_release(&labels->own);
	g_tree_unref(labels->wanting);
	if (is_vpn(table)) {
		rib_swaps_release(&labels->swaps);
		bgp_shared_labels_release(&labels->shared);
	}
	g_clear_pointer(&table->labels, g_free);
}

/* ---- Taking and giving back ---- */

/* What this router originates ends here where no LSP goes on; so may anything that has a label for that, as the
 * chosen path may come to have none. */
static RibLabelFlags flags_for(const BgpTable *table, const BgpNet *net)
{
	return table->bgp->egress_labels || bgp_path_is_own(bgp_net_chosen(net))
		       ? RIB_LABEL_EGRESS
		       : RIB_LABEL_TRANSIT;
}

static uint32_t acquire(BgpTable *table, const BgpNet *net)
{
	Fec fec;

	if (is_vpn(table))
		return take_swap(table->labels, net);
	fec = bgp_label_fec(table, net->id);
	return rib_label_acquire(table->bgp->instance.rib, &fec, bgp_lsp_owner(table),
				 flags_for(table, net));
}

static void release(BgpTable *table, uint32_t id, uint32_t label)
{
	Fec fec;

	if (is_vpn(table)) {
		give_back_swap(table->labels, label);
		return;
	}
	fec = bgp_label_fec(table, id);
	rib_label_release(table->bgp->instance.rib, &fec);
}

/* It has been taken for another path; now it may end here. */
static void refit(BgpTable *table, const BgpNet *net)
{
	if (is_vpn(table) || flags_for(table, net) == RIB_LABEL_TRANSIT)
		return;
	acquire(table, net);
	release(table, net->id, bgp_label_of(table, net->id));
}

gboolean bgp_label_take(BgpTable *table, const BgpNet *net)
{
	BgpLabels *labels = labels_get(table);
	uint32_t label;

	if (bgp_label_of(table, net->id) != NET_LABEL_NONE) {
		refit(table, net);
		return TRUE;
	}
	label = acquire(table, net);
	if (label == NET_LABEL_NONE) {
		g_tree_insert(labels->wanting, GUINT_TO_POINTER(net->id), NULL);
		return FALSE;
	}
	net_numbers_set(&labels->own, net->id, label);
	if (is_vpn(table))
		bgp_label_changed(table, net);
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

/* Whoever is told of it: the chosen path came with a label, and labels are given for that. */
static gboolean is_kept(const BgpTable *table, uint32_t id)
{
	const BgpNet *net;
	const BgpPath *chosen;

	if (!table->bgp->label_on_receipt || is_vpn(table))
		return FALSE;
	net = bgp_table_at(table, id);
	chosen = net ? bgp_net_chosen(net) : NULL;
	return chosen && chosen->peer && bgp_path_has_label(table, chosen);
}

void bgp_label_received(BgpTable *table, const BgpNet *net)
{
	if (!table->bgp->label_on_receipt)
		return;
	if (is_kept(table, net->id))
		bgp_label_take(table, net);
	else
		bgp_label_untaken(table, net->id);
}

void bgp_label_untaken(BgpTable *table, uint32_t id)
{
	uint32_t label = bgp_label_of(table, id);

	if (label == NET_LABEL_NONE || is_told(table, id) || is_kept(table, id))
		return;
	release(table, id, label);
	net_numbers_set(&table->labels->own, id, 0);
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

	if (!table->labels)
		return;
	net_bits_clear(&stream->own_labels);
	for (uint32_t id = net_numbers_from(&table->labels->own, 0); id != NET_NUMBERS_END;
	     id = net_numbers_from(&table->labels->own, id + 1))
		bgp_label_untaken(table, id);
}
