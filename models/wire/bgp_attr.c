/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/bgp_attr.h"

#include <string.h>

const char *bgp_reaction_name(BgpReaction reaction)
{
	static const char *const names[BGP_REACTIONS] = {
		[BGP_REACT_NONE] = "none",
		[BGP_REACT_DISCARD] = "attribute-discard",
		[BGP_REACT_WITHDRAW] = "treat-as-withdraw",
		[BGP_REACT_DISABLE] = "family-disable",
		[BGP_REACT_RESET] = "session-reset",
	};
	return names[reaction];
}

const char *bgp_origin_name(BgpOrigin origin)
{
	static const char *const names[] = {"igp", "egp", "incomplete"};
	return origin < G_N_ELEMENTS(names) ? names[origin] : "invalid";
}

static BgpSpan read_span(WireReader *r, size_t len)
{
	BgpSpan span = {r->pos, len};
	wire_skip(r, len);
	return wire_ok(r) ? span : (BgpSpan){NULL, 0};
}

static unsigned read_multiple(WireReader *r, size_t size, BgpSpan *out)
{
	size_t len = wire_left(r);
	if (len == 0 || len % size != 0)
		return BGP_UPDATE_ATTRIBUTE_LENGTH;
	*out = read_span(r, len);
	return 0;
}

static void write_span(BgpSpan span, WireWriter *w)
{
	wire_write_bytes(w, span.bytes, span.len);
}

static unsigned decode_origin(WireReader *r, BgpAttrs *a)
{
	a->origin = wire_read_u8(r);
	return a->origin > BGP_ORIGIN_INCOMPLETE ? BGP_UPDATE_BAD_ORIGIN : 0;
}

static void encode_origin(const BgpAttrs *a, WireWriter *w)
{
	wire_write_u8(w, a->origin);
}

/* RFC 7607 2: 0 is nobody's. */
static gboolean as_numbers_ok(WireReader *r, unsigned count, uint8_t as_size)
{
	for (unsigned i = 0; i < count; i++)
		if ((as_size == 4 ? wire_read_u32(r) : wire_read_u16(r)) == 0)
			return FALSE;
	return TRUE;
}

/* RFC 4271 6.3, RFC 7606 7.2. last: the last type that may be there. */
static gboolean segments_ok(WireReader *r, uint8_t as_size, BgpAsSegmentType last)
{
	while (wire_left(r) > 0) {
		uint8_t type = wire_read_u8(r);
		uint8_t count = wire_read_u8(r);

		if (type < BGP_AS_SET || type > last || count == 0)
			return FALSE;
		if (!as_numbers_ok(r, count, as_size))
			return FALSE;
	}
	return TRUE;
}

static unsigned decode_segments(WireReader *r, uint8_t as_size, BgpAsSegmentType last, BgpSpan *out)
{
	WireReader check = *r;
	if (!segments_ok(&check, as_size, last))
		return BGP_UPDATE_MALFORMED_AS_PATH;
	*out = read_span(r, wire_left(r));
	return 0;
}

/* RFC 5065 5: who is in no confederation must not be told of one's inside. */
static unsigned decode_as_path(WireReader *r, BgpAttrs *a)
{
	return decode_segments(r, a->as_path.as_size, BGP_AS_SEQUENCE, &a->as_path.segments);
}

static void encode_as_path(const BgpAttrs *a, WireWriter *w)
{
	write_span(a->as_path.segments, w);
}

/* RFC 6793 6: segments of a confederation are no error here, they count for nothing. */
static unsigned decode_as4_path(WireReader *r, BgpAttrs *a)
{
	return decode_segments(r, 4, BGP_AS_CONFED_SET, &a->as4_path)
		       ? BGP_UPDATE_OPTIONAL_ATTRIBUTE
		       : 0;
}

static void encode_as4_path(const BgpAttrs *a, WireWriter *w)
{
	write_span(a->as4_path, w);
}

/* A host's unicast address: neither 0/8, 127/8 nor class D and E (RFC 4271 6.3). */
static gboolean is_host_address(const NetAddr *addr)
{
	uint8_t first = addr->bytes[0];
	return first != 0 && first != 127 && first < 224;
}

static unsigned decode_next_hop(WireReader *r, BgpAttrs *a)
{
	if (wire_left(r) != 4)
		return BGP_UPDATE_ATTRIBUTE_LENGTH;
	a->next_hop = wire_read_ipv4(r);
	return is_host_address(&a->next_hop) ? 0 : BGP_UPDATE_BAD_NEXT_HOP;
}

static void encode_next_hop(const BgpAttrs *a, WireWriter *w)
{
	wire_write_addr(w, &a->next_hop);
}

static unsigned decode_med(WireReader *r, BgpAttrs *a)
{
	a->med = wire_read_u32(r);
	return 0;
}

static void encode_med(const BgpAttrs *a, WireWriter *w)
{
	wire_write_u32(w, a->med);
}

static unsigned decode_local_pref(WireReader *r, BgpAttrs *a)
{
	a->local_pref = wire_read_u32(r);
	return 0;
}

static void encode_local_pref(const BgpAttrs *a, WireWriter *w)
{
	wire_write_u32(w, a->local_pref);
}

static unsigned decode_nothing(WireReader *r, BgpAttrs *a)
{
	(void)r;
	(void)a;
	return 0;
}

static void encode_nothing(const BgpAttrs *a, WireWriter *w)
{
	(void)a;
	(void)w;
}

static unsigned read_aggregator(WireReader *r, BgpAggregator *out)
{
	out->as_number = out->as_size == 4 ? wire_read_u32(r) : wire_read_u16(r);
	out->identifier = wire_read_u32(r);
	return wire_ok(r) && out->as_number == 0 ? BGP_UPDATE_OPTIONAL_ATTRIBUTE : 0;
}

static void write_aggregator(const BgpAggregator *aggregator, WireWriter *w)
{
	if (aggregator->as_size == 4)
		wire_write_u32(w, aggregator->as_number);
	else
		wire_write_u16(w, (uint16_t)aggregator->as_number);
	wire_write_u32(w, aggregator->identifier);
}

static unsigned decode_aggregator(WireReader *r, BgpAttrs *a)
{
	a->aggregator.as_size = a->as_path.as_size;
	return read_aggregator(r, &a->aggregator);
}

static void encode_aggregator(const BgpAttrs *a, WireWriter *w)
{
	write_aggregator(&a->aggregator, w);
}

static unsigned decode_as4_aggregator(WireReader *r, BgpAttrs *a)
{
	a->as4_aggregator.as_size = 4;
	return read_aggregator(r, &a->as4_aggregator);
}

static void encode_as4_aggregator(const BgpAttrs *a, WireWriter *w)
{
	write_aggregator(&a->as4_aggregator, w);
}

static unsigned decode_communities(WireReader *r, BgpAttrs *a)
{
	return read_multiple(r, 4, &a->communities);
}

static void encode_communities(const BgpAttrs *a, WireWriter *w)
{
	write_span(a->communities, w);
}

static unsigned decode_extended_communities(WireReader *r, BgpAttrs *a)
{
	return read_multiple(r, 8, &a->extended_communities);
}

static void encode_extended_communities(const BgpAttrs *a, WireWriter *w)
{
	write_span(a->extended_communities, w);
}

static unsigned decode_large_communities(WireReader *r, BgpAttrs *a)
{
	return read_multiple(r, 12, &a->large_communities);
}

static void encode_large_communities(const BgpAttrs *a, WireWriter *w)
{
	write_span(a->large_communities, w);
}

static unsigned decode_originator_id(WireReader *r, BgpAttrs *a)
{
	a->originator_id = wire_read_u32(r);
	return 0;
}

static void encode_originator_id(const BgpAttrs *a, WireWriter *w)
{
	wire_write_u32(w, a->originator_id);
}

static unsigned decode_cluster_list(WireReader *r, BgpAttrs *a)
{
	return read_multiple(r, 4, &a->cluster_list);
}

static void encode_cluster_list(const BgpAttrs *a, WireWriter *w)
{
	write_span(a->cluster_list, w);
}

static unsigned decode_mp_reach(WireReader *r, BgpAttrs *a)
{
	BgpMpReach *mp = &a->mp_reach;
	mp->afi = wire_read_u16(r);
	mp->safi = wire_read_u8(r);
	uint8_t next_hop_len = wire_read_u8(r);
	mp->next_hop = read_span(r, next_hop_len);
	mp->reserved = wire_read_u8(r);
	mp->nlri = read_span(r, wire_left(r));
	if (!wire_ok(r))
		return BGP_UPDATE_OPTIONAL_ATTRIBUTE;
	const BgpNlriFormat *format = bgp_nlri_format(mp->afi, mp->safi);
	if (!format)
		return 0;
	if (!bgp_next_hop_decode(format, mp->next_hop, &a->next_hop)) {
		wire_fail(r, "next hop of a wrong length");
		return BGP_UPDATE_OPTIONAL_ATTRIBUTE;
	}
	const char *text = bgp_nlri_check(format, mp->nlri);
	if (text) {
		wire_fail(r, text);
		return BGP_UPDATE_OPTIONAL_ATTRIBUTE;
	}
	/* The prefixes can be read, and so be withdrawn. */
	return is_host_address(&a->next_hop) ? 0 : BGP_UPDATE_BAD_NEXT_HOP;
}

static void encode_mp_reach(const BgpAttrs *a, WireWriter *w)
{
	const BgpMpReach *mp = &a->mp_reach;
	wire_write_u16(w, mp->afi);
	wire_write_u8(w, mp->safi);
	wire_write_u8(w, (uint8_t)mp->next_hop.len);
	write_span(mp->next_hop, w);
	wire_write_u8(w, mp->reserved);
	write_span(mp->nlri, w);
}

static unsigned decode_mp_unreach(WireReader *r, BgpAttrs *a)
{
	BgpMpUnreach *mp = &a->mp_unreach;
	mp->afi = wire_read_u16(r);
	mp->safi = wire_read_u8(r);
	mp->nlri = read_span(r, wire_left(r));
	if (!wire_ok(r))
		return BGP_UPDATE_OPTIONAL_ATTRIBUTE;
	const BgpNlriFormat *format = bgp_nlri_format(mp->afi, mp->safi);
	const char *text = format ? bgp_nlri_check(format, mp->nlri) : NULL;
	if (!text)
		return 0;
	wire_fail(r, text);
	return BGP_UPDATE_OPTIONAL_ATTRIBUTE;
}

static void encode_mp_unreach(const BgpAttrs *a, WireWriter *w)
{
	const BgpMpUnreach *mp = &a->mp_unreach;
	wire_write_u16(w, mp->afi);
	wire_write_u8(w, mp->safi);
	write_span(mp->nlri, w);
}

#define WELL_KNOWN BGP_FLAG_TRANSITIVE
#define OPTIONAL BGP_FLAG_OPTIONAL
#define TRANSITIVE (BGP_FLAG_OPTIONAL | BGP_FLAG_TRANSITIVE)
#define EXTENDED BGP_FLAG_EXTENDED

#define DISCARD BGP_REACT_DISCARD
#define WITHDRAW BGP_REACT_WITHDRAW
#define DISABLE BGP_REACT_DISABLE

/* AS_PATH and the multiprotocol attributes always carry a length of two octets, as they do when sent by
 * the common implementations. */
static const BgpAttrRow rows[] = {
	{BGP_ATTR_MP_REACH_NLRI, "MP_REACH_NLRI", OPTIONAL, OPTIONAL | EXTENDED, DISABLE, FALSE,
	 decode_mp_reach, encode_mp_reach},
	{BGP_ATTR_MP_UNREACH_NLRI, "MP_UNREACH_NLRI", OPTIONAL, OPTIONAL | EXTENDED, DISABLE, FALSE,
	 decode_mp_unreach, encode_mp_unreach},
	{BGP_ATTR_ORIGIN, "ORIGIN", WELL_KNOWN, WELL_KNOWN, WITHDRAW, FALSE, decode_origin,
	 encode_origin},
	{BGP_ATTR_AS_PATH, "AS_PATH", WELL_KNOWN, WELL_KNOWN | EXTENDED, WITHDRAW, FALSE,
	 decode_as_path, encode_as_path},
	{BGP_ATTR_NEXT_HOP, "NEXT_HOP", WELL_KNOWN, WELL_KNOWN, WITHDRAW, FALSE, decode_next_hop,
	 encode_next_hop},
	{BGP_ATTR_MED, "MULTI_EXIT_DISC", OPTIONAL, OPTIONAL, WITHDRAW, FALSE, decode_med,
	 encode_med},
	{BGP_ATTR_LOCAL_PREF, "LOCAL_PREF", WELL_KNOWN, WELL_KNOWN, WITHDRAW, TRUE,
	 decode_local_pref, encode_local_pref},
	{BGP_ATTR_ATOMIC_AGGREGATE, "ATOMIC_AGGREGATE", WELL_KNOWN, WELL_KNOWN, DISCARD, FALSE,
	 decode_nothing, encode_nothing},
	{BGP_ATTR_AGGREGATOR, "AGGREGATOR", TRANSITIVE, TRANSITIVE, DISCARD, FALSE,
	 decode_aggregator, encode_aggregator},
	{BGP_ATTR_COMMUNITIES, "COMMUNITIES", TRANSITIVE, TRANSITIVE, WITHDRAW, FALSE,
	 decode_communities, encode_communities},
	{BGP_ATTR_LARGE_COMMUNITIES, "LARGE_COMMUNITY", TRANSITIVE, TRANSITIVE, WITHDRAW, FALSE,
	 decode_large_communities, encode_large_communities},
	{BGP_ATTR_ORIGINATOR_ID, "ORIGINATOR_ID", OPTIONAL, OPTIONAL, WITHDRAW, TRUE,
	 decode_originator_id, encode_originator_id},
	{BGP_ATTR_CLUSTER_LIST, "CLUSTER_LIST", OPTIONAL, OPTIONAL, WITHDRAW, TRUE,
	 decode_cluster_list, encode_cluster_list},
	{BGP_ATTR_EXTENDED_COMMUNITIES, "EXTENDED_COMMUNITIES", TRANSITIVE, TRANSITIVE, WITHDRAW,
	 FALSE, decode_extended_communities, encode_extended_communities},
	{BGP_ATTR_AS4_PATH, "AS4_PATH", TRANSITIVE, TRANSITIVE, DISCARD, FALSE, decode_as4_path,
	 encode_as4_path},
	{BGP_ATTR_AS4_AGGREGATOR, "AS4_AGGREGATOR", TRANSITIVE, TRANSITIVE, DISCARD, FALSE,
	 decode_as4_aggregator, encode_as4_aggregator},
};

const BgpAttrRow *bgp_attr_rows(unsigned *n_rows)
{
	*n_rows = G_N_ELEMENTS(rows);
	return rows;
}

const BgpAttrRow *bgp_attr_row(uint8_t type)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].type == type)
			return &rows[i];
	return NULL;
}

static void write_head(uint8_t flags, uint8_t type, size_t len, WireWriter *w)
{
	wire_write_u8(w, flags);
	wire_write_u8(w, type);
	if (flags & BGP_FLAG_EXTENDED)
		wire_write_u16(w, (uint16_t)len);
	else
		wire_write_u8(w, (uint8_t)len);
}

void bgp_attr_write(uint8_t flags, uint8_t type, BgpSpan value, WireWriter *w)
{
	write_head(flags, type, value.len, w);
	write_span(value, w);
}

void bgp_attr_encode(const BgpAttrRow *row, uint8_t flags, const BgpAttrs *attrs, WireWriter *w)
{
	WireWriter value;
	wire_writer_init(&value, UINT16_MAX);
	row->encode(attrs, &value);
	if (value.len > UINT8_MAX)
		flags |= BGP_FLAG_EXTENDED;
	bgp_attr_write(flags, row->type, (BgpSpan){value.buf, value.len}, w);
	wire_writer_clear(&value);
}

gboolean bgp_as_path_next(BgpAsPath *rest, BgpAsSegment *out)
{
	BgpSpan *s = &rest->segments;
	if (s->len == 0)
		return FALSE;
	out->type = s->bytes[0];
	out->count = s->bytes[1];
	out->as_numbers = s->bytes + 2;
	size_t size = 2 + (size_t)out->count * rest->as_size;
	g_assert(size <= s->len);
	s->bytes += size;
	s->len -= size;
	return TRUE;
}

uint32_t bgp_as_segment_at(const BgpAsSegment *segment, uint8_t as_size, unsigned i)
{
	const uint8_t *at = segment->as_numbers + (size_t)i * as_size;
	if (as_size == 2)
		return (uint32_t)at[0] << 8 | at[1];
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}
