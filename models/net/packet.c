/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/packet.h"

#include <string.h>

static void extra_unref(PacketExtra *extra)
{
	if (extra && --extra->refs == 0)
		extra->free(extra);
}

Packet *packet_new(const void *bytes, size_t len)
{
	size_t size = PACKET_HEADROOM + len;
	Packet *p;

	g_assert(size <= UINT32_MAX);
	p = g_malloc(sizeof *p + size);
	*p = (Packet){
		.refs = 1,
		.start = PACKET_HEADROOM,
		.end = (uint32_t)size,
		.size = (uint32_t)size,
	};
	if (bytes)
		memcpy(p->buf + p->start, bytes, len);
	else
		memset(p->buf + p->start, 0, len);
	return p;
}

Packet *packet_ref(Packet *p)
{
	p->refs++;
	return p;
}

void packet_unref(Packet *p)
{
	if (!p || --p->refs > 0)
		return;
	extra_unref(p->extra);
	g_free(p);
}

Packet *packet_writable(Packet *p)
{
	Packet *copy;

	if (p->refs == 1)
		return p;
	copy = packet_copy(p);
	packet_unref(p);
	return copy;
}

Packet *packet_copy(const Packet *p)
{
	Packet *copy = packet_new(p->buf + p->start, packet_len(p));

	copy->cause = p->cause;
	copy->extra = p->extra;
	if (copy->extra)
		copy->extra->refs++;
	copy->n_kinds = p->n_kinds;
	memcpy(copy->kinds, p->kinds, sizeof copy->kinds);
	return copy;
}

uint8_t *packet_push(Packet *p, size_t len)
{
	g_assert(p->refs == 1 && len <= p->start);
	p->start -= (uint32_t)len;
	return p->buf + p->start;
}

void packet_pull(Packet *p, size_t len)
{
	g_assert(p->refs == 1 && len <= packet_len(p));
	p->start += (uint32_t)len;
}

void packet_trim(Packet *p, size_t len)
{
	g_assert(p->refs == 1 && len <= packet_len(p));
	p->end = p->start + (uint32_t)len;
}

void packet_set_extra(Packet *p, PacketExtra *extra)
{
	PacketExtra *former = p->extra;

	p->extra = extra;
	extra_unref(former);
}
