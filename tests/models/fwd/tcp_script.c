/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/fwd/tcp_script.h"

#include "models/fwd/tcp_receive.h"

#include <check.h>
#include <string.h>

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
	if (h.flags & TCP_SYN) {
		ck_assert_int_eq(h.has_window_scale, !(h.flags & TCP_ACK) || talk->scales);
		ck_assert(!h.has_window_scale || h.window_scale == TCP_WINDOW_SHIFT);
	}
	ck_assert(info->df);
	talk->heard_cause = packet->cause;
	talk->heard_ttl = info->ttl;
	talk->heard_signed =
		talk->md5_key && tcp_hdr_signed_with(packet_data(packet), packet_len(packet), &h,
						     &info->src, &info->dst, talk->md5_key);
	ck_assert(h.has_md5 == (talk->pair->a.params.md5_key != NULL));
	tcp_hdr_flags_append(h.flags, talk->heard);
	g_string_append_printf(talk->heard, " %u %u %zu; ", h.seq - talk->iss,
			       h.flags & TCP_ACK ? h.ack - (uint32_t)PEER_ISN : 0,
			       packet_len(packet) - h.header_len);
}

Talk *talk_new(void)
{
	Talk *talk = g_new0(Talk, 1);

	talk->pair = pair_new(1);
	talk->heard = g_string_new(NULL);
	talk->window = 20000;
	ip_unregister(talk->pair->b.node, IP_PROTO_TCP);
	ip_register(talk->pair->b.node, IP_PROTO_TCP, hear, talk);
	return talk;
}

void talk_free(Talk *talk)
{
	pair_free(talk->pair);
	g_string_free(talk->heard, TRUE);
	g_free(talk);
}

void talk_say_text(Talk *talk, uint8_t flags, uint32_t seq, uint32_t ack, const char *text)
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
		.has_window_scale = (flags & TCP_SYN) && talk->scales,
		.window_scale = talk->scale,
		.has_md5 = talk->md5_key != NULL,
	};
	IpInfo info = {
		.src = pair->b.address,
		.dst = pair->a.address,
		.protocol = IP_PROTO_TCP,
		.ttl = talk->ttl,
	};
	Packet *packet = packet_new(text, strlen(text));

	packet->cause = talk->cause;
	tcp_hdr_push(packet, &h, &info.src, &info.dst);
	if (talk->md5_key)
		tcp_hdr_sign(packet, &info.src, &info.dst, talk->md5_key);
	ck_assert(ip_send(pair->b.node, &info, packet));
}

void talk_say_queued(Talk *talk, const TcpSendQueue *q, uint32_t offset, uint32_t len)
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

void talk_say(Talk *talk, uint8_t flags, uint32_t seq, uint32_t ack)
{
	talk_say_text(talk, flags, seq, ack, "");
}

void talk_hears_after(Talk *talk, SimTime duration, const char *expected)
{
	pair_run(talk->pair, duration);
	ck_assert_str_eq(talk->heard->str, expected);
	g_string_truncate(talk->heard, 0);
}

void talk_hears(Talk *talk, const char *expected)
{
	talk_hears_after(talk, 21 * SIM_MSEC, expected);
}

void talk_opens(Talk *talk)
{
	host_connect(&talk->pair->a, &talk->pair->b, PEER_PORT);
	talk_hears_after(talk, 50 * SIM_MSEC, "SYN 0 0 0; ");
}

Talk *talk_connected(void)
{
	Talk *talk = talk_new();

	talk_opens(talk);
	talk_say(talk, TCP_SYN | TCP_ACK, 0, 1);
	talk_hears(talk, "ACK 1 1 0; ");
	ck_assert_str_eq(talk->pair->a.log->str, "connected ");
	g_string_truncate(talk->pair->a.log, 0);
	return talk;
}
