/* SPDX-License-Identifier: Apache-2.0 */
#include "models/oam/ping.h"

#include "models/net/records.h"
#include "models/oam/fate.h"
#include "models/wire/icmp_quote.h"
#include "sim/timer.h"

#include <string.h>

typedef struct PingRequest {
	Ping *ping;
	SimTimer timer; /* first its sending, then its timeout */
	uint16_t sequence;
	SimTime sent;
	OamPacket *packet; /* while it is waited for; NULL before and after */
	PingOutcome outcome;
} PingRequest;

struct Ping {
	FwdNode *node;
	char *name;
	PingConfig config;
	uint16_t id;
	OamFate *fate;
	PingResult result;
	PingRequest *requests; /* config.count of them */
};

static const Field ping_fields[] = {
	FIELD(TracePing, name, field_text),   FIELD(TracePing, sequence, field_u32),
	FIELD(TracePing, result, field_text), FIELD(TracePing, responder, field_addr),
	FIELD(TracePing, rtt, field_time),    FIELD(TracePing, reason, field_text),
};
const TraceType trace_ping = {
	.name = "ping",
	.flags = TRACE_DIGEST,
	.fields = ping_fields,
	.n_fields = G_N_ELEMENTS(ping_fields),
};

static void report(PingRequest *request, const NetAddr *from, SimTime rtt)
{
	Ping *ping = request->ping;
	TracePing record = {
		.head = {.type = &trace_ping, .node = ping->node->name},
		.name = ping->name,
		.sequence = request->sequence,
		.result = request->outcome.result,
		.responder = *from,
		.rtt = rtt,
		.reason = request->outcome.reason,
	};

	request->outcome.responder = *from;
	oam_fate_forget(ping->fate, g_steal_pointer(&request->packet));
	sim_timer_stop(&request->timer);
	sim_trace(ping->node->sim, &record.head);
}

static void add_reply(PingResult *result, SimTime rtt)
{
	if (result->received++ == 0 || rtt < result->rtt_min)
		result->rtt_min = rtt;
	if (rtt > result->rtt_max)
		result->rtt_max = rtt;
	result->rtt_sum += rtt;
}

/* It has not left the node. */
static void fail_to_send(PingRequest *request)
{
	PingResult *result = &request->ping->result;

	result->errors++;
	result->not_sent++;
	result->sent--;
	request->outcome.result = "not-sent";
	request->outcome.reason = oam_packet_reason(request->packet, OAM_NOT_SENT);
	report(request, &net_addr_none, 0);
}

static void time_out(PingRequest *request)
{
	if (oam_packet_unsent(request->packet)) {
		fail_to_send(request);
		return;
	}
	request->outcome.result = "timeout";
	request->outcome.reason = oam_packet_reason(request->packet, OAM_SILENT);
	report(request, &net_addr_none, 0);
}

static void send_echo(PingRequest *request)
{
	Ping *ping = request->ping;
	const PingConfig *config = &ping->config;
	uint64_t cause = fwd_icmp_trace(ping->node, &config->dst, "sent", ICMP_ECHO,
					config->size + ICMP_HEADER_LEN);

	request->packet = oam_fate_follow(ping->fate, cause);
	request->sent = ping->node->sim->now;
	ping->result.sent++;
	sim_timer_start(&request->timer, config->timeout);
	if (icmp_send_echo(ping->node, &(IcmpEcho){
					       .vrf = config->vrf,
					       .src = config->src,
					       .dst = config->dst,
					       .id = ping->id,
					       .sequence = request->sequence,
					       .ttl = config->ttl,
					       .tos = config->tos,
					       .df = config->df,
					       .size = config->size,
					       .cause = cause,
				       }))
		return;
	/* The node itself knows no way: there is nothing to wait for. */
	sim_set_cause(ping->node->sim, cause);
	fail_to_send(request);
}

static void on_timer(void *owner)
{
	PingRequest *request = owner;

	if (request->packet)
		time_out(request);
	else
		send_echo(request);
}

/* The identifier and sequence of the echo that an ICMP error quotes (RFC 792). */
static gboolean quoted_echo(const IcmpMessage *message, uint16_t *id, uint16_t *sequence)
{
	IcmpQuote quote;

	if (!icmp_quote_read(message, &quote) || quote.protocol != IP_PROTO_ICMP ||
	    quote.head[0] != ICMP_ECHO)
		return FALSE;
	*id = wire_get_u16(quote.head + 4);
	*sequence = wire_get_u16(quote.head + 6);
	return TRUE;
}

static PingRequest *request_of(Ping *ping, uint16_t id, uint16_t sequence)
{
	if (id != ping->id || sequence == 0 || sequence > ping->config.count)
		return NULL;
	return ping->requests[sequence - 1].packet ? &ping->requests[sequence - 1] : NULL;
}

static void take_reply(PingRequest *request, const NetAddr *from)
{
	Ping *ping = request->ping;
	SimTime rtt = ping->node->sim->now - request->sent;

	add_reply(&ping->result, rtt);
	request->outcome.result = "reply";
	report(request, from, rtt);
}

static void take_error(PingRequest *request, const NetAddr *from, const IcmpMessage *message)
{
	request->ping->result.errors++;
	request->outcome.result = oam_result_of(message);
	request->outcome.reason = oam_packet_reason(request->packet, OAM_REFUSED);
	if (message->type == ICMP_UNREACHABLE && message->code == ICMP_FRAGMENTATION_NEEDED) {
		char *reason = g_strdup_printf("%s, next-hop MTU %u",
					       request->outcome.reason ? request->outcome.reason
								       : "fragmentation needed",
					       message->next_hop_mtu);

		g_free(request->outcome.reason);
		request->outcome.reason = reason;
	}
	report(request, from, 0);
}

static void on_icmp(void *user, const IpInfo *info, const IcmpMessage *message)
{
	PingRequest *request;
	uint16_t id = message->id, sequence = message->sequence;

	if (icmp_is_error(message->type) && !quoted_echo(message, &id, &sequence))
		return;
	if (!icmp_is_error(message->type) && message->type != ICMP_ECHO_REPLY)
		return;
	request = request_of(user, id, sequence);
	if (!request)
		return;
	if (message->type == ICMP_ECHO_REPLY)
		take_reply(request, &info->src);
	else
		take_error(request, &info->src, message);
}

Ping *ping_new(FwdNode *node, const char *name, const PingConfig *config)
{
	Ping *ping = g_new0(Ping, 1);

	g_assert(config->count >= 1 && config->count <= UINT16_MAX);
	ping->node = node;
	ping->name = g_strdup(name);
	ping->config = *config;
	ping->id = icmp_new_echo_id(node);
	ping->requests = g_new0(PingRequest, config->count);
	ping->fate = oam_fate_new(node);
	icmp_watch(node, on_icmp, ping);
	for (unsigned i = 0; i < config->count; i++) {
		PingRequest *request = &ping->requests[i];

		request->ping = ping;
		request->sequence = (uint16_t)(i + 1);
		sim_timer_init(&request->timer, node->sim, SIM_PERIODIC, on_timer, request);
		sim_timer_start(&request->timer,
				config->start - node->sim->now + (SimTime)i * config->interval);
	}
	return ping;
}

void ping_free(Ping *ping)
{
	if (!ping)
		return;
	for (unsigned i = 0; i < ping->config.count; i++) {
		sim_timer_stop(&ping->requests[i].timer);
		oam_fate_forget(ping->fate, ping->requests[i].packet);
		g_free(ping->requests[i].outcome.reason);
	}
	icmp_unwatch(ping->node, on_icmp, ping);
	oam_fate_free(ping->fate);
	g_free(ping->requests);
	g_free(ping->name);
	g_free(ping);
}

const char *ping_name(const Ping *ping)
{
	return ping->name;
}

const PingConfig *ping_config(const Ping *ping)
{
	return &ping->config;
}

FwdNode *ping_node(const Ping *ping)
{
	return ping->node;
}

PingResult ping_result(const Ping *ping)
{
	return ping->result;
}

gboolean ping_is_result(const char *name)
{
	static const char *const own[] = {"reply", "timeout", "not-sent", NULL};

	return g_strv_contains(own, name) || oam_is_error(name);
}

const PingOutcome *ping_outcome(const Ping *ping, unsigned sequence)
{
	g_assert(sequence >= 1 && sequence <= ping->config.count);
	return &ping->requests[sequence - 1].outcome;
}
