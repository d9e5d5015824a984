/* SPDX-License-Identifier: Apache-2.0 */
/* Data between two hosts over TCP: segments, loss, causes and classes. */
#include "sim/timer.h"
#include "tests/models/fwd/tcp_pair.h"
#include "tests/testing.h"

#include <string.h>

/* ---- Data ---- */

START_TEST(test_small_messages_share_a_segment)
{
	Pair *pair = pair_connected(1);

	host_send(&pair->a, "hello", 5, 100);
	host_send(&pair->a, "", 0, 101);
	host_send(&pair->a, "world!", 6, 102);
	ck_assert_uint_eq(tcp_unacknowledged(pair->a.socket), 11);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.segments->str, "1010:PSH,ACK:11 ");
	ck_assert_str_eq(pair->b.causes->str, "100:5 102:6 ");
	ck_assert_mem_eq(pair->b.got->data, "helloworld!", 11);
	ck_assert_uint_eq(tcp_unacknowledged(pair->a.socket), 0);
	/* The acknowledgement waits 200 ms for company. */
	ck_assert_str_eq(pair->a.segments->str, "1220:ACK:0 ");
	pair_free(pair);
}
END_TEST

START_TEST(test_long_stream_both_ways)
{
	Pair *pair = pair_connected(1);

	host_send_pattern(&pair->a, 1000000, 1, 5);
	host_send_pattern(&pair->b, 700000, 2, 6);
	host_send_pattern(&pair->b, 300001, 3, 7);
	pair_run(pair, 60 * SIM_SEC);
	ck_host_got(&pair->b, 1000000, 1);
	ck_assert_uint_eq(pair->a.got->len, 1000001);
	ck_assert_uint_eq(tcp_unacknowledged(pair->a.socket), 0);
	ck_assert_uint_eq(tcp_unacknowledged(pair->b.socket), 0);
	/* 1 MB in full segments, and nothing twice. */
	ck_assert_uint_eq(pair->b.n_data, (1000000 + 1459) / 1460);
	pair_free(pair);
}
END_TEST

/* One message in several segments, then a boundary in the midst of one. */
START_TEST(test_slices)
{
	Pair *pair = pair_connected(1);

	host_send_pattern(&pair->a, 2000, 1, 5);
	host_send_pattern(&pair->a, 2000, 1, 6);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.causes->str, "5:1460 5:540 6:920 6:1080 ");
	ck_assert_str_eq(pair->b.segments->str, "1010:ACK:1460 1010:ACK:1460 1010:PSH,ACK:1080 ");
	pair_free(pair);
}
END_TEST

/* The initial window is ten segments; each acknowledgement lets out two more and one for itself. */
START_TEST(test_slow_start)
{
	Pair *pair = pair_connected(1);

	host_send_pattern(&pair->a, 1000000, 1, 5);
	pair_run(pair, 15 * SIM_MSEC);
	ck_assert_uint_eq(pair->b.n_data, 10);
	pair_run(pair, 20 * SIM_MSEC);
	ck_assert_uint_eq(pair->b.n_data, 25);
	pair_free(pair);
}
END_TEST

/* Labels that are pushed on the way out, of an LSP younger than the connection, take their part of
 * the MTU. */
START_TEST(test_segments_leave_room_for_labels)
{
	Pair *pair = pair_connected(1);
	LabelStack explicit_null = {.depth = 1};
	NetPrefix to_b = net_prefix_host(&pair->b.address);
	FwdNextHop *nh = fwd_nexthop_interface(pair->a.iface, &pair->b.address, &explicit_null);

	pair->a.iface->mpls = pair->b.iface->mpls = TRUE;
	fwd_fib_set(fwd_node_global(pair->a.node), &to_b, nh);
	fwd_nexthop_unref(nh);
	host_send_pattern(&pair->a, 2000, 1, 5);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.causes->str, "5:1456 5:544 ");
	pair_free(pair);
}
END_TEST

/* ---- Loss ---- */

START_TEST(test_retransmission)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = pair_lose_first_data;
	host_send(&pair->a, "hello", 5, 100);
	pair_run(pair, 5 * SIM_SEC);
	ck_assert_str_eq(pair->b.segments->str, "1010:PSH,ACK:5 2010:PSH,ACK:5 ");
	ck_assert_str_eq(pair->b.causes->str, "100:5 ");
	pair_free(pair);
}
END_TEST

static SimTime lose_data(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)host, (void)h, (void)n;
	return len > 0 ? LOSE : PASS;
}

START_TEST(test_back_off_and_giving_up)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = lose_data;
	host_send(&pair->a, "hello", 5, 100);
	pair_run(pair, 1000 * SIM_SEC);
	ck_assert_str_eq(pair->b.segments->str,
			 "1010:PSH,ACK:5 2010:PSH,ACK:5 4010:PSH,ACK:5 8010:PSH,ACK:5 "
			 "16010:PSH,ACK:5 32010:PSH,ACK:5 64010:PSH,ACK:5 128010:PSH,ACK:5 "
			 "248010:PSH,ACK:5 368010:PSH,ACK:5 488010:PSH,ACK:5 ");
	ck_assert_str_eq(pair->a.log->str, "closed: timed out ");
	ck_assert_int_eq(pair->a.told_at, 608 * SIM_SEC);
	ck_assert_str_eq(pair->b.log->str, ""); /* half-open: it knows nothing */
	pair_free(pair);
}
END_TEST

/* Three duplicate acknowledgements bring the lost segment at once. */
START_TEST(test_fast_retransmit)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = pair_lose_first_data;
	host_send_pattern(&pair->a, 7300, 1, 5);
	pair_run(pair, 100 * SIM_MSEC);
	ck_host_got(&pair->b, 7300, 1);
	ck_assert_str_eq(pair->a.segments->str,
			 "1020:ACK:0 1020:ACK:0 1020:ACK:0 1020:ACK:0 1040:ACK:0 ");
	ck_assert_uint_eq(pair->b.n_data, 6);
	pair_free(pair);
}
END_TEST

START_TEST(test_reordering)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = pair_delay_first_data;
	host_send_pattern(&pair->a, 2920, 1, 5);
	pair_run(pair, 100 * SIM_MSEC);
	ck_host_got(&pair->b, 2920, 1);
	ck_assert_uint_eq(pair->b.n_data, 2);
	/* A duplicate at once for the second, and one for both once the hole is filled. */
	ck_assert_str_eq(pair->a.segments->str, "1020:ACK:0 1025:ACK:0 ");
	pair_free(pair);
}
END_TEST

/* A fifth is lost, a fifth is late, in both directions. */
static SimTime molest(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	SimRng *rng = &host->pair->rng;
	uint64_t dice = sim_rng_below(rng, 100);

	(void)h, (void)len, (void)n;
	if (dice < 20)
		return LOSE;
	return dice < 40 ? 1 + (SimTime)sim_rng_below(rng, 30 * SIM_MSEC) : PASS;
}

START_TEST(test_stress)
{
	Pair *pair = pair_connected((uint64_t)_i + 1);
	unsigned sent = 0;

	pair->a.filter = pair->b.filter = molest;
	for (unsigned i = 0; i < 300; i++) {
		size_t len = 1 + (size_t)sim_rng_below(&pair->rng, 4000);
		uint8_t *bytes = host_pattern(sent + len, 9);

		host_send(&pair->a, bytes + sent, len, i + 1);
		host_send(&pair->b, bytes + sent, len, i + 1);
		sent += len;
		g_free(bytes);
		pair_run(pair, (SimTime)sim_rng_below(&pair->rng, 50 * SIM_MSEC));
	}
	pair_run(pair, 3600 * SIM_SEC);
	ck_host_got(&pair->b, sent, 9);
	ck_host_got(&pair->a, sent, 9);
	pair->a.filter = pair->b.filter = NULL;
	tcp_close(pair->a.socket);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.log->str, "closed: closed by peer ");
	pair_free(pair);
}
END_TEST

/* ---- Causes ---- */

typedef struct Ids {
	uint64_t established[2], close_wait; /* of A and B; of B */
} Ids;

static void keep_ids(const TraceRecord *record, void *user)
{
	const TraceTransition *t = (const TraceTransition *)record;
	Ids *ids = user;

	if (strcmp(t->to_state, "ESTABLISHED") == 0)
		ids->established[t->head.node[0] - 'A'] = record->id;
	else if (strcmp(t->to_state, "CLOSE-WAIT") == 0)
		ids->close_wait = record->id;
}

/* What the owner is told follows from the transition, also where data has come with the FIN. */
START_TEST(test_causes)
{
	Pair *pair = pair_new(1);
	Ids ids = {0};

	sim_subscribe(pair->sim, &trace_transition, keep_ids, &ids);
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_uint_ne(ids.established[0], 0);
	ck_assert_uint_eq(pair->a.told_cause, ids.established[0]);
	ck_assert_uint_eq(pair->b.told_cause, ids.established[1]);
	host_send(&pair->a, "bye", 3, 4711);
	tcp_close(pair->a.socket);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.segments->str, "30:SYN:0 50:ACK:0 1010:FIN,PSH,ACK:3 1030:ACK:0 ");
	ck_assert_str_eq(pair->b.causes->str, "4711:3 ");
	ck_assert_uint_ne(ids.close_wait, 0);
	ck_assert_uint_eq(pair->b.told_cause, ids.close_wait);
	pair_free(pair);
}
END_TEST

/* ---- Classes ---- */

typedef struct Keepalive {
	SimTimer timer;
	Host *host;
} Keepalive;

static void send_keepalive(void *owner)
{
	Keepalive *k = owner;

	host_send(k->host, "keepalive", 9, 1);
}

/* A keepalive leaves the network quiet from when it is sent to when it is acknowledged. */
START_TEST(test_keepalive_is_no_work)
{
	Pair *pair = pair_connected(1);
	Keepalive k = {.host = &pair->a};

	sim_timer_init(&k.timer, pair->sim, SIM_PERIODIC, send_keepalive, &k);
	sim_timer_start(&k.timer, 0);
	for (unsigned i = 0; i < 300; i++) {
		pair_run(pair, SIM_MSEC);
		ck_assert_uint_eq(pair->sim->pending_work, 0);
	}
	ck_assert_uint_eq(pair->b.got->len, 9);
	pair_free(pair);
}
END_TEST

START_TEST(test_news_overtakes_the_class_of_a_keepalive)
{
	Pair *pair = pair_connected(1);

	pair->sim->class_ = SIM_PERIODIC;
	host_send(&pair->a, "keepalive", 9, 1);
	ck_assert_uint_eq(pair->sim->pending_work, 0);
	pair->sim->class_ = SIM_WORK;
	host_send(&pair->a, "news", 4, 1);
	ck_assert_uint_eq(pair->sim->pending_work, 1);
	pair->sim->class_ = SIM_PERIODIC;
	host_send(&pair->a, "keepalive", 9, 1);
	ck_assert_uint_eq(pair->sim->pending_work, 1);
	pair_free(pair);
}
END_TEST

START_TEST(test_news_is_work_until_acknowledged)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = pair_lose_first_data;
	host_send(&pair->a, "news", 4, 1);
	for (unsigned i = 0; i < 1220; i++) {
		ck_assert_uint_gt(pair->sim->pending_work, 0);
		pair_run(pair, SIM_MSEC);
	}
	pair_run(pair, 5 * SIM_MSEC);
	ck_assert_uint_eq(tcp_unacknowledged(pair->a.socket), 0);
	ck_assert(sim_is_quiet(pair->sim));
	pair_free(pair);
}
END_TEST

/* A SYN that nobody answers does not keep the network from being quiet. */
START_TEST(test_syn_is_guarded)
{
	Pair *pair = pair_new(1);

	pair->b.filter = pair_lose_all;
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, 100 * SIM_MSEC);
	ck_assert(sim_is_quiet(pair->sim));
	ck_assert_uint_gt(pair->sim->all_guards, 0);
	pair_free(pair);
}
END_TEST

/* Unless its owner waits for the outcome: then until it has failed. */
START_TEST(test_awaited_syn_is_work)
{
	Pair *pair = pair_new(1);

	pair->b.filter = pair_lose_all;
	pair->a.params.awaited = TRUE;
	host_connect(&pair->a, &pair->b, 179);
	for (unsigned second = 0; second < 60; second++) {
		pair_run(pair, SIM_SEC);
		ck_assert(!sim_is_quiet(pair->sim));
	}
	pair_run(pair, 600 * SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: timed out ");
	ck_assert(sim_is_quiet(pair->sim));
	pair_free(pair);
}
END_TEST

/* Frees everything in the midst of it all. */
START_TEST(test_free_under_way)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = pair_delay_first_data;
	host_send_pattern(&pair->a, 100000, 1, 5);
	host_send_pattern(&pair->b, 100000, 1, 5);
	pair_run(pair, 12 * SIM_MSEC);
	tcp_abort(pair->a.socket);
	tcp_close(pair->b.socket);
	pair_free(pair);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tcp-data");

	tcase_add_test(tc, test_small_messages_share_a_segment);
	tcase_add_test(tc, test_long_stream_both_ways);
	tcase_add_test(tc, test_slices);
	tcase_add_test(tc, test_slow_start);
	tcase_add_test(tc, test_segments_leave_room_for_labels);
	tcase_add_test(tc, test_retransmission);
	tcase_add_test(tc, test_back_off_and_giving_up);
	tcase_add_test(tc, test_fast_retransmit);
	tcase_add_test(tc, test_reordering);
	tcase_add_loop_test(tc, test_stress, 0, 5);
	tcase_add_test(tc, test_causes);
	tcase_add_test(tc, test_keepalive_is_no_work);
	tcase_add_test(tc, test_news_overtakes_the_class_of_a_keepalive);
	tcase_add_test(tc, test_news_is_work_until_acknowledged);
	tcase_add_test(tc, test_syn_is_guarded);
	tcase_add_test(tc, test_awaited_syn_is_work);
	tcase_add_test(tc, test_free_under_way);
	return test_main("tcp-data", tc);
}
