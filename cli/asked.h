/* SPDX-License-Identifier: Apache-2.0 */
/* Pings and traceroutes asked for on the command line of "run": sent when the run has come to its end. */
#ifndef CLI_ASKED_H
#define CLI_ASKED_H

#include "scenarios/load/scenario.h"

typedef struct Asked Asked;

/* Each text is FROM[/VRF]:TO, where FROM is a node and TO an address or a node; the lists end in NULL
 * and may be NULL. NULL sets *error. */
Asked *asked_new(Scenario *scenario, char *const *pings, char *const *traceroutes, GError **error);
void asked_free(Asked *asked); /* NULL is fine */
/* Sends them now and runs on until all have come to an end, unless the run is endless. They join those of the
 * scenario. */
void asked_run(Asked *asked);

#endif
