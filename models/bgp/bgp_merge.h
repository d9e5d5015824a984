/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Path attributes of several routes made into those of their aggregate (RFC 4271 9.2.2.2): the worst
 * ORIGIN; ATOMIC_AGGREGATE where one has it; and where that is wanted the path that all begin with, with what
 * else is in their paths in an AS_SET behind it, and the communities of all. Without MED.
 */
#ifndef BGP_BGP_MERGE_H
#define BGP_BGP_MERGE_H

#include "models/bgp/bgp_scratch.h"
#include "models/wire/bgp_attr.h"

typedef struct BgpMerge {
	gboolean as_set;  /* paths and communities, too */
	GPtrArray *attrs; /* of BgpAttrs, borrowed: each once */
	GHashTable *seen; /* the same, looked up, never iterated */
} BgpMerge;

void bgp_merge_init(BgpMerge *merge, gboolean as_set);
/* Attributes in normal form (bgp_attrset.h), which must stay until bgp_merge_take(). */
void bgp_merge_add(BgpMerge *merge, const BgpAttrs *attrs);
/* At least one has been added. *out points into scratch. Releases what the merge holds. */
void bgp_merge_take(BgpMerge *merge, BgpAttrs *out, BgpScratch *scratch);

#endif
