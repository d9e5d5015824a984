/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FIRST_US G_USEC_PER_SEC /* shorter runs are not reported on */
#define INTERVAL_US (G_USEC_PER_SEC / 5)
#define CHECK_EVENTS 1024 /* how often the clock is asked */

struct Progress {
	Sim *sim;
	SimTime until;
	gint64 start, shown;   /* wall-clock times; shown: of the last line */
	uint64_t checked;      /* events run when the clock was asked last */
	uint64_t shown_events; /* events run when the last line was written */
	gsize width;           /* of the line on the terminal; 0: none */
	gboolean done;
};

/* Blanks over the rest of the line before are understood by every terminal. */
static void write_line(Progress *progress, const char *line, gsize width)
{
	fprintf(stderr, "\r%s%*s", line,
		progress->width > width ? (int)(progress->width - width) : 0, "");
	fflush(stderr);
	progress->width = width;
}

static void append_rate(GString *out, uint64_t events, gint64 us)
{
	double rate = (double)events * G_USEC_PER_SEC / (double)MAX(us, 1);

	if (rate >= 1e6)
		g_string_append_printf(out, "%.1f million", rate / 1e6);
	else
		g_string_append_printf(out, "%.0f", rate);
	g_string_append(out, " events/s");
}

static void show(Progress *progress, gint64 now)
{
	const Sim *sim = progress->sim;
	GString *line = g_string_new(NULL);

	g_string_append_printf(line, "%.1f s simulated", (double)sim->now / SIM_SEC);
	if (progress->until != SIM_NEVER && progress->until > 0)
		g_string_append_printf(line, " (%d %%)",
				       (int)((double)sim->now * 100 / (double)progress->until));
	g_string_append(line, ", ");
	append_rate(line, sim->executed - progress->shown_events, now - progress->shown);
	write_line(progress, line->str, line->len);
	progress->shown = now;
	progress->shown_events = sim->executed;
	g_string_free(line, TRUE);
}

static void look(Sim *sim, void *user)
{
	Progress *progress = user;
	gint64 now;

	if (sim->executed - progress->checked < CHECK_EVENTS || progress->done)
		return;
	progress->checked = sim->executed;
	now = g_get_monotonic_time();
	if (now - progress->start >= FIRST_US && now - progress->shown >= INTERVAL_US)
		show(progress, now);
}

Progress *progress_new(Sim *sim, SimTime until)
{
	Progress *progress;

	if (!isatty(STDERR_FILENO))
		return NULL;
	progress = g_new0(Progress, 1);
	progress->sim = sim;
	progress->until = until;
	progress->start = progress->shown = g_get_monotonic_time();
	sim_add_instant_hook(sim, look, progress);
	return progress;
}

void progress_say(Progress *progress, const char *what)
{
	if (!progress || progress->done)
		return;
	if (g_get_monotonic_time() - progress->start >= FIRST_US)
		write_line(progress, what, strlen(what));
}

void progress_wipe(Progress *progress)
{
	if (!progress)
		return;
	progress->done = TRUE;
	if (progress->width == 0)
		return;
	write_line(progress, "", 0);
	write_line(progress, "", 0); /* back to the beginning */
}

void progress_free(Progress *progress)
{
	progress_wipe(progress);
	g_free(progress);
}
