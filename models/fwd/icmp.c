/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/icmp.h"

#include "models/fwd/drop.h"
#include "models/fwd/ip_stack.h"
#include "models/net/records.h"

uint64_t fwd_icmp_trace(FwdNode *node, const NetAddr *peer, const char *direction, uint8_t type,
			size_t len)
{
	char text[NET_ADDR_STRLEN];
	TraceMessage record = {
		.head = {.type = &trace_message, .node = node->name},
		.peer = net_addr_str(peer, text),
		.direction = direction,
		.protocol = "icmp",
		.type = icmp_type_name(type),
		.bytes = (uint32_t)len,
	};

	return sim_trace(node->sim, &record.head);
}

void icmp_watch(FwdNode *node, IcmpFn fn, void *user)
{
	fwd_watch_add(&node->ip->icmp_watchers, (FwdWatchFn)fn, user);
}

void icmp_unwatch(FwdNode *node, IcmpFn fn, void *user)
{
	fwd_watch_remove(&node->ip->icmp_watchers, (FwdWatchFn)fn, user);
}

uint16_t icmp_new_echo_id(FwdNode *node)
{
	FwdIpStack *stack = node->ip;

	if (++stack->last_echo_id == 0)
		stack->last_echo_id = 1;
	return stack->last_echo_id;
}

typedef struct Received {
	const IpInfo *info;
	const IcmpMessage *message;
} Received;

static void tell(FwdWatchFn fn, void *user, const void *arg)
{
	const Received *received = arg;

	((IcmpFn)fn)(user, received->info, received->message);
}

static void answer_echo(FwdNode *node, const IpInfo *info, const IcmpMessage *echo)
{
	IcmpMessage reply = {
		.type = ICMP_ECHO_REPLY,
		.id = echo->id,
		.sequence = echo->sequence,
	};
	IpInfo back = {
		.vrf = info->vrf,
		.src = info->dst,
		.dst = info->src,
		.protocol = IP_PROTO_ICMP,
		.tos = info->tos,
	};
	Packet *packet;

	/* RFC 1122 3.2.2.6 lets a host ignore those to a group. */
	if (net_addr_is_multicast(&info->dst) || net_addr_to_ipv4(&info->dst) == UINT32_MAX)
		return;
	packet = packet_new(echo->payload, echo->payload_len);
	icmp_push(packet, &reply);
	packet->cause = fwd_icmp_trace(node, &back.dst, "sent", reply.type, packet_len(packet));
	ip_send(node, &back, packet);
}

void fwd_icmp_input(void *user, const IpInfo *info, Packet *payload)
{
	FwdNode *node = user;
	IcmpMessage message;
	WireError error = {0};
	uint64_t former;

	if (!icmp_decode(packet_data(payload), packet_len(payload), &message, &error)) {
		fwd_trace_drop(node, info->vrf, info->iface, &info->dst, error.text);
		return;
	}
	former = sim_set_cause(node->sim, fwd_icmp_trace(node, &info->src, "received", message.type,
							 packet_len(payload)));
	fwd_watch_call(&node->ip->icmp_watchers, tell, &(Received){info, &message});
	if (message.type == ICMP_ECHO)
		answer_echo(node, info, &message);
	sim_set_cause(node->sim, former);
}

gboolean icmp_send_echo(FwdNode *node, const IcmpEcho *echo)
{
	const IcmpMessage message = {.type = ICMP_ECHO, .id = echo->id, .sequence = echo->sequence};
	IpInfo info = {
		.vrf = echo->vrf,
		.src = echo->src,
		.dst = echo->dst,
		.protocol = IP_PROTO_ICMP,
		.ttl = echo->ttl,
		.tos = echo->tos,
		.df = echo->df,
	};
	Packet *packet = packet_new(NULL, echo->size);

	for (size_t i = 0; i < echo->size; i++)
		packet_data(packet)[i] = (uint8_t)i;
	icmp_push(packet, &message);
	packet->cause = echo->cause;
	return ip_send(node, &info, packet);
}
