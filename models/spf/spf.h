/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shortest paths over a plain directed graph (Dijkstra), for every link state protocol. It knows
 * vertices by number and nothing of addresses, LSAs or two-way checks: the caller leaves out arcs
 * that must not be used.
 *
 * A vertex may be a network, the pseudonode of a multi-access link (RFC 2328 2.1): it is on the way,
 * but it is not a hop. All shortest paths are kept, as the set of ways in which they leave the root.
 */
#ifndef SPF_SPF_H
#define SPF_SPF_H

#include <glib.h>
#include <stdint.h>

#define SPF_UNREACHABLE UINT64_MAX
#define SPF_NO_VERTEX UINT32_MAX

typedef struct SpfArc {
	uint32_t from, to; /* vertices */
	uint32_t weight;
	uint32_t tag; /* the caller's: which link of the topology it stands for */
} SpfArc;

typedef struct SpfGraph {
	GArray *arcs;     /* of SpfArc, in the order in which they were added */
	GArray *networks; /* of gboolean, one per vertex */
} SpfGraph;

void spf_graph_init(SpfGraph *g);
void spf_graph_release(SpfGraph *g);
/* Returns the new vertex's number; they count from 0. */
uint32_t spf_graph_add_vertex(SpfGraph *g, gboolean is_network);
/* Both vertices exist. Parallel arcs are fine. */
void spf_graph_add_arc(SpfGraph *g, uint32_t from, uint32_t to, uint32_t weight, uint32_t tag);

/*
 * A way to leave the root: over arc out, and, where that leads to a network, on over arc last to the
 * first router behind it. On a point-to-point link, and for a network that the root is attached to,
 * both are the same. Numbers of arcs in the graph.
 */
typedef struct SpfHop {
	uint32_t out, last;
} SpfHop;

typedef struct SpfVertex {
	uint64_t distance; /* SPF_UNREACHABLE where there is no path */
	/* Its ways out are hops[first_hop .. first_hop + n_hops) of the tree, in rising order without
	 * duplicates; none for the root and what cannot be reached. */
	uint32_t first_hop, n_hops;
	uint32_t parent; /* the first predecessor found; SPF_NO_VERTEX for the root */
} SpfVertex;

typedef struct SpfTree {
	GArray *vertices; /* of SpfVertex, by number */
	GArray *order;    /* of uint32_t: reachable vertices as they were settled, the root first */
	GArray *hops;     /* of SpfHop */
} SpfTree;

/* Computes the tree of all shortest paths from root. Equal graphs give equal trees. */
void spf_tree_init(SpfTree *tree, const SpfGraph *g, uint32_t root);
void spf_tree_release(SpfTree *tree);

static inline const SpfVertex *spf_tree_vertex(const SpfTree *tree, uint32_t v)
{
	return &g_array_index(tree->vertices, SpfVertex, v);
}
static inline const SpfHop *spf_tree_hops(const SpfTree *tree, const SpfVertex *v)
{
	return &g_array_index(tree->hops, SpfHop, v->first_hop);
}

#endif
