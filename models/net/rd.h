/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Route distinguishers (RFC 4364 4.2) and route targets (RFC 4360 4). Both are eight bytes as they
 * stand on the wire, kept as one number in host order, so that they compare and hash as integers.
 */
#ifndef NET_RD_H
#define NET_RD_H

#include "sim/field.h"

#include <glib.h>
#include <stdint.h>

typedef uint64_t NetRd;  /* 0 is "0:0", the RD of VPN next hops */
typedef uint64_t NetRt;  /* an extended community of type 0x00/0x01/0x02, subtype 0x02 */
typedef uint64_t NetSoo; /* the same of subtype 0x03; 0 is none */

/* "1:27" (type 0, or type 2 where the AS needs four bytes), "10.0.0.1:27" (type 1). */
gboolean net_rd_parse(const char *text, NetRd *out);
void net_rd_append(NetRd rd, GString *out);
gboolean net_rt_parse(const char *text, NetRt *out);
void net_rt_append(NetRt rt, GString *out);
/* TRUE where an extended community is a route target. */
gboolean net_ext_community_is_rt(uint64_t community);

/* The same for a site of origin (RFC 4360 5): written as a route target. */
gboolean net_soo_parse(const char *text, NetSoo *out);
void net_soo_append(NetSoo soo, GString *out);
gboolean net_ext_community_is_soo(uint64_t community);

extern const FieldKind field_rd;  /* of a NetRd; 0 is absent */
extern const FieldKind field_soo; /* of a NetSoo; 0 is absent */

#endif
