/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ip.h"
#include "models/wire/tcp.h"
#include "sim/rng.h"
#include "tests/testing.h"

#include <string.h>

static const NetAddr src = {NET_AF_IPV4, {10, 0, 0, 1}}, dst = {NET_AF_IPV4, {10, 0, 0, 2}};

static Packet *encode(const TcpHeader *h, const char *data)
{
	Packet *p = packet_new(data, strlen(data));

	tcp_hdr_push(p, h, &src, &dst);
	return p;
}

static gboolean decode(Packet *p, TcpHeader *out, WireError *error)
{
	return tcp_hdr_decode(packet_data(p), packet_len(p), &src, &dst, out, error);
}

START_TEST(layout)
{
	TcpHeader h = {.src_port = 179,
		       .dst_port = 40000,
		       .seq = 0x01020304,
		       .ack = 0x05060708,
		       .window = 0x1234,
		       .urgent = 0x5678,
		       .flags = TCP_ACK | TCP_PSH},
		  out;
	Packet *p = encode(&h, "abc");

	ck_assert_uint_eq(packet_len(p), 23);
	ck_assert_mem_eq(packet_data(p),
			 "\x00\xb3\x9c\x40\x01\x02\x03\x04\x05\x06\x07\x08\x50\x18\x12\x34", 16);
	ck_assert_mem_eq(packet_data(p) + 18,
			 "\x56\x78"
			 "abc",
			 5);
	ck_assert(decode(p, &out, NULL));
	ck_assert_uint_eq(out.header_len, 20);
	out.header_len = 0;
	ck_assert_uint_eq(out.src_port, 179);
	ck_assert_uint_eq(out.dst_port, 40000);
	ck_assert_uint_eq(out.seq, h.seq);
	ck_assert_uint_eq(out.ack, h.ack);
	ck_assert_uint_eq(out.window, h.window);
	ck_assert_uint_eq(out.urgent, h.urgent);
	ck_assert_uint_eq(out.flags, h.flags);
	packet_data(p)[22] ^= 1;
	ck_assert(!decode(p, &out, NULL));
	packet_unref(p);
}
END_TEST

typedef struct Layout {
	TcpHeader h;
	unsigned len;
	const char *bytes;
} Layout;

START_TEST(option_layouts)
{
	static const Layout layouts[] = {
		{{.has_mss = TRUE, .mss = 1460}, 4, "\x02\x04\x05\xb4"},
		{{.sack_permitted = TRUE}, 4, "\x01\x01\x04\x02"},
		{{.has_window_scale = TRUE, .window_scale = 7}, 4, "\x01\x03\x03\x07"},
		{{.has_timestamps = TRUE, .timestamp = 1, .timestamp_echo = 2},
		 12,
		 "\x01\x01\x08\x0a\0\0\0\x01\0\0\0\x02"},
		{{.has_mss = TRUE,
		  .mss = 1460,
		  .sack_permitted = TRUE,
		  .has_timestamps = TRUE,
		  .timestamp = 1,
		  .timestamp_echo = 2,
		  .has_window_scale = TRUE,
		  .window_scale = 7},
		 20,
		 "\x02\x04\x05\xb4\x04\x02\x08\x0a\0\0\0\x01\0\0\0\x02\x01\x03\x03\x07"},
		/* timestamps and a SACK block */
		{{.has_timestamps = TRUE,
		  .other_len = 10,
		  .other = {5, 10, 1, 2, 3, 4, 5, 6, 7, 8}},
		 24,
		 "\x01\x01\x08\x0a\0\0\0\0\0\0\0\0\x01\x01\x05\x0a\x01\x02\x03\x04\x05\x06\x07\x08"},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(layouts); i++) {
		const Layout *l = &layouts[i];
		Packet *p = encode(&l->h, "");
		TcpHeader out;

		ck_assert_uint_eq(packet_len(p), TCP_HDR_LEN + l->len);
		ck_assert_mem_eq(packet_data(p) + TCP_HDR_LEN, l->bytes, l->len);
		ck_assert(decode(p, &out, NULL));
		ck_assert_int_eq(out.has_mss, l->h.has_mss);
		ck_assert_uint_eq(out.mss, l->h.mss);
		ck_assert_int_eq(out.sack_permitted, l->h.sack_permitted);
		ck_assert_int_eq(out.has_window_scale, l->h.has_window_scale);
		ck_assert_uint_eq(out.window_scale, l->h.window_scale);
		ck_assert_int_eq(out.has_timestamps, l->h.has_timestamps);
		ck_assert_uint_eq(out.timestamp, l->h.timestamp);
		ck_assert_uint_eq(out.timestamp_echo, l->h.timestamp_echo);
		ck_assert_uint_eq(out.other_len, l->h.other_len);
		ck_assert_mem_eq(out.other, l->h.other, out.other_len);
		packet_unref(p);
	}
}
END_TEST

/* A segment with these bytes as its options and a correct checksum. */
static Packet *with_options(const uint8_t *options, unsigned len)
{
	Packet *p = packet_new(NULL, TCP_HDR_LEN + len);
	uint8_t *b = packet_data(p);
	uint32_t sum = ip_pseudo_sum(&src, &dst, IP_PROTOCOL_TCP, packet_len(p));

	b[12] = (uint8_t)((TCP_HDR_LEN + len) / 4 << 4);
	memcpy(b + TCP_HDR_LEN, options, len);
	wire_put_u16(b + 16, wire_checksum_finish(wire_checksum_add(sum, b, packet_len(p))));
	return p;
}

START_TEST(malformed)
{
	static const uint8_t bad[][4] = {
		{8, 10, 0, 0}, /* longer than the header */
		{77, 0, 0, 0}, /* length 0 */
		{77, 1, 0, 0}, /* does not count kind and length */
		{1, 1, 1, 77}, /* no length */
		{3, 5, 7, 0},
	};
	static const uint8_t odd[] = {2, 3, 5, 0, 4, 3, 9, 1}; /* lengths that are not the kind's */
	WireError error;
	TcpHeader h;
	Packet *p;

	for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
		p = with_options(bad[i], 4);
		ck_assert(!decode(p, &h, &error));
		ck_assert_str_eq(error.text, "TCP option length is wrong");
		packet_unref(p);
	}
	p = with_options(odd, sizeof odd);
	ck_assert(decode(p, &h, NULL));
	ck_assert(!h.has_mss && !h.sack_permitted);
	ck_assert_uint_eq(h.other_len, 3);
	packet_data(p)[12] = 4 << 4;
	ck_assert(!decode(p, &h, &error));
	ck_assert_str_eq(error.text, "TCP data offset is wrong");
	packet_data(p)[12] = 8 << 4; /* more than the segment */
	ck_assert(!decode(p, &h, &error));
	ck_assert_str_eq(error.text, "TCP data offset is wrong");
	packet_unref(p);
}
END_TEST

/* Whatever decodes can be encoded, and then decodes to the same. */
START_TEST(any_options)
{
	static const uint8_t kinds[] = {0, 1, 2, 3, 4, 5, 8, 77}, lengths[] = {2, 3, 4, 10};
	unsigned good = 0;
	SimRng rng;

	sim_rng_init(&rng, 1, "tcp", "options");
	for (unsigned round = 0; round < 20000; round++) {
		uint8_t bytes[TCP_HDR_OPTIONS_MAX] = {0};
		unsigned len = 4 * (unsigned)sim_rng_below(&rng, 11);
		TcpHeader h, again;
		Packet *p, *q;

		for (unsigned at = 0; at + 1 < len;) {
			bytes[at] = kinds[sim_rng_below(&rng, sizeof kinds)];
			bytes[at + 1] = lengths[sim_rng_below(&rng, sizeof lengths)];
			at += bytes[at] == 1 ? 1u : bytes[at + 1];
		}
		p = with_options(bytes, len);
		if (decode(p, &h, NULL)) {
			good++;
			q = encode(&h, "");
			ck_assert(decode(q, &again, NULL));
			again.header_len = h.header_len;
			ck_assert_uint_eq(again.other_len, h.other_len);
			ck_assert_mem_eq(again.other, h.other, h.other_len);
			ck_assert_uint_eq(again.mss, h.mss);
			ck_assert_uint_eq(again.timestamp, h.timestamp);
			ck_assert_int_eq(again.sack_permitted, h.sack_permitted);
			ck_assert_int_eq(again.has_window_scale, h.has_window_scale);
			packet_unref(q);
		}
		packet_unref(p);
	}
	ck_assert_uint_gt(good, 1000);
}
END_TEST

/* RFC 2385; the digest was worked out by another implementation of MD5. */
START_TEST(signature)
{
	TcpHeader h = {.src_port = 179,
		       .dst_port = 40000,
		       .seq = 0x01020304,
		       .ack = 0x05060708,
		       .window = 0x1234,
		       .flags = TCP_ACK | TCP_PSH,
		       .has_md5 = TRUE},
		  out;
	Packet *p = encode(&h, "abc");
	const uint8_t *b = packet_data(p);
	size_t len = packet_len(p);

	ck_assert_uint_eq(len, TCP_HDR_LEN + TCP_MD5_ROOM + 3);
	tcp_hdr_sign(p, &src, &dst, "secret");
	ck_assert(decode(p, &out, NULL));
	ck_assert_mem_eq(b + 20, "\x01\x01\x13\x12", 4);
	ck_assert_mem_eq(out.md5,
			 "\xc5\x2b\x94\x09\x97\x17\x51\x0d\x33\x65\x55\x97\xe9\x23\x07\xe5",
			 TCP_MD5_LEN);
	ck_assert(tcp_hdr_signed_with(b, len, &out, &src, &dst, "secret"));
	ck_assert(!tcp_hdr_signed_with(b, len, &out, &src, &dst, "secre"));
	ck_assert(!tcp_hdr_signed_with(b, len, &out, &dst, &src, "secret"));
	packet_data(p)[len - 1] ^= 1; /* another text */
	ck_assert(!tcp_hdr_signed_with(b, len, &out, &src, &dst, "secret"));
	out.has_md5 = FALSE;
	packet_data(p)[len - 1] ^= 1;
	ck_assert(!tcp_hdr_signed_with(b, len, &out, &src, &dst, "secret"));
	packet_unref(p);
}
END_TEST

START_TEST(flag_names)
{
	GString *s = g_string_new(NULL);

	tcp_hdr_flags_append(0, s);
	ck_assert_str_eq(s->str, "");
	tcp_hdr_flags_append(TCP_SYN | TCP_ACK, s);
	ck_assert_str_eq(s->str, "SYN,ACK");
	g_string_free(s, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tcp");

	tcase_add_test(tc, layout);
	tcase_add_test(tc, option_layouts);
	tcase_add_test(tc, malformed);
	tcase_add_test(tc, any_options);
	tcase_add_test(tc, signature);
	tcase_add_test(tc, flag_names);
	return test_main("tcp", tc);
}
