/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/rib_private.h"

#include <string.h>

static RibNhtMode mode_of(const RibHop *hop)
{
	if (hop->needs_lsp)
		return RIB_NHT_LSP;
	return hop->specific ? RIB_NHT_SPECIFIC : RIB_NHT_ROUTE;
}

static void track(RibHops *hops, unsigned i, RibEntry *entry)
{
	const RibHop *hop = &hops->hop[i];

	if (hop->kind != RIB_HOP_RECURSIVE)
		return;
	if (!hops->uses)
		hops->uses = g_new0(RibUse, hops->n);
	rib_nht_use(&hops->uses[i],
		    rib_nht_acquire(hop->in ? hop->in : entry->rib, &hop->gateway, mode_of(hop)),
		    entry);
}

static gboolean hop_equal(const RibHop *a, const RibHop *b)
{
	return a->kind == b->kind && a->iface == b->iface && a->in == b->in &&
	       mode_of(a) == mode_of(b) && net_addr_equal(&a->gateway, &b->gateway) &&
	       label_stack_equal(&a->labels, &b->labels);
}

gboolean rib_hops_equal(const RibHops *a, const RibHop *b, unsigned n)
{
	if (a->n != n)
		return FALSE;
	for (unsigned i = 0; i < n; i++)
		if (!hop_equal(&a->hop[i], &b[i]))
			return FALSE;
	return TRUE;
}

static guint hop_hash(const RibHop *hop)
{
	guint hash = g_direct_hash(hop->iface) * 31 + net_addr_hash(&hop->gateway);

	hash = hash * 31 + hop->kind;
	for (unsigned i = 0; i < hop->labels.depth; i++)
		hash = hash * 31 + hop->labels.label[i].value;
	return hash;
}

static guint hops_hash(gconstpointer key)
{
	const RibHops *hops = key;
	guint hash = hops->n;

	for (unsigned i = 0; i < hops->n; i++)
		hash = hash * 31 + hop_hash(&hops->hop[i]);
	return hash;
}

static gboolean hops_equal(gconstpointer a, gconstpointer b)
{
	const RibHops *other = b;

	return rib_hops_equal(a, other->hop, other->n);
}

void rib_hops_init(RibNode *node)
{
	node->hops = g_hash_table_new(hops_hash, hops_equal);
}

void rib_hops_clear(RibNode *node)
{
	g_assert(g_hash_table_size(node->hops) == 0);
	g_hash_table_unref(node->hops);
}

static RibHops *hops_new(RibEntry *entry, const RibHop *hops, unsigned n)
{
	RibHops *h;

	g_assert(n >= 1 && n <= RIB_MAX_HOPS);
	h = g_malloc0(sizeof(*h) + n * sizeof(h->hop[0]));
	h->refs = 1;
	h->n = n;
	memcpy(h->hop, hops, n * sizeof(h->hop[0]));
	for (unsigned i = 0; i < n; i++)
		track(h, i, entry);
	return h;
}

RibHops *rib_hops_get(RibEntry *entry, const RibHop *hops, unsigned n)
{
	RibNode *node = entry->rib->node;
	RibHops *h = hops_new(entry, hops, n), *same;

	if (h->uses)
		return h;
	same = g_hash_table_lookup(node->hops, h);
	if (same) {
		g_free(h);
		same->refs++;
		return same;
	}
	h->sharer = node;
	g_hash_table_add(node->hops, h);
	return h;
}

void rib_hops_unref(RibHops *hops)
{
	if (--hops->refs > 0)
		return;
	if (hops->sharer)
		g_hash_table_remove(hops->sharer->hops, hops);
	for (unsigned i = 0; hops->uses && i < hops->n; i++)
		if (hops->uses[i].nht)
			rib_nht_unuse(&hops->uses[i]);
	fwd_nexthop_unref(hops->nh);
	g_free(hops->text);
	g_free(hops->uses);
	g_free(hops);
}

static gboolean recursive_usable(const RibUse *use)
{
	if (!use->nht->resolved)
		return FALSE;
	if (!rib_nht_leads_through(use->nht, use->entry))
		return TRUE;
	rib_entry_hold(use->entry);
	return FALSE;
}

static gboolean hop_usable(const RibHops *hops, unsigned i)
{
	switch (hops->hop[i].kind) {
	case RIB_HOP_INTERFACE:
		return fwd_iface_is_up(hops->hop[i].iface);
	case RIB_HOP_RECURSIVE:
		return recursive_usable(&hops->uses[i]);
	case RIB_HOP_LOCAL:
	case RIB_HOP_DISCARD:
		return TRUE;
	}
	return FALSE;
}

uint16_t rib_hops_usable(const RibHops *hops)
{
	unsigned usable = 0;

	for (unsigned i = 0; i < hops->n; i++)
		if (hop_usable(hops, i))
			usable |= 1U << i;
	return (uint16_t)usable;
}

gboolean rib_hops_connected(const RibHops *hops)
{
	const RibHop *hop = &hops->hop[0];

	return hop->kind == RIB_HOP_LOCAL || hop->kind == RIB_HOP_DISCARD ||
	       (hop->kind == RIB_HOP_INTERFACE && !net_addr_is_set(&hop->gateway));
}

uint16_t rib_hops_pushing(const RibHops *hops)
{
	unsigned pushing = 0;

	for (unsigned i = 0; i < hops->n; i++)
		if (hops->hop[i].labels.depth > 0)
			pushing |= 1U << i;
	return (uint16_t)pushing;
}

gboolean rib_hops_labelled(const RibHops *hops)
{
	return rib_hops_pushing(hops) != 0;
}

/* Where the hop is an address on the link of an interface, as that of a static route: the interface. */
static const FwdIface *link_of(const RibHops *hops, unsigned i)
{
	const RibHop *hop = &hops->hop[i];
	const RibEntry *via;

	if (hop->kind != RIB_HOP_RECURSIVE || hop->in || hop->needs_lsp)
		return hop->iface;
	via = hops->uses[i].nht->via;
	return via && via->best && rib_hops_connected(via->best->hops)
		       ? via->best->hops->hop[0].iface
		       : NULL;
}

static gboolean same_neighbour(const RibHops *hops, unsigned i, const RibHop *other)
{
	const RibHop *hop = &hops->hop[i];

	if (!net_addr_equal(&other->gateway, &hop->gateway) || other->in != hop->in)
		return FALSE;
	if (other->kind == hop->kind)
		return other->iface == hop->iface;
	return other->kind == RIB_HOP_INTERFACE && other->iface == link_of(hops, i);
}

/* The labels of the overlay's hop to the same neighbour, else the hop's own. */
static const LabelStack *labels_of(const RibHops *hops, unsigned i, const RibHops *overlay)
{
	for (unsigned k = 0; overlay && k < overlay->n; k++)
		if (same_neighbour(hops, i, &overlay->hop[k]))
			return &overlay->hop[k].labels;
	return &hops->hop[i].labels;
}

static FwdNextHop *next_hop(const RibHops *hops, unsigned i, const RibHops *overlay)
{
	const RibHop *hop = &hops->hop[i];

	switch (hop->kind) {
	case RIB_HOP_INTERFACE:
		return fwd_nexthop_interface(hop->iface, &hop->gateway,
					     labels_of(hops, i, overlay));
	case RIB_HOP_RECURSIVE:
		return fwd_nexthop_via(hops->uses[i].nht->nh, labels_of(hops, i, overlay));
	case RIB_HOP_LOCAL:
		return fwd_nexthop_local();
	case RIB_HOP_DISCARD:
		return fwd_nexthop_drop("discard route");
	}
	return NULL;
}

static FwdNextHop *make_next_hop(const RibHops *hops, uint16_t usable, const RibHops *overlay)
{
	FwdNextHop *members[RIB_MAX_HOPS];
	FwdNextHop *group;
	unsigned n = 0;

	for (unsigned i = 0; i < hops->n; i++)
		if (usable >> i & 1)
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

/* Whether what all who share the hops have in common is what is asked for. */
static gboolean is_shared(const RibHops *hops, uint16_t usable)
{
	return hops->sharer && usable == (1U << hops->n) - 1;
}

FwdNextHop *rib_hops_next_hop(RibHops *hops, uint16_t usable, const RibHops *overlay)
{
	if (overlay || !is_shared(hops, usable))
		return make_next_hop(hops, usable, overlay);
	if (!hops->nh)
		hops->nh = make_next_hop(hops, usable, NULL);
	return fwd_nexthop_ref(hops->nh);
}

static void append_hop(const RibHop *hop, GString *out)
{
	if (hop->kind == RIB_HOP_LOCAL) {
		g_string_append(out, "local");
		return;
	}
	if (hop->kind == RIB_HOP_DISCARD) {
		g_string_append(out, "discard");
		return;
	}
	net_addr_append(&hop->gateway, out);
	if (!hop->iface)
		return;
	if (net_addr_is_set(&hop->gateway))
		g_string_append_c(out, ' ');
	g_string_append(out, hop->iface->name);
}

static void append_hops(const RibHops *hops, uint16_t usable, GString *out)
{
	const char *separator = "";

	for (unsigned i = 0; i < hops->n; i++) {
		if (!(usable >> i & 1))
			continue;
		g_string_append(out, separator);
		separator = " ";
		append_hop(&hops->hop[i], out);
	}
}

void rib_hops_append(RibHops *hops, uint16_t usable, GString *out)
{
	if (!is_shared(hops, usable)) {
		append_hops(hops, usable, out);
		return;
	}
	if (!hops->text) {
		GString *text = g_string_new(NULL);

		append_hops(hops, usable, text);
		hops->text = g_string_free(text, FALSE);
	}
	g_string_append(out, hops->text);
}
