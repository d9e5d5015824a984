/* SPDX-License-Identifier: Apache-2.0 */
/* A set of ids, which may lie far apart: memory for 4096 at a time, where one of them is in it. */
#ifndef NET_BITS_H
#define NET_BITS_H

#include <glib.h>
#include <stdint.h>

enum { NET_BITS_PAGE = 4096 };

typedef struct NetBits {
	GPtrArray *pages; /* of uint64_t[]; NULL where none of them is in the set */
} NetBits;

void net_bits_init(NetBits *bits);
void net_bits_release(NetBits *bits);
void net_bits_clear(NetBits *bits);
void net_bits_copy(NetBits *to, const NetBits *from); /* to is initialised */
/* All of from are in it as well. */
void net_bits_add(NetBits *to, const NetBits *from);

/* The page that id is in; NULL: none. */
static inline uint64_t *net_bits_page(const NetBits *bits, uint32_t id)
{
	guint i = id / NET_BITS_PAGE;

	return i < bits->pages->len ? g_ptr_array_index(bits->pages, i) : NULL;
}

static inline gboolean net_bits_get(const NetBits *bits, uint32_t id)
{
	const uint64_t *page = net_bits_page(bits, id);

	return page && (page[id % NET_BITS_PAGE / 64] >> id % 64 & 1) != 0;
}

/* Where there is no page yet. */
void net_bits_set_in_new_page(NetBits *bits, uint32_t id);

static inline void net_bits_set(NetBits *bits, uint32_t id, gboolean value)
{
	uint64_t *page = net_bits_page(bits, id), bit = UINT64_C(1) << id % 64;

	if (page && value)
		page[id % NET_BITS_PAGE / 64] |= bit;
	else if (page)
		page[id % NET_BITS_PAGE / 64] &= ~bit;
	else if (value)
		net_bits_set_in_new_page(bits, id);
}

#endif
