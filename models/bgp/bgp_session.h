/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection with a peer: the TCP side of the session, its timers and what was negotiated on it. The
 * state machine (bgp_fsm.h) decides what happens; this carries it out.
 */
#ifndef BGP_BGP_SESSION_H
#define BGP_BGP_SESSION_H

#include "models/bgp/bgp_table.h"
#include "models/fwd/tcp.h"
#include "models/wire/bgp_open.h"
#include "sim/fsm.h"
#include "sim/timer.h"

typedef struct BgpSession {
	BgpPeer *peer;
	Fsm fsm;
	TcpSocket *socket;            /* NULL: none */
	gboolean incoming;            /* the peer opened the connection */
	gboolean established;         /* the peer's routes hang on it */
	GByteArray *received;         /* beginning of a message whose rest is to come */
	SimTimer connect_retry, hold; /* SIM_GUARD */
	SimTimer idle_hold;           /* SIM_GUARD; SIM_WORK where the session had been up */
	SimTimer delay_open;          /* SIM_WORK; SIM_GUARD once there have been errors */
	SimTimer keepalive;           /* SIM_PERIODIC */
	uint32_t told_as;             /* this router's number in the latest OPEN; 0: none yet */
	/* From the peer's OPEN. */
	uint32_t identifier;
	uint8_t as_size;                   /* 4, or 2 where the peer knows no others */
	uint16_t message_max;              /* longest message but OPEN and KEEPALIVE */
	gboolean refresh, enhanced;        /* RFC 2918 and 7313: both ends know it */
	uint32_t families;                 /* bits by index */
	SimTime hold_time, keepalive_time; /* 0: not used */
} BgpSession;

void bgp_session_init(BgpSession *session, BgpPeer *peer);
void bgp_session_release(BgpSession *session);

#define BGP_IDLE_HOLD_FIRST (1 * SIM_SEC) /* IdleHoldTime after the first error */
#define BGP_IDLE_HOLD_MOST (120 * SIM_SEC)

/* Starts ConnectRetryTimer, and a connection. */
void bgp_session_connect(BgpSession *session);
/* Does nothing where this end opens no connections. */
void bgp_session_start_connect_retry(BgpSession *session);
void bgp_session_start_delay_open(BgpSession *session);
/* Takes over a connection that the peer opened. */
void bgp_session_adopt(BgpSession *session, TcpSocket *socket);

/* Sends and records a whole message, which follows from the current cause; returns the record. */
uint64_t bgp_session_send(BgpSession *session, const uint8_t *message, size_t len);
/* The same for one that may go to others too; takes the reference. */
uint64_t bgp_session_send_message(BgpSession *session, TcpMessage *message);
void bgp_session_send_open(BgpSession *session);
void bgp_session_send_keepalive(BgpSession *session);
void bgp_session_notify(BgpSession *session, const BgpNotification *notification);

/* Stops the timers and ends the connection: orderly, so that what was sent gets there. */
void bgp_session_close(BgpSession *session);
/* Restarts the hold timer with the negotiated time. */
void bgp_session_alive(BgpSession *session);

#endif
