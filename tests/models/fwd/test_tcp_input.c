/* SPDX-License-Identifier: Apache-2.0 */
/* What TCP does with the segments of a scripted peer: opening, out of place, out of order. */
#include "models/fwd/tcp_socket.h"
#include "tests/models/fwd/tcp_script.h"
#include "tests/testing.h"

/* ---- Opening ---- */

START_TEST(test_simultaneous_open)
{
	Talk *talk = talk_new();

	talk_opens(talk);
	talk_say(talk, TCP_SYN, 0, 0);
	talk_hears(talk, "SYN,ACK 0 1 0; ");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "connected ");
	talk_say_text(talk, TCP_ACK, 1, 1, "x");
	pair_run(talk->pair, SIM_SEC);
	ck_assert_uint_eq(talk->pair->a.got->len, 1);
	talk_free(talk);
}
END_TEST

/* Closed by its owner before the other SYN was answered: the FIN follows once it is. */
START_TEST(test_close_in_simultaneous_open)
{
	Talk *talk = talk_new();

	talk_opens(talk);
	talk_say(talk, TCP_SYN, 0, 0);
	talk_hears(talk, "SYN,ACK 0 1 0; ");
	tcp_close(talk->pair->a.socket);
	talk_hears(talk, "");
	talk_say(talk, TCP_ACK, 1, 1);
	talk_hears(talk, "FIN,ACK 1 1 0; ");
	talk_free(talk);
}
END_TEST

START_TEST(test_only_a_fitting_reset_refuses)
{
	Talk *talk = talk_new();

	talk_opens(talk);
	talk_say(talk, TCP_RST | TCP_ACK, 0, 2);
	talk_say(talk, TCP_RST, 0, 0);
	talk_hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	talk_say(talk, TCP_RST | TCP_ACK, 0, 1);
	talk_hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "closed: refused ");
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

/* An old connection of the peer answers our SYN: it gets a reset, and our next SYN succeeds. */
START_TEST(test_peer_half_open)
{
	Talk *talk = talk_new();

	talk_opens(talk);
	talk_say(talk, TCP_ACK, 300, 4000);
	talk_hears(talk, "RST 4000 0 0; ");
	talk_hears_after(talk, SIM_SEC, "SYN 0 0 0; ");
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	talk_free(talk);
}
END_TEST

static void listens(Talk *talk)
{
	host_listen(&talk->pair->a, 646);
	talk->a_port = 646;
}

/* The answer to a SYN has A's initial number, which the talk does not know before. */
static void hears_syn_ack(Talk *talk)
{
	pair_run(talk->pair, 50 * SIM_MSEC);
	ck_assert_uint_eq(pair_sockets(talk->pair), 1);
	talk->iss = ((TcpSocket *)talk->pair->a.node->tcp->sockets.head->data)->tx.iss;
	ck_assert(g_str_has_prefix(talk->heard->str, "SYN,ACK "));
	ck_assert(g_str_has_suffix(talk->heard->str, " 1 0; "));
	g_string_truncate(talk->heard, 0);
}

START_TEST(test_syn_comes_twice)
{
	Talk *talk = talk_new();

	listens(talk);
	talk_say(talk, TCP_SYN, 0, 0);
	hears_syn_ack(talk);
	talk_say(talk, TCP_SYN, 0, 0);
	talk_hears(talk, "SYN,ACK 0 1 0; ");
	talk_say(talk, TCP_ACK, 1, 2); /* acknowledges what was never sent */
	talk_hears(talk, "RST 2 0 0; ");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	talk_say(talk, TCP_ACK, 1, 1);
	talk_hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "accepted ");
	talk_free(talk);
}
END_TEST

START_TEST(test_reset_before_accept)
{
	Talk *talk = talk_new();

	listens(talk);
	talk_say(talk, TCP_SYN, 0, 0);
	hears_syn_ack(talk);
	talk_say(talk, TCP_RST, 1, 0);
	talk_hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

START_TEST(test_unlisten_resets_what_opens)
{
	Talk *talk = talk_new();

	listens(talk);
	talk_say(talk, TCP_SYN, 0, 0);
	hears_syn_ack(talk);
	tcp_unlisten(talk->pair->a.listener);
	talk_hears(talk, "RST,ACK 1 1 0; ");
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

START_TEST(test_unknown_connection)
{
	Talk *talk = talk_new();

	talk->a_port = 646;
	talk_say(talk, TCP_SYN, 7, 0);
	talk_hears_after(talk, 50 * SIM_MSEC, "RST,ACK 0 8 0; ");
	talk_say_text(talk, TCP_ACK, 7, 4711, "data");
	talk_hears(talk, "RST 4711 0 0; ");
	talk_say_text(talk, TCP_FIN, 7, 0, "data");
	talk_hears(talk, "RST,ACK 0 12 0; ");
	talk_say(talk, TCP_RST | TCP_ACK, 7, 4711);
	talk_hears(talk, "");
	talk_free(talk);
}
END_TEST

/* TCP is between two hosts (RFC 9293 3.9.2.3): not even a reset answers a group. */
START_TEST(test_multicast)
{
	Talk *talk = talk_new();
	TcpHeader h = {.src_port = 1, .dst_port = 646, .flags = TCP_SYN};
	IpInfo info = {.src = talk->pair->b.address, .protocol = IP_PROTO_TCP};
	Packet *packet = packet_new(NULL, 0);

	listens(talk);
	ck_assert(net_addr_parse("224.0.0.2", &info.dst));
	tcp_hdr_push(packet, &h, &info.src, &info.dst);
	fwd_tcp_input(talk->pair->a.node->tcp, &info, packet);
	packet_unref(packet);
	talk_hears_after(talk, 100 * SIM_MSEC, "");
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

/* ---- Segments out of place (RFC 9293 3.10.7.4, RFC 5961) ---- */

START_TEST(test_resets)
{
	Talk *talk = talk_connected();

	talk_say(talk, TCP_RST, 0, 0); /* old */
	talk_say(talk, TCP_RST, 1 + TCP_WINDOW, 0);
	talk_hears(talk, "");
	talk_say(talk, TCP_RST, 2, 0); /* a guess within the window */
	talk_hears(talk, "ACK 1 1 0; ");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	talk_say(talk, TCP_RST, 1, 0);
	talk_hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "closed: reset by peer ");
	talk_free(talk);
}
END_TEST

/* The peer has restarted and opens again from the same port. */
START_TEST(test_syn_in_established)
{
	Talk *talk = talk_connected();

	talk_say(talk, TCP_SYN, 500000, 0);
	talk_hears(talk, "ACK 1 1 0; ");
	talk_say(talk, TCP_SYN, 500000, 0); /* not so often */
	talk_hears(talk, "");
	talk_say(talk, TCP_RST, 1, 0); /* what the answer makes it say */
	talk_hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "closed: reset by peer ");
	talk_free(talk);
}
END_TEST

START_TEST(test_ack_of_what_was_never_sent)
{
	Talk *talk = talk_connected();

	talk_say_text(talk, TCP_ACK, 1, 2, "x");
	talk_hears(talk, "ACK 1 1 0; ");
	ck_assert_uint_eq(talk->pair->a.got->len, 0);
	talk_free(talk);
}
END_TEST

/* An acknowledgement that is merely old does no harm; one that is older than any window is no honest
 * one. */
START_TEST(test_old_acknowledgement)
{
	Talk *talk = talk_connected();

	talk_say_text(talk, TCP_ACK, 1, 0, "a");
	talk_say_text(talk, TCP_ACK, 2, 1 - 20001u, "b");
	talk_hears_after(talk, SIM_SEC, "ACK 1 2 0; ");
	ck_assert_uint_eq(talk->pair->a.got->len, 1);
	talk_free(talk);
}
END_TEST

START_TEST(test_old_data_is_acknowledged_again)
{
	Talk *talk = talk_connected();

	talk->cause = 77;
	talk_say_text(talk, TCP_ACK, 1, 1, "abc");
	talk_hears_after(talk, 209 * SIM_MSEC, "");
	talk_hears_after(talk, 20 * SIM_MSEC, "ACK 1 4 0; "); /* after 200 ms */
	talk_say_text(talk, TCP_ACK, 1, 1, "abc");
	talk_hears(talk, "ACK 1 4 0; ");
	ck_assert_str_eq(talk->pair->a.causes->str, "77:3 ");
	talk_free(talk);
}
END_TEST

START_TEST(test_every_second_segment_is_acknowledged)
{
	Talk *talk = talk_connected();

	talk_say_text(talk, TCP_ACK, 1, 1, "a");
	talk_say_text(talk, TCP_ACK, 2, 1, "b");
	talk_say_text(talk, TCP_ACK, 3, 1, "c");
	talk_hears(talk, "ACK 1 3 0; ");
	talk_hears_after(talk, SIM_SEC, "ACK 1 4 0; ");
	talk_free(talk);
}
END_TEST

/* ---- Reassembly ---- */

START_TEST(test_overlapping_pieces)
{
	Talk *talk = talk_connected();

	talk_say_text(talk, TCP_ACK, 6, 1, "fghij");
	talk_say_text(talk, TCP_ACK, 6, 1, "fg"); /* less than is known */
	talk_say_text(talk, TCP_ACK, 14, 1, "no");
	talk_say_text(talk, TCP_ACK, 14, 1, "nopq"); /* more than is known */
	talk_say_text(talk, TCP_ACK, 1, 1, "abc");
	talk_say_text(talk, TCP_ACK, 2, 1, "bcdefghi");
	talk_hears(talk, "ACK 1 1 0; ACK 1 1 0; ACK 1 1 0; ACK 1 1 0; ACK 1 4 0; ACK 1 11 0; ");
	talk_say_text(talk, TCP_ACK, 9, 1, "ijklmno");
	talk_hears(talk, "ACK 1 18 0; ");
	g_byte_array_append(talk->pair->a.got, (const guint8 *)"", 1);
	ck_assert_str_eq((const char *)talk->pair->a.got->data, "abcdefghijklmnopq");
	talk_free(talk);
}
END_TEST

/* What is cut off in front takes its slices along. The hosts' application compares bytes and slices. */
START_TEST(test_overlapping_slices)
{
	Talk *talk = talk_connected();
	TcpSendQueue q;

	tcp_send_queue_init(&q);
	tcp_send_queue_push(&q, tcp_message_new((const uint8_t *)"abcdefgh", 8, 9), 9, SIM_WORK);
	tcp_send_queue_push(&q, tcp_message_new((const uint8_t *)"ij", 2, 8), 8, SIM_WORK);
	tcp_send_queue_push(&q, tcp_message_new((const uint8_t *)"klmno", 5, 7), 7, SIM_WORK);
	talk_say_queued(talk, &q, 0, 4);
	talk_say_queued(talk, &q, 2, 3);
	talk_say_queued(talk, &q, 3, 6);
	talk_say_queued(talk, &q, 0, 15);
	pair_run(talk->pair, SIM_SEC);
	g_byte_array_append(talk->pair->a.got, (const guint8 *)"", 1);
	ck_assert_str_eq((const char *)talk->pair->a.got->data, "abcdefghijklmno");
	ck_assert_str_eq(talk->pair->a.causes->str, "9:4 9:1 9:3 8:1 8:1 7:5 ");
	tcp_send_queue_clear(&q);
	talk_free(talk);
}
END_TEST

/* A FIN that comes too early counts once all before it is there. */
START_TEST(test_early_fin)
{
	Talk *talk = talk_connected();

	talk_say_text(talk, TCP_ACK | TCP_FIN, 4, 1, "def");
	talk_say(talk, TCP_ACK | TCP_FIN, 7, 1);
	talk_hears(talk, "ACK 1 1 0; ACK 1 1 0; ");
	talk_say_text(talk, TCP_ACK, 1, 1, "abc");
	talk_hears(talk, "ACK 1 8 0; FIN,ACK 1 8 0; ");
	ck_assert_uint_eq(talk->pair->a.got->len, 6);
	ck_assert_str_eq(talk->pair->a.log->str, "closed: closed by peer ");
	talk_say(talk, TCP_ACK, 8, 2);
	talk_hears(talk, "");
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

START_TEST(test_data_past_the_window)
{
	Talk *talk = talk_connected();
	char *text = g_strnfill(1000, 'x');

	talk_say_text(talk, TCP_ACK, 1 + TCP_WINDOW, 1, text);
	talk_hears(talk, "ACK 1 1 0; ");
	talk_say_text(talk, TCP_ACK | TCP_FIN, 1 + TCP_WINDOW - 10, 1, text);
	talk_hears(talk, "ACK 1 1 0; ");
	for (uint32_t at = 0; at < TCP_WINDOW - 10; at += 1000) {
		text[MIN(1000, TCP_WINDOW - 10 - at)] = 0;
		talk_say_text(talk, TCP_ACK, 1 + at, 1, text);
	}
	pair_run(talk->pair, SIM_SEC);
	ck_assert_uint_eq(talk->pair->a.got->len, TCP_WINDOW); /* ten of the piece past the hole */
	ck_assert_str_eq(talk->pair->a.log->str, "");          /* and not its FIN */
	g_free(text);
	talk_free(talk);
}
END_TEST

/* What a socket accepts: 65535 bytes, or 16 times as many from a peer that scales. */
START_TEST(test_scaled_receive_window)
{
	Talk *talk = talk_new();

	talk->scales = _i == 1;
	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	talk_say_text(talk, TCP_ACK, 2, 1, "within");
	talk_say_text(talk, TCP_ACK, 1 + 1048559, 1, "at the edge");
	talk_say_text(talk, TCP_ACK, 1 + 1048560, 1, "beyond");
	talk_hears(talk, "ACK 1 1 0; ACK 1 1 0; ACK 1 1 0; ");
	ck_assert_uint_eq(talk->pair->a.socket->rx.early->len, _i == 1 ? 2 : 1);
	talk_free(talk);
}
END_TEST

/* The answer to a SYN offers scaling only where that did. */
START_TEST(test_listener_scales)
{
	Talk *talk = talk_new();

	talk->scales = _i == 1;
	host_listen(&talk->pair->a, PEER_PORT);
	talk->a_port = PEER_PORT;
	talk_say(talk, TCP_SYN, 0, 0);
	pair_run(talk->pair, 100 * SIM_MSEC);
	ck_assert(g_str_has_prefix(talk->heard->str, "SYN,ACK "));
	talk_free(talk);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tcp-input");

	tcase_add_test(tc, test_simultaneous_open);
	tcase_add_test(tc, test_close_in_simultaneous_open);
	tcase_add_test(tc, test_only_a_fitting_reset_refuses);
	tcase_add_test(tc, test_peer_half_open);
	tcase_add_test(tc, test_syn_comes_twice);
	tcase_add_test(tc, test_reset_before_accept);
	tcase_add_test(tc, test_unlisten_resets_what_opens);
	tcase_add_test(tc, test_unknown_connection);
	tcase_add_test(tc, test_multicast);
	tcase_add_test(tc, test_resets);
	tcase_add_test(tc, test_syn_in_established);
	tcase_add_test(tc, test_ack_of_what_was_never_sent);
	tcase_add_test(tc, test_old_acknowledgement);
	tcase_add_test(tc, test_old_data_is_acknowledged_again);
	tcase_add_test(tc, test_every_second_segment_is_acknowledged);
	tcase_add_test(tc, test_overlapping_pieces);
	tcase_add_test(tc, test_overlapping_slices);
	tcase_add_test(tc, test_early_fin);
	tcase_add_test(tc, test_data_past_the_window);
	tcase_add_loop_test(tc, test_scaled_receive_window, 0, 2);
	tcase_add_loop_test(tc, test_listener_scales, 0, 2);
	return test_main("tcp-input", tc);
}
