/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks of meaning: what no element is wrong about by itself, but a scenario as a whole. Each is a row
 * of a table; a new one is a function, its declaration here and its row in check.c, a row in
 * docs/SCENARIO-FORMAT.md and cases in tests/scenarios/load/test_check*.c. They stand in a file for each subject:
 * addresses, VRFs and VPNs, OSPF, LDP and LSPs, sessions and meshes of BGP.
 */
#ifndef LOAD_CHECK_H
#define LOAD_CHECK_H

#include "scenarios/load/check_net.h"

/* Tells what it finds with load_error(). Called where the network stands as the file describes it: every element is
 * sound, every name is known; of parts also where some are missing. Takes time in proportion to the network, or with a bound of its own. */
typedef void (*LoadCheckFn)(const CheckNet *net, LoadErrors *found);

typedef struct LoadCheck {
	const char *name; /* "import-without-export": how docs and data call it */
	ScenarioSeverity severity;
	LoadCheckFn look;
	gboolean
		of_parts; /* also looked for where there are mistakes: what it finds is there, whatever lacks */
	const char *doc; /* what it finds, as in docs/SCENARIO-FORMAT.md */
} LoadCheck;

extern const LoadCheck load_checks[]; /* the last one's name is NULL */

/* Makes the checks, in the order of the table, those of parts alone where the network is not whole: mistakes go to the
 * loader's, warnings to the scenario's. */
void load_check(Loader *loader, gboolean whole);

#endif
