/* SPDX-License-Identifier: Apache-2.0 */
/* Messages, the send queue, and the slices of what is cut from it. */
#include "models/fwd/tcp_message.h"
#include "tests/testing.h"

#include <string.h>

static void push(TcpSendQueue *q, const char *text, uint64_t cause, SimEventClass class_)
{
	tcp_send_queue_push(q, tcp_message_new((const uint8_t *)text, strlen(text), 0), cause,
			    class_);
}

/* "abc@1 de@0 ": the bytes of each slice and their offset in the message. */
static void ck_cut(const TcpSendQueue *q, size_t offset, size_t len, const char *expected,
		   uint64_t cause, SimEventClass expected_class)
{
	SimEventClass class_;
	Packet *p = tcp_send_queue_cut(q, offset, len, 1000, &class_);
	const TcpSlices *s = tcp_slices_of(p, 1000, len);
	GString *text = g_string_new(NULL);
	size_t at = 0;

	ck_assert_ptr_nonnull(s);
	ck_assert_ptr_null(tcp_slices_of(p, 1001, len));
	ck_assert_ptr_null(tcp_slices_of(p, 1000, len + 1));
	ck_assert_uint_eq(packet_len(p), len);
	for (unsigned i = 0; i < s->n; i++) {
		const TcpSlice *slice = &s->slices[i];

		ck_assert_mem_eq(packet_data(p) + at, slice->message->bytes + slice->offset,
				 slice->len);
		g_string_append_len(text, (const char *)packet_data(p) + at, slice->len);
		g_string_append_printf(text, "@%u ", slice->offset);
		at += slice->len;
	}
	ck_assert_uint_eq(at, len);
	ck_assert_str_eq(text->str, expected);
	ck_assert_uint_eq(p->cause, cause);
	ck_assert_int_eq(class_, expected_class);
	g_string_free(text, TRUE);
	packet_unref(p);
}

START_TEST(test_cut)
{
	TcpSendQueue q;

	tcp_send_queue_init(&q);
	push(&q, "abc", 1, SIM_PERIODIC);
	push(&q, "", 9, SIM_WORK);
	push(&q, "defgh", 2, SIM_WORK);
	push(&q, "i", 3, SIM_GUARD);
	push(&q, "jk", 4, SIM_PERIODIC);
	ck_assert_uint_eq(tcp_send_queue_len(&q), 11);
	ck_assert_uint_eq(q.n_work, 1);
	ck_cut(&q, 0, 3, "abc@0 ", 1, SIM_PERIODIC);
	ck_cut(&q, 2, 1, "c@2 ", 1, SIM_PERIODIC);
	ck_cut(&q, 2, 2, "c@2 d@0 ", 1, SIM_WORK);
	ck_cut(&q, 4, 2, "ef@1 ", 2, SIM_WORK);
	ck_cut(&q, 7, 4, "h@4 i@0 jk@0 ", 2, SIM_WORK);
	ck_cut(&q, 8, 1, "i@0 ", 3, SIM_GUARD);
	ck_cut(&q, 8, 3, "i@0 jk@0 ", 3, SIM_PERIODIC);
	tcp_send_queue_drop(&q, 4);
	ck_cut(&q, 0, 5, "efgh@1 i@0 ", 2, SIM_WORK);
	ck_assert_uint_eq(q.n_work, 1);
	tcp_send_queue_drop(&q, 4);
	ck_assert_uint_eq(q.n_work, 0);
	ck_cut(&q, 0, 3, "i@0 jk@0 ", 3, SIM_PERIODIC);
	tcp_send_queue_drop(&q, 3);
	ck_assert_uint_eq(tcp_send_queue_len(&q), 0);
	push(&q, "again", 5, SIM_WORK);
	ck_cut(&q, 1, 2, "ga@1 ", 5, SIM_WORK);
	tcp_send_queue_clear(&q);
}
END_TEST

/* The packet keeps its messages when the queue is done with them, and so does a copy. */
START_TEST(test_slices_outlive_the_queue)
{
	TcpSendQueue q;
	SimEventClass class_;
	Packet *p, *copy;

	tcp_send_queue_init(&q);
	push(&q, "abc", 1, SIM_WORK);
	p = tcp_send_queue_cut(&q, 0, 3, 7, &class_);
	tcp_send_queue_drop(&q, 3);
	tcp_send_queue_clear(&q);
	copy = packet_copy(p);
	packet_unref(p);
	ck_assert_mem_eq(tcp_slices_of(copy, 7, 3)->slices[0].message->bytes, "abc", 3);
	packet_unref(copy);
}
END_TEST

START_TEST(test_no_slices)
{
	Packet *p = packet_new("abc", 3);

	ck_assert_ptr_null(tcp_slices_of(p, 0, 3));
	packet_unref(p);
}
END_TEST

/* Many messages come and go: the queue does not grow. */
START_TEST(test_room_is_given_back)
{
	TcpSendQueue q;

	tcp_send_queue_init(&q);
	for (unsigned i = 0; i < 1000; i++)
		push(&q, "0123456789", i, SIM_WORK);
	for (unsigned i = 0; i < 100000; i++) {
		tcp_send_queue_drop(&q, 10);
		push(&q, "0123456789", i, SIM_WORK);
		ck_assert_uint_le(q.messages->len, 2001);
	}
	ck_assert_uint_eq(tcp_send_queue_len(&q), 10000);
	ck_assert_uint_eq(q.n_work, 1000);
	tcp_send_queue_clear(&q);
}
END_TEST

START_TEST(test_message_references)
{
	TcpMessage *m = tcp_message_new((const uint8_t *)"x", 1, 3);

	ck_assert_ptr_eq(tcp_message_ref(m), m);
	ck_assert_uint_eq(m->refs, 2);
	tcp_message_unref(m);
	ck_assert_uint_eq(m->cause, 3);
	tcp_message_unref(m);
	tcp_message_unref(NULL);
}
END_TEST

typedef struct Meaning {
	TcpDecoded head;
	unsigned *freed;
} Meaning;

static void free_meaning(TcpDecoded *head)
{
	Meaning *meaning = (Meaning *)head;

	++*meaning->freed;
	g_free(meaning);
}

/* What hangs on a message goes with its last reference. */
START_TEST(test_decoded_form)
{
	unsigned freed = 0;
	TcpMessage *m = tcp_message_new((const uint8_t *)"x", 1, 3);
	Meaning *meaning = g_new(Meaning, 1);

	ck_assert_ptr_null(m->decoded);
	*meaning = (Meaning){{free_meaning}, &freed};
	m->decoded = &meaning->head;
	tcp_message_unref(tcp_message_ref(m));
	ck_assert_uint_eq(freed, 0);
	tcp_message_unref(m);
	ck_assert_uint_eq(freed, 1);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("queue");

	tcase_add_test(tc, test_cut);
	tcase_add_test(tc, test_slices_outlive_the_queue);
	tcase_add_test(tc, test_no_slices);
	tcase_add_test(tc, test_room_is_given_back);
	tcase_add_test(tc, test_message_references);
	tcase_add_test(tc, test_decoded_form);
	return test_main("tcp-message", tc);
}
