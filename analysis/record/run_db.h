/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a recorded run: opening the file, and the path of a watched flow at an instant. */
#ifndef RECORD_RUN_DB_H
#define RECORD_RUN_DB_H

#include "sim/simtime.h"

#include <glib.h>
#include <sqlite3.h>

/* Opens a run's database for reading; *error says what is wrong with the file: no run, or one that a
 * version with other views has written. */
sqlite3 *run_db_open(const char *path, GError **error);

/* A column as text; "" where there is none, as in a file that was damaged. Borrowed from the row. */
const char *run_db_text(sqlite3_stmt *stmt, int column);

/* The simulated time at which the run ended; of one that did not come to its end, that of the last
 * record. */
SimTime run_db_end(sqlite3 *db);
/* FALSE of a run that still goes on or was killed: only the first part of it is there. */
gboolean run_db_has_ended(sqlite3 *db);

typedef struct RunLabel {
	unsigned label, ttl, tc;
	char kind[16];
} RunLabel;

#define RUN_MAX_LABELS 8

typedef struct RunHop {
	char *node, *vrf, *in, *out, *action; /* vrf, in, out may be NULL; owned */
	unsigned n_in, n_out;
	RunLabel stack_in[RUN_MAX_LABELS], stack_out[RUN_MAX_LABELS]; /* top first */
	unsigned ip_ttl;
} RunHop;

typedef struct RunPath {
	char *flow, *from, *to, *verdict, *reason; /* to: address; reason may be NULL; owned */
	char *to_node;                             /* where the destination is; owned */
	unsigned initial_ttl;
	SimTime at;       /* the instant asked for */
	SimTime since;    /* when the path began to be this one */
	gboolean forward; /* the flow's own direction */
	GArray *hops;     /* of RunHop */
} RunPath;

/*
 * The path of the watched flow between a node and a destination (an address or a node's name), in
 * either direction, at an instant of the record; at negative: at its end. vrf NULL: any table. NULL sets
 * *error; its code is RUN_DB_NO_FLOW where no such flow was watched.
 */
#define RUN_DB_NO_FLOW 1001
RunPath *run_db_path(sqlite3 *db, const char *from, const char *to, const char *vrf, SimTime at,
		     GError **error);
/* The other direction of the same flow at the same instant. */
RunPath *run_db_path_back(sqlite3 *db, const RunPath *path, GError **error);
RunPath *run_path_new(void);       /* with no hop */
void run_path_free(RunPath *path); /* NULL is fine */

#endif
