/* SPDX-License-Identifier: Apache-2.0 */
/* How a TCP connection between two hosts ends. */
#include "models/fwd/ip_stack.h"
#include "models/fwd/tcp_socket.h"
#include "tests/models/fwd/tcp_pair.h"
#include "tests/testing.h"

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

/* The crash of a node, as seen from the other end: no word, carrier lost; a reset once it is back. */
START_TEST(test_crash)
{
	Pair *pair = pair_connected(1);
	FwdNode *b = pair->b.node;

	tcp_unlisten(pair->b.listener);
	fwd_node_crash(b);
	tcp_abort(pair->b.socket);
	fwd_node_forget(b);
	ck_assert(!fwd_iface_is_up(pair->a.iface));
	ck_assert_uint_eq(pair_sockets(pair), 1);
	host_send(&pair->a, "hello", 5, 1);
	pair_run(pair, 2 * SIM_SEC);
	ck_assert_str_eq(pair->a.segments->str, "");
	ck_assert_str_eq(pair->a.log->str, "");
	fwd_node_restart(b);
	ck_assert(fwd_iface_is_up(pair->a.iface));
	pair_run(pair, 3 * SIM_SEC); /* the retransmission finds nobody */
	ck_assert_str_eq(pair->a.log->str, "closed: reset by peer ");
	pair_free(pair);
}
END_TEST

/* What would have gone on without an owner is forgotten too, with its timers. */
START_TEST(test_crash_while_closing)
{
	Pair *pair = pair_connected(1);

	host_send_pattern(&pair->b, 3000, 1, 5);
	tcp_close(pair->b.socket);
	pair_run(pair, 5 * SIM_MSEC);
	fwd_node_crash(pair->b.node);
	fwd_node_forget(pair->b.node);
	ck_assert_uint_eq(pair_sockets(pair), 1);
	pair_run(pair, 100 * SIM_SEC);
	ck_assert_uint_eq(pair->a.got->len, 0); /* its frames were on the link when that failed */
	fwd_node_restart(pair->b.node);
	pair_run(pair, 100 * SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "");
	pair_free(pair);
}
END_TEST

/* What waits for the processor is lost with the rest, even where the node is back before its turn. */
START_TEST(test_crash_of_a_busy_node)
{
	Pair *pair = pair_connected(1);
	FwdNode *b = pair->b.node;

	b->costs.message = SIM_SEC;
	host_send(&pair->a, "hello", 5, 1);
	pair_run(pair, 15 * SIM_MSEC);
	ck_assert_uint_eq(b->ip->waiting->len, 1);
	fwd_node_crash(b);
	tcp_abort(pair->b.socket);
	fwd_node_forget(b);
	ck_assert_uint_eq(b->ip->waiting->len, 0);
	fwd_node_restart(b);
	pair_run(pair, 900 * SIM_MSEC); /* before A sends again */
	ck_assert_uint_eq(pair->b.n_segments, 0);
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

	tcp_listen(pair->b.node, &params, host_on_accept, &pair->b);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->a.log->str, "closed: refused ");
	pair_free(pair);
}
END_TEST

/* An interface in a table of its own, with the FIB entries that pair_new() makes in the global one. */
static void add_overlap(Host *host, FwdLink *link, FwdVrf *vrf, const char *prefix)
{
	FwdIface *iface = fwd_iface_new(host->node, "vpn", FWD_IFACE_ETHERNET, vrf, 0);
	NetPrefix p, network, self;
	FwdNextHop *nh;

	ck_assert(net_prefix_parse(prefix, TRUE, &p));
	fwd_iface_add_address(iface, &p);
	fwd_link_attach(link, iface);
	network = net_prefix_network(&p);
	self = net_prefix_host(&p.addr);
	nh = fwd_nexthop_interface(iface, &net_addr_none, NULL);
	fwd_fib_set(vrf, &network, nh);
	fwd_nexthop_unref(nh);
	nh = fwd_nexthop_local();
	fwd_fib_set(vrf, &self, nh);
	fwd_nexthop_unref(nh);
}

/* The same addresses and ports in two tables of each host: two connections that know nothing of each
 * other, over two links. */
START_TEST(test_same_addresses_in_two_vrfs)
{
	Pair *pair = pair_new(1);
	FwdVrf *vrfs[2] = {fwd_node_add_vrf(pair->a.node, "VPN"),
			   fwd_node_add_vrf(pair->b.node, "VPN")};
	FwdLink *link = fwd_link_new(pair->net, LINK_DELAY, 0);
	TcpSocket *global[2], *vpn[2];

	add_overlap(&pair->a, link, vrfs[0], "10.0.0.1/30");
	add_overlap(&pair->b, link, vrfs[1], "10.0.0.2/30");
	pair->a.node->tcp->last_port = 50000;
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	global[0] = pair->a.socket;
	global[1] = pair->b.socket;
	pair->b.socket = NULL;
	pair->a.params.vrf = vrfs[0];
	pair->b.params.vrf = vrfs[1];
	pair->a.node->tcp->last_port = 50000; /* so that even the ports are the same */
	host_listen(&pair->b, 179);
	host_connect(&pair->a, &pair->b, 179);
	pair_run(pair, SIM_SEC);
	vpn[0] = pair->a.socket;
	vpn[1] = pair->b.socket;
	ck_assert_uint_eq(tcp_local_port(global[0]), tcp_local_port(vpn[0]));
	ck_assert_str_eq(pair->b.log->str, "accepted accepted ");
	host_send(&pair->a, "vpn", 3, 1); /* on_received() checks which socket it is */
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.causes->str, "1:3 ");
	pair->b.socket = global[1];
	tcp_send(global[0], tcp_message_new((const uint8_t *)"global", 6, 2));
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.causes->str, "1:3 2:6 ");
	tcp_abort(vpn[0]); /* ends its own peer alone */
	pair->b.socket = vpn[1];
	pair_run(pair, SIM_SEC);
	ck_assert_str_eq(pair->b.log->str, "accepted accepted closed: reset by peer ");
	ck_assert_uint_eq(pair_sockets(pair), 2);
	fwd_link_free(link);
	pair_free(pair);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tcp-close");

	tcase_add_test(tc, test_close_sends_what_is_queued);
	tcase_add_test(tc, test_closed_by_peer_with_data_queued);
	tcase_add_test(tc, test_simultaneous_close);
	tcase_add_test(tc, test_fin_lost);
	tcase_add_test(tc, test_last_ack_lost);
	tcase_add_test(tc, test_abort);
	tcase_add_test(tc, test_abort_within_received);
	tcase_add_test(tc, test_close_within_received);
	tcase_add_test(tc, test_data_for_nobody);
	tcase_add_test(tc, test_silent_link);
	tcase_add_test(tc, test_half_open);
	tcase_add_test(tc, test_crash);
	tcase_add_test(tc, test_crash_while_closing);
	tcase_add_test(tc, test_crash_of_a_busy_node);
	tcase_add_test(tc, test_two_connections);
	tcase_add_test(tc, test_vrf);
	tcase_add_test(tc, test_same_addresses_in_two_vrfs);
	return test_main("tcp-close", tc);
}
