/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/advice.h"

#include <string.h>

#define MAX_NAME 64   /* longer names are not compared */
#define MAX_LISTED 10 /* names in a list */
#define MAX_COMPARED 10000

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	return MIN(MIN(a, b), c);
}

/* How many characters must be put in, taken out, changed or swapped with their neighbour; letters
 * of either case are the same; limit where these are as many or more. Both texts are at most MAX_NAME long. */
static unsigned distance(const char *a, const char *b, unsigned limit)
{
	unsigned rows[3][MAX_NAME + 1];
	unsigned *before = rows[0], *last = rows[1], *now = rows[2];
	size_t n_a = strlen(a), n_b = strlen(b);

	if (MAX(n_a, n_b) - MIN(n_a, n_b) >= limit)
		return limit;
	for (unsigned j = 0; j <= n_b; j++)
		last[j] = j;
	for (unsigned i = 1; i <= n_a; i++) {
		unsigned *spare = before, least = i;

		now[0] = i;
		for (unsigned j = 1; j <= n_b; j++) {
			char x = g_ascii_tolower(a[i - 1]), y = g_ascii_tolower(b[j - 1]);

			now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) &&
			    y == g_ascii_tolower(a[i - 2]))
				now[j] = MIN(now[j], before[j - 2] + 1);
			least = MIN(least, now[j]);
		}
		if (least > limit) /* a swap may take one off the row before the last */
			return limit;
		before = last;
		last = now;
		now = spare;
	}
	return MIN(last[n_b], limit);
}

/* The first name that the unknown one is a part of. */
static const char *with_part(const char *unknown, const GPtrArray *names)
{
	for (unsigned i = 0; i < names->len && i < MAX_COMPARED && strlen(unknown) >= 3; i++)
		if (strstr(g_ptr_array_index(names, i), unknown))
			return g_ptr_array_index(names, i);
	return NULL;
}

const char *net_nearest(const char *unknown, const GPtrArray *names)
{
	const char *best = NULL;
	size_t length = strlen(unknown);
	unsigned limit = MAX(1, (unsigned)MIN(length, MAX_NAME) / 3) + 1;

	if (length > MAX_NAME)
		return NULL;
	for (unsigned i = 0; i < names->len && i < MAX_COMPARED; i++) {
		const char *name = g_ptr_array_index(names, i);
		unsigned far = strlen(name) <= MAX_NAME ? distance(unknown, name, limit) : limit;

		if (far < limit) {
			best = name;
			limit = far;
		}
	}
	return best ? best : with_part(unknown, names);
}

char *net_advise(const char *unknown, const GPtrArray *names, const char *list)
{
	const char *best = net_nearest(unknown, names);
	GString *out;

	if (best)
		return g_strdup_printf("did you mean \"%s\"?", best);
	if (names->len == 0)
		return g_strdup("there are none");
	out = g_string_new(list);
	for (unsigned i = 0; i < names->len && i < MAX_LISTED; i++)
		g_string_append_printf(out, "%s \"%s\"", i > 0 ? "," : "",
				       (const char *)g_ptr_array_index(names, i));
	if (names->len > MAX_LISTED)
		g_string_append_printf(out, " and %u more", names->len - MAX_LISTED);
	return g_string_free(out, FALSE);
}
