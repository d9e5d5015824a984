/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/wire/streams.h"

#include "models/wire/ethernet.h"
#include "models/wire/mpls.h"

/* What reassembly needs of a segment. The checksum is not looked at: it was filled in by the sender's
 * interface only after the capture. */
typedef struct Segment {
	uint16_t src_port, dst_port;
	uint32_t seq;
	gboolean syn;
	const uint8_t *data;
	size_t len;
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
	g_assert(wire_ok(&r) && header_len >= 20 && header_len <= len);
	s.data = bytes + header_len;
	s.len = len - header_len;
	return s;
}

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

gboolean streams_find_ipv4(const CaptureFrame *frame, const uint8_t **at, Ipv4Header *ip)
{
	EthernetHeader eth;
	WireError error;
	if (!ethernet_decode(frame->bytes, frame->len, &eth, &error))
		return FALSE;
	*at = frame->bytes + eth.header_len;
	size_t len = eth.payload_len;
	gboolean bottom = eth.type != ETHERNET_TYPE_MPLS;
	while (!bottom) {
		MplsEntry entry;
		if (!mpls_decode(*at, len, &entry, &bottom, &error))
			return FALSE;
		*at += MPLS_ENTRY_LEN;
		len -= MPLS_ENTRY_LEN;
	}
	return (eth.type == ETHERNET_TYPE_IPV4 || eth.type == ETHERNET_TYPE_MPLS) &&
	       ipv4_decode(*at, len, ip, &error);
}

static void add_frame(GPtrArray *streams, const CaptureFrame *frame, uint16_t port)
{
	const uint8_t *at;
	Ipv4Header ip;
	if (!streams_find_ipv4(frame, &at, &ip) || ip.protocol != IP_PROTOCOL_TCP)
		return;
	Segment tcp = read_segment(at + ip.header_len, ipv4_payload_len(&ip));
	if (tcp.src_port != port && tcp.dst_port != port)
		return;
	Stream *s = stream_of(streams, &ip, &tcp);
	if (tcp.syn) {
		s->next = tcp.seq + 1;
		return;
	}
	uint32_t old = s->next - tcp.seq; /* bytes that were seen before */
	g_assert(old <= UINT16_MAX);
	if (tcp.len <= old)
		return;
	g_byte_array_append(s->bytes, tcp.data + old, (guint)(tcp.len - old));
	s->next += (uint32_t)(tcp.len - old);
}

GPtrArray *streams_of(const Capture *c, uint16_t port)
{
	GPtrArray *streams = g_ptr_array_new_with_free_func(stream_free);
	for (unsigned i = 0; i < capture_size(c); i++)
		add_frame(streams, capture_frame(c, i), port);
	return streams;
}
