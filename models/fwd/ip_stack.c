/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/ip_stack.h"

#include "models/fwd/drop.h"
#include "models/fwd/flight.h"
#include "models/fwd/icmp.h"
#include "models/fwd/icmp_error.h"
#include "models/wire/ipv4.h"

typedef struct Handler {
	uint8_t protocol;
	const FwdVrf *vrf; /* NULL: all */
	IpHandler fn;
	void *user;
} Handler;

FwdIpStack *fwd_ip_new(FwdNode *node)
{
	FwdIpStack *stack = g_new0(FwdIpStack, 1);

	stack->node = node;
	stack->handlers = g_array_new(FALSE, FALSE, sizeof(Handler));
	stack->looped = g_ptr_array_new();
	stack->waiting = g_ptr_array_new();
	stack->reassembly = fwd_reassembly_new(node);
	fwd_watch_init(&stack->icmp_watchers);
	node->ip = stack;
	ip_register(node, IP_PROTO_ICMP, fwd_icmp_input, node);
	return stack;
}

void fwd_ip_free(FwdIpStack *stack)
{
	fwd_flight_lose_all(stack->looped, NULL, NULL);
	g_ptr_array_free(stack->looped, TRUE);
	fwd_reassembly_free(stack->reassembly);
	fwd_flight_lose_all(stack->waiting, NULL, NULL);
	g_ptr_array_free(stack->waiting, TRUE);
	g_array_free(stack->handlers, TRUE);
	fwd_watch_release(&stack->icmp_watchers);
	g_free(stack);
}

/* The first at or after *i; *i is then its index. */
static const Handler *find_handler(const FwdIpStack *stack, const FwdVrf *vrf, uint8_t protocol,
				   guint *i)
{
	for (; *i < stack->handlers->len; (*i)++) {
		const Handler *handler = &g_array_index(stack->handlers, Handler, *i);

		if (handler->protocol == protocol && handler->vrf == vrf)
			return handler;
	}
	return NULL;
}

void ip_register(FwdNode *node, uint8_t protocol, IpHandler handler, void *user)
{
	ip_register_in(node, NULL, protocol, handler, user);
}

void ip_unregister(FwdNode *node, uint8_t protocol)
{
	guint i = 0;

	if (find_handler(node->ip, NULL, protocol, &i))
		g_array_remove_index(node->ip->handlers, i);
}

void ip_register_in(FwdNode *node, const FwdVrf *vrf, uint8_t protocol, IpHandler handler,
		    void *user)
{
	Handler added = {protocol, vrf, handler, user};

	g_array_append_val(node->ip->handlers, added);
}

void ip_unregister_in(FwdNode *node, const FwdVrf *vrf, uint8_t protocol, const void *user)
{
	guint i = 0;
	const Handler *handler;

	while ((handler = find_handler(node->ip, vrf, protocol, &i)) && handler->user != user)
		i++;
	if (handler)
		g_array_remove_index(node->ip->handlers, i);
}

static void refuse(FwdNode *node, const IpInfo *info, Packet *packet)
{
	const IcmpMessage error = {.type = ICMP_UNREACHABLE, .code = ICMP_PROTOCOL_UNREACHABLE};
	char *reason = g_strdup_printf("no receiver for IP protocol %u", info->protocol);

	fwd_icmp_refuse(node, info, &error, reason, packet);
	g_free(reason);
}

/* Hands the packet over; it starts with the header that ip was decoded from. */
static void hand_over(FwdNode *node, const Ipv4Header *ip, FwdVrf *vrf, FwdIface *in,
		      Packet *packet)
{
	const FwdVrf *of = vrf; /* whose handlers */
	const Handler *handler;
	guint i = 0;
	IpInfo info = {
		.vrf = vrf,
		.iface = in,
		.src = ip->src,
		.dst = ip->dst,
		.protocol = ip->protocol,
		.ttl = ip->ttl,
		.tos = ip->tos,
		.df = (ip->flags & IPV4_DF) != 0,
		.header = packet_data(packet),
		.cause = packet->cause,
	};

	if (!find_handler(node->ip, of, ip->protocol, &i)) {
		of = NULL;
		i = 0;
	}
	if (!find_handler(node->ip, of, ip->protocol, &i)) {
		refuse(node, &info, packet);
		return;
	}
	packet_trim(packet, ip->total_len);
	packet_pull(packet, ip->header_len);
	for (; (handler = find_handler(node->ip, of, ip->protocol, &i)); i++)
		handler->fn(handler->user, &info, packet);
}

/* The packet as it was sent; NULL while a part of it is missing. *ip is then the header of the whole.
 * Takes and gives a reference. */
static Packet *whole_of(FwdNode *node, FwdVrf *vrf, FwdIface *in, Ipv4Header *ip, Packet *packet)
{
	if (ip->fragment_offset == 0 && !(ip->flags & IPV4_MF))
		return packet;
	packet = fwd_reassemble(node->ip->reassembly, vrf, in, ip, packet);
	if (packet)
		ipv4_decode(packet_data(packet), packet_len(packet), ip, NULL);
	return packet;
}

static void process(FwdNode *node, FwdVrf *vrf, FwdIface *in, Packet *packet)
{
	WireError error = {0};
	Ipv4Header ip;

	if (!ipv4_decode(packet_data(packet), packet_len(packet), &ip, &error)) {
		fwd_trace_drop(node, vrf, in, &net_addr_none, error.text);
		packet_unref(packet);
		return;
	}
	packet = whole_of(node, vrf, in, &ip, packet);
	if (packet)
		hand_over(node, &ip, vrf, in, packet);
	packet_unref(packet);
}

static void processed(FwdIface *in, FwdVrf *vrf, Packet *packet)
{
	if (vrf->node->crashed)
		packet_unref(packet);
	else
		process(vrf->node, vrf, in, packet);
}

void fwd_ip_receive(FwdNode *node, FwdVrf *vrf, FwdIface *in, Packet *packet)
{
	SimTime done;

	if (sim_cpu_take(&node->cpu, node->costs.message, &done))
		fwd_flight_start(node->net, node->ip->waiting, done, in, vrf, packet, processed);
	else
		process(node, vrf, in, packet);
}

/* All hosts (RFC 1112 4) and the limited broadcast (RFC 919) reach everybody. */
static gboolean is_for_all(uint32_t dst)
{
	return dst == 0xe0000001u || dst == UINT32_MAX;
}

void fwd_ip_receive_group(FwdIface *iface, const NetAddr *group, Packet *packet)
{
	if (!iface->node->crashed &&
	    (fwd_iface_is_member(iface, group) || is_for_all(net_addr_to_ipv4(group))))
		fwd_ip_receive(iface->node, iface->vrf, iface, packet);
	else
		packet_unref(packet);
}

static void looped_back(FwdIface *to, FwdVrf *vrf, Packet *packet)
{
	FwdNode *node = vrf->node;

	sim_set_cause(node->sim, packet->cause);
	if (node->crashed)
		packet_unref(packet);
	else
		fwd_ip_receive(node, vrf, to, packet_writable(packet));
}

void fwd_ip_loop_back(FwdNode *node, FwdVrf *vrf, Packet *packet)
{
	fwd_flight_start(node->net, node->ip->looped, node->sim->now, NULL, vrf, packet,
			 looped_back);
}
