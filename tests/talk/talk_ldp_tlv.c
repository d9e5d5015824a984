/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/talk/talk_ldp_tlv.h"

#include "tests/talk/talk_slot.h"

#include <string.h>

/* One kind of TLV. */
typedef struct TlvWord {
	const char *key;
	uint16_t type;
	gboolean (*write)(const char *text, WireWriter *w); /* the value */
	void (*show)(const LdpTlv *tlv, GString *out);
} TlvWord;

static gboolean write_element(const char *text, WireWriter *w)
{
	LdpFecElement element = {.type = LDP_FEC_WILDCARD};
	char *end;

	if (g_str_has_prefix(text, "raw-")) {
		GByteArray *raw = g_byte_array_new();
		wire_write_u8(w, (uint8_t)g_ascii_strtoull(text + 4, &end, 10));
		gboolean ok = *end == ':' && talk_hex_parse(end + 1, raw);
		wire_write_bytes(w, raw->data, raw->len);
		g_byte_array_unref(raw);
		return ok;
	}
	if (strcmp(text, "*") != 0) {
		element.type = LDP_FEC_PREFIX;
		if (!net_prefix_parse(text, FALSE, &element.prefix))
			return FALSE;
	}
	ldp_fec_encode(w, &element);
	return TRUE;
}

/* Words between commas. */
static gboolean write_each(const char *text, WireWriter *w,
			   gboolean (*write)(const char *text, WireWriter *w))
{
	GStrv words = g_strsplit(text, ",", -1);
	gboolean ok = TRUE;

	for (unsigned i = 0; words[i] && ok; i++)
		ok = write(words[i], w);
	g_strfreev(words);
	return ok;
}

static gboolean write_fec(const char *text, WireWriter *w)
{
	return write_each(text, w, write_element);
}

static void show_fec(const LdpTlv *tlv, GString *out)
{
	LdpFecElement element;
	WireReader r;

	wire_reader_init(&r, tlv->value, tlv->len);
	for (unsigned i = 0; ldp_fec_next(&r, &element); i++) {
		g_string_append(out, i ? "," : "");
		if (element.type == LDP_FEC_WILDCARD)
			g_string_append_c(out, '*');
		else if (element.raw)
			g_string_append_printf(out, "raw-%u:", element.type);
		else
			net_prefix_append(&element.prefix, out);
	}
}

static gboolean write_address(const char *text, WireWriter *w)
{
	NetAddr addr;

	if (!net_addr_parse(text, &addr))
		return FALSE;
	wire_write_addr(w, &addr);
	return TRUE;
}

static gboolean write_path(const char *text, WireWriter *w)
{
	return write_each(text, w, write_address);
}

static gboolean write_addresses(const char *text, WireWriter *w)
{
	wire_write_u16(w, strchr(text, ':') ? LDP_FAMILY_IPV6 : LDP_FAMILY_IPV4);
	return write_each(text, w, write_address);
}

static void show_path(const LdpTlv *tlv, GString *out)
{
	WireReader r;

	wire_reader_init(&r, tlv->value, tlv->len);
	for (unsigned i = 0; wire_left(&r) > 0; i++) {
		NetAddr addr = wire_read_ipv4(&r);
		g_string_append(out, i ? "," : "");
		net_addr_append(&addr, out);
	}
}

static void show_addresses(const LdpTlv *tlv, GString *out)
{
	uint16_t family;
	WireReader r;
	NetAddr addr;

	if (!ldp_addresses_begin(tlv, &r, &family))
		return;
	for (unsigned i = 0; ldp_addresses_next(&r, family, &addr); i++) {
		g_string_append(out, i ? "," : "");
		net_addr_append(&addr, out);
	}
}

static gboolean write_u8(const char *text, WireWriter *w)
{
	uint64_t value;
	gboolean ok = talk_number_parse(text, UINT8_MAX, &value);

	wire_write_u8(w, (uint8_t)value);
	return ok;
}

static gboolean write_u32(const char *text, WireWriter *w)
{
	uint64_t value;
	gboolean ok = talk_number_parse(text, UINT32_MAX, &value);

	wire_write_u32(w, (uint32_t)value);
	return ok;
}

static void show_hops(const LdpTlv *tlv, GString *out)
{
	g_string_append_printf(out, "%u", tlv->hop_count);
}

static void show_label(const LdpTlv *tlv, GString *out)
{
	g_string_append_printf(out, "%u", tlv->label);
}

static void show_number(const LdpTlv *tlv, GString *out)
{
	g_string_append_printf(out, "%u", tlv->number);
}

static void show_transport(const LdpTlv *tlv, GString *out)
{
	net_addr_append(&tlv->transport, out);
}

static const TlvWord words[] = {
	{"fec", LDP_TLV_FEC, write_fec, show_fec},
	{"address", LDP_TLV_ADDRESS_LIST, write_addresses, show_addresses},
	{"hops", LDP_TLV_HOP_COUNT, write_u8, show_hops},
	{"path", LDP_TLV_PATH_VECTOR, write_path, show_path},
	{"label", LDP_TLV_GENERIC_LABEL, write_u32, show_label},
	{"request", LDP_TLV_REQUEST_ID, write_u32, show_number},
	{"transport", LDP_TLV_IPV4_TRANSPORT, write_address, show_transport},
	{"sequence", LDP_TLV_CONFIG_SEQUENCE, write_u32, show_number},
};

/* "beee:0102" */
static gboolean write_any(const char *text, WireWriter *w)
{
	GByteArray *value = g_byte_array_new();
	char *end;
	uint16_t type = (uint16_t)g_ascii_strtoull(text, &end, 16);
	gboolean ok = *end == ':' && talk_hex_parse(end + 1, value);

	wire_write_u16(w, type);
	wire_write_u16(w, (uint16_t)value->len);
	wire_write_bytes(w, value->data, value->len);
	g_byte_array_unref(value);
	return ok;
}

gboolean talk_tlv_write(const TalkField *field, WireWriter *w, gboolean *found)
{
	*found = TRUE;
	if (strcmp(field->key, "tlv") == 0)
		return write_any(field->value, w);
	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strcmp(words[i].key, field->key) != 0)
			continue;
		size_t begin = ldp_tlv_begin(w, words[i].type);
		gboolean ok = words[i].write(field->value, w);
		ldp_tlv_end(w, begin);
		return ok;
	}
	*found = FALSE;
	return FALSE;
}

void talk_tlv_show(const LdpTlv *tlv, TalkMessage *out)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
		if (words[i].type == tlv->type) {
			words[i].show(tlv, text);
			talk_message_add(out, words[i].key, "%s", text->str);
		}
	g_string_free(text, TRUE);
}
