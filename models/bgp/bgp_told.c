/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_told.h"

#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_membership.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_reflect.h"

static void take_next_hop(BgpTold *told, const BgpPolicyAnswer *answer)
{
	told->by_policy = (answer->set & POLICY_SET_NEXT_HOP) != 0;
	if (told->by_policy)
		told->next_hop = answer->next_hop_rule == POLICY_NEXT_HOP_SELF
					 ? BGP_NEXT_HOP_SELF_ALL
					 : BGP_NEXT_HOP_UNCHANGED;
}

/* The export policy may have a say in it. */
static BgpNextHopRule next_hop_rule(const BgpGroup *group, const BgpTold *told)
{
	return told->by_policy ? told->next_hop : group->key.egress.next_hop;
}

static gboolean is_told_self(const BgpGroup *group, const BgpTold *told)
{
	return bgp_egress_is_self(&group->key.egress, next_hop_rule(group, told),
				  told->originator != 0, &told->attrs->attrs.next_hop);
}

/* Packets for the prefix end here, or go on by their addresses. */
static BgpToldLabel null_label(const BgpGroup *group)
{
	return group->bgp->explicit_null ? BGP_TOLD_EXPLICIT_NULL : BGP_TOLD_IMPLICIT_NULL;
}

/* A path of this router's may have a label that says what is done here, such as implicit null. For what came
 * without a label, or is an aggregate, there is none to be swapped. */
static BgpToldLabel own_label(const BgpGroup *group, const BgpPath *path)
{
	gboolean has_one = path->label != 0;

	if (bgp_path_is_own(path) && !(path->flags & BGP_PATH_AGGREGATE))
		return has_one ? BGP_TOLD_PATH_LABEL : BGP_TOLD_OWN_LABEL;
	if (has_one || (path->peer && group->bgp->egress_labels))
		return BGP_TOLD_OWN_LABEL;
	return null_label(group);
}

/* Where it has one at all. */
static BgpToldLabel label_for(const BgpGroup *group, const BgpPath *path, const BgpTold *told)
{
	if (is_told_self(group, told))
		return own_label(group, path);
	return bgp_path_has_label(bgp_group_table(group), path) ? BGP_TOLD_PATH_LABEL
								: BGP_TOLD_NO_LABEL;
}

/* As Cisco has it, a route map that does not say set-label has a route told without label. */
static gboolean may_have_label(const BgpGroup *group, const BgpPolicyAnswer *answer)
{
	return group->key.labels == BGP_GROUP_LABELS_ALL || !group->key.export_map ||
	       answer->labelled;
}

/* FALSE: it is not told in the group's family. */
static gboolean take_label(const BgpGroup *group, const BgpPath *path,
			   const BgpPolicyAnswer *answer, BgpTold *told, char **reason)
{
	if (group->key.labels == BGP_GROUP_LABELS_NONE)
		return TRUE;
	if (may_have_label(group, answer))
		told->label = label_for(group, path, told);
	if (group->key.labels == BGP_GROUP_LABELS_ALL && told->label == BGP_TOLD_NO_LABEL && reason)
		*reason = g_strdup("it has no label, and its next hop is another router");
	return (told->label != BGP_TOLD_NO_LABEL) == (group->key.labels != BGP_GROUP_LABELS_OTHERS);
}

static char *site_reason(NetSoo site)
{
	GString *reason = g_string_new("it comes from the neighbor's own site (");

	net_soo_append(site, reason);
	g_string_append_c(reason, ')');
	return g_string_free(reason, FALSE);
}

/* RFC 1997, RFC 4364 7: what no policy can permit. reason may be NULL. */
static gboolean is_kept(const BgpGroup *group, const BgpPath *path, char **reason)
{
	NetSoo site = group->key.site_of_origin;
	const char *by_community =
		bgp_policy_well_known(&path->attrs->attrs, group->key.egress.internal);

	if (!by_community && (!site || path->attrs->site_of_origin != site))
		return FALSE;
	if (reason)
		*reason = by_community ? g_strdup(by_community) : site_reason(site);
	return TRUE;
}

static gboolean path_told(const BgpGroup *group, const BgpPath *path, BgpTold *out, char **reason)
{
	gboolean reflected =
		group->key.egress.internal && path->peer && bgp_peer_is_internal(path->peer);
	BgpPolicyAnswer answer = {.attrs = NULL};

	/* The group of the other family says why. */
	if (group->key.labels == BGP_GROUP_LABELS_CHOSEN)
		reason = NULL;
	if (!is_kept(group, path, reason)) {
		BgpPolicyAsk ask = bgp_policy_ask(bgp_group_table(group), path);

		answer = bgp_policy_apply(group->key.export_map, &ask);
		if (!answer.attrs && reason)
			*reason = policy_result_text(&answer.result);
	}
	*out = (BgpTold){
		.attrs = answer.attrs,
		.originator = reflected ? bgp_reflect_originator(path) : 0,
		.keeps_med = (answer.set & POLICY_SET_METRIC) != 0,
		.leaked = bgp_path_leak(path) != NULL,
		.reoriginated = bgp_path_source(path) != NULL,
	};
	take_next_hop(out, &answer);
	if (out->attrs && !take_label(group, path, &answer, out, reason))
		bgp_told_clear(out);
	return out->attrs != NULL;
}

/* With a label, where there is one, explicit null, as FRR has it: it is this router that looks the address up. */
static gboolean default_told(const BgpGroup *group, BgpTold *out, char **reason)
{
	const BgpPolicyAsk ask = {
		.bgp = group->bgp,
		.family = group->key.table,
		.prefix = bgp_net_prefix(bgp_group_table(group), group->default_net),
		.attrs = group->default_attrs,
		.label = NET_LABEL_NONE,
	};
	BgpPolicyAnswer answer = bgp_policy_apply(group->key.default_map, &ask);

	if (!answer.attrs && reason)
		*reason = policy_result_text(&answer.result);
	*out = (BgpTold){
		.attrs = answer.attrs,
		.keeps_med = (answer.set & POLICY_SET_METRIC) != 0,
	};
	take_next_hop(out, &answer);
	if (bgp_group_format(group)->labelled)
		out->label = BGP_TOLD_EXPLICIT_NULL;
	return answer.attrs != NULL;
}

gboolean bgp_told_is_wanted(const BgpRtFilter *filter, const BgpTold *told)
{
	return bgp_rt_filter_passes(filter, told->attrs->route_targets,
				    told->attrs->n_route_targets);
}

gboolean bgp_told_make(const BgpGroup *group, const BgpNet *net, BgpTold *out, char **reason)
{
	if (net == group->default_net)
		return group->key.labels != BGP_GROUP_LABELS_OTHERS &&
		       default_told(group, out, reason);
	if (!path_told(group, bgp_membership_path(group, net), out, reason))
		return FALSE;
	if (out->originator && bgp_membership_of_reflector(group)) {
		out->originator = group->bgp->identifier;
		out->by_policy = TRUE;
		out->next_hop = BGP_NEXT_HOP_SELF_ALL;
	}
	return TRUE;
}

gboolean bgp_told_differs(const BgpGroup *group, const BgpNet *net, const BgpRtFilter *a,
			  const BgpRtFilter *b)
{
	gboolean differs;
	BgpTold told;

	if (!bgp_net_chosen(net) || !bgp_told_make(group, net, &told, NULL))
		return FALSE;
	differs = bgp_told_is_wanted(a, &told) != bgp_told_is_wanted(b, &told);
	bgp_told_clear(&told);
	return differs;
}

void bgp_told_clear(BgpTold *told)
{
	g_clear_pointer(&told->attrs, bgp_attrset_unref);
}

/* A CE hears nothing of what is the provider's (RFC 4364 4.3.1): route targets, next hops, reflectors. */
static void hide_provider(const BgpGroup *group, const BgpTold *told, BgpAttrs *out,
			  BgpScratch *scratch)
{
	WireWriter w;

	if (told->leaked) {
		out->next_hop = group->key.egress.self;
		out->present &= ~(BGP_ATTR_BIT(BGP_ATTR_ORIGINATOR_ID) |
				  BGP_ATTR_BIT(BGP_ATTR_CLUSTER_LIST));
	}
	if (!rib_name(group->bgp->instance.rib) ||
	    !bgp_attrs_has(out, BGP_ATTR_EXTENDED_COMMUNITIES))
		return;
	wire_writer_init(&w, SIZE_MAX);
	bgp_ext_communities_without(out->extended_communities, net_ext_community_is_rt, &w);
	out->extended_communities = bgp_scratch_keep(scratch, &w);
	if (out->extended_communities.len == 0)
		out->present &= ~BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES);
}

void bgp_told_attrs(const BgpGroup *group, const BgpTold *told, BgpAttrs *out, BgpScratch *scratch)
{
	const BgpAttrs *attrs = &told->attrs->attrs;
	BgpEgress egress = group->key.egress;

	*out = *attrs;
	egress.next_hop = next_hop_rule(group, told);
	bgp_egress_attrs(&egress, told->originator != 0, out, scratch);
	/* RFC 4271 5.1.4: it is not this router's own MED. */
	if (told->reoriginated && !egress.internal)
		out->present &= ~BGP_ATTR_BIT(BGP_ATTR_MED);
	if (told->keeps_med) {
		out->med = attrs->med;
		out->present |= BGP_ATTR_BIT(BGP_ATTR_MED);
	}
	hide_provider(group, told, out, scratch);
	if (told->originator)
		bgp_reflect_attrs(group->bgp, told->originator, out, scratch);
}

uint32_t bgp_told_label(const BgpGroup *group, const BgpNet *net, BgpToldLabel label)
{
	switch (label) {
	case BGP_TOLD_PATH_LABEL:
		return bgp_label_value(bgp_net_chosen(net)->label);
	case BGP_TOLD_OWN_LABEL:
		return bgp_label_of(bgp_group_table(group), net->id);
	case BGP_TOLD_IMPLICIT_NULL:
		return NET_LABEL_IMPLICIT_NULL;
	case BGP_TOLD_EXPLICIT_NULL:
		return NET_LABEL_IPV4_EXPLICIT_NULL;
	default:
		return NET_LABEL_NONE;
	}
}
