/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ldp_tlv.h"

#include <string.h>

typedef struct StatusRow {
	uint32_t code;
	gboolean fatal;
	const char *name;
} StatusRow;

/* RFC 5036 3.9. */
static const StatusRow status_rows[] = {
	{LDP_STATUS_SUCCESS, FALSE, "Success"},
	{LDP_STATUS_BAD_LDP_ID, TRUE, "Bad LDP Identifier"},
	{LDP_STATUS_BAD_VERSION, TRUE, "Bad Protocol Version"},
	{LDP_STATUS_BAD_PDU_LENGTH, TRUE, "Bad PDU Length"},
	{LDP_STATUS_UNKNOWN_MESSAGE, FALSE, "Unknown Message Type"},
	{LDP_STATUS_BAD_MESSAGE_LENGTH, TRUE, "Bad Message Length"},
	{LDP_STATUS_UNKNOWN_TLV, FALSE, "Unknown TLV"},
	{LDP_STATUS_BAD_TLV_LENGTH, TRUE, "Bad TLV Length"},
	{LDP_STATUS_MALFORMED_TLV, TRUE, "Malformed TLV Value"},
	{LDP_STATUS_HOLD_EXPIRED, TRUE, "Hold Timer Expired"},
	{LDP_STATUS_SHUTDOWN, TRUE, "Shutdown"},
	{LDP_STATUS_LOOP_DETECTED, FALSE, "Loop Detected"},
	{LDP_STATUS_UNKNOWN_FEC, FALSE, "Unknown FEC"},
	{LDP_STATUS_NO_ROUTE, FALSE, "No Route"},
	{LDP_STATUS_NO_LABELS, FALSE, "No Label Resources"},
	{LDP_STATUS_LABELS_AVAILABLE, FALSE, "Label Resources / Available"},
	{LDP_STATUS_NO_HELLO, TRUE, "Session Rejected / No Hello"},
	{LDP_STATUS_ADVERTISEMENT_MODE, TRUE, "Session Rejected / Parameters Advertisement Mode"},
	{LDP_STATUS_MAX_PDU, TRUE, "Session Rejected / Parameters Max PDU Length"},
	{LDP_STATUS_LABEL_RANGE, TRUE, "Session Rejected / Parameters Label Range"},
	{LDP_STATUS_KEEPALIVE_EXPIRED, TRUE, "KeepAlive Timer Expired"},
	{LDP_STATUS_REQUEST_ABORTED, FALSE, "Label Request Aborted"},
	{LDP_STATUS_MISSING_PARAMETERS, FALSE, "Missing Message Parameters"},
	{LDP_STATUS_BAD_FAMILY, FALSE, "Unsupported Address Family"},
	{LDP_STATUS_BAD_KEEPALIVE, TRUE, "Session Rejected / Bad KeepAlive Time"},
	{LDP_STATUS_INTERNAL, TRUE, "Internal Error"},
};

static const StatusRow *status_row(uint32_t code)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(status_rows); i++)
		if (status_rows[i].code == code)
			return &status_rows[i];
	return NULL;
}

const char *ldp_status_name(uint32_t code)
{
	const StatusRow *row = status_row(code);
	return row ? row->name : "unknown status";
}

gboolean ldp_status_is_fatal(uint32_t code)
{
	const StatusRow *row = status_row(code);
	return row == NULL || row->fatal;
}

gboolean ldp_error(WireError *error, uint32_t status, size_t offset, const char *text)
{
	*error = (WireError){.status = status, .offset = offset, .text = text};
	return FALSE;
}

/* One kind of TLV. A failing decode() marks the reader, with the text of the error. */
typedef struct TlvRow {
	uint16_t type;
	uint16_t min_len, max_len;
	const char *name;
	void (*decode)(WireReader *r, LdpTlv *tlv);       /* NULL: the value stays raw */
	void (*encode)(WireWriter *w, const LdpTlv *tlv); /* NULL: written from the raw value */
} TlvRow;

static LdpId read_id(WireReader *r)
{
	LdpId id;
	id.lsr_id = wire_read_u32(r);
	id.label_space = wire_read_u16(r);
	return id;
}

static void decode_hop_count(WireReader *r, LdpTlv *tlv)
{
	tlv->hop_count = wire_read_u8(r);
}

static void encode_hop_count(WireWriter *w, const LdpTlv *tlv)
{
	wire_write_u8(w, tlv->hop_count);
}

static void decode_label(WireReader *r, LdpTlv *tlv)
{
	tlv->label = wire_read_u32(r);
	if (tlv->label >= 1u << 20)
		wire_fail(r, "generic label beyond 20 bits");
}

static void encode_label(WireWriter *w, const LdpTlv *tlv)
{
	wire_write_u32(w, tlv->label);
}

static void decode_number(WireReader *r, LdpTlv *tlv)
{
	tlv->number = wire_read_u32(r);
}

static void encode_number(WireWriter *w, const LdpTlv *tlv)
{
	wire_write_u32(w, tlv->number);
}

static void decode_status(WireReader *r, LdpTlv *tlv)
{
	tlv->status.code = wire_read_u32(r);
	tlv->status.message_id = wire_read_u32(r);
	tlv->status.message_type = wire_read_u16(r);
}

static void encode_status(WireWriter *w, const LdpTlv *tlv)
{
	wire_write_u32(w, tlv->status.code);
	wire_write_u32(w, tlv->status.message_id);
	wire_write_u16(w, tlv->status.message_type);
}

static void decode_hello(WireReader *r, LdpTlv *tlv)
{
	tlv->hello.hold_s = wire_read_u16(r);
	tlv->hello.flags = wire_read_u16(r);
}

static void encode_hello(WireWriter *w, const LdpTlv *tlv)
{
	wire_write_u16(w, tlv->hello.hold_s);
	wire_write_u16(w, tlv->hello.flags);
}

static void decode_transport4(WireReader *r, LdpTlv *tlv)
{
	tlv->transport = wire_read_ipv4(r);
}

static void decode_transport6(WireReader *r, LdpTlv *tlv)
{
	tlv->transport = wire_read_ipv6(r);
}

static void encode_transport(WireWriter *w, const LdpTlv *tlv)
{
	wire_write_addr(w, &tlv->transport);
}

static void decode_session(WireReader *r, LdpTlv *tlv)
{
	tlv->session.version = wire_read_u16(r);
	tlv->session.keepalive_s = wire_read_u16(r);
	tlv->session.flags = wire_read_u8(r);
	tlv->session.path_vector_limit = wire_read_u8(r);
	tlv->session.max_pdu = wire_read_u16(r);
	tlv->session.receiver = read_id(r);
}

static void encode_session(WireWriter *w, const LdpTlv *tlv)
{
	wire_write_u16(w, tlv->session.version);
	wire_write_u16(w, tlv->session.keepalive_s);
	wire_write_u8(w, tlv->session.flags);
	wire_write_u8(w, tlv->session.path_vector_limit);
	wire_write_u16(w, tlv->session.max_pdu);
	wire_write_u32(w, tlv->session.receiver.lsr_id);
	wire_write_u16(w, tlv->session.receiver.label_space);
}

static unsigned family_bits(uint16_t family)
{
	return family == LDP_FAMILY_IPV4 ? 32 : family == LDP_FAMILY_IPV6 ? 128 : 0;
}

static void read_fec_element(WireReader *r, LdpFecElement *el);

static void check_fec(WireReader *r, LdpTlv *tlv)
{
	unsigned n = 0;
	gboolean wildcard = FALSE;
	LdpFecElement el;

	(void)tlv;
	while (wire_left(r)) {
		read_fec_element(r, &el);
		wildcard |= el.type == LDP_FEC_WILDCARD;
		n++;
	}
	if (wildcard && n > 1)
		wire_fail(r, "wildcard FEC element is not alone");
}

static void check_addresses(WireReader *r, LdpTlv *tlv)
{
	unsigned bytes = family_bits(wire_read_u16(r)) / 8;

	(void)tlv;
	if (bytes && wire_left(r) % bytes)
		wire_fail(r, "address list does not end at an address");
}

static void check_path_vector(WireReader *r, LdpTlv *tlv)
{
	if (tlv->len % 4)
		wire_fail(r, "path vector does not end at an LSR id");
}

#define ANY UINT16_MAX

/* In the order of RFC 5036 3.4, 3.5. */
static const TlvRow tlv_rows[] = {
	{LDP_TLV_FEC, 1, ANY, "FEC", check_fec, NULL},
	{LDP_TLV_ADDRESS_LIST, 2, ANY, "Address List", check_addresses, NULL},
	{LDP_TLV_HOP_COUNT, 1, 1, "Hop Count", decode_hop_count, encode_hop_count},
	{LDP_TLV_PATH_VECTOR, 0, ANY, "Path Vector", check_path_vector, NULL},
	{LDP_TLV_GENERIC_LABEL, 4, 4, "Generic Label", decode_label, encode_label},
	{LDP_TLV_STATUS, 10, 10, "Status", decode_status, encode_status},
	{LDP_TLV_EXTENDED_STATUS, 4, 4, "Extended Status", decode_number, encode_number},
	{LDP_TLV_RETURNED_PDU, 0, ANY, "Returned PDU", NULL, NULL},
	{LDP_TLV_RETURNED_MESSAGE, 0, ANY, "Returned Message", NULL, NULL},
	{LDP_TLV_COMMON_HELLO, 4, 4, "Common Hello Parameters", decode_hello, encode_hello},
	{LDP_TLV_IPV4_TRANSPORT, 4, 4, "IPv4 Transport Address", decode_transport4,
	 encode_transport},
	{LDP_TLV_CONFIG_SEQUENCE, 4, 4, "Configuration Sequence Number", decode_number,
	 encode_number},
	{LDP_TLV_IPV6_TRANSPORT, 16, 16, "IPv6 Transport Address", decode_transport6,
	 encode_transport},
	{LDP_TLV_COMMON_SESSION, 14, 14, "Common Session Parameters", decode_session,
	 encode_session},
	{LDP_TLV_REQUEST_ID, 4, 4, "Label Request Message ID", decode_number, encode_number},
};

static const TlvRow *tlv_row(uint16_t type)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(tlv_rows); i++)
		if (tlv_rows[i].type == type)
			return &tlv_rows[i];
	return NULL;
}

const char *ldp_tlv_name(uint16_t type)
{
	const TlvRow *row = tlv_row(type);
	return row ? row->name : NULL;
}

gboolean ldp_tlv_decode(WireReader *r, LdpTlv *tlv, WireError *error)
{
	size_t offset = wire_offset(r);

	if (wire_left(r) < LDP_TLV_HEADER)
		return ldp_error(error, LDP_STATUS_BAD_TLV_LENGTH, offset, "TLV header is cut off");
	uint16_t head = wire_read_u16(r);
	*tlv = (LdpTlv){
		.type = head & LDP_TLV_TYPE_MASK,
		.u = (head & 0x8000) != 0,
		.f = (head & 0x4000) != 0,
		.len = wire_read_u16(r),
	};
	if (tlv->len > wire_left(r))
		return ldp_error(error, LDP_STATUS_BAD_TLV_LENGTH, offset,
				 "TLV reaches beyond its message");
	tlv->value = r->pos;
	WireReader value = wire_read_sub(r, tlv->len);
	const TlvRow *row = tlv_row(tlv->type);
	if (row == NULL)
		return TRUE;
	if (tlv->len < row->min_len || tlv->len > row->max_len)
		return ldp_error(error, LDP_STATUS_BAD_TLV_LENGTH, offset,
				 "TLV has not the length of its type");
	if (row->decode)
		row->decode(&value, tlv);
	if (!wire_ok(&value))
		return ldp_error(error, LDP_STATUS_MALFORMED_TLV,
				 offset + LDP_TLV_HEADER + value.error_offset, value.error);
	return TRUE;
}

void ldp_tlv_encode(WireWriter *w, const LdpTlv *tlv)
{
	const TlvRow *row = tlv_row(tlv->type);
	size_t begin =
		ldp_tlv_begin(w, (tlv->type | (tlv->u ? 0x8000 : 0) | (tlv->f ? 0x4000 : 0)));

	if (row && row->encode)
		row->encode(w, tlv);
	else
		wire_write_bytes(w, tlv->value, tlv->len);
	ldp_tlv_end(w, begin);
}

size_t ldp_tlv_begin(WireWriter *w, uint16_t type)
{
	size_t begin = w->len;
	wire_write_u16(w, type);
	wire_write_u16(w, 0);
	return begin;
}

void ldp_tlv_end(WireWriter *w, size_t begin)
{
	if (w->error == NULL)
		wire_patch_u16(w, begin + 2, w->len - begin - LDP_TLV_HEADER);
}

static void read_raw(WireReader *r, LdpFecElement *el)
{
	el->raw = r->pos;
	el->raw_len = wire_left(r);
	wire_skip(r, el->raw_len);
}

static void read_info(WireReader *r, LdpFecElement *el)
{
	el->info = r->pos;
	wire_skip(r, el->info_len);
}

static void read_pw_head(WireReader *r, LdpFecElement *el)
{
	uint16_t head = wire_read_u16(r);

	el->pw.control_word = head >> 15;
	el->pw.type = head & 0x7fff;
	el->info_len = wire_read_u8(r);
}

static void read_pw(WireReader *r, LdpFecElement *el)
{
	read_pw_head(r, el);
	el->pw.group = wire_read_u32(r);
	WireReader info = *r;
	read_info(r, el);
	if (el->info_len >= 4)
		el->pw.id = wire_read_u32(&info);
}

static void read_generalized_pw(WireReader *r, LdpFecElement *el)
{
	read_pw_head(r, el);
	read_info(r, el);
}

static void read_typed_wildcard(WireReader *r, LdpFecElement *el)
{
	el->wildcard_of = wire_read_u8(r);
	el->info_len = wire_read_u8(r);
	read_info(r, el);
}

/* Elements that say how long they are. One that does not fit is left to whoever knows it better. */
static gboolean read_sized(WireReader *r, LdpFecElement *el)
{
	static const struct {
		uint8_t type;
		void (*read)(WireReader *r, LdpFecElement *el);
	} rows[] = {
		{LDP_FEC_TYPED_WILDCARD, read_typed_wildcard},
		{LDP_FEC_PW, read_pw},
		{LDP_FEC_GENERALIZED_PW, read_generalized_pw},
	};
	WireReader whole = *r;

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (rows[i].type != el->type)
			continue;
		rows[i].read(r, el);
		if (wire_ok(r)) {
			el->raw = whole.pos;
			el->raw_len = (size_t)(r->pos - whole.pos);
			return TRUE;
		}
		*r = whole;
		*el = (LdpFecElement){.type = el->type};
	}
	return FALSE;
}

static void read_fec_element(WireReader *r, LdpFecElement *el)
{
	*el = (LdpFecElement){.type = wire_read_u8(r)};
	if (el->type == LDP_FEC_WILDCARD)
		return;
	if (el->type != LDP_FEC_PREFIX && el->type != LDP_FEC_HOST) {
		if (!read_sized(r, el))
			read_raw(r, el);
		return;
	}
	WireReader whole = *r;
	el->family = wire_read_u16(r);
	unsigned bits = family_bits(el->family);
	if (bits == 0) {
		*r = whole;
		read_raw(r, el);
		return;
	}
	/* A prefix counts its bits, a host address its bytes. */
	unsigned len = wire_read_u8(r);
	if (el->type == LDP_FEC_HOST)
		len = len * 8 == bits ? bits : bits + 1;
	if (len > bits) {
		wire_fail(r, "FEC element longer than an address");
		return;
	}
	NetAddr addr = {.family = bits == 32 ? NET_AF_IPV4 : NET_AF_IPV6};
	wire_read_bytes(r, addr.bytes, (len + 7) / 8);
	el->prefix = net_prefix(&addr, len);
}

gboolean ldp_fec_next(WireReader *r, LdpFecElement *element)
{
	if (wire_left(r) == 0)
		return FALSE;
	read_fec_element(r, element);
	return wire_ok(r);
}

void ldp_fec_encode(WireWriter *w, const LdpFecElement *element)
{
	const NetPrefix *p = &element->prefix;

	wire_write_u8(w, element->type);
	if (element->type == LDP_FEC_WILDCARD)
		return;
	if (element->raw) {
		wire_write_bytes(w, element->raw, element->raw_len);
		return;
	}
	wire_write_u16(w, p->addr.family == NET_AF_IPV4 ? LDP_FAMILY_IPV4 : LDP_FAMILY_IPV6);
	wire_write_u8(w, element->type == LDP_FEC_HOST ? p->len / 8 : p->len);
	wire_write_bytes(w, p->addr.bytes, (p->len + 7) / 8);
}

gboolean ldp_addresses_begin(const LdpTlv *tlv, WireReader *r, uint16_t *family)
{
	wire_reader_init(r, tlv->value, tlv->len);
	*family = wire_read_u16(r);
	return family_bits(*family) != 0;
}

gboolean ldp_addresses_next(WireReader *r, uint16_t family, NetAddr *out)
{
	if (wire_left(r) == 0)
		return FALSE;
	*out = family == LDP_FAMILY_IPV4 ? wire_read_ipv4(r) : wire_read_ipv6(r);
	return wire_ok(r);
}
