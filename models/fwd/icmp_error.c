/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/icmp_error.h"

#include "models/fwd/drop.h"
#include "models/fwd/icmp.h"
#include "models/fwd/input.h"
#include "models/fwd/ip_stack.h"
#include "models/fwd/output.h"
#include "models/wire/ipv4.h"
#include "models/wire/mpls.h"

#include <string.h>

enum {
	ERROR_LEN_MAX = 576, /* of the whole datagram, RFC 1812 4.3.2.3 */
	QUOTE_MAX = ERROR_LEN_MAX - IPV4_HEADER_LEN - ICMP_HEADER_LEN,
	PRECEDENCE = 6, /* internetwork control, of errors, RFC 1812 4.3.2.5 */
	TTL = 64,
	PIPE_TTL = 255, /* of labels, which do not take that of the IP packet */
};

static gboolean is_one_host(const NetAddr *addr)
{
	uint32_t a = net_addr_to_ipv4(addr);

	return a >> 24 != 0 && a >> 24 != 127 && a < 0xe0000000u;
}

static gboolean is_icmp_error(const Ipv4Header *ip, const uint8_t *bytes)
{
	if (ip->protocol != IP_PROTOCOL_ICMP)
		return FALSE;
	/* A type that cannot be seen is taken for an error: it must not be answered wrongly. */
	return ipv4_payload_len(ip) == 0 || icmp_is_error(bytes[ip->header_len]);
}

static gboolean may_tell(const Ipv4Header *ip, const uint8_t *bytes)
{
	return ip->fragment_offset == 0 && is_one_host(&ip->src) && is_one_host(&ip->dst) &&
	       !is_icmp_error(ip, bytes);
}

static IpInfo answer_to(const Ipv4Header *ip, FwdVrf *vrf, const NetAddr *src)
{
	return (IpInfo){
		.vrf = vrf,
		.src = *src,
		.dst = ip->src,
		.protocol = IP_PROTOCOL_ICMP,
		.tos = PRECEDENCE << 5,
		.ttl = TTL,
	};
}

static void trace_sent(FwdNode *node, const IpInfo *info, const IcmpMessage *error, Packet *message)
{
	message->cause = fwd_icmp_trace(node, &info->dst, "sent", error->type, packet_len(message));
}

/* Gives the message the labels of the packet that it is about, and sends it where they lead. */
static void send_along_lsp(FwdNode *node, const FwdState *state, const IpInfo *info,
			   const IcmpMessage *error, Packet *message)
{
	FwdState on = *state;
	FwdDecision decision;
	const char *malformed;

	on.in = NULL; /* it begins here: no TTL is decremented */
	trace_sent(node, info, error, message);
	message = fwd_ip_push_header(node, info, message);
	fwd_state_read_ip(&on, packet_data(message), packet_len(message), &malformed);
	for (unsigned i = on.depth; i > 0; i--) {
		MplsEntry *entry = &on.stack[i - 1];

		entry->ttl = node->ttl_model == FWD_TTL_PIPE ? PIPE_TTL : TTL;
		entry->tc = PRECEDENCE;
		mpls_push(message, entry, i == on.depth);
	}
	fwd_decide(node, &on, &decision);
	if (decision.verdict == FWD_FORWARD)
		fwd_output(node, &on, &decision, message);
	else /* as the packet itself: that has been told */
		packet_unref(message);
}

void fwd_icmp_tell_sender(FwdNode *node, const FwdState *state, const FwdDecision *decision,
			  const IcmpMessage *error, Packet *packet)
{
	size_t labels_len = (size_t)state->depth * MPLS_ENTRY_LEN;
	const uint8_t *bytes = packet_data(packet) + labels_len;
	IcmpMessage full = *error;
	Packet *message;
	Ipv4Header ip;
	NetAddr src;
	IpInfo info;

	if (!state->in || !ipv4_decode(bytes, packet_len(packet) - labels_len, &ip, NULL) ||
	    !may_tell(&ip, bytes))
		return;
	full.depth = state->depth;
	memcpy(full.stack, state->stack, state->depth * sizeof(full.stack[0]));
	src = fwd_iface_address(state->in, NET_AF_IPV4);
	info = answer_to(&ip, decision->error_vrf, &src);
	message = icmp_error_new(&full, bytes, ip.total_len, QUOTE_MAX);
	if (decision->error_vrf) {
		trace_sent(node, &info, error, message);
		ip_send(node, &info, message);
	} else {
		send_along_lsp(node, state, &info, error, message);
	}
}

void fwd_icmp_refuse(FwdNode *node, const IpInfo *info, const IcmpMessage *error,
		     const char *reason, Packet *packet)
{
	const uint8_t *bytes = packet_data(packet);
	uint64_t id = fwd_trace_drop(node, info->vrf, info->iface, &info->dst, reason);
	uint64_t former = sim_set_cause(node->sim, id);
	Packet *message;
	Ipv4Header ip;
	IpInfo back;

	if (info->iface && ipv4_decode(bytes, packet_len(packet), &ip, NULL) &&
	    may_tell(&ip, bytes)) {
		back = answer_to(&ip, info->vrf, &ip.dst);
		message = icmp_error_new(error, bytes, ip.total_len, QUOTE_MAX);
		trace_sent(node, &back, error, message);
		ip_send(node, &back, message);
	}
	sim_set_cause(node->sim, former);
}
