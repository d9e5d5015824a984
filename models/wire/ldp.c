/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ldp.h"

#define MANDATORY_MAX 2
/* RFC 5036 3.1: a PDU shorter than an identifier and the smallest message is too small. */
#define PDU_LENGTH_MIN (6 + LDP_MESSAGE_HEADER)

typedef struct MessageRow {
	uint16_t type;
	const char *name;
	uint16_t mandatory[MANDATORY_MAX]; /* TLVs; 0 ends */
} MessageRow;

/* RFC 5036 3.7. */
static const MessageRow message_rows[] = {
	{LDP_MSG_NOTIFICATION, "notification", {LDP_TLV_STATUS}},
	{LDP_MSG_HELLO, "hello", {LDP_TLV_COMMON_HELLO}},
	{LDP_MSG_INITIALIZATION, "initialization", {LDP_TLV_COMMON_SESSION}},
	{LDP_MSG_KEEPALIVE, "keepalive", {0}},
	{LDP_MSG_ADDRESS, "address", {LDP_TLV_ADDRESS_LIST}},
	{LDP_MSG_ADDRESS_WITHDRAW, "address-withdraw", {LDP_TLV_ADDRESS_LIST}},
	{LDP_MSG_LABEL_MAPPING, "label-mapping", {LDP_TLV_FEC, LDP_TLV_GENERIC_LABEL}},
	{LDP_MSG_LABEL_REQUEST, "label-request", {LDP_TLV_FEC}},
	{LDP_MSG_LABEL_WITHDRAW, "label-withdraw", {LDP_TLV_FEC}},
	{LDP_MSG_LABEL_RELEASE, "label-release", {LDP_TLV_FEC}},
	{LDP_MSG_LABEL_ABORT, "label-abort", {LDP_TLV_FEC, LDP_TLV_REQUEST_ID}},
};

static const MessageRow *message_row(uint16_t type)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(message_rows); i++)
		if (message_rows[i].type == type)
			return &message_rows[i];
	return NULL;
}

const char *ldp_message_name(uint16_t type)
{
	const MessageRow *row = message_row(type);
	return row ? row->name : "unknown";
}

LdpFrame ldp_pdu_decode(const uint8_t *bytes, size_t len, uint16_t max_length, LdpPdu *pdu,
			WireError *error)
{
	WireReader r;

	if (len < LDP_PDU_LENGTH_OFFSET)
		return LDP_FRAME_MORE;
	wire_reader_init(&r, bytes, len);
	*pdu = (LdpPdu){0};
	pdu->version = wire_read_u16(&r);
	pdu->length = wire_read_u16(&r);
	if (pdu->version != LDP_VERSION) {
		ldp_error(error, LDP_STATUS_BAD_VERSION, 0, "PDU of another protocol version");
		return LDP_FRAME_BAD;
	}
	if (pdu->length < PDU_LENGTH_MIN || pdu->length > max_length) {
		ldp_error(error, LDP_STATUS_BAD_PDU_LENGTH, 2, "PDU length out of range");
		return LDP_FRAME_BAD;
	}
	if (pdu->length > wire_left(&r))
		return LDP_FRAME_MORE;
	pdu->id.lsr_id = wire_read_u32(&r);
	pdu->id.label_space = wire_read_u16(&r);
	pdu->messages = r.pos;
	pdu->messages_len = pdu->length - 6;
	return LDP_FRAME_PDU;
}

static gboolean check_mandatory(const LdpMessage *msg, const MessageRow *row, WireError *error)
{
	LdpTlv tlv;

	for (unsigned i = 0; i < MANDATORY_MAX && row->mandatory[i]; i++)
		if (!ldp_message_find(msg, row->mandatory[i], &tlv))
			return ldp_error(error, LDP_STATUS_MISSING_PARAMETERS, 0,
					 "mandatory parameter is missing");
	return TRUE;
}

/* The errors that end a session win over those that only end the message. */
static gboolean check_tlvs(const LdpMessage *msg, WireError *error)
{
	WireReader r;
	LdpTlv tlv;
	gboolean known = TRUE;

	wire_reader_init(&r, msg->tlvs, msg->tlvs_len);
	while (wire_left(&r)) {
		size_t offset = LDP_MESSAGE_HEADER + wire_offset(&r);
		if (!ldp_tlv_decode(&r, &tlv, error)) {
			error->offset += LDP_MESSAGE_HEADER;
			return FALSE;
		}
		if (known && !tlv.u && ldp_tlv_name(tlv.type) == NULL)
			known = ldp_error(error, LDP_STATUS_UNKNOWN_TLV, offset, "unknown TLV");
	}
	return known;
}

gboolean ldp_message_decode(WireReader *r, LdpMessage *msg, WireError *error)
{
	*error = (WireError){0};
	*msg = (LdpMessage){0};
	if (wire_left(r) < LDP_MESSAGE_HEADER) {
		wire_skip(r, wire_left(r));
		return ldp_error(error, LDP_STATUS_BAD_MESSAGE_LENGTH, 0,
				 "message header is cut off");
	}
	uint16_t head = wire_read_u16(r);
	uint16_t length = wire_read_u16(r);
	msg->type = head & 0x7fff;
	msg->u = (head & 0x8000) != 0;
	msg->size = length + 4;
	if (length < 4 || length > wire_left(r)) {
		wire_skip(r, wire_left(r));
		return ldp_error(error, LDP_STATUS_BAD_MESSAGE_LENGTH, 2,
				 "message length out of range");
	}
	msg->id = wire_read_u32(r);
	msg->tlvs = r->pos;
	msg->tlvs_len = length - 4;
	wire_skip(r, msg->tlvs_len);
	const MessageRow *row = message_row(msg->type);
	if (row == NULL)
		return msg->u ||
		       ldp_error(error, LDP_STATUS_UNKNOWN_MESSAGE, 0, "unknown message type");
	return check_tlvs(msg, error) && check_mandatory(msg, row, error);
}

gboolean ldp_message_next(WireReader *r, LdpTlv *out)
{
	WireError error;
	return wire_left(r) > 0 && ldp_tlv_decode(r, out, &error);
}

gboolean ldp_message_find(const LdpMessage *msg, uint16_t type, LdpTlv *out)
{
	WireReader r;

	/* All of them have been checked already: those that are not wanted are passed over. */
	wire_reader_init(&r, msg->tlvs, msg->tlvs_len);
	while (wire_left(&r)) {
		if ((wire_get_u16(r.pos) & LDP_TLV_TYPE_MASK) == type)
			return ldp_message_next(&r, out);
		wire_skip(&r, LDP_TLV_HEADER + wire_get_u16(r.pos + 2));
	}
	return FALSE;
}

size_t ldp_pdu_begin(WireWriter *w, const LdpId *id)
{
	size_t begin = w->len;
	wire_write_u16(w, LDP_VERSION);
	wire_write_u16(w, 0);
	wire_write_u32(w, id->lsr_id);
	wire_write_u16(w, id->label_space);
	return begin;
}

void ldp_pdu_end(WireWriter *w, size_t begin)
{
	if (w->error == NULL)
		wire_patch_u16(w, begin + 2, w->len - begin - LDP_PDU_LENGTH_OFFSET);
}

size_t ldp_message_begin(WireWriter *w, uint16_t type, uint32_t id)
{
	size_t begin = w->len;
	wire_write_u16(w, type);
	wire_write_u16(w, 0);
	wire_write_u32(w, id);
	return begin;
}

void ldp_message_end(WireWriter *w, size_t begin)
{
	if (w->error == NULL)
		wire_patch_u16(w, begin + 2, w->len - begin - 4);
}
