/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/label.h"

#include "models/rib/rib_private.h"

static gboolean in_use(const RibNode *node, uint32_t value)
{
	return g_hash_table_contains(node->labels, GUINT_TO_POINTER(value));
}

void rib_label_set_range(RibNode *node, uint32_t first, uint32_t last)
{
	g_assert(first >= NET_LABEL_FIRST && first <= last && last <= NET_LABEL_MAX);
	node->label_first = node->label_next = first;
	node->label_last = last;
}

/* Counts up from the last value given, so that a released label is not reused at once. */
static uint32_t allocate(RibNode *node)
{
	uint32_t size = node->label_last - node->label_first + 1;

	for (uint32_t tried = 0; tried < size; tried++) {
		uint32_t value = node->label_next;

		node->label_next = value == node->label_last ? node->label_first : value + 1;
		if (!in_use(node, value))
			return value;
	}
	return NET_LABEL_NONE;
}

gboolean rib_label_configure(Rib *rib, const Fec *fec, uint32_t value)
{
	RibEntry *entry;

	if (value < NET_LABEL_FIRST || value > NET_LABEL_MAX || in_use(rib->node, value))
		return FALSE;
	entry = rib_entry_get(rib, &fec->prefix);
	if (entry->label)
		return FALSE;
	entry->label = g_new0(RibLabel, 1);
	entry->label->value = value;
	entry->label->configured = TRUE;
	g_hash_table_add(rib->node->labels, GUINT_TO_POINTER(value));
	return TRUE;
}

gboolean rib_label_reserve(RibNode *node, uint32_t value)
{
	if (value < NET_LABEL_FIRST || value > NET_LABEL_MAX || in_use(node, value))
		return FALSE;
	g_hash_table_add(node->labels, GUINT_TO_POINTER(value));
	return TRUE;
}

uint32_t rib_label_acquire(Rib *rib, const Fec *fec, const char *owner, RibLabelFlags flags)
{
	RibEntry *entry = rib_entry_get(rib, &fec->prefix);
	RibLabel *label = entry->label;

	if (!label) {
		uint32_t value = allocate(rib->node);

		if (value == NET_LABEL_NONE) {
			rib_entry_mark(entry);
			rib_process(rib->node);
			return NET_LABEL_NONE;
		}
		label = entry->label = g_new0(RibLabel, 1);
		label->value = value;
		g_hash_table_add(rib->node->labels, GUINT_TO_POINTER(value));
	}
	label->holds++;
	if (!label->owner)
		label->owner = owner;
	label->flags |= flags;
	rib_entry_mark(entry);
	rib_process(rib->node);
	return label->value;
}

/* Nobody holds it any more. */
static void retire(RibEntry *entry)
{
	RibNode *node = entry->rib->node;

	entry->label->holds = 0;
	entry->label->owner = NULL;
	entry->label->flags = RIB_LABEL_TRANSIT;
	fwd_lfib_set(node->fwd, entry->label->value, NULL, NULL, NULL, FALSE);
	if (!entry->label->configured) {
		g_hash_table_remove(node->labels, GUINT_TO_POINTER(entry->label->value));
		g_clear_pointer(&entry->label, g_free);
	}
}

void rib_label_forget(RibEntry *entry)
{
	if (!entry->label)
		return;
	entry->label->configured = FALSE; /* who configured it does so again */
	retire(entry);
}

void rib_label_release(Rib *rib, const Fec *fec)
{
	RibEntry *entry = rib_entry_find(rib, &fec->prefix);

	g_assert(entry && entry->label && entry->label->holds > 0);
	if (--entry->label->holds > 0)
		return;
	rib_entry_mark(entry);
	retire(entry);
	rib_process(rib->node);
}

/* What the label stands for, by the rule in label.h; an owned reference or NULL. */
static FwdNextHop *label_target(const RibEntry *entry, gboolean *bottom)
{
	*bottom = FALSE;
	if (entry->lsp)
		return fwd_nexthop_ref(entry->lsp);
	if (!entry->best)
		return NULL;
	if (rib_hops_labelled(entry->best->hops))
		return fwd_nexthop_ref(entry->fib);
	if (!(entry->label->flags & RIB_LABEL_EGRESS))
		return NULL;
	*bottom = TRUE;
	if (rib_hops_connected(entry->best->hops))
		return fwd_nexthop_lookup(entry->rib->vrf);
	return fwd_nexthop_ref(entry->fib);
}

gboolean rib_label_is_stale(const RibEntry *entry)
{
	const RibLabel *label = entry->label;
	const FwdLfibEntry *installed;
	FwdNextHop *nh;
	gboolean bottom, same;

	if (!label || label->holds == 0)
		return FALSE;
	installed = fwd_lfib_get(entry->rib->node->fwd, label->value);
	nh = label_target(entry, &bottom);
	same = installed ? fwd_nexthop_equal(installed->nh, nh) && installed->bottom == bottom &&
				   installed->owner == label->owner
			 : nh == NULL;
	fwd_nexthop_unref(nh);
	return !same;
}

/* An entry rests on the LSP that the label stands for, or on the route. */
static void trace_causes(const RibEntry *entry, uint64_t id)
{
	Sim *sim = entry->rib->node->fwd->sim;

	if (entry->lsp)
		rib_trace_lsp_causes(sim, id, entry);
	else if (entry->best)
		sim_trace_also_because(sim, id, entry->record);
}

void rib_label_settle(RibEntry *entry)
{
	FwdNextHop *nh;
	GString *fec;
	gboolean bottom;
	uint64_t id;

	if (!entry->label || entry->label->holds == 0)
		return;
	nh = label_target(entry, &bottom);
	fec = g_string_new(NULL);
	if (rib_name(entry->rib))
		g_string_append_printf(fec, "%s ", rib_name(entry->rib));
	net_prefix_append(&entry->prefix, fec);
	id = fwd_lfib_set(entry->rib->node->fwd, entry->label->value, nh, entry->label->owner,
			  fec->str, bottom);
	trace_causes(entry, id);
	g_string_free(fec, TRUE);
	fwd_nexthop_unref(nh);
}

void rib_label_free(RibEntry *entry)
{
	g_clear_pointer(&entry->label, g_free);
}
