/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tcp_socket.h"

#include "models/fwd/forward.h"

const char *tcp_close_reason_name(TcpCloseReason reason)
{
	static const char *const names[] = {
		[TCP_CLOSED_BY_PEER] = "closed by peer",  [TCP_CLOSED_RESET] = "reset by peer",
		[TCP_CLOSED_TIMEOUT] = "timed out",       [TCP_CLOSED_REFUSED] = "refused",
		[TCP_CLOSED_UNREACHABLE] = "unreachable", [TCP_CLOSED_NO_ROUTE] = "no route",
	};

	g_assert((unsigned)reason < G_N_ELEMENTS(names));
	return names[reason];
}

/* ---- Actions of the state machine ---- */

/* The owner is to be told, once what has been received before has been handed over. */
static void end(TcpSocket *s, TcpCloseReason reason)
{
	s->ended = TRUE;
	s->reason = reason;
	s->ended_cause = s->node->sim->cause;
	tcp_soon(&s->notify);
}

/* The socket is CLOSED: nothing reaches it any more, and notify() frees it. */
static void delete (void *owner, const void *arg)
{
	TcpSocket *s = owner;

	(void)arg;
	sim_timer_stop(&s->tx.soon);
	sim_timer_stop(&s->tx.resend);
	sim_timer_stop(&s->rx.delayed_ack);
	sim_timer_stop(&s->linger);
	tcp_keepalive_stop(s);
	if (g_hash_table_lookup(s->node->tcp->connections, s) == s)
		g_hash_table_remove(s->node->tcp->connections, s);
	tcp_soon(&s->notify);
}

static void send_syn(void *owner, const void *arg)
{
	(void)arg;
	tcp_send_syn(owner);
}

static void become_established(void *owner, const void *arg)
{
	TcpSocket *s = owner;

	(void)arg;
	s->established = TRUE;
	tcp_sender_established(s);
	tcp_keepalive_start(s);
	tcp_soon(&s->notify);
	if (!s->handlers && !s->listener) /* closed meanwhile */
		fsm_event(&s->fsm, TCP_EVENT_CLOSE, NULL);
}

static void connected(void *owner, const void *arg)
{
	become_established(owner, arg);
	tcp_send_ack(owner);
}

static void send_fin(void *owner, const void *arg)
{
	(void)arg;
	tcp_send_fin(owner);
}

static void note_peer_closed(void *owner, const void *arg)
{
	(void)arg;
	end(owner, TCP_CLOSED_BY_PEER);
}

static void start_linger(void *owner, const void *arg)
{
	TcpSocket *s = owner;

	(void)arg;
	sim_timer_start(&s->linger, TCP_TIME_WAIT);
}

static void reset_peer(void *owner, const void *arg)
{
	tcp_send_reset(owner);
	delete (owner, arg);
}

static void note_refused(void *owner, const void *arg)
{
	end(owner, TCP_CLOSED_REFUSED);
	delete (owner, arg);
}

static void note_reset(void *owner, const void *arg)
{
	end(owner, TCP_CLOSED_RESET);
	delete (owner, arg);
}

static void note_timeout(void *owner, const void *arg)
{
	TcpSocket *s = owner;

	end(s, s->tx.unreachable ? TCP_CLOSED_UNREACHABLE : TCP_CLOSED_TIMEOUT);
	delete (owner, arg);
}

static void note_unreachable(void *owner, const void *arg)
{
	end(owner, TCP_CLOSED_UNREACHABLE);
	delete (owner, arg);
}

static void note_no_route(void *owner, const void *arg)
{
	end(owner, TCP_CLOSED_NO_ROUTE);
	delete (owner, arg);
}

/* ---- The state machine: RFC 9293 3.3.2 and 3.10 ---- */

#define S(state) FSM_STATE(TCP_STATE_##state)
#define OPENING (S(SYN_SENT) | S(SYN_RECEIVED))
/* In which a FIN is on its way or has been acknowledged on both sides: nobody waits for a word. */
#define LEAVING (S(CLOSING) | S(LAST_ACK) | S(TIME_WAIT))

static const FsmRow rows[] = {
	{S(CLOSED), TCP_EVENT_OPEN, send_syn, TCP_STATE_SYN_SENT, NULL},
	{S(CLOSED), TCP_EVENT_SYN, send_syn, TCP_STATE_SYN_RECEIVED, NULL},

	{S(SYN_SENT), TCP_EVENT_NO_ROUTE, note_no_route, TCP_STATE_CLOSED, NULL},
	{S(SYN_SENT), TCP_EVENT_UNREACHABLE, note_unreachable, TCP_STATE_CLOSED, NULL},
	{S(SYN_SENT), TCP_EVENT_SYN, send_syn, TCP_STATE_SYN_RECEIVED, NULL},
	{S(SYN_SENT), TCP_EVENT_SYN_ACK, connected, TCP_STATE_ESTABLISHED, NULL},
	{S(SYN_RECEIVED), TCP_EVENT_ACK_OF_SYN, become_established, TCP_STATE_ESTABLISHED, NULL},

	{S(SYN_SENT), TCP_EVENT_CLOSE, delete, TCP_STATE_CLOSED, NULL},
	{S(SYN_RECEIVED), TCP_EVENT_CLOSE, NULL, FSM_SAME, NULL}, /* once it is ESTABLISHED */
	{S(ESTABLISHED), TCP_EVENT_CLOSE, send_fin, TCP_STATE_FIN_WAIT_1, NULL},
	{S(CLOSE_WAIT), TCP_EVENT_CLOSE, send_fin, TCP_STATE_LAST_ACK, NULL},

	{S(ESTABLISHED), TCP_EVENT_FIN, note_peer_closed, TCP_STATE_CLOSE_WAIT, NULL},
	{S(FIN_WAIT_1), TCP_EVENT_FIN, NULL, TCP_STATE_CLOSING, NULL},
	{S(FIN_WAIT_2), TCP_EVENT_FIN, start_linger, TCP_STATE_TIME_WAIT, NULL},
	{S(TIME_WAIT), TCP_EVENT_FIN, start_linger, FSM_SAME, NULL},

	{S(FIN_WAIT_1), TCP_EVENT_ACK_OF_FIN, start_linger, TCP_STATE_FIN_WAIT_2, NULL},
	{S(CLOSING), TCP_EVENT_ACK_OF_FIN, start_linger, TCP_STATE_TIME_WAIT, NULL},
	{S(LAST_ACK), TCP_EVENT_ACK_OF_FIN, delete, TCP_STATE_CLOSED, NULL},
	{S(FIN_WAIT_2) | S(TIME_WAIT), TCP_EVENT_TIME_WAIT_OVER, delete, TCP_STATE_CLOSED, NULL},

	{OPENING, TCP_EVENT_RST, note_refused, TCP_STATE_CLOSED, NULL},
	{FSM_ANY & ~S(CLOSED), TCP_EVENT_RST, note_reset, TCP_STATE_CLOSED, NULL},
	{FSM_ANY & ~(S(CLOSED) | S(FIN_WAIT_2) | S(TIME_WAIT)), TCP_EVENT_TIMEOUT, note_timeout,
	 TCP_STATE_CLOSED, NULL},
	{S(SYN_SENT) | LEAVING, TCP_EVENT_ABORT, delete, TCP_STATE_CLOSED, NULL},
	{FSM_ANY & ~S(CLOSED), TCP_EVENT_ABORT, reset_peer, TCP_STATE_CLOSED, NULL},
};

static const char *const state_names[TCP_STATES] = {
	[TCP_STATE_CLOSED] = "CLOSED",
	[TCP_STATE_SYN_SENT] = "SYN-SENT",
	[TCP_STATE_SYN_RECEIVED] = "SYN-RECEIVED",
	[TCP_STATE_ESTABLISHED] = "ESTABLISHED",
	[TCP_STATE_FIN_WAIT_1] = "FIN-WAIT-1",
	[TCP_STATE_FIN_WAIT_2] = "FIN-WAIT-2",
	[TCP_STATE_CLOSE_WAIT] = "CLOSE-WAIT",
	[TCP_STATE_CLOSING] = "CLOSING",
	[TCP_STATE_LAST_ACK] = "LAST-ACK",
	[TCP_STATE_TIME_WAIT] = "TIME-WAIT",
};

static const char *const event_names[TCP_EVENTS] = {
	[TCP_EVENT_OPEN] = "OPEN",
	[TCP_EVENT_CLOSE] = "CLOSE",
	[TCP_EVENT_ABORT] = "ABORT",
	[TCP_EVENT_NO_ROUTE] = "no route",
	[TCP_EVENT_SYN] = "rcv SYN",
	[TCP_EVENT_SYN_ACK] = "rcv SYN,ACK",
	[TCP_EVENT_ACK_OF_SYN] = "rcv ACK of SYN",
	[TCP_EVENT_FIN] = "rcv FIN",
	[TCP_EVENT_ACK_OF_FIN] = "rcv ACK of FIN",
	[TCP_EVENT_RST] = "rcv RST",
	[TCP_EVENT_UNREACHABLE] = "rcv ICMP error",
	[TCP_EVENT_TIMEOUT] = "USER TIMEOUT",
	[TCP_EVENT_TIME_WAIT_OVER] = "TIME-WAIT TIMEOUT",
};

const FsmType tcp_fsm_type = {
	.name = "tcp",
	.states = state_names,
	.n_states = TCP_STATES,
	.events = event_names,
	.n_events = TCP_EVENTS,
	.rows = rows,
	.n_rows = G_N_ELEMENTS(rows),
	.initial = TCP_STATE_CLOSED,
};

/* ---- Telling the owner ---- */

void tcp_soon(SimTimer *timer)
{
	SimEventClass class_ = timer->sim->class_; /* a lower value presses more */

	if (sim_timer_running(timer) && timer->class_ <= class_)
		return;
	timer->class_ = class_;
	sim_timer_start(timer, 0);
}

/* notify() was scheduled by the transition to ESTABLISHED and has its cause. */
static void tell_established(TcpSocket *s)
{
	TcpListener *listener = s->listener;

	s->established = FALSE;
	s->listener = NULL;
	if (listener) {
		listener->accept(listener->user, s);
		g_assert(s->handlers || s->fsm.state != TCP_STATE_ESTABLISHED);
	} else if (s->handlers && s->handlers->connected) {
		s->handlers->connected(s->user, s);
	}
}

/* After this the socket is its own. It answers the peer's FIN with one of its own. */
static void tell_ended(TcpSocket *s)
{
	const TcpHandlers *handlers = s->handlers;

	s->ended = FALSE;
	s->handlers = NULL;
	sim_set_cause(s->node->sim, s->ended_cause);
	if (handlers && handlers->closed)
		handlers->closed(s->user, s, s->reason);
	if (s->fsm.state == TCP_STATE_CLOSE_WAIT)
		fsm_event(&s->fsm, TCP_EVENT_CLOSE, NULL);
}

static void tell_drained(TcpSocket *s)
{
	s->drained = FALSE;
	if (s->handlers && s->handlers->drained)
		s->handlers->drained(s->user, s);
}

static void notify(void *owner)
{
	TcpSocket *s = owner;

	if (s->established)
		tell_established(s);
	tcp_deliver(s);
	if (s->drained)
		tell_drained(s);
	if (s->ended)
		tell_ended(s);
	if (s->fsm.state == TCP_STATE_CLOSED)
		tcp_socket_free(s);
}

static void linger_over(void *owner)
{
	TcpSocket *s = owner;

	fsm_event(&s->fsm, TCP_EVENT_TIME_WAIT_OVER, NULL);
}

/* ---- Life ---- */

uint32_t tcp_headers_len(const TcpKey *key)
{
	return (key->remote.family == NET_AF_IPV6 ? 40 : 20) + TCP_HDR_LEN;
}

uint32_t tcp_options_len(const TcpParams *params)
{
	return params->md5_key ? TCP_MD5_ROOM : 0;
}

TcpParams tcp_params_copy(const TcpParams *params)
{
	TcpParams copy = *params;

	copy.md5_key = g_strdup(params->md5_key);
	return copy;
}

void tcp_params_clear(TcpParams *params)
{
	g_free((char *)(uintptr_t)params->md5_key);
}

/* What the MSS option says: what the interface towards the peer takes (RFC 6691). */
static uint16_t own_mss(FwdNode *node, const TcpKey *key)
{
	uint32_t headers = tcp_headers_len(key);
	FwdState state = {
		.vrf = key->vrf,
		.src = key->local,
		.dst = key->remote,
		.ip_ttl = 64,
		.flow_hash = fwd_flow_hash(&key->local, &key->remote, IP_PROTO_TCP, key->local_port,
					   key->remote_port),
	};
	FwdDecision decision;

	fwd_decide(node, &state, &decision);
	if (decision.verdict != FWD_FORWARD || decision.out->mtu <= headers)
		return TCP_MSS_DEFAULT;
	return (uint16_t)MIN(decision.out->mtu - headers, UINT16_MAX);
}

/* "10.0.0.1:179", with the VRF's name in front. */
static char *end_text(const FwdVrf *vrf, const NetAddr *address, uint16_t port)
{
	char text[NET_ADDR_STRLEN];

	return g_strdup_printf("%s%s%s:%u", vrf && vrf->name ? vrf->name : "",
			       vrf && vrf->name ? " " : "", net_addr_str(address, text), port);
}

TcpSocket *tcp_socket_new(FwdNode *node, const TcpKey *key, const TcpParams *params)
{
	TcpSocket *s = g_new0(TcpSocket, 1);
	FwdTcp *tcp = node->tcp;

	s->key = *key;
	s->node = node;
	s->link.data = s;
	s->params = tcp_params_copy(params);
	s->local_text = end_text(key->vrf, &key->local, key->local_port);
	s->remote_text = end_text(NULL, &key->remote, key->remote_port);
	s->own_mss = own_mss(node, key);
	fsm_init(&s->fsm, &tcp_fsm_type, node->sim, s, node->name, s->local_text, s->remote_text);
	tcp_sender_init(s, (uint32_t)sim_rng_next(&tcp->rng));
	tcp_receiver_init(s);
	tcp_keepalive_init(s);
	sim_timer_init(&s->linger, node->sim, SIM_PERIODIC, linger_over, s);
	sim_timer_init(&s->notify, node->sim, SIM_WORK, notify, s);
	g_queue_push_tail_link(&tcp->sockets, &s->link);
	if (net_addr_is_set(&key->local))
		g_hash_table_add(tcp->connections, s);
	return s;
}

void tcp_socket_free(TcpSocket *s)
{
	FwdTcp *tcp = s->node->tcp;

	if (g_hash_table_lookup(tcp->connections, s) == s)
		g_hash_table_remove(tcp->connections, s);
	g_queue_unlink(&tcp->sockets, &s->link);
	sim_timer_stop(&s->notify);
	sim_timer_stop(&s->linger);
	tcp_keepalive_stop(s);
	tcp_sender_clear(s);
	tcp_receiver_clear(s);
	tcp_params_clear(&s->params);
	g_free(s->local_text);
	g_free(s->remote_text);
	g_free(s);
}

/* ---- What the owner calls ---- */

void tcp_accept(TcpSocket *s, const TcpHandlers *handlers, void *user)
{
	g_assert(handlers);
	s->handlers = handlers;
	s->user = user;
}

void tcp_send(TcpSocket *s, TcpMessage *message)
{
	tcp_send_because(s, message, message->cause);
}

void tcp_send_because(TcpSocket *s, TcpMessage *message, uint64_t cause)
{
	if (s->fsm.state == TCP_STATE_CLOSED) {
		tcp_message_unref(message);
		return;
	}
	tcp_send_queue_push(&s->tx.queue, message, cause, s->node->sim->class_);
	tcp_send_soon(s);
}

void tcp_close(TcpSocket *s)
{
	s->handlers = NULL;
	if (s->fsm.state != TCP_STATE_CLOSED)
		fsm_event(&s->fsm, TCP_EVENT_CLOSE, NULL);
}

void tcp_abort(TcpSocket *s)
{
	s->handlers = NULL;
	if (s->fsm.state != TCP_STATE_CLOSED)
		fsm_event(&s->fsm, TCP_EVENT_ABORT, NULL);
}

const NetAddr *tcp_local_address(const TcpSocket *s)
{
	return &s->key.local;
}

const NetAddr *tcp_remote_address(const TcpSocket *s)
{
	return &s->key.remote;
}

uint16_t tcp_local_port(const TcpSocket *s)
{
	return s->key.local_port;
}

uint16_t tcp_remote_port(const TcpSocket *s)
{
	return s->key.remote_port;
}

size_t tcp_unacknowledged(const TcpSocket *s)
{
	return tcp_send_queue_len(&s->tx.queue);
}
