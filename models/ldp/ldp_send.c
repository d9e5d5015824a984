/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_send.h"

#include "models/ldp/ldp_neighbor.h"
#include "models/ldp/ldp_stream.h"

static WireWriter *begin(LdpPeer *peer, uint16_t type)
{
	ldp_output_begin(&peer->out, type, ++peer->ldp->last_message_id);
	return &peer->out.w;
}

static void end(LdpPeer *peer)
{
	LdpMessage msg;

	ldp_output_end(&peer->out, &msg);
	ldp_output_set_cause(&peer->out, ldp_trace_message(peer->ldp, peer->name, "sent", &msg, 0));
	sim_timer_ensure(&peer->flush, 0);
}

void ldp_send_now(LdpPeer *peer)
{
	sim_timer_stop(&peer->flush);
	ldp_output_flush(&peer->out, &peer->ldp->id, peer->max_pdu, peer->socket);
}

void ldp_send_initialization(LdpPeer *peer)
{
	LdpTlv params = {
		.type = LDP_TLV_COMMON_SESSION,
		.session = {.version = LDP_VERSION,
			    .keepalive_s = ldp_neighbor_keepalive_s(peer),
			    .flags = (peer->ldp->on_demand ? LDP_SESSION_DOD : 0) |
				     (peer->ldp->loop_limit ? LDP_SESSION_LOOP_DETECT : 0),
			    .path_vector_limit = peer->ldp->loop_limit,
			    .receiver = peer->id},
	};

	ldp_tlv_encode(begin(peer, LDP_MSG_INITIALIZATION), &params);
	end(peer);
}

void ldp_send_keepalive(LdpPeer *peer)
{
	begin(peer, LDP_MSG_KEEPALIVE);
	end(peer);
}

static void write_status(WireWriter *w, const LdpFault *fault)
{
	const LdpMessage *about = fault->about;
	LdpTlv status = {
		.type = LDP_TLV_STATUS,
		.status = {.code = fault->status |
				   (ldp_status_is_fatal(fault->status) ? LDP_STATUS_E : 0),
			   .message_id = about ? about->id : 0,
			   .message_type = about ? about->type : 0},
	};

	ldp_tlv_encode(w, &status);
}

void ldp_send_notification(LdpPeer *peer, const LdpFault *fault)
{
	WireWriter *w = begin(peer, LDP_MSG_NOTIFICATION);

	write_status(w, fault);
	if (fault->status == LDP_STATUS_REQUEST_ABORTED) { /* RFC 5036 3.5.9.1 */
		LdpTlv request = {.type = LDP_TLV_REQUEST_ID, .number = fault->about->id};
		ldp_tlv_encode(w, &request);
	}
	end(peer);
}

static void send_address_range(LdpPeer *peer, uint16_t type, const GArray *addresses,
			       unsigned first, unsigned n)
{
	WireWriter *w = begin(peer, type);
	size_t tlv = ldp_tlv_begin(w, LDP_TLV_ADDRESS_LIST);

	wire_write_u16(w, LDP_FAMILY_IPV4);
	for (unsigned i = first; i < first + n; i++)
		wire_write_addr(w, &g_array_index(addresses, NetAddr, i));
	ldp_tlv_end(w, tlv);
	end(peer);
}

void ldp_send_addresses(LdpPeer *peer, uint16_t type, const GArray *addresses)
{
	unsigned overhead = LDP_PDU_HEADER + LDP_MESSAGE_HEADER + LDP_TLV_HEADER + 2;
	unsigned most = (peer->max_pdu - overhead) / 4;

	for (unsigned first = 0; first < addresses->len; first += most)
		send_address_range(peer, type, addresses, first, MIN(most, addresses->len - first));
}

static void write_fec(WireWriter *w, const Fec *fec)
{
	LdpFecElement element = {.type = LDP_FEC_WILDCARD};
	size_t tlv = ldp_tlv_begin(w, LDP_TLV_FEC);

	if (fec)
		element = (LdpFecElement){.type = LDP_FEC_PREFIX, .prefix = fec->prefix};
	ldp_fec_encode(w, &element);
	ldp_tlv_end(w, tlv);
}

static void write_attributes(WireWriter *w, const LdpAttributes *attributes)
{
	LdpTlv hops = {.type = LDP_TLV_HOP_COUNT, .hop_count = attributes->hops};

	ldp_tlv_encode(w, &hops);
	if (attributes->n_path == 0)
		return;
	size_t tlv = ldp_tlv_begin(w, LDP_TLV_PATH_VECTOR);
	for (unsigned i = 0; i < attributes->n_path; i++)
		wire_write_u32(w, attributes->path[i]);
	ldp_tlv_end(w, tlv);
}

uint32_t ldp_send_label(LdpPeer *peer, const LdpLabelMessage *label)
{
	LdpTlv generic = {.type = LDP_TLV_GENERIC_LABEL, .label = label->label};
	LdpTlv request = {.type = LDP_TLV_REQUEST_ID, .number = label->request_id};
	WireWriter *w = begin(peer, label->type);

	write_fec(w, label->fec);
	if (label->label != NET_LABEL_NONE)
		ldp_tlv_encode(w, &generic);
	if (label->request_id)
		ldp_tlv_encode(w, &request);
	if (label->attributes)
		write_attributes(w, label->attributes);
	if (label->status != LDP_STATUS_SUCCESS)
		write_status(w, &(LdpFault){.status = label->status});
	end(peer);
	return peer->ldp->last_message_id;
}

void ldp_send_refusal(LdpInstance *ldp, TcpSocket *socket, uint32_t status)
{
	static const TcpHandlers deaf = {.received = NULL};
	LdpFault fault = {.status = status};
	char name[NET_ADDR_STRLEN];
	LdpOutput out;
	LdpMessage msg;

	net_addr_str(tcp_remote_address(socket), name);
	tcp_accept(socket, &deaf, NULL);
	ldp_output_init(&out);
	ldp_output_begin(&out, LDP_MSG_NOTIFICATION, ++ldp->last_message_id);
	write_status(&out.w, &fault);
	ldp_output_end(&out, &msg);
	ldp_output_set_cause(&out, ldp_trace_message(ldp, name, "sent", &msg, 0));
	ldp_output_flush(&out, &ldp->id, LDP_MAX_PDU_DEFAULT, socket);
	ldp_output_clear(&out);
	tcp_close(socket);
}
