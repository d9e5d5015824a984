/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/lfib.h"

#include "models/net/records.h"

/*
 * Entries stand in pages of 256 labels, and the pages in an array as long as the highest label needs.
 * Labels are handed out one after the other, so that the pages are full, a lookup is two loads, and
 * the order of the table is the order of the labels.
 */
enum { PAGE_BITS = 8, PAGE_SIZE = 1 << PAGE_BITS };

typedef struct Page {
	FwdLfibEntry *entries[PAGE_SIZE]; /* owned */
} Page;

struct FwdLfib {
	GPtrArray *pages; /* of Page, owned, NULL where empty */
};

static void free_entry(FwdLfibEntry *entry)
{
	if (!entry)
		return;
	fwd_nexthop_unref(entry->nh);
	g_free(entry->fec);
	g_free(entry);
}

static void free_page(gpointer data)
{
	Page *page = data;

	if (!page)
		return;
	for (unsigned i = 0; i < PAGE_SIZE; i++)
		free_entry(page->entries[i]);
	g_free(page);
}

FwdLfib *fwd_lfib_new(void)
{
	FwdLfib *lfib = g_new0(FwdLfib, 1);

	lfib->pages = g_ptr_array_new_with_free_func(free_page);
	return lfib;
}

void fwd_lfib_free(FwdLfib *lfib)
{
	if (!lfib)
		return;
	g_ptr_array_free(lfib->pages, TRUE);
	g_free(lfib);
}

/* The place of a label, made where it is not there yet. */
static FwdLfibEntry **slot(FwdLfib *lfib, uint32_t label)
{
	guint index = label >> PAGE_BITS;

	if (index >= lfib->pages->len)
		g_ptr_array_set_size(lfib->pages, (gint)index + 1);
	if (!g_ptr_array_index(lfib->pages, index))
		g_ptr_array_index(lfib->pages, index) = g_new0(Page, 1);
	return &((Page *)g_ptr_array_index(lfib->pages, index))->entries[label % PAGE_SIZE];
}

const FwdLfibEntry *fwd_lfib_get(const FwdNode *node, uint32_t label)
{
	const GPtrArray *pages = node->lfib->pages;
	guint index = label >> PAGE_BITS;
	const Page *page = index < pages->len ? g_ptr_array_index(pages, index) : NULL;

	return page ? page->entries[label % PAGE_SIZE] : NULL;
}

void fwd_lfib_foreach(const FwdNode *node, gboolean (*fn)(const FwdLfibEntry *entry, void *user),
		      void *user)
{
	const GPtrArray *pages = node->lfib->pages;

	for (guint i = 0; i < pages->len; i++) {
		const Page *page = g_ptr_array_index(pages, i);

		for (unsigned j = 0; page && j < PAGE_SIZE; j++)
			if (page->entries[j] && !fn(page->entries[j], user))
				return;
	}
}

const char *fwd_lfib_operation(const FwdLfibEntry *entry)
{
	LabelStack labels;
	const FwdNextHop *end = fwd_nexthop_end(entry->nh, &labels);

	if (!end)
		return "drop";
	switch (end->kind) {
	case FWD_NH_INTERFACE:
		return labels.depth > 0 ? "swap" : "pop";
	case FWD_NH_LOOKUP:
		return "pop-lookup";
	case FWD_NH_LOCAL:
		return "pop-local";
	default:
		return "drop";
	}
}

static uint64_t trace(FwdNode *node, const FwdLfibEntry *entry, const char *change)
{
	GString *text = g_string_new(NULL);
	TraceLfib record = {
		.head = {.type = &trace_lfib, .node = node->name},
		.label = entry->label,
		.change = change,
		.operation = fwd_lfib_operation(entry),
		.owner = entry->owner,
		.fec = entry->fec,
	};
	const FwdNextHop *end = fwd_nexthop_end(entry->nh, &record.labels_out);

	if (end && end->kind == FWD_NH_INTERFACE) {
		fwd_nexthop_append(entry->nh, text);
		record.next_hop = text->str;
	}
	sim_trace(node->sim, &record.head);
	g_string_free(text, TRUE);
	return record.head.id;
}

static FwdLfibEntry *entry_new(uint32_t label, FwdNextHop *nh, const char *owner, const char *fec,
			       gboolean bottom)
{
	FwdLfibEntry *entry = g_new0(FwdLfibEntry, 1);

	entry->label = label;
	entry->nh = fwd_nexthop_ref(nh);
	entry->owner = owner;
	entry->fec = g_strdup(fec);
	entry->bottom = bottom;
	return entry;
}

static gboolean same(const FwdLfibEntry *a, const FwdLfibEntry *b)
{
	return fwd_nexthop_equal(a->nh, b->nh) && a->bottom == b->bottom &&
	       g_strcmp0(a->owner, b->owner) == 0 && g_strcmp0(a->fec, b->fec) == 0;
}

uint64_t fwd_lfib_set(FwdNode *node, uint32_t label, FwdNextHop *nh, const char *owner,
		      const char *fec, gboolean bottom)
{
	FwdLfibEntry **place, *former, *entry;
	uint64_t id;

	g_assert(label >= NET_LABEL_FIRST && label <= NET_LABEL_MAX);
	place = slot(node->lfib, label);
	former = *place;
	entry = nh ? entry_new(label, nh, owner, fec, bottom) : NULL;
	if (former == entry || (former && entry && same(former, entry))) {
		free_entry(entry);
		return 0;
	}
	*place = entry;
	fwd_label_changed(node, label);
	id = trace(node, entry ? entry : former, !entry ? "remove" : former ? "replace" : "add");
	free_entry(former);
	return id;
}
