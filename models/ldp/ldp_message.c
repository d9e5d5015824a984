/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_message.h"

#include "models/ldp/ldp_address.h"
#include "models/ldp/ldp_label.h"
#include "models/ldp/ldp_request.h"
#include "models/ldp/ldp_send.h"

static void reject(LdpPeer *peer, uint32_t status, const LdpMessage *about)
{
	LdpFault fault = {.status = status, .about = about};

	fsm_event(&peer->fsm, LDP_EV_BAD, &fault);
}

/* An error that costs the message but not the session, once there is one (RFC 5036 3.5.1.1). */
static void complain(LdpPeer *peer, uint32_t status, const LdpMessage *about)
{
	LdpFault fault = {.status = status, .about = about};

	if (ldp_session_is_up(peer) && !ldp_status_is_fatal(status))
		ldp_send_notification(peer, &fault);
	else
		reject(peer, status, about);
}

/* RFC 5036 3.5.3. Loop detection and advertisement mode never fail: both ends use what they can. */
static uint32_t check_session_params(const LdpPeer *peer, const LdpSessionParams *params)
{
	const LdpId *us = &peer->ldp->id;

	if (params->version != LDP_VERSION)
		return LDP_STATUS_BAD_VERSION;
	if (params->receiver.lsr_id != us->lsr_id ||
	    params->receiver.label_space != us->label_space)
		return LDP_STATUS_NO_HELLO;
	if (params->keepalive_s == 0)
		return LDP_STATUS_BAD_KEEPALIVE;
	return LDP_STATUS_SUCCESS;
}

static void receive_initialization(LdpPeer *peer, const LdpMessage *msg)
{
	LdpTlv tlv;

	ldp_message_find(msg, LDP_TLV_COMMON_SESSION, &tlv);
	uint32_t status = check_session_params(peer, &tlv.session);
	if (status == LDP_STATUS_SUCCESS)
		fsm_event(&peer->fsm, LDP_EV_INIT, msg);
	else
		reject(peer, status, msg);
}

/* What is no reason to end the session. What else our messages met with, the trace records. */
static void advise(LdpPeer *peer, const LdpStatus *status)
{
	uint32_t code = LDP_STATUS_CODE(status->code);

	if (code == LDP_STATUS_NO_LABELS || code == LDP_STATUS_LABELS_AVAILABLE)
		ldp_request_peer_has_labels(peer, code == LDP_STATUS_LABELS_AVAILABLE);
	if (status->message_type == LDP_MSG_LABEL_REQUEST)
		ldp_request_refused(peer, code, status->message_id);
}

/* A fatal one ends the session in whatever state. */
static void receive_notification(LdpPeer *peer, const LdpMessage *msg)
{
	LdpTlv tlv;

	ldp_message_find(msg, LDP_TLV_STATUS, &tlv);
	if (tlv.status.code & LDP_STATUS_E)
		fsm_event(&peer->fsm, LDP_EV_SHUTDOWN, msg);
	else if (!ldp_session_is_up(peer))
		fsm_event(&peer->fsm, LDP_EV_MESSAGE, msg);
	else
		advise(peer, &tlv.status);
}

static void receive_keepalive(LdpPeer *peer, const LdpMessage *msg)
{
	fsm_event(&peer->fsm, LDP_EV_KEEPALIVE, msg);
}

static void receive_other(LdpPeer *peer, const LdpMessage *msg)
{
	fsm_event(&peer->fsm, LDP_EV_MESSAGE, msg);
}

/* The messages that concern the state machine itself; all others are "other" to it. */
static void dispatch(LdpPeer *peer, const LdpMessage *msg)
{
	static const struct {
		uint16_t type;
		void (*receive)(LdpPeer *peer, const LdpMessage *msg);
	} table[] = {
		{LDP_MSG_INITIALIZATION, receive_initialization},
		{LDP_MSG_KEEPALIVE, receive_keepalive},
		{LDP_MSG_NOTIFICATION, receive_notification},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(table); i++)
		if (table[i].type == msg->type) {
			table[i].receive(peer, msg);
			return;
		}
	receive_other(peer, msg);
}

static void receive_message(LdpPeer *peer, WireReader *r, uint64_t cause)
{
	Sim *sim = ldp_sim(peer->ldp);
	LdpMessage msg;
	WireError error;
	gboolean good = ldp_message_decode(r, &msg, &error);
	uint64_t former = sim_set_cause(
		sim, ldp_trace_message(peer->ldp, peer->name, "received", &msg, cause));

	if (good)
		dispatch(peer, &msg);
	else
		complain(peer, error.status, &msg);
	sim_set_cause(sim, former);
}

static void receive_pdu(LdpPeer *peer, const LdpPdu *pdu)
{
	WireReader r;

	if (pdu->id.lsr_id != peer->id.lsr_id || pdu->id.label_space != peer->id.label_space) {
		reject(peer, LDP_STATUS_BAD_LDP_ID, NULL);
		return;
	}
	if (ldp_session_is_up(peer))
		sim_timer_start(&peer->hold, peer->keepalive_s * SIM_SEC);
	wire_reader_init(&r, pdu->messages, pdu->messages_len);
	while (wire_left(&r) && peer->socket) {
		size_t offset = LDP_PDU_HEADER + wire_offset(&r);
		receive_message(peer, &r, ldp_input_cause(&peer->in, offset));
	}
}

void ldp_message_receive(LdpPeer *peer)
{
	LdpInput *in = &peer->in;
	WireError error;
	LdpPdu pdu;

	while (peer->socket) {
		switch (ldp_pdu_decode(in->bytes->data, in->bytes->len, peer->max_pdu, &pdu,
				       &error)) {
		case LDP_FRAME_MORE:
			return;
		case LDP_FRAME_BAD:
			reject(peer, error.status, NULL);
			return;
		case LDP_FRAME_PDU:
			receive_pdu(peer, &pdu);
			ldp_input_consume(in, pdu.length + LDP_PDU_LENGTH_OFFSET);
			break;
		}
	}
}

/* RFC 5036 3.5.5, 3.5.6. */
static void receive_addresses(LdpPeer *peer, const LdpMessage *msg)
{
	if (ldp_address_learn(peer, msg))
		ldp_label_addresses_changed(peer);
	else
		complain(peer, LDP_STATUS_BAD_FAMILY, msg);
}

/* RFC 5036 3.4.2.1: of the reserved values only the two nulls can be advertised for IPv4. */
static gboolean label_is_good(uint32_t label)
{
	return label >= NET_LABEL_FIRST || label == NET_LABEL_IMPLICIT_NULL ||
	       label == NET_LABEL_IPV4_EXPLICIT_NULL;
}

/* The wildcard stands for labels given, so only for taking them back. */
static gboolean fec_type_is_good(uint8_t type, uint16_t msg_type)
{
	if (type == LDP_FEC_WILDCARD)
		return msg_type == LDP_MSG_LABEL_WITHDRAW || msg_type == LDP_MSG_LABEL_RELEASE;
	return type == LDP_FEC_PREFIX || type == LDP_FEC_HOST;
}

typedef void (*FecFn)(LdpPeer *peer, const LdpLabelMessage *label, const LdpMessage *msg);

/* What a FEC element means to the procedure of the message; FALSE where the rest of the message is
 * to be left alone (RFC 5036 3.4.1.1). */
static gboolean handle_element(LdpPeer *peer, const LdpMessage *msg, const LdpFecElement *element,
			       LdpLabelMessage *label, FecFn fn)
{
	gboolean wildcard = element->type == LDP_FEC_WILDCARD;
	Fec fec;

	if (!fec_type_is_good(element->type, msg->type)) {
		complain(peer, LDP_STATUS_UNKNOWN_FEC, msg);
		return FALSE;
	}
	if (!wildcard && element->prefix.addr.family != NET_AF_IPV4) {
		complain(peer, LDP_STATUS_BAD_FAMILY, msg);
		return FALSE;
	}
	fec = fec_prefix(&element->prefix);
	label->fec = wildcard ? NULL : &fec;
	fn(peer, label, msg);
	label->fec = NULL;
	return TRUE;
}

static void for_each_fec(LdpPeer *peer, const LdpMessage *msg, FecFn fn)
{
	LdpLabelMessage label = {.type = msg->type, .label = NET_LABEL_NONE};
	LdpFecElement element;
	WireReader r;
	LdpTlv tlv;

	if (ldp_message_find(msg, LDP_TLV_GENERIC_LABEL, &tlv)) {
		label.label = tlv.label;
		if (!label_is_good(tlv.label)) {
			reject(peer, LDP_STATUS_MALFORMED_TLV, msg);
			return;
		}
	}
	if (ldp_message_find(msg, LDP_TLV_REQUEST_ID, &tlv))
		label.request_id = tlv.number;
	ldp_message_find(msg, LDP_TLV_FEC, &tlv);
	wire_reader_init(&r, tlv.value, tlv.len);
	while (ldp_fec_next(&r, &element))
		if (!handle_element(peer, msg, &element, &label, fn))
			return;
}

static void read_attributes(const LdpMessage *msg, LdpAttributes *out)
{
	WireReader r;
	LdpTlv tlv;

	*out = (LdpAttributes){0};
	out->given = ldp_message_find(msg, LDP_TLV_HOP_COUNT, &tlv);
	if (out->given)
		out->hops = tlv.hop_count;
	if (!ldp_message_find(msg, LDP_TLV_PATH_VECTOR, &tlv))
		return;
	wire_reader_init(&r, tlv.value, tlv.len);
	while (wire_left(&r) && out->n_path < LDP_PATH_MAX)
		out->path[out->n_path++] = wire_read_u32(&r);
}

static void on_mapping(LdpPeer *peer, const LdpLabelMessage *label, const LdpMessage *msg)
{
	LdpAttributes attributes;

	read_attributes(msg, &attributes);
	ldp_label_mapping(peer, label->fec, label->label, &attributes);
}

static void on_withdraw(LdpPeer *peer, const LdpLabelMessage *label, const LdpMessage *msg)
{
	(void)msg;
	ldp_label_withdraw(peer, label->fec, label->label);
}

static void on_release(LdpPeer *peer, const LdpLabelMessage *label, const LdpMessage *msg)
{
	(void)msg;
	ldp_label_release(peer, label->fec, label->label);
}

static void on_request(LdpPeer *peer, const LdpLabelMessage *label, const LdpMessage *msg)
{
	LdpAttributes attributes;

	read_attributes(msg, &attributes);
	if (!ldp_request_receive(peer, label->fec, msg->id, &attributes))
		complain(peer, LDP_STATUS_NO_ROUTE, msg);
}

static void on_abort(LdpPeer *peer, const LdpLabelMessage *label, const LdpMessage *msg)
{
	(void)msg;
	ldp_request_abort(peer, label->fec, label->request_id);
}

void ldp_message_handle(LdpPeer *peer, const LdpMessage *msg)
{
	static const struct {
		uint16_t type;
		FecFn fn;
	} labels[] = {
		{LDP_MSG_LABEL_MAPPING, on_mapping},   {LDP_MSG_LABEL_REQUEST, on_request},
		{LDP_MSG_LABEL_WITHDRAW, on_withdraw}, {LDP_MSG_LABEL_RELEASE, on_release},
		{LDP_MSG_LABEL_ABORT, on_abort},
	};

	if (msg->type == LDP_MSG_ADDRESS || msg->type == LDP_MSG_ADDRESS_WITHDRAW) {
		receive_addresses(peer, msg);
		return;
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(labels); i++)
		if (labels[i].type == msg->type)
			for_each_fec(peer, msg, labels[i].fn);
	/* Hellos have no place here, and what is not known came with its U bit set: ignored. */
}
