/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A buffer of database rows between the simulation and SQLite. Appending a row copies a few bytes;
 * rows reach the database in batches, in order, each batch in one transaction.
 */
#ifndef RECORD_ROWBUF_H
#define RECORD_ROWBUF_H

#include <glib.h>
#include <sqlite3.h>
#include <stdint.h>

#define ROWBUF_MAX_ROWS 50000            /* a batch has at most as many rows */
#define ROWBUF_MAX_AGE_US G_USEC_PER_SEC /* and at most this old when a row joins, in real time */

typedef struct RowBuf RowBuf;

RowBuf *rowbuf_new(sqlite3 *db);
/* Buffered rows are lost unless flushed before. NULL is fine. */
void rowbuf_free(RowBuf *buf);

/* Prepares a statement whose parameters a row fills in order; returns its number. FALSE sets *error. */
gboolean rowbuf_prepare(RowBuf *buf, const char *sql, unsigned *statement, GError **error);

/* A row: begin, then one value for each parameter, then end. */
void rowbuf_begin(RowBuf *buf, unsigned statement);
void rowbuf_int(RowBuf *buf, int64_t value);
void rowbuf_text(RowBuf *buf, const char *text);                 /* copied; NULL is SQL's NULL */
void rowbuf_text_len(RowBuf *buf, const char *text, size_t len); /* with its NUL after it */
void rowbuf_null(RowBuf *buf);
/* Flushes where the batch is full or old. After a failed flush rows are discarded. */
void rowbuf_end(RowBuf *buf);

/* Writes what is buffered. FALSE sets *error, now and at every later call. */
gboolean rowbuf_flush(RowBuf *buf, GError **error);
/* TRUE after a flush has failed. */
gboolean rowbuf_failed(const RowBuf *buf);

#define RECORD_ERROR record_error_quark()
GQuark record_error_quark(void);
/* "cannot write run.db: database or disk is full" */
void record_set_error(GError **error, sqlite3 *db, const char *what);

#endif
