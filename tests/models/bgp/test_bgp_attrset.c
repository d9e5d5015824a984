/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_attrset.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

#define ORIGIN "40010100"
#define AS_PATH "40020602010000fe4d"
#define LOCAL_PREF "40050400000064"
#define NEXT_HOP "4003040a000002"
#define BASE ORIGIN AS_PATH NEXT_HOP LOCAL_PREF

static BgpAttrSet *intern(BgpAttrTable *table, const char *attributes, uint8_t as_size)
{
	static BgpUpdate update;
	size_t len;
	WireError error = {0};
	uint8_t *m = bgp_test_update("", attributes, "100a09", &len);
	gboolean ok = bgp_update_decode(m, len, as_size, FALSE, &update, &error);
	ck_assert_msg(ok, "%s", error.text);
	BgpAttrSet *set = bgp_attrset_of_update(table, &update, &update.attrs);
	memset(m, 0xee, len); /* a set borrows nothing from the message */
	g_free(m);
	return set;
}

START_TEST(test_same_set)
{
	BgpAttrTable table;
	bgp_attr_table_init(&table);
	BgpAttrSet *a = intern(&table, BASE, 4);
	BgpAttrSet *b = intern(&table, LOCAL_PREF ORIGIN NEXT_HOP AS_PATH, 4); /* another order */
	BgpAttrSet *c = intern(&table, ORIGIN "4002040201fe4d" NEXT_HOP LOCAL_PREF, 2);
	ck_assert_ptr_eq(a, b);
	ck_assert_ptr_eq(a, c);
	ck_assert_uint_eq(a->refs, 3);
	ck_assert_uint_eq(bgp_attr_table_size(&table), 1);
	ck_assert_uint_eq(a->as_path_length, 1);
	ck_assert_uint_eq(a->neighbour_as, 65101);
	bgp_attrset_unref(a);
	bgp_attrset_unref(b);
	ck_assert_uint_eq(bgp_attr_table_size(&table), 1);
	bgp_attrset_unref(c);
	ck_assert_uint_eq(bgp_attr_table_size(&table), 0);
	bgp_attr_table_release(&table);
}
END_TEST

/* Each of these differs from all others. */
static const char *const different[] = {
	BASE,
	"40010102" AS_PATH NEXT_HOP LOCAL_PREF,
	ORIGIN "40020602010000fe4e" NEXT_HOP LOCAL_PREF,
	ORIGIN AS_PATH "4003040a000003" LOCAL_PREF,
	ORIGIN AS_PATH NEXT_HOP "40050400000065",
	BASE "80040400000000",
	BASE "80040400000001",
	BASE "400600",
	BASE "c007080000fde90a000001",
	BASE "c00804fde90001",
	BASE "c00804fde90002",
	BASE "c010080002fde900000001",
	BASE "c010100002fde9000000010002fde900000002",
	BASE "8009040a000001",
	BASE "800a040a000001",
	BASE "c0c80107",
	BASE "c0c80108",
};

START_TEST(test_different_sets)
{
	BgpAttrTable table;
	BgpAttrSet *sets[G_N_ELEMENTS(different)];
	bgp_attr_table_init(&table);
	for (size_t i = 0; i < G_N_ELEMENTS(different); i++) {
		sets[i] = intern(&table, different[i], 4);
		for (size_t k = 0; k < i; k++)
			ck_assert_ptr_ne(sets[i], sets[k]);
	}
	ck_assert_uint_eq(bgp_attr_table_size(&table), G_N_ELEMENTS(different));
	for (size_t i = 0; i < G_N_ELEMENTS(different); i++)
		bgp_attrset_unref(sets[i]);
	bgp_attr_table_release(&table);
}
END_TEST

START_TEST(test_route_targets)
{
	BgpAttrTable table;
	NetRt rt;
	bgp_attr_table_init(&table);
	/* a route target, a site of origin, a route target with an address */
	BgpAttrSet *set = intern(&table,
				 BASE "c01018 0002fde900000007 0003fde900000009"
				      "0102 0a000001 0008",
				 4);
	ck_assert_uint_eq(set->n_route_targets, 2);
	net_rt_parse("65001:7", &rt);
	ck_assert(set->route_targets[0] == rt);
	net_rt_parse("10.0.0.1:8", &rt);
	ck_assert(set->route_targets[1] == rt);
	ck_assert_uint_eq(set->attrs.extended_communities.len, 24);
	bgp_attrset_unref(set);
	bgp_attr_table_release(&table);
}
END_TEST

/* Passed on: transitive ones, marked as partial. */
START_TEST(test_unknown_attributes)
{
	BgpAttrTable table;
	bgp_attr_table_init(&table);
	BgpAttrSet *set = intern(&table, BASE "c0c80107 80c90108", 4);
	ck_assert_uint_eq(set->others.len, 4);
	ck_assert_mem_eq(set->others.bytes, "\xe0\xc8\x01\x07", 4);
	bgp_attrset_unref(set);
	bgp_attr_table_release(&table);
}
END_TEST

START_TEST(test_as4_aggregator)
{
	BgpAttrTable table;
	bgp_attr_table_init(&table);
	BgpAttrSet *set = intern(
		&table,
		ORIGIN "400200" NEXT_HOP LOCAL_PREF "c007065ba00a000001 c01208000186a00a000001", 2);
	ck_assert_uint_eq(set->attrs.aggregator.as_number, 100000);
	ck_assert(!bgp_attrs_has(&set->attrs, BGP_ATTR_AS4_AGGREGATOR));
	bgp_attrset_unref(set);
	bgp_attr_table_release(&table);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_attrset");
	tcase_add_test(tc, test_same_set);
	tcase_add_test(tc, test_different_sets);
	tcase_add_test(tc, test_route_targets);
	tcase_add_test(tc, test_unknown_attributes);
	tcase_add_test(tc, test_as4_aggregator);
	return test_main("bgp_attrset", tc);
}
