/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP against a scripted peer: host B has no TCP but sends the segments that the test makes and
 * keeps what comes. Sequence numbers in texts count from the initial one of their sender.
 */
#include "tests/models/fwd/tcp_pair.h"

#include <stdlib.h>

enum { PEER_ISN = 0xfffffff0u - 1000, PEER_PORT = 179 }; /* so that numbers wrap around */

typedef struct Talk {
	Pair *pair;
	GString *heard; /* "flags seq ack len", each with a semicolon */
	uint32_t iss;   /* of A */
	uint16_t a_port;
	uint16_t window; /* that the peer tells */
	gboolean no_mss;
	uint64_t cause; /* of what the peer sends */
	gboolean with_time;
} Talk;

static void hear(void *user, const IpInfo *info, Packet *packet)
{
	Talk *talk = user;
	TcpHeader h;

	ck_assert(tcp_hdr_decode(packet_data(packet), packet_len(packet), &info->src, &info->dst,
				 &h, NULL));
	if (h.flags == TCP_SYN) {
		talk->iss = h.seq;
		talk->a_port = h.src_port;
		ck_assert(h.has_mss);
		ck_assert_uint_eq(h.mss, 1460);
	}
	ck_assert_uint_eq(h.window, h.flags & TCP_RST ? 0 : TCP_WINDOW);
	ck_assert(info->df);
	if (talk->with_time)
		g_string_append_printf(talk->heard, "%d: ", (int)(talk->pair->sim->now / SIM_MSEC));
	tcp_hdr_flags_append(h.flags, talk->heard);
	g_string_append_printf(talk->heard, " %u %u %zu; ", h.seq - talk->iss,
			       h.flags & TCP_ACK ? h.ack - (uint32_t)PEER_ISN : 0,
			       packet_len(packet) - h.header_len);
}

static Talk *talk_new(void)
{
	Talk *talk = g_new0(Talk, 1);

	talk->pair = pair_new(1);
	talk->heard = g_string_new(NULL);
	talk->window = 20000;
	ip_unregister(talk->pair->b.node, IP_PROTO_TCP);
	ip_register(talk->pair->b.node, IP_PROTO_TCP, hear, talk);
	return talk;
}

static void talk_free(Talk *talk)
{
	pair_free(talk->pair);
	g_string_free(talk->heard, TRUE);
	g_free(talk);
}

/* The peer sends a segment at once. */
static void say_text(Talk *talk, uint8_t flags, uint32_t seq, uint32_t ack, const char *text)
{
	Pair *pair = talk->pair;
	TcpHeader h = {
		.src_port = PEER_PORT,
		.dst_port = talk->a_port,
		.seq = (uint32_t)PEER_ISN + seq,
		.ack = flags & TCP_ACK ? talk->iss + ack : 0,
		.flags = flags,
		.window = talk->window,
		.has_mss = (flags & TCP_SYN) && !talk->no_mss,
		.mss = 1000,
	};
	IpInfo info = {
		.src = pair->b.address,
		.dst = pair->a.address,
		.protocol = IP_PROTO_TCP,
	};
	Packet *packet = packet_new(text, strlen(text));

	packet->cause = talk->cause;
	tcp_hdr_push(packet, &h, &info.src, &info.dst);
	ck_assert(ip_send(pair->b.node, &info, packet));
}

/* The peer sends a part of what it has queued, with its slices; the queue starts at 1. */
static void say_queued(Talk *talk, const TcpSendQueue *q, uint32_t offset, uint32_t len)
{
	SimEventClass class_;
	TcpHeader h = {
		.src_port = PEER_PORT,
		.dst_port = talk->a_port,
		.seq = (uint32_t)PEER_ISN + 1 + offset,
		.ack = talk->iss + 1,
		.flags = TCP_ACK,
		.window = talk->window,
	};
	IpInfo info = {
		.src = talk->pair->b.address,
		.dst = talk->pair->a.address,
		.protocol = IP_PROTO_TCP,
	};
	Packet *packet = tcp_send_queue_cut(q, offset, len, h.seq, &class_);

	tcp_hdr_push(packet, &h, &info.src, &info.dst);
	ck_assert(ip_send(talk->pair->b.node, &info, packet));
}

static void say(Talk *talk, uint8_t flags, uint32_t seq, uint32_t ack)
{
	say_text(talk, flags, seq, ack, "");
}

/* What came in the next time is this, whatever the order of quiet in between. */
static void hears_after(Talk *talk, SimTime duration, const char *expected)
{
	pair_run(talk->pair, duration);
	ck_assert_str_eq(talk->heard->str, expected);
	g_string_truncate(talk->heard, 0);
}

static void hears(Talk *talk, const char *expected)
{
	hears_after(talk, 21 * SIM_MSEC, expected);
}

static void opens(Talk *talk)
{
	host_connect(&talk->pair->a, &talk->pair->b, PEER_PORT);
	hears_after(talk, 50 * SIM_MSEC, "SYN 0 0 0; ");
}

static Talk *talk_connected(void)
{
	Talk *talk = talk_new();

	opens(talk);
	say(talk, TCP_SYN | TCP_ACK, 0, 1);
	hears(talk, "ACK 1 1 0; ");
	ck_assert_str_eq(talk->pair->a.log->str, "connected ");
	g_string_truncate(talk->pair->a.log, 0);
	return talk;
}

/* ---- Opening ---- */

START_TEST(test_simultaneous_open)
{
	Talk *talk = talk_new();

	opens(talk);
	say(talk, TCP_SYN, 0, 0);
	hears(talk, "SYN,ACK 0 1 0; ");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	say(talk, TCP_SYN | TCP_ACK, 0, 1);
	hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "connected ");
	say_text(talk, TCP_ACK, 1, 1, "x");
	pair_run(talk->pair, SIM_SEC);
	ck_assert_uint_eq(talk->pair->a.got->len, 1);
	talk_free(talk);
}
END_TEST

/* Closed by its owner before the other SYN was answered: the FIN follows once it is. */
START_TEST(test_close_in_simultaneous_open)
{
	Talk *talk = talk_new();

	opens(talk);
	say(talk, TCP_SYN, 0, 0);
	hears(talk, "SYN,ACK 0 1 0; ");
	tcp_close(talk->pair->a.socket);
	hears(talk, "");
	say(talk, TCP_ACK, 1, 1);
	hears(talk, "FIN,ACK 1 1 0; ");
	talk_free(talk);
}
END_TEST

START_TEST(test_only_a_fitting_reset_refuses)
{
	Talk *talk = talk_new();

	opens(talk);
	say(talk, TCP_RST | TCP_ACK, 0, 2);
	say(talk, TCP_RST, 0, 0);
	hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	say(talk, TCP_RST | TCP_ACK, 0, 1);
	hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "closed: refused ");
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

/* An old connection of the peer answers our SYN: it gets a reset, and our next SYN succeeds. */
START_TEST(test_peer_half_open)
{
	Talk *talk = talk_new();

	opens(talk);
	say(talk, TCP_ACK, 300, 4000);
	hears(talk, "RST 4000 0 0; ");
	hears_after(talk, SIM_SEC, "SYN 0 0 0; ");
	say(talk, TCP_SYN | TCP_ACK, 0, 1);
	hears(talk, "ACK 1 1 0; ");
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
	say(talk, TCP_SYN, 0, 0);
	hears_syn_ack(talk);
	say(talk, TCP_SYN, 0, 0);
	hears(talk, "SYN,ACK 0 1 0; ");
	say(talk, TCP_ACK, 1, 2); /* acknowledges what was never sent */
	hears(talk, "RST 2 0 0; ");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	say(talk, TCP_ACK, 1, 1);
	hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "accepted ");
	talk_free(talk);
}
END_TEST

START_TEST(test_reset_before_accept)
{
	Talk *talk = talk_new();

	listens(talk);
	say(talk, TCP_SYN, 0, 0);
	hears_syn_ack(talk);
	say(talk, TCP_RST, 1, 0);
	hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

START_TEST(test_unlisten_resets_what_opens)
{
	Talk *talk = talk_new();

	listens(talk);
	say(talk, TCP_SYN, 0, 0);
	hears_syn_ack(talk);
	tcp_unlisten(talk->pair->a.listener);
	hears(talk, "RST,ACK 1 1 0; ");
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

START_TEST(test_unknown_connection)
{
	Talk *talk = talk_new();

	talk->a_port = 646;
	say(talk, TCP_SYN, 7, 0);
	hears_after(talk, 50 * SIM_MSEC, "RST,ACK 0 8 0; ");
	say_text(talk, TCP_ACK, 7, 4711, "data");
	hears(talk, "RST 4711 0 0; ");
	say_text(talk, TCP_FIN, 7, 0, "data");
	hears(talk, "RST,ACK 0 12 0; ");
	say(talk, TCP_RST | TCP_ACK, 7, 4711);
	hears(talk, "");
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
	hears_after(talk, 100 * SIM_MSEC, "");
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

/* ---- Segments out of place (RFC 9293 3.10.7.4, RFC 5961) ---- */

START_TEST(test_resets)
{
	Talk *talk = talk_connected();

	say(talk, TCP_RST, 0, 0); /* old */
	say(talk, TCP_RST, 1 + TCP_WINDOW, 0);
	hears(talk, "");
	say(talk, TCP_RST, 2, 0); /* a guess within the window */
	hears(talk, "ACK 1 1 0; ");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	say(talk, TCP_RST, 1, 0);
	hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "closed: reset by peer ");
	talk_free(talk);
}
END_TEST

/* The peer has restarted and opens again from the same port. */
START_TEST(test_syn_in_established)
{
	Talk *talk = talk_connected();

	say(talk, TCP_SYN, 500000, 0);
	hears(talk, "ACK 1 1 0; ");
	say(talk, TCP_SYN, 500000, 0); /* not so often */
	hears(talk, "");
	say(talk, TCP_RST, 1, 0); /* what the answer makes it say */
	hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "closed: reset by peer ");
	talk_free(talk);
}
END_TEST

START_TEST(test_ack_of_what_was_never_sent)
{
	Talk *talk = talk_connected();

	say_text(talk, TCP_ACK, 1, 2, "x");
	hears(talk, "ACK 1 1 0; ");
	ck_assert_uint_eq(talk->pair->a.got->len, 0);
	talk_free(talk);
}
END_TEST

/* An acknowledgement that is merely old does no harm; one that is older than any window is no honest
 * one. */
START_TEST(test_old_acknowledgement)
{
	Talk *talk = talk_connected();

	say_text(talk, TCP_ACK, 1, 0, "a");
	say_text(talk, TCP_ACK, 2, 1 - 20001u, "b");
	hears_after(talk, SIM_SEC, "ACK 1 2 0; ");
	ck_assert_uint_eq(talk->pair->a.got->len, 1);
	talk_free(talk);
}
END_TEST

START_TEST(test_old_data_is_acknowledged_again)
{
	Talk *talk = talk_connected();

	talk->cause = 77;
	say_text(talk, TCP_ACK, 1, 1, "abc");
	hears_after(talk, 209 * SIM_MSEC, "");
	hears_after(talk, 20 * SIM_MSEC, "ACK 1 4 0; "); /* after 200 ms */
	say_text(talk, TCP_ACK, 1, 1, "abc");
	hears(talk, "ACK 1 4 0; ");
	ck_assert_str_eq(talk->pair->a.causes->str, "77:3 ");
	talk_free(talk);
}
END_TEST

START_TEST(test_every_second_segment_is_acknowledged)
{
	Talk *talk = talk_connected();

	say_text(talk, TCP_ACK, 1, 1, "a");
	say_text(talk, TCP_ACK, 2, 1, "b");
	say_text(talk, TCP_ACK, 3, 1, "c");
	hears(talk, "ACK 1 3 0; ");
	hears_after(talk, SIM_SEC, "ACK 1 4 0; ");
	talk_free(talk);
}
END_TEST

/* ---- Reassembly ---- */

START_TEST(test_overlapping_pieces)
{
	Talk *talk = talk_connected();

	say_text(talk, TCP_ACK, 6, 1, "fghij");
	say_text(talk, TCP_ACK, 6, 1, "fg"); /* less than is known */
	say_text(talk, TCP_ACK, 14, 1, "nop");
	say_text(talk, TCP_ACK, 1, 1, "abc");
	say_text(talk, TCP_ACK, 2, 1, "bcdefghi");
	hears(talk, "ACK 1 1 0; ACK 1 1 0; ACK 1 1 0; ACK 1 4 0; ACK 1 11 0; ");
	say_text(talk, TCP_ACK, 9, 1, "ijklmnop");
	hears(talk, "ACK 1 17 0; ");
	g_byte_array_append(talk->pair->a.got, (const guint8 *)"", 1);
	ck_assert_str_eq((const char *)talk->pair->a.got->data, "abcdefghijklmnop");
	talk_free(talk);
}
END_TEST

/* What is cut off in front takes its slices along. The hosts' application compares bytes and slices. */
START_TEST(test_overlapping_slices)
{
	Talk *talk = talk_connected();
	TcpSendQueue q;

	tcp_send_queue_init(&q);
	tcp_send_queue_push(&q, tcp_message_new((const uint8_t *)"abcdefgh", 8, 9), SIM_WORK);
	tcp_send_queue_push(&q, tcp_message_new((const uint8_t *)"ij", 2, 8), SIM_WORK);
	tcp_send_queue_push(&q, tcp_message_new((const uint8_t *)"klmno", 5, 7), SIM_WORK);
	say_queued(talk, &q, 0, 4);
	say_queued(talk, &q, 2, 3);
	say_queued(talk, &q, 3, 6);
	say_queued(talk, &q, 0, 15);
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

	say_text(talk, TCP_ACK | TCP_FIN, 4, 1, "def");
	say(talk, TCP_ACK | TCP_FIN, 7, 1);
	hears(talk, "ACK 1 1 0; ACK 1 1 0; ");
	say_text(talk, TCP_ACK, 1, 1, "abc");
	hears(talk, "ACK 1 8 0; FIN,ACK 1 8 0; ");
	ck_assert_uint_eq(talk->pair->a.got->len, 6);
	ck_assert_str_eq(talk->pair->a.log->str, "closed: closed by peer ");
	say(talk, TCP_ACK, 8, 2);
	hears(talk, "");
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

START_TEST(test_data_past_the_window)
{
	Talk *talk = talk_connected();
	char *text = g_strnfill(1000, 'x');

	say_text(talk, TCP_ACK, 1 + TCP_WINDOW, 1, text);
	hears(talk, "ACK 1 1 0; ");
	say_text(talk, TCP_ACK | TCP_FIN, 1 + TCP_WINDOW - 10, 1, text);
	hears(talk, "ACK 1 1 0; ");
	for (uint32_t at = 0; at < TCP_WINDOW - 10; at += 1000) {
		text[MIN(1000, TCP_WINDOW - 10 - at)] = 0;
		say_text(talk, TCP_ACK, 1 + at, 1, text);
	}
	pair_run(talk->pair, SIM_SEC);
	ck_assert_uint_eq(talk->pair->a.got->len, TCP_WINDOW); /* ten of the piece past the hole */
	ck_assert_str_eq(talk->pair->a.log->str, "");          /* and not its FIN */
	g_free(text);
	talk_free(talk);
}
END_TEST

/* ---- Sending ---- */

START_TEST(test_mss)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 1500, 1, 5);
	hears(talk, "ACK 1 1 1000; PSH,ACK 1001 1 500; ");
	talk_free(talk);
}
END_TEST

START_TEST(test_mss_not_named)
{
	Talk *talk = talk_new();

	talk->no_mss = TRUE;
	opens(talk);
	say(talk, TCP_SYN | TCP_ACK, 0, 1);
	hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 600, 1, 5);
	hears(talk, "ACK 1 1 536; PSH,ACK 537 1 64; ");
	talk_free(talk);
}
END_TEST

START_TEST(test_window_limits)
{
	Talk *talk = talk_new();

	talk->window = 2500;
	opens(talk);
	say(talk, TCP_SYN | TCP_ACK, 0, 1);
	hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 10000, 1, 5);
	/* The 500 left are less than a segment and less than half of the window. */
	hears(talk, "ACK 1 1 1000; ACK 1001 1 1000; ");
	say(talk, TCP_ACK, 1, 1001);
	hears(talk, "ACK 2001 1 1000; ");
	talk->window = 1500; /* shrinks, and holds what is in flight */
	say(talk, TCP_ACK, 1, 2001);
	hears(talk, "");
	say(talk, TCP_ACK, 1, 3001);
	hears(talk, "ACK 3001 1 1000; ");
	talk_free(talk);
}
END_TEST

/* A shut window is probed with a byte, ever more rarely but for as long as the peer answers. */
START_TEST(test_zero_window)
{
	Talk *talk = talk_new();

	talk->window = 0;
	opens(talk);
	say(talk, TCP_SYN | TCP_ACK, 0, 1);
	hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 3000, 1, 5);
	hears_after(talk, 999 * SIM_MSEC, "");
	hears(talk, "ACK 1 1 1; ");
	for (unsigned i = 0; i < 4; i++) /* no sign of a loss */
		say(talk, TCP_ACK, 1, 1);
	hears_after(talk, 1900 * SIM_MSEC, "");
	hears_after(talk, 200 * SIM_MSEC, "ACK 1 1 1; ");
	for (unsigned i = 0; i < 60; i++) {
		say(talk, TCP_ACK, 1, 1);
		pair_run(talk->pair, 60 * SIM_SEC);
	}
	ck_assert_str_eq(talk->pair->a.log->str, "connected ");
	g_string_truncate(talk->heard, 0);
	talk->window = 20000;
	say(talk, TCP_ACK, 1, 1);
	hears(talk, "ACK 1 1 1000; ACK 1001 1 1000; PSH,ACK 2001 1 1000; ");
	talk_free(talk);
}
END_TEST

START_TEST(test_zero_window_of_the_dead)
{
	Talk *talk = talk_new();

	talk->window = 0;
	opens(talk);
	say(talk, TCP_SYN | TCP_ACK, 0, 1);
	hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 3000, 1, 5);
	pair_run(talk->pair, 700 * SIM_SEC);
	ck_assert_str_eq(talk->pair->a.log->str, "connected closed: timed out ");
	talk_free(talk);
}
END_TEST

/* After the timeout one segment, then what acknowledgements let out, from the loss on. */
START_TEST(test_timeout_goes_back)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 4000, 1, 5);
	hears(talk, "ACK 1 1 1000; ACK 1001 1 1000; ACK 2001 1 1000; PSH,ACK 3001 1 1000; ");
	hears_after(talk, SIM_SEC, "ACK 1 1 1000; ");
	say(talk, TCP_ACK, 1, 1001);
	hears(talk, "ACK 1001 1 1000; ACK 2001 1 1000; ");
	say(talk, TCP_ACK, 1, 4001); /* it had the others */
	hears(talk, "");
	ck_assert_uint_eq(tcp_unacknowledged(talk->pair->a.socket), 0);
	hears_after(talk, 10 * SIM_SEC, "");
	talk_free(talk);
}
END_TEST

/* NewReno: an acknowledgement of a part brings the next hole at once. */
START_TEST(test_partial_acknowledgement)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 6000, 1, 5);
	pair_run(talk->pair, 21 * SIM_MSEC);
	g_string_truncate(talk->heard, 0);
	for (unsigned i = 0; i < 3; i++)
		say(talk, TCP_ACK, 1, 1);
	hears(talk, "ACK 1 1 1000; ");
	say(talk, TCP_ACK, 1, 3001);
	hears(talk, "ACK 3001 1 1000; ");
	say(talk, TCP_ACK, 1, 6001);
	hears(talk, "");
	hears_after(talk, 10 * SIM_SEC, "");
	talk_free(talk);
}
END_TEST

/* RFC 5681 2: what tells a new window is no duplicate acknowledgement. */
START_TEST(test_window_updates_are_no_duplicates)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 2000, 1, 5);
	hears(talk, "ACK 1 1 1000; PSH,ACK 1001 1 1000; ");
	for (unsigned i = 0; i < 5; i++) {
		talk->window += 100;
		say(talk, TCP_ACK, 1, 1);
	}
	hears(talk, "");
	talk_free(talk);
}
END_TEST

/* The last segment is sent again with its FIN. */
START_TEST(test_fast_retransmit_with_fin)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 3500, 1, 5);
	tcp_close(talk->pair->a.socket);
	hears(talk, "ACK 1 1 1000; ACK 1001 1 1000; ACK 2001 1 1000; FIN,PSH,ACK 3001 1 500; ");
	for (unsigned i = 0; i < 4; i++)
		say(talk, TCP_ACK, 1, 3001);
	hears(talk, "FIN,PSH,ACK 3001 1 500; ");
	talk_free(talk);
}
END_TEST

/* RFC 6298 5.7, RFC 5681 3.1: after a lost SYN a longer timeout and a window of one segment. */
START_TEST(test_start_after_lost_syn)
{
	Talk *talk = talk_new();

	opens(talk);
	hears_after(talk, SIM_SEC, "SYN 0 0 0; ");
	say(talk, TCP_SYN | TCP_ACK, 0, 1);
	hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 2500, 1, 5);
	hears(talk, "ACK 1 1 1000; ");
	hears_after(talk, 2900 * SIM_MSEC, "");
	hears_after(talk, 100 * SIM_MSEC, "ACK 1 1 1000; ");
	talk_free(talk);
}
END_TEST

/* News that had to wait for a window are work when they go, whatever let them out. */
START_TEST(test_class_of_a_segment)
{
	Talk *talk = talk_new();

	talk->window = 0;
	opens(talk);
	say(talk, TCP_SYN | TCP_ACK, 0, 1);
	hears(talk, "ACK 1 1 0; ");
	host_send_pattern(&talk->pair->a, 100, 1, 5);
	hears(talk, "");
	ck_assert_uint_eq(talk->pair->sim->pending_work, 1); /* the timer */
	talk->window = 20000;
	talk->pair->sim->class_ = SIM_PERIODIC;
	say(talk, TCP_ACK, 1, 1);
	pair_run(talk->pair, 15 * SIM_MSEC);
	ck_assert_uint_eq(talk->pair->sim->pending_work, 2); /* and the frame */
	hears(talk, "PSH,ACK 1 1 100; ");
	talk_free(talk);
}
END_TEST

/* Data and FIN in one segment, sent again together. */
START_TEST(test_data_with_fin)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 1200, 1, 5);
	tcp_close(talk->pair->a.socket);
	hears(talk, "ACK 1 1 1000; FIN,PSH,ACK 1001 1 200; ");
	say(talk, TCP_ACK, 1, 1001);
	hears(talk, "");
	hears_after(talk, SIM_SEC, "FIN,PSH,ACK 1001 1 200; ");
	say(talk, TCP_ACK, 1, 1201); /* of the data alone */
	hears(talk, "");
	hears_after(talk, SIM_SEC, "FIN,ACK 1201 1 0; ");
	say(talk, TCP_ACK, 1, 1202);
	hears_after(talk, 59 * SIM_SEC, "");
	ck_assert_uint_eq(pair_sockets(talk->pair), 1);
	pair_run(talk->pair, 2 * SIM_SEC); /* the peer never closes: FIN-WAIT-2 ends */
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

/* A socket without an owner gives up too. */
START_TEST(test_orphan_times_out)
{
	Talk *talk = talk_connected();

	tcp_close(talk->pair->a.socket);
	pair_run(talk->pair, 600 * SIM_SEC);
	ck_assert(sim_is_quiet(talk->pair->sim));
	ck_assert_uint_eq(pair_sockets(talk->pair), 1);
	pair_run(talk->pair, 60 * SIM_SEC);
	ck_assert_uint_eq(pair_sockets(talk->pair), 0);
	talk_free(talk);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("tcp-peer");
	TCase *open = tcase_create("open"), *place = tcase_create("place");
	TCase *receive = tcase_create("receive"), *send = tcase_create("send");

	tcase_add_test(open, test_simultaneous_open);
	tcase_add_test(open, test_close_in_simultaneous_open);
	tcase_add_test(open, test_only_a_fitting_reset_refuses);
	tcase_add_test(open, test_peer_half_open);
	tcase_add_test(open, test_syn_comes_twice);
	tcase_add_test(open, test_reset_before_accept);
	tcase_add_test(open, test_unlisten_resets_what_opens);
	tcase_add_test(open, test_unknown_connection);
	tcase_add_test(open, test_multicast);
	tcase_add_test(place, test_resets);
	tcase_add_test(place, test_syn_in_established);
	tcase_add_test(place, test_ack_of_what_was_never_sent);
	tcase_add_test(place, test_old_acknowledgement);
	tcase_add_test(place, test_old_data_is_acknowledged_again);
	tcase_add_test(place, test_every_second_segment_is_acknowledged);
	tcase_add_test(receive, test_overlapping_pieces);
	tcase_add_test(receive, test_overlapping_slices);
	tcase_add_test(receive, test_early_fin);
	tcase_add_test(receive, test_data_past_the_window);
	tcase_add_test(send, test_mss);
	tcase_add_test(send, test_mss_not_named);
	tcase_add_test(send, test_window_limits);
	tcase_add_test(send, test_zero_window);
	tcase_add_test(send, test_zero_window_of_the_dead);
	tcase_add_test(send, test_timeout_goes_back);
	tcase_add_test(send, test_partial_acknowledgement);
	tcase_add_test(send, test_class_of_a_segment);
	tcase_add_test(send, test_start_after_lost_syn);
	tcase_add_test(send, test_fast_retransmit_with_fin);
	tcase_add_test(send, test_window_updates_are_no_duplicates);
	tcase_add_test(send, test_data_with_fin);
	tcase_add_test(send, test_orphan_times_out);
	suite_add_tcase(s, open);
	suite_add_tcase(s, place);
	suite_add_tcase(s, receive);
	suite_add_tcase(s, send);
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
