/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/ip.h"

#include "models/fwd/arp.h"
#include "models/fwd/drop.h"
#include "models/fwd/forward.h"
#include "models/fwd/input.h"
#include "models/fwd/ip_stack.h"
#include "models/fwd/output.h"
#include "models/wire/ethernet.h"
#include "models/wire/ipv4_fragment.h"

enum { DEFAULT_TTL = 64 };

static gboolean source_on(const FwdIface *iface, const FwdVrf *vrf, NetFamily family, NetAddr *src)
{
	*src = iface->vrf == vrf ? fwd_iface_address(iface, family) : net_addr_none;
	return net_addr_is_set(src);
}

/* The address of the outgoing interface; where that is in another table, as for a VPN packet that
 * leaves into the core, that of the first interface of the table that is up. */
static gboolean source_by(const FwdNode *node, const FwdVrf *vrf, const FwdIface *out,
			  NetFamily family, NetAddr *src)
{
	if (source_on(out, vrf, family, src))
		return TRUE;
	for (guint i = 0; i < node->ifaces->len; i++) {
		const FwdIface *iface = g_ptr_array_index(node->ifaces, i);

		if (fwd_iface_is_up(iface) && source_on(iface, vrf, family, src))
			return TRUE;
	}
	return FALSE;
}

gboolean ip_source_for(FwdNode *node, FwdVrf *vrf, const NetAddr *dst, NetAddr *src)
{
	FwdVrf *table = vrf ? vrf : fwd_node_global(node);
	FwdState state = {.vrf = table, .dst = *dst, .ip_ttl = DEFAULT_TTL};
	FwdDecision decision;

	fwd_decide(node, &state, &decision);
	if (decision.verdict == FWD_FORWARD)
		return source_by(node, table, decision.out, (NetFamily)dst->family, src);
	*src = *dst;
	return decision.verdict == FWD_DELIVER;
}

uint32_t ip_mtu_for(FwdNode *node, FwdVrf *vrf, const NetAddr *dst)
{
	FwdState state = {.vrf = vrf, .dst = *dst, .ip_ttl = DEFAULT_TTL};
	FwdDecision decision;

	fwd_decide(node, &state, &decision);
	if (decision.verdict == FWD_FORWARD)
		return decision.out->mtu - decision.depth * 4;
	return decision.verdict == FWD_DELIVER ? IPV4_TOTAL_MAX : 0;
}

gboolean ip_is_local(const FwdNode *node, const FwdVrf *vrf, const NetAddr *addr)
{
	const FwdVrf *table = vrf ? vrf : g_ptr_array_index(node->vrfs, 0);
	const FwdNextHop *nh = fwd_fib_lookup(table, addr);

	return nh && nh->kind == FWD_NH_LOCAL;
}

Packet *fwd_ip_push_header(FwdNode *node, const IpInfo *info, Packet *payload)
{
	Packet *packet = packet_writable(payload);
	Ipv4Header ip = {
		.src = info->src,
		.dst = info->dst,
		.id = node->ip->next_id++,
		.flags = info->df ? IPV4_DF : 0,
		.tos = info->tos,
		.ttl = info->ttl,
		.protocol = info->protocol,
	};

	ipv4_push(packet, &ip);
	return packet;
}

static gboolean drop(FwdNode *node, const IpInfo *info, Packet *packet, const char *reason)
{
	fwd_trace_drop(node, info->vrf, NULL, &info->dst, reason);
	packet_unref(packet);
	return FALSE;
}

static gboolean is_group(const NetAddr *addr)
{
	return net_addr_is_multicast(addr) || net_addr_to_ipv4(addr) == UINT32_MAX;
}

static void put_on_link(const IpInfo *info, Packet *packet)
{
	FwdIface *out = info->iface;
	NetMac mac;

	if (!is_group(&info->dst)) {
		fwd_arp_send(out->arp, &info->dst, NULL, info->vrf, ETHERNET_TYPE_IPV4, packet);
		return;
	}
	mac = net_addr_is_multicast(&info->dst) ? net_mac_multicast(&info->dst) : net_mac_broadcast;
	fwd_output_frame(out, &mac, ETHERNET_TYPE_IPV4, packet);
}

static void put_fragments_on_link(const IpInfo *info, Packet *packet)
{
	GPtrArray *fragments = ipv4_fragment(packet, info->iface->mtu);

	packet_unref(packet);
	for (guint i = 0; i < fragments->len; i++)
		put_on_link(info, g_ptr_array_index(fragments, i));
	g_ptr_array_free(fragments, TRUE);
}

/* To the link of info->iface, past the FIB. */
static gboolean send_on_interface(FwdNode *node, IpInfo *info, Packet *payload)
{
	FwdIface *out = info->iface;
	Packet *packet;

	if (!fwd_iface_is_up(out) || !out->arp)
		return drop(node, info, payload, "interface down");
	if (!net_addr_is_set(&info->src))
		info->src = fwd_iface_address(out, (NetFamily)info->dst.family);
	if (!net_addr_is_set(&info->src))
		return drop(node, info, payload, "no source address");
	packet = fwd_ip_push_header(node, info, payload);
	if (packet_len(packet) <= out->mtu)
		put_on_link(info, packet);
	else if (info->df)
		return drop(node, info, packet, "packet larger than the MTU");
	else
		put_fragments_on_link(info, packet);
	return TRUE;
}

/* Without a source nothing can be sent; the decision says why, if the route is to blame. */
static gboolean drop_without_source(FwdNode *node, const IpInfo *info, Packet *payload)
{
	FwdState state = {.vrf = info->vrf, .dst = info->dst, .ip_ttl = info->ttl};
	FwdDecision decision;
	GString *reason = g_string_new(NULL);

	fwd_decide(node, &state, &decision);
	if (decision.verdict == FWD_DROP)
		fwd_decision_append_reason(node, &state, &decision, reason);
	else
		g_string_append(reason, "no source address");
	drop(node, info, payload, reason->str);
	g_string_free(reason, TRUE);
	return FALSE;
}

static gboolean send_by_route(FwdNode *node, IpInfo *info, Packet *payload)
{
	FwdState state = {.vrf = info->vrf};
	FwdDecision decision;
	const char *malformed;
	Packet *packet;

	if (!net_addr_is_set(&info->src) && !ip_source_for(node, info->vrf, &info->dst, &info->src))
		return drop_without_source(node, info, payload);
	packet = fwd_ip_push_header(node, info, payload);
	fwd_state_read_ip(&state, packet_data(packet), packet_len(packet), &malformed);
	fwd_decide(node, &state, &decision);
	return fwd_output(node, &state, &decision, packet);
}

gboolean ip_send(FwdNode *node, const IpInfo *info, Packet *payload)
{
	IpInfo full = *info;
	uint64_t former = node->sim->cause;
	gboolean sent;

	g_assert(info->iface || !net_addr_is_multicast(&info->dst));
	if (node->crashed || info->dst.family != NET_AF_IPV4) {
		packet_unref(payload);
		return FALSE;
	}
	if (!full.vrf)
		full.vrf = info->iface ? info->iface->vrf : fwd_node_global(node);
	if (full.ttl == 0)
		full.ttl = DEFAULT_TTL;
	if (payload->cause) /* of an ARP request or a drop that this leads to */
		sim_set_cause(node->sim, payload->cause);
	sent = full.iface ? send_on_interface(node, &full, payload)
			  : send_by_route(node, &full, payload);
	sim_set_cause(node->sim, former);
	return sent;
}
