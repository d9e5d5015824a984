/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP of host A against a scripted peer: host B has no TCP but sends the segments that the test makes
 * and keeps what comes. Sequence numbers count from the initial one of their sender.
 */
#ifndef TESTS_TCP_SCRIPT_H
#define TESTS_TCP_SCRIPT_H

#include "models/fwd/tcp_message.h"
#include "tests/models/fwd/tcp_pair.h"

enum { PEER_ISN = 0xfffffff0u - 1000, PEER_PORT = 179 }; /* so that numbers wrap around */

typedef struct Talk {
	Pair *pair;
	GString *heard; /* "flags seq ack len", each with a semicolon */
	uint32_t iss;   /* of A */
	uint16_t a_port;
	uint16_t window;     /* that the peer tells */
	uint8_t ttl;         /* with which the peer sends; 0: the usual one */
	const char *md5_key; /* that the peer signs with; NULL: it does not */
	gboolean no_mss;
	gboolean scales; /* the peer's SYN says so, by scale; then so does A's SYN,ACK */
	uint8_t scale;
	uint64_t cause;       /* of what the peer sends */
	uint64_t heard_cause; /* of the last segment that came */
	uint8_t heard_ttl;
	gboolean heard_signed; /* with md5_key */
} Talk;

Talk *talk_new(void);
/* A has connected to the peer. */
Talk *talk_connected(void);
void talk_free(Talk *talk);

/* The peer sends a segment at once. */
void talk_say(Talk *talk, uint8_t flags, uint32_t seq, uint32_t ack);
void talk_say_text(Talk *talk, uint8_t flags, uint32_t seq, uint32_t ack, const char *text);
/* A part of what the peer has queued, with its slices; the queue starts at 1. */
void talk_say_queued(Talk *talk, const TcpSendQueue *q, uint32_t offset, uint32_t len);

/* What has come since the last time, up to some time from now: a round trip, or longer. */
void talk_hears(Talk *talk, const char *expected);
void talk_hears_after(Talk *talk, SimTime duration, const char *expected);
/* A begins to connect, and its SYN comes. */
void talk_opens(Talk *talk);

#endif
