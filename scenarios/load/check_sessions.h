/* SPDX-License-Identifier: Apache-2.0 */
/* BGP as it is configured: speakers, their neighbours, and which two of these are one session. */
#ifndef LOAD_CHECK_SESSIONS_H
#define LOAD_CHECK_SESSIONS_H

#include "models/bgp/bgp_config.h"
#include "models/bgp/bgp_family.h"
#include "scenarios/load/check_net.h"

typedef struct CheckSpeaker CheckSpeaker;
typedef struct CheckSession CheckSession;

struct CheckSpeaker {
	const CheckTable *table;
	const LoadElement *element; /* <bgp> */
	uint32_t as_number;
	GPtrArray *sessions;    /* of CheckSession, owned */
	GHashTable *by_address; /* NetAddr of the neighbour -> CheckSession */
	unsigned id;            /* index in CheckSessions.speakers */
};

/* What one end says of it. */
struct CheckSession {
	CheckSpeaker *speaker;
	const LoadElement *element; /* <neighbor> */
	const BgpPeerConfig *config;
	char **families; /* that it would agree on; owned */
	uint32_t remote_as;
	gboolean internal;
	const CheckIface
		*towards;         /* the own interface on whose link the neighbour is; NULL: none */
	NetAddr source;           /* address that the session uses; unset: nobody can tell */
	const CheckIface *target; /* who has the neighbour's address; NULL: nobody, or ... */
	gboolean target_known;    /* ... somebody, but nobody can tell who */
	CheckSession *other;      /* what the other end says of it; NULL: nothing */
};

struct CheckSessions {
	GPtrArray *speakers;     /* of CheckSpeaker, owned, in the order of tables */
	CheckSpeaker **by_table; /* NULL: no BGP in it */
};

CheckSessions *check_sessions_new(const CheckNet *net);
void check_sessions_free(CheckSessions *sessions);
/* The family of that name is spoken by both ends. */
gboolean check_session_has(const CheckSession *session, const char *family);
/* One of the words, as of next-hop-self, is about the family: itself, "yes" or "all", what is behind a colon
 * aside. */
gboolean check_session_says(char **words, const char *family);
/* Both ends have a family of that role. */
gboolean check_session_exchanges(const CheckSession *session, BgpRole role);
/* Joins the tables at the ends of each session that exchanges a family of that role. */
void check_sessions_join(const CheckNet *net, BgpRole role, CheckSets *tables);
/* "neighbor 10.0.0.2 of node "N"". The caller frees. */
char *check_session_name(const CheckSession *session);

typedef void (*CheckSessionFn)(const CheckNet *net, const CheckSession *session, LoadErrors *found);
/* Calls it for each, in the order of the file. */
void check_each_session(const CheckNet *net, CheckSessionFn fn, LoadErrors *found);

#endif
