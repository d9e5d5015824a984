/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routing policy of BGP's routes: what models/policy sees of a path, and what of its attributes the
 * rules of this protocol match and change. Attributes are copied once something is set, and interned at
 * the end.
 */
#ifndef BGP_BGP_POLICY_H
#define BGP_BGP_POLICY_H

#include "models/bgp/bgp_attrset.h"
#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_scratch.h"
#include "models/policy/policy_list.h"

extern const PolicyOwner bgp_policy_owner;

/* The rules and lists that BGP brings; a rule without element is the last. */
extern const PolicyRule bgp_policy_rules[], bgp_policy_label_rules[];
extern const PolicyListClass bgp_as_path_list, bgp_community_list, bgp_ext_community_list,
	bgp_large_community_list;

/* PolicySubject.own of BGP's routes. */
typedef struct BgpPolicyRoute {
	const Bgp *bgp;
	unsigned family;
	const BgpPeer *peer; /* whom it came from; NULL: the node's own */
	BgpAttrs attrs;      /* as they stand; what they point at is the set's, or in scratch */
	uint32_t weight;     /* as BgpAttrSet.weight */
	gboolean changed;
	gboolean labelled;  /* told with a label, by set-label */
	char *as_path;      /* as text, owned; NULL: not asked for yet */
	BgpScratch scratch; /* what has been set */
} BgpPolicyRoute;

const char *bgp_policy_as_path(BgpPolicyRoute *route);

/* A path, and who wants to know what policy makes of it. */
typedef struct BgpPolicyAsk {
	const Bgp *bgp;
	unsigned family;
	NetRd rd;
	NetPrefix prefix;
	const BgpPeer *peer;     /* whom it came from; NULL: the node's own */
	BgpAttrSet *attrs;       /* borrowed */
	NetAddr next_hop;        /* unset: that of attrs */
	gboolean keeps_next_hop; /* whatever the map sets */
	const char *interface;   /* that the route leads to; NULL: none, or not known */
	uint32_t label;          /* value; NET_LABEL_NONE: none */
	uint32_t igp_metric;
	uint32_t tag;
	const char *protocol; /* that the route is from */
} BgpPolicyAsk;

typedef struct BgpPolicyAnswer {
	PolicyResult result;
	BgpAttrSet *attrs; /* one reference; NULL where the path is denied */
	uint32_t set;      /* PolicySetBits that were */
	gboolean labelled; /* set-label was among the rules */
	PolicyNextHop next_hop_rule;
} BgpPolicyAnswer;

/* map NULL: as it is. */
BgpPolicyAnswer bgp_policy_apply(const PolicyMap *map, const BgpPolicyAsk *ask);
/* What there is to ask of a path of a table. */
BgpPolicyAsk bgp_policy_ask(const BgpTable *table, const BgpPath *path);

/* Communities that say whom a path may be told (RFC 1997): what is against an internal or external
 * peer, NULL: nothing. */
const char *bgp_policy_well_known(const BgpAttrs *attrs, gboolean internal);

/* Neighbours' words such as "in" or "vpnv4:in" as the route map of each family; *error where there is no
 * such family or map. maps are those of NULL where they are not named. */
gboolean bgp_policy_take_maps(const Bgp *bgp, const char *field, char **words,
			      const PolicyMap *maps[BGP_N_FAMILIES], GError **error);

/* FALSE and *error where one of them cannot be an import map, as it asks for what is not known then. */
gboolean bgp_policy_check_import(const PolicyMap *const maps[BGP_N_FAMILIES], GError **error);

#endif
