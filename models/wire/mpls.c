/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/mpls.h"

#include <string.h>

#define BOTTOM 0x100u

static void decode_word(uint32_t word, MplsEntry *out, gboolean *bottom)
{
	*out = (MplsEntry){
		.label = word >> 12,
		.tc = word >> 9 & 7,
		.ttl = (uint8_t)word,
		.kind = LABEL_KIND_NONE,
	};
	*bottom = (word & BOTTOM) != 0;
}

gboolean mpls_decode(const uint8_t *bytes, size_t len, MplsEntry *out, gboolean *bottom,
		     WireError *error)
{
	if (len < MPLS_ENTRY_LEN)
		return wire_error(error, len, "packet ends within its label stack");
	decode_word(wire_get_u32(bytes), out, bottom);
	return TRUE;
}

void mpls_encode(const MplsEntry *e, gboolean bottom, uint8_t out[MPLS_ENTRY_LEN])
{
	g_assert(e->label <= NET_LABEL_MAX && e->tc <= 7);
	wire_put_u32(out, e->label << 12 | (uint32_t)e->tc << 9 | (bottom ? BOTTOM : 0) | e->ttl);
}

gboolean mpls_top(const Packet *p, MplsEntry *out, gboolean *bottom)
{
	if (!mpls_decode(p->buf + p->start, packet_len(p), out, bottom, NULL))
		return FALSE;
	if (p->n_kinds)
		out->kind = p->kinds[0];
	return TRUE;
}

void mpls_push(Packet *p, const MplsEntry *e, gboolean bottom)
{
	mpls_encode(e, bottom, packet_push(p, MPLS_ENTRY_LEN));
	if (p->n_kinds < LABEL_STACK_MAX)
		p->n_kinds++;
	memmove(p->kinds + 1, p->kinds, p->n_kinds - 1u);
	p->kinds[0] = e->kind;
}

gboolean mpls_pop(Packet *p)
{
	gboolean bottom;
	MplsEntry e;

	decode_word(wire_get_u32(packet_data(p)), &e, &bottom);
	packet_pull(p, MPLS_ENTRY_LEN);
	if (p->n_kinds) {
		p->n_kinds--;
		memmove(p->kinds, p->kinds + 1, p->n_kinds);
	}
	return bottom;
}

void mpls_set_top(Packet *p, const MplsEntry *e)
{
	uint8_t *top = packet_data(p);

	g_assert(p->refs == 1 && packet_len(p) >= MPLS_ENTRY_LEN);
	mpls_encode(e, (wire_get_u32(top) & BOTTOM) != 0, top);
	p->n_kinds = MAX(p->n_kinds, 1);
	p->kinds[0] = e->kind;
}
