/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_family.h"
#include "tests/testing.h"

START_TEST(names)
{
	ck_assert_int_eq(bgp_family_of_name("ipv4"), BGP_FAMILY_IPV4);
	ck_assert_int_eq(bgp_family_of_name("vpnv4"), BGP_FAMILY_VPNV4);
	ck_assert_int_eq(bgp_family_of_name("vpnv"), -1);
	ck_assert_int_eq(bgp_family_of_name(""), -1);
}
END_TEST

START_TEST(formats)
{
	ck_assert_int_eq(bgp_family_of_format(&bgp_nlri_ipv4_unicast), BGP_FAMILY_IPV4);
	ck_assert_int_eq(bgp_family_of_format(&bgp_nlri_vpnv4), BGP_FAMILY_VPNV4);
	ck_assert_int_eq(bgp_family_of_format(NULL), -1);
}
END_TEST

/* RFC 4364 5: a VPN route's packets need an LSP; RFC 4271: a plain route's next hop a route. */
START_TEST(next_hops)
{
	ck_assert_int_eq(bgp_families[BGP_FAMILY_IPV4].next_hop_mode, RIB_NHT_ROUTE);
	ck_assert_int_eq(bgp_families[BGP_FAMILY_VPNV4].next_hop_mode, RIB_NHT_LSP);
}
END_TEST

/* A row that says the name of its format, whoever reads either. */
START_TEST(rows_are_whole)
{
	for (int i = 0; i < BGP_N_FAMILIES; i++) {
		ck_assert_int_eq(bgp_family_of_name(bgp_families[i].format->name), i);
		ck_assert(bgp_families[i].changed != NULL);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_family");

	tcase_add_test(tc, names);
	tcase_add_test(tc, formats);
	tcase_add_test(tc, next_hops);
	tcase_add_test(tc, rows_are_whole);
	return test_main("bgp_family", tc);
}
