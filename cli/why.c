/* SPDX-License-Identifier: Apache-2.0 */
/* carrierlab why: the causes of a route, or of its absence. */
#include "analysis/record/why.h"

#include "analysis/record/run_db.h"
#include "cli/json.h"
#include "cli/verb.h"

#include <inttypes.h>

typedef struct Question {
	const char *node, *vrf;
} Question;

static void append_steps(GString *out, const GArray *steps)
{
	for (unsigned i = 0; i < steps->len; i++) {
		const WhyStep *step = &g_array_index(steps, WhyStep, i);

		g_string_append_printf(out, "  %6" PRId64 ".%06" PRId64 " s  %-12s %s\n",
				       step->time / SIM_SEC, step->time % SIM_SEC / SIM_USEC,
				       step->node ? step->node : "operator", step->text);
	}
}

static void append_verdict(GString *out, const Question *question, const Why *why)
{
	g_string_append_printf(out, "%s%s%s %s: ", question->node, question->vrf ? " " : "",
			       question->vrf ? question->vrf : "", why->prefix);
	if (why->present) {
		g_string_append_printf(out, "%s, since ", why->route->text);
		sim_time_append(out, why->route->time);
		g_string_append(out, " s\n");
		return;
	}
	g_string_append(out, "no route");
	if (why->route) {
		g_string_append(out, " since ");
		sim_time_append(out, why->route->time);
		g_string_append(out, " s");
	} else if (why->refusals->len + why->not_exported->len + why->stopped->len == 0) {
		g_string_append(out, ", and nobody offered one");
	}
	g_string_append_c(out, '\n');
}

static void append_perturbation(GString *out, const Why *why)
{
	if (why->during)
		g_string_append_printf(out, "the operator's last action before: %s\n", why->during);
}

/* "from 10.0.0.1, imported, 1:27: best by local preference". Where nobody had to choose no rule is named. */
static void append_path(GString *out, const WhyPath *path)
{
	if (path->peer)
		g_string_append_printf(out, "  from %s, %s", path->peer, path->type);
	else
		g_string_append_printf(out, "  its own, %s", path->type);
	if (path->rd)
		g_string_append_printf(out, ", %s", path->rd);
	if (path->reason)
		g_string_append_printf(out, ": not usable: %s", path->reason);
	else if (path->best && g_strcmp0(path->rule, "only path") == 0)
		g_string_append(out, ": best");
	else if (path->best)
		g_string_append_printf(out, ": best by %s", path->rule);
	else if (path->multipath)
		g_string_append(out, ": beside the best one");
	g_string_append_c(out, '\n');
}

static void append_paths(GString *out, const Why *why)
{
	if (why->paths->len == 0)
		return;
	g_string_append_printf(out, "%s of BGP at the end:\n",
			       why->paths->len == 1 ? "the only path" : "the paths");
	for (unsigned i = 0; i < why->paths->len; i++)
		append_path(out, &g_array_index(why->paths, WhyPath, i));
}

static void append_texts(GString *out, const char *heading, const GPtrArray *texts)
{
	if (texts->len > 0)
		g_string_append_printf(out, "%s\n", heading);
	for (unsigned i = 0; i < texts->len; i++)
		g_string_append_printf(out, "  %s\n", (const char *)g_ptr_array_index(texts, i));
}

static void append_text(GString *out, const Question *question, const Why *why)
{
	append_verdict(out, question, why);
	append_perturbation(out, why);
	append_paths(out, why);
	append_steps(out, why->steps);
	if (why->fib)
		g_string_append_printf(out, "in the FIB: %s\n", why->fib);
	if (!why->present && why->refusals->len > 0) {
		g_string_append(out, "refused here:\n");
		append_steps(out, why->refusals);
	}
	if (why->not_exported->len > 0) {
		g_string_append(out, "kept where it is:\n");
		append_steps(out, why->not_exported);
	}
	if (why->stopped->len > 0) {
		g_string_append(out, "stopped on its way:\n");
		append_steps(out, why->stopped);
	}
	if (why->present && why->unlabelled->len > 0) {
		g_string_append(out, "without a label of this node:\n");
		append_steps(out, why->unlabelled);
	}
	if (!why->present)
		append_texts(out, "its sessions that are not up:", why->down);
	append_texts(out, "sessions of its neighbors that are not up:", why->down_beside);
	append_texts(out, "nor do its neighbors have it, of which to ask why:", why->beside);
	if (!why->present && why->elsewhere->len > 0) {
		g_string_append(out, "it is in the tables of:");
		for (unsigned i = 0; i < why->elsewhere->len; i++)
			g_string_append_printf(out, "%s %s", i > 0 ? "," : "",
					       (const char *)g_ptr_array_index(why->elsewhere, i));
		g_string_append_c(out, '\n');
	}
	if (why->missing > 0)
		g_string_append(out, "Earlier causes were not recorded; --record all keeps every "
				     "message.\n");
}

static void json_steps(GString *out, const char *name, const GArray *steps)
{
	json_name(out, name);
	json_begin(out, '[');
	for (unsigned i = 0; i < steps->len; i++) {
		const WhyStep *step = &g_array_index(steps, WhyStep, i);

		json_begin(out, '{');
		json_name(out, "id");
		json_int(out, (int64_t)step->id);
		json_name(out, "cause_id");
		if (step->cause_id)
			json_int(out, (int64_t)step->cause_id);
		else
			json_text(out, NULL);
		json_name(out, "time_s");
		json_seconds(out, step->time);
		json_name(out, "node");
		json_text(out, step->node);
		json_name(out, "view");
		json_text(out, step->view);
		json_name(out, "text");
		json_text(out, step->text);
		json_end(out, '}');
	}
	json_end(out, ']');
}

static void json_paths(GString *out, const GArray *paths)
{
	json_name(out, "bgp_paths");
	json_begin(out, '[');
	for (unsigned i = 0; i < paths->len; i++) {
		const WhyPath *path = &g_array_index(paths, WhyPath, i);

		json_begin(out, '{');
		json_name(out, "family");
		json_text(out, path->family);
		json_name(out, "rd");
		json_text(out, path->rd);
		json_name(out, "peer");
		json_text(out, path->peer);
		json_name(out, "type");
		json_text(out, path->type);
		json_name(out, "best");
		json_bool(out, path->best);
		json_name(out, "multipath");
		json_bool(out, path->multipath);
		json_name(out, "rule");
		json_text(out, path->rule);
		json_name(out, "reason");
		json_text(out, path->reason);
		json_end(out, '}');
	}
	json_end(out, ']');
}

static void json_texts(GString *out, const char *name, const GPtrArray *texts)
{
	json_name(out, name);
	json_begin(out, '[');
	for (unsigned i = 0; i < texts->len; i++)
		json_text(out, g_ptr_array_index(texts, i));
	json_end(out, ']');
}

static void append_json(GString *out, const Question *question, const Why *why)
{
	json_begin(out, '{');
	json_name(out, "node");
	json_text(out, question->node);
	json_name(out, "vrf");
	json_text(out, question->vrf);
	json_name(out, "prefix");
	json_text(out, why->prefix);
	json_name(out, "present");
	json_bool(out, why->present);
	json_name(out, "route");
	json_text(out, why->route ? why->route->text : NULL);
	json_name(out, "fib");
	json_text(out, why->fib);
	json_name(out, "action");
	json_text(out, why->during);
	json_paths(out, why->paths);
	json_steps(out, "chain", why->steps);
	json_steps(out, "refusals", why->refusals);
	json_steps(out, "not_exported", why->not_exported);
	json_steps(out, "stopped", why->stopped);
	json_steps(out, "unlabelled", why->unlabelled);
	json_texts(out, "down", why->down);
	json_texts(out, "down_beside", why->down_beside);
	json_texts(out, "beside", why->beside);
	json_texts(out, "elsewhere", why->elsewhere);
	json_end(out, '}');
	g_string_append_c(out, '\n');
}

static int explain(char **argv, const char *vrf, gboolean json)
{
	Question question = {argv[2], vrf};
	GError *error = NULL;
	sqlite3 *db = run_db_open(argv[1], &error);
	Why *why = db ? why_route(db, argv[2], argv[3], vrf, &error) : NULL;
	GString *out;

	sqlite3_close(db);
	if (!why)
		return verb_fail_error(CLI_USAGE, error);
	out = g_string_new(NULL);
	(json ? append_json : append_text)(out, &question, why);
	g_print("%s", out->str);
	g_string_free(out, TRUE);
	why_free(why);
	return CLI_OK;
}

static int why(const Verb *verb, int argc, char **argv)
{
	char *vrf = NULL, *format = NULL;
	const GOptionEntry entries[] = {
		{"vrf", 0, 0, G_OPTION_ARG_STRING, &vrf, "VRF; default: the global table", "NAME"},
		{"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT"},
		{0},
	};
	int status = verb_parse(verb, entries, 3, &argc, &argv);
	gboolean json = status == -1 && verb_wants_json(format, &status);

	if (status == -1)
		status = explain(argv, vrf, json);
	g_free(vrf);
	g_free(format);
	return status;
}

const Verb verb_why = {
	.name = "why",
	.arguments = "RUN.db NODE PREFIX",
	.summary = "tell what put a route into a table, or why it is not there",
	.run = why,
};
