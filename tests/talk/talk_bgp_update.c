/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/talk/talk_bgp_update.h"

#include "models/net/label.h"
#include "tests/talk/talk_slot.h"

#include <string.h>

/* One kind of attribute. */
typedef struct AttrWord {
	const char *key;
	uint8_t flags, type;
	gboolean (*write)(const char *text, WireWriter *w); /* the value */
	void (*show)(const BgpAttrs *attrs, GString *out);
} AttrWord;

static gboolean write_origin(const char *text, WireWriter *w)
{
	uint64_t number;

	for (unsigned origin = BGP_ORIGIN_IGP; origin <= BGP_ORIGIN_INCOMPLETE; origin++)
		if (strcmp(bgp_origin_name(origin), text) == 0) {
			wire_write_u8(w, (uint8_t)origin);
			return TRUE;
		}
	gboolean ok = talk_number_parse(text, UINT8_MAX, &number);
	wire_write_u8(w, (uint8_t)number);
	return ok;
}

static void show_origin(const BgpAttrs *attrs, GString *out)
{
	g_string_append(out, bgp_origin_name(attrs->origin));
}

/* One AS_SEQUENCE; "-" is the empty path. */
static gboolean write_as_path(const char *text, WireWriter *w)
{
	GStrv words = g_strsplit(text, ",", -1);
	uint64_t number;
	gboolean ok = TRUE;

	if (strcmp(text, "-") != 0) {
		wire_write_u8(w, BGP_AS_SEQUENCE);
		wire_write_u8(w, (uint8_t)g_strv_length(words));
		for (unsigned i = 0; words[i] && ok; i++) {
			ok = talk_number_parse(words[i], UINT32_MAX, &number);
			wire_write_u32(w, (uint32_t)number);
		}
	}
	g_strfreev(words);
	return ok;
}

static void show_as_path(const BgpAttrs *attrs, GString *out)
{
	BgpAsPath rest = attrs->as_path;
	BgpAsSegment segment;

	while (bgp_as_path_next(&rest, &segment))
		for (unsigned i = 0; i < segment.count; i++)
			g_string_append_printf(out, "%s%u", out->len ? "," : "",
					       bgp_as_segment_at(&segment, rest.as_size, i));
}

static gboolean write_next_hop(const char *text, WireWriter *w)
{
	NetAddr addr;

	if (!net_addr_parse(text, &addr))
		return FALSE;
	wire_write_addr(w, &addr);
	return TRUE;
}

static void show_next_hop(const BgpAttrs *attrs, GString *out)
{
	net_addr_append(&attrs->next_hop, out);
}

static gboolean write_u32(const char *text, WireWriter *w)
{
	uint64_t number;
	gboolean ok = talk_number_parse(text, UINT32_MAX, &number);

	wire_write_u32(w, (uint32_t)number);
	return ok;
}

static void show_med(const BgpAttrs *attrs, GString *out)
{
	g_string_append_printf(out, "%u", attrs->med);
}

static void show_local_pref(const BgpAttrs *attrs, GString *out)
{
	g_string_append_printf(out, "%u", attrs->local_pref);
}

/* "10.0.0.1,10.0.0.2" */
static gboolean write_addresses(const char *text, WireWriter *w)
{
	GStrv parts = g_strsplit(text, ",", -1);
	gboolean ok = TRUE;

	for (unsigned i = 0; parts[i] && ok; i++)
		ok = write_next_hop(parts[i], w);
	g_strfreev(parts);
	return ok;
}

static void show_address(uint32_t id, GString *out)
{
	NetAddr addr = net_addr_ipv4(id);

	g_string_append(out, out->len ? "," : "");
	net_addr_append(&addr, out);
}

static void show_originator(const BgpAttrs *attrs, GString *out)
{
	show_address(attrs->originator_id, out);
}

static void show_clusters(const BgpAttrs *attrs, GString *out)
{
	WireReader r;

	wire_reader_init(&r, attrs->cluster_list.bytes, attrs->cluster_list.len);
	while (wire_left(&r) > 0)
		show_address(wire_read_u32(&r), out);
}

static const AttrWord words[] = {
	{"origin", 0x40, BGP_ATTR_ORIGIN, write_origin, show_origin},
	{"as-path", 0x40, BGP_ATTR_AS_PATH, write_as_path, show_as_path},
	{"next-hop", 0x40, BGP_ATTR_NEXT_HOP, write_next_hop, show_next_hop},
	{"med", 0x80, BGP_ATTR_MED, write_u32, show_med},
	{"local-pref", 0x40, BGP_ATTR_LOCAL_PREF, write_u32, show_local_pref},
	{"originator", 0x80, BGP_ATTR_ORIGINATOR_ID, write_addresses, show_originator},
	{"clusters", 0x80, BGP_ATTR_CLUSTER_LIST, write_addresses, show_clusters},
};

static gboolean write_prefix(const char *text, WireWriter *w)
{
	NetPrefix prefix;

	if (!net_prefix_parse(text, FALSE, &prefix))
		return FALSE;
	wire_write_u8(w, prefix.len);
	wire_write_bytes(w, prefix.addr.bytes, (prefix.len + 7) / 8);
	return TRUE;
}

static gboolean write_raw(const char *text, WireWriter *w)
{
	GByteArray *bytes = g_byte_array_new();
	gboolean ok = talk_hex_parse(text, bytes);

	wire_write_bytes(w, bytes->data, bytes->len);
	g_byte_array_unref(bytes);
	return ok;
}

/* ---- VPN-IPv4 ---- */

static gboolean parse_label(const char *text, uint32_t *out)
{
	uint64_t number;

	if (!talk_number_parse(text, NET_LABEL_MAX, &number))
		return FALSE;
	*out = bgp_label_entry((uint32_t)number);
	return TRUE;
}

/* "65001:1/10.9.0.0/24/100"; what is withdrawn has no label. */
static gboolean write_vpn(const char *text, gboolean withdrawn, WireWriter *w)
{
	GStrv parts = g_strsplit(text, "/", 4);
	BgpNlri nlri = {.label = BGP_LABEL_WITHDRAWN};
	gboolean ok = g_strv_length(parts) == (withdrawn ? 3 : 4);
	char *prefix = ok ? g_strdup_printf("%s/%s", parts[1], parts[2]) : NULL;

	ok = ok && net_rd_parse(parts[0], &nlri.rd) &&
	     net_prefix_parse(prefix, FALSE, &nlri.prefix) &&
	     (withdrawn || parse_label(parts[3], &nlri.label));
	if (ok)
		bgp_nlri_encode(&bgp_nlri_vpnv4, &nlri, w);
	g_free(prefix);
	g_strfreev(parts);
	return ok;
}

/* An address, or octets. */
static gboolean write_vpn_next_hop(const char *text, WireWriter *w)
{
	NetAddr addr;

	if (!net_addr_parse(text, &addr))
		return write_raw(text, w);
	wire_write_u64(w, 0);
	wire_write_addr(w, &addr);
	return TRUE;
}

/* What is said of VPN routes in an UPDATE. */
typedef struct VpnBlocks {
	gboolean reach, unreach;
	WireWriter next_hop, nlri, withdrawn;
} VpnBlocks;

static void init_vpn(VpnBlocks *b)
{
	*b = (VpnBlocks){0};
	wire_writer_init(&b->next_hop, SIZE_MAX);
	wire_writer_init(&b->nlri, SIZE_MAX);
	wire_writer_init(&b->withdrawn, SIZE_MAX);
}

static void clear_vpn(VpnBlocks *b)
{
	wire_writer_clear(&b->next_hop);
	wire_writer_clear(&b->nlri);
	wire_writer_clear(&b->withdrawn);
}

/* FALSE where it is none of these, or makes no sense. */
static gboolean take_vpn(const TalkField *field, VpnBlocks *b)
{
	const char *key = field->key, *value = field->value;

	if (g_str_has_prefix(key, "vpn-withdrawn"))
		b->unreach = TRUE;
	else
		b->reach = TRUE;
	if (strcmp(key, "vpn") == 0)
		return write_vpn(value, FALSE, &b->nlri);
	if (strcmp(key, "vpn-raw") == 0)
		return write_raw(value, &b->nlri);
	if (strcmp(key, "vpn-next-hop") == 0)
		return write_vpn_next_hop(value, &b->next_hop);
	if (strcmp(key, "vpn-withdrawn") == 0)
		return write_vpn(value, TRUE, &b->withdrawn);
	return strcmp(key, "vpn-withdrawn-raw") == 0 && write_raw(value, &b->withdrawn);
}

static void write_family(WireWriter *w)
{
	wire_write_u16(w, BGP_AFI_IPV4);
	wire_write_u8(w, BGP_SAFI_VPN);
}

/* Ends the attribute that value is, and begins the next. */
static void flush_attribute(BgpAttrType type, WireWriter *value, WireWriter *w)
{
	bgp_attr_write(BGP_FLAG_OPTIONAL, type, (BgpSpan){value->buf, value->len}, w);
	value->len = 0;
}

static void write_vpn_blocks(const VpnBlocks *b, WireWriter *w)
{
	WireWriter value;

	wire_writer_init(&value, SIZE_MAX);
	if (b->reach) {
		write_family(&value);
		wire_write_u8(&value, (uint8_t)b->next_hop.len);
		wire_write_bytes(&value, b->next_hop.buf, b->next_hop.len);
		wire_write_u8(&value, 0);
		wire_write_bytes(&value, b->nlri.buf, b->nlri.len);
		flush_attribute(BGP_ATTR_MP_REACH_NLRI, &value, w);
	}
	if (b->unreach) {
		write_family(&value);
		wire_write_bytes(&value, b->withdrawn.buf, b->withdrawn.len);
		flush_attribute(BGP_ATTR_MP_UNREACH_NLRI, &value, w);
	}
	wire_writer_clear(&value);
}

static void show_vpn(BgpSpan block, const char *key, gboolean withdrawn, TalkMessage *out)
{
	BgpNlriReader reader;
	BgpNlri nlri;
	char prefix[NET_PREFIX_STRLEN];

	bgp_nlri_reader_init(&reader, &bgp_nlri_vpnv4, block);
	while (bgp_nlri_next(&reader, &nlri)) {
		GString *text = g_string_new(NULL);
		net_rd_append(nlri.rd, text);
		g_string_append_printf(text, "/%s", net_prefix_str(&nlri.prefix, prefix));
		if (!withdrawn)
			g_string_append_printf(text, "/%u", bgp_label_value(nlri.label));
		talk_message_add(out, key, "%s", text->str);
		g_string_free(text, TRUE);
	}
}

static void show_vpn_blocks(const BgpAttrs *attrs, TalkMessage *out)
{
	char text[NET_ADDR_STRLEN];

	if (bgp_attrs_has(attrs, BGP_ATTR_MP_REACH_NLRI)) {
		talk_message_add(out, "vpn-next-hop", "%s", net_addr_str(&attrs->next_hop, text));
		show_vpn(attrs->mp_reach.nlri, "vpn", FALSE, out);
	}
	if (bgp_attrs_has(attrs, BGP_ATTR_MP_UNREACH_NLRI))
		show_vpn(attrs->mp_unreach.nlri, "vpn-withdrawn", TRUE, out);
}

static gboolean write_attribute(const TalkField *field, WireWriter *attributes)
{
	if (strcmp(field->key, "attr") == 0)
		return write_raw(field->value, attributes);
	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
		WireWriter value;
		if (strcmp(words[i].key, field->key) != 0)
			continue;
		wire_writer_init(&value, SIZE_MAX);
		gboolean ok = words[i].write(field->value, &value);
		bgp_attr_write(words[i].flags, words[i].type, (BgpSpan){value.buf, value.len},
			       attributes);
		wire_writer_clear(&value);
		return ok;
	}
	return FALSE;
}

gboolean talk_update_write(const TalkMessage *m, WireWriter *w, GError **error)
{
	WireWriter withdrawn, attributes, nlri;
	VpnBlocks vpn;
	gboolean ok = TRUE;

	init_vpn(&vpn);
	wire_writer_init(&withdrawn, SIZE_MAX);
	wire_writer_init(&attributes, SIZE_MAX);
	wire_writer_init(&nlri, SIZE_MAX);
	for (unsigned i = 0; i < m->fields->len && ok; i++) {
		const TalkField *field = &g_array_index(m->fields, TalkField, i);
		if (strcmp(field->key, "withdrawn") == 0)
			ok = write_prefix(field->value, &withdrawn);
		else if (strcmp(field->key, "nlri") == 0)
			ok = write_prefix(field->value, &nlri);
		else if (strcmp(field->key, "nlri-raw") == 0)
			ok = write_raw(field->value, &nlri);
		else if (g_str_has_prefix(field->key, "vpn"))
			ok = take_vpn(field, &vpn);
		else
			ok = write_attribute(field, &attributes);
		if (!ok)
			g_set_error(error, TALK_ERROR, 0, "an UPDATE cannot have %s=%s", field->key,
				    field->value);
	}
	wire_write_u16(w, (uint16_t)withdrawn.len);
	wire_write_bytes(w, withdrawn.buf, withdrawn.len);
	size_t at = w->len;
	wire_write_u16(w, 0);
	write_vpn_blocks(&vpn, w);
	wire_write_bytes(w, attributes.buf, attributes.len);
	wire_patch_u16(w, at, (uint16_t)(w->len - at - 2));
	wire_write_bytes(w, nlri.buf, nlri.len);
	wire_writer_clear(&withdrawn);
	wire_writer_clear(&attributes);
	wire_writer_clear(&nlri);
	clear_vpn(&vpn);
	return ok;
}

static void show_prefixes(BgpSpan span, const char *key, TalkMessage *out)
{
	char text[NET_PREFIX_STRLEN];
	WireReader r;

	wire_reader_init(&r, span.bytes, span.len);
	while (wire_left(&r) > 0) {
		NetPrefix prefix = {.addr = {.family = NET_AF_IPV4}, .len = wire_read_u8(&r)};
		wire_read_bytes(&r, prefix.addr.bytes, (prefix.len + 7) / 8);
		talk_message_add(out, key, "%s", net_prefix_str(&prefix, text));
	}
}

/* Nothing in an UPDATE says of how many octets its AS numbers are: mostly of four. */
static gboolean decode(const uint8_t *message, size_t len, BgpUpdate *update, WireError *error)
{
	gboolean ok = bgp_update_decode(message, len, 4, TRUE, update, error);

	if (!ok || update->reaction == BGP_REACT_NONE)
		return ok;
	return bgp_update_decode(message, len, 2, TRUE, update, error);
}

void talk_update_show(const uint8_t *message, size_t len, TalkMessage *out)
{
	WireError error;
	BgpUpdate update;

	if (!decode(message, len, &update, &error)) {
		talk_message_add(out, "malformed", "%s", error.text);
		return;
	}
	show_prefixes(update.withdrawn, "withdrawn", out);
	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
		if (!bgp_attrs_has(&update.attrs, words[i].type))
			continue;
		GString *text = g_string_new(NULL);
		words[i].show(&update.attrs, text);
		talk_message_add(out, words[i].key, "%s", text->str);
		g_string_free(text, TRUE);
	}
	show_prefixes(update.nlri, "nlri", out);
	show_vpn_blocks(&update.attrs, out);
}
