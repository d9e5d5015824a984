/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/mistakes.h"

void mistakes_print(const GPtrArray *list)
{
	for (unsigned i = 0; i < list->len; i++) {
		const ScenarioError *error = g_ptr_array_index(list, i);
		const char *before = error->severity == SCENARIO_WARNING ? "warning: " : "";

		if (error->line > 0)
			g_printerr("%s:%u: %s%s\n", error->file, error->line, before, error->text);
		else
			g_printerr("%s: %s%s\n", error->file, before, error->text);
	}
}

Scenario *mistakes_load(const char *path, uint64_t seed)
{
	GPtrArray *mistakes = g_ptr_array_new_with_free_func(scenario_error_free);
	Scenario *scenario = scenario_load(path, seed, mistakes);

	mistakes_print(mistakes);
	if (scenario)
		mistakes_print(scenario->warnings);
	g_ptr_array_free(mistakes, TRUE);
	return scenario;
}
