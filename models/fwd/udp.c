/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/udp.h"

#include "models/fwd/drop.h"
#include "models/fwd/icmp_error.h"
#include "models/wire/udp.h"

struct UdpSocket {
	FwdNode *node;
	FwdVrf *vrf; /* with port: what it is found by */
	uint16_t port;
	UdpHandler handler;
	void *user;
};

struct FwdUdp {
	FwdNode *node;
	GHashTable *sockets; /* set of UdpSocket, owned; for lookup */
};

static guint socket_hash(gconstpointer key)
{
	const UdpSocket *socket = key;

	return g_direct_hash(socket->vrf) * 31 + socket->port;
}

static gboolean socket_equal(gconstpointer a, gconstpointer b)
{
	const UdpSocket *x = a, *y = b;

	return x->vrf == y->vrf && x->port == y->port;
}

FwdUdp *fwd_udp_new(FwdNode *node)
{
	FwdUdp *udp = g_new0(FwdUdp, 1);

	udp->node = node;
	udp->sockets = g_hash_table_new_full(socket_hash, socket_equal, g_free, NULL);
	ip_register(node, IP_PROTO_UDP, fwd_udp_input, udp);
	return udp;
}

void fwd_udp_free(FwdUdp *udp)
{
	g_hash_table_destroy(udp->sockets);
	g_free(udp);
}

static UdpSocket *find(const FwdUdp *udp, FwdVrf *vrf, uint16_t port)
{
	const UdpSocket key = {.vrf = vrf, .port = port};

	return g_hash_table_lookup(udp->sockets, &key);
}

UdpSocket *udp_open(FwdNode *node, FwdVrf *vrf, uint16_t port, UdpHandler handler, void *user)
{
	FwdVrf *table = vrf ? vrf : fwd_node_global(node);
	UdpSocket *socket;

	if (find(node->udp, table, port))
		return NULL;
	socket = g_new0(UdpSocket, 1);
	*socket = (UdpSocket){node, table, port, handler, user};
	g_hash_table_add(node->udp->sockets, socket);
	return socket;
}

void udp_close(UdpSocket *socket)
{
	if (socket)
		g_hash_table_remove(socket->node->udp->sockets, socket);
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
