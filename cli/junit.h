/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run as a JUnit file, which continuous integration reads: one test suite with a test case for the
 * run itself, for each expectation, and for each stream of probes.
 */
#ifndef CLI_JUNIT_H
#define CLI_JUNIT_H

#include "cli/summary.h"

typedef struct Junit Junit;

/* Empties the file, or makes it. NULL and *error where that cannot be done, or it is a file of another
 * sort. */
Junit *junit_new(const char *path, GError **error);
/* Writes it. wall_ms: what the run has taken. FALSE and *error where it cannot be written whole. */
gboolean junit_finish(Junit *junit, const Summary *summary, int64_t wall_ms, GError **error);
void junit_free(Junit *junit); /* NULL is fine */

#endif
