/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_community.h"

#include <string.h>

static const struct {
	const char *name;
	uint32_t value;
} well_known[] = {
	{"no-export", BGP_NO_EXPORT},
	{"no-advertise", BGP_NO_ADVERTISE},
	{"no-export-subconfed", BGP_NO_EXPORT_SUBCONFED},
	{"graceful-shutdown", BGP_GRACEFUL_SHUTDOWN},
};

static gboolean parse_pair(const char *text, const char *colon, uint32_t *out)
{
	g_autofree char *high = g_strndup(text, (gsize)(colon - text));
	uint16_t first, second;
	gboolean ok = config_u16.parse(high, &first) && config_u16.parse(colon + 1, &second);

	*out = ok ? (uint32_t)first << 16 | second : 0;
	return ok;
}

gboolean bgp_community_parse(const char *text, uint32_t *out)
{
	const char *colon = strchr(text, ':');

	for (unsigned i = 0; i < G_N_ELEMENTS(well_known); i++)
		if (strcmp(well_known[i].name, text) == 0) {
			*out = well_known[i].value;
			return TRUE;
		}
	return colon ? parse_pair(text, colon, out) : config_u32.parse(text, out);
}

uint64_t bgp_community_at(BgpSpan span, size_t len, size_t i)
{
	uint64_t value = 0;

	for (size_t k = 0; k < len; k++)
		value = value << 8 | span.bytes[len * i + k];
	return value;
}

gboolean bgp_communities_contain(BgpSpan span, size_t len, uint64_t value)
{
	for (size_t i = 0; i < bgp_communities_n(span, len); i++)
		if (bgp_community_at(span, len, i) == value)
			return TRUE;
	return FALSE;
}

gboolean bgp_large_community_parse(const char *text, BgpLargeCommunity *out)
{
	GStrv parts = g_strsplit(text, ":", -1);
	gboolean ok = g_strv_length(parts) == 3;

	for (unsigned i = 0; ok && i < 3; i++) {
		uint32_t part;

		ok = config_u32.parse(parts[i], &part);
		if (ok)
			wire_put_u32(out->bytes + sizeof part * i, part);
	}
	g_strfreev(parts);
	return ok;
}

gboolean bgp_large_communities_contain(BgpSpan span, const BgpLargeCommunity *community)
{
	for (size_t i = 0; i < bgp_communities_n(span, sizeof *community); i++)
		if (memcmp(span.bytes + i * sizeof *community, community, sizeof *community) == 0)
			return TRUE;
	return FALSE;
}

static gboolean parse_as_number(const char *text, void *out)
{
	uint32_t value;
	gboolean ok = config_u32.parse(text, &value) && value != 0;

	memcpy(out, &value, sizeof value);
	return ok;
}

static gboolean parse_community(const char *text, void *out)
{
	uint32_t value = 0;
	gboolean ok = bgp_community_parse(text, &value);

	memcpy(out, &value, sizeof value);
	return ok;
}

static gboolean parse_large(const char *text, void *out)
{
	return bgp_large_community_parse(text, out);
}

/* The words as values of size bytes each. */
static gboolean parse_list(const char *text, gboolean (*parse)(const char *, void *), guint size,
			   void *out)
{
	GStrv words = g_strsplit_set(text, " \t\r\n", -1);
	GArray *list = g_array_new(FALSE, FALSE, size);
	gboolean ok = TRUE;

	for (char **word = words; ok && *word; word++) {
		BgpLargeCommunity value;

		if (!**word)
			continue;
		ok = parse(*word, &value);
		if (ok)
			g_array_append_vals(list, &value, 1);
	}
	*(GArray **)out = list;
	g_strfreev(words);
	return ok;
}

static gboolean parse_communities(const char *text, void *out)
{
	return parse_list(text, parse_community, sizeof(uint32_t), out);
}

static gboolean parse_as_numbers(const char *text, void *out)
{
	return parse_list(text, parse_as_number, sizeof(uint32_t), out);
}

static gboolean parse_large_communities(const char *text, void *out)
{
	return parse_list(text, parse_large, sizeof(BgpLargeCommunity), out);
}

static void clear_list(void *member)
{
	g_clear_pointer((GArray **)member, g_array_unref);
}

static void own_list(void *member)
{
	*(GArray **)member = g_array_copy(*(GArray **)member);
}

const ConfigKind bgp_config_communities = {
	"communities",
	"communities between blanks, such as 65000:1, no-export, no-advertise, no-export-subconfed "
	"or graceful-shutdown",
	parse_communities, clear_list, own_list};

const ConfigKind bgp_config_as_numbers = {"as-numbers",
					  "AS numbers between blanks, such as \"65001 65001\"",
					  parse_as_numbers, clear_list, own_list};

const ConfigKind bgp_config_large_communities = {
	"large-communities", "large communities between blanks, such as 65000:1:2",
	parse_large_communities, clear_list, own_list};
