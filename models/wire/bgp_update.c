/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/bgp_update.h"

#include <string.h>

typedef struct Decoder {
	const uint8_t *message;
	gboolean ebgp;
	BgpUpdate *out;
	WireError *error;
} Decoder;

/* Notes a fault; FALSE where it ends the session. */
static gboolean fault(Decoder *d, BgpReaction reaction, uint8_t type, unsigned subcode,
		      const uint8_t *at, const char *text)
{
	BgpUpdate *u = d->out;
	BgpFault f = {.reaction = reaction, .type = type};
	bgp_error_set(&f.error, BGP_ERROR_UPDATE, subcode, (size_t)(at - d->message), text);
	if (u->n_faults < BGP_FAULTS_MAX)
		u->faults[u->n_faults++] = f;
	else if (reaction > u->reaction)
		u->faults[BGP_FAULTS_MAX - 1] = f;
	u->reaction = MAX(u->reaction, reaction);
	if (reaction == BGP_REACT_RESET)
		*d->error = f.error;
	return reaction < BGP_REACT_RESET;
}

static gboolean reset(Decoder *d, uint8_t type, unsigned subcode, const uint8_t *at,
		      const char *text)
{
	return fault(d, BGP_REACT_RESET, type, subcode, at, text);
}

static gboolean flags_ok(uint8_t flags, uint8_t expected)
{
	const uint8_t mask = BGP_FLAG_OPTIONAL | BGP_FLAG_TRANSITIVE;
	if ((flags & mask) != expected)
		return FALSE;
	/* Partial is for optional transitive attributes alone. */
	return expected == mask || !(flags & BGP_FLAG_PARTIAL);
}

static gboolean is_mp(uint8_t type)
{
	return type == BGP_ATTR_MP_REACH_NLRI || type == BGP_ATTR_MP_UNREACH_NLRI;
}

/* RFC 7606 3 c and 7. Prefixes that can be read count although something else is wrong. */
static gboolean decode_known(Decoder *d, const BgpAttrRow *row, const BgpRawAttr *raw,
			     const uint8_t *at)
{
	BgpAttrs *attrs = &d->out->attrs;
	gboolean discarded = d->ebgp && row->internal_only, mp = is_mp(row->type);
	gboolean flags_wrong = !flags_ok(raw->flags, row->flags);
	if (flags_wrong)
		fault(d, discarded ? BGP_REACT_DISCARD : BGP_REACT_WITHDRAW, row->type,
		      BGP_UPDATE_ATTRIBUTE_FLAGS, at, NULL);
	if (flags_wrong && !mp)
		return TRUE;
	WireReader r;
	wire_reader_init(&r, raw->value.bytes, raw->value.len);
	unsigned subcode = row->decode(&r, attrs);
	if (subcode == 0 && (!wire_ok(&r) || wire_left(&r) > 0))
		return fault(d, discarded ? BGP_REACT_DISCARD : row->malformed, row->type,
			     BGP_UPDATE_ATTRIBUTE_LENGTH, at, NULL);
	gboolean readable = subcode == 0 || (mp && subcode == BGP_UPDATE_BAD_NEXT_HOP);
	if (readable)
		attrs->present |= BGP_ATTR_BIT(row->type);
	if (subcode == 0)
		return TRUE;
	return fault(d,
		     discarded  ? BGP_REACT_DISCARD
		     : readable ? BGP_REACT_WITHDRAW
				: row->malformed,
		     row->type, subcode, at, r.error);
}

/* RFC 4271 6.3: an attribute that is not known must be optional. */
static gboolean accept_unknown(Decoder *d, const BgpRawAttr *raw, const uint8_t *at)
{
	return raw->flags & BGP_FLAG_OPTIONAL ||
	       reset(d, raw->type, BGP_UPDATE_UNKNOWN_WELL_KNOWN, at, NULL);
}

/* RFC 7606 3 g: the first of several counts. */
static gboolean pass_over_repeated(Decoder *d, const BgpRawAttr *raw, const uint8_t *at)
{
	const char *text = "attribute appears twice";
	if (is_mp(raw->type))
		return reset(d, raw->type, BGP_UPDATE_MALFORMED_LIST, at, text);
	return fault(d, BGP_REACT_DISCARD, raw->type, BGP_UPDATE_MALFORMED_LIST, at, text);
}

/* RFC 7606 4: the list ends within an attribute, whose type is 0 where not even that is there. Prefixes
 * cannot be read to their end. */
static gboolean cut_short(Decoder *d, WireReader *r, uint8_t type, const uint8_t *at)
{
	unsigned subcode = wire_ok(r) ? BGP_UPDATE_ATTRIBUTE_LENGTH : BGP_UPDATE_MALFORMED_LIST;
	wire_reader_init(r, r->end, 0);
	return fault(d, is_mp(type) ? BGP_REACT_RESET : BGP_REACT_WITHDRAW, type, subcode, at,
		     "attribute past the end of the list");
}

static gboolean decode_attribute(Decoder *d, WireReader *r, uint8_t seen[32])
{
	const uint8_t *at = r->pos;
	BgpRawAttr raw;
	raw.flags = wire_read_u8(r);
	raw.type = wire_read_u8(r);
	raw.value.len = raw.flags & BGP_FLAG_EXTENDED ? wire_read_u16(r) : wire_read_u8(r);
	if (!wire_ok(r) || raw.value.len > wire_left(r))
		return cut_short(d, r, raw.type, at);
	raw.value.bytes = r->pos;
	wire_skip(r, raw.value.len);
	if (seen[raw.type / 8] & 1u << raw.type % 8)
		return pass_over_repeated(d, &raw, at);
	seen[raw.type / 8] |= (uint8_t)(1u << raw.type % 8);
	d->out->list[d->out->n_list++] = raw;

	const BgpAttrRow *row = bgp_attr_row(raw.type);
	return row ? decode_known(d, row, &raw, at) : accept_unknown(d, &raw, at);
}

static gboolean was_faulty(const BgpUpdate *u, uint8_t type)
{
	for (unsigned i = 0; i < u->n_faults; i++)
		if (u->faults[i].type == type)
			return TRUE;
	return FALSE;
}

/* RFC 4271 5, RFC 7606 3 d: what must accompany prefixes that are announced. */
static void check_mandatory(Decoder *d)
{
	BgpUpdate *u = d->out;
	if (u->nlri.len == 0 && !bgp_attrs_has(&u->attrs, BGP_ATTR_MP_REACH_NLRI))
		return;
	const uint8_t mandatory[] = {
		BGP_ATTR_ORIGIN,
		BGP_ATTR_AS_PATH,
		u->nlri.len > 0 ? BGP_ATTR_NEXT_HOP : BGP_ATTR_ORIGIN,
		d->ebgp ? BGP_ATTR_ORIGIN : BGP_ATTR_LOCAL_PREF,
	};
	for (size_t i = 0; i < G_N_ELEMENTS(mandatory); i++) {
		if (bgp_attrs_has(&u->attrs, mandatory[i]) || was_faulty(u, mandatory[i]))
			continue;
		fault(d, BGP_REACT_WITHDRAW, mandatory[i], BGP_UPDATE_MISSING_WELL_KNOWN,
		      d->message, "mandatory attribute is missing");
	}
}

const BgpFault *bgp_update_strongest_fault(const BgpUpdate *update)
{
	g_assert(update->n_faults > 0);
	const BgpFault *found = &update->faults[0];
	for (unsigned i = 1; i < update->n_faults; i++)
		if (update->faults[i].reaction > found->reaction)
			found = &update->faults[i];
	return found;
}

static gboolean only_withdraws(const BgpUpdate *u)
{
	const uint8_t mp = BGP_ATTR_MP_UNREACH_NLRI;
	return u->n_list == 1 && u->list[0].type == mp && u->n_faults == 1 &&
	       u->faults[0].type == mp;
}

/* RFC 7606 5.2: where nothing is announced, an error may have hidden what is. */
static gboolean check_something_announced(Decoder *d)
{
	BgpUpdate *u = d->out;
	const uint64_t reach = BGP_ATTR_BIT(BGP_ATTR_MP_REACH_NLRI);
	if (u->reaction != BGP_REACT_WITHDRAW || u->nlri.len > 0 || u->attrs.present & reach ||
	    only_withdraws(u))
		return TRUE;
	*d->error = bgp_update_strongest_fault(u)->error;
	u->reaction = BGP_REACT_RESET;
	return FALSE;
}

static gboolean check_block(Decoder *d, BgpSpan block)
{
	const char *text = bgp_nlri_check(bgp_nlri_classic, block);
	return !text || reset(d, 0, BGP_UPDATE_BAD_NETWORK, block.bytes, text);
}

/* A block with its length of two octets in front. */
static gboolean read_block(Decoder *d, WireReader *r, BgpSpan *out)
{
	const uint8_t *at = r->pos;
	out->len = wire_read_u16(r);
	out->bytes = r->pos;
	wire_skip(r, out->len);
	return wire_ok(r) ||
	       reset(d, 0, BGP_UPDATE_MALFORMED_LIST, at, "lengths exceed that of the message");
}

static void begin(BgpUpdate *out, uint8_t as_size)
{
	out->n_list = 0;
	out->n_faults = 0;
	out->reaction = BGP_REACT_NONE;
	memset(&out->attrs, 0, sizeof out->attrs);
	out->attrs.as_path.as_size = as_size;
}

gboolean bgp_update_decode(const uint8_t *message, size_t len, uint8_t as_size, gboolean ebgp,
			   BgpUpdate *out, WireError *error)
{
	Decoder d = {message, ebgp, out, error};
	WireReader r;
	wire_reader_init(&r, message, len);
	wire_skip(&r, BGP_HEADER_LEN);
	begin(out, as_size);

	BgpSpan list;
	if (!read_block(&d, &r, &out->withdrawn) || !read_block(&d, &r, &list))
		return FALSE;
	out->nlri = (BgpSpan){r.pos, wire_left(&r)};
	if (!check_block(&d, out->withdrawn) || !check_block(&d, out->nlri))
		return FALSE;
	uint8_t seen[32] = {0};
	wire_reader_init(&r, list.bytes, list.len);
	while (wire_left(&r) > 0)
		if (!decode_attribute(&d, &r, seen))
			return FALSE;
	check_mandatory(&d);
	return check_something_announced(&d);
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
		if (row && bgp_attrs_has(&update->attrs, raw->type))
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
		*format = bgp_nlri_classic;
		return TRUE;
	}
	const BgpMpUnreach *mp = &update->attrs.mp_unreach;
	if (!bgp_attrs_has(&update->attrs, BGP_ATTR_MP_UNREACH_NLRI) || mp->nlri.len > 0)
		return FALSE;
	*format = bgp_nlri_format(mp->afi, mp->safi);
	return TRUE;
}

BgpBlock bgp_update_block(const BgpUpdate *update, BgpBlockKind kind)
{
	const BgpMpReach *reach = &update->attrs.mp_reach;
	const BgpMpUnreach *unreach = &update->attrs.mp_unreach;

	switch (kind) {
	case BGP_BLOCK_WITHDRAWN:
		return (BgpBlock){bgp_nlri_classic, update->withdrawn};
	case BGP_BLOCK_NLRI:
		return (BgpBlock){bgp_nlri_classic, update->nlri};
	case BGP_BLOCK_MP_UNREACH:
		if (bgp_attrs_has(&update->attrs, BGP_ATTR_MP_UNREACH_NLRI))
			return (BgpBlock){bgp_nlri_format(unreach->afi, unreach->safi),
					  unreach->nlri};
		break;
	default:
		if (bgp_attrs_has(&update->attrs, BGP_ATTR_MP_REACH_NLRI))
			return (BgpBlock){bgp_nlri_format(reach->afi, reach->safi), reach->nlri};
	}
	return (BgpBlock){NULL, {NULL, 0}};
}

void bgp_end_of_rib_encode(const BgpNlriFormat *format, WireWriter *w)
{
	size_t start = bgp_message_begin(w, BGP_MESSAGE_UPDATE);
	wire_write_u16(w, 0);
	size_t attrs_at = begin_length(w);
	if (!format->classic) {
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
	uint64_t skip =
		BGP_ATTR_BIT(BGP_ATTR_MP_REACH_NLRI) | BGP_ATTR_BIT(BGP_ATTR_MP_UNREACH_NLRI);
	if (!format->classic)
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
	wire_write_u8(w, (uint8_t)bgp_next_hop_len(u->format, &attrs->next_hop));
	bgp_next_hop_encode(u->format, &attrs->next_hop, w);
	wire_write_u8(w, 0);
}

void bgp_update_begin(BgpUpdateWriter *u, const BgpNlriFormat *format, const BgpAttrs *attrs,
		      BgpSpan others)
{
	*u = (BgpUpdateWriter){.format = format, .withdraw = attrs == NULL, .max = BGP_MESSAGE_MAX};
	wire_writer_init(&u->tail, SIZE_MAX);
	wire_writer_init(&u->message, SIZE_MAX);
	bgp_message_begin(&u->message, BGP_MESSAGE_UPDATE);
	u->withdrawn_at = begin_length(&u->message);
	if (format->classic && u->withdraw) {
		wire_write_u16(&u->tail, 0); /* no attributes */
		return;
	}
	u->attrs_at = begin_length(&u->message);
	if (format->classic) {
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
	if (u->message.len + len + u->tail.len > u->max)
		return FALSE;
	bgp_nlri_encode(u->format, nlri, &u->message);
	return TRUE;
}

uint8_t *bgp_update_finish(BgpUpdateWriter *u, size_t *len)
{
	WireWriter *w = &u->message;
	if (!u->format->classic)
		end_length(w, u->mp_at);
	else if (u->withdraw)
		end_length(w, u->withdrawn_at);
	wire_write_bytes(w, u->tail.buf, u->tail.len);
	if (!u->format->classic)
		end_length(w, u->attrs_at);
	bgp_message_end(w, 0);
	wire_writer_clear(&u->tail);
	return wire_writer_take(w, len);
}
