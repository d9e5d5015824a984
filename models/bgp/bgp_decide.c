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

static gboolean local_origin_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return !a->peer && b->peer;
}

static gboolean as_path_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return a->attrs->as_path_length < b->attrs->as_path_length;
}

static gboolean origin_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return a->attrs->attrs.origin < b->attrs->attrs.origin;
}

/* 9.1.2.2 c: among routes of the same neighbouring AS only; a missing one is the lowest. */
static gboolean med_beats(const BgpTable *table, const BgpPath *a, const BgpPath *b)
{
	(void)table;
	return a->attrs->neighbour_as == b->attrs->neighbour_as &&
	       a->attrs->attrs.med < b->attrs->attrs.med;
}

static gboolean is_internal(const BgpPath *path)
{
	return path->peer && bgp_peer_is_internal(path->peer);
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

/* RFC 4456 9: ORIGINATOR_ID takes the place of the peer's identifier. */
static uint32_t router_id(const BgpPath *path)
{
	const BgpAttrs *a = &path->attrs->attrs;
	if (bgp_attrs_has(a, BGP_ATTR_ORIGINATOR_ID))
		return a->originator_id;
	return path->peer ? bgp_peer_identifier(path->peer) : 0;
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
	(void)table;
	if (!a->peer || !b->peer)
		return !a->peer && b->peer;
	return net_addr_cmp(bgp_peer_address(a->peer), bgp_peer_address(b->peer)) < 0;
}

const BgpRule bgp_rules[] = {
	{"next hop reachable", reachable_beats},
	{"local preference", local_pref_beats},
	{"local origin", local_origin_beats},
	{"AS path length", as_path_beats},
	{"origin", origin_beats},
	{"MED", med_beats},
	{"eBGP over iBGP", external_beats},
	{"IGP metric", igp_metric_beats},
	{"router id", router_id_beats},
	{"cluster list length", cluster_list_beats},
	{"peer address", peer_address_beats},
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
