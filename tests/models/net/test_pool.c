/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/pool.h"
#include "tests/testing.h"

enum { N = 5000 };

typedef struct Object {
	unsigned *owner;
	unsigned value[4];
} Object;

/* No two share memory, also when some are given back and used again. */
START_TEST(test_distinct)
{
	NetPool pool;
	Object *objects[N];

	net_pool_init(&pool, sizeof(Object));
	for (unsigned i = 0; i < N; i++) {
		objects[i] = net_pool_alloc(&pool);
		*objects[i] = (Object){NULL, {i, i, i, i}};
	}
	for (unsigned i = 0; i < N; i += 3)
		net_pool_free(&pool, objects[i]);
	for (unsigned i = 0; i < N; i += 3) {
		objects[i] = net_pool_alloc(&pool);
		*objects[i] = (Object){NULL, {i, i, i, i}};
	}
	for (unsigned i = 0; i < N; i++)
		ck_assert_uint_eq(objects[i]->value[0] + objects[i]->value[3], 2 * i);
	ck_assert_uint_eq(pool.n_in_use, N);
	net_pool_release(&pool);
}
END_TEST

/* Memory is given back with the last object, and the pool goes on. */
START_TEST(test_empty)
{
	NetPool pool;
	Object *objects[N];

	net_pool_init(&pool, sizeof(Object));
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned i = 0; i < N; i++)
			objects[i] = net_pool_alloc(&pool);
		ck_assert_uint_gt(pool.chunks->len, 1);
		for (unsigned i = 0; i < N; i++)
			net_pool_free(&pool, objects[i]);
		ck_assert_uint_eq(pool.chunks->len, 0);
	}
	net_pool_release(&pool);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("pool");
	tcase_add_test(tc, test_distinct);
	tcase_add_test(tc, test_empty);
	return test_main("pool", tc);
}
