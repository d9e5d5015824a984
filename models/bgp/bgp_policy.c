/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_policy.h"

#include "models/bgp/bgp_community.h"
#include "models/bgp/bgp_fields.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_peer.h"

const PolicyOwner bgp_policy_owner = {"bgp"};

const char *bgp_policy_as_path(BgpPolicyRoute *route)
{
	const BgpAttrs *attrs = &route->attrs;

	if (!route->as_path) {
		GString *text = g_string_new(NULL);

		field_bgp_as_path.print(&attrs, text);
		route->as_path = g_string_free(text, FALSE);
	}
	return route->as_path;
}

static void route_clear(BgpPolicyRoute *route)
{
	g_free(route->as_path);
	bgp_scratch_clear(&route->scratch);
}

/* What the common rules have set, as attributes. */
static void take_common(BgpPolicyRoute *route, const PolicySubject *subject,
			const BgpPolicyAsk *ask)
{
	if (subject->set & POLICY_SET_METRIC) {
		route->attrs.med = subject->metric;
		route->attrs.present |= BGP_ATTR_BIT(BGP_ATTR_MED);
		route->changed = TRUE;
	}
	if (subject->set & POLICY_SET_NEXT_HOP && !ask->keeps_next_hop &&
	    subject->next_hop_rule == POLICY_NEXT_HOP_ADDRESS) {
		route->attrs.next_hop = subject->next_hop;
		route->changed = TRUE;
	}
}

static BgpAttrSet *finish(BgpPolicyRoute *route, const PolicySubject *subject,
			  const BgpPolicyAsk *ask)
{
	take_common(route, subject, ask);
	if (!route->changed)
		return bgp_attrset_ref(ask->attrs);
	return bgp_attrset_intern_weighed(ask->attrs->table, &route->attrs, ask->attrs->others,
					  route->weight);
}

BgpPolicyAnswer bgp_policy_apply(const PolicyMap *map, const BgpPolicyAsk *ask)
{
	BgpPolicyRoute route;
	BgpPolicyAnswer answer = {.result = {.permit = TRUE}};
	PolicySubject subject;

	if (!map) {
		answer.attrs = bgp_attrset_ref(ask->attrs);
		return answer;
	}
	route = (BgpPolicyRoute){
		.bgp = ask->bgp,
		.family = ask->family,
		.peer = ask->peer,
		.attrs = ask->attrs->attrs,
		.weight = ask->attrs->weight,
	};
	subject = (PolicySubject){
		.prefix = ask->prefix,
		.rd = ask->rd,
		.protocol = ask->protocol,
		.peer = ask->peer ? *bgp_peer_address(ask->peer) : net_addr_none,
		.interface = ask->interface,
		.next_hop = net_addr_is_set(&ask->next_hop) ? ask->next_hop : route.attrs.next_hop,
		.label = ask->label,
		.metric = route.attrs.med,
		.igp_metric = ask->igp_metric,
		.tag = ask->tag,
		.owner = &bgp_policy_owner,
		.own = &route,
	};
	answer.result = policy_map_apply(map, &subject);
	if (answer.result.permit)
		answer.attrs = finish(&route, &subject, ask);
	answer.set = subject.set;
	answer.labelled = route.labelled;
	answer.next_hop_rule = subject.next_hop_rule;
	route_clear(&route);
	return answer;
}

BgpPolicyAsk bgp_policy_ask(const BgpTable *table, const BgpPath *path)
{
	return (BgpPolicyAsk){
		.bgp = table->bgp,
		.family = (unsigned)(table->family - bgp_families),
		.rd = net_prefix_id_rd(table->prefixes, path->id),
		.prefix = net_prefix_id_prefix(table->prefixes, path->id),
		.peer = bgp_path_peer(path),
		.attrs = path->attrs,
		.label = bgp_path_has_label(table, path) ? bgp_path_label(path) : NET_LABEL_NONE,
		.igp_metric = bgp_path_igp_metric(table, path),
		.protocol = "bgp",
	};
}

static gboolean has(const BgpAttrs *attrs, uint32_t community)
{
	return bgp_communities_contain(attrs->communities, BGP_COMMUNITY_LEN, community);
}

const char *bgp_policy_well_known(const BgpAttrs *attrs, gboolean internal)
{
	if (!bgp_attrs_has(attrs, BGP_ATTR_COMMUNITIES))
		return NULL;
	if (has(attrs, BGP_NO_ADVERTISE))
		return "its community NO_ADVERTISE";
	if (internal)
		return NULL;
	if (has(attrs, BGP_NO_EXPORT))
		return "its community NO_EXPORT";
	return has(attrs, BGP_NO_EXPORT_SUBCONFED) ? "its community NO_EXPORT_SUBCONFED" : NULL;
}

/* ---- What neighbours name ---- */

static gboolean take_word(const Bgp *bgp, const char *field, const char *word,
			  const PolicyMap *maps[BGP_N_FAMILIES], GError **error)
{
	const char *colon = strchr(word, ':');
	g_autofree char *family = colon ? g_strndup(word, (gsize)(colon - word)) : NULL;
	int only = family ? bgp_family_of_name(family) : -1;
	const PolicyMap *map;

	if (family && only < 0) {
		g_set_error(error, PROTO_ERROR, 0,
			    "%s: no address family \"%s\": write the name of a route-map, or "
			    "family:name as vpnv4:customers",
			    field, family);
		return FALSE;
	}
	map = policy_set_map(bgp->instance.host->policies, colon ? colon + 1 : word, error);
	if (!map) {
		g_prefix_error(error, "%s: ", field);
		return FALSE;
	}
	for (int f = 0; f < BGP_N_FAMILIES; f++)
		if (only < 0 || f == only)
			maps[f] = map;
	return TRUE;
}

gboolean bgp_policy_take_maps(const Bgp *bgp, const char *field, char **words,
			      const PolicyMap *maps[BGP_N_FAMILIES], GError **error)
{
	for (int f = 0; f < BGP_N_FAMILIES; f++)
		maps[f] = NULL;
	for (char **word = words; word && *word; word++)
		if (!take_word(bgp, field, *word, maps, error))
			return FALSE;
	return TRUE;
}

gboolean bgp_policy_check_import(const PolicyMap *const maps[BGP_N_FAMILIES], GError **error)
{
	for (int f = 0; f < BGP_N_FAMILIES; f++) {
		if (!maps[f] || !policy_map_sets_igp_metric(maps[f]))
			continue;
		g_set_error(
			error, PROTO_ERROR, 0,
			"import-map: route-map \"%s\" has set-metric value=\"igp\", but the cost "
			"to the next hop is not known as a path comes in: write a number, or set "
			"it in an export-map",
			policy_map_name(maps[f]));
		return FALSE;
	}
	return TRUE;
}
