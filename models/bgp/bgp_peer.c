/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_peer.h"

#include "models/bgp/bgp_accept.h"
#include "models/bgp/bgp_exchange.h"
#include "models/bgp/bgp_fsm.h"
#include "models/bgp/bgp_host_route.h"
#include "models/bgp/bgp_hybrid.h"
#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_limit.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_membership.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_reach.h"
#include "models/bgp/bgp_refresh.h"
#include "models/bgp/bgp_send_label.h"
#include "models/bgp/bgp_trace.h"
#include "models/bgp/bgp_update_out.h"
#include "models/fwd/advise.h"

static gboolean take_families(BgpPeer *peer, char **names, GError **error)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		peer->families[f].table = f;
	for (char **name = names; name && *name; name++) {
		int f = bgp_family_of_name(*name);
		if (f < 0) {
			g_autofree char *all = bgp_family_names();
			return bgp_complain(error, "no address family \"%s\": write %s", *name,
					    all);
		}
		peer->families[f].configured = TRUE;
	}
	if (!names || !*names)
		return bgp_complain(error, "a neighbor needs at least one address family");
	return TRUE;
}

static gboolean take_source(BgpPeer *peer, const char *name, GError **error)
{
	if (!name || !*name)
		return TRUE;
	peer->source = fwd_node_iface(peer->bgp->instance.host->fwd, name);
	if (peer->source && peer->source->vrf == rib_vrf(peer->bgp->instance.rib))
		return TRUE;
	if (peer->source)
		return bgp_complain(error,
				    "interface \"%s\" for update-source is in another table; write "
				    "one of the table that the neighbor is in",
				    name);
	g_autofree char *advice = fwd_advise_iface(peer->bgp->instance.host->fwd, name);
	return bgp_complain(error, "no interface \"%s\" for update-source; %s", name, advice);
}

static gboolean take_maps(BgpPeer *peer, const BgpPeerConfig *config, GError **error)
{
	const PolicyMap *in[BGP_N_FAMILIES], *out[BGP_N_FAMILIES];

	if (!bgp_policy_take_maps(peer->bgp, "import-map", config->import_map, in, error) ||
	    !bgp_policy_check_import(in, error) ||
	    !bgp_policy_take_maps(peer->bgp, "export-map", config->export_map, out, error))
		return FALSE;
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		peer->families[f].import_map = in[f];
		peer->families[f].export_map = out[f];
	}
	return TRUE;
}

static gboolean take_default_map(BgpPeer *peer, const BgpPeerConfig *config, GError **error)
{
	if (!config->default_map || !*config->default_map)
		return TRUE;
	if (!bgp_exchange_default_originate(peer))
		return bgp_complain(
			error,
			"default-originate-map is of use with default-originate=\"yes\" alone");
	peer->default_map =
		policy_set_map(peer->bgp->instance.host->policies, config->default_map, error);
	return peer->default_map != NULL;
}

static gboolean take_config(BgpPeer *peer, const BgpPeerConfig *config, GError **error)
{
	const ProtoInstance *instance = &peer->bgp->instance;

	if (config->address.family != NET_AF_IPV4)
		return bgp_complain(error, "a neighbor needs an IPv4 address");
	if (fwd_node_iface_with(instance->host->fwd, rib_vrf(instance->rib), &config->address))
		return bgp_complain(error,
				    "neighbor %s is the node itself: write the other's address",
				    peer->name);
	if (bgp_peer_find(peer->bgp, &config->address))
		return bgp_complain(error, "neighbor %s is there twice", peer->name);
	if (peer->rr_client && !bgp_peer_is_internal(peer))
		return bgp_complain(error,
				    "neighbor %s is external: only an internal one can be a "
				    "route-reflector-client",
				    peer->name);
	return bgp_options_check(&config->options, error) &&
	       take_families(peer, config->families, error) &&
	       bgp_send_label_take(peer, config, error) && bgp_exchange_take(peer, config, error) &&
	       bgp_hybrid_check(peer, error) && bgp_limit_take(peer, config->limits, error) &&
	       take_source(peer, config->update_source, error) && take_maps(peer, config, error) &&
	       take_default_map(peer, config, error) &&
	       bgp_accept_configure(peer, config->label_interfaces, error);
}

static BgpSession *other_session(BgpSession *session)
{
	BgpPeer *peer = session->peer;
	return session == &peer->sessions[0] ? &peer->sessions[1] : &peer->sessions[0];
}

static void keep_session(BgpPeer *peer, BgpSession *session)
{
	peer->session = session;
	session->fsm.instance = rib_name(peer->bgp->instance.rib);
	other_session(session)->fsm.instance = "second connection";
}

gboolean bgp_peer_is_wanted(const BgpPeer *peer)
{
	return peer->bgp->instance.running && !peer->shut && !peer->held;
}

/* A stream of each neighbour's own: another neighbour changes none of its draws. */
static void init_rng(BgpPeer *peer)
{
	const ProtoInstance *instance = &peer->bgp->instance;
	const char *vrf = rib_name(instance->rib);
	char *purpose =
		g_strdup_printf("bgp jitter %s%s%s", vrf ? vrf : "", vrf ? " " : "", peer->name);

	sim_rng_init(&peer->rng, peer->bgp->sim->seed, instance->host->node_name, purpose);
	g_free(purpose);
}

BgpPeer *bgp_peer_new(Bgp *bgp, const BgpPeerConfig *config, GError **error)
{
	BgpPeer *peer = g_new0(BgpPeer, 1);
	peer->bgp = bgp;
	peer->address = config->address;
	net_addr_str(&peer->address, peer->name);
	peer->as_number = config->as_number ? config->as_number : bgp->as_number;
	peer->options = config->options;
	peer->shut = config->options.shutdown;
	peer->mrai = config->mrai;
	peer->rr_client = config->rr_client;
	peer->weight = config->weight;
	peer->site_of_origin = config->site_of_origin;
	peer->password = config->password && *config->password ? g_strdup(config->password) : NULL;
	peer->idle_hold = BGP_IDLE_HOLD_FIRST;
	init_rng(peer);
	if (!take_config(peer, config, error)) {
		bgp_accept_free(peer);
		g_free(peer->password);
		g_free(peer);
		return NULL;
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(peer->sessions); i++)
		bgp_session_init(&peer->sessions[i], peer);
	bgp_reach_init(peer);
	bgp_refresh_init(peer);
	bgp_limit_init(peer);
	bgp_membership_init(peer);
	keep_session(peer, &peer->sessions[0]);
	return peer;
}

/* RFC 4271 8.2.1: the connection gets a state machine of its own, unless ours just waits for it. */
static BgpSession *session_for_connection(BgpPeer *peer)
{
	BgpSession *session = peer->session;
	if (bgp_session_state(session) == BGP_STATE_ACTIVE && !session->socket)
		return session;
	session = other_session(session);
	if (bgp_session_state(session) != BGP_STATE_IDLE)
		bgp_fsm_event(session, BGP_EVENT_COLLISION_DUMP, NULL);
	bgp_fsm_event(session, BGP_EVENT_MANUAL_START_PASSIVE, NULL);
	return session;
}

static void accept_connection(void *user, TcpSocket *socket)
{
	BgpPeer *peer = user;
	if (bgp_session_state(peer->session) == BGP_STATE_IDLE || !bgp_reach_allows(peer)) {
		bgp_fsm_event(peer->session, BGP_EVENT_TCP_INVALID, NULL);
		tcp_abort(socket);
		return;
	}
	BgpSession *session = session_for_connection(peer);
	bgp_fsm_event(session, BGP_EVENT_TCP_VALID, NULL);
	bgp_fsm_event(session, BGP_EVENT_TCP_CONFIRMED, &socket);
}

void bgp_peer_try(BgpPeer *peer)
{
	bgp_fsm_event(peer->session,
		      peer->options.passive ? BGP_EVENT_MANUAL_START_PASSIVE
					    : BGP_EVENT_MANUAL_START,
		      NULL);
}

void bgp_peer_start(BgpPeer *peer)
{
	TcpParams params = bgp_reach_tcp_params(peer);
	if (peer->shut)
		return;
	peer->tried = FALSE;
	peer->plain_open = FALSE;
	peer->idle_hold = BGP_IDLE_HOLD_FIRST;
	peer->connect_retry_counter = 0;
	bgp_reach_start(peer);
	peer->listener =
		tcp_listen(peer->bgp->instance.host->fwd, &params, accept_connection, peer);
	bgp_accept_start(peer);
	bgp_peer_try(peer);
}

static void stop_waiting(BgpPeer *peer)
{
	tcp_unlisten(peer->listener);
	peer->listener = NULL;
	bgp_reach_stop(peer);
}

void bgp_peer_stop(BgpPeer *peer, const BgpNotification *notification)
{
	stop_waiting(peer);
	bgp_limit_stop(peer);
	for (unsigned i = 0; i < G_N_ELEMENTS(peer->sessions); i++)
		bgp_fsm_event(&peer->sessions[i], BGP_EVENT_MANUAL_STOP, notification);
	bgp_accept_stop(peer);
}

void bgp_peer_free(BgpPeer *peer)
{
	stop_waiting(peer);
	bgp_limit_stop(peer);
	for (unsigned i = 0; i < G_N_ELEMENTS(peer->sessions); i++)
		bgp_session_release(&peer->sessions[i]);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		bgp_refresh_forget(peer, f);
	bgp_import_free(peer);
	bgp_membership_down(peer);
	g_free(peer->last_error);
	g_free(peer->no_connection);
	g_free(peer->refused);
	g_free(peer->password);
	bgp_accept_free(peer);
	g_free(peer);
}

BgpPeer *bgp_peer_find(const Bgp *bgp, const NetAddr *address)
{
	return g_hash_table_lookup(bgp->peer_index, address);
}

/* The session that stays is now this one; the other is ended. */
static void prefer(BgpSession *session)
{
	BgpSession *other = other_session(session);
	keep_session(session->peer, session);
	if (bgp_session_state(other) != BGP_STATE_IDLE || sim_timer_running(&other->idle_hold))
		bgp_fsm_event(other, BGP_EVENT_COLLISION_DUMP, NULL);
}

/* RFC 4271 6.8: the connection that the speaker with the higher identifier opened survives; with
 * equal identifiers the one with the higher AS number counts (RFC 6286 2.3). */
static gboolean peers_connection_survives(const BgpPeer *peer, const BgpOpen *open)
{
	const Bgp *bgp = peer->bgp;
	if (open->identifier != bgp->identifier)
		return open->identifier > bgp->identifier;
	return peer->as_number > bgp_peer_local_as(peer);
}

gboolean bgp_peer_resolve_collision(BgpSession *session, const BgpOpen *open)
{
	const BgpSession *other = other_session(session);
	BgpState state = bgp_session_state(other);
	gboolean survives = TRUE;
	if (state == BGP_STATE_ESTABLISHED && !session->peer->options.collide_established)
		survives = FALSE;
	else if (state >= BGP_STATE_OPEN_SENT)
		survives = session->incoming == peers_connection_survives(session->peer, open);
	else
		return TRUE;
	if (survives) {
		prefer(session);
		return TRUE;
	}
	keep_session(session->peer, other_session(session));
	bgp_fsm_event(session, BGP_EVENT_COLLISION_DUMP, NULL);
	return FALSE;
}

static void note_not_agreed(const BgpPeer *peer, unsigned f)
{
	char *text = g_strdup_printf("the peer does not offer %s", bgp_families[f].name);
	bgp_trace_note(peer, BGP_NOTE_FAMILY, text);
	g_free(text);
}

void bgp_peer_up(BgpPeer *peer, BgpSession *session)
{
	prefer(session);
	peer->tried = FALSE;
	peer->plain_open = FALSE;
	g_clear_pointer(&peer->refused, g_free);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		BgpPeerFamily *family = &peer->families[f];
		family->end_of_rib = FALSE;
		family->disabled = FALSE;
		family->agreed = (session->families & UINT32_C(1) << f) != 0;
		family->warned = 0;
	}
	bgp_host_route_add(peer);
	bgp_membership_up(peer);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		const BgpPeerFamily *family = &peer->families[f];
		if (family->agreed && !bgp_peer_lacks_export(peer, f))
			bgp_update_join(peer, f);
		if (family->configured && !family->agreed)
			note_not_agreed(peer, f);
	}
}

void bgp_peer_withdraw(BgpPeer *peer, unsigned family, BgpNet *net)
{
	bgp_import_forget(peer, family, net);
	bgp_peer_drop_path(peer, family, net);
}

void bgp_peer_drop_path(BgpPeer *peer, unsigned family, BgpNet *net)
{
	BgpTable *table = &peer->bgp->tables[family];
	if (!bgp_table_remove(table, net, peer))
		return;
	peer->families[family].n_paths--;
	bgp_loc_rib_reconsider(table, net);
}

void bgp_peer_forget_routes(BgpPeer *peer, unsigned family)
{
	const BgpTable *table = bgp_peer_table(peer, family);
	bgp_refresh_forget(peer, family);
	peer->families[family].filtered = FALSE;
	for (BgpNet *net = bgp_table_from(table, 0); net; net = bgp_table_from(table, net->id + 1))
		if (bgp_send_label_came_in(peer, family, net))
			bgp_peer_withdraw(peer, peer->families[family].table, net);
}

void bgp_peer_down(BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		if (!peer->families[f].agreed)
			continue;
		peer->families[f].agreed = FALSE;
		bgp_update_leave(peer, f);
		bgp_peer_forget_routes(peer, f);
	}
	bgp_membership_down(peer);
	bgp_host_route_remove(peer);
}
