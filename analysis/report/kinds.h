/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of figures: what each shows, the questions that it asks the database of a run, and the
 * gnuplot script that draws the answers. Questions and scripts are files of analysis/sql and
 * analysis/plot, built into the program.
 */
#ifndef REPORT_KINDS_H
#define REPORT_KINDS_H

#include <glib.h>

#define KIND_MAX_QUESTIONS 3

typedef struct KindQuestion {
	const char *name; /* that of its rows; NULL after the last one */
	const char *sql;
} KindQuestion;

typedef struct Kind {
	const char *name, *doc;
	const char *script; /* of gnuplot */
	/* Of the first one at least a row is needed. One whose first column is "row" or "series" numbers
	 * lines of the figure so, or is drawn line by line. */
	KindQuestion questions[KIND_MAX_QUESTIONS + 1];
	const char *nothing; /* what to say where there is no row */
	unsigned max_runs;
	gboolean of_flows; /* may be asked of one flow */
} Kind;

/* What stands before every kind's script. */
extern const char kind_common_script[];

/* The kinds, ending in one without a name. */
extern const Kind kinds[];

/* NULL sets *error: what was meant, or what there is. */
const Kind *kind_find(const char *name, GError **error);

#endif
