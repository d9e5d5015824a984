/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Next-hop tracking. A tracker resolves its address through the longest prefix that has a usable
 * route, never through a route that itself needs the tracker. One that needs an LSP takes that of the
 * longest FEC within that prefix. When an entry has been settled, the
 * trackers within its prefix are resolved anew; one whose result differs makes the entries that use
 * it dirty and tells its watchers.
 */
#include "models/rib/nht.h"

#include "models/rib/rib_private.h"

typedef struct Resolution {
	const char *reason; /* NULL: resolved */
	uint32_t metric;
	RibEntry *via;
	const RibSource *source;
	FwdNextHop *nh; /* owned */
} Resolution;

/* The hops that packets which resolve through the entry go on with, and those of them that are used;
 * NULL where there are none. */
static const RibHops *hops_through(const RibEntry *entry, RibNhtMode mode, uint16_t *usable)
{
	if (!entry->best)
		return NULL;
	if (mode != RIB_NHT_LSP || rib_hops_connected(entry->best->hops)) {
		*usable = entry->usable;
		return entry->best->hops;
	}
	*usable = entry->usable_lsp;
	return entry->best_lsp ? entry->best_lsp->hops : NULL;
}

/* The tracker of a hop that is used; NULL where it has none. */
static const RibNht *tracker_of(const RibHops *hops, uint16_t usable, unsigned i)
{
	return hops->uses && usable >> i & 1 ? hops->uses[i].nht : NULL;
}

static gboolean leads_through(const RibNht *nht, const RibEntry *entry, unsigned depth)
{
	const RibHops *hops;
	uint16_t usable;

	if (!nht->via)
		return FALSE;
	if (nht->via == entry || depth == RIB_MAX_RECURSION)
		return TRUE;
	hops = hops_through(nht->via, nht->mode, &usable);
	for (unsigned i = 0; hops && i < hops->n; i++) {
		const RibNht *used = tracker_of(hops, usable, i);

		if (used && leads_through(used, entry, depth + 1))
			return TRUE;
	}
	return FALSE;
}

/* Where a route of the entry, once used, would be the longest for the tracker's address. */
static gboolean falls_back_on(const RibNht *nht, const RibEntry *entry)
{
	return nht->rib == entry->rib && net_prefix_contains(&entry->prefix, &nht->addr) &&
	       nht->via && nht->via->prefix.len <= entry->prefix.len;
}

gboolean rib_nht_leads_through(const RibNht *nht, const RibEntry *entry)
{
	return falls_back_on(nht, entry) || leads_through(nht, entry, 0);
}

static gboolean needs_route(const RibNht *nht, const RibSource *source, const NetPrefix *prefix,
			    unsigned depth)
{
	const RibHops *hops;
	uint16_t usable;

	if (!nht->via)
		return FALSE;
	if (depth == RIB_MAX_RECURSION ||
	    (nht->source == source && net_prefix_equal(&nht->via->prefix, prefix)))
		return TRUE;
	hops = hops_through(nht->via, nht->mode, &usable);
	for (unsigned i = 0; hops && i < hops->n; i++) {
		const RibNht *used = tracker_of(hops, usable, i);

		if (used && needs_route(used, source, prefix, depth + 1))
			return TRUE;
	}
	return FALSE;
}

gboolean rib_nht_needs_route(const RibNht *nht, const RibSource *source, const NetPrefix *prefix)
{
	return needs_route(nht, source, prefix, 0);
}

/* Whether the way through the entry comes to the tracker itself. */
static gboolean needs(const RibEntry *entry, RibNhtMode mode, const RibNht *nht, unsigned depth)
{
	uint16_t usable;
	const RibHops *hops = hops_through(entry, mode, &usable);

	for (unsigned i = 0; hops && i < hops->n; i++) {
		const RibNht *used = tracker_of(hops, usable, i);

		if (!used)
			continue;
		if (used == nht || depth == RIB_MAX_RECURSION)
			return TRUE;
		if (used->via && needs(used->via, used->mode, nht, depth + 1))
			return TRUE;
	}
	return FALSE;
}

static gboolean leads_there(RibEntry *entry, const RibNht *nht)
{
	if (!entry->best)
		return FALSE;
	if (!needs(entry, nht->mode, nht, 0))
		return TRUE;
	rib_entry_hold(entry);
	return FALSE;
}

/* The entry that the tracker resolves through: longest prefix with a usable route not its own. */
static RibEntry *resolving_entry(const RibNht *nht)
{
	const NetTrie *trie = nht->rib->entries[rib_family_index(nht->addr.family)];
	NetPrefix matched;
	RibEntry *entry = net_trie_match(trie, &nht->addr, &matched);

	while (entry && !leads_there(entry, nht))
		entry = net_trie_covering(trie, &matched, &matched);
	return entry;
}

static void resolve_connected(const RibNht *nht, const RibHop *hop, Resolution *out)
{
	if (hop->kind != RIB_HOP_INTERFACE) {
		out->reason = hop->kind == RIB_HOP_LOCAL ? "next hop is this node itself:"
							 : "only a discarding route to";
		return;
	}
	if (nht->mode == RIB_NHT_LSP && !hop->iface->mpls) {
		out->reason = "no LSP to";
		return;
	}
	out->nh = fwd_nexthop_interface(hop->iface, &nht->addr, NULL);
}

/* A FEC within the route's prefix may have an LSP without having a route (RFC 5283). */
static const RibEntry *entry_with_lsp(const RibNht *nht, const RibEntry *route)
{
	const NetTrie *trie = nht->rib->entries[rib_family_index(nht->addr.family)];
	NetPrefix matched;
	const RibEntry *entry = net_trie_match(trie, &nht->addr, &matched);

	while (entry != route && (entry->best || !entry->lsp))
		entry = net_trie_covering(trie, &matched, &matched);
	return entry;
}

static void resolve(const RibNht *nht, Resolution *out)
{
	RibEntry *entry = resolving_entry(nht);

	if (!entry) {
		out->reason = "no route to";
		return;
	}
	if (nht->mode == RIB_NHT_SPECIFIC && entry->prefix.len == 0) {
		out->reason = "only the default route leads to";
		return;
	}
	out->via = entry;
	out->source = entry->best->route.source;
	out->metric = entry->best->route.metric;
	if (rib_hops_connected(entry->best->hops)) {
		resolve_connected(nht, &entry->best->route.hops[0], out);
		return;
	}
	if (nht->mode != RIB_NHT_LSP) {
		out->nh = fwd_nexthop_ref(entry->fib);
		return;
	}
	const RibEntry *labelled = entry_with_lsp(nht, entry);
	if (labelled->lsp)
		out->nh = fwd_nexthop_ref(labelled->lsp);
	else
		out->reason = "no LSP to";
}

static void mark_dependents(RibNht *nht)
{
	for (unsigned i = 0; i < nht->uses->len; i++)
		rib_entry_mark(((const RibUse *)g_ptr_array_index(nht->uses, i))->entry);
}

static void queue_telling(RibNht *nht)
{
	if (nht->changed || nht->watches.all->len == 0 || nht->rib->node->forgetting)
		return;
	nht->changed = TRUE;
	nht->cause = nht->rib->node->fwd->sim->cause;
	g_queue_push_tail(&nht->rib->node->changed, nht);
}

/* Takes the reference to nh. Packets that see no difference keep the object that they have. */
static void lead_to(RibNht *nht, RibEntry *via, FwdNextHop *nh)
{
	RibNode *node = nht->rib->node;

	node->news |= via != nht->via;
	nht->via = via;
	if (!fwd_nexthop_equal(nht->nh->u.via, nh)) {
		fwd_nexthop_set_via(nht->nh, nh);
		node->news = TRUE;
	}
	fwd_nexthop_unref(nh);
}

static void nht_resolve(RibNht *nht)
{
	Resolution r = {0};
	gboolean resolved, changed;

	resolve(nht, &r);
	resolved = r.reason == NULL;
	if (!resolved) {
		r.metric = UINT32_MAX;
		r.via = NULL;
		r.source = NULL;
	}
	changed = resolved != nht->resolved || r.metric != nht->metric || r.reason != nht->reason ||
		  r.via != nht->via || r.source != nht->source;
	nht->resolved = resolved;
	nht->source = r.source;
	nht->metric = r.metric;
	nht->reason = r.reason;
	lead_to(nht, r.via, r.nh);
	if (!changed)
		return;
	mark_dependents(nht);
	queue_telling(nht);
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

	for (unsigned mode = 0; mode < RIB_NHT_MODES; mode++)
		net_trie_foreach_within(rib->nhts[f][mode], prefix, reconsider, NULL);
}

static void tell(FwdWatchFn fn, void *user, const void *arg)
{
	((RibNhtFn)fn)(*(RibNht *const *)arg, user);
}

/* Who is told may send at once, and that has to find the route in the FIB. */
void rib_nht_tell(RibNht *nht)
{
	nht->changed = FALSE;
	nht->waiting = nht->via && nht->via->downloading;
	if (nht->waiting)
		return;
	nht->refs++; /* the last of them may leave meanwhile */
	sim_set_cause(nht->rib->node->fwd->sim, nht->cause);
	fwd_watch_call(&nht->watches, tell, &nht);
	rib_nht_release(nht);
}

static gboolean tell_if_waiting(const NetPrefix *prefix, void *value, void *user)
{
	RibNht *nht = value;

	(void)prefix;
	(void)user;
	if (nht->waiting && !nht->changed) {
		nht->changed = TRUE;
		g_queue_push_tail(&nht->rib->node->changed, nht);
	}
	return TRUE;
}

void rib_nht_installed(const RibEntry *entry)
{
	unsigned f = rib_family_index(entry->prefix.addr.family);

	for (unsigned mode = 0; mode < RIB_NHT_MODES; mode++)
		net_trie_foreach_within(entry->rib->nhts[f][mode], &entry->prefix, tell_if_waiting,
					NULL);
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
	fwd_watch_init(&nht->watches);
	nht->uses = g_ptr_array_new();
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
	fwd_watch_release(&nht->watches);
	g_ptr_array_free(nht->uses, TRUE);
	g_free(nht);
}

void rib_nht_use(RibUse *use, RibNht *nht, RibEntry *entry)
{
	*use = (RibUse){.nht = nht, .entry = entry, .index = nht->uses->len};
	g_ptr_array_add(nht->uses, use);
}

/* The last one takes the place of the one that leaves. */
void rib_nht_unuse(RibUse *use)
{
	GPtrArray *uses = use->nht->uses;
	RibUse *last = g_ptr_array_index(uses, uses->len - 1);

	last->index = use->index;
	g_ptr_array_index(uses, use->index) = last;
	g_ptr_array_set_size(uses, (int)uses->len - 1);
	rib_nht_release(use->nht);
}

RibNht *rib_nht_track(Rib *rib, const NetAddr *addr, RibNhtMode mode, RibNhtFn fn, void *user)
{
	RibNht *nht = rib_nht_acquire(rib, addr, mode);

	fwd_watch_add(&nht->watches, (FwdWatchFn)fn, user);
	if (!nht->waiting && !nht->changed && nht->via && nht->via->downloading) {
		nht->waiting = TRUE;
		nht->cause = rib->node->fwd->sim->cause;
	}
	return nht;
}

void rib_nht_untrack(RibNht *nht, RibNhtFn fn, void *user)
{
	fwd_watch_remove(&nht->watches, (FwdWatchFn)fn, user);
	rib_nht_release(nht);
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

void rib_nht_append_name(const RibNht *nht, GString *out)
{
	const char *name = fwd_net_address_name(nht->rib->node->fwd->net, &nht->addr);

	if (name)
		g_string_append(out, name);
	else
		net_addr_append(&nht->addr, out);
}

void rib_nht_append_reason(const RibNht *nht, GString *out)
{
	if (!nht->reason)
		return;
	g_string_append_printf(out, "%s ", nht->reason);
	rib_nht_append_name(nht, out);
}

FwdNextHop *rib_nht_next_hop(const RibNht *nht)
{
	return nht->nh;
}
