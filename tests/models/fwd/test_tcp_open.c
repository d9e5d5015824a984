/* SPDX-License-Identifier: Apache-2.0 */
/* How a TCP connection comes about between two hosts, or does not. */
#include "tests/models/fwd/tcp_pair.h"
#include "tests/testing.h"

#include <string.h>

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
	TcpListener *listener = tcp_listen(pair->b.node, &params, host_on_accept, &pair->b);

	ck_assert_ptr_nonnull(listener);
	ck_assert_ptr_null(tcp_listen(pair->b.node, &params, host_on_accept, &pair->b));
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: refused ");
	params.remote = pair->a.address;
	params.local = pair->b.address;
	ck_assert_ptr_nonnull(tcp_listen(pair->b.node, &params, host_on_accept, &pair->b));
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
						i ? abort_it : host_on_accept, &pair->b);
		TcpListener *second = tcp_listen(pair->b.node, i ? &narrow : &wide,
						 i ? host_on_accept : abort_it, &pair->b);

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

START_TEST(test_connect_times_out)
{
	Pair *pair = pair_new(1);

	pair->b.filter = pair_lose_all;
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

int main(void)
{
	TCase *tc = tcase_create("tcp-open");

	tcase_add_test(tc, test_connect);
	tcase_add_test(tc, test_transitions);
	tcase_add_test(tc, test_refused);
	tcase_add_test(tc, test_listeners);
	tcase_add_test(tc, test_most_specific_listener);
	tcase_add_test(tc, test_no_route);
	tcase_add_test(tc, test_connect_times_out);
	tcase_add_test(tc, test_syn_ack_lost);
	tcase_add_test(tc, test_last_ack_of_handshake_lost);
	tcase_add_test(tc, test_accept_may_refuse);
	tcase_add_test(tc, test_accept_aborts);
	return test_main("tcp-open", tc);
}
