/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_filter.h"

#include <string.h>

/* Allows the prefixes within one whose lengths are in a range. */
typedef struct Term {
	NetPrefix within;
	uint8_t shortest, longest;
	gboolean named; /* a prefix was written */
} Term;

static gboolean term_allows(const Term *term, const NetPrefix *prefix)
{
	return prefix->len >= term->shortest && prefix->len <= term->longest &&
	       net_prefix_contains(&term->within, &prefix->addr);
}

static gboolean allows(const GArray *filter, const NetPrefix *prefix, gboolean named)
{
	for (unsigned i = 0; filter && i < filter->len; i++) {
		const Term *term = &g_array_index(filter, Term, i);

		if ((term->named || !named) && term_allows(term, prefix))
			return TRUE;
	}
	return FALSE;
}

gboolean ldp_filter_allows(const GArray *filter, const NetPrefix *prefix)
{
	return allows(filter, prefix, FALSE);
}

gboolean ldp_filter_names(const GArray *filter, const NetPrefix *prefix)
{
	return allows(filter, prefix, TRUE);
}

static gboolean parse_prefix(char *word, Term *out)
{
	size_t len = strlen(word);
	gboolean more = len > 0 && word[len - 1] == '+';

	if (more)
		word[len - 1] = '\0';
	if (!strchr(word, '/') || !net_prefix_parse(word, FALSE, &out->within) ||
	    out->within.addr.family != NET_AF_IPV4)
		return FALSE;
	out->shortest = out->within.len;
	out->longest = more ? 32 : out->within.len;
	out->named = TRUE;
	return TRUE;
}

static gboolean parse_word(char *word, GArray *terms)
{
	Term term = {.within = {.addr = {.family = NET_AF_IPV4}}, .longest = 32};

	if (strcmp(word, "none") == 0)
		return TRUE;
	if (strcmp(word, "host-routes") == 0)
		term.shortest = 32;
	else if (strcmp(word, "all") != 0 && !parse_prefix(word, &term))
		return FALSE;
	g_array_append_val(terms, term);
	return TRUE;
}

static void clear_filter(void *member)
{
	g_clear_pointer((GArray **)member, g_array_unref);
}

static gboolean parse_filter(const char *text, void *out)
{
	GArray *terms = g_array_new(FALSE, FALSE, sizeof(Term));
	GStrv words = g_strsplit_set(text, " \t\r\n", -1);
	unsigned n = 0;
	gboolean ok = TRUE;

	for (char **word = words; *word && ok; word++)
		if (**word) {
			ok = parse_word(*word, terms);
			n++;
		}
	g_strfreev(words);
	*(GArray **)out = terms;
	ok = ok && n > 0;
	if (!ok)
		clear_filter(out);
	return ok;
}

static void own_filter(void *member)
{
	GArray **filter = member;

	if (*filter)
		*filter = g_array_copy(*filter);
}

const ConfigKind ldp_config_filter = {
	"fec-filter",
	"\"all\", \"none\", or words such as host-routes, 10.0.0.0/8 (that prefix alone) and "
	"10.0.0.0/8+ (and all within it)",
	parse_filter, clear_filter, own_filter};
