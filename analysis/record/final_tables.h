/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state at the end of a run: every table of every node (models/node/tables.h), a view for each. Rows
 * go straight from the model's state into the row buffer: there is never a second copy of a table.
 */
#ifndef RECORD_FINAL_TABLES_H
#define RECORD_FINAL_TABLES_H

#include "analysis/record/rowbuf.h"
#include "models/node/network.h"

typedef struct FinalTables FinalTables;

/* Creates tables and views, all empty. db and rows outlive it. NULL sets *error. */
FinalTables *final_tables_new(sqlite3 *db, RowBuf *rows, GError **error);
/* Writes all tables of all nodes. FALSE sets *error. */
gboolean final_tables_write(FinalTables *tables, const Network *network, GError **error);
void final_tables_free(FinalTables *tables); /* NULL is fine */

#endif
