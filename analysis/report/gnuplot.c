/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report/gnuplot.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIGURE "figure"
#define SCRIPT "figure.gp"
#define TAIL_BYTES 16 /* of a picture, in which its end is looked for */

struct GnuplotFormat {
	const char *suffix;
	const char *terminal;    /* with the two sizes */
	const char *size;        /* what they are, of w and h */
	const char *head, *tail; /* what a picture begins with, and what stands near its end */
};

/* Text is never marked up: names have underscores and braces. */
static const GnuplotFormat formats[] = {
	{".svg", "svg size %d,%d font 'Sans,12' background '#ffffff' noenhanced", "w, h", "<?xml",
	 "</svg>"},
	{".png",
	 "pngcairo size %d,%d font 'Sans,12' fontscale 1.5 linewidth 2 pointscale 2 noenhanced",
	 "2 * w, 2 * h", "\x89PNG", "IEND"},
	{".pdf", "pdfcairo size %.2fin,%.2fin font 'Sans,12' fontscale 0.58 noenhanced",
	 "w / 96., h / 96.", "%PDF", "%%EOF"},
};

const GnuplotFormat *gnuplot_format(const char *path, GError **error)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(formats); i++) {
		size_t length = strlen(path), suffix = strlen(formats[i].suffix);

		if (length > suffix &&
		    g_ascii_strcasecmp(path + length - suffix, formats[i].suffix) == 0)
			return &formats[i];
	}
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
		    "-o %s: a figure's name ends in .svg, .png or .pdf", path);
	return NULL;
}

gboolean gnuplot_is_picture(const GnuplotFormat *format, const char *bytes, gsize length)
{
	size_t head = strlen(format->head);

	return length >= head && memcmp(bytes, format->head, head) == 0;
}

void gnuplot_append_format(const GnuplotFormat *format, GString *out)
{
	if (!format)
		g_string_append(out, "figure(w, h) = ''\n");
	else
		g_string_append_printf(out,
				       "figure(w, h) = sprintf(\"set terminal %s;"
				       " set output '" FIGURE "'\", %s)\n",
				       format->terminal, format->size);
}

/* In the child: what takes too long ends by the signal. */
static void set_alarm(gpointer user)
{
	(void)user;
	signal(SIGALRM, SIG_DFL);
	alarm(GNUPLOT_MAX_S);
}

/* The last line of what gnuplot wrote says where the script is wrong. */
static void set_failed(GError **error, int wait_status, char *said)
{
	char *line;

	if (WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGALRM) {
		g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED,
			    "gnuplot did not draw the figure in %d s", GNUPLOT_MAX_S);
		return;
	}
	g_strchomp(said);
	line = strrchr(said, '\n');
	line = g_strstrip(line ? line + 1 : said);
	g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED, "gnuplot failed: %s",
		    *line ? line : "it did not say why");
}

/* Not the user's settings, nor his language. */
static gboolean run_gnuplot(const char *folder, GError **error)
{
	char *argv[] = {"gnuplot", "--default-settings", SCRIPT, NULL};
	g_auto(GStrv) env = g_environ_setenv(g_get_environ(), "LC_ALL", "C.UTF-8", TRUE);
	g_autofree char *said = NULL;
	GError *failure = NULL;
	int wait_status = 0;

	if (!g_spawn_sync(folder, argv, env, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
			  set_alarm, NULL, NULL, &said, &wait_status, &failure)) {
		g_set_error(error, G_SPAWN_ERROR, failure->code, "cannot start gnuplot (%s)%s",
			    failure->message,
			    g_error_matches(failure, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT)
				    ? ": install it; Debian's package is gnuplot-nox"
				    : "");
		g_error_free(failure);
		return FALSE;
	}
	if (wait_status == 0)
		return TRUE;
	set_failed(error, wait_status, said);
	return FALSE;
}

/* gnuplot does not notice a full disk. */
static gboolean is_whole(const GnuplotFormat *format, const char *bytes, gsize length)
{
	size_t tail = strlen(format->tail);
	gboolean found = FALSE;

	for (gsize i = 0; i < TAIL_BYTES && !found && tail + i <= length; i++)
		found = memcmp(bytes + length - tail - i, format->tail, tail) == 0;
	return found && gnuplot_is_picture(format, bytes, length);
}

static char *draw_in(const char *folder, const GnuplotFormat *format, const char *script,
		     gsize *length, GError **error)
{
	g_autofree char *script_path = g_build_filename(folder, SCRIPT, NULL);
	g_autofree char *figure_path = g_build_filename(folder, FIGURE, NULL);
	char *bytes = NULL;

	if (g_file_set_contents(script_path, script, -1, error) && run_gnuplot(folder, error) &&
	    g_file_get_contents(figure_path, &bytes, length, error) &&
	    !is_whole(format, bytes, *length)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC,
			    "gnuplot did not write a whole figure: is there room in %s?",
			    g_get_tmp_dir());
		g_clear_pointer(&bytes, g_free);
	}
	g_unlink(script_path);
	g_unlink(figure_path);
	return bytes;
}

char *gnuplot_draw(const GnuplotFormat *format, const char *script, gsize *length, GError **error)
{
	char *folder = g_dir_make_tmp("carrierlab-XXXXXX", error);
	char *bytes = folder ? draw_in(folder, format, script, length, error) : NULL;

	if (folder)
		g_rmdir(folder);
	g_free(folder);
	return bytes;
}
