/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/membership.h"

enum { AS_BYTES = 4, RT_BYTES = 8 };

static void put(uint64_t value, unsigned n, uint8_t *bytes)
{
	for (unsigned i = n; i > 0; i--, value >>= 8)
		bytes[i - 1] = (uint8_t)value;
}

static uint64_t get(const uint8_t *bytes, unsigned n)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < n; i++)
		value = value << 8 | bytes[i];
	return value;
}

NetPrefix net_membership(uint32_t as_number, NetRt rt)
{
	NetPrefix p = {.addr = {.family = NET_AF_MEMBERSHIP}, .len = NET_MEMBERSHIP_BITS};

	put(as_number, AS_BYTES, p.addr.bytes);
	put(rt, RT_BYTES, p.addr.bytes + AS_BYTES);
	return p;
}

uint32_t net_membership_as(const NetPrefix *membership)
{
	return (uint32_t)get(membership->addr.bytes, AS_BYTES);
}

NetRt net_membership_rt(const NetPrefix *membership)
{
	return get(membership->addr.bytes + AS_BYTES, RT_BYTES);
}

void net_membership_str(const NetPrefix *membership, char *buf, size_t size)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_append_printf(text, "%u:", net_membership_as(membership));
	net_rt_append(net_membership_rt(membership), text);
	g_strlcpy(buf, text->str, size);
}
