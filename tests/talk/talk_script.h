/* SPDX-License-Identifier: Apache-2.0 */
/* A file of talks: lines that hold for all of them, blocks that they use, and the talks themselves. */
#ifndef TALK_SCRIPT_H
#define TALK_SCRIPT_H

#include "tests/talk/talk.h"

typedef struct TalkLine {
	unsigned number;
	char *text;
} TalkLine;

/* The lines up to the next block: "" the head of the file, "define NAME" or "== TITLE". */
typedef struct TalkBlock {
	char *name;
	gboolean is_talk; /* else it is used by talks */
	unsigned number;  /* of its first line */
	GArray *lines;    /* of TalkLine, owned */
} TalkBlock;

typedef struct TalkScript {
	char *path;
	GPtrArray *blocks; /* of TalkBlock, owned; the first is the head */
	const TalkSpeaker *speaker;
} TalkScript;

/* NULL where the file cannot be read or does not begin with "protocol NAME" of a speaker; sets *error. */
TalkScript *talk_script_read(const char *path, const TalkSpeaker *const *speakers, GError **error);
void talk_script_free(TalkScript *script);
/* Runs every talk; what fails is printed. Adds to *talks how many there were, returns how many failed. */
unsigned talk_script_run(const TalkScript *script, TalkCover *cover, gboolean verbose,
			 unsigned *talks);

/* One line of a talk (talk_verbs.c), its words with names replaced. FALSE sets *error. */
gboolean talk_verb(Talk *talk, char *const *words, GError **error);
/* Ends what "every" began. */
void talk_verbs_stop(Talk *talk);

#endif
