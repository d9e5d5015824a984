/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The TCP connections of a neighbour, two at most. "connect", "close", "reset" and "deaf" (takes no
 * connections any more) are said, "connected" and "closed" are heard; of the second connection, and of all
 * that is said and heard on it, with "on=2".
 */
#ifndef TALK_TCP_H
#define TALK_TCP_H

#include "models/fwd/tcp.h"
#include "tests/talk/talk.h"

enum { TALK_CONNECTIONS = 2 };

typedef struct TalkTcp TalkTcp;

typedef struct TalkConnection {
	TalkTcp *tcp;
	unsigned number;   /* from 1 */
	TcpSocket *socket; /* NULL: there is none */
	GByteArray *in;    /* what has come and has not been read yet */
} TalkConnection;

struct TalkTcp {
	Talk *talk;
	NetAddr local; /* unset: by route */
	uint16_t port;
	TcpListener *listener; /* NULL where it is deaf */
	TalkConnection connections[TALK_CONNECTIONS];
	/* There is more in connection->in: takes whole messages off its front. */
	void (*received)(TalkConnection *connection);
};

/* With the address, port and received() of tcp set. */
void talk_tcp_open(TalkTcp *tcp, Talk *talk);
void talk_tcp_close(TalkTcp *tcp);
/* TRUE where the message is one of the above, which has then been done. */
gboolean talk_tcp_do(TalkTcp *tcp, const TalkMessage *m);
/* On the connection of that number; FALSE where there is none, and *error. */
gboolean talk_tcp_send(TalkTcp *tcp, unsigned number, const uint8_t *bytes, size_t len,
		       GError **error);
/* Something was heard on the connection: takes m over. */
void talk_tcp_hear(const TalkConnection *connection, TalkMessage *m);

#endif
