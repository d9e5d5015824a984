/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/talk/talk_slot.h"

#include "models/net/addr.h"

#include <string.h>

gboolean talk_slots_set(const TalkSlot *slots, const TalkField *field, void *base, gboolean *found,
			GError **error)
{
	*found = FALSE;
	for (; slots && slots->key; slots++) {
		if (strcmp(slots->key, field->key) != 0)
			continue;
		*found = TRUE;
		if (slots->kind->parse(slots->kind, field->value, (char *)base + slots->offset))
			return TRUE;
		g_set_error(error, TALK_ERROR, 0, "%s cannot be \"%s\"", field->key, field->value);
		return FALSE;
	}
	g_set_error(error, TALK_ERROR, 0, "there is no field \"%s\"", field->key);
	return FALSE;
}

void talk_slots_show(const TalkSlot *slots, const void *base, TalkMessage *out)
{
	for (; slots && slots->key; slots++)
		slots->kind->show(slots->kind, (const char *)base + slots->offset, slots->key, out);
}

gboolean talk_number_parse(const char *text, uint64_t most, uint64_t *out)
{
	char *end;

	*out = g_ascii_strtoull(text, &end, 0);
	return g_ascii_isdigit(text[0]) && *end == '\0' && *out <= most;
}

gboolean talk_hex_parse(const char *text, GByteArray *out)
{
	for (; text[0] && text[1]; text += 2) {
		int high = g_ascii_xdigit_value(text[0]), low = g_ascii_xdigit_value(text[1]);
		uint8_t byte = (uint8_t)(high << 4 | low);
		if (high < 0 || low < 0)
			return FALSE;
		g_byte_array_append(out, &byte, 1);
	}
	return text[0] == '\0';
}

char *talk_hex_str(const uint8_t *bytes, size_t len)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < len; i++)
		g_string_append_printf(out, "%02x", bytes[i]);
	return g_string_free(out, FALSE);
}

static gboolean parse_u8(const TalkKind *kind, const char *text, void *member)
{
	uint64_t value;
	gboolean ok = talk_number_parse(text, UINT8_MAX, &value);

	(void)kind;
	*(uint8_t *)member = (uint8_t)value;
	return ok;
}

static void show_u8(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	(void)kind;
	talk_message_add(out, key, "%u", *(const uint8_t *)member);
}

static gboolean parse_u16(const TalkKind *kind, const char *text, void *member)
{
	uint64_t value;
	gboolean ok = talk_number_parse(text, UINT16_MAX, &value);

	(void)kind;
	*(uint16_t *)member = (uint16_t)value;
	return ok;
}

static void show_u16(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	(void)kind;
	talk_message_add(out, key, "%u", *(const uint16_t *)member);
}

static gboolean parse_u32(const TalkKind *kind, const char *text, void *member)
{
	uint64_t value;
	gboolean ok = talk_number_parse(text, UINT32_MAX, &value);

	(void)kind;
	*(uint32_t *)member = (uint32_t)value;
	return ok;
}

static void show_u32(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	(void)kind;
	talk_message_add(out, key, "%u", *(const uint32_t *)member);
}

static void show_hex32(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	(void)kind;
	talk_message_add(out, key, "0x%08x", *(const uint32_t *)member);
}

static gboolean parse_ipv4(const TalkKind *kind, const char *text, void *member)
{
	NetAddr addr;

	(void)kind;
	if (!net_addr_parse(text, &addr) || addr.family != NET_AF_IPV4)
		return FALSE;
	*(uint32_t *)member = net_addr_to_ipv4(&addr);
	return TRUE;
}

static void show_ipv4(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	NetAddr addr = net_addr_ipv4(*(const uint32_t *)member);
	char text[NET_ADDR_STRLEN];

	(void)kind;
	talk_message_add(out, key, "%s", net_addr_str(&addr, text));
}

static gboolean parse_addr(const TalkKind *kind, const char *text, void *member)
{
	(void)kind;
	return net_addr_parse(text, member);
}

static void show_addr(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	const NetAddr *addr = member;
	char text[NET_ADDR_STRLEN];

	(void)kind;
	if (net_addr_is_set(addr))
		talk_message_add(out, key, "%s", net_addr_str(addr, text));
}

static gboolean parse_text(const TalkKind *kind, const char *text, void *member)
{
	char **out = member;

	(void)kind;
	g_free(*out);
	*out = g_strdup(text);
	return TRUE;
}

static void show_text(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	const char *text = *(char *const *)member;

	(void)kind;
	if (text)
		talk_message_add(out, key, "%s", text);
}

static gboolean parse_bytes(const TalkKind *kind, const char *text, void *member)
{
	GByteArray **bytes = member;

	(void)kind;
	if (!*bytes)
		*bytes = g_byte_array_new();
	return talk_hex_parse(text, *bytes);
}

static void show_bytes(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	const GByteArray *bytes = *(GByteArray *const *)member;

	(void)kind;
	if (!bytes)
		return;
	char *hex = talk_hex_str(bytes->data, bytes->len);
	talk_message_add(out, key, "%s", hex);
	g_free(hex);
}

const TalkKind talk_u8 = {parse_u8, show_u8, NULL};
const TalkKind talk_u16 = {parse_u16, show_u16, NULL};
const TalkKind talk_u32 = {parse_u32, show_u32, NULL};
const TalkKind talk_hex32 = {parse_u32, show_hex32, NULL};
const TalkKind talk_ipv4 = {parse_ipv4, show_ipv4, NULL};
const TalkKind talk_addr = {parse_addr, show_addr, NULL};
const TalkKind talk_text = {parse_text, show_text, NULL};
const TalkKind talk_bytes = {parse_bytes, show_bytes, NULL};

static gboolean parse_flag(const TalkKind *kind, const char *word, uint8_t *bits)
{
	uint64_t value;

	for (unsigned bit = 0; bit < 8; bit++)
		if (kind->names[bit] && strcmp(kind->names[bit], word) == 0) {
			*bits |= (uint8_t)(1u << bit);
			return TRUE;
		}
	if (!talk_number_parse(word, UINT8_MAX, &value))
		return FALSE;
	*bits |= (uint8_t)value;
	return TRUE;
}

gboolean talk_flags8_parse(const TalkKind *kind, const char *text, void *member)
{
	GStrv words = g_strsplit(strcmp(text, "none") == 0 ? "" : text, ",", -1);
	uint8_t *bits = member;
	gboolean ok = TRUE;

	*bits = 0;
	for (unsigned i = 0; words[i] && ok; i++)
		ok = parse_flag(kind, words[i], bits);
	g_strfreev(words);
	return ok;
}

void talk_flags8_show(const TalkKind *kind, const void *member, const char *key, TalkMessage *out)
{
	GString *text = g_string_new(NULL);
	uint8_t bits = *(const uint8_t *)member;

	for (int bit = 7; bit >= 0; bit--) {
		if (!(bits & 1u << bit))
			continue;
		if (text->len)
			g_string_append_c(text, ',');
		if (kind->names[bit])
			g_string_append(text, kind->names[bit]);
		else
			g_string_append_printf(text, "0x%02x", 1u << bit);
	}
	talk_message_add(out, key, "%s", text->len ? text->str : "none");
	g_string_free(text, TRUE);
}
