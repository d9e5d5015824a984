/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/udp.h"

#include "models/fwd/drop.h"
#include "models/fwd/icmp_error.h"
#include "models/wire/udp.h"

struct UdpSocket {
	FwdNode *node;
	FwdVrf *vrf;
	uint16_t port;
	UdpHandler handler;
	void *user;
};

struct FwdUdp {
	FwdNode *node;
	GPtrArray *sockets; /* of UdpSocket, owned, in the order of their opening */
};

FwdUdp *fwd_udp_new(FwdNode *node)
{
	FwdUdp *udp = g_new0(FwdUdp, 1);

	udp->node = node;
	udp->sockets = g_ptr_array_new_with_free_func(g_free);
	ip_register(node, IP_PROTO_UDP, fwd_udp_input, udp);
	return udp;
}

void fwd_udp_free(FwdUdp *udp)
{
	g_ptr_array_free(udp->sockets, TRUE);
	g_free(udp);
}

static UdpSocket *find(const FwdUdp *udp, const FwdVrf *vrf, uint16_t port)
{
	for (guint i = 0; i < udp->sockets->len; i++) {
		UdpSocket *socket = g_ptr_array_index(udp->sockets, i);

		if (socket->port == port && socket->vrf == vrf)
			return socket;
	}
	return NULL;
}

UdpSocket *udp_open(FwdNode *node, FwdVrf *vrf, uint16_t port, UdpHandler handler, void *user)
{
	FwdVrf *table = vrf ? vrf : fwd_node_global(node);
	UdpSocket *socket;

	if (find(node->udp, table, port))
		return NULL;
	socket = g_new0(UdpSocket, 1);
	*socket = (UdpSocket){node, table, port, handler, user};
	g_ptr_array_add(node->udp->sockets, socket);
	return socket;
}

void udp_close(UdpSocket *socket)
{
	if (socket)
		g_ptr_array_remove(socket->node->udp->sockets, socket);
}

/* The source that the checksum covers, as ip_send() would choose it. */
static gboolean choose_source(FwdNode *node, IpInfo *info)
{
	if (net_addr_is_set(&info->src))
		return TRUE;
	if (!info->iface)
		return ip_source_for(node, info->vrf, &info->dst, &info->src);
	info->src = fwd_iface_address(info->iface, (NetFamily)info->dst.family);
	return net_addr_is_set(&info->src);
}

gboolean udp_send(UdpSocket *socket, const IpInfo *info, uint16_t dst_port, const uint8_t *bytes,
		  size_t len, uint64_t cause)
{
	const UdpHeader udp = {.src_port = socket->port, .dst_port = dst_port};
	Packet *packet = packet_new(bytes, len);
	IpInfo full = *info;

	full.protocol = IP_PROTO_UDP;
	full.vrf = socket->vrf;
	packet->cause = cause;
	/* Without a source the datagram goes nowhere: ip_send() tells why. */
	if (choose_source(socket->node, &full))
		udp_push(packet, &udp, &full.src, &full.dst);
	return ip_send(socket->node, &full, packet);
}

static void refuse(FwdNode *node, const IpInfo *info, uint16_t port, Packet *payload)
{
	const IcmpMessage error = {.type = ICMP_UNREACHABLE, .code = ICMP_PORT_UNREACHABLE};
	char *reason = g_strdup_printf("no receiver for UDP port %u", port);
	size_t header_len = (size_t)(packet_data(payload) - info->header);
	Packet *whole = packet_new(info->header, header_len + packet_len(payload));

	fwd_icmp_refuse(node, info, &error, reason, whole);
	packet_unref(whole);
	g_free(reason);
}

void fwd_udp_input(void *user, const IpInfo *info, Packet *payload)
{
	FwdUdp *udp = user;
	const uint8_t *bytes = packet_data(payload);
	UdpHeader header;
	WireError error = {0};
	UdpSocket *socket;

	if (!udp_decode(bytes, packet_len(payload), &info->src, &info->dst, &header, &error)) {
		fwd_trace_drop(udp->node, info->vrf, info->iface, &info->dst, error.text);
		return;
	}
	socket = find(udp, info->vrf, header.dst_port);
	if (socket)
		socket->handler(socket->user, info, header.src_port, bytes + UDP_HEADER_LEN,
				(size_t)header.length - UDP_HEADER_LEN);
	else
		refuse(udp->node, info, header.dst_port, payload);
}
