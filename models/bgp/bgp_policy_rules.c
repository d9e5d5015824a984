/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of route maps that are about BGP's routes. */
#include "models/bgp/bgp_as_path.h"
#include "models/bgp/bgp_community.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_policy_lists.h"

#include <string.h>

static BgpPolicyRoute *route_of(const PolicySubject *subject)
{
	return subject->own;
}

static gboolean complain(GError **error, const char *text)
{
	g_set_error_literal(error, POLICY_ERROR, 0, text);
	return FALSE;
}

/* ---- What a route is matched by ---- */

typedef struct Names {
	GStrv names;
	gboolean exact;
} Names;

static const ConfigField as_path_fields[] = {
	CONFIG_FIELD(Names, names, "names", config_words, NULL,
		     "AS path lists, one of which permits it"),
};

#define COMMUNITY_LIST_FIELDS(what)                                                                \
	CONFIG_FIELD(Names, names, "names", config_words, NULL, what ", one of which permits it"), \
		CONFIG_FIELD(Names, exact, "exact", config_bool, "no",                             \
			     "yes: it has those of an entry and no others")

static const ConfigField community_fields[] = {COMMUNITY_LIST_FIELDS("community lists")};
static const ConfigField large_fields[] = {COMMUNITY_LIST_FIELDS("lists of large communities")};
static const ConfigField ext_fields[] = {COMMUNITY_LIST_FIELDS("lists of extended communities")};

static gboolean match_lists(const PolicySubject *subject, const PolicyUse *use)
{
	return policy_use_lists_permit(use, subject, 0);
}

static gboolean match_communities(const PolicySubject *subject, const PolicyUse *use)
{
	const Names *config = use->config;

	return policy_use_lists_permit(use, subject, config->exact ? POLICY_LIST_EXACT : 0);
}

typedef struct Number {
	uint32_t value;
} Number;

static const ConfigField match_local_pref_fields[] = {
	CONFIG_FIELD(Number, value, "value", config_u32, NULL, "LOCAL_PREF; 100 where it has none"),
};

static gboolean match_local_pref(const PolicySubject *subject, const PolicyUse *use)
{
	const BgpAttrs *a = &route_of(subject)->attrs;
	uint32_t value =
		bgp_attrs_has(a, BGP_ATTR_LOCAL_PREF) ? a->local_pref : BGP_LOCAL_PREF_DEFAULT;

	return value == ((const Number *)use->config)->value;
}

typedef struct Choice {
	unsigned value;
} Choice;

static gboolean parse_origin(const char *text, void *out)
{
	for (unsigned i = BGP_ORIGIN_IGP; i <= BGP_ORIGIN_INCOMPLETE; i++)
		if (strcmp(bgp_origin_name((BgpOrigin)i), text) == 0) {
			((Choice *)out)->value = i;
			return TRUE;
		}
	return FALSE;
}

static const ConfigKind config_origin = {"origin", "igp, egp or incomplete", parse_origin, NULL,
					 NULL};

static const ConfigField origin_fields[] = {
	{"value", &config_origin, 0, NULL, "ORIGIN: igp, egp or incomplete"},
};

static gboolean match_origin(const PolicySubject *subject, const PolicyUse *use)
{
	return route_of(subject)->attrs.origin == ((const Choice *)use->config)->value;
}

static const char *const route_types[] = {"local", "internal", "external"};

static gboolean parse_route_type(const char *text, void *out)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(route_types); i++)
		if (strcmp(route_types[i], text) == 0) {
			((Choice *)out)->value = i;
			return TRUE;
		}
	return FALSE;
}

static const ConfigKind config_route_type = {"bgp-route-type", "local, internal or external",
					     parse_route_type, NULL, NULL};

static const ConfigField route_type_fields[] = {
	{"value", &config_route_type, 0, NULL,
	 "local: the node's own; internal or external: by the neighbour that it came from"},
};

static gboolean match_route_type(const PolicySubject *subject, const PolicyUse *use)
{
	const BgpPeer *peer = route_of(subject)->peer;
	unsigned type = !peer ? 0 : bgp_peer_is_internal(peer) ? 1 : 2;

	return type == ((const Choice *)use->config)->value;
}

static const ConfigField family_fields[] = {
	CONFIG_FIELD(Names, names, "names", config_words, NULL,
		     "address families, one of which it is of: ipv4, vpnv4, ipv4-labelled-unicast, "
		     "route-target"),
};

static gboolean check_families(const void *config, GError **error)
{
	if (!policy_has_names(config, error))
		return FALSE;
	for (char **name = ((const Names *)config)->names; *name; name++)
		if (bgp_family_of_name(*name) < 0) {
			g_autofree char *all = bgp_family_names();

			g_set_error(error, POLICY_ERROR, 0, "no address family \"%s\": write %s",
				    *name, all);
			return FALSE;
		}
	return TRUE;
}

static gboolean match_family(const PolicySubject *subject, const PolicyUse *use)
{
	const Names *config = use->config;

	return g_strv_contains((const char *const *)config->names,
			       bgp_families[route_of(subject)->family].name);
}

/* ---- What is set ---- */

static const ConfigField set_local_pref_fields[] = {
	CONFIG_FIELD(Number, value, "value", config_u32, NULL, "LOCAL_PREF"),
};

static void set_local_pref(PolicySubject *subject, const PolicyUse *use)
{
	BgpPolicyRoute *route = route_of(subject);

	route->attrs.local_pref = ((const Number *)use->config)->value;
	route->attrs.present |= BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF);
	route->changed = TRUE;
}

static const ConfigField weight_fields[] = {
	CONFIG_FIELD(Number, value, "value", config_u32, NULL,
		     "weight in this router's own decision, 0 to 65535"),
};

static gboolean check_weight(const void *config, GError **error)
{
	return ((const Number *)config)->value <= UINT16_MAX ||
	       complain(error, "a weight is 0 to 65535");
}

static void set_weight(PolicySubject *subject, const PolicyUse *use)
{
	route_of(subject)->weight = ((const Number *)use->config)->value + 1;
	route_of(subject)->changed = TRUE;
}

static void set_origin(PolicySubject *subject, const PolicyUse *use)
{
	BgpPolicyRoute *route = route_of(subject);

	route->attrs.origin = (uint8_t)((const Choice *)use->config)->value;
	route->attrs.present |= BGP_ATTR_BIT(BGP_ATTR_ORIGIN);
	route->changed = TRUE;
}

/* An attribute that is empty is not there. */
static void put_span(BgpPolicyRoute *route, BgpAttrType type, BgpSpan *member, WireWriter *w)
{
	*member = bgp_scratch_keep(&route->scratch, w);
	if (member->len > 0)
		route->attrs.present |= BGP_ATTR_BIT(type);
	else
		route->attrs.present &= ~BGP_ATTR_BIT(type);
	route->changed = TRUE;
}

typedef struct SetCommunity {
	GArray *values; /* of uint32_t, or of BgpLargeCommunity */
	gboolean additive;
} SetCommunity;

static const ConfigField set_community_fields[] = {
	CONFIG_FIELD(SetCommunity, values, "values", bgp_config_communities, NULL,
		     "communities between blanks; empty: none"),
	CONFIG_FIELD(SetCommunity, additive, "additive", config_bool, "no",
		     "yes: beside those that it has; no: in their place"),
};

static gboolean written(const WireWriter *w, size_t len, uint64_t value)
{
	return bgp_communities_contain((BgpSpan){w->buf, w->len}, len, value);
}

static void set_community(PolicySubject *subject, const PolicyUse *use)
{
	BgpPolicyRoute *route = route_of(subject);
	const SetCommunity *config = use->config;
	BgpSpan *member = &route->attrs.communities;
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	if (config->additive)
		wire_write_bytes(&w, member->bytes, member->len);
	for (unsigned i = 0; i < config->values->len; i++) {
		uint32_t value = g_array_index(config->values, uint32_t, i);

		if (!written(&w, BGP_COMMUNITY_LEN, value))
			wire_write_u32(&w, value);
	}
	put_span(route, BGP_ATTR_COMMUNITIES, member, &w);
}

/* Leaves out what the lists permit. */
static void delete_listed(BgpPolicyRoute *route, const PolicyUse *use, BgpAttrType type,
			  BgpSpan *member, size_t len,
			  gboolean (*is_in)(const PolicyUse *, const uint8_t *))
{
	BgpSpan all = *member;
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	for (size_t i = 0; i < bgp_communities_n(all, len); i++)
		if (!is_in(use, all.bytes + i * len))
			wire_write_bytes(&w, all.bytes + i * len, len);
	if (w.len < all.len)
		put_span(route, type, member, &w);
	wire_writer_clear(&w);
}

static const ConfigField delete_community_fields[] = {
	CONFIG_FIELD(Names, names, "names", config_words, NULL,
		     "community lists; a community goes that one of them permits by itself"),
};

static void delete_community(PolicySubject *subject, const PolicyUse *use)
{
	BgpPolicyRoute *route = route_of(subject);

	delete_listed(route, use, BGP_ATTR_COMMUNITIES, &route->attrs.communities,
		      BGP_COMMUNITY_LEN, bgp_community_is_in);
}

static const ConfigField set_large_fields[] = {
	CONFIG_FIELD(SetCommunity, values, "values", bgp_config_large_communities, NULL,
		     "large communities between blanks; empty: none"),
	CONFIG_FIELD(SetCommunity, additive, "additive", config_bool, "no",
		     "yes: beside those that it has; no: in their place"),
};

static void set_large(PolicySubject *subject, const PolicyUse *use)
{
	BgpPolicyRoute *route = route_of(subject);
	const SetCommunity *config = use->config;
	BgpSpan *member = &route->attrs.large_communities;
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	if (config->additive)
		wire_write_bytes(&w, member->bytes, member->len);
	for (unsigned i = 0; i < config->values->len; i++) {
		const BgpLargeCommunity *value =
			&g_array_index(config->values, BgpLargeCommunity, i);

		if (!bgp_large_communities_contain((BgpSpan){w.buf, w.len}, value))
			wire_write_bytes(&w, value, sizeof *value);
	}
	put_span(route, BGP_ATTR_LARGE_COMMUNITIES, member, &w);
}

static const ConfigField delete_large_fields[] = {
	CONFIG_FIELD(Names, names, "names", config_words, NULL,
		     "lists of large communities; one goes that a list permits by itself"),
};

static void delete_large(PolicySubject *subject, const PolicyUse *use)
{
	BgpPolicyRoute *route = route_of(subject);

	delete_listed(route, use, BGP_ATTR_LARGE_COMMUNITIES, &route->attrs.large_communities,
		      BGP_LARGE_COMMUNITY_LEN, bgp_large_community_is_in);
}

typedef struct SetExt {
	GArray *route_targets, *sites; /* of NetRt */
	gboolean additive;
} SetExt;

static const ConfigField set_ext_fields[] = {
	CONFIG_FIELD(SetExt, route_targets, "route-targets", config_rts, "",
		     "route targets between blanks; empty: they stay"),
	CONFIG_FIELD(SetExt, sites, "sites", config_rts, "",
		     "sites of origin, written as route targets are; empty: they stay"),
	CONFIG_FIELD(SetExt, additive, "additive", config_bool, "no",
		     "yes: beside those that it has; no: in their place"),
};

static gboolean check_set_ext(const void *config, GError **error)
{
	const SetExt *e = config;

	return e->route_targets->len + e->sites->len > 0 ||
	       complain(error, "write route-targets, sites or both");
}

static gboolean is_replaced(const SetExt *config, uint64_t community)
{
	if (config->additive)
		return FALSE;
	return (config->route_targets->len > 0 && net_ext_community_is_rt(community)) ||
	       (config->sites->len > 0 && bgp_ext_community_is_site(community));
}

static void add_ext(WireWriter *w, uint64_t value)
{
	if (!written(w, BGP_EXT_COMMUNITY_LEN, value))
		wire_write_u64(w, value);
}

static void set_ext(PolicySubject *subject, const PolicyUse *use)
{
	BgpPolicyRoute *route = route_of(subject);
	const SetExt *config = use->config;
	BgpSpan *member = &route->attrs.extended_communities;
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	for (size_t i = 0; i < bgp_communities_n(*member, BGP_EXT_COMMUNITY_LEN); i++) {
		uint64_t value = bgp_community_at(*member, BGP_EXT_COMMUNITY_LEN, i);

		if (!is_replaced(config, value))
			wire_write_u64(&w, value);
	}
	for (unsigned i = 0; i < config->route_targets->len; i++)
		add_ext(&w, g_array_index(config->route_targets, NetRt, i));
	for (unsigned i = 0; i < config->sites->len; i++)
		add_ext(&w, bgp_site_of(g_array_index(config->sites, NetRt, i)));
	put_span(route, BGP_ATTR_EXTENDED_COMMUNITIES, member, &w);
}

static const ConfigField delete_ext_fields[] = {
	CONFIG_FIELD(Names, names, "names", config_words, NULL,
		     "lists of extended communities; one goes that a list permits by itself"),
};

static void delete_ext(PolicySubject *subject, const PolicyUse *use)
{
	BgpPolicyRoute *route = route_of(subject);

	delete_listed(route, use, BGP_ATTR_EXTENDED_COMMUNITIES, &route->attrs.extended_communities,
		      BGP_EXT_COMMUNITY_LEN, bgp_ext_community_is_in);
}

typedef struct Prepend {
	GArray *as_numbers; /* of uint32_t */
	uint8_t times;
} Prepend;

static const ConfigField prepend_fields[] = {
	CONFIG_FIELD(Prepend, as_numbers, "as-numbers", bgp_config_as_numbers, "",
		     "AS numbers between blanks, in the order in which they come to stand"),
	CONFIG_FIELD(Prepend, times, "times", config_u8, "0",
		     "instead of them: this node's AS number so many times"),
};

static gboolean check_prepend(const void *config, GError **error)
{
	const Prepend *p = config;

	return (p->as_numbers->len > 0) != (p->times > 0) ||
	       complain(error, "write as-numbers or times, one of both");
}

static void prepend_one(BgpPolicyRoute *route, uint32_t as_number)
{
	WireWriter w;

	wire_writer_init(&w, SIZE_MAX);
	bgp_as_path_prepend(route->attrs.as_path, as_number, &w);
	route->attrs.as_path.segments = bgp_scratch_keep(&route->scratch, &w);
}

static void prepend(PolicySubject *subject, const PolicyUse *use)
{
	BgpPolicyRoute *route = route_of(subject);
	const Prepend *config = use->config;

	for (unsigned i = config->as_numbers->len; i > 0; i--)
		prepend_one(route, g_array_index(config->as_numbers, uint32_t, i - 1));
	for (unsigned i = 0; i < config->times; i++)
		prepend_one(route, route->bgp->as_number);
	route->attrs.present |= BGP_ATTR_BIT(BGP_ATTR_AS_PATH);
	route->changed = TRUE;
}

#define FIELDS(table, struct_type)                                                            \
	.fields = table, .n_fields = G_N_ELEMENTS(table), .config_size = sizeof(struct_type), \
	.owner = &bgp_policy_owner
#define LISTS(class_) .lists = &(class_), .names = offsetof(Names, names), .check = policy_has_names

const PolicyRule bgp_policy_rules[] = {
	{.element = "match-as-path",
	 .doc = "True of BGP's routes whose AS path one of the lists permits.",
	 FIELDS(as_path_fields, Names),
	 LISTS(bgp_as_path_list),
	 .match = match_lists},
	{.element = "match-community",
	 .doc = "True of BGP's routes whose communities one of the lists permits.",
	 FIELDS(community_fields, Names),
	 LISTS(bgp_community_list),
	 .match = match_communities},
	{.element = "match-large-community",
	 .doc = "True of BGP's routes whose large communities one of the lists permits.",
	 FIELDS(large_fields, Names),
	 LISTS(bgp_large_community_list),
	 .match = match_communities},
	{.element = "match-extcommunity",
	 .doc = "True of BGP's routes whose extended communities one of the lists permits.",
	 FIELDS(ext_fields, Names),
	 LISTS(bgp_ext_community_list),
	 .match = match_communities},
	{.element = "match-local-preference",
	 .doc = "True of BGP's routes with that LOCAL_PREF.",
	 FIELDS(match_local_pref_fields, Number),
	 .match = match_local_pref},
	{.element = "match-origin",
	 .doc = "True of BGP's routes with that ORIGIN.",
	 FIELDS(origin_fields, Choice),
	 .match = match_origin},
	{.element = "match-route-type",
	 .doc = "True of BGP's routes that came from there.",
	 FIELDS(route_type_fields, Choice),
	 .match = match_route_type},
	{.element = "match-family",
	 .doc = "True of BGP's routes of one of the address families.",
	 FIELDS(family_fields, Names),
	 .check = check_families,
	 .match = match_family},
	{.element = "set-local-preference",
	 .doc = "Gives BGP's route a LOCAL_PREF.",
	 FIELDS(set_local_pref_fields, Number),
	 .set = set_local_pref},
	{.element = "set-weight",
	 .doc = "Gives BGP's route a weight.",
	 FIELDS(weight_fields, Number),
	 .check = check_weight,
	 .set = set_weight},
	{.element = "set-origin",
	 .doc = "Gives BGP's route an ORIGIN.",
	 FIELDS(origin_fields, Choice),
	 .set = set_origin},
	{.element = "set-community",
	 .doc = "Gives BGP's route communities.",
	 FIELDS(set_community_fields, SetCommunity),
	 .set = set_community},
	{.element = "delete-community",
	 .doc = "Takes communities from BGP's route.",
	 FIELDS(delete_community_fields, Names),
	 LISTS(bgp_community_list),
	 .set = delete_community},
	{.element = "set-large-community",
	 .doc = "Gives BGP's route large communities.",
	 FIELDS(set_large_fields, SetCommunity),
	 .set = set_large},
	{.element = "delete-large-community",
	 .doc = "Takes large communities from BGP's route.",
	 FIELDS(delete_large_fields, Names),
	 LISTS(bgp_large_community_list),
	 .set = delete_large},
	{.element = "set-extcommunity",
	 .doc = "Gives BGP's route route targets or sites of origin.",
	 FIELDS(set_ext_fields, SetExt),
	 .check = check_set_ext,
	 .set = set_ext},
	{.element = "delete-extcommunity",
	 .doc = "Takes extended communities from BGP's route.",
	 FIELDS(delete_ext_fields, Names),
	 LISTS(bgp_ext_community_list),
	 .set = delete_ext},
	{.element = "set-as-path-prepend",
	 .doc = "Puts AS numbers in front of the AS path of BGP's route.",
	 FIELDS(prepend_fields, Prepend),
	 .check = check_prepend,
	 .set = prepend},
	{.element = NULL},
};
