/* SPDX-License-Identifier: Apache-2.0 */
/* Which rows of state machines, state by state, the talks have driven. */
#ifndef TALK_COVER_H
#define TALK_COVER_H

#include "sim/fsm.h"

typedef struct TalkCover TalkCover;

/* machines: NULL terminated, static. */
TalkCover *talk_cover_new(const FsmType *const *machines);
void talk_cover_free(TalkCover *cover);
/* Notes what happens in this run to machines on the node. */
void talk_cover_watch(TalkCover *cover, Sim *sim, const char *node);
/* A line for each (machine, state, event) that has a row and was not driven. Returns how many have one;
 * *driven becomes how many of those were driven. */
unsigned talk_cover_report(const TalkCover *cover, unsigned *driven, GString *out);

#endif
