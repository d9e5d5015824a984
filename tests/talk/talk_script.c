/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/talk/talk_script.h"

#include <string.h>

static void clear_line(void *data)
{
	g_free(((TalkLine *)data)->text);
}

static void free_block(void *data)
{
	TalkBlock *block = data;

	g_free(block->name);
	g_array_unref(block->lines);
	g_free(block);
}

static TalkBlock *add_block(TalkScript *script, const char *name, gboolean is_talk, unsigned number)
{
	TalkBlock *block = g_new0(TalkBlock, 1);
	const char *comment = strstr(name, " #");

	block->name =
		g_strstrip(comment ? g_strndup(name, (gsize)(comment - name)) : g_strdup(name));
	block->is_talk = is_talk;
	block->number = number;
	block->lines = g_array_new(FALSE, FALSE, sizeof(TalkLine));
	g_array_set_clear_func(block->lines, clear_line);
	g_ptr_array_add(script->blocks, block);
	return block;
}

static void split(TalkScript *script, char *const *lines)
{
	TalkBlock *block = add_block(script, "", FALSE, 1);

	for (unsigned i = 0; lines[i]; i++) {
		const char *text = lines[i];
		if (g_str_has_prefix(text, "== ")) {
			block = add_block(script, text + 3, TRUE, i + 1);
		} else if (g_str_has_prefix(text, "define ")) {
			block = add_block(script, text + 7, FALSE, i + 1);
		} else {
			TalkLine line = {.number = i + 1, .text = g_strstrip(g_strdup(text))};
			if (line.text[0] && line.text[0] != '#')
				g_array_append_val(block->lines, line);
			else
				g_free(line.text);
		}
	}
}

/* The first line says which protocol is spoken. */
static gboolean find_speaker(TalkScript *script, const TalkSpeaker *const *speakers, GError **error)
{
	const TalkBlock *head = g_ptr_array_index(script->blocks, 0);
	const char *first = head->lines->len ? g_array_index(head->lines, TalkLine, 0).text : "";

	for (unsigned i = 0; speakers[i] && g_str_has_prefix(first, "protocol "); i++)
		if (strcmp(speakers[i]->protocol, first + strlen("protocol ")) == 0)
			script->speaker = speakers[i];
	if (script->speaker)
		return TRUE;
	g_set_error(error, TALK_ERROR, 0, "%s:1: begin with \"protocol NAME\" of one that is known",
		    script->path);
	return FALSE;
}

TalkScript *talk_script_read(const char *path, const TalkSpeaker *const *speakers, GError **error)
{
	char *text;

	if (!g_file_get_contents(path, &text, NULL, error))
		return NULL;
	TalkScript *script = g_new0(TalkScript, 1);
	script->path = g_strdup(path);
	script->blocks = g_ptr_array_new_with_free_func(free_block);
	GStrv lines = g_strsplit(text, "\n", -1);
	g_free(text);
	split(script, lines);
	g_strfreev(lines);
	if (find_speaker(script, speakers, error)) {
		const TalkBlock *head = g_ptr_array_index(script->blocks, 0);
		g_array_remove_index(head->lines, 0);
		return script;
	}
	talk_script_free(script);
	return NULL;
}

void talk_script_free(TalkScript *script)
{
	g_free(script->path);
	g_ptr_array_unref(script->blocks);
	g_free(script);
}

/* A talk that is being run. */
typedef struct Performance {
	const TalkScript *script;
	Talk *talk;
	unsigned depth; /* of blocks that use blocks */
} Performance;

static gboolean perform(Performance *p, const TalkBlock *block, GError **error);

static gboolean use_block(Performance *p, const char *name, GError **error)
{
	const TalkBlock *block = NULL;

	for (unsigned i = 1; i < p->script->blocks->len; i++) {
		const TalkBlock *b = g_ptr_array_index(p->script->blocks, i);
		if (!b->is_talk && strcmp(b->name, name) == 0)
			block = b;
	}
	if (!block || p->depth > 8) {
		g_set_error(error, TALK_ERROR, 0,
			    block ? "\"%s\" uses itself" : "there is no \"define %s\"", name);
		return FALSE;
	}
	p->depth++;
	gboolean ok = perform(p, block, error);
	p->depth--;
	return ok;
}

static gboolean perform_words(Performance *p, char *const *words, GError **error)
{
	if (strcmp(words[0], "use") == 0 && words[1] && !words[2])
		return use_block(p, words[1], error);
	return talk_verb(p->talk, words, error);
}

static gboolean perform_line(Performance *p, const TalkLine *line, GError **error)
{
	char *text = talk_substitute(line->text, p->talk->names, error);
	GStrv words = text ? talk_words(text, error) : NULL;
	gboolean ok = words && (!words[0] || perform_words(p, words, error));

	if (!ok)
		g_prefix_error(error, "%s:%u: ", p->script->path, line->number);
	g_strfreev(words);
	g_free(text);
	return ok;
}

static gboolean perform(Performance *p, const TalkBlock *block, GError **error)
{
	for (unsigned i = 0; i < block->lines->len; i++) {
		const TalkLine *line = &g_array_index(block->lines, TalkLine, i);
		if (!g_str_has_prefix(line->text, "each ") && !perform_line(p, line, error))
			return FALSE;
	}
	return TRUE;
}

/* What is still unheard at the end, or under way then, was not expected either. */
static gboolean perform_talk(Performance *p, const TalkBlock *block, GError **error)
{
	char silence[] = "silence", moment[] = "10ms";
	char *const end[] = {silence, moment, NULL};

	if (!perform(p, g_ptr_array_index(p->script->blocks, 0), error) ||
	    !perform(p, block, error))
		return FALSE;
	if (talk_verb(p->talk, end, error))
		return TRUE;
	g_prefix_error(error, "%s:%u: at its end: ", p->script->path, block->number);
	return FALSE;
}

/* Runs the talk once, with $name standing for value. */
static gboolean run_talk(const TalkScript *script, const TalkBlock *block, TalkCover *cover,
			 const char *name, const char *value, gboolean verbose)
{
	Performance p = {.script = script, .talk = talk_new(script->speaker, cover)};
	GError *error = NULL;

	if (name)
		g_hash_table_replace(p.talk->names, g_strdup(name), g_strdup(value));
	gboolean ok = perform_talk(&p, block, &error);
	if (!ok || verbose)
		g_print("%s:%u: == %s%s%s%s\n%s", script->path, block->number, block->name,
			name ? " (" : "", name ? value : "", name ? ")" : "",
			p.talk->transcript->str);
	if (!ok)
		g_print("%s\n\n", error->message);
	g_clear_error(&error);
	talk_verbs_stop(p.talk);
	talk_free(p.talk);
	return ok;
}

/* "each NAME in VALUES" as the first line of a talk runs it for each of the values. */
static unsigned run_block(const TalkScript *script, const TalkBlock *block, TalkCover *cover,
			  gboolean verbose, unsigned *talks)
{
	const char *first = block->lines->len ? g_array_index(block->lines, TalkLine, 0).text : "";
	unsigned failed = 0;

	if (!g_str_has_prefix(first, "each ")) {
		(*talks)++;
		return !run_talk(script, block, cover, NULL, NULL, verbose);
	}
	GStrv words = talk_words(first, NULL);
	for (unsigned i = 3; i < g_strv_length(words); i++) {
		(*talks)++;
		failed += !run_talk(script, block, cover, words[1], words[i], verbose);
	}
	g_strfreev(words);
	return failed;
}

unsigned talk_script_run(const TalkScript *script, TalkCover *cover, gboolean verbose,
			 unsigned *talks)
{
	unsigned failed = 0;

	for (unsigned i = 1; i < script->blocks->len; i++) {
		const TalkBlock *block = g_ptr_array_index(script->blocks, i);
		if (block->is_talk)
			failed += run_block(script, block, cover, verbose, talks);
	}
	return failed;
}
