/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sending side of a TCP socket: segments, windows, retransmission.
 *
 * Sequence space from snd_una on: the SYN while it is not acknowledged, else the bytes of the queue,
 * then the FIN where one is to be sent.
 */
#ifndef FWD_TCP_SEND_H
#define FWD_TCP_SEND_H

#include "models/fwd/tcp_congestion.h"
#include "models/fwd/tcp_message.h"
#include "models/fwd/tcp_rtt.h"
#include "models/wire/tcp.h"
#include "sim/timer.h"

enum {
	TCP_MSS_DEFAULT = 536, /* of a peer that names none (RFC 9293 3.7.1) */
	TCP_MSS_LEAST = 64,    /* even where the peer names less, which could only cost */
	/* After so many retransmissions in vain, the last one awaited too, the connection is given
	 * up: with the least timeout, a SYN after 4 minutes and data after 10 (RFC 1122 4.2.3.5
	 * asks for at least 3 minutes and 100 s). */
	TCP_SYN_RETRIES = 7,
	TCP_DATA_RETRIES = 10,
};

typedef struct TcpKey TcpKey;
typedef struct TcpSegment TcpSegment;

typedef struct TcpSender {
	uint32_t iss;
	uint32_t snd_una;    /* oldest one not acknowledged */
	uint32_t snd_nxt;    /* first one never sent */
	uint32_t cursor;     /* next to be sent: snd_nxt, or less where the rest is sent again */
	uint32_t snd_wnd;    /* the peer's window, in bytes */
	uint8_t snd_shift;   /* by which it scales what it tells */
	gboolean scaling;    /* its SYN said that it scales */
	uint32_t snd_wl1;    /* sequence number of the segment that told it */
	uint32_t snd_wl2;    /* acknowledgement number of that segment */
	uint32_t max_wnd;    /* the largest window that the peer has told */
	uint32_t mss;        /* most data that a segment may carry */
	gboolean fin_wanted; /* a FIN follows the queue, until it is acknowledged */
	TcpSendQueue queue;
	TcpCongestion congestion;
	TcpRtt rtt;
	gboolean timing; /* a round trip is being measured: */
	uint32_t timed;  /* until this is acknowledged */
	SimTime timed_from;
	unsigned retries;     /* of what stands at snd_una */
	gboolean unreachable; /* a router has told of it that it could not be forwarded */
	SimTimer soon;        /* sends what can be sent, at this instant */
	SimTimer resend;
} TcpSender;

void tcp_sender_init(TcpSocket *s, uint32_t iss);
void tcp_sender_clear(TcpSocket *s);
/* Something may be to send: at this instant, but not before what else happens in it. */
void tcp_send_soon(TcpSocket *s);
/* The SYN, with an acknowledgement of the peer's where it has come, is to be sent (again). */
void tcp_send_syn(TcpSocket *s);
/* The SYN was acknowledged; tx.mss has been set to the least of both sides'. */
void tcp_sender_established(TcpSocket *s);
/* Sends the FIN once the queue has been sent. */
void tcp_send_fin(TcpSocket *s);

/* A segment under way was too long for its path, of which less is expected now: all that is under way
 * is sent again, in shorter ones. That is no sign of congestion (RFC 1191 6.5). */
void tcp_sender_too_long(TcpSocket *s);
/* What stands before ack is acknowledged; snd_una < ack <= snd_nxt. */
void tcp_sender_acked(TcpSocket *s, uint32_t ack);
void tcp_sender_duplicate_ack(TcpSocket *s);
/* The segment's window, where it is no older than the one known. */
void tcp_sender_window(TcpSocket *s, const TcpSegment *segment);

/* A segment without data. */
void tcp_send_ack(TcpSocket *s);
/* The same with a number that the peer has had already, so that it must answer. */
void tcp_send_probe(TcpSocket *s);
void tcp_send_reset(TcpSocket *s);
/* Answers a segment, with len bytes of data, that no connection can take (RFC 9293 3.5.2). params are
 * those of the socket or listener; NULL where nobody listens. */
void tcp_reply_reset(FwdNode *node, const TcpKey *key, const TcpParams *params, const TcpHeader *h,
		     uint32_t len);

#endif
