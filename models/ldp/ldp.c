/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LDP, the Label Distribution Protocol (RFC 5036), for IPv4 prefixes.
 *
 * Neighbours find each other by hellos to all routers of a link, or to one router that is named
 * and may answer without naming ours (ldp_discovery.c). An adjacency per interface or target keeps
 * a peer alive; a peer has one session, whatever the number of links to it. The LSR with the
 * greater transport address opens a TCP connection, over which the state machine of RFC 5036 2.5.4
 * negotiates (ldp_session.c, rows in the order of the RFC). Bytes become PDUs and messages, and
 * these events of the machine or procedures about labels (ldp_stream.c, ldp_message.c); what is to
 * be said is built in ldp_send.c, queued, and leaves at the end of the instant in common PDUs.
 *
 * The label information base (ldp_label.c) has one entry per FEC: the local label, and per peer
 * what was received, sent, and withdrawn but not yet released. The RIB is watched. A FEC whose
 * route is connected, or leads to routers without LDP alone, gets implicit null, so that the
 * neighbour pops (RFC 3031 3.16), or explicit null where so configured; one whose next hop is beyond
 * an interface with LDP gets a label from the label manager, and so does one whose route comes with
 * an LSP of another protocol, by which the label goes on: the host route of a neighbour of BGP's and,
 * where so configured, labelled routes of BGP, of which others get none. Labels are advertised unsolicited to every peer, or on demand where both ends want
 * that (ldp_request.c): without waiting for a label from downstream (independent control), or only
 * by the egress and by whoever has an LSP towards it, and taken back when that goes (ordered
 * control). All that peers advertise is kept (liberal retention), or only what the next hop does
 * (conservative), which is asked when it becomes that. From route and labels follows the LSP
 * (ldp_lsp.c): towards each next hop, the label of the peer to whose addresses (ldp_address.c)
 * that next hop belongs. Where so configured a FEC without route of its own follows the longest
 * one that contains it, in ordered control (RFC 5283). Where so configured, mappings tell the path
 * of the LSP, and one that shows a loop is given back (ldp_loop.c). Filters of FECs (ldp_filter.c)
 * bound what is allocated, advertised, accepted, and of what the router is the egress; a neighbour may
 * have filters of its own, and its session be signed, or bound to one hop (ldp_neighbor.c). The LSP
 * goes into the LSP table of models/rib, from which FIB, LFIB and next-hop tracking take it; no
 * entry is written here. Interfaces on which labels are checked are told what peers may send there
 * (ldp_accept.c).
 *
 * Errors in what a peer sends have the status codes of RFC 5036 3.9. A fatal one ends the session
 * with a Notification; others cost the message. While a session is being set up each error ends
 * it, and the next attempt waits 15 s, then twice as long each time up to 120 s. An attempt that
 * fails for want of a route to the peer is repeated when there is one, and at each of the peer's
 * hellos.
 *
 * Where the IGP wants to know it, each interface's state goes to models/rib/rib_sync.h (ldp_sync.c).
 *
 * Left out: address families but IPv4, graceful restart (RFC 3478).
 */
#include "models/ldp/ldp.h"

#include "models/ldp/ldp_address.h"
#include "models/ldp/ldp_config.h"
#include "models/ldp/ldp_discovery.h"
#include "models/ldp/ldp_filter.h"
#include "models/ldp/ldp_label.h"
#include "models/ldp/ldp_neighbor.h"
#include "models/ldp/ldp_request.h"
#include "models/ldp/ldp_session.h"
#include "models/ldp/ldp_sync.h"
#include "models/ldp/ldp_tables.h"
#include "models/net/records.h"

static LdpInstance *ldp_of(ProtoInstance *instance)
{
	return (LdpInstance *)instance;
}

LdpPeer *ldp_peer_by_id(const LdpInstance *ldp, const LdpId *id)
{
	for (unsigned i = 0; i < ldp->peers->len; i++) {
		LdpPeer *peer = g_ptr_array_index(ldp->peers, i);
		if (peer->id.lsr_id == id->lsr_id && peer->id.label_space == id->label_space)
			return peer;
	}
	return NULL;
}

LdpPeer *ldp_peer_by_transport(const LdpInstance *ldp, const NetAddr *transport)
{
	for (unsigned i = 0; i < ldp->peers->len; i++) {
		LdpPeer *peer = g_ptr_array_index(ldp->peers, i);
		if (net_addr_equal(&peer->transport, transport))
			return peer;
	}
	return NULL;
}

uint64_t ldp_trace_message(const LdpInstance *ldp, const char *peer, const char *direction,
			   const LdpMessage *msg, uint64_t cause)
{
	TraceMessage record = {
		.head = {.type = &trace_message,
			 .node = ldp->proto.host->node_name,
			 .cause = cause},
		.peer = peer,
		.direction = direction,
		.protocol = ldp_class.name,
		.type = ldp_message_name(msg->type),
		.bytes = msg->size,
	};

	return sim_trace(ldp_sim(ldp), &record.head);
}

static gboolean is_seconds(SimTime t, SimTime most)
{
	return t % SIM_SEC == 0 && t >= SIM_SEC && t <= most * SIM_SEC;
}

/* *out stays NULL where the node's range is meant. */
static gboolean get_range(RibNode *node, const LdpConfig *c, RibLabelRange **out, GError **error)
{
	if (c->label_first == NET_LABEL_FIRST && c->label_last == NET_LABEL_MAX)
		return TRUE;
	*out = rib_label_range_get(node, c->label_first, c->label_last);
	if (*out)
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0,
		    "label-first is %u, label-last %u; write a range that is not empty, and that "
		    "no other instance has a part of",
		    c->label_first, c->label_last);
	return FALSE;
}

static ProtoInstance *ldp_create(const ProtoHost *host, Rib *rib, const void *config,
				 GError **error)
{
	const LdpConfig *c = config;

	if (!is_seconds(c->keepalive_hold, UINT16_MAX)) {
		g_set_error(error, PROTO_ERROR, 0,
			    "keepalive-hold must be whole seconds from 1s to 65535s");
		return NULL;
	}
	const NetAddr *id = net_addr_is_set(&c->router_id) ? &c->router_id : &host->router_id;
	if (id->family != NET_AF_IPV4 || (c->transport_address.family != NET_AF_NONE &&
					  c->transport_address.family != NET_AF_IPV4)) {
		g_set_error(error, PROTO_ERROR, 0,
			    "LDP needs an IPv4 router id and an IPv4 transport address");
		return NULL;
	}
	RibLabelRange *range = NULL;
	if (!get_range(host->rib_node, c, &range, error))
		return NULL;
	LdpInstance *ldp = g_new0(LdpInstance, 1);
	ldp->proto = (ProtoInstance){.class_ = &ldp_class, .host = host, .rib = rib};
	ldp->id.lsr_id = net_addr_to_ipv4(id);
	ldp->transport = net_addr_is_set(&c->transport_address) ? c->transport_address : *id;
	ldp->own_id = net_addr_is_set(&c->router_id);
	ldp->own_transport = net_addr_is_set(&c->transport_address);
	ldp->keepalive_s = c->keepalive_hold / SIM_SEC;
	ldp->egress_label =
		c->explicit_null ? NET_LABEL_IPV4_EXPLICIT_NULL : NET_LABEL_IMPLICIT_NULL;
	ldp->control = c->control;
	ldp->allocate = g_array_ref(c->allocate);
	ldp->advertise = g_array_ref(c->advertise);
	ldp->accept = g_array_ref(c->accept);
	ldp->egress = g_array_ref(c->egress);
	ldp->explicit_null_for = g_array_ref(c->explicit_null_for);
	ldp->accept_targeted_from = g_array_ref(c->accept_targeted_from);
	ldp->neighbors = g_array_new(FALSE, FALSE, sizeof(LdpNeighborConfig));
	g_array_set_clear_func(ldp->neighbors, ldp_neighbor_clear);
	ldp->gtsm = c->gtsm;
	ldp->password = g_strdup(c->password);
	ldp->sync_delay = c->sync_delay;
	ldp->accept_targeted = c->accept_targeted;
	ldp->longest_match = c->longest_match;
	ldp->labelled_bgp = c->labelled_bgp;
	ldp->loop_limit = c->loop_detection ? LDP_PATH_MAX : 0;
	ldp->range = range;
	ldp->on_demand = c->on_demand;
	ldp->conservative = c->conservative;
	ldp->on_request = c->on_request;
	sim_timer_init(&ldp->ask_again, host->sim, SIM_GUARD, ldp_request_on_retry, ldp);
	sim_timer_init(&ldp->labels_free, host->sim, SIM_WORK, ldp_label_on_free, ldp);
	ldp->ifaces = g_ptr_array_new_with_free_func((GDestroyNotify)ldp_iface_free);
	ldp->peers = g_ptr_array_new_with_free_func((GDestroyNotify)ldp_peer_free);
	ldp->bindings = net_trie_new(NET_AF_IPV4, ldp_binding_free);
	rib_source_init(host->rib_node, &ldp->source, ldp_class.name, rib_name(rib));
	return &ldp->proto;
}

static gboolean check_hello(const LdpIfaceConfig *c, GError **error)
{
	if (is_seconds(c->hello_hold, UINT16_MAX - 1) && c->hello_interval >= SIM_MSEC &&
	    c->hello_interval < c->hello_hold)
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0,
		    "hello-hold must be whole seconds from 1s to 65534s, and longer than "
		    "hello-interval, which must be at least 1ms");
	return FALSE;
}

static gboolean check_iface(const LdpInstance *ldp, const FwdIface *iface, GError **error)
{
	const char *wrong = NULL;

	if (!iface->mpls && iface->kind != FWD_IFACE_LOOPBACK)
		wrong = "LDP needs a link whose ends take labelled packets; write mpls=\"yes\" there";
	for (unsigned i = 0; i < ldp->ifaces->len; i++)
		if (((const LdpIface *)g_ptr_array_index(ldp->ifaces, i))->iface == iface)
			wrong = "LDP runs on the interface already";
	if (wrong)
		g_set_error_literal(error, PROTO_ERROR, 0, wrong);
	return wrong == NULL;
}

static gboolean check_target(const LdpInstance *ldp, const NetAddr *address, GError **error)
{
	const char *wrong = NULL;

	if (address->family != NET_AF_IPV4)
		wrong = "the address of a target must be an IPv4 one";
	if (fwd_node_iface_with(ldp->proto.host->fwd, rib_vrf(ldp->proto.rib), address))
		wrong = "the target is the node itself: write another one's address";
	for (unsigned i = 0; i < ldp->ifaces->len; i++) {
		const LdpIface *li = g_ptr_array_index(ldp->ifaces, i);

		if (!li->iface && net_addr_equal(&li->target, address))
			wrong = "there is a target with this address already; write one";
	}
	if (wrong)
		g_set_error_literal(error, PROTO_ERROR, 0, wrong);
	return wrong == NULL;
}

static gboolean ldp_add_target(ProtoInstance *instance, FwdIface *iface, const void *config,
			       GError **error)
{
	const LdpTargetConfig *c = config;
	LdpInstance *ldp = ldp_of(instance);

	(void)iface;
	if (!check_hello(&c->hello, error) || !check_target(ldp, &c->address, error))
		return FALSE;
	g_ptr_array_add(ldp->ifaces, ldp_iface_new_targeted(ldp, c));
	return TRUE;
}

static gboolean ldp_add_neighbor(ProtoInstance *instance, FwdIface *iface, const void *config,
				 GError **error)
{
	(void)iface;
	return ldp_neighbor_add(ldp_of(instance), config, error);
}

static gboolean ldp_add_iface(ProtoInstance *instance, FwdIface *iface, const void *config,
			      GError **error)
{
	const LdpIfaceConfig *c = config;
	LdpInstance *ldp = ldp_of(instance);

	if (!check_hello(c, error) || !check_iface(ldp, iface, error))
		return FALSE;
	g_ptr_array_add(ldp->ifaces, ldp_iface_new(ldp, iface, c));
	return TRUE;
}

static void on_iface(FwdIface *iface, gboolean up, void *user)
{
	LdpInstance *ldp = user;

	for (unsigned i = 0; i < ldp->ifaces->len; i++) {
		LdpIface *li = g_ptr_array_index(ldp->ifaces, i);
		if (li->iface == NULL || li->iface != iface)
			continue;
		if (up)
			ldp_iface_start(li);
		else
			ldp_iface_stop(li);
	}
	if (iface->vrf == rib_vrf(ldp->proto.rib))
		ldp_address_tell_iface(ldp, iface, up ? LDP_MSG_ADDRESS : LDP_MSG_ADDRESS_WITHDRAW);
}

/* The first address of the table, on a loopback if there is one. */
static NetAddr address_in(const LdpInstance *ldp, const FwdVrf *vrf)
{
	NetAddr found = net_addr_none;

	for (unsigned i = 0; i < ldp_fwd(ldp)->ifaces->len; i++) {
		const FwdIface *iface = g_ptr_array_index(ldp_fwd(ldp)->ifaces, i);
		NetAddr addr = fwd_iface_address(iface, NET_AF_IPV4);

		if (iface->vrf != vrf || !net_addr_is_set(&addr))
			continue;
		if (iface->kind == FWD_IFACE_LOOPBACK)
			return addr;
		if (!net_addr_is_set(&found))
			found = addr;
	}
	return found;
}

/* The node's router id is nowhere in a VRF: an instance there is known by an address of the VRF. */
static void choose_addresses(LdpInstance *ldp, const FwdVrf *vrf)
{
	NetAddr addr = address_in(ldp, vrf);

	if (rib_name(ldp->proto.rib) == NULL || !net_addr_is_set(&addr))
		return;
	if (!ldp->own_transport)
		ldp->transport = addr;
	if (!ldp->own_id)
		ldp->id.lsr_id = net_addr_to_ipv4(&ldp->transport);
}

static void ldp_start(ProtoInstance *instance)
{
	LdpInstance *ldp = ldp_of(instance);
	FwdVrf *vrf = rib_vrf(instance->rib);

	choose_addresses(ldp, vrf);
	TcpParams params = {
		.vrf = vrf,
		.local = ldp->transport,
		.port = LDP_PORT,
		.ttl = LDP_TTL,
		.tos = LDP_TOS,
	};

	instance->running = TRUE;
	ldp->config_sequence++;
	ldp->udp = udp_open(ldp_fwd(ldp), vrf, LDP_PORT, ldp_hello_receive, ldp);
	ldp->listener = tcp_listen(ldp_fwd(ldp), &params, ldp_session_accept, ldp);
	fwd_node_watch_ifaces(ldp_fwd(ldp), on_iface, ldp);
	ldp_label_start(ldp);
	for (unsigned i = 0; i < ldp->ifaces->len; i++) {
		ldp_iface_start(g_ptr_array_index(ldp->ifaces, i));
		ldp_sync_review(g_ptr_array_index(ldp->ifaces, i));
	}
}

static void ldp_stop(ProtoInstance *instance)
{
	LdpInstance *ldp = ldp_of(instance);

	if (!instance->running)
		return;
	instance->running = FALSE;
	fwd_node_unwatch_ifaces(ldp_fwd(ldp), on_iface, ldp);
	for (unsigned i = 0; i < ldp->peers->len; i++)
		ldp_session_stop(g_ptr_array_index(ldp->peers, i), LDP_EV_STOP,
				 LDP_STATUS_SHUTDOWN);
	g_ptr_array_set_size(ldp->peers, 0);
	for (unsigned i = ldp->ifaces->len; i-- > 0;) {
		LdpIface *li = g_ptr_array_index(ldp->ifaces, i);
		ldp_iface_stop(li);
		if (li->answers)
			g_ptr_array_remove_index(ldp->ifaces, i);
	}
	sim_timer_stop(&ldp->ask_again);
	ldp_label_stop(ldp);
	tcp_unlisten(ldp->listener);
	udp_close(ldp->udp);
	ldp->listener = NULL;
	ldp->udp = NULL;
}

static void ldp_destroy(ProtoInstance *instance)
{
	LdpInstance *ldp = ldp_of(instance);

	if (instance->running) {
		fwd_node_unwatch_ifaces(ldp_fwd(ldp), on_iface, ldp);
		ldp_label_unwatch(ldp);
	}
	sim_timer_stop(&ldp->ask_again);
	g_ptr_array_free(ldp->peers, TRUE);
	g_ptr_array_free(ldp->ifaces, TRUE);
	net_trie_free(ldp->bindings);
	rib_label_range_put(ldp->range);
	g_array_unref(ldp->allocate);
	g_array_unref(ldp->advertise);
	g_array_unref(ldp->accept);
	g_array_unref(ldp->egress);
	g_array_unref(ldp->explicit_null_for);
	g_array_unref(ldp->accept_targeted_from);
	g_array_unref(ldp->neighbors);
	g_free(ldp->password);
	tcp_unlisten(ldp->listener);
	udp_close(ldp->udp);
	g_free(ldp);
}

static void ldp_change(ProtoInstance *instance, const void *config)
{
	const LdpConfig *c = config;
	LdpInstance *ldp = ldp_of(instance);

	ldp->labelled_bgp = c->labelled_bgp;
	if (instance->running)
		ldp_label_reconsider(ldp);
}

static const char *const live[] = {"labelled-bgp", NULL};

static const ConfigField fields[] = {
	CONFIG_FIELD(LdpConfig, router_id, "router-id", config_address, "",
		     "LSR Id; default: the node's router id, in a VRF the transport address"),
	CONFIG_FIELD(
		LdpConfig, transport_address, "transport-address", config_address, "",
		"source and destination of sessions; default: the router id, in a VRF an address there"),
	CONFIG_FIELD(LdpConfig, keepalive_hold, "keepalive-hold", config_duration, "180s",
		     "KeepAlive time that is proposed to peers"),
	CONFIG_FIELD(LdpConfig, explicit_null, "explicit-null", config_bool, "no",
		     "advertise label 0 for own prefixes: no penultimate hop popping"),
	CONFIG_FIELD(LdpConfig, explicit_null_for, "explicit-null-for", ldp_config_filter, "all",
		     "own prefixes that explicit-null is for"),
	CONFIG_FIELD(LdpConfig, control, "control", ldp_config_control, "independent",
		     "label distribution control (2.6.1): independent, or ordered from the egress"),
	CONFIG_FIELD(LdpConfig, on_demand, "advertisement", ldp_config_advertisement, "unsolicited",
		     "advertisement mode (2.6.3) that is proposed: unsolicited, on-demand"),
	CONFIG_FIELD(LdpConfig, conservative, "retention", ldp_config_retention, "liberal",
		     "label retention mode (2.6.2): liberal, conservative"),
	CONFIG_FIELD(
		LdpConfig, on_request, "request", ldp_config_request, "when-needed",
		"on demand, labels are asked for (RFC 3031 5.1.2.2): when-needed for each FEC with a "
		"next hop, on-request for those that a peer asks for"),
	CONFIG_FIELD(LdpConfig, allocate, "allocate", ldp_config_filter, "all",
		     "FECs that get a local label"),
	CONFIG_FIELD(LdpConfig, advertise, "advertise", ldp_config_filter, "all",
		     "FECs whose labels peers are told"),
	CONFIG_FIELD(LdpConfig, accept, "accept", ldp_config_filter, "all",
		     "FECs whose labels are taken from peers"),
	CONFIG_FIELD(
		LdpConfig, egress, "egress", ldp_config_filter, "all",
		"FECs that end here with a null label: own prefixes, or others that are written"),
	CONFIG_FIELD(LdpConfig, label_first, "label-first", config_label, "16",
		     "lowest label of a range of its own; default: the node's range"),
	CONFIG_FIELD(LdpConfig, label_last, "label-last", config_label, "1048575", "highest one"),
	CONFIG_FIELD(LdpConfig, loop_detection, "loop-detection", config_bool, "no",
		     "path vectors and hop counts in mappings (2.8); the limit of both is 32"),
	CONFIG_FIELD(LdpConfig, accept_targeted, "accept-targeted", config_bool, "no",
		     "answer targeted hellos of any router that asks for it"),
	CONFIG_FIELD(LdpConfig, accept_targeted_from, "accept-targeted-from", ldp_config_filter,
		     "all", "prefixes that the addresses of such routers are within"),
	CONFIG_FIELD(LdpConfig, gtsm, "gtsm", config_bool, "yes",
		     "link Hellos offer the TTL security mechanism (RFC 6720)"),
	CONFIG_FIELD(LdpConfig, password, "password", config_text, "",
		     "key of MD5 signatures (2.9), for neighbours without one of their own"),
	CONFIG_FIELD(LdpConfig, sync_delay, "sync-delay", config_duration, "10s",
		     "from a session to telling the IGP that labels have come (RFC 5443)"),
	CONFIG_FIELD(LdpConfig, longest_match, "longest-match", config_bool, "no",
		     "a FEC follows the longest route that contains it (RFC 5283)"),
	CONFIG_FIELD(LdpConfig, labelled_bgp, "labelled-bgp", config_bool, "no",
		     "labelled BGP routes get labels that go on by their LSPs"),
};

static const ConfigField iface_fields[] = {
	CONFIG_FIELD(LdpIfaceConfig, hello_interval, "hello-interval", config_duration, "5s",
		     "time between two hellos"),
	CONFIG_FIELD(LdpIfaceConfig, hello_hold, "hello-hold", config_duration, "15s",
		     "hold time that is proposed to neighbours"),
};

static const ConfigField target_fields[] = {
	CONFIG_FIELD(LdpTargetConfig, address, "address", config_address, NULL,
		     "transport address of the neighbour"),
	CONFIG_FIELD(LdpTargetConfig, hello.hello_interval, "hello-interval", config_duration,
		     "10s", "time between two hellos"),
	CONFIG_FIELD(LdpTargetConfig, hello.hello_hold, "hello-hold", config_duration, "45s",
		     "hold time that is proposed"),
};

static const ConfigField neighbor_fields[] = {
	CONFIG_FIELD(LdpNeighborConfig, id, "id", config_address, NULL, "LSR Id"),
	CONFIG_FIELD(LdpNeighborConfig, advertise, "advertise", ldp_config_filter, "all",
		     "FECs whose labels it is told, of those that peers are told"),
	CONFIG_FIELD(LdpNeighborConfig, accept, "accept", ldp_config_filter, "all",
		     "FECs whose labels are taken from it, of those that are taken"),
	CONFIG_FIELD(LdpNeighborConfig, keepalive_hold, "keepalive-hold", config_duration, "0s",
		     "KeepAlive time that is proposed to it; 0s: as to all"),
	CONFIG_FIELD(LdpNeighborConfig, password, "password", config_text, "",
		     "key of the MD5 signatures of its TCP segments (2.9)"),
	CONFIG_FIELD(LdpNeighborConfig, gtsm, "gtsm", ldp_config_gtsm, "negotiated",
		     "TTL security: negotiated, or yes or no whatever Hellos say"),
	CONFIG_FIELD(LdpNeighborConfig, gtsm_hops, "gtsm-hops", config_u8, "1",
		     "how many hops away it may be under TTL security"),
};

static const ProtoItem items[] = {
	{
		.element = "ldp",
		.on_interface = TRUE,
		.doc = "Link hellos on an interface.",
		.fields = iface_fields,
		.n_fields = G_N_ELEMENTS(iface_fields),
		.config_size = sizeof(LdpIfaceConfig),
		.add = ldp_add_iface,
	},
	{
		.element = "targeted",
		.doc = "Targeted hellos to a neighbour, which may be several hops away.",
		.fields = target_fields,
		.n_fields = G_N_ELEMENTS(target_fields),
		.config_size = sizeof(LdpTargetConfig),
		.add = ldp_add_target,
	},
	{
		.element = "neighbor",
		.doc = "What counts for one neighbour, however it is discovered.",
		.fields = neighbor_fields,
		.n_fields = G_N_ELEMENTS(neighbor_fields),
		.config_size = sizeof(LdpNeighborConfig),
		.add = ldp_add_neighbor,
	},
};

const ProtoClass ldp_class = {
	.name = "ldp",
	.labels_only = TRUE,
	.doc = "Label Distribution Protocol (RFC 5036).",
	.fields = fields,
	.n_fields = G_N_ELEMENTS(fields),
	.config_size = sizeof(LdpConfig),
	.items = items,
	.n_items = G_N_ELEMENTS(items),
	.live = live,
	.change = ldp_change,
	.create = ldp_create,
	.start = ldp_start,
	.stop = ldp_stop,
	.destroy = ldp_destroy,
	.tables = ldp_tables,
	.foreach_session = ldp_foreach_session,
};
