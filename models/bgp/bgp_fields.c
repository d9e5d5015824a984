/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_fields.h"

#include <inttypes.h>

static const BgpAttrs *attrs_at(const void *p)
{
	return *(const BgpAttrs *const *)p;
}

static gboolean has(const void *p, BgpAttrType type)
{
	return attrs_at(p) && bgp_attrs_has(attrs_at(p), type);
}

static gboolean print_next_hop(const void *p, GString *out)
{
	const BgpAttrs *attrs = attrs_at(p);

	return attrs && field_addr.print(&attrs->next_hop, out);
}

const FieldKind field_bgp_next_hop = {
	.name = "bgp-next-hop",
	.storage = FIELD_STORE_TEXT,
	.print = print_next_hop,
};

/* Sets in braces. */
static void append_segment(const BgpAsSegment *segment, uint8_t as_size, GString *out)
{
	gboolean set = segment->type == BGP_AS_SET;

	if (set)
		g_string_append_c(out, '{');
	for (unsigned i = 0; i < segment->count; i++)
		g_string_append_printf(out, "%s%u", i > 0 ? " " : "",
				       bgp_as_segment_at(segment, as_size, i));
	if (set)
		g_string_append_c(out, '}');
}

static gboolean print_as_path(const void *p, GString *out)
{
	BgpAsSegment segment;
	BgpAsPath rest;
	const char *separator = "";

	if (!has(p, BGP_ATTR_AS_PATH))
		return FALSE;
	rest = attrs_at(p)->as_path;
	while (bgp_as_path_next(&rest, &segment)) {
		g_string_append(out, separator);
		append_segment(&segment, rest.as_size, out);
		separator = " ";
	}
	return TRUE;
}

const FieldKind field_bgp_as_path = {
	.name = "as-path",
	.storage = FIELD_STORE_TEXT,
	.print = print_as_path,
};

static gboolean print_origin(const void *p, GString *out)
{
	if (!has(p, BGP_ATTR_ORIGIN))
		return FALSE;
	g_string_append(out, bgp_origin_name(attrs_at(p)->origin));
	return TRUE;
}

const FieldKind field_bgp_origin = {
	.name = "origin",
	.storage = FIELD_STORE_TEXT,
	.print = print_origin,
};

/* A kind for an attribute that is one number. */
#define NUMBER_KIND(kind, member, type, label)                                  \
	static gboolean kind##_is_set(const void *p)                            \
	{                                                                       \
		return has(p, type);                                            \
	}                                                                       \
	static int64_t kind##_to_int(const void *p)                             \
	{                                                                       \
		return attrs_at(p)->member;                                     \
	}                                                                       \
	static gboolean kind##_print(const void *p, GString *out)               \
	{                                                                       \
		if (has(p, type))                                               \
			g_string_append_printf(out, "%u", attrs_at(p)->member); \
		return has(p, type);                                            \
	}                                                                       \
	const FieldKind kind = {                                                \
		.name = label,                                                  \
		.storage = FIELD_STORE_INT,                                     \
		.to_int = kind##_to_int,                                        \
		.is_set = kind##_is_set,                                        \
		.print = kind##_print,                                          \
	}

NUMBER_KIND(field_bgp_med, med, BGP_ATTR_MED, "med");
NUMBER_KIND(field_bgp_local_pref, local_pref, BGP_ATTR_LOCAL_PREF, "local-pref");

static uint32_t quad_at(BgpSpan span, size_t i)
{
	const uint8_t *b = span.bytes + i;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static gboolean print_communities(const void *p, GString *out)
{
	BgpSpan span;

	if (!has(p, BGP_ATTR_COMMUNITIES))
		return FALSE;
	span = attrs_at(p)->communities;
	for (size_t i = 0; i + 4 <= span.len; i += 4)
		g_string_append_printf(out, "%s%u:%u", i > 0 ? " " : "", quad_at(span, i) >> 16,
				       quad_at(span, i) & 0xffff);
	return TRUE;
}

const FieldKind field_bgp_communities = {
	.name = "communities",
	.storage = FIELD_STORE_TEXT,
	.print = print_communities,
};

/* Route targets have a column of their own. */
static gboolean print_extended_communities(const void *p, GString *out)
{
	const char *separator = "";
	BgpSpan span;

	if (!has(p, BGP_ATTR_EXTENDED_COMMUNITIES))
		return FALSE;
	span = attrs_at(p)->extended_communities;
	for (size_t i = 0; i + 8 <= span.len; i += 8) {
		uint64_t community = (uint64_t)quad_at(span, i) << 32 | quad_at(span, i + 4);

		if (net_ext_community_is_rt(community))
			continue;
		g_string_append_printf(out, "%s0x%016" PRIx64, separator, community);
		separator = " ";
	}
	return *separator != '\0';
}

const FieldKind field_bgp_extended_communities = {
	.name = "extended-communities",
	.storage = FIELD_STORE_TEXT,
	.print = print_extended_communities,
};

static gboolean print_large_communities(const void *p, GString *out)
{
	BgpSpan span;

	if (!has(p, BGP_ATTR_LARGE_COMMUNITIES))
		return FALSE;
	span = attrs_at(p)->large_communities;
	for (size_t i = 0; i + 12 <= span.len; i += 12)
		g_string_append_printf(out, "%s%u:%u:%u", i > 0 ? " " : "", quad_at(span, i),
				       quad_at(span, i + 4), quad_at(span, i + 8));
	return TRUE;
}

const FieldKind field_bgp_large_communities = {
	.name = "large-communities",
	.storage = FIELD_STORE_TEXT,
	.print = print_large_communities,
};

static void append_id(uint32_t id, GString *out)
{
	NetAddr addr = net_addr_ipv4(id);

	net_addr_append(&addr, out);
}

static gboolean print_aggregator(const void *p, GString *out)
{
	if (!has(p, BGP_ATTR_AGGREGATOR))
		return FALSE;
	g_string_append_printf(out, "%u ", attrs_at(p)->aggregator.as_number);
	append_id(attrs_at(p)->aggregator.identifier, out);
	return TRUE;
}

const FieldKind field_bgp_aggregator = {
	.name = "aggregator",
	.storage = FIELD_STORE_TEXT,
	.print = print_aggregator,
};

static int64_t has_atomic_aggregate(const void *p)
{
	return has(p, BGP_ATTR_ATOMIC_AGGREGATE);
}

static gboolean print_atomic_aggregate(const void *p, GString *out)
{
	g_string_append(out, has(p, BGP_ATTR_ATOMIC_AGGREGATE) ? "yes" : "no");
	return TRUE;
}

const FieldKind field_bgp_atomic_aggregate = {
	.name = "atomic-aggregate",
	.storage = FIELD_STORE_INT,
	.to_int = has_atomic_aggregate,
	.print = print_atomic_aggregate,
};

static gboolean print_originator_id(const void *p, GString *out)
{
	if (!has(p, BGP_ATTR_ORIGINATOR_ID))
		return FALSE;
	append_id(attrs_at(p)->originator_id, out);
	return TRUE;
}

const FieldKind field_bgp_originator_id = {
	.name = "originator-id",
	.storage = FIELD_STORE_TEXT,
	.print = print_originator_id,
};

static gboolean print_cluster_list(const void *p, GString *out)
{
	BgpSpan span;

	if (!has(p, BGP_ATTR_CLUSTER_LIST))
		return FALSE;
	span = attrs_at(p)->cluster_list;
	for (size_t i = 0; i + 4 <= span.len; i += 4) {
		if (i > 0)
			g_string_append_c(out, ' ');
		append_id(quad_at(span, i), out);
	}
	return TRUE;
}

const FieldKind field_bgp_cluster_list = {
	.name = "cluster-list",
	.storage = FIELD_STORE_TEXT,
	.print = print_cluster_list,
};
