/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_redistribute.h"

#include "models/bgp/bgp_config.h"
#include "models/bgp/bgp_rib.h"

#include <string.h>

const ConfigField bgp_redistribute_fields[] = {
	CONFIG_FIELD(BgpRedistributeConfig, from, "from", config_source, NULL,
		     "protocol whose routes are originated: connected, static, ospf, ospf:2"),
	CONFIG_FIELD(BgpRedistributeConfig, metric, "metric", config_text, "",
		     "their MED; empty: the metric that they have"),
	CONFIG_FIELD(BgpRedistributeConfig, route_map, "route-map", config_text, "",
		     "which of them, and with what attributes; empty: all"),
	CONFIG_FIELD(BgpRedistributeConfig, families, "families", config_words, "ipv4",
		     "address families that they are originated in: ipv4, ipv4-labelled-unicast"),
};

static const BgpRedistribute *rule_at(const Bgp *bgp, guint i)
{
	return g_ptr_array_index(bgp->redistributes, i);
}

static gboolean check(const Bgp *bgp, const char *from, GError **error)
{
	if (rib_name(bgp->instance.rib))
		return bgp_complain(
			error,
			"%s is redistributed in a VRF by the attribute redistribute of <vrf>",
			from);
	if (strcmp(from, bgp->source.protocol) == 0)
		return bgp_complain(error, "%s is not redistributed into itself", from);
	for (guint i = 0; i < bgp->redistributes->len; i++)
		if (strcmp(rule_at(bgp, i)->from, from) == 0)
			return bgp_complain(error, "%s is redistributed already; write it once",
					    from);
	return TRUE;
}

static gboolean take_metric(BgpRedistribute *rule, const char *text, GError **error)
{
	rule->has_med = *text != '\0';
	return !rule->has_med || config_u32.parse(text, &rule->med) ||
	       bgp_complain(error, "metric \"%s\": write a number", text);
}

static gboolean take_map(const Bgp *bgp, BgpRedistribute *rule, const char *name, GError **error)
{
	if (!*name)
		return TRUE;
	rule->map = policy_set_map(bgp->instance.host->policies, name, error);
	return rule->map != NULL;
}

gboolean bgp_redistribute_add(Bgp *bgp, const BgpRedistributeConfig *config, GError **error)
{
	BgpRedistribute *rule = g_new0(BgpRedistribute, 1);

	rule->from = g_strdup(config->from);
	if (!check(bgp, config->from, error) || !take_metric(rule, config->metric, error) ||
	    !take_map(bgp, rule, config->route_map, error) ||
	    !bgp_take_own_families(config->families, NET_AF_IPV4, "what is redistributed",
				   &rule->families, error)) {
		bgp_redistribute_free(rule);
		return FALSE;
	}
	g_ptr_array_add(bgp->redistributes, rule);
	return TRUE;
}

void bgp_redistribute_free(gpointer p)
{
	BgpRedistribute *rule = p;

	g_free(rule->from);
	g_free(rule);
}

static const BgpRedistribute *rule_for(const Bgp *bgp, const RibRoute *route)
{
	if (!route || route->prefix.len == 0 ||
	    bgp_family_for(BGP_ROLE_UNICAST, route->prefix.addr.family) < 0)
		return NULL;
	for (guint i = 0; i < bgp->redistributes->len; i++)
		if (strcmp(rule_at(bgp, i)->from, route->source->protocol) == 0)
			return rule_at(bgp, i);
	return NULL;
}

static void originate(Bgp *bgp, const BgpRedistribute *rule, uint32_t families,
		      const RibRoute *route)
{
	const BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH) |
			   BGP_ATTR_BIT(BGP_ATTR_MED),
		.origin = BGP_ORIGIN_INCOMPLETE,
		.med = rule->has_med ? rule->med : route->metric,
		.as_path.as_size = 4,
	};

	bgp_originate_route(bgp, families, route, &attrs, rule->map);
}

static void rib_changed(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			const RibRoute *after, void *user)
{
	Bgp *bgp = user;
	const BgpRedistribute *rule = rule_for(bgp, after), *former = rule_for(bgp, before);
	uint32_t named = bgp_network_families(bgp, prefix);
	uint32_t families = rule ? rule->families & ~named : 0;

	(void)rib;
	if (rule)
		originate(bgp, rule, families, after);
	if (former)
		bgp_unoriginate_route(bgp, former->families & ~named & ~families, prefix);
}

void bgp_redistribute_again(Bgp *bgp, const NetPrefix *prefix)
{
	rib_changed(bgp->instance.rib, prefix, NULL, rib_best(bgp->instance.rib, prefix), bgp);
}

static gboolean begin(const RibRoute *route, void *user)
{
	Bgp *bgp = user;

	rib_changed(bgp->instance.rib, &route->prefix, NULL, route, bgp);
	return TRUE;
}

static gboolean end(const RibRoute *route, void *user)
{
	Bgp *bgp = user;

	rib_changed(bgp->instance.rib, &route->prefix, route, NULL, bgp);
	return TRUE;
}

static void each_route(Bgp *bgp, RibRouteFn fn)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (bgp_families[f].role == BGP_ROLE_UNICAST)
			rib_foreach(bgp->instance.rib, bgp_families[f].format->prefix, fn, bgp);
}

void bgp_redistribute_start(Bgp *bgp)
{
	if (bgp->redistributes->len == 0)
		return;
	rib_watch(bgp->instance.rib, rib_changed, bgp);
	each_route(bgp, begin);
}

void bgp_redistribute_unwatch(Bgp *bgp)
{
	if (bgp->redistributes->len > 0)
		rib_unwatch(bgp->instance.rib, rib_changed, bgp);
}

void bgp_redistribute_stop(Bgp *bgp)
{
	bgp_redistribute_unwatch(bgp);
	each_route(bgp, end);
}
