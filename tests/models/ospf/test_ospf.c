/* SPDX-License-Identifier: Apache-2.0 */
/* Networks of OSPF routers: adjacencies, databases, routes, and what failures do to them. */
#include "tests/models/ospf/ospf_net.h"
#include "tests/testing.h"

static void assert_routes(Router *r, const char *want)
{
	char *routes = net_routes(r);
	ck_assert_str_eq(routes, want);
	g_free(routes);
}

START_TEST(two_routers)
{
	Net *net = net_new();
	Router *a = net_router(net, "A", "10.0.0.1"), *b = net_router(net, "B", "10.0.0.2");

	net_join(a, b, 10);
	net_start(net);
	net_run(net, 20 * SIM_SEC);
	ck_assert_str_eq(net_state(a, "B"), "Full");
	ck_assert_str_eq(net_state(b, "A"), "Full");
	ck_assert(net_same_database(a, b));
	assert_routes(a, "10.0.0.2/32 metric 10 via 10.1.0.2 B\n");
	assert_routes(b, "10.0.0.1/32 metric 10 via 10.1.0.1 A\n");
	net_free(net);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf");
	tcase_add_test(tc, two_routers);
	return test_main("ospf", tc);
}
