/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/run_db.h"

#include "analysis/record/recorder.h"
#include "analysis/record/rowbuf.h"

#include <stdlib.h>
#include <string.h>

#define BUSY_MS 10000 /* how long a run that is being recorded may hold up a reader */

/* A run that was killed may have left a journal, which only somebody who may write can roll back. */
static int open_file(const char *path, sqlite3 **db)
{
	int rc = sqlite3_open_v2(path, db, SQLITE_OPEN_READWRITE, NULL);

	if (rc == SQLITE_OK)
		return rc;
	sqlite3_close(*db);
	return sqlite3_open_v2(path, db, SQLITE_OPEN_READONLY, NULL);
}

const char *run_db_text(sqlite3_stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	return text ? text : "";
}

/* The row of the run is the first that is written. */
static gboolean check_version(sqlite3_stmt *stmt, int rc, const char *path, GError **error)
{
	if (rc == SQLITE_ROW && sqlite3_column_int(stmt, 0) == RECORD_SCHEMA_VERSION)
		return TRUE;
	if (rc == SQLITE_ROW)
		g_set_error(error, RECORD_ERROR, 0,
			    "%s: was recorded by version %s with views of version %s, and this one "
			    "reads version %d: run the scenario again",
			    path, run_db_text(stmt, 1), run_db_text(stmt, 0),
			    RECORD_SCHEMA_VERSION);
	else
		g_set_error(error, RECORD_ERROR, 0, "%s: has no run in it: run the scenario again",
			    path);
	return FALSE;
}

/* FALSE where the file is no run that can be read here. */
static gboolean check_file(sqlite3 *db, const char *path, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db, "SELECT schema_version, version FROM run", -1, &stmt, NULL);
	gboolean ok = FALSE;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW || rc == SQLITE_DONE)
		ok = check_version(stmt, rc, path, error);
	else
		g_set_error(
			error, RECORD_ERROR, rc, "%s: %s", path,
			rc == SQLITE_ERROR || rc == SQLITE_NOTADB
				? "is no recorded run: give the file that \"carrierlab run -o\" wrote"
				: sqlite3_errmsg(db));
	sqlite3_finalize(stmt);
	return ok;
}

sqlite3 *run_db_open(const char *path, GError **error)
{
	sqlite3 *db = NULL;
	int rc = open_file(path, &db);

	sqlite3_busy_timeout(db, BUSY_MS);
	if (rc != SQLITE_OK)
		g_set_error(error, RECORD_ERROR, rc, "%s: %s", path, sqlite3_errmsg(db));
	else if (check_file(db, path, error))
		return db;
	sqlite3_close(db);
	return NULL;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql, GError **error)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		record_set_error(error, db, "cannot read");
	return stmt;
}

static char *column(sqlite3_stmt *stmt, int i)
{
	return g_strdup((const char *)sqlite3_column_text(stmt, i));
}

static void hop_clear(void *user)
{
	RunHop *hop = user;

	g_free(hop->node);
	g_free(hop->vrf);
	g_free(hop->in);
	g_free(hop->out);
	g_free(hop->action);
}

RunPath *run_path_new(void)
{
	RunPath *path = g_new0(RunPath, 1);

	path->hops = g_array_new(FALSE, TRUE, sizeof(RunHop));
	g_array_set_clear_func(path->hops, hop_clear);
	return path;
}

void run_path_free(RunPath *path)
{
	if (!path)
		return;
	g_free(path->flow);
	g_free(path->from);
	g_free(path->to);
	g_free(path->to_node);
	g_free(path->verdict);
	g_free(path->reason);
	g_array_free(path->hops, TRUE);
	g_free(path);
}

/* The i-th of the parts of text between slashes, as far as there is one. */
static const char *part(const char *text, unsigned i)
{
	while (text && i-- > 0) {
		text = strchr(text, '/');
		text = text ? text + 1 : NULL;
	}
	return text ? text : "";
}

/* A stack from its four columns: labels, kinds, TTLs, traffic classes. */
static unsigned read_stack(sqlite3_stmt *stmt, const int columns[4], RunLabel *stack)
{
	const char *text[4];
	unsigned n = 0;

	for (unsigned i = 0; i < 4; i++)
		text[i] = (const char *)sqlite3_column_text(stmt, columns[i]);
	if (!text[0] || !*text[0])
		return 0;
	for (; n < RUN_MAX_LABELS && *part(text[0], n); n++) {
		const char *kind = part(text[1], n);

		stack[n].label = (unsigned)strtoul(part(text[0], n), NULL, 10);
		g_strlcpy(stack[n].kind, kind, MIN(sizeof(stack[n].kind), strcspn(kind, "/") + 1));
		stack[n].ttl = (unsigned)strtoul(part(text[2], n), NULL, 10);
		stack[n].tc = (unsigned)strtoul(part(text[3], n), NULL, 10);
	}
	return n;
}

static void set_damaged(const RunPath *path, GError **error)
{
	g_set_error(error, RECORD_ERROR, 0,
		    "the recorded path of flow \"%s\" is damaged: run the scenario again",
		    path->flow);
}

static gboolean read_hops(sqlite3 *db, RunPath *path, int64_t path_id, GError **error)
{
	int rc;
	static const int in[4] = {5, 7, 9, 11};
	static const int out[4] = {6, 8, 10, 12};
	sqlite3_stmt *stmt = prepare(
		db,
		"SELECT node, vrf, in_interface, out_interface, action, stack_in, stack_out,"
		" kinds_in, kinds_out, ttls_in, ttls_out, tcs_in, tcs_out, ip_ttl"
		" FROM hop WHERE path_id=? ORDER BY seq",
		error);

	if (!stmt)
		return FALSE;
	sqlite3_bind_int64(stmt, 1, path_id);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		RunHop hop = {.node = column(stmt, 0),
			      .vrf = column(stmt, 1),
			      .in = column(stmt, 2),
			      .out = column(stmt, 3),
			      .action = column(stmt, 4),
			      .ip_ttl = (unsigned)sqlite3_column_int(stmt, 13)};

		hop.n_in = read_stack(stmt, in, hop.stack_in);
		hop.n_out = read_stack(stmt, out, hop.stack_out);
		g_array_append_val(path->hops, hop);
		if (!hop.node || !hop.action)
			break;
	}
	if (rc == SQLITE_ROW)
		set_damaged(path, error);
	else if (rc != SQLITE_DONE)
		record_set_error(error, db, "cannot read");
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE;
}

/* The interval of a flow's direction that holds at an instant. */
static gboolean read_interval(sqlite3 *db, RunPath *path, GError **error)
{
	sqlite3_stmt *stmt =
		prepare(db,
			"SELECT path_id, verdict, reason, from_ns FROM path WHERE flow=? AND"
			" direction=? AND from_ns<=? ORDER BY from_ns DESC, path_id DESC LIMIT 1",
			error);
	gboolean ok = FALSE;
	int rc;

	if (!stmt)
		return FALSE;
	sqlite3_bind_text(stmt, 1, path->flow, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, path->forward ? "forward" : "reverse", -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 3, path->at);
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		path->verdict = column(stmt, 1);
		path->reason = column(stmt, 2);
		path->since = sqlite3_column_int64(stmt, 3);
		ok = path->verdict && path->from && path->to && path->to_node;
		if (!ok)
			set_damaged(path, error);
		ok = ok && read_hops(db, path, sqlite3_column_int64(stmt, 0), error);
	} else if (rc == SQLITE_DONE) {
		g_set_error(error, RECORD_ERROR, 0, "flow \"%s\" has no recorded path then",
			    path->flow);
	} else {
		record_set_error(error, db, "cannot read");
	}
	sqlite3_finalize(stmt);
	return ok;
}

static void no_such_flow(const char *from, const char *to, GError **error)
{
	g_set_error(error, RECORD_ERROR, RUN_DB_NO_FLOW,
		    "no watched flow leads from \"%s\" to \"%s\"", from, to);
}

/* The number in a query's only row; 0 where it has none. */
static int64_t number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = prepare(db, sql, NULL);
	int64_t value = 0;

	if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

/* The latest record of all. Records of a table are in the order of time. */
static SimTime last_record(sqlite3 *db)
{
	sqlite3_stmt *tables = prepare(
		db,
		"SELECT printf('SELECT %s FROM \"%w\" ORDER BY rowid DESC LIMIT 1', c.name, m.name)"
		" FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
		" WHERE m.type='table' AND (c.name='time_ns' OR m.name='r_path' AND c.name='from_ns')",
		NULL);
	SimTime last = 0;

	while (tables && sqlite3_step(tables) == SQLITE_ROW)
		last = MAX(last, number(db, run_db_text(tables, 0)));
	sqlite3_finalize(tables);
	return last;
}

gboolean run_db_has_ended(sqlite3 *db)
{
	return number(db, "SELECT sim_end_ns IS NOT NULL FROM run") != 0;
}

SimTime run_db_end(sqlite3 *db)
{
	return run_db_has_ended(db) ? number(db, "SELECT sim_end_ns FROM run") : last_record(db);
}

/* Nothing is known of what comes after the end. */
static gboolean check_instant(sqlite3 *db, SimTime at, GError **error)
{
	SimTime end = run_db_end(db);
	GString *text;

	if (at <= end)
		return TRUE;
	text = g_string_new("the record ends at ");
	sim_time_append(text, end);
	g_set_error(error, RECORD_ERROR, 0, "%s s; ask for an earlier instant", text->str);
	g_string_free(text, TRUE);
	return FALSE;
}

/* The path of the flow and direction in the statement's row, at an instant. */
static RunPath *read_path(sqlite3 *db, sqlite3_stmt *stmt, SimTime at, GError **error)
{
	RunPath *path = run_path_new();

	path->flow = column(stmt, 0);
	path->from = column(stmt, 1);
	path->to = column(stmt, 2);
	path->to_node = column(stmt, 3);
	path->initial_ttl = (unsigned)sqlite3_column_int(stmt, 4);
	path->forward = sqlite3_column_int(stmt, 5);
	path->at = at;
	if (!check_instant(db, at, error) || !read_interval(db, path, error))
		g_clear_pointer(&path, run_path_free);
	return path;
}

RunPath *run_db_path(sqlite3 *db, const char *from, const char *to, const char *vrf, SimTime at,
		     GError **error)
{
	sqlite3_stmt *stmt = prepare(
		db,
		"SELECT flow, from_node, destination, to_node, initial_ttl, 1 FROM flow"
		" WHERE from_node=?1 AND ?2 IN (destination, to_node) AND (?3 IS NULL OR vrf IS ?3)"
		" UNION ALL SELECT flow, to_node, source, from_node, initial_ttl, 0 FROM flow"
		" WHERE to_node=?1 AND ?2 IN (source, from_node) AND (?3 IS NULL OR vrf IS ?3)",
		error);
	RunPath *path = NULL;

	if (!stmt)
		return NULL;
	sqlite3_bind_text(stmt, 1, from, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, to, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, vrf, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		path = read_path(db, stmt, at >= 0 ? at : run_db_end(db), error);
	else
		no_such_flow(from, to, error);
	sqlite3_finalize(stmt);
	return path;
}

RunPath *run_db_path_back(sqlite3 *db, const RunPath *path, GError **error)
{
	sqlite3_stmt *stmt = prepare(
		db,
		"SELECT flow, to_node, source, from_node, initial_ttl, 0 FROM flow"
		" WHERE flow=?1 AND ?2"
		" UNION ALL SELECT flow, from_node, destination, to_node, initial_ttl, 1 FROM flow"
		" WHERE flow=?1 AND NOT ?2",
		error);
	RunPath *back = NULL;

	if (!stmt)
		return NULL;
	sqlite3_bind_text(stmt, 1, path->flow, -1, SQLITE_STATIC);
	sqlite3_bind_int(stmt, 2, path->forward);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		back = read_path(db, stmt, path->at, error);
	else
		no_such_flow(path->to_node, path->from, error);
	sqlite3_finalize(stmt);
	return back;
}
