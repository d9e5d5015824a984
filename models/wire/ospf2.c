/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ospf2.h"

#include <string.h>

enum {
	VERSION = 2,
	LENGTH_OFFSET = 2,
	CHECKSUM_OFFSET = 12,
	AUTH_OFFSET = 16, /* the checksum leaves out the eight bytes of authentication */
	AUTH_LEN = 8,
};

static void read_hello(WireReader *r, Ospf2Packet *p)
{
	p->hello.mask = wire_read_u32(r);
	p->hello.hello_interval = wire_read_u16(r);
	p->hello.options = wire_read_u8(r);
	p->hello.priority = wire_read_u8(r);
	p->hello.dead_interval = wire_read_u32(r);
	p->hello.dr = wire_read_u32(r);
	p->hello.bdr = wire_read_u32(r);
	while (wire_left(r) > 0) {
		uint32_t neighbor = wire_read_u32(r);
		if (wire_ok(r))
			g_array_append_val(p->list, neighbor);
	}
}

static void write_hello(WireWriter *w, const Ospf2Packet *p)
{
	wire_write_u32(w, p->hello.mask);
	wire_write_u16(w, p->hello.hello_interval);
	wire_write_u8(w, p->hello.options);
	wire_write_u8(w, p->hello.priority);
	wire_write_u32(w, p->hello.dead_interval);
	wire_write_u32(w, p->hello.dr);
	wire_write_u32(w, p->hello.bdr);
	for (unsigned i = 0; i < p->list->len; i++)
		wire_write_u32(w, g_array_index(p->list, uint32_t, i));
}

static void read_headers(WireReader *r, Ospf2Packet *p)
{
	while (wire_left(r) > 0) {
		Ospf2LsaHeader header;
		ospf2_lsa_header_read(r, &header);
		if (wire_ok(r))
			g_array_append_val(p->list, header);
	}
}

static void write_headers(WireWriter *w, const Ospf2Packet *p)
{
	for (unsigned i = 0; i < p->list->len; i++)
		ospf2_lsa_header_write(w, &g_array_index(p->list, Ospf2LsaHeader, i));
}

static void read_dd(WireReader *r, Ospf2Packet *p)
{
	p->dd.mtu = wire_read_u16(r);
	p->dd.options = wire_read_u8(r);
	p->dd.flags = wire_read_u8(r);
	p->dd.seq = wire_read_u32(r);
	read_headers(r, p);
}

static void write_dd(WireWriter *w, const Ospf2Packet *p)
{
	wire_write_u16(w, p->dd.mtu);
	wire_write_u8(w, p->dd.options);
	wire_write_u8(w, p->dd.flags);
	wire_write_u32(w, p->dd.seq);
	write_headers(w, p);
}

static void read_request(WireReader *r, Ospf2Packet *p)
{
	while (wire_left(r) > 0) {
		Ospf2LsaKey key = {.type = wire_read_u32(r)};
		key.id = wire_read_u32(r);
		key.adv_router = wire_read_u32(r);
		if (wire_ok(r))
			g_array_append_val(p->list, key);
	}
}

static void write_request(WireWriter *w, const Ospf2Packet *p)
{
	for (unsigned i = 0; i < p->list->len; i++) {
		const Ospf2LsaKey *key = &g_array_index(p->list, Ospf2LsaKey, i);
		wire_write_u32(w, key->type);
		wire_write_u32(w, key->id);
		wire_write_u32(w, key->adv_router);
	}
}

static void read_update(WireReader *r, Ospf2Packet *p)
{
	uint32_t n = wire_read_u32(r);
	for (uint32_t i = 0; i < n && wire_ok(r); i++) {
		Ospf2LsaBytes lsa = {.bytes = r->pos};
		ospf2_lsa_header_read(r, &lsa.header);
		if (wire_ok(r))
			wire_skip(r, (size_t)lsa.header.length - OSPF2_LSA_HEADER_LEN);
		if (wire_ok(r))
			g_array_append_val(p->list, lsa);
	}
}

static void write_update(WireWriter *w, const Ospf2Packet *p)
{
	wire_write_u32(w, p->list->len);
	for (unsigned i = 0; i < p->list->len; i++) {
		const Ospf2LsaBytes *lsa = &g_array_index(p->list, Ospf2LsaBytes, i);
		ospf2_lsa_header_write(w, &lsa->header);
		wire_write_bytes(w, lsa->bytes + OSPF2_LSA_HEADER_LEN,
				 (size_t)lsa->header.length - OSPF2_LSA_HEADER_LEN);
	}
}

typedef struct PacketCodec {
	const char *name;
	size_t element; /* size of an element of the list */
	size_t on_wire; /* bytes that one takes at least */
	void (*read)(WireReader *r, Ospf2Packet *p);
	void (*write)(WireWriter *w, const Ospf2Packet *p);
} PacketCodec;

static const PacketCodec codecs[] = {
	[OSPF2_HELLO] = {"hello", sizeof(uint32_t), 4, read_hello, write_hello},
	[OSPF2_DATABASE_DESCRIPTION] = {"database-description", sizeof(Ospf2LsaHeader),
					OSPF2_LSA_HEADER_LEN, read_dd, write_dd},
	[OSPF2_LS_REQUEST] = {"link-state-request", sizeof(Ospf2LsaKey), OSPF2_REQUEST_ENTRY_LEN,
			      read_request, write_request},
	[OSPF2_LS_UPDATE] = {"link-state-update", sizeof(Ospf2LsaBytes), OSPF2_LSA_HEADER_LEN,
			     read_update, write_update},
	[OSPF2_LS_ACK] = {"link-state-ack", sizeof(Ospf2LsaHeader), OSPF2_LSA_HEADER_LEN,
			  read_headers, write_headers},
};

static const PacketCodec *packet_codec(unsigned type)
{
	return type >= OSPF2_HELLO && type <= OSPF2_LS_ACK ? &codecs[type] : NULL;
}

const char *ospf2_packet_type_name(unsigned type)
{
	const PacketCodec *codec = packet_codec(type);
	return codec ? codec->name : "unknown";
}

void ospf2_packet_init(Ospf2Packet *p, unsigned type, uint32_t router_id, uint32_t area_id)
{
	const PacketCodec *codec = packet_codec(type);

	g_assert(codec);
	*p = (Ospf2Packet){.type = (uint8_t)type, .router_id = router_id, .area_id = area_id};
	p->list = g_array_new(FALSE, FALSE, (guint)codec->element);
}

void ospf2_packet_clear(Ospf2Packet *p)
{
	g_clear_pointer(&p->list, g_array_unref);
}

static uint16_t packet_checksum(const uint8_t *bytes, size_t len)
{
	uint32_t sum = wire_checksum_add(0, bytes, AUTH_OFFSET);
	sum = wire_checksum_add(sum, bytes + OSPF2_HEADER_LEN, len - OSPF2_HEADER_LEN);
	return wire_checksum_finish(sum);
}

static void read_authentication(WireReader *r, Ospf2Packet *p)
{
	switch (p->auth_type) {
	case OSPF2_AUTH_SIMPLE:
		wire_read_bytes(r, p->password, OSPF2_PASSWORD_LEN);
		break;
	case OSPF2_AUTH_CRYPTOGRAPHIC:
		wire_skip(r, 2);
		p->key_id = wire_read_u8(r);
		p->digest_len = wire_read_u8(r);
		if (!ospf2_digest_len_known(p->digest_len))
			wire_fail(r, "OSPF digest is of an unknown length");
		p->auth_seq = wire_read_u32(r);
		break;
	default:
		wire_skip(r, AUTH_LEN);
	}
	if (p->auth_type > OSPF2_AUTH_CRYPTOGRAPHIC)
		wire_fail(r, "unknown OSPF authentication type");
}

/* The digest follows the packet, whose checksum is then not used. */
static void check_integrity(WireReader *r, Ospf2Packet *p, size_t len)
{
	if (!wire_ok(r))
		return;
	if (p->auth_type != OSPF2_AUTH_CRYPTOGRAPHIC) {
		/* A correct packet sums up to zero with its checksum in place. */
		if (packet_checksum(r->start, len) != 0)
			wire_fail(r, "OSPF checksum wrong");
	} else if ((size_t)(r->end - r->start) < len + p->digest_len) {
		wire_fail(r, "OSPF digest is missing");
	} else {
		p->digest = r->start + len;
	}
}

/* Reads the header and returns the packet's length without what follows it. */
static size_t read_header(WireReader *r, Ospf2Packet *p)
{
	if (wire_read_u8(r) != VERSION)
		wire_fail(r, "OSPF version is not 2");
	p->type = wire_read_u8(r);
	if (!packet_codec(p->type))
		wire_fail(r, "unknown OSPF packet type");
	size_t len = wire_read_u16(r);
	if (len < OSPF2_HEADER_LEN || len > (size_t)(r->end - r->start))
		wire_fail(r, "OSPF packet length outside the datagram");
	p->router_id = wire_read_u32(r);
	p->area_id = wire_read_u32(r);
	wire_skip(r, 2);
	p->auth_type = wire_read_u16(r);
	read_authentication(r, p);
	check_integrity(r, p, len);
	return len;
}

gboolean ospf2_packet_decode(const uint8_t *bytes, size_t len, Ospf2Packet *out, WireError *error)
{
	WireReader r;

	*out = (Ospf2Packet){0};
	wire_reader_init(&r, bytes, len);
	size_t own_len = read_header(&r, out);
	if (wire_ok(&r)) {
		const PacketCodec *codec = packet_codec(out->type);
		/* Room for all that can be in the rest. */
		out->list = g_array_sized_new(FALSE, FALSE, (guint)codec->element,
					      (guint)((bytes + own_len - r.pos) / codec->on_wire));
		size_t end = own_len + (out->digest ? out->digest_len : 0);
		out->trailer = bytes + end;
		out->trailer_len = len - end;
		r.end = bytes + own_len;
		codec->read(&r, out);
		if (wire_ok(&r) && wire_left(&r) > 0)
			wire_fail(&r, "bytes left after the OSPF packet's body");
	}
	if (!wire_ok(&r))
		ospf2_packet_clear(out);
	return wire_reader_done(&r, error);
}

gboolean ospf2_packet_digest_ok(const Ospf2Packet *p, const uint8_t *bytes, Ospf2Digest kind,
				const char *key)
{
	uint8_t digest[OSPF2_DIGEST_MAX];

	g_assert(p->digest);
	if (p->digest_len != ospf2_digest_len(kind))
		return FALSE;
	ospf2_digest_compute(kind, bytes, (size_t)(p->digest - bytes), key, digest);
	return memcmp(digest, p->digest, p->digest_len) == 0;
}

static void write_authentication(WireWriter *w, const Ospf2Packet *p)
{
	switch (p->auth_type) {
	case OSPF2_AUTH_SIMPLE:
		wire_write_bytes(w, p->password, OSPF2_PASSWORD_LEN);
		break;
	case OSPF2_AUTH_CRYPTOGRAPHIC:
		wire_write_u16(w, 0);
		wire_write_u8(w, p->key_id);
		wire_write_u8(w, (uint8_t)ospf2_digest_len(p->digest_kind));
		wire_write_u32(w, p->auth_seq);
		break;
	default:
		wire_write_zeros(w, AUTH_LEN);
	}
}

static void finish(WireWriter *w, const Ospf2Packet *p)
{
	uint8_t digest[OSPF2_DIGEST_MAX];

	if (w->error)
		return;
	wire_patch_u16(w, LENGTH_OFFSET, (uint16_t)w->len);
	if (p->auth_type != OSPF2_AUTH_CRYPTOGRAPHIC) {
		wire_patch_u16(w, CHECKSUM_OFFSET, packet_checksum(w->buf, w->len));
		return;
	}
	ospf2_digest_compute(p->digest_kind, w->buf, w->len, p->key, digest);
	wire_write_bytes(w, digest, ospf2_digest_len(p->digest_kind));
}

void ospf2_packet_encode(const Ospf2Packet *p, WireWriter *w)
{
	g_assert(w->len == 0);
	wire_write_u8(w, VERSION);
	wire_write_u8(w, p->type);
	wire_write_u16(w, 0);
	wire_write_u32(w, p->router_id);
	wire_write_u32(w, p->area_id);
	wire_write_u16(w, 0);
	wire_write_u16(w, p->auth_type);
	write_authentication(w, p);
	packet_codec(p->type)->write(w, p);
	finish(w, p);
	wire_write_bytes(w, p->trailer, p->trailer_len);
}
