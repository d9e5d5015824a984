/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the RIB to the forwarding tables: each entry whose FIB or LFIB entry has to change passes the
 * queue of the node's control processor, once, however often it changes while it waits. What is then
 * installed is what holds then, and only then those who track a next hop through it are told. Objects that entries share are changed at once: to repair a thousand
 * routes behind one next hop is no download.
 */
#include "models/rib/rib_private.h"

typedef struct Download {
	RibEntry *entry; /* NULL: one of swaps */
	RibSwaps *swaps;
	uint32_t label;
	SimTime due;
	uint64_t cause;
} Download;

static void install(RibEntry *entry)
{
	if (entry->fib_stale)
		fwd_fib_set(entry->rib->vrf, &entry->prefix, entry->fib);
	entry->fib_stale = FALSE;
	rib_label_settle(entry);
}

static void start_timer(RibNode *node)
{
	const Download *next = g_queue_peek_head(&node->downloads);

	if (next && !sim_timer_running(&node->download))
		sim_timer_start(&node->download, next->due - node->fwd->sim->now);
}

static void install_entry(RibEntry *entry)
{
	entry->downloading = FALSE;
	install(entry);
	rib_nht_installed(entry);
	rib_entry_collect(entry);
}

static void download_due(void *owner)
{
	RibNode *node = owner;
	Download *d = g_queue_pop_head(&node->downloads);
	uint64_t former = sim_set_cause(node->fwd->sim, d->cause);

	if (d->entry)
		install_entry(d->entry);
	else if (d->swaps)
		rib_swap_installed(d->swaps, d->label);
	sim_set_cause(node->fwd->sim, former);
	g_free(d);
	start_timer(node);
	rib_process(node);
}

void rib_download_init(RibNode *node)
{
	g_queue_init(&node->downloads);
	sim_timer_init(&node->download, node->fwd->sim, SIM_WORK, download_due, node);
}

void rib_download_clear(RibNode *node)
{
	sim_timer_stop(&node->download);
	g_queue_clear_full(&node->downloads, g_free);
}

void rib_download_forget(RibNode *node)
{
	Download *d;

	sim_timer_stop(&node->download);
	while ((d = g_queue_pop_head(&node->downloads))) {
		if (d->entry)
			d->entry->downloading = FALSE;
		g_free(d);
	}
}

void rib_download_forget_swaps(const RibSwaps *swaps)
{
	for (const GList *at = swaps->node->downloads.head; at; at = at->next) {
		Download *d = at->data;

		if (d->swaps == swaps)
			d->swaps = NULL;
	}
}

/* FALSE: it is to be done at once. */
static gboolean submit(RibNode *node, Download d)
{
	d.cause = node->fwd->sim->cause;
	if (node->fwd->crashed || !sim_cpu_take(&node->fwd->cpu, node->fwd->costs.fib, &d.due))
		return FALSE;
	g_queue_push_tail(&node->downloads, g_memdup2(&d, sizeof(d)));
	start_timer(node);
	return TRUE;
}

void rib_download(RibEntry *entry)
{
	if (entry->downloading || (!entry->fib_stale && !rib_label_is_stale(entry)))
		return;
	entry->downloading = submit(entry->rib->node, (Download){.entry = entry});
	if (!entry->downloading)
		install(entry);
}

gboolean rib_download_swap(RibSwaps *swaps, uint32_t label)
{
	return submit(swaps->node, (Download){.swaps = swaps, .label = label});
}
