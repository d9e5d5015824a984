/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A figure as one gnuplot script that needs nothing else: the answers of the runs' databases as data,
 * then the kind's own script.
 *
 * Text of the runs reaches gnuplot as elements of the array Text alone, in single quotes, in which
 * gnuplot gives no character a meaning; data are numbers, where text is its place in Text.
 */
#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H

#include "analysis/report/kinds.h"

#include <sqlite3.h>

typedef struct FigureRun {
	sqlite3 *db;
	const char *
		path; /* of the database; its name without folder and .db names the run in figures */
} FigureRun;

/* A question to a run, to be stepped through and finalized; NULL sets *error. flow NULL: all flows. */
sqlite3_stmt *figure_ask(const FigureRun *run, const KindQuestion *question, const char *flow,
			 GError **error);

/*
 * The script that draws the figure in a format; the script of a NULL format leaves to its reader where it is
 * drawn. It writes the file "figure" in the current folder. NULL sets *error: also where there is nothing to
 * draw, or more than a figure has room for. The caller frees it.
 */
struct GnuplotFormat;
char *figure_script(const Kind *kind, const FigureRun *runs, unsigned n_runs, const char *flow,
		    const struct GnuplotFormat *format, GError **error);

#endif
