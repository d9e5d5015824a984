/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The extension structure behind the quoted packet of an ICMP error (RFC 4884 7): a header of version
 * 2 with its checksum, then objects. One is known, the MPLS label stack of RFC 4950: the stack with
 * which the packet had come in. Others are skipped.
 */
#ifndef WIRE_ICMP_EXTENSION_H
#define WIRE_ICMP_EXTENSION_H

#include "models/net/label.h"
#include "models/wire/cursor.h"

enum {
	ICMP_EXTENSION_HEADER_LEN = 4,
	ICMP_OBJECT_HEADER_LEN = 4,
	ICMP_EXTENSION_MAX =
		ICMP_EXTENSION_HEADER_LEN + ICMP_OBJECT_HEADER_LEN + LABEL_STACK_MAX * 4,
};

/* Writes the structure for a stack, top first, of 1 to LABEL_STACK_MAX entries; returns its length. */
size_t icmp_extension_encode(const MplsEntry *stack, unsigned depth,
			     uint8_t out[ICMP_EXTENSION_MAX]);

/* Reads the label stack; *depth is 0 where there is none. Entries past LABEL_STACK_MAX are left out.
 * FALSE where the structure is not sound. */
gboolean icmp_extension_decode(const uint8_t *bytes, size_t len, MplsEntry *stack, uint8_t *depth,
			       WireError *error);

#endif
