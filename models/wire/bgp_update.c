/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/bgp_update.h"

#include <string.h>

typedef struct Decoder {
	const uint8_t *message;
	BgpUpdate *out;
	WireError *error;
} Decoder;

static gboolean update_error(Decoder *d, unsigned subcode, const uint8_t *at, const char *text)
{
	return bgp_error_set(d->error, BGP_ERROR_UPDATE, subcode, (size_t)(at - d->message), text);
}

/* RFC 4271 6.3: an unknown attribute must be optional. */
static gboolean accept_unknown(Decoder *d, const BgpRawAttr *raw, const uint8_t *at)
{
	if (!(raw->flags & BGP_FLAG_OPTIONAL))
		return update_error(d, BGP_UPDATE_UNKNOWN_WELL_KNOWN, at, NULL);
	return TRUE;
}

static gboolean flags_ok(uint8_t flags, uint8_t expected)
{
	const uint8_t mask = BGP_FLAG_OPTIONAL | BGP_FLAG_TRANSITIVE;
	if ((flags & mask) != expected)
		return FALSE;
	/* Partial is for optional transitive attributes alone. */
	return expected == mask || !(flags & BGP_FLAG_PARTIAL);
}

static gboolean decode_known(Decoder *d, const BgpAttrRow *row, const BgpRawAttr *raw,
			     const uint8_t *at)
{
	if (!flags_ok(raw->flags, row->flags))
		return update_error(d, BGP_UPDATE_ATTRIBUTE_FLAGS, at, NULL);
	WireReader r;
	wire_reader_init(&r, raw->value.bytes, raw->value.len);
	unsigned subcode = row->decode(&r, &d->out->attrs);
	if (subcode == 0 && (!wire_ok(&r) || wire_left(&r) > 0))
		return update_error(d, BGP_UPDATE_ATTRIBUTE_LENGTH, at, NULL);
	if (subcode != 0)
		return update_error(d, subcode, at, r.error);
	d->out->attrs.present |= BGP_ATTR_BIT(row->type);
	return TRUE;
}

static gboolean decode_attribute(Decoder *d, WireReader *r, uint8_t seen[32])
{
	const uint8_t *at = r->pos;
	BgpRawAttr raw;
	raw.flags = wire_read_u8(r);
	raw.type = wire_read_u8(r);
	raw.value.len = raw.flags & BGP_FLAG_EXTENDED ? wire_read_u16(r) : wire_read_u8(r);
	if (!wire_ok(r))
		return update_error(d, BGP_UPDATE_MALFORMED_LIST, at, NULL);
	if (raw.value.len > wire_left(r))
		return update_error(d, BGP_UPDATE_ATTRIBUTE_LENGTH, at, NULL);
	raw.value.bytes = r->pos;
	wire_skip(r, raw.value.len);
	if (seen[raw.type / 8] & 1u << raw.type % 8)
		return update_error(d, BGP_UPDATE_MALFORMED_LIST, at, "attribute appears twice");
	seen[raw.type / 8] |= (uint8_t)(1u << raw.type % 8);
	d->out->list[d->out->n_list++] = raw;

	const BgpAttrRow *row = bgp_attr_row(raw.type);
	return row ? decode_known(d, row, &raw, at) : accept_unknown(d, &raw, at);
}

/* RFC 4271 5: what must accompany prefixes that are announced. */
static gboolean check_mandatory(Decoder *d, gboolean ebgp)
{
	const BgpUpdate *u = d->out;
	if (u->nlri.len == 0 && !bgp_attrs_has(&u->attrs, BGP_ATTR_MP_REACH_NLRI))
		return TRUE;
	const uint8_t mandatory[] = {
		BGP_ATTR_ORIGIN,
		BGP_ATTR_AS_PATH,
		u->nlri.len > 0 ? BGP_ATTR_NEXT_HOP : BGP_ATTR_ORIGIN,
		ebgp ? BGP_ATTR_ORIGIN : BGP_ATTR_LOCAL_PREF,
	};
	for (size_t i = 0; i < G_N_ELEMENTS(mandatory); i++) {
		if (bgp_attrs_has(&u->attrs, mandatory[i]))
			continue;
		update_error(d, BGP_UPDATE_MISSING_WELL_KNOWN, d->message, NULL);
		d->error->status = mandatory[i];
		return FALSE;
	}
	return TRUE;
}

static gboolean check_block(Decoder *d, BgpSpan block)
{
	const char *text = bgp_nlri_check(&bgp_nlri_ipv4_unicast, block);
	return !text || update_error(d, BGP_UPDATE_BAD_NETWORK, block.bytes, text);
}

/* A block with its length of two octets in front. */
static gboolean read_block(Decoder *d, WireReader *r, BgpSpan *out)
{
	const uint8_t *at = r->pos;
	out->len = wire_read_u16(r);
	out->bytes = r->pos;
	wire_skip(r, out->len);
	return wire_ok(r) || update_error(d, BGP_UPDATE_MALFORMED_LIST, at, NULL);
}

gboolean bgp_update_decode(const uint8_t *message, size_t len, uint8_t as_size, gboolean ebgp,
			   BgpUpdate *out, WireError *error)
{
	Decoder d = {message, out, error};
	WireReader r;
	wire_reader_init(&r, message, len);
	wire_skip(&r, BGP_HEADER_LEN);
	out->n_list = 0;
	memset(&out->attrs, 0, sizeof out->attrs);
	out->attrs.as_path.as_size = as_size;

	BgpSpan list;
	if (!read_block(&d, &r, &out->withdrawn) || !read_block(&d, &r, &list))
		return FALSE;
	out->nlri = (BgpSpan){r.pos, wire_left(&r)};
	uint8_t seen[32] = {0};
	wire_reader_init(&r, list.bytes, list.len);
	while (wire_left(&r) > 0)
		if (!decode_attribute(&d, &r, seen))
			return FALSE;
	return check_block(&d, out->withdrawn) && check_mandatory(&d, ebgp) &&
	       check_block(&d, out->nlri);
}

/* Writes two octets for the length of what follows; returns where they stand. */
static size_t begin_length(WireWriter *w)
{
	size_t at = w->len;
	wire_write_u16(w, 0);
	return at;
}

static void end_length(WireWriter *w, size_t at)
{
	if (!w->error)
		wire_patch_u16(w, at, (uint16_t)(w->len - at - 2));
}

void bgp_update_encode(const BgpUpdate *update, WireWriter *w)
{
	size_t start = bgp_message_begin(w, BGP_MESSAGE_UPDATE);
	wire_write_u16(w, (uint16_t)update->withdrawn.len);
	wire_write_bytes(w, update->withdrawn.bytes, update->withdrawn.len);
	size_t attrs_at = begin_length(w);
	for (unsigned i = 0; i < update->n_list; i++) {
		const BgpRawAttr *raw = &update->list[i];
		const BgpAttrRow *row = bgp_attr_row(raw->type);
		if (row)
			bgp_attr_encode(row, raw->flags, &update->attrs, w);
		else
			bgp_attr_write(raw->flags, raw->type, raw->value, w);
	}
	end_length(w, attrs_at);
	wire_write_bytes(w, update->nlri.bytes, update->nlri.len);
	bgp_message_end(w, start);
}

gboolean bgp_update_is_end_of_rib(const BgpUpdate *update, const BgpNlriFormat **format)
{
	if (update->withdrawn.len > 0 || update->nlri.len > 0 || update->n_list > 1)
		return FALSE;
	if (update->n_list == 0) {
		*format = &bgp_nlri_ipv4_unicast;
		return TRUE;
	}
	const BgpMpUnreach *mp = &update->attrs.mp_unreach;
	if (!bgp_attrs_has(&update->attrs, BGP_ATTR_MP_UNREACH_NLRI) || mp->nlri.len > 0)
		return FALSE;
	*format = bgp_nlri_format(mp->afi, mp->safi);
	return TRUE;
}

static gboolean is_classic(const BgpNlriFormat *format)
{
	return format == &bgp_nlri_ipv4_unicast;
}

void bgp_end_of_rib_encode(const BgpNlriFormat *format, WireWriter *w)
{
	size_t start = bgp_message_begin(w, BGP_MESSAGE_UPDATE);
	wire_write_u16(w, 0);
	size_t attrs_at = begin_length(w);
	if (!is_classic(format)) {
		const BgpAttrRow *row = bgp_attr_row(BGP_ATTR_MP_UNREACH_NLRI);
		BgpAttrs attrs = {.mp_unreach = {format->afi, format->safi, {NULL, 0}}};
		bgp_attr_encode(row, row->flags, &attrs, w);
	}
	end_length(w, attrs_at);
	bgp_message_end(w, start);
}

/* All attributes but those that hold prefixes. */
static void write_attributes(const BgpNlriFormat *format, const BgpAttrs *attrs, BgpSpan others,
			     WireWriter *w)
{
	unsigned n;
	const BgpAttrRow *rows = bgp_attr_rows(&n);
	uint32_t skip =
		BGP_ATTR_BIT(BGP_ATTR_MP_REACH_NLRI) | BGP_ATTR_BIT(BGP_ATTR_MP_UNREACH_NLRI);
	if (!is_classic(format))
		skip |= BGP_ATTR_BIT(BGP_ATTR_NEXT_HOP);
	for (unsigned i = 0; i < n; i++)
		if (attrs->present & ~skip & BGP_ATTR_BIT(rows[i].type))
			bgp_attr_encode(&rows[i], rows[i].send_flags, attrs, w);
	wire_write_bytes(w, others.bytes, others.len);
}

/* Opens MP_REACH_NLRI or MP_UNREACH_NLRI up to where the prefixes begin. */
static void begin_mp(BgpUpdateWriter *u, const BgpAttrs *attrs)
{
	WireWriter *w = &u->message;
	const BgpAttrRow *row =
		bgp_attr_row(u->withdraw ? BGP_ATTR_MP_UNREACH_NLRI : BGP_ATTR_MP_REACH_NLRI);
	wire_write_u8(w, row->send_flags);
	wire_write_u8(w, row->type);
	u->mp_at = begin_length(w);
	wire_write_u16(w, u->format->afi);
	wire_write_u8(w, u->format->safi);
	if (u->withdraw)
		return;
	size_t rd = u->format->has_rd ? 8 : 0;
	wire_write_u8(w, (uint8_t)(rd + net_family_bits(attrs->next_hop.family) / 8));
	wire_write_zeros(w, rd);
	wire_write_addr(w, &attrs->next_hop);
	wire_write_u8(w, 0);
}

void bgp_update_begin(BgpUpdateWriter *u, const BgpNlriFormat *format, const BgpAttrs *attrs,
		      BgpSpan others)
{
	*u = (BgpUpdateWriter){.format = format, .withdraw = attrs == NULL};
	wire_writer_init(&u->tail, SIZE_MAX);
	wire_writer_init(&u->message, SIZE_MAX);
	bgp_message_begin(&u->message, BGP_MESSAGE_UPDATE);
	u->withdrawn_at = begin_length(&u->message);
	if (is_classic(format) && u->withdraw) {
		wire_write_u16(&u->tail, 0); /* no attributes */
		return;
	}
	u->attrs_at = begin_length(&u->message);
	if (is_classic(format)) {
		write_attributes(format, attrs, others, &u->message);
		end_length(&u->message, u->attrs_at);
		return;
	}
	begin_mp(u, attrs);
	if (attrs)
		write_attributes(format, attrs, others, &u->tail);
}

gboolean bgp_update_add(BgpUpdateWriter *u, const BgpNlri *nlri)
{
	size_t len = bgp_nlri_encoded_len(u->format, nlri);
	if (u->message.len + len + u->tail.len > BGP_MESSAGE_MAX)
		return FALSE;
	bgp_nlri_encode(u->format, nlri, &u->message);
	return TRUE;
}

uint8_t *bgp_update_finish(BgpUpdateWriter *u, size_t *len)
{
	WireWriter *w = &u->message;
	if (!is_classic(u->format))
		end_length(w, u->mp_at);
	else if (u->withdraw)
		end_length(w, u->withdrawn_at);
	wire_write_bytes(w, u->tail.buf, u->tail.len);
	if (!is_classic(u->format))
		end_length(w, u->attrs_at);
	bgp_message_end(w, 0);
	wire_writer_clear(&u->tail);
	return wire_writer_take(w, len);
}
