/* SPDX-License-Identifier: Apache-2.0 */
/* carrierlab show: the tables of a router at the end of a run. No table is known here by name. */
#include "analysis/record/rowbuf.h"
#include "analysis/record/run_db.h"
#include "analysis/record/show_db.h"
#include "cli/json.h"
#include "cli/render.h"
#include "cli/verb.h"

#include <string.h>

typedef struct Show {
	sqlite3 *db;
	const char *node, *table; /* NULL: all nodes, all tables */
	const char *vrf;          /* NULL: all */
	gboolean json;
} Show;

static const char nodes_query[] = "SELECT name, role, asn, carrier, router_id FROM r_node";

static gboolean print_nodes(const Show *show, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	gboolean ok;

	if (sqlite3_prepare_v2(show->db, nodes_query, -1, &stmt, NULL) != SQLITE_OK) {
		record_set_error(error, show->db, "cannot read");
		return FALSE;
	}
	if (show->json)
		g_print("{\"nodes\":");
	ok = (show->json ? render_json : render_text)(stmt, 0, error);
	if (show->json)
		g_print("}\n");
	sqlite3_finalize(stmt);
	return ok;
}

static void json_head(const Show *show, GString *out)
{
	json_begin(out, '{');
	json_name(out, "node");
	json_text(out, show->node);
	json_name(out, "time_s");
	json_seconds(out, run_db_end(show->db));
}

static void print_list_json(const Show *show, const GPtrArray *tables)
{
	GString *out = g_string_new(NULL);

	json_head(show, out);
	json_name(out, "tables");
	json_begin(out, '[');
	for (unsigned i = 0; i < tables->len; i++) {
		const ShowTable *table = g_ptr_array_index(tables, i);

		json_begin(out, '{');
		json_name(out, "table");
		json_text(out, table->name);
		json_name(out, "rows");
		json_int(out, table->rows);
		json_name(out, "view");
		json_text(out, table->view);
		json_name(out, "doc");
		json_text(out, table->doc);
		json_end(out, '}');
	}
	json_end(out, ']');
	json_end(out, '}');
	g_print("%s\n", out->str);
	g_string_free(out, TRUE);
}

static void print_list(const Show *show, const GPtrArray *tables)
{
	if (show->json) {
		print_list_json(show, tables);
		return;
	}
	g_print("%-16s %8s  %s\n", "table", "rows", "what it holds");
	for (unsigned i = 0; i < tables->len; i++) {
		const ShowTable *table = g_ptr_array_index(tables, i);

		g_print("%-16s %8" G_GINT64_FORMAT "  %s\n", table->name, table->rows, table->doc);
	}
}

static void print_heading(const Show *show, const ShowTable *table, gboolean first)
{
	GString *out = g_string_new(NULL);

	if (show->json) {
		json_name(out, table->name);
		g_print(",%s", out->str);
	} else {
		sim_time_append(out, run_db_end(show->db));
		g_print("%s%s %s at %s s: %s\n\n", first ? "" : "\n", show->node, table->name,
			out->str, table->doc);
	}
	g_string_free(out, TRUE);
}

static gboolean print_table(const Show *show, const ShowTable *table, gboolean first,
			    GError **error)
{
	sqlite3_stmt *stmt = show_db_rows(show->db, show->node, table, show->vrf, error);
	gboolean ok;

	if (!stmt)
		return FALSE;
	if (show->json && first) {
		GString *out = g_string_new(NULL);

		json_head(show, out);
		g_print("%s", out->str);
		g_string_free(out, TRUE);
	}
	print_heading(show, table, first);
	ok = (show->json ? render_json : render_text)(stmt, SHOW_DB_FIRST_COLUMN, error);
	sqlite3_finalize(stmt);
	return ok;
}

static gboolean print_tables(const Show *show, GError **error)
{
	GPtrArray *tables = show_db_tables(show->db, show->node, show->table, error);
	gboolean ok = tables != NULL;

	if (ok && !show->table)
		print_list(show, tables);
	for (unsigned i = 0; ok && show->table && i < tables->len; i++)
		ok = print_table(show, g_ptr_array_index(tables, i), i == 0, error);
	if (ok && show->table && show->json)
		g_print("}\n");
	if (tables)
		g_ptr_array_free(tables, TRUE);
	return ok;
}

static int show_with(Show *show, const char *path)
{
	GError *error = NULL;

	show->db = run_db_open(path, &error);
	if (!show->db)
		return verb_fail_error(CLI_USAGE, error);
	if (show->node)
		print_tables(show, &error);
	else
		print_nodes(show, &error);
	sqlite3_close(show->db);
	return error ? verb_fail_error(CLI_USAGE, error) : CLI_OK;
}

static int show(const Verb *verb, int argc, char **argv)
{
	char *vrf = NULL, *format = NULL;
	const GOptionEntry entries[] = {
		{"vrf", 0, 0, G_OPTION_ARG_STRING, &vrf,
		 "Only rows of this VRF; \"global\" is the global table", "NAME"},
		{"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT"},
		{0},
	};
	int status = verb_parse_some(verb, entries, 1, 3, &argc, &argv);
	Show what = {.json = status == -1 && verb_wants_json(format, &status), .vrf = vrf};

	if (status == -1) {
		what.node = argc > 2 ? argv[2] : NULL;
		what.table = argc > 3 ? argv[3] : NULL;
		status = show_with(&what, argv[1]);
	}
	g_free(vrf);
	g_free(format);
	return status;
}

const Verb verb_show = {
	.name = "show",
	.arguments = "RUN.db [NODE [TABLE]]",
	.summary = "show a router's tables as they were at the end of the run",
	.description =
		"Without TABLE the tables are listed with what they hold, without NODE the nodes. "
		"A protocol's\nname (ospf, ldp) stands for all tables that begin with it.\n\n"
		"In JSON an object has the rows under the table's name, with the columns of its view "
		"in the\ndatabase (docs/DATABASE.md); *_ns are nanoseconds of simulated time.",
	.run = show,
};
