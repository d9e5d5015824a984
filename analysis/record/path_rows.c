/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/path_rows.h"

static const char schema[] =
	"CREATE TABLE r_flow(run_id INTEGER, flow TEXT, from_node TEXT, vrf TEXT, source TEXT,"
	" destination TEXT, to_node TEXT, initial_ttl INTEGER, dscp INTEGER);"
	"CREATE VIEW flow AS SELECT * FROM r_flow;"
	"CREATE TABLE r_path(run_id INTEGER, flow TEXT, direction TEXT, from_ns INTEGER, to_ns INTEGER,"
	" verdict TEXT, reason TEXT, path_id INTEGER PRIMARY KEY);"
	"CREATE VIEW path AS SELECT * FROM r_path;"
	"CREATE TABLE r_hop(run_id INTEGER, path_id INTEGER, seq INTEGER, node TEXT, vrf TEXT,"
	" in_interface TEXT, out_interface TEXT, action TEXT, stack_in TEXT, stack_out TEXT,"
	" kinds_in TEXT, kinds_out TEXT, ttls_in TEXT, ttls_out TEXT, tcs_in TEXT, tcs_out TEXT,"
	" ip_ttl INTEGER, PRIMARY KEY(path_id, seq)) WITHOUT ROWID;"
	"CREATE VIEW hop AS SELECT * FROM r_hop;"
	/* Intervals that follow each other without a gap and fail alike are one outage. One that lasts
	 * to the end of the run has no end. */
	"CREATE VIEW outage AS"
	" WITH bad AS (SELECT run_id, flow, direction, from_ns, to_ns, CASE verdict"
	"   WHEN 'dropped' THEN 'blackhole' WHEN 'looped' THEN 'loop' ELSE verdict END AS kind"
	"  FROM r_path WHERE verdict <> 'delivered' AND to_ns IS NOT from_ns),"
	" marked AS (SELECT *, lag(to_ns) OVER w IS NOT from_ns OR lag(kind) OVER w IS NOT kind AS first"
	"  FROM bad WINDOW w AS (PARTITION BY run_id, flow, direction ORDER BY from_ns)),"
	" numbered AS (SELECT *, sum(first) OVER (PARTITION BY run_id, flow, direction"
	"  ORDER BY from_ns) AS island FROM marked)"
	" SELECT run_id, flow, direction, (SELECT max(perturbation_id) FROM perturbation"
	"   WHERE time_ns <= min(from_ns)) AS perturbation_id, min(from_ns) AS start_ns,"
	"  CASE WHEN count(to_ns) = count(*) THEN"
	"   nullif(max(to_ns), (SELECT sim_end_ns FROM r_run)) END AS end_ns, kind"
	" FROM numbered GROUP BY run_id, flow, direction, island;";

static const char *const inserts[] = {
	"INSERT INTO r_flow VALUES(1,?,?,?,?,?,?,?,?)",
	"INSERT INTO r_path VALUES(1,?,?,?,NULL,?,?,?)",
	"UPDATE r_path SET to_ns=? WHERE path_id=?",
	"INSERT INTO r_hop VALUES(1,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
};
enum { INSERT_FLOW, INSERT_PATH, END_PATH, INSERT_HOP, STATEMENTS };

/* The open interval of one direction of a flow. */
typedef struct OpenPath {
	const Flow *flow;
	uint64_t path_id[FLOW_DIRECTIONS]; /* 0: none yet */
} OpenPath;

struct PathRows {
	RowBuf *rows;
	unsigned statements[STATEMENTS];
	GArray *open; /* of OpenPath, in the order of first appearance */
	GString *scratch;
};

PathRows *path_rows_new(sqlite3 *db, RowBuf *rows, GError **error)
{
	PathRows *paths;

	if (sqlite3_exec(db, schema, NULL, NULL, NULL) != SQLITE_OK) {
		record_set_error(error, db, "cannot write");
		return NULL;
	}
	paths = g_new0(PathRows, 1);
	paths->rows = rows;
	paths->open = g_array_new(FALSE, TRUE, sizeof(OpenPath));
	paths->scratch = g_string_new(NULL);
	for (unsigned i = 0; i < STATEMENTS; i++)
		if (!rowbuf_prepare(rows, inserts[i], &paths->statements[i], error)) {
			path_rows_free(paths);
			return NULL;
		}
	return paths;
}

void path_rows_free(PathRows *paths)
{
	if (!paths)
		return;
	g_array_free(paths->open, TRUE);
	g_string_free(paths->scratch, TRUE);
	g_free(paths);
}

static void put_addr(PathRows *paths, const NetAddr *addr)
{
	char text[NET_ADDR_STRLEN];

	rowbuf_text(paths->rows, net_addr_str(addr, text));
}

static void put_flow(PathRows *paths, const Flow *flow)
{
	rowbuf_begin(paths->rows, paths->statements[INSERT_FLOW]);
	rowbuf_text(paths->rows, flow->name);
	rowbuf_text(paths->rows, flow->ends[FLOW_FORWARD]->name);
	rowbuf_text(paths->rows, flow->vrfs[FLOW_FORWARD]->name);
	put_addr(paths, &flow->addrs[FLOW_FORWARD]);
	put_addr(paths, &flow->addrs[FLOW_REVERSE]);
	rowbuf_text(paths->rows, flow->ends[FLOW_REVERSE]->name);
	rowbuf_int(paths->rows, flow->ttl);
	rowbuf_int(paths->rows, flow->tos >> 2);
	rowbuf_end(paths->rows);
}

static OpenPath *open_path(PathRows *paths, const Flow *flow)
{
	OpenPath fresh = {.flow = flow};

	for (unsigned i = 0; i < paths->open->len; i++) {
		OpenPath *open = &g_array_index(paths->open, OpenPath, i);

		if (open->flow == flow)
			return open;
	}
	put_flow(paths, flow);
	g_array_append_val(paths->open, fresh);
	return &g_array_index(paths->open, OpenPath, paths->open->len - 1);
}

static void end_interval(PathRows *paths, uint64_t path_id, SimTime now)
{
	if (path_id == 0)
		return;
	rowbuf_begin(paths->rows, paths->statements[END_PATH]);
	rowbuf_int(paths->rows, now);
	rowbuf_int(paths->rows, (int64_t)path_id);
	rowbuf_end(paths->rows);
}

/* One property of each label of a stack, top first, "/" between. */
static void put_stack(PathRows *paths, const MplsEntry *stack, unsigned depth,
		      void (*append)(const MplsEntry *entry, GString *out))
{
	g_string_truncate(paths->scratch, 0);
	for (unsigned i = 0; i < depth; i++) {
		if (i > 0)
			g_string_append_c(paths->scratch, '/');
		append(&stack[i], paths->scratch);
	}
	rowbuf_text(paths->rows, paths->scratch->str);
}

static void append_label(const MplsEntry *entry, GString *out)
{
	g_string_append_printf(out, "%u", entry->label);
}

static void append_kind(const MplsEntry *entry, GString *out)
{
	g_string_append(out, label_kind_name(entry->kind));
}

static void append_ttl(const MplsEntry *entry, GString *out)
{
	g_string_append_printf(out, "%u", entry->ttl);
}

static void append_tc(const MplsEntry *entry, GString *out)
{
	g_string_append_printf(out, "%u", entry->tc);
}

static void put_hop(PathRows *paths, uint64_t path_id, unsigned seq, const PathHop *hop)
{
	static void (*const properties[])(const MplsEntry *, GString *) = {
		append_label,
		append_kind,
		append_ttl,
		append_tc,
	};

	rowbuf_begin(paths->rows, paths->statements[INSERT_HOP]);
	rowbuf_int(paths->rows, (int64_t)path_id);
	rowbuf_int(paths->rows, seq);
	rowbuf_text(paths->rows, hop->node->name);
	rowbuf_text(paths->rows, hop->vrf ? hop->vrf->name : NULL);
	rowbuf_text(paths->rows, hop->in ? hop->in->name : NULL);
	rowbuf_text(paths->rows, hop->out ? hop->out->name : NULL);
	rowbuf_text(paths->rows, hop->action);
	for (unsigned i = 0; i < G_N_ELEMENTS(properties); i++) {
		put_stack(paths, hop->stack_in, hop->depth_in, properties[i]);
		put_stack(paths, hop->stack_out, hop->depth_out, properties[i]);
	}
	rowbuf_int(paths->rows, hop->ip_ttl);
	rowbuf_end(paths->rows);
}

void path_rows_add(PathRows *paths, const TracePath *record)
{
	FlowDirection direction =
		record->path == record->of->path[FLOW_FORWARD] ? FLOW_FORWARD : FLOW_REVERSE;
	OpenPath *open = open_path(paths, record->of);

	end_interval(paths, open->path_id[direction], record->head.time);
	open->path_id[direction] = record->path_id;
	rowbuf_begin(paths->rows, paths->statements[INSERT_PATH]);
	rowbuf_text(paths->rows, record->flow);
	rowbuf_text(paths->rows, record->direction);
	rowbuf_int(paths->rows, record->head.time);
	rowbuf_text(paths->rows, record->verdict);
	rowbuf_text(paths->rows, record->reason);
	rowbuf_int(paths->rows, (int64_t)record->path_id);
	rowbuf_end(paths->rows);
	for (unsigned i = 0; i < record->path->n_hops; i++)
		put_hop(paths, record->path_id, i, &record->path->hops[i]);
}

void path_rows_end(PathRows *paths, SimTime now)
{
	for (unsigned i = 0; i < paths->open->len; i++) {
		const OpenPath *open = &g_array_index(paths->open, OpenPath, i);

		for (unsigned d = 0; d < FLOW_DIRECTIONS; d++)
			end_interval(paths, open->path_id[d], now);
	}
}
