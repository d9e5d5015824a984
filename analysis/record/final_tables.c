/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/final_tables.h"

#include "analysis/record/field_rows.h"
#include "models/node/tables.h"

#include <string.h>

#define RUN_ID 1

/* Views that are not called as their tables are. */
static const struct {
	const char *table, *view;
} other_names[] = {
	{"routes", "rib"},
	{"fib", "fib_entry"},
	{"lfib", "lfib_entry"},
	{"sessions", "session"},
};

typedef struct FinalTable {
	const TableDef *def;
	char *view;
	unsigned statement; /* that inserts a row; from final_tables_write() on */
	int64_t rows;       /* so far */
} FinalTable;

struct FinalTables {
	sqlite3 *db;
	RowBuf *rows;
	GArray *tables; /* of FinalTable */
	GString *scratch;
	unsigned list_statement;
	/* While a table is written: */
	FinalTable *now;
	const Node *node;
};

static char *view_of(const TableDef *def)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(other_names); i++)
		if (strcmp(other_names[i].table, def->name) == 0)
			return g_strdup(other_names[i].view);
	return g_strdelimit(g_strdup(def->name), "-", '_');
}

static gboolean create(FinalTables *tables, const FinalTable *table, GError **error)
{
	const TableDef *def = table->def;
	GString *sql = g_string_new(NULL);
	gboolean ok;

	g_string_printf(sql, "CREATE TABLE r_%s(run_id INTEGER, node TEXT", table->view);
	field_rows_declare(def->fields, def->n_fields, sql);
	g_string_append_printf(sql, "); CREATE VIEW \"%s\" AS SELECT * FROM r_%s;", table->view,
			       table->view);
	ok = sqlite3_exec(tables->db, sql->str, NULL, NULL, NULL) == SQLITE_OK;
	if (!ok)
		record_set_error(error, tables->db, "cannot write");
	g_string_free(sql, TRUE);
	return ok;
}

static const char list_schema[] =
	"CREATE TABLE r_final_table(run_id INTEGER, node TEXT, name TEXT, view TEXT, rows INTEGER,"
	" doc TEXT, first_row INTEGER);"
	"CREATE VIEW final_table AS SELECT run_id, node, name, view, rows, doc FROM r_final_table;";

static gboolean create_all(FinalTables *tables, GError **error)
{
	if (sqlite3_exec(tables->db, list_schema, NULL, NULL, NULL) != SQLITE_OK) {
		record_set_error(error, tables->db, "cannot write");
		return FALSE;
	}
	for (unsigned i = 0; i < tables->tables->len; i++)
		if (!create(tables, &g_array_index(tables->tables, FinalTable, i), error))
			return FALSE;
	return TRUE;
}

FinalTables *final_tables_new(sqlite3 *db, RowBuf *rows, GError **error)
{
	FinalTables *tables = g_new0(FinalTables, 1);
	GPtrArray *defs = node_tables();

	tables->db = db;
	tables->rows = rows;
	tables->tables = g_array_new(FALSE, FALSE, sizeof(FinalTable));
	tables->scratch = g_string_new(NULL);
	for (unsigned i = 0; i < defs->len; i++) {
		FinalTable table = {.def = g_ptr_array_index(defs, i)};

		table.view = view_of(table.def);
		g_array_append_val(tables->tables, table);
	}
	g_ptr_array_free(defs, TRUE);
	if (create_all(tables, error))
		return tables;
	final_tables_free(tables);
	return NULL;
}

void final_tables_free(FinalTables *tables)
{
	if (!tables)
		return;
	for (unsigned i = 0; i < tables->tables->len; i++)
		g_free(g_array_index(tables->tables, FinalTable, i).view);
	g_array_free(tables->tables, TRUE);
	g_string_free(tables->scratch, TRUE);
	g_free(tables);
}

static gboolean prepare(FinalTables *tables, FinalTable *table, GError **error)
{
	GString *sql = g_string_new(NULL);
	gboolean ok;

	g_string_printf(sql, "INSERT INTO r_%s VALUES(%d,?", table->view, RUN_ID);
	for (unsigned i = 0; i < table->def->n_fields; i++)
		g_string_append(sql, ",?");
	g_string_append_c(sql, ')');
	ok = rowbuf_prepare(tables->rows, sql->str, &table->statement, error);
	g_string_free(sql, TRUE);
	return ok;
}

static gboolean prepare_all(FinalTables *tables, GError **error)
{
	if (!rowbuf_prepare(tables->rows, "INSERT INTO r_final_table VALUES(?,?,?,?,?,?,?)",
			    &tables->list_statement, error))
		return FALSE;
	for (unsigned i = 0; i < tables->tables->len; i++)
		if (!prepare(tables, &g_array_index(tables->tables, FinalTable, i), error))
			return FALSE;
	return TRUE;
}

static void put_row(const void *row, void *user)
{
	FinalTables *tables = user;
	const TableDef *def = tables->now->def;

	rowbuf_begin(tables->rows, tables->now->statement);
	rowbuf_text(tables->rows, tables->node->name);
	field_rows_put(tables->rows, def->fields, def->n_fields, row, tables->scratch);
	rowbuf_end(tables->rows);
	tables->now->rows++;
}

/* The rows of a node and table stand one after the other; the list says where. */
static void put_table(FinalTables *tables, FinalTable *table, const Node *node)
{
	int64_t before = table->rows;

	tables->now = table;
	tables->node = node;
	node_table_foreach(node, table->def, put_row, tables);
	rowbuf_begin(tables->rows, tables->list_statement);
	rowbuf_int(tables->rows, RUN_ID);
	rowbuf_text(tables->rows, node->name);
	rowbuf_text(tables->rows, table->def->name);
	rowbuf_text(tables->rows, table->view);
	rowbuf_int(tables->rows, table->rows - before);
	rowbuf_text(tables->rows, table->def->doc);
	rowbuf_int(tables->rows, before + 1);
	rowbuf_end(tables->rows);
}

gboolean final_tables_write(FinalTables *tables, const Network *network, GError **error)
{
	if (!prepare_all(tables, error))
		return FALSE;
	for (unsigned n = 0; n < network->nodes->len && !rowbuf_failed(tables->rows); n++)
		for (unsigned i = 0; i < tables->tables->len; i++)
			put_table(tables, &g_array_index(tables->tables, FinalTable, i),
				  g_ptr_array_index(network->nodes, n));
	return rowbuf_flush(tables->rows, error);
}
