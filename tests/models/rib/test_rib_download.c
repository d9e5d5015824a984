/* SPDX-License-Identifier: Apache-2.0 */
/* The forwarding tables follow the RIB as fast as the control processor writes them. */
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

#define COST (10 * SIM_MSEC)

static RibLab *lab;

static void setup(void)
{
	lab = rib_lab_new();
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	rib_lab_iface(lab, "b", NULL, "10.0.2.1/30");
	lab->fwd->costs.fib = COST;
	rib_lab_forget(lab);
}

static void teardown(void)
{
	rib_lab_free(lab);
}

static void route(const char *prefix, const char *hops)
{
	rib_lab_route(lab->rib, &lab->igp, prefix, 110, 10, hops);
}

static void expect_fib(const char *addr, const char *text)
{
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, addr), text);
}

static void run_for(SimTime duration)
{
	sim_run(lab->sim, lab->sim->now + duration);
}

START_TEST(one_entry_after_the_other)
{
	route("10.1.0.0/16", "10.0.1.2 a");
	route("10.2.0.0/16", "10.0.2.2 b");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.2.0.0/16"), "ospf 110/10");
	ck_assert(!sim_is_quiet(lab->sim));
	run_for(COST - 1);
	expect_fib("10.1.0.1", "none");
	run_for(1);
	expect_fib("10.1.0.1", "10.0.1.2 a");
	expect_fib("10.2.0.1", "none");
	run_for(COST);
	expect_fib("10.2.0.1", "10.0.2.2 b");
	ck_assert(sim_is_quiet(lab->sim));
}
END_TEST

START_TEST(what_changes_while_it_waits_is_written_once)
{
	route("10.1.0.0/16", "10.0.1.2 a");
	route("10.1.0.0/16", "10.0.2.2 b");
	run_for(COST);
	expect_fib("10.1.0.1", "10.0.2.2 b");
	ck_assert_uint_eq(lab->sim->queue.pending, 0);
	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	expect_fib("10.1.0.1", "10.0.2.2 b");
	run_for(COST);
	expect_fib("10.1.0.1", "none");
}
END_TEST

START_TEST(withdrawn_while_it_waits)
{
	route("10.1.0.0/16", "10.0.1.2 a");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	run_for(COST);
	expect_fib("10.1.0.1", "none");
	ck_assert_uint_eq(lab->sim->queue.pending, 0);
}
END_TEST

START_TEST(labels_too)
{
	Fec fec = rib_lab_fec("10.9.0.1/32");

	route("10.9.0.1/32", "10.0.1.2 a");
	run_for(COST);
	rib_lab_forget(lab);
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.1.2 a push 17");
	rib_label_acquire(lab->rib, &fec, "ldp", RIB_LABEL_TRANSIT);
	rib_lab_expect(lab, "");
	run_for(COST);
	rib_lab_expect(lab, "lfib add 16 swap 17 10.0.1.2 a 10.9.0.1/32\n");
	expect_fib("10.9.0.1", "10.0.1.2 a push 17");
}
END_TEST

/* Behind a next hop that they share, routes move with it, without a download of their own. */
START_TEST(shared_next_hop_is_changed_at_once)
{
	route("10.9.0.1/32", "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->ibgp, "10.1.0.0/16", 200, 0, "via 10.9.0.1");
	run_for(2 * COST);
	expect_fib("10.1.0.1", "10.0.1.2 a");
	route("10.9.0.1/32", "10.0.2.2 b");
	expect_fib("10.1.0.1", "10.0.2.2 b");
	expect_fib("10.9.0.1", "10.0.1.2 a");
	run_for(COST);
	expect_fib("10.9.0.1", "10.0.2.2 b");
}
END_TEST

static void count(RibNht *nht, void *user)
{
	unsigned *told = user;

	(void)nht;
	(*told)++;
}

/* Who is told of a way connects at once. */
START_TEST(next_hops_are_told_of_when_packets_get_there)
{
	NetAddr addr = net_addr_ipv4(0x0a010001);
	unsigned told = 0;
	RibNht *nht = rib_nht_track(lab->rib, &addr, RIB_NHT_ROUTE, count, &told);

	route("10.1.0.0/16", "10.0.1.2 a");
	run_for(COST - 1);
	ck_assert_uint_eq(told, 0);
	run_for(1);
	ck_assert_uint_eq(told, 1);
	ck_assert(rib_nht_resolved(nht));
	route("10.2.0.0/16", "10.0.1.2 a");
	run_for(COST);
	ck_assert_uint_eq(told, 1);
	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	ck_assert_uint_eq(told, 2);
	ck_assert(!rib_nht_resolved(nht));
	run_for(COST);
	ck_assert_uint_eq(told, 2);
	rib_nht_untrack(nht, count, &told);
}
END_TEST

START_TEST(tracked_while_the_way_is_written)
{
	NetAddr addr = net_addr_ipv4(0x0a010001);
	unsigned told = 0;
	RibNht *nht;

	route("10.1.0.0/16", "10.0.1.2 a");
	nht = rib_nht_track(lab->rib, &addr, RIB_NHT_ROUTE, count, &told);
	run_for(COST - 1);
	ck_assert_uint_eq(told, 0);
	run_for(1);
	ck_assert_uint_eq(told, 1);
	rib_nht_untrack(nht, count, &told);
}
END_TEST

/* What was never there is not told of later. */
START_TEST(a_way_that_is_lost_before_it_is_written)
{
	NetAddr addr = net_addr_ipv4(0x0a010001);
	unsigned told = 0;
	RibNht *nht = rib_nht_track(lab->rib, &addr, RIB_NHT_ROUTE, count, &told);

	route("10.1.0.0/16", "10.0.1.2 a");
	run_for(COST / 2);
	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	ck_assert(!rib_nht_resolved(nht));
	run_for(2 * COST);
	ck_assert_uint_eq(told, 1);
	route("10.1.0.0/16", "10.0.1.2 a");
	rib_nht_untrack(nht, count, &told);
	run_for(COST);
	ck_assert_uint_eq(told, 1);
}
END_TEST

START_TEST(the_cause_is_that_of_the_change)
{
	Fec fec = rib_lab_fec("10.9.0.1/32");
	uint64_t cause;

	route("10.9.0.1/32", "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.1.2 a push 17");
	run_for(COST);
	cause = sim_set_cause(lab->sim, 77);
	rib_label_acquire(lab->rib, &fec, "ldp", RIB_LABEL_TRANSIT);
	sim_set_cause(lab->sim, cause);
	lab->last_lfib_cause = 0;
	run_for(COST);
	ck_assert_uint_eq(lab->last_lfib_cause, 77);
}
END_TEST

START_TEST(freed_while_it_waits)
{
	route("10.1.0.0/16", "10.0.1.2 a");
	route("10.2.0.0/16", "10.0.2.2 b");
	ck_assert_uint_eq(lab->sim->queue.pending, 1);
}
END_TEST

/* The processor that would have written it has lost its memory, and begins anew. */
START_TEST(a_crash_while_it_waits)
{
	route("10.1.0.0/16", "10.0.1.2 a");
	run_for(COST);
	route("10.2.0.0/16", "10.0.2.2 b");
	route("10.3.0.0/16", "10.0.1.2 a");
	fwd_node_crash(lab->fwd);
	rib_node_forget(lab->node);
	fwd_node_forget(lab->fwd);
	expect_fib("10.1.0.1", "none");
	fwd_node_restart(lab->fwd);
	ck_assert_uint_eq(lab->sim->queue.pending, 1); /* the connected networks */
	run_for(10 * COST);
	expect_fib("10.2.0.1", "none");
	expect_fib("10.3.0.1", "none");
	route("10.2.0.0/16", "10.0.2.2 b");
	run_for(COST);
	expect_fib("10.2.0.1", "10.0.2.2 b");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("download");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, one_entry_after_the_other);
	tcase_add_test(tc, what_changes_while_it_waits_is_written_once);
	tcase_add_test(tc, withdrawn_while_it_waits);
	tcase_add_test(tc, labels_too);
	tcase_add_test(tc, shared_next_hop_is_changed_at_once);
	tcase_add_test(tc, next_hops_are_told_of_when_packets_get_there);
	tcase_add_test(tc, tracked_while_the_way_is_written);
	tcase_add_test(tc, a_way_that_is_lost_before_it_is_written);
	tcase_add_test(tc, the_cause_is_that_of_the_change);
	tcase_add_test(tc, freed_while_it_waits);
	tcase_add_test(tc, a_crash_while_it_waits);
	return test_main("rib_download", tc);
}
