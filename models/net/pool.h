/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many objects of one size, side by side and without a header each. Memory goes back when the last
 * object does.
 */
#ifndef NET_POOL_H
#define NET_POOL_H

#include <glib.h>

typedef struct NetPool {
	size_t size; /* of an object */
	GPtrArray *chunks;
	void *free;       /* first word of each links the next */
	unsigned n_fresh; /* objects of the last chunk that were never used */
	unsigned n_in_use;
} NetPool;

/* size is a multiple of that of a pointer. */
void net_pool_init(NetPool *pool, size_t size);
/* Objects that are still in use go too. */
void net_pool_release(NetPool *pool);
void *net_pool_alloc(NetPool *pool); /* of undefined contents */
void net_pool_free(NetPool *pool, void *object);

#endif
