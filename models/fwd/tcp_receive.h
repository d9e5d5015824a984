/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The receiving side of a TCP socket: what RFC 9293 3.10.7 does with a segment, reassembly, and
 * acknowledgements.
 */
#ifndef FWD_TCP_RECEIVE_H
#define FWD_TCP_RECEIVE_H

#include "models/fwd/tcp.h"
#include "models/wire/tcp.h"
#include "sim/timer.h"

/*
 * The window that a socket tells, always the largest number of its field. Scaled (RFC 7323 2), where
 * the peer's SYN says that it scales too, it stands for 16 times as many bytes.
 */
enum { TCP_WINDOW = 65535, TCP_WINDOW_SHIFT = 4, TCP_WINDOW_SHIFT_MAX = 14 };

#define TCP_DELAYED_ACK (200 * SIM_MSEC)
/* At most one answer in this time to segments that are out of place and carry nothing (RFC 5961 7),
 * so that two hosts of different opinion do not answer each other for ever. */
#define TCP_CHALLENGE_INTERVAL (500 * SIM_MSEC)

typedef struct TcpSegment {
	TcpHeader h;
	Packet *packet; /* borrowed; the segment with its header */
	const uint8_t *data;
	uint32_t len;    /* of data */
	uint32_t window; /* in bytes; set by tcp_receive() */
} TcpSegment;

/* Data that has arrived. */
typedef struct TcpPiece {
	uint32_t seq; /* of the first byte */
	uint32_t len;
	gboolean fin;
	const uint8_t *data; /* in packet */
	Packet *packet;      /* owned reference */
	uint32_t packet_seq; /* of the first byte in the packet, before anything was cut off */
	uint32_t packet_len;
} TcpPiece;

typedef struct TcpReceiver {
	uint32_t irs;
	uint32_t rcv_nxt;
	uint32_t window;   /* bytes that are accepted beyond rcv_nxt */
	GArray *ready;     /* of TcpPiece: in order, not yet handed to the owner */
	GArray *early;     /* of TcpPiece by seq: behind a hole */
	unsigned unacked;  /* segments taken since the last acknowledgement */
	SimTime challenge; /* no answer before this to segments out of place */
	SimTimer delayed_ack;
} TcpReceiver;

void tcp_receiver_init(TcpSocket *s);
void tcp_receiver_clear(TcpSocket *s);
/* A segment for the socket; where it is CLOSED, the SYN that a listener has made it for. */
void tcp_receive(TcpSocket *s, const TcpSegment *segment);
/* Hands what is ready to the owner, each slice with its cause, the last of which remains. */
void tcp_deliver(TcpSocket *s);
/* An acknowledgement is being sent. */
void tcp_receiver_ack_sent(TcpSocket *s);

#endif
