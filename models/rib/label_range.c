/* SPDX-License-Identifier: Apache-2.0 */
/* Where the values of dynamic labels come from: the node's range, and ranges of single owners. */
#include "models/rib/rib_private.h"

static RibLabelRange *range_new(RibNode *node, uint32_t first, uint32_t last)
{
	RibLabelRange *range = g_new0(RibLabelRange, 1);

	range->node = node;
	range->first = range->next = first;
	range->last = last;
	range->refs = 1;
	return range;
}

void rib_label_ranges_init(RibNode *node)
{
	net_bits_init(&node->labels);
	node->ranges = g_ptr_array_new();
	node->dynamic = range_new(node, NET_LABEL_FIRST, NET_LABEL_MAX);
	fwd_watch_init(&node->label_watches);
}

void rib_label_ranges_clear(RibNode *node)
{
	g_assert(node->ranges->len == 0);
	g_ptr_array_free(node->ranges, TRUE);
	g_free(node->dynamic);
	net_bits_release(&node->labels);
	fwd_watch_release(&node->label_watches);
}

static void reset(RibLabelRange *range)
{
	range->next = range->first;
	range->used_up = FALSE;
}

void rib_label_ranges_reset(RibNode *node)
{
	net_bits_clear(&node->labels); /* what is left was reserved */
	reset(node->dynamic);
	for (unsigned i = 0; i < node->ranges->len; i++)
		reset(g_ptr_array_index(node->ranges, i));
}

void rib_label_set_range(RibNode *node, uint32_t first, uint32_t last)
{
	g_assert(first >= NET_LABEL_FIRST && first <= last && last <= NET_LABEL_MAX);
	node->dynamic->first = first;
	node->dynamic->last = last;
	reset(node->dynamic);
}

RibLabelRange *rib_label_range_get(RibNode *node, uint32_t first, uint32_t last)
{
	if (first < NET_LABEL_FIRST || first > last || last > NET_LABEL_MAX)
		return NULL;
	for (unsigned i = 0; i < node->ranges->len; i++) {
		RibLabelRange *range = g_ptr_array_index(node->ranges, i);

		if (range->last < first || range->first > last)
			continue;
		if (range->first != first || range->last != last)
			return NULL;
		range->refs++;
		return range;
	}
	RibLabelRange *range = range_new(node, first, last);
	g_ptr_array_add(node->ranges, range);
	return range;
}

void rib_label_range_put(RibLabelRange *range)
{
	if (range == NULL || --range->refs > 0)
		return;
	g_ptr_array_remove(range->node->ranges, range);
	range->node->dynamic->used_up = FALSE;
	g_free(range);
}

gboolean rib_label_in_use(const RibNode *node, uint32_t value)
{
	return net_bits_get(&node->labels, value);
}

static gboolean contains(const RibLabelRange *range, uint32_t value)
{
	return value >= range->first && value <= range->last;
}

/* The range of a single owner that the value is in, or NULL. */
static RibLabelRange *owned_range(const RibNode *node, uint32_t value)
{
	for (unsigned i = 0; i < node->ranges->len; i++)
		if (contains(g_ptr_array_index(node->ranges, i), value))
			return g_ptr_array_index(node->ranges, i);
	return NULL;
}

/* Counts up from the last value given, so that a released label is not reused at once. */
uint32_t rib_label_range_take(RibLabelRange *range)
{
	RibNode *node = range->node;
	uint32_t left = range->used_up ? 0 : range->last - range->first + 1;

	while (left > 0) {
		uint32_t value = range->next;
		const RibLabelRange *owned =
			range == node->dynamic ? owned_range(node, value) : NULL;
		uint32_t end = owned ? MIN(owned->last, range->last) : value;

		left -= MIN(left, end - value + 1);
		range->next = end == range->last ? range->first : end + 1;
		if (owned || rib_label_in_use(node, value))
			continue;
		net_bits_set(&node->labels, value, TRUE);
		return value;
	}
	range->used_up = TRUE;
	return NET_LABEL_NONE;
}

static void tell(FwdWatchFn fn, void *user, const void *arg)
{
	(void)arg;
	((RibLabelFreeFn)fn)(user);
}

void rib_label_range_give_back(RibNode *node, uint32_t value)
{
	RibLabelRange *range = owned_range(node, value);

	net_bits_set(&node->labels, value, FALSE);
	if (range == NULL)
		range = contains(node->dynamic, value) ? node->dynamic : NULL;
	if (range == NULL || !range->used_up)
		return;
	range->used_up = FALSE;
	if (!node->forgetting)
		fwd_watch_call(&node->label_watches, tell, NULL);
}

void rib_label_watch(RibNode *node, RibLabelFreeFn fn, void *user)
{
	fwd_watch_add(&node->label_watches, (FwdWatchFn)fn, user);
}

void rib_label_unwatch(RibNode *node, RibLabelFreeFn fn, void *user)
{
	fwd_watch_remove(&node->label_watches, (FwdWatchFn)fn, user);
}
