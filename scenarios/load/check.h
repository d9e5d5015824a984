/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks of meaning: what no element is wrong about by itself, but a scenario as a whole. Each is a row
 * of a table; a new one is a function and its row in check.c, a row in docs/SCENARIO-FORMAT.md and
 * cases in tests/scenarios/load/test_check.c.
 */
#ifndef LOAD_CHECK_H
#define LOAD_CHECK_H

#include "scenarios/load/loader.h"

typedef struct LoadCheck {
	const char *name; /* "import-without-export": how docs and data call it */
	ScenarioSeverity severity;
	/* Tells what it finds with load_error(). Called where the network stands as the file describes
	 * it: every element is sound, every name is known. */
	void (*look)(const Loader *loader, LoadErrors *found);
} LoadCheck;

extern const LoadCheck load_checks[]; /* the last one's name is NULL */

/* Makes all checks, in the order of the table: mistakes go to the loader's, warnings to the scenario's. */
void load_check(Loader *loader);

#endif
