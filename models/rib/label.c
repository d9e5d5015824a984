/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/label.h"

#include "models/rib/rib_private.h"

gboolean rib_label_configure(Rib *rib, const Fec *fec, uint32_t value)
{
	RibEntry *entry;

	if (value < NET_LABEL_FIRST || value > NET_LABEL_MAX || rib_label_in_use(rib->node, value))
		return FALSE;
	entry = rib_entry_get(rib, &fec->prefix);
	if (entry->label)
		return FALSE;
	entry->label = g_new0(RibLabel, 1);
	entry->label->value = value;
	entry->label->configured = TRUE;
	net_bits_set(&rib->node->labels, value, TRUE);
	return TRUE;
}

gboolean rib_label_reserve(RibNode *node, uint32_t value)
{
	if (value < NET_LABEL_FIRST || value > NET_LABEL_MAX || rib_label_in_use(node, value))
		return FALSE;
	net_bits_set(&node->labels, value, TRUE);
	return TRUE;
}

uint32_t rib_label_take(RibNode *node)
{
	return rib_label_range_take(node->dynamic);
}

void rib_label_give_back(RibNode *node, uint32_t value)
{
	rib_label_range_give_back(node, value);
}

uint32_t rib_label_acquire(Rib *rib, const Fec *fec, const char *owner, RibLabelFlags flags)
{
	return rib_label_acquire_from(rib, fec, NULL, owner, flags);
}

uint32_t rib_label_acquire_from(Rib *rib, const Fec *fec, RibLabelRange *range, const char *owner,
				RibLabelFlags flags)
{
	RibEntry *entry = rib_entry_get(rib, &fec->prefix);
	RibLabel *label = entry->label;

	if (!label) {
		uint32_t value = rib_label_range_take(range ? range : rib->node->dynamic);

		if (value == NET_LABEL_NONE) {
			rib_entry_mark(entry);
			rib_process(rib->node);
			return NET_LABEL_NONE;
		}
		label = entry->label = g_new0(RibLabel, 1);
		label->value = value;
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
		uint32_t value = entry->label->value;

		g_clear_pointer(&entry->label, g_free);
		rib_label_range_give_back(node, value);
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

static FwdNextHop *labelled_target(const RibEntry *entry, gboolean *bottom)
{
	uint16_t plain = entry->usable & ~rib_hops_pushing(entry->best->hops);

	if (!(entry->label->flags & RIB_LABEL_EGRESS) || plain == 0)
		return fwd_nexthop_ref(entry->fib);
	*bottom = TRUE;
	return rib_hops_next_hop(entry->best->hops, plain, NULL);
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
		return labelled_target(entry, bottom);
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
				   installed->owner->name == label->owner
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
	Fec fec = fec_prefix(&entry->prefix);
	GString *text;
	gboolean bottom;
	uint64_t id;

	if (!entry->label || entry->label->holds == 0)
		return;
	nh = label_target(entry, &bottom);
	text = g_string_new(NULL);
	if (rib_name(entry->rib))
		g_string_append_printf(text, "%s ", rib_name(entry->rib));
	fec_append(&fec, text);
	id = fwd_lfib_set(entry->rib->node->fwd, entry->label->value, nh, entry->label->owner,
			  text->str, bottom);
	trace_causes(entry, id);
	g_string_free(text, TRUE);
	fwd_nexthop_unref(nh);
}

void rib_label_free(RibEntry *entry)
{
	g_clear_pointer(&entry->label, g_free);
}
