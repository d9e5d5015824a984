/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rip/rip_redistribute.h"

#include "models/net/records.h"
#include "models/rib/rib_policy.h"
#include "models/rip/rip_iface.h"
#include "models/rip/rip_route.h"

#include <string.h>

gboolean rip_redistribute_add(RipInstance *rip, const RipRedistribute *config)
{
	RipRedistribute added = *config;

	for (unsigned i = 0; i < rip->redistribute->len; i++)
		if (strcmp(g_array_index(rip->redistribute, RipRedistribute, i).from,
			   config->from) == 0)
			return FALSE;
	added.from = g_strdup(config->from);
	added.map_name = NULL;
	g_array_append_val(rip->redistribute, added);
	return TRUE;
}

static const RipRedistribute *rule_for(const RipInstance *rip, const RibRoute *route)
{
	for (unsigned i = 0; i < rip->redistribute->len; i++) {
		const RipRedistribute *rule = &g_array_index(rip->redistribute, RipRedistribute, i);
		if (strcmp(rule->from, route->source->protocol) == 0)
			return rule;
	}
	return NULL;
}

/* The map sees the route's own metric and tag; what it does not set is the rule's. */
static gboolean want_route(const RibRoute *route, const RipRedistribute *rule, RipRoute *own)
{
	PolicySubject subject = rib_policy_subject(route);

	if (!policy_map_apply(rule->map, &subject).permit)
		return FALSE;
	*own = (RipRoute){
		.kind = RIP_ROUTE_REDISTRIBUTED,
		.metric = rule->metric,
		.distance = route->distance,
		.tag = rule->tag,
		.next_hop = route->hops[0].gateway,
	};
	if (subject.set & POLICY_SET_METRIC)
		own->metric = (uint8_t)CLAMP(subject.metric, 1, RIP_INFINITY);
	if (subject.set & POLICY_SET_TAG)
		own->tag = (uint16_t)subject.tag;
	return own->metric < RIP_INFINITY;
}

static gboolean want_network(const RipInstance *rip, const NetPrefix *prefix, RipRoute *own)
{
	const RipIface *iface;

	if (!rip_iface_with_network(rip, prefix, &iface))
		return FALSE;
	*own = (RipRoute){
		.kind = RIP_ROUTE_INTERFACE, .metric = iface->config.cost, .iface = iface};
	return TRUE;
}

static gboolean want_default(const RipInstance *rip, const NetPrefix *prefix, RipRoute *own)
{
	if (prefix->len > 0 || !rip->default_metric)
		return FALSE;
	*own = (RipRoute){.kind = RIP_ROUTE_DEFAULT, .metric = rip->default_metric};
	return TRUE;
}

void rip_redistribute_review(RipInstance *rip, const NetPrefix *prefix)
{
	const RibRoute *route = rib_best(rip->proto.rib, prefix);
	const RipRedistribute *rule = route ? rule_for(rip, route) : NULL;
	RipRoute own;
	gboolean wanted = want_network(rip, prefix, &own) || want_default(rip, prefix, &own) ||
			  (rule && want_route(route, rule, &own));

	rip_route_own(rip, prefix, wanted ? &own : NULL);
}

/* Once for a route, as it comes or changes. */
static void record_denied(const RipInstance *rip, const RibRoute *route)
{
	const ProtoHost *host = rip->proto.host;
	const RipRedistribute *rule = rule_for(rip, route);
	PolicySubject subject = rib_policy_subject(route);
	PolicyResult result;
	g_autofree char *reason = NULL;
	TraceRefusal record = {
		.head = {.type = &trace_refusal, .node = host->node_name},
		.vrf = rib_name(rip->proto.rib),
		.family = net_family_name(NET_AF_IPV4),
		.prefix = route->prefix,
		.protocol = rip_class.name,
	};

	if (!rule || rip_iface_with_network(rip, &route->prefix, NULL))
		return;
	result = policy_map_apply(rule->map, &subject);
	if (result.permit)
		return;
	record.reason = reason = policy_result_text(&result);
	sim_trace(host->sim, &record.head);
}

static void route_changed(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			  const RibRoute *after, void *user)
{
	(void)rib;
	(void)before;
	if (prefix->addr.family != NET_AF_IPV4)
		return;
	if (after)
		record_denied(user, after);
	rip_redistribute_review(user, prefix);
}

static gboolean look_at(const RibRoute *route, void *user)
{
	record_denied(user, route);
	rip_redistribute_review(user, &route->prefix);
	return TRUE;
}

void rip_redistribute_start(RipInstance *rip)
{
	NetAddr any = net_addr_ipv4(0);
	NetPrefix everything = net_prefix(&any, 0);

	rib_watch(rip->proto.rib, route_changed, rip);
	rib_foreach(rip->proto.rib, NET_AF_IPV4, look_at, rip);
	rip_redistribute_review(rip, &everything);
}

void rip_redistribute_stop(RipInstance *rip)
{
	rib_unwatch(rip->proto.rib, route_changed, rip);
}
