/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The session state machine (RFC 4271 8), one per connection. Of its attributes AllowAutomaticStart and
 * TrackTcpState are always TRUE, the others configuration (bgp_config.h).
 *
 * Differences from the letter of 8.2.2: a connection that fails in Connect leads to Active, where the
 * peer may connect and ConnectRetryTimer goes on (the RFC has that with DelayOpen only), as routers do;
 * a passive end never connects; a NOTIFICATION is not answered with another one; an OPEN after the first
 * one is an error (RFC 6608); ROUTE-REFRESH (RFC 2918) has events of its own.
 */
#ifndef BGP_BGP_FSM_H
#define BGP_BGP_FSM_H

#include "models/bgp/bgp_session.h"

typedef enum {
	BGP_STATE_IDLE,
	BGP_STATE_CONNECT,
	BGP_STATE_ACTIVE,
	BGP_STATE_OPEN_SENT,
	BGP_STATE_OPEN_CONFIRM,
	BGP_STATE_ESTABLISHED,
	BGP_STATES
} BgpState;

/* Those of RFC 4271 8.1.2 to 8.1.5 in its order, and two more; the comment says what goes with the
 * event. */
typedef enum {
	BGP_EVENT_MANUAL_START,
	BGP_EVENT_MANUAL_STOP, /* BgpNotification; NULL: Cease/Administrative Shutdown */
	BGP_EVENT_AUTOMATIC_START,
	BGP_EVENT_MANUAL_START_PASSIVE,
	BGP_EVENT_AUTOMATIC_START_PASSIVE,
	BGP_EVENT_AUTOMATIC_START_DAMPED,
	BGP_EVENT_AUTOMATIC_START_DAMPED_PASSIVE,
	BGP_EVENT_AUTOMATIC_STOP, /* BgpNotification to send */
	BGP_EVENT_CONNECT_RETRY_EXPIRES,
	BGP_EVENT_HOLD_EXPIRES,
	BGP_EVENT_KEEPALIVE_EXPIRES,
	BGP_EVENT_DELAY_OPEN_EXPIRES,
	BGP_EVENT_IDLE_HOLD_EXPIRES,
	BGP_EVENT_TCP_VALID,          /* the peer's connection may be taken */
	BGP_EVENT_TCP_INVALID,        /* the peer's connection is refused */
	BGP_EVENT_TCP_CR_ACKED,       /* our connection is up */
	BGP_EVENT_TCP_CONFIRMED,      /* the peer's connection is up: TcpSocket */
	BGP_EVENT_TCP_FAILS,          /* how, in words */
	BGP_EVENT_OPEN,               /* BgpOpen that was checked */
	BGP_EVENT_OPEN_IN_DELAY_OPEN, /* the same while DelayOpenTimer runs */
	BGP_EVENT_HEADER_ERR,         /* BgpNotification to send */
	BGP_EVENT_OPEN_ERR,           /* BgpNotification to send */
	BGP_EVENT_COLLISION_DUMP,
	BGP_EVENT_NOTIF_VER_ERR, /* BgpNotification received */
	BGP_EVENT_NOTIF,         /* BgpNotification received */
	BGP_EVENT_KEEPALIVE,
	BGP_EVENT_UPDATE,            /* BgpDecoded; NULL where it was not looked at */
	BGP_EVENT_UPDATE_ERR,        /* BgpNotification to send */
	BGP_EVENT_ROUTE_REFRESH,     /* RFC 2918: BgpRouteRefresh */
	BGP_EVENT_ROUTE_REFRESH_ERR, /* RFC 7313 5: BgpNotification to send */
	BGP_EVENTS
} BgpEvent;

extern const FsmType bgp_fsm_type;

void bgp_fsm_event(BgpSession *session, BgpEvent event, const void *arg);

static inline BgpState bgp_session_state(const BgpSession *session)
{
	return (BgpState)session->fsm.state;
}

#endif
