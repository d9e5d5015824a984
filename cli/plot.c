/* SPDX-License-Identifier: Apache-2.0 */
/* carrierlab plot: a figure of a run, or the data or the gnuplot script that it is made of. */
#include "analysis/record/run_db.h"
#include "analysis/report/figure.h"
#include "analysis/report/gnuplot.h"
#include "cli/json.h"
#include "cli/render.h"
#include "cli/verb.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct Plot {
	const Kind *kind;
	FigureRun *runs;
	unsigned n_runs;
	char *output, *flow, *format; /* options */
	gboolean script, json;
	const GnuplotFormat *picture; /* NULL: none is drawn */
} Plot;

/* A database, a scenario, anything that is no picture of the kind that its name says. */
static gboolean is_foreign(const char *path, const GnuplotFormat *format)
{
	char head[16];
	FILE *file = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? fopen(path, "rb") : NULL;
	size_t length;

	if (!file)
		return FALSE;
	length = fread(head, 1, sizeof(head), file);
	fclose(file);
	return length > 0 && !gnuplot_is_picture(format, head, length);
}

static int write_picture(const char *path, const char *bytes, gsize length)
{
	FILE *file = fopen(path, "wb");
	gboolean ok;

	if (!file)
		return verb_fail(CLI_USAGE, "cannot write %s: %s", path, g_strerror(errno));
	ok = fwrite(bytes, 1, length, file) == length;
	ok = fclose(file) == 0 && ok;
	if (!ok)
		return verb_fail(CLI_ABORTED, "cannot write %s: %s", path, g_strerror(errno));
	return CLI_OK;
}

static int draw(const Plot *plot, const char *script)
{
	GError *error = NULL;
	gsize length = 0;
	g_autofree char *bytes = gnuplot_draw(plot->picture, script, &length, &error);

	if (!bytes)
		return verb_fail_error(CLI_ABORTED, error);
	return write_picture(plot->output, bytes, length);
}

static int draw_or_print(const Plot *plot)
{
	GError *error = NULL;
	g_autofree char *script = figure_script(plot->kind, plot->runs, plot->n_runs, plot->flow,
						plot->picture, &error);

	if (!script)
		return verb_fail_error(CLI_USAGE, error);
	if (!plot->script)
		return draw(plot, script);
	g_print("%s", script);
	return CLI_OK;
}

static gboolean print_answer(const Plot *plot, const FigureRun *run, const KindQuestion *question,
			     GError **error)
{
	sqlite3_stmt *stmt = figure_ask(run, question, plot->flow, error);
	GString *out = g_string_new(NULL);
	gboolean ok = stmt != NULL;

	json_name(out, question->name);
	g_print(",%s", out->str);
	g_string_free(out, TRUE);
	ok = ok && render_json(stmt, 0, error);
	sqlite3_finalize(stmt);
	return ok;
}

static gboolean print_run(const Plot *plot, const FigureRun *run, GError **error)
{
	GString *out = g_string_new(NULL);
	gboolean ok = TRUE;

	json_begin(out, '{');
	json_name(out, "database");
	json_text(out, run->path);
	json_name(out, "end_ns");
	json_int(out, run_db_end(run->db));
	g_print("%s%s", run == plot->runs ? "" : ",", out->str);
	g_string_free(out, TRUE);
	for (const KindQuestion *q = plot->kind->questions; ok && q->name; q++)
		ok = print_answer(plot, run, q, error);
	g_print("}");
	return ok;
}

static int print_data(const Plot *plot)
{
	GError *error = NULL;
	gboolean ok = TRUE;
	g_autofree char *script =
		figure_script(plot->kind, plot->runs, plot->n_runs, plot->flow, NULL, &error);

	/* What would be no figure is no data. */
	if (!script)
		return verb_fail_error(CLI_USAGE, error);
	g_print("{\"kind\":\"%s\",\"runs\":[", plot->kind->name);
	for (unsigned i = 0; ok && i < plot->n_runs; i++)
		ok = print_run(plot, &plot->runs[i], &error);
	g_print("]}\n");
	return ok ? CLI_OK : verb_fail_error(CLI_USAGE, error);
}

static int plot_runs(Plot *plot, char **paths)
{
	int status = -1;

	plot->runs = g_new0(FigureRun, plot->n_runs);
	for (unsigned i = 0; status == -1 && i < plot->n_runs; i++) {
		GError *error = NULL;

		plot->runs[i] = (FigureRun){run_db_open(paths[i], &error), paths[i]};
		if (!plot->runs[i].db)
			status = verb_fail_error(CLI_USAGE, error);
	}
	if (status == -1)
		status = (plot->json ? print_data : draw_or_print)(plot);
	for (unsigned i = 0; i < plot->n_runs; i++)
		sqlite3_close(plot->runs[i].db);
	g_free(plot->runs);
	return status;
}

static int check_output(Plot *plot)
{
	GError *error = NULL;

	if (plot->json && plot->script)
		return verb_fail(CLI_USAGE, "--format json and --script are both for stdout: "
					    "write one of them");
	if (!plot->output)
		return plot->json || plot->script
			       ? -1
			       : verb_fail(CLI_USAGE, "-o FILE is missing: say where to draw to");
	if (plot->json || plot->script)
		return verb_fail(CLI_USAGE, "%s goes to stdout: leave -o away",
				 plot->json ? "--format json" : "--script");
	plot->picture = gnuplot_format(plot->output, &error);
	if (!plot->picture)
		return verb_fail_error(CLI_USAGE, error);
	if (is_foreign(plot->output, plot->picture))
		return verb_fail(CLI_USAGE, "%s is no such figure; remove it or write another name",
				 plot->output);
	return -1;
}

static int plot_asked(Plot *plot, int argc, char **argv)
{
	GError *error = NULL;
	int status = -1;

	plot->json = verb_wants_json(plot->format, &status);
	plot->kind = status == -1 ? kind_find(argv[argc - 1], &error) : NULL;
	if (error)
		return verb_fail_error(CLI_USAGE, error);
	if (status == -1)
		status = check_output(plot);
	plot->n_runs = (unsigned)argc - 2;
	return status == -1 ? plot_runs(plot, argv + 1) : status;
}

static char *describe(void)
{
	GString *out = g_string_new("Kinds:\n");

	for (const Kind *kind = kinds; kind->name; kind++)
		g_string_append_printf(out, "  %-12s %s\n", kind->name, kind->doc);
	g_string_append(
		out,
		"\nSeveral runs are for compare and options. gnuplot draws; with --format json or "
		"--script it is not needed.");
	return g_string_free(out, FALSE);
}

static int plot(const Verb *verb, int argc, char **argv)
{
	Plot plot = {0};
	const GOptionEntry entries[] = {
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &plot.output,
		 "File to draw to, which ends in .svg, .png or .pdf", "FILE"},
		{"flow", 0, 0, G_OPTION_ARG_STRING, &plot.flow, "Only this flow", "NAME"},
		{"script", 0, 0, G_OPTION_ARG_NONE, &plot.script,
		 "Print the gnuplot script, with all data in it, instead of drawing", NULL},
		{"format", 0, 0, G_OPTION_ARG_STRING, &plot.format,
		 "text (default), or json: print the data instead of drawing", "FORMAT"},
		{0},
	};
	g_autofree char *description = describe();
	Verb described = *verb;
	int status;

	described.description = description;
	status = verb_parse_some(&described, entries, 2, G_MAXINT, &argc, &argv);
	if (status == -1)
		status = plot_asked(&plot, argc, argv);
	g_free(plot.output);
	g_free(plot.flow);
	g_free(plot.format);
	return status;
}

const Verb verb_plot = {
	.name = "plot",
	.arguments = "RUN.db... KIND",
	.summary = "draw a figure of a run, or of several beside each other",
	.run = plot,
};
