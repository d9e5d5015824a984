/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/rip.h"

#include <string.h>

enum {
	FAMILY_AUTH = 0xffff,
	TRAILER_TYPE = 1,
	TRAILER_HEADER_LEN = RIP_TRAILER_LEN - RIP_DIGEST_LEN,
};

const char *rip_command_name(uint8_t command)
{
	static const char *const names[] = {[RIP_REQUEST] = "request", [RIP_RESPONSE] = "response"};

	return command < G_N_ELEMENTS(names) ? names[command] : NULL;
}

/* The length that it gives reaches up to the trailer, which must be the end (RFC 2082 3.2). Others have
 * the trailer's header in the length of the digest. */
static void read_md5(WireReader *r, size_t len, RipMessage *out)
{
	size_t trailer = wire_read_u16(r);
	out->key_id = wire_read_u8(r);
	uint8_t digest_len = wire_read_u8(r);

	out->sequence = wire_read_u32(r);
	wire_skip(r, 8);
	if (digest_len != RIP_DIGEST_LEN && digest_len != RIP_TRAILER_LEN)
		wire_fail(r, "RIP digest has another length than MD5");
	else if (trailer + RIP_TRAILER_LEN != len || wire_offset(r) > trailer)
		wire_fail(r, "RIP digest is not at the end");
	if (!wire_ok(r))
		return;
	out->signed_len = trailer + TRAILER_HEADER_LEN;
	if (wire_get_u16(r->start + trailer) != FAMILY_AUTH ||
	    wire_get_u16(r->start + trailer + 2) != TRAILER_TYPE)
		wire_fail(r, "RIP trailer has no digest");
	r->end = r->start + trailer;
}

static void read_auth(WireReader *r, size_t len, RipMessage *out)
{
	uint16_t type = wire_read_u16(r);

	out->auth = (RipAuthType)type;
	if (type == RIP_AUTH_SIMPLE)
		wire_read_bytes(r, out->password, sizeof(out->password));
	else if (type == RIP_AUTH_MD5)
		read_md5(r, len, out);
	else
		wire_fail(r, "RIP authentication type is unknown");
}

static void read_entry(WireReader *r, uint16_t family, RipMessage *out)
{
	RipEntry *entry = &out->entries[out->n_entries++];

	entry->family = family;
	entry->tag = wire_read_u16(r);
	entry->address = wire_read_u32(r);
	entry->mask = wire_read_u32(r);
	entry->next_hop = wire_read_u32(r);
	entry->metric = wire_read_u32(r);
}

static void read_entries(WireReader *r, size_t len, RipMessage *out)
{
	gboolean first = TRUE;

	while (wire_left(r) > 0) {
		uint16_t family = wire_read_u16(r);
		if (first && family == FAMILY_AUTH)
			read_auth(r, len, out);
		else if (out->n_entries == RIP_ENTRIES_MAX)
			wire_fail(r, "RIP message has more than 25 entries");
		else
			read_entry(r, family, out);
		first = FALSE;
	}
}

gboolean rip_decode(const uint8_t *bytes, size_t len, RipMessage *out, WireError *error)
{
	WireReader r;

	*out = (RipMessage){0};
	wire_reader_init(&r, bytes, len);
	out->command = wire_read_u8(&r);
	out->version = wire_read_u8(&r);
	wire_skip(&r, 2);
	if (wire_ok(&r) && !rip_command_name(out->command))
		wire_fail(&r, "RIP command is unknown");
	if (wire_ok(&r) && out->version == 0)
		wire_fail(&r, "RIP version is 0");
	read_entries(&r, len, out);
	return wire_reader_done(&r, error);
}

/* RFC 2082 3.2.1: MD5 of the message, the trailer's header included, and the key, padded with zeros. */
static void compute_digest(const uint8_t *bytes, size_t len, const char *key,
			   uint8_t out[RIP_DIGEST_LEN])
{
	GChecksum *md5 = g_checksum_new(G_CHECKSUM_MD5);
	uint8_t padded[RIP_KEY_MAX] = {0};
	gsize size = RIP_DIGEST_LEN;

	memcpy(padded, key, MIN(strlen(key), sizeof(padded)));
	g_checksum_update(md5, bytes, (gssize)len);
	g_checksum_update(md5, padded, sizeof(padded));
	g_checksum_get_digest(md5, out, &size);
	g_checksum_free(md5);
}

static void write_auth(const RipMessage *m, WireWriter *w)
{
	wire_write_u16(w, FAMILY_AUTH);
	wire_write_u16(w, (uint16_t)m->auth);
	if (m->auth == RIP_AUTH_SIMPLE) {
		wire_write_bytes(w, m->password, sizeof(m->password));
		return;
	}
	wire_write_u16(w, (uint16_t)(RIP_HEADER_LEN + RIP_ENTRY_LEN * (m->n_entries + 1)));
	wire_write_u8(w, m->key_id);
	wire_write_u8(w, RIP_DIGEST_LEN);
	wire_write_u32(w, m->sequence);
	wire_write_zeros(w, 8);
}

static void write_entry(const RipEntry *entry, WireWriter *w)
{
	wire_write_u16(w, entry->family);
	wire_write_u16(w, entry->tag);
	wire_write_u32(w, entry->address);
	wire_write_u32(w, entry->mask);
	wire_write_u32(w, entry->next_hop);
	wire_write_u32(w, entry->metric);
}

static void write_digest(size_t begin, const char *key, WireWriter *w)
{
	uint8_t digest[RIP_DIGEST_LEN];

	wire_write_u16(w, FAMILY_AUTH);
	wire_write_u16(w, TRAILER_TYPE);
	if (w->error)
		return;
	compute_digest(w->buf + begin, w->len - begin, key, digest);
	wire_write_bytes(w, digest, sizeof(digest));
}

void rip_encode(const RipMessage *m, const char *key, WireWriter *w)
{
	size_t begin = w->len;

	wire_write_u8(w, m->command);
	wire_write_u8(w, m->version);
	wire_write_zeros(w, 2);
	if (m->auth != RIP_AUTH_NONE)
		write_auth(m, w);
	for (unsigned i = 0; i < m->n_entries; i++)
		write_entry(&m->entries[i], w);
	if (m->auth == RIP_AUTH_MD5)
		write_digest(begin, key, w);
}

gboolean rip_digest_ok(const RipMessage *m, const uint8_t *bytes, const char *key)
{
	uint8_t digest[RIP_DIGEST_LEN];

	compute_digest(bytes, m->signed_len, key, digest);
	return memcmp(digest, bytes + m->signed_len, sizeof(digest)) == 0;
}
