/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/config.h"

#include "models/net/addr.h"
#include "models/net/label.h"
#include "models/net/rd.h"
#include "sim/simtime.h"

#include <string.h>

enum { MILLION = 1000000 };

static gboolean parse_bool(const char *text, void *out)
{
	gboolean yes = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;

	*(gboolean *)out = yes;
	return yes || strcmp(text, "no") == 0 || strcmp(text, "false") == 0;
}

static gboolean parse_unsigned(const char *text, guint64 min, guint64 max, guint64 *out)
{
	return g_ascii_isdigit(text[0]) &&
	       g_ascii_string_to_unsigned(text, 10, min, max, out, NULL);
}

static gboolean parse_u8(const char *text, void *out)
{
	guint64 value = 0;
	gboolean ok = parse_unsigned(text, 0, UINT8_MAX, &value);

	*(uint8_t *)out = (uint8_t)value;
	return ok;
}

static gboolean parse_u16(const char *text, void *out)
{
	guint64 value = 0;
	gboolean ok = parse_unsigned(text, 0, UINT16_MAX, &value);

	*(uint16_t *)out = (uint16_t)value;
	return ok;
}

static gboolean parse_u32(const char *text, void *out)
{
	guint64 value = 0;
	gboolean ok = parse_unsigned(text, 0, UINT32_MAX, &value);

	*(uint32_t *)out = (uint32_t)value;
	return ok;
}

static gboolean parse_label(const char *text, void *out)
{
	guint64 value = 0;
	gboolean ok = parse_unsigned(text, NET_LABEL_FIRST, NET_LABEL_MAX, &value);

	*(uint32_t *)out = (uint32_t)value;
	return ok;
}

static gboolean parse_duration(const char *text, void *out)
{
	return sim_time_parse(text, out, NULL);
}

static gboolean parse_bandwidth(const char *text, void *out)
{
	static const struct {
		const char *suffix;
		guint64 factor;
	} units[] = {{"bps", 1}, {"kbps", 1000}, {"Mbps", 1000000}, {"Gbps", 1000000000}};
	char *end = NULL;
	guint64 value = g_ascii_strtoull(text, &end, 10);

	if (!g_ascii_isdigit(text[0]))
		return FALSE;
	for (unsigned i = 0; i < G_N_ELEMENTS(units); i++) {
		if (strcmp(end, units[i].suffix) != 0)
			continue;
		if (value >= UINT64_MAX / units[i].factor) /* or saturated */
			return FALSE;
		*(uint64_t *)out = value * units[i].factor;
		return TRUE;
	}
	return FALSE;
}

static gboolean parse_text(const char *text, void *out)
{
	*(char **)out = g_strdup(text);
	return TRUE;
}

static void clear_text(void *member)
{
	g_clear_pointer((char **)member, g_free);
}

static void own_text(void *member)
{
	*(char **)member = g_strdup(*(char **)member);
}

static gboolean parse_words(const char *text, void *out)
{
	GStrv all = g_strsplit_set(text, " \t\r\n", -1);
	GStrvBuilder *words = g_strv_builder_new();

	for (char **word = all; *word; word++)
		if (**word)
			g_strv_builder_add(words, *word);
	*(GStrv *)out = g_strv_builder_end(words);
	g_strv_builder_unref(words);
	g_strfreev(all);
	return TRUE;
}

static void clear_words(void *member)
{
	g_clear_pointer((GStrv *)member, g_strfreev);
}

/* An address that one node can have: not unspecified, "this network", the host itself, multicast or
 * reserved (RFC 6890). */
static gboolean is_unicast(const NetAddr *addr)
{
	static const uint8_t loopback[16] = {[15] = 1};
	static const uint8_t unspecified[16] = {0};

	if (addr->family == NET_AF_IPV4)
		return addr->bytes[0] != 0 && addr->bytes[0] != 127 && addr->bytes[0] < 224;
	return !net_addr_is_multicast(addr) && memcmp(addr->bytes, loopback, 16) != 0 &&
	       memcmp(addr->bytes, unspecified, 16) != 0;
}

static void own_words(void *member)
{
	*(GStrv *)member = g_strdupv(*(GStrv *)member);
}

static gboolean parse_address(const char *text, void *out)
{
	NetAddr *addr = out;

	*addr = net_addr_none;
	if (*text == '\0' || (net_addr_parse(text, addr) && is_unicast(addr)))
		return TRUE;
	*addr = net_addr_none;
	return FALSE;
}

static gboolean parse_prefix(const char *text, void *out)
{
	return net_prefix_parse(text, FALSE, out);
}

static gboolean parse_interface_address(const char *text, void *out)
{
	return net_prefix_parse(text, TRUE, out);
}

static gboolean parse_area(const char *text, void *out)
{
	NetAddr dotted;

	if (parse_u32(text, out))
		return TRUE;
	if (!net_addr_parse(text, &dotted) || dotted.family != NET_AF_IPV4)
		return FALSE;
	*(uint32_t *)out = net_addr_to_ipv4(&dotted);
	return TRUE;
}

static gboolean parse_rd(const char *text, void *out)
{
	return net_rd_parse(text, out);
}

static gboolean parse_soo(const char *text, void *out)
{
	*(NetSoo *)out = 0;
	return !*text || net_soo_parse(text, out);
}

static void clear_rts(void *member)
{
	g_clear_pointer((GArray **)member, g_array_unref);
}

static void own_rts(void *member)
{
	GArray **rts = member;

	if (*rts)
		*rts = g_array_copy(*rts);
}

static gboolean parse_rts(const char *text, void *out)
{
	GArray *rts = g_array_new(FALSE, FALSE, sizeof(NetRt));
	GStrv words;
	gboolean ok = TRUE;

	parse_words(text, &words);
	for (char **word = words; *word && ok; word++) {
		NetRt rt;

		ok = net_rt_parse(*word, &rt);
		if (ok)
			g_array_append_val(rts, rt);
	}
	g_strfreev(words);
	*(GArray **)out = rts;
	if (!ok)
		clear_rts(out);
	return ok;
}

/* Per cent with at most four decimals, as parts of a million. */
static gboolean parse_share(const char *text, void *out)
{
	uint32_t millionths = 0, unit = MILLION / 100;
	const char *p = text;

	for (; g_ascii_isdigit(*p) && p < text + 3; p++)
		millionths = millionths * 10 + (uint32_t)(*p - '0') * unit;
	if (p == text)
		return FALSE;
	if (*p == '.' && g_ascii_isdigit(p[1]))
		for (p++; g_ascii_isdigit(*p) && unit > 1; p++) {
			unit /= 10;
			millionths += (uint32_t)(*p - '0') * unit;
		}
	*(uint32_t *)out = millionths;
	return strcmp(p, "%") == 0 && millionths <= MILLION;
}

const ConfigKind config_bool = {"yes-or-no", "\"yes\" or \"no\"", parse_bool, NULL, NULL};
const ConfigKind config_u8 = {"number", "a whole number from 0 to 255", parse_u8, NULL, NULL};
const ConfigKind config_u16 = {"number", "a whole number from 0 to 65535", parse_u16, NULL, NULL};
const ConfigKind config_u32 = {"number", "a whole number from 0 to 4294967295", parse_u32, NULL,
			       NULL};
const ConfigKind config_label = {"label", "a label from 16 to 1048575", parse_label, NULL, NULL};
const ConfigKind config_duration = {"duration", "a duration with its unit, such as 10ms or 40s",
				    parse_duration, NULL, NULL};
const ConfigKind config_bandwidth = {"bandwidth", "a bandwidth such as 10Gbps or 622Mbps",
				     parse_bandwidth, NULL, NULL};
const ConfigKind config_share = {"share", "a share such as 0.1%, at most 100%", parse_share, NULL,
				 NULL};
const ConfigKind config_text = {"text", "text", parse_text, clear_text, own_text};
const ConfigKind config_source = {"source", "whose routes, such as \"connected\" or \"static\"",
				  parse_text, clear_text, own_text};
const ConfigKind config_sources = {"sources",
				   "whose routes, between blanks, such as \"connected static\"",
				   parse_words, clear_words, own_words};
const ConfigKind config_words = {"words", "words between blanks", parse_words, clear_words,
				 own_words};
const ConfigKind config_address = {"address", "a unicast address such as 10.0.0.1", parse_address,
				   NULL, NULL};
const ConfigKind config_prefix = {"prefix",
				  "a prefix without bits past its length, such as 152.12.4.0/24",
				  parse_prefix, NULL, NULL};
const ConfigKind config_interface_address = {
	"interface-address", "an address with its prefix length, such as 10.1.0.1/30",
	parse_interface_address, NULL, NULL};
const ConfigKind config_area = {"area", "an area such as 0 or 0.0.0.0", parse_area, NULL, NULL};
const ConfigKind config_rd = {"route-distinguisher", "a route distinguisher such as 1:27", parse_rd,
			      NULL, NULL};
const ConfigKind config_soo = {"site-of-origin", "a site of origin such as 1:27", parse_soo, NULL,
			       NULL};
const ConfigKind config_rts = {"route-targets", "route targets between blanks, such as \"1:222\"",
			       parse_rts, clear_rts, own_rts};

void config_set_defaults(const ConfigField *fields, unsigned n, void *base)
{
	for (unsigned i = 0; i < n; i++) {
		gboolean ok =
			!fields[i].fallback ||
			fields[i].kind->parse(fields[i].fallback, (char *)base + fields[i].offset);

		g_assert(ok);
	}
}

void config_clear(const ConfigField *fields, unsigned n, void *base)
{
	for (unsigned i = 0; i < n; i++)
		if (fields[i].kind->clear)
			fields[i].kind->clear((char *)base + fields[i].offset);
}

void *config_copy(const ConfigField *fields, unsigned n, size_t size, const void *base)
{
	void *copy = g_memdup2(base, size);

	for (unsigned i = 0; i < n; i++) {
		g_assert(!fields[i].kind->clear || fields[i].kind->own);
		if (fields[i].kind->own)
			fields[i].kind->own((char *)copy + fields[i].offset);
	}
	return copy;
}

gboolean config_set(const ConfigField *field, const char *text, void *base)
{
	char *member = (char *)base + field->offset;

	if (field->kind->clear)
		field->kind->clear(member);
	return field->kind->parse(text, member);
}

const ConfigField *config_find(const ConfigField *fields, unsigned n, const char *name)
{
	for (unsigned i = 0; i < n; i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}
