/* SPDX-License-Identifier: Apache-2.0 */
/* Reads records as steps of an explanation, and what they follow from. */
#ifndef RECORD_WHY_READER_H
#define RECORD_WHY_READER_H

#include "analysis/record/why.h"

enum { WHY_VIEWS = 9 }; /* views whose records can be steps */

typedef struct WhyReader {
	sqlite3 *db; /* borrowed, as the next */
	Why *why;    /* whose steps why_collect() adds to */
	sqlite3_stmt *fetch[WHY_VIEWS];
	sqlite3_stmt *further; /* causes beside cause_id */
	GHashTable *seen;      /* ids of records that are steps already */
	GArray *todo;          /* of uint64_t */
} WhyReader;

/* To be cleared also where it fails. */
gboolean why_reader_init(WhyReader *reader, sqlite3 *db, Why *why, GError **error);
void why_reader_clear(WhyReader *reader);

/* The record of that id; FALSE where it was not recorded. The texts are the caller's. */
gboolean why_fetch(WhyReader *reader, uint64_t id, WhyStep *step);
/* The statement about a node (?1), a VRF (?2) and the prefix that is asked about (?3); NULL where the database has no
 * such tables. */
sqlite3_stmt *why_ask(const WhyReader *reader, const char *sql, const char *node, const char *vrf);
/* Appends the records that a statement finds for a node, a VRF and the prefix that is asked about: rows of id
 * and the text that the step is told with. None where the run has no such tables, as it did not come to its end. */
void why_read_records(WhyReader *reader, const char *sql, const char *node, const char *vrf,
		      GArray *steps);
/* Everything that the record follows from, and the record itself, in order of time. */
void why_collect(WhyReader *reader, uint64_t id);

/* SQL that tells a record of the view in words, from its columns. */
const char *why_telling(const char *view);
/* NULL and *error (RECORD_ERROR) where the database has no such views. */
sqlite3_stmt *why_prepare(sqlite3 *db, const char *sql, GError **error);
/* Of a row of id, cause_id, time_ns, node, view, text. */
WhyStep why_read_step(sqlite3_stmt *stmt);

/* Fills Why.not_exported, and Why.stopped. */
void why_read_not_exported(WhyReader *reader, const char *node, const char *vrf);
void why_read_stopped(WhyReader *reader, const char *node, const char *vrf);

/* Fills Why.down_beside, and adds to Why.stopped. */
void why_read_elsewhere(WhyReader *reader, const char *node, const char *vrf);

/* Fills paths, of WhyPath. */
void why_read_paths(sqlite3 *db, const char *node, const char *vrf, const char *prefix,
		    GArray *paths);
/* Empty, and clears what is put into it. */
GArray *why_paths_new(void);

#endif
