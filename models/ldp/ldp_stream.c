/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_stream.h"

typedef struct Mark {
	size_t begin;
	uint64_t cause;
} Mark;

static Mark *mark_at(GArray *marks, unsigned i)
{
	return &g_array_index(marks, Mark, i);
}

void ldp_output_init(LdpOutput *out)
{
	wire_writer_init(&out->w, SIZE_MAX);
	out->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
}

void ldp_output_clear(LdpOutput *out)
{
	wire_writer_clear(&out->w);
	g_array_free(out->marks, TRUE);
}

void ldp_output_begin(LdpOutput *out, uint16_t type, uint32_t id)
{
	Mark mark = {.begin = ldp_message_begin(&out->w, type, id)};

	g_array_append_val(out->marks, mark);
}

void ldp_output_end(LdpOutput *out, LdpMessage *msg)
{
	const Mark *last = mark_at(out->marks, out->marks->len - 1);
	WireError error;
	WireReader r;

	ldp_message_end(&out->w, last->begin);
	wire_reader_init(&r, out->w.buf + last->begin, out->w.len - last->begin);
	ldp_message_decode(&r, msg, &error);
	g_assert(error.text == NULL);
}

void ldp_output_set_cause(LdpOutput *out, uint64_t record)
{
	mark_at(out->marks, out->marks->len - 1)->cause = record;
}

static size_t mark_end(const LdpOutput *out, unsigned i)
{
	return i + 1 < out->marks->len ? mark_at(out->marks, i + 1)->begin : out->w.len;
}

/* Each message is a TCP message of its own, so that the far end learns its cause; the first one has
 * the PDU's header before it. */
static void send_pdu(const LdpOutput *out, const LdpId *id, unsigned first, unsigned end,
		     TcpSocket *socket)
{
	const Mark *m = mark_at(out->marks, first);
	size_t size = mark_end(out, first) - m->begin;
	WireWriter head;

	wire_writer_init(&head, SIZE_MAX);
	ldp_pdu_begin(&head, id);
	wire_patch_u16(&head, 2,
		       LDP_PDU_HEADER - LDP_PDU_LENGTH_OFFSET + mark_end(out, end - 1) - m->begin);
	wire_write_bytes(&head, out->w.buf + m->begin, size);
	tcp_send(socket, tcp_message_new(head.buf, head.len, m->cause));
	wire_writer_clear(&head);
	for (unsigned i = first + 1; i < end; i++) {
		m = mark_at(out->marks, i);
		size = mark_end(out, i) - m->begin;
		tcp_send(socket, tcp_message_new(out->w.buf + m->begin, size, m->cause));
	}
}

void ldp_output_flush(LdpOutput *out, const LdpId *id, uint16_t max_pdu, TcpSocket *socket)
{
	size_t room = max_pdu - (LDP_PDU_HEADER - LDP_PDU_LENGTH_OFFSET);
	unsigned first = 0;

	while (first < out->marks->len) {
		size_t begin = mark_at(out->marks, first)->begin;
		unsigned end = first + 1;

		while (end < out->marks->len && mark_end(out, end) - begin <= room)
			end++;
		send_pdu(out, id, first, end, socket);
		first = end;
	}
	g_array_set_size(out->marks, 0);
	wire_writer_clear(&out->w);
	wire_writer_init(&out->w, SIZE_MAX);
}

void ldp_input_init(LdpInput *in)
{
	in->bytes = g_byte_array_new();
	in->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
}

void ldp_input_clear(LdpInput *in)
{
	g_byte_array_free(in->bytes, TRUE);
	g_array_free(in->marks, TRUE);
}

void ldp_input_reset(LdpInput *in)
{
	g_byte_array_set_size(in->bytes, 0);
	g_array_set_size(in->marks, 0);
}

void ldp_input_append(LdpInput *in, const uint8_t *bytes, size_t len, uint64_t cause)
{
	Mark mark = {.begin = in->bytes->len, .cause = cause};

	g_array_append_val(in->marks, mark);
	g_byte_array_append(in->bytes, bytes, len);
}

uint64_t ldp_input_cause(const LdpInput *in, size_t offset)
{
	uint64_t cause = 0;

	for (unsigned i = 0; i < in->marks->len && mark_at(in->marks, i)->begin <= offset; i++)
		cause = mark_at(in->marks, i)->cause;
	return cause;
}

void ldp_input_consume(LdpInput *in, size_t len)
{
	unsigned passed = 0;

	g_byte_array_remove_range(in->bytes, 0, len);
	/* The last mark at or before the new beginning still holds there. */
	while (passed + 1 < in->marks->len && mark_at(in->marks, passed + 1)->begin <= len)
		passed++;
	if (in->bytes->len == 0)
		passed = in->marks->len;
	g_array_remove_range(in->marks, 0, passed);
	for (unsigned i = 0; i < in->marks->len; i++) {
		Mark *m = mark_at(in->marks, i);
		m->begin = m->begin > len ? m->begin - len : 0;
	}
}
