/* SPDX-License-Identifier: Apache-2.0 */
/* Input of a stream: bytes arrive in pieces, each with the record that sent it. Output goes through
 * a modelled connection and is tested with the sessions. */
#include "models/ldp/ldp_stream.h"
#include "tests/testing.h"

START_TEST(test_causes_of_pieces)
{
	LdpInput in;

	ldp_input_init(&in);
	ldp_input_append(&in, (const uint8_t *)"abcd", 4, 11);
	ldp_input_append(&in, (const uint8_t *)"efg", 3, 12);
	ldp_input_append(&in, (const uint8_t *)"h", 1, 13);
	ck_assert_uint_eq(ldp_input_cause(&in, 0), 11);
	ck_assert_uint_eq(ldp_input_cause(&in, 3), 11);
	ck_assert_uint_eq(ldp_input_cause(&in, 4), 12);
	ck_assert_uint_eq(ldp_input_cause(&in, 7), 13);
	ldp_input_clear(&in);
}
END_TEST

START_TEST(test_consume_within_piece)
{
	LdpInput in;

	ldp_input_init(&in);
	ldp_input_append(&in, (const uint8_t *)"abcd", 4, 11);
	ldp_input_append(&in, (const uint8_t *)"efgh", 4, 12);
	ldp_input_consume(&in, 2);
	ck_assert_uint_eq(in.bytes->len, 6);
	ck_assert_mem_eq(in.bytes->data, "cdefgh", 6);
	ck_assert_uint_eq(ldp_input_cause(&in, 0), 11);
	ck_assert_uint_eq(ldp_input_cause(&in, 1), 11);
	ck_assert_uint_eq(ldp_input_cause(&in, 2), 12);
	ldp_input_clear(&in);
}
END_TEST

START_TEST(test_consume_whole_pieces)
{
	LdpInput in;

	ldp_input_init(&in);
	ldp_input_append(&in, (const uint8_t *)"abcd", 4, 11);
	ldp_input_append(&in, (const uint8_t *)"efgh", 4, 12);
	ldp_input_consume(&in, 4);
	ck_assert_uint_eq(ldp_input_cause(&in, 0), 12);
	ldp_input_consume(&in, 4);
	ck_assert_uint_eq(in.bytes->len, 0);
	ck_assert_uint_eq(in.marks->len, 0);
	ldp_input_append(&in, (const uint8_t *)"i", 1, 13);
	ck_assert_uint_eq(ldp_input_cause(&in, 0), 13);
	ldp_input_reset(&in);
	ck_assert_uint_eq(in.bytes->len, 0);
	ldp_input_append(&in, (const uint8_t *)"j", 1, 14);
	ck_assert_uint_eq(ldp_input_cause(&in, 0), 14);
	ldp_input_clear(&in);
}
END_TEST

START_TEST(test_output_describes_message)
{
	LdpTlv hop = {.type = LDP_TLV_HOP_COUNT, .hop_count = 3};
	LdpOutput out;
	LdpMessage msg;

	ldp_output_init(&out);
	ldp_output_begin(&out, LDP_MSG_KEEPALIVE, 7);
	ldp_output_end(&out, &msg);
	ck_assert_uint_eq(msg.size, 8);
	ldp_output_begin(&out, LDP_MSG_KEEPALIVE, 8);
	ldp_tlv_encode(&out.w, &hop);
	ldp_output_end(&out, &msg);
	ck_assert_uint_eq(msg.type, LDP_MSG_KEEPALIVE);
	ck_assert_uint_eq(msg.id, 8);
	ck_assert_uint_eq(msg.size, 13);
	ck_assert_uint_eq(out.marks->len, 2);
	ldp_output_clear(&out);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_stream");

	tcase_add_test(tc, test_causes_of_pieces);
	tcase_add_test(tc, test_consume_within_piece);
	tcase_add_test(tc, test_consume_whole_pieces);
	tcase_add_test(tc, test_output_describes_message);
	return test_main("ldp_stream", tc);
}
