/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OSPF version 2 (RFC 2328).
 *
 * What it does. On each of its interfaces a router says Hello (ospf_hello.c) and so finds neighbours
 * (ospf_neighbor.c, the state machine of 10.3). With an adjacent neighbour it compares databases
 * (ospf_dbd.c), asks for what it lacks (ospf_request.c) and from then on keeps both the same by
 * flooding (ospf_flood.c), each LSA sent again until it is acknowledged (ospf_retransmit.c,
 * ospf_ack.c). On a broadcast network one router is elected (ospf_elect.c) that is adjacent to all
 * and speaks for the network. What a router has to say are its own LSAs (ospf_originate.c). From the
 * database (ospf_lsdb.c) follow shortest paths (ospf_spf.c over models/spf) and routes
 * (ospf_route.c), which go to the RIB. Beyond the area (ospf_area.c) others are believed: what border
 * routers say of other areas and boundary routers of the world outside (ospf_path.c), as this router
 * says it of its own where it is one (ospf_summary.c, ospf_redistribute.c).
 *
 * How it is built. An instance owns its areas, an area its database and interfaces, an interface its
 * neighbours. One packet is dealt with from end to end before the next; what it causes to be flooded
 * is collected and leaves in as few Link State Updates as fit. Nothing happens per second: an LSA
 * knows when it was born and has one timer for its refreshment or its end.
 *
 * Causes. What follows from a packet has the record of its receipt as cause, and that the record of
 * its sending; what follows from a transition has the transition.
 *
 * Quiet. A Hello between neighbours is periodic. A Hello that is going to tell of a new neighbour is
 * work; one that looks for a neighbour is a guard until it is sent, and then work, for it may be the
 * first that arrives. Everything else that waits to be sent, sent again or calculated is work.
 *
 * Several instances may run in one table: each hears all packets, as raw sockets do, and takes those of
 * its own interfaces.
 *
 * Left out so far: other network types than point-to-point and broadcast, virtual links, what is
 * peculiar to VPNs (RFC 4577), metrics per type of service. Database overflow (RFC 1765), demand
 * circuits (RFC 1793), not-so-stubby areas (RFC 3101), opaque LSAs (RFC 5250), graceful restart (RFC
 * 3623) and link-local signalling (RFC 5613; its data blocks are accepted and ignored) are other
 * standards' matter.
 *
 * Beyond the RFC: calculations and LSAs are throttled (ospf_spf.h, ospf_originate.h), a router may be
 * a stub router (RFC 6987), links without LDP may be avoided (RFC 5443, ospf_sync.c), and a router
 * that is stopped in an orderly way flushes its LSAs and sends a Hello that lists nobody, so that its
 * neighbours need not wait.
 */
#include "models/ospf/ospf.h"

#include "models/fwd/ip.h"
#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_config.h"
#include "models/ospf/ospf_flood.h"
#include "models/ospf/ospf_hello.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_instance.h"
#include "models/ospf/ospf_originate.h"
#include "models/ospf/ospf_packet.h"
#include "models/ospf/ospf_redistribute.h"
#include "models/ospf/ospf_sync.h"
#include "models/ospf/ospf_tables.h"

#include <string.h>

const char *ospf_id_str(uint32_t id, char buf[OSPF_ID_STRLEN])
{
	NetAddr addr = net_addr_ipv4(id);

	return net_addr_str(&addr, buf);
}

static OspfInstance *ospf_of(ProtoInstance *instance)
{
	return (OspfInstance *)instance;
}

typedef void (*IfaceFn)(OspfIface *iface);

static void for_each_iface(const OspfInstance *instance, IfaceFn fn)
{
	for (unsigned i = 0; i < instance->areas->len; i++) {
		const OspfArea *area = g_ptr_array_index(instance->areas, i);
		for (unsigned j = 0; j < area->ifaces->len; j++)
			fn(g_ptr_array_index(area->ifaces, j));
	}
}

OspfIface *ospf_find_iface(const OspfInstance *instance, const FwdIface *fwd)
{
	OspfIface *iface = NULL;

	if (fwd && fwd->index < instance->by_index->len)
		iface = g_ptr_array_index(instance->by_index, fwd->index);
	return iface && iface->fwd == fwd ? iface : NULL;
}

static void free_area(void *area)
{
	ospf_area_free(area);
}

static void clear_redistribute(void *data)
{
	OspfRedistribute *redistribute = data;
	g_free(redistribute->from);
}

static void startup_over(void *owner)
{
	ospf_originate_all(owner);
}

static ProtoInstance *create(const ProtoHost *host, Rib *rib, const void *data, GError **error)
{
	const OspfConfig *config = data;
	const NetAddr *id =
		net_addr_is_set(&config->router_id) ? &config->router_id : &host->router_id;

	if (id->family != NET_AF_IPV4 || net_addr_to_ipv4(id) == 0) {
		g_set_error_literal(
			error, PROTO_ERROR, 0,
			"OSPF needs a router id: an IPv4 address on a loopback, or router-id");
		return NULL;
	}
	OspfInstance *instance = g_new0(OspfInstance, 1);
	instance->proto = (ProtoInstance){.class_ = &ospf_class, .host = host, .rib = rib};
	instance->sim = host->sim;
	instance->fwd = host->fwd;
	instance->node_name = host->node_name;
	instance->config = *config;
	instance->name = proto_instance_name(&ospf_class, config->process);
	if (!instance->config.distance)
		instance->config.distance = RIB_DISTANCE_OSPF;
	instance->router_id = net_addr_to_ipv4(id);
	instance->areas = g_ptr_array_new_with_free_func(free_area);
	instance->by_index = g_ptr_array_new();
	rib_source_init(host->rib_node, &instance->source, instance->name, rib_name(rib));
	instance->summary_addresses = g_array_new(FALSE, FALSE, sizeof(OspfSummaryAddress));
	instance->redistribute = g_array_new(FALSE, FALSE, sizeof(OspfRedistribute));
	g_array_set_clear_func(instance->redistribute, clear_redistribute);
	ospf_originate_init_db(&instance->externals, instance, NULL, g_ptr_array_new());
	ospf_spf_init(instance);
	sim_timer_init(&instance->startup_timer, instance->sim, SIM_GUARD, startup_over, instance);
	return &instance->proto;
}

static void iface_changed(FwdIface *fwd, gboolean up, void *user)
{
	OspfIface *iface = ospf_find_iface(user, fwd);

	if (iface)
		ospf_iface_set_up(iface, up);
}

static void take_up(OspfIface *iface)
{
	ospf_iface_set_up(iface, fwd_iface_is_up(iface->fwd));
}

/* AS-external-LSAs are not flooded into stub areas (RFC 2328 3.6). */
static void list_external_ifaces(OspfInstance *instance)
{
	GPtrArray *ifaces = instance->externals.ifaces;

	g_ptr_array_set_size(ifaces, 0);
	for (unsigned i = 0; i < instance->areas->len; i++) {
		const OspfArea *area = g_ptr_array_index(instance->areas, i);
		for (unsigned j = 0; j < area->ifaces->len && !area->config.stub; j++)
			g_ptr_array_add(ifaces, g_ptr_array_index(area->ifaces, j));
	}
}

static void start(ProtoInstance *proto)
{
	OspfInstance *instance = ospf_of(proto);

	proto->running = TRUE;
	ip_register_in(instance->fwd, rib_vrf(proto->rib), OSPF2_IP_PROTOCOL, ospf_packet_receive,
		       instance);
	fwd_node_watch_ifaces(instance->fwd, iface_changed, instance);
	ospf_sync_start(instance);
	list_external_ifaces(instance);
	if (instance->config.max_metric_startup > 0)
		sim_timer_start(&instance->startup_timer, instance->config.max_metric_startup);
	for_each_iface(instance, take_up);
	ospf_redistribute_start(instance);
}

static void leave_fwd(OspfInstance *instance)
{
	ip_unregister_in(instance->fwd, rib_vrf(instance->proto.rib), OSPF2_IP_PROTOCOL, instance);
	fwd_node_unwatch_ifaces(instance->fwd, iface_changed, instance);
	ospf_sync_end(instance);
}

/* Flushes what is ours (RFC 2328 14.1). */
static void flush_own(const OspfLsdb *db)
{
	for (unsigned i = db->lsas->len; i-- > 0;) {
		OspfLsa *lsa = g_ptr_array_index(db->lsas, i);
		if (ospf_lsa_is_own(lsa) && !lsa->flushing)
			ospf_flood_age_out(lsa);
	}
}

static void forget(OspfLsdb *db)
{
	sim_timer_stop(&db->originate_timer);
	ospf_lsdb_clear(db);
}

static void stop(ProtoInstance *proto)
{
	OspfInstance *instance = ospf_of(proto);

	proto->running = FALSE;
	sim_timer_stop(&instance->startup_timer);
	ospf_redistribute_stop(instance);
	flush_own(&instance->externals);
	for (unsigned i = 0; i < instance->areas->len; i++)
		flush_own(&((OspfArea *)g_ptr_array_index(instance->areas, i))->lsdb);
	for_each_iface(instance, ospf_iface_shutdown);
	for (unsigned i = 0; i < instance->areas->len; i++)
		forget(&((OspfArea *)g_ptr_array_index(instance->areas, i))->lsdb);
	forget(&instance->externals);
	ospf_spf_stop(instance);
	leave_fwd(instance);
}

static void destroy(ProtoInstance *proto)
{
	OspfInstance *instance = ospf_of(proto);

	if (proto->running) {
		leave_fwd(instance);
		ospf_redistribute_stop(instance);
	}
	sim_timer_stop(&instance->startup_timer);
	ospf_spf_release(instance);
	g_ptr_array_unref(instance->areas);
	g_ptr_array_unref(instance->by_index);
	sim_timer_stop(&instance->externals.originate_timer);
	g_ptr_array_unref(instance->externals.ifaces);
	ospf_lsdb_release(&instance->externals);
	g_array_unref(instance->redistribute);
	g_array_unref(instance->summary_addresses);
	g_free(instance->name);
	g_free(instance);
}

static unsigned process_of(const void *config)
{
	return ((const OspfConfig *)config)->process;
}

static unsigned process_of_iface(const void *config)
{
	return ((const OspfIfaceConfig *)config)->process;
}

static const ConfigField fields[] = {
	CONFIG_FIELD(OspfConfig, process, "process", ospf_process_kind, "1",
		     "number of the instance, where there are several in one table"),
	CONFIG_FIELD(OspfConfig, router_id, "router-id", config_address, "",
		     "router id; by default the node's"),
	CONFIG_FIELD(OspfConfig, spf_delay, "spf-delay", config_duration, "0",
		     "from a change to the calculation of routes"),
	CONFIG_FIELD(OspfConfig, spf_hold, "spf-hold", config_duration, "50ms",
		     "between calculations, the more the longer changes go on"),
	CONFIG_FIELD(OspfConfig, spf_max_hold, "spf-max-hold", config_duration, "5s",
		     "longest time between calculations"),
	CONFIG_FIELD(OspfConfig, lsa_delay, "lsa-delay", config_duration, "0",
		     "from a change to the LSA that tells of it"),
	CONFIG_FIELD(OspfConfig, lsa_hold, "lsa-hold", config_duration, "5s",
		     "between instances of an LSA, doubled as long as changes go on"),
	CONFIG_FIELD(OspfConfig, lsa_max_hold, "lsa-max-hold", config_duration, "5s",
		     "longest time between instances of an LSA"),
	CONFIG_FIELD(OspfConfig, max_metric, "max-metric", config_bool, "no",
		     "stub router: others avoid paths through it (RFC 6987)"),
	CONFIG_FIELD(OspfConfig, max_metric_startup, "max-metric-startup", config_duration, "0",
		     "it is a stub router for so long after its start"),
	CONFIG_FIELD(OspfConfig, passive_default, "passive-default", config_bool, "no",
		     "interfaces are passive unless they say no"),
	CONFIG_FIELD(OspfConfig, reference_bandwidth, "reference-bandwidth", ospf_reference_kind,
		     "", "costs are this by the bandwidth of the link; else 10"),
	CONFIG_FIELD(OspfConfig, distance, "distance", ospf_distance_kind, "110",
		     "administrative distance"),
	CONFIG_FIELD(OspfConfig, distance_intra, "distance-intra-area", ospf_distance_kind, "",
		     "that of routes inside an area"),
	CONFIG_FIELD(OspfConfig, distance_inter, "distance-inter-area", ospf_distance_kind, "",
		     "that of routes to other areas"),
	CONFIG_FIELD(OspfConfig, distance_external, "distance-external", ospf_distance_kind, "",
		     "that of external routes"),
	CONFIG_FIELD(OspfConfig, ldp_sync, "ldp-sync", config_bool, "no",
		     "point-to-point links without LDP cost the maximum (RFC 5443)"),
	CONFIG_FIELD(OspfConfig, ldp_sync_holddown, "ldp-sync-holddown", config_duration, "0",
		     "LDP is waited for so long at most; 0: for ever"),
	CONFIG_FIELD(OspfConfig, rfc1583_compatible, "rfc1583-compatible", config_bool, "no",
		     "RFC1583Compatibility: the cheapest path to an AS boundary router"),
};

static const ConfigField iface_fields[] = {
	CONFIG_FIELD(OspfIfaceConfig, process, "process", ospf_process_kind, "1",
		     "instance that the interface belongs to"),
	CONFIG_FIELD(OspfIfaceConfig, area, "area", config_area, "0", "area id"),
	CONFIG_FIELD(OspfIfaceConfig, cost, "cost", ospf_cost_kind, "",
		     "output cost; else by reference-bandwidth, else 10"),
	CONFIG_FIELD(OspfIfaceConfig, passive, "passive", ospf_choice_kind, "",
		     "advertise the network, but look for no neighbours"),
	CONFIG_FIELD(OspfIfaceConfig, ldp_sync, "ldp-sync", ospf_choice_kind, "",
		     "the link costs the maximum without LDP; by default as the instance says"),
	CONFIG_FIELD(OspfIfaceConfig, network, "network", ospf_network_kind, "",
		     "point-to-point or broadcast; by default what the link is"),
	CONFIG_FIELD(OspfIfaceConfig, priority, "priority", config_u8, "1",
		     "Router Priority in elections; 0: is never elected"),
	CONFIG_FIELD(OspfIfaceConfig, hello_interval, "hello-interval", config_duration, "10s",
		     "HelloInterval, the same at both ends"),
	CONFIG_FIELD(OspfIfaceConfig, dead_interval, "dead-interval", config_duration, "40s",
		     "RouterDeadInterval, the same at both ends"),
	CONFIG_FIELD(OspfIfaceConfig, retransmit_interval, "retransmit-interval", config_duration,
		     "5s", "RxmtInterval"),
	CONFIG_FIELD(OspfIfaceConfig, transmit_delay, "transmit-delay", config_duration, "1s",
		     "InfTransDelay, added to the age of LSAs that are sent"),
	CONFIG_FIELD(OspfIfaceConfig, mtu_ignore, "mtu-ignore", config_bool, "no",
		     "the MTU in Database Descriptions is not looked at"),
	CONFIG_FIELD(
		OspfIfaceConfig, authentication, "authentication", ospf_authentication_kind, "",
		"none, simple, md5, hmac-sha-N; the same for all on the link; else the area's"),
	CONFIG_FIELD(OspfIfaceConfig, key, "key", ospf_key_kind, "",
		     "password of up to 8 characters, or key of up to 16"),
	CONFIG_FIELD(OspfIfaceConfig, key_id, "key-id", config_u8, "1", "Key ID of a digest"),
	CONFIG_FIELD(OspfIfaceConfig, keys, "message-digest-keys", ospf_keys_kind, "",
		     "instead of the two: several, id:key or id:key@time, the youngest last"),
};

static const ConfigField area_fields[] = {
	CONFIG_FIELD(OspfAreaConfig, id, "id", config_area, NULL, "Area ID"),
	CONFIG_FIELD(OspfAreaConfig, stub, "stub", config_bool, "no",
		     "AS-external-LSAs do not come in; the same in all its routers"),
	CONFIG_FIELD(OspfAreaConfig, no_summary, "no-summary", config_bool, "no",
		     "a border router tells a stub area of nothing but a default route"),
	CONFIG_FIELD(OspfAreaConfig, default_cost, "default-cost", config_u32, "1",
		     "StubDefaultCost of that route"),
	CONFIG_FIELD(OspfAreaConfig, authentication, "authentication", ospf_authentication_kind,
		     "none", "of interfaces that do not say"),
};

static const ConfigField range_fields[] = {
	CONFIG_FIELD(OspfRangeConfig, area, "area", config_area, NULL, "whose networks it covers"),
	CONFIG_FIELD(OspfRangeConfig, range.prefix, "prefix", config_prefix, NULL,
		     "other areas are told of this instead of the networks in it"),
	CONFIG_FIELD(OspfRangeConfig, range.advertise, "advertise", config_bool, "yes",
		     "no: they are told of nothing"),
};

static const ConfigField redistribute_fields[] = {
	CONFIG_FIELD(OspfRedistribute, from, "from", config_source, NULL,
		     "protocol whose routes are advertised as external"),
	CONFIG_FIELD(OspfRedistribute, metric, "metric", config_u32, "20", "external metric"),
	CONFIG_FIELD(OspfRedistribute, metric_type, "metric-type", ospf_metric_type_kind, "2",
		     "1: comparable with costs inside, 2: larger than any of them"),
	CONFIG_FIELD(OspfRedistribute, tag, "tag", config_u32, "0", "external route tag"),
	CONFIG_FIELD(OspfRedistribute, map_name, "route-map", config_text, "",
		     "route map that they pass; empty: none"),
};

static const ConfigField default_fields[] = {
	CONFIG_FIELD(OspfDefaultInformation, always, "always", config_bool, "no",
		     "whether or not this router has a default route of another protocol"),
	CONFIG_FIELD(OspfDefaultInformation, metric, "metric", config_u32, "1", "external metric"),
	CONFIG_FIELD(OspfDefaultInformation, metric_type, "metric-type", ospf_metric_type_kind, "2",
		     "1: comparable with costs inside, 2: larger than any of them"),
};

static const ConfigField summary_fields[] = {
	CONFIG_FIELD(OspfSummaryAddress, prefix, "prefix", config_prefix, NULL,
		     "others are told of this instead of the external networks in it"),
	CONFIG_FIELD(OspfSummaryAddress, advertise, "advertise", config_bool, "yes",
		     "no: they are told of nothing"),
	CONFIG_FIELD(OspfSummaryAddress, tag, "tag", config_u32, "0", "external route tag"),
};

static const ProtoItem items[] = {
	{
		.element = "ospf",
		.on_interface = TRUE,
		.doc = "OSPF runs on this interface.",
		.fields = iface_fields,
		.n_fields = G_N_ELEMENTS(iface_fields),
		.config_size = sizeof(OspfIfaceConfig),
		.add = ospf_add_iface,
		.live = ospf_live_iface_fields,
		.can_change = ospf_can_change_iface,
		.change = ospf_change_iface,
		.process_of = process_of_iface,
	},
	{
		.element = "area",
		.doc = "An area that is not as areas are by default.",
		.fields = area_fields,
		.n_fields = G_N_ELEMENTS(area_fields),
		.config_size = sizeof(OspfAreaConfig),
		.add = ospf_add_area,
	},
	{
		.element = "range",
		.doc = "Address range of an area at a border router.",
		.fields = range_fields,
		.n_fields = G_N_ELEMENTS(range_fields),
		.config_size = sizeof(OspfRangeConfig),
		.add = ospf_add_range,
	},
	{
		.element = "redistribute",
		.doc = "Routes of another protocol that OSPF advertises as external.",
		.fields = redistribute_fields,
		.n_fields = G_N_ELEMENTS(redistribute_fields),
		.config_size = sizeof(OspfRedistribute),
		.add = ospf_add_redistribute,
	},
	{
		.element = "default-information",
		.doc = "A default route that OSPF tells of as an external one.",
		.fields = default_fields,
		.n_fields = G_N_ELEMENTS(default_fields),
		.config_size = sizeof(OspfDefaultInformation),
		.add = ospf_add_default_information,
	},
	{
		.element = "summary-address",
		.doc = "External networks that OSPF tells of as one.",
		.fields = summary_fields,
		.n_fields = G_N_ELEMENTS(summary_fields),
		.config_size = sizeof(OspfSummaryAddress),
		.add = ospf_add_summary_address,
	},
};

const ProtoClass ospf_class = {
	.name = "ospf",
	.doc = "OSPF version 2 (RFC 2328).",
	.fields = fields,
	.n_fields = G_N_ELEMENTS(fields),
	.config_size = sizeof(OspfConfig),
	.items = items,
	.n_items = G_N_ELEMENTS(items),
	.process_of = process_of,
	.create = create,
	.start = start,
	.stop = stop,
	.destroy = destroy,
	.tables = ospf_tables,
	.foreach_session = ospf_foreach_session,
};
