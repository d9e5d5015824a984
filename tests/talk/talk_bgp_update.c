/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/talk/talk_bgp_update.h"

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

static const AttrWord words[] = {
	{"origin", 0x40, BGP_ATTR_ORIGIN, write_origin, show_origin},
	{"as-path", 0x40, BGP_ATTR_AS_PATH, write_as_path, show_as_path},
	{"next-hop", 0x40, BGP_ATTR_NEXT_HOP, write_next_hop, show_next_hop},
	{"med", 0x80, BGP_ATTR_MED, write_u32, show_med},
	{"local-pref", 0x40, BGP_ATTR_LOCAL_PREF, write_u32, show_local_pref},
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
	gboolean ok = TRUE;

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
		else
			ok = write_attribute(field, &attributes);
		if (!ok)
			g_set_error(error, TALK_ERROR, 0, "an UPDATE cannot have %s=%s", field->key,
				    field->value);
	}
	wire_write_u16(w, (uint16_t)withdrawn.len);
	wire_write_bytes(w, withdrawn.buf, withdrawn.len);
	wire_write_u16(w, (uint16_t)attributes.len);
	wire_write_bytes(w, attributes.buf, attributes.len);
	wire_write_bytes(w, nlri.buf, nlri.len);
	wire_writer_clear(&withdrawn);
	wire_writer_clear(&attributes);
	wire_writer_clear(&nlri);
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
}
