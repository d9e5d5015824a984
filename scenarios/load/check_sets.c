/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/check_sets.h"

struct CheckSets {
	unsigned n;
	unsigned parent[]; /* never greater than the thing itself */
};

CheckSets *check_sets_new(unsigned n)
{
	CheckSets *sets = g_malloc(sizeof(CheckSets) + n * sizeof(unsigned));

	sets->n = n;
	for (unsigned i = 0; i < n; i++)
		sets->parent[i] = i;
	return sets;
}

void check_sets_free(CheckSets *sets)
{
	g_free(sets);
}

unsigned check_sets_of(CheckSets *sets, unsigned a)
{
	g_assert(a < sets->n);
	while (sets->parent[a] != a) {
		sets->parent[a] = sets->parent[sets->parent[a]];
		a = sets->parent[a];
	}
	return a;
}

void check_sets_join(CheckSets *sets, unsigned a, unsigned b)
{
	unsigned x = check_sets_of(sets, a), y = check_sets_of(sets, b);

	sets->parent[MAX(x, y)] = MIN(x, y);
}

gboolean check_sets_same(CheckSets *sets, unsigned a, unsigned b)
{
	return check_sets_of(sets, a) == check_sets_of(sets, b);
}
