/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/pool.h"

enum { CHUNK = 16384 };

void net_pool_init(NetPool *pool, size_t size)
{
	g_assert(size >= sizeof(void *) && size % sizeof(void *) == 0 && size <= CHUNK);
	*pool = (NetPool){.size = size, .chunks = g_ptr_array_new_with_free_func(g_free)};
}

void net_pool_release(NetPool *pool)
{
	g_ptr_array_free(pool->chunks, TRUE);
}

static void *take_fresh(NetPool *pool)
{
	char *chunk;

	if (pool->n_fresh == 0) {
		g_ptr_array_add(pool->chunks, g_malloc(CHUNK));
		pool->n_fresh = (unsigned)(CHUNK / pool->size);
	}
	chunk = g_ptr_array_index(pool->chunks, pool->chunks->len - 1);
	return chunk + --pool->n_fresh * pool->size;
}

void *net_pool_alloc(NetPool *pool)
{
	void *object = pool->free;

	pool->n_in_use++;
	if (!object)
		return take_fresh(pool);
	pool->free = *(void **)object;
	return object;
}

void net_pool_free(NetPool *pool, void *object)
{
	if (--pool->n_in_use == 0) {
		g_ptr_array_set_size(pool->chunks, 0);
		pool->free = NULL;
		pool->n_fresh = 0;
		return;
	}
	*(void **)object = pool->free;
	pool->free = object;
}
