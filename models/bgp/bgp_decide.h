/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Route selection (RFC 4271 9.1.2.2): an ordered list of named rules. Each rule removes from the
 * paths under consideration those that another one beats; the rule after which one path is left is
 * the one that it won by. BgpDecision says what some of them do; and whether instead, as on Cisco without
 * bgp deterministic-med, paths are compared by twos from the latest to the oldest: as MEDs count between
 * some of them only, it is then the order of arrival that may decide.
 */
#ifndef BGP_BGP_DECIDE_H
#define BGP_BGP_DECIDE_H

#include "models/bgp/bgp_table.h"

/* What a rule is to paths that may be used side by side (bgp_multipath.h). */
typedef enum {
	BGP_RULE_PREFERENCE, /* none of them is better by it */
	BGP_RULE_NEARNESS,   /* the same, unless external and internal ones go together */
	BGP_RULE_CHOICE,     /* only settles which of them is told */
} BgpRuleKind;

typedef struct BgpRule {
	const char *name;
	/* TRUE where a is better than b. Not transitive for MED, which is why it is asked for pairs. */
	gboolean (*beats)(const BgpTable *table, const BgpPath *a, const BgpPath *b);
	BgpRuleKind kind;
} BgpRule;

extern const BgpRule bgp_rules[];
extern const unsigned bgp_n_rules;

enum { BGP_RULE_ONLY = UINT8_MAX }; /* won without contest */
const char *bgp_rule_name(unsigned rule);

/* Chooses among n >= 1 paths of the table; *rule becomes the index of the rule that decided, or
 * BGP_RULE_ONLY. The order in the array has no influence unless they cannot be told apart. The array is
 * changed. */
BgpPath *bgp_decide(const BgpTable *table, BgpPath **paths, unsigned n, unsigned *rule);

/* The BGP Identifier of whom the path is from; ORIGINATOR_ID takes its place (RFC 4456 9). */
uint32_t bgp_path_router_id(const BgpPath *path);

#endif
