/* SPDX-License-Identifier: Apache-2.0 */
/* carrierlab trace: the label path of a flow, hop by hop. */
#include "analysis/record/replay.h"
#include "analysis/record/rowbuf.h"
#include "analysis/record/run_db.h"
#include "cli/json.h"
#include "cli/verb.h"

#include <string.h>

static void append_stack(GString *out, const RunLabel *stack, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		g_string_append_printf(out, "[%s %u ttl %u", stack[i].kind, stack[i].label,
				       stack[i].ttl);
		if (stack[i].tc > 0)
			g_string_append_printf(out, " tc %u", stack[i].tc);
		g_string_append_c(out, ']');
	}
}

/* The stacks on the path's links, kinds only: "ip · [ldp][vpn] · [vpn] · ip". */
static void append_kinds(GString *out, const RunPath *path)
{
	const char *separator = "";

	for (unsigned i = 0; i < path->hops->len; i++) {
		const RunHop *hop = &g_array_index(path->hops, RunHop, i);

		if (!hop->out)
			continue;
		g_string_append(out, separator);
		separator = " · ";
		if (hop->n_out == 0)
			g_string_append(out, "ip");
		for (unsigned j = 0; j < hop->n_out; j++)
			g_string_append_printf(out, "[%s]", hop->stack_out[j].kind);
	}
}

static void append_hop(GString *out, const RunHop *hop)
{
	g_string_append_printf(out, "  %-12s %-8s %-10s ", hop->node, hop->action,
			       hop->vrf ? hop->vrf : "");
	if (hop->out) {
		g_string_append_printf(out, "%-10s ", hop->out);
		append_stack(out, hop->stack_out, hop->n_out);
		g_string_append_printf(out, "%sip ttl %u", hop->n_out > 0 ? " " : "", hop->ip_ttl);
	}
	while (out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

static void append_text(GString *out, const RunPath *path)
{
	g_string_append_printf(out, "%s -> %s (%s)", path->from, path->to, path->to_node);
	g_string_append(out, " at ");
	sim_time_append(out, path->at);
	g_string_append_printf(out, " s: %s%s%s\n", path->verdict, path->reason ? ", " : "",
			       path->reason ? path->reason : "");
	if (path->hops->len > 1) {
		g_string_append(out, "  ");
		append_kinds(out, path);
		g_string_append_c(out, '\n');
	}
	g_string_append_printf(out, "\n  %-12s %-8s %-10s %-10s %s\n", "node", "action", "vrf",
			       "out", "on the wire");
	for (unsigned i = 0; i < path->hops->len; i++)
		append_hop(out, &g_array_index(path->hops, RunHop, i));
}

static void json_stack(GString *out, const char *name, const RunLabel *stack, unsigned n)
{
	json_name(out, name);
	json_begin(out, '[');
	for (unsigned i = 0; i < n; i++) {
		json_begin(out, '{');
		json_name(out, "label");
		json_int(out, stack[i].label);
		json_name(out, "kind");
		json_text(out, stack[i].kind);
		json_name(out, "ttl");
		json_int(out, stack[i].ttl);
		json_name(out, "tc");
		json_int(out, stack[i].tc);
		json_end(out, '}');
	}
	json_end(out, ']');
}

static void json_hop(GString *out, const RunHop *hop)
{
	json_begin(out, '{');
	json_name(out, "node");
	json_text(out, hop->node);
	json_name(out, "vrf");
	json_text(out, hop->vrf);
	json_name(out, "in");
	json_text(out, hop->in);
	json_name(out, "out");
	json_text(out, hop->out);
	json_name(out, "action");
	json_text(out, hop->action);
	json_stack(out, "stack_in", hop->stack_in, hop->n_in);
	json_stack(out, "stack_out", hop->stack_out, hop->n_out);
	json_name(out, "ip_ttl");
	json_int(out, hop->ip_ttl);
	json_end(out, '}');
}

static void append_json(GString *out, const RunPath *path)
{
	json_begin(out, '{');
	json_name(out, "from");
	json_text(out, path->from);
	json_name(out, "to");
	json_text(out, path->to);
	json_name(out, "time_s");
	json_seconds(out, path->at);
	json_name(out, "initial_ttl");
	json_int(out, path->initial_ttl);
	json_name(out, "verdict");
	json_text(out, path->verdict);
	json_name(out, "reason");
	json_text(out, path->reason);
	json_name(out, "hops");
	json_begin(out, '[');
	for (unsigned i = 0; i < path->hops->len; i++)
		json_hop(out, &g_array_index(path->hops, RunHop, i));
	json_end(out, ']');
	json_end(out, '}');
	g_string_append_c(out, '\n');
}

static void print_paths(const RunPath *there, const RunPath *back, gboolean json)
{
	GString *out = g_string_new(NULL);

	if (json) {
		append_json(out, there);
	} else {
		/* A flow that arrives but is not answered is no working flow. */
		append_text(out, there);
		g_string_append_c(out, '\n');
		append_text(out, back);
	}
	g_print("%s", out->str);
	g_string_free(out, TRUE);
}

/* What is asked for. to_node and vrf may be NULL, at negative. */
typedef struct {
	const char *from, *to, *to_node, *vrf;
	SimTime at;
} Ends;

/* The run is made again. */
static gboolean walk_paths(sqlite3 *db, const Ends *ends, RunPath **there, RunPath **back,
			   GError **error)
{
	gboolean differs = FALSE;

	if (!replay_paths(db, ends->from, ends->to, ends->to_node, ends->vrf, ends->at, there, back,
			  &differs, error))
		return FALSE;
	if (differs)
		g_printerr(
			"carrierlab: this flow was not watched, and running the scenario again came "
			"to another state than the record: it was run with other options or by "
			"another version\n");
	return TRUE;
}

/* What was watched is in the record, with the node that it goes to. */
static gboolean find_paths(sqlite3 *db, const Ends *ends, RunPath **there, RunPath **back,
			   GError **error)
{
	GError *failure = NULL;

	if (ends->to_node)
		return walk_paths(db, ends, there, back, error);
	*there = run_db_path(db, ends->from, ends->to, ends->vrf, ends->at, &failure);
	if (*there) {
		*back = run_db_path_back(db, *there, error);
		return *back != NULL;
	}
	if (!g_error_matches(failure, RECORD_ERROR, RUN_DB_NO_FLOW)) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	g_error_free(failure);
	return walk_paths(db, ends, there, back, error);
}

static int print_path(sqlite3 *db, const Ends *ends, gboolean json)
{
	RunPath *there = NULL, *back = NULL;
	GError *error = NULL;
	gboolean found = find_paths(db, ends, &there, &back, &error);

	if (found)
		print_paths(there, back, json);
	run_path_free(there);
	run_path_free(back);
	return found ? CLI_OK : verb_fail_error(CLI_USAGE, error);
}

/* A run that goes on, or was killed, is there as far as it was recorded. */
static void tell_end(sqlite3 *db)
{
	GString *text = g_string_new(NULL);

	sim_time_append(text, run_db_end(db));
	g_printerr("carrierlab: this run did not come to its end; it is recorded up to %s s\n",
		   text->str);
	g_string_free(text, TRUE);
}

static int trace_with(const char *file, Ends *ends, const char *at_text, gboolean json)
{
	GError *error = NULL;
	sqlite3 *db;
	int status = verb_read_time("--at", at_text, &ends->at);

	if (status != -1)
		return status;
	db = run_db_open(file, &error);
	if (!db)
		return verb_fail_error(CLI_USAGE, error);
	if (!run_db_has_ended(db))
		tell_end(db);
	status = print_path(db, ends, json);
	sqlite3_close(db);
	return status;
}

static int trace(const Verb *verb, int argc, char **argv)
{
	char *vrf = NULL, *to_node = NULL, *at = NULL, *format = NULL;
	const GOptionEntry entries[] = {
		{"vrf", 0, 0, G_OPTION_ARG_STRING, &vrf, "VRF that the flow starts in", "NAME"},
		{"to-node", 0, 0, G_OPTION_ARG_STRING, &to_node,
		 "Which node is meant, where several have the address", "NODE"},
		{"at", 0, 0, G_OPTION_ARG_STRING, &at,
		 "Instant, such as 95.5s; default: the end of the run", "TIME"},
		{"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT"},
		{0},
	};
	int status = verb_parse(verb, entries, 3, &argc, &argv);
	gboolean json = status == -1 && verb_wants_json(format, &status);

	if (status == -1)
		status = trace_with(argv[1], &(Ends){argv[2], argv[3], to_node, vrf, -1}, at, json);
	g_free(vrf);
	g_free(to_node);
	g_free(at);
	g_free(format);
	return status;
}

const Verb verb_trace = {
	.name = "trace",
	.arguments = "RUN.db FROM TO",
	.summary = "show the label path between any two ends, hop by hop, and the way back",
	.run = trace,
};
