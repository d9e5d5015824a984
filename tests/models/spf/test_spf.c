/* SPDX-License-Identifier: Apache-2.0 */
#include "models/spf/spf.h"
#include "tests/testing.h"

static void add_vertices(SpfGraph *g, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		ck_assert_uint_eq(spf_graph_add_vertex(g, FALSE), i);
}

static void add_link(SpfGraph *g, uint32_t a, uint32_t b, uint32_t weight)
{
	spf_graph_add_arc(g, a, b, weight, 0);
	spf_graph_add_arc(g, b, a, weight, 0);
}

/* "distance:out/last,out/last" per vertex, separated by blanks; "-" where unreachable. */
static char *tree_text(const SpfGraph *g, uint32_t root)
{
	SpfTree tree;
	GString *out = g_string_new(NULL);

	spf_tree_init(&tree, g, root);
	for (uint32_t v = 0; v < tree.vertices->len; v++) {
		const SpfVertex *vertex = spf_tree_vertex(&tree, v);
		g_string_append(out, v ? " " : "");
		if (vertex->distance == SPF_UNREACHABLE) {
			g_string_append_c(out, '-');
			continue;
		}
		g_string_append_printf(out, "%" G_GUINT64_FORMAT, vertex->distance);
		for (uint32_t i = 0; i < vertex->n_hops; i++) {
			SpfHop hop = spf_tree_hops(&tree, vertex)[i];
			g_string_append_printf(out, "%s%u/%u", i ? "," : ":", hop.out, hop.last);
		}
	}
	spf_tree_release(&tree);
	return g_string_free(out, FALSE);
}

static void assert_tree(const SpfGraph *g, uint32_t root, const char *want)
{
	char *text = tree_text(g, root);
	ck_assert_str_eq(text, want);
	g_free(text);
}

START_TEST(line_and_unreachable)
{
	SpfGraph g;
	spf_graph_init(&g);
	add_vertices(&g, 4);
	add_link(&g, 0, 1, 10);
	add_link(&g, 1, 2, 5);
	spf_graph_add_arc(&g, 3, 0, 1, 0); /* one way, towards the root */
	assert_tree(&g, 0, "0 10:0/0 15:0/0 -");
	assert_tree(&g, 2, "15:3/3 5:3/3 0 -");
	spf_graph_release(&g);
}
END_TEST

START_TEST(alone)
{
	SpfGraph g;
	spf_graph_init(&g);
	add_vertices(&g, 1);
	assert_tree(&g, 0, "0");
	spf_graph_release(&g);
}
END_TEST

START_TEST(square_has_two_ways)
{
	SpfGraph g;
	spf_graph_init(&g);
	add_vertices(&g, 5);
	add_link(&g, 0, 1, 10); /* arcs 0, 1 */
	add_link(&g, 0, 2, 10); /* 2, 3 */
	add_link(&g, 1, 3, 10); /* 4, 5 */
	add_link(&g, 2, 3, 10); /* 6, 7 */
	add_link(&g, 3, 4, 1);  /* behind the join both ways stay */
	assert_tree(&g, 0, "0 10:0/0 10:2/2 20:0/0,2/2 21:0/0,2/2");
	spf_graph_release(&g);
}
END_TEST

START_TEST(parallel_links)
{
	SpfGraph g;
	spf_graph_init(&g);
	add_vertices(&g, 3);
	add_link(&g, 0, 1, 10);
	add_link(&g, 0, 1, 10);
	add_link(&g, 0, 1, 11); /* longer: not used */
	add_link(&g, 1, 2, 1);
	assert_tree(&g, 0, "0 10:0/0,2/2 11:0/0,2/2");
	spf_graph_release(&g);
}
END_TEST

START_TEST(shorter_path_found_late_replaces)
{
	SpfGraph g;
	spf_graph_init(&g);
	add_vertices(&g, 4);
	spf_graph_add_arc(&g, 0, 3, 100, 0);
	spf_graph_add_arc(&g, 0, 1, 1, 0);
	spf_graph_add_arc(&g, 1, 2, 1, 0);
	spf_graph_add_arc(&g, 2, 3, 1, 0);
	assert_tree(&g, 0, "0 1:1/1 2:1/1 3:1/1");
	spf_graph_release(&g);
}
END_TEST

/* Root and two routers on one network; one of them leads on to a fourth router. */
START_TEST(network_is_no_hop)
{
	SpfGraph g;
	spf_graph_init(&g);
	add_vertices(&g, 4);
	uint32_t net = spf_graph_add_vertex(&g, TRUE);
	spf_graph_add_arc(&g, 0, net, 10, 0);
	for (uint32_t v = 0; v < 3; v++)
		spf_graph_add_arc(&g, net, v, 0, 0); /* arcs 1 to 3 */
	spf_graph_add_arc(&g, 1, net, 10, 0);
	spf_graph_add_arc(&g, 2, net, 10, 0);
	spf_graph_add_arc(&g, 2, 3, 5, 0);
	assert_tree(&g, 0, "0 10:0/2 10:0/3 15:0/3 10:0/0");
	spf_graph_release(&g);
}
END_TEST

/* A network at the same distance as the router behind it is settled first, so that the path over
 * it counts, although the router has the lower number. */
START_TEST(network_before_router_at_a_tie)
{
	SpfGraph g;
	spf_graph_init(&g);
	add_vertices(&g, 2);
	uint32_t net = spf_graph_add_vertex(&g, TRUE);
	spf_graph_add_arc(&g, 0, 1, 10, 0);
	spf_graph_add_arc(&g, 0, net, 10, 0);
	spf_graph_add_arc(&g, net, 1, 0, 0);
	assert_tree(&g, 0, "0 10:0/0,1/2 10:1/1");
	spf_graph_release(&g);
}
END_TEST

/* A grid has many equal paths; distances are known and the order is by distance. */
START_TEST(grid)
{
	enum { SIDE = 12 };
	SpfGraph g;
	SpfTree tree;

	spf_graph_init(&g);
	add_vertices(&g, SIDE * SIDE);
	for (uint32_t y = 0; y < SIDE; y++)
		for (uint32_t x = 0; x < SIDE; x++) {
			if (x + 1 < SIDE)
				add_link(&g, y * SIDE + x, y * SIDE + x + 1, 3);
			if (y + 1 < SIDE)
				add_link(&g, y * SIDE + x, (y + 1) * SIDE + x, 3);
		}
	spf_tree_init(&tree, &g, 0);
	uint64_t last = 0;
	ck_assert_uint_eq(tree.order->len, SIDE * SIDE);
	for (uint32_t i = 0; i < tree.order->len; i++) {
		uint32_t v = g_array_index(tree.order, uint32_t, i);
		const SpfVertex *vertex = spf_tree_vertex(&tree, v);
		ck_assert_uint_eq(vertex->distance, 3 * (v % SIDE + v / SIDE));
		ck_assert_uint_ge(vertex->distance, last);
		ck_assert_uint_eq(vertex->n_hops, v == 0 ? 0 : v % SIDE && v / SIDE ? 2 : 1);
		last = vertex->distance;
	}
	spf_tree_release(&tree);
	spf_graph_release(&g);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("spf");

	tcase_add_test(tc, line_and_unreachable);
	tcase_add_test(tc, alone);
	tcase_add_test(tc, square_has_two_ways);
	tcase_add_test(tc, parallel_links);
	tcase_add_test(tc, shorter_path_found_late_replaces);
	tcase_add_test(tc, network_is_no_hop);
	tcase_add_test(tc, network_before_router_at_a_tie);
	tcase_add_test(tc, grid);
	return test_main("spf", tc);
}
