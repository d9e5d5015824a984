/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a TCP segment carries beside its bytes, and the queue that segments are cut from.
 *
 * A slice is a run of bytes of one message. A segment's packet has, as its PacketExtra, the slices
 * that its data consists of, in order: several of short messages, one of a part of a long message.
 */
#ifndef FWD_TCP_MESSAGE_H
#define FWD_TCP_MESSAGE_H

#include "models/fwd/tcp.h"
#include "models/net/packet.h"

typedef struct TcpSlice {
	TcpMessage *message; /* owned reference */
	uint64_t cause;      /* of its being sent to this peer */
	uint32_t offset;     /* in the message */
	uint32_t len;        /* at least 1 */
} TcpSlice;

typedef struct TcpSlices {
	PacketExtra extra; /* first member */
	uint32_t seq;      /* sequence number of the first byte */
	uint32_t len;      /* of all slices */
	unsigned n;
	TcpSlice slices[];
} TcpSlices;

/* The slices of a segment whose data starts at seq and is len bytes long; NULL where it has none
 * that fit. Borrowed from the packet. */
const TcpSlices *tcp_slices_of(const Packet *segment, uint32_t seq, size_t len);

/*
 * The send queue: messages from the oldest byte that is not acknowledged to the newest one. Offsets
 * count from that oldest byte.
 */
typedef struct TcpQueued {
	TcpMessage *message; /* owned reference */
	uint64_t cause;
	uint64_t start; /* position in the stream of its first byte */
	SimEventClass class_;
} TcpQueued;

typedef struct TcpSendQueue {
	GArray *messages;    /* of TcpQueued; those before first are done with */
	guint first;         /* oldest message with a byte that is not acknowledged */
	uint64_t start, end; /* positions in the stream */
	guint n_work;        /* messages of class SIM_WORK */
} TcpSendQueue;

void tcp_send_queue_init(TcpSendQueue *q);
void tcp_send_queue_clear(TcpSendQueue *q);
/* Takes the caller's reference. */
void tcp_send_queue_push(TcpSendQueue *q, TcpMessage *message, uint64_t cause,
			 SimEventClass class_);
/* The first len bytes have been acknowledged. */
void tcp_send_queue_drop(TcpSendQueue *q, size_t len);
/*
 * A packet with len bytes (at least 1) from offset on, and with their slices, the first of which has
 * sequence number seq. Its cause is that of the first slice. *class_ becomes the most pressing class
 * of the messages in it.
 */
Packet *tcp_send_queue_cut(const TcpSendQueue *q, size_t offset, size_t len, uint32_t seq,
			   SimEventClass *class_);

static inline size_t tcp_send_queue_len(const TcpSendQueue *q)
{
	return (size_t)(q->end - q->start);
}

#endif
