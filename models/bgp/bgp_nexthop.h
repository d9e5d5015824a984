/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Next hops of paths, each tracked once in the RIB (RFC 4271 9.1.2.1). All paths with the same next hop
 * hang on it, so that the decision process looks again at these when it comes, goes or moves.
 */
#ifndef BGP_BGP_NEXTHOP_H
#define BGP_BGP_NEXTHOP_H

#include "models/bgp/bgp_table.h"
#include "models/rib/nht.h"

struct BgpNextHop {
	BgpTable *table;
	RibNht *nht;
	BgpPath *paths;
	uint32_t metric; /* IGP metric when it last changed */
};

/* For BgpTable.next_hops; no path may be left when they are freed. */
GPtrArray *bgp_nexthops_new(void);
void bgp_nexthops_free(GPtrArray *next_hops);

/* Puts the path on the next hop of its attributes; does nothing for the node's own paths. */
void bgp_nexthop_add(BgpTable *table, BgpPath *path);
void bgp_nexthop_remove(BgpTable *table, BgpPath *path);

/* An imported path that leads out of the VRF, by an LSP or through another VRF; else its next hop, if any, is in the
 * table's own RIB. */
gboolean bgp_path_leaves(const BgpTable *table, const BgpPath *path);
/* NULL: the path is the node's own, usable and at no cost. */
BgpNextHop *bgp_path_next_hop(const BgpTable *table, const BgpPath *path);
/* Of paths with labels, by its id in sets of attributes; NULL: no such path has it. */
BgpNextHop *bgp_nexthop_labelled(const BgpTable *table, uint32_t id);
/* Its next hop can be reached, and not only through a route to the same prefix. */
gboolean bgp_path_usable(const BgpTable *table, const BgpPath *path);
/* Of a path that is not usable: "no route to 10.0.0.3". */
void bgp_path_append_reason(const BgpTable *table, const BgpPath *path, GString *out);
uint32_t bgp_path_igp_metric(const BgpTable *table, const BgpPath *path);

#endif
