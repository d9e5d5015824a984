/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bounds-checked readers and writers with a sticky error. A codec reads or writes straight on and
 * looks at the error once, at the end of a structure: after the first error a reader yields zeros
 * and a writer drops what it is given.
 *
 * All numbers on the wire are in network byte order.
 */
#ifndef WIRE_CURSOR_H
#define WIRE_CURSOR_H

#include "models/net/addr.h"

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* What is wrong with a peer's bytes, in the terms of its protocol: code and subcode are what the
 * protocol's notification carries (BGP), or its status code (LDP); 0 where it has none. */
typedef struct WireError {
	uint16_t code;
	uint16_t subcode;
	uint32_t status; /* LDP status code */
	size_t offset;   /* of the offending byte in the message */
	const char
		*text; /* static, in words: "LSA length below 20"; NULL where there is no error */
} WireError;

/* Fills *error, which may be NULL, and returns FALSE: for decoders to end with. */
gboolean wire_error(WireError *error, size_t offset, const char *text);

typedef struct WireReader {
	const uint8_t *start, *pos, *end;
	const char *error; /* static text; NULL while all is well */
	size_t error_offset;
} WireReader;

void wire_reader_init(WireReader *r, const void *bytes, size_t len);
/* A reader of the next len bytes, which r then skips. */
WireReader wire_read_sub(WireReader *r, size_t len);
uint8_t wire_read_u8(WireReader *r);
uint16_t wire_read_u16(WireReader *r);
uint32_t wire_read_u24(WireReader *r);
uint32_t wire_read_u32(WireReader *r);
uint64_t wire_read_u64(WireReader *r);
void wire_read_bytes(WireReader *r, void *out, size_t len); /* zeros where too short */
NetAddr wire_read_ipv4(WireReader *r);
NetAddr wire_read_ipv6(WireReader *r);
void wire_skip(WireReader *r, size_t len);
/* Marks the reader as failed at its current place, unless it has failed already. */
void wire_fail(WireReader *r, const char *text);
/* TRUE while all is well; else FALSE with text and offset in *error, which may be NULL. */
gboolean wire_reader_done(const WireReader *r, WireError *error);

static inline size_t wire_left(const WireReader *r)
{
	return r->error ? 0 : (size_t)(r->end - r->pos);
}
static inline gboolean wire_ok(const WireReader *r)
{
	return r->error == NULL;
}
static inline size_t wire_offset(const WireReader *r)
{
	return (size_t)(r->pos - r->start);
}

/* Writes into a growing buffer that the writer owns until wire_writer_take() or _clear(). */
typedef struct WireWriter {
	uint8_t *buf;
	size_t len, size;
	size_t limit; /* more than this is an error; SIZE_MAX for none */
	const char *error;
} WireWriter;

void wire_writer_init(WireWriter *w, size_t limit);
void wire_writer_clear(WireWriter *w);
/* The bytes, to be freed with g_free(); NULL where the writer failed. Clears the writer. */
uint8_t *wire_writer_take(WireWriter *w, size_t *len);
void wire_write_u8(WireWriter *w, uint8_t v);
void wire_write_u16(WireWriter *w, uint16_t v);
void wire_write_u24(WireWriter *w, uint32_t v);
void wire_write_u32(WireWriter *w, uint32_t v);
void wire_write_u64(WireWriter *w, uint64_t v);
void wire_write_bytes(WireWriter *w, const void *bytes, size_t len);
void wire_write_zeros(WireWriter *w, size_t len);
void wire_write_addr(WireWriter *w, const NetAddr *a); /* 4 or 16 bytes */
/* Overwrites earlier bytes: for lengths and checksums known at the end only. */
void wire_patch_u8(WireWriter *w, size_t offset, uint8_t v);
void wire_patch_u16(WireWriter *w, size_t offset, uint16_t v);

/* Plain loads and stores, for headers of fixed size whose bounds have been checked as a whole. */
static inline uint16_t wire_get_u16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}
static inline uint32_t wire_get_u32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}
static inline void wire_put_u16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}
static inline void wire_put_u32(uint8_t *p, uint32_t v)
{
	wire_put_u16(p, (uint16_t)(v >> 16));
	wire_put_u16(p + 2, (uint16_t)v);
}

/* RFC 1071. sum is what wire_checksum_add() gave for earlier parts of even length, 0 at first. */
uint32_t wire_checksum_add(uint32_t sum, const void *bytes, size_t len);
uint16_t wire_checksum_finish(uint32_t sum); /* the value for the header field */

#endif
