/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RIP version 2 (RFC 2453).
 *
 * What it does. A router tells its neighbours of all its routes every half minute, and of what has changed
 * at once (rip_output.c). What they tell it goes through the rules of 3.9 (rip_packet.c, rip_input.c) into
 * RIP's own routing table (rip_route.c), from there to the RIB. A route that is not told of any more times
 * out; one that is lost is told of as unreachable until it is forgotten. A router has to say itself which
 * networks its interfaces are in, and what it redistributes (rip_redistribute.c).
 *
 * How it is built. There is no state machine: a route and its timer are all the state there is. Whatever
 * may change what the router has to say itself of a prefix, an interface or a route of the RIB, has it
 * looked at anew, with one function. An instance has one socket, in its VRF, and takes what comes in on
 * its interfaces.
 *
 * Causes. What follows from a message has the record of its receipt as cause, and that the record of its
 * sending.
 *
 * Quiet. Regular updates are periodic, and so is garbage collection, of which nothing follows; timeouts
 * are guards. Triggered updates are work, those included that have to wait for the one before.
 *
 * Left out: RIP version 1 (its messages are discarded; RFC 2453 4.6 has them understood), routes without
 * a mask, several next hops for one destination, updates to single neighbours by configuration, filters.
 * An orderly stop tells the neighbours that all is lost, which no RFC asks for and routers do.
 */
#include "models/rip/rip.h"

#include "models/rip/rip_config.h"
#include "models/rip/rip_iface.h"
#include "models/rip/rip_output.h"
#include "models/rip/rip_packet.h"
#include "models/rip/rip_redistribute.h"
#include "models/rip/rip_route.h"
#include "models/rip/rip_tables.h"

static RipInstance *rip_of(ProtoInstance *instance)
{
	return (RipInstance *)instance;
}

static void clear_redistribute(void *data)
{
	g_free(((RipRedistribute *)data)->from);
}

static NetTrie *new_routes(void)
{
	return net_trie_new(NET_AF_IPV4, rip_route_free);
}

static ProtoInstance *create(const ProtoHost *host, Rib *rib, const void *data, GError **error)
{
	const RipConfig *config = data;
	const char *fault = rip_config_fault(config);

	if (fault) {
		g_set_error_literal(error, PROTO_ERROR, 0, fault);
		return NULL;
	}
	RipInstance *rip = g_new0(RipInstance, 1);
	rip->proto = (ProtoInstance){.class_ = &rip_class, .host = host, .rib = rib};
	rip->config = *config;
	rip->ifaces = g_ptr_array_new_with_free_func(g_free);
	rip->neighbors = g_ptr_array_new_with_free_func(g_free);
	rip->routes = new_routes();
	rip->redistribute = g_array_new(FALSE, FALSE, sizeof(RipRedistribute));
	g_array_set_clear_func(rip->redistribute, clear_redistribute);
	rib_source_init(host->rib_node, &rip->source, rip_class.name, rib_name(rib));
	rip_output_init(rip);
	return &rip->proto;
}

static void iface_changed(FwdIface *fwd, gboolean up, void *user)
{
	RipIface *iface = rip_iface_find(user, fwd);

	if (iface)
		rip_iface_set_up(iface, up);
}

static void start(ProtoInstance *proto)
{
	RipInstance *rip = rip_of(proto);
	FwdNode *fwd = proto->host->fwd;

	proto->running = TRUE;
	rip->udp = udp_open(fwd, rib_vrf(proto->rib), RIP_PORT, rip_packet_receive, rip);
	fwd_node_watch_ifaces(fwd, iface_changed, rip);
	for (unsigned i = 0; i < rip->ifaces->len; i++) {
		RipIface *iface = g_ptr_array_index(rip->ifaces, i);
		rip_iface_set_up(iface, fwd_iface_is_up(iface->fwd));
	}
	rip_redistribute_start(rip);
	rip_output_start(rip);
}

/* What runs outside of the instance; its interfaces stay as they are. */
static void leave(RipInstance *rip)
{
	rip_output_stop(rip);
	rip_redistribute_stop(rip);
	fwd_node_unwatch_ifaces(rip->proto.host->fwd, iface_changed, rip);
	g_clear_pointer(&rip->udp, udp_close);
}

static void say_goodbye(RipInstance *rip)
{
	rip_route_lose_all(rip);
	for (unsigned i = 0; i < rip->ifaces->len; i++) {
		const RipIface *iface = g_ptr_array_index(rip->ifaces, i);
		if (rip_output_speaks(iface))
			rip_output_table(iface);
	}
}

static void stop(ProtoInstance *proto)
{
	RipInstance *rip = rip_of(proto);

	proto->running = FALSE;
	say_goodbye(rip);
	leave(rip);
	for (unsigned i = 0; i < rip->ifaces->len; i++) {
		RipIface *iface = g_ptr_array_index(rip->ifaces, i);
		if (iface->up)
			fwd_iface_leave(iface->fwd, &rip_group);
		iface->up = FALSE;
	}
	g_ptr_array_set_size(rip->neighbors, 0);
	net_trie_free(rip->routes);
	rip->routes = new_routes();
	rib_source_withdraw_all(proto->rib, &rip->source);
}

static void destroy(ProtoInstance *proto)
{
	RipInstance *rip = rip_of(proto);

	if (proto->running)
		leave(rip);
	net_trie_free(rip->routes);
	g_ptr_array_unref(rip->neighbors);
	g_ptr_array_unref(rip->ifaces);
	g_array_unref(rip->redistribute);
	g_free(rip);
}

static const ConfigField fields[] = {
	CONFIG_FIELD(RipConfig, update_interval, "update-interval", config_duration, "30s",
		     "between regular updates, up to a sixth more or less"),
	CONFIG_FIELD(RipConfig, timeout, "timeout", config_duration, "180s",
		     "without an update a route is lost after that"),
	CONFIG_FIELD(RipConfig, garbage, "garbage", config_duration, "120s",
		     "a lost route is told of as unreachable for so long"),
	CONFIG_FIELD(RipConfig, distance, "distance", config_u8, "120", "administrative distance"),
};

const ProtoClass rip_class = {
	.name = "rip",
	.doc = "RIP version 2 (RFC 2453).",
	.fields = fields,
	.n_fields = G_N_ELEMENTS(fields),
	.config_size = sizeof(RipConfig),
	.items = rip_items,
	.n_items = RIP_N_ITEMS,
	.create = create,
	.start = start,
	.stop = stop,
	.destroy = destroy,
	.tables = rip_tables,
};
