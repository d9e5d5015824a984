/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/bits.h"

#include <string.h>

enum { PAGE_BITS = NET_BITS_PAGE, PAGE_WORDS = PAGE_BITS / 64 };

void net_bits_init(NetBits *bits)
{
	bits->pages = g_ptr_array_new_with_free_func(g_free);
}

void net_bits_release(NetBits *bits)
{
	g_ptr_array_free(bits->pages, TRUE);
}

void net_bits_clear(NetBits *bits)
{
	g_ptr_array_set_size(bits->pages, 0);
}

void net_bits_copy(NetBits *to, const NetBits *from)
{
	net_bits_clear(to);
	for (guint i = 0; i < from->pages->len; i++) {
		const uint64_t *page = g_ptr_array_index(from->pages, i);

		g_ptr_array_add(to->pages,
				page ? g_memdup2(page, PAGE_WORDS * sizeof *page) : NULL);
	}
}

static uint64_t *make_page(NetBits *bits, uint32_t id)
{
	guint i = id / PAGE_BITS;
	uint64_t *page = g_new0(uint64_t, PAGE_WORDS);

	if (i >= bits->pages->len)
		g_ptr_array_set_size(bits->pages, (gint)i + 1);
	g_ptr_array_index(bits->pages, i) = page;
	return page;
}

void net_bits_set_in_new_page(NetBits *bits, uint32_t id)
{
	make_page(bits, id)[id % PAGE_BITS / 64] = UINT64_C(1) << id % 64;
}

void net_bits_add(NetBits *to, const NetBits *from)
{
	for (guint i = 0; i < from->pages->len; i++) {
		const uint64_t *page = g_ptr_array_index(from->pages, i);
		uint64_t *own = page ? net_bits_page(to, i * PAGE_BITS) : NULL;

		if (page && !own)
			own = make_page(to, i * PAGE_BITS);
		for (unsigned w = 0; page && w < PAGE_WORDS; w++)
			own[w] |= page[w];
	}
}
