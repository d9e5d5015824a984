/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/cursor.h"
#include "tests/testing.h"

#include <string.h>

static const uint8_t count[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};

START_TEST(reads)
{
	WireReader r;
	WireError error;
	uint8_t two[2];

	wire_reader_init(&r, count, sizeof count);
	ck_assert_uint_eq(wire_read_u8(&r), 1);
	ck_assert_uint_eq(wire_read_u16(&r), 0x0203);
	ck_assert_uint_eq(wire_read_u24(&r), 0x040506);
	ck_assert_uint_eq(wire_read_u32(&r), 0x0708090a);
	wire_skip(&r, 1);
	wire_read_bytes(&r, two, 2);
	ck_assert_mem_eq(two, "\x0c\x0d", 2);
	ck_assert_uint_eq(wire_left(&r), 5);
	ck_assert_uint_eq(wire_offset(&r), 13);
	ck_assert(wire_reader_done(&r, &error));
	wire_reader_init(&r, count, sizeof count);
	ck_assert_uint_eq(wire_read_u64(&r), UINT64_C(0x0102030405060708));
}
END_TEST

START_TEST(error_sticks)
{
	WireReader r;
	WireError error;
	uint8_t bytes[4] = {9, 9, 9, 9};

	wire_reader_init(&r, count, 5);
	wire_skip(&r, 2);
	ck_assert_uint_eq(wire_read_u32(&r), 0); /* one byte short */
	ck_assert(!wire_ok(&r));
	ck_assert_uint_eq(wire_left(&r), 0);
	ck_assert_uint_eq(wire_read_u8(&r), 0); /* though there would be some */
	wire_read_bytes(&r, bytes, 4);
	ck_assert_mem_eq(bytes, "\0\0\0\0", 4);
	wire_fail(&r, "later error");
	ck_assert(!wire_reader_done(&r, &error));
	ck_assert_uint_eq(error.offset, 2);
	ck_assert_str_eq(error.text, "message is too short");
	ck_assert(!wire_reader_done(&r, NULL));
}
END_TEST

START_TEST(sub_reader)
{
	WireReader r, sub;

	wire_reader_init(&r, count, 6);
	wire_skip(&r, 1);
	sub = wire_read_sub(&r, 2);
	ck_assert_uint_eq(wire_read_u16(&sub), 0x0203);
	ck_assert_uint_eq(wire_read_u8(&sub), 0); /* not r's next */
	ck_assert(!wire_ok(&sub) && wire_ok(&r));
	ck_assert_uint_eq(wire_read_u8(&r), 4);
	sub = wire_read_sub(&r, 3);
	ck_assert(!wire_ok(&sub) && !wire_ok(&r));
	ck_assert_uint_eq(wire_left(&sub), 0);
}
END_TEST

START_TEST(addresses)
{
	WireReader r;
	WireWriter w;
	NetAddr four, six;

	wire_reader_init(&r, count, 18);
	four = wire_read_ipv4(&r);
	ck_assert_uint_eq(net_addr_to_ipv4(&four), 0x01020304);
	wire_reader_init(&r, count, 18);
	six = wire_read_ipv6(&r);
	ck_assert_int_eq(six.family, NET_AF_IPV6);
	ck_assert_mem_eq(six.bytes, count, 16);
	wire_writer_init(&w, SIZE_MAX);
	wire_write_addr(&w, &four);
	wire_write_addr(&w, &six);
	ck_assert_uint_eq(w.len, 20);
	ck_assert_mem_eq(w.buf, count, 4);
	ck_assert_mem_eq(w.buf + 4, count, 16);
	wire_writer_clear(&w);
}
END_TEST

START_TEST(writes)
{
	static const uint8_t expected[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10,  0,
					   0, 0, 0, 0, 0, 0, 1, 0, 0, 'a', 'b'};
	WireWriter w;
	uint8_t *bytes;
	size_t len;

	wire_writer_init(&w, SIZE_MAX);
	wire_write_u8(&w, 0xff);
	wire_write_u16(&w, 0xffff);
	wire_write_u24(&w, 0x040506);
	wire_write_u32(&w, 0x0708090a);
	wire_write_u64(&w, 1);
	wire_write_zeros(&w, 2);
	wire_write_bytes(&w, "ab", 2);
	wire_patch_u8(&w, 0, 1);
	wire_patch_u16(&w, 1, 0x0203);
	bytes = wire_writer_take(&w, &len);
	ck_assert_uint_eq(len, sizeof expected);
	ck_assert_mem_eq(bytes, expected, len);
	ck_assert_ptr_null(w.buf);
	g_free(bytes);
	bytes = wire_writer_take(&w, &len); /* nothing is no error */
	ck_assert_ptr_nonnull(bytes);
	ck_assert_uint_eq(len, 0);
	g_free(bytes);
}
END_TEST

START_TEST(writer_grows)
{
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	for (unsigned i = 0; i < 5000; i++)
		wire_write_u16(&w, (uint16_t)i);
	ck_assert_uint_eq(w.len, 10000);
	for (unsigned i = 0; i < 5000; i++)
		ck_assert_uint_eq(wire_get_u16(w.buf + 2 * i), i);
	wire_writer_clear(&w);
}
END_TEST

START_TEST(writer_limit)
{
	WireWriter w;
	size_t len = 1;

	wire_writer_init(&w, 4);
	wire_write_u24(&w, 1);
	wire_write_u16(&w, 1); /* one too many */
	wire_write_u8(&w, 1);  /* dropped, though it would fit */
	wire_patch_u16(&w, 2, 1);
	ck_assert_ptr_nonnull(w.error);
	ck_assert_ptr_null(wire_writer_take(&w, &len));
	ck_assert_uint_eq(len, 0);
	wire_write_u32(&w, 1); /* usable again */
	ck_assert_ptr_null(w.error);
	wire_writer_clear(&w);
}
END_TEST

/* Sixteen bits at a time, as RFC 1071 tells it. */
static uint16_t slow_checksum(const uint8_t *bytes, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

START_TEST(checksum)
{
	/* the example of RFC 1071 3 */
	static const uint8_t example[] = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
	uint8_t bytes[300];

	ck_assert_uint_eq(wire_checksum_finish(wire_checksum_add(0, example, 8)),
			  (uint16_t)~0xddf2);
	memset(bytes, 0xff, sizeof bytes);
	for (size_t len = 0; len <= sizeof bytes; len++) {
		uint32_t sum = wire_checksum_add(0, bytes, len / 4 * 2);

		sum = wire_checksum_add(sum, bytes + len / 4 * 2, len - len / 4 * 2);
		ck_assert_uint_eq(wire_checksum_finish(sum), slow_checksum(bytes, len));
		if (len < sizeof bytes)
			bytes[len] = (uint8_t)(len * 37);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("cursor");

	tcase_add_test(tc, reads);
	tcase_add_test(tc, error_sticks);
	tcase_add_test(tc, sub_reader);
	tcase_add_test(tc, addresses);
	tcase_add_test(tc, writes);
	tcase_add_test(tc, writer_grows);
	tcase_add_test(tc, writer_limit);
	tcase_add_test(tc, checksum);
	return test_main("cursor", tc);
}
