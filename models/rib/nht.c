/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Next-hop tracking. A tracker resolves its address through the longest prefix that has a usable
 * route, never through a route that itself needs the tracker. When an entry has been settled, the
 * trackers within its prefix are resolved anew; one whose result differs makes the entries that use
 * it dirty and tells its watchers.
 */
#include "models/rib/nht.h"

#include "models/rib/rib_private.h"

#define NHT_MAX_DEPTH 16 /* of recursion from next hop to next hop */

typedef struct Resolution {
	const char *reason; /* NULL: resolved */
	uint32_t metric;
	FwdNextHop *nh; /* owned */
} Resolution;

static gboolean depends_on(const RibHops *hops, const RibNht *nht, unsigned depth);

static gboolean entry_depends_on(const RibEntry *entry, const RibNht *nht, unsigned depth)
{
	return entry->best && depends_on(entry->best->hops, nht, depth);
}

static RibEntry *covering_entry(const Rib *rib, const NetAddr *addr, NetPrefix *matched,
				RibEntry *longer)
{
	const NetTrie *trie = rib->entries[rib_family_index(addr->family)];

	return longer ? net_trie_covering(trie, matched, matched)
		      : net_trie_match(trie, addr, matched);
}

static gboolean depends_on(const RibHops *hops, const RibNht *nht, unsigned depth)
{
	for (unsigned i = 0; i < hops->n; i++) {
		const RibNht *used = hops->nhts[i];
		NetPrefix matched;
		RibEntry *entry = NULL;

		if (!used)
			continue;
		if (used == nht || depth >= NHT_MAX_DEPTH)
			return TRUE;
		do {
			entry = covering_entry(used->rib, &used->addr, &matched, entry);
		} while (entry && !entry->best);
		if (entry && entry_depends_on(entry, nht, depth + 1))
			return TRUE;
	}
	return FALSE;
}

/* The entry that the tracker resolves through: longest prefix with a usable route not its own. */
static RibEntry *resolving_entry(const RibNht *nht)
{
	NetPrefix matched;
	RibEntry *entry = NULL;

	do {
		entry = covering_entry(nht->rib, &nht->addr, &matched, entry);
	} while (entry && (!entry->best || entry_depends_on(entry, nht, 0)));
	return entry;
}

gboolean rib_nht_behind(const RibNht *nht, const RibEntry *entry)
{
	NetPrefix matched;
	RibEntry *e = NULL;

	if (nht->rib != entry->rib || nht->addr.family != entry->prefix.addr.family)
		return FALSE;
	do {
		e = covering_entry(nht->rib, &nht->addr, &matched, e);
	} while (e && e != entry && !e->best);
	return e == entry;
}

static void resolve_connected(const RibNht *nht, const RibHop *hop, Resolution *out)
{
	if (hop->kind != RIB_HOP_INTERFACE) {
		out->reason = hop->kind == RIB_HOP_LOCAL ? "next hop is this node itself:"
							 : "route discards";
		return;
	}
	if (nht->mode == RIB_NHT_LSP && !hop->iface->mpls) {
		out->reason = "no LSP to";
		return;
	}
	out->nh = fwd_nexthop_interface(hop->iface, &nht->addr, NULL);
}

static void resolve(const RibNht *nht, Resolution *out)
{
	const RibEntry *entry = resolving_entry(nht);

	if (!entry) {
		out->reason = "no route to";
		out->metric = UINT32_MAX;
		return;
	}
	out->metric = entry->best->route.metric;
	if (rib_hops_connected(entry->best->hops)) {
		resolve_connected(nht, &entry->best->route.hops[0], out);
		return;
	}
	if (nht->mode == RIB_NHT_ROUTE)
		out->nh = fwd_nexthop_ref(entry->fib);
	else if (entry->lsp)
		out->nh = fwd_nexthop_ref(entry->lsp);
	else
		out->reason = "no LSP to";
}

static void mark_dependents(RibNht *nht)
{
	for (unsigned i = 0; i < nht->dependents->len; i++)
		rib_entry_mark(g_ptr_array_index(nht->dependents, i));
}

static void nht_resolve(RibNht *nht)
{
	Resolution r = {0};
	gboolean resolved, changed;

	resolve(nht, &r);
	resolved = r.reason == NULL;
	if (!resolved)
		r.metric = UINT32_MAX;
	changed = resolved != nht->resolved || r.metric != nht->metric || r.reason != nht->reason;
	nht->resolved = resolved;
	nht->metric = r.metric;
	nht->reason = r.reason;
	if (nht->nh->u.via != r.nh) {
		fwd_nexthop_set_via(nht->nh, r.nh);
		fwd_changed(nht->rib->node->fwd);
	}
	fwd_nexthop_unref(r.nh);
	if (!changed)
		return;
	mark_dependents(nht);
	if (!nht->changed && nht->watches->len > 0) {
		nht->changed = TRUE;
		g_queue_push_tail(&nht->rib->node->changed, nht);
	}
}

static gboolean reconsider(const NetPrefix *prefix, void *value, void *user)
{
	(void)prefix;
	(void)user;
	nht_resolve(value);
	return TRUE;
}

void rib_nht_reconsider(Rib *rib, const NetPrefix *prefix)
{
	unsigned f = rib_family_index(prefix->addr.family);

	for (unsigned mode = 0; mode < 2; mode++)
		net_trie_foreach_within(rib->nhts[f][mode], prefix, reconsider, NULL);
}

void rib_nht_tell(RibNht *nht)
{
	nht->changed = FALSE;
	nht->refs++;
	for (unsigned i = 0; i < nht->watches->len; i++) {
		RibNhtWatch watch = g_array_index(nht->watches, RibNhtWatch, i);

		watch.fn(nht, watch.user);
	}
	rib_nht_release(nht);
}

RibNht *rib_nht_acquire(Rib *rib, const NetAddr *addr, RibNhtMode mode)
{
	NetTrie *trie = rib->nhts[rib_family_index(addr->family)][mode];
	NetPrefix host = net_prefix_host(addr);
	RibNht *nht = net_trie_exact(trie, &host);

	if (nht) {
		nht->refs++;
		return nht;
	}
	nht = g_new0(RibNht, 1);
	nht->rib = rib;
	nht->addr = *addr;
	nht->mode = mode;
	nht->refs = 1;
	nht->nh = fwd_nexthop_via(NULL, NULL);
	nht->watches = g_array_new(FALSE, FALSE, sizeof(RibNhtWatch));
	nht->dependents = g_ptr_array_new();
	net_trie_insert(trie, &host, nht);
	nht_resolve(nht);
	return nht;
}

void rib_nht_release(RibNht *nht)
{
	NetPrefix host = net_prefix_host(&nht->addr);

	if (--nht->refs > 0)
		return;
	if (nht->changed)
		g_queue_remove(&nht->rib->node->changed, nht);
	net_trie_remove(nht->rib->nhts[rib_family_index(nht->addr.family)][nht->mode], &host);
	fwd_nexthop_unref(nht->nh);
	g_array_free(nht->watches, TRUE);
	g_ptr_array_free(nht->dependents, TRUE);
	g_free(nht);
}

RibNht *rib_nht_track(Rib *rib, const NetAddr *addr, RibNhtMode mode, RibNhtFn fn, void *user)
{
	RibNht *nht = rib_nht_acquire(rib, addr, mode);
	RibNhtWatch watch = {fn, user};

	g_array_append_val(nht->watches, watch);
	return nht;
}

void rib_nht_untrack(RibNht *nht, RibNhtFn fn, void *user)
{
	for (unsigned i = 0; i < nht->watches->len; i++) {
		const RibNhtWatch *watch = &g_array_index(nht->watches, RibNhtWatch, i);

		if (watch->fn == fn && watch->user == user) {
			g_array_remove_index(nht->watches, i);
			rib_nht_release(nht);
			return;
		}
	}
	g_assert_not_reached();
}

const NetAddr *rib_nht_address(const RibNht *nht)
{
	return &nht->addr;
}

gboolean rib_nht_resolved(const RibNht *nht)
{
	return nht->resolved;
}

uint32_t rib_nht_metric(const RibNht *nht)
{
	return nht->metric;
}

void rib_nht_append_reason(const RibNht *nht, GString *out)
{
	const char *name = fwd_net_address_name(nht->rib->node->fwd->net, &nht->addr);

	if (!nht->reason)
		return;
	g_string_append_printf(out, "%s ", nht->reason);
	if (name)
		g_string_append(out, name);
	else
		net_addr_append(&nht->addr, out);
}

FwdNextHop *rib_nht_next_hop(const RibNht *nht)
{
	return nht->nh;
}
