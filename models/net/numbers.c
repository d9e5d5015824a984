/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/numbers.h"

enum { PAGE = 256 };

typedef struct Page {
	unsigned used;
	uint32_t number[PAGE];
} Page;

void net_numbers_init(NetNumbers *numbers)
{
	numbers->pages = g_ptr_array_new_with_free_func(g_free);
}

void net_numbers_release(NetNumbers *numbers)
{
	g_ptr_array_free(numbers->pages, TRUE);
}

void net_numbers_clear(NetNumbers *numbers)
{
	g_ptr_array_set_size(numbers->pages, 0);
}

void net_numbers_copy(NetNumbers *to, const NetNumbers *from)
{
	net_numbers_clear(to);
	for (guint i = 0; i < from->pages->len; i++)
		g_ptr_array_add(to->pages,
				g_memdup2(g_ptr_array_index(from->pages, i), sizeof(Page)));
}

static Page *page_of(const NetNumbers *numbers, uint32_t id)
{
	guint i = id / PAGE;

	return i < numbers->pages->len ? g_ptr_array_index(numbers->pages, i) : NULL;
}

static Page *make_page(NetNumbers *numbers, uint32_t id)
{
	guint i = id / PAGE;

	if (i >= numbers->pages->len)
		g_ptr_array_set_size(numbers->pages, (gint)i + 1);
	return g_ptr_array_index(numbers->pages, i) = g_new0(Page, 1);
}

uint32_t net_numbers_get(const NetNumbers *numbers, uint32_t id)
{
	const Page *page = page_of(numbers, id);

	return page ? page->number[id % PAGE] : 0;
}

void net_numbers_set(NetNumbers *numbers, uint32_t id, uint32_t number)
{
	Page *page = page_of(numbers, id);
	uint32_t *place;

	if (!page && number == 0)
		return;
	if (!page)
		page = make_page(numbers, id);
	place = &page->number[id % PAGE];
	page->used += (number != 0) - (*place != 0);
	*place = number;
	if (page->used > 0)
		return;
	g_free(page);
	g_ptr_array_index(numbers->pages, id / PAGE) = NULL;
}

uint32_t net_numbers_from(const NetNumbers *numbers, uint32_t id)
{
	for (; id / PAGE < numbers->pages->len; id = (id / PAGE + 1) * PAGE) {
		const Page *page = page_of(numbers, id);

		for (unsigned i = id % PAGE; page && i < PAGE; i++)
			if (page->number[i] != 0)
				return id - id % PAGE + i;
	}
	return NET_NUMBERS_END;
}
