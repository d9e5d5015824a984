/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/pattern.h"

#include <string.h>

enum { ANY = -1, TTL_MAX = 255, TC_MAX = 7 };

typedef struct LabelPattern {
	LabelKind kind;
	int value, ttl, tc; /* or ANY */
} LabelPattern;

typedef struct LinkPattern {
	unsigned depth;
	LabelPattern label[LABEL_STACK_MAX];
	int ip_ttl; /* or ANY */
} LinkPattern;

struct PathPattern {
	GArray *links;  /* of LinkPattern */
	gboolean plain; /* kinds alone */
};

static gboolean parse_number(const char *word, int max, int *out)
{
	guint64 value;

	if (!g_ascii_string_to_unsigned(word, 10, 0, (guint64)max, &value, NULL))
		return FALSE;
	*out = (int)value;
	return TRUE;
}

/* What may follow a name, by pairs of words: "ttl 63", "tc 5". tc NULL: it has none. */
static gboolean parse_marks(char **words, int *ttl, int *tc)
{
	for (; *words; words += 2) {
		gboolean ok = words[1] != NULL;

		if (ok && strcmp(words[0], "ttl") == 0)
			ok = parse_number(words[1], TTL_MAX, ttl);
		else
			ok = ok && tc && strcmp(words[0], "tc") == 0 &&
			     parse_number(words[1], TC_MAX, tc);
		if (!ok)
			return FALSE;
	}
	return TRUE;
}

/* The words of a text; several blanks count as one. */
static GStrv words_of(const char *text)
{
	GStrv words = g_strsplit_set(text, " \t\r\n", -1);
	unsigned n = 0;

	for (unsigned i = 0; words[i]; i++)
		if (*words[i])
			words[n++] = words[i];
		else
			g_free(words[i]);
	words[n] = NULL;
	return words;
}

/* "vpn 29 ttl 62 tc 5" */
static gboolean parse_label(const char *text, LabelPattern *out)
{
	g_auto(GStrv) words = words_of(text);
	char **rest = words + 1;

	*out = (LabelPattern){.value = ANY, .ttl = ANY, .tc = ANY};
	if (!words[0] || !label_kind_parse(words[0], &out->kind))
		return FALSE;
	if (*rest && g_ascii_isdigit(**rest) && !parse_number(*rest++, NET_LABEL_MAX, &out->value))
		return FALSE;
	return parse_marks(rest, &out->ttl, &out->tc);
}

/* "ip", "ip ttl 61"; after labels "ip ttl 61" or nothing. */
static gboolean parse_ip(const char *text, LinkPattern *out)
{
	g_auto(GStrv) words = words_of(text);

	if (!words[0])
		return out->depth > 0;
	return strcmp(words[0], "ip") == 0 && (words[1] || out->depth == 0) &&
	       parse_marks(words + 1, &out->ip_ttl, NULL);
}

static gboolean parse_link(const char *text, LinkPattern *out)
{
	*out = (LinkPattern){.ip_ttl = ANY};
	text += strspn(text, " \t\r\n");
	while (*text == '[') {
		const char *close = strchr(text, ']');
		g_autofree char *inside =
			close ? g_strndup(text + 1, (gsize)(close - text - 1)) : NULL;

		if (!close || out->depth == LABEL_STACK_MAX ||
		    !parse_label(inside, &out->label[out->depth]))
			return FALSE;
		out->depth++;
		text = close + 1;
		text += strspn(text, " \t\r\n");
	}
	return parse_ip(text, out);
}

static gboolean is_plain(const LinkPattern *link)
{
	for (unsigned i = 0; i < link->depth; i++)
		if (link->label[i].value != ANY || link->label[i].ttl != ANY ||
		    link->label[i].tc != ANY)
			return FALSE;
	return link->ip_ttl == ANY;
}

static gboolean add_link(PathPattern *pattern, char *text, GError **error)
{
	LinkPattern link;

	if (!parse_link(text, &link)) {
		g_set_error(
			error, PROTO_ERROR, 0,
			"\"%s\" is no label stack: write ip, or kinds in brackets such as "
			"[ldp][vpn], one stack for each link; where they count, with more, such "
			"as [vpn 29 ttl 62 tc 5] and ip ttl 61",
			g_strstrip(text));
		return FALSE;
	}
	pattern->plain &= is_plain(&link);
	g_array_append_val(pattern->links, link);
	return TRUE;
}

PathPattern *path_pattern_parse(const char *text, GError **error)
{
	PathPattern *pattern = g_new0(PathPattern, 1);
	GString *joined = g_string_new(text);
	g_auto(GStrv) links = NULL;
	gboolean ok = TRUE;

	pattern->links = g_array_new(FALSE, FALSE, sizeof(LinkPattern));
	pattern->plain = TRUE;
	g_string_replace(joined, "·", "|", 0);
	/* An empty text has no parts at all, a blank one that is none. */
	links = g_strsplit(joined->len > 0 ? joined->str : " ", "|", -1);
	g_string_free(joined, TRUE);
	for (char **link = links; *link && ok; link++)
		ok = add_link(pattern, *link, error);
	if (ok)
		return pattern;
	path_pattern_free(pattern);
	return NULL;
}

void path_pattern_free(PathPattern *pattern)
{
	if (!pattern)
		return;
	g_array_free(pattern->links, TRUE);
	g_free(pattern);
}

static gboolean is_number(int wanted, unsigned found)
{
	return wanted == ANY || (unsigned)wanted == found;
}

static gboolean matches_link(const LinkPattern *link, const PathHop *hop)
{
	if (link->depth != hop->depth_out || !is_number(link->ip_ttl, hop->ip_ttl))
		return FALSE;
	for (unsigned i = 0; i < link->depth; i++) {
		const LabelPattern *wanted = &link->label[i];
		const MplsEntry *entry = &hop->stack_out[i];

		if (wanted->kind != entry->kind || !is_number(wanted->value, entry->label) ||
		    !is_number(wanted->ttl, entry->ttl) || !is_number(wanted->tc, entry->tc))
			return FALSE;
	}
	return TRUE;
}

gboolean path_pattern_matches(const PathPattern *pattern, const Path *path)
{
	unsigned n = 0;

	for (unsigned i = 0; i < path->n_hops; i++) {
		if (!path->hops[i].out)
			continue;
		if (n == pattern->links->len ||
		    !matches_link(&g_array_index(pattern->links, LinkPattern, n), &path->hops[i]))
			return FALSE;
		n++;
	}
	return n == pattern->links->len;
}

void path_pattern_append(const PathPattern *pattern, const Path *path, GString *out)
{
	if (!pattern || pattern->plain)
		path_append_kinds(path, out);
	else
		path_append_stacks(path, out);
}
