/* SPDX-License-Identifier: Apache-2.0 */
/* Every BGP message that real routers exchanged decodes and encodes to the same bytes. */
#include "models/wire/bgp_open.h"
#include "models/wire/bgp_update.h"
#include "models/wire/ethernet.h"
#include "models/wire/ipv4.h"
#include "models/wire/mpls.h"
#include "tests/support/capture.h"
#include "tests/testing.h"

/* What reassembly needs of a segment. The checksum is not looked at: it was filled in by the sender's
 * interface only after the capture. */
typedef struct Segment {
	uint16_t src_port, dst_port;
	uint32_t seq;
	gboolean syn;
	BgpSpan data;
} Segment;

static Segment read_segment(const uint8_t *bytes, size_t len)
{
	WireReader r;
	Segment s;
	wire_reader_init(&r, bytes, len);
	s.src_port = wire_read_u16(&r);
	s.dst_port = wire_read_u16(&r);
	s.seq = wire_read_u32(&r);
	wire_skip(&r, 4);
	size_t header_len = (size_t)(wire_read_u8(&r) >> 4) * 4;
	s.syn = (wire_read_u8(&r) & 0x02) != 0;
	ck_assert(wire_ok(&r) && header_len >= 20 && header_len <= len);
	s.data = (BgpSpan){bytes + header_len, len - header_len};
	return s;
}

/* One direction of a connection. */
typedef struct Stream {
	NetAddr src, dst;
	uint16_t src_port, dst_port;
	uint32_t next; /* sequence number of the next new byte */
	GByteArray *bytes;
} Stream;

static Stream *stream_of(GPtrArray *streams, const Ipv4Header *ip, const Segment *tcp)
{
	for (guint i = 0; i < streams->len; i++) {
		Stream *s = g_ptr_array_index(streams, i);
		if (net_addr_equal(&s->src, &ip->src) && net_addr_equal(&s->dst, &ip->dst) &&
		    s->src_port == tcp->src_port && s->dst_port == tcp->dst_port)
			return s;
	}
	Stream *s = g_new0(Stream, 1);
	*s = (Stream){ip->src, ip->dst, tcp->src_port, tcp->dst_port, tcp->seq, g_byte_array_new()};
	g_ptr_array_add(streams, s);
	return s;
}

static void stream_free(gpointer p)
{
	Stream *s = p;
	g_byte_array_free(s->bytes, TRUE);
	g_free(s);
}

/* Skips Ethernet and labels; FALSE where no IPv4 packet is under them. */
static gboolean find_ipv4(const CaptureFrame *frame, const uint8_t **at, size_t *len)
{
	EthernetHeader eth;
	WireError error;
	if (!ethernet_decode(frame->bytes, frame->len, &eth, &error))
		return FALSE;
	*at = frame->bytes + eth.header_len;
	*len = eth.payload_len;
	gboolean bottom = eth.type != ETHERNET_TYPE_MPLS;
	while (!bottom) {
		MplsEntry entry;
		ck_assert(mpls_decode(*at, *len, &entry, &bottom, &error));
		*at += MPLS_ENTRY_LEN;
		*len -= MPLS_ENTRY_LEN;
	}
	return eth.type == ETHERNET_TYPE_IPV4 || eth.type == ETHERNET_TYPE_MPLS;
}

static void add_frame(GPtrArray *streams, const CaptureFrame *frame)
{
	const uint8_t *at;
	size_t len;
	Ipv4Header ip;
	WireError error;
	if (!find_ipv4(frame, &at, &len) || !ipv4_decode(at, len, &ip, &error) ||
	    ip.protocol != IP_PROTOCOL_TCP)
		return;
	Segment tcp = read_segment(at + ip.header_len, ipv4_payload_len(&ip));
	if (tcp.src_port != BGP_PORT && tcp.dst_port != BGP_PORT)
		return;
	Stream *s = stream_of(streams, &ip, &tcp);
	if (tcp.syn) {
		s->next = tcp.seq + 1;
		return;
	}
	uint32_t old = s->next - tcp.seq; /* bytes that were seen before */
	ck_assert_uint_le(old, UINT16_MAX);
	if (tcp.data.len <= old)
		return;
	g_byte_array_append(s->bytes, tcp.data.bytes + old, (guint)(tcp.data.len - old));
	s->next += (uint32_t)(tcp.data.len - old);
}

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
	GPtrArray *streams = g_ptr_array_new_with_free_func(stream_free);
	for (unsigned i = 0; i < capture_size(c); i++)
		add_frame(streams, capture_frame(c, i));
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
