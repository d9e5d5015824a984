/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ospf2_lsa.h"

enum {
	AGE_LEN = 2, /* the checksum does not cover it */
	CHECKSUM_OFFSET = 16,
	LENGTH_OFFSET = 18,
	ROUTER_LINK_LEN = 12, /* without metrics by type of service */
	MAX_AGE_DIFF = 900,   /* seconds, RFC 2328 appendix B */
	EXTERNAL_E = 0x80,
};

static const char *const type_names[] = {
	[OSPF2_LSA_ROUTER] = "router",           [OSPF2_LSA_NETWORK] = "network",
	[OSPF2_LSA_SUMMARY] = "summary",         [OSPF2_LSA_SUMMARY_ASBR] = "asbr-summary",
	[OSPF2_LSA_EXTERNAL] = "as-external",    [OSPF2_LSA_NSSA] = "nssa-external",
	[OSPF2_LSA_OPAQUE_LINK] = "opaque-link", [OSPF2_LSA_OPAQUE_AREA] = "opaque-area",
	[OSPF2_LSA_OPAQUE_AS] = "opaque-as",
};

const char *ospf2_lsa_type_name(unsigned type)
{
	if (type < G_N_ELEMENTS(type_names) && type_names[type])
		return type_names[type];
	return "unknown";
}

void ospf2_lsa_header_read(WireReader *r, Ospf2LsaHeader *out)
{
	out->age = wire_read_u16(r);
	out->options = wire_read_u8(r);
	out->key.type = wire_read_u8(r);
	out->key.id = wire_read_u32(r);
	out->key.adv_router = wire_read_u32(r);
	out->seq = (int32_t)wire_read_u32(r);
	out->checksum = wire_read_u16(r);
	out->length = wire_read_u16(r);
	if (wire_ok(r) && out->length < OSPF2_LSA_HEADER_LEN)
		wire_fail(r, "LSA length below 20");
}

void ospf2_lsa_header_write(WireWriter *w, const Ospf2LsaHeader *h)
{
	wire_write_u16(w, h->age);
	wire_write_u8(w, h->options);
	wire_write_u8(w, (uint8_t)h->key.type);
	wire_write_u32(w, h->key.id);
	wire_write_u32(w, h->key.adv_router);
	wire_write_u32(w, (uint32_t)h->seq);
	wire_write_u16(w, h->checksum);
	wire_write_u16(w, h->length);
}

int ospf2_lsa_compare(const Ospf2LsaHeader *a, const Ospf2LsaHeader *b)
{
	if (a->seq != b->seq)
		return a->seq > b->seq ? 1 : -1;
	if (a->checksum != b->checksum)
		return a->checksum > b->checksum ? 1 : -1;
	gboolean a_max = a->age >= OSPF2_MAX_AGE, b_max = b->age >= OSPF2_MAX_AGE;
	if (a_max != b_max)
		return a_max ? 1 : -1;
	if (ABS((int)a->age - (int)b->age) > MAX_AGE_DIFF)
		return a->age < b->age ? 1 : -1;
	return 0;
}

void ospf2_lsa_init(Ospf2Lsa *lsa, unsigned type)
{
	*lsa = (Ospf2Lsa){.header.key.type = type};
	switch (type) {
	case OSPF2_LSA_ROUTER:
		lsa->links = g_array_new(FALSE, FALSE, sizeof(Ospf2RouterLink));
		break;
	case OSPF2_LSA_NETWORK:
		lsa->routers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		break;
	case OSPF2_LSA_SUMMARY:
	case OSPF2_LSA_SUMMARY_ASBR:
	case OSPF2_LSA_EXTERNAL:
		break;
	default:
		lsa->raw = g_byte_array_new();
	}
}

void ospf2_lsa_clear(Ospf2Lsa *lsa)
{
	g_clear_pointer(&lsa->links, g_array_unref);
	g_clear_pointer(&lsa->routers, g_array_unref);
	g_clear_pointer(&lsa->tos, g_array_unref);
	g_clear_pointer(&lsa->raw, g_byte_array_unref);
}

static void add_tos(Ospf2Lsa *lsa, const Ospf2Tos *tos)
{
	if (!lsa->tos)
		lsa->tos = g_array_new(FALSE, FALSE, sizeof(Ospf2Tos));
	g_array_append_vals(lsa->tos, tos, 1);
}

static const Ospf2Tos *get_tos(const Ospf2Lsa *lsa, unsigned i)
{
	return lsa->tos && i < lsa->tos->len ? &g_array_index(lsa->tos, Ospf2Tos, i) : NULL;
}

static void read_router_link(WireReader *r, Ospf2Lsa *lsa)
{
	Ospf2RouterLink link = {0};
	link.id = wire_read_u32(r);
	link.data = wire_read_u32(r);
	link.type = wire_read_u8(r);
	link.n_tos = wire_read_u8(r);
	link.metric = wire_read_u16(r);
	for (unsigned i = 0; i < link.n_tos && wire_ok(r); i++) {
		Ospf2Tos tos = {.tos = wire_read_u8(r)};
		wire_skip(r, 1);
		tos.metric = wire_read_u16(r);
		if (wire_ok(r))
			add_tos(lsa, &tos);
	}
	if (wire_ok(r))
		g_array_append_val(lsa->links, link);
}

static void read_router(WireReader *r, Ospf2Lsa *lsa)
{
	lsa->flags = wire_read_u8(r);
	wire_skip(r, 1);
	unsigned n = wire_read_u16(r);
	/* Room for all at once. */
	g_array_set_size(lsa->links, (guint)MIN(n, wire_left(r) / ROUTER_LINK_LEN));
	g_array_set_size(lsa->links, 0);
	for (unsigned i = 0; i < n && wire_ok(r); i++)
		read_router_link(r, lsa);
}

static void write_router(WireWriter *w, const Ospf2Lsa *lsa)
{
	unsigned next_tos = 0;
	wire_write_u8(w, lsa->flags);
	wire_write_u8(w, 0);
	wire_write_u16(w, (uint16_t)lsa->links->len);
	for (unsigned i = 0; i < lsa->links->len; i++) {
		const Ospf2RouterLink *link = &g_array_index(lsa->links, Ospf2RouterLink, i);
		wire_write_u32(w, link->id);
		wire_write_u32(w, link->data);
		wire_write_u8(w, link->type);
		wire_write_u8(w, link->n_tos);
		wire_write_u16(w, link->metric);
		for (unsigned j = 0; j < link->n_tos; j++) {
			const Ospf2Tos *tos = get_tos(lsa, next_tos++);
			g_assert(tos);
			wire_write_u8(w, tos->tos);
			wire_write_u8(w, 0);
			wire_write_u16(w, (uint16_t)tos->metric);
		}
	}
}

static void read_network(WireReader *r, Ospf2Lsa *lsa)
{
	lsa->mask = wire_read_u32(r);
	while (wire_left(r) > 0) {
		uint32_t router = wire_read_u32(r);
		if (wire_ok(r))
			g_array_append_val(lsa->routers, router);
	}
}

static void write_network(WireWriter *w, const Ospf2Lsa *lsa)
{
	wire_write_u32(w, lsa->mask);
	for (unsigned i = 0; i < lsa->routers->len; i++)
		wire_write_u32(w, g_array_index(lsa->routers, uint32_t, i));
}

static void read_summary(WireReader *r, Ospf2Lsa *lsa)
{
	lsa->mask = wire_read_u32(r);
	wire_skip(r, 1);
	lsa->metric = wire_read_u24(r);
	while (wire_left(r) > 0) {
		Ospf2Tos tos = {.tos = wire_read_u8(r)};
		tos.metric = wire_read_u24(r);
		if (wire_ok(r))
			add_tos(lsa, &tos);
	}
}

static void write_summary(WireWriter *w, const Ospf2Lsa *lsa)
{
	const Ospf2Tos *tos;
	wire_write_u32(w, lsa->mask);
	wire_write_u8(w, 0);
	wire_write_u24(w, lsa->metric);
	for (unsigned i = 0; (tos = get_tos(lsa, i)); i++) {
		wire_write_u8(w, tos->tos);
		wire_write_u24(w, tos->metric);
	}
}

static void read_external(WireReader *r, Ospf2Lsa *lsa)
{
	lsa->mask = wire_read_u32(r);
	lsa->external_type2 = (wire_read_u8(r) & EXTERNAL_E) != 0;
	lsa->metric = wire_read_u24(r);
	lsa->forwarding = wire_read_u32(r);
	lsa->tag = wire_read_u32(r);
	while (wire_left(r) > 0) {
		Ospf2Tos tos = {.tos = wire_read_u8(r)};
		tos.metric = wire_read_u24(r);
		tos.forwarding = wire_read_u32(r);
		tos.tag = wire_read_u32(r);
		if (wire_ok(r))
			add_tos(lsa, &tos);
	}
}

static void write_external(WireWriter *w, const Ospf2Lsa *lsa)
{
	const Ospf2Tos *tos;
	wire_write_u32(w, lsa->mask);
	wire_write_u8(w, lsa->external_type2 ? EXTERNAL_E : 0);
	wire_write_u24(w, lsa->metric);
	wire_write_u32(w, lsa->forwarding);
	wire_write_u32(w, lsa->tag);
	for (unsigned i = 0; (tos = get_tos(lsa, i)); i++) {
		wire_write_u8(w, tos->tos);
		wire_write_u24(w, tos->metric);
		wire_write_u32(w, tos->forwarding);
		wire_write_u32(w, tos->tag);
	}
}

static void read_raw(WireReader *r, Ospf2Lsa *lsa)
{
	g_byte_array_append(lsa->raw, r->pos, (guint)wire_left(r));
	wire_skip(r, wire_left(r));
}

static void write_raw(WireWriter *w, const Ospf2Lsa *lsa)
{
	wire_write_bytes(w, lsa->raw->data, lsa->raw->len);
}

typedef struct BodyCodec {
	void (*read)(WireReader *r, Ospf2Lsa *lsa);
	void (*write)(WireWriter *w, const Ospf2Lsa *lsa);
} BodyCodec;

static const BodyCodec body_codecs[] = {
	[OSPF2_LSA_ROUTER] = {read_router, write_router},
	[OSPF2_LSA_NETWORK] = {read_network, write_network},
	[OSPF2_LSA_SUMMARY] = {read_summary, write_summary},
	[OSPF2_LSA_SUMMARY_ASBR] = {read_summary, write_summary},
	[OSPF2_LSA_EXTERNAL] = {read_external, write_external},
};

static const BodyCodec raw_codec = {read_raw, write_raw};

static const BodyCodec *body_codec(unsigned type)
{
	if (type < G_N_ELEMENTS(body_codecs) && body_codecs[type].read)
		return &body_codecs[type];
	return &raw_codec;
}

gboolean ospf2_lsa_decode(const uint8_t *bytes, size_t len, Ospf2Lsa *out, WireError *error)
{
	WireReader r;
	Ospf2LsaHeader header = {0};

	wire_reader_init(&r, bytes, len);
	ospf2_lsa_header_read(&r, &header);
	if (wire_ok(&r) && header.length != len)
		wire_fail(&r, "LSA length differs from the length of its bytes");
	ospf2_lsa_init(out, header.key.type);
	out->header = header;
	if (wire_ok(&r))
		body_codec(header.key.type)->read(&r, out);
	if (wire_ok(&r) && wire_left(&r) > 0)
		wire_fail(&r, "bytes left after the LSA's body");
	if (!wire_ok(&r))
		ospf2_lsa_clear(out);
	return wire_reader_done(&r, error);
}

uint8_t *ospf2_lsa_encode(Ospf2Lsa *lsa, size_t *len)
{
	WireWriter w;

	wire_writer_init(&w, UINT16_MAX);
	ospf2_lsa_header_write(&w, &lsa->header);
	body_codec(lsa->header.key.type)->write(&w, lsa);
	uint8_t *bytes = wire_writer_take(&w, len);
	g_assert(bytes);
	lsa->header.length = (uint16_t)*len;
	wire_put_u16(bytes + LENGTH_OFFSET, lsa->header.length);
	lsa->header.checksum = ospf2_lsa_checksum(bytes, *len);
	wire_put_u16(bytes + CHECKSUM_OFFSET, lsa->header.checksum);
	return bytes;
}

/* The two sums of ISO 8473 over everything but the age. */
static void fletcher_sums(const uint8_t *bytes, size_t len, uint32_t *c0, uint32_t *c1)
{
	/* As many bytes as can be added up before the sums must be reduced (RFC 1008 5). */
	enum { CHUNK = 4096 };

	*c0 = *c1 = 0;
	for (size_t i = AGE_LEN; i < len;) {
		size_t end = MIN(len, i + CHUNK);
		for (; i < end; i++) {
			*c0 += bytes[i];
			*c1 += *c0;
		}
		*c0 %= 255;
		*c1 %= 255;
	}
}

/* A byte is never given as 0, which would say that there is no checksum: 255 is the same number. */
static uint8_t fletcher_byte(long value)
{
	value %= 255;
	return (uint8_t)(value <= 0 ? value + 255 : value);
}

uint16_t ospf2_lsa_checksum(const uint8_t *bytes, size_t len)
{
	uint32_t c0, c1;

	g_assert(len >= OSPF2_LSA_HEADER_LEN);
	fletcher_sums(bytes, len, &c0, &c1);
	/* The sums as if the two bytes of the checksum were zero: a byte counts once in c0 and once
	 * for itself and for every byte after it in c1. */
	long after = (long)(len - CHECKSUM_OFFSET - 1);
	long first = bytes[CHECKSUM_OFFSET], second = bytes[CHECKSUM_OFFSET + 1];
	long sum0 = (long)c0 - first - second;
	long sum1 = (long)c1 - first * (after + 1) - second * after;
	uint8_t x = fletcher_byte(after * sum0 - sum1);
	uint8_t y = fletcher_byte(-sum0 - x);
	return (uint16_t)(x << 8 | y);
}

gboolean ospf2_lsa_checksum_ok(const uint8_t *bytes, size_t len)
{
	uint32_t c0, c1;

	if (len < OSPF2_LSA_HEADER_LEN || wire_get_u16(bytes + CHECKSUM_OFFSET) == 0)
		return FALSE;
	fletcher_sums(bytes, len, &c0, &c1);
	return c0 == 0 && c1 == 0;
}
