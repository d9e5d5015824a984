/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/field_rows.h"

/* To SQLite BOOLEAN is a number like another; readers can tell it by the declaration. */
static const char *type_of(const FieldKind *kind)
{
	if (kind->storage == FIELD_STORE_TEXT)
		return "TEXT";
	return kind == &field_bool ? "BOOLEAN" : "INTEGER";
}

void field_rows_declare(const Field *fields, unsigned n, GString *create)
{
	for (unsigned i = 0; i < n; i++)
		g_string_append_printf(create, ", \"%s\" %s", fields[i].name,
				       type_of(fields[i].kind));
}

static void put_field(RowBuf *rows, const FieldKind *kind, const void *member, GString *scratch)
{
	if (kind->storage == FIELD_STORE_INT) {
		if (!kind->is_set || kind->is_set(member))
			rowbuf_int(rows, kind->to_int(member));
		else
			rowbuf_null(rows);
		return;
	}
	g_string_truncate(scratch, 0);
	if (kind->print(member, scratch))
		rowbuf_text_len(rows, scratch->str, scratch->len);
	else
		rowbuf_null(rows);
}

void field_rows_put(RowBuf *rows, const Field *fields, unsigned n, const void *base,
		    GString *scratch)
{
	for (unsigned i = 0; i < n; i++)
		put_field(rows, fields[i].kind, field_at(&fields[i], base), scratch);
}
