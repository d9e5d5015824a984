/* SPDX-License-Identifier: Apache-2.0 */
#include "models/oam/ping.h"

#include "models/net/records.h"
#include "models/oam/quote.h"
#include "sim/timer.h"

#include <string.h>

#define PING_PAYLOAD 56 /* bytes of data, as ping sends by default */

typedef struct PingRequest {
	Ping *ping;
	SimTimer timer; /* first its sending, then its timeout */
	uint16_t sequence;
	SimTime sent;
	gboolean waiting;
} PingRequest;

struct Ping {
	FwdNode *node;
	char *name;
	PingConfig config;
	uint16_t id;
	PingResult result;
	PingRequest *requests; /* config.count of them */
};

static const Field ping_fields[] = {
	FIELD(TracePing, name, field_text),   FIELD(TracePing, sequence, field_u32),
	FIELD(TracePing, result, field_text), FIELD(TracePing, responder, field_addr),
	FIELD(TracePing, rtt, field_time),
};
const TraceType trace_ping = {
	.name = "ping",
	.flags = TRACE_DIGEST,
	.fields = ping_fields,
	.n_fields = G_N_ELEMENTS(ping_fields),
};

static void report(PingRequest *request, const char *result, const NetAddr *from, SimTime rtt)
{
	Ping *ping = request->ping;
	TracePing record = {
		.head = {.type = &trace_ping, .node = ping->node->name},
		.name = ping->name,
		.sequence = request->sequence,
		.result = result,
		.responder = *from,
		.rtt = rtt,
	};

	request->waiting = FALSE;
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

static void send_echo(PingRequest *request)
{
	Ping *ping = request->ping;
	const PingConfig *config = &ping->config;
	uint64_t cause = fwd_icmp_trace(ping->node, &config->dst, "sent", ICMP_ECHO,
					PING_PAYLOAD + ICMP_HEADER_LEN);

	request->waiting = TRUE;
	request->sent = ping->node->sim->now;
	ping->result.sent++;
	sim_timer_start(&request->timer, config->timeout);
	if (icmp_send_echo(ping->node, config->vrf, &config->src, &config->dst, ping->id,
			   request->sequence, config->ttl, PING_PAYLOAD, cause))
		return;
	/* The node itself knows no way: there is nothing to wait for. */
	ping->result.errors++;
	sim_set_cause(ping->node->sim, cause);
	report(request, "not-sent", &net_addr_none, 0);
}

static void on_timer(void *owner)
{
	PingRequest *request = owner;

	if (request->waiting)
		report(request, "timeout", &net_addr_none, 0);
	else
		send_echo(request);
}

/* The identifier and sequence of the echo that an ICMP error quotes (RFC 792). */
static gboolean quoted_echo(const IcmpMessage *message, uint16_t *id, uint16_t *sequence)
{
	OamQuote quote;

	if (!oam_quote_read(message, &quote) || quote.protocol != IP_PROTO_ICMP ||
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
	return ping->requests[sequence - 1].waiting ? &ping->requests[sequence - 1] : NULL;
}

static void on_icmp(void *user, const IpInfo *info, const IcmpMessage *message)
{
	Ping *ping = user;
	PingRequest *request;
	uint16_t id = message->id, sequence = message->sequence;

	if (icmp_is_error(message->type) && !quoted_echo(message, &id, &sequence))
		return;
	if (!icmp_is_error(message->type) && message->type != ICMP_ECHO_REPLY)
		return;
	request = request_of(ping, id, sequence);
	if (!request)
		return;
	if (message->type == ICMP_ECHO_REPLY) {
		SimTime rtt = ping->node->sim->now - request->sent;

		add_reply(&ping->result, rtt);
		report(request, "reply", &info->src, rtt);
		return;
	}
	ping->result.errors++;
	report(request, icmp_type_name(message->type), &info->src, 0);
}

Ping *ping_new(FwdNode *node, const char *name, const PingConfig *config)
{
	Ping *ping = g_new0(Ping, 1);

	g_assert(config->count >= 1 && config->count <= UINT16_MAX);
	ping->node = node;
	ping->name = g_strdup(name);
	ping->config = *config;
	ping->id = (uint16_t)g_str_hash(name);
	ping->requests = g_new0(PingRequest, config->count);
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
	for (unsigned i = 0; i < ping->config.count; i++)
		sim_timer_stop(&ping->requests[i].timer);
	icmp_unwatch(ping->node, on_icmp, ping);
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
