/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tcp_message.h"

#include <string.h>

TcpMessage *tcp_message_new(const uint8_t *bytes, size_t len, uint64_t cause)
{
	TcpMessage *message = g_malloc(sizeof *message + len);

	message->refs = 1;
	message->cause = cause;
	message->decoded = NULL;
	message->len = len;
	if (len > 0)
		memcpy(message->bytes, bytes, len);
	return message;
}

TcpMessage *tcp_message_ref(TcpMessage *message)
{
	message->refs++;
	return message;
}

void tcp_message_unref(TcpMessage *message)
{
	if (!message || --message->refs > 0)
		return;
	if (message->decoded)
		message->decoded->free(message->decoded);
	g_free(message);
}

static void slices_free(PacketExtra *extra)
{
	TcpSlices *s = (TcpSlices *)extra; /* its first member */

	for (unsigned i = 0; i < s->n; i++)
		tcp_message_unref(s->slices[i].message);
	g_free(s);
}

static TcpSlices *slices_new(unsigned n, uint32_t seq, size_t len)
{
	TcpSlices *s = g_malloc(sizeof *s + n * sizeof s->slices[0]);

	*s = (TcpSlices){
		.extra = {.refs = 1, .free = slices_free},
		.seq = seq,
		.len = (uint32_t)len,
		.n = n,
	};
	return s;
}

const TcpSlices *tcp_slices_of(const Packet *segment, uint32_t seq, size_t len)
{
	const TcpSlices *s;

	if (!segment->extra || segment->extra->free != slices_free)
		return NULL;
	s = (const TcpSlices *)segment->extra;
	return s->seq == seq && s->len == len ? s : NULL;
}

void tcp_send_queue_init(TcpSendQueue *q)
{
	*q = (TcpSendQueue){.messages = g_array_new(FALSE, FALSE, sizeof(TcpQueued))};
}

static TcpQueued *queued(const TcpSendQueue *q, guint i)
{
	return &g_array_index(q->messages, TcpQueued, i);
}

void tcp_send_queue_clear(TcpSendQueue *q)
{
	for (guint i = q->first; i < q->messages->len; i++)
		tcp_message_unref(queued(q, i)->message);
	g_array_free(q->messages, TRUE);
}

void tcp_send_queue_push(TcpSendQueue *q, TcpMessage *message, uint64_t cause, SimEventClass class_)
{
	TcpQueued entry = {message, cause, q->end, class_};

	if (message->len == 0) {
		tcp_message_unref(message);
		return;
	}
	g_array_append_val(q->messages, entry);
	q->end += message->len;
	q->n_work += class_ == SIM_WORK;
}

/* Gives back the room of messages that are done with, once they are the greater part. */
static void compact(TcpSendQueue *q)
{
	if (q->first * 2 < q->messages->len)
		return;
	g_array_remove_range(q->messages, 0, q->first);
	q->first = 0;
}

void tcp_send_queue_drop(TcpSendQueue *q, size_t len)
{
	g_assert(len <= tcp_send_queue_len(q));
	q->start += len;
	while (q->first < q->messages->len) {
		TcpQueued *entry = queued(q, q->first);

		if (entry->start + entry->message->len > q->start)
			break;
		q->n_work -= entry->class_ == SIM_WORK;
		tcp_message_unref(entry->message);
		q->first++;
	}
	compact(q);
}

/* The message in which the byte at a position of the stream lies. */
static guint find(const TcpSendQueue *q, uint64_t position)
{
	guint low = q->first, high = q->messages->len - 1;

	while (low < high) {
		guint middle = (low + high + 1) / 2;

		if (queued(q, middle)->start <= position)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

Packet *tcp_send_queue_cut(const TcpSendQueue *q, size_t offset, size_t len, uint32_t seq,
			   SimEventClass *class_)
{
	uint64_t at = q->start + offset, end = at + len;
	guint first, last;
	TcpSlices *s;
	Packet *p;
	uint8_t *to;

	g_assert(len > 0 && end <= q->end);
	first = find(q, at);
	last = find(q, end - 1);
	s = slices_new(last - first + 1, seq, len);
	p = packet_new(NULL, len);
	to = packet_data(p);
	*class_ = queued(q, first)->class_;
	for (guint i = first; i <= last; i++) {
		const TcpQueued *entry = queued(q, i);
		size_t from = (size_t)(at - entry->start);
		size_t n = (size_t)MIN(end - at, entry->message->len - from);

		s->slices[i - first] = (TcpSlice){
			.message = tcp_message_ref(entry->message),
			.cause = entry->cause,
			.offset = (uint32_t)from,
			.len = (uint32_t)n,
		};
		memcpy(to, entry->message->bytes + from, n);
		*class_ = MIN(*class_, entry->class_);
		to += n;
		at += n;
	}
	p->cause = s->slices[0].cause;
	packet_set_extra(p, &s->extra);
	return p;
}
