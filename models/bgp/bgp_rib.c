/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_rib.h"

#include "models/bgp/bgp_aggregate.h"
#include "models/bgp/bgp_config.h"
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_lsp.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_redistribute.h"
#include "models/bgp/bgp_vpn_table.h"
#include "models/rib/rib_policy.h"

static RibHop hop_of(const BgpTable *table, const BgpPath *path)
{
	const Bgp *bgp = table->bgp;
	RibHop hop = {.kind = bgp_path_is_own(path) ? RIB_HOP_DISCARD : RIB_HOP_RECURSIVE,
		      .gateway = path->attrs->attrs.next_hop,
		      .specific = !bgp->via_default};

	if (bgp_path_has_label(table, path))
		return bgp_lsp_hop(table, path);
	if (!bgp_path_leaves(table, path))
		return hop;
	hop.in = bgp_path_leak(path)->in;
	hop.needs_lsp = TRUE;
	hop.labels.depth = 1;
	hop.labels.label[0] =
		(Label){.value = bgp_label_value(path->label), .kind = LABEL_KIND_VPN};
	return hop;
}

/* What comes from another VRF of this node goes on as it does there (RFC 4364 4.3.5). */
static uint8_t hops_there(const BgpLeak *leak, const NetPrefix *prefix, RibHop hops[RIB_MAX_HOPS])
{
	const RibRoute *route = rib_best(leak->in, prefix);
	uint8_t n = route ? route->n_hops : 0;

	for (unsigned i = 0; i < n; i++) {
		hops[i] = route->hops[i];
		if (!hops[i].in)
			hops[i].in = leak->in;
	}
	return n;
}

/* The same address may be one in two tables. */
static int by_gateway(const void *a, const void *b)
{
	const RibHop *x = a, *y = b;
	int cmp = net_addr_cmp(&x->gateway, &y->gateway);

	return cmp != 0 ? cmp : (x->in != NULL) - (y->in != NULL);
}

/* Of the chosen path, and of those that are used beside it; in one order, whichever came first, as flows
 * are spread by the places in it. */
uint8_t bgp_rib_hops(const BgpTable *table, const BgpNet *net, const NetPrefix *prefix,
		     RibHop hops[RIB_MAX_HOPS])
{
	const BgpLeak *leak = bgp_path_leak(net->paths);
	uint8_t n = 0;

	if (leak && !leak->source)
		return hops_there(leak, prefix, hops);
	for (const BgpPath *path = net->paths; path; path = path->next)
		if (path->flags & (BGP_PATH_CHOSEN | BGP_PATH_MULTI))
			hops[n++] = hop_of(table, path);
	qsort(hops, n, sizeof *hops, by_gateway);
	return n;
}

uint8_t bgp_rib_distance(const BgpDistance *distance, const BgpPath *path)
{
	const BgpPeer *peer = bgp_path_peer(path);

	if (bgp_path_is_own(path))
		return distance->local;
	return peer && bgp_peer_is_internal(peer) ? distance->internal : distance->external;
}

void bgp_rib_install(const BgpTable *table, const BgpNet *net)
{
	Bgp *bgp = table->bgp;
	const BgpPath *chosen = bgp_net_chosen(net);
	RibHop hops[RIB_MAX_HOPS];
	RibRoute route = {
		.prefix = bgp_net_prefix(table, net),
		.source = &bgp->source,
		.distance = bgp_rib_distance(&bgp->distance, chosen),
		.metric = chosen->attrs->attrs.med,
		.hops = hops,
		.cause = chosen->cause,
	};
	route.n_hops = bgp_rib_hops(table, net, &route.prefix, hops);
	if (bgp_path_has_label(table, chosen))
		bgp_lsp_publish(table, &route);
	if (route.n_hops > 0)
		rib_route_update(bgp->instance.rib, &route);
	else
		rib_route_withdraw(bgp->instance.rib, &bgp->source, &route.prefix);
}

/* What the router originates itself it has from elsewhere, but for an aggregate. */
static gboolean is_installed(const BgpPath *path)
{
	return path && (!bgp_path_is_own(path) || path->flags & BGP_PATH_AGGREGATE);
}

static gboolean has_label(const BgpTable *table, const BgpPath *path)
{
	return path && bgp_path_has_label(table, path);
}

static void withdraw_lsp(const BgpTable *table, const NetPrefix *prefix)
{
	Fec fec = fec_prefix(prefix);

	rib_lsp_withdraw(table->bgp->instance.rib, bgp_lsp_source(table), &fec);
}

/* A route whose next hop cannot be reached stays in the RIB, which knows why it is of no use. */
void bgp_rib_changed(BgpTable *table, const BgpChange *change)
{
	Bgp *bgp = table->bgp;
	NetPrefix prefix = bgp_net_prefix(table, change->net);

	bgp_aggregates_changed(table, change);
	bgp_label_received(table, change->net);
	if (bgp->install) {
		/* First, as rib_route_has_lsp() has it. */
		if (has_label(table, change->before) && !has_label(table, change->after))
			withdraw_lsp(table, &prefix);
		if (is_installed(change->after))
			bgp_rib_install(table, change->net);
		else if (is_installed(change->before))
			rib_route_withdraw(bgp->instance.rib, &bgp->source, &prefix);
	}
	bgp_vrf_changed(table, change);
}

static BgpTable *table_of(Bgp *bgp, const NetPrefix *prefix)
{
	return bgp_table_for(bgp, BGP_ROLE_UNICAST, prefix->addr.family);
}

static void put_own(BgpTable *table, const NetPrefix *prefix, BgpAttrSet *attrs, uint32_t label)
{
	BgpNet *net = bgp_table_get(table, 0, prefix);

	if (bgp_table_put(table, net, NULL, attrs, label))
		bgp_loc_rib_reconsider(table, net);
}

static void remove_own(BgpTable *table, const NetPrefix *prefix)
{
	BgpNet *net = bgp_table_find(table, 0, prefix);

	if (net && bgp_table_remove(table, net, NULL))
		bgp_loc_rib_reconsider(table, net);
}

void bgp_originate(Bgp *bgp, const NetPrefix *prefix, const BgpAttrs *attrs)
{
	put_own(table_of(bgp, prefix), prefix,
		bgp_attrset_intern(&bgp->run->attrs, attrs, (BgpSpan){NULL, 0}), 0);
}

/* What the route map makes of the route. */
static BgpPolicyAnswer ask_policy(const BgpTable *table, const PolicyMap *map,
				  const RibRoute *route, const BgpAttrs *attrs)
{
	const Bgp *bgp = table->bgp;
	PolicySubject subject = rib_policy_subject(route);
	BgpPolicyAsk ask = {
		.bgp = bgp,
		.family = (unsigned)(table->family - bgp_families),
		.prefix = route->prefix,
		.attrs = bgp_attrset_intern(&bgp->run->attrs, attrs, (BgpSpan){NULL, 0}),
		.next_hop = subject.next_hop,
		.interface = subject.interface,
		.label = NET_LABEL_NONE,
		.igp_metric = subject.igp_metric,
		.tag = subject.tag,
		.protocol = subject.protocol,
	};
	BgpPolicyAnswer answer = bgp_policy_apply(map, &ask);

	bgp_attrset_unref(ask.attrs);
	return answer;
}

/* What the neighbours do who are told of it: the label ends at this router, where they can take it off. An
 * entry of 0: it has a label of its own, and goes on (bgp_label.h). */
static uint32_t label_for(const BgpTable *table, const RibRoute *route)
{
	const RibHop *hop = &route->hops[0];

	if (table->bgp->egress_labels || hop->kind == RIB_HOP_RECURSIVE ||
	    (hop->kind == RIB_HOP_INTERFACE && net_addr_is_set(&hop->gateway)))
		return 0;
	return bgp_label_entry(table->bgp->explicit_null ? NET_LABEL_IPV4_EXPLICIT_NULL
							 : NET_LABEL_IMPLICIT_NULL);
}

static void originate_in(BgpTable *table, const RibRoute *route, const BgpAttrs *attrs,
			 const PolicyMap *map)
{
	BgpPolicyAnswer answer = ask_policy(table, map, route, attrs);
	g_autofree char *reason = NULL;

	if (answer.attrs) {
		put_own(table, &route->prefix, answer.attrs, label_for(table, route));
		return;
	}
	reason = policy_result_text(&answer.result);
	bgp_trace_refusal(table, 0, &route->prefix, NULL, reason);
	remove_own(table, &route->prefix);
}

void bgp_originate_route(Bgp *bgp, uint32_t families, const RibRoute *route, const BgpAttrs *attrs,
			 const PolicyMap *map)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (families >> f & 1)
			originate_in(&bgp->tables[f], route, attrs, map);
}

void bgp_unoriginate_route(Bgp *bgp, uint32_t families, const NetPrefix *prefix)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (families >> f & 1)
			remove_own(&bgp->tables[f], prefix);
}

void bgp_unoriginate(Bgp *bgp, const NetPrefix *prefix)
{
	remove_own(table_of(bgp, prefix), prefix);
}

const ConfigField bgp_network_fields[] = {
	CONFIG_FIELD(BgpNetworkConfig, prefix, "prefix", config_prefix, NULL,
		     "IPv4 prefix to originate while a route to it exists"),
	CONFIG_FIELD(BgpNetworkConfig, route_map, "route-map", config_text, "",
		     "whether it is, and with what attributes; empty: it is"),
	CONFIG_FIELD(BgpNetworkConfig, families, "families", config_words, "ipv4",
		     "address families that it is originated in: ipv4, ipv4-labelled-unicast"),
};

static const BgpNetwork *find_network(const Bgp *bgp, const NetPrefix *prefix)
{
	return g_hash_table_lookup(bgp->network_index, prefix);
}

void bgp_networks_init(Bgp *bgp)
{
	bgp->networks = g_ptr_array_new_with_free_func(g_free);
	bgp->network_index =
		g_hash_table_new((GHashFunc)net_prefix_hash, (GEqualFunc)net_prefix_equal);
}

void bgp_networks_release(Bgp *bgp)
{
	g_hash_table_destroy(bgp->network_index);
	g_ptr_array_free(bgp->networks, TRUE);
}

gboolean bgp_has_network(const Bgp *bgp, const NetPrefix *prefix)
{
	return find_network(bgp, prefix) != NULL;
}

uint32_t bgp_network_families(const Bgp *bgp, const NetPrefix *prefix)
{
	const BgpNetwork *network = find_network(bgp, prefix);

	return network ? network->families : 0;
}

static void consider(Bgp *bgp, const BgpNetwork *network, const RibRoute *best)
{
	const BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH) |
			   BGP_ATTR_BIT(BGP_ATTR_MED),
		.origin = BGP_ORIGIN_IGP,
		.med = best ? best->metric : 0,
		.as_path.as_size = 4,
	};
	gboolean has_one =
		best && best->source != &bgp->source && best->source != &bgp->labelled_source;

	if (has_one)
		bgp_originate_route(bgp, network->families, best, &attrs, network->map);
	else
		bgp_unoriginate_route(bgp, network->families, &network->prefix);
}

static void rib_changed(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			const RibRoute *after, void *user)
{
	Bgp *bgp = user;
	const BgpNetwork *network = find_network(bgp, prefix);

	(void)rib;
	(void)before;
	if (network)
		consider(bgp, network, after);
}

/* The first one, while the instance runs, or any. */
static void begin(Bgp *bgp, const BgpNetwork *network)
{
	Rib *rib = bgp->instance.rib;

	if (bgp->networks->len == 1)
		rib_watch(rib, rib_changed, bgp);
	consider(bgp, network, rib_best(rib, &network->prefix));
}

static gboolean take_family(const char *name, NetFamily prefixes, const char *what, uint32_t *bits,
			    GError **error)
{
	int f = bgp_family_of_name(name);

	if (f < 0 || bgp_families[f].role == BGP_ROLE_VPN ||
	    bgp_families[f].format->prefix != prefixes)
		return bgp_complain(error,
				    "%s is not originated in family \"%s\": write ipv4 or "
				    "ipv4-labelled-unicast",
				    what, name);
	*bits |= UINT32_C(1) << f;
	return TRUE;
}

gboolean bgp_take_own_families(char **names, NetFamily prefixes, const char *what, uint32_t *bits,
			       GError **error)
{
	*bits = 0;
	for (char **name = names; name && *name; name++)
		if (!take_family(*name, prefixes, what, bits, error))
			return FALSE;
	if (*bits == 0)
		*bits = UINT32_C(1) << bgp_family_for(BGP_ROLE_UNICAST, prefixes);
	return TRUE;
}

gboolean bgp_network_add(Bgp *bgp, const BgpNetworkConfig *config, GError **error)
{
	BgpNetwork network = {.prefix = config->prefix};
	BgpNetwork *kept;

	if (!table_of(bgp, &config->prefix))
		return bgp_complain(error, "a network must be an IPv4 prefix");
	if (find_network(bgp, &config->prefix))
		return bgp_complain(error, "the network is there already; write it once");
	if (!bgp_take_own_families(config->families, network.prefix.addr.family, "a network",
				   &network.families, error))
		return FALSE;
	if (*config->route_map) {
		network.map =
			policy_set_map(bgp->instance.host->policies, config->route_map, error);
		if (!network.map)
			return FALSE;
	}
	kept = g_memdup2(&network, sizeof network);
	g_ptr_array_add(bgp->networks, kept);
	g_hash_table_insert(bgp->network_index, &kept->prefix, kept);
	if (bgp->instance.running)
		begin(bgp, kept);
	return TRUE;
}

void bgp_network_remove(Bgp *bgp, const NetPrefix *prefix)
{
	BgpNetwork *kept = g_hash_table_lookup(bgp->network_index, prefix);
	BgpNetwork network = *kept;

	g_hash_table_remove(bgp->network_index, prefix);
	g_ptr_array_remove(bgp->networks, kept);
	if (!bgp->instance.running)
		return;
	if (bgp->networks->len == 0)
		rib_unwatch(bgp->instance.rib, rib_changed, bgp);
	bgp_unoriginate_route(bgp, network.families, &network.prefix);
	bgp_redistribute_again(bgp, prefix);
}

void bgp_networks_start(Bgp *bgp)
{
	Rib *rib = bgp->instance.rib;
	if (bgp->networks->len == 0)
		return;
	rib_watch(rib, rib_changed, bgp);
	for (guint i = 0; i < bgp->networks->len; i++) {
		const BgpNetwork *network = g_ptr_array_index(bgp->networks, i);

		consider(bgp, network, rib_best(rib, &network->prefix));
	}
}

void bgp_networks_unwatch(Bgp *bgp)
{
	if (bgp->networks->len > 0)
		rib_unwatch(bgp->instance.rib, rib_changed, bgp);
}

void bgp_networks_stop(Bgp *bgp)
{
	bgp_networks_unwatch(bgp);
	for (guint i = 0; i < bgp->networks->len; i++) {
		const BgpNetwork *network = g_ptr_array_index(bgp->networks, i);

		bgp_unoriginate_route(bgp, network->families, &network->prefix);
	}
}
