/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/wire/streams.h"

#include "models/wire/ethernet.h"
#include "models/wire/ip.h"
#include "models/wire/ipv4.h"
#include "models/wire/mpls.h"

#define IPV6_HEADER_LEN 40

/* What reassembly needs of a segment. The checksum is not looked at: it was filled in by the sender's
 * interface only after the capture. */
typedef struct Segment {
	NetAddr src, dst;
	uint16_t src_port, dst_port;
	uint32_t seq;
	gboolean syn;
	const uint8_t *data; /* in the capture */
	size_t len;
} Segment;

static gboolean read_ip(const uint8_t *at, size_t len, Segment *out, const uint8_t **tcp,
			size_t *tcp_len)
{
	Ipv4Header ip;
	WireReader r;
	if (len >= IPV6_HEADER_LEN && at[0] >> 4 == 6 && at[6] == IP_PROTOCOL_TCP) {
		wire_reader_init(&r, at + 8, 32);
		out->src = wire_read_ipv6(&r);
		out->dst = wire_read_ipv6(&r);
		*tcp = at + IPV6_HEADER_LEN;
		*tcp_len = wire_get_u16(at + 4);
		return *tcp_len <= len - IPV6_HEADER_LEN;
	}
	if (!ipv4_decode(at, len, &ip, NULL) || ip.protocol != IP_PROTOCOL_TCP)
		return FALSE;
	out->src = ip.src;
	out->dst = ip.dst;
	*tcp = at + ip.header_len;
	*tcp_len = ipv4_payload_len(&ip);
	return TRUE;
}

static void read_tcp(const uint8_t *bytes, size_t len, Segment *out)
{
	WireReader r;
	wire_reader_init(&r, bytes, len);
	out->src_port = wire_read_u16(&r);
	out->dst_port = wire_read_u16(&r);
	out->seq = wire_read_u32(&r);
	wire_skip(&r, 4);
	size_t header_len = (size_t)(wire_read_u8(&r) >> 4) * 4;
	out->syn = (wire_read_u8(&r) & 0x02) != 0;
	g_assert(wire_ok(&r) && header_len >= 20 && header_len <= len);
	out->data = bytes + header_len;
	out->len = len - header_len;
}

static gboolean find_segment(const CaptureFrame *frame, Segment *out)
{
	EthernetHeader eth;
	const uint8_t *tcp;
	size_t tcp_len;
	if (!ethernet_decode(frame->bytes, frame->len, &eth, NULL))
		return FALSE;
	const uint8_t *at = frame->bytes + eth.header_len;
	size_t len = eth.payload_len;
	gboolean bottom = eth.type != ETHERNET_TYPE_MPLS;
	while (!bottom) {
		MplsEntry entry;
		if (!mpls_decode(at, len, &entry, &bottom, NULL))
			return FALSE;
		at += MPLS_ENTRY_LEN;
		len -= MPLS_ENTRY_LEN;
	}
	if (!read_ip(at, len, out, &tcp, &tcp_len))
		return FALSE;
	read_tcp(tcp, tcp_len, out);
	return TRUE;
}

static GArray *segments_of(GPtrArray *connections, const Segment *s)
{
	for (guint i = 0; i < connections->len; i++) {
		GArray *segments = g_ptr_array_index(connections, i);
		const Segment *first = &g_array_index(segments, Segment, 0);
		if (net_addr_equal(&s->src, &first->src) && net_addr_equal(&s->dst, &first->dst) &&
		    s->src_port == first->src_port && s->dst_port == first->dst_port)
			return segments;
	}
	GArray *segments = g_array_new(FALSE, FALSE, sizeof(Segment));
	g_ptr_array_add(connections, segments);
	return segments;
}

static int in_sequence(const void *a, const void *b)
{
	const Segment *x = a, *y = b;
	int32_t distance = (int32_t)(x->seq - y->seq);
	if (distance != 0)
		return distance < 0 ? -1 : 1;
	return (x->len > y->len) - (x->len < y->len);
}

static void stream_free(gpointer p)
{
	Stream *s = p;
	g_byte_array_free(s->bytes, TRUE);
	g_free(s);
}

static Stream *stream_begin(GPtrArray *streams, const Segment *s, gboolean after_gap)
{
	Stream *stream = g_new(Stream, 1);
	*stream = (Stream){s->src, s->dst, s->src_port, s->dst_port, after_gap, g_byte_array_new()};
	g_ptr_array_add(streams, stream);
	return stream;
}

static void assemble(GArray *segments, GPtrArray *streams)
{
	Stream *stream = NULL;
	uint32_t next = 0;
	g_array_sort(segments, in_sequence);
	for (guint i = 0; i < segments->len; i++) {
		const Segment *s = &g_array_index(segments, Segment, i);
		if (!stream || (int32_t)(s->seq - next) > 0) {
			stream = stream_begin(streams, s, stream != NULL);
			next = s->seq;
		}
		uint32_t old = next - s->seq; /* bytes that are there already */
		if (s->len <= old)
			continue;
		g_byte_array_append(stream->bytes, s->data + old, (guint)(s->len - old));
		next += (uint32_t)(s->len - old);
	}
}

static void segments_free(gpointer p)
{
	g_array_free(p, TRUE);
}

GPtrArray *streams_of(const Capture *c, uint16_t port)
{
	GPtrArray *connections = g_ptr_array_new_with_free_func(segments_free);
	GPtrArray *streams = g_ptr_array_new_with_free_func(stream_free);
	for (unsigned i = 0; i < capture_size(c); i++) {
		Segment s;
		if (find_segment(capture_frame(c, i), &s) && !s.syn && s.len > 0 &&
		    (s.src_port == port || s.dst_port == port))
			g_array_append_val(segments_of(connections, &s), s);
	}
	for (guint i = 0; i < connections->len; i++)
		assemble(g_ptr_array_index(connections, i), streams);
	g_ptr_array_free(connections, TRUE);
	return streams;
}
