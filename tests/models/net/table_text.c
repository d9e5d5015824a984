/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/net/table_text.h"

#include <check.h>
#include <string.h>

typedef struct Writer {
	const TableDef *table;
	char **columns;
	GString *out;
} Writer;

static const Field *column(const TableDef *table, const char *name)
{
	for (unsigned i = 0; i < table->n_fields; i++)
		if (strcmp(table->fields[i].name, name) == 0)
			return &table->fields[i];
	ck_abort_msg("table %s has no column %s", table->name, name);
	return NULL;
}

static void write_row(const void *row, void *user)
{
	const Writer *writer = user;

	for (char **name = writer->columns; *name; name++) {
		const Field *field = column(writer->table, *name);
		gsize before;

		if (name != writer->columns)
			g_string_append(writer->out, " | ");
		before = writer->out->len;
		if (!field->kind->print(field_at(field, row), writer->out))
			g_string_append_c(writer->out, '-');
		ck_assert(field->kind->storage != FIELD_STORE_INT || writer->out->len > before);
	}
	g_string_append_c(writer->out, '\n');
}

const char *table_text(const TableDef *table, const void *instance, const char *columns)
{
	static GString *last;
	Writer writer = {table, g_strsplit(columns, " ", -1), g_string_new(NULL)};

	if (last)
		g_string_free(last, TRUE);
	last = writer.out;
	table->foreach (instance, write_row, &writer);
	g_strfreev(writer.columns);
	return last->str;
}

const TableDef *table_named(const TableDef *const *tables, const char *name)
{
	for (; *tables; tables++)
		if (strcmp((*tables)->name, name) == 0)
			return *tables;
	ck_abort_msg("no table %s", name);
	return NULL;
}
