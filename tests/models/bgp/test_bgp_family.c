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
		const BgpFamily *family = &bgp_families[i];

		ck_assert_str_eq(family->name, family->format->name);
		ck_assert_int_eq(bgp_family_of_name(family->format->name), i);
		ck_assert_int_eq(bgp_family_for(family->role, family->format->prefix), i);
		ck_assert(family->changed || family->considered ||
			  family->role == BGP_ROLE_LABELLED);
		/* A label is good at its router alone. */
		ck_assert(!(family->format->labelled && family->third_party));
	}
}
END_TEST

/* RFC 4271 4.3 has room for one. */
START_TEST(one_is_classic)
{
	unsigned n = 0;

	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		n += bgp_families[f].format->classic;
	ck_assert_uint_eq(n, 1);
	ck_assert(bgp_nlri_classic->classic);
}
END_TEST

START_TEST(roles)
{
	ck_assert_int_eq(bgp_family_for(BGP_ROLE_UNICAST, NET_AF_IPV4), BGP_FAMILY_IPV4);
	ck_assert_int_eq(bgp_family_for(BGP_ROLE_VPN, NET_AF_IPV4), BGP_FAMILY_VPNV4);
	ck_assert_int_eq(bgp_family_for(BGP_ROLE_VPN, NET_AF_IPV6), -1);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_family");

	tcase_add_test(tc, names);
	tcase_add_test(tc, formats);
	tcase_add_test(tc, roles);
	tcase_add_test(tc, next_hops);
	tcase_add_test(tc, rows_are_whole);
	tcase_add_test(tc, one_is_classic);
	return test_main("bgp_family", tc);
}
