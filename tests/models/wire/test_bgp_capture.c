/* SPDX-License-Identifier: Apache-2.0 */
/* Every BGP message that real routers exchanged decodes and encodes to the same bytes. */
#include "models/wire/bgp_open.h"
#include "models/wire/bgp_update.h"
#include "tests/models/wire/streams.h"
#include "tests/testing.h"

static void reencode(const uint8_t *m, size_t len, WireWriter *w)
{
	static BgpUpdate update;
	WireError error = {0};
	BgpOpen open;
	BgpNotification notification;
	gboolean ok = TRUE;
	switch (bgp_message_type(m)) {
	case BGP_MESSAGE_OPEN:
		ok = bgp_open_decode(m, len, &open, &error);
		ck_assert_uint_eq(bgp_open_find(&open, BGP_CAP_FOUR_OCTET_AS) != NULL, TRUE);
		bgp_open_encode(&open, w);
		break;
	case BGP_MESSAGE_UPDATE:
		ok = bgp_update_decode(m, len, 4, TRUE, &update, &error);
		bgp_update_encode(&update, w);
		break;
	case BGP_MESSAGE_NOTIFICATION:
		ok = bgp_notification_decode(m, len, &notification, &error);
		bgp_notification_encode(&notification, w);
		break;
	default:
		ck_assert_int_eq(bgp_message_type(m), BGP_MESSAGE_KEEPALIVE);
		bgp_keepalive_encode(w);
	}
	ck_assert_msg(ok, "%s", error.text);
}

static void check_stream(const Stream *s, unsigned count[BGP_MESSAGE_TYPES])
{
	size_t len;
	for (guint at = 0; at < s->bytes->len; at += (guint)len) {
		WireError error;
		WireWriter w;
		const uint8_t *m = s->bytes->data + at;
		ck_assert(bgp_frame(m, s->bytes->len - at, &len, &error));
		ck_assert_uint_gt(len, 0);
		ck_assert_uint_le(at + len, s->bytes->len);
		count[bgp_message_type(m)]++;
		wire_writer_init(&w, BGP_MESSAGE_MAX);
		reencode(m, len, &w);
		ck_assert_uint_eq(w.len, len);
		ck_assert_mem_eq(w.buf, m, len);
		wire_writer_clear(&w);
	}
}

static const struct {
	const char *file;
	unsigned count[BGP_MESSAGE_TYPES]; /* by type */
} captures[] = {
	{"intra/pe1--p1.pcapng", {0, 3, 10, 1, 2, 0}},
	{"intra/p1--pe2.pcapng", {0, 3, 10, 1, 2, 0}},
	{"intra/c1r--pe1.pcapng", {0, 2, 10, 0, 2, 0}},
	{"intra/c1b--pe1.pcapng", {0, 2, 10, 0, 2, 0}},
	{"intra/c2r--pe2.pcapng", {0, 2, 10, 0, 2, 0}},
	{"intra/c2b--pe2.pcapng", {0, 2, 10, 0, 2, 0}},
};

START_TEST(test_capture)
{
	Capture *c = capture_load(captures[_i].file);
	GPtrArray *streams = streams_of(c, BGP_PORT);
	unsigned count[BGP_MESSAGE_TYPES] = {0};
	for (guint i = 0; i < streams->len; i++)
		check_stream(g_ptr_array_index(streams, i), count);
	for (int type = BGP_MESSAGE_OPEN; type < BGP_MESSAGE_TYPES; type++)
		ck_assert_msg(count[type] == captures[_i].count[type], "%u messages of type %s",
			      count[type], bgp_message_name(type));
	g_ptr_array_free(streams, TRUE);
	capture_free(c);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_capture");
	tcase_add_loop_test(tc, test_capture, 0, G_N_ELEMENTS(captures));
	return test_main("bgp_capture", tc);
}
