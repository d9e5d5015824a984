/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

static RibLab *lab;

static void setup(void)
{
	lab = rib_lab_new();
}

static void teardown(void)
{
	rib_lab_free(lab);
}

static FwdIface *loopback(FwdVrf *vrf, const char *address)
{
	FwdIface *iface = fwd_iface_new(lab->fwd, "lo", FWD_IFACE_LOOPBACK, vrf, 0);
	NetPrefix own;

	ck_assert(net_prefix_parse(address, TRUE, &own));
	fwd_iface_set_shut(iface, TRUE);
	fwd_iface_add_address(iface, &own);
	fwd_iface_set_shut(iface, FALSE);
	return iface;
}

START_TEST(an_interface_brings_its_subnet_and_itself)
{
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	rib_lab_expect(lab, "route add 10.0.1.1/32 local local\n"
			    "route add 10.0.1.0/30 connected a\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.1.1"), "local");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.1.2"), "a");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.0.1.0/30"), "connected 0/0");
}
END_TEST

START_TEST(both_go_with_the_carrier_and_come_back)
{
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	rib_lab_forget(lab);
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	rib_lab_expect(lab, "route remove 10.0.1.0/30 connected\n"
			    "route remove 10.0.1.1/32 local\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.1.1"), "none");
	rib_lab_link(lab, "a", FWD_LINK_UP);
	rib_lab_expect(lab, "route add 10.0.1.1/32 local local\n"
			    "route add 10.0.1.0/30 connected a\n");
}
END_TEST

START_TEST(a_loopback_with_a_host_prefix_is_connected_in_name)
{
	loopback(NULL, "10.9.0.1/32");
	rib_lab_expect(lab, "route add 10.9.0.1/32 connected local\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "local");
}
END_TEST

START_TEST(nobody_is_behind_the_subnet_of_a_loopback)
{
	FwdIface *lo = loopback(NULL, "10.9.0.1/24");

	rib_lab_expect(lab, "route add 10.9.0.1/32 local local\n"
			    "route add 10.9.0.0/24 connected discard\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "local");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.2"), "drop");
	fwd_iface_set_shut(lo, TRUE);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "none");
}
END_TEST

START_TEST(each_table_has_the_interfaces_of_its_vrf)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");

	rib_lab_iface(lab, "ce", rib_vrf(vpn), "10.0.1.1/30");
	rib_lab_iface(lab, "core", NULL, "10.0.2.1/30");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "10.0.1.2"), "ce");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "10.0.2.2"), "none");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.1.2"), "none");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.2.2"), "core");
}
END_TEST

START_TEST(a_table_may_come_after_its_interfaces)
{
	FwdVrf *vrf = fwd_node_add_vrf(lab->fwd, "VPN");
	Rib *vpn;

	rib_lab_iface(lab, "ce", vrf, "10.0.1.1/30");
	rib_lab_expect(lab, "");
	vpn = rib_add(lab->node, vrf);
	rib_lab_expect(lab, "route add VPN 10.0.1.1/32 local local\n"
			    "route add VPN 10.0.1.0/30 connected ce\n");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "10.0.1.2"), "ce");
}
END_TEST

START_TEST(several_addresses_of_both_families)
{
	FwdIface *iface = rib_lab_iface(lab, "a", NULL, "10.0.1.1/24");
	NetPrefix second, six;

	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	ck_assert(net_prefix_parse("10.0.1.9/24", TRUE, &second));
	ck_assert(net_prefix_parse("2001:db8::1/64", TRUE, &six));
	fwd_iface_add_address(iface, &second);
	fwd_iface_add_address(iface, &six);
	rib_lab_forget(lab);
	rib_lab_link(lab, "a", FWD_LINK_UP);
	rib_lab_expect(lab, "route add 10.0.1.1/32 local local\n"
			    "route add 10.0.1.0/24 connected a\n"
			    "route add 10.0.1.9/32 local local\n"
			    "route add 2001:db8::1/128 local local\n"
			    "route add 2001:db8::/64 connected a\n");
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.1.9"), "none");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "2001:db8::1"), "none");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("connected");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, an_interface_brings_its_subnet_and_itself);
	tcase_add_test(tc, both_go_with_the_carrier_and_come_back);
	tcase_add_test(tc, a_loopback_with_a_host_prefix_is_connected_in_name);
	tcase_add_test(tc, nobody_is_behind_the_subnet_of_a_loopback);
	tcase_add_test(tc, each_table_has_the_interfaces_of_its_vrf);
	tcase_add_test(tc, a_table_may_come_after_its_interfaces);
	tcase_add_test(tc, several_addresses_of_both_families);
	return test_main("connected", tc);
}
