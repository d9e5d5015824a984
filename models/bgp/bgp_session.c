/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_session.h"

#include "models/bgp/bgp_advertisement.h"
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_negotiate.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_reach.h"
#include "models/bgp/bgp_receive.h"
#include "models/bgp/bgp_update_out.h"
#include "models/net/records.h"

#include <string.h>

enum { JITTER_PERCENT = 25 };

static const TcpHandlers handlers;

static void connect_retry_due(void *owner)
{
	bgp_fsm_event(owner, BGP_EVENT_CONNECT_RETRY_EXPIRES, NULL);
}

static void hold_due(void *owner)
{
	bgp_fsm_event(owner, BGP_EVENT_HOLD_EXPIRES, NULL);
}

static void keepalive_due(void *owner)
{
	bgp_fsm_event(owner, BGP_EVENT_KEEPALIVE_EXPIRES, NULL);
}

static void delay_open_due(void *owner)
{
	bgp_fsm_event(owner, BGP_EVENT_DELAY_OPEN_EXPIRES, NULL);
}

static BgpEvent automatic_start(const BgpPeer *peer)
{
	return peer->options.passive ? BGP_EVENT_AUTOMATIC_START_PASSIVE
				     : BGP_EVENT_AUTOMATIC_START;
}

static void idle_hold_due(void *owner)
{
	BgpSession *session = owner;
	const BgpPeer *peer = session->peer;
	bgp_fsm_event(session,
		      peer->options.damp ? BGP_EVENT_IDLE_HOLD_EXPIRES : automatic_start(peer),
		      NULL);
}

void bgp_session_init(BgpSession *session, BgpPeer *peer)
{
	Bgp *bgp = peer->bgp;
	*session = (BgpSession){
		.peer = peer,
		.received = g_byte_array_new(),
		.message_max = BGP_MESSAGE_MAX,
	};
	fsm_init(&session->fsm, &bgp_fsm_type, bgp->sim, session, bgp->instance.host->node_name,
		 rib_name(bgp->instance.rib), peer->name);
	sim_timer_init(&session->connect_retry, bgp->sim, SIM_GUARD, connect_retry_due, session);
	sim_timer_init(&session->hold, bgp->sim, SIM_GUARD, hold_due, session);
	sim_timer_init(&session->delay_open, bgp->sim, SIM_WORK, delay_open_due, session);
	sim_timer_init(&session->idle_hold, bgp->sim, SIM_GUARD, idle_hold_due, session);
	sim_timer_init(&session->keepalive, bgp->sim, SIM_PERIODIC, keepalive_due, session);
}

static void stop_timers(BgpSession *session)
{
	sim_timer_stop(&session->connect_retry);
	sim_timer_stop(&session->hold);
	sim_timer_stop(&session->delay_open);
	sim_timer_stop(&session->idle_hold);
	sim_timer_stop(&session->keepalive);
}

void bgp_session_release(BgpSession *session)
{
	fsm_release(&session->fsm);
	stop_timers(session);
	if (session->socket)
		tcp_abort(session->socket);
	g_byte_array_free(session->received, TRUE);
}

static void begin_connection(BgpSession *session, TcpSocket *socket, gboolean incoming)
{
	g_assert(!session->socket);
	session->socket = socket;
	session->incoming = incoming;
	session->message_max = BGP_MESSAGE_MAX;
	g_byte_array_set_size(session->received, 0);
}

/* RFC 4271 10. */
static void start_jittered(BgpSession *session, SimTimer *timer, SimTime delay)
{
	sim_timer_start_jittered(timer, delay, JITTER_PERCENT, &session->peer->rng);
}

void bgp_session_start_connect_retry(BgpSession *session)
{
	if (!session->peer->options.passive)
		start_jittered(session, &session->connect_retry,
			       session->peer->options.connect_retry);
}

void bgp_session_start_delay_open(BgpSession *session)
{
	const BgpPeer *peer = session->peer;
	gboolean first = peer->idle_hold == BGP_IDLE_HOLD_FIRST;
	sim_timer_set_class(&session->delay_open, first ? SIM_WORK : SIM_GUARD);
	start_jittered(session, &session->delay_open, peer->options.delay_open);
}

void bgp_session_connect(BgpSession *session)
{
	BgpPeer *peer = session->peer;
	FwdNode *node = peer->bgp->instance.host->fwd;
	TcpParams params = bgp_reach_tcp_params(peer);
	params.awaited = !peer->tried;
	peer->tried = TRUE;
	bgp_session_start_connect_retry(session);
	begin_connection(session, tcp_connect(node, &params, &handlers, session), FALSE);
}

void bgp_session_adopt(BgpSession *session, TcpSocket *socket)
{
	begin_connection(session, socket, TRUE);
	tcp_accept(socket, &handlers, session);
}

static uint64_t trace_message_of(const BgpSession *session, const char *direction,
				 const uint8_t *message, size_t len)
{
	const BgpPeer *peer = session->peer;
	TraceMessage record = {
		.head = {.type = &trace_message, .node = peer->bgp->instance.host->node_name},
		.peer = peer->name,
		.direction = direction,
		.protocol = peer->bgp->instance.class_->name,
		.type = bgp_message_name(bgp_message_type(message)),
		.bytes = (uint32_t)len,
	};
	uint64_t id = sim_trace(peer->bgp->sim, &record.head);
	if (bgp_message_type(message) == BGP_MESSAGE_UPDATE)
		bgp_advertisement_trace(session, direction, message, len, id);
	return id;
}

uint64_t bgp_session_send(BgpSession *session, const uint8_t *message, size_t len)
{
	return bgp_session_send_message(session, tcp_message_new(message, len, 0));
}

uint64_t bgp_session_send_message(BgpSession *session, TcpMessage *message)
{
	uint64_t id = trace_message_of(session, "sent", message->bytes, message->len);
	session->peer->sent[bgp_message_type(message->bytes)]++;
	tcp_send_because(session->socket, message, id);
	if (session->established && session->keepalive_time > 0)
		start_jittered(session, &session->keepalive, session->keepalive_time);
	return id;
}

static void send_and_clear(BgpSession *session, WireWriter *w)
{
	g_assert(!w->error);
	bgp_session_send(session, w->buf, w->len);
	wire_writer_clear(w);
}

void bgp_session_send_open(BgpSession *session)
{
	WireWriter w;
	BgpOpen open;
	wire_writer_init(&w, BGP_MESSAGE_MAX);
	bgp_negotiate_offer(session->peer, &open);
	bgp_open_encode(&open, &w);
	session->told_as = bgp_peer_local_as(session->peer);
	send_and_clear(session, &w);
}

void bgp_session_send_keepalive(BgpSession *session)
{
	WireWriter w;
	wire_writer_init(&w, BGP_MESSAGE_MAX);
	bgp_keepalive_encode(&w);
	send_and_clear(session, &w);
	if (session->keepalive_time > 0)
		start_jittered(session, &session->keepalive, session->keepalive_time);
}

/* Data of more than a message is cut off (RFC 4271 4.5 lets the length tell). */
void bgp_session_notify(BgpSession *session, const BgpNotification *notification)
{
	const size_t room = session->message_max - BGP_HEADER_LEN - 2u;
	BgpNotification n = *notification;
	WireWriter w;
	if (!session->socket)
		return;
	n.data.len = MIN(n.data.len, room);
	wire_writer_init(&w, session->message_max);
	bgp_notification_encode(&n, &w);
	send_and_clear(session, &w);
}

void bgp_session_close(BgpSession *session)
{
	stop_timers(session);
	if (session->socket)
		tcp_close(session->socket);
	session->socket = NULL;
	g_byte_array_set_size(session->received, 0);
}

void bgp_session_alive(BgpSession *session)
{
	if (session->hold_time > 0)
		sim_timer_start(&session->hold, session->hold_time);
}

static void tcp_connected(void *user, TcpSocket *socket)
{
	(void)socket;
	bgp_fsm_event(user, BGP_EVENT_TCP_CR_ACKED, NULL);
}

static void tcp_closed(void *user, TcpSocket *socket, TcpCloseReason reason)
{
	BgpSession *session = user;
	(void)socket;
	session->socket = NULL;
	bgp_fsm_event(session, BGP_EVENT_TCP_FAILS, tcp_close_reason_name(reason));
}

static void receive_traced(BgpSession *session, const uint8_t *message, size_t len,
			   const TcpMessage *carrier)
{
	Sim *sim = session->peer->bgp->sim;
	uint64_t id = trace_message_of(session, "received", message, len);
	uint64_t former = sim_set_cause(sim, id);
	session->peer->received[bgp_message_type(message)]++;
	bgp_receive(session, message, len, carrier);
	sim_set_cause(sim, former);
}

static void header_error(BgpSession *session, const WireError *error, const uint8_t *bytes,
			 size_t len)
{
	uint8_t scratch[2];
	BgpNotification n = {(uint8_t)error->code, (uint8_t)error->subcode,
			     bgp_error_data(error, bytes, len, scratch)};
	bgp_fsm_event(session, BGP_EVENT_HEADER_ERR, &n);
}

/* A message of the peer's, whose end has been received with the bytes before it. */
typedef struct Carrier {
	const TcpMessage *message; /* NULL: more of it is to come, or nobody knows */
	const uint8_t *end;
} Carrier;

/* Where the bytes are what the carrier was sent with, from the first to the last one. */
static const TcpMessage *carrier_of(const Carrier *carrier, const uint8_t *message, size_t len)
{
	const TcpMessage *m = carrier->message;
	return m && m->decoded && m->len == len && message + len == carrier->end &&
			       memcmp(m->bytes, message, len) == 0
		       ? m
		       : NULL;
}

/* Handles the whole messages at the start of bytes; returns how many bytes they are, or len where
 * the connection is over. */
static size_t receive_messages(BgpSession *session, const uint8_t *bytes, size_t len,
			       const Carrier *carrier)
{
	const TcpSocket *socket = session->socket;
	size_t at = 0, message_len;
	while (session->socket == socket) {
		WireError error;
		if (!bgp_frame_within(session->message_max, bytes + at, len - at, &message_len,
				      &error)) {
			header_error(session, &error, bytes + at, len - at);
			return len;
		}
		if (message_len == 0 || message_len > len - at)
			return at;
		receive_traced(session, bytes + at, message_len,
			       carrier_of(carrier, bytes + at, message_len));
		at += message_len;
	}
	return len;
}

/* Whole messages are read where they lie; only what is left over is copied. */
static void tcp_received(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			 const TcpMessage *message, size_t offset)
{
	BgpSession *session = user;
	gboolean ends = message && offset + len == message->len;
	Carrier carrier = {ends ? message : NULL, bytes + len};
	if (session->received->len == 0) {
		size_t used = receive_messages(session, bytes, len, &carrier);
		if (session->socket == socket)
			g_byte_array_append(session->received, bytes + used, (guint)(len - used));
		return;
	}
	GByteArray *all = session->received;
	session->received = g_byte_array_new();
	g_byte_array_append(all, bytes, (guint)len);
	carrier.end = all->data + all->len;
	size_t used = receive_messages(session, all->data, all->len, &carrier);
	if (session->socket == socket)
		g_byte_array_append(session->received, all->data + used, (guint)(all->len - used));
	g_byte_array_free(all, TRUE);
}

static void tcp_drained(void *user, TcpSocket *socket)
{
	BgpSession *session = user;
	(void)socket;
	if (session->established)
		bgp_update_drained(session->peer);
}

static const TcpHandlers handlers = {tcp_connected, tcp_received, tcp_closed, tcp_drained};
