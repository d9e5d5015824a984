/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/icmp_extension.h"

#include "models/wire/mpls.h"

enum { VERSION = 2, CLASS_LABEL_STACK = 1, TYPE_INCOMING_STACK = 1 };

size_t icmp_extension_encode(const MplsEntry *stack, unsigned depth,
			     uint8_t out[ICMP_EXTENSION_MAX])
{
	uint8_t *object = out + ICMP_EXTENSION_HEADER_LEN;
	uint16_t object_len = (uint16_t)(ICMP_OBJECT_HEADER_LEN + depth * MPLS_ENTRY_LEN);
	size_t len = ICMP_EXTENSION_HEADER_LEN + object_len;

	g_assert(depth > 0 && depth <= LABEL_STACK_MAX);
	wire_put_u16(out, VERSION << 12);
	wire_put_u16(out + 2, 0);
	wire_put_u16(object, object_len);
	object[2] = CLASS_LABEL_STACK;
	object[3] = TYPE_INCOMING_STACK;
	for (unsigned i = 0; i < depth; i++)
		mpls_encode(&stack[i], i + 1 == depth,
			    object + ICMP_OBJECT_HEADER_LEN + (size_t)i * MPLS_ENTRY_LEN);
	wire_put_u16(out + 2, wire_checksum_finish(wire_checksum_add(0, out, len)));
	return len;
}

static void read_stack(const uint8_t *bytes, size_t len, MplsEntry *stack, uint8_t *depth)
{
	gboolean bottom = FALSE;

	for (; !bottom && len >= MPLS_ENTRY_LEN && *depth < LABEL_STACK_MAX; ++*depth) {
		mpls_decode(bytes, len, &stack[*depth], &bottom, NULL);
		bytes += MPLS_ENTRY_LEN;
		len -= MPLS_ENTRY_LEN;
	}
}

gboolean icmp_extension_decode(const uint8_t *bytes, size_t len, MplsEntry *stack, uint8_t *depth,
			       WireError *error)
{
	size_t at = ICMP_EXTENSION_HEADER_LEN;

	*depth = 0;
	if (len < ICMP_EXTENSION_HEADER_LEN)
		return wire_error(error, len, "ICMP extension is too short");
	if (bytes[0] >> 4 != VERSION)
		return wire_error(error, 0, "ICMP extension version is not 2");
	if (wire_get_u16(bytes + 2) != 0 &&
	    wire_checksum_finish(wire_checksum_add(0, bytes, len)) != 0)
		return wire_error(error, 2, "ICMP extension checksum is wrong");
	while (at < len) {
		size_t left = len - at;
		uint16_t object_len = left < ICMP_OBJECT_HEADER_LEN ? 0 : wire_get_u16(bytes + at);

		if (object_len < ICMP_OBJECT_HEADER_LEN || object_len > left)
			return wire_error(error, at, "ICMP extension object has a wrong length");
		if (bytes[at + 2] == CLASS_LABEL_STACK && bytes[at + 3] == TYPE_INCOMING_STACK)
			read_stack(bytes + at + ICMP_OBJECT_HEADER_LEN,
				   object_len - (size_t)ICMP_OBJECT_HEADER_LEN, stack, depth);
		at += object_len;
	}
	return TRUE;
}
