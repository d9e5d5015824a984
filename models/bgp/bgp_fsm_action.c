/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_fsm_action.h"

#include "models/bgp/bgp_exchange.h"
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_negotiate.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_reach.h"
#include "models/bgp/bgp_refresh.h"
#include "models/bgp/bgp_trace.h"
#include "models/bgp/bgp_update_in.h"

#define OPEN_SENT_HOLD (4 * 60 * SIM_SEC) /* RFC 4271 8.2.2: "a large value" */

/* ---- Decisions ---- */

static gboolean is_main(const BgpSession *session)
{
	return session == session->peer->session;
}

int bgp_connect_or_wait(void *owner, const void *arg)
{
	const BgpSession *session = owner;
	(void)arg;
	return bgp_reach_may_connect(session->peer) ? BGP_STATE_CONNECT : BGP_STATE_ACTIVE;
}

int bgp_open_or_delay(void *owner, const void *arg)
{
	const BgpSession *session = owner;
	(void)arg;
	return session->peer->options.delay_open > 0 ? FSM_SAME : BGP_STATE_OPEN_SENT;
}

int bgp_active_or_idle(void *owner, const void *arg)
{
	(void)arg;
	return is_main(owner) ? BGP_STATE_ACTIVE : BGP_STATE_IDLE;
}

/* ---- The end of a connection ---- */

typedef enum {
	END_STOPPED, /* somebody wanted it so: no error */
	END_ERROR,   /* counts, and makes the next pause longer */
} EndKind;

/* RFC 4271 8.1.1: the peer's own session starts again after a pause, which grows with the errors where
 * oscillations are damped; the one of a collision is done. The first try after a loss is still part of
 * what the loss brings about; later ones may fail for ever. */
static void start_again(BgpSession *session, gboolean was_established)
{
	const BgpPeer *peer = session->peer;
	sim_timer_set_class(&session->idle_hold, was_established ? SIM_WORK : SIM_GUARD);
	if (peer->options.damp)
		bgp_fsm_event(session,
			      peer->options.passive ? BGP_EVENT_AUTOMATIC_START_DAMPED_PASSIVE
						    : BGP_EVENT_AUTOMATIC_START_DAMPED,
			      NULL);
	else
		sim_timer_start(&session->idle_hold, BGP_IDLE_HOLD_FIRST);
}

static void count_end(BgpPeer *peer, EndKind kind)
{
	if (kind == END_STOPPED) {
		peer->connect_retry_counter = 0;
		return;
	}
	peer->connect_retry_counter++;
}

static uint64_t note_end(BgpPeer *peer, gboolean was_established, const char *reason)
{
	g_free(peer->last_error);
	peer->last_error = g_strdup(reason);
	peer->last_error_at = peer->bgp->sim->now;
	return bgp_trace_note(peer, was_established ? BGP_NOTE_LOSS : BGP_NOTE_REFUSAL, reason);
}

/* reason NULL: there was no more than an attempt. What follows has the reason as its cause. */
static void end(BgpSession *session, EndKind kind, const char *reason)
{
	BgpPeer *peer = session->peer;
	Sim *sim = peer->bgp->sim;
	uint64_t former = sim->cause;
	gboolean was_established = session->established;
	session->established = FALSE;
	if (reason && (is_main(session) || was_established))
		sim_set_cause(sim, note_end(peer, was_established, reason));
	bgp_session_close(session);
	if (is_main(session)) {
		count_end(peer, kind);
		if (bgp_peer_is_wanted(peer))
			start_again(session, was_established);
		if (kind == END_ERROR)
			peer->idle_hold = MIN(2 * peer->idle_hold, BGP_IDLE_HOLD_MOST);
	}
	if (was_established) {
		peer->n_lost++;
		bgp_peer_down(peer);
	}
	sim_set_cause(sim, former);
}

/* "sent NOTIFICATION Cease/Administrative Shutdown" */
static void end_told(BgpSession *session, EndKind kind, const char *direction,
		     const BgpNotification *n)
{
	GString *reason = g_string_new(direction);
	g_string_append(reason, " NOTIFICATION ");
	bgp_notification_append(n, reason);
	end(session, kind, reason->str);
	g_string_free(reason, TRUE);
}

static void notify_and_end(BgpSession *session, EndKind kind, const BgpNotification *n)
{
	bgp_session_notify(session, n);
	end_told(session, kind, "sent", n);
}

static void send_error(BgpSession *session, unsigned code, unsigned subcode)
{
	BgpNotification n = {(uint8_t)code, (uint8_t)subcode, {NULL, 0}};
	notify_and_end(session, END_ERROR, &n);
}

static const BgpNotification administrative_shutdown = {
	BGP_ERROR_CEASE, BGP_CEASE_SHUTDOWN, {NULL, 0}};

void bgp_do_stop(void *owner, const void *arg)
{
	(void)arg;
	bgp_session_close(owner);
	if (is_main(owner))
		count_end(((BgpSession *)owner)->peer, END_STOPPED);
}

/* Before OPEN, the peer may be told with SendNOTIFICATIONwithoutOPEN alone. */
static void end_unopened(BgpSession *session, EndKind kind, const BgpNotification *n)
{
	if (session->peer->options.notify_without_open && sim_timer_running(&session->delay_open))
		notify_and_end(session, kind, n);
	else
		end(session, kind, kind == END_ERROR ? bgp_error_name(n->code, n->subcode) : NULL);
}

void bgp_do_stop_unopened(void *owner, const void *arg)
{
	end_unopened(owner, END_STOPPED, arg ? arg : &administrative_shutdown);
}

void bgp_do_refuse_unopened(void *owner, const void *arg)
{
	end_unopened(owner, END_ERROR, arg);
}

void bgp_do_shut_down(void *owner, const void *arg)
{
	notify_and_end(owner, END_STOPPED, arg ? arg : &administrative_shutdown);
}

void bgp_do_answer_error(void *owner, const void *arg)
{
	notify_and_end(owner, END_ERROR, arg);
}

void bgp_do_expire(void *owner, const void *arg)
{
	(void)arg;
	send_error(owner, BGP_ERROR_HOLD_TIMER, 0);
}

void bgp_do_lose(void *owner, const void *arg)
{
	char *reason = g_strdup_printf("TCP connection lost: %s", (const char *)arg);
	end(owner, END_ERROR, reason);
	g_free(reason);
}

void bgp_do_dump(void *owner, const void *arg)
{
	const BgpNotification n = {BGP_ERROR_CEASE, BGP_CEASE_COLLISION, {NULL, 0}};
	(void)arg;
	notify_and_end(owner, END_STOPPED, &n);
}

/* The peer speaks another version: no error of this end's. */
void bgp_do_give_up(void *owner, const void *arg)
{
	end_told(owner, END_STOPPED, "received", arg);
}

void bgp_do_hear_notification(void *owner, const void *arg)
{
	const BgpSession *session = owner;
	const BgpNotification *n = arg;
	if (n->code == BGP_ERROR_OPEN && n->subcode == BGP_OPEN_BAD_PEER_AS)
		bgp_exchange_wrong_as(session->peer, session->told_as);
	bgp_negotiate_refused(session->peer, n);
	end_told(owner, END_ERROR, "received", arg);
}

void bgp_do_unexpected(void *owner, const void *arg)
{
	(void)arg;
	end(owner, END_ERROR, "a message before OPEN");
}

void bgp_do_unexpected_open_sent(void *owner, const void *arg)
{
	(void)arg;
	send_error(owner, BGP_ERROR_FSM, BGP_FSM_OPEN_SENT);
}

void bgp_do_unexpected_open_confirm(void *owner, const void *arg)
{
	(void)arg;
	send_error(owner, BGP_ERROR_FSM, BGP_FSM_OPEN_CONFIRM);
}

void bgp_do_unexpected_established(void *owner, const void *arg)
{
	(void)arg;
	send_error(owner, BGP_ERROR_FSM, BGP_FSM_ESTABLISHED);
}

/* ---- On the way to a connection ---- */

void bgp_do_listen(void *owner, const void *arg)
{
	BgpSession *session = owner;
	(void)arg;
	sim_timer_stop(&session->idle_hold);
}

/* What came of the last attempt to connect; how NULL: nothing yet. */
static void note_attempt(BgpPeer *peer, const char *how)
{
	g_free(peer->no_connection);
	peer->no_connection = how ? g_strdup_printf("TCP: %s", how) : NULL;
}

void bgp_do_start(void *owner, const void *arg)
{
	BgpSession *session = owner;
	(void)arg;
	sim_timer_stop(&session->idle_hold);
	if (bgp_session_state(session) == BGP_STATE_CONNECT) {
		note_attempt(session->peer, NULL);
		bgp_session_connect(session);
	} else {
		bgp_session_start_connect_retry(session);
	}
}

void bgp_do_damp(void *owner, const void *arg)
{
	BgpSession *session = owner;
	(void)arg;
	sim_timer_start(&session->idle_hold, session->peer->idle_hold);
}

void bgp_do_connect_again(void *owner, const void *arg)
{
	BgpSession *session = owner;
	(void)arg;
	note_attempt(session->peer, "no answer");
	bgp_session_close(session);
	bgp_session_connect(session);
}

void bgp_do_await_peer(void *owner, const void *arg)
{
	BgpSession *session = owner;
	bgp_session_close(session);
	if (is_main(session)) {
		note_attempt(session->peer, arg);
		bgp_session_start_connect_retry(session);
	}
}

/* ---- On the way to a session ---- */

void bgp_do_send_open(void *owner, const void *arg)
{
	BgpSession *session = owner;
	(void)arg;
	sim_timer_stop(&session->connect_retry);
	sim_timer_stop(&session->delay_open);
	bgp_session_send_open(session);
	sim_timer_start(&session->hold, OPEN_SENT_HOLD);
}

/* The connection is up. */
void bgp_do_greet(void *owner, const void *arg)
{
	BgpSession *session = owner;
	if (session->peer->options.delay_open == 0) {
		bgp_do_send_open(session, arg);
		return;
	}
	sim_timer_stop(&session->connect_retry);
	bgp_session_start_delay_open(session);
}

void bgp_do_adopt(void *owner, const void *arg)
{
	bgp_session_adopt(owner, *(TcpSocket *const *)arg);
	bgp_do_greet(owner, NULL);
}

void bgp_do_answer_open(void *owner, const void *arg)
{
	BgpSession *session = owner;
	bgp_negotiate_agree(session, arg);
	bgp_session_send_keepalive(session);
	sim_timer_stop(&session->hold);
	bgp_session_alive(session);
}

void bgp_do_open_and_answer(void *owner, const void *arg)
{
	bgp_do_send_open(owner, NULL);
	bgp_do_answer_open(owner, arg);
}

void bgp_do_establish(void *owner, const void *arg)
{
	BgpSession *session = owner;
	(void)arg;
	session->established = TRUE;
	session->peer->n_established++;
	session->peer->idle_hold = BGP_IDLE_HOLD_FIRST;
	bgp_session_alive(session);
	bgp_peer_up(session->peer, session);
}

/* ---- While it lasts ---- */

void bgp_do_send_keepalive(void *owner, const void *arg)
{
	(void)arg;
	bgp_session_send_keepalive(owner);
}

void bgp_do_stay_alive(void *owner, const void *arg)
{
	(void)arg;
	bgp_session_alive(owner);
}

void bgp_do_take_update(void *owner, const void *arg)
{
	BgpSession *session = owner;
	bgp_session_alive(session);
	bgp_update_in(session->peer, arg);
}

void bgp_do_refresh(void *owner, const void *arg)
{
	const BgpSession *session = owner;
	bgp_refresh_in(session->peer, arg);
}
