/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_merge.h"

#include <string.h>

void bgp_merge_init(BgpMerge *merge, gboolean as_set)
{
	merge->as_set = as_set;
	merge->attrs = g_ptr_array_new();
	merge->seen = g_hash_table_new(NULL, NULL);
}

/* Interned attributes of many routes are the same object. */
void bgp_merge_add(BgpMerge *merge, const BgpAttrs *attrs)
{
	if (g_hash_table_add(merge->seen, (gpointer)(uintptr_t)attrs))
		g_ptr_array_add(merge->attrs, (gpointer)(uintptr_t)attrs);
}

static const BgpAttrs *attrs_at(const BgpMerge *merge, guint i)
{
	return g_ptr_array_index(merge->attrs, i);
}

/* ---- Paths ---- */

/* The sequence that a path begins with. */
static GArray *leading(BgpAsPath path)
{
	GArray *numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	BgpAsSegment segment;

	if (!bgp_as_path_next(&path, &segment) || segment.type != BGP_AS_SEQUENCE)
		return numbers;
	for (unsigned i = 0; i < segment.count; i++) {
		uint32_t number = bgp_as_segment_at(&segment, path.as_size, i);
		g_array_append_val(numbers, number);
	}
	return numbers;
}

static guint n_common(const GArray *a, const GArray *b)
{
	guint n = 0;

	while (n < a->len && n < b->len &&
	       g_array_index(a, uint32_t, n) == g_array_index(b, uint32_t, n))
		n++;
	return n;
}

/* What all paths begin with. */
static GArray *common_sequence(const BgpMerge *merge)
{
	GArray *common = leading(attrs_at(merge, 0)->as_path);

	for (guint i = 1; i < merge->attrs->len; i++) {
		GArray *other = leading(attrs_at(merge, i)->as_path);

		g_array_set_size(common, n_common(common, other));
		g_array_free(other, TRUE);
	}
	return common;
}

static gboolean has(const GArray *numbers, uint32_t number)
{
	for (guint i = 0; i < numbers->len; i++)
		if (g_array_index(numbers, uint32_t, i) == number)
			return TRUE;
	return FALSE;
}

static void collect_others(BgpAsPath path, const GArray *common, GArray *others)
{
	BgpAsSegment segment;

	while (bgp_as_path_next(&path, &segment))
		for (unsigned i = 0; i < segment.count; i++) {
			uint32_t number = bgp_as_segment_at(&segment, path.as_size, i);
			if (!has(common, number))
				g_array_append_val(others, number);
		}
}

static gint compare_numbers(gconstpointer a, gconstpointer b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void drop_repetitions(GArray *sorted)
{
	guint n = 0;

	for (guint i = 0; i < sorted->len; i++) {
		uint32_t number = g_array_index(sorted, uint32_t, i);
		if (n == 0 || g_array_index(sorted, uint32_t, n - 1) != number)
			g_array_index(sorted, uint32_t, n++) = number;
	}
	g_array_set_size(sorted, n);
}

/* The numbers that are in a path and not in what all begin with, each once, in ascending order. */
static GArray *other_numbers(const BgpMerge *merge, const GArray *common)
{
	GArray *others = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (guint i = 0; i < merge->attrs->len; i++)
		collect_others(attrs_at(merge, i)->as_path, common, others);
	g_array_sort(others, compare_numbers);
	drop_repetitions(others);
	return others;
}

static void write_segments(uint8_t type, const GArray *numbers, WireWriter *w)
{
	for (guint at = 0; at < numbers->len; at += UINT8_MAX) {
		guint n = MIN(numbers->len - at, UINT8_MAX);

		wire_write_u8(w, type);
		wire_write_u8(w, (uint8_t)n);
		for (guint i = at; i < at + n; i++)
			wire_write_u32(w, g_array_index(numbers, uint32_t, i));
	}
}

static BgpSpan merged_path(const BgpMerge *merge, BgpScratch *scratch)
{
	GArray *common = common_sequence(merge), *others = other_numbers(merge, common);
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	write_segments(BGP_AS_SEQUENCE, common, &w);
	write_segments(BGP_AS_SET, others, &w);
	g_array_free(common, TRUE);
	g_array_free(others, TRUE);
	return bgp_scratch_keep(scratch, &w);
}

/* ---- Communities ---- */

static const struct {
	BgpAttrType type;
	size_t offset; /* of the BgpSpan in BgpAttrs */
	size_t len;    /* of one */
} kinds[] = {
	{BGP_ATTR_COMMUNITIES, offsetof(BgpAttrs, communities), 4},
	{BGP_ATTR_EXTENDED_COMMUNITIES, offsetof(BgpAttrs, extended_communities), 8},
	{BGP_ATTR_LARGE_COMMUNITIES, offsetof(BgpAttrs, large_communities), 12},
};

static gint compare_values(gconstpointer a, gconstpointer b, gpointer len)
{
	const uint8_t *const *x = a, *const *y = b;

	return memcmp(*x, *y, GPOINTER_TO_SIZE(len));
}

static GPtrArray *all_values(const BgpMerge *merge, size_t offset, size_t len)
{
	GPtrArray *values = g_ptr_array_new();

	for (guint i = 0; i < merge->attrs->len; i++) {
		const BgpSpan *span =
			(const BgpSpan *)(const void *)((const char *)attrs_at(merge, i) + offset);
		for (size_t at = 0; at + len <= span->len; at += len)
			g_ptr_array_add(values, (gpointer)(uintptr_t)(span->bytes + at));
	}
	g_ptr_array_sort_with_data(values, compare_values, GSIZE_TO_POINTER(len));
	return values;
}

/* Those of all routes, each once, in ascending order. */
static BgpSpan merged_values(const BgpMerge *merge, size_t offset, size_t len, BgpScratch *scratch)
{
	GPtrArray *values = all_values(merge, offset, len);
	const uint8_t *last = NULL;
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	for (guint i = 0; i < values->len; i++) {
		const uint8_t *value = g_ptr_array_index(values, i);
		if (!last || memcmp(last, value, len) != 0)
			wire_write_bytes(&w, value, len);
		last = value;
	}
	g_ptr_array_free(values, TRUE);
	return bgp_scratch_keep(scratch, &w);
}

static void merge_communities(const BgpMerge *merge, BgpAttrs *out, BgpScratch *scratch)
{
	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
		BgpSpan *span = (BgpSpan *)(void *)((char *)out + kinds[k].offset);

		*span = merged_values(merge, kinds[k].offset, kinds[k].len, scratch);
		if (span->len > 0)
			out->present |= BGP_ATTR_BIT(kinds[k].type);
	}
}

void bgp_merge_take(BgpMerge *merge, BgpAttrs *out, BgpScratch *scratch)
{
	*out = (BgpAttrs){
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH),
		.as_path.as_size = 4,
	};
	for (guint i = 0; i < merge->attrs->len; i++) {
		out->origin = MAX(out->origin, attrs_at(merge, i)->origin);
		out->present |=
			attrs_at(merge, i)->present & BGP_ATTR_BIT(BGP_ATTR_ATOMIC_AGGREGATE);
	}
	if (merge->as_set) {
		out->as_path.segments = merged_path(merge, scratch);
		merge_communities(merge, out, scratch);
	}
	g_ptr_array_free(merge->attrs, TRUE);
	g_hash_table_unref(merge->seen);
}
