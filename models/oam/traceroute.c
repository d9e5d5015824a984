/* SPDX-License-Identifier: Apache-2.0 */
#include "models/oam/traceroute.h"

#include "models/fwd/udp.h"
#include "models/net/records.h"
#include "models/oam/fate.h"
#include "models/wire/icmp_quote.h"
#include "models/wire/udp.h"
#include "sim/timer.h"

#include <string.h>

enum {
	PAYLOAD = 32,             /* bytes of data: packets of 60 bytes, as usual */
	FIRST_SOURCE_PORT = 32768 /* the first that is free is taken */
};

struct Traceroute {
	FwdNode *node;
	char *name;
	TracerouteConfig config;
	SimTimer timer; /* the start, then the timeout of the probe under way */
	UdpSocket *socket;
	OamFate *fate;
	OamPacket *packet;       /* the probe under way; else NULL */
	uint16_t id;             /* source port, or identifier of the echo requests */
	TracerouteProbe *probes; /* config.max_ttl * config.probes of them, by TTL */
	unsigned sent;           /* probes sent so far; the last may be under way */
	gboolean ends;           /* an answer has come that no greater TTL would change */
	gboolean reached, done;
	SimTime sent_at;
};

static const Field traceroute_fields[] = {
	FIELD(TraceTraceroute, name, field_text),
	FIELD(TraceTraceroute, ttl, field_u32),
	FIELD(TraceTraceroute, probe, field_u32),
	FIELD(TraceTraceroute, result, field_text),
	FIELD(TraceTraceroute, responder, field_addr),
	FIELD(TraceTraceroute, rtt, field_time),
	FIELD(TraceTraceroute, labels, field_label_stack),
	FIELD(TraceTraceroute, reason, field_text),
};
const TraceType trace_traceroute = {
	.name = "traceroute",
	.flags = TRACE_DIGEST,
	.fields = traceroute_fields,
	.n_fields = G_N_ELEMENTS(traceroute_fields),
};

static const char *const method_names[] = {
	[TRACEROUTE_UDP] = "udp",
	[TRACEROUTE_ICMP] = "icmp",
};

const char *traceroute_method_name(TracerouteMethod method)
{
	return method_names[method];
}

gboolean traceroute_method_parse(const char *text, TracerouteMethod *out)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(method_names); i++) {
		if (strcmp(method_names[i], text) == 0) {
			*out = (TracerouteMethod)i;
			return TRUE;
		}
	}
	return FALSE;
}

static unsigned ttl_of(const Traceroute *t, unsigned index)
{
	return index / t->config.probes + 1;
}

static void trace_probe(Traceroute *t, const TracerouteProbe *probe)
{
	unsigned index = t->sent - 1;
	TraceTraceroute record = {
		.head = {.type = &trace_traceroute, .node = t->node->name},
		.name = t->name,
		.ttl = ttl_of(t, index),
		.probe = index % t->config.probes + 1,
		.result = probe->result,
		.responder = probe->responder,
		.rtt = probe->rtt,
		.labels.depth = probe->depth,
		.reason = probe->reason,
	};

	for (unsigned i = 0; i < probe->depth; i++)
		record.labels.label[i].value = probe->stack[i].label;
	sim_trace(t->node->sim, &record.head);
}

static uint64_t trace_sent(Traceroute *t)
{
	char peer[NET_ADDR_STRLEN];
	TraceMessage record = {
		.head = {.type = &trace_message, .node = t->node->name},
		.peer = net_addr_str(&t->config.dst, peer),
		.direction = "sent",
		.protocol = "udp",
		.type = "probe",
		.bytes = UDP_HEADER_LEN + PAYLOAD,
	};

	return sim_trace(t->node->sim, &record.head);
}

static gboolean send_udp(Traceroute *t, uint8_t ttl, unsigned index)
{
	static const uint8_t payload[PAYLOAD];
	IpInfo info = {.src = t->config.src, .dst = t->config.dst, .ttl = ttl};
	uint64_t cause = trace_sent(t);

	t->packet = oam_fate_follow(t->fate, cause);
	return udp_send(t->socket, &info, (uint16_t)(TRACEROUTE_PORT + index), payload, PAYLOAD,
			cause);
}

static gboolean send_echo(Traceroute *t, uint8_t ttl, unsigned index)
{
	uint64_t cause = fwd_icmp_trace(t->node, &t->config.dst, "sent", ICMP_ECHO,
					PAYLOAD + ICMP_HEADER_LEN);

	t->packet = oam_fate_follow(t->fate, cause);
	return icmp_send_echo(t->node, &(IcmpEcho){
					       .vrf = t->config.vrf,
					       .src = t->config.src,
					       .dst = t->config.dst,
					       .id = t->id,
					       .sequence = (uint16_t)(index + 1),
					       .ttl = ttl,
					       .size = PAYLOAD,
					       .cause = cause,
				       });
}

static void send_probe(Traceroute *t);

/* The probe under way has come to an end; the next one follows at once. Takes the reason. */
static void finish(Traceroute *t, const TracerouteProbe *probe)
{
	oam_fate_forget(t->fate, g_steal_pointer(&t->packet));
	sim_timer_stop(&t->timer);
	t->probes[t->sent - 1] = *probe;
	trace_probe(t, probe);
	if (t->sent % t->config.probes == 0 &&
	    (t->ends || t->sent == (unsigned)t->config.max_ttl * t->config.probes))
		t->done = TRUE;
	else
		send_probe(t);
}

/* The node itself knows no way. */
static void fail_to_send(Traceroute *t)
{
	t->ends = TRUE;
	finish(t, &(TracerouteProbe){.result = "not-sent",
				     .reason = oam_packet_reason(t->packet, OAM_NOT_SENT)});
}

static void time_out(Traceroute *t)
{
	if (oam_packet_unsent(t->packet))
		fail_to_send(t);
	else
		finish(t, &(TracerouteProbe){.result = "timeout",
					     .reason = oam_packet_reason(t->packet, OAM_SILENT)});
}

static void send_probe(Traceroute *t)
{
	unsigned index = t->sent++;
	uint8_t ttl = (uint8_t)ttl_of(t, index);
	gboolean sent;

	t->sent_at = t->node->sim->now;
	sim_timer_start(&t->timer, t->config.timeout);
	sent = t->config.method == TRACEROUTE_UDP ? send_udp(t, ttl, index)
						  : send_echo(t, ttl, index);
	if (!sent)
		fail_to_send(t);
}

static void on_timer(void *owner)
{
	Traceroute *t = owner;

	if (t->packet)
		time_out(t);
	else
		send_probe(t);
}

/* The message is about the probe under way, or answers it. */
static gboolean is_answer(const Traceroute *t, const IcmpMessage *message)
{
	unsigned index = t->sent - 1;
	IcmpQuote quote;

	if (!icmp_is_error(message->type) && message->type != ICMP_ECHO_REPLY)
		return FALSE;
	if (message->type == ICMP_ECHO_REPLY)
		return t->config.method == TRACEROUTE_ICMP && message->id == t->id &&
		       message->sequence == index + 1;
	if (!icmp_quote_read(message, &quote) || !net_addr_equal(&quote.dst, &t->config.dst))
		return FALSE;
	if (t->config.method == TRACEROUTE_UDP)
		return quote.protocol == IP_PROTO_UDP && wire_get_u16(quote.head) == t->id &&
		       wire_get_u16(quote.head + 2) == TRACEROUTE_PORT + index;
	return quote.protocol == IP_PROTO_ICMP && quote.head[0] == ICMP_ECHO &&
	       wire_get_u16(quote.head + 4) == t->id && wire_get_u16(quote.head + 6) == index + 1;
}

static void on_icmp(void *user, const IpInfo *info, const IcmpMessage *message)
{
	Traceroute *t = user;
	TracerouteProbe probe = {
		.result = oam_result_of(message),
		.responder = info->src,
		.rtt = t->node->sim->now - t->sent_at,
		.depth = message->depth,
	};

	if (!t->packet || !is_answer(t, message))
		return;
	memcpy(probe.stack, message->stack, sizeof(probe.stack));
	t->ends |= message->type != ICMP_TIME_EXCEEDED;
	if (message->type == ICMP_ECHO_REPLY ||
	    (message->type == ICMP_UNREACHABLE && message->code == ICMP_PORT_UNREACHABLE))
		t->reached = TRUE;
	else if (message->type == ICMP_UNREACHABLE)
		probe.reason = oam_packet_reason(t->packet, OAM_REFUSED);
	finish(t, &probe);
}

static void ignore(void *user, const IpInfo *info, uint16_t src_port, const uint8_t *bytes,
		   size_t len)
{
	(void)user;
	(void)info;
	(void)src_port;
	(void)bytes;
	(void)len;
}

static void open_socket(Traceroute *t)
{
	for (t->id = FIRST_SOURCE_PORT; !t->socket; t->id += !t->socket)
		t->socket = udp_open(t->node, t->config.vrf, t->id, ignore, t);
}

Traceroute *traceroute_new(FwdNode *node, const char *name, const TracerouteConfig *config)
{
	Traceroute *t = g_new0(Traceroute, 1);

	g_assert(config->probes >= 1 && config->max_ttl >= 1);
	t->node = node;
	t->name = g_strdup(name);
	t->config = *config;
	t->probes = g_new0(TracerouteProbe, (size_t)config->max_ttl * config->probes);
	if (config->method == TRACEROUTE_UDP)
		open_socket(t);
	else
		t->id = icmp_new_echo_id(node);
	t->fate = oam_fate_new(node);
	icmp_watch(node, on_icmp, t);
	sim_timer_init(&t->timer, node->sim, SIM_PERIODIC, on_timer, t);
	sim_timer_start(&t->timer, config->start - node->sim->now);
	return t;
}

void traceroute_free(Traceroute *t)
{
	if (!t)
		return;
	sim_timer_stop(&t->timer);
	icmp_unwatch(t->node, on_icmp, t);
	udp_close(t->socket);
	oam_fate_forget(t->fate, t->packet);
	oam_fate_free(t->fate);
	for (unsigned i = 0; i < t->sent; i++)
		g_free(t->probes[i].reason);
	g_free(t->probes);
	g_free(t->name);
	g_free(t);
}

const char *traceroute_name(const Traceroute *t)
{
	return t->name;
}

const TracerouteConfig *traceroute_config(const Traceroute *t)
{
	return &t->config;
}

FwdNode *traceroute_node(const Traceroute *t)
{
	return t->node;
}

unsigned traceroute_hops(const Traceroute *t)
{
	return t->sent == 0 ? 0 : ttl_of(t, t->sent - 1);
}

const TracerouteProbe *traceroute_probe(const Traceroute *t, unsigned ttl, unsigned probe)
{
	g_assert(ttl >= 1 && ttl <= traceroute_hops(t) && probe >= 1 && probe <= t->config.probes);
	return &t->probes[(ttl - 1) * t->config.probes + probe - 1];
}

gboolean traceroute_done(const Traceroute *t)
{
	return t->done;
}

gboolean traceroute_reached(const Traceroute *t)
{
	return t->reached;
}
