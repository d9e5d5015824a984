/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_fsm.h"

#include "models/bgp/bgp_fsm_action.h"
#include "models/bgp/bgp_peer.h"

static const char *const state_names[BGP_STATES] = {
	"Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established",
};

static const char *const event_names[BGP_EVENTS] = {
	[BGP_EVENT_MANUAL_START] = "ManualStart",
	[BGP_EVENT_MANUAL_STOP] = "ManualStop",
	[BGP_EVENT_AUTOMATIC_START] = "AutomaticStart",
	[BGP_EVENT_MANUAL_START_PASSIVE] = "ManualStart_with_PassiveTcpEstablishment",
	[BGP_EVENT_AUTOMATIC_START_PASSIVE] = "AutomaticStart_with_PassiveTcpEstablishment",
	[BGP_EVENT_AUTOMATIC_START_DAMPED] = "AutomaticStart_with_DampPeerOscillations",
	[BGP_EVENT_AUTOMATIC_START_DAMPED_PASSIVE] =
		"AutomaticStart_with_DampPeerOscillations_and_PassiveTcpEstablishment",
	[BGP_EVENT_AUTOMATIC_STOP] = "AutomaticStop",
	[BGP_EVENT_CONNECT_RETRY_EXPIRES] = "ConnectRetryTimer_Expires",
	[BGP_EVENT_HOLD_EXPIRES] = "HoldTimer_Expires",
	[BGP_EVENT_KEEPALIVE_EXPIRES] = "KeepaliveTimer_Expires",
	[BGP_EVENT_DELAY_OPEN_EXPIRES] = "DelayOpenTimer_Expires",
	[BGP_EVENT_IDLE_HOLD_EXPIRES] = "IdleHoldTimer_Expires",
	[BGP_EVENT_TCP_VALID] = "TcpConnection_Valid",
	[BGP_EVENT_TCP_INVALID] = "Tcp_CR_Invalid",
	[BGP_EVENT_TCP_CR_ACKED] = "Tcp_CR_Acked",
	[BGP_EVENT_TCP_CONFIRMED] = "TcpConnectionConfirmed",
	[BGP_EVENT_TCP_FAILS] = "TcpConnectionFails",
	[BGP_EVENT_OPEN] = "BGPOpen",
	[BGP_EVENT_OPEN_IN_DELAY_OPEN] = "BGPOpen with DelayOpenTimer running",
	[BGP_EVENT_HEADER_ERR] = "BGPHeaderErr",
	[BGP_EVENT_OPEN_ERR] = "BGPOpenMsgErr",
	[BGP_EVENT_COLLISION_DUMP] = "OpenCollisionDump",
	[BGP_EVENT_NOTIF_VER_ERR] = "NotifMsgVerErr",
	[BGP_EVENT_NOTIF] = "NotifMsg",
	[BGP_EVENT_KEEPALIVE] = "KeepAliveMsg",
	[BGP_EVENT_UPDATE] = "UpdateMsg",
	[BGP_EVENT_UPDATE_ERR] = "UpdateMsgErr",
	[BGP_EVENT_ROUTE_REFRESH] = "RouteRefreshMsg",
	[BGP_EVENT_ROUTE_REFRESH_ERR] = "RouteRefreshMsgErr",
};

#define IDLE FSM_STATE(BGP_STATE_IDLE)
#define CONNECT FSM_STATE(BGP_STATE_CONNECT)
#define ACTIVE FSM_STATE(BGP_STATE_ACTIVE)
#define OPEN_SENT FSM_STATE(BGP_STATE_OPEN_SENT)
#define OPEN_CONFIRM FSM_STATE(BGP_STATE_OPEN_CONFIRM)
#define ESTABLISHED FSM_STATE(BGP_STATE_ESTABLISHED)
#define WAITING (CONNECT | ACTIVE)
#define OPENED (OPEN_SENT | OPEN_CONFIRM | ESTABLISHED)
#define STARTED (WAITING | OPENED)

/* An event that the RFC ignores in these states. */
#define IGNORED(states, event) FSM_ROW(states, event, NULL, FSM_SAME)

static const FsmRow rows[] = {
	/* Idle */
	FSM_ROW_DECIDED(IDLE, BGP_EVENT_MANUAL_START, bgp_do_start, bgp_connect_or_wait),
	FSM_ROW_DECIDED(IDLE, BGP_EVENT_AUTOMATIC_START, bgp_do_start, bgp_connect_or_wait),
	FSM_ROW(IDLE, BGP_EVENT_MANUAL_START_PASSIVE, bgp_do_listen, BGP_STATE_ACTIVE),
	FSM_ROW(IDLE, BGP_EVENT_AUTOMATIC_START_PASSIVE, NULL, BGP_STATE_ACTIVE),
	FSM_ROW(IDLE, BGP_EVENT_AUTOMATIC_START_DAMPED, bgp_do_damp, FSM_SAME),
	FSM_ROW(IDLE, BGP_EVENT_AUTOMATIC_START_DAMPED_PASSIVE, bgp_do_damp, FSM_SAME),
	FSM_ROW_DECIDED(IDLE, BGP_EVENT_IDLE_HOLD_EXPIRES, bgp_do_start, bgp_connect_or_wait),
	FSM_ROW(IDLE, BGP_EVENT_MANUAL_STOP, bgp_do_stop, FSM_SAME),
	FSM_ROW(IDLE, BGP_EVENT_AUTOMATIC_STOP, bgp_do_stop, FSM_SAME),
	FSM_ROW(IDLE, BGP_EVENT_COLLISION_DUMP, bgp_do_stop, FSM_SAME),
	/* Connect */
	FSM_ROW(CONNECT, BGP_EVENT_CONNECT_RETRY_EXPIRES, bgp_do_connect_again, FSM_SAME),
	FSM_ROW_DECIDED(CONNECT, BGP_EVENT_TCP_CR_ACKED, bgp_do_greet, bgp_open_or_delay),
	FSM_ROW_DECIDED(CONNECT, BGP_EVENT_TCP_FAILS, bgp_do_await_peer, bgp_active_or_idle),
	/* Active */
	FSM_ROW_DECIDED(ACTIVE, BGP_EVENT_CONNECT_RETRY_EXPIRES, bgp_do_start, bgp_connect_or_wait),
	FSM_ROW_DECIDED(ACTIVE, BGP_EVENT_TCP_CONFIRMED, bgp_do_adopt, bgp_open_or_delay),
	FSM_ROW(ACTIVE, BGP_EVENT_TCP_FAILS, bgp_do_lose, BGP_STATE_IDLE),
	/* Connect and Active */
	FSM_ROW(WAITING, BGP_EVENT_DELAY_OPEN_EXPIRES, bgp_do_send_open, BGP_STATE_OPEN_SENT),
	FSM_ROW(WAITING, BGP_EVENT_OPEN_IN_DELAY_OPEN, bgp_do_open_and_answer,
		BGP_STATE_OPEN_CONFIRM),
	FSM_ROW(WAITING, BGP_EVENT_MANUAL_STOP, bgp_do_stop_unopened, BGP_STATE_IDLE),
	FSM_ROW(WAITING, BGP_EVENT_AUTOMATIC_STOP, bgp_do_stop_unopened, BGP_STATE_IDLE),
	FSM_ROW(WAITING, BGP_EVENT_COLLISION_DUMP, bgp_do_stop, BGP_STATE_IDLE),
	FSM_ROW(WAITING, BGP_EVENT_HEADER_ERR, bgp_do_refuse_unopened, BGP_STATE_IDLE),
	FSM_ROW(WAITING, BGP_EVENT_OPEN_ERR, bgp_do_refuse_unopened, BGP_STATE_IDLE),
	FSM_ROW(WAITING, BGP_EVENT_NOTIF_VER_ERR, bgp_do_give_up, BGP_STATE_IDLE),
	FSM_ROW(WAITING, BGP_EVENT_NOTIF, bgp_do_hear_notification, BGP_STATE_IDLE),
	FSM_ROW(WAITING, BGP_EVENT_KEEPALIVE, bgp_do_unexpected, BGP_STATE_IDLE),
	FSM_ROW(WAITING, BGP_EVENT_UPDATE, bgp_do_unexpected, BGP_STATE_IDLE),
	FSM_ROW(WAITING, BGP_EVENT_ROUTE_REFRESH, bgp_do_unexpected, BGP_STATE_IDLE),
	FSM_ROW(WAITING, BGP_EVENT_ROUTE_REFRESH_ERR, bgp_do_unexpected, BGP_STATE_IDLE),
	/* OpenSent */
	FSM_ROW_DECIDED(OPEN_SENT, BGP_EVENT_TCP_FAILS, bgp_do_await_peer, bgp_active_or_idle),
	FSM_ROW(OPEN_SENT, BGP_EVENT_OPEN, bgp_do_answer_open, BGP_STATE_OPEN_CONFIRM),
	FSM_ROW(OPEN_SENT, BGP_EVENT_KEEPALIVE, bgp_do_unexpected_open_sent, BGP_STATE_IDLE),
	FSM_ROW(OPEN_SENT, BGP_EVENT_UPDATE, bgp_do_unexpected_open_sent, BGP_STATE_IDLE),
	FSM_ROW(OPEN_SENT, BGP_EVENT_ROUTE_REFRESH, bgp_do_unexpected_open_sent, BGP_STATE_IDLE),
	/* OpenConfirm */
	FSM_ROW(OPEN_CONFIRM, BGP_EVENT_KEEPALIVE_EXPIRES, bgp_do_send_keepalive, FSM_SAME),
	FSM_ROW(OPEN_CONFIRM, BGP_EVENT_OPEN, bgp_do_unexpected_open_confirm, BGP_STATE_IDLE),
	FSM_ROW(OPEN_CONFIRM, BGP_EVENT_KEEPALIVE, bgp_do_establish, BGP_STATE_ESTABLISHED),
	FSM_ROW(OPEN_CONFIRM, BGP_EVENT_UPDATE, bgp_do_unexpected_open_confirm, BGP_STATE_IDLE),
	FSM_ROW(OPEN_CONFIRM, BGP_EVENT_ROUTE_REFRESH, bgp_do_unexpected_open_confirm,
		BGP_STATE_IDLE),
	/* Established */
	FSM_ROW(ESTABLISHED, BGP_EVENT_KEEPALIVE_EXPIRES, bgp_do_send_keepalive, FSM_SAME),
	FSM_ROW(ESTABLISHED, BGP_EVENT_OPEN, bgp_do_unexpected_established, BGP_STATE_IDLE),
	FSM_ROW(ESTABLISHED, BGP_EVENT_KEEPALIVE, bgp_do_stay_alive, FSM_SAME),
	FSM_ROW(ESTABLISHED, BGP_EVENT_UPDATE, bgp_do_take_update, FSM_SAME),
	FSM_ROW(ESTABLISHED, BGP_EVENT_UPDATE_ERR, bgp_do_answer_error, BGP_STATE_IDLE),
	FSM_ROW(ESTABLISHED, BGP_EVENT_ROUTE_REFRESH, bgp_do_refresh, FSM_SAME),
	/* Wherever OPEN was sent */
	FSM_ROW(OPENED, BGP_EVENT_MANUAL_STOP, bgp_do_shut_down, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_AUTOMATIC_STOP, bgp_do_answer_error, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_HOLD_EXPIRES, bgp_do_expire, BGP_STATE_IDLE),
	FSM_ROW(OPEN_CONFIRM | ESTABLISHED, BGP_EVENT_TCP_FAILS, bgp_do_lose, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_HEADER_ERR, bgp_do_answer_error, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_OPEN_ERR, bgp_do_answer_error, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_ROUTE_REFRESH_ERR, bgp_do_answer_error, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_COLLISION_DUMP, bgp_do_dump, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_NOTIF_VER_ERR, bgp_do_give_up, BGP_STATE_IDLE),
	FSM_ROW(OPENED, BGP_EVENT_NOTIF, bgp_do_hear_notification, BGP_STATE_IDLE),
	/* What changes nothing */
	IGNORED(STARTED, BGP_EVENT_MANUAL_START),
	IGNORED(STARTED, BGP_EVENT_AUTOMATIC_START),
	IGNORED(STARTED, BGP_EVENT_MANUAL_START_PASSIVE),
	IGNORED(STARTED, BGP_EVENT_AUTOMATIC_START_PASSIVE),
	IGNORED(STARTED, BGP_EVENT_AUTOMATIC_START_DAMPED),
	IGNORED(STARTED, BGP_EVENT_AUTOMATIC_START_DAMPED_PASSIVE),
	IGNORED(STARTED, BGP_EVENT_TCP_VALID),
	IGNORED(FSM_ANY, BGP_EVENT_TCP_INVALID),
};

static gboolean is_trying(const void *owner)
{
	const BgpSession *session = owner;
	const BgpPeer *peer = session->peer;
	return bgp_peer_is_wanted(peer) && peer->session == session &&
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
