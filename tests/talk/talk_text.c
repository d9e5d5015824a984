/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/talk/talk_text.h"

#include <string.h>

/* The end of the word that begins at p; NULL where a brace or a quote is left open. */
static const char *word_end(const char *p)
{
	unsigned depth = 0;
	gboolean quoted = FALSE;

	for (; *p && (quoted || depth > 0 || !g_ascii_isspace(*p)); p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (*p == '{' && !quoted)
			depth++;
		else if (*p == '}' && !quoted && depth > 0)
			depth--;
	}
	return quoted || depth > 0 ? NULL : p;
}

/* Takes the quotes off text, or off the value that follows its "=". */
static char *unquote(char *word)
{
	char *value = strchr(word, '=');
	char *begin = *word == '"' ? word : value && value[1] == '"' ? value + 1 : NULL;
	size_t len = begin ? strlen(begin) : 0;

	if (len >= 2 && begin[len - 1] == '"') {
		begin[len - 1] = '\0';
		memmove(begin, begin + 1, len - 1);
	}
	return word;
}

GStrv talk_words(const char *line, GError **error)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	const char *p = line;

	for (;;) {
		while (g_ascii_isspace(*p))
			p++;
		if (!*p || *p == '#')
			break;
		const char *end = word_end(p);
		if (!end) {
			g_set_error(error, TALK_ERROR, 0, "a brace or a quote is not closed: %s",
				    p);
			g_ptr_array_unref(words);
			return NULL;
		}
		g_ptr_array_add(words, unquote(g_strndup(p, (gsize)(end - p))));
		p = end;
	}
	g_ptr_array_add(words, NULL);
	return (GStrv)g_ptr_array_free(words, FALSE);
}

static void clear_field(void *data)
{
	TalkField *field = data;

	g_free(field->key);
	g_free(field->value);
}

TalkMessage *talk_message_new(const char *type)
{
	TalkMessage *m = g_new0(TalkMessage, 1);

	m->type = g_strdup(type);
	m->fields = g_array_new(FALSE, FALSE, sizeof(TalkField));
	g_array_set_clear_func(m->fields, clear_field);
	return m;
}

void talk_message_free(TalkMessage *m)
{
	if (!m)
		return;
	g_free(m->type);
	g_array_unref(m->fields);
	g_free(m);
}

TalkMessage *talk_message_parse(char *const *words, GError **error)
{
	if (!words[0]) {
		g_set_error(error, TALK_ERROR, 0, "write the type of a message");
		return NULL;
	}
	TalkMessage *m = talk_message_new(words[0]);
	for (unsigned i = 1; words[i]; i++) {
		const char *equal = strchr(words[i], '=');
		if (!equal) {
			g_set_error(error, TALK_ERROR, 0, "\"%s\" is not key=value", words[i]);
			talk_message_free(m);
			return NULL;
		}
		TalkField field = {.key = g_strndup(words[i], (gsize)(equal - words[i])),
				   .value = g_strdup(equal + 1)};
		g_array_append_val(m->fields, field);
	}
	return m;
}

static gboolean is_message(const char *value)
{
	return value[0] == '{' && g_str_has_suffix(value, "}");
}

TalkMessage *talk_message_parse_value(const char *value, GError **error)
{
	if (!is_message(value)) {
		g_set_error(error, TALK_ERROR, 0, "\"%s\" is not in braces", value);
		return NULL;
	}
	char *inside = g_strndup(value + 1, strlen(value) - 2);
	GStrv words = talk_words(inside, error);
	TalkMessage *m = words ? talk_message_parse(words, error) : NULL;
	g_strfreev(words);
	g_free(inside);
	return m;
}

void talk_message_add(TalkMessage *m, const char *key, const char *format, ...)
{
	TalkField field = {.key = g_strdup(key)};
	va_list args;

	va_start(args, format);
	field.value = g_strdup_vprintf(format, args);
	va_end(args);
	g_array_append_val(m->fields, field);
}

void talk_message_add_message(TalkMessage *m, const char *key, TalkMessage *value)
{
	GString *text = g_string_new("{");

	talk_message_append(value, text);
	g_string_append_c(text, '}');
	talk_message_add(m, key, "%s", text->str);
	g_string_free(text, TRUE);
	talk_message_free(value);
}

const char *talk_message_get(const TalkMessage *m, const char *key)
{
	for (unsigned i = 0; i < m->fields->len; i++) {
		const TalkField *field = &g_array_index(m->fields, TalkField, i);
		if (strcmp(field->key, key) == 0)
			return field->value;
	}
	return NULL;
}

void talk_message_append(const TalkMessage *m, GString *out)
{
	g_string_append(out, m->type);
	for (unsigned i = 0; i < m->fields->len; i++) {
		const TalkField *field = &g_array_index(m->fields, TalkField, i);
		gboolean quote = !is_message(field->value) && strpbrk(field->value, " \t#");
		const char *mark = quote ? "\"" : "";
		g_string_append_printf(out, " %s=%s%s%s", field->key, mark, field->value, mark);
	}
}

static gboolean match_value(const char *pattern, const char *value, GHashTable *names)
{
	if (pattern[0] == '=' && pattern[1]) {
		if (names)
			g_hash_table_replace(names, g_strdup(pattern + 1), g_strdup(value));
		return TRUE;
	}
	if (!is_message(pattern) || !is_message(value))
		return g_pattern_match_simple(pattern, value);
	TalkMessage *expected = talk_message_parse_value(pattern, NULL);
	TalkMessage *heard = talk_message_parse_value(value, NULL);
	gboolean match = expected && heard && talk_message_match(expected, heard, names);
	talk_message_free(expected);
	talk_message_free(heard);
	return match;
}

/* The next field with that key at or after *i; *i becomes the one after it. NULL: there is none. */
static const char *next_value(const TalkMessage *m, const char *key, unsigned *i)
{
	while (*i < m->fields->len) {
		const TalkField *field = &g_array_index(m->fields, TalkField, (*i)++);
		if (strcmp(field->key, key) == 0)
			return field->value;
	}
	return NULL;
}

/* All values of a key, in order. */
static gboolean match_key(const TalkMessage *expected, const TalkMessage *heard, const char *key,
			  GHashTable *names)
{
	unsigned i = 0, j = 0;
	const char *pattern;

	while ((pattern = next_value(expected, key, &i))) {
		const char *value = next_value(heard, key, &j);
		gboolean absent = strcmp(pattern, "-") == 0;
		if (absent != !value || (value && !match_value(pattern, value, names)))
			return FALSE;
	}
	return next_value(heard, key, &j) == NULL;
}

gboolean talk_message_match(const TalkMessage *expected, const TalkMessage *heard,
			    GHashTable *names)
{
	if (!g_pattern_match_simple(expected->type, heard->type))
		return FALSE;
	for (unsigned i = 0; i < expected->fields->len; i++) {
		const TalkField *field = &g_array_index(expected->fields, TalkField, i);
		if (!match_key(expected, heard, field->key, names))
			return FALSE;
	}
	return TRUE;
}

static size_t name_length(const char *p)
{
	size_t n = 0;

	while (g_ascii_isalnum(p[n]) || p[n] == '_')
		n++;
	return n;
}

/* Text plus the number that follows a "+" at *p, in the notation of text. */
static char *add_to(const char *text, const char **p)
{
	char *end;
	guint64 sum = g_ascii_strtoull(*p + 1, &end, 0) + g_ascii_strtoull(text, NULL, 0);

	*p = end;
	return g_str_has_prefix(text, "0x") ? g_strdup_printf("0x%08" G_GINT64_MODIFIER "x", sum)
					    : g_strdup_printf("%" G_GUINT64_FORMAT, sum);
}

char *talk_substitute(const char *line, GHashTable *names, GError **error)
{
	GString *out = g_string_new(NULL);
	const char *p = line;

	while (*p) {
		size_t n = *p == '$' ? name_length(p + 1) : 0;
		if (n == 0) {
			g_string_append_c(out, *p++);
			continue;
		}
		char *name = g_strndup(p + 1, n);
		const char *text = g_hash_table_lookup(names, name);
		if (!text) {
			g_set_error(error, TALK_ERROR, 0, "there is no $%s yet", name);
			g_free(name);
			g_string_free(out, TRUE);
			return NULL;
		}
		g_free(name);
		p += n + 1;
		char *sum = *p == '+' && g_ascii_isdigit(p[1]) ? add_to(text, &p) : NULL;
		g_string_append(out, sum ? sum : text);
		g_free(sum);
	}
	return g_string_free(out, FALSE);
}
