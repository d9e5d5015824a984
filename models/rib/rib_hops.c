/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/rib_private.h"

#include <string.h>

static RibNht *track(RibEntry *entry, const RibHop *hop)
{
	RibNht *nht;

	if (hop->kind != RIB_HOP_RECURSIVE)
		return NULL;
	nht = rib_nht_acquire(hop->in ? hop->in : entry->rib, &hop->gateway,
			      hop->needs_lsp ? RIB_NHT_LSP : RIB_NHT_ROUTE);
	g_ptr_array_add(nht->dependents, entry);
	return nht;
}

RibHops *rib_hops_new(RibEntry *entry, const RibHop *hops, unsigned n)
{
	RibHops *h;

	g_assert(n >= 1 && n <= RIB_MAX_HOPS);
	h = g_malloc0(sizeof(*h) + n * sizeof(h->hop[0]));
	h->n = n;
	memcpy(h->hop, hops, n * sizeof(h->hop[0]));
	h->nhts = g_new0(RibNht *, n);
	for (unsigned i = 0; i < n; i++)
		h->nhts[i] = track(entry, &hops[i]);
	return h;
}

void rib_hops_free(RibHops *hops, RibEntry *entry)
{
	for (unsigned i = 0; i < hops->n; i++) {
		if (!hops->nhts[i])
			continue;
		g_ptr_array_remove_fast(hops->nhts[i]->dependents, entry);
		rib_nht_release(hops->nhts[i]);
	}
	g_free(hops->nhts);
	g_free(hops);
}

static gboolean labels_equal(const LabelStack *a, const LabelStack *b)
{
	if (a->depth != b->depth)
		return FALSE;
	for (unsigned i = 0; i < a->depth; i++)
		if (a->label[i].value != b->label[i].value || a->label[i].kind != b->label[i].kind)
			return FALSE;
	return TRUE;
}

static gboolean hop_equal(const RibHop *a, const RibHop *b)
{
	return a->kind == b->kind && a->iface == b->iface && a->in == b->in &&
	       a->needs_lsp == b->needs_lsp && net_addr_equal(&a->gateway, &b->gateway) &&
	       labels_equal(&a->labels, &b->labels);
}

gboolean rib_hops_equal(const RibHops *a, const RibHops *b)
{
	if (a->n != b->n)
		return FALSE;
	for (unsigned i = 0; i < a->n; i++)
		if (!hop_equal(&a->hop[i], &b->hop[i]))
			return FALSE;
	return TRUE;
}

gboolean rib_hop_usable(const RibHops *hops, unsigned i)
{
	switch (hops->hop[i].kind) {
	case RIB_HOP_INTERFACE:
		return fwd_iface_is_up(hops->hop[i].iface);
	case RIB_HOP_RECURSIVE:
		return hops->nhts[i]->resolved;
	case RIB_HOP_LOCAL:
	case RIB_HOP_DISCARD:
		return TRUE;
	}
	return FALSE;
}

gboolean rib_hops_usable(const RibHops *hops)
{
	for (unsigned i = 0; i < hops->n; i++)
		if (rib_hop_usable(hops, i))
			return TRUE;
	return FALSE;
}

gboolean rib_hops_connected(const RibHops *hops)
{
	const RibHop *hop = &hops->hop[0];

	return hop->kind == RIB_HOP_LOCAL || hop->kind == RIB_HOP_DISCARD ||
	       (hop->kind == RIB_HOP_INTERFACE && !net_addr_is_set(&hop->gateway));
}

gboolean rib_hops_labelled(const RibHops *hops)
{
	for (unsigned i = 0; i < hops->n; i++)
		if (hops->hop[i].labels.depth > 0)
			return TRUE;
	return FALSE;
}

/* The labels of the overlay's hop to the same neighbour, else the hop's own. */
static const LabelStack *labels_of(const RibHop *hop, const RibHops *overlay)
{
	for (unsigned i = 0; overlay && i < overlay->n; i++)
		if (overlay->hop[i].kind == hop->kind && overlay->hop[i].iface == hop->iface &&
		    overlay->hop[i].in == hop->in &&
		    net_addr_equal(&overlay->hop[i].gateway, &hop->gateway))
			return &overlay->hop[i].labels;
	return &hop->labels;
}

static FwdNextHop *next_hop(const RibHops *hops, unsigned i, const RibHops *overlay)
{
	const RibHop *hop = &hops->hop[i];

	switch (hop->kind) {
	case RIB_HOP_INTERFACE:
		return fwd_nexthop_interface(hop->iface, &hop->gateway, labels_of(hop, overlay));
	case RIB_HOP_RECURSIVE:
		return fwd_nexthop_via(hops->nhts[i]->nh, labels_of(hop, overlay));
	case RIB_HOP_LOCAL:
		return fwd_nexthop_local();
	case RIB_HOP_DISCARD:
		return fwd_nexthop_drop("discard route");
	}
	return NULL;
}

FwdNextHop *rib_hops_next_hop(const RibHops *hops, const RibHops *overlay)
{
	FwdNextHop *members[RIB_MAX_HOPS];
	FwdNextHop *group;
	unsigned n = 0;

	for (unsigned i = 0; i < hops->n; i++)
		if (rib_hop_usable(hops, i))
			members[n++] = next_hop(hops, i, overlay);
	if (n == 0)
		return NULL;
	if (n == 1)
		return members[0];
	group = fwd_nexthop_group(members, n);
	for (unsigned i = 0; i < n; i++)
		fwd_nexthop_unref(members[i]);
	return group;
}

void rib_hops_append(const RibHops *hops, GString *out)
{
	for (unsigned i = 0; i < hops->n; i++) {
		const RibHop *hop = &hops->hop[i];

		if (i > 0)
			g_string_append_c(out, ' ');
		if (hop->kind == RIB_HOP_LOCAL) {
			g_string_append(out, "local");
			continue;
		}
		if (hop->kind == RIB_HOP_DISCARD) {
			g_string_append(out, "discard");
			continue;
		}
		net_addr_append(&hop->gateway, out);
		if (hop->iface)
			g_string_append_printf(out, "%s%s",
					       net_addr_is_set(&hop->gateway) ? " " : "",
					       hop->iface->name);
	}
}
