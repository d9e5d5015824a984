/* SPDX-License-Identifier: Apache-2.0 */
/* A set of ids, which may lie far apart: memory for 4096 at a time, where one of them is in it. */
#ifndef NET_BITS_H
#define NET_BITS_H

#include <glib.h>
#include <stdint.h>

typedef struct NetBits {
	GPtrArray *pages; /* of uint64_t[]; NULL where none of them is in the set */
} NetBits;

void net_bits_init(NetBits *bits);
void net_bits_release(NetBits *bits);
void net_bits_clear(NetBits *bits);
void net_bits_copy(NetBits *to, const NetBits *from); /* to is initialised */
/* All of from are in it as well. */
void net_bits_add(NetBits *to, const NetBits *from);
gboolean net_bits_get(const NetBits *bits, uint32_t id);
void net_bits_set(NetBits *bits, uint32_t id, gboolean value);

#endif
