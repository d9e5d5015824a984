/* SPDX-License-Identifier: Apache-2.0 */
/* The TCP streams of a capture, put together again: for codec tests of protocols over TCP. */
#ifndef TESTS_STREAMS_H
#define TESTS_STREAMS_H

#include "models/net/addr.h"
#include "models/wire/ipv4.h"
#include "tests/support/capture.h"

/* One direction of a connection. */
typedef struct Stream {
	NetAddr src, dst;
	uint16_t src_port, dst_port;
	uint32_t next; /* sequence number of the next new byte */
	GByteArray *bytes;
} Stream;

/* Of Stream, owned, in order of first appearance: those with the port on either side. */
GPtrArray *streams_of(const Capture *c, uint16_t port);

/* Skips Ethernet and labels; FALSE where no IPv4 packet is under them. *at is its header. */
gboolean streams_find_ipv4(const CaptureFrame *frame, const uint8_t **at, Ipv4Header *ip);

#endif
