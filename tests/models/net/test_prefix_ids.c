/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/prefix_ids.h"
#include "tests/testing.h"

static NetPrefix ipv4(uint32_t address, unsigned len)
{
	NetAddr addr = net_addr_ipv4(address);

	return net_prefix(&addr, len);
}

static NetPrefix ipv6(uint32_t i)
{
	NetAddr addr = {.family = NET_AF_IPV6, .bytes = {0x20, 0x01, 0x0d, 0xb8}};

	for (unsigned b = 0; b < 4; b++)
		addr.bytes[4 + b] = (uint8_t)(i >> (24 - 8 * b));
	return net_prefix(&addr, 64);
}

/* Ids in order of first use; RD, address and length tell prefixes apart. */
START_TEST(test_dense)
{
	NetPrefixIds *ids = net_prefix_ids_new(NET_AF_IPV4, TRUE);
	const NetPrefix a = ipv4(0x0a000000, 8), b = ipv4(0x0a000000, 16), c = ipv4(0x0a010000, 16);

	ck_assert_uint_eq(net_prefix_id_get(ids, 1, &a), 0);
	ck_assert_uint_eq(net_prefix_id_get(ids, 2, &a), 1);
	ck_assert_uint_eq(net_prefix_id_get(ids, 1, &b), 2);
	ck_assert_uint_eq(net_prefix_id_get(ids, 1, &c), 3);
	ck_assert_uint_eq(net_prefix_id_get(ids, 1, &a), 0);
	ck_assert_uint_eq(net_prefix_id_find(ids, 2, &a), 1);
	ck_assert_uint_eq(net_prefix_id_find(ids, 3, &a), NET_PREFIX_ID_NONE);
	ck_assert(net_prefix_id_follows(ids, 1, &b)); /* after (2, a) */
	ck_assert(!net_prefix_id_follows(ids, 1, &c));
	ck_assert_uint_eq(net_prefix_ids_held(ids), 4);
	ck_assert_uint_eq(net_prefix_id_rd(ids, 1), 2);
	NetPrefix prefix = net_prefix_id_prefix(ids, 2);
	ck_assert(net_prefix_equal(&prefix, &b));

	net_prefix_id_unref(ids, 0);
	ck_assert_uint_eq(net_prefix_id_find(ids, 1, &a), 0); /* it was taken twice */
	net_prefix_id_unref(ids, 0);
	ck_assert_uint_eq(net_prefix_id_find(ids, 1, &a), NET_PREFIX_ID_NONE);
	ck_assert_uint_eq(net_prefix_id_find(ids, 2, &a), 1);
	ck_assert_uint_eq(net_prefix_id_get(ids, 9, &a), 0); /* used again */
	for (uint32_t id = 0; id < 4; id++)
		net_prefix_id_unref(ids, id);
	ck_assert_uint_eq(net_prefix_ids_held(ids), 0);
	net_prefix_ids_free(ids);
}
END_TEST

static void check_many(NetPrefixIds *ids, NetFamily family, gboolean has_rd)
{
	enum { N = 20000 };

	for (unsigned round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < N; i++) {
			NetPrefix p = family == NET_AF_IPV4 ? ipv4(i << 8, 24) : ipv6(i);
			ck_assert_uint_eq(net_prefix_id_get(ids, has_rd ? i % 7 : 0, &p), i);
		}
		for (uint32_t i = 0; i < N; i++) {
			NetPrefix p = family == NET_AF_IPV4 ? ipv4(i << 8, 24) : ipv6(i);
			NetPrefix q = net_prefix_id_prefix(ids, i);
			ck_assert(net_prefix_equal(&p, &q));
			ck_assert_uint_eq(net_prefix_id_rd(ids, i), has_rd ? i % 7 : 0);
			ck_assert_uint_eq(net_prefix_id_find(ids, has_rd ? i % 7 : 0, &p), i);
		}
		for (uint32_t i = 0; i < N; i++)
			net_prefix_id_unref(ids, i);
		ck_assert_uint_eq(net_prefix_ids_held(ids), 0);
	}
	net_prefix_ids_free(ids);
}

START_TEST(test_many)
{
	NetFamily family = _i & 1 ? NET_AF_IPV6 : NET_AF_IPV4;

	check_many(net_prefix_ids_new(family, _i & 2), family, _i & 2);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("prefix_ids");
	tcase_add_test(tc, test_dense);
	tcase_add_loop_test(tc, test_many, 0, 4);
	return test_main("prefix_ids", tc);
}
