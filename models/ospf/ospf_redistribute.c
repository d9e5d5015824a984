/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_redistribute.h"

#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_originate.h"

#include <string.h>

void ospf_redistribute_add(OspfInstance *instance, const OspfRedistribute *config)
{
	OspfRedistribute added = *config;

	added.from = g_strdup(config->from);
	g_array_append_val(instance->redistribute, added);
}

static const OspfRedistribute *rule_for(const OspfInstance *instance, const RibRoute *route)
{
	for (unsigned i = 0; i < instance->redistribute->len; i++) {
		const OspfRedistribute *rule =
			&g_array_index(instance->redistribute, OspfRedistribute, i);
		if (route->source != &instance->source &&
		    strcmp(rule->from, route->source->protocol) == 0)
			return rule;
	}
	return NULL;
}

/* A subnet of an interface that OSPF runs on is told of already. */
static gboolean is_ospf_network(const OspfInstance *instance, const NetPrefix *prefix)
{
	for (unsigned i = 0; i < instance->areas->len; i++) {
		const OspfArea *area = g_ptr_array_index(instance->areas, i);
		for (unsigned j = 0; j < area->ifaces->len; j++) {
			const OspfIface *iface = g_ptr_array_index(area->ifaces, j);
			for (unsigned k = 0; k < iface->fwd->addresses->len; k++) {
				NetPrefix subnet = net_prefix_network(
					&g_array_index(iface->fwd->addresses, NetPrefix, k));
				if (net_prefix_equal(&subnet, prefix))
					return TRUE;
			}
		}
	}
	return FALSE;
}

/* Others may send to the next hop by themselves where it is on a broadcast network of OSPF's. */
static gboolean is_forwarding_address(const OspfIface *iface, const NetAddr *gateway)
{
	return ospf_iface_is_active(iface) && ospf_iface_is_broadcast(iface) &&
	       fwd_iface_on_link(iface->fwd, gateway);
}

static uint32_t forwarding_address(const OspfInstance *instance, const RibRoute *route)
{
	const NetAddr *gateway = &route->hops[0].gateway;

	if (gateway->family != NET_AF_IPV4)
		return 0;
	for (unsigned i = 0; i < instance->areas->len; i++) {
		const OspfArea *area = g_ptr_array_index(instance->areas, i);
		for (unsigned j = 0; j < area->ifaces->len && !area->config.stub; j++)
			if (is_forwarding_address(g_ptr_array_index(area->ifaces, j), gateway))
				return net_addr_to_ipv4(gateway);
	}
	return 0;
}

typedef struct Want {
	const OspfInstance *instance;
	GArray *wanted;
} Want;

static gboolean want_route(const RibRoute *route, void *user)
{
	const Want *want = user;
	const OspfRedistribute *rule = rule_for(want->instance, route);

	if (!rule || is_ospf_network(want->instance, &route->prefix))
		return TRUE;
	Ospf2Lsa *lsa = ospf_want_prefix(want->wanted, OSPF2_LSA_EXTERNAL, &route->prefix,
					 OSPF2_OPTION_E, want->instance->router_id);
	lsa->external_type2 = rule->metric_type == 2;
	lsa->metric = rule->metric;
	lsa->tag = rule->tag;
	lsa->forwarding = forwarding_address(want->instance, route);
	return TRUE;
}

void ospf_want_externals(const OspfInstance *instance, GArray *wanted)
{
	Want want = {instance, wanted};

	if (ospf_is_asbr(instance))
		rib_foreach(instance->proto.rib, NET_AF_IPV4, want_route, &want);
}

static void route_changed(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			  const RibRoute *after, void *user)
{
	OspfInstance *instance = user;
	(void)rib;
	(void)prefix;
	if ((before && rule_for(instance, before)) || (after && rule_for(instance, after)))
		ospf_originate(&instance->externals);
}

void ospf_redistribute_start(OspfInstance *instance)
{
	if (!ospf_is_asbr(instance))
		return;
	rib_watch(instance->proto.rib, route_changed, instance);
	ospf_originate(&instance->externals);
}

void ospf_redistribute_stop(OspfInstance *instance)
{
	if (ospf_is_asbr(instance))
		rib_unwatch(instance->proto.rib, route_changed, instance);
}
