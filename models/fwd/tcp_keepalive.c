/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tcp_keepalive.h"

#include "models/fwd/tcp_socket.h"

static SimTime interval(const TcpParams *params)
{
	return params->keepalive_interval ? params->keepalive_interval : TCP_KEEPALIVE_INTERVAL;
}

static unsigned count(const TcpParams *params)
{
	return params->keepalive_count ? params->keepalive_count : TCP_KEEPALIVE_COUNT;
}

/* Retransmissions and window probes notice a dead peer by themselves. */
static gboolean is_under_way(const TcpSender *tx)
{
	return tx->snd_nxt != tx->snd_una || tcp_send_queue_len(&tx->queue) > 0;
}

/* Unless it answers a probe, a segment that comes does not restart the timer, which would cost more
 * than it brings: when the timer expires it looks how long there still is to wait. */
static void expired(void *owner)
{
	TcpSocket *s = owner;
	TcpKeepalive *k = &s->keepalive;
	SimTime now = s->node->sim->now;

	if (s->fsm.state != TCP_STATE_ESTABLISHED)
		return;
	if (is_under_way(&s->tx))
		k->heard = now;
	if (now - k->heard < s->params.keepalive_idle) {
		sim_timer_start(&k->timer, k->heard + s->params.keepalive_idle - now);
		return;
	}
	if (k->unanswered == count(&s->params)) {
		fsm_event(&s->fsm, TCP_EVENT_TIMEOUT, NULL);
		return;
	}
	k->unanswered++;
	tcp_send_probe(s);
	sim_timer_start(&k->timer, interval(&s->params));
}

void tcp_keepalive_init(TcpSocket *s)
{
	sim_timer_init(&s->keepalive.timer, s->node->sim, SIM_PERIODIC, expired, s);
}

void tcp_keepalive_start(TcpSocket *s)
{
	tcp_keepalive_heard(s);
	if (s->params.keepalive_idle > 0)
		sim_timer_start(&s->keepalive.timer, s->params.keepalive_idle);
}

void tcp_keepalive_stop(TcpSocket *s)
{
	sim_timer_stop(&s->keepalive.timer);
}

void tcp_keepalive_heard(TcpSocket *s)
{
	TcpKeepalive *k = &s->keepalive;

	k->heard = s->node->sim->now;
	if (k->unanswered == 0)
		return;
	k->unanswered = 0;
	sim_timer_start(&k->timer, s->params.keepalive_idle);
}
