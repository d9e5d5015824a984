/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the tables that a run's nodes had at its end (final_tables.h). */
#ifndef RECORD_SHOW_DB_H
#define RECORD_SHOW_DB_H

#include <glib.h>
#include <sqlite3.h>
#include <stdint.h>

typedef struct ShowTable {
	char *name, *view, *doc; /* owned */
	int64_t rows;
	int64_t first_row; /* in the order of the view's rows, from 1 */
	gboolean has_vrf;  /* there is a column vrf */
} ShowTable;

/*
 * The tables of a node (of ShowTable) that name stands for: all where it is NULL, the one that is called
 * so, or else the ones whose names begin with name and a dash. NULL sets *error, which says what there
 * is where the node or the table is unknown.
 */
GPtrArray *show_db_tables(sqlite3 *db, const char *node, const char *name, GError **error);

/* A statement that steps through the table's rows of the node; its first two columns are run_id and
 * node. vrf NULL: the rows of all VRFs; "global": those of none, unless a VRF is called so. NULL sets
 * *error. To be finalized. */
sqlite3_stmt *show_db_rows(sqlite3 *db, const char *node, const ShowTable *table, const char *vrf,
			   GError **error);
enum { SHOW_DB_FIRST_COLUMN = 2 };

#endif
