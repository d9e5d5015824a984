/* SPDX-License-Identifier: Apache-2.0 */
/* carrierlab check: what is wrong with a scenario, without running it. */
#include "cli/json.h"
#include "cli/mistakes.h"
#include "cli/verb.h"

static void append_count(GString *out, const char *what, unsigned n)
{
	if (n == 0)
		g_string_append_printf(out, "no %ss", what);
	else
		g_string_append_printf(out, "%u %s%s", n, what, n == 1 ? "" : "s");
}

static unsigned count(const GPtrArray *list, ScenarioSeverity severity)
{
	unsigned n = 0;

	for (unsigned i = 0; i < list->len; i++)
		n += ((const ScenarioError *)g_ptr_array_index(list, i))->severity == severity;
	return n;
}

/* Where there are mistakes warnings are looked for in parts of the scenario alone: that there are none
 * says nothing then. */
static void print_text(const char *path, const GPtrArray *list)
{
	GString *out = g_string_new(NULL);
	unsigned mistakes = count(list, SCENARIO_MISTAKE);
	unsigned warnings = count(list, SCENARIO_WARNING);

	mistakes_print(list);
	g_string_append_printf(out, "%s: ", path);
	append_count(out, "mistake", mistakes);
	if (mistakes == 0 || warnings > 0) {
		g_string_append(out, ", ");
		append_count(out, "warning", warnings);
	}
	g_print("%s\n", out->str);
	g_string_free(out, TRUE);
}

static void json_list(GString *out, const char *name, const GPtrArray *list,
		      ScenarioSeverity severity)
{
	json_name(out, name);
	json_begin(out, '[');
	for (unsigned i = 0; i < list->len; i++) {
		const ScenarioError *error = g_ptr_array_index(list, i);

		if (error->severity != severity)
			continue;
		json_begin(out, '{');
		json_name(out, "file");
		json_text(out, error->file);
		json_name(out, "line");
		if (error->line > 0)
			json_int(out, error->line);
		else
			json_text(out, NULL);
		json_name(out, "check");
		json_text(out, error->check);
		json_name(out, "text");
		json_text(out, error->text);
		json_end(out, '}');
	}
	json_end(out, ']');
}

static void print_json(const char *path, const GPtrArray *list)
{
	GString *out = g_string_new(NULL);

	json_begin(out, '{');
	json_name(out, "file");
	json_text(out, path);
	json_list(out, "mistakes", list, SCENARIO_MISTAKE);
	json_list(out, "warnings", list, SCENARIO_WARNING);
	json_end(out, '}');
	g_print("%s\n", out->str);
	g_string_free(out, TRUE);
}

static int look_through(const char *path, gboolean json)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(scenario_error_free);
	Scenario *scenario = scenario_load(path, 0, list);
	int status = scenario ? CLI_OK : CLI_USAGE;

	(json ? print_json : print_text)(path, scenario ? scenario->warnings : list);
	scenario_free(scenario);
	g_ptr_array_free(list, TRUE);
	return status;
}

static int check(const Verb *verb, int argc, char **argv)
{
	char *format = NULL;
	const GOptionEntry entries[] = {
		{"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT"},
		{0},
	};
	int status = verb_parse(verb, entries, 1, &argc, &argv);
	gboolean json = status == -1 && verb_wants_json(format, &status);

	if (status == -1)
		status = look_through(argv[1], json);
	g_free(format);
	return status;
}

const Verb verb_check = {
	.name = "check",
	.arguments = "SCENARIO.xml",
	.summary = "tell what is wrong with it, without running it",
	.description =
		"Mistakes make the exit status 2. Warnings do not: such a scenario runs, but "
		"hardly does what was meant.",
	.run = check,
};
