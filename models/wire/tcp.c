/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/tcp.h"

#include "models/wire/ip.h"

#include <string.h>

enum { AT_CHECKSUM = 16 };

typedef enum {
	OPTION_END = 0,
	OPTION_NOP = 1,
	OPTION_MSS = 2,
	OPTION_WINDOW_SCALE = 3,
	OPTION_SACK_PERMITTED = 4,
	OPTION_TIMESTAMPS = 8,
	OPTION_MD5 = 19,
} OptionKind;

/* Lengths with kind and length byte. */
enum {
	MSS_LEN = 4,
	WINDOW_SCALE_LEN = 3,
	SACK_PERMITTED_LEN = 2,
	TIMESTAMPS_LEN = 10,
	MD5_LEN = 2 + TCP_MD5_LEN,
};

void tcp_hdr_flags_append(uint8_t flags, GString *out)
{
	static const char *const names[8] = {"FIN", "SYN", "RST", "PSH",
					     "ACK", "URG", "ECE", "CWR"};
	const char *separator = "";

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		if (flags >> i & 1) {
			g_string_append_printf(out, "%s%s", separator, names[i]);
			separator = ",";
		}
	}
}

static uint16_t checksum(const uint8_t *bytes, size_t len, const NetAddr *src, const NetAddr *dst)
{
	uint32_t sum = ip_pseudo_sum(src, dst, IP_PROTOCOL_TCP, len);

	return wire_checksum_finish(wire_checksum_add(sum, bytes, len));
}

/* One option of len bytes at p; one that has not its kind's length is kept like an unknown one. */
static void decode_option(TcpHeader *h, const uint8_t *p, uint8_t len)
{
	if (p[0] == OPTION_MSS && len == MSS_LEN) {
		h->has_mss = TRUE;
		h->mss = wire_get_u16(p + 2);
	} else if (p[0] == OPTION_WINDOW_SCALE && len == WINDOW_SCALE_LEN) {
		h->has_window_scale = TRUE;
		h->window_scale = p[2];
	} else if (p[0] == OPTION_SACK_PERMITTED && len == SACK_PERMITTED_LEN) {
		h->sack_permitted = TRUE;
	} else if (p[0] == OPTION_TIMESTAMPS && len == TIMESTAMPS_LEN) {
		h->has_timestamps = TRUE;
		h->timestamp = wire_get_u32(p + 2);
		h->timestamp_echo = wire_get_u32(p + 6);
	} else if (p[0] == OPTION_MD5 && len == MD5_LEN) {
		h->has_md5 = TRUE;
		memcpy(h->md5, p + 2, TCP_MD5_LEN);
	} else {
		memcpy(h->other + h->other_len, p, len);
		h->other_len += len;
	}
}

static gboolean decode_options(TcpHeader *h, const uint8_t *bytes, WireError *error)
{
	unsigned at = TCP_HDR_LEN;

	while (at < h->header_len && bytes[at] != OPTION_END) {
		uint8_t len;

		if (bytes[at] == OPTION_NOP) {
			at++;
			continue;
		}
		len = at + 1u < h->header_len ? bytes[at + 1] : 0;
		if (len < 2 || at + len > h->header_len)
			return wire_error(error, at, "TCP option length is wrong");
		decode_option(h, bytes + at, len);
		at += len;
	}
	return TRUE;
}

gboolean tcp_hdr_decode(const uint8_t *bytes, size_t len, const NetAddr *src, const NetAddr *dst,
			TcpHeader *out, WireError *error)
{
	if (len < TCP_HDR_LEN)
		return wire_error(error, len, "TCP header is too short");
	*out = (TcpHeader){
		.src_port = wire_get_u16(bytes),
		.dst_port = wire_get_u16(bytes + 2),
		.seq = wire_get_u32(bytes + 4),
		.ack = wire_get_u32(bytes + 8),
		.header_len = (uint8_t)((bytes[12] >> 4) * 4),
		.flags = bytes[13],
		.window = wire_get_u16(bytes + 14),
		.urgent = wire_get_u16(bytes + 18),
	};
	if (out->header_len < TCP_HDR_LEN || out->header_len > len)
		return wire_error(error, 12, "TCP data offset is wrong");
	if (checksum(bytes, len, src, dst) != 0)
		return wire_error(error, AT_CHECKSUM, "TCP checksum is wrong");
	return decode_options(out, bytes, error);
}

/* Options as they are laid out. */
typedef struct Layout {
	uint8_t bytes[2 * TCP_HDR_OPTIONS_MAX + 24]; /* room for what turns out too long */
	unsigned len;
	gboolean aligned; /* every option ends on a word boundary */
} Layout;

/* Room for an option of len bytes, the no-operations in front of it written. */
static uint8_t *place(Layout *l, unsigned len)
{
	uint8_t *p;

	while (l->aligned && (l->len + len) % 4 != 0)
		l->bytes[l->len++] = OPTION_NOP;
	p = l->bytes + l->len;
	l->len += len;
	return p;
}

static void place_sack_permitted(Layout *l, const TcpHeader *h)
{
	uint8_t *p;

	if (h->has_timestamps) { /* in place of the two no-operations in front of those */
		p = l->bytes + l->len;
		l->len += SACK_PERMITTED_LEN;
	} else {
		p = place(l, SACK_PERMITTED_LEN);
	}
	p[0] = OPTION_SACK_PERMITTED;
	p[1] = SACK_PERMITTED_LEN;
}

static void place_known(Layout *l, const TcpHeader *h)
{
	uint8_t *p;

	if (h->has_mss) {
		p = place(l, MSS_LEN);
		p[0] = OPTION_MSS;
		p[1] = MSS_LEN;
		wire_put_u16(p + 2, h->mss);
	}
	if (h->sack_permitted)
		place_sack_permitted(l, h);
	if (h->has_timestamps) {
		p = place(l, TIMESTAMPS_LEN);
		p[0] = OPTION_TIMESTAMPS;
		p[1] = TIMESTAMPS_LEN;
		wire_put_u32(p + 2, h->timestamp);
		wire_put_u32(p + 6, h->timestamp_echo);
	}
	if (h->has_window_scale) {
		p = place(l, WINDOW_SCALE_LEN);
		p[0] = OPTION_WINDOW_SCALE;
		p[1] = WINDOW_SCALE_LEN;
		p[2] = h->window_scale;
	}
	if (h->has_md5) {
		p = place(l, MD5_LEN);
		p[0] = OPTION_MD5;
		p[1] = MD5_LEN;
		memcpy(p + 2, h->md5, TCP_MD5_LEN);
	}
}

static void lay_out(Layout *l, const TcpHeader *h, gboolean aligned)
{
	l->len = 0;
	l->aligned = aligned;
	place_known(l, h);
	for (unsigned at = 0; at < h->other_len; at += h->other[at + 1]) {
		uint8_t len = h->other[at + 1];

		g_assert(len >= 2 && at + len <= h->other_len);
		memcpy(place(l, len), h->other + at, len);
	}
	while (l->len % 4 != 0)
		l->bytes[l->len++] = OPTION_END;
}

void tcp_hdr_push(Packet *p, const TcpHeader *h, const NetAddr *src, const NetAddr *dst)
{
	Layout options;
	uint8_t *b;

	lay_out(&options, h, TRUE);
	if (options.len > TCP_HDR_OPTIONS_MAX)
		lay_out(&options, h, FALSE);
	g_assert(options.len <= TCP_HDR_OPTIONS_MAX);
	b = packet_push(p, TCP_HDR_LEN + options.len);
	wire_put_u16(b, h->src_port);
	wire_put_u16(b + 2, h->dst_port);
	wire_put_u32(b + 4, h->seq);
	wire_put_u32(b + 8, h->ack);
	b[12] = (uint8_t)((TCP_HDR_LEN + options.len) / 4 << 4);
	b[13] = h->flags;
	wire_put_u16(b + 14, h->window);
	wire_put_u16(b + AT_CHECKSUM, 0);
	wire_put_u16(b + 18, h->urgent);
	memcpy(b + TCP_HDR_LEN, options.bytes, options.len);
	wire_put_u16(b + AT_CHECKSUM, checksum(b, packet_len(p), src, dst));
}

/* ---- RFC 2385 ---- */

/* The pseudo header as it stands in front of a segment of len bytes (RFC 9293 3.1, RFC 8200 8.1). */
static void digest_pseudo_header(GChecksum *sum, const NetAddr *src, const NetAddr *dst, size_t len)
{
	gsize addr_len = net_family_bits(src->family) / 8;
	uint8_t tail[8] = {0};

	g_checksum_update(sum, src->bytes, (gssize)addr_len);
	g_checksum_update(sum, dst->bytes, (gssize)addr_len);
	if (src->family == NET_AF_IPV4) {
		tail[1] = IP_PROTOCOL_TCP;
		wire_put_u16(tail + 2, (uint16_t)len);
		g_checksum_update(sum, tail, 4);
	} else {
		wire_put_u32(tail, (uint32_t)len);
		tail[7] = IP_PROTOCOL_TCP;
		g_checksum_update(sum, tail, 8);
	}
}

/* Pseudo header, header without options and with a checksum of zero, data, key. */
static void digest(const uint8_t *bytes, size_t len, const NetAddr *src, const NetAddr *dst,
		   const char *key, uint8_t *out)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_MD5);
	size_t header_len = (size_t)(bytes[12] >> 4) * 4;
	uint8_t header[TCP_HDR_LEN];
	gsize out_len = TCP_MD5_LEN;

	memcpy(header, bytes, sizeof header);
	wire_put_u16(header + AT_CHECKSUM, 0);
	digest_pseudo_header(sum, src, dst, len);
	g_checksum_update(sum, header, sizeof header);
	g_checksum_update(sum, bytes + header_len, (gssize)(len - header_len));
	g_checksum_update(sum, (const uint8_t *)key, (gssize)strlen(key));
	g_checksum_get_digest(sum, out, &out_len);
	g_checksum_free(sum);
}

/* The signature's place among options that tcp_hdr_push() has laid out. */
static uint8_t *find_md5(uint8_t *header)
{
	uint8_t *option = header + TCP_HDR_LEN;

	while (*option != OPTION_MD5) {
		g_assert(*option != OPTION_END);
		option += *option == OPTION_NOP ? 1 : option[1];
	}
	return option + 2;
}

void tcp_hdr_sign(Packet *p, const NetAddr *src, const NetAddr *dst, const char *key)
{
	uint8_t *b = packet_data(p);

	digest(b, packet_len(p), src, dst, key, find_md5(b));
	wire_put_u16(b + AT_CHECKSUM, 0);
	wire_put_u16(b + AT_CHECKSUM, checksum(b, packet_len(p), src, dst));
}

gboolean tcp_hdr_signed_with(const uint8_t *bytes, size_t len, const TcpHeader *h,
			     const NetAddr *src, const NetAddr *dst, const char *key)
{
	uint8_t expected[TCP_MD5_LEN];

	if (!h->has_md5)
		return FALSE;
	digest(bytes, len, src, dst, key, expected);
	return memcmp(expected, h->md5, sizeof expected) == 0;
}
