/* SPDX-License-Identifier: Apache-2.0 */
/* Among which paths BGP has chosen, and by which rule of its decision. */
#include "analysis/record/why_reader.h"

/* In a VRF paths of all route distinguishers compete, in the table of VPN routes those of one. */
static const char paths_sql[] =
	"SELECT family, rd, peer, type, best, multipath, CASE WHEN best THEN rule END, reason"
	" FROM bgp WHERE node = ?1 AND vrf IS ?2 AND prefix = ?3"
	" ORDER BY family, CASE WHEN family LIKE 'vpn%' THEN rd END, best DESC, multipath DESC,"
	" reason IS NOT NULL, rd, peer";

static void path_clear(void *user)
{
	WhyPath *path = user;

	g_free(path->family);
	g_free(path->rd);
	g_free(path->peer);
	g_free(path->type);
	g_free(path->rule);
	g_free(path->reason);
}

GArray *why_paths_new(void)
{
	GArray *paths = g_array_new(FALSE, TRUE, sizeof(WhyPath));

	g_array_set_clear_func(paths, path_clear);
	return paths;
}

/* NULL where there is none. */
static char *text_at(sqlite3_stmt *stmt, int column)
{
	return g_strdup((const char *)sqlite3_column_text(stmt, column));
}

static WhyPath read_path(sqlite3_stmt *stmt)
{
	return (WhyPath){
		.family = text_at(stmt, 0),
		.rd = text_at(stmt, 1),
		.peer = text_at(stmt, 2),
		.type = text_at(stmt, 3),
		.best = sqlite3_column_int(stmt, 4) != 0,
		.multipath = sqlite3_column_int(stmt, 5) != 0,
		.rule = text_at(stmt, 6),
		.reason = text_at(stmt, 7),
	};
}

/* A run that did not come to its end has no such table. */
void why_read_paths(sqlite3 *db, const char *node, const char *vrf, const char *prefix,
		    GArray *paths)
{
	sqlite3_stmt *stmt = why_prepare(db, paths_sql, NULL);

	if (!stmt)
		return;
	sqlite3_bind_text(stmt, 1, node, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, vrf, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, prefix, -1, SQLITE_STATIC);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		WhyPath path = read_path(stmt);

		g_array_append_val(paths, path);
	}
	sqlite3_finalize(stmt);
}
