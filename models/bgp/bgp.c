/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BGP-4.
 *
 * What it does. A speaker keeps a session with each configured neighbour over modelled TCP, learns
 * routes on it, chooses one for each prefix, and tells the chosen ones on. Four address families, which
 * are rows (bgp_family.c): IPv4 unicast, whose chosen routes go to the RIB, VPN-IPv4, whose routes
 * models/vpn exchanges with VRFs, labelled IPv4 unicast, whose routes become LSPs as well, and memberships
 * of route targets, which say what VPN routes a peer is told (bgp_membership.c). With send-label what is exchanged
 * as labelled IPv4 unicast belongs to the table of IPv4 unicast (bgp_send_label.h).
 *
 * How a route travels through it:
 *
 *	bytes -> bgp_session.c    framing, timers, the TCP side
 *	      -> bgp_receive.c    a message becomes an event
 *	      -> bgp_fsm.c        the state machine, a table of rows in the order of the RFC;
 *	                          bgp_fsm_action.c what they do
 *	      -> bgp_update_in.c  an UPDATE becomes paths: Adj-RIB-In; bgp_ingress.c what they must stand
 *	      -> bgp_import.c     which pass the neighbour's route map (bgp_policy.c)
 *	                          of VPN routes those that are wanted (bgp_keep.c)
 *	      -> bgp_table.c      prefixes and their paths; bgp_run.c, bgp_attrset.c, bgp_nexthop.c
 *				  what they share, the first two with all speakers of the run
 *	      -> bgp_loc_rib.c    the decision process, once an instant; rules in bgp_decide.c,
 *				  what is used beside the best in bgp_multipath.c
 *	      -> bgp_rib.c, bgp_vpn.c, bgp_lsp.c to the rest of the router
 *	      -> bgp_aggregate.c  into aggregates, which are decided on in turn
 *	      -> bgp_group.c, bgp_told.c, bgp_packing.c to the peers: update groups, what they are told,
 *				  packing; bgp_egress.c what attributes become on the way
 *	      -> bgp_label.c      labels of this router's, where it is the next hop
 *	      -> bgp_accept.c     labels that were told come in on the interface to the peer
 *
 * How it is built. A path is {prefix, peer, attributes, label} and never changes; attributes are
 * interned, the label is not among them, next hops are tracked once each. Changes are queued with the
 * record that caused them, decided on together at the end of the instant, and told to the peers of a
 * group in messages that are made once. Nothing is sent or recorded in the order of a hash table.
 *
 * Standards: RFC 4271; RFC 4760 (multiprotocol); RFC 4364 4.3 (VPN-IPv4 routes); RFC 4684
 * (memberships of route targets); RFC 8277 (labels in NLRI); RFC 4456 (route reflection); RFC 5492, 6793
 * and 8654 (capabilities, four-octet AS numbers, extended messages); RFC 2918 and 7313 (route refresh); RFC 4724 2 (End-of-RIB); RFC 4486, 6608, 9003
 * and 8538 (subcodes, what an operator says, Hard Reset); RFC 6286 (identifiers); RFC 7606 (malformed
 * UPDATEs); RFC 1997 and 8326 (communities with a meaning); RFC 5082 and 2385 (TTL security, MD5). Left
 * out so far: confederations, damping of routes, graceful restart.
 */
#include "models/bgp/bgp.h"

#include "models/bgp/bgp_aggregate.h"
#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_keep.h"
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_membership.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_reach.h"
#include "models/bgp/bgp_redistribute.h"
#include "models/bgp/bgp_rib.h"
#include "models/bgp/bgp_tables.h"
#include "models/bgp/bgp_vpn_table.h"
#include "models/fwd/iface.h"

typedef struct BgpConfig {
	NetAddr cluster_id;
	BgpKeep keep;
	BgpLabelMode label_mode;
	gboolean client_to_client, need_lsp, install, via_default, explicit_null;
	gboolean label_on_receipt, egress_labels;
	gboolean internal_loop_check;
	gboolean deterministic_med;
	BgpDecision decision;
	BgpDistance distance;
} BgpConfig;

static gboolean add_neighbor(ProtoInstance *instance, FwdIface *iface, const void *config,
			     GError **error)
{
	Bgp *bgp = bgp_of(instance);
	(void)iface;
	BgpPeer *peer = bgp_peer_new(bgp, config, error);
	if (!peer)
		return FALSE;
	g_ptr_array_add(bgp->peers, peer);
	g_hash_table_insert(bgp->peer_index, &peer->address, peer);
	return TRUE;
}

static gboolean add_network(ProtoInstance *instance, FwdIface *iface, const void *config,
			    GError **error)
{
	(void)iface;
	return bgp_network_add(bgp_of(instance), config, error);
}

static void remove_network(ProtoInstance *instance, FwdIface *iface, const void *config)
{
	(void)iface;
	bgp_network_remove(bgp_of(instance), &((const BgpNetworkConfig *)config)->prefix);
}

static gboolean same_network(const void *a, const void *b)
{
	const BgpNetworkConfig *x = a, *y = b;

	return net_prefix_equal(&x->prefix, &y->prefix);
}

static guint hash_network(const void *config)
{
	return net_prefix_hash(&((const BgpNetworkConfig *)config)->prefix);
}

static gboolean add_aggregate(ProtoInstance *instance, FwdIface *iface, const void *config,
			      GError **error)
{
	(void)iface;
	return bgp_aggregate_add(bgp_of(instance), config, error);
}

static gboolean add_redistribute(ProtoInstance *instance, FwdIface *iface, const void *config,
				 GError **error)
{
	(void)iface;
	return bgp_redistribute_add(bgp_of(instance), config, error);
}

static gboolean check_host(const ProtoHost *host, GError **error)
{
	if (host->asn == 0) {
		g_set_error(
			error, PROTO_ERROR, 0,
			"BGP needs an AS number on the node; write asn=\"...\" there, or in its carrier or customer");
		return FALSE;
	}
	if (host->router_id.family != NET_AF_IPV4) {
		g_set_error(error, PROTO_ERROR, 0, "BGP needs a router id on the node");
		return FALSE;
	}
	return TRUE;
}

static gboolean is_number_of_paths(unsigned n)
{
	return n >= 1 && n <= RIB_MAX_HOPS;
}

static gboolean check_eibgp(const BgpDecision *decision, GError **error)
{
	if (!is_number_of_paths(decision->maximum_paths_eibgp)) {
		g_set_error(error, PROTO_ERROR, 0, "maximum-paths-eibgp must be 1 to %d",
			    RIB_MAX_HOPS);
		return FALSE;
	}
	if (decision->maximum_paths_eibgp > 1 &&
	    (decision->maximum_paths > 1 || decision->maximum_paths_ibgp > 1)) {
		g_set_error(error, PROTO_ERROR, 0,
			    "maximum-paths-eibgp counts external and imported paths: write no "
			    "maximum-paths and maximum-paths-ibgp beside it");
		return FALSE;
	}
	return TRUE;
}

static gboolean check_config(const BgpConfig *config, GError **error)
{
	if (config->cluster_id.family == NET_AF_IPV6) {
		g_set_error(error, PROTO_ERROR, 0, "a cluster-id is written as an IPv4 address");
		return FALSE;
	}
	if (!is_number_of_paths(config->decision.maximum_paths) ||
	    !is_number_of_paths(config->decision.maximum_paths_ibgp)) {
		g_set_error(error, PROTO_ERROR, 0,
			    "maximum-paths and maximum-paths-ibgp must be 1 to %d", RIB_MAX_HOPS);
		return FALSE;
	}
	if (!check_eibgp(&config->decision, error))
		return FALSE;
	if (!config->distance.external || !config->distance.internal || !config->distance.local) {
		g_set_error(error, PROTO_ERROR, 0, "a distance must be 1 to 255");
		return FALSE;
	}
	return TRUE;
}

/* Between routers that do so in one table packets would go round. */
static gboolean check_table(const BgpConfig *config, const Rib *rib, GError **error)
{
	if (config->decision.maximum_paths_eibgp == 1 || rib_name(rib))
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0, "maximum-paths-eibgp is for the BGP of a VRF");
	return FALSE;
}

static ProtoInstance *create(const ProtoHost *host, Rib *rib, const void *config, GError **error)
{
	const BgpConfig *settings = config;

	if (!check_host(host, error) || !check_config(settings, error) ||
	    !check_table(settings, rib, error))
		return NULL;
	Bgp *bgp = g_new0(Bgp, 1);
	bgp->instance = (ProtoInstance){.class_ = &bgp_class, .host = host, .rib = rib};
	bgp->sim = host->sim;
	bgp->as_number = host->asn;
	bgp->identifier = net_addr_to_ipv4(&host->router_id);
	bgp->cluster_id = net_addr_is_set(&settings->cluster_id)
				  ? net_addr_to_ipv4(&settings->cluster_id)
				  : bgp->identifier;
	bgp->client_to_client = settings->client_to_client;
	bgp->keep = settings->keep;
	bgp->label_mode = settings->label_mode;
	bgp->need_lsp = settings->need_lsp;
	bgp->explicit_null = settings->explicit_null;
	bgp->label_on_receipt = settings->label_on_receipt;
	bgp->egress_labels = settings->egress_labels;
	bgp->install = settings->install;
	bgp->via_default = settings->via_default;
	bgp->internal_loop_check = settings->internal_loop_check;
	bgp->decision = settings->decision;
	bgp->decision.med_by_arrival = !settings->deterministic_med;
	bgp->distance = settings->distance;
	rib_source_init(host->rib_node, &bgp->labelled_source, bgp_class.name, rib_name(rib));
	rib_source_init(host->rib_node, &bgp->source, bgp_class.name, rib_name(rib));
	rib_source_init(host->rib_node, &bgp->connected_source, "connected", rib_name(rib));
	bgp->run = bgp_run_of(host->fwd->net);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		bgp_table_init(&bgp->tables[f], bgp, &bgp_families[f], bgp->run->prefixes[f]);
	bgp->peers = g_ptr_array_new();
	bgp->peer_index = g_hash_table_new((GHashFunc)net_addr_hash, (GEqualFunc)net_addr_equal);
	bgp->groups = g_ptr_array_new();
	bgp->vpn_watches = g_array_new(FALSE, FALSE, sizeof(BgpVpnWatch));
	bgp_networks_init(bgp);
	bgp->redistributes = g_ptr_array_new_with_free_func(bgp_redistribute_free);
	bgp->aggregates = g_ptr_array_new_with_free_func(bgp_aggregate_free);
	bgp_loc_rib_init(bgp);
	return &bgp->instance;
}

static void start(ProtoInstance *instance)
{
	Bgp *bgp = bgp_of(instance);
	instance->running = TRUE;
	bgp_loc_rib_reconsider_all(bgp);
	bgp_networks_start(bgp);
	bgp_membership_originate(bgp);
	bgp_redistribute_start(bgp);
	fwd_node_watch_ifaces(instance->host->fwd, bgp_reach_iface_changed, bgp);
	for (guint i = 0; i < bgp->peers->len; i++)
		bgp_peer_start(g_ptr_array_index(bgp->peers, i));
}

/* It is taken out of the configuration, and its neighbours with it. */
static void stop(ProtoInstance *instance)
{
	const BgpNotification deconfigured = {BGP_ERROR_CEASE, BGP_CEASE_DECONFIGURED, {NULL, 0}};
	Bgp *bgp = bgp_of(instance);
	instance->running = FALSE;
	for (guint i = 0; i < bgp->peers->len; i++)
		bgp_peer_stop(g_ptr_array_index(bgp->peers, i), &deconfigured);
	bgp_networks_stop(bgp);
	bgp_redistribute_stop(bgp);
	fwd_node_unwatch_ifaces(instance->host->fwd, bgp_reach_iface_changed, bgp);
	bgp_loc_rib_reconsider_all(bgp);
	bgp_loc_rib_run(bgp);
	rib_source_withdraw_all(instance->rib, &bgp->labelled_source);
	rib_source_withdraw_all(instance->rib, &bgp->source);
}

static void destroy(ProtoInstance *instance)
{
	Bgp *bgp = bgp_of(instance);
	if (instance->running) {
		bgp_networks_unwatch(bgp);
		bgp_redistribute_unwatch(bgp);
		fwd_node_unwatch_ifaces(instance->host->fwd, bgp_reach_iface_changed, bgp);
	}
	for (guint i = 0; i < bgp->groups->len; i++)
		bgp_group_free(g_ptr_array_index(bgp->groups, i));
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		bgp_label_clear(&bgp->tables[f]);
		bgp_table_release(&bgp->tables[f]);
	}
	for (guint i = 0; i < bgp->peers->len; i++)
		bgp_peer_free(g_ptr_array_index(bgp->peers, i));
	bgp_loc_rib_release(bgp);
	bgp_run_unref(bgp->run);
	g_ptr_array_free(bgp->groups, TRUE);
	g_hash_table_destroy(bgp->peer_index);
	g_ptr_array_free(bgp->peers, TRUE);
	g_array_free(bgp->vpn_watches, TRUE);
	bgp_networks_release(bgp);
	g_ptr_array_free(bgp->aggregates, TRUE);
	g_ptr_array_free(bgp->redistributes, TRUE);
	g_free(bgp);
}

static const ConfigField fields[] = {
	CONFIG_FIELD(BgpConfig, cluster_id, "cluster-id", config_address, "",
		     "CLUSTER_ID as route reflector, the same on all of a cluster; else the "
		     "BGP identifier (RFC 4456 7)"),
	CONFIG_FIELD(BgpConfig, client_to_client, "client-to-client", config_bool, "yes",
		     "whether what clients say is reflected to clients"),
	CONFIG_FIELD(
		BgpConfig, keep, "keep-all", bgp_config_keep, "yes",
		"whether VPN routes are kept that no VRF imports; auto: on a reflector or border "
		"router"),
	CONFIG_FIELD(BgpConfig, need_lsp, "need-lsp", config_bool, "yes",
		     "whether a VPN route is of use only where an LSP leads to its next hop; no: a "
		     "route will do, as on a reflector that no traffic passes"),
	CONFIG_FIELD(BgpConfig, explicit_null, "explicit-null", config_bool, "no",
		     "whether own prefixes of labelled unicast are told with label 0; no: with 3, "
		     "which is popped one hop before"),
	CONFIG_FIELD(
		BgpConfig, egress_labels, "egress-labels", config_bool, "no",
		"whether labelled routes that end here, or came without a label, are told with a "
		"label of this router's; no: with a null label"),
	CONFIG_FIELD(BgpConfig, label_on_receipt, "label-on-receipt", config_bool, "no",
		     "whether a prefix has a label of this router's as soon as it came with one; "
		     "no: when it is first told with one"),
	CONFIG_FIELD(BgpConfig, label_mode, "label-mode", bgp_config_label_mode, "per-prefix",
		     "which VPN routes that are told with this router as next hop share a label: "
		     "per-prefix, none do; per-next-hop, those that came with the same next hop "
		     "and label"),
	CONFIG_FIELD(BgpConfig, install, "install", config_bool, "yes",
		     "whether chosen IPv4 routes go to the RIB; no: as on a reflector that no "
		     "traffic passes"),
	CONFIG_FIELD(BgpConfig, via_default, "next-hop-via-default", config_bool, "yes",
		     "whether the default route may lead to next hops that need no LSP"),
	CONFIG_FIELD(BgpConfig, internal_loop_check, "internal-loop-check", config_bool, "no",
		     "whether internal peers' paths must not have this router's AS in them either "
		     "(RFC 4271 9.1.2)"),
	CONFIG_FIELD(BgpConfig, decision.always_compare_med, "always-compare-med", config_bool,
		     "no", "whether MEDs of different neighbouring ASes are compared"),
	CONFIG_FIELD(
		BgpConfig, deterministic_med, "deterministic-med", config_bool, "yes",
		"whether MEDs are compared whatever the order of arrival; no: paths are compared "
		"by twos, the latest first"),
	CONFIG_FIELD(BgpConfig, decision.med_missing_as_worst, "med-missing-as-worst", config_bool,
		     "no", "whether a missing MED is the highest; no: the lowest"),
	CONFIG_FIELD(BgpConfig, decision.as_path_ignore, "as-path-ignore", config_bool, "no",
		     "whether the length of AS paths is passed over"),
	CONFIG_FIELD(BgpConfig, decision.compare_router_id, "compare-router-id", config_bool, "no",
		     "whether router ids decide between external paths; no: the oldest stays"),
	CONFIG_FIELD(BgpConfig, decision.multipath_relax, "multipath-relax", config_bool, "no",
		     "whether multipaths may have different AS paths of the same length"),
	CONFIG_FIELD(BgpConfig, decision.maximum_paths, "maximum-paths", config_u8, "1",
		     "external paths that are used side by side"),
	CONFIG_FIELD(BgpConfig, decision.maximum_paths_ibgp, "maximum-paths-ibgp", config_u8, "1",
		     "internal paths that are used side by side"),
	CONFIG_FIELD(BgpConfig, decision.maximum_paths_eibgp, "maximum-paths-eibgp", config_u8, "1",
		     "external and imported paths that are used side by side in a VRF; 1: the "
		     "two above hold"),
	CONFIG_FIELD(BgpConfig, distance.external, "distance-external", config_u8, "20",
		     "administrative distance of external peers' routes, 1 to 255 (unusable)"),
	CONFIG_FIELD(BgpConfig, distance.internal, "distance-internal", config_u8, "200",
		     "of internal peers' routes"),
	CONFIG_FIELD(BgpConfig, distance.local, "distance-local", config_u8, "200",
		     "of aggregates"),
};

static const ProtoItem items[] = {
	{
		.element = "neighbor",
		.doc = "A BGP neighbour.",
		.fields = bgp_neighbor_fields,
		.n_fields = BGP_N_NEIGHBOR_FIELDS,
		.config_size = sizeof(BgpPeerConfig),
		.add = add_neighbor,
	},
	{
		.element = "network",
		.doc = "A prefix that the node originates.",
		.fields = bgp_network_fields,
		.n_fields = BGP_N_NETWORK_FIELDS,
		.config_size = sizeof(BgpNetworkConfig),
		.add = add_network,
		.remove = remove_network,
		.same = same_network,
		.hash = hash_network,
	},
	{
		.element = "aggregate",
		.doc = "A prefix that stands for the longer ones in it.",
		.fields = bgp_aggregate_fields,
		.n_fields = BGP_N_AGGREGATE_FIELDS,
		.config_size = sizeof(BgpAggregateConfig),
		.add = add_aggregate,
	},
	{
		.element = "redistribute",
		.doc = "Routes of another protocol that the node originates.",
		.fields = bgp_redistribute_fields,
		.n_fields = BGP_N_REDISTRIBUTE_FIELDS,
		.config_size = sizeof(BgpRedistributeConfig),
		.add = add_redistribute,
	},
};

const ProtoClass bgp_class = {
	.name = "bgp",
	.doc = "BGP-4 with IPv4 unicast, VPN-IPv4 and labelled IPv4 unicast.",
	.fields = fields,
	.n_fields = G_N_ELEMENTS(fields),
	.config_size = sizeof(BgpConfig),
	.items = items,
	.n_items = G_N_ELEMENTS(items),
	.create = create,
	.start = start,
	.stop = stop,
	.destroy = destroy,
	.tables = bgp_show_tables,
	.foreach_session = bgp_foreach_session,
};
