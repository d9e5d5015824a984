/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/cursor.h"

#include <string.h>

#define FIRST_SIZE 256 /* of a writer: most messages never need more */

static const char too_short[] = "message is too short";

gboolean wire_error(WireError *error, size_t offset, const char *text)
{
	if (error)
		*error = (WireError){.offset = offset, .text = text};
	return FALSE;
}

void wire_reader_init(WireReader *r, const void *bytes, size_t len)
{
	static const uint8_t nothing[1]; /* for NULL, to which C adds not even 0 */
	const uint8_t *start = bytes ? bytes : nothing;

	*r = (WireReader){.start = start, .pos = start, .end = start + len};
}

void wire_fail(WireReader *r, const char *text)
{
	if (r->error)
		return;
	r->error = text;
	r->error_offset = wire_offset(r);
}

gboolean wire_reader_done(const WireReader *r, WireError *error)
{
	return r->error ? wire_error(error, r->error_offset, r->error) : TRUE;
}

/* The next len bytes, which r then skips; NULL and an error where there are fewer. */
static const uint8_t *take(WireReader *r, size_t len)
{
	const uint8_t *p = r->pos;

	if (G_UNLIKELY(r->error || (size_t)(r->end - p) < len)) {
		wire_fail(r, too_short);
		return NULL;
	}
	r->pos = p + len;
	return p;
}

WireReader wire_read_sub(WireReader *r, size_t len)
{
	const uint8_t *p = take(r, len);
	WireReader sub;

	wire_reader_init(&sub, p ? p : r->pos, p ? len : 0);
	if (!p)
		wire_fail(&sub, r->error);
	return sub;
}

uint8_t wire_read_u8(WireReader *r)
{
	const uint8_t *p = take(r, 1);

	return p ? *p : 0;
}

uint16_t wire_read_u16(WireReader *r)
{
	const uint8_t *p = take(r, 2);

	return p ? wire_get_u16(p) : 0;
}

uint32_t wire_read_u24(WireReader *r)
{
	const uint8_t *p = take(r, 3);

	return p ? (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2] : 0;
}

uint32_t wire_read_u32(WireReader *r)
{
	const uint8_t *p = take(r, 4);

	return p ? wire_get_u32(p) : 0;
}

uint64_t wire_read_u64(WireReader *r)
{
	const uint8_t *p = take(r, 8);

	return p ? (uint64_t)wire_get_u32(p) << 32 | wire_get_u32(p + 4) : 0;
}

void wire_read_bytes(WireReader *r, void *out, size_t len)
{
	const uint8_t *p = take(r, len);

	if (len == 0)
		return;
	if (p)
		memcpy(out, p, len);
	else
		memset(out, 0, len);
}

NetAddr wire_read_ipv4(WireReader *r)
{
	return net_addr_ipv4(wire_read_u32(r));
}

NetAddr wire_read_ipv6(WireReader *r)
{
	NetAddr a = {NET_AF_IPV6, {0}};

	wire_read_bytes(r, a.bytes, sizeof a.bytes);
	return a;
}

void wire_skip(WireReader *r, size_t len)
{
	take(r, len);
}

void wire_writer_init(WireWriter *w, size_t limit)
{
	*w = (WireWriter){.limit = limit};
}

void wire_writer_clear(WireWriter *w)
{
	g_free(w->buf);
	wire_writer_init(w, w->limit);
}

uint8_t *wire_writer_take(WireWriter *w, size_t *len)
{
	uint8_t *buf = NULL;

	*len = 0;
	if (!w->error) {
		buf = w->buf ? w->buf : g_malloc(1);
		*len = w->len;
		w->buf = NULL;
	}
	wire_writer_clear(w);
	return buf;
}

static gboolean make_room(WireWriter *w, size_t len)
{
	if (w->error || len > w->limit - w->len) {
		if (!w->error)
			w->error = "message is too long";
		return FALSE;
	}
	w->size = MAX(w->len + len, MAX(2 * w->size, FIRST_SIZE));
	w->buf = g_realloc(w->buf, w->size);
	return TRUE;
}

/* Room for len more bytes; NULL where that is too much. */
static inline uint8_t *grow(WireWriter *w, size_t len)
{
	uint8_t *p;
	gboolean has_room = !w->error && w->buf && len <= MIN(w->size, w->limit) - w->len;

	if (G_UNLIKELY(!has_room) && !make_room(w, len))
		return NULL;
	p = w->buf + w->len;
	w->len += len;
	return p;
}

void wire_write_u8(WireWriter *w, uint8_t v)
{
	uint8_t *p = grow(w, 1);

	if (p)
		*p = v;
}

void wire_write_u16(WireWriter *w, uint16_t v)
{
	uint8_t *p = grow(w, 2);

	if (p)
		wire_put_u16(p, v);
}

void wire_write_u24(WireWriter *w, uint32_t v)
{
	uint8_t *p = grow(w, 3);

	g_assert(v < 1u << 24);
	if (!p)
		return;
	*p = (uint8_t)(v >> 16);
	wire_put_u16(p + 1, (uint16_t)v);
}

void wire_write_u32(WireWriter *w, uint32_t v)
{
	uint8_t *p = grow(w, 4);

	if (p)
		wire_put_u32(p, v);
}

void wire_write_u64(WireWriter *w, uint64_t v)
{
	uint8_t *p = grow(w, 8);

	if (!p)
		return;
	wire_put_u32(p, (uint32_t)(v >> 32));
	wire_put_u32(p + 4, (uint32_t)v);
}

void wire_write_bytes(WireWriter *w, const void *bytes, size_t len)
{
	uint8_t *p = grow(w, len);

	if (p && len)
		memcpy(p, bytes, len);
}

void wire_write_zeros(WireWriter *w, size_t len)
{
	uint8_t *p = grow(w, len);

	if (p && len)
		memset(p, 0, len);
}

void wire_write_addr(WireWriter *w, const NetAddr *a)
{
	wire_write_bytes(w, a->bytes, net_family_bits(a->family) / 8);
}

void wire_patch_u8(WireWriter *w, size_t offset, uint8_t v)
{
	if (w->error)
		return;
	g_assert(offset < w->len);
	w->buf[offset] = v;
}

void wire_patch_u16(WireWriter *w, size_t offset, uint16_t v)
{
	if (w->error)
		return;
	g_assert(w->len >= 2 && offset <= w->len - 2);
	wire_put_u16(w->buf + offset, v);
}

uint32_t wire_checksum_add(uint32_t sum, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	uint64_t wide = sum;

	for (; len >= 4; p += 4, len -= 4)
		wide += wire_get_u32(p);
	if (len >= 2) {
		wide += wire_get_u16(p);
		p += 2;
		len -= 2;
	}
	if (len)
		wide += (uint32_t)*p << 8;
	wide = (wide & UINT32_MAX) + (wide >> 32);
	wide = (wide & UINT32_MAX) + (wide >> 32);
	return (uint32_t)wide;
}

uint16_t wire_checksum_finish(uint32_t sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}
