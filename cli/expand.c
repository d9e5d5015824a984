/* SPDX-License-Identifier: Apache-2.0 */
/* carrierlab expand: a scenario with everything that it says by intent written out. */
#include "cli/mistakes.h"
#include "cli/verb.h"

static int expand(const Verb *verb, int argc, char **argv)
{
	const GOptionEntry entries[] = {{0}};
	int status = verb_parse(verb, entries, 1, &argc, &argv);
	Scenario *scenario;

	if (status != -1)
		return status;
	scenario = mistakes_load(argv[1], 0);
	if (!scenario)
		return CLI_USAGE;
	g_print("%s", scenario->text);
	scenario_free(scenario);
	return CLI_OK;
}

const Verb verb_expand = {
	.name = "expand",
	.arguments = "SCENARIO.xml",
	.summary = "print it with intent written out as explicit configuration",
	.description =
		"Included files, templates and defaults take their places, and intent becomes "
		"the configuration that it stands for. Without remarks; what is printed "
		"runs as the scenario does.",
	.run = expand,
};
