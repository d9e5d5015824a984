/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs talks. With files: those. Without: all that are in the folders of the protocols, or of those that
 * --protocol names, and every row of the protocols' state machines must be driven by them.
 */
#include "tests/talk/talk_script.h"
#include "tests/talk/talk_speakers.h"

#include <stdlib.h>
#include <string.h>

static const TalkSpeaker *const speakers[] = {&talk_ospf, &talk_rip, &talk_ldp,
					      &talk_bgp,  &talk_tcp, NULL};

typedef struct Options {
	gboolean verbose;
	char *protocol;
	char **files;
} Options;

static gboolean run_file(const char *path, TalkCover *cover, gboolean verbose, unsigned *talks)
{
	GError *error = NULL;
	TalkScript *script = talk_script_read(path, speakers, &error);

	if (!script) {
		g_print("%s\n", error->message);
		g_error_free(error);
		return FALSE;
	}
	TalkCover *own = cover ? cover : talk_cover_new(script->speaker->machines);
	gboolean ok = talk_script_run(script, own, verbose, talks) == 0;
	if (!cover)
		talk_cover_free(own);
	talk_script_free(script);
	return ok;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The talks of a folder, in order of their names; owned. */
static GPtrArray *talks_in(const char *folder)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, ".talk"))
			g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(paths, compare_names);
	return paths;
}

/* All talks of a protocol, and what they leave out. */
static gboolean run_protocol(const TalkSpeaker *speaker, gboolean verbose)
{
	const char *root = g_getenv("CL_SRCDIR");
	char *folder = g_build_filename(root ? root : ".", "tests/talk", speaker->protocol, NULL);
	GPtrArray *paths = talks_in(folder);
	TalkCover *cover = talk_cover_new(speaker->machines);
	GString *missing = g_string_new(NULL);
	unsigned talks = 0, driven;
	gboolean ok = TRUE;

	for (unsigned i = 0; i < paths->len; i++)
		ok &= run_file(g_ptr_array_index(paths, i), cover, verbose, &talks);
	unsigned rows = talk_cover_report(cover, &driven, missing);
	g_print("%s%s: %u talks drive %u of %u rows\n", missing->str, speaker->protocol, talks,
		driven, rows);
	g_string_free(missing, TRUE);
	talk_cover_free(cover);
	g_ptr_array_unref(paths);
	g_free(folder);
	return ok && driven == rows;
}

static gboolean run_all(const Options *options)
{
	gboolean ok = TRUE, any = FALSE;

	for (unsigned i = 0; speakers[i]; i++)
		if (!options->protocol || strcmp(options->protocol, speakers[i]->protocol) == 0) {
			ok &= run_protocol(speakers[i], options->verbose);
			any = TRUE;
		}
	return ok && any;
}

static gboolean run_files(const Options *options)
{
	unsigned talks = 0;
	gboolean ok = TRUE;

	for (unsigned i = 0; options->files[i]; i++)
		ok &= run_file(options->files[i], NULL, options->verbose, &talks);
	g_print("%u talks\n", talks);
	return ok;
}

int main(int argc, char **argv)
{
	Options options = {FALSE, NULL, NULL};
	const GOptionEntry entries[] = {
		{"verbose", 'v', 0, G_OPTION_ARG_NONE, &options.verbose, "Print all that is said",
		 NULL},
		{"protocol", 'p', 0, G_OPTION_ARG_STRING, &options.protocol, "Only this protocol",
		 "NAME"},
		{G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files, "",
		 "[FILE...]"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	GOptionContext *context = g_option_context_new("- routers and scripted neighbours");
	GError *error = NULL;

	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		g_printerr("%s\n", error->message);
		return 2;
	}
	g_option_context_free(context);
	gboolean ok = options.files ? run_files(&options) : run_all(&options);
	g_strfreev(options.files);
	g_free(options.protocol);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
