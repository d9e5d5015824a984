/* SPDX-License-Identifier: Apache-2.0 */
/* Selection and installation: what follows from the candidates of one prefix. */
#include "models/net/records.h"
#include "models/rib/rib_private.h"

void rib_candidate_unref(RibCandidate *candidate, RibEntry *entry)
{
	if (!candidate || --candidate->refs > 0)
		return;
	rib_hops_free(candidate->hops, entry);
	g_free(candidate);
}

/* No route resolves through itself: one whose next hop lies within its own prefix, and in no usable
 * longer one, would take away what it depends on as soon as it is used. */
static gboolean leads_to_itself(const RibEntry *entry, const RibCandidate *candidate)
{
	const RibHops *hops = candidate->hops;

	for (unsigned i = 0; i < hops->n; i++)
		if (hops->nhts[i] && rib_nht_behind(hops->nhts[i], entry))
			return TRUE;
	return FALSE;
}

static RibCandidate *select_best(const RibEntry *entry)
{
	for (unsigned i = 0; i < entry->routes->len; i++) {
		RibCandidate *candidate = g_ptr_array_index(entry->routes, i);

		if (candidate->route.distance < RIB_DISTANCE_UNUSABLE &&
		    rib_hops_usable(candidate->hops) && !leads_to_itself(entry, candidate))
			return candidate;
	}
	return NULL;
}

const RibLspCandidate *rib_entry_lsp(const RibEntry *entry)
{
	for (unsigned i = 0; entry->lsps && i < entry->lsps->len; i++) {
		const RibLspCandidate *candidate = g_ptr_array_index(entry->lsps, i);

		if (rib_hops_usable(candidate->hops))
			return candidate;
	}
	return NULL;
}

static gboolean routes_equal(const RibCandidate *a, const RibCandidate *b)
{
	if (!a || !b)
		return a == b;
	return a->route.source == b->route.source && a->route.distance == b->route.distance &&
	       a->route.metric == b->route.metric && a->route.tag == b->route.tag &&
	       rib_hops_equal(a->hops, b->hops);
}

static void trace_change(const RibEntry *entry, const RibCandidate *before,
			 const RibCandidate *after)
{
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
		rib_hops_append(after->hops, next_hop);
		record.next_hop = next_hop->str;
		record.labels = after->hops->hop[0].labels;
	}
	sim_trace(fwd->sim, &record.head);
	g_string_free(next_hop, TRUE);
}

static void tell_watchers(const RibEntry *entry, const RibRoute *before, const RibRoute *after)
{
	/* A watcher may add or remove watches: indexes stay valid, pointers do not. */
	for (unsigned i = 0; i < entry->rib->watches->len; i++) {
		RibWatch watch = g_array_index(entry->rib->watches, RibWatch, i);

		watch.fn(entry->rib, &entry->prefix, before, after, watch.user);
	}
}

static void install_fib(RibEntry *entry, const RibCandidate *best, const RibLspCandidate *lsp)
{
	FwdNextHop *nh = NULL;

	/* An LSP to the same neighbours lends the route its labels. */
	if (best)
		nh = rib_hops_next_hop(best->hops,
				       lsp && !rib_hops_connected(best->hops) ? lsp->hops : NULL);
	if (nh || entry->fib)
		fwd_fib_set(entry->rib->vrf, &entry->prefix, nh);
	fwd_nexthop_unref(entry->fib);
	entry->fib = nh;
}

static void install_lsp(RibEntry *entry, const RibLspCandidate *lsp)
{
	fwd_nexthop_unref(entry->lsp);
	entry->lsp = lsp ? rib_hops_next_hop(lsp->hops, NULL) : NULL;
}

void rib_entry_settle(RibEntry *entry)
{
	RibCandidate *before = entry->best;
	RibCandidate *after = select_best(entry);
	const RibLspCandidate *lsp = rib_entry_lsp(entry);
	gboolean changed = !routes_equal(before, after);

	if (after)
		after->refs++;
	entry->best = after;
	install_lsp(entry, lsp);
	install_fib(entry, after, lsp);
	rib_label_settle(entry);
	if (changed)
		trace_change(entry, before, after);
	rib_nht_reconsider(entry->rib, &entry->prefix);
	if (changed)
		tell_watchers(entry, before ? &before->route : NULL, after ? &after->route : NULL);
	rib_candidate_unref(before, entry);
}

void rib_entry_free(RibEntry *entry)
{
	for (unsigned i = 0; i < entry->routes->len; i++)
		rib_candidate_unref(g_ptr_array_index(entry->routes, i), entry);
	g_ptr_array_free(entry->routes, TRUE);
	for (unsigned i = 0; entry->lsps && i < entry->lsps->len; i++) {
		RibLspCandidate *candidate = g_ptr_array_index(entry->lsps, i);

		rib_hops_free(candidate->hops, entry);
		g_free(candidate);
	}
	if (entry->lsps)
		g_ptr_array_free(entry->lsps, TRUE);
	rib_candidate_unref(entry->best, entry);
	rib_label_free(entry);
	fwd_nexthop_unref(entry->fib);
	fwd_nexthop_unref(entry->lsp);
	g_free(entry);
}
