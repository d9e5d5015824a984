/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_multipath.h"

#include "models/bgp/bgp_decide.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_peer.h"

#include <stdlib.h>
#include <string.h>

static gboolean takes_both(const BgpTable *table)
{
	return table->bgp->decision.maximum_paths_eibgp > 1;
}

static gboolean same_as_path(const BgpPath *a, const BgpPath *b)
{
	BgpSpan x = a->attrs->attrs.as_path.segments, y = b->attrs->attrs.as_path.segments;

	return x.len == y.len && (x.len == 0 || memcmp(x.bytes, y.bytes, x.len) == 0);
}

/* As FRR has it: unless relaxed, external ones must come from the same AS, others have the same AS path. */
static gboolean go_together(const BgpTable *table, const BgpPath *best, const BgpPath *path)
{
	gboolean internal = bgp_path_is_internal(best) || bgp_path_is_internal(path);

	if (bgp_path_has_label(table, best) != bgp_path_has_label(table, path))
		return FALSE;
	if (table->bgp->decision.multipath_relax)
		return TRUE;
	return internal ? same_as_path(best, path)
			: bgp_path_peer(best)->as_number == bgp_path_peer(path)->as_number;
}

static gboolean is_as_good(const BgpTable *table, const BgpPath *best, const BgpPath *path)
{
	gboolean mixed = bgp_path_is_internal(best) != bgp_path_is_internal(path);

	if (!bgp_path_peer(path) || (mixed && !takes_both(table)))
		return FALSE;
	for (unsigned i = 0; i < bgp_n_rules; i++) {
		const BgpRule *rule = &bgp_rules[i];

		if (rule->kind == BGP_RULE_CHOICE || (mixed && rule->kind == BGP_RULE_NEARNESS))
			continue;
		if (rule->beats(table, best, path) || rule->beats(table, path, best))
			return FALSE;
	}
	return go_together(table, best, path);
}

static gboolean is_nearer(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	return bgp_path_is_internal(a) && bgp_path_is_internal(b) &&
	       bgp_path_igp_metric(table, a) < bgp_path_igp_metric(table, b);
}

/* Beside an external path internal ones are judged among themselves. */
static unsigned nearest(const BgpTable *table, BgpPath **paths, unsigned n)
{
	gboolean *beaten = g_newa0(gboolean, n + 1);
	unsigned left = 0;

	for (unsigned i = 0; i < n; i++)
		for (unsigned k = 0; k < n; k++)
			beaten[i] = beaten[i] || is_nearer(table, paths[k], paths[i]);
	for (unsigned i = 0; i < n; i++)
		if (!beaten[i])
			paths[left++] = paths[i];
	return left;
}

static unsigned most_paths(const BgpTable *table, const BgpPath *best)
{
	const BgpDecision *decision = &table->bgp->decision;

	if (takes_both(table))
		return decision->maximum_paths_eibgp;
	return bgp_path_is_internal(best) ? decision->maximum_paths_ibgp : decision->maximum_paths;
}

static int by_rank(const void *a, const void *b)
{
	const BgpPath *x = *(BgpPath *const *)a, *y = *(BgpPath *const *)b;
	uint32_t id_x = bgp_path_router_id(x), id_y = bgp_path_router_id(y);
	gboolean internal_x = bgp_path_is_internal(x), internal_y = bgp_path_is_internal(y);

	if (internal_x != internal_y)
		return internal_x ? 1 : -1;
	if (id_x != id_y)
		return id_x < id_y ? -1 : 1;
	return net_addr_cmp(bgp_peer_address(bgp_path_peer(x)), bgp_peer_address(bgp_path_peer(y)));
}

/* To the same next hop in the same table. */
static gboolean same_way(const BgpPath *a, const BgpPath *b)
{
	const BgpLeak *x = bgp_path_leak(a), *y = bgp_path_leak(b);

	return a->attrs->next_hop_id == b->attrs->next_hop_id &&
	       (x ? x->in : NULL) == (y ? y->in : NULL);
}

/* Without those that lead to a next hop which another one leads to already. */
static unsigned distinct(const BgpPath *best, BgpPath **paths, unsigned n)
{
	unsigned left = 0;

	for (unsigned i = 0; i < n; i++) {
		gboolean there = same_way(paths[i], best);

		for (unsigned k = 0; k < left; k++)
			there = there || same_way(paths[k], paths[i]);
		if (!there)
			paths[left++] = paths[i];
	}
	return left;
}

unsigned bgp_multipath(const BgpTable *table, BgpPath *best, BgpPath **paths, unsigned n)
{
	unsigned left = 0;

	if (!bgp_path_peer(best) || most_paths(table, best) <= 1)
		return 0;
	for (unsigned i = 0; i < n; i++)
		if (paths[i] != best && is_as_good(table, best, paths[i]))
			paths[left++] = paths[i];
	left = nearest(table, paths, left);
	qsort(paths, left, sizeof *paths, by_rank);
	left = distinct(best, paths, left);
	return MIN(left, most_paths(table, best) - 1);
}
