/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_ping.h"
#include "tests/models/verify/vpn_net.h"
#include "tests/testing.h"

static VpnNet *net;
static ExpectSet *set;
static Ping *ping;

static void setup(void)
{
	PingConfig config = {.src = rib_lab_addr("152.12.3.1"),
			     .dst = rib_lab_addr("152.12.4.1"),
			     .start = SIM_SEC,
			     .interval = SIM_SEC,
			     .timeout = SIM_SEC,
			     .count = 2,
			     .ttl = 64};

	net = vpn_net_new();
	set = expect_set_new(net->sim);
	ping = ping_new(net->nodes[CE_3]->fwd, "p", &config);
	expect_add_ping(set, ping, "reply", &(ExpectWhen){.line = 4});
	expect_add_ping(set, ping, "timeout", &(ExpectWhen){.line = 5, .file = "f"});
	expect_set_start(set, NULL);
}

static void teardown(void)
{
	expect_set_free(set);
	ping_free(ping);
	vpn_net_free(net);
}

static void check(unsigned i, gboolean decided, gboolean passed, const char *detail)
{
	const ExpectResult *result = &g_array_index(expect_results(set), ExpectResult, i);

	ck_assert_str_eq(result->detail, detail);
	ck_assert_int_eq(result->decided, decided);
	ck_assert_int_eq(result->passed, passed);
	ck_assert_uint_eq(result->line, 4 + i);
	ck_assert_pstr_eq(result->file, i == 0 ? NULL : "f");
}

START_TEST(every_request_has_the_result)
{
	ck_assert_str_eq(g_array_index(expect_results(set), ExpectResult, 0).name, "ping p: reply");
	check(0, FALSE, FALSE, "request 1: its time never came");
	sim_run(net->sim, 10 * SIM_SEC);
	check(0, TRUE, TRUE, "request 1: reply from 152.12.4.1");
	check(1, TRUE, FALSE, "request 1: reply from 152.12.4.1");
}
END_TEST

START_TEST(the_first_with_another_result_is_told)
{
	sim_run(net->sim, 1500 * SIM_MSEC);
	fwd_link_set_state(vpn_net_link(net, P, PE_1), FWD_LINK_SILENT);
	sim_run(net->sim, 10 * SIM_SEC);
	check(0, TRUE, FALSE, "request 2: timeout: dropped at P: link P:pe1--PE-1:core is cut");
	check(1, TRUE, FALSE, "request 1: reply from 152.12.4.1");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expect_ping");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, every_request_has_the_result);
	tcase_add_test(tc, the_first_with_another_result_is_told);
	return test_main("expect_ping", tc);
}
