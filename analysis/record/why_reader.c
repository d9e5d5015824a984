/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/why_reader.h"

#include "analysis/record/rowbuf.h"
#include "analysis/record/run_db.h"

#include <string.h>

static const struct {
	const char *view, *text;
} tellings[WHY_VIEWS] = {
	{"action", "kind || ' ' || target"},
	{"route",
	 "'route ' || prefix || coalesce(' in ' || vrf, '') || ' ' ||"
	 " CASE change WHEN 'remove' THEN 'removed' WHEN 'add' THEN 'added' ELSE 'replaced' END"
	 " || ': ' || protocol || coalesce(' via ' || next_hop, '') ||"
	 " CASE WHEN labels <> '' THEN ' labels ' || labels ELSE '' END"},
	{"lfib",
	 "'label ' || label || ' (' || coalesce(fec, '') || ') ' || change || ': ' ||"
	 " coalesce(operation, '') || CASE WHEN labels_out <> '' THEN ' to ' || labels_out ELSE '' END"
	 " || coalesce(' via ' || next_hop, '')"},
	{"message",
	 "direction || ' ' || protocol || ' ' || type || CASE WHEN coalesce(peer, '') = '' THEN ''"
	 " WHEN direction = 'sent' THEN ' to ' || peer ELSE ' from ' || peer END"},
	{"transition",
	 "protocol || coalesce(' ' || peer, '') || ' ' || from_state || ' -> ' || to_state ||"
	 " ' (' || event || ')'"},
	{"refusal",
	 "'refused ' || coalesce(rd || ' ', '') || prefix || coalesce(' from ' || peer, '') ||"
	 " ': ' || reason"},
	{"session_event", "protocol || coalesce(' ' || peer, '') || ' ' || kind || ': ' || reason"},
	{"packet_drop", "'packet dropped: ' || reason"},
	{"ping", "'ping ' || name || ' ' || result"},
};

const char *why_telling(const char *view)
{
	for (unsigned i = 0; i < WHY_VIEWS; i++)
		if (strcmp(tellings[i].view, view) == 0)
			return tellings[i].text;
	g_assert_not_reached();
}

sqlite3_stmt *why_prepare(sqlite3 *db, const char *sql, GError **error)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		record_set_error(error, db, "cannot read");
	return stmt;
}

void why_reader_clear(WhyReader *reader)
{
	for (unsigned i = 0; i < WHY_VIEWS; i++)
		sqlite3_finalize(reader->fetch[i]);
	sqlite3_finalize(reader->further);
	g_hash_table_destroy(reader->seen);
	g_array_free(reader->todo, TRUE);
}

gboolean why_reader_init(WhyReader *reader, sqlite3 *db, Why *why, GError **error)
{
	gboolean ok = TRUE;

	*reader = (WhyReader){.db = db, .why = why};
	reader->seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	reader->todo = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	for (unsigned i = 0; ok && i < WHY_VIEWS; i++) {
		char *sql = g_strdup_printf(
			"SELECT id, cause_id, time_ns, node, '%s', %s FROM \"%s\" WHERE id = ?",
			tellings[i].view, tellings[i].text, tellings[i].view);

		reader->fetch[i] = why_prepare(db, sql, error);
		ok = reader->fetch[i] != NULL;
		g_free(sql);
	}
	if (ok)
		reader->further = why_prepare(db, "SELECT cause_id FROM cause WHERE id = ?", error);
	return ok && reader->further;
}

WhyStep why_read_step(sqlite3_stmt *stmt)
{
	return (WhyStep){
		.id = (uint64_t)sqlite3_column_int64(stmt, 0),
		.cause_id = (uint64_t)sqlite3_column_int64(stmt, 1),
		.time = sqlite3_column_int64(stmt, 2),
		.node = g_strdup(
			(const char *)sqlite3_column_text(stmt, 3)), /* NULL: the operator */
		.view = g_strdup(run_db_text(stmt, 4)),
		.text = g_strdup(run_db_text(stmt, 5)),
	};
}

gboolean why_fetch(WhyReader *reader, uint64_t id, WhyStep *step)
{
	gboolean found = FALSE;

	for (unsigned i = 0; i < WHY_VIEWS && !found; i++) {
		sqlite3_stmt *stmt = reader->fetch[i];

		sqlite3_bind_int64(stmt, 1, (int64_t)id);
		found = sqlite3_step(stmt) == SQLITE_ROW;
		if (found)
			*step = why_read_step(stmt);
		sqlite3_reset(stmt);
	}
	return found;
}

sqlite3_stmt *why_ask(const WhyReader *reader, const char *sql, const char *node, const char *vrf)
{
	sqlite3_stmt *stmt = why_prepare(reader->db, sql, NULL);

	if (!stmt)
		return NULL;
	sqlite3_bind_text(stmt, 1, node, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, vrf, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, reader->why->prefix, -1, SQLITE_STATIC);
	return stmt;
}

void why_read_records(WhyReader *reader, const char *sql, const char *node, const char *vrf,
		      GArray *steps)
{
	sqlite3_stmt *stmt = why_ask(reader, sql, node, vrf);

	if (!stmt)
		return;
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		WhyStep step;

		if (!why_fetch(reader, (uint64_t)sqlite3_column_int64(stmt, 0), &step))
			continue;
		g_free(step.text);
		step.text = g_strdup(run_db_text(stmt, 1));
		g_array_append_val(steps, step);
	}
	sqlite3_finalize(stmt);
}

static void want(WhyReader *reader, uint64_t id)
{
	if (id == 0 || g_hash_table_contains(reader->seen, &id))
		return;
	g_hash_table_add(reader->seen, g_memdup2(&id, sizeof(id)));
	g_array_append_val(reader->todo, id);
}

static int step_cmp(const void *a, const void *b)
{
	const WhyStep *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static void want_further(WhyReader *reader, uint64_t id)
{
	sqlite3_bind_int64(reader->further, 1, (int64_t)id);
	while (sqlite3_step(reader->further) == SQLITE_ROW)
		want(reader, (uint64_t)sqlite3_column_int64(reader->further, 0));
	sqlite3_reset(reader->further);
}

void why_collect(WhyReader *reader, uint64_t id)
{
	want(reader, id);
	while (reader->todo->len > 0) {
		uint64_t next = g_array_index(reader->todo, uint64_t, reader->todo->len - 1);
		WhyStep step;

		g_array_set_size(reader->todo, reader->todo->len - 1);
		if (!why_fetch(reader, next, &step)) {
			reader->why->missing++;
			continue;
		}
		g_array_append_val(reader->why->steps, step);
		want(reader, step.cause_id);
		want_further(reader, next);
	}
	g_array_sort(reader->why->steps, step_cmp);
}
