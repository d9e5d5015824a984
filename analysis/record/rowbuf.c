/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/rowbuf.h"

#include <string.h>

G_DEFINE_QUARK(carrierlab - record - error, record_error)

typedef enum { CELL_NULL, CELL_INT, CELL_TEXT } CellType;

struct RowBuf {
	sqlite3 *db;
	GPtrArray *statements; /* of sqlite3_stmt, owned */
	/* Rows one after the other: statement (4 bytes), number of cells (4), then cells: type (1)
	 * and an integer (8), or a length (4) and text with its NUL. */
	uint8_t *bytes;
	size_t len, room;
	unsigned statement; /* of the open row */
	size_t count_at;    /* where the number of its cells stands */
	uint32_t n_cells;
	unsigned n_rows;
	gint64 oldest_us;
	GError *failure;
};

void record_set_error(GError **error, sqlite3 *db, const char *what)
{
	const char *file = sqlite3_db_filename(db, "main");

	g_set_error(error, RECORD_ERROR, sqlite3_extended_errcode(db), "%s %s: %s", what,
		    file ? file : "the database", sqlite3_errmsg(db));
}

static void finalize(void *statement)
{
	sqlite3_finalize(statement);
}

RowBuf *rowbuf_new(sqlite3 *db)
{
	RowBuf *buf = g_new0(RowBuf, 1);

	buf->db = db;
	buf->statements = g_ptr_array_new_with_free_func(finalize);
	return buf;
}

void rowbuf_free(RowBuf *buf)
{
	if (!buf)
		return;
	g_ptr_array_free(buf->statements, TRUE);
	g_free(buf->bytes);
	g_clear_error(&buf->failure);
	g_free(buf);
}

gboolean rowbuf_prepare(RowBuf *buf, const char *sql, unsigned *statement, GError **error)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v3(buf->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) !=
	    SQLITE_OK) {
		record_set_error(error, buf->db, "cannot prepare");
		return FALSE;
	}
	*statement = buf->statements->len;
	g_ptr_array_add(buf->statements, stmt);
	return TRUE;
}

/* Room for so many bytes at the end, which is then after them. */
static uint8_t *extend(RowBuf *buf, size_t len)
{
	if (G_UNLIKELY(buf->room - buf->len < len)) {
		buf->room = MAX(buf->room * 2, buf->len + len);
		buf->bytes = g_realloc(buf->bytes, buf->room);
	}
	buf->len += len;
	return buf->bytes + buf->len - len;
}

/* A cell's type, with room for so many bytes after it. */
static uint8_t *extend_cell(RowBuf *buf, CellType type, size_t len)
{
	uint8_t *cell = extend(buf, 1 + len);

	*cell = (uint8_t)type;
	buf->n_cells++;
	return cell + 1;
}

void rowbuf_begin(RowBuf *buf, unsigned statement)
{
	uint32_t number = statement;

	memcpy(extend(buf, sizeof(number)), &number, sizeof(number));
	buf->statement = statement;
	buf->count_at = buf->len;
	buf->n_cells = 0;
	extend(buf, sizeof(buf->n_cells));
}

void rowbuf_int(RowBuf *buf, int64_t value)
{
	memcpy(extend_cell(buf, CELL_INT, sizeof(value)), &value, sizeof(value));
}

void rowbuf_text(RowBuf *buf, const char *text)
{
	if (text)
		rowbuf_text_len(buf, text, strlen(text));
	else
		rowbuf_null(buf);
}

void rowbuf_text_len(RowBuf *buf, const char *text, size_t len)
{
	uint32_t short_len = (uint32_t)len;
	uint8_t *cell = extend_cell(buf, CELL_TEXT, sizeof(short_len) + len + 1);

	memcpy(cell, &short_len, sizeof(short_len));
	memcpy(cell + sizeof(short_len), text, len + 1);
}

void rowbuf_null(RowBuf *buf)
{
	extend_cell(buf, CELL_NULL, 0);
}

void rowbuf_end(RowBuf *buf)
{
	sqlite3_stmt *stmt = g_ptr_array_index(buf->statements, buf->statement);

	g_assert(buf->n_cells == (uint32_t)sqlite3_bind_parameter_count(stmt));
	memcpy(buf->bytes + buf->count_at, &buf->n_cells, sizeof(buf->n_cells));
	if (buf->n_rows++ == 0)
		buf->oldest_us = g_get_monotonic_time();
	if (buf->n_rows >= ROWBUF_MAX_ROWS ||
	    g_get_monotonic_time() - buf->oldest_us >= ROWBUF_MAX_AGE_US)
		rowbuf_flush(buf, NULL);
}

static const uint8_t *take(const uint8_t *p, void *out, size_t len)
{
	memcpy(out, p, len);
	return p + len;
}

static const uint8_t *bind_cell(sqlite3_stmt *stmt, int i, const uint8_t *p)
{
	uint8_t type;
	int64_t value;
	uint32_t len;

	p = take(p, &type, 1);
	switch ((CellType)type) {
	case CELL_INT:
		p = take(p, &value, sizeof(value));
		sqlite3_bind_int64(stmt, i, value);
		return p;
	case CELL_TEXT:
		p = take(p, &len, sizeof(len));
		sqlite3_bind_text(stmt, i, (const char *)p, (int)len, SQLITE_STATIC);
		return p + len + 1;
	case CELL_NULL:
		break;
	}
	sqlite3_bind_null(stmt, i);
	return p;
}

static gboolean write_rows(RowBuf *buf)
{
	const uint8_t *p = buf->bytes;

	for (unsigned row = 0; row < buf->n_rows; row++) {
		uint32_t number, n_cells;
		sqlite3_stmt *stmt;

		p = take(p, &number, sizeof(number));
		p = take(p, &n_cells, sizeof(n_cells));
		stmt = g_ptr_array_index(buf->statements, number);
		for (uint32_t i = 0; i < n_cells; i++)
			p = bind_cell(stmt, (int)i + 1, p);
		if (sqlite3_step(stmt) != SQLITE_DONE) {
			record_set_error(&buf->failure, buf->db, "cannot write");
			sqlite3_reset(stmt);
			return FALSE;
		}
		sqlite3_reset(stmt);
	}
	return TRUE;
}

static gboolean execute(RowBuf *buf, const char *sql)
{
	if (sqlite3_exec(buf->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return TRUE;
	record_set_error(&buf->failure, buf->db, "cannot write");
	return FALSE;
}

gboolean rowbuf_flush(RowBuf *buf, GError **error)
{
	if (!buf->failure && buf->n_rows > 0 &&
	    !(execute(buf, "BEGIN") && write_rows(buf) && execute(buf, "COMMIT")))
		sqlite3_exec(buf->db, "ROLLBACK", NULL, NULL, NULL);
	buf->len = 0;
	buf->n_rows = 0;
	if (!buf->failure)
		return TRUE;
	if (error)
		*error = g_error_copy(buf->failure);
	return FALSE;
}

gboolean rowbuf_failed(const RowBuf *buf)
{
	return buf->failure != NULL;
}
