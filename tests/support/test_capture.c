/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/capture.h"
#include "tests/testing.h"

#include <glib/gstdio.h>
#include <string.h>

START_TEST(real_capture)
{
	Capture *c = capture_load("intra/pe1--p1.pcapng");
	const CaptureFrame *first = capture_frame(c, 0), *second = capture_frame(c, 1);

	ck_assert_uint_eq(capture_size(c), 103);
	ck_assert_uint_eq(capture_interface(c, 0)->link_type, 1);
	ck_assert_uint_eq(capture_interface(c, 0)->ticks, 1000000);
	ck_assert_uint_eq(first->len, 84);
	ck_assert_uint_eq(first->original_len, 84);
	/* an LDP hello to 224.0.0.2 */
	ck_assert_mem_eq(first->bytes, "\x01\x00\x5e\x00\x00\x02", 6);
	ck_assert_int_eq(second->time - first->time, INT64_C(1416009000));
	capture_free(c);
}
END_TEST

/* A section in big-endian order with a resolution of 2^-10 s, and one packet at 1.5 s. */
static const uint8_t big_endian[] = {
	0x0a,
	0x0d,
	0x0d,
	0x0a,
	0,
	0,
	0,
	28,
	0x1a,
	0x2b,
	0x3c,
	0x4d,
	0,
	1,
	0,
	0,
	0xff,
	0xff,
	0xff,
	0xff,
	0xff,
	0xff,
	0xff,
	0xff,
	0,
	0,
	0,
	28,
	/* interface "e0" */
	0,
	0,
	0,
	1,
	0,
	0,
	0,
	40,
	0,
	1,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	2,
	0,
	2,
	'e',
	'0',
	0,
	0,
	0,
	9,
	0,
	1,
	0x8a,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	40,
	/* a block of a type of its own, then the packet */
	0,
	0,
	0x0b,
	0xad,
	0,
	0,
	0,
	12,
	0,
	0,
	0,
	12,
	0,
	0,
	0,
	6,
	0,
	0,
	0,
	36,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	6,
	0,
	0,
	0,
	0,
	3,
	0,
	0,
	0,
	9,
	'a',
	'b',
	'c',
	0,
	0,
	0,
	0,
	36,
};

static Capture *read_bytes(const void *bytes, size_t len, GError **error)
{
	char *path = NULL;
	int fd = g_file_open_tmp("capture-XXXXXX", &path, NULL);
	Capture *c;

	ck_assert_int_ge(fd, 0);
	g_close(fd, NULL);
	ck_assert(g_file_set_contents(path, bytes, (gssize)len, NULL));
	c = capture_read(path, error);
	ck_assert_int_eq(remove(path), 0);
	g_free(path);
	return c;
}

START_TEST(other_byte_order)
{
	Capture *c = read_bytes(big_endian, sizeof big_endian, NULL);

	ck_assert_ptr_nonnull(c);
	ck_assert_uint_eq(capture_size(c), 1);
	ck_assert_uint_eq(c->skipped, 1);
	ck_assert_str_eq(capture_interface(c, 0)->name, "e0");
	ck_assert_int_eq(capture_frame(c, 0)->time, INT64_C(1500000000));
	ck_assert_uint_eq(capture_frame(c, 0)->len, 3);
	ck_assert_uint_eq(capture_frame(c, 0)->original_len, 9);
	ck_assert_mem_eq(capture_frame(c, 0)->bytes, "abc", 3);
	capture_free(c);
}
END_TEST

START_TEST(truncated)
{
	static const size_t whole[] = {28, 68, 80}; /* where a block ends */
	unsigned next = 0;

	for (size_t len = 0; len < sizeof big_endian; len++) {
		GError *error = NULL;
		Capture *c = read_bytes(big_endian, len, &error);

		if (next < G_N_ELEMENTS(whole) && len == whole[next]) {
			ck_assert_ptr_nonnull(c);
			next++;
		} else {
			ck_assert_ptr_null(c);
			ck_assert_ptr_nonnull(error);
			g_clear_error(&error);
		}
		capture_free(c);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("capture");

	tcase_add_test(tc, real_capture);
	tcase_add_test(tc, other_byte_order);
	tcase_add_test(tc, truncated);
	return test_main("capture", tc);
}
