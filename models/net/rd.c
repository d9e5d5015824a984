/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/rd.h"

#include "models/net/addr.h"
#include "models/net/text.h"

#include <string.h>

/* How the six bytes behind the type are divided (RFC 4364 4.2, RFC 4360 3.1, RFC 5668). */
typedef enum { ADMIN_AS2 = 0, ADMIN_IPV4 = 1, ADMIN_AS4 = 2 } AdminType;

/* Subtypes (RFC 4360 4, 5). */
#define ROUTE_TARGET 0x02
#define SITE_OF_ORIGIN 0x03
#define LOW48 ((UINT64_C(1) << 48) - 1)

/* Decimal digits up to end; at most max. */
static gboolean parse_number(const char *text, const char *end, uint64_t max, uint32_t *out)
{
	uint64_t value = 0;

	if (text == end)
		return FALSE;
	for (; text < end; text++) {
		if (!g_ascii_isdigit(*text))
			return FALSE;
		value = value * 10 + (uint64_t)(*text - '0');
		if (value > max)
			return FALSE;
	}
	*out = (uint32_t)value;
	return TRUE;
}

static gboolean parse_admin_ipv4(const char *text, const char *end, uint32_t *out)
{
	char buf[16];
	NetAddr addr;

	if ((size_t)(end - text) >= sizeof buf)
		return FALSE;
	memcpy(buf, text, (size_t)(end - text));
	buf[end - text] = '\0';
	if (!net_addr_parse(buf, &addr))
		return FALSE;
	*out = net_addr_to_ipv4(&addr);
	return TRUE;
}

/* "administrator:number": its type and the six bytes. An L behind the administrator asks for a
 * four-byte AS where two bytes would do. */
static gboolean parse_admin(const char *text, AdminType *type, uint64_t *value)
{
	const char *colon = strchr(text, ':'), *end;
	uint32_t admin, number;

	if (!colon)
		return FALSE;
	end = text + strlen(text);
	if (memchr(text, '.', (size_t)(colon - text))) {
		*type = ADMIN_IPV4;
		if (!parse_admin_ipv4(text, colon, &admin))
			return FALSE;
	} else {
		gboolean as4 = colon > text && colon[-1] == 'L';

		if (!parse_number(text, colon - as4, UINT32_MAX, &admin))
			return FALSE;
		*type = as4 || admin > UINT16_MAX ? ADMIN_AS4 : ADMIN_AS2;
	}
	if (!parse_number(colon + 1, end, *type == ADMIN_AS2 ? UINT32_MAX : UINT16_MAX, &number))
		return FALSE;
	*value = *type == ADMIN_AS2 ? (uint64_t)admin << 32 | number
				    : (uint64_t)admin << 16 | number;
	return TRUE;
}

/* By hand: each label of a VPN route that is traced names its RD. */
static void append_number(uint32_t number, GString *out)
{
	char digits[10], *end = digits + sizeof digits, *at = end;

	do
		*--at = (char)('0' + number % 10);
	while (number /= 10);
	net_text_append(out, at, (size_t)(end - at));
}

static void append_admin(unsigned type, uint64_t value, GString *out)
{
	uint32_t admin = (uint32_t)(value >> 16);
	NetAddr addr;

	switch (type) {
	case ADMIN_AS2:
		append_number((uint32_t)(value >> 32), out);
		g_string_append_c(out, ':');
		append_number((uint32_t)value, out);
		break;
	case ADMIN_IPV4:
		addr = net_addr_ipv4(admin);
		net_addr_append(&addr, out);
		g_string_append_c(out, ':');
		append_number(value & 0xffff, out);
		break;
	case ADMIN_AS4:
		append_number(admin, out);
		g_string_append(out, admin > UINT16_MAX ? ":" : "L:");
		append_number(value & 0xffff, out);
		break;
	default:
		g_string_append_printf(out, "0x%04x%012" G_GINT64_MODIFIER "x", type, value);
	}
}

gboolean net_rd_parse(const char *text, NetRd *out)
{
	AdminType type;
	uint64_t value;

	if (!parse_admin(text, &type, &value))
		return FALSE;
	*out = (uint64_t)type << 48 | value;
	return TRUE;
}

void net_rd_append(NetRd rd, GString *out)
{
	append_admin((unsigned)(rd >> 48), rd & LOW48, out);
}

static gboolean parse_community(const char *text, uint64_t subtype, uint64_t *out)
{
	AdminType type;
	uint64_t value;

	if (!parse_admin(text, &type, &value))
		return FALSE;
	*out = (uint64_t)type << 56 | subtype << 48 | value;
	return TRUE;
}

static gboolean is_community(uint64_t community, uint64_t subtype)
{
	return community >> 56 <= ADMIN_AS4 && (community >> 48 & 0xff) == subtype;
}

static void append_community(uint64_t community, uint64_t subtype, GString *out)
{
	append_admin(is_community(community, subtype) ? (unsigned)(community >> 56)
						      : (unsigned)(community >> 48),
		     community & LOW48, out);
}

gboolean net_rt_parse(const char *text, NetRt *out)
{
	return parse_community(text, ROUTE_TARGET, out);
}

void net_rt_append(NetRt rt, GString *out)
{
	append_community(rt, ROUTE_TARGET, out);
}

gboolean net_ext_community_is_rt(uint64_t community)
{
	return is_community(community, ROUTE_TARGET);
}

gboolean net_soo_parse(const char *text, NetSoo *out)
{
	return parse_community(text, SITE_OF_ORIGIN, out);
}

void net_soo_append(NetSoo soo, GString *out)
{
	append_community(soo, SITE_OF_ORIGIN, out);
}

gboolean net_ext_community_is_soo(uint64_t community)
{
	return is_community(community, SITE_OF_ORIGIN);
}

static gboolean print_rd(const void *p, GString *out)
{
	NetRd rd = *(const NetRd *)p;

	if (rd == 0)
		return FALSE;
	net_rd_append(rd, out);
	return TRUE;
}

static void digest_rd(const void *p, Digest *d)
{
	digest_u64(d, *(const NetRd *)p);
}

const FieldKind field_rd = {
	.name = "rd",
	.storage = FIELD_STORE_TEXT,
	.print = print_rd,
	.digest = digest_rd,
};

static gboolean print_soo(const void *p, GString *out)
{
	NetSoo soo = *(const NetSoo *)p;

	if (soo == 0)
		return FALSE;
	net_soo_append(soo, out);
	return TRUE;
}

const FieldKind field_soo = {
	.name = "site-of-origin",
	.storage = FIELD_STORE_TEXT,
	.print = print_soo,
	.digest = digest_rd,
};
