/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line on the terminal that says how far a run is: once it has lasted a second, and a few times a
 * second then. It is wiped at the end, and there is none where stderr is no terminal.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "sim/sim.h"

typedef struct Progress Progress;

/* until: the end of the run; SIM_NEVER where it is not known. NULL, which all functions take for no
 * line, where stderr is no terminal. */
Progress *progress_new(Sim *sim, SimTime until);
/* What is done after the simulation: "recording". */
void progress_say(Progress *progress, const char *what);
/* Wipes the line; no more are written. */
void progress_wipe(Progress *progress);
void progress_free(Progress *progress); /* after the Sim's last event */

#endif
