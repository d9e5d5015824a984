/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A packet: real bytes with room in front for headers, reference-counted, with what the simulator
 * knows about it beside the bytes (never instead of them).
 */
#ifndef NET_PACKET_H
#define NET_PACKET_H

#include "models/net/label.h"

#include <glib.h>
#include <stdint.h>

#define PACKET_HEADROOM 128 /* enough for Ethernet, VLANs, eight labels and IPv6 */

/* Something that rides along: decoded forms, slices of a TCP stream. Immutable once attached. */
typedef struct PacketExtra {
	unsigned refs;
	void (*free)(struct PacketExtra *extra);
} PacketExtra;

typedef struct Packet {
	unsigned refs;
	uint32_t start, end; /* the packet is buf[start..end) */
	uint32_t size;
	uint64_t cause;     /* record that sent it */
	PacketExtra *extra; /* owned reference, or NULL */
	/* Kinds of the labels on the stack, top first, as the last router that wrote them knew. */
	uint8_t n_kinds;
	uint8_t kinds[LABEL_STACK_MAX];
	uint8_t buf[];
} Packet;

/* A packet of len bytes, copied from bytes (zeroed where NULL), with PACKET_HEADROOM in front. */
Packet *packet_new(const void *bytes, size_t len);
Packet *packet_ref(Packet *p);
void packet_unref(Packet *p); /* NULL is fine */
/* A packet that the caller may change: p itself where it holds the only reference, else a copy
 * (the caller's reference to p is given up). */
Packet *packet_writable(Packet *p);
/* An own copy with its own headroom. */
Packet *packet_copy(const Packet *p);

static inline uint8_t *packet_data(Packet *p)
{
	return p->buf + p->start;
}
static inline size_t packet_len(const Packet *p)
{
	return p->end - p->start;
}
/* Prepends len bytes and returns their start. Asserts that there is headroom. p is writable. */
uint8_t *packet_push(Packet *p, size_t len);
/* Drops len bytes in front. Asserts that there are as many. p is writable. */
void packet_pull(Packet *p, size_t len);
/* Cuts the packet to len bytes (Ethernet padding). p is writable. */
void packet_trim(Packet *p, size_t len);
/* Takes over the caller's reference to extra; the former one is released. */
void packet_set_extra(Packet *p, PacketExtra *extra);

#endif
