/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/output.h"

#include "models/fwd/arp.h"
#include "models/fwd/drop.h"
#include "models/fwd/icmp_error.h"
#include "models/fwd/input.h"
#include "models/fwd/ip_stack.h"
#include "models/wire/ethernet.h"
#include "models/wire/icmp.h"
#include "models/wire/ipv4.h"
#include "models/wire/ipv4_fragment.h"
#include "models/wire/mpls.h"

void fwd_output_frame(FwdIface *out, const NetMac *dst, uint16_t type, Packet *packet)
{
	EthernetHeader ethernet = {
		.dst = *dst,
		.src = out->mac,
		.tagged = out->kind == FWD_IFACE_VLAN,
		.tag = out->vlan,
		.type = type,
	};

	packet = packet_writable(packet);
	ethernet_push(packet, &ethernet);
	fwd_iface_transmit(out->parent ? out->parent : out, packet);
}

/* What the sender is told (RFC 1812 5.2.7). */
static const struct {
	gboolean tell;
	uint8_t type, code;
} icmp_of[FWD_REASONS] = {
	[FWD_REASON_NO_ROUTE] = {TRUE, ICMP_UNREACHABLE, ICMP_NET_UNREACHABLE},
	[FWD_REASON_TTL] = {TRUE, ICMP_TIME_EXCEEDED, ICMP_TTL_EXCEEDED},
	[FWD_REASON_INTERFACE] = {TRUE, ICMP_UNREACHABLE, ICMP_HOST_UNREACHABLE},
	[FWD_REASON_DISCARD] = {TRUE, ICMP_UNREACHABLE, ICMP_HOST_UNREACHABLE},
};

/* id: the record of the drop, which causes the error. */
static void tell_sender(FwdNode *node, const FwdState *state, const FwdDecision *d,
			const IcmpMessage *error, Packet *packet, uint64_t id)
{
	uint64_t former = sim_set_cause(node->sim, id);

	fwd_icmp_tell_sender(node, state, d, error, packet);
	sim_set_cause(node->sim, former);
}

static void drop(FwdNode *node, const FwdState *state, const FwdDecision *d, Packet *packet)
{
	uint64_t id = fwd_trace_decision(node, state, d);
	IcmpMessage error = {.type = icmp_of[d->reason].type, .code = icmp_of[d->reason].code};

	if (icmp_of[d->reason].tell)
		tell_sender(node, state, d, &error, packet, id);
	packet_unref(packet);
}

/* The IP header of a packet that starts with the label stack of the state; FALSE where there is none. */
static gboolean read_header(const FwdState *state, Packet *packet, Ipv4Header *ip)
{
	size_t labels_len = (size_t)state->depth * MPLS_ENTRY_LEN;

	return ipv4_decode(packet_data(packet) + labels_len, packet_len(packet) - labels_len, ip,
			   NULL);
}

static gboolean has_df(const FwdState *state, Packet *packet)
{
	Ipv4Header ip;

	return read_header(state, packet, &ip) && (ip.flags & IPV4_DF) != 0;
}

/* Eight bytes at least fit beside the header and the labels of each fragment. */
static gboolean can_fragment(const FwdState *state, const FwdDecision *d, Packet *packet)
{
	Ipv4Header ip;

	return read_header(state, packet, &ip) && !(ip.flags & IPV4_DF) &&
	       d->out->mtu >= (uint32_t)d->depth * MPLS_ENTRY_LEN + ip.header_len + 8;
}

/* The packet is longer than the interface takes, and must not be cut, or cannot. */
static void drop_too_big(FwdNode *node, const FwdState *state, const FwdDecision *d, Packet *packet)
{
	gboolean df = has_df(state, packet);
	IcmpMessage error = {
		.type = ICMP_UNREACHABLE,
		.code = ICMP_FRAGMENTATION_NEEDED,
		.next_hop_mtu = (uint16_t)MIN(d->out->mtu - d->depth * MPLS_ENTRY_LEN, UINT16_MAX),
	};
	uint64_t id = fwd_trace_drop(node, d->vrf, state->in, &state->dst,
				     df ? "fragmentation needed" : "packet larger than the MTU");

	if (df)
		tell_sender(node, state, d, &error, packet, id);
	packet_unref(packet);
}

/* Brings labels and TTLs to what the decision says; the packet is writable. */
static void rewrite(const FwdState *state, const FwdDecision *d, Packet *packet)
{
	unsigned kept = state->depth - d->popped, pushed = d->depth - kept;

	for (unsigned i = 0; i < d->popped; i++)
		mpls_pop(packet);
	if (kept == 0 && d->ip_ttl != state->ip_ttl)
		ipv4_set_ttl(packet, d->ip_ttl);
	if (pushed == 0 && kept > 0)
		mpls_set_top(packet, &d->stack[0]);
	for (unsigned i = pushed; i > 0; i--)
		mpls_push(packet, &d->stack[i - 1], kept == 0 && i == pushed);
}

static void put_labels(const FwdDecision *d, Packet *packet)
{
	for (unsigned i = d->depth; i > 0; i--)
		mpls_push(packet, &d->stack[i - 1], i == d->depth);
}

/* RFC 3032 3.4: cuts the IP packet under the labels, and gives each fragment the labels. */
static void forward_in_fragments(const FwdState *state, const FwdDecision *d, Packet *packet)
{
	uint16_t type = d->depth > 0 ? ETHERNET_TYPE_MPLS : ETHERNET_TYPE_IPV4;
	GPtrArray *fragments;

	packet = packet_writable(packet);
	for (unsigned i = 0; i < state->depth; i++)
		mpls_pop(packet);
	if (d->ip_ttl != state->ip_ttl)
		ipv4_set_ttl(packet, d->ip_ttl);
	fragments = ipv4_fragment(packet, d->out->mtu - d->depth * MPLS_ENTRY_LEN);
	packet_unref(packet);
	for (guint i = 0; i < fragments->len; i++) {
		Packet *fragment = g_ptr_array_index(fragments, i);

		put_labels(d, fragment);
		fwd_arp_send(d->out->arp, &d->gateway, state->in, d->error_vrf, type, fragment);
	}
	g_ptr_array_free(fragments, TRUE);
}

static void forward(const FwdState *state, const FwdDecision *d, Packet *packet)
{
	uint16_t type = d->depth > 0 ? ETHERNET_TYPE_MPLS : ETHERNET_TYPE_IPV4;

	rewrite(state, d, packet);
	fwd_arp_send(d->out->arp, &d->gateway, state->in, d->error_vrf, type, packet);
}

static void deliver(FwdNode *node, const FwdState *state, const FwdDecision *d, Packet *packet)
{
	for (unsigned i = 0; i < d->popped; i++)
		mpls_pop(packet);
	if (d->ip_ttl != state->ip_ttl)
		ipv4_set_ttl(packet, d->ip_ttl);
	if (state->in)
		fwd_ip_receive(node, d->vrf, state->in, packet);
	else
		fwd_ip_loop_back(node, d->vrf, packet);
}

gboolean fwd_output(FwdNode *node, const FwdState *state, const FwdDecision *decision,
		    Packet *packet)
{
	size_t len = packet_len(packet) + decision->depth * MPLS_ENTRY_LEN -
		     state->depth * MPLS_ENTRY_LEN;

	if (decision->verdict == FWD_DROP) {
		drop(node, state, decision, packet);
		return FALSE;
	}
	if (decision->verdict == FWD_FORWARD && len > decision->out->mtu) {
		if (can_fragment(state, decision, packet)) {
			forward_in_fragments(state, decision, packet);
			return TRUE;
		}
		drop_too_big(node, state, decision, packet);
		return FALSE;
	}
	packet = packet_writable(packet);
	if (decision->verdict == FWD_FORWARD)
		forward(state, decision, packet);
	else
		deliver(node, state, decision, packet);
	return TRUE;
}

void fwd_output_unresolved(FwdNode *node, FwdIface *in, FwdVrf *vrf, uint16_t type, Packet *packet,
			   const char *reason)
{
	const IcmpMessage error = {.type = ICMP_UNREACHABLE, .code = ICMP_HOST_UNREACHABLE};
	FwdDecision decision = {.error_vrf = vrf};
	FwdState state = {.in = in};
	const char *malformed;
	uint64_t id;

	if (type == ETHERNET_TYPE_IPV4)
		fwd_state_read_ip(&state, packet_data(packet), packet_len(packet), &malformed);
	id = fwd_trace_loss(node, TRACE_DROP_UNRESOLVED, vrf, in, &state.dst, reason);
	if (type == ETHERNET_TYPE_IPV4 && vrf)
		tell_sender(node, &state, &decision, &error, packet, id);
	packet_unref(packet);
}
