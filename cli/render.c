/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render.h"

#include "analysis/record/rowbuf.h"
#include "cli/json.h"
#include "sim/simtime.h"

#include <string.h>

#define GAP "  " /* between columns */

typedef struct Column {
	const char *name;
	gboolean is_time, is_bool;
	char *heading; /* owned */
	glong width;
	gboolean any; /* a row has a value */
	gboolean is_number;
} Column;

static GArray *columns_new(sqlite3_stmt *stmt, int first)
{
	GArray *columns = g_array_new(FALSE, TRUE, sizeof(Column));

	for (int i = first; i < sqlite3_column_count(stmt); i++) {
		const char *type = sqlite3_column_decltype(stmt, i);
		Column column = {.name = sqlite3_column_name(stmt, i), .is_number = TRUE};

		column.is_time = g_str_has_suffix(column.name, "_ns");
		column.is_bool = type && strcmp(type, "BOOLEAN") == 0;
		column.heading =
			g_strndup(column.name, strlen(column.name) - (column.is_time ? 3 : 0));
		column.width = (glong)strlen(column.heading);
		g_array_append_val(columns, column);
	}
	return columns;
}

static void columns_free(GArray *columns)
{
	for (unsigned i = 0; i < columns->len; i++)
		g_free(g_array_index(columns, Column, i).heading);
	g_array_free(columns, TRUE);
}

/* TRUE where there is another row; at the end, or on failure, the statement is reset. */
static gboolean step(sqlite3_stmt *stmt, GError **error)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW)
		return TRUE;
	if (rc != SQLITE_DONE)
		record_set_error(error, sqlite3_db_handle(stmt), "cannot read");
	sqlite3_reset(stmt);
	return FALSE;
}

/* As people read it; "" where there is no value. */
static void set_cell(const Column *column, sqlite3_stmt *stmt, int i, GString *cell)
{
	g_string_truncate(cell, 0);
	if (sqlite3_column_type(stmt, i) == SQLITE_NULL)
		return;
	if (column->is_time) {
		sim_time_append(cell, sqlite3_column_int64(stmt, i));
		g_string_append_c(cell, 's');
	} else if (column->is_bool) {
		g_string_append(cell, sqlite3_column_int(stmt, i) ? "yes" : "no");
	} else {
		g_string_append(cell, (const char *)sqlite3_column_text(stmt, i));
	}
}

/* First pass: what the columns need. Returns the number of rows. */
static guint64 measure(GArray *columns, sqlite3_stmt *stmt, int first, GError **error)
{
	GString *cell = g_string_new(NULL);
	guint64 rows = 0;

	for (; step(stmt, error); rows++)
		for (unsigned i = 0; i < columns->len; i++) {
			Column *column = &g_array_index(columns, Column, i);

			set_cell(column, stmt, first + (int)i, cell);
			column->any |= cell->len > 0;
			column->width = MAX(column->width, g_utf8_strlen(cell->str, -1));
			if (sqlite3_column_type(stmt, first + (int)i) == SQLITE_TEXT)
				column->is_number = FALSE;
		}
	g_string_free(cell, TRUE);
	return rows;
}

static void append_cell(const Column *column, const char *text, GString *line)
{
	int pad = (int)(column->width - g_utf8_strlen(text, -1));

	if (column->is_number && !column->is_bool)
		g_string_append_printf(line, "%*s%s" GAP, pad, "", text);
	else
		g_string_append_printf(line, "%s%*s" GAP, text, pad, "");
}

static void print_line(GString *line)
{
	while (line->len > 0 && line->str[line->len - 1] == ' ')
		g_string_truncate(line, line->len - 1);
	g_print("%s\n", line->str);
	g_string_truncate(line, 0);
}

static void print_headings(const GArray *columns, GString *line)
{
	for (unsigned i = 0; i < columns->len; i++) {
		const Column *column = &g_array_index(columns, Column, i);

		if (column->any)
			append_cell(column, column->heading, line);
	}
	print_line(line);
}

static void print_rows(const GArray *columns, sqlite3_stmt *stmt, int first, GError **error)
{
	GString *line = g_string_new(NULL), *cell = g_string_new(NULL);

	print_headings(columns, line);
	while (step(stmt, error)) {
		for (unsigned i = 0; i < columns->len; i++) {
			const Column *column = &g_array_index(columns, Column, i);

			set_cell(column, stmt, first + (int)i, cell);
			if (column->any)
				append_cell(column, cell->len > 0 ? cell->str : "-", line);
		}
		print_line(line);
	}
	g_string_free(cell, TRUE);
	g_string_free(line, TRUE);
}

gboolean render_text(sqlite3_stmt *stmt, int first_column, GError **error)
{
	GArray *columns = columns_new(stmt, first_column);
	GError *failure = NULL;
	guint64 rows = measure(columns, stmt, first_column, &failure);

	if (!failure && rows == 0)
		g_print("(none)\n");
	else if (!failure)
		print_rows(columns, stmt, first_column, &failure);
	columns_free(columns);
	if (failure)
		g_propagate_error(error, failure);
	return failure == NULL;
}

static void append_value(const Column *column, sqlite3_stmt *stmt, int i, GString *out)
{
	switch (sqlite3_column_type(stmt, i)) {
	case SQLITE_INTEGER:
		if (column->is_bool)
			json_bool(out, sqlite3_column_int(stmt, i) != 0);
		else
			json_int(out, sqlite3_column_int64(stmt, i));
		break;
	default: /* text, or NULL */
		json_text(out, (const char *)sqlite3_column_text(stmt, i));
		break;
	}
}

gboolean render_json(sqlite3_stmt *stmt, int first_column, GError **error)
{
	GArray *columns = columns_new(stmt, first_column);
	GString *object = g_string_new(NULL);
	GError *failure = NULL;

	g_print("[");
	for (const char *separator = "\n"; step(stmt, &failure); separator = ",\n") {
		g_string_truncate(object, 0);
		json_begin(object, '{');
		for (unsigned i = 0; i < columns->len; i++) {
			const Column *column = &g_array_index(columns, Column, i);

			json_name(object, column->name);
			append_value(column, stmt, first_column + (int)i, object);
		}
		json_end(object, '}');
		g_print("%s%s", separator, object->str);
	}
	g_print("]");
	g_string_free(object, TRUE);
	columns_free(columns);
	if (failure)
		g_propagate_error(error, failure);
	return failure == NULL;
}
