/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Talks: one router, R, and a neighbour that says what a text file has it say and hears what R answers.
 * How they are written: docs/ARCHITECTURE.md, "Talks".
 *
 * R has the router id 10.0.0.5 on its loopback and 10.1.0.5/24 on its interface "n". Its neighbour N,
 * which runs no protocol of its own, is on the other end, "r", 1 ms away: 10.0.0.9 and 10.1.0.9/24
 * unless the talk says otherwise. Each has a static route to the other's loopback.
 */
#ifndef TALK_TALK_H
#define TALK_TALK_H

#include "models/node/network.h"
#include "sim/fsm.h"
#include "sim/timer.h"
#include "tests/talk/talk_cover.h"
#include "tests/talk/talk_text.h"

typedef struct Talk Talk;

/* How N speaks a protocol: a row of the table in talk_main.c. */
typedef struct TalkSpeaker {
	const char *protocol;           /* the first line of a talk */
	const FsmType *const *machines; /* whose every row the talks must drive; NULL terminated */
	/* What N needs for it on its own node; called before the network starts. */
	void *(*open)(Talk *talk);
	void (*close)(void *mouth);
	/* Says a message. FALSE sets *error. */
	gboolean (*say)(void *mouth, const TalkMessage *m, GError **error);
	/* Says bytes instead: what is in the IP packet, or in the TCP stream. */
	gboolean (*say_bytes)(void *mouth, const GByteArray *bytes, GError **error);
	/* R's machine of the type, of that peer or instance; NULL where there is none. */
	Fsm *(*machine)(const Talk *talk, const FsmType *type, const char *name);
	/* What "event" feeds an event with, which is NULL by default; may be NULL itself. */
	const void *(*argument)(const FsmType *type, int event);
} TalkSpeaker;

struct Talk {
	const TalkSpeaker *speaker;
	TalkCover *cover; /* borrowed */
	Sim *sim;
	Network *network;
	Node *router, *neighbor;
	FwdIface *iface;     /* N's on the link */
	NetAddr neighbor_id; /* N's loopback */
	GPtrArray *config;   /* of TalkMessage: what R runs */
	gboolean started;
	void *mouth;
	GPtrArray *heard;    /* of TalkMessage, owned: not looked at yet */
	GPtrArray *ignored;  /* of TalkMessage, owned: patterns */
	GPtrArray *repeated; /* of TalkRepeat (talk_verbs.c), owned */
	GHashTable *names;   /* what "$name" stands for */
	GHashTable *states;  /* "MACHINE NAME" and "MACHINE" -> the state it is in, texts, owned */
	GString *transcript; /* all that was said and heard, with times */
};

Talk *talk_new(const TalkSpeaker *speaker, TalkCover *cover);
void talk_free(Talk *talk);

/* Before the start. What R runs, as it stands in a scenario: "ospf spf-delay=0" the protocol,
 * "interface ospf cost=20" on the link, "ospf area id=1" something in it. */
gboolean talk_configure(Talk *talk, char *const *words, GError **error);
gboolean talk_start(Talk *talk, GError **error);

/* N has heard this, or R has discarded or refused something (but frames on a link that is cut): takes m
 * over, ends talk_run(). */
void talk_hear(Talk *talk, TalkMessage *m);
gboolean talk_ignores(const Talk *talk, const TalkMessage *m);
void talk_note(Talk *talk, const char *what, const TalkMessage *m); /* into the transcript */
/* Runs until that time, or until something is heard or changes its state. */
void talk_run(Talk *talk, SimTime until);
/* An operator action, as in a scenario's timeline: "link a=R b=N state=down". */
gboolean talk_act(Talk *talk, char *const *words, GError **error);

#endif
