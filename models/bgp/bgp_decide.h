/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Route selection (RFC 4271 9.1.2.2): an ordered list of named rules. Each rule removes from the
 * paths under consideration those that another one beats; the rule after which one path is left is
 * the one that it won by. BgpDecision says what some of them do.
 */
#ifndef BGP_BGP_DECIDE_H
#define BGP_BGP_DECIDE_H

#include "models/bgp/bgp_table.h"

typedef struct BgpRule {
	const char *name;
	/* TRUE where a is better than b. Not transitive for MED, which is why it is asked for pairs. */
	gboolean (*beats)(const BgpTable *table, const BgpPath *a, const BgpPath *b);
} BgpRule;

extern const BgpRule bgp_rules[];
extern const unsigned bgp_n_rules;

enum { BGP_RULE_ONLY = UINT8_MAX }; /* won without contest */
const char *bgp_rule_name(unsigned rule);

/* Chooses among n >= 1 paths of the table; *rule becomes the index of the rule that decided, or
 * BGP_RULE_ONLY. The order of the paths has no influence unless they cannot be told apart. The array is
 * changed. */
BgpPath *bgp_decide(const BgpTable *table, BgpPath **paths, unsigned n, unsigned *rule);

/* The paths that are used beside the best one (maximum-paths): puts them in front of the array, in the
 * order of router ids, and returns how many they are. */
unsigned bgp_multipath(const BgpTable *table, BgpPath *best, BgpPath **paths, unsigned n);

#endif
