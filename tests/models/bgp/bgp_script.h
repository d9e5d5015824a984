/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scripted neighbour: router 2 has TCP alone, and the test says byte for byte what it sends. What R1
 * does is read off its messages and its state.
 */
#ifndef TESTS_BGP_SCRIPT_H
#define TESTS_BGP_SCRIPT_H

#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/wire/bgp_vectors.h"

typedef struct Script {
	Lab *lab;
	TcpSocket *socket;
	GByteArray *received; /* from R1, not yet looked at */
	gboolean closed;
} Script;

/* R1 in AS 65001 with the internal neighbour R2, which has just connected. */
Script *script_new(const char *families);
/* With attributes of the neighbour, as lab_neighbor_with() has them. */
Script *script_new_with(const char *families, const char *attributes);
/* The same with routers that the test has made; nothing is started. */
Script *script_of(Lab *lab);
void script_free(Script *s);

void script_advance(Script *s, SimTime by);
/* A new connection to R1, from R2's loopback; what came before is forgotten. */
void script_connect(Script *s);
extern const TcpHandlers script_handlers; /* for a socket of the script's own, with it as user */

/* Each sends and waits for an answer, a tenth of a second. Bodies as in bgp_vectors.h. */
void script_send(Script *s, const uint8_t *bytes, size_t len);
void script_send_hex(Script *s, const char *hex);
void script_send_message(Script *s, BgpMessageType type, const char *body);
void script_send_update(Script *s, const char *withdrawn, const char *attributes, const char *nlri);

/* Takes R1's next message, which must be of this type. Its body is left in body; returns its length. */
size_t script_expect(Script *s, BgpMessageType type, uint8_t body[BGP_MESSAGE_MAX]);
/* R1 says this (data in hexadecimal), ends the connection, and is idle. */
void script_expect_notification(Script *s, unsigned code, unsigned subcode, const char *data);
/* Exchanges OPEN and KEEPALIVE, and takes R1's End-of-RIB. */
void script_establish(Script *s);

#define OPEN_HEAD "04fde900b40a000002"
#define CAP_VPNV4 "0206010400010080"
#define CAP_IPV4 "0206010400010001"
#define CAP_AS4 "02064104 0000fde9"
#define GOOD_OPEN OPEN_HEAD "10" CAP_VPNV4 CAP_AS4

#define ATTRIBUTES "40010100 400200 40050400000064"
#define REACH(next_hop, nlri) "900e0020 000180 0c 0000000000000000" next_hop "00" nlri
#define NLRI_29 "70 0001d1 0000fde900000001 0a0900" /* 10.9.0.0/24 */
#define GOOD_ROUTE REACH("0a000002", NLRI_29) ATTRIBUTES

#endif
