/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Printing the rows of a statement, whatever its columns are. Nothing is kept but widths: a table may
 * be longer than memory. A column's name and its declared type say how it is shown: what ends in _ns is
 * a time, printed as seconds in text; BOOLEAN is yes or no, in JSON true or false.
 */
#ifndef CLI_RENDER_H
#define CLI_RENDER_H

#include <glib.h>
#include <sqlite3.h>

/* Both print the columns from the given one on, and leave the statement reset. FALSE sets *error. */

/* Aligned, under a heading. Columns without a value in any row are left out, "-" is a missing one. No
 * rows: "(none)". */
gboolean render_text(sqlite3_stmt *stmt, int first_column, GError **error);
/* An array of objects. Keys are the columns, values those of the database. */
gboolean render_json(sqlite3_stmt *stmt, int first_column, GError **error);

#endif
