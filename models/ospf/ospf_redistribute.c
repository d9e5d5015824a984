/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_redistribute.h"

#include "models/net/records.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_originate.h"
#include "models/ospf/ospf_path.h"
#include "models/rib/rib_policy.h"

#include <string.h>

gboolean ospf_redistribute_add(OspfInstance *instance, const OspfRedistribute *config)
{
	OspfRedistribute added = *config;

	for (unsigned i = 0; i < instance->redistribute->len; i++)
		if (strcmp(g_array_index(instance->redistribute, OspfRedistribute, i).from,
			   config->from) == 0)
			return FALSE;
	added.from = g_strdup(config->from);
	added.map_name = NULL;
	g_array_append_val(instance->redistribute, added);
	return TRUE;
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

/* What others are to be told of. */
typedef struct External {
	NetPrefix prefix;
	uint32_t metric, tag, forwarding;
	uint8_t type; /* 1 or 2 */
} External;

typedef struct Want {
	OspfInstance *instance;
	GArray *all; /* of External */
} Want;

/* The longest that covers the prefix; NULL where none does. */
static OspfSummaryAddress *summary_for(const OspfInstance *instance, const NetPrefix *prefix)
{
	OspfSummaryAddress *found = NULL;

	for (unsigned i = 0; i < instance->summary_addresses->len; i++) {
		OspfSummaryAddress *summary =
			&g_array_index(instance->summary_addresses, OspfSummaryAddress, i);
		if (summary->prefix.len <= prefix->len &&
		    net_prefix_contains(&summary->prefix, &prefix->addr) &&
		    (!found || summary->prefix.len > found->prefix.len))
			found = summary;
	}
	return found;
}

/* As a part of a summary address, which costs as much as the dearest in it. */
static void add_to_summary(GArray *all, OspfSummaryAddress *summary, const External *part)
{
	External whole = {.prefix = summary->prefix,
			  .metric = part->metric,
			  .tag = summary->tag,
			  .type = part->type};

	summary->active = TRUE;
	for (unsigned i = 0; summary->advertise && i < all->len; i++) {
		External *have = &g_array_index(all, External, i);
		if (!net_prefix_equal(&have->prefix, &summary->prefix))
			continue;
		if (have->type == part->type)
			have->metric = MAX(have->metric, part->metric);
		else if (part->type > have->type)
			*have = whole;
		return;
	}
	if (summary->advertise)
		g_array_append_val(all, whole);
}

/* What others are told of a route, where the rule's map permits it. The map sees the route's own metric and
 * tag; what it does not set is the rule's. */
static gboolean pass_map(const OspfInstance *instance, const OspfRedistribute *rule,
			 const RibRoute *route, External *out)
{
	PolicySubject subject = rib_policy_subject(route);

	if (!policy_map_apply(rule->map, &subject).permit)
		return FALSE;
	*out = (External){
		.prefix = route->prefix,
		.metric = subject.set & POLICY_SET_METRIC
				  ? MIN(subject.metric, OSPF2_LSA_INFINITY - 1)
				  : rule->metric,
		.tag = subject.set & POLICY_SET_TAG ? subject.tag : rule->tag,
		.forwarding = forwarding_address(instance, route),
		.type = subject.set & POLICY_SET_METRIC_TYPE ? subject.metric_type
							     : rule->metric_type,
	};
	return TRUE;
}

static gboolean want_route(const RibRoute *route, void *user)
{
	const Want *want = user;
	const OspfRedistribute *rule = rule_for(want->instance, route);

	External external;
	if (!rule || route->prefix.len == 0 || is_ospf_network(want->instance, &route->prefix) ||
	    !pass_map(want->instance, rule, route, &external))
		return TRUE;
	OspfSummaryAddress *summary = summary_for(want->instance, &route->prefix);
	if (summary)
		add_to_summary(want->all, summary, &external);
	else
		g_array_append_val(want->all, external);
	return TRUE;
}

/* A default route of somebody else's; NULL where there is none. */
static const RibRoute *find_default(const OspfInstance *instance)
{
	NetAddr any = net_addr_ipv4(0);
	NetPrefix prefix = net_prefix(&any, 0);
	const RibRoute *route = rib_best(instance->proto.rib, &prefix);

	return route && route->source != &instance->source ? route : NULL;
}

static void want_default(const OspfInstance *instance, GArray *all)
{
	const OspfDefaultInformation *config = &instance->default_information;
	const RibRoute *route = find_default(instance);
	NetAddr any = net_addr_ipv4(0);
	External external = {.prefix = net_prefix(&any, 0),
			     .metric = config->metric,
			     .forwarding = route ? forwarding_address(instance, route) : 0,
			     .type = config->metric_type};

	if (config->on && (config->always || route))
		g_array_append_val(all, external);
}

static uint32_t mask_of(const NetPrefix *prefix)
{
	return prefix->len ? UINT32_MAX << (32 - prefix->len) : 0;
}

static gboolean is_equivalent(const External *ours, const Ospf2Lsa *theirs)
{
	uint32_t mask = mask_of(&ours->prefix);

	return theirs->mask == mask &&
	       (theirs->header.key.id & mask) == net_addr_to_ipv4(&ours->prefix.addr) &&
	       theirs->external_type2 == (ours->type == 2) && theirs->metric == ours->metric &&
	       theirs->forwarding == ours->forwarding;
}

/* RFC 2328 12.4.4: of two that tell of the same exit at the same cost the one with the higher router id
 * does so, if it can be reached. */
static gboolean is_told_by_another(OspfInstance *instance, const External *ours)
{
	const GPtrArray *lsas = instance->externals.lsas;
	gboolean told = FALSE;

	for (unsigned i = 0; ours->forwarding && i < lsas->len; i++) {
		const OspfLsa *lsa = g_ptr_array_index(lsas, i);
		uint32_t by = ospf_lsa_key(lsa)->adv_router;
		if (lsa->flushing || by <= instance->router_id ||
		    !is_equivalent(ours, &lsa->content))
			continue;
		instance->has_equivalents = TRUE;
		told |= ospf_find_asbr(instance, &instance->spf.routers, by) != NULL;
	}
	return told;
}

static void want_external(OspfInstance *instance, const External *external, GArray *wanted)
{
	if (is_told_by_another(instance, external))
		return;
	Ospf2Lsa *lsa = ospf_want_prefix(wanted, OSPF2_LSA_EXTERNAL, &external->prefix,
					 OSPF2_OPTION_E, instance->router_id);
	lsa->external_type2 = external->type == 2;
	lsa->metric = external->metric;
	lsa->tag = external->tag;
	lsa->forwarding = external->forwarding;
}

static gint compare_externals(gconstpointer a, gconstpointer b)
{
	return net_prefix_cmp(&((const External *)a)->prefix, &((const External *)b)->prefix);
}

static GArray *list_externals(OspfInstance *instance)
{
	Want want = {instance, g_array_new(FALSE, FALSE, sizeof(External))};

	want_default(instance, want.all);
	if (instance->redistribute->len > 0)
		rib_foreach(instance->proto.rib, NET_AF_IPV4, want_route, &want);
	g_array_sort(want.all, compare_externals);
	return want.all;
}

/* Forgets which summary addresses stand for something; bit by bit what that was. */
static GArray *reset_summaries(OspfInstance *instance)
{
	GArray *before = g_array_copy(instance->summary_addresses);

	for (unsigned i = 0; i < instance->summary_addresses->len; i++)
		g_array_index(instance->summary_addresses, OspfSummaryAddress, i).active = FALSE;
	return before;
}

/* Their routes to nowhere come and go with the calculation. */
static void compare_summaries(OspfInstance *instance, const GArray *before)
{
	for (unsigned i = 0; i < before->len; i++)
		if (g_array_index(before, OspfSummaryAddress, i).active !=
		    g_array_index(instance->summary_addresses, OspfSummaryAddress, i).active)
			ospf_spf_schedule(instance);
}

void ospf_want_externals(OspfInstance *instance, GArray *wanted)
{
	GArray *before, *all;

	instance->has_equivalents = FALSE;
	if (!ospf_is_asbr(instance))
		return;
	before = reset_summaries(instance);
	all = list_externals(instance);
	for (unsigned i = 0; i < all->len; i++)
		want_external(instance, &g_array_index(all, External, i), wanted);
	compare_summaries(instance, before);
	g_array_unref(before);
	g_array_unref(all);
}

void ospf_offer_summary_addresses(const OspfInstance *instance, OspfTable *networks)
{
	for (unsigned i = 0; i < instance->summary_addresses->len; i++) {
		const OspfSummaryAddress *summary =
			&g_array_index(instance->summary_addresses, OspfSummaryAddress, i);
		const NetPrefix *prefix = &summary->prefix;
		if (!summary->active)
			continue;
		OspfRoute *route =
			ospf_table_offer(networks, net_addr_to_ipv4(&prefix->addr),
					 prefix->len ? UINT32_MAX << (32 - prefix->len) : 0,
					 OSPF2_LSA_INFINITY, FALSE);
		route->type = OSPF_PATH_EXTERNAL_2;
		route->cost2 = OSPF2_LSA_INFINITY;
		route->discard = TRUE;
	}
}

void ospf_redistribute_external_changed(const OspfLsa *lsa)
{
	OspfInstance *instance = lsa->lsdb->instance;

	if (lsa->lsdb == &instance->externals && !ospf_lsa_is_own(lsa) && lsa->content.forwarding &&
	    ospf_is_asbr(instance))
		ospf_originate(&instance->externals);
}

void ospf_redistribute_paths_changed(OspfInstance *instance)
{
	if (instance->has_equivalents)
		ospf_originate(&instance->externals);
}

/* Once for a route, as it comes or changes: what is told is put together anew more often. */
static gboolean record_denied(const RibRoute *route, void *user)
{
	const OspfInstance *instance = user;
	const ProtoHost *host = instance->proto.host;
	const OspfRedistribute *rule = rule_for(instance, route);
	PolicySubject subject = rib_policy_subject(route);
	PolicyResult result;
	g_autofree char *reason = NULL;
	TraceRefusal record = {
		.head = {.type = &trace_refusal, .node = host->node_name},
		.vrf = rib_name(instance->proto.rib),
		.family = net_family_name(route->prefix.addr.family),
		.prefix = route->prefix,
		.protocol = instance->source.protocol,
	};

	if (!rule || route->prefix.len == 0 || is_ospf_network(instance, &route->prefix))
		return TRUE;
	result = policy_map_apply(rule->map, &subject);
	if (result.permit)
		return TRUE;
	record.reason = reason = policy_result_text(&result);
	sim_trace(host->sim, &record.head);
	return TRUE;
}

static void route_changed(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			  const RibRoute *after, void *user)
{
	OspfInstance *instance = user;
	(void)rib;
	if (after && after->prefix.addr.family == NET_AF_IPV4)
		record_denied(after, instance);
	if ((prefix->len == 0 && instance->default_information.on) ||
	    (before && rule_for(instance, before)) || (after && rule_for(instance, after)))
		ospf_originate(&instance->externals);
}

void ospf_redistribute_start(OspfInstance *instance)
{
	if (!ospf_is_asbr(instance))
		return;
	rib_watch(instance->proto.rib, route_changed, instance);
	rib_foreach(instance->proto.rib, NET_AF_IPV4, record_denied, instance);
	ospf_originate(&instance->externals);
}

void ospf_redistribute_stop(OspfInstance *instance)
{
	if (ospf_is_asbr(instance))
		rib_unwatch(instance->proto.rib, route_changed, instance);
}
