/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What real routers sent (FRR on Linux) decodes, and encodes to the same bytes again: every frame of every
 * capture layer by layer, and every message of the TCP streams of BGP and LDP. A capture is a row below.
 *
 * What cannot come out as it went in is counted in its row, so that it can neither grow nor vanish unseen:
 *   offloaded  TCP and UDP checksums that the sender left to its interface are completed first (offload.h)
 *   kept       payloads without a codec, here ICMPv6, pass as bytes; so do IPv6 headers, under TCP too
 *   gaps       where a connection took another link for a while, its messages are looked for again behind
 *              the gap, in each case at the first segment
 *   foreign    UPDATEs of families without a codec, whose prefixes pass as bytes within their attribute
 */
#include "models/wire/bgp_open.h"
#include "models/wire/bgp_update.h"
#include "models/wire/ldp.h"
#include "tests/models/wire/ldp_reencode.h"
#include "tests/models/wire/offload.h"
#include "tests/models/wire/reencode_frame.h"
#include "tests/models/wire/streams.h"
#include "tests/testing.h"

#include <string.h>

enum { /* what is counted beside what a FrameSeen has */
       FRAMES = FRAME_N,
       OFFLOADED,
       GAPS,
       OPEN,
       UPDATE,
       NOTIFICATION,
       KEEPALIVE,
       FOREIGN,
       PREFIXES, /* of families with a codec, withdrawn ones too */
       LDP_INIT,
       LDP_KEEPALIVE,
       LDP_ADDRESS,
       LDP_MAPPING,
       LDP_OTHER, /* withdraw, release, notification */
       COUNTS
};

static const char *const count_names[COUNTS] = {
	"vlan",        "arp",       "mpls",        "stack",    "ipv6",          "icmp",
	"ldp hello",   "tcp",       "tcp options", "ospf",     "lsa",           "kept",
	"frames",      "offloaded", "gaps",        "open",     "update",        "notification",
	"keepalive",   "foreign",   "prefixes",    "ldp init", "ldp keepalive", "ldp address",
	"ldp mapping", "ldp other",
};

/* In the order of count_names. */
/* clang-format off */
static const struct {
	const char *file;
	unsigned counts[COUNTS];
} captures[] = {
	{"6pe-explnull/c1r--pe1.pcapng",    { 0,  2,  0,  0, 31, 0,  0,  43,  6,  0,  0, 7,  52,  42, 0, 4, 14, 0, 4, 10,  2, 0, 0, 0,  0,  0}},
	{"6pe-explnull/c2r--pe2.pcapng",    { 0,  2,  0,  0, 29, 0,  0,  38,  6,  0,  0, 7,  47,  37, 0, 4, 14, 0, 4, 10,  2, 0, 0, 0,  0,  0}},
	{"6pe-explnull/p1--pe2.pcapng",     { 0,  4,  2,  0,  4, 0, 21,  33,  5, 24,  8, 4,  86,  54, 0, 2,  6, 0, 2,  6,  0, 2, 2, 2, 15,  0}},
	{"6pe-explnull/pe1--p1.pcapng",     { 0,  4, 10,  0,  4, 0, 21,  44,  6, 26,  9, 4,  99,  65, 0, 2,  6, 0, 2,  6,  0, 2, 2, 2, 16,  0}},
	{"intra-bcast/c1b--pe1.pcapng",     { 0,  4,  0,  0,  0, 0,  0,  25,  3,  0,  0, 0,  29,  24, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"intra-bcast/c1r--pe1.pcapng",     { 0,  6,  0,  0,  0, 0,  0,  29,  3,  0,  0, 0,  35,  28, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"intra-bcast/c2b--pe2.pcapng",     { 0,  8,  0,  0,  0, 0,  0,  26,  3,  0,  0, 0,  34,  25, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"intra-bcast/c2r--pe2.pcapng",     { 0,  6,  0,  0,  0, 0,  0,  31,  4,  0,  0, 0,  37,  31, 0, 3, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"intra-bcast/p1--pe2.pcapng",      { 0,  6,  2,  0,  0, 0, 43,  36,  8, 34, 10, 0, 119,  79, 0, 2, 10, 0, 2,  0,  8, 2, 2, 2, 14,  0}},
	{"intra-bcast/pe1--p1.pcapng",      { 0,  4, 10,  0,  0, 0, 42,  45,  5, 34, 10, 0, 125,  87, 0, 2, 10, 0, 2,  0,  8, 2, 2, 2, 15,  0}},
	{"intra-redundant/c1b--pe1.pcapng", { 0,  6,  0,  0,  0, 0,  0,  61,  3,  0,  0, 0,  67,  60, 0, 2, 28, 0, 8,  0, 32, 0, 0, 0,  0,  0}},
	{"intra-redundant/c1r--pe1.pcapng", { 0, 12,  0,  0,  0, 0,  0,  60,  3,  0,  0, 0,  72,  59, 0, 2, 28, 0, 8,  0, 32, 0, 0, 0,  0,  0}},
	{"intra-redundant/c2b--pe2.pcapng", { 0, 12,  0,  0,  0, 0,  0,  57,  3,  0,  0, 0,  69,  56, 0, 2, 28, 0, 8,  0, 32, 0, 0, 0,  0,  0}},
	{"intra-redundant/c2r--pe2.pcapng", { 0, 14,  0,  0,  0, 0,  0,  58,  3,  0,  0, 0,  72,  57, 0, 2, 28, 0, 8,  0, 32, 0, 0, 0,  0,  0}},
	{"intra-redundant/p1--pe2.pcapng",  { 0, 12, 27,  0,  0, 0, 94, 144, 18, 83, 22, 0, 333, 230, 2, 0, 10, 0, 2,  0,  8, 2, 3, 3, 67, 10}},
	{"intra-redundant/p2--pe2.pcapng",  { 0, 12, 42,  0,  0, 0, 95, 127, 20, 85, 24, 0, 319, 214, 4, 2,  0, 0, 6,  0,  0, 2, 4, 2, 50,  7}},
	{"intra-redundant/pe1--p1.pcapng",  { 0, 16,  3,  0,  6, 0, 62,  52,  5, 56, 15, 6, 192, 113, 2, 0, 10, 0, 2,  0,  8, 4, 4, 4, 48,  1}},
	{"intra-redundant/pe1--p2.pcapng",  { 0,  8, 26,  0,  0, 1, 96, 145, 21, 82, 25, 0, 332, 233, 4, 2,  0, 0, 6,  0,  0, 2, 3, 3, 70, 10}},
	{"intra/c1b--pe1.pcapng",           { 0,  2,  0,  0,  0, 0,  0,  24,  3,  0,  0, 0,  26,  23, 0, 2, 10, 0, 2,  0,  8, 0, 0, 0,  0,  0}},
	{"intra/c1r--pe1.pcapng",           { 0,  4,  0,  0,  0, 0,  0,  23,  3,  0,  0, 0,  27,  22, 0, 2, 10, 0, 2,  0,  8, 0, 0, 0,  0,  0}},
	{"intra/c2b--pe2.pcapng",           { 0,  2,  0,  0,  0, 0,  0,  23,  3,  0,  0, 0,  25,  22, 0, 2, 10, 0, 2,  0,  8, 0, 0, 0,  0,  0}},
	{"intra/c2r--pe2.pcapng",           { 0,  4,  0,  0,  0, 0,  0,  24,  3,  0,  0, 0,  28,  23, 0, 2, 10, 0, 2,  0,  8, 0, 0, 0,  0,  0}},
	{"intra/p1--pe2.pcapng",            { 0,  2,  4,  0,  0, 0, 23,  36,  6, 27,  8, 0,  88,  58, 0, 3, 10, 1, 2,  0,  8, 2, 2, 2, 14,  0}},
	{"intra/pe1--p1.pcapng",            { 0,  4, 10,  0,  0, 0, 23,  49,  6, 27,  8, 0, 103,  71, 0, 3, 10, 1, 2,  0,  8, 2, 2, 2, 15,  0}},
	{"optA/as1--as2.pcapng",            {73,  8,  0,  0,  0, 0,  0,  65,  8,  0,  0, 0,  73,  63, 0, 6, 24, 0, 8,  0, 20, 0, 0, 0,  0,  0}},
	{"optA/c1b--pe1.pcapng",            { 0,  4,  0,  0,  0, 0,  0,  30,  3,  0,  0, 0,  34,  29, 0, 2, 12, 0, 4,  0, 10, 0, 0, 0,  0,  0}},
	{"optA/c1r--pe1.pcapng",            { 0,  6,  0,  0,  0, 0,  0,  31,  3,  0,  0, 0,  37,  30, 0, 2, 12, 0, 4,  0, 10, 0, 0, 0,  0,  0}},
	{"optA/c2b--pe2.pcapng",            { 0,  4,  0,  0,  0, 0,  0,  27,  3,  0,  0, 0,  31,  26, 0, 2, 12, 0, 4,  0, 10, 0, 0, 0,  0,  0}},
	{"optA/c2r--pe2.pcapng",            { 0,  4,  0,  0,  0, 0,  0,  28,  3,  0,  0, 0,  32,  27, 0, 2, 12, 0, 4,  0, 10, 0, 0, 0,  0,  0}},
	{"optA/p1--as1.pcapng",             { 0,  6,  0,  0,  0, 0, 31,  33,  4, 30,  8, 0, 100,  64, 0, 2, 12, 0, 2,  0, 10, 2, 2, 2, 15,  0}},
	{"optA/p2--as2.pcapng",             { 0,  8,  0,  0,  0, 0, 31,  32,  5, 30,  8, 0, 101,  63, 0, 2, 12, 0, 2,  0, 10, 2, 2, 2, 15,  0}},
	{"optA/pe1--p1.pcapng",             { 0,  8,  0,  0,  0, 0, 32,  31,  4, 30,  8, 0, 101,  63, 0, 2, 12, 0, 2,  0, 10, 2, 2, 2, 14,  0}},
	{"optA/pe2--p2.pcapng",             { 0,  6,  0,  0,  0, 0, 32,  30,  5, 30,  8, 0,  98,  62, 0, 2, 12, 0, 2,  0, 10, 2, 2, 2, 14,  0}},
	{"optB/as1--as2.pcapng",            { 0,  6,  0,  0,  0, 0,  0,  32,  4,  0,  0, 0,  38,  31, 0, 3, 18, 0, 4,  0, 16, 0, 0, 0,  0,  0}},
	{"optB/c1b--pe1.pcapng",            { 0,  8,  0,  0,  0, 0,  0,  26,  3,  0,  0, 0,  34,  25, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"optB/c1r--pe1.pcapng",            { 0,  8,  0,  0,  0, 0,  0,  28,  3,  0,  0, 0,  36,  27, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"optB/c2b--pe2.pcapng",            { 0,  8,  0,  0,  0, 0,  0,  27,  3,  0,  0, 0,  35,  26, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"optB/c2r--pe2.pcapng",            { 0,  4,  0,  0,  0, 0,  0,  26,  3,  0,  0, 0,  30,  25, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"optB/p1--as1.pcapng",             { 0,  6,  2,  0,  0, 0, 34,  32,  4, 31,  8, 0, 103,  66, 0, 2, 10, 0, 2,  0,  8, 2, 2, 2, 15,  0}},
	{"optB/p2--as2.pcapng",             { 0,  6,  1,  0,  0, 0, 33,  44,  6, 31,  8, 0, 114,  76, 0, 4, 10, 1, 3,  0,  8, 2, 2, 2, 15,  0}},
	{"optB/pe1--p1.pcapng",             { 0,  8,  8,  0,  0, 0, 33,  41,  5, 32,  9, 0, 114,  74, 0, 2, 10, 0, 2,  0,  8, 2, 2, 2, 15,  0}},
	{"optB/pe2--p2.pcapng",             { 0,  8, 13,  0,  0, 0, 33,  63,  6, 31,  8, 0, 135,  95, 0, 4, 10, 1, 3,  0,  8, 2, 2, 2, 15,  0}},
	{"optC/as1--as2.pcapng",            { 0,  6, 23,  0,  0, 0,  0,  55, 10,  0,  0, 0,  61,  54, 0, 5, 24, 0, 6,  0, 20, 0, 0, 0,  0,  0}},
	{"optC/c1b--pe1.pcapng",            { 0,  6,  0,  0,  0, 0,  0,  28,  3,  0,  0, 0,  34,  27, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"optC/c1r--pe1.pcapng",            { 0,  4,  0,  0,  0, 0,  0,  27,  3,  0,  0, 0,  31,  26, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"optC/c2b--pe2.pcapng",            { 0,  6,  0,  0,  0, 0,  0,  25,  3,  0,  0, 0,  31,  24, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"optC/c2r--pe2.pcapng",            { 0,  8,  0,  0,  0, 0,  0,  28,  3,  0,  0, 0,  36,  27, 0, 2, 10, 0, 4,  0,  8, 0, 0, 0,  0,  0}},
	{"optC/p1--as1.pcapng",             { 0,  8, 30,  0,  0, 0, 38,  72,  9, 33,  8, 0, 151, 110, 0, 4, 22, 0, 8,  0, 18, 2, 4, 2, 16,  0}},
	{"optC/p2--as2.pcapng",             { 0, 10, 26,  0,  0, 0, 37,  65,  9, 35,  9, 0, 147, 102, 0, 4, 22, 0, 6,  0, 18, 2, 4, 2, 15,  0}},
	{"optC/pe1--p1.pcapng",             { 0,  8, 16, 13,  0, 0, 39,  66,  9, 34,  9, 0, 147, 105, 0, 4, 22, 0, 8,  0, 18, 2, 4, 2, 15,  0}},
	{"optC/pe2--p2.pcapng",             { 0,  8, 17, 12,  0, 0, 39,  61,  9, 33,  8, 0, 141, 100, 0, 4, 22, 0, 6,  0, 18, 2, 4, 2, 16,  0}},
};
/* clang-format on */

static void check_frame(const CaptureFrame *frame, unsigned counts[COUNTS])
{
	uint8_t *bytes = g_memdup2(frame->bytes, frame->len);
	WireError error = {0};
	Packet *p;

	counts[FRAMES]++;
	counts[OFFLOADED] += offload_complete(bytes, frame->len) != 0;
	p = reencode_frame(bytes, frame->len, counts, &error);
	ck_assert_msg(p != NULL, "frame %u: %s", counts[FRAMES], error.text);
	ck_assert_msg(packet_len(p) == frame->len && memcmp(packet_data(p), bytes, frame->len) == 0,
		      "frame %u differs", counts[FRAMES]);
	packet_unref(p);
	g_free(bytes);
}

/* The prefixes of a block, one by one. */
static unsigned check_prefixes(const BgpNlriFormat *format, BgpSpan block)
{
	BgpNlriReader reader;
	BgpNlri nlri;
	WireWriter w;
	unsigned n = 0;

	wire_writer_init(&w, SIZE_MAX);
	bgp_nlri_reader_init(&reader, format, block);
	for (; bgp_nlri_next(&reader, &nlri); n++)
		bgp_nlri_encode(format, &nlri, &w);
	ck_assert_uint_eq(w.len, block.len);
	if (w.len > 0)
		ck_assert_mem_eq(w.buf, block.bytes, block.len);
	wire_writer_clear(&w);
	return n;
}

static void check_family(uint16_t afi, uint8_t safi, BgpSpan block, unsigned counts[COUNTS])
{
	const BgpNlriFormat *format = bgp_nlri_format(afi, safi);

	if (format)
		counts[PREFIXES] += check_prefixes(format, block);
	else
		counts[FOREIGN]++;
}

static void reencode_update(const uint8_t *m, size_t len, WireWriter *w, unsigned counts[COUNTS])
{
	static BgpUpdate u;
	WireError error = {0};

	ck_assert_msg(bgp_update_decode(m, len, 4, TRUE, &u, &error), "%s", error.text);
	bgp_update_encode(&u, w);
	counts[PREFIXES] += check_prefixes(&bgp_nlri_ipv4_unicast, u.withdrawn);
	counts[PREFIXES] += check_prefixes(&bgp_nlri_ipv4_unicast, u.nlri);
	if (bgp_attrs_has(&u.attrs, BGP_ATTR_MP_REACH_NLRI))
		check_family(u.attrs.mp_reach.afi, u.attrs.mp_reach.safi, u.attrs.mp_reach.nlri,
			     counts);
	if (bgp_attrs_has(&u.attrs, BGP_ATTR_MP_UNREACH_NLRI))
		check_family(u.attrs.mp_unreach.afi, u.attrs.mp_unreach.safi,
			     u.attrs.mp_unreach.nlri, counts);
}

static void reencode_bgp(const uint8_t *m, size_t len, WireWriter *w, unsigned counts[COUNTS])
{
	WireError error = {0};
	BgpOpen open;
	BgpNotification notification;

	switch (bgp_message_type(m)) {
	case BGP_MESSAGE_OPEN:
		ck_assert_msg(bgp_open_decode(m, len, &open, &error), "%s", error.text);
		ck_assert_ptr_nonnull(bgp_open_find(&open, BGP_CAP_FOUR_OCTET_AS));
		bgp_open_encode(&open, w);
		counts[OPEN]++;
		return;
	case BGP_MESSAGE_UPDATE:
		reencode_update(m, len, w, counts);
		counts[UPDATE]++;
		return;
	case BGP_MESSAGE_NOTIFICATION:
		ck_assert_msg(bgp_notification_decode(m, len, &notification, &error), "%s",
			      error.text);
		bgp_notification_encode(&notification, w);
		counts[NOTIFICATION]++;
		return;
	default:
		ck_assert_int_eq(bgp_message_type(m), BGP_MESSAGE_KEEPALIVE);
		bgp_keepalive_encode(w);
		counts[KEEPALIVE]++;
	}
}

/* Each takes the message in front of len bytes and returns its length. */
static size_t check_bgp(const uint8_t *bytes, size_t len, unsigned counts[COUNTS])
{
	WireError error = {0};
	size_t size;
	WireWriter w;

	ck_assert_msg(bgp_frame(bytes, len, &size, &error), "%s", error.text);
	ck_assert_uint_gt(size, 0);
	ck_assert_uint_le(size, len);
	wire_writer_init(&w, BGP_MESSAGE_MAX);
	reencode_bgp(bytes, size, &w, counts);
	ck_assert_uint_eq(w.len, size);
	ck_assert_mem_eq(w.buf, bytes, size);
	wire_writer_clear(&w);
	return size;
}

static void count_ldp(const LdpPdu *pdu, unsigned counts[COUNTS])
{
	WireError error;
	LdpMessage msg;
	WireReader r;

	wire_reader_init(&r, pdu->messages, pdu->messages_len);
	while (wire_left(&r) && ldp_message_decode(&r, &msg, &error))
		counts[msg.type == LDP_MSG_INITIALIZATION  ? LDP_INIT
		       : msg.type == LDP_MSG_KEEPALIVE     ? LDP_KEEPALIVE
		       : msg.type == LDP_MSG_ADDRESS       ? LDP_ADDRESS
		       : msg.type == LDP_MSG_LABEL_MAPPING ? LDP_MAPPING
							   : LDP_OTHER]++;
}

static size_t check_ldp(const uint8_t *bytes, size_t len, unsigned counts[COUNTS])
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
	count_ldp(&pdu, counts);
	return pdu.length + LDP_PDU_LENGTH_OFFSET;
}

static void check_streams(const Capture *c, uint16_t port,
			  size_t (*check)(const uint8_t *, size_t, unsigned *),
			  unsigned counts[COUNTS])
{
	GPtrArray *streams = streams_of(c, port);

	for (guint i = 0; i < streams->len; i++) {
		const Stream *s = g_ptr_array_index(streams, i);

		counts[GAPS] += s->after_gap != 0;
		for (guint at = 0; at < s->bytes->len;)
			at += (guint)check(s->bytes->data + at, s->bytes->len - at, counts);
	}
	g_ptr_array_free(streams, TRUE);
}

START_TEST(same_bytes)
{
	Capture *c = capture_load(captures[_i].file);
	unsigned counts[COUNTS] = {0};

	for (unsigned i = 0; i < capture_size(c); i++)
		check_frame(capture_frame(c, i), counts);
	check_streams(c, BGP_PORT, check_bgp, counts);
	check_streams(c, LDP_PORT, check_ldp, counts);
	for (unsigned i = 0; i < COUNTS; i++)
		ck_assert_msg(counts[i] == captures[_i].counts[i], "%s: %u of %s instead of %u",
			      captures[_i].file, counts[i], count_names[i], captures[_i].counts[i]);
	capture_free(c);
}
END_TEST

/* All rows together have some of everything. */
START_TEST(nothing_is_missing)
{
	for (unsigned i = 0; i < COUNTS; i++) {
		unsigned sum = 0;

		for (unsigned n = 0; n < G_N_ELEMENTS(captures); n++)
			sum += captures[n].counts[i];
		ck_assert_msg(sum > 0, "no %s", count_names[i]);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("captures");

	tcase_add_loop_test(tc, same_bytes, 0, G_N_ELEMENTS(captures));
	tcase_add_test(tc, nothing_is_missing);
	return test_main("captures", tc);
}
