/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scripted LDP neighbour over real modelled UDP and TCP: it says what the test wants, byte for
 * byte, and writes down what it hears. It is one router of a lab of two; the other runs LDP.
 */
#ifndef TESTS_LDP_SCRIPT_H
#define TESTS_LDP_SCRIPT_H

#include "sim/timer.h"
#include "tests/models/ldp/ldp_lab.h"

/* Messages that scripts need often, of which every one may be changed. Router ids 10.0.0.1, .2. */
#define SCRIPT_INIT_TO_1   \
	"0200001600000001" \
	"0500000e"         \
	"000100b400000000" \
	"0a0000010000"
#define SCRIPT_INIT_TO_2   \
	"0200001600000001" \
	"0500000e"         \
	"000100b400000000" \
	"0a0000020000"
#define SCRIPT_KEEPALIVE "0201000400000002"

typedef struct Script {
	Lab *lab;
	unsigned router, other; /* the script's number and that of the router under test */
	UdpSocket *udp;
	TcpListener *listener;
	TcpSocket *socket; /* NULL while there is no connection */
	SimTimer hello;
	GByteArray *in;
	uint16_t largest; /* PDU length that was heard */
	uint32_t request; /* message id of the last Label Request that was heard */
	GString *heard; /* "initialization keepalive notification:Shutdown label-release:100 ..." */
} Script;

/* A lab of R1 and R2, one of them scripted, with routes between their loopbacks, LDP running on the
 * other one. Says hello every 5 s from the start. */
Script *script_new(unsigned router);
void script_free(Script *s); /* with its lab */
void script_run(Script *s, SimTime duration);
void script_hush(Script *s); /* no more hellos */
/* The script is the active side where its number is 2. */
void script_connect(Script *s);
/* Messages in hexadecimal, put into one PDU; several texts may be joined. */
void script_say(Script *s, const char *messages);
/* Bytes as they are, without PDU header. */
void script_say_raw(Script *s, const char *bytes);
/* Connects and goes through the handshake until the session is OPERATIONAL; forgets what was heard. */
void script_establish(Script *s);
/* The same with another Initialization. */
void script_establish_with(Script *s, const char *initialization);
/* What was heard since the last call, into a text that holds until the next call. */
const char *script_heard(Script *s);
/* The state of the session at the router under test. */
const char *script_state(Script *s);

#endif
