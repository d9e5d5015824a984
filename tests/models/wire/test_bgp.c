/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/bgp.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

START_TEST(test_frame_waits_for_header)
{
	size_t len, total;
	WireError error;
	uint8_t *m = bgp_test_message(BGP_MESSAGE_UPDATE, "00000000", &total);
	for (size_t avail = 0; avail < BGP_HEADER_LEN; avail++) {
		ck_assert(bgp_frame(m, avail, &len, &error));
		ck_assert_uint_eq(len, 0);
	}
	for (size_t avail = BGP_HEADER_LEN; avail <= total; avail++) {
		ck_assert(bgp_frame(m, avail, &len, &error));
		ck_assert_uint_eq(len, 23);
	}
	ck_assert_int_eq(bgp_message_type(m), BGP_MESSAGE_UPDATE);
	g_free(m);
}
END_TEST

static const struct {
	unsigned at;
	uint8_t value;
	unsigned subcode;
	const char *data; /* of the notification, hexadecimal */
} bad_headers[] = {
	{0, 0xfe, BGP_HEADER_NOT_SYNCHRONIZED, ""},
	{15, 0x00, BGP_HEADER_NOT_SYNCHRONIZED, ""},
	{17, 18, BGP_HEADER_BAD_LENGTH, "0012"},
	{16, 0x10, BGP_HEADER_BAD_LENGTH, "1013"}, /* over 4096 */
	{17, 20, BGP_HEADER_BAD_LENGTH, "0014"},   /* a KEEPALIVE has no body */
	{18, 0, BGP_HEADER_BAD_TYPE, "00"},
	{18, 6, BGP_HEADER_BAD_TYPE, "06"},
	{18, BGP_MESSAGE_OPEN, BGP_HEADER_BAD_LENGTH, "0013"},
	{18, BGP_MESSAGE_UPDATE, BGP_HEADER_BAD_LENGTH, "0013"},
	{18, BGP_MESSAGE_NOTIFICATION, BGP_HEADER_BAD_LENGTH, "0013"},
};

static void assert_hex(BgpSpan span, const char *hex)
{
	GString *text = g_string_new(NULL);
	for (size_t i = 0; i < span.len; i++)
		g_string_append_printf(text, "%02x", span.bytes[i]);
	ck_assert_str_eq(text->str, hex);
	g_string_free(text, TRUE);
}

START_TEST(test_bad_header)
{
	size_t len, total;
	WireError error;
	uint8_t scratch[2], *m = bgp_test_message(BGP_MESSAGE_KEEPALIVE, "", &total);
	m[bad_headers[_i].at] = bad_headers[_i].value;
	ck_assert(!bgp_frame(m, total, &len, &error));
	ck_assert_uint_eq(error.code, BGP_ERROR_HEADER);
	ck_assert_uint_eq(error.subcode, bad_headers[_i].subcode);
	ck_assert_ptr_nonnull(error.text);
	assert_hex(bgp_error_data(&error, m, total, scratch), bad_headers[_i].data);
	g_free(m);
}
END_TEST

START_TEST(test_notification)
{
	size_t len;
	WireError error;
	BgpNotification n;
	uint8_t *m = bgp_test_message(BGP_MESSAGE_NOTIFICATION, "0607 0102", &len);
	ck_assert(bgp_notification_decode(m, len, &n, &error));
	ck_assert_uint_eq(n.code, BGP_ERROR_CEASE);
	ck_assert_uint_eq(n.subcode, BGP_CEASE_COLLISION);
	ck_assert_uint_eq(n.data.len, 2);
	WireWriter w;
	wire_writer_init(&w, BGP_MESSAGE_MAX);
	bgp_notification_encode(&n, &w);
	ck_assert_uint_eq(w.len, len);
	ck_assert_mem_eq(w.buf, m, len);
	wire_writer_clear(&w);
	ck_assert(!bgp_notification_decode(m, BGP_HEADER_LEN + 1, &n, &error));
	g_free(m);
}
END_TEST

START_TEST(test_route_refresh)
{
	size_t len;
	WireError error;
	BgpRouteRefresh rr;
	uint8_t *m = bgp_test_message(BGP_MESSAGE_ROUTE_REFRESH, "00010080", &len);
	ck_assert(bgp_route_refresh_decode(m, len, &rr, &error));
	ck_assert_uint_eq(rr.afi, 1);
	ck_assert_uint_eq(rr.safi, 128);
	WireWriter w;
	wire_writer_init(&w, BGP_MESSAGE_MAX);
	bgp_route_refresh_encode(&rr, &w);
	ck_assert_uint_eq(w.len, len);
	ck_assert_mem_eq(w.buf, m, len);
	wire_writer_clear(&w);
	for (size_t n = BGP_HEADER_LEN; n < len; n++) {
		ck_assert(!bgp_route_refresh_decode(m, n, &rr, &error));
		ck_assert_uint_eq(error.code, BGP_ERROR_ROUTE_REFRESH);
		ck_assert_uint_eq(error.subcode, BGP_ROUTE_REFRESH_BAD_LENGTH);
	}
	g_free(m);
}
END_TEST

START_TEST(test_names)
{
	ck_assert_str_eq(bgp_error_name(4, 0), "Hold Timer Expired");
	ck_assert_str_eq(bgp_error_name(6, 7), "Cease/Connection Collision Resolution");
	ck_assert_str_eq(bgp_error_name(6, 99), "Cease");
	ck_assert_str_eq(bgp_error_name(77, 0), "Unknown Error");
	ck_assert_str_eq(bgp_message_name(BGP_MESSAGE_ROUTE_REFRESH), "route-refresh");
}
END_TEST

/* Cut off between two characters. */
START_TEST(test_shutdown_text)
{
	uint8_t data[1 + BGP_SHUTDOWN_TEXT_MAX];
	GString *text = g_string_new(NULL);
	ck_assert_uint_eq(bgp_shutdown_text(NULL, data).len, 0);
	ck_assert_uint_eq(bgp_shutdown_text("", data).len, 0);
	ck_assert_uint_eq(bgp_shutdown_text("hi", data).len, 3);
	ck_assert_mem_eq(data, "\x02hi", 3);
	for (unsigned i = 0; i < 100; i++)
		g_string_append(text, "\xe2\x82\xac"); /* a euro sign */
	BgpSpan span = bgp_shutdown_text(text->str, data);
	ck_assert_uint_eq(span.len, 256);
	ck_assert_uint_eq(data[0], 255);
	g_string_assign(text, "xy");
	for (unsigned i = 0; i < 100; i++)
		g_string_append(text, "\xe2\x82\xac");
	span = bgp_shutdown_text(text->str, data);
	ck_assert_uint_eq(data[0], 254);
	ck_assert_uint_eq(span.len, 255);
	g_string_free(text, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp");
	tcase_add_test(tc, test_shutdown_text);
	tcase_add_test(tc, test_frame_waits_for_header);
	tcase_add_loop_test(tc, test_bad_header, 0, G_N_ELEMENTS(bad_headers));
	tcase_add_test(tc, test_notification);
	tcase_add_test(tc, test_route_refresh);
	tcase_add_test(tc, test_names);
	return test_main("bgp", tc);
}
