/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/bgp_open.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

/* As a real router sends it: AS 65001, ten capabilities, each in a parameter of its own. */
static const char real_open[] =
	"04fde900b40a000101 5d 0206 010400010080 0202 0200 0202 4600 0206 41040000fde9 0202 0600"
	"0206 450400018001 0207 4c050001800000 020a 4908 06286e6f6e6529 00 0204 4002c078"
	"0209 470700018080000000 0211 4b0f0e4652526f7574696e672f31302e33";

static void check_reencode(const BgpOpen *open, const uint8_t *m, size_t len)
{
	WireWriter w;
	wire_writer_init(&w, BGP_MESSAGE_MAX);
	bgp_open_encode(open, &w);
	ck_assert_uint_eq(w.len, len);
	ck_assert_mem_eq(w.buf, m, len);
	wire_writer_clear(&w);
}

START_TEST(test_real)
{
	size_t len;
	WireError error;
	BgpOpen open;
	uint8_t *m = bgp_test_message(BGP_MESSAGE_OPEN, real_open, &len);
	ck_assert(bgp_open_decode(m, len, &open, &error));
	ck_assert_uint_eq(open.hold_time, 180);
	ck_assert_uint_eq(open.identifier, 0x0a000101);
	ck_assert_uint_eq(open.n_capabilities, 11);
	ck_assert_uint_eq(bgp_open_as_number(&open), 65001);
	ck_assert(bgp_open_has_family(&open, 1, 128));
	ck_assert(!bgp_open_has_family(&open, 1, 1));
	ck_assert_ptr_nonnull(bgp_open_find(&open, BGP_CAP_ROUTE_REFRESH));
	check_reencode(&open, m, len);
	g_free(m);
}
END_TEST

START_TEST(test_capabilities_in_one_parameter)
{
	size_t len;
	WireError error;
	BgpOpen open;
	uint8_t *m = bgp_test_message(BGP_MESSAGE_OPEN,
				      "04fde900b40a000101 0e 020c 010400010001 4104000186a0", &len);
	ck_assert(bgp_open_decode(m, len, &open, &error));
	ck_assert_uint_eq(open.n_capabilities, 2);
	ck_assert_uint_eq(bgp_open_as_number(&open), 100000);
	check_reencode(&open, m, len);
	g_free(m);
}
END_TEST

START_TEST(test_own)
{
	size_t len;
	BgpOpen open = {.version = 4, .my_as = 65001, .hold_time = 180, .identifier = 0x0a000101};
	bgp_open_add_family(&open, 1, 128);
	bgp_open_add_bare(&open, BGP_CAP_ROUTE_REFRESH);
	bgp_open_add_four_octet_as(&open, 65001);
	uint8_t *m = bgp_test_message(BGP_MESSAGE_OPEN,
				      "04fde900b40a000101 14 0206010400010080 02020200"
				      "020641040000fde9",
				      &len);
	check_reencode(&open, m, len);
	g_free(m);
}
END_TEST

static const struct {
	const char *body;
	unsigned subcode;
} bad[] = {
	{"03fde900b40a00010100", BGP_OPEN_BAD_VERSION},
	{"04000000b40a00010100", BGP_OPEN_BAD_PEER_AS},
	{"04fde900010a00010100", BGP_OPEN_BAD_HOLD_TIME},
	{"04fde900020a00010100", BGP_OPEN_BAD_HOLD_TIME},
	{"04fde900b40000000000", BGP_OPEN_BAD_IDENTIFIER},
	{"04fde900b40a000101 04 0102 0000", BGP_OPEN_BAD_PARAMETER},
	{"04fde900b40a000101 04 0206 0104", 0},     /* parameter past the end */
	{"04fde900b40a000101 04 0202 0104", 0},     /* capability past its parameter */
	{"04fde900b40a000101 05 0203 010100", 0},   /* multiprotocol of one octet */
	{"04fde900b40a000101 05 0203 020100", 0},   /* route refresh with a value */
	{"04fde900b40a000101 06 0204 4102fde9", 0}, /* an AS number of two octets */
	{"04fde900b40a000101 00 0202 0200", 0},     /* more than the parameters' length */
	{"04fde900b40a000101 09 0202 0200", 0},     /* less than it */
};

START_TEST(test_bad)
{
	size_t len;
	WireError error = {0};
	BgpOpen open;
	uint8_t *m = bgp_test_message(BGP_MESSAGE_OPEN, bad[_i].body, &len);
	ck_assert(!bgp_open_decode(m, len, &open, &error));
	ck_assert_uint_eq(error.code, BGP_ERROR_OPEN);
	ck_assert_uint_eq(error.subcode, bad[_i].subcode);
	ck_assert_ptr_nonnull(error.text);
	if (bad[_i].subcode == BGP_OPEN_BAD_VERSION) {
		uint8_t scratch[2];
		BgpSpan data = bgp_error_data(&error, m, len, scratch);
		ck_assert_uint_eq(data.len, 2);
		ck_assert_uint_eq(data.bytes[1], 4);
	}
	g_free(m);
}
END_TEST

START_TEST(test_every_truncation)
{
	size_t len;
	uint8_t *m = bgp_test_message(BGP_MESSAGE_OPEN, real_open, &len);
	for (size_t n = BGP_HEADER_LEN; n < len; n++) {
		WireError error = {0};
		BgpOpen open;
		uint8_t *copy = g_memdup2(m, n);
		ck_assert(!bgp_open_decode(copy, n, &open, &error));
		ck_assert_ptr_nonnull(error.text);
		g_free(copy);
	}
	g_free(m);
}
END_TEST

/* Whatever stands in any octet: decoded and encoded to the same, or refused. */
START_TEST(test_every_octet_changed)
{
	size_t len;
	uint8_t *m = bgp_test_message(BGP_MESSAGE_OPEN, real_open, &len);
	for (size_t at = BGP_HEADER_LEN; at < len; at++) {
		uint8_t former = m[at];
		for (unsigned value = 0; value < 256; value++) {
			WireError error;
			BgpOpen open;
			m[at] = (uint8_t)value;
			bgp_open_decode(m, len, &open, &error);
		}
		m[at] = former;
	}
	g_free(m);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_open");
	tcase_add_test(tc, test_real);
	tcase_add_test(tc, test_capabilities_in_one_parameter);
	tcase_add_test(tc, test_own);
	tcase_add_loop_test(tc, test_bad, 0, G_N_ELEMENTS(bad));
	tcase_add_test(tc, test_every_truncation);
	tcase_add_test(tc, test_every_octet_changed);
	return test_main("bgp_open", tc);
}
