/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/show_db.h"

#include "analysis/record/rowbuf.h"
#include "analysis/record/run_db.h"
#include "models/net/advice.h"
#include "scenarios/load/errors.h"

#include <string.h>

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql, const char *first, GError **error)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		record_set_error(error, db, "cannot read");
	else
		sqlite3_bind_text(stmt, 1, first, -1, SQLITE_TRANSIENT);
	return stmt;
}

/* The texts of the first column of a query. */
static GPtrArray *texts(sqlite3 *db, const char *sql, const char *first, GError **error)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *stmt = prepare(db, sql, first, error);

	while (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		g_ptr_array_add(all, g_strdup(run_db_text(stmt, 0)));
	sqlite3_finalize(stmt);
	return all;
}

static gboolean has_text(const GPtrArray *all, const char *text)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)(uintptr_t)all, text, g_str_equal,
						NULL);
}

/* "there is no <what> "X"; did you mean "Y"?" */
static void set_unknown(GError **error, const char *what, const char *name, const GPtrArray *names,
			const char *list)
{
	char *quoted = load_quote(name);
	char *advice = net_advise(name, names, list);

	g_set_error(error, RECORD_ERROR, 0, "there is no %s %s; %s", what, quoted, advice);
	g_free(advice);
	g_free(quoted);
}

static gboolean check_node(sqlite3 *db, const char *node, GError **error)
{
	GError *failure = NULL;
	GPtrArray *nodes = texts(db, "SELECT name FROM node", NULL, &failure);
	gboolean known = has_text(nodes, node);

	if (failure)
		g_propagate_error(error, failure);
	else if (!known)
		set_unknown(error, "node", node, nodes, "the nodes are");
	g_ptr_array_free(nodes, TRUE);
	return known;
}

static void table_free(void *user)
{
	ShowTable *table = user;

	g_free(table->name);
	g_free(table->view);
	g_free(table->doc);
	g_free(table);
}

static ShowTable *table_at(sqlite3_stmt *stmt)
{
	ShowTable *table = g_new0(ShowTable, 1);

	table->name = g_strdup(run_db_text(stmt, 0));
	table->view = g_strdup(run_db_text(stmt, 1));
	table->doc = g_strdup(run_db_text(stmt, 2));
	table->rows = sqlite3_column_int64(stmt, 3);
	table->first_row = sqlite3_column_int64(stmt, 4);
	table->has_vrf = sqlite3_column_int(stmt, 5);
	return table;
}

static GPtrArray *read_tables(sqlite3 *db, const char *node, GError **error)
{
	GPtrArray *tables = g_ptr_array_new_with_free_func(table_free);
	sqlite3_stmt *stmt = prepare(db,
				     "SELECT name, view, doc, rows, first_row, EXISTS(SELECT 1 FROM"
				     " pragma_table_info('r_' || t.view) WHERE name = 'vrf')"
				     " FROM r_final_table AS t WHERE node = ? ORDER BY rowid",
				     node, error);

	while (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		g_ptr_array_add(tables, table_at(stmt));
	sqlite3_finalize(stmt);
	return tables;
}

/* Tables are written when the run ends. */
static void set_unfinished(sqlite3 *db, GError **error)
{
	GPtrArray *status = texts(db, "SELECT status FROM run", NULL, NULL);

	g_set_error(error, RECORD_ERROR, 0,
		    "this run did not come to its end (status \"%s\"), which is when the tables of "
		    "its nodes are recorded: run it again",
		    status->len > 0 ? (const char *)g_ptr_array_index(status, 0) : "unknown");
	g_ptr_array_free(status, TRUE);
}

static void remove_unless(GPtrArray *tables, gboolean (*test)(const ShowTable *, const char *),
			  const char *name)
{
	for (unsigned i = tables->len; i > 0; i--)
		if (!test(g_ptr_array_index(tables, i - 1), name))
			g_ptr_array_remove_index(tables, i - 1);
}

static gboolean is_called(const ShowTable *table, const char *name)
{
	return strcmp(table->name, name) == 0;
}

static gboolean is_in_group(const ShowTable *table, const char *name)
{
	return g_str_has_prefix(table->name, name) && table->name[strlen(name)] == '-';
}

static gboolean any(const GPtrArray *tables, gboolean (*test)(const ShowTable *, const char *),
		    const char *name)
{
	for (unsigned i = 0; i < tables->len; i++)
		if (test(g_ptr_array_index(tables, i), name))
			return TRUE;
	return FALSE;
}

static void set_unknown_table(GError **error, const GPtrArray *tables, const char *name)
{
	GPtrArray *names = g_ptr_array_new();

	for (unsigned i = 0; i < tables->len; i++)
		g_ptr_array_add(names, ((const ShowTable *)g_ptr_array_index(tables, i))->name);
	set_unknown(error, "table", name, names, "the tables are");
	g_ptr_array_free(names, TRUE);
}

GPtrArray *show_db_tables(sqlite3 *db, const char *node, const char *name, GError **error)
{
	GError *failure = NULL;
	GPtrArray *tables;

	if (!check_node(db, node, error))
		return NULL;
	tables = read_tables(db, node, &failure);
	if (!failure && tables->len == 0)
		set_unfinished(db, &failure);
	else if (!failure && name && any(tables, is_called, name))
		remove_unless(tables, is_called, name);
	else if (!failure && name && any(tables, is_in_group, name))
		remove_unless(tables, is_in_group, name);
	else if (!failure && name)
		set_unknown_table(&failure, tables, name);
	if (!failure)
		return tables;
	g_propagate_error(error, failure);
	g_ptr_array_free(tables, TRUE);
	return NULL;
}

/* Whether vrf can be asked for; *global: the rows without a VRF are meant. */
static gboolean check_vrf(sqlite3 *db, const char *node, const char *vrf, gboolean *global,
			  GError **error)
{
	GError *failure = NULL;
	GPtrArray *vrfs = texts(db, "SELECT vrf FROM r_vrf WHERE node = ?", node, &failure);
	gboolean known = has_text(vrfs, vrf);

	*global = !known && strcmp(vrf, "global") == 0;
	if (failure)
		g_propagate_error(error, failure);
	else if (!known && !*global)
		set_unknown(error, "VRF", vrf, vrfs, "the VRFs of the node are");
	g_ptr_array_free(vrfs, TRUE);
	return !failure && (known || *global);
}

sqlite3_stmt *show_db_rows(sqlite3 *db, const char *node, const ShowTable *table, const char *vrf,
			   GError **error)
{
	gboolean global = FALSE;
	sqlite3_stmt *stmt;
	char *sql;

	if (vrf && !table->has_vrf) {
		g_set_error(error, RECORD_ERROR, 0, "table \"%s\" is not of VRFs: leave --vrf away",
			    table->name);
		return NULL;
	}
	if (vrf && !check_vrf(db, node, vrf, &global, error))
		return NULL;
	sql = g_strdup_printf("SELECT * FROM r_%s WHERE rowid >= ?2 AND rowid < ?2 + ?3%s",
			      table->view, vrf ? " AND vrf IS ?1" : "");
	stmt = prepare(db, sql, global ? NULL : vrf, error);
	g_free(sql);
	if (stmt) {
		sqlite3_bind_int64(stmt, 2, table->first_row);
		sqlite3_bind_int64(stmt, 3, table->rows);
	}
	return stmt;
}
