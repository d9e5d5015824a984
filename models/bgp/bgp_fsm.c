/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_fsm.h"

#include "models/bgp/bgp_negotiate.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_update_in.h"
#include "models/bgp/bgp_update_out.h"

#define OPEN_SENT_HOLD (4 * 60 * SIM_SEC) /* RFC 4271 8.2.2: "a large value" */

static const char *const state_names[BGP_STATES] = {
	"Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established",
};

static const char *const event_names[BGP_EVENTS] = {
	[BGP_EVENT_MANUAL_START] = "ManualStart",
	[BGP_EVENT_MANUAL_STOP] = "ManualStop",
	[BGP_EVENT_MANUAL_START_PASSIVE] = "ManualStart_with_PassiveTcpEstablishment",
	[BGP_EVENT_CONNECT_RETRY_EXPIRES] = "ConnectRetryTimer_Expires",
	[BGP_EVENT_HOLD_EXPIRES] = "HoldTimer_Expires",
	[BGP_EVENT_KEEPALIVE_EXPIRES] = "KeepaliveTimer_Expires",
	[BGP_EVENT_IDLE_HOLD_EXPIRES] = "IdleHoldTimer_Expires",
	[BGP_EVENT_TCP_CR_ACKED] = "Tcp_CR_Acked",
	[BGP_EVENT_TCP_CONFIRMED] = "TcpConnectionConfirmed",
	[BGP_EVENT_TCP_FAILS] = "TcpConnectionFails",
	[BGP_EVENT_OPEN] = "BGPOpen",
	[BGP_EVENT_HEADER_ERR] = "BGPHeaderErr",
	[BGP_EVENT_OPEN_ERR] = "BGPOpenMsgErr",
	[BGP_EVENT_COLLISION_DUMP] = "OpenCollisionDump",
	[BGP_EVENT_NOTIF_VER_ERR] = "NotifMsgVerErr",
	[BGP_EVENT_NOTIF] = "NotifMsg",
	[BGP_EVENT_KEEPALIVE] = "KeepAliveMsg",
	[BGP_EVENT_UPDATE] = "UpdateMsg",
	[BGP_EVENT_UPDATE_ERR] = "UpdateMsgErr",
	[BGP_EVENT_ROUTE_REFRESH] = "RouteRefreshMsg",
};

static void connect_to_peer(void *owner, const void *arg)
{
	(void)arg;
	bgp_session_connect(owner);
}

static void connect_again(void *owner, const void *arg)
{
	(void)arg;
	bgp_session_close(owner);
	bgp_session_connect(owner);
}

static void restart_connect_retry(void *owner, const void *arg)
{
	BgpSession *session = owner;
	(void)arg;
	bgp_session_close(session);
	bgp_session_start_connect_retry(session);
}

static void send_open(void *owner, const void *arg)
{
	BgpSession *session = owner;
	(void)arg;
	sim_timer_stop(&session->connect_retry);
	bgp_session_send_open(session);
	sim_timer_start(&session->hold, OPEN_SENT_HOLD);
}

static void adopt_and_send_open(void *owner, const void *arg)
{
	bgp_session_adopt(owner, *(TcpSocket *const *)arg);
	send_open(owner, NULL);
}

static void answer_open(void *owner, const void *arg)
{
	BgpSession *session = owner;
	bgp_negotiate_agree(session, arg);
	bgp_session_send_keepalive(session);
	sim_timer_stop(&session->hold);
	bgp_session_alive(session);
}

/* The connection is over. The peer's own session pauses before it tries again, the longer the more
 * errors there were (RFC 4271 8.1.1, DampPeerOscillations); the one of a collision is done. The first try
 * after a loss is still part of what the loss brings about; later ones may fail for ever. */
static void go_idle(BgpSession *session, gboolean error)
{
	BgpPeer *peer = session->peer;
	gboolean was_established = session->established;
	session->established = FALSE;
	bgp_session_close(session);
	if (session == peer->session && peer->bgp->instance.running) {
		sim_timer_set_class(&session->idle_hold, was_established ? SIM_WORK : SIM_GUARD);
		sim_timer_start(&session->idle_hold, peer->idle_hold);
		if (error)
			peer->idle_hold = MIN(2 * peer->idle_hold, BGP_IDLE_HOLD_MOST);
	}
	if (was_established)
		bgp_peer_down(peer);
}

static void notify_and_go_idle(BgpSession *session, unsigned code, unsigned subcode)
{
	BgpNotification n = {(uint8_t)code, (uint8_t)subcode, {NULL, 0}};
	bgp_session_notify(session, &n);
	go_idle(session, code != BGP_ERROR_CEASE);
}

static void fail(void *owner, const void *arg)
{
	(void)arg;
	go_idle(owner, TRUE);
}

static void shut_down(void *owner, const void *arg)
{
	(void)arg;
	notify_and_go_idle(owner, BGP_ERROR_CEASE, BGP_CEASE_SHUTDOWN);
}

static void give_up(void *owner, const void *arg)
{
	(void)arg;
	go_idle(owner, FALSE);
}

static void dump(void *owner, const void *arg)
{
	(void)arg;
	notify_and_go_idle(owner, BGP_ERROR_CEASE, BGP_CEASE_COLLISION);
}

static void hold_expired(void *owner, const void *arg)
{
	(void)arg;
	notify_and_go_idle(owner, BGP_ERROR_HOLD_TIMER, 0);
}

static void answer_error(void *owner, const void *arg)
{
	bgp_session_notify(owner, arg);
	go_idle(owner, TRUE);
}

static void unexpected_in_open_sent(void *owner, const void *arg)
{
	(void)arg;
	notify_and_go_idle(owner, BGP_ERROR_FSM, BGP_FSM_OPEN_SENT);
}

static void unexpected_in_open_confirm(void *owner, const void *arg)
{
	(void)arg;
	notify_and_go_idle(owner, BGP_ERROR_FSM, BGP_FSM_OPEN_CONFIRM);
}

static void unexpected_in_established(void *owner, const void *arg)
{
	(void)arg;
	notify_and_go_idle(owner, BGP_ERROR_FSM, BGP_FSM_ESTABLISHED);
}

static void send_keepalive(void *owner, const void *arg)
{
	(void)arg;
	bgp_session_send_keepalive(owner);
}

static void establish(void *owner, const void *arg)
{
	BgpSession *session = owner;
	(void)arg;
	session->established = TRUE;
	session->peer->idle_hold = BGP_IDLE_HOLD_FIRST;
	bgp_session_alive(session);
	bgp_peer_up(session->peer, session);
}

static void alive(void *owner, const void *arg)
{
	(void)arg;
	bgp_session_alive(owner);
}

static void take_update(void *owner, const void *arg)
{
	BgpSession *session = owner;
	bgp_session_alive(session);
	bgp_update_in(session->peer, arg);
}

static void refresh(void *owner, const void *arg)
{
	const BgpSession *session = owner;
	const BgpRouteRefresh *request = arg;
	bgp_update_refresh(session->peer,
			   bgp_family_of_format(bgp_nlri_format(request->afi, request->safi)));
}

/* The connection of a collision has nobody to wait for. */
static int active_or_idle(void *owner, const void *arg)
{
	const BgpSession *session = owner;
	(void)arg;
	return session == session->peer->session ? BGP_STATE_ACTIVE : BGP_STATE_IDLE;
}

static void connection_lost(void *owner, const void *arg)
{
	const BgpSession *session = owner;
	if (session == session->peer->session)
		restart_connect_retry(owner, arg);
	else
		go_idle(owner, FALSE);
}

#define IDLE FSM_STATE(BGP_STATE_IDLE)
#define CONNECT FSM_STATE(BGP_STATE_CONNECT)
#define ACTIVE FSM_STATE(BGP_STATE_ACTIVE)
#define OPEN_SENT FSM_STATE(BGP_STATE_OPEN_SENT)
#define OPEN_CONFIRM FSM_STATE(BGP_STATE_OPEN_CONFIRM)
#define ESTABLISHED FSM_STATE(BGP_STATE_ESTABLISHED)
#define OPENED (OPEN_SENT | OPEN_CONFIRM | ESTABLISHED)

static const FsmRow rows[] = {
	/* Idle */
	FSM_ROW(IDLE, BGP_EVENT_MANUAL_START, connect_to_peer, BGP_STATE_CONNECT),
	FSM_ROW(IDLE, BGP_EVENT_IDLE_HOLD_EXPIRES, connect_to_peer, BGP_STATE_CONNECT),
	FSM_ROW(IDLE, BGP_EVENT_MANUAL_START_PASSIVE, NULL, BGP_STATE_ACTIVE),
	FSM_ROW(IDLE, BGP_EVENT_MANUAL_STOP, give_up, FSM_SAME),
	FSM_ROW(IDLE, BGP_EVENT_COLLISION_DUMP, give_up, FSM_SAME),
	/* Connect */
	FSM_ROW(CONNECT, BGP_EVENT_CONNECT_RETRY_EXPIRES, connect_again, FSM_SAME),
	FSM_ROW(CONNECT, BGP_EVENT_TCP_CR_ACKED, send_open, BGP_STATE_OPEN_SENT),
	FSM_ROW(CONNECT, BGP_EVENT_TCP_FAILS, restart_connect_retry, BGP_STATE_ACTIVE),
	/* Active */
	FSM_ROW(ACTIVE, BGP_EVENT_CONNECT_RETRY_EXPIRES, connect_to_peer, BGP_STATE_CONNECT),
	FSM_ROW(ACTIVE, BGP_EVENT_TCP_CONFIRMED, adopt_and_send_open, BGP_STATE_OPEN_SENT),
	/* Connect and Active */
	FSM_ROW(CONNECT | ACTIVE, BGP_EVENT_MANUAL_STOP, give_up, BGP_STATE_IDLE),
	FSM_ROW(CONNECT | ACTIVE, BGP_EVENT_COLLISION_DUMP, give_up, BGP_STATE_IDLE),
	/* OpenSent */
	FSM_ROW_DECIDED(OPEN_SENT, BGP_EVENT_TCP_FAILS, connection_lost, active_or_idle),
	FSM_ROW(OPEN_SENT, BGP_EVENT_OPEN, answer_open, BGP_STATE_OPEN_CONFIRM),
	FSM_ROW(OPEN_SENT, BGP_EVENT_KEEPALIVE, unexpected_in_open_sent, BGP_STATE_IDLE),
	FSM_ROW(OPEN_SENT, BGP_EVENT_UPDATE, unexpected_in_open_sent, BGP_STATE_IDLE),
	FSM_ROW(OPEN_SENT, BGP_EVENT_ROUTE_REFRESH, unexpected_in_open_sent, BGP_STATE_IDLE),
	/* OpenConfirm */
	FSM_ROW(OPEN_CONFIRM, BGP_EVENT_KEEPALIVE_EXPIRES, send_keepalive, FSM_SAME),
	FSM_ROW(OPEN_CONFIRM, BGP_EVENT_OPEN, unexpected_in_open_confirm, BGP_STATE_IDLE),
	FSM_ROW(OPEN_CONFIRM, BGP_EVENT_KEEPALIVE, establish, BGP_STATE_ESTABLISHED),
	FSM_ROW(OPEN_CONFIRM, BGP_EVENT_UPDATE, unexpected_in_open_confirm, BGP_STATE_IDLE),
	FSM_ROW(OPEN_CONFIRM, BGP_EVENT_ROUTE_REFRESH, unexpected_in_open_confirm, BGP_STATE_IDLE),
	/* Established */
	FSM_ROW(ESTABLISHED, BGP_EVENT_KEEPALIVE_EXPIRES, send_keepalive, FSM_SAME),
	FSM_ROW(ESTABLISHED, BGP_EVENT_OPEN, unexpected_in_established, BGP_STATE_IDLE),
	FSM_ROW(ESTABLISHED, BGP_EVENT_KEEPALIVE, alive, FSM_SAME),
	FSM_ROW(ESTABLISHED, BGP_EVENT_UPDATE, take_update, FSM_SAME),
	FSM_ROW(ESTABLISHED, BGP_EVENT_UPDATE_ERR, answer_error, BGP_STATE_IDLE),
	FSM_ROW(ESTABLISHED, BGP_EVENT_ROUTE_REFRESH, refresh, FSM_SAME),
	/* Wherever there is a connection */
	FSM_ROW(OPENED, BGP_EVENT_MANUAL_STOP, shut_down, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_HOLD_EXPIRES, hold_expired, BGP_STATE_IDLE),
	FSM_ROW(OPEN_CONFIRM | ESTABLISHED, BGP_EVENT_TCP_FAILS, fail, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_HEADER_ERR, answer_error, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_OPEN_ERR, answer_error, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_COLLISION_DUMP, dump, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_NOTIF_VER_ERR, give_up, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_NOTIF, fail, BGP_STATE_IDLE),
};

static gboolean is_trying(const void *owner)
{
	const BgpSession *session = owner;
	const BgpPeer *peer = session->peer;
	return peer->bgp->instance.running && peer->session == session &&
	       session->fsm.state != BGP_STATE_ESTABLISHED;
}

const FsmType bgp_fsm_type = {
	.name = "bgp",
	.states = state_names,
	.n_states = BGP_STATES,
	.events = event_names,
	.n_events = BGP_EVENTS,
	.rows = rows,
	.n_rows = G_N_ELEMENTS(rows),
	.initial = BGP_STATE_IDLE,
	.trying = is_trying,
};

void bgp_fsm_event(BgpSession *session, BgpEvent event, const void *arg)
{
	fsm_event(&session->fsm, event, arg);
}
