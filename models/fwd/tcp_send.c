/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tcp_send.h"

#include "models/fwd/tcp_seq.h"
#include "models/fwd/tcp_socket.h"

#define HANDSHAKE (FSM_STATE(TCP_STATE_SYN_SENT) | FSM_STATE(TCP_STATE_SYN_RECEIVED))
/* In which there may be something that is not acknowledged. */
#define SENDING                                                               \
	(FSM_STATE(TCP_STATE_ESTABLISHED) | FSM_STATE(TCP_STATE_FIN_WAIT_1) | \
	 FSM_STATE(TCP_STATE_CLOSE_WAIT) | FSM_STATE(TCP_STATE_CLOSING) |     \
	 FSM_STATE(TCP_STATE_LAST_ACK))

static void push_header(Packet *p, TcpHeader *h, const IpInfo *info, const char *md5_key)
{
	h->has_md5 = md5_key != NULL;
	tcp_hdr_push(p, h, &info->src, &info->dst);
	if (md5_key)
		tcp_hdr_sign(p, &info->src, &info->dst, md5_key);
}

/* Puts the header in front of the data and sends the segment. FALSE where there is no way. */
static gboolean transmit(TcpSocket *s, Packet *p, uint32_t seq, uint8_t flags)
{
	TcpHeader h = {
		.src_port = s->key.local_port,
		.dst_port = s->key.remote_port,
		.seq = seq,
		.ack = flags & TCP_ACK ? s->rx.rcv_nxt : 0,
		.window = flags & TCP_RST ? 0 : TCP_WINDOW,
		.flags = flags,
		.has_mss = (flags & TCP_SYN) != 0,
		.mss = s->own_mss,
		.has_window_scale = flags & TCP_SYN && (!(flags & TCP_ACK) || s->tx.scaling),
		.window_scale = TCP_WINDOW_SHIFT,
	};
	IpInfo info = {
		.vrf = s->key.vrf,
		.src = s->key.local,
		.dst = s->key.remote,
		.protocol = IP_PROTO_TCP,
		.ttl = s->params.ttl,
		.tos = s->params.tos,
		.df = TRUE, /* a segment is never longer than the path takes: it is not to be cut */
	};

	push_header(p, &h, &info, s->params.md5_key);
	if (p->cause == 0)
		p->cause = s->node->sim->cause;
	if (flags & TCP_ACK)
		tcp_receiver_ack_sent(s);
	return ip_send(s->node, &info, p);
}

void tcp_send_ack(TcpSocket *s)
{
	transmit(s, packet_new(NULL, 0), s->tx.snd_nxt, TCP_ACK);
}

void tcp_send_probe(TcpSocket *s)
{
	transmit(s, packet_new(NULL, 0), s->tx.snd_nxt - 1, TCP_ACK);
}

void tcp_send_reset(TcpSocket *s)
{
	transmit(s, packet_new(NULL, 0), s->tx.snd_nxt, TCP_RST | TCP_ACK);
}

void tcp_reply_reset(FwdNode *node, const TcpKey *key, const TcpParams *params, const TcpHeader *h,
		     uint32_t len)
{
	gboolean has_ack = (h->flags & TCP_ACK) != 0;
	TcpHeader reply = {
		.src_port = key->local_port,
		.dst_port = key->remote_port,
		.seq = has_ack ? h->ack : 0,
		.ack = has_ack ? 0
			       : h->seq + len + (h->flags & TCP_SYN ? 1 : 0) +
					 (h->flags & TCP_FIN ? 1 : 0),
		.flags = TCP_RST | (has_ack ? 0 : TCP_ACK),
	};
	IpInfo info = {
		.vrf = key->vrf,
		.src = key->local,
		.dst = key->remote,
		.protocol = IP_PROTO_TCP,
		.ttl = params ? params->ttl : 0,
		.tos = params ? params->tos : 0,
		.df = TRUE,
	};
	Packet *p = packet_new(NULL, 0);

	p->cause = node->sim->cause;
	push_header(p, &reply, &info, params ? params->md5_key : NULL);
	ip_send(node, &info, p);
}

/* Sends len bytes from seq on, and the FIN behind them. */
static void send_range(TcpSocket *s, uint32_t seq, uint32_t len, gboolean fin)
{
	const TcpSendQueue *q = &s->tx.queue;
	Sim *sim = s->node->sim;
	SimEventClass former = sim->class_, class_ = former;
	uint32_t offset = seq - s->tx.snd_una;
	uint8_t flags = TCP_ACK | (fin ? TCP_FIN : 0);
	Packet *p;

	if (len > 0) {
		p = tcp_send_queue_cut(q, offset, len, seq, &class_);
		flags |= offset + len == tcp_send_queue_len(q) ? TCP_PSH : 0;
	} else {
		p = packet_new(NULL, 0);
	}
	sim->class_ = class_; /* the frame takes the class of what is in it */
	transmit(s, p, seq, flags);
	sim->class_ = former;
}

/* A round trip is measured with one segment at a time, which must be sent once only (Karn). */
static void time_segment(TcpSender *tx, uint32_t until, SimTime now)
{
	if (tx->timing)
		return;
	tx->timing = TRUE;
	tx->timed = until;
	tx->timed_from = now;
}

static gboolean handle_timing(TcpSender *tx, uint32_t ack, SimTime now)
{
	if (!tx->timing || tcp_seq_lt(ack, tx->timed))
		return FALSE;
	tx->timing = FALSE;
	tcp_rtt_sample(&tx->rtt, now - tx->timed_from);
	return TRUE;
}

/* A peer may never come: only where the owner says so does an attempt count as work. */
static SimEventClass handshake_class(const TcpSocket *s)
{
	return s->fsm.state == TCP_STATE_SYN_SENT && s->params.awaited ? SIM_WORK : SIM_GUARD;
}

static void transmit_syn(TcpSocket *s)
{
	TcpSender *tx = &s->tx;
	gboolean first = tx->snd_nxt == tx->iss, active = s->fsm.state == TCP_STATE_SYN_SENT;
	gboolean sent;

	tx->cursor = tx->snd_nxt = tx->iss + 1;
	if (first)
		time_segment(tx, tx->snd_nxt, s->node->sim->now);
	else
		tx->timing = FALSE;
	tx->resend.class_ = handshake_class(s);
	sim_timer_start(&tx->resend, tcp_rtt_timeout(&tx->rtt));
	sent = net_addr_is_set(&s->key.local) &&
	       transmit(s, packet_new(NULL, 0), tx->iss, TCP_SYN | (active ? 0 : TCP_ACK));
	if (!sent && first && active)
		fsm_event(&s->fsm, TCP_EVENT_NO_ROUTE, NULL);
}

/* Bytes of the queue from the cursor on; *fin: the FIN is to follow them. */
static uint32_t unsent(const TcpSender *tx, gboolean *fin)
{
	uint32_t sent = tx->cursor - tx->snd_una;
	size_t queued = tcp_send_queue_len(&tx->queue);

	*fin = tx->fin_wanted && sent <= queued;
	return sent < queued ? (uint32_t)MIN(queued - sent, UINT32_MAX) : 0;
}

/* Bytes that the peer's window and the congestion window leave. */
static uint32_t window_left(const TcpSender *tx)
{
	uint32_t sent = tx->cursor - tx->snd_una;
	uint32_t window = MIN(tx->snd_wnd, tx->congestion.window);

	return window > sent ? window - sent : 0;
}

/*
 * Most data that a segment may carry now. Labels that are pushed on the way out of here (an LSP that
 * came up after the connection), or a narrow link further on, leave less room than there was at the
 * handshake.
 */
static uint32_t segment_limit(const TcpSocket *s, uint32_t have)
{
	uint32_t headers = tcp_headers_len(&s->key) + tcp_options_len(&s->params), mtu;

	if (have <= TCP_MSS_DEFAULT && tcp_paths_none(&s->node->tcp->paths))
		return s->tx.mss;
	mtu = tcp_path_mtu(&s->node->tcp->paths, s->key.vrf, &s->key.remote);
	return mtu > headers ? MIN(s->tx.mss, mtu - headers) : s->tx.mss;
}

/* RFC 9293 3.8.6.2.1: no small segments merely because the window is small. Nagle's algorithm is off,
 * as in routing protocols. */
static gboolean worth_sending(const TcpSender *tx, uint32_t len, uint32_t have, uint32_t limit)
{
	return len == have || len == limit || len >= tx->max_wnd / 2;
}

/* Sends one segment from the cursor on; FALSE where there is none to send now. forced: if need be one
 * byte, whatever the windows are. */
static gboolean send_next(TcpSocket *s, gboolean forced)
{
	TcpSender *tx = &s->tx;
	uint32_t seq = tx->cursor, len, end;
	gboolean fin;
	uint32_t have = unsent(tx, &fin), limit = segment_limit(s, have);

	len = MIN(have, MIN(MAX(window_left(tx), forced ? 1 : 0), limit));
	fin = fin && len == have;
	if (len == 0 && !fin)
		return FALSE;
	if (len > 0 && !forced && !worth_sending(tx, len, have, limit))
		return FALSE;
	end = seq + len + (fin ? 1 : 0);
	if (tcp_seq_lt(tx->snd_nxt, end)) {
		time_segment(tx, end, s->node->sim->now);
		tx->snd_nxt = end;
	}
	tx->cursor = end;
	send_range(s, seq, len, fin);
	return TRUE;
}

/* Sends the first segment that is not acknowledged once more; the cursor stays where it is. */
static void send_first_again(TcpSocket *s)
{
	TcpSender *tx = &s->tx;
	uint32_t in_flight = tx->snd_nxt - tx->snd_una;
	size_t queued = tcp_send_queue_len(&tx->queue);
	uint32_t len = (uint32_t)MIN(queued, in_flight);

	len = MIN(len, segment_limit(s, len));
	tx->timing = FALSE;
	send_range(s, tx->snd_una, len, len == queued && in_flight > queued);
}

/*
 * What waits for an acknowledgement is work where it is news. What a socket without an owner still has
 * to say is not.
 */
static SimEventClass resend_class(const TcpSocket *s)
{
	if (tcp_state_is(s, HANDSHAKE))
		return handshake_class(s);
	if (!s->handlers && !s->listener)
		return SIM_GUARD;
	return s->tx.queue.n_work > 0 ? SIM_WORK : SIM_PERIODIC;
}

/* RFC 6298 5.1 to 5.3. The timer also runs while the peer's window lets nothing out: its expiry then
 * sends the probe of RFC 9293 3.8.6.1. */
static void keep_timer(TcpSocket *s, gboolean restart)
{
	TcpSender *tx = &s->tx;
	SimEventClass class_ = resend_class(s);
	gboolean fin, running = sim_timer_running(&tx->resend);

	if (!tcp_state_is(s, SENDING) || (tx->snd_nxt == tx->snd_una && unsent(tx, &fin) == 0)) {
		sim_timer_stop(&tx->resend);
		return;
	}
	if (running && !restart && tx->resend.class_ == class_)
		return;
	tx->resend.class_ = class_;
	sim_timer_start(&tx->resend, running && !restart ? sim_timer_remaining(&tx->resend)
							 : tcp_rtt_timeout(&tx->rtt));
}

static void output(void *owner)
{
	TcpSocket *s = owner;

	if (tcp_state_is(s, HANDSHAKE) && s->tx.cursor == s->tx.iss)
		transmit_syn(s);
	if (!tcp_state_is(s, SENDING))
		return;
	while (send_next(s, FALSE))
		;
	keep_timer(s, FALSE);
}

/* Begins again at the oldest byte that is not acknowledged, one segment at first. */
static void resend_data(TcpSocket *s)
{
	TcpSender *tx = &s->tx;

	if (tx->snd_nxt != tx->snd_una && tx->snd_wnd > 0)
		tcp_congestion_timeout(&tx->congestion, tx->snd_una, tx->snd_nxt, tx->retries == 1);
	tx->cursor = tx->snd_una;
	send_next(s, TRUE);
	keep_timer(s, TRUE);
}

static void resend_expired(void *owner)
{
	TcpSocket *s = owner;
	TcpSender *tx = &s->tx;
	gboolean handshake = tcp_state_is(s, HANDSHAKE);

	if (tx->retries >= (handshake ? TCP_SYN_RETRIES : TCP_DATA_RETRIES)) {
		fsm_event(&s->fsm, TCP_EVENT_TIMEOUT, NULL);
		return;
	}
	tx->retries++;
	tx->timing = FALSE;
	tcp_rtt_back_off(&tx->rtt);
	if (handshake)
		transmit_syn(s);
	else
		resend_data(s);
}

void tcp_sender_init(TcpSocket *s, uint32_t iss)
{
	TcpSender *tx = &s->tx;

	*tx = (TcpSender){
		.iss = iss,
		.snd_una = iss,
		.snd_nxt = iss,
		.cursor = iss,
		.mss = TCP_MSS_DEFAULT,
	};
	tcp_send_queue_init(&tx->queue);
	tcp_rtt_init(&tx->rtt);
	sim_timer_init(&tx->soon, s->node->sim, SIM_WORK, output, s);
	sim_timer_init(&tx->resend, s->node->sim, SIM_GUARD, resend_expired, s);
}

void tcp_sender_clear(TcpSocket *s)
{
	sim_timer_stop(&s->tx.soon);
	sim_timer_stop(&s->tx.resend);
	tcp_send_queue_clear(&s->tx.queue);
}

void tcp_send_soon(TcpSocket *s)
{
	tcp_soon(&s->tx.soon);
}

void tcp_send_syn(TcpSocket *s)
{
	s->tx.cursor = s->tx.iss;
	tcp_send_soon(s);
}

void tcp_send_fin(TcpSocket *s)
{
	s->tx.fin_wanted = TRUE;
	tcp_send_soon(s);
}

void tcp_sender_established(TcpSocket *s)
{
	TcpSender *tx = &s->tx;
	gboolean syn_lost = tx->retries > 0;

	tx->snd_una = tx->snd_nxt = tx->cursor = tx->iss + 1;
	if (!handle_timing(tx, tx->snd_una, s->node->sim->now) && syn_lost)
		tx->rtt.base = TCP_RTO_AFTER_SYN_LOSS; /* RFC 6298 5.7 */
	tcp_rtt_progress(&tx->rtt);
	tcp_congestion_init(&tx->congestion, tx->mss, tx->snd_una, syn_lost);
	tx->retries = 0;
	tx->unreachable = FALSE;
	sim_timer_stop(&tx->resend);
	tcp_send_soon(s);
}

void tcp_sender_too_long(TcpSocket *s)
{
	TcpSender *tx = &s->tx;

	tx->cursor = tx->snd_una;
	tx->timing = FALSE;
	tcp_congestion_resend(&tx->congestion, tx->snd_nxt);
	tcp_send_soon(s);
}

void tcp_sender_acked(TcpSocket *s, uint32_t ack)
{
	TcpSender *tx = &s->tx;
	uint32_t n = ack - tx->snd_una;
	uint32_t len = (uint32_t)MIN(n, tcp_send_queue_len(&tx->queue));
	size_t queued = tcp_send_queue_len(&tx->queue);
	gboolean again, fin;

	tcp_send_queue_drop(&tx->queue, len);
	if (queued > TCP_LOW_WATER && queued - len <= TCP_LOW_WATER) {
		s->drained = TRUE;
		tcp_soon(&s->notify);
	}
	tx->snd_una = ack;
	if (tcp_seq_lt(tx->cursor, ack))
		tx->cursor = ack;
	tx->retries = 0;
	tx->unreachable = FALSE;
	tcp_rtt_progress(&tx->rtt);
	handle_timing(tx, ack, s->node->sim->now);
	again = tcp_congestion_acked(&tx->congestion, ack, tx->snd_nxt, len);
	if (n > len)
		tx->fin_wanted = FALSE;
	if (again && tx->snd_nxt != tx->snd_una)
		send_first_again(s);
	keep_timer(s, TRUE);
	if (n > len)
		fsm_event(&s->fsm, TCP_EVENT_ACK_OF_FIN, NULL);
	else if (unsent(tx, &fin) > 0 || fin)
		tcp_send_soon(s);
}

void tcp_sender_duplicate_ack(TcpSocket *s)
{
	TcpSender *tx = &s->tx;
	gboolean fin;

	if (tcp_congestion_duplicate(&tx->congestion, tx->snd_una, tx->snd_nxt))
		send_first_again(s);
	else if (unsent(tx, &fin) > 0)
		tcp_send_soon(s);
}

/* RFC 9293 3.10.7.4, fifth. */
void tcp_sender_window(TcpSocket *s, const TcpSegment *segment)
{
	TcpSender *tx = &s->tx;
	const TcpHeader *h = &segment->h;
	uint32_t window = segment->window;
	gboolean fin, newer = tcp_seq_lt(tx->snd_wl1, h->seq) ||
			      (tx->snd_wl1 == h->seq && tcp_seq_le(tx->snd_wl2, h->ack));

	if (!newer)
		return;
	if (tx->snd_wnd == 0 && window > 0)
		tx->cursor = tx->snd_una; /* it has dropped the probes */
	if (window > tx->snd_wnd && unsent(tx, &fin) > 0)
		tcp_send_soon(s);
	tx->snd_wnd = window;
	tx->snd_wl1 = h->seq;
	tx->snd_wl2 = h->ack;
	tx->max_wnd = MAX(tx->max_wnd, tx->snd_wnd);
	if (tx->snd_wnd == 0)
		tx->retries = 0; /* the peer is there: it may keep its window shut for ever */
}
