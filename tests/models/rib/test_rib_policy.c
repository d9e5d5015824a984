/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/rib_policy.h"
#include "tests/testing.h"

START_TEST(subject)
{
	FwdIface iface = {.name = (char[]){"core"}};
	const RibSource source = {.protocol = "static"};
	RibHop hops[2] = {{.kind = RIB_HOP_INTERFACE, .iface = &iface}, {.kind = RIB_HOP_DISCARD}};
	RibRoute route = {.source = &source, .metric = 7, .tag = 5, .n_hops = 2, .hops = hops};
	PolicySubject s;

	ck_assert(net_prefix_parse("10.9.0.0/16", FALSE, &route.prefix));
	ck_assert(net_addr_parse("10.1.0.2", &hops[0].gateway));
	s = rib_policy_subject(&route);
	ck_assert(net_prefix_equal(&s.prefix, &route.prefix));
	ck_assert(net_addr_equal(&s.next_hop, &hops[0].gateway));
	ck_assert_str_eq(s.protocol, "static");
	ck_assert_str_eq(s.interface, "core");
	ck_assert_uint_eq(s.metric, 7);
	ck_assert_uint_eq(s.tag, 5);
	ck_assert_uint_eq(s.label, NET_LABEL_NONE);
	ck_assert_uint_eq(s.set, 0);
	ck_assert_ptr_null(s.owner);
	route.hops = hops + 1;
	s = rib_policy_subject(&route);
	ck_assert_ptr_null(s.interface);
	ck_assert(!net_addr_is_set(&s.next_hop));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rib_policy");

	tcase_add_test(tc, subject);
	return test_main("rib_policy", tc);
}
