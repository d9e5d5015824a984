/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/addr.h"

#include "models/net/membership.h"
#include "models/net/text.h"

#include <arpa/inet.h>
#include <string.h>

const NetAddr net_addr_none = {NET_AF_NONE, {0}};
const NetMac net_mac_broadcast = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

const char *net_family_name(NetFamily family)
{
	switch (family) {
	case NET_AF_IPV4:
		return "ipv4";
	case NET_AF_IPV6:
		return "ipv6";
	case NET_AF_MEMBERSHIP:
		return "route-target";
	case NET_AF_NONE:
		break;
	}
	return "none";
}

NetAddr net_addr_ipv4(uint32_t host_order)
{
	NetAddr a = {NET_AF_IPV4, {0}};

	a.bytes[0] = (uint8_t)(host_order >> 24);
	a.bytes[1] = (uint8_t)(host_order >> 16);
	a.bytes[2] = (uint8_t)(host_order >> 8);
	a.bytes[3] = (uint8_t)host_order;
	return a;
}

uint32_t net_addr_to_ipv4(const NetAddr *a)
{
	g_assert(a->family == NET_AF_IPV4);
	return (uint32_t)a->bytes[0] << 24 | (uint32_t)a->bytes[1] << 16 |
	       (uint32_t)a->bytes[2] << 8 | a->bytes[3];
}

gboolean net_addr_equal(const NetAddr *a, const NetAddr *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

int net_addr_cmp(const NetAddr *a, const NetAddr *b)
{
	return memcmp(a, b,
		      sizeof *a); /* the family is the first byte, the most significant next */
}

guint net_addr_hash(const NetAddr *a)
{
	uint64_t word[2];

	memcpy(word, a->bytes, sizeof word);
	word[0] = (word[0] ^ a->family) * UINT64_C(0x9e3779b97f4a7c15);
	word[0] = ((word[0] ^ word[0] >> 32) + word[1]) * UINT64_C(0xd6e8feb86659fd93);
	return (guint)(word[0] >> 32);
}

gboolean net_addr_is_multicast(const NetAddr *a)
{
	switch (a->family) {
	case NET_AF_IPV4:
		return (a->bytes[0] & 0xf0) == 0xe0;
	case NET_AF_IPV6:
		return a->bytes[0] == 0xff;
	default:
		return FALSE;
	}
}

gboolean net_addr_parse(const char *text, NetAddr *out)
{
	NetAddr a = {strchr(text, ':') ? NET_AF_IPV6 : NET_AF_IPV4, {0}};

	if (inet_pton(a.family == NET_AF_IPV6 ? AF_INET6 : AF_INET, text, a.bytes) != 1)
		return FALSE;
	*out = a;
	return TRUE;
}

static char *put_octet(char *at, unsigned octet)
{
	if (octet >= 100)
		*at++ = (char)('0' + octet / 100);
	if (octet >= 10)
		*at++ = (char)('0' + octet / 10 % 10);
	*at++ = (char)('0' + octet % 10);
	return at;
}

/* By hand: each message that is traced names its peer, and printf() is ten times as slow. */
static char *put_dotted(const uint8_t bytes[4], char *at)
{
	for (unsigned i = 0; i < 4; i++) {
		if (i > 0)
			*at++ = '.';
		at = put_octet(at, bytes[i]);
	}
	*at = '\0';
	return at;
}

/* Returns where the text ends. */
static char *put_addr(const NetAddr *a, char buf[NET_ADDR_STRLEN])
{
	if (a->family == NET_AF_IPV4)
		return put_dotted(a->bytes, buf);
	buf[0] = '\0';
	if (a->family == NET_AF_IPV6)
		inet_ntop(AF_INET6, a->bytes, buf, NET_ADDR_STRLEN);
	return buf + strlen(buf);
}

const char *net_addr_str(const NetAddr *a, char buf[NET_ADDR_STRLEN])
{
	put_addr(a, buf);
	return buf;
}

void net_addr_append(const NetAddr *a, GString *out)
{
	char buf[NET_ADDR_STRLEN];

	net_text_append(out, buf, (size_t)(put_addr(a, buf) - buf));
}

/* The first n bits of a word as it stands in memory; n is 0 to 64. */
static uint64_t mask_of(unsigned n)
{
	return n == 0 ? 0 : GUINT64_TO_BE(UINT64_MAX << (64 - n));
}

NetPrefix net_prefix(const NetAddr *addr, unsigned len)
{
	NetPrefix p = {*addr, (uint8_t)len};
	uint64_t word[2];

	g_assert(len <= net_family_bits(addr->family));
	memcpy(word, p.addr.bytes, sizeof word);
	word[0] &= mask_of(MIN(len, 64));
	word[1] &= mask_of(len - MIN(len, 64));
	memcpy(p.addr.bytes, word, sizeof word);
	return p;
}

NetPrefix net_prefix_host(const NetAddr *addr)
{
	return (NetPrefix){*addr, (uint8_t)net_family_bits(addr->family)};
}

NetPrefix net_prefix_network(const NetPrefix *p)
{
	return net_prefix(&p->addr, p->len);
}

gboolean net_prefix_equal(const NetPrefix *a, const NetPrefix *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

int net_prefix_cmp(const NetPrefix *a, const NetPrefix *b)
{
	return memcmp(a, b, sizeof *a); /* the length is the last byte */
}

guint net_prefix_hash(const NetPrefix *p)
{
	return net_addr_hash(&p->addr) ^ p->len * 0x9e3779b9u;
}

gboolean net_prefix_contains(const NetPrefix *p, const NetAddr *a)
{
	unsigned whole = p->len / 8;

	if (p->addr.family != a->family || memcmp(p->addr.bytes, a->bytes, whole) != 0)
		return FALSE;
	return p->len % 8 == 0 || (p->addr.bytes[whole] ^ a->bytes[whole]) >> (8 - p->len % 8) == 0;
}

gboolean net_prefix_is_host(const NetPrefix *p)
{
	return p->addr.family != NET_AF_NONE && p->len == net_family_bits(p->addr.family);
}

/* One to three digits without leading zeros, at most max. */
static gboolean parse_length(const char *text, unsigned max, unsigned *out)
{
	unsigned value = 0;
	size_t n = strlen(text);

	if (n == 0 || n > 3 || (n > 1 && text[0] == '0'))
		return FALSE;
	for (; *text; text++) {
		if (!g_ascii_isdigit(*text))
			return FALSE;
		value = value * 10 + (unsigned)(*text - '0');
	}
	*out = value;
	return value <= max;
}

gboolean net_prefix_parse(const char *text, gboolean keep_host, NetPrefix *out)
{
	char addr_text[NET_ADDR_STRLEN];
	const char *slash = strchr(text, '/');
	size_t n = slash ? (size_t)(slash - text) : strlen(text);
	NetPrefix p, network;
	unsigned len;

	if (n >= sizeof addr_text)
		return FALSE;
	memcpy(addr_text, text, n);
	addr_text[n] = '\0';
	if (!net_addr_parse(addr_text, &p.addr))
		return FALSE;
	len = net_family_bits(p.addr.family);
	if (slash && !parse_length(slash + 1, len, &len))
		return FALSE;
	p.len = (uint8_t)len;
	network = net_prefix_network(&p);
	if (!keep_host && !net_prefix_equal(&p, &network))
		return FALSE;
	*out = p;
	return TRUE;
}

static char *put_prefix(const NetPrefix *p, char buf[NET_PREFIX_STRLEN])
{
	char *at;

	if (p->addr.family == NET_AF_MEMBERSHIP) {
		net_membership_str(p, buf, NET_PREFIX_STRLEN);
		at = buf + strlen(buf);
	} else {
		at = put_addr(&p->addr, buf);
	}
	if (p->addr.family != NET_AF_NONE) {
		*at++ = '/';
		at = put_octet(at, p->len);
		*at = '\0';
	}
	return at;
}

const char *net_prefix_str(const NetPrefix *p, char buf[NET_PREFIX_STRLEN])
{
	put_prefix(p, buf);
	return buf;
}

void net_prefix_append(const NetPrefix *p, GString *out)
{
	char buf[NET_PREFIX_STRLEN];

	net_text_append(out, buf, (size_t)(put_prefix(p, buf) - buf));
}

NetMac net_mac_multicast(const NetAddr *group)
{
	const uint8_t *b = group->bytes;

	g_assert(net_addr_is_multicast(group));
	if (group->family == NET_AF_IPV6)
		return (NetMac){{0x33, 0x33, b[12], b[13], b[14], b[15]}};
	return (NetMac){{0x01, 0x00, 0x5e, b[1] & 0x7f, b[2], b[3]}};
}

gboolean net_mac_equal(const NetMac *a, const NetMac *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

gboolean net_mac_is_group(const NetMac *a)
{
	return (a->bytes[0] & 1) != 0;
}

void net_mac_append(const NetMac *a, GString *out)
{
	const uint8_t *b = a->bytes;

	g_string_append_printf(out, "%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4],
			       b[5]);
}

static gboolean print_addr(const void *p, GString *out)
{
	const NetAddr *a = p;

	net_addr_append(a, out);
	return net_addr_is_set(a);
}

static gboolean print_prefix(const void *p, GString *out)
{
	const NetPrefix *prefix = p;

	net_prefix_append(prefix, out);
	return net_addr_is_set(&prefix->addr);
}

static void digest_addr(const void *p, Digest *d)
{
	digest_bytes(d, p, sizeof(NetAddr));
}

static void digest_prefix(const void *p, Digest *d)
{
	digest_bytes(d, p, sizeof(NetPrefix));
}

const FieldKind field_addr = {
	.name = "address",
	.storage = FIELD_STORE_TEXT,
	.print = print_addr,
	.digest = digest_addr,
};
const FieldKind field_prefix = {
	.name = "prefix",
	.storage = FIELD_STORE_TEXT,
	.print = print_prefix,
	.digest = digest_prefix,
};
