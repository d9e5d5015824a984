/* SPDX-License-Identifier: Apache-2.0 */
/* How a node loses its tables in a crash. */
#include "models/rib/rib_private.h"

static void drop_routes(GPtrArray *routes)
{
	while (routes->len > 0)
		rib_candidate_unref(g_ptr_array_steal_index(routes, routes->len - 1));
}

static void drop_lsps(GPtrArray *lsps)
{
	while (lsps && lsps->len > 0)
		rib_lsp_candidate_unref(g_ptr_array_steal_index(lsps, lsps->len - 1));
}

static void forget_entry(RibEntry *entry, void *user)
{
	(void)user;
	drop_routes(entry->routes);
	drop_lsps(entry->lsps);
	rib_label_forget(entry);
	rib_entry_mark(entry);
}

void rib_node_forget(RibNode *node)
{
	g_assert(!node->processing);
	node->forgetting = TRUE;
	rib_download_forget(node);
	for (unsigned i = 0; i < node->ribs->len; i++)
		rib_entries_foreach(g_ptr_array_index(node->ribs, i), forget_entry, NULL);
	for (unsigned i = 0; i < node->swaps->len; i++)
		rib_swaps_forget(g_ptr_array_index(node->swaps, i));
	rib_process(node);
	node->forgetting = FALSE;
	rib_label_ranges_reset(node);
}
