/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memberships of route targets (RFC 4684 4): prefixes of 96 bits, an AS number in front of a route target, as
 * they stand on the wire. They are of 32 to 96 bits, a shorter one for all route targets that begin so; or
 * of 0, the default one, for all there are.
 */
#ifndef NET_MEMBERSHIP_H
#define NET_MEMBERSHIP_H

#include "models/net/addr.h"
#include "models/net/rd.h"

enum { NET_MEMBERSHIP_AS_BITS = 32, NET_MEMBERSHIP_BITS = 96 };

/* The one for all of a route target. */
NetPrefix net_membership(uint32_t as_number, NetRt rt);

/* Both 0 where the prefix does not reach so far. */
uint32_t net_membership_as(const NetPrefix *membership);
NetRt net_membership_rt(const NetPrefix *membership);
/* How many bits of the route target count, 0 to 64. */
static inline unsigned net_membership_rt_bits(const NetPrefix *membership)
{
	return membership->len > NET_MEMBERSHIP_AS_BITS ? membership->len - NET_MEMBERSHIP_AS_BITS
							: 0;
}

/* "65000:65000:27", the AS number and the route target, in buf, without the length; the default is "0:0:0". */
void net_membership_str(const NetPrefix *membership, char *buf, size_t size);

#endif
