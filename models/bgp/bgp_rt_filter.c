/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_rt_filter.h"

#include <stdlib.h>
#include <string.h>

enum { RT_BITS = 64 };

/* Route targets that begin so; bits past len are zero. */
typedef struct Entry {
	NetRt rt;
	uint64_t len;
} Entry;

struct BgpRtFilter {
	unsigned refs, n;
	unsigned n_short; /* shorter than a route target: these come first */
	Entry entries[];  /* by length, then value, each once */
};

static int by_length_and_value(const void *pa, const void *pb)
{
	const Entry *a = pa, *b = pb;

	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return (a->rt > b->rt) - (a->rt < b->rt);
}

BgpRtFilter *bgp_rt_filter_new(const NetPrefix *memberships, unsigned n)
{
	BgpRtFilter *filter = g_malloc(sizeof *filter + n * sizeof *filter->entries);
	unsigned kept = 0;

	for (unsigned i = 0; i < n; i++)
		filter->entries[i] = (Entry){net_membership_rt(&memberships[i]),
					     net_membership_rt_bits(&memberships[i])};
	if (n > 0)
		qsort(filter->entries, n, sizeof *filter->entries, by_length_and_value);
	for (unsigned i = 0; i < n; i++)
		if (i == 0 ||
		    by_length_and_value(&filter->entries[kept - 1], &filter->entries[i]) != 0)
			filter->entries[kept++] = filter->entries[i];
	filter->refs = 1;
	filter->n = kept;
	filter->n_short = 0;
	while (filter->n_short < kept && filter->entries[filter->n_short].len < RT_BITS)
		filter->n_short++;
	return filter;
}

BgpRtFilter *bgp_rt_filter_ref(BgpRtFilter *filter)
{
	filter->refs++;
	return filter;
}

void bgp_rt_filter_unref(BgpRtFilter *filter)
{
	if (filter && --filter->refs == 0)
		g_free(filter);
}

gboolean bgp_rt_filter_equal(const BgpRtFilter *a, const BgpRtFilter *b)
{
	return a == b || (a->n == b->n && (a->n == 0 || memcmp(a->entries, b->entries,
							       a->n * sizeof *a->entries) == 0));
}

static gboolean has(const BgpRtFilter *filter, NetRt rt)
{
	const Entry key = {rt, RT_BITS};
	const unsigned n = filter->n - filter->n_short;

	for (unsigned i = 0; i < filter->n_short; i++) {
		const Entry *entry = &filter->entries[i];

		if (entry->len == 0 || (rt ^ entry->rt) >> (RT_BITS - entry->len) == 0)
			return TRUE;
	}
	return n > 0 &&
	       bsearch(&key, filter->entries + filter->n_short, n, sizeof key, by_length_and_value);
}

gboolean bgp_rt_filter_passes(const BgpRtFilter *filter, const NetRt *rts, unsigned n)
{
	if (!filter || (filter->n_short > 0 && filter->entries[0].len == 0))
		return TRUE;
	for (unsigned i = 0; i < n; i++)
		if (has(filter, rts[i]))
			return TRUE;
	return FALSE;
}
