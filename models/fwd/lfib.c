/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/lfib.h"

#include "models/net/records.h"

#include <string.h>

/*
 * Entries stand in pages of 256 labels, and the pages in an array as long as the highest label needs.
 * Labels are handed out one after the other, so that the pages are full, a lookup is two loads, and
 * the order of the table is the order of the labels.
 */
enum { PAGE_BITS = 8, PAGE_SIZE = 1 << PAGE_BITS };

typedef struct Page {
	unsigned used;
	FwdLfibEntry entries[PAGE_SIZE];
} Page;

struct FwdLfib {
	GPtrArray *pages;        /* of Page, owned, NULL where empty */
	GString *fec, *next_hop; /* of the record that is being made */
};

/* Of an entry whose FEC is in words. */
typedef struct TextOwner {
	FwdLfibOwner head; /* first member */
	char fec[];
} TextOwner;

static FwdLfibOwner *text_owner_new(const char *name, const char *fec)
{
	TextOwner *owner = g_malloc(sizeof *owner + strlen(fec) + 1);

	owner->head = (FwdLfibOwner){.name = name};
	strcpy(owner->fec, fec);
	return &owner->head;
}

static void clear_entry(FwdLfibEntry *entry)
{
	fwd_nexthop_unref(entry->nh);
	if (entry->has_text)
		g_free((FwdLfibOwner *)(uintptr_t)entry->owner);
	*entry = (FwdLfibEntry){0};
}

static void free_page(gpointer data)
{
	Page *page = data;

	if (!page)
		return;
	for (unsigned i = 0; i < PAGE_SIZE; i++)
		clear_entry(&page->entries[i]);
	g_free(page);
}

FwdLfib *fwd_lfib_new(void)
{
	FwdLfib *lfib = g_new0(FwdLfib, 1);

	lfib->pages = g_ptr_array_new_with_free_func(free_page);
	lfib->fec = g_string_new(NULL);
	lfib->next_hop = g_string_new(NULL);
	return lfib;
}

void fwd_lfib_free(FwdLfib *lfib)
{
	if (!lfib)
		return;
	g_ptr_array_free(lfib->pages, TRUE);
	g_string_free(lfib->fec, TRUE);
	g_string_free(lfib->next_hop, TRUE);
	g_free(lfib);
}

static Page *page_of(const FwdLfib *lfib, uint32_t label)
{
	guint i = label >> PAGE_BITS;

	return i < lfib->pages->len ? g_ptr_array_index(lfib->pages, i) : NULL;
}

static Page *make_page(FwdLfib *lfib, uint32_t label)
{
	guint i = label >> PAGE_BITS;

	if (i >= lfib->pages->len)
		g_ptr_array_set_size(lfib->pages, (gint)i + 1);
	return g_ptr_array_index(lfib->pages, i) = g_new0(Page, 1);
}

const FwdLfibEntry *fwd_lfib_get(const FwdNode *node, uint32_t label)
{
	const Page *page = page_of(node->lfib, label);
	const FwdLfibEntry *entry = page ? &page->entries[label % PAGE_SIZE] : NULL;

	return entry && entry->nh ? entry : NULL;
}

void fwd_lfib_foreach(const FwdNode *node,
		      gboolean (*fn)(uint32_t label, const FwdLfibEntry *entry, void *user),
		      void *user)
{
	const GPtrArray *pages = node->lfib->pages;

	for (guint i = 0; i < pages->len; i++) {
		const Page *page = g_ptr_array_index(pages, i);

		for (unsigned j = 0; page && j < PAGE_SIZE; j++)
			if (page->entries[j].nh &&
			    !fn((i << PAGE_BITS) + j, &page->entries[j], user))
				return;
	}
}

const FwdNextHop *fwd_lfib_next_hop(const FwdLfibEntry *entry, FwdNextHop *space)
{
	if (entry->out == NET_LABEL_NONE)
		return entry->nh;
	*space = (FwdNextHop){
		.kind = FWD_NH_VIA,
		.push = {1, {{entry->out, entry->out_kind}}},
		.u.via = entry->nh,
	};
	return space;
}

/* In words, which may be made in space. */
static const char *fec_of(const FwdLfibEntry *entry, GString *space)
{
	if (entry->has_text)
		return ((const TextOwner *)entry->owner)->fec;
	g_string_truncate(space, 0);
	entry->owner->append_fec(entry->owner, entry->key, space);
	return space->str;
}

void fwd_lfib_append_fec(const FwdLfibEntry *entry, GString *out)
{
	if (entry->has_text)
		g_string_append(out, ((const TextOwner *)entry->owner)->fec);
	else
		entry->owner->append_fec(entry->owner, entry->key, out);
}

static const char *operation(const FwdNextHop *end, const LabelStack *labels)
{
	if (!end)
		return "drop";
	switch (end->kind) {
	case FWD_NH_INTERFACE:
		return labels->depth > 0 ? "swap" : "pop";
	case FWD_NH_LOOKUP:
		return "pop-lookup";
	case FWD_NH_LOCAL:
		return "pop-local";
	default:
		return "drop";
	}
}

static const FwdNextHop *end_of(const FwdLfibEntry *entry, LabelStack *labels)
{
	FwdNextHop space;

	return fwd_nexthop_end(fwd_lfib_next_hop(entry, &space), labels);
}

const char *fwd_lfib_operation(const FwdLfibEntry *entry)
{
	LabelStack labels;
	const FwdNextHop *end = end_of(entry, &labels);

	return operation(end, &labels);
}

static uint64_t trace(FwdNode *node, uint32_t label, const FwdLfibEntry *entry, const char *change)
{
	GString *next_hop = g_string_truncate(node->lfib->next_hop, 0);
	TraceLfib record = {
		.head = {.type = &trace_lfib, .node = node->name},
		.label = label,
		.change = change,
		.owner = entry->owner->name,
	};
	const FwdNextHop *end = end_of(entry, &record.labels_out);

	record.operation = operation(end, &record.labels_out);
	record.fec = fec_of(entry, node->lfib->fec);
	if (end && end->kind == FWD_NH_INTERFACE) {
		fwd_nexthop_append(entry->nh, next_hop);
		record.next_hop = next_hop->str;
	}
	sim_trace(node->sim, &record.head);
	return record.head.id;
}

static gboolean same_owner(const FwdLfibEntry *a, const FwdLfibEntry *b)
{
	if (!a->has_text || !b->has_text)
		return a->owner == b->owner && a->key == b->key;
	return strcmp(a->owner->name, b->owner->name) == 0 &&
	       strcmp(((const TextOwner *)a->owner)->fec, ((const TextOwner *)b->owner)->fec) == 0;
}

static gboolean same(const FwdLfibEntry *a, const FwdLfibEntry *b)
{
	if (!a->nh || !b->nh)
		return a->nh == b->nh;
	return fwd_nexthop_equal(a->nh, b->nh) && a->bottom == b->bottom && a->out == b->out &&
	       a->out_kind == b->out_kind && same_owner(a, b);
}

/* Where there is nothing to remove there need be no page. */
static FwdLfibEntry *place_of(FwdLfib *lfib, uint32_t label, gboolean needed)
{
	Page *page = page_of(lfib, label);

	if (!page && needed)
		page = make_page(lfib, label);
	return page ? &page->entries[label % PAGE_SIZE] : NULL;
}

static void release_page(FwdLfib *lfib, uint32_t label)
{
	Page *page = page_of(lfib, label);

	if (page->used > 0)
		return;
	g_free(page);
	g_ptr_array_index(lfib->pages, label >> PAGE_BITS) = NULL;
}

/* Takes over what entry owns. */
static uint64_t put(FwdNode *node, uint32_t label, FwdLfibEntry entry)
{
	FwdLfibEntry *place, former;
	uint64_t id;

	g_assert(label >= NET_LABEL_FIRST && label <= NET_LABEL_MAX);
	place = place_of(node->lfib, label, entry.nh != NULL);
	if (!place || same(place, &entry)) {
		clear_entry(&entry);
		return 0;
	}
	former = *place;
	*place = entry;
	page_of(node->lfib, label)->used += (entry.nh != NULL) - (former.nh != NULL);
	fwd_label_changed(node, label);
	id = trace(node, label, entry.nh ? &entry : &former,
		   !entry.nh   ? "remove"
		   : former.nh ? "replace"
			       : "add");
	clear_entry(&former);
	release_page(node->lfib, label);
	return id;
}

uint64_t fwd_lfib_set(FwdNode *node, uint32_t label, FwdNextHop *nh, const char *owner,
		      const char *fec, gboolean bottom)
{
	FwdLfibEntry entry = {.out = NET_LABEL_NONE};

	if (!nh)
		return put(node, label, entry);
	entry.nh = fwd_nexthop_ref(nh);
	entry.owner = text_owner_new(owner, fec);
	entry.has_text = TRUE;
	entry.bottom = bottom != FALSE;
	return put(node, label, entry);
}

uint64_t fwd_lfib_swap(FwdNode *node, uint32_t label, FwdNextHop *nh, Label out,
		       const FwdLfibOwner *owner, uint32_t key)
{
	FwdLfibEntry entry = {.owner = owner, .key = key, .out = out.value};

	if (!nh)
		return put(node, label, entry);
	entry.nh = fwd_nexthop_ref(nh);
	entry.out_kind = out.kind & 0x3f;
	return put(node, label, entry);
}
