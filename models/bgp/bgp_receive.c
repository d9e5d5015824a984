/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_receive.h"

#include "models/bgp/bgp_decoded.h"
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_negotiate.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_trace.h"
#include "models/bgp/bgp_update_in.h"
#include "models/wire/bgp_update.h"

static void error_event(BgpSession *session, BgpEvent event, const WireError *error,
			const uint8_t *message, size_t len)
{
	uint8_t scratch[2];
	BgpNotification n = {(uint8_t)error->code, (uint8_t)error->subcode,
			     bgp_error_data(error, message, len, scratch)};
	bgp_fsm_event(session, event, &n);
}

static void receive_open(BgpSession *session, const uint8_t *message, size_t len,
			 const TcpMessage *carrier)
{
	(void)carrier;
	BgpOpen open;
	WireError error;
	BgpNotification refusal;
	uint8_t data[BGP_NEGOTIATE_DATA_MAX];
	if (!bgp_open_decode(message, len, &open, &error)) {
		error_event(session, BGP_EVENT_OPEN_ERR, &error, message, len);
		return;
	}
	if (!bgp_negotiate_check(session->peer, &open, &refusal, data)) {
		bgp_fsm_event(session, BGP_EVENT_OPEN_ERR, &refusal);
		return;
	}
	gboolean delayed = sim_timer_running(&session->delay_open);
	if ((delayed || bgp_session_state(session) == BGP_STATE_OPEN_SENT) &&
	    !bgp_peer_resolve_collision(session, &open))
		return;
	bgp_fsm_event(session, delayed ? BGP_EVENT_OPEN_IN_DELAY_OPEN : BGP_EVENT_OPEN, &open);
}

/* What the first reader of those that get the message has made of it, or makes now; NULL where each has to
 * see by itself. */
static BgpDecoded *shared_form(const BgpSession *session, const BgpUpdate *update,
			       const TcpMessage *message)
{
	gboolean external = !bgp_peer_is_internal(session->peer);
	BgpDecoded *decoded = message ? bgp_decoded_of(message) : NULL;
	if (!decoded || (!decoded->run && (!update || update->n_faults > 0)))
		return NULL;
	if (!decoded->run)
		bgp_decoded_fill(decoded, session->peer->bgp->run, update, session->as_size,
				 external);
	return bgp_decoded_fits(decoded, session->as_size, external) ? decoded : NULL;
}

/* RFC 7606: an UPDATE that is malformed has the mildest reaction that the standard allows for. */
static void take_update(BgpSession *session, const BgpUpdate *update, const uint8_t *message,
			size_t len, const TcpMessage *carrier)
{
	BgpDecoded own;
	if (bgp_update_resets(session->peer, update)) {
		error_event(session, BGP_EVENT_UPDATE_ERR,
			    &bgp_update_strongest_fault(update)->error, message, len);
		return;
	}
	BgpDecoded *shared = shared_form(session, update, carrier);
	if (shared) {
		bgp_fsm_event(session, BGP_EVENT_UPDATE, shared);
		return;
	}
	bgp_decoded_init(&own, session->peer->bgp->run, update);
	bgp_fsm_event(session, BGP_EVENT_UPDATE, &own);
	bgp_decoded_clear(&own);
}

static void read_update(BgpSession *session, const uint8_t *message, size_t len,
			const TcpMessage *carrier)
{
	BgpUpdate update;
	WireError error;
	gboolean external = !bgp_peer_is_internal(session->peer);
	bgp_update_decode(message, len, session->as_size, external, &update, &error);
	Sim *sim = session->peer->bgp->sim;
	uint64_t former = sim_set_cause(sim, bgp_trace_faults(session->peer, &update));
	take_update(session, &update, message, len, carrier);
	sim_set_cause(sim, former);
}

static void verify(const BgpDecoded *decoded, const uint8_t *message, size_t len)
{
	BgpUpdate update;
	WireError error;
	gboolean ok = bgp_update_decode(message, len, decoded->as_size, decoded->external, &update,
					&error);
	g_assert(ok);
	bgp_decoded_verify(decoded, &update);
}

static void receive_update(BgpSession *session, const uint8_t *message, size_t len,
			   const TcpMessage *carrier)
{
	if (bgp_session_state(session) != BGP_STATE_ESTABLISHED) {
		bgp_fsm_event(session, BGP_EVENT_UPDATE, NULL);
		return;
	}
	BgpDecoded *shared = shared_form(session, NULL, carrier);
	if (!shared) {
		read_update(session, message, len, carrier);
		return;
	}
	if (session->peer->bgp->run->net->decode_all)
		verify(shared, message, len);
	bgp_fsm_event(session, BGP_EVENT_UPDATE, shared);
}

static void receive_notification(BgpSession *session, const uint8_t *message, size_t len,
				 const TcpMessage *carrier)
{
	(void)carrier;
	BgpNotification n;
	WireError error;
	gboolean ok = bgp_notification_decode(message, len, &n, &error);
	g_assert(ok); /* its header has told how long it is */
	gboolean version = n.code == BGP_ERROR_OPEN && n.subcode == BGP_OPEN_BAD_VERSION;
	bgp_fsm_event(session, version ? BGP_EVENT_NOTIF_VER_ERR : BGP_EVENT_NOTIF, &n);
}

static void receive_keepalive(BgpSession *session, const uint8_t *message, size_t len,
			      const TcpMessage *carrier)
{
	(void)carrier;
	(void)message;
	(void)len;
	bgp_fsm_event(session, BGP_EVENT_KEEPALIVE, NULL);
}

static void receive_route_refresh(BgpSession *session, const uint8_t *message, size_t len,
				  const TcpMessage *carrier)
{
	(void)carrier;
	BgpRouteRefresh request;
	WireError error;
	if (bgp_route_refresh_decode(message, len, &request, &error))
		bgp_fsm_event(session, BGP_EVENT_ROUTE_REFRESH, &request);
	else
		error_event(session, BGP_EVENT_ROUTE_REFRESH_ERR, &error, message, len);
}

typedef void (*Receiver)(BgpSession *session, const uint8_t *message, size_t len,
			 const TcpMessage *carrier);

void bgp_receive(BgpSession *session, const uint8_t *message, size_t len, const TcpMessage *carrier)
{
	static const Receiver receivers[BGP_MESSAGE_TYPES] = {
		[BGP_MESSAGE_OPEN] = receive_open,
		[BGP_MESSAGE_UPDATE] = receive_update,
		[BGP_MESSAGE_NOTIFICATION] = receive_notification,
		[BGP_MESSAGE_KEEPALIVE] = receive_keepalive,
		[BGP_MESSAGE_ROUTE_REFRESH] = receive_route_refresh,
	};
	receivers[bgp_message_type(message)](session, message, len, carrier);
}
