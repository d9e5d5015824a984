/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ldp/ldp_session.h"

#include "models/ldp/ldp_discovery.h"
#include "models/ldp/ldp_label.h"
#include "models/ldp/ldp_message.h"
#include "models/ldp/ldp_neighbor.h"
#include "models/ldp/ldp_send.h"
#include "models/ldp/ldp_sync.h"

#define SETUP_TIMEOUT (15 * SIM_SEC) /* for the peer's Initialization, then its KeepAlive */
#define RETRY_FIRST (15 * SIM_SEC)   /* RFC 5036 2.5.3: no less than 15 s, ... */
#define RETRY_MOST (120 * SIM_SEC)   /* ... growing to no less than 2 minutes */
#define KEEPALIVES_PER_HOLD 3
#define MAX_PDU_DEFAULT_BELOW 256 /* RFC 5036 3.5.3: such proposals mean the default */

static void drop_connection(LdpPeer *peer)
{
	sim_timer_stop(&peer->connect);
	sim_timer_stop(&peer->keepalive);
	sim_timer_stop(&peer->hold);
	sim_timer_stop(&peer->flush);
	ldp_output_clear(&peer->out);
	ldp_output_init(&peer->out);
	peer->socket = NULL;
}

/* A Notification where there is something to say, then the close. */
static void close_connection(LdpPeer *peer, const LdpFault *fault)
{
	TcpSocket *socket = peer->socket;

	if (fault)
		ldp_send_notification(peer, fault);
	ldp_send_now(peer);
	drop_connection(peer);
	tcp_close(socket);
}

/* The next attempt waits, longer each time. */
static void back_off(LdpPeer *peer)
{
	SimTime delay = RETRY_FIRST << MIN(peer->refusals, 3);

	if (!ldp_session_is_active(peer))
		return;
	peer->refusals++;
	sim_timer_start(&peer->retry, MIN(delay, RETRY_MOST));
}

/* The actions of the state machine, in the order of its rows. */

static void act_connected(void *owner, const void *arg)
{
	LdpPeer *peer = owner;

	(void)arg;
	sim_timer_start(&peer->hold, SETUP_TIMEOUT);
	if (!ldp_session_is_active(peer))
		return;
	ldp_send_initialization(peer);
	ldp_send_now(peer);
	fsm_event(&peer->fsm, LDP_EV_INIT_SENT, NULL);
}

/* From the Initialization, whose parameters have been found acceptable. */
static void negotiate(LdpPeer *peer, const LdpMessage *msg)
{
	const LdpSessionParams *theirs;
	LdpTlv tlv;

	ldp_message_find(msg, LDP_TLV_COMMON_SESSION, &tlv);
	theirs = &tlv.session;
	peer->keepalive_s = MIN(ldp_neighbor_keepalive_s(peer), theirs->keepalive_s);
	/* RFC 5036 3.5.3: where the two differ, on links as these, unsolicited counts. */
	peer->on_demand = peer->ldp->on_demand && (theirs->flags & LDP_SESSION_DOD);
	if (theirs->max_pdu >= MAX_PDU_DEFAULT_BELOW)
		peer->max_pdu = MIN(peer->max_pdu, theirs->max_pdu);
	sim_timer_start(&peer->keepalive, peer->keepalive_s * SIM_SEC / KEEPALIVES_PER_HOLD);
}

static void act_init_passive(void *owner, const void *arg)
{
	LdpPeer *peer = owner;

	ldp_send_initialization(peer);
	ldp_send_now(peer);
	negotiate(peer, arg);
	ldp_send_keepalive(peer);
	ldp_send_now(peer);
}

static void act_init_active(void *owner, const void *arg)
{
	LdpPeer *peer = owner;

	negotiate(peer, arg);
	ldp_send_keepalive(peer);
	ldp_send_now(peer);
}

static void act_up(void *owner, const void *arg)
{
	LdpPeer *peer = owner;

	(void)arg;
	peer->refusals = 0;
	peer->tried = FALSE;
	sim_timer_start(&peer->hold, peer->keepalive_s * SIM_SEC);
	ldp_label_peer_up(peer);
	ldp_sync_review_peer(peer);
}

static void act_message(void *owner, const void *arg)
{
	ldp_message_handle(owner, arg);
}

/* RFC 5036 2.5.4: "transmit Error Notification message (NAK) and close". */
static void act_unexpected(void *owner, const void *arg)
{
	LdpFault fault = {.status = LDP_STATUS_SHUTDOWN, .about = arg};

	close_connection(owner, &fault);
	back_off(owner);
}

static void act_refuse(void *owner, const void *arg)
{
	close_connection(owner, arg);
	back_off(owner);
}

static void act_refused(void *owner, const void *arg)
{
	(void)arg;
	close_connection(owner, NULL);
	back_off(owner);
}

static void act_give_up(void *owner, const void *arg)
{
	close_connection(owner, arg);
}

static void act_setup_disconnected(void *owner, const void *arg)
{
	(void)arg;
	drop_connection(owner);
	back_off(owner);
}

static void session_lost(LdpPeer *peer)
{
	ldp_label_peer_down(peer);
	ldp_sync_review_peer(peer);
}

static void act_answer_shutdown(void *owner, const void *arg)
{
	LdpFault fault = {.status = LDP_STATUS_SHUTDOWN, .about = arg};

	session_lost(owner);
	close_connection(owner, &fault);
}

static void act_down(void *owner, const void *arg)
{
	session_lost(owner);
	close_connection(owner, arg);
}

static void act_disconnected(void *owner, const void *arg)
{
	(void)arg;
	session_lost(owner);
	drop_connection(owner);
}

/* There is no session, but there may be an attempt to connect. */
static void act_cancel(void *owner, const void *arg)
{
	LdpPeer *peer = owner;
	TcpSocket *socket = peer->socket;

	(void)arg;
	drop_connection(peer);
	if (socket)
		tcp_abort(socket);
}

static const char *const state_names[] = {
	[LDP_NON_EXISTENT] = "NON EXISTENT", [LDP_INITIALIZED] = "INITIALIZED",
	[LDP_OPENREC] = "OPENREC",           [LDP_OPENSENT] = "OPENSENT",
	[LDP_OPERATIONAL] = "OPERATIONAL",
};

static const char *const event_names[] = {
	[LDP_EV_CONNECTED] = "TCP connection established",
	[LDP_EV_INIT_SENT] = "Initialization transmitted",
	[LDP_EV_INIT] = "acceptable Initialization received",
	[LDP_EV_KEEPALIVE] = "KeepAlive received",
	[LDP_EV_MESSAGE] = "other message received",
	[LDP_EV_SHUTDOWN] = "fatal Notification received",
	[LDP_EV_BAD] = "fatal error received",
	[LDP_EV_TIMEOUT] = "KeepAlive timer expired",
	[LDP_EV_ADJACENCY_LOST] = "last Hello adjacency lost",
	[LDP_EV_STOP] = "stopped",
	[LDP_EV_DISCONNECTED] = "TCP connection lost",
};

#define NON_EXISTENT FSM_STATE(LDP_NON_EXISTENT)
#define INITIALIZED FSM_STATE(LDP_INITIALIZED)
#define OPENREC FSM_STATE(LDP_OPENREC)
#define OPENSENT FSM_STATE(LDP_OPENSENT)
#define OPERATIONAL FSM_STATE(LDP_OPERATIONAL)
#define SETUP (INITIALIZED | OPENREC | OPENSENT)

/* The table of RFC 5036 2.5.4 in its order, then what the text around it adds. */
static const FsmRow rows[] = {
	{NON_EXISTENT, LDP_EV_CONNECTED, act_connected, LDP_INITIALIZED, NULL},
	{INITIALIZED, LDP_EV_INIT_SENT, NULL, LDP_OPENSENT, NULL},
	{INITIALIZED, LDP_EV_INIT, act_init_passive, LDP_OPENREC, NULL},
	{INITIALIZED, LDP_EV_KEEPALIVE, act_unexpected, LDP_NON_EXISTENT, NULL},
	{INITIALIZED, LDP_EV_MESSAGE, act_unexpected, LDP_NON_EXISTENT, NULL},
	{OPENREC, LDP_EV_KEEPALIVE, act_up, LDP_OPERATIONAL, NULL},
	{OPENREC, LDP_EV_INIT, act_unexpected, LDP_NON_EXISTENT, NULL},
	{OPENREC, LDP_EV_MESSAGE, act_unexpected, LDP_NON_EXISTENT, NULL},
	{OPENSENT, LDP_EV_INIT, act_init_active, LDP_OPENREC, NULL},
	{OPENSENT, LDP_EV_KEEPALIVE, act_unexpected, LDP_NON_EXISTENT, NULL},
	{OPENSENT, LDP_EV_MESSAGE, act_unexpected, LDP_NON_EXISTENT, NULL},
	{OPERATIONAL, LDP_EV_SHUTDOWN, act_answer_shutdown, LDP_NON_EXISTENT, NULL},
	{OPERATIONAL, LDP_EV_MESSAGE, act_message, FSM_SAME, NULL},
	{OPERATIONAL, LDP_EV_KEEPALIVE, NULL, FSM_SAME, NULL},
	{OPERATIONAL, LDP_EV_INIT, NULL, FSM_SAME, NULL},
	{OPERATIONAL, LDP_EV_TIMEOUT, act_down, LDP_NON_EXISTENT, NULL},
	/* 2.5.3, 2.5.5, 2.5.6, 3.5.1 */
	{SETUP, LDP_EV_SHUTDOWN, act_refused, LDP_NON_EXISTENT, NULL},
	{SETUP, LDP_EV_BAD, act_refuse, LDP_NON_EXISTENT, NULL},
	{SETUP, LDP_EV_TIMEOUT, act_refuse, LDP_NON_EXISTENT, NULL},
	{SETUP, LDP_EV_ADJACENCY_LOST, act_give_up, LDP_NON_EXISTENT, NULL},
	{SETUP, LDP_EV_STOP, act_give_up, LDP_NON_EXISTENT, NULL},
	{SETUP, LDP_EV_DISCONNECTED, act_setup_disconnected, LDP_NON_EXISTENT, NULL},
	{OPERATIONAL, LDP_EV_BAD, act_down, LDP_NON_EXISTENT, NULL},
	{OPERATIONAL, LDP_EV_ADJACENCY_LOST, act_down, LDP_NON_EXISTENT, NULL},
	{OPERATIONAL, LDP_EV_STOP, act_down, LDP_NON_EXISTENT, NULL},
	{OPERATIONAL, LDP_EV_DISCONNECTED, act_disconnected, LDP_NON_EXISTENT, NULL},
	{NON_EXISTENT, LDP_EV_ADJACENCY_LOST, act_cancel, FSM_SAME, NULL},
	{NON_EXISTENT, LDP_EV_STOP, act_cancel, FSM_SAME, NULL},
	{NON_EXISTENT, LDP_EV_DISCONNECTED, act_cancel, FSM_SAME, NULL},
};

static gboolean is_trying(const void *owner)
{
	const LdpPeer *peer = owner;
	return peer->fsm.state != LDP_OPERATIONAL && peer->adjacencies->len > 0;
}

const FsmType ldp_session_fsm = {
	.name = "ldp-session",
	.states = state_names,
	.n_states = LDP_SESSION_STATES,
	.events = event_names,
	.n_events = LDP_SESSION_EVENTS,
	.rows = rows,
	.n_rows = G_N_ELEMENTS(rows),
	.initial = LDP_NON_EXISTENT,
	.trying = is_trying,
};

/* Takes text over. */
static void note_failure(LdpPeer *peer, char *text)
{
	g_free(peer->failed);
	peer->failed = text;
}

static void segment_refused(void *user, const char *reason)
{
	LdpPeer *peer = user;

	if (peer->fsm.state == LDP_NON_EXISTENT)
		note_failure(peer, g_strdup(reason));
}

const char *ldp_peer_why_down(const LdpPeer *peer)
{
	if (ldp_session_is_up(peer))
		return NULL;
	if (!rib_nht_resolved(peer->nht))
		return "no route to the peer";
	if (peer->failed || peer->fsm.state != LDP_NON_EXISTENT)
		return peer->failed;
	if (!ldp_session_is_active(peer))
		return "the peer has not connected";
	return peer->socket ? "TCP: no answer yet" : NULL;
}

static void on_connected(void *user, TcpSocket *socket)
{
	LdpPeer *peer = user;

	g_assert(peer->socket == socket);
	peer->max_pdu = LDP_MAX_PDU_DEFAULT;
	peer->out_of_labels = peer->told_no_labels = FALSE;
	ldp_input_reset(&peer->in);
	note_failure(peer, NULL);
	fsm_event(&peer->fsm, LDP_EV_CONNECTED, NULL);
}

static void on_received(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			const TcpMessage *message, size_t offset)
{
	LdpPeer *peer = user;

	(void)socket;
	(void)offset;
	ldp_input_append(&peer->in, bytes, len, message ? message->cause : 0);
	ldp_message_receive(peer);
}

static void on_closed(void *user, TcpSocket *socket, TcpCloseReason reason)
{
	LdpPeer *peer = user;

	(void)socket;
	peer->socket = NULL;
	if (!peer->failed)
		note_failure(peer, g_strdup_printf("TCP: %s", tcp_close_reason_name(reason)));
	fsm_event(&peer->fsm, LDP_EV_DISCONNECTED, NULL);
}

static const TcpHandlers handlers = {
	.connected = on_connected,
	.received = on_received,
	.closed = on_closed,
};

static TcpParams session_params(LdpPeer *peer)
{
	const LdpInstance *ldp = peer->ldp;

	return (TcpParams){
		.vrf = rib_vrf(ldp->proto.rib),
		.local = ldp->transport,
		.remote = peer->transport,
		.port = LDP_PORT,
		.ttl = LDP_TTL,
		.min_ttl = ldp_neighbor_min_ttl(peer),
		.tos = LDP_TOS,
		.awaited = peer->refusals == 0 && !peer->tried,
		.md5_key = ldp_neighbor_password(peer),
		.refused = segment_refused,
		.refused_user = peer,
	};
}

void ldp_session_protect(LdpPeer *peer)
{
	TcpParams params = session_params(peer);

	if (peer->listener && peer->listening.min_ttl == params.min_ttl &&
	    net_addr_equal(&peer->listening.remote, &params.remote))
		return;
	tcp_unlisten(peer->listener);
	peer->listener = NULL;
	if (params.min_ttl || params.md5_key)
		peer->listener =
			tcp_listen(ldp_fwd(peer->ldp), &params, ldp_session_accept, peer->ldp);
	peer->listening = params;
}

/* A hello goes before the connection: a peer that has not heard of us would refuse it. */
static void on_connect_timer(void *owner)
{
	LdpPeer *peer = owner;
	TcpParams params = session_params(peer);

	for (unsigned i = 0; i < peer->adjacencies->len; i++) {
		const LdpAdjacency *adj = g_ptr_array_index(peer->adjacencies, i);
		ldp_hello_send(adj->iface);
	}
	peer->tried = TRUE;
	note_failure(peer, NULL);
	peer->socket = tcp_connect(ldp_fwd(peer->ldp), &params, &handlers, peer);
}

gboolean ldp_session_is_active(const LdpPeer *peer)
{
	return net_addr_cmp(&peer->ldp->transport, &peer->transport) > 0;
}

gboolean ldp_session_open(LdpPeer *peer)
{
	if (peer->fsm.state != LDP_NON_EXISTENT || peer->socket || !ldp_session_is_active(peer) ||
	    sim_timer_running(&peer->retry))
		return FALSE;
	sim_timer_ensure(&peer->connect, 0);
	return TRUE;
}

void ldp_session_accept(void *user, TcpSocket *socket)
{
	LdpInstance *ldp = user;
	LdpPeer *peer = ldp_peer_by_transport(ldp, tcp_remote_address(socket));

	if (peer == NULL) {
		ldp_send_refusal(ldp, socket, LDP_STATUS_NO_HELLO);
	} else if (ldp_session_is_active(peer) || peer->socket) {
		tcp_abort(socket);
	} else {
		tcp_accept(socket, &handlers, peer);
		peer->socket = socket;
		on_connected(peer, socket);
	}
}

void ldp_session_stop(LdpPeer *peer, LdpSessionEvent event, uint32_t status)
{
	LdpFault fault = {.status = status};

	sim_timer_stop(&peer->retry);
	fsm_event(&peer->fsm, event, &fault);
}

void ldp_session_forget_refusals(LdpPeer *peer)
{
	peer->refusals = 0;
	peer->tried = FALSE;
	sim_timer_stop(&peer->retry);
}

/* Where the adjacencies still hold, as nothing else says that it is time to try again. */
static void on_retry_timer(void *owner)
{
	ldp_session_open(owner);
}

static void on_keepalive_timer(void *owner)
{
	LdpPeer *peer = owner;

	ldp_send_keepalive(peer);
	ldp_send_now(peer);
	sim_timer_start(&peer->keepalive, peer->keepalive_s * SIM_SEC / KEEPALIVES_PER_HOLD);
}

static void on_hold_timer(void *owner)
{
	LdpPeer *peer = owner;
	LdpFault fault = {.status = LDP_STATUS_KEEPALIVE_EXPIRED};

	fsm_event(&peer->fsm, LDP_EV_TIMEOUT, &fault);
}

static void on_flush_timer(void *owner)
{
	ldp_send_now(owner);
}

static void transport_changed(RibNht *nht, void *user)
{
	LdpPeer *peer = user;

	peer->tried = FALSE;
	if (rib_nht_resolved(nht))
		ldp_session_open(peer);
}

void ldp_peer_set_transport(LdpPeer *peer, const NetAddr *transport)
{
	RibNht *former = peer->nht;

	if (former && net_addr_equal(&peer->transport, transport))
		return;
	peer->transport = *transport;
	peer->nht = rib_nht_track(peer->ldp->proto.rib, transport, RIB_NHT_ROUTE, transport_changed,
				  peer);
	if (former)
		rib_nht_untrack(former, transport_changed, peer);
}

LdpPeer *ldp_peer_new(LdpInstance *ldp, const LdpId *id, const NetAddr *transport)
{
	LdpPeer *peer = g_new0(LdpPeer, 1);
	NetAddr lsr = net_addr_ipv4(id->lsr_id);
	Sim *sim = ldp_sim(ldp);

	peer->ldp = ldp;
	peer->id = *id;
	peer->config = ldp_neighbor_find(ldp, id);
	net_addr_str(&lsr, peer->name);
	peer->adjacencies = g_ptr_array_new_with_free_func(ldp_adjacency_free);
	peer->addresses = g_array_new(FALSE, FALSE, sizeof(NetAddr));
	peer->max_pdu = LDP_MAX_PDU_DEFAULT;
	ldp_input_init(&peer->in);
	ldp_output_init(&peer->out);
	sim_timer_init(&peer->connect, sim, SIM_WORK, on_connect_timer, peer);
	sim_timer_init(&peer->retry, sim, SIM_GUARD, on_retry_timer, peer);
	sim_timer_init(&peer->keepalive, sim, SIM_PERIODIC, on_keepalive_timer, peer);
	sim_timer_init(&peer->hold, sim, SIM_GUARD, on_hold_timer, peer);
	sim_timer_init(&peer->flush, sim, SIM_WORK, on_flush_timer, peer);
	fsm_init(&peer->fsm, &ldp_session_fsm, sim, peer, ldp->proto.host->node_name,
		 rib_name(ldp->proto.rib), peer->name);
	ldp_peer_set_transport(peer, transport);
	return peer;
}

void ldp_peer_free(LdpPeer *peer)
{
	rib_nht_untrack(peer->nht, transport_changed, peer);
	fsm_release(&peer->fsm);
	sim_timer_stop(&peer->connect);
	sim_timer_stop(&peer->retry);
	sim_timer_stop(&peer->keepalive);
	sim_timer_stop(&peer->hold);
	sim_timer_stop(&peer->flush);
	if (peer->socket)
		tcp_abort(peer->socket);
	tcp_unlisten(peer->listener);
	ldp_input_clear(&peer->in);
	ldp_output_clear(&peer->out);
	g_free(peer->failed);
	g_array_free(peer->addresses, TRUE);
	g_ptr_array_free(peer->adjacencies, TRUE);
	g_free(peer);
}
