/* SPDX-License-Identifier: Apache-2.0 */
/* The mistakes found in a scenario file, and the words that help: quotes and suggestions. */
#ifndef LOAD_ERRORS_H
#define LOAD_ERRORS_H

#include "scenarios/load/places.h"

#include <glib.h>

#define LOAD_MAX_ERRORS 100 /* what comes after them is not told */

typedef struct LoadErrors {
	const char *file;         /* borrowed */
	GPtrArray *list;          /* of ScenarioError; borrowed */
	gboolean are_warnings;    /* those that are told; else mistakes */
	const char *check;        /* name of the check of meaning that is made; NULL: none */
	const LoadPlaces *places; /* borrowed; NULL: all elements stand in the file */
} LoadErrors;

/* line: of the file, or a place; 0: the file as a whole. The text says what is wrong and what to write
 * instead. */
void load_error(LoadErrors *errors, unsigned line, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* TRUE where nothing more would be told. */
gboolean load_errors_full(const LoadErrors *errors);
/* Puts them in the order of lines, those of other files behind; those of one line stay in the order in
 * which they were found. */
void load_errors_sort(LoadErrors *errors);
/* How a text calls the line or place of another element: "line 12", "line 12 of x.xml". The caller
 * frees it. */
char *load_errors_line(const LoadErrors *errors, unsigned line);

/* The text in quotation marks for a message: cut where it is long, on one line, control
 * characters escaped. The
 * caller frees it. */
char *load_quote(const char *text);

#endif
