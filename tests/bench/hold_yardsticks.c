/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two queues to compare with, and for nothing else: GLib's balanced tree, and a heap of four
 * children per node in an array whose entries hold their keys. They order by time and sequence as ours
 * does, and do nothing beside.
 */
#include "tests/bench/hold.h"

#include <glib.h>
#include <stdlib.h>

typedef struct YardEvent YardEvent;
struct YardEvent {
	SimTime when;
	uint64_t sequence;
	void (*fn)(void *queue, YardEvent *event);
};

typedef struct HeapEntry {
	SimTime when;
	uint64_t sequence;
	YardEvent *event;
} HeapEntry;

typedef struct Yard {
	HoldModel *model;
	const HoldQueue *queue;
	uint64_t sequence;
	GTree *tree;
	GArray *heap; /* of HeapEntry */
} Yard;

static void run_event(void *queue, YardEvent *event)
{
	Yard *yard = queue;
	SimTime now = event->when;

	free(event);
	yard->queue->insert(yard, hold_next(yard->model, now));
}

static YardEvent *new_event(Yard *yard, SimTime when)
{
	YardEvent *e = malloc(sizeof(*e));

	*e = (YardEvent){when, yard->sequence++, run_event};
	return e;
}

static Yard *new_yard(HoldModel *model, const HoldQueue *queue)
{
	Yard *yard = g_new0(Yard, 1);

	yard->model = model;
	yard->queue = queue;
	return yard;
}

static int compare_events(const void *a, const void *b, void *unused)
{
	const YardEvent *x = a, *y = b;

	(void)unused;
	if (x->when != y->when)
		return x->when < y->when ? -1 : 1;
	return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static void *tree_create(HoldModel *model)
{
	Yard *yard = new_yard(model, &hold_gtree);

	yard->tree = g_tree_new_full(compare_events, NULL, NULL, NULL);
	return yard;
}

static gboolean free_event(void *key, void *value, void *unused)
{
	(void)value;
	(void)unused;
	free(key);
	return FALSE;
}

static void tree_destroy(void *queue)
{
	Yard *yard = queue;

	g_tree_foreach(yard->tree, free_event, NULL);
	g_tree_destroy(yard->tree);
	g_free(yard);
}

static void tree_insert(void *queue, SimTime when)
{
	Yard *yard = queue;
	YardEvent *e = new_event(yard, when);

	g_tree_insert(yard->tree, e, e);
}

static void tree_run(void *queue, uint64_t events)
{
	Yard *yard = queue;

	while (events-- > 0) {
		YardEvent *e = g_tree_node_key(g_tree_node_first(yard->tree));

		g_tree_remove(yard->tree, e);
		e->fn(yard, e);
	}
}

static void *heap_create(HoldModel *model)
{
	Yard *yard = new_yard(model, &hold_heap4);

	yard->heap = g_array_new(FALSE, FALSE, sizeof(HeapEntry));
	return yard;
}

static void heap_destroy(void *queue)
{
	Yard *yard = queue;

	for (guint i = 0; i < yard->heap->len; i++)
		free(g_array_index(yard->heap, HeapEntry, i).event);
	g_array_free(yard->heap, TRUE);
	g_free(yard);
}

static inline gboolean before(const HeapEntry *a, const HeapEntry *b)
{
	return a->when < b->when || (a->when == b->when && a->sequence < b->sequence);
}

static void heap_insert(void *queue, SimTime when)
{
	Yard *yard = queue;
	YardEvent *e = new_event(yard, when);
	HeapEntry entry = {e->when, e->sequence, e};

	g_array_append_val(yard->heap, entry);
	HeapEntry *heap = (HeapEntry *)(void *)yard->heap->data;
	unsigned i = yard->heap->len - 1;
	for (; i > 0 && before(&entry, &heap[(i - 1) / 4]); i = (i - 1) / 4)
		heap[i] = heap[(i - 1) / 4];
	heap[i] = entry;
}

static YardEvent *heap_pop(Yard *yard)
{
	HeapEntry *heap = (HeapEntry *)(void *)yard->heap->data;
	unsigned n = yard->heap->len - 1, i = 0;
	YardEvent *first = heap[0].event;
	HeapEntry last = heap[n];

	for (unsigned child = 1; child < n; child = 4 * i + 1) {
		unsigned least = child;
		for (unsigned c = child + 1; c < MIN(child + 4, n); c++)
			if (before(&heap[c], &heap[least]))
				least = c;
		if (!before(&heap[least], &last))
			break;
		heap[i] = heap[least];
		i = least;
	}
	heap[i] = last;
	g_array_set_size(yard->heap, n);
	return first;
}

static void heap_run(void *queue, uint64_t events)
{
	Yard *yard = queue;

	while (events-- > 0) {
		YardEvent *e = heap_pop(yard);

		e->fn(yard, e);
	}
}

const HoldQueue hold_gtree = {
	.name = "gtree",
	.create = tree_create,
	.destroy = tree_destroy,
	.insert = tree_insert,
	.run = tree_run,
};
const HoldQueue hold_heap4 = {
	.name = "heap4",
	.create = heap_create,
	.destroy = heap_destroy,
	.insert = heap_insert,
	.run = heap_run,
};
