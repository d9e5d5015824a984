/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/input.h"

#include "models/fwd/arp.h"
#include "models/fwd/drop.h"
#include "models/fwd/ip_stack.h"
#include "models/fwd/output.h"
#include "models/wire/ethernet.h"
#include "models/wire/ipv4.h"
#include "models/wire/mpls.h"

/* The ports of a transport header, for the flow hash: not of later fragments, which have none. */
static void read_ports(const Ipv4Header *ip, const uint8_t *bytes, uint16_t *src, uint16_t *dst)
{
	gboolean has_ports = ip->protocol == IP_PROTOCOL_TCP || ip->protocol == IP_PROTOCOL_UDP;

	*src = *dst = 0;
	if (!has_ports || ip->fragment_offset != 0 || ipv4_payload_len(ip) < 4)
		return;
	*src = wire_get_u16(bytes + ip->header_len);
	*dst = wire_get_u16(bytes + ip->header_len + 2);
}

gboolean fwd_state_read_ip(FwdState *state, const uint8_t *bytes, size_t len, const char **error)
{
	WireError wire = {0};
	uint16_t src_port, dst_port;
	Ipv4Header ip;

	state->src = state->dst = net_addr_none;
	state->ip_ttl = state->tos = 0;
	state->flow_hash = 0;
	if (!ipv4_decode(bytes, len, &ip, &wire)) {
		*error = wire.text;
		return FALSE;
	}
	state->src = ip.src;
	state->dst = ip.dst;
	state->ip_ttl = ip.ttl;
	state->tos = ip.tos;
	read_ports(&ip, bytes, &src_port, &dst_port);
	state->flow_hash = fwd_flow_hash(&ip.src, &ip.dst, ip.protocol, src_port, dst_port);
	return TRUE;
}

static void drop_malformed(FwdIface *iface, Packet *packet, const char *reason)
{
	fwd_trace_drop(iface->node, iface->vrf, iface, &net_addr_none, reason);
	packet_unref(packet);
}

static void decide_and_output(const FwdState *state, Packet *packet)
{
	FwdNode *node = state->in->node;
	FwdDecision decision;

	fwd_decide(node, state, &decision);
	fwd_output(node, state, &decision, packet);
}

static gboolean is_limited_broadcast(const NetAddr *addr)
{
	return net_addr_to_ipv4(addr) == UINT32_MAX;
}

static void input_ipv4(FwdIface *iface, const EthernetHeader *ethernet, Packet *packet)
{
	const char *error;
	FwdState state;

	state.in = iface;
	state.vrf = iface->vrf;
	state.depth = 0;
	if (!fwd_state_read_ip(&state, packet_data(packet), packet_len(packet), &error)) {
		drop_malformed(iface, packet, error);
	} else if (net_addr_is_multicast(&state.dst) || is_limited_broadcast(&state.dst)) {
		fwd_ip_receive_group(iface, &state.dst, packet);
	} else if (net_mac_is_group(&ethernet->dst)) {
		packet_unref(packet); /* RFC 1122 3.3.6: unicast within a link-layer broadcast */
	} else {
		packet_trim(packet,
			    wire_get_u16(packet_data(packet) + 2)); /* padding of the link */
		decide_and_output(&state, packet);
	}
}

/* Reads the whole label stack; FALSE with *error where it does not end. */
static gboolean read_stack(FwdState *state, Packet *packet, size_t *len, const char **error)
{
	const uint8_t *bytes = packet_data(packet);
	gboolean bottom = FALSE;
	WireError wire = {0};

	for (*len = 0; !bottom; *len += MPLS_ENTRY_LEN) {
		MplsEntry *entry = &state->stack[state->depth];

		*error = "label stack is too deep";
		if (state->depth == LABEL_STACK_MAX)
			return FALSE;
		if (!mpls_decode(bytes + *len, packet_len(packet) - *len, entry, &bottom, &wire)) {
			*error = wire.text;
			return FALSE;
		}
		if (state->depth < packet->n_kinds)
			entry->kind = packet->kinds[state->depth];
		state->depth++;
	}
	return TRUE;
}

static void input_mpls(FwdIface *iface, const EthernetHeader *ethernet, Packet *packet)
{
	const char *error;
	FwdState state;
	size_t len;

	(void)ethernet;
	state.in = iface;
	state.vrf = iface->vrf;
	state.depth = 0;
	if (!read_stack(&state, packet, &len, &error)) {
		drop_malformed(iface, packet, error);
		return;
	}
	/* What follows the stack may be something else than IP: then it has no address. */
	fwd_state_read_ip(&state, packet_data(packet) + len, packet_len(packet) - len, &error);
	decide_and_output(&state, packet);
}

static void input_arp(FwdIface *iface, const EthernetHeader *ethernet, Packet *packet)
{
	(void)ethernet;
	fwd_arp_input(iface->arp, packet);
}

/* What is carried in Ethernet frames: each takes the packet without its frame's header. */
static const struct {
	uint16_t type;
	void (*input)(FwdIface *iface, const EthernetHeader *ethernet, Packet *packet);
} ethernet_types[] = {
	{ETHERNET_TYPE_IPV4, input_ipv4},
	{ETHERNET_TYPE_MPLS, input_mpls},
	{ETHERNET_TYPE_ARP, input_arp},
};

static void demultiplex(FwdIface *iface, const EthernetHeader *ethernet, Packet *frame)
{
	Packet *packet;

	for (unsigned i = 0; i < G_N_ELEMENTS(ethernet_types); i++) {
		if (ethernet_types[i].type != ethernet->type)
			continue;
		packet = packet_writable(frame);
		packet_pull(packet, ethernet->header_len);
		ethernet_types[i].input(iface, ethernet, packet);
		return;
	}
	packet_unref(frame);
}

/* The interface that a frame is for: that of its tag, which is none where it tells but a priority. NULL
 * where there is none, or it is down. */
static FwdIface *interface_of(FwdIface *iface, const EthernetHeader *ethernet)
{
	uint16_t vlan = ethernet->tagged ? ethernet->tag & FWD_VLAN_MASK : 0;
	FwdIface *of_vlan;

	if (vlan == 0)
		return iface;
	of_vlan = fwd_iface_vlan(iface, vlan);
	return of_vlan && fwd_iface_is_up(of_vlan) ? of_vlan : NULL;
}

void fwd_input(FwdIface *iface, Packet *frame)
{
	EthernetHeader ethernet;
	FwdIface *to = NULL;

	sim_set_cause(iface->node->sim, frame->cause);
	if (ethernet_decode(packet_data(frame), packet_len(frame), &ethernet, NULL) &&
	    (net_mac_equal(&ethernet.dst, &iface->mac) || net_mac_is_group(&ethernet.dst)))
		to = interface_of(iface, &ethernet);
	if (to)
		demultiplex(to, &ethernet, frame);
	else
		packet_unref(frame);
}
