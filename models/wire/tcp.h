/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The TCP header (RFC 9293 3.1) with the options maximum segment size, window scale, SACK permitted
 * and timestamps (RFC 7323, RFC 2018), and the MD5 signature (RFC 2385); others are kept as bytes.
 *
 * Options are written in the order MSS, SACK permitted, timestamps, window scale, MD5, others. Each is
 * preceded by no-operations so that it ends on a word boundary, except that SACK permitted takes
 * the place of the two in front of the timestamps: what most hosts send.
 */
#ifndef WIRE_TCP_H
#define WIRE_TCP_H

#include "models/net/packet.h"
#include "models/wire/cursor.h"

enum {
	TCP_HDR_LEN = 20,         /* without options */
	TCP_HDR_OPTIONS_MAX = 40, /* bytes */
	TCP_MD5_LEN = 16,         /* of a digest */
	TCP_MD5_ROOM = 20,        /* what the option takes in a header, with its padding */
};

enum {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
	TCP_URG = 0x20,
	TCP_ECE = 0x40,
	TCP_CWR = 0x80,
};

typedef struct TcpHeader {
	uint16_t src_port, dst_port;
	uint32_t seq, ack;
	uint16_t window; /* as it stands on the wire, not scaled */
	uint16_t urgent;
	uint8_t flags; /* TCP_FIN ... */
	gboolean has_mss, has_window_scale, sack_permitted, has_timestamps;
	uint16_t mss;
	uint8_t window_scale;
	uint32_t timestamp, timestamp_echo;
	gboolean has_md5;
	uint8_t md5[TCP_MD5_LEN];
	/* Options of other kinds, one after the other without padding. */
	uint8_t other_len;
	uint8_t other[TCP_HDR_OPTIONS_MAX];
	/* Set by tcp_hdr_decode(), not looked at by tcp_hdr_push(). */
	uint8_t header_len;
} TcpHeader;

/* Appends the flags as "SYN,ACK"; nothing for none. */
void tcp_hdr_flags_append(uint8_t flags, GString *out);

/* len is the exact length of the segment. Verifies the checksum with the pseudo header. */
gboolean tcp_hdr_decode(const uint8_t *bytes, size_t len, const NetAddr *src, const NetAddr *dst,
			TcpHeader *out, WireError *error);
/* Prepends the header; the packet so far is the data. p is writable. The options must fit. */
void tcp_hdr_push(Packet *p, const TcpHeader *h, const NetAddr *src, const NetAddr *dst);

/* RFC 2385 2: signs a segment as tcp_hdr_push() left it, with room for the signature (has_md5). */
void tcp_hdr_sign(Packet *p, const NetAddr *src, const NetAddr *dst, const char *key);
/* TRUE where the segment, from which h was decoded, is signed with that key. */
gboolean tcp_hdr_signed_with(const uint8_t *bytes, size_t len, const TcpHeader *h,
			     const NetAddr *src, const NetAddr *dst, const char *key);

#endif
