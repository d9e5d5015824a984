/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a decoded PDU again from what was decoded, element by element. Shared by the LDP codec's
 * tests. */
#ifndef TESTS_LDP_REENCODE_H
#define TESTS_LDP_REENCODE_H

#include "models/wire/ldp.h"

static inline void reencode_fec(WireWriter *w, const LdpTlv *tlv)
{
	WireReader r;
	LdpFecElement el;

	wire_reader_init(&r, tlv->value, tlv->len);
	while (ldp_fec_next(&r, &el))
		ldp_fec_encode(w, &el);
}

static inline void reencode_addresses(WireWriter *w, const LdpTlv *tlv)
{
	WireReader r;
	uint16_t family;
	NetAddr a;

	ldp_addresses_begin(tlv, &r, &family);
	wire_write_u16(w, family);
	while (ldp_addresses_next(&r, family, &a))
		wire_write_addr(w, &a);
}

static inline void reencode_tlv(WireWriter *w, const LdpTlv *tlv)
{
	if (tlv->type != LDP_TLV_FEC && tlv->type != LDP_TLV_ADDRESS_LIST) {
		ldp_tlv_encode(w, tlv);
		return;
	}
	size_t begin = ldp_tlv_begin(w, tlv->type | (tlv->u ? 0x8000 : 0) | (tlv->f ? 0x4000 : 0));
	if (tlv->type == LDP_TLV_FEC)
		reencode_fec(w, tlv);
	else
		reencode_addresses(w, tlv);
	ldp_tlv_end(w, begin);
}

/* FALSE where a message does not decode. */
static inline gboolean reencode_pdu(WireWriter *w, const LdpPdu *pdu, WireError *error)
{
	WireReader r, tlvs;
	LdpMessage msg;
	LdpTlv tlv;
	size_t begin = ldp_pdu_begin(w, &pdu->id);

	wire_reader_init(&r, pdu->messages, pdu->messages_len);
	while (wire_left(&r)) {
		if (!ldp_message_decode(&r, &msg, error))
			return FALSE;
		size_t at = ldp_message_begin(w, msg.type | (msg.u ? 0x8000 : 0), msg.id);
		wire_reader_init(&tlvs, msg.tlvs, msg.tlvs_len);
		while (ldp_message_next(&tlvs, &tlv))
			reencode_tlv(w, &tlv);
		ldp_message_end(w, at);
	}
	ldp_pdu_end(w, begin);
	return TRUE;
}

#endif
