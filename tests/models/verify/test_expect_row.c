/* SPDX-License-Identifier: Apache-2.0 */
#include "models/oam/ping.h"
#include "models/verify/expect_row.h"
#include "tests/models/verify/vpn_net.h"
#include "tests/testing.h"

#include <string.h>

static VpnNet *net;
static ExpectSet *set;

static void setup(void)
{
	net = vpn_net_new();
	set = expect_set_new(net->sim);
}

static void teardown(void)
{
	expect_set_free(set);
	vpn_net_free(net);
}

/* Of PE-2 at 5 s. */
static ExpectRow expect(const char *table, const char *row, int64_t count)
{
	return (ExpectRow){
		.when = {.from = 5 * SIM_SEC, .to = 5 * SIM_SEC},
		.node = net->nodes[PE_2],
		.table = table,
		.row = row,
		.count = count,
	};
}

static void add(const char *table, const char *row, int64_t count)
{
	ExpectRow config = expect(table, row, count);
	GError *error = NULL;

	expect_add_row(set, &config, &error);
	ck_assert_msg(!error, "%s", error ? error->message : "");
}

static void run(void)
{
	expect_set_start(set, NULL);
	sim_run(net->sim, 10 * SIM_SEC);
}

static const ExpectResult *result(unsigned i)
{
	return &g_array_index(expect_results(set), ExpectResult, i);
}

static void check(unsigned i, gboolean passed, const char *detail)
{
	ck_assert_str_eq(result(i)->detail, detail);
	ck_assert_int_eq(result(i)->passed, passed);
}

START_TEST(a_row_is_there)
{
	add("routes", "vrf=VPN-B, prefix=152.12.4.0/24, protocol=bgp, best=yes", EXPECT_ROW_SOME);
	add("routes", "prefix=152.12.*, vrf=VPN-B", EXPECT_ROW_SOME);
	add("routes", " vrf = - ,prefix=10.0.0.1/32,next_hop=10.0.2.2 core", EXPECT_ROW_SOME);
	add("lfib", "label=9?, fec=*152.12.3.0/24", 1);
	add("routes", "", EXPECT_ROW_SOME);
	run();
	check(0, TRUE, "1 row: vrf=VPN-B, prefix=152.12.4.0/24, protocol=bgp, best=yes");
	check(1, TRUE, "2 rows: prefix=152.12.3.0/24, vrf=VPN-B and 1 more");
	check(2, TRUE, "1 row: vrf=-, prefix=10.0.0.1/32, next_hop=10.0.2.2 core");
	check(3, TRUE, "1 row: label=92, fec=VPN-B 152.12.3.0/24");
	ck_assert(result(4)->passed);
	ck_assert_ptr_nonnull(strstr(result(4)->detail, " rows"));
}
END_TEST

/* Those that agree with the most of the first conditions are told. */
START_TEST(another_row_is_seen_instead)
{
	add("routes", "vrf=VPN-B, prefix=152.12.4.0/24, protocol=static", EXPECT_ROW_SOME);
	add("routes", "vrf=VPN-B, protocol=ldp", EXPECT_ROW_SOME);
	add("routes", "vrf=VPN-A, prefix=152.12.4.0/24", EXPECT_ROW_SOME);
	add("arp", "state=x", EXPECT_ROW_SOME);
	run();
	check(0, FALSE, "no such row, but vrf=VPN-B, prefix=152.12.4.0/24, protocol=bgp");
	check(1, FALSE, "no such row, but vrf=VPN-B, protocol=static and 3 more");
	check(2, FALSE, "no row with vrf=VPN-A");
	check(3, FALSE, "no row at all");
}
END_TEST

START_TEST(rows_are_counted)
{
	const char *row = "vrf=VPN-B, prefix=152.12.*";

	add("routes", row, 2);
	add("routes", row, 1);
	add("routes", row, 0);
	add("routes", "vrf=VPN-A", 0);
	add("arp", "", 0);
	add("arp", "", EXPECT_ROW_SOME);
	run();
	check(0, TRUE, "2 rows: vrf=VPN-B, prefix=152.12.3.0/24 and 1 more");
	check(1, FALSE, "2 rows: vrf=VPN-B, prefix=152.12.3.0/24 and 1 more");
	check(2, FALSE, "2 rows: vrf=VPN-B, prefix=152.12.3.0/24 and 1 more");
	check(3, TRUE, "no row with vrf=VPN-A");
	check(4, TRUE, "no row at all");
	check(5, FALSE, "no row at all");
}
END_TEST

static void withdraw(SimEvent *event)
{
	(void)event;
	rib_lab_withdraw(vpn_net_vrf(net, PE_2), &net->bgp[PE_2], "152.12.4.0/24");
}

START_TEST(at_all_times_of_a_span)
{
	ExpectRow config = expect("routes", "prefix=152.12.4.0/24", 1);
	SimEvent event = {.fn = withdraw};

	config.when.to = SIM_NEVER;
	ck_assert(expect_add_row(set, &config, NULL));
	config.when.to = 7 * SIM_SEC - 1;
	ck_assert(expect_add_row(set, &config, NULL));
	sim_event_schedule(net->sim, &event, 7 * SIM_SEC, SIM_WORK);
	run();
	check(0, FALSE, "at 7s: no row with prefix=152.12.4.0/24");
	check(1, TRUE, "1 row: prefix=152.12.4.0/24");
}
END_TEST

/* As the verb show prints them. */
START_TEST(values_are_as_people_see_them)
{
	PingConfig config = {.src = rib_lab_addr("152.12.3.1"),
			     .dst = rib_lab_addr("152.12.4.1"),
			     .count = 1,
			     .timeout = SIM_SEC,
			     .ttl = 64};
	Ping *ping = ping_new(net->nodes[CE_3]->fwd, "p", &config);

	add("interfaces", "interface=core, mpls=yes, vlan=-, mtu=1500", 1);
	add("arp", "address=10.0.2.2, expires_ns=*s", 1);
	add("fib", "vrf=-, prefix=10.0.2.0/30, labels=-", 1);
	run();
	check(0, TRUE, "1 row: interface=core, mpls=yes, vlan=-, mtu=1500");
	ck_assert(result(1)->passed);
	check(2, TRUE, "1 row: vrf=-, prefix=10.0.2.0/30, labels=-");
	ping_free(ping);
}
END_TEST

START_TEST(names)
{
	add("routes", "vrf=VPN-A", EXPECT_ROW_SOME);
	add("routes", "vrf=VPN-A", 0);
	add("routes", "vrf=VPN-A", 2);
	add("routes", "", 1);
	ck_assert_str_eq(result(0)->name, "PE-2 routes at 5s: a row with vrf=VPN-A");
	ck_assert_str_eq(result(1)->name, "PE-2 routes at 5s: no row with vrf=VPN-A");
	ck_assert_str_eq(result(2)->name, "PE-2 routes at 5s: 2 rows with vrf=VPN-A");
	ck_assert_str_eq(result(3)->name, "PE-2 routes at 5s: 1 row");
}
END_TEST

START_TEST(what_cannot_be_read_is_refused)
{
	static const struct {
		const char *table, *row, *message;
	} cases[] = {
		{"rotes", "", "there is no table \"rotes\"; did you mean \"routes\"?"},
		{"routes", "prefx=1",
		 "table \"routes\" has no column \"prefx\"; did you mean \"prefix\"?"},
		{"routes", "vrf=a,",
		 "\"\" is no condition; write column=value, several between commas"},
		{"routes", "vrf",
		 "\"vrf\" is no condition; write column=value, several between commas"},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		ExpectRow config = expect(cases[i].table, cases[i].row, 1);
		GError *error = NULL;

		ck_assert(!expect_add_row(set, &config, &error));
		ck_assert_str_eq(error->message, cases[i].message);
		g_clear_error(&error);
	}
	ck_assert_uint_eq(expect_results(set)->len, 0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("expect_row");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_row_is_there);
	tcase_add_test(tc, another_row_is_seen_instead);
	tcase_add_test(tc, rows_are_counted);
	tcase_add_test(tc, at_all_times_of_a_span);
	tcase_add_test(tc, values_are_as_people_see_them);
	tcase_add_test(tc, names);
	tcase_add_test(tc, what_cannot_be_read_is_refused);
	return test_main("expect_row", tc);
}
