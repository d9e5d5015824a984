/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses and prefixes, neutral to the address family. Plain values: copy, compare and hash them
 * freely. An IPv4 address stands in the first four bytes; the unused rest is always zero, so that
 * memcmp() over a value is exact.
 */
#ifndef NET_ADDR_H
#define NET_ADDR_H

#include "sim/field.h"

#include <glib.h>
#include <stdint.h>

typedef enum {
	NET_AF_NONE = 0,
	NET_AF_MEMBERSHIP = 1, /* an AS number and a route target: prefixes alone (membership.h) */
	NET_AF_IPV4 = 4,
	NET_AF_IPV6 = 6,
} NetFamily;

typedef struct NetAddr {
	uint8_t family; /* NetFamily */
	uint8_t bytes[16];
} NetAddr;

typedef struct NetPrefix {
	NetAddr addr; /* bits past len are zero, unless it is an interface's address */
	uint8_t len;  /* 0 to 32, 96 or 128 */
} NetPrefix;

typedef struct NetMac {
	uint8_t bytes[6];
} NetMac;

extern const NetAddr net_addr_none;
extern const NetMac net_mac_broadcast;

static inline gboolean net_addr_is_set(const NetAddr *a)
{
	return a->family != NET_AF_NONE;
}
static inline unsigned net_family_bits(NetFamily family)
{
	switch (family) {
	case NET_AF_IPV4:
		return 32;
	case NET_AF_MEMBERSHIP:
		return 96;
	case NET_AF_IPV6:
		return 128;
	default:
		return 0;
	}
}
const char *net_family_name(NetFamily family); /* "ipv4", "ipv6" */

NetAddr net_addr_ipv4(uint32_t host_order);
uint32_t net_addr_to_ipv4(const NetAddr *a); /* host order; a is IPv4 */
gboolean net_addr_equal(const NetAddr *a, const NetAddr *b);
int net_addr_cmp(const NetAddr *a, const NetAddr *b); /* by family, then as a number */
guint net_addr_hash(const NetAddr *a);                /* same in every run */
gboolean net_addr_is_multicast(const NetAddr *a);
gboolean net_addr_parse(const char *text, NetAddr *out); /* "10.0.0.1", "2001:db8::1" (RFC 5952) */
void net_addr_append(const NetAddr *a, GString *out);    /* nothing for NET_AF_NONE */
/* For log and trace fields: the text in buf. */
#define NET_ADDR_STRLEN 46
const char *net_addr_str(const NetAddr *a, char buf[NET_ADDR_STRLEN]);

/* Clears the bits past len. */
NetPrefix net_prefix(const NetAddr *addr, unsigned len);
NetPrefix net_prefix_host(const NetAddr *addr);   /* /32 or /128 */
NetPrefix net_prefix_network(const NetPrefix *p); /* of an interface's address */
gboolean net_prefix_equal(const NetPrefix *a, const NetPrefix *b);
int net_prefix_cmp(const NetPrefix *a, const NetPrefix *b); /* by address, then length */
guint net_prefix_hash(const NetPrefix *p);
gboolean net_prefix_contains(const NetPrefix *p, const NetAddr *a);
gboolean net_prefix_is_host(const NetPrefix *p);
/* "10.0.0.0/8". Without a length: a host prefix. keep_host keeps the bits past the length, as an
 * interface's address needs; otherwise they must be zero, else FALSE. */
gboolean net_prefix_parse(const char *text, gboolean keep_host, NetPrefix *out);
void net_prefix_append(const NetPrefix *p, GString *out);
#define NET_PREFIX_STRLEN 50
const char *net_prefix_str(const NetPrefix *p, char buf[NET_PREFIX_STRLEN]);

/* RFC 1112 6.4, RFC 2464 7: the Ethernet address of a multicast group. */
NetMac net_mac_multicast(const NetAddr *group);
gboolean net_mac_equal(const NetMac *a, const NetMac *b);
gboolean net_mac_is_group(const NetMac *a);
void net_mac_append(const NetMac *a, GString *out); /* "02:00:00:00:00:01" */

/* Kinds for members of these types; an unset address is absent. */
extern const FieldKind field_addr, field_prefix;

#endif
