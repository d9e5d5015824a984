/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The RIB of a node. Protocols offer routes and LSPs; for each prefix the table keeps them side by
 * side, in one entry, and settles the entry whenever something that it depends on has changed:
 * selection (distance, then metric), the FIB entry, the local label's LFIB entry, and the addresses
 * that resolve through it (nht.c), which in turn make their dependents dirty. Nothing is computed
 * that a change did not ask for, and nothing is done recursively: dirty entries wait in one queue.
 *
 * Files: rib.c tables and updates, rib_hops.c next hops of routes and LSPs, rib_entry.c selection
 * and installation, nht.c next-hop tracking, label.c local labels, swap.c labels
 * of VPN routes, connected.c the node's own addresses and subnets.
 */
#include "models/rib/rib.h"

#include "models/rib/rib_private.h"

#include <string.h>

static gboolean explain_miss(FwdVrf *vrf, const NetAddr *dst, GString *out, void *user);

static void entry_free(void *entry)
{
	rib_entry_free(entry);
}

static Rib *rib_create(RibNode *node, FwdVrf *vrf)
{
	static const NetFamily families[2] = {NET_AF_IPV4, NET_AF_IPV6};
	Rib *rib = g_new0(Rib, 1);

	rib->node = node;
	rib->vrf = vrf;
	for (unsigned f = 0; f < 2; f++) {
		rib->entries[f] = net_trie_new(families[f], entry_free);
		for (unsigned mode = 0; mode < RIB_NHT_MODES; mode++)
			rib->nhts[f][mode] = net_trie_new(families[f], NULL);
	}
	fwd_watch_init(&rib->watches);
	g_queue_init(&rib->refused);
	vrf->explain = explain_miss;
	vrf->explain_user = rib;
	g_ptr_array_add(node->ribs, rib);
	return rib;
}

/* Entries of one table may hold trackers of another: all entries go before any tracker's trie. */
static void rib_free_entries(Rib *rib)
{
	for (unsigned f = 0; f < 2; f++)
		net_trie_free(rib->entries[f]);
}

static void rib_free(Rib *rib)
{
	for (unsigned f = 0; f < 2; f++)
		for (unsigned mode = 0; mode < RIB_NHT_MODES; mode++) {
			g_assert(net_trie_size(rib->nhts[f][mode]) == 0);
			net_trie_free(rib->nhts[f][mode]);
		}
	g_queue_clear(&rib->refused);
	rib->vrf->explain = NULL;
	fwd_watch_release(&rib->watches);
	g_free(rib);
}

RibNode *rib_node_new(FwdNode *fwd)
{
	RibNode *node = g_new0(RibNode, 1);

	node->fwd = fwd;
	node->ribs = g_ptr_array_new();
	g_queue_init(&node->dirty);
	g_queue_init(&node->changed);
	rib_download_init(node);
	node->held = g_ptr_array_new();
	node->swaps = g_ptr_array_new();
	rib_label_ranges_init(node);
	rib_hops_init(node);
	rib_sync_init(&node->sync);
	rib_create(node, fwd_node_global(fwd));
	rib_connected_init(node);
	return node;
}

void rib_node_free(RibNode *node)
{
	if (!node)
		return;
	rib_connected_clear(node);
	g_queue_clear(&node->dirty);
	rib_download_clear(node);
	node->processing = TRUE;
	for (unsigned i = 0; i < node->ribs->len; i++)
		rib_free_entries(g_ptr_array_index(node->ribs, i));
	for (unsigned i = 0; i < node->ribs->len; i++)
		rib_free(g_ptr_array_index(node->ribs, i));
	g_ptr_array_free(node->ribs, TRUE);
	g_queue_clear(&node->changed);
	g_ptr_array_free(node->held, TRUE);
	g_assert(node->swaps->len == 0);
	g_ptr_array_free(node->swaps, TRUE);
	rib_label_ranges_clear(node);
	rib_hops_clear(node);
	rib_sync_release(&node->sync);
	g_free(node);
}

FwdNode *rib_node_fwd(const RibNode *node)
{
	return node->fwd;
}

Rib *rib_global(RibNode *node)
{
	return g_ptr_array_index(node->ribs, 0);
}

Rib *rib_add(RibNode *node, FwdVrf *vrf)
{
	Rib *rib;

	g_assert(!rib_of_vrf(node, vrf));
	rib = rib_create(node, vrf);
	rib_connected_add(rib);
	return rib;
}

Rib *rib_of_vrf(RibNode *node, const FwdVrf *vrf)
{
	if (!vrf)
		return rib_global(node);
	for (unsigned i = 0; i < node->ribs->len; i++) {
		Rib *rib = g_ptr_array_index(node->ribs, i);

		if (rib->vrf == vrf)
			return rib;
	}
	return NULL;
}

RibNode *rib_node(const Rib *rib)
{
	return rib->node;
}

FwdVrf *rib_vrf(const Rib *rib)
{
	return rib->vrf;
}

const char *rib_name(const Rib *rib)
{
	return rib->vrf->name;
}

void rib_source_init(RibNode *node, RibSource *source, const char *protocol, const char *instance)
{
	source->protocol = protocol;
	source->instance = instance;
	source->order = node->n_sources++;
}

RibEntry *rib_entry_find(const Rib *rib, const NetPrefix *prefix)
{
	return net_trie_exact(rib->entries[rib_family_index(prefix->addr.family)], prefix);
}

RibEntry *rib_entry_get(Rib *rib, const NetPrefix *prefix)
{
	RibEntry *entry = rib_entry_find(rib, prefix);

	if (entry)
		return entry;
	entry = g_new0(RibEntry, 1);
	entry->rib = rib;
	entry->prefix = *prefix;
	entry->routes = g_ptr_array_new();
	net_trie_insert(rib->entries[rib_family_index(prefix->addr.family)], prefix, entry);
	return entry;
}

typedef struct EachEntry {
	RibEntryFn fn;
	void *user;
} EachEntry;

static gboolean each_entry(const NetPrefix *prefix, void *entry, void *user)
{
	const EachEntry *each = user;

	(void)prefix;
	each->fn(entry, each->user);
	return TRUE;
}

void rib_entries_foreach(const Rib *rib, RibEntryFn fn, void *user)
{
	EachEntry each = {fn, user};

	for (unsigned i = 0; i < G_N_ELEMENTS(rib->entries); i++)
		net_trie_foreach(rib->entries[i], each_entry, &each);
}

void rib_entry_mark(RibEntry *entry)
{
	if (entry->dirty)
		return;
	entry->dirty = TRUE;
	entry->cause = entry->rib->node->fwd->sim->cause;
	g_queue_push_tail(&entry->rib->node->dirty, entry);
}

void rib_entry_hold(RibEntry *entry)
{
	if (entry->held)
		return;
	entry->held = TRUE;
	g_ptr_array_add(entry->rib->node->held, entry);
}

static void mark(RibEntry *entry, void *user)
{
	(void)user;
	rib_entry_mark(entry);
}

void rib_mark_all(Rib *rib)
{
	rib_entries_foreach(rib, mark, NULL);
}

static gboolean entry_unused(const RibEntry *entry)
{
	return entry->routes->len == 0 && (!entry->lsps || entry->lsps->len == 0) &&
	       !entry->label && !entry->best && !entry->best_lsp && !entry->dirty && !entry->held &&
	       !entry->downloading;
}

void rib_entry_collect(RibEntry *entry)
{
	if (entry_unused(entry))
		net_trie_remove(entry->rib->entries[rib_family_index(entry->prefix.addr.family)],
				&entry->prefix);
}

static void settle_next(RibNode *node)
{
	RibEntry *entry = g_queue_pop_head(&node->dirty);

	entry->dirty = FALSE;
	sim_set_cause(node->fwd->sim, entry->cause);
	rib_entry_settle(entry);
	/* No route before or after, but the reason that explain_miss() gives may be another; also while a
	 * route waits to be installed. */
	if (!entry->best || entry->downloading)
		fwd_prefix_changed(entry->rib->vrf, &entry->prefix);
	rib_entry_collect(entry);
}

static void drain(RibNode *node)
{
	while (!g_queue_is_empty(&node->dirty) || !g_queue_is_empty(&node->changed)) {
		if (!g_queue_is_empty(&node->dirty))
			settle_next(node);
		else
			rib_nht_tell(g_queue_pop_head(&node->changed));
	}
}

/* What was held so far is looked at once more; what has to be held again waits for the next change. */
static void retry_held(RibNode *node)
{
	GPtrArray *held = node->held;

	node->held = g_ptr_array_new();
	for (unsigned i = 0; i < held->len; i++) {
		RibEntry *entry = g_ptr_array_index(held, i);

		entry->held = FALSE;
		rib_entry_mark(entry);
	}
	g_ptr_array_free(held, TRUE);
}

void rib_process(RibNode *node)
{
	uint64_t cause = node->fwd->sim->cause;

	if (node->processing)
		return;
	node->processing = TRUE;
	node->news = FALSE;
	drain(node);
	if (node->news && node->held->len > 0) {
		retry_held(node);
		drain(node);
	}
	node->processing = FALSE;
	sim_set_cause(node->fwd->sim, cause);
}

/* Distance, then metric, then the order in which the sources were made. */
static int route_cmp(const RibRoute *a, const RibRoute *b)
{
	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	if (a->metric != b->metric)
		return a->metric < b->metric ? -1 : 1;
	return a->source->order < b->source->order ? -1 : a->source->order > b->source->order;
}

static gboolean remove_route(RibEntry *entry, const RibSource *source)
{
	for (unsigned i = 0; i < entry->routes->len; i++) {
		RibCandidate *candidate = g_ptr_array_index(entry->routes, i);

		if (candidate->route.source != source)
			continue;
		g_ptr_array_remove_index(entry->routes, i);
		rib_candidate_unref(candidate);
		return TRUE;
	}
	return FALSE;
}

/* A source that says again what it said before. */
static gboolean has_route(const RibEntry *entry, const RibRoute *route)
{
	for (unsigned i = 0; i < entry->routes->len; i++) {
		const RibCandidate *other = g_ptr_array_index(entry->routes, i);

		if (other->route.source == route->source)
			return other->route.distance == route->distance &&
			       other->route.metric == route->metric &&
			       other->route.tag == route->tag &&
			       rib_hops_equal(other->hops, route->hops, route->n_hops);
	}
	return FALSE;
}

void rib_route_update(Rib *rib, const RibRoute *route)
{
	RibEntry *entry = rib_entry_get(rib, &route->prefix);
	RibCandidate *candidate;
	unsigned i = 0;

	if (has_route(entry, route))
		return;
	candidate = g_new0(RibCandidate, 1);
	candidate->refs = 1;
	candidate->route = *route;
	candidate->hops = rib_hops_get(entry, route->hops, route->n_hops);
	candidate->route.hops = candidate->hops->hop;
	if (route->cause == 0)
		candidate->route.cause = rib->node->fwd->sim->cause;
	remove_route(entry, route->source);
	while (i < entry->routes->len) {
		const RibCandidate *other = g_ptr_array_index(entry->routes, i);

		if (route_cmp(route, &other->route) < 0)
			break;
		i++;
	}
	g_ptr_array_insert(entry->routes, (int)i, candidate);
	rib_entry_mark(entry);
	rib_process(rib->node);
}

void rib_route_withdraw(Rib *rib, const RibSource *source, const NetPrefix *prefix)
{
	RibEntry *entry = rib_entry_find(rib, prefix);

	if (entry && remove_route(entry, source)) {
		rib_entry_mark(entry);
		rib_process(rib->node);
	}
}

static gboolean remove_lsp(RibEntry *entry, const RibSource *source)
{
	for (unsigned i = 0; entry->lsps && i < entry->lsps->len; i++) {
		RibLspCandidate *candidate = g_ptr_array_index(entry->lsps, i);

		if (candidate->lsp.source != source)
			continue;
		g_ptr_array_remove_index(entry->lsps, i);
		rib_lsp_candidate_unref(candidate);
		return TRUE;
	}
	return FALSE;
}

static int lsp_cmp(const RibLsp *a, const RibLsp *b)
{
	if (a->preference != b->preference)
		return a->preference < b->preference ? -1 : 1;
	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	if (a->metric != b->metric)
		return a->metric < b->metric ? -1 : 1;
	return a->source->order < b->source->order ? -1 : a->source->order > b->source->order;
}

static gboolean has_lsp(const RibEntry *entry, const RibLsp *lsp)
{
	for (unsigned i = 0; entry->lsps && i < entry->lsps->len; i++) {
		const RibLspCandidate *other = g_ptr_array_index(entry->lsps, i);

		if (other->lsp.source == lsp->source)
			return other->lsp.preference == lsp->preference &&
			       other->lsp.distance == lsp->distance &&
			       other->lsp.metric == lsp->metric && other->lsp.kind == lsp->kind &&
			       rib_hops_equal(other->hops, lsp->hops, lsp->n_hops);
	}
	return FALSE;
}

gboolean rib_route_has_lsp(const Rib *rib, const RibRoute *route)
{
	const RibEntry *entry = rib_entry_find(rib, &route->prefix);

	for (unsigned i = 0; entry && entry->lsps && i < entry->lsps->len; i++) {
		const RibLspCandidate *candidate = g_ptr_array_index(entry->lsps, i);

		if (candidate->lsp.source == route->source)
			return TRUE;
	}
	return FALSE;
}

void rib_lsp_update(Rib *rib, const RibLsp *lsp)
{
	RibEntry *entry = rib_entry_get(rib, &lsp->fec.prefix);
	RibLspCandidate *candidate;
	unsigned i = 0;

	if (has_lsp(entry, lsp))
		return;
	candidate = g_new0(RibLspCandidate, 1);
	candidate->refs = 1;
	candidate->lsp = *lsp;
	candidate->hops = rib_hops_get(entry, lsp->hops, lsp->n_hops);
	candidate->lsp.hops = candidate->hops->hop;
	candidate->cause = rib->node->fwd->sim->cause;
	if (lsp->cause == 0)
		candidate->lsp.cause = candidate->cause;
	if (!entry->lsps)
		entry->lsps = g_ptr_array_new();
	remove_lsp(entry, lsp->source);
	while (i < entry->lsps->len) {
		const RibLspCandidate *other = g_ptr_array_index(entry->lsps, i);

		if (lsp_cmp(lsp, &other->lsp) < 0)
			break;
		i++;
	}
	g_ptr_array_insert(entry->lsps, (int)i, candidate);
	rib_entry_mark(entry);
	rib_process(rib->node);
}

void rib_lsp_withdraw(Rib *rib, const RibSource *source, const Fec *fec)
{
	RibEntry *entry = rib_entry_find(rib, &fec->prefix);

	if (entry && remove_lsp(entry, source)) {
		rib_entry_mark(entry);
		rib_process(rib->node);
	}
}

static void withdraw_source(RibEntry *entry, void *user)
{
	if (remove_route(entry, user) | remove_lsp(entry, user))
		rib_entry_mark(entry);
}

void rib_source_withdraw_all(Rib *rib, const RibSource *source)
{
	rib_entries_foreach(rib, withdraw_source, (void *)(uintptr_t)source);
	rib_process(rib->node);
}

const RibRoute *rib_best(const Rib *rib, const NetPrefix *prefix)
{
	const RibEntry *entry = rib_entry_find(rib, prefix);

	return entry && entry->best ? &entry->best->route : NULL;
}

/* The entry of the longest prefix that contains addr and has what test asks for. */
static RibEntry *match_entry(const Rib *rib, const NetAddr *addr,
			     gboolean (*test)(const RibEntry *entry))
{
	const NetTrie *trie = rib->entries[rib_family_index(addr->family)];
	NetPrefix matched;
	RibEntry *entry = net_trie_match(trie, addr, &matched);

	while (entry && !test(entry))
		entry = net_trie_covering(trie, &matched, &matched);
	return entry;
}

static gboolean has_best(const RibEntry *entry)
{
	return entry->best != NULL;
}

const RibRoute *rib_match(const Rib *rib, const NetAddr *addr)
{
	const RibEntry *entry = match_entry(rib, addr, has_best);

	return entry ? &entry->best->route : NULL;
}

const RibRoute *rib_covering(const Rib *rib, const NetPrefix *prefix)
{
	const NetTrie *trie = rib->entries[rib_family_index(prefix->addr.family)];
	const RibEntry *entry = net_trie_exact(trie, prefix);
	NetPrefix at = *prefix;

	while (!(entry && entry->best)) {
		entry = net_trie_covering(trie, &at, &at);
		if (entry == NULL)
			return NULL;
	}
	return &entry->best->route;
}

typedef struct Foreach {
	RibRouteFn fn;
	void *user;
} Foreach;

static gboolean visit(const NetPrefix *prefix, void *value, void *user)
{
	const RibEntry *entry = value;
	const Foreach *f = user;

	(void)prefix;
	return !entry->best || f->fn(&entry->best->route, f->user);
}

void rib_foreach(const Rib *rib, NetFamily family, RibRouteFn fn, void *user)
{
	Foreach f = {fn, user};

	net_trie_foreach(rib->entries[rib_family_index(family)], visit, &f);
}

void rib_watch(Rib *rib, RibWatchFn fn, void *user)
{
	fwd_watch_add(&rib->watches, (FwdWatchFn)fn, user);
}

void rib_unwatch(Rib *rib, RibWatchFn fn, void *user)
{
	fwd_watch_remove(&rib->watches, (FwdWatchFn)fn, user);
}

/* Has routes of which the FIB knows nothing, given that it finds none. */
static gboolean is_missing(const RibEntry *entry)
{
	return entry->best ? entry->downloading : entry->routes->len > 0;
}

/* A route that covers dst but has no usable next hop, or is not in the FIB yet, says more than "no route". */
static gboolean explain_miss(FwdVrf *vrf, const NetAddr *dst, GString *out, void *user)
{
	const RibEntry *entry = match_entry(user, dst, is_missing);
	const RibHops *hops;

	(void)vrf;
	if (!entry)
		return FALSE;
	if (entry->best) {
		g_string_append(out, "route not in the FIB yet");
		return TRUE;
	}
	if (entry->refused) {
		rib_limit_append_reason(entry->rib, out);
		return TRUE;
	}
	hops = ((const RibCandidate *)g_ptr_array_index(entry->routes, 0))->hops;
	for (unsigned i = 0; hops->uses && i < hops->n; i++)
		if (hops->uses[i].nht && !hops->uses[i].nht->resolved) {
			rib_nht_append_reason(hops->uses[i].nht, out);
			return TRUE;
		}
	return FALSE;
}
