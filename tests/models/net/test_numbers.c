/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/numbers.h"
#include "tests/testing.h"

START_TEST(ids_far_apart_have_their_numbers)
{
	static const uint32_t ids[] = {0, 1, 255, 256, 1000000};
	NetNumbers numbers, copy;

	net_numbers_init(&numbers);
	net_numbers_init(&copy);
	net_numbers_set(&copy, 9, 9);
	for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++) {
		ck_assert_uint_eq(net_numbers_get(&numbers, ids[i]), 0);
		net_numbers_set(&numbers, ids[i], 0);
		net_numbers_set(&numbers, ids[i], i + 16);
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++)
		ck_assert_uint_eq(net_numbers_get(&numbers, ids[i]), i + 16);
	ck_assert_uint_eq(net_numbers_get(&numbers, 2), 0);
	net_numbers_copy(&copy, &numbers);
	net_numbers_set(&numbers, 1, 7);
	ck_assert_uint_eq(net_numbers_get(&numbers, 1), 7);
	ck_assert_uint_eq(net_numbers_get(&copy, 1), 17);
	ck_assert_uint_eq(net_numbers_get(&copy, 1000000), 20);
	ck_assert_uint_eq(net_numbers_get(&copy, 9), 0);
	net_numbers_release(&numbers);
	net_numbers_release(&copy);
}
END_TEST

START_TEST(they_are_gone_through_in_the_order_of_ids)
{
	NetNumbers numbers;

	net_numbers_init(&numbers);
	ck_assert_uint_eq(net_numbers_from(&numbers, 0), NET_NUMBERS_END);
	net_numbers_set(&numbers, 70000, 1);
	net_numbers_set(&numbers, 300, 1);
	net_numbers_set(&numbers, 5, 1);
	ck_assert_uint_eq(net_numbers_from(&numbers, 0), 5);
	ck_assert_uint_eq(net_numbers_from(&numbers, 5), 5);
	ck_assert_uint_eq(net_numbers_from(&numbers, 6), 300);
	net_numbers_set(&numbers, 300, 0);
	ck_assert_uint_eq(net_numbers_from(&numbers, 6), 70000);
	ck_assert_uint_eq(net_numbers_from(&numbers, 70001), NET_NUMBERS_END);
	net_numbers_clear(&numbers);
	ck_assert_uint_eq(net_numbers_from(&numbers, 0), NET_NUMBERS_END);
	net_numbers_release(&numbers);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("numbers");
	tcase_add_test(tc, ids_far_apart_have_their_numbers);
	tcase_add_test(tc, they_are_gone_through_in_the_order_of_ids);
	return test_main("numbers", tc);
}
