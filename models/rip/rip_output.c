/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rip/rip_output.h"

#include "models/rip/rip_packet.h"
#include "models/rip/rip_route.h"

/* RFC 2453 3.8: 30 s, 5 s more or less. */
#define JITTER_PART 6
/* 3.10.1 */
#define TRIGGER_LEAST SIM_SEC
#define TRIGGER_MOST (5 * SIM_SEC)

/* A response that is being put together; several, where the routes are many. */
typedef struct Update {
	const RipIface *iface;
	NetAddr to;
	uint16_t port;
	gboolean changes_only;
	RipMessage message;
} Update;

gboolean rip_output_speaks(const RipIface *iface)
{
	return iface->up && !iface->config.passive && iface->fwd->kind != FWD_IFACE_LOOPBACK;
}

static gboolean has_network(const FwdIface *iface, const NetPrefix *prefix)
{
	for (unsigned i = 0; i < iface->addresses->len; i++) {
		NetPrefix network =
			net_prefix_network(&g_array_index(iface->addresses, NetPrefix, i));
		if (net_prefix_equal(&network, prefix))
			return TRUE;
	}
	return FALSE;
}

/* The metric that neighbours on the interface hear of; 0: they hear nothing of the route. */
static uint8_t metric_to(const RipIface *iface, const RipRoute *route)
{
	RipSplit split = iface->config.split;

	if (split == RIP_SPLIT_NONE)
		return route->metric;
	if (has_network(iface->fwd, &route->prefix))
		return 0;
	if (route->kind != RIP_ROUTE_LEARNED || route->iface != iface)
		return route->metric;
	return split == RIP_SPLIT_SIMPLE ? 0 : RIP_INFINITY;
}

/* 4.4: another router on the link that is nearer. */
static uint32_t next_hop_to(const RipIface *iface, const RipRoute *route, uint8_t metric)
{
	if (metric == RIP_INFINITY || route->next_hop.family != NET_AF_IPV4 ||
	    !fwd_iface_on_link(iface->fwd, &route->next_hop) ||
	    fwd_iface_has_address(iface->fwd, &route->next_hop))
		return 0;
	return net_addr_to_ipv4(&route->next_hop);
}

static void flush(Update *update)
{
	if (update->message.n_entries > 0)
		rip_packet_send(update->iface, &update->to, update->port, &update->message);
	update->message.n_entries = 0;
}

static gboolean tell_route(const NetPrefix *prefix, void *value, void *user)
{
	Update *update = user;
	const RipRoute *route = value;
	uint8_t metric = metric_to(update->iface, route);

	if (metric == 0 || (update->changes_only && !route->changed))
		return TRUE;
	if (update->message.n_entries == rip_entries_max(update->iface->config.authentication))
		flush(update);
	update->message.entries[update->message.n_entries++] = (RipEntry){
		.family = RIP_FAMILY_IPV4,
		.tag = route->tag,
		.address = net_addr_to_ipv4(&prefix->addr),
		.mask = prefix->len ? UINT32_MAX << (32 - prefix->len) : 0,
		.next_hop = next_hop_to(update->iface, route, metric),
		.metric = metric,
	};
	return TRUE;
}

static void tell(const RipIface *iface, const NetAddr *to, uint16_t port, gboolean changes_only)
{
	Update update = {.iface = iface,
			 .to = *to,
			 .port = port,
			 .changes_only = changes_only,
			 .message = {.command = RIP_RESPONSE}};

	net_trie_foreach(iface->rip->routes, tell_route, &update);
	flush(&update);
}

void rip_output_table_to(const RipIface *iface, const NetAddr *to, uint16_t port)
{
	tell(iface, to, port, FALSE);
}

void rip_output_table(const RipIface *iface)
{
	tell(iface, &rip_group, RIP_PORT, FALSE);
}

static void tell_all(const RipInstance *rip, gboolean changes_only)
{
	for (unsigned i = 0; i < rip->ifaces->len; i++) {
		const RipIface *iface = g_ptr_array_index(rip->ifaces, i);
		if (rip_output_speaks(iface))
			tell(iface, &rip_group, RIP_PORT, changes_only);
	}
}

static void on_update(void *owner)
{
	tell_all(owner, FALSE);
	rip_output_start(owner);
}

static gboolean forget_change(const NetPrefix *prefix, void *value, void *user)
{
	(void)prefix;
	(void)user;
	((RipRoute *)value)->changed = FALSE;
	return TRUE;
}

static void on_trigger(void *owner)
{
	RipInstance *rip = owner;

	tell_all(rip, TRUE);
	net_trie_foreach(rip->routes, forget_change, NULL);
	rip->may_trigger = rip_sim(rip)->now + TRIGGER_LEAST +
			   (SimTime)sim_rng_below(&rip->jitter, TRIGGER_MOST - TRIGGER_LEAST);
}

/* A regular update does not take the place of a triggered one (3.10.1 lets it): it is periodic, and
 * what goes with it would not be waited for. */
void rip_output_trigger(RipInstance *rip)
{
	sim_timer_ensure(&rip->trigger, MAX(rip->may_trigger - rip_sim(rip)->now, 0));
}

void rip_output_init(RipInstance *rip)
{
	const ProtoHost *host = rip->proto.host;
	const char *vrf = rib_name(rip->proto.rib);
	g_autofree char *purpose = g_strconcat("rip jitter", vrf ? " " : NULL, vrf, NULL);

	sim_rng_init(&rip->jitter, host->sim->seed, host->node_name, purpose);
	sim_timer_init(&rip->update, host->sim, SIM_PERIODIC, on_update, rip);
	sim_timer_init(&rip->trigger, host->sim, SIM_WORK, on_trigger, rip);
}

void rip_output_start(RipInstance *rip)
{
	SimTime spread = rip->config.update_interval / JITTER_PART;

	sim_timer_start(&rip->update,
			rip->config.update_interval - spread +
				(SimTime)sim_rng_below(&rip->jitter, (uint64_t)spread * 2 + 1));
}

void rip_output_stop(RipInstance *rip)
{
	sim_timer_stop(&rip->update);
	sim_timer_stop(&rip->trigger);
}

void rip_output_request(const RipIface *iface)
{
	RipMessage m = {.command = RIP_REQUEST,
			.n_entries = 1,
			.entries = {{.family = RIP_FAMILY_NONE, .metric = RIP_INFINITY}}};

	rip_packet_send(iface, &rip_group, RIP_PORT, &m);
}
