/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/icmp_error.h"

#include "models/fwd/icmp.h"
#include "models/fwd/ip.h"
#include "models/wire/ipv4.h"

enum {
	ERROR_LEN_MAX = 576,       /* of the whole datagram, RFC 1812 4.3.2.3 */
	TOS_INTERNETWORK = 6 << 5, /* precedence of errors, RFC 1812 4.3.2.5 */
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

void fwd_icmp_send_error(FwdNode *node, FwdIface *in, const IcmpMessage *error, Packet *packet)
{
	const uint8_t *bytes = packet_data(packet);
	Ipv4Header ip;
	IpInfo info;
	Packet *message;

	if (!ipv4_decode(bytes, packet_len(packet), &ip, NULL) || !may_tell(&ip, bytes))
		return;
	info = (IpInfo){
		.vrf = in->vrf,
		.src = fwd_iface_address(in, NET_AF_IPV4),
		.dst = ip.src,
		.protocol = IP_PROTOCOL_ICMP,
		.tos = TOS_INTERNETWORK,
	};
	message = packet_new(bytes,
			     MIN(ip.total_len, ERROR_LEN_MAX - IPV4_HEADER_LEN - ICMP_HEADER_LEN));
	icmp_push(message, error);
	message->cause = fwd_icmp_trace(node, &info.dst, "sent", error->type, packet_len(message));
	ip_send(node, &info, message);
}
