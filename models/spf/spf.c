/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dijkstra's algorithm with a binary heap in which a vertex knows its place, so that finding a
 * shorter path moves it up instead of leaving a stale copy behind. Vertices are settled by (distance,
 * networks before routers, number): a network must be settled before a router at the same distance,
 * since the arc from it to that router weighs nothing and may add one more shortest path (RFC 2328
 * 16.1 step 3).
 */
#include "models/spf/spf.h"

#define NOT_IN_HEAP UINT32_MAX

void spf_graph_init(SpfGraph *g)
{
	g->arcs = g_array_new(FALSE, FALSE, sizeof(SpfArc));
	g->networks = g_array_new(FALSE, FALSE, sizeof(gboolean));
}

void spf_graph_release(SpfGraph *g)
{
	g_clear_pointer(&g->arcs, g_array_unref);
	g_clear_pointer(&g->networks, g_array_unref);
}

uint32_t spf_graph_add_vertex(SpfGraph *g, gboolean is_network)
{
	g_array_append_val(g->networks, is_network);
	return g->networks->len - 1;
}

void spf_graph_add_arc(SpfGraph *g, uint32_t from, uint32_t to, uint32_t weight, uint32_t tag)
{
	SpfArc arc = {.from = from, .to = to, .weight = weight, .tag = tag};
	g_assert(from < g->networks->len && to < g->networks->len);
	g_array_append_val(g->arcs, arc);
}

/* What one computation needs beside its result. */
typedef struct Run {
	const SpfGraph *g;
	SpfTree *tree;
	uint32_t root;
	uint32_t n;
	uint32_t *arc_order;  /* arc numbers, grouped by the vertex that they leave */
	uint32_t *arc_first;  /* per vertex, where its group begins in arc_order; n + 1 of them */
	uint32_t *heap;       /* vertices */
	uint32_t *heap_place; /* per vertex, its index in heap or NOT_IN_HEAP */
	uint32_t heap_len;
	GArray **hops; /* per vertex, of SpfHop, sorted, while it is not settled */
	gboolean *settled;
} Run;

static const SpfArc *arc_at(const Run *run, uint32_t arc)
{
	return &g_array_index(run->g->arcs, SpfArc, arc);
}

static gboolean is_network(const Run *run, uint32_t v)
{
	return g_array_index(run->g->networks, gboolean, v);
}

static SpfVertex *vertex_at(Run *run, uint32_t v)
{
	return &g_array_index(run->tree->vertices, SpfVertex, v);
}

/* Counting sort of the arcs by the vertex that they leave; keeps their order within a vertex. */
static void group_arcs(Run *run)
{
	uint32_t n_arcs = run->g->arcs->len;
	uint32_t *fill = g_new0(uint32_t, run->n + 1);

	run->arc_order = g_new(uint32_t, n_arcs + 1);
	run->arc_first = g_new0(uint32_t, run->n + 1);
	for (uint32_t i = 0; i < n_arcs; i++)
		run->arc_first[arc_at(run, i)->from + 1]++;
	for (uint32_t v = 0; v < run->n; v++)
		run->arc_first[v + 1] += run->arc_first[v];
	for (uint32_t i = 0; i < n_arcs; i++) {
		uint32_t from = arc_at(run, i)->from;
		run->arc_order[run->arc_first[from] + fill[from]++] = i;
	}
	g_free(fill);
}

static gboolean before(Run *run, uint32_t a, uint32_t b)
{
	uint64_t da = vertex_at(run, a)->distance, db = vertex_at(run, b)->distance;
	if (da != db)
		return da < db;
	if (is_network(run, a) != is_network(run, b))
		return is_network(run, a);
	return a < b;
}

static void heap_put(Run *run, uint32_t place, uint32_t v)
{
	run->heap[place] = v;
	run->heap_place[v] = place;
}

static void heap_up(Run *run, uint32_t v)
{
	uint32_t place = run->heap_place[v];
	while (place > 0) {
		uint32_t above = (place - 1) / 2;
		if (!before(run, v, run->heap[above]))
			break;
		heap_put(run, place, run->heap[above]);
		place = above;
	}
	heap_put(run, place, v);
}

static void heap_down(Run *run, uint32_t v)
{
	uint32_t place = run->heap_place[v];
	for (;;) {
		uint32_t below = 2 * place + 1;
		if (below >= run->heap_len)
			break;
		if (below + 1 < run->heap_len &&
		    before(run, run->heap[below + 1], run->heap[below]))
			below++;
		if (!before(run, run->heap[below], v))
			break;
		heap_put(run, place, run->heap[below]);
		place = below;
	}
	heap_put(run, place, v);
}

static void heap_insert_or_raise(Run *run, uint32_t v)
{
	if (run->heap_place[v] == NOT_IN_HEAP)
		heap_put(run, run->heap_len++, v);
	heap_up(run, v);
}

static uint32_t heap_pop(Run *run)
{
	uint32_t top = run->heap[0], last = run->heap[--run->heap_len];
	run->heap_place[top] = NOT_IN_HEAP;
	if (last != top) {
		heap_put(run, 0, last);
		heap_down(run, last);
	}
	return top;
}

/* Into the sorted set, unless it is there. */
static void add_hop(GArray *set, SpfHop hop)
{
	guint i = 0;
	for (; i < set->len; i++) {
		const SpfHop *have = &g_array_index(set, SpfHop, i);
		if (have->out == hop.out && have->last == hop.last)
			return;
		if (have->out > hop.out || (have->out == hop.out && have->last > hop.last))
			break;
	}
	g_array_insert_val(set, i, hop);
}

/* RFC 2328 16.1.1: the ways out that a path over u and this arc has. */
static void add_hops_over(Run *run, uint32_t u, uint32_t arc, GArray *set)
{
	const SpfVertex *from = vertex_at(run, u);

	if (u == run->root) {
		add_hop(set, (SpfHop){.out = arc, .last = arc});
		return;
	}
	for (uint32_t i = 0; i < from->n_hops; i++) {
		SpfHop hop = spf_tree_hops(run->tree, from)[i];
		/* A network next to the root is no hop: the router behind it is. */
		if (is_network(run, u) && arc_at(run, hop.last)->to == u)
			hop.last = arc;
		add_hop(set, hop);
	}
}

static void relax(Run *run, uint32_t u, uint32_t arc)
{
	uint32_t v = arc_at(run, arc)->to;
	uint64_t distance = vertex_at(run, u)->distance + arc_at(run, arc)->weight;
	SpfVertex *to = vertex_at(run, v);

	if (run->settled[v] || distance > to->distance)
		return;
	if (distance < to->distance) {
		to->distance = distance;
		to->parent = u;
		if (run->hops[v])
			g_array_set_size(run->hops[v], 0);
		else
			run->hops[v] = g_array_new(FALSE, FALSE, sizeof(SpfHop));
		heap_insert_or_raise(run, v);
	}
	add_hops_over(run, u, arc, run->hops[v]);
}

static void settle(Run *run, uint32_t v)
{
	SpfVertex *vertex = vertex_at(run, v);

	run->settled[v] = TRUE;
	g_array_append_val(run->tree->order, v);
	if (!run->hops[v])
		return;
	vertex->first_hop = run->tree->hops->len;
	vertex->n_hops = run->hops[v]->len;
	g_array_append_vals(run->tree->hops, run->hops[v]->data, run->hops[v]->len);
	g_clear_pointer(&run->hops[v], g_array_unref);
}

static void run_init(Run *run, SpfTree *tree, const SpfGraph *g, uint32_t root)
{
	uint32_t n = g->networks->len;

	*run = (Run){.g = g, .tree = tree, .root = root, .n = n};
	group_arcs(run);
	run->heap = g_new(uint32_t, n);
	run->heap_place = g_new(uint32_t, n);
	run->hops = g_new0(GArray *, n);
	run->settled = g_new0(gboolean, n);
	for (uint32_t v = 0; v < n; v++)
		run->heap_place[v] = NOT_IN_HEAP;
}

static void run_release(Run *run)
{
	g_free(run->arc_order);
	g_free(run->arc_first);
	g_free(run->heap);
	g_free(run->heap_place);
	g_free(run->hops);
	g_free(run->settled);
}

static void tree_start(SpfTree *tree, uint32_t n)
{
	const SpfVertex unreachable = {.distance = SPF_UNREACHABLE, .parent = SPF_NO_VERTEX};

	tree->vertices = g_array_sized_new(FALSE, FALSE, sizeof(SpfVertex), n);
	tree->order = g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), n);
	tree->hops = g_array_new(FALSE, FALSE, sizeof(SpfHop));
	for (uint32_t v = 0; v < n; v++)
		g_array_append_val(tree->vertices, unreachable);
}

void spf_tree_init(SpfTree *tree, const SpfGraph *g, uint32_t root)
{
	Run run;

	g_assert(root < g->networks->len);
	tree_start(tree, g->networks->len);
	run_init(&run, tree, g, root);
	vertex_at(&run, root)->distance = 0;
	heap_insert_or_raise(&run, root);
	while (run.heap_len > 0) {
		uint32_t v = heap_pop(&run);
		settle(&run, v);
		for (uint32_t i = run.arc_first[v]; i < run.arc_first[v + 1]; i++)
			relax(&run, v, run.arc_order[i]);
	}
	run_release(&run);
}

void spf_tree_release(SpfTree *tree)
{
	g_clear_pointer(&tree->vertices, g_array_unref);
	g_clear_pointer(&tree->order, g_array_unref);
	g_clear_pointer(&tree->hops, g_array_unref);
}
