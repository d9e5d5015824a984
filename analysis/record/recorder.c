/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trace records describe themselves, so that there is no code per record type here: a type becomes
 * a table with the header's columns and one for each of its fields. Only paths, whose records carry a
 * walked path, and the rows about the run itself are written by hand.
 */
#include "analysis/record/recorder.h"

#include "analysis/record/field_rows.h"
#include "analysis/record/final_tables.h"
#include "analysis/record/path_rows.h"
#include "analysis/record/rowbuf.h"
#include "config.h"
#include "models/net/records.h"
#include "models/verify/converge.h"
#include "models/verify/probe.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>

#define APPLICATION_ID 0x434c6162 /* "CLab" in the header of the file */
#define RUN_ID 1
#define BUSY_MS 10000 /* how long somebody who reads the file may hold up a batch */

/* Recorded as they are: one table and one view each, filled from their level on. */
static const struct {
	const TraceType *type;
	RecordLevel level;
	const char *view; /* columns of the view; NULL: the table's */
} recorded_types[] = {
	{&trace_transition, RECORD_ROUTES, NULL},
	{&trace_message, RECORD_ROUTES, NULL},
	{&trace_advertisement, RECORD_ROUTES, NULL},
	{&trace_route, RECORD_ROUTES, NULL},
	{&trace_refusal, RECORD_ROUTES, NULL},
	{&trace_session_event, RECORD_ROUTES, NULL},
	{&trace_lfib, RECORD_ROUTES, NULL},
	{&trace_action, RECORD_SUMMARY, NULL},
	{&trace_drop, RECORD_ROUTES, NULL},
	{&trace_ping, RECORD_SUMMARY, NULL},
	{&trace_traceroute, RECORD_SUMMARY, NULL},
	{&trace_probe, RECORD_ROUTES, NULL},
	{&trace_cause, RECORD_ROUTES, "run_id, record_id AS id, cause_id"},
	/* Emitted at its end: what counts is when it began. */
	{&trace_perturbation, RECORD_SUMMARY,
	 "run_id, perturbation_id, start_ns AS time_ns, kind, target, action_id, last_change_ns,"
	 " converged_ns, messages, bytes"},
};

static const char *const level_names[RECORD_LEVELS] = {
	[RECORD_SUMMARY] = "summary",
	[RECORD_ROUTES] = "routes",
	[RECORD_ALL] = "all",
};

gboolean record_level_parse(const char *text, RecordLevel *out)
{
	for (unsigned i = 0; i < RECORD_LEVELS; i++)
		if (strcmp(level_names[i], text) == 0) {
			*out = (RecordLevel)i;
			return TRUE;
		}
	return FALSE;
}

struct Recorder {
	Scenario *scenario;
	RecordLevel level;
	char *path;
	sqlite3 *db;
	RowBuf *rows;
	PathRows *paths;
	FinalTables *tables;
	GString *scratch;
	unsigned statements[G_N_ELEMENTS(recorded_types)];
};

static const char schema[] =
	"CREATE TABLE r_run(run_id INTEGER PRIMARY KEY, scenario TEXT NOT NULL, seed INTEGER NOT NULL,"
	" digest TEXT, status TEXT NOT NULL, sim_end_ns INTEGER, wall_ms INTEGER, events INTEGER,"
	" version TEXT NOT NULL, schema_version INTEGER NOT NULL, scenario_text TEXT NOT NULL,"
	" scenario_hash TEXT NOT NULL);"
	"CREATE VIEW run AS SELECT * FROM r_run;"
	"CREATE TABLE r_node(run_id INTEGER, name TEXT, role TEXT, asn INTEGER, carrier TEXT,"
	" router_id TEXT);"
	"CREATE VIEW node AS SELECT * FROM r_node;"
	"CREATE TABLE r_link(run_id INTEGER, a TEXT, a_interface TEXT, b TEXT, b_interface TEXT,"
	" delay_ns INTEGER, bandwidth_bps INTEGER);"
	"CREATE VIEW link AS SELECT * FROM r_link;"
	"CREATE TABLE r_expectation(run_id INTEGER, name TEXT, file TEXT, line INTEGER, passed INTEGER,"
	" detail TEXT);"
	"CREATE VIEW expectation AS SELECT * FROM r_expectation;";

static gboolean execute(Recorder *recorder, const char *sql, GError **error)
{
	if (sqlite3_exec(recorder->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return TRUE;
	record_set_error(error, recorder->db, "cannot write");
	return FALSE;
}

static gboolean add_type(Recorder *recorder, unsigned index, GError **error)
{
	const TraceType *type = recorded_types[index].type;
	GString *create = g_string_new(NULL);
	GString *insert = g_string_new(NULL);
	gboolean ok;

	g_string_printf(
		create,
		"CREATE TABLE r_%s(run_id INTEGER, id INTEGER PRIMARY KEY, cause_id INTEGER,"
		" time_ns INTEGER, node TEXT",
		type->name);
	g_string_printf(insert, "INSERT INTO r_%s VALUES(%d,?,?,?,?", type->name, RUN_ID);
	field_rows_declare(type->fields, type->n_fields, create);
	for (unsigned i = 0; i < type->n_fields; i++)
		g_string_append(insert, ",?");
	g_string_append_printf(create, "); CREATE VIEW \"%s\" AS SELECT %s FROM r_%s;", type->name,
			       recorded_types[index].view ? recorded_types[index].view : "*",
			       type->name);
	g_string_append_c(insert, ')');
	ok = execute(recorder, create->str, error) &&
	     rowbuf_prepare(recorder->rows, insert->str, &recorder->statements[index], error);
	g_string_free(create, TRUE);
	g_string_free(insert, TRUE);
	return ok;
}

static void put_id(RowBuf *rows, uint64_t id)
{
	if (id == 0)
		rowbuf_null(rows);
	else
		rowbuf_int(rows, (int64_t)id);
}

static void on_record(const TraceRecord *record, void *user)
{
	Recorder *recorder = user;
	unsigned index = 0;

	if (record->type == &trace_message && recorder->level < RECORD_ALL &&
	    recorder->scenario->sim->class_ == SIM_PERIODIC)
		return;
	while (recorded_types[index].type != record->type)
		index++;
	rowbuf_begin(recorder->rows, recorder->statements[index]);
	put_id(recorder->rows, record->id);
	put_id(recorder->rows, record->cause);
	rowbuf_int(recorder->rows, record->time);
	rowbuf_text(recorder->rows, record->node);
	field_rows_put(recorder->rows, record->type->fields, record->type->n_fields, record,
		       recorder->scratch);
	rowbuf_end(recorder->rows);
}

static void on_path(const TraceRecord *record, void *user)
{
	Recorder *recorder = user;

	path_rows_add(recorder->paths, (const TracePath *)record);
}

/* From the header of the file (https://www.sqlite.org/fileformat.html 1.3): SQLite itself would
 * first want to undo what a killed run left half written. */
static gboolean is_ours(const char *path)
{
	enum { MAGIC_LEN = 16, ID_OFFSET = 68, HEADER_LEN = 72 };
	uint8_t header[HEADER_LEN];
	FILE *file = g_fopen(path, "rb");
	uint32_t id = 0;

	if (!file)
		return FALSE;
	if (fread(header, 1, HEADER_LEN, file) == HEADER_LEN &&
	    memcmp(header, "SQLite format 3", MAGIC_LEN) == 0)
		memcpy(&id, header + ID_OFFSET, sizeof(id));
	fclose(file);
	return GUINT32_FROM_BE(id) == APPLICATION_ID;
}

/* Refuses to replace what is no database of this program's. */
static gboolean make_room(const char *path, GError **error)
{
	GStatBuf status;

	if (g_stat(path, &status) != 0 || status.st_size == 0)
		return TRUE;
	if (!is_ours(path)) {
		g_set_error(
			error, RECORD_ERROR, 0,
			"%s exists and is no database of carrierlab: remove it, or choose another "
			"file with -o",
			path);
		return FALSE;
	}
	if (g_unlink(path) != 0) {
		g_set_error(error, RECORD_ERROR, 0, "cannot replace %s: %s", path,
			    g_strerror(errno));
		return FALSE;
	}
	return TRUE;
}

static gboolean open_database(Recorder *recorder, const char *path, GError **error)
{
	char *pragmas = g_strdup_printf("PRAGMA application_id=%d; PRAGMA user_version=%d;"
					"PRAGMA synchronous=OFF;",
					APPLICATION_ID, RECORD_SCHEMA_VERSION);
	gboolean ok;

	/* One thread has the connection: no locks around each value. */
	if (sqlite3_open_v2(path, &recorder->db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK) {
		g_set_error(error, RECORD_ERROR, 0, "cannot create %s: %s", path,
			    sqlite3_errmsg(recorder->db));
		g_free(pragmas);
		return FALSE;
	}
	sqlite3_busy_timeout(recorder->db, BUSY_MS);
	recorder->rows = rowbuf_new(recorder->db);
	ok = execute(recorder, pragmas, error) && execute(recorder, "BEGIN", error) &&
	     execute(recorder, schema, error);
	g_free(pragmas);
	for (unsigned i = 0; ok && i < G_N_ELEMENTS(recorded_types); i++)
		ok = add_type(recorder, i, error);
	if (ok)
		recorder->paths = path_rows_new(recorder->db, recorder->rows, error);
	if (recorder->paths)
		recorder->tables = final_tables_new(recorder->db, recorder->rows, error);
	return recorder->tables && execute(recorder, "COMMIT", error);
}

static gboolean put_run(Recorder *recorder, GError **error)
{
	const Scenario *scenario = recorder->scenario;
	char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, scenario->text, -1);
	unsigned statement;
	gboolean ok = rowbuf_prepare(recorder->rows,
				     "INSERT INTO r_run(run_id, scenario, seed, status, version,"
				     " schema_version, scenario_text, scenario_hash)"
				     " VALUES(?,?,?,'running',?,?,?,?)",
				     &statement, error);

	if (ok) {
		rowbuf_begin(recorder->rows, statement);
		rowbuf_int(recorder->rows, RUN_ID);
		rowbuf_text(recorder->rows, scenario->name);
		rowbuf_int(recorder->rows, (int64_t)scenario->sim->seed);
		rowbuf_text(recorder->rows, PACKAGE_VERSION);
		rowbuf_int(recorder->rows, RECORD_SCHEMA_VERSION);
		rowbuf_text(recorder->rows, scenario->text);
		rowbuf_text(recorder->rows, hash);
		rowbuf_end(recorder->rows);
	}
	g_free(hash);
	return ok;
}

static void put_node(Recorder *recorder, unsigned statement, const Node *node)
{
	char text[NET_ADDR_STRLEN];

	rowbuf_begin(recorder->rows, statement);
	rowbuf_int(recorder->rows, RUN_ID);
	rowbuf_text(recorder->rows, node->name);
	rowbuf_text(recorder->rows, node_role_name(node->role));
	if (node->asn)
		rowbuf_int(recorder->rows, node->asn);
	else
		rowbuf_null(recorder->rows);
	rowbuf_text(recorder->rows, node->carrier);
	rowbuf_text(recorder->rows, net_addr_str(&node->host.router_id, text));
	rowbuf_end(recorder->rows);
}

static void put_ends(Recorder *recorder, unsigned statement, const FwdLink *link, const FwdIface *a,
		     const FwdIface *b)
{
	rowbuf_begin(recorder->rows, statement);
	rowbuf_int(recorder->rows, RUN_ID);
	rowbuf_text(recorder->rows, a->node->name);
	rowbuf_text(recorder->rows, a->name);
	rowbuf_text(recorder->rows, b->node->name);
	rowbuf_text(recorder->rows, b->name);
	rowbuf_int(recorder->rows, link->delay);
	if (link->bandwidth)
		rowbuf_int(recorder->rows, (int64_t)link->bandwidth);
	else
		rowbuf_null(recorder->rows);
	rowbuf_end(recorder->rows);
}

/* A segment is a row for each two of its ends. */
static void put_link(Recorder *recorder, unsigned statement, const FwdLink *link)
{
	for (unsigned i = 0; i < link->ends->len; i++)
		for (unsigned j = i + 1; j < link->ends->len; j++)
			put_ends(recorder, statement, link, g_ptr_array_index(link->ends, i),
				 g_ptr_array_index(link->ends, j));
}

static gboolean put_network(Recorder *recorder, GError **error)
{
	const Network *network = recorder->scenario->network;
	unsigned node, link;

	if (!rowbuf_prepare(recorder->rows, "INSERT INTO r_node VALUES(?,?,?,?,?,?)", &node,
			    error) ||
	    !rowbuf_prepare(recorder->rows, "INSERT INTO r_link VALUES(?,?,?,?,?,?,?)", &link,
			    error))
		return FALSE;
	for (unsigned i = 0; i < network->nodes->len; i++)
		put_node(recorder, node, g_ptr_array_index(network->nodes, i));
	for (unsigned i = 0; i < network->links->len; i++)
		put_link(recorder, link, g_ptr_array_index(network->links, i));
	return TRUE;
}

static void subscribe(Recorder *recorder)
{
	Sim *sim = recorder->scenario->sim;

	for (unsigned i = 0; i < G_N_ELEMENTS(recorded_types); i++)
		if (recorded_types[i].level <= recorder->level)
			sim_subscribe(sim, recorded_types[i].type, on_record, recorder);
	sim_subscribe(sim, &trace_path, on_path, recorder);
}

Recorder *recorder_new(const char *path, Scenario *scenario, RecordLevel level, GError **error)
{
	Recorder *recorder;

	if (!make_room(path, error))
		return NULL;
	recorder = g_new0(Recorder, 1);
	recorder->scenario = scenario;
	recorder->path = g_strdup(path);
	recorder->level = level;
	recorder->scratch = g_string_new(NULL);
	if (!open_database(recorder, path, error) || !put_run(recorder, error) ||
	    !rowbuf_flush(recorder->rows, error) || !put_network(recorder, error) ||
	    !rowbuf_flush(recorder->rows, error)) {
		recorder_free(recorder);
		return NULL;
	}
	subscribe(recorder);
	return recorder;
}

gboolean recorder_failed(const Recorder *recorder)
{
	return rowbuf_failed(recorder->rows);
}

/* Without its folder: where the scenario lies is no part of the run. */
static void put_file(Recorder *recorder, const ExpectResult *result)
{
	g_autofree char *file = result->file ? g_path_get_basename(result->file) : NULL;

	rowbuf_text(recorder->rows, file);
}

static gboolean put_expectations(Recorder *recorder, GError **error)
{
	const GArray *results = expect_results(recorder->scenario->expectations);
	unsigned statement;

	if (!rowbuf_prepare(recorder->rows, "INSERT INTO r_expectation VALUES(?,?,?,?,?,?)",
			    &statement, error))
		return FALSE;
	for (unsigned i = 0; i < results->len; i++) {
		const ExpectResult *result = &g_array_index(results, ExpectResult, i);

		rowbuf_begin(recorder->rows, statement);
		rowbuf_int(recorder->rows, RUN_ID);
		rowbuf_text(recorder->rows, result->name);
		put_file(recorder, result);
		rowbuf_int(recorder->rows, result->line);
		rowbuf_int(recorder->rows, result->passed);
		rowbuf_text(recorder->rows, result->detail);
		rowbuf_end(recorder->rows);
	}
	return TRUE;
}

static gboolean put_end(Recorder *recorder, const char *status, int64_t wall_ms, GError **error)
{
	const Sim *sim = recorder->scenario->sim;
	char *digest = g_strdup_printf("%016" PRIx64, digest_value(&sim->digest));
	unsigned statement;
	gboolean ok = rowbuf_prepare(recorder->rows,
				     "UPDATE r_run SET digest=?, status=?, sim_end_ns=?, wall_ms=?,"
				     " events=?",
				     &statement, error);

	if (ok) {
		rowbuf_begin(recorder->rows, statement);
		rowbuf_text(recorder->rows, digest);
		rowbuf_text(recorder->rows, status);
		rowbuf_int(recorder->rows, sim->now);
		rowbuf_int(recorder->rows, wall_ms);
		rowbuf_int(recorder->rows, (int64_t)sim->executed);
		rowbuf_end(recorder->rows);
	}
	g_free(digest);
	return ok;
}

gboolean recorder_finish(Recorder *recorder, const char *status, int64_t wall_ms, GError **error)
{
	path_rows_end(recorder->paths, recorder->scenario->sim->now);
	return final_tables_write(recorder->tables, recorder->scenario->network, error) &&
	       put_expectations(recorder, error) && put_end(recorder, status, wall_ms, error) &&
	       rowbuf_flush(recorder->rows, error);
}

/* After a failed write the journal is still there: opening the file anew rolls the last batch back. */
static void roll_back(const char *path)
{
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
		sqlite3_exec(db, "SELECT count(*) FROM r_run", NULL, NULL, NULL);
	sqlite3_close(db);
}

void recorder_free(Recorder *recorder)
{
	gboolean failed;

	if (!recorder)
		return;
	failed = recorder->rows && rowbuf_failed(recorder->rows);
	sim_unsubscribe(recorder->scenario->sim, on_record, recorder);
	sim_unsubscribe(recorder->scenario->sim, on_path, recorder);
	path_rows_free(recorder->paths);
	final_tables_free(recorder->tables);
	rowbuf_free(recorder->rows);
	sqlite3_close(recorder->db);
	if (failed)
		roll_back(recorder->path);
	g_free(recorder->path);
	g_string_free(recorder->scratch, TRUE);
	g_free(recorder);
}
