/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of AS paths and communities, which rules of route maps name. */
#include "models/bgp/bgp_policy_lists.h"

#include "models/bgp/bgp_community.h"
#include "models/bgp/bgp_fields.h"
#include "models/bgp/bgp_policy.h"
#include "models/policy/policy_regex.h"

#include <string.h>

#define SITE_SUBTYPE UINT64_C(0x03) /* RFC 4360 5: Route Origin */

static BgpPolicyRoute *route_of(const PolicySubject *subject)
{
	return subject->own;
}

static gboolean complain(GError **error, const char *text)
{
	g_set_error_literal(error, POLICY_ERROR, 0, text);
	return FALSE;
}

/* ---- AS paths ---- */

typedef struct AsPathEntry {
	PolicyEntryConfig entry;
	PolicyRegex *regex;
} AsPathEntry;

static const ConfigField as_path_fields[] = {
	POLICY_ENTRY_FIELDS(AsPathEntry, entry, "5"),
	CONFIG_FIELD(AsPathEntry, regex, "regex", policy_config_regex, NULL,
		     "regular expression; _ is a blank, a brace, or an end: _65001_, ^65001_, ^$"),
};

static gboolean has_regex(const void *config, GError **error)
{
	return ((const AsPathEntry *)config)->regex ||
	       complain(error, "write a regular expression; . is any AS path");
}

static gboolean as_path_matches(const void *config, const PolicySubject *subject, unsigned flags)
{
	(void)flags;
	return policy_regex_matches(((const AsPathEntry *)config)->regex,
				    bgp_policy_as_path(route_of(subject)));
}

const PolicyListClass bgp_as_path_list = {
	.element = "as-path-list",
	.doc = "AS paths, for match rules of route maps.",
	.entry_doc = "Permits or denies AS paths in which a regular expression is found.",
	.fields = as_path_fields,
	.n_fields = G_N_ELEMENTS(as_path_fields),
	.config_size = sizeof(AsPathEntry),
	.owner = &bgp_policy_owner,
	.check = has_regex,
	.matches = as_path_matches,
};

/* ---- Communities ---- */

typedef struct CommunityEntry {
	PolicyEntryConfig entry;
	GArray *communities; /* of uint32_t */
	PolicyRegex *regex;
} CommunityEntry;

static const ConfigField community_fields[] = {
	POLICY_ENTRY_FIELDS(CommunityEntry, entry, "5"),
	CONFIG_FIELD(CommunityEntry, communities, "communities", bgp_config_communities, "",
		     "communities between blanks, all of which the route must have"),
	CONFIG_FIELD(CommunityEntry, regex, "regex", policy_config_regex, "",
		     "instead of them: an expression that is found in the route's, which are "
		     "written as in 65000:1 65000:2"),
};

static gboolean check_community(const void *config, GError **error)
{
	const CommunityEntry *e = config;

	return (e->communities->len > 0) != (e->regex != NULL) ||
	       complain(error, "write communities or regex, one of both");
}

static gboolean regex_matches_communities(const PolicyRegex *regex, const BgpAttrs *attrs)
{
	GString *text = g_string_new(NULL);
	gboolean matches;

	field_bgp_communities.print(&attrs, text);
	matches = policy_regex_matches(regex, text->str);
	g_string_free(text, TRUE);
	return matches;
}

static gboolean has_all(BgpSpan span, const GArray *communities)
{
	for (unsigned i = 0; i < communities->len; i++)
		if (!bgp_communities_contain(span, BGP_COMMUNITY_LEN,
					     g_array_index(communities, uint32_t, i)))
			return FALSE;
	return TRUE;
}

static gboolean is_listed(const GArray *communities, uint32_t value)
{
	for (unsigned i = 0; i < communities->len; i++)
		if (g_array_index(communities, uint32_t, i) == value)
			return TRUE;
	return FALSE;
}

static gboolean has_others(BgpSpan span, const GArray *communities)
{
	for (size_t i = 0; i < bgp_communities_n(span, BGP_COMMUNITY_LEN); i++)
		if (!is_listed(communities, (uint32_t)bgp_community_at(span, BGP_COMMUNITY_LEN, i)))
			return TRUE;
	return FALSE;
}

static gboolean community_matches(const void *config, const PolicySubject *subject, unsigned flags)
{
	const CommunityEntry *e = config;
	const BgpAttrs *attrs = &route_of(subject)->attrs;

	if (e->regex)
		return regex_matches_communities(e->regex, attrs);
	return has_all(attrs->communities, e->communities) &&
	       (!(flags & POLICY_LIST_EXACT) || !has_others(attrs->communities, e->communities));
}

const PolicyListClass bgp_community_list = {
	.element = "community-list",
	.doc = "Communities (RFC 1997), for rules of route maps.",
	.entry_doc = "Permits or denies routes with communities.",
	.fields = community_fields,
	.n_fields = G_N_ELEMENTS(community_fields),
	.config_size = sizeof(CommunityEntry),
	.owner = &bgp_policy_owner,
	.check = check_community,
	.matches = community_matches,
};

/* By itself, as if it were the only one. */
static gboolean is_community(const void *config, const void *user)
{
	const CommunityEntry *e = config;
	BgpSpan one = {user, BGP_COMMUNITY_LEN};
	const BgpAttrs attrs = {.present = BGP_ATTR_BIT(BGP_ATTR_COMMUNITIES), .communities = one};

	return e->regex ? regex_matches_communities(e->regex, &attrs)
			: has_all(one, e->communities);
}

gboolean bgp_community_is_in(const PolicyUse *use, const uint8_t *community)
{
	for (unsigned i = 0; i < use->n_lists; i++)
		if (policy_list_permits_by(use->lists[i], is_community, community))
			return TRUE;
	return FALSE;
}

/* ---- Large communities ---- */

typedef struct LargeEntry {
	PolicyEntryConfig entry;
	GArray *communities; /* of BgpLargeCommunity */
} LargeEntry;

static const ConfigField large_fields[] = {
	POLICY_ENTRY_FIELDS(LargeEntry, entry, "5"),
	CONFIG_FIELD(LargeEntry, communities, "communities", bgp_config_large_communities, NULL,
		     "large communities between blanks, all of which the route must have"),
};

static gboolean check_large(const void *config, GError **error)
{
	return ((const LargeEntry *)config)->communities->len > 0 ||
	       complain(error, "write at least one large community");
}

static gboolean has_all_large(BgpSpan span, const LargeEntry *e)
{
	for (unsigned i = 0; i < e->communities->len; i++)
		if (!bgp_large_communities_contain(
			    span, &g_array_index(e->communities, BgpLargeCommunity, i)))
			return FALSE;
	return TRUE;
}

/* The entry's as a span of their own. */
static gboolean has_other_large(BgpSpan span, const LargeEntry *e)
{
	BgpSpan listed = {(const uint8_t *)e->communities->data,
			  e->communities->len * sizeof(BgpLargeCommunity)};

	for (size_t i = 0; i < bgp_communities_n(span, BGP_LARGE_COMMUNITY_LEN); i++) {
		BgpLargeCommunity one;

		memcpy(&one, span.bytes + i * sizeof one, sizeof one);
		if (!bgp_large_communities_contain(listed, &one))
			return TRUE;
	}
	return FALSE;
}

static gboolean large_matches(const void *config, const PolicySubject *subject, unsigned flags)
{
	BgpSpan span = route_of(subject)->attrs.large_communities;

	return has_all_large(span, config) &&
	       (!(flags & POLICY_LIST_EXACT) || !has_other_large(span, config));
}

const PolicyListClass bgp_large_community_list = {
	.element = "large-community-list",
	.doc = "Large communities (RFC 8092), for rules of route maps.",
	.entry_doc = "Permits or denies routes with large communities.",
	.fields = large_fields,
	.n_fields = G_N_ELEMENTS(large_fields),
	.config_size = sizeof(LargeEntry),
	.owner = &bgp_policy_owner,
	.check = check_large,
	.matches = large_matches,
};

static gboolean is_large(const void *config, const void *user)
{
	return has_all_large((BgpSpan){user, BGP_LARGE_COMMUNITY_LEN}, config);
}

gboolean bgp_large_community_is_in(const PolicyUse *use, const uint8_t *community)
{
	for (unsigned i = 0; i < use->n_lists; i++)
		if (policy_list_permits_by(use->lists[i], is_large, community))
			return TRUE;
	return FALSE;
}

/* ---- Extended communities ---- */

typedef struct ExtEntry {
	PolicyEntryConfig entry;
	GArray *route_targets, *sites; /* of NetRt */
} ExtEntry;

static const ConfigField ext_fields[] = {
	POLICY_ENTRY_FIELDS(ExtEntry, entry, "5"),
	CONFIG_FIELD(ExtEntry, route_targets, "route-targets", config_rts, "",
		     "route targets between blanks, all of which the route must have"),
	CONFIG_FIELD(ExtEntry, sites, "sites", config_rts, "",
		     "sites of origin, written as route targets are, all of which it must have"),
};

static gboolean check_ext(const void *config, GError **error)
{
	const ExtEntry *e = config;

	return e->route_targets->len + e->sites->len > 0 ||
	       complain(error, "write route-targets, sites or both");
}

uint64_t bgp_site_of(NetRt rt)
{
	return (rt & ~(UINT64_C(0xff) << 48)) | SITE_SUBTYPE << 48;
}

gboolean bgp_ext_community_is_site(uint64_t community)
{
	unsigned type = (unsigned)(community >> 56);

	return type <= 2 && (community >> 48 & 0xff) == SITE_SUBTYPE;
}

static gboolean has_ext(const ExtEntry *e, uint64_t community)
{
	for (unsigned i = 0; i < e->route_targets->len; i++)
		if (g_array_index(e->route_targets, NetRt, i) == community)
			return TRUE;
	for (unsigned i = 0; i < e->sites->len; i++)
		if (bgp_site_of(g_array_index(e->sites, NetRt, i)) == community)
			return TRUE;
	return FALSE;
}

static gboolean has_all_ext(BgpSpan span, const ExtEntry *e)
{
	const size_t len = BGP_EXT_COMMUNITY_LEN;

	for (unsigned i = 0; i < e->route_targets->len; i++)
		if (!bgp_communities_contain(span, len, g_array_index(e->route_targets, NetRt, i)))
			return FALSE;
	for (unsigned i = 0; i < e->sites->len; i++)
		if (!bgp_communities_contain(span, len,
					     bgp_site_of(g_array_index(e->sites, NetRt, i))))
			return FALSE;
	return TRUE;
}

/* Exactly: no other route target or site of origin. */
static gboolean has_other_ext(BgpSpan span, const ExtEntry *e)
{
	for (size_t i = 0; i < bgp_communities_n(span, BGP_EXT_COMMUNITY_LEN); i++) {
		uint64_t community = bgp_community_at(span, BGP_EXT_COMMUNITY_LEN, i);

		if ((net_ext_community_is_rt(community) || bgp_ext_community_is_site(community)) &&
		    !has_ext(e, community))
			return TRUE;
	}
	return FALSE;
}

static gboolean ext_matches(const void *config, const PolicySubject *subject, unsigned flags)
{
	BgpSpan span = route_of(subject)->attrs.extended_communities;

	return has_all_ext(span, config) &&
	       (!(flags & POLICY_LIST_EXACT) || !has_other_ext(span, config));
}

const PolicyListClass bgp_ext_community_list = {
	.element = "extcommunity-list",
	.doc = "Route targets and sites of origin (RFC 4360), for rules of route maps.",
	.entry_doc = "Permits or denies routes with extended communities.",
	.fields = ext_fields,
	.n_fields = G_N_ELEMENTS(ext_fields),
	.config_size = sizeof(ExtEntry),
	.owner = &bgp_policy_owner,
	.check = check_ext,
	.matches = ext_matches,
};

static gboolean is_ext(const void *config, const void *user)
{
	return has_all_ext((BgpSpan){user, BGP_EXT_COMMUNITY_LEN}, config);
}

gboolean bgp_ext_community_is_in(const PolicyUse *use, const uint8_t *community)
{
	for (unsigned i = 0; i < use->n_lists; i++)
		if (policy_list_permits_by(use->lists[i], is_ext, community))
			return TRUE;
	return FALSE;
}
