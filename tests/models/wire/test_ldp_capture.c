/* SPDX-License-Identifier: Apache-2.0 */
/* Every LDP PDU that real routers exchanged decodes and encodes to the same bytes. */
#include "models/wire/ldp.h"
#include "tests/models/wire/ldp_reencode.h"
#include "tests/models/wire/streams.h"
#include "tests/testing.h"

#include <string.h>

#define UDP_HEADER 8

static void count_messages(const LdpPdu *pdu, GString *seen)
{
	WireError error;
	WireReader r;
	LdpMessage msg;

	wire_reader_init(&r, pdu->messages, pdu->messages_len);
	while (wire_left(&r)) {
		ck_assert(ldp_message_decode(&r, &msg, &error));
		g_string_append_printf(seen, "%s ", ldp_message_name(msg.type));
	}
}

static size_t check_pdu(const uint8_t *bytes, size_t len, GString *seen)
{
	WireError error = {0};
	WireWriter w;
	LdpPdu pdu;

	ck_assert_int_eq(ldp_pdu_decode(bytes, len, LDP_MAX_PDU_DEFAULT, &pdu, &error),
			 LDP_FRAME_PDU);
	wire_writer_init(&w, SIZE_MAX);
	ck_assert_msg(reencode_pdu(&w, &pdu, &error), "%s", error.text);
	ck_assert_uint_eq(w.len, pdu.length + LDP_PDU_LENGTH_OFFSET);
	ck_assert_mem_eq(w.buf, bytes, w.len);
	wire_writer_clear(&w);
	count_messages(&pdu, seen);
	return pdu.length + LDP_PDU_LENGTH_OFFSET;
}

static void check_datagram(const CaptureFrame *frame, GString *seen)
{
	const uint8_t *at;
	WireReader r;
	Ipv4Header ip;

	if (!streams_find_ipv4(frame, &at, &ip) || ip.protocol != IP_PROTOCOL_UDP)
		return;
	wire_reader_init(&r, at + ip.header_len, ipv4_payload_len(&ip));
	wire_skip(&r, 2);
	if (wire_read_u16(&r) != LDP_PORT)
		return;
	size_t size = check_pdu(at + ip.header_len + UDP_HEADER, ipv4_payload_len(&ip) - UDP_HEADER,
				seen);
	ck_assert_uint_eq(size, ipv4_payload_len(&ip) - UDP_HEADER);
}

static void check_stream(const Stream *s, GString *seen)
{
	for (size_t at = 0; at < s->bytes->len;)
		at += check_pdu(s->bytes->data + at, s->bytes->len - at, seen);
}

static unsigned occurrences(const GString *seen, const char *name)
{
	char **words = g_strsplit(seen->str, " ", -1);
	unsigned n = 0;

	for (char **w = words; *w; w++)
		n += strcmp(*w, name) == 0;
	g_strfreev(words);
	return n;
}

static const struct {
	const char *file;
	unsigned hellos, initializations, keepalives, addresses, mappings;
} captures[] = {
	{"intra/pe1--p1.pcapng", 23, 2, 2, 2, 15},
	{"intra/p1--pe2.pcapng", 23, 2, 2, 2, 14},
};

START_TEST(test_capture)
{
	Capture *c = capture_load(captures[_i].file);
	GPtrArray *streams = streams_of(c, LDP_PORT);
	GString *seen = g_string_new(NULL);

	for (unsigned i = 0; i < capture_size(c); i++)
		check_datagram(capture_frame(c, i), seen);
	for (unsigned i = 0; i < streams->len; i++)
		check_stream(g_ptr_array_index(streams, i), seen);
	ck_assert_uint_eq(occurrences(seen, "hello"), captures[_i].hellos);
	ck_assert_uint_eq(occurrences(seen, "initialization"), captures[_i].initializations);
	ck_assert_uint_eq(occurrences(seen, "keepalive"), captures[_i].keepalives);
	ck_assert_uint_eq(occurrences(seen, "address"), captures[_i].addresses);
	ck_assert_uint_eq(occurrences(seen, "label-mapping"), captures[_i].mappings);
	g_string_free(seen, TRUE);
	g_ptr_array_free(streams, TRUE);
	capture_free(c);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_capture");

	tcase_add_loop_test(tc, test_capture, 0, G_N_ELEMENTS(captures));
	return test_main("ldp_capture", tc);
}
