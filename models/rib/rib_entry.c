/* SPDX-License-Identifier: Apache-2.0 */
/* Selection and installation: what follows from the candidates of one prefix. */
#include "models/net/records.h"
#include "models/rib/rib_private.h"

void rib_candidate_unref(RibCandidate *candidate)
{
	if (!candidate || --candidate->refs > 0)
		return;
	rib_hops_unref(candidate->hops);
	g_free(candidate);
}

void rib_lsp_candidate_unref(RibLspCandidate *candidate)
{
	if (!candidate || --candidate->refs > 0)
		return;
	rib_hops_unref(candidate->hops);
	g_free(candidate);
}

static RibCandidate *select_best(const RibEntry *entry, uint16_t *usable)
{
	for (unsigned i = 0; i < entry->routes->len; i++) {
		RibCandidate *candidate = g_ptr_array_index(entry->routes, i);

		if (candidate->route.distance >= RIB_DISTANCE_UNUSABLE)
			continue;
		*usable = rib_hops_usable(candidate->hops);
		if (*usable)
			return candidate;
	}
	*usable = 0;
	return NULL;
}

static RibLspCandidate *select_lsp(const RibEntry *entry, uint16_t *usable)
{
	for (unsigned i = 0; entry->lsps && i < entry->lsps->len; i++) {
		RibLspCandidate *candidate = g_ptr_array_index(entry->lsps, i);

		*usable = rib_hops_usable(candidate->hops);
		if (*usable)
			return candidate;
	}
	*usable = 0;
	return NULL;
}

static gboolean routes_equal(const RibCandidate *a, const RibCandidate *b)
{
	if (!a || !b)
		return a == b;
	return a->route.source == b->route.source && a->route.distance == b->route.distance &&
	       a->route.metric == b->route.metric && a->route.tag == b->route.tag &&
	       rib_hops_equal(a->hops, b->hops->hop, b->hops->n);
}

/* The labels of the first hop that is used. */
static const LabelStack *labels_of(const RibCandidate *candidate, uint16_t usable)
{
	unsigned i = 0;

	while (!(usable >> i & 1))
		i++;
	return &candidate->hops->hop[i].labels;
}

static uint64_t trace_change(const RibEntry *entry, const RibCandidate *before)
{
	const RibCandidate *after = entry->best;
	FwdNode *fwd = entry->rib->node->fwd;
	GString *next_hop = g_string_new(NULL);
	TraceRoute record = {
		.head = {.type = &trace_route, .node = fwd->name},
		.vrf = rib_name(entry->rib),
		.family = net_family_name(entry->prefix.addr.family),
		.prefix = entry->prefix,
		.protocol = (after ? after : before)->route.source->protocol,
		.change = !before  ? "add"
			  : !after ? "remove"
				   : "replace",
	};

	if (after) {
		rib_hops_append(after->hops, entry->usable, next_hop);
		record.next_hop = next_hop->str;
		record.labels = *labels_of(after, entry->usable);
	}
	sim_trace(fwd->sim, &record.head);
	g_string_free(next_hop, TRUE);
	if (after)
		rib_trace_causes(fwd->sim, record.head.id, after, entry->usable);
	return record.head.id;
}

typedef struct Change {
	const RibEntry *entry;
	const RibRoute *before, *after;
} Change;

static void tell(FwdWatchFn fn, void *user, const void *arg)
{
	const Change *change = arg;

	((RibWatchFn)fn)(change->entry->rib, &change->entry->prefix, change->before, change->after,
			 user);
}

static void tell_watchers(const RibEntry *entry, const RibCandidate *before)
{
	Change change = {.entry = entry,
			 .before = before ? &before->route : NULL,
			 .after = entry->best ? &entry->best->route : NULL};

	fwd_watch_call(&entry->rib->watches, tell, &change);
}

/* Puts the object (whose reference it takes) in the place of another, unless packets would see no
 * difference: what does not change keeps its identity and is not told again. */
static gboolean replace(RibEntry *entry, FwdNextHop **place, FwdNextHop *nh)
{
	if (fwd_nexthop_equal(*place, nh)) {
		fwd_nexthop_unref(nh);
		return FALSE;
	}
	fwd_nexthop_unref(*place);
	*place = nh;
	entry->rib->node->news = TRUE;
	return TRUE;
}

static void settle_fib(RibEntry *entry)
{
	RibHops *hops = entry->best ? entry->best->hops : NULL;
	/* An LSP to the same neighbours lends the route its labels. */
	const RibHops *overlay =
		hops && entry->best_lsp && !rib_hops_connected(hops) ? entry->best_lsp->hops : NULL;

	FwdNextHop *nh = hops ? rib_hops_next_hop(hops, entry->usable, overlay) : NULL;

	if (overlay && fwd_nexthop_equal(nh, entry->lsp)) {
		fwd_nexthop_unref(nh);
		nh = fwd_nexthop_ref(entry->lsp);
	}
	if (replace(entry, &entry->fib, nh))
		entry->fib_stale = TRUE;
}

static void settle_lsp(RibEntry *entry)
{
	RibLspCandidate *before = entry->best_lsp;
	uint16_t usable;

	entry->best_lsp = select_lsp(entry, &usable);
	entry->usable_lsp = usable;
	if (entry->best_lsp)
		entry->best_lsp->refs++;
	replace(entry, &entry->lsp,
		entry->best_lsp ? rib_hops_next_hop(entry->best_lsp->hops, usable, NULL) : NULL);
	rib_lsp_candidate_unref(before);
}

void rib_entry_settle(RibEntry *entry)
{
	RibCandidate *before = entry->best;
	uint16_t usable, usable_before = entry->usable;
	gboolean changed;

	entry->best = select_best(entry, &usable);
	if (entry->best && !before && !rib_limit_admits(entry, entry->best)) {
		entry->best = NULL;
		usable = 0;
	} else {
		rib_limit_forget(entry);
	}
	entry->usable = usable;
	rib_limit_count(entry, before != NULL, entry->best != NULL);
	if (entry->best)
		entry->best->refs++;
	changed = !routes_equal(before, entry->best);
	if (changed || usable != usable_before) {
		entry->record = trace_change(entry, before);
		sim_set_cause(entry->rib->node->fwd->sim, entry->record);
	}
	settle_lsp(entry);
	settle_fib(entry);
	rib_download(entry);
	rib_nht_reconsider(entry->rib, &entry->prefix);
	if (changed && !entry->rib->node->forgetting)
		tell_watchers(entry, before);
	rib_candidate_unref(before);
}

void rib_entry_free(RibEntry *entry)
{
	for (unsigned i = 0; i < entry->routes->len; i++)
		rib_candidate_unref(g_ptr_array_index(entry->routes, i));
	g_ptr_array_free(entry->routes, TRUE);
	for (unsigned i = 0; entry->lsps && i < entry->lsps->len; i++)
		rib_lsp_candidate_unref(g_ptr_array_index(entry->lsps, i));
	if (entry->lsps)
		g_ptr_array_free(entry->lsps, TRUE);
	rib_candidate_unref(entry->best);
	rib_lsp_candidate_unref(entry->best_lsp);
	rib_label_free(entry);
	fwd_nexthop_unref(entry->fib);
	fwd_nexthop_unref(entry->lsp);
	g_free(entry);
}
