/* SPDX-License-Identifier: Apache-2.0 */
/* Loading a scenario for a verb: what is wrong with it goes to stderr, a line each. */
#ifndef CLI_MISTAKES_H
#define CLI_MISTAKES_H

#include "scenarios/load/scenario.h"

/* As scenario_load(); prints mistakes as "file:line: text", warnings as "file:line: warning: text". */
Scenario *mistakes_load(const char *path, uint64_t seed);
/* Prints a list of ScenarioError so. */
void mistakes_print(const GPtrArray *list);

#endif
