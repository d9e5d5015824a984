/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tcp_receive.h"

#include "models/fwd/tcp_seq.h"
#include "models/fwd/tcp_socket.h"

/* In which the peer may send data. */
#define RECEIVING                                                             \
	(FSM_STATE(TCP_STATE_ESTABLISHED) | FSM_STATE(TCP_STATE_FIN_WAIT_1) | \
	 FSM_STATE(TCP_STATE_FIN_WAIT_2))
/* In which the owner has closed and takes no more. */
#define CLOSED_HERE (FSM_STATE(TCP_STATE_FIN_WAIT_1) | FSM_STATE(TCP_STATE_FIN_WAIT_2))

enum { ACK_EVERY = 2 }; /* segments: RFC 1122 4.2.3.2 */

static void delayed_ack_due(void *owner)
{
	tcp_send_ack(owner);
}

void tcp_receiver_init(TcpSocket *s)
{
	s->rx = (TcpReceiver){
		.window = TCP_WINDOW,
		.ready = g_array_new(FALSE, FALSE, sizeof(TcpPiece)),
		.early = g_array_new(FALSE, FALSE, sizeof(TcpPiece)),
	};
	sim_timer_init(&s->rx.delayed_ack, s->node->sim, SIM_WORK, delayed_ack_due, s);
}

static TcpPiece *piece_at(GArray *pieces, guint i)
{
	return &g_array_index(pieces, TcpPiece, i);
}

static void drop_pieces(GArray *pieces)
{
	for (guint i = 0; i < pieces->len; i++)
		packet_unref(piece_at(pieces, i)->packet);
	g_array_set_size(pieces, 0);
}

void tcp_receiver_clear(TcpSocket *s)
{
	sim_timer_stop(&s->rx.delayed_ack);
	drop_pieces(s->rx.ready);
	drop_pieces(s->rx.early);
	g_array_free(s->rx.ready, TRUE);
	g_array_free(s->rx.early, TRUE);
}

void tcp_receiver_ack_sent(TcpSocket *s)
{
	s->rx.unacked = 0;
	sim_timer_stop(&s->rx.delayed_ack);
}

/* Acknowledges one segment of data in order: every second one at once. */
static void acknowledge(TcpSocket *s)
{
	SimTimer *timer = &s->rx.delayed_ack;

	if (++s->rx.unacked >= ACK_EVERY) {
		tcp_send_ack(s);
		return;
	}
	timer->class_ = s->node->sim->class_; /* as pressing as what it acknowledges */
	sim_timer_start(timer, TCP_DELAYED_ACK);
}

/* Answers a segment that is out of place, so that an honest peer sees where we are. */
static void challenge(TcpSocket *s)
{
	SimTime now = s->node->sim->now;

	if (now < s->rx.challenge)
		return;
	s->rx.challenge = now + TCP_CHALLENGE_INTERVAL;
	tcp_send_ack(s);
}

/* ---- Reassembly ---- */

/* Cuts off what has been received already. FALSE: nothing is left. */
static gboolean trim_front(TcpPiece *piece, uint32_t rcv_nxt)
{
	uint32_t known = rcv_nxt - piece->seq;

	if (tcp_seq_lt(rcv_nxt, piece->seq))
		return TRUE;
	if (known > piece->len || (known == piece->len && !piece->fin))
		return FALSE;
	piece->seq += known;
	piece->data += known;
	piece->len -= known;
	return TRUE;
}

static void trim_back(TcpPiece *piece, uint32_t right_edge)
{
	if (tcp_seq_le(piece->seq + piece->len + (piece->fin ? 1 : 0), right_edge))
		return;
	piece->len = MIN(piece->len, right_edge - piece->seq);
	piece->fin = FALSE;
}

/* The next bytes in order, and perhaps the FIN behind them. TRUE where that was the FIN. */
static gboolean take(TcpSocket *s, TcpPiece *piece)
{
	TcpReceiver *rx = &s->rx;
	gboolean fin = piece->fin;

	rx->rcv_nxt += piece->len + (fin ? 1 : 0);
	if (piece->len == 0) {
		packet_unref(piece->packet);
		return fin;
	}
	g_array_append_val(rx->ready, *piece);
	tcp_soon(&s->notify);
	return fin;
}

/* Takes what a filled hole has made ready. TRUE where the FIN was among it. */
static gboolean take_early(TcpSocket *s)
{
	TcpReceiver *rx = &s->rx;
	guint done = 0;
	gboolean fin = FALSE;

	while (!fin && done < rx->early->len) {
		TcpPiece *piece = piece_at(rx->early, done);

		if (tcp_seq_lt(rx->rcv_nxt, piece->seq))
			break;
		if (trim_front(piece, rx->rcv_nxt))
			fin = take(s, piece);
		else
			packet_unref(piece->packet);
		done++;
	}
	g_array_remove_range(rx->early, 0, done);
	return fin;
}

/* Keeps a piece that lies behind a hole, unless one of the same start and no less is there. */
static void keep_early(TcpReceiver *rx, TcpPiece *piece)
{
	guint i = rx->early->len;

	while (i > 0 && tcp_seq_lt(piece->seq, piece_at(rx->early, i - 1)->seq))
		i--;
	if (i > 0) {
		const TcpPiece *before = piece_at(rx->early, i - 1);

		if (before->seq == piece->seq && before->len >= piece->len &&
		    before->fin >= piece->fin) {
			packet_unref(piece->packet);
			return;
		}
	}
	g_array_insert_val(rx->early, i, *piece);
}

/* RFC 9293 3.10.7.4, seventh and eighth: text and FIN. */
static void receive_text(TcpSocket *s, const TcpSegment *segment)
{
	TcpReceiver *rx = &s->rx;
	TcpPiece piece = {
		.seq = segment->h.seq,
		.len = segment->len,
		.fin = (segment->h.flags & TCP_FIN) != 0,
		.data = segment->data,
		.packet = packet_ref(segment->packet),
		.packet_seq = segment->h.seq,
		.packet_len = segment->len,
	};
	gboolean fin, hole = rx->early->len > 0;

	trim_back(&piece, rx->rcv_nxt + rx->window);
	if (!trim_front(&piece, rx->rcv_nxt)) {
		packet_unref(piece.packet);
		tcp_send_ack(s);
		return;
	}
	if (piece.seq != rx->rcv_nxt) {
		keep_early(rx, &piece);
		tcp_send_ack(s);
		return;
	}
	fin = take(s, &piece);
	fin = fin || take_early(s);
	if (fin || hole)
		tcp_send_ack(s);
	else
		acknowledge(s);
	if (fin)
		fsm_event(&s->fsm, TCP_EVENT_FIN, NULL);
}

/* ---- Handing over ---- */

static void deliver_piece(TcpSocket *s, const TcpPiece *piece)
{
	const TcpSlices *slices =
		tcp_slices_of(piece->packet, piece->packet_seq, piece->packet_len);
	uint32_t from = piece->seq - piece->packet_seq, to = from + piece->len, at = 0;
	Sim *sim = s->node->sim;

	if (!slices) {
		sim_set_cause(sim, piece->packet->cause);
		s->handlers->received(s->user, s, piece->data, piece->len, NULL, 0);
		return;
	}
	for (unsigned i = 0; i < slices->n && at < to; i++) {
		const TcpSlice *slice = &slices->slices[i];
		uint32_t first = MAX(at, from), end = MIN(at + slice->len, to);

		if (first < end && s->handlers) {
			sim_set_cause(sim, slice->cause);
			s->handlers->received(s->user, s, piece->data + (first - from), end - first,
					      slice->message, slice->offset + (first - at));
		}
		at += slice->len;
	}
}

void tcp_deliver(TcpSocket *s)
{
	for (guint i = 0; i < s->rx.ready->len && s->handlers && s->handlers->received; i++) {
		TcpPiece piece = *piece_at(s->rx.ready, i);

		deliver_piece(s, &piece);
	}
	drop_pieces(s->rx.ready);
}

/* ---- The segment's way through RFC 9293 3.10.7 ---- */

static uint32_t sequence_length(const TcpSegment *segment)
{
	return segment->len + (segment->h.flags & TCP_SYN ? 1 : 0) +
	       (segment->h.flags & TCP_FIN ? 1 : 0);
}

/* RFC 9293 3.10.7.4, first. */
static gboolean is_acceptable(const TcpReceiver *rx, const TcpSegment *segment)
{
	uint32_t len = sequence_length(segment), seq = segment->h.seq;

	if (seq - rx->rcv_nxt < rx->window)
		return TRUE;
	return len > 0 && seq + len - 1 - rx->rcv_nxt < rx->window;
}

static void receive_unacceptable(TcpSocket *s, const TcpSegment *segment)
{
	if (segment->h.flags & TCP_RST)
		return;
	if (s->fsm.state == TCP_STATE_TIME_WAIT && segment->h.flags & TCP_FIN)
		fsm_event(&s->fsm, TCP_EVENT_FIN, NULL);
	if (segment->len > 0)
		tcp_send_ack(s);
	else
		challenge(s);
}

/* RFC 7323 2.2: windows are scaled where both SYNs say so. Ours offers it unless it answers one that
 * does not. */
static void note_scale(TcpSocket *s, const TcpHeader *h)
{
	s->tx.scaling = h->has_window_scale;
	s->tx.snd_shift = h->has_window_scale ? MIN(h->window_scale, TCP_WINDOW_SHIFT_MAX) : 0;
	s->rx.window = h->has_window_scale ? TCP_WINDOW << TCP_WINDOW_SHIFT : TCP_WINDOW;
}

/* The peer's SYN: where its stream begins and what it can take. */
static void note_syn(TcpSocket *s, const TcpHeader *h)
{
	TcpSender *tx = &s->tx;

	s->rx.irs = h->seq;
	s->rx.rcv_nxt = h->seq + 1;
	tx->mss = MIN(MAX(h->has_mss ? h->mss : TCP_MSS_DEFAULT, TCP_MSS_LEAST), s->own_mss);
	tx->mss -= tcp_options_len(&s->params); /* RFC 6691 3 */
	note_scale(s, h);
	tx->snd_wnd = tx->max_wnd = h->window;
	tx->snd_wl1 = h->seq;
	tx->snd_wl2 = h->ack;
}

/* 3.10.7.3. Data that comes with the SYN is left to be sent again. */
static void receive_in_syn_sent(TcpSocket *s, const TcpHeader *h)
{
	gboolean ack_fits = h->ack == s->tx.iss + 1 && s->tx.snd_nxt == h->ack;

	if (h->flags & TCP_ACK && !ack_fits) {
		if (!(h->flags & TCP_RST))
			tcp_reply_reset(s->node, &s->key, &s->params, h, 0);
		return;
	}
	if (h->flags & TCP_RST) {
		if (h->flags & TCP_ACK)
			fsm_event(&s->fsm, TCP_EVENT_RST, NULL);
		return;
	}
	if (!(h->flags & TCP_SYN))
		return;
	note_syn(s, h);
	fsm_event(&s->fsm, h->flags & TCP_ACK ? TCP_EVENT_SYN_ACK : TCP_EVENT_SYN, NULL);
}

/* The peer's SYN once more in SYN-RECEIVED: either our answer was lost, or both sides have opened and
 * this is the answer to ours. TRUE where the segment goes on, without its SYN. */
static gboolean receive_syn_again(TcpSocket *s, TcpSegment *segment)
{
	if (!(segment->h.flags & TCP_ACK)) {
		tcp_send_syn(s);
		return FALSE;
	}
	segment->h.flags &= (uint8_t)~TCP_SYN;
	segment->h.seq++;
	return TRUE;
}

/* Second: RFC 5961 3.2 wants the exact number, so that nobody can guess it. */
static void receive_reset(TcpSocket *s, const TcpHeader *h)
{
	if (h->seq == s->rx.rcv_nxt)
		fsm_event(&s->fsm, TCP_EVENT_RST, NULL);
	else
		challenge(s);
}

static gboolean is_duplicate_ack(const TcpSender *tx, const TcpSegment *segment)
{
	return segment->h.ack == tx->snd_una && segment->len == 0 && tx->snd_nxt != tx->snd_una &&
	       !(segment->h.flags & TCP_FIN) && segment->window == tx->snd_wnd && tx->snd_wnd > 0;
}

/* Fifth. TRUE where the rest of the segment is to be looked at. */
static gboolean receive_ack(TcpSocket *s, const TcpSegment *segment)
{
	TcpSender *tx = &s->tx;
	const TcpHeader *h = &segment->h;
	gboolean new_ack = tcp_seq_lt(tx->snd_una, h->ack) && tcp_seq_le(h->ack, tx->snd_nxt);

	if (s->fsm.state == TCP_STATE_SYN_RECEIVED) {
		if (!new_ack) {
			tcp_reply_reset(s->node, &s->key, &s->params, h, segment->len);
			return FALSE;
		}
		tx->snd_wnd = tx->max_wnd = segment->window;
		tx->snd_wl1 = h->seq;
		tx->snd_wl2 = h->ack;
		fsm_event(&s->fsm, TCP_EVENT_ACK_OF_SYN, NULL);
		return TRUE;
	}
	/* RFC 5961 5.2 */
	if (tcp_seq_lt(tx->snd_nxt, h->ack) || tcp_seq_lt(h->ack, tx->snd_una - tx->max_wnd)) {
		challenge(s);
		return FALSE;
	}
	if (is_duplicate_ack(tx, segment))
		tcp_sender_duplicate_ack(s);
	tcp_sender_window(s, segment);
	if (new_ack)
		tcp_sender_acked(s, h->ack);
	return TRUE;
}

/* RFC 1122 4.2.2.13: data that nobody will take any more. */
static gboolean is_for_nobody(const TcpSocket *s, const TcpSegment *segment)
{
	return segment->len > 0 && tcp_state_is(s, CLOSED_HERE) &&
	       tcp_seq_lt(s->rx.rcv_nxt, segment->h.seq + segment->len);
}

static void receive_synchronized(TcpSocket *s, TcpSegment *segment)
{
	const TcpHeader *h = &segment->h;

	if (s->fsm.state == TCP_STATE_SYN_RECEIVED && h->flags & TCP_SYN && !(h->flags & TCP_RST) &&
	    h->seq == s->rx.irs && !receive_syn_again(s, segment))
		return;
	if (!is_acceptable(&s->rx, segment)) {
		receive_unacceptable(s, segment);
		return;
	}
	if (h->flags & TCP_RST) {
		receive_reset(s, h);
		return;
	}
	tcp_keepalive_heard(s);
	if (h->flags & TCP_SYN) { /* RFC 5961 4.2 */
		challenge(s);
		return;
	}
	if (!(h->flags & TCP_ACK) || !receive_ack(s, segment))
		return;
	if (is_for_nobody(s, segment)) {
		fsm_event(&s->fsm, TCP_EVENT_ABORT, NULL);
		return;
	}
	if (tcp_state_is(s, RECEIVING) && (segment->len > 0 || h->flags & TCP_FIN))
		receive_text(s, segment);
}

void tcp_receive(TcpSocket *s, const TcpSegment *segment)
{
	TcpSegment copy = *segment; /* of which the SYN may be cut off */

	copy.window = (uint32_t)copy.h.window
		      << (copy.h.flags & TCP_SYN ? 0 : s->tx.snd_shift); /* RFC 7323 2.2 */
	switch (s->fsm.state) {
	case TCP_STATE_CLOSED:
		note_syn(s, &segment->h);
		fsm_event(&s->fsm, TCP_EVENT_SYN, NULL);
		break;
	case TCP_STATE_SYN_SENT:
		receive_in_syn_sent(s, &segment->h);
		break;
	default:
		receive_synchronized(s, &copy);
	}
}
