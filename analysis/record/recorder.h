/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recorder: a subscriber of the trace bus that writes a run into an SQLite file. Its views are the
 * public interface, described in docs/DATABASE.md.
 *
 * The run's own row is committed first, with status "running"; rows follow in batches. A run that is
 * killed leaves a readable database with that status.
 */
#ifndef RECORD_RECORDER_H
#define RECORD_RECORDER_H

#include "scenarios/load/scenario.h"

/* Of the views: another number where a reader of the former ones would go wrong. Also in the file's
 * header (user_version). */
#define RECORD_SCHEMA_VERSION 5

typedef struct Recorder Recorder;

/* How much is recorded: each level includes the one before. */
typedef enum {
	RECORD_SUMMARY, /* the run, flows and their paths, pings, operator actions, expectations */
	RECORD_ROUTES,  /* also routes, refusals, LFIB entries, transitions, drops, and the messages
			 * that carried news */
	RECORD_ALL,     /* also the messages that are sent anyway: hellos, keepalives, refreshes */
	RECORD_LEVELS
} RecordLevel;
gboolean record_level_parse(const char *text, RecordLevel *out); /* "summary", "routes", "all" */

/* Creates the file, replacing a database that this program wrote before but nothing else, and begins to
 * record. Call before network_start(). NULL sets *error. */
Recorder *recorder_new(const char *path, Scenario *scenario, RecordLevel level, GError **error);

/* TRUE once something could not be written: the run should end. */
gboolean recorder_failed(const Recorder *recorder);

/* Writes what is left, the tables of all nodes, the expectations and the run's end. status is "complete" or "aborted". FALSE
 * sets *error: the database then ends with the last batch that could be written. */
gboolean recorder_finish(Recorder *recorder, const char *status, int64_t wall_ms, GError **error);
void recorder_free(Recorder *recorder); /* NULL is fine */

#endif
