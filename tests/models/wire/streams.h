/* SPDX-License-Identifier: Apache-2.0 */
/* The TCP streams of a capture, put together again: for codec tests of protocols over TCP. */
#ifndef TESTS_STREAMS_H
#define TESTS_STREAMS_H

#include "models/net/addr.h"
#include "tests/support/capture.h"

/* One direction of a connection, or what is between two gaps of it: where a connection moved to another
 * link and back, a capture has parts of it. */
typedef struct Stream {
	NetAddr src, dst; /* IPv4 or IPv6 */
	uint16_t src_port, dst_port;
	gboolean after_gap; /* bytes are missing in front */
	GByteArray *bytes;
} Stream;

/* Of Stream, owned: those with the port on either side, connections in order of first appearance. */
GPtrArray *streams_of(const Capture *c, uint16_t port);

#endif
