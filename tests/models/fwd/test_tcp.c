/* SPDX-License-Identifier: Apache-2.0 */
/* Two hosts speak TCP over a modelled link: opening, data, closing, and what goes wrong. */
#include "tests/models/fwd/tcp_pair.h"

#include <stdlib.h>

/* ---- Opening ---- */

static void abort_it(void *user, TcpSocket *socket)
{
	(void)user;
	tcp_abort(socket);
}

START_TEST(test_connect)
{
	Pair *pair = pair_new(1);

	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	ck_assert_str_eq(pair->a.log->str, "");
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "connected ");
	ck_assert_str_eq(pair->b.log->str, "accepted ");
	/* ARP takes the first 20 ms. */
	ck_assert_str_eq(pair->b.segments->str, "30:SYN:0 50:ACK:0 ");
	ck_assert_str_eq(pair->a.segments->str, "40:SYN,ACK:0 ");
	ck_assert_uint_eq(tcp_local_port(pair->b.socket), 179);
	ck_assert_uint_eq(tcp_remote_port(pair->a.socket), 179);
	ck_assert_uint_eq(tcp_local_port(pair->a.socket), tcp_remote_port(pair->b.socket));
	ck_assert_uint_ge(tcp_local_port(pair->a.socket), 49152);
	ck_assert(net_addr_equal(tcp_local_address(pair->a.socket), &pair->a.address));
	ck_assert(net_addr_equal(tcp_remote_address(pair->b.socket), &pair->a.address));
	pair_free(pair);
}
END_TEST

static void keep_transition(const TraceRecord *record, void *user)
{
	const TraceTransition *t = (const TraceTransition *)record;

	if (strcmp(t->protocol, "tcp") == 0)
		g_string_append_printf(user, "%s %s -> %s (%s)%s\n", t->head.node, t->from_state,
				       t->to_state, t->event, t->unexpected ? " !" : "");
}

START_TEST(test_transitions)
{
	Pair *pair = pair_new(1);
	GString *log = g_string_new(NULL);

	sim_subscribe(pair->sim, &trace_transition, keep_transition, log);
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	tcp_close(pair->a.socket);
	pair_run(pair, 100 * SIM_SEC);
	ck_assert_str_eq(log->str, "A CLOSED -> SYN-SENT (OPEN)\n"
				   "B CLOSED -> SYN-RECEIVED (rcv SYN)\n"
				   "A SYN-SENT -> ESTABLISHED (rcv SYN,ACK)\n"
				   "B SYN-RECEIVED -> ESTABLISHED (rcv ACK of SYN)\n"
				   "A ESTABLISHED -> FIN-WAIT-1 (CLOSE)\n"
				   "B ESTABLISHED -> CLOSE-WAIT (rcv FIN)\n"
				   "B CLOSE-WAIT -> LAST-ACK (CLOSE)\n"
				   "A FIN-WAIT-1 -> FIN-WAIT-2 (rcv ACK of FIN)\n"
				   "A FIN-WAIT-2 -> TIME-WAIT (rcv FIN)\n"
				   "B LAST-ACK -> CLOSED (rcv ACK of FIN)\n"
				   "A TIME-WAIT -> CLOSED (TIME-WAIT TIMEOUT)\n");
	g_string_free(log, TRUE);
	pair_free(pair);
}
END_TEST

START_TEST(test_refused)
{
	Pair *pair = pair_new(1);

	host_listen(&pair->b, 180);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: refused ");
	ck_assert_str_eq(pair->a.segments->str, "40:RST,ACK:0 ");
	pair_free(pair);
}
END_TEST

/* A listener for one peer refuses the others, and is found beside one for all addresses. */
START_TEST(test_listeners)
{
	Pair *pair = pair_new(1);
	TcpParams params = {.port = 179, .remote = pair->b.address};
	TcpListener *listener = tcp_listen(pair->b.node, &params, on_accept, &pair->b);

	ck_assert_ptr_nonnull(listener);
	ck_assert_ptr_null(tcp_listen(pair->b.node, &params, on_accept, &pair->b));
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: refused ");
	params.remote = pair->a.address;
	params.local = pair->b.address;
	ck_assert_ptr_nonnull(tcp_listen(pair->b.node, &params, on_accept, &pair->b));
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.log->str, "accepted ");
	tcp_unlisten(listener);
	ck_assert_ptr_nonnull(pair->b.socket);
	pair_free(pair);
}
END_TEST

/* A listener on the address itself is preferred, whichever came first. */
START_TEST(test_most_specific_listener)
{
	Pair *pair = pair_new(1);
	TcpParams wide = {.port = 179}, narrow = {.port = 179, .local = pair->b.address};

	for (unsigned i = 0; i < 2; i++) {
		TcpListener *first = tcp_listen(pair->b.node, i ? &wide : &narrow,
						i ? abort_it : on_accept, &pair->b);
		TcpListener *second = tcp_listen(pair->b.node, i ? &narrow : &wide,
						 i ? on_accept : abort_it, &pair->b);

		host_connect(&pair->a, &pair->b, 179);
		pair_run(pair, SIM_SEC);
		ck_assert_str_eq(pair->a.log->str, "connected ");
		ck_assert_str_eq(pair->b.log->str, "accepted ");
		tcp_abort(pair->a.socket);
		pair_run(pair, SIM_SEC);
		g_string_truncate(pair->a.log, 0);
		g_string_truncate(pair->b.log, 0);
		tcp_unlisten(first);
		tcp_unlisten(second);
	}
	pair_free(pair);
}
END_TEST

START_TEST(test_no_route)
{
	Pair *pair = pair_new(1);
	TcpParams params = {.port = 179};

	net_addr_parse("192.0.2.1", &params.remote);
	pair->a.socket = tcp_connect(pair->a.node, &params, &host_handlers, &pair->a);
	ck_assert_str_eq(pair->a.log->str, "");
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: no route ");
	ck_assert_int_eq(pair->a.told_at, 0);
	pair_free(pair);
}
END_TEST

static SimTime lose_all(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)host, (void)h, (void)len, (void)n;
	return LOSE;
}

START_TEST(test_connect_times_out)
{
	Pair *pair = pair_new(1);

	pair->b.filter = lose_all;
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, 1000 * SIM_SEC);
	ck_assert_str_eq(pair->b.segments->str,
			 "30:SYN:0 1010:SYN:0 3010:SYN:0 7010:SYN:0 15010:SYN:0 31010:SYN:0 "
			 "63010:SYN:0 127010:SYN:0 ");
	ck_assert_str_eq(pair->a.log->str, "closed: timed out ");
	ck_assert_int_eq(pair->a.told_at, 247 * SIM_SEC);
	pair_free(pair);
}
END_TEST

static SimTime lose_first(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)host, (void)h, (void)len;
	return n == 1 ? LOSE : PASS;
}

START_TEST(test_syn_ack_lost)
{
	Pair *pair = pair_new(1);

	pair->a.filter = lose_first;
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, 5 * SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "connected ");
	ck_assert_str_eq(pair->b.log->str, "accepted ");
	/* The SYN again at 1 s reaches B at 1.01 s; B's own timer expires at 1.03 s. */
	ck_assert_str_eq(pair->b.segments->str, "30:SYN:0 1010:SYN:0 1030:ACK:0 ");
	pair_free(pair);
}
END_TEST

/* The acknowledgement of the SYN,ACK is lost: data completes the handshake. */
static SimTime lose_second(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)host, (void)h, (void)len;
	return n == 2 ? LOSE : PASS;
}

START_TEST(test_last_ack_of_handshake_lost)
{
	Pair *pair = pair_new(1);

	pair->b.filter = lose_second;
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	host_send(&pair->a, (const uint8_t *)"open", 4, 7); /* before there is a connection */
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.log->str, "accepted ");
	ck_assert_str_eq(pair->b.causes->str, "7:4 ");
	pair_free(pair);
}
END_TEST

START_TEST(test_accept_may_refuse)
{
	Pair *pair = pair_new(1);
	TcpParams params = {.port = 179};
	TcpListener *listener = tcp_listen(pair->b.node, &params, (TcpAcceptFn)NULL, NULL);

	tcp_unlisten(listener);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: refused ");
	pair_free(pair);
}
END_TEST

START_TEST(test_accept_aborts)
{
	Pair *pair = pair_new(1);
	TcpParams params = {.port = 179};

	tcp_listen(pair->b.node, &params, abort_it, NULL);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "connected closed: reset by peer ");
	pair_free(pair);
}
END_TEST

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

static SimTime lose_first_data(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)h, (void)n;
	return len > 0 && host->n_data == 1 ? LOSE : PASS;
}

START_TEST(test_retransmission)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = lose_first_data;
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

	pair->b.filter = lose_first_data;
	host_send_pattern(&pair->a, 7300, 1, 5);
	pair_run(pair, 100 * SIM_MSEC);
	ck_host_got(&pair->b, 7300, 1);
	ck_assert_str_eq(pair->a.segments->str,
			 "1020:ACK:0 1020:ACK:0 1020:ACK:0 1020:ACK:0 1040:ACK:0 ");
	ck_assert_uint_eq(pair->b.n_data, 6);
	pair_free(pair);
}
END_TEST

static SimTime delay_first_data(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)h, (void)n;
	return len > 0 && host->n_data == 1 ? 5 * SIM_MSEC : PASS;
}

START_TEST(test_reordering)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = delay_first_data;
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
		uint8_t *bytes = pattern(sent + len, 9);

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

/* ---- Closing ---- */

START_TEST(test_close_sends_what_is_queued)
{
	Pair *pair = pair_connected(1);

	host_send_pattern(&pair->a, 100000, 1, 5);
	tcp_close(pair->a.socket);
	pair_run(pair, SIM_SEC);
	ck_host_got(&pair->b, 100000, 1);
	ck_assert_str_eq(pair->b.log->str, "closed: closed by peer ");
	ck_assert_str_eq(pair->a.log->str, "");
	pair_free(pair);
}
END_TEST

/* The passive side's queue is emptied before it closes in turn. */
START_TEST(test_closed_by_peer_with_data_queued)
{
	Pair *pair = pair_connected(1);

	tcp_close(pair->b.socket);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: closed by peer ");
	ck_assert_str_eq(pair->a.segments->str, "1010:FIN,ACK:0 1030:ACK:0 ");
	ck_assert_str_eq(pair->b.segments->str, "1020:ACK:0 1020:FIN,ACK:0 ");
	pair_free(pair);
}
END_TEST

START_TEST(test_simultaneous_close)
{
	Pair *pair = pair_connected(1);

	tcp_close(pair->a.socket);
	tcp_close(pair->b.socket);
	pair_run(pair, 100 * SIM_SEC);
	ck_assert_str_eq(pair->a.segments->str, "1010:FIN,ACK:0 1020:ACK:0 ");
	ck_assert_str_eq(pair->b.segments->str, "1010:FIN,ACK:0 1020:ACK:0 ");
	ck_assert_uint_eq(pair_sockets(pair), 0);
	pair_free(pair);
}
END_TEST

static SimTime lose_fin_once(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)host, (void)len;
	return h->flags & TCP_FIN && n == 1 ? LOSE : PASS;
}

START_TEST(test_fin_lost)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = lose_fin_once;
	tcp_close(pair->a.socket);
	pair_run(pair, 5 * SIM_SEC);
	ck_assert_str_eq(pair->b.segments->str, "1010:FIN,ACK:0 2010:FIN,ACK:0 2030:ACK:0 ");
	ck_assert_str_eq(pair->b.log->str, "closed: closed by peer ");
	pair_free(pair);
}
END_TEST

/* The last acknowledgement is lost: TIME-WAIT answers the FIN again. */
static SimTime lose_ack_of_fin(Host *host, const TcpHeader *h, size_t len, unsigned n)
{
	(void)host, (void)h, (void)len;
	return n == 2 ? LOSE : PASS;
}

START_TEST(test_last_ack_lost)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = lose_ack_of_fin;
	tcp_close(pair->a.socket);
	pair_run(pair, 10 * SIM_SEC);
	ck_assert_str_eq(pair->a.segments->str, "1020:ACK:0 1020:FIN,ACK:0 2020:FIN,ACK:0 ");
	ck_assert_str_eq(pair->b.segments->str, "1010:FIN,ACK:0 1030:ACK:0 2030:ACK:0 ");
	pair_run(pair, 100 * SIM_SEC);
	ck_assert_uint_eq(pair_sockets(pair), 0);
	pair_free(pair);
}
END_TEST

START_TEST(test_abort)
{
	Pair *pair = pair_connected(1);

	tcp_abort(pair->a.socket);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.segments->str, "1010:RST,ACK:0 ");
	ck_assert_str_eq(pair->b.log->str, "closed: reset by peer ");
	ck_assert_uint_eq(pair_sockets(pair), 0);
	pair_free(pair);
}
END_TEST

START_TEST(test_abort_within_received)
{
	Pair *pair = pair_connected(1);

	pair->b.abort_when_received = TRUE;
	host_send(&pair->a, "one", 3, 1);
	host_send(&pair->a, "two", 3, 2);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.causes->str, "1:3 ");
	ck_assert_str_eq(pair->a.log->str, "closed: reset by peer ");
	pair_free(pair);
}
END_TEST

START_TEST(test_close_within_received)
{
	Pair *pair = pair_connected(1);

	pair->b.close_when_received = TRUE;
	host_send(&pair->a, "one", 3, 1);
	host_send(&pair->a, "two", 3, 2);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.causes->str, "1:3 ");
	ck_assert_str_eq(pair->a.log->str, "closed: closed by peer ");
	pair_free(pair);
}
END_TEST

/* Data for a socket that its owner has closed is answered with a reset. */
START_TEST(test_data_for_nobody)
{
	Pair *pair = pair_connected(1);

	tcp_close(pair->b.socket);
	pair_run(pair, 5 * SIM_MSEC);
	host_send(&pair->a, "late", 4, 1);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.segments->str,
			 "1010:FIN,ACK:0 1025:RST,ACK:0 1030:RST:0 1030:RST:0 ");
	ck_assert_str_eq(pair->a.log->str, "closed: closed by peer ");
	ck_assert_uint_eq(pair->b.got->len, 0);
	pair_free(pair);
}
END_TEST

/* ---- What goes wrong ---- */

START_TEST(test_silent_link)
{
	Pair *pair = pair_connected(1);

	fwd_link_set_state(pair->link, FWD_LINK_SILENT);
	host_send(&pair->a, "hello", 5, 1);
	pair_run(pair, 60 * SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "");
	fwd_link_set_state(pair->link, FWD_LINK_UP);
	pair_run(pair, 60 * SIM_SEC);
	ck_assert_uint_eq(pair->b.got->len, 5); /* healed: the next retransmission arrives */
	fwd_link_set_state(pair->link, FWD_LINK_SILENT);
	host_send(&pair->a, "hello", 5, 1);
	pair_run(pair, 700 * SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: timed out ");
	pair_free(pair);
}
END_TEST

/* The peer has forgotten the connection: it answers the next segment with a reset. */
START_TEST(test_half_open)
{
	Pair *pair = pair_connected(1);

	pair->b.node->crashed = TRUE;
	tcp_abort(pair->b.socket); /* it cannot say so */
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "");
	pair->b.node->crashed = FALSE;
	host_send(&pair->a, "hello", 5, 1);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: reset by peer ");
	ck_assert_str_eq(pair->a.segments->str, "2020:RST:0 ");
	pair_free(pair);
}
END_TEST

/* ---- Two to one port; tables ---- */

START_TEST(test_two_connections)
{
	Pair *pair = pair_connected(1);
	TcpSocket *first = pair->a.socket, *first_b = pair->b.socket;

	pair->b.socket = NULL;
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_ptr_ne(pair->a.socket, first);
	ck_assert_ptr_ne(pair->b.socket, first_b);
	ck_assert_uint_ne(tcp_local_port(pair->a.socket), tcp_local_port(first));
	host_send(&pair->a, "2", 1, 2);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.causes->str, "2:1 ");
	tcp_abort(first);
	tcp_abort(first_b);
	pair_free(pair);
}
END_TEST

/* A socket belongs to a VRF: what comes in the global table does not reach its listener. */
START_TEST(test_vrf)
{
	Pair *pair = pair_new(1);
	TcpParams params = {.port = 179, .vrf = fwd_node_add_vrf(pair->b.node, "VPN")};

	tcp_listen(pair->b.node, &params, on_accept, &pair->b);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: refused ");
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

	pair->b.filter = lose_first_data;
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

	pair->b.filter = lose_all;
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, 100 * SIM_MSEC);
	ck_assert(sim_is_quiet(pair->sim));
	ck_assert_uint_gt(pair->sim->all_guards, 0);
	pair_free(pair);
}
END_TEST

/* Frees everything in the midst of it all. */
START_TEST(test_free_under_way)
{
	Pair *pair = pair_connected(1);

	pair->b.filter = delay_first_data;
	host_send_pattern(&pair->a, 100000, 1, 5);
	host_send_pattern(&pair->b, 100000, 1, 5);
	pair_run(pair, 12 * SIM_MSEC);
	tcp_abort(pair->a.socket);
	tcp_close(pair->b.socket);
	pair_free(pair);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("tcp");
	TCase *open = tcase_create("open"), *data = tcase_create("data");
	TCase *close = tcase_create("close"), *other = tcase_create("other");

	tcase_add_test(open, test_connect);
	tcase_add_test(open, test_transitions);
	tcase_add_test(open, test_refused);
	tcase_add_test(open, test_listeners);
	tcase_add_test(open, test_most_specific_listener);
	tcase_add_test(open, test_no_route);
	tcase_add_test(open, test_connect_times_out);
	tcase_add_test(open, test_syn_ack_lost);
	tcase_add_test(open, test_last_ack_of_handshake_lost);
	tcase_add_test(open, test_accept_may_refuse);
	tcase_add_test(open, test_accept_aborts);
	tcase_add_test(data, test_small_messages_share_a_segment);
	tcase_add_test(data, test_long_stream_both_ways);
	tcase_add_test(data, test_slices);
	tcase_add_test(data, test_slow_start);
	tcase_add_test(data, test_segments_leave_room_for_labels);
	tcase_add_test(data, test_retransmission);
	tcase_add_test(data, test_back_off_and_giving_up);
	tcase_add_test(data, test_fast_retransmit);
	tcase_add_test(data, test_reordering);
	tcase_add_loop_test(data, test_stress, 0, 5);
	tcase_add_test(close, test_close_sends_what_is_queued);
	tcase_add_test(close, test_closed_by_peer_with_data_queued);
	tcase_add_test(close, test_simultaneous_close);
	tcase_add_test(close, test_fin_lost);
	tcase_add_test(close, test_last_ack_lost);
	tcase_add_test(close, test_abort);
	tcase_add_test(close, test_abort_within_received);
	tcase_add_test(close, test_close_within_received);
	tcase_add_test(close, test_data_for_nobody);
	tcase_add_test(other, test_silent_link);
	tcase_add_test(other, test_half_open);
	tcase_add_test(other, test_two_connections);
	tcase_add_test(other, test_vrf);
	tcase_add_test(other, test_causes);
	tcase_add_test(other, test_keepalive_is_no_work);
	tcase_add_test(other, test_news_overtakes_the_class_of_a_keepalive);
	tcase_add_test(other, test_news_is_work_until_acknowledged);
	tcase_add_test(other, test_syn_is_guarded);
	tcase_add_test(other, test_free_under_way);
	suite_add_tcase(s, open);
	suite_add_tcase(s, data);
	suite_add_tcase(s, close);
	suite_add_tcase(s, other);
	return s;
}

int main(void)
{
	SRunner *runner = srunner_create(suite());
	int failed;

	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
