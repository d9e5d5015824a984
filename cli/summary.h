/* SPDX-License-Identifier: Apache-2.0 */
/* What "run" says at the end: flows, pings, probes and expectations. */
#ifndef CLI_SUMMARY_H
#define CLI_SUMMARY_H

#include "models/verify/converge.h"
#include "scenarios/load/scenario.h"

typedef struct Summary {
	Scenario *scenario;
	Converge *converge;
	const char *status;   /* "complete" or "aborted" */
	const char *database; /* file */
	const char *aborted;  /* why; NULL: it was not */
} Summary;

void summary_append_text(const Summary *summary, GString *out);
void summary_append_json(const Summary *summary, GString *out);
/* The file that an expectation stands in. */
const char *summary_file(const Summary *summary, const ExpectResult *result);
/* Expectations that were not met or not decided. */
unsigned summary_failed(const Summary *summary);

#endif
