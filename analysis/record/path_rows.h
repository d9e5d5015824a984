/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of views flow, path and hop: an interval per path, a row per node on it. */
#ifndef RECORD_PATH_ROWS_H
#define RECORD_PATH_ROWS_H

#include "analysis/record/rowbuf.h"
#include "models/verify/flow.h"

typedef struct PathRows PathRows;

/* Creates the tables and views. Both are borrowed. NULL sets *error. */
PathRows *path_rows_new(sqlite3 *db, RowBuf *rows, GError **error);
void path_rows_free(PathRows *paths); /* NULL is fine */
/* Begins an interval, and ends the one before it of the same direction of the flow. */
void path_rows_add(PathRows *paths, const TracePath *record);
/* Ends the intervals that are still open. */
void path_rows_end(PathRows *paths, SimTime now);

#endif
