/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_reach.h"

#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_trace.h"
#include "models/fwd/iface.h"

enum { TTL_MOST = 255, TTL_EXTERNAL = 1, TOS_INTERNETWORK_CONTROL = 0xc0 };

static gboolean is_one_hop_away(const BgpPeer *peer)
{
	return !bgp_peer_is_internal(peer) && peer->options.multihop <= 1 &&
	       peer->options.ttl_security <= 1;
}

static gboolean leads_to(const BgpPeer *peer, const FwdIface *iface)
{
	return iface->kind != FWD_IFACE_LOOPBACK &&
	       iface->vrf == rib_vrf(peer->bgp->instance.rib) &&
	       fwd_iface_on_link(iface, &peer->address);
}

static FwdIface *iface_to(const BgpPeer *peer)
{
	const GPtrArray *ifaces = peer->bgp->instance.host->fwd->ifaces;
	for (guint i = 0; i < ifaces->len; i++) {
		FwdIface *iface = g_ptr_array_index(ifaces, i);
		if (fwd_iface_is_up(iface) && leads_to(peer, iface))
			return iface;
	}
	return NULL;
}

static gboolean is_connected(const BgpPeer *peer)
{
	return iface_to(peer) != NULL;
}

FwdIface *bgp_reach_link(const BgpPeer *peer)
{
	return is_one_hop_away(peer) ? iface_to(peer) : NULL;
}

gboolean bgp_reach_allows(const BgpPeer *peer)
{
	return peer->options.disable_connected_check || !is_one_hop_away(peer) ||
	       is_connected(peer);
}

gboolean bgp_reach_may_connect(const BgpPeer *peer)
{
	return !peer->options.passive && bgp_reach_allows(peer);
}

/* RFC 5082 3: what was sent with the highest TTL has come no further than the rest tells. */
static void set_ttl(const BgpPeer *peer, TcpParams *params)
{
	const BgpPeerOptions *o = &peer->options;
	params->ttl = TTL_MOST;
	if (o->ttl_security > 0)
		params->min_ttl = (uint8_t)(TTL_MOST + 1 - o->ttl_security);
	else if (!bgp_peer_is_internal(peer))
		params->ttl = o->multihop > 0 ? o->multihop : TTL_EXTERNAL;
}

/* It tries again and again: a reason is recorded once. */
static void segment_refused(void *user, const char *reason)
{
	BgpPeer *peer = user;
	gboolean known = g_strcmp0(peer->refused, reason) == 0;

	peer->n_refused++;
	peer->refused_at = peer->bgp->sim->now;
	if (known)
		return;
	g_free(peer->refused);
	peer->refused = g_strdup(reason);
	bgp_trace_note(peer, BGP_NOTE_SEGMENT, reason);
}

TcpParams bgp_reach_tcp_params(const BgpPeer *peer)
{
	TcpParams params = {
		.vrf = rib_vrf(peer->bgp->instance.rib),
		.remote = peer->address,
		.port = BGP_PORT,
		.tos = TOS_INTERNETWORK_CONTROL,
		.md5_key = peer->password,
		.refused = segment_refused,
		.refused_user = (BgpPeer *)(uintptr_t)peer,
	};
	set_ttl(peer, &params);
	if (peer->source)
		params.local = fwd_iface_address(peer->source, peer->address.family);
	return params;
}

/* The way to the peer has come or gone: who waits for a connection need not wait for its timers. A
 * session that is up and has lost its way is left to its hold timer, a connection that waits for an
 * OPEN to DelayOpenTimer. */
static void way_changed(void *owner)
{
	BgpPeer *peer = owner;
	BgpSession *session = peer->session;
	BgpState state = bgp_session_state(session);
	gboolean reachable = rib_nht_resolved(peer->nht);
	peer->tried = FALSE;
	if (sim_timer_running(&session->delay_open))
		return;
	if (reachable && bgp_reach_may_connect(peer) && state == BGP_STATE_ACTIVE)
		bgp_fsm_event(session, BGP_EVENT_CONNECT_RETRY_EXPIRES, NULL);
	else if (!reachable && state == BGP_STATE_CONNECT)
		bgp_fsm_event(session, BGP_EVENT_TCP_FAILS, "no route to the peer");
}

static void route_changed(RibNht *nht, void *user)
{
	BgpPeer *peer = user;
	(void)nht;
	sim_timer_ensure(&peer->reachability, 0);
}

void bgp_reach_init(BgpPeer *peer)
{
	sim_timer_init(&peer->reachability, peer->bgp->sim, SIM_WORK, way_changed, peer);
}

void bgp_reach_start(BgpPeer *peer)
{
	peer->nht = rib_nht_track(peer->bgp->instance.rib, &peer->address, RIB_NHT_ROUTE,
				  route_changed, peer);
}

void bgp_reach_stop(BgpPeer *peer)
{
	sim_timer_stop(&peer->reachability);
	if (peer->nht)
		rib_nht_untrack(peer->nht, route_changed, peer);
	peer->nht = NULL;
}

/* The connection cannot be told any more. */
static void cut(BgpSession *session, const char *reason)
{
	if (!session->socket)
		return;
	tcp_abort(session->socket);
	session->socket = NULL;
	bgp_fsm_event(session, BGP_EVENT_TCP_FAILS, reason);
}

static void fall_over(BgpPeer *peer, const FwdIface *iface)
{
	if (!peer->options.fast_fallover || !is_one_hop_away(peer) || is_connected(peer))
		return;
	char *reason = g_strdup_printf("interface %s went down", iface->name);
	for (unsigned i = 0; i < G_N_ELEMENTS(peer->sessions); i++)
		cut(&peer->sessions[i], reason);
	g_free(reason);
}

void bgp_reach_iface_changed(FwdIface *iface, gboolean up, void *user)
{
	Bgp *bgp = user;
	for (guint i = 0; i < bgp->peers->len; i++) {
		BgpPeer *peer = g_ptr_array_index(bgp->peers, i);
		if (!peer->nht || !leads_to(peer, iface)) /* it may be shut down */
			continue;
		if (up)
			sim_timer_ensure(&peer->reachability, 0);
		else
			fall_over(peer, iface);
	}
}
