/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_as_path.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

static BgpAsPath path_of(GByteArray *bytes, const char *hex, uint8_t as_size)
{
	g_byte_array_set_size(bytes, 0);
	bgp_test_append_hex(bytes, hex);
	return (BgpAsPath){{bytes->data, bytes->len}, as_size};
}

static const struct {
	const char *path;
	unsigned length;
	uint32_t first;
	gboolean narrow;
} paths[] = {
	{"", 0, 0, TRUE},
	{"0201 0000fe4d", 1, 65101, TRUE},
	{"0202 0000fe4d 000186a0", 2, 65101, FALSE},
	{"0201 0000fe4d 0102 00000001 00000002", 2, 65101, TRUE}, /* a set counts as one */
	{"0102 00000001 00000002", 1, 0, TRUE},
};

START_TEST(test_values)
{
	GByteArray *bytes = g_byte_array_new();
	BgpAsPath path = path_of(bytes, paths[_i].path, 4);
	ck_assert_uint_eq(bgp_as_path_length(path), paths[_i].length);
	ck_assert_uint_eq(bgp_as_path_first(path), paths[_i].first);
	ck_assert_int_eq(bgp_as_path_fits_two_octets(path), paths[_i].narrow);
	ck_assert_uint_eq(bgp_as_path_count(path, 65101), paths[_i].first != 0);
	ck_assert_uint_eq(bgp_as_path_count(path, 77), 0);
	g_byte_array_free(bytes, TRUE);
}
END_TEST

static void assert_written(WireWriter *w, const char *hex)
{
	GByteArray *expected = g_byte_array_new();
	bgp_test_append_hex(expected, hex);
	ck_assert_uint_eq(w->len, expected->len);
	if (w->len > 0)
		ck_assert_mem_eq(w->buf, expected->data, w->len);
	g_byte_array_free(expected, TRUE);
	wire_writer_clear(w);
}

/* RFC 6793 4.2.3: two-octet path, AS4_PATH, what they say together. */
static const char *const widened[][3] = {
	{"", "", ""},
	{"0202 fe4d5ba0", "", "0202 0000fe4d 00005ba0"},
	{"0202 fe4d5ba0", "0202 0000fe4d 000186a0", "0202 0000fe4d 000186a0"},
	{"0203 fe4ffe4d5ba0", "0202 0000fe4d 000186a0", "0201 0000fe4f 0202 0000fe4d 000186a0"},
	{"0201 5ba0", "0202 0000fe4d 000186a0",
	 "0201 00005ba0"}, /* longer than the path: ignored */
	/* A confederation's segments count for nothing: 6. */
	{"0203 fe4ffe4d5ba0", "0301 00000007 0202 0000fe4d 000186a0 0401 00000008",
	 "0201 0000fe4f 0202 0000fe4d 000186a0"},
	{"0201 fe4d", "0301 00000007", "0201 0000fe4d"},
	{"0101 fe4f 0202 fe4d5ba0", "0202 0000fe4d 000186a0",
	 "0101 0000fe4f 0202 0000fe4d 000186a0"},
};

START_TEST(test_widen)
{
	GByteArray *bytes = g_byte_array_new(), *as4 = g_byte_array_new();
	WireWriter w;
	wire_writer_init(&w, SIZE_MAX);
	bgp_test_append_hex(as4, widened[_i][1]);
	bgp_as_path_widen(path_of(bytes, widened[_i][0], 2), (BgpSpan){as4->data, as4->len}, &w);
	assert_written(&w, widened[_i][2]);
	g_byte_array_free(bytes, TRUE);
	g_byte_array_free(as4, TRUE);
}
END_TEST

START_TEST(test_narrow)
{
	GByteArray *bytes = g_byte_array_new();
	WireWriter w;
	wire_writer_init(&w, SIZE_MAX);
	bgp_as_path_narrow(path_of(bytes, "0202 0000fe4d 000186a0 0101 00000001", 4), &w);
	assert_written(&w, "0202 fe4d5ba0 0101 0001");
	g_byte_array_free(bytes, TRUE);
}
END_TEST

START_TEST(test_prepend)
{
	static const char *const cases[][2] = {
		{"", "0201 0000fde9"},
		{"0201 0000fe4d", "0202 0000fde9 0000fe4d"},
		{"0101 00000001", "0201 0000fde9 0101 00000001"},
		{"0201 0000fe4d 0101 00000001", "0202 0000fde9 0000fe4d 0101 00000001"},
	};
	GByteArray *bytes = g_byte_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		WireWriter w;
		wire_writer_init(&w, SIZE_MAX);
		bgp_as_path_prepend(path_of(bytes, cases[i][0], 4), 65001, &w);
		assert_written(&w, cases[i][1]);
	}
	g_byte_array_free(bytes, TRUE);
}
END_TEST

/* A full segment stays as it is and gets one in front. */
START_TEST(test_prepend_to_full_segment)
{
	uint8_t full[2 + 4 * 255] = {BGP_AS_SEQUENCE, 255};
	WireWriter w;
	wire_writer_init(&w, SIZE_MAX);
	BgpAsPath path = {{full, sizeof full}, 4};
	bgp_as_path_prepend(path, 65001, &w);
	ck_assert_uint_eq(w.len, 6 + sizeof full);
	ck_assert_mem_eq(w.buf, "\x02\x01\x00\x00\xfd\xe9\x02\xff", 8);
	wire_writer_clear(&w);
}
END_TEST

/* RFC 6996 5: both ranges, without the last numbers, which are reserved (RFC 7300). */
START_TEST(test_private_numbers)
{
	static const struct {
		uint32_t as_number;
		gboolean is_private;
	} cases[] = {
		{64511, FALSE},      {64512, TRUE},      {65534, TRUE},      {65535, FALSE},
		{4199999999, FALSE}, {4200000000, TRUE}, {4294967294, TRUE}, {4294967295, FALSE},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_int_eq(bgp_as_is_private(cases[i].as_number), cases[i].is_private);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_as_path");
	tcase_add_loop_test(tc, test_values, 0, G_N_ELEMENTS(paths));
	tcase_add_loop_test(tc, test_widen, 0, G_N_ELEMENTS(widened));
	tcase_add_test(tc, test_narrow);
	tcase_add_test(tc, test_prepend);
	tcase_add_test(tc, test_prepend_to_full_segment);
	tcase_add_test(tc, test_private_numbers);
	return test_main("bgp_as_path", tc);
}
