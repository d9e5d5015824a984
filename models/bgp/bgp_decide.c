/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_decide.h"

#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_peer.h"

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

static gboolean external_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return !bgp_path_is_internal(a) && bgp_path_is_internal(b);
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

uint32_t bgp_path_router_id(const BgpPath *path)
{
	const BgpAttrs *a = &path->attrs->attrs;
	if (bgp_attrs_has(a, BGP_ATTR_ORIGINATOR_ID))
		return a->originator_id;
	return bgp_path_peer(path) ? bgp_peer_identifier(bgp_path_peer(path)) : 0;
}

static gboolean router_id_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return bgp_path_router_id(a) < bgp_path_router_id(b);
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
	{"next hop reachable", reachable_beats, BGP_RULE_PREFERENCE},
	{"weight", weight_beats, BGP_RULE_PREFERENCE},
	{"local preference", local_pref_beats, BGP_RULE_PREFERENCE},
	{"local origin", local_origin_beats, BGP_RULE_PREFERENCE},
	{"AS path length", as_path_beats, BGP_RULE_PREFERENCE},
	{"origin", origin_beats, BGP_RULE_PREFERENCE},
	{"MED", med_beats, BGP_RULE_PREFERENCE},
	{"eBGP over iBGP", external_beats, BGP_RULE_NEARNESS},
	{"IGP metric", igp_metric_beats, BGP_RULE_NEARNESS},
	{"oldest external", oldest_beats, BGP_RULE_CHOICE},
	{"router id", router_id_beats, BGP_RULE_CHOICE},
	{"cluster list length", cluster_list_beats, BGP_RULE_CHOICE},
	{"peer address", peer_address_beats, BGP_RULE_CHOICE},
	{"route distinguisher", rd_beats, BGP_RULE_CHOICE},
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

static BgpPath *by_elimination(const BgpTable *table, BgpPath **paths, unsigned n, unsigned *rule)
{
	for (unsigned i = 0; n > 1 && i < bgp_n_rules; i++) {
		unsigned left = apply(table, &bgp_rules[i], paths, n);
		if (left < n)
			*rule = i;
		n = left;
	}
	return paths[0];
}

/* Stable, as records are numbered in the order of time. */
static void sort_latest_first(BgpPath **paths, unsigned n)
{
	for (unsigned i = 1; i < n; i++) {
		BgpPath *path = paths[i];
		unsigned at = i;

		for (; at > 0 && paths[at - 1]->cause < path->cause; at--)
			paths[at] = paths[at - 1];
		paths[at] = path;
	}
}

/* Which of two is better, and by which rule; the first, by BGP_RULE_ONLY, where they cannot be told apart. */
static BgpPath *better(const BgpTable *table, BgpPath *a, BgpPath *b, unsigned *rule)
{
	for (*rule = 0; *rule < bgp_n_rules; (*rule)++) {
		if (bgp_rules[*rule].beats(table, a, b))
			return a;
		if (bgp_rules[*rule].beats(table, b, a))
			return b;
	}
	*rule = BGP_RULE_ONLY;
	return a;
}

/* The winner goes on to the next one. Of the rules that it has won by, the last one is told. */
static BgpPath *by_arrival(const BgpTable *table, BgpPath **paths, unsigned n, unsigned *rule)
{
	BgpPath *best = paths[0];

	for (unsigned i = 1; i < n; i++) {
		unsigned decided;
		BgpPath *winner = better(table, best, paths[i], &decided);

		if (winner != best || *rule == BGP_RULE_ONLY)
			*rule = decided;
		else if (decided != BGP_RULE_ONLY)
			*rule = MAX(*rule, decided);
		best = winner;
	}
	return best;
}

BgpPath *bgp_decide(const BgpTable *table, BgpPath **paths, unsigned n, unsigned *rule)
{
	g_assert(n > 0);
	*rule = BGP_RULE_ONLY;
	if (!table->bgp->decision.med_by_arrival)
		return by_elimination(table, paths, n, rule);
	sort_latest_first(paths, n);
	return by_arrival(table, paths, n, rule);
}
