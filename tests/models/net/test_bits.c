/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/bits.h"
#include "tests/testing.h"

START_TEST(test_bits)
{
	static const uint32_t ids[] = {0, 63, 64, 4095, 4096, 1000000};
	NetBits bits, copy;

	net_bits_init(&bits);
	net_bits_init(&copy);
	for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++) {
		ck_assert(!net_bits_get(&bits, ids[i]));
		net_bits_set(&bits, ids[i], FALSE);
		net_bits_set(&bits, ids[i], TRUE);
		ck_assert(net_bits_get(&bits, ids[i]));
	}
	ck_assert(!net_bits_get(&bits, 1));
	ck_assert(!net_bits_get(&bits, 8192));
	net_bits_set(&copy, 7, TRUE);
	net_bits_copy(&copy, &bits);
	ck_assert(!net_bits_get(&copy, 7));
	net_bits_set(&bits, 64, FALSE);
	ck_assert(!net_bits_get(&bits, 64));
	ck_assert(net_bits_get(&bits, 63));
	for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++)
		ck_assert(net_bits_get(&copy, ids[i]));
	net_bits_clear(&copy);
	ck_assert(!net_bits_get(&copy, 1000000));
	net_bits_release(&bits);
	net_bits_release(&copy);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bits");
	tcase_add_test(tc, test_bits);
	return test_main("bits", tc);
}
