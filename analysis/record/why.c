/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/why.h"

#include "analysis/record/rowbuf.h"
#include "analysis/record/run_db.h"
#include "analysis/record/why_reader.h"
#include "models/net/addr.h"

#include <string.h>

static void step_clear(void *user)
{
	WhyStep *step = user;

	g_free(step->node);
	g_free(step->view);
	g_free(step->text);
}

static GArray *steps_new(void)
{
	GArray *steps = g_array_new(FALSE, TRUE, sizeof(WhyStep));

	g_array_set_clear_func(steps, step_clear);
	return steps;
}

void why_free(Why *why)
{
	if (!why)
		return;
	g_free(why->prefix);
	if (why->route)
		step_clear(why->route);
	g_free(why->route);
	g_free(why->fib);
	g_free(why->during);
	g_array_free(why->paths, TRUE);
	g_array_free(why->steps, TRUE);
	g_array_free(why->refusals, TRUE);
	g_array_free(why->not_exported, TRUE);
	g_array_free(why->stopped, TRUE);
	g_array_free(why->unlabelled, TRUE);
	g_ptr_array_free(why->down, TRUE);
	g_ptr_array_free(why->down_beside, TRUE);
	g_ptr_array_free(why->beside, TRUE);
	g_ptr_array_free(why->elsewhere, TRUE);
	g_free(why);
}

static gboolean check_run(sqlite3 *db, const char *node, const char *vrf, GError **error)
{
	sqlite3_stmt *stmt = why_prepare(
		db,
		"SELECT (SELECT count(*) FROM node WHERE name = ?1),"
		" (SELECT group_concat(name, ', ') FROM node),"
		" EXISTS (SELECT 1 FROM route) OR NOT EXISTS (SELECT 1 FROM rib),"
		" ?2 IS NULL OR EXISTS (SELECT 1 FROM route WHERE node = ?1 AND vrf = ?2)"
		" OR EXISTS (SELECT 1 FROM vrf WHERE node = ?1 AND vrf = ?2)",
		error);
	gboolean ok = FALSE;

	if (!stmt)
		return FALSE;
	sqlite3_bind_text(stmt, 1, node, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, vrf, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) != SQLITE_ROW)
		record_set_error(error, db, "cannot read");
	else if (sqlite3_column_int(stmt, 0) == 0)
		g_set_error(error, RECORD_ERROR, 0, "the run has no node \"%s\"; it has %s", node,
			    run_db_text(stmt, 1));
	else if (!sqlite3_column_int(stmt, 2))
		g_set_error(error, RECORD_ERROR, 0,
			    "no routes were recorded: run again with --record routes or all");
	else if (!sqlite3_column_int(stmt, 3))
		g_set_error(error, RECORD_ERROR, 0, "node \"%s\" has no VRF \"%s\"", node, vrf);
	else
		ok = TRUE;
	sqlite3_finalize(stmt);
	return ok;
}

/* What a statement with node, vrf and prefix as parameters finds first. */
static gboolean find_step(sqlite3 *db, const char *sql, const char *node, const char *vrf,
			  const char *prefix, WhyStep *step)
{
	sqlite3_stmt *stmt = why_prepare(db, sql, NULL);
	gboolean found;

	sqlite3_bind_text(stmt, 1, node, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, vrf, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, prefix, -1, SQLITE_STATIC);
	found = stmt && sqlite3_step(stmt) == SQLITE_ROW;
	if (found)
		*step = why_read_step(stmt);
	sqlite3_finalize(stmt);
	return found;
}

/* The last change of the route of exactly this prefix. */
static gboolean find_route(sqlite3 *db, const char *node, const char *vrf, const char *prefix,
			   WhyStep *step)
{
	char *sql = g_strdup_printf(
		"SELECT id, cause_id, time_ns, node, change, %s FROM route"
		" WHERE node = ?1 AND vrf IS ?2 AND prefix = ?3 ORDER BY id DESC LIMIT 1",
		why_telling("route"));
	gboolean found = find_step(db, sql, node, vrf, prefix, step);

	g_free(sql);
	return found;
}

static gboolean is_present(const WhyStep *route)
{
	return strcmp(route->view, "remove") != 0;
}

/* An address asks for the route that it takes: the longest prefix that is present; else any. */
static gboolean find_route_for(sqlite3 *db, const char *node, const char *vrf,
			       const NetPrefix *asked, gboolean any_length, Why *why, WhyStep *step)
{
	int shortest = any_length ? 0 : asked->len;

	for (int len = asked->len; len >= shortest; len--) {
		NetPrefix prefix = net_prefix(&asked->addr, (unsigned)len);
		char text[NET_PREFIX_STRLEN];

		net_prefix_str(&prefix, text);
		if (!find_route(db, node, vrf, text, step))
			continue;
		if (any_length && !is_present(step)) {
			step_clear(step);
			continue;
		}
		g_free(why->prefix);
		why->prefix = g_strdup(text);
		return TRUE;
	}
	return FALSE;
}

/* An address that nothing leads to here: the longest prefix that any node has had a route of, but as its own. */
static void take_prefix_from_others(sqlite3 *db, const NetPrefix *asked, Why *why)
{
	g_autoptr(GString) sql = g_string_new("SELECT prefix FROM route WHERE prefix IN (''");
	sqlite3_stmt *stmt;

	for (unsigned len = asked->len; len > 0; len--) {
		NetPrefix prefix = net_prefix(&asked->addr, len);
		char text[NET_PREFIX_STRLEN];

		g_string_append_printf(sql, ", '%s'", net_prefix_str(&prefix, text));
	}
	g_string_append(sql,
			") AND protocol <> 'local' ORDER BY"
			" CAST(substr(prefix, instr(prefix, '/') + 1) AS INTEGER) DESC LIMIT 1");
	stmt = why_prepare(db, sql->str, NULL);
	if (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
		g_free(why->prefix);
		why->prefix = g_strdup(run_db_text(stmt, 0));
	}
	sqlite3_finalize(stmt);
}

/* Of routes, and of labels: the last ones of a kind. */
#define REFUSALS                                                                                    \
	"SELECT max(id), cause_id, time_ns, node, 'refusal', 'refused ' || coalesce(rd || ' ', '')" \
	" || prefix || coalesce(' from ' || peer, '') || ': ' || reason"                            \
	" FROM refusal WHERE node = ?1 AND prefix = ?2"
static const char route_refusals[] =
	REFUSALS " AND protocol <> 'ldp' GROUP BY rd, peer, reason ORDER BY 1";
static const char label_refusals[] =
	REFUSALS " AND protocol = 'ldp' AND NOT EXISTS (SELECT 1 FROM lfib WHERE lfib.node = ?1"
		 " AND lfib.fec = coalesce(refusal.vrf || ' ', '') || ?2 AND lfib.id > refusal.id)"
		 " GROUP BY vrf, reason ORDER BY 1";

static gboolean read_refusals(sqlite3 *db, const Why *why, const char *node, const char *sql,
			      GArray *out, GError **error)
{
	sqlite3_stmt *stmt = why_prepare(db, sql, error);

	if (!stmt)
		return FALSE;
	sqlite3_bind_text(stmt, 1, node, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, why->prefix, -1, SQLITE_STATIC);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		WhyStep step = why_read_step(stmt);

		g_array_append_val(out, step);
	}
	sqlite3_finalize(stmt);
	return TRUE;
}

/* VPN routes that the node has at the end, its own too, but that this VRF does not import: the record that
 * brought each, and why. What no VRF wants has been refused with a record of its own. */
static const char not_imported[] =
	"SELECT CASE WHEN b.peer IS NULL THEN (SELECT max(r.id) FROM route AS r JOIN vrf AS o"
	"   ON o.node = r.node AND o.vrf = r.vrf AND o.rd = b.rd"
	"   WHERE r.node = b.node AND r.prefix = b.prefix)"
	"  ELSE (SELECT a.cause_id FROM advertisement AS a WHERE a.node = b.node AND a.family = b.family"
	"   AND a.direction = 'received' AND a.peer = b.peer AND a.rd = b.rd AND a.prefix = b.prefix"
	"   ORDER BY a.id DESC LIMIT 1) END,"
	" 'not imported: ' || b.rd || ' ' || b.prefix || coalesce(' from ' || b.peer, '') || ': '"
	" || CASE coalesce(b.route_targets, '') WHEN '' THEN 'it has no route target'"
	"  ELSE 'its route targets are ' || b.route_targets END || ', and ' || v.vrf ||"
	" CASE coalesce(v.import_rts, '') WHEN '' THEN ' imports none' ELSE ' imports ' || v.import_rts END"
	" FROM bgp AS b JOIN vrf AS v ON v.node = b.node"
	" WHERE b.node = ?1 AND v.vrf = ?2 AND b.prefix = ?3 AND b.family LIKE 'vpn%'"
	" AND (b.rd <> v.rd OR b.peer IS NOT NULL)"
	" AND NOT EXISTS (SELECT 1 FROM json_each('[\"' || replace(b.route_targets, ' ', '\",\"') || '\"]')"
	"  AS rt WHERE ' ' || v.import_rts || ' ' LIKE '% ' || rt.value || ' %')"
	" AND NOT EXISTS (SELECT 1 FROM refusal AS f WHERE f.node = b.node AND f.rd = b.rd"
	"  AND f.prefix = b.prefix AND f.peer IS b.peer)"
	" ORDER BY b.rd, b.peer";

/* What a statement with one parameter finds. */
static gboolean read_texts(sqlite3 *db, const char *sql, const char *about, GPtrArray *texts,
			   GError **error)
{
	sqlite3_stmt *stmt = why_prepare(db, sql, error);

	if (!stmt)
		return FALSE;
	sqlite3_bind_text(stmt, 1, about, -1, SQLITE_STATIC);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		g_ptr_array_add(texts, g_strdup(run_db_text(stmt, 0)));
	sqlite3_finalize(stmt);
	return TRUE;
}

static const char elsewhere_sql[] =
	"SELECT node || coalesce(' ' || vrf, '') FROM (SELECT max(id), node, vrf, change"
	" FROM route WHERE prefix = ? GROUP BY node, vrf) WHERE change <> 'remove' ORDER BY 1";

/* Of neighbours that no more is exchanged with than wanted, there is nothing to tell. */
static const char down_sql[] =
	"SELECT protocol || coalesce(' ' || vrf, '') || ' ' || peer || ' ' || state || ': ' || reason"
	" FROM session WHERE node = ? AND NOT up AND reason IS NOT NULL";

/* A silent failure has no record that follows from it: what it led to begins with a timer. */
static void read_perturbation(sqlite3 *db, Why *why)
{
	sqlite3_stmt *stmt = why_prepare(db,
					 "SELECT kind || ' ' || target, time_ns FROM action"
					 " WHERE time_ns <= ? ORDER BY id DESC LIMIT 1",
					 NULL);
	GString *text;

	sqlite3_bind_int64(stmt, 1, why->route->time);
	if (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
		text = g_string_new(run_db_text(stmt, 0));
		g_string_append(text, " at ");
		sim_time_append(text, sqlite3_column_int64(stmt, 1));
		g_string_append(text, " s");
		why->during = g_string_free(text, FALSE);
	}
	sqlite3_finalize(stmt);
}

/* A run that did not come to its end has no such table. */
static void read_fib(sqlite3 *db, Why *why, const char *node, const char *vrf)
{
	sqlite3_stmt *stmt =
		why_prepare(db,
			    "SELECT next_hop || CASE WHEN coalesce(labels, '') = '' THEN ''"
			    " ELSE ' labels ' || labels END"
			    " FROM fib_entry WHERE node = ? AND vrf IS ? AND prefix = ?",
			    NULL);

	if (!stmt)
		return;
	sqlite3_bind_text(stmt, 1, node, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, vrf, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, why->prefix, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		why->fib = g_strdup(run_db_text(stmt, 0));
	sqlite3_finalize(stmt);
}

static void read_absence(WhyReader *reader, const char *node, const char *vrf)
{
	why_read_records(reader, not_imported, node, vrf, reader->why->refusals);
	why_read_not_exported(reader, node, vrf);
	why_read_stopped(reader, node, vrf);
	if (reader->why->refusals->len + reader->why->not_exported->len == 0)
		why_read_elsewhere(reader, node, vrf);
}

/* The last change of the route, else the last refusal, here or else elsewhere; 0: neither. */
static uint64_t record_to_explain(const Why *why)
{
	const GArray *reasons[] = {why->refusals, why->not_exported, why->stopped};

	if (why->route)
		return why->route->id;
	for (unsigned i = 0; i < G_N_ELEMENTS(reasons); i++)
		if (reasons[i]->len > 0)
			return g_array_index(reasons[i], WhyStep, reasons[i]->len - 1).id;
	return 0;
}

static gboolean explain(sqlite3 *db, Why *why, const char *node, const char *vrf,
			const NetPrefix *asked, gboolean any_length, GError **error)
{
	WhyReader reader;
	WhyStep route = {0};
	gboolean ok;

	if (find_route_for(db, node, vrf, asked, any_length, why, &route)) {
		why->present = is_present(&route);
		why->route = g_memdup2(&route, sizeof(route));
		read_perturbation(db, why);
		read_fib(db, why, node, vrf);
	} else if (any_length) {
		take_prefix_from_others(db, asked, why);
	}
	if (!read_refusals(db, why, node, route_refusals, why->refusals, error) ||
	    !read_refusals(db, why, node, label_refusals, why->unlabelled, error) ||
	    !read_texts(db, elsewhere_sql, why->prefix, why->elsewhere, error) ||
	    !read_texts(db, down_sql, node, why->down, error))
		return FALSE;
	why_read_paths(db, node, vrf, why->prefix, why->paths);
	ok = why_reader_init(&reader, db, why, error);
	if (ok && !why->present)
		read_absence(&reader, node, vrf);
	if (ok)
		why_collect(&reader, record_to_explain(why));
	why_reader_clear(&reader);
	return ok;
}

Why *why_route(sqlite3 *db, const char *node, const char *prefix, const char *vrf, GError **error)
{
	NetPrefix asked;
	Why *why;

	if (!net_prefix_parse(prefix, FALSE, &asked)) {
		g_set_error(error, RECORD_ERROR, 0,
			    "\"%s\" is neither a prefix such as 152.12.4.0/24 nor an address",
			    prefix);
		return NULL;
	}
	if (g_strcmp0(vrf, "global") == 0)
		vrf = NULL;
	if (!check_run(db, node, vrf, error))
		return NULL;
	why = g_new0(Why, 1);
	why->prefix = g_strdup(prefix);
	why->paths = why_paths_new();
	why->steps = steps_new();
	why->refusals = steps_new();
	why->not_exported = steps_new();
	why->stopped = steps_new();
	why->unlabelled = steps_new();
	why->down = g_ptr_array_new_with_free_func(g_free);
	why->down_beside = g_ptr_array_new_with_free_func(g_free);
	why->beside = g_ptr_array_new_with_free_func(g_free);
	why->elsewhere = g_ptr_array_new_with_free_func(g_free);
	if (!explain(db, why, node, vrf, &asked, !strchr(prefix, '/'), error)) {
		why_free(why);
		return NULL;
	}
	return why;
}
