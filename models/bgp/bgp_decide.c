/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_decide.h"

#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_peer.h"

#include <stdlib.h>
#include <string.h>

/* 9.1.2.1: a route whose next hop cannot be reached takes no part; it comes last, so that it is known
 * what is waited for. */
static gboolean reachable_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	return bgp_path_usable(table, a) && !bgp_path_usable(table, b);
}

/* Local to the router, as common routers have it before all that the RFC asks for. */
static uint32_t weight(const BgpPath *path)
{
	const BgpPeer *peer = bgp_path_peer(path);

	if (path->attrs->weight > 0)
		return path->attrs->weight - 1;
	return peer ? peer->weight : bgp_path_is_own(path) ? BGP_WEIGHT_LOCAL : 0;
}

static gboolean weight_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return weight(a) > weight(b);
}

/* 9.1.1: the degree of preference. Routes of other ASes have none until this router gives it. */
static uint32_t local_preference(const BgpPath *path)
{
	const BgpAttrs *a = &path->attrs->attrs;
	return bgp_attrs_has(a, BGP_ATTR_LOCAL_PREF) ? a->local_pref : BGP_LOCAL_PREF_DEFAULT;
}

static gboolean local_pref_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return local_preference(a) > local_preference(b);
}

/* As Cisco has it, what the router aggregates comes behind what it originates. */
static unsigned locality(const BgpPath *path)
{
	if (!bgp_path_is_own(path))
		return 2;
	return path->flags & BGP_PATH_AGGREGATE ? 1 : 0;
}

static gboolean local_origin_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return locality(a) < locality(b);
}

static gboolean as_path_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	return !table->bgp->decision.as_path_ignore &&
	       a->attrs->as_path_length < b->attrs->as_path_length;
}

static gboolean origin_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return a->attrs->attrs.origin < b->attrs->attrs.origin;
}

static uint32_t med(const BgpTable *table, const BgpPath *path)
{
	if (table->bgp->decision.med_missing_as_worst &&
	    !bgp_attrs_has(&path->attrs->attrs, BGP_ATTR_MED))
		return UINT32_MAX;
	return path->attrs->attrs.med;
}

/* 9.1.2.2 c: among routes of the same neighbouring AS only, unless configured otherwise; a missing one
 * is the lowest. */
static gboolean med_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	return (table->bgp->decision.always_compare_med ||
		a->attrs->neighbour_as == b->attrs->neighbour_as) &&
	       med(table, a) < med(table, b);
}

static gboolean is_internal(const BgpPath *path)
{
	const BgpPeer *peer = bgp_path_peer(path);

	return peer && bgp_peer_is_internal(peer);
}

static gboolean external_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return !is_internal(a) && is_internal(b);
}

static gboolean igp_metric_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	return bgp_path_igp_metric(table, a) < bgp_path_igp_metric(table, b);
}

static gboolean is_external(const BgpPath *path)
{
	const BgpPeer *peer = bgp_path_peer(path);

	return peer && !bgp_peer_is_internal(peer);
}

/* Not in the RFC, but what common routers do: of external routes the one that has been there longest
 * stays, so that routes do not move without need. Records are numbered in the order of time. */
static gboolean oldest_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	return !table->bgp->decision.compare_router_id && is_external(a) && is_external(b) &&
	       a->cause < b->cause;
}

/* RFC 4456 9: ORIGINATOR_ID takes the place of the peer's identifier. */
static uint32_t router_id(const BgpPath *path)
{
	const BgpAttrs *a = &path->attrs->attrs;
	if (bgp_attrs_has(a, BGP_ATTR_ORIGINATOR_ID))
		return a->originator_id;
	return bgp_path_peer(path) ? bgp_peer_identifier(bgp_path_peer(path)) : 0;
}

static gboolean router_id_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return router_id(a) < router_id(b);
}

/* RFC 4456 9. A CLUSTER_LIST that is absent is of length 0. */
static gboolean cluster_list_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return a->attrs->attrs.cluster_list.len < b->attrs->attrs.cluster_list.len;
}

static gboolean peer_address_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	const BgpPeer *x = bgp_path_peer(a), *y = bgp_path_peer(b);

	(void)table;
	if (!x || !y)
		return !x && y;
	return net_addr_cmp(bgp_peer_address(x), bgp_peer_address(y)) < 0;
}

static NetRd rd_of(const BgpPath *path)
{
	const BgpLeak *leak = bgp_path_leak(path);

	return leak ? leak->rd : 0;
}

/* Of one peer there are several paths in a VRF where VPN routes of several RDs are imported. */
static gboolean rd_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return rd_of(a) < rd_of(b);
}

const BgpRule bgp_rules[] = {
	{"next hop reachable", reachable_beats},
	{"weight", weight_beats},
	{"local preference", local_pref_beats},
	{"local origin", local_origin_beats},
	{"AS path length", as_path_beats},
	{"origin", origin_beats},
	{"MED", med_beats},
	{"eBGP over iBGP", external_beats},
	{"IGP metric", igp_metric_beats},
	{"oldest external", oldest_beats},
	{"router id", router_id_beats},
	{"cluster list length", cluster_list_beats},
	{"peer address", peer_address_beats},
	{"route distinguisher", rd_beats},
};
const unsigned bgp_n_rules = G_N_ELEMENTS(bgp_rules);

const char *bgp_rule_name(unsigned rule)
{
	return rule < bgp_n_rules ? bgp_rules[rule].name : "only path";
}

static gboolean is_beaten(const BgpTable *table, const BgpRule *rule, const BgpPath *path,
			  BgpPath *const *paths, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (rule->beats(table, paths[i], path))
			return TRUE;
	return FALSE;
}

/* Leaves those that no other beats, in their order; returns how many. A rule's losers are judged
 * against all paths that came into it, losers too (RFC 4271 9.1.2.2 c). */
static unsigned apply(const BgpTable *table, const BgpRule *rule, BgpPath **paths, unsigned n)
{
	gboolean *beaten = g_newa(gboolean, n);
	unsigned left = 0;
	for (unsigned i = 0; i < n; i++)
		beaten[i] = is_beaten(table, rule, paths[i], paths, n);
	for (unsigned i = 0; i < n; i++)
		if (!beaten[i])
			paths[left++] = paths[i];
	return left;
}

BgpPath *bgp_decide(const BgpTable *table, BgpPath **paths, unsigned n, unsigned *rule)
{
	g_assert(n > 0);
	*rule = BGP_RULE_ONLY;
	for (unsigned i = 0; n > 1 && i < bgp_n_rules; i++) {
		unsigned left = apply(table, &bgp_rules[i], paths, n);
		if (left < n)
			*rule = i;
		n = left;
	}
	return paths[0];
}

/* After this rule paths are as good as each other, and what follows only settles which one is told. */
static unsigned last_rule_of_multipath(void)
{
	unsigned i = 0;

	while (bgp_rules[i].beats != igp_metric_beats)
		i++;
	return i;
}

static gboolean same_as_path(const BgpPath *a, const BgpPath *b)
{
	BgpSpan x = a->attrs->attrs.as_path.segments, y = b->attrs->attrs.as_path.segments;

	return x.len == y.len && (x.len == 0 || memcmp(x.bytes, y.bytes, x.len) == 0);
}

/* As FRR has it: unless relaxed, external ones must come from the same AS, internal ones have the same AS
 * path. */
static gboolean go_together(const BgpTable *table, const BgpPath *best, const BgpPath *path)
{
	if (!bgp_path_peer(path) || is_internal(best) != is_internal(path))
		return FALSE;
	if (table->bgp->decision.multipath_relax)
		return TRUE;
	return is_internal(best) ? same_as_path(best, path)
				 : bgp_path_peer(best)->as_number == bgp_path_peer(path)->as_number;
}

static gboolean is_as_good(const BgpTable *table, const BgpPath *best, const BgpPath *path)
{
	for (unsigned i = 0; i <= last_rule_of_multipath(); i++)
		if (bgp_rules[i].beats(table, best, path) || bgp_rules[i].beats(table, path, best))
			return FALSE;
	return go_together(table, best, path);
}

static unsigned most_paths(const BgpTable *table, const BgpPath *best)
{
	const BgpDecision *decision = &table->bgp->decision;

	return is_internal(best) ? decision->maximum_paths_ibgp : decision->maximum_paths;
}

static int by_rank(const void *a, const void *b)
{
	const BgpPath *x = *(BgpPath *const *)a, *y = *(BgpPath *const *)b;
	uint32_t id_x = router_id(x), id_y = router_id(y);

	if (id_x != id_y)
		return id_x < id_y ? -1 : 1;
	return net_addr_cmp(bgp_peer_address(bgp_path_peer(x)), bgp_peer_address(bgp_path_peer(y)));
}

/* Without those that lead to a next hop which another one leads to already. */
static unsigned distinct(const BgpPath *best, BgpPath **paths, unsigned n)
{
	unsigned left = 0;

	for (unsigned i = 0; i < n; i++) {
		uint32_t next_hop = paths[i]->attrs->next_hop_id;
		gboolean there = next_hop == best->attrs->next_hop_id;

		for (unsigned k = 0; k < left; k++)
			there = there || paths[k]->attrs->next_hop_id == next_hop;
		if (!there)
			paths[left++] = paths[i];
	}
	return left;
}

unsigned bgp_multipath(const BgpTable *table, BgpPath *best, BgpPath **paths, unsigned n)
{
	unsigned left = 0;

	if (!bgp_path_peer(best))
		return 0;
	for (unsigned i = 0; i < n; i++)
		if (paths[i] != best && is_as_good(table, best, paths[i]))
			paths[left++] = paths[i];
	qsort(paths, left, sizeof *paths, by_rank);
	left = distinct(best, paths, left);
	return MIN(left, most_paths(table, best) - 1);
}
