/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/talk/talk_bgp_update.h"

#include "models/net/label.h"
#include "models/net/membership.h"
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

/* ---- Families beside IPv4 unicast ---- */

/* Words begin with the family's: "vpn=65001:1/10.9.0.0/24/100", "lu=10.9.0.0/24/100",
 * "rt=65001:65001:8/96". */
typedef struct FamilyWord {
	const char *word;
	const BgpNlriFormat *format;
} FamilyWord;

static const FamilyWord families[] = {
	{"vpn", &bgp_nlri_vpnv4},
	{"lu", &bgp_nlri_ipv4_labelled},
	{"rt", &bgp_nlri_route_target},
};
enum { N_FAMILIES = G_N_ELEMENTS(families) };

static gboolean parse_label(const char *text, uint32_t *out)
{
	uint64_t number;

	if (!talk_number_parse(text, NET_LABEL_MAX, &number))
		return FALSE;
	*out = bgp_label_entry((uint32_t)number);
	return TRUE;
}

/* The first bits, as many as are said behind the slash. */
static gboolean write_membership(const BgpNlriFormat *format, const char *text, WireWriter *w)
{
	GStrv parts = g_strsplit_set(text, ":/", 4);
	uint64_t as_number, len;
	NetRt rt;
	gboolean ok = g_strv_length(parts) == 4;
	g_autofree char *target = ok ? g_strdup_printf("%s:%s", parts[1], parts[2]) : NULL;

	ok = ok && talk_number_parse(parts[0], UINT32_MAX, &as_number) &&
	     net_rt_parse(target, &rt) && talk_number_parse(parts[3], NET_MEMBERSHIP_BITS, &len);
	if (ok) {
		NetPrefix whole = net_membership((uint32_t)as_number, rt);
		BgpNlri nlri = {.prefix = net_prefix(&whole.addr, (unsigned)len)};

		bgp_nlri_encode(format, &nlri, w);
	}
	g_strfreev(parts);
	return ok;
}

/* What is withdrawn has no label. */
static gboolean write_labelled(const BgpNlriFormat *format, const char *text, gboolean withdrawn,
			       WireWriter *w)
{
	GStrv parts = g_strsplit(text, "/", 4);
	unsigned at = format->has_rd ? 1 : 0;
	BgpNlri nlri = {.label = BGP_LABEL_WITHDRAWN};
	gboolean ok = g_strv_length(parts) == at + (withdrawn ? 2 : 3);
	char *prefix = ok ? g_strdup_printf("%s/%s", parts[at], parts[at + 1]) : NULL;

	ok = ok && (at == 0 || net_rd_parse(parts[0], &nlri.rd)) &&
	     net_prefix_parse(prefix, FALSE, &nlri.prefix) &&
	     (withdrawn || parse_label(parts[at + 2], &nlri.label));
	if (ok)
		bgp_nlri_encode(format, &nlri, w);
	g_free(prefix);
	g_strfreev(parts);
	return ok;
}

static gboolean write_nlri(const BgpNlriFormat *format, const char *text, gboolean withdrawn,
			   WireWriter *w)
{
	return format->labelled ? write_labelled(format, text, withdrawn, w)
				: write_membership(format, text, w);
}

/* An address, or octets. */
static gboolean write_mp_next_hop(const BgpNlriFormat *format, const char *text, WireWriter *w)
{
	NetAddr addr;

	if (!net_addr_parse(text, &addr))
		return write_raw(text, w);
	bgp_next_hop_encode(format, &addr, w);
	return TRUE;
}

/* What is said of one of the families in an UPDATE. */
typedef struct MpBlocks {
	gboolean reach, unreach;
	WireWriter next_hop, nlri, withdrawn;
} MpBlocks;

static void init_mp(MpBlocks *b)
{
	*b = (MpBlocks){0};
	wire_writer_init(&b->next_hop, SIZE_MAX);
	wire_writer_init(&b->nlri, SIZE_MAX);
	wire_writer_init(&b->withdrawn, SIZE_MAX);
}

static void clear_mp(MpBlocks *b)
{
	wire_writer_clear(&b->next_hop);
	wire_writer_clear(&b->nlri);
	wire_writer_clear(&b->withdrawn);
}

/* key is what follows the family's word. FALSE where it is none of these, or makes no sense. */
static gboolean take_mp(const BgpNlriFormat *format, const char *key, const char *value,
			MpBlocks *b)
{
	if (g_str_has_prefix(key, "-withdrawn"))
		b->unreach = TRUE;
	else
		b->reach = TRUE;
	if (*key == '\0')
		return write_nlri(format, value, FALSE, &b->nlri);
	if (strcmp(key, "-raw") == 0)
		return write_raw(value, &b->nlri);
	if (strcmp(key, "-next-hop") == 0)
		return write_mp_next_hop(format, value, &b->next_hop);
	if (strcmp(key, "-withdrawn") == 0)
		return write_nlri(format, value, TRUE, &b->withdrawn);
	return strcmp(key, "-withdrawn-raw") == 0 && write_raw(value, &b->withdrawn);
}

/* The family that the key begins with; -1: none. */
static int family_of(const char *key)
{
	for (int i = 0; i < N_FAMILIES; i++)
		if (g_str_has_prefix(key, families[i].word))
			return i;
	return -1;
}

static void write_family(const BgpNlriFormat *format, WireWriter *w)
{
	wire_write_u16(w, format->afi);
	wire_write_u8(w, format->safi);
}

/* Ends the attribute that value is, and begins the next. */
static void flush_attribute(BgpAttrType type, WireWriter *value, WireWriter *w)
{
	bgp_attr_write(BGP_FLAG_OPTIONAL, type, (BgpSpan){value->buf, value->len}, w);
	value->len = 0;
}

static void write_mp_blocks(const BgpNlriFormat *format, const MpBlocks *b, WireWriter *w)
{
	WireWriter value;

	wire_writer_init(&value, SIZE_MAX);
	if (b->reach) {
		write_family(format, &value);
		wire_write_u8(&value, (uint8_t)b->next_hop.len);
		wire_write_bytes(&value, b->next_hop.buf, b->next_hop.len);
		wire_write_u8(&value, 0);
		wire_write_bytes(&value, b->nlri.buf, b->nlri.len);
		flush_attribute(BGP_ATTR_MP_REACH_NLRI, &value, w);
	}
	if (b->unreach) {
		write_family(format, &value);
		wire_write_bytes(&value, b->withdrawn.buf, b->withdrawn.len);
		flush_attribute(BGP_ATTR_MP_UNREACH_NLRI, &value, w);
	}
	wire_writer_clear(&value);
}

static void show_nlri(const FamilyWord *family, const BgpBlock *block, gboolean withdrawn,
		      TalkMessage *out)
{
	g_autofree char *key = g_strconcat(family->word, withdrawn ? "-withdrawn" : "", NULL);
	BgpNlriReader reader;
	BgpNlri nlri;
	char prefix[NET_PREFIX_STRLEN];

	bgp_nlri_reader_init(&reader, block->format, block->prefixes);
	while (bgp_nlri_next(&reader, &nlri)) {
		g_autoptr(GString) text = g_string_new(NULL);

		if (block->format->has_rd) {
			net_rd_append(nlri.rd, text);
			g_string_append_c(text, '/');
		}
		g_string_append(text, net_prefix_str(&nlri.prefix, prefix));
		if (!withdrawn && block->format->labelled)
			g_string_append_printf(text, "/%u", bgp_label_value(nlri.label));
		talk_message_add(out, key, "%s", text->str);
	}
}

static void show_mp_block(const BgpUpdate *update, BgpBlockKind kind, TalkMessage *out)
{
	BgpBlock block = bgp_update_block(update, kind);
	gboolean withdrawn = kind == BGP_BLOCK_MP_UNREACH;
	char text[NET_ADDR_STRLEN];

	for (unsigned i = 0; i < N_FAMILIES; i++) {
		g_autofree char *key = g_strconcat(families[i].word, "-next-hop", NULL);

		if (families[i].format != block.format)
			continue;
		if (!withdrawn)
			talk_message_add(out, key, "%s",
					 net_addr_str(&update->attrs.next_hop, text));
		show_nlri(&families[i], &block, withdrawn, out);
	}
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
	MpBlocks mp[N_FAMILIES];
	gboolean ok = TRUE;

	for (unsigned i = 0; i < N_FAMILIES; i++)
		init_mp(&mp[i]);
	wire_writer_init(&withdrawn, SIZE_MAX);
	wire_writer_init(&attributes, SIZE_MAX);
	wire_writer_init(&nlri, SIZE_MAX);
	for (unsigned i = 0; i < m->fields->len && ok; i++) {
		const TalkField *field = &g_array_index(m->fields, TalkField, i);
		int f = family_of(field->key);
		if (strcmp(field->key, "withdrawn") == 0)
			ok = write_prefix(field->value, &withdrawn);
		else if (strcmp(field->key, "nlri") == 0)
			ok = write_prefix(field->value, &nlri);
		else if (strcmp(field->key, "nlri-raw") == 0)
			ok = write_raw(field->value, &nlri);
		else if (f >= 0)
			ok = take_mp(families[f].format, field->key + strlen(families[f].word),
				     field->value, &mp[f]);
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
	for (unsigned i = 0; i < N_FAMILIES; i++)
		write_mp_blocks(families[i].format, &mp[i], w);
	wire_write_bytes(w, attributes.buf, attributes.len);
	wire_patch_u16(w, at, (uint16_t)(w->len - at - 2));
	wire_write_bytes(w, nlri.buf, nlri.len);
	wire_writer_clear(&withdrawn);
	wire_writer_clear(&attributes);
	wire_writer_clear(&nlri);
	for (unsigned i = 0; i < N_FAMILIES; i++)
		clear_mp(&mp[i]);
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
	show_mp_block(&update, BGP_BLOCK_MP_REACH, out);
	show_mp_block(&update, BGP_BLOCK_MP_UNREACH, out);
}
