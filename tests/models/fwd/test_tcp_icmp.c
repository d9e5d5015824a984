/* SPDX-License-Identifier: Apache-2.0 */
/* ICMP errors about TCP's segments: path MTU, unreachable peers. */
#include "models/fwd/icmp.h"
#include "models/wire/ipv4.h"
#include "tests/models/fwd/lab.h"
#include "tests/models/fwd/tcp_script.h"
#include "tests/testing.h"

#include <string.h>

/* The peer (or a router, as far as A can tell) complains of a packet of A's with len bytes whose
 * segment starts at seq. */
static void complain(Talk *talk, const IcmpMessage *error, uint32_t seq, size_t len)
{
	Pair *pair = talk->pair;
	Ipv4Header ip = {.src = pair->a.address,
			 .dst = pair->b.address,
			 .protocol = IP_PROTO_TCP,
			 .ttl = 60,
			 .flags = IPV4_DF};
	TcpHeader tcp = {.src_port = talk->a_port,
			 .dst_port = PEER_PORT,
			 .seq = talk->iss + seq,
			 .flags = TCP_ACK};
	IpInfo info = {.src = pair->b.address, .dst = pair->a.address, .protocol = IP_PROTO_ICMP};
	Packet *packet = packet_new(NULL, len - TCP_HDR_LEN - IPV4_HEADER_LEN);

	tcp_hdr_push(packet, &tcp, &ip.src, &ip.dst);
	ipv4_push(packet, &ip);
	packet_trim(packet, IPV4_HEADER_LEN + 8); /* no router may quote less */
	icmp_push(packet, error);
	ck_assert(ip_send(pair->b.node, &info, packet));
}

static void say_too_big(Talk *talk, uint16_t mtu, uint32_t seq, size_t len)
{
	const IcmpMessage error = {
		.type = ICMP_UNREACHABLE, .code = ICMP_FRAGMENTATION_NEEDED, .next_hop_mtu = mtu};

	complain(talk, &error, seq, len);
}

static void say_unreachable(Talk *talk, uint8_t code, uint32_t seq)
{
	const IcmpMessage error = {.type = ICMP_UNREACHABLE, .code = code};

	complain(talk, &error, seq, 40);
}

/* ---- Path MTU ---- */

/* All is sent again at once in shorter segments; further complaints of the long ones change nothing. */
START_TEST(test_too_big)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 2200, 1, 5);
	talk_hears(talk, "ACK 1 1 1000; ACK 1001 1 1000; PSH,ACK 2001 1 200; ");
	say_too_big(talk, 640, 1, 1040);
	say_too_big(talk, 640, 1001, 1040);
	talk_hears(talk, "ACK 1 1 600; ACK 601 1 600; ACK 1201 1 600; PSH,ACK 1801 1 400; ");
	for (unsigned i = 0; i < 3; i++) /* what the short one of the first flight brings */
		talk_say(talk, TCP_ACK, 1, 1);
	talk_hears(talk, "");
	talk_say(talk, TCP_ACK, 1, 2201);
	host_send_pattern(&talk->pair->a, 601, 1, 5);
	talk_hears(talk, "ACK 2201 1 600; PSH,ACK 2801 1 1; ");
	talk_free(talk);
}
END_TEST

/* RFC 1191 5: routers that do not say what they can forward. */
START_TEST(test_plateaus)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 1000, 1, 5);
	talk_hears(talk, "PSH,ACK 1 1 1000; ");
	say_too_big(talk, 0, 1, 1040);
	talk_hears(talk, "ACK 1 1 966; PSH,ACK 967 1 34; ");
	say_too_big(talk, 0, 1, 1006);
	talk_hears(talk, "ACK 1 1 468; ACK 469 1 468; PSH,ACK 937 1 64; ");
	talk_free(talk);
}
END_TEST

START_TEST(test_least_mtu)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 60, 1, 5);
	talk_hears(talk, "PSH,ACK 1 1 60; ");
	say_too_big(talk, 1, 1, 100);
	talk_hears(talk, "ACK 1 1 28; ACK 29 1 28; PSH,ACK 57 1 4; ");
	say_too_big(talk, 0, 1, 68);
	talk_hears(talk, "");
	talk_free(talk);
}
END_TEST

/* Ten minutes later segments are as long as at first. */
START_TEST(test_estimates_age)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 1000, 1, 5);
	talk_hears(talk, "PSH,ACK 1 1 1000; ");
	say_too_big(talk, 640, 1, 1040);
	talk_hears(talk, "ACK 1 1 600; PSH,ACK 601 1 400; ");
	talk_say(talk, TCP_ACK, 1, 1001);
	talk_hears_after(talk, 599 * SIM_SEC, "");
	host_send_pattern(&talk->pair->a, 1000, 1, 5);
	talk_hears(talk, "ACK 1001 1 600; PSH,ACK 1601 1 400; ");
	talk_say(talk, TCP_ACK, 1, 2001);
	talk_hears_after(talk, SIM_SEC, "");
	host_send_pattern(&talk->pair->a, 1000, 1, 5);
	talk_hears(talk, "PSH,ACK 2001 1 1000; ");
	talk_free(talk);
}
END_TEST

/* Of a segment that is not under way, of another size than it had, and in another table. */
START_TEST(test_not_to_be_believed)
{
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 1000, 1, 5);
	talk_hears(talk, "PSH,ACK 1 1 1000; ");
	say_too_big(talk, 640, 0, 1040);
	say_too_big(talk, 640, 1001, 1040);
	say_too_big(talk, 1040, 1, 1040);
	say_too_big(talk, 1500, 1, 1600);
	talk->a_port++;
	say_too_big(talk, 640, 1, 1040);
	talk_hears(talk, "");
	talk_free(talk);
}
END_TEST

/* ---- Unreachable ---- */

START_TEST(test_hard_error_of_a_syn)
{
	Talk *talk = talk_new();

	talk_opens(talk);
	say_unreachable(talk, ICMP_PORT_UNREACHABLE, 1); /* not what we sent */
	talk_hears(talk, "");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	say_unreachable(talk, _i ? ICMP_PROTOCOL_UNREACHABLE : ICMP_PORT_UNREACHABLE, 0);
	talk_hears_after(talk, 10 * SIM_SEC, "");
	ck_assert_str_eq(talk->pair->a.log->str, "closed: unreachable ");
	talk_free(talk);
}
END_TEST

/* A connection outlives any error. */
START_TEST(test_errors_of_a_connection)
{
	static const uint8_t codes[] = {ICMP_NET_UNREACHABLE, ICMP_HOST_UNREACHABLE,
					ICMP_PROTOCOL_UNREACHABLE, ICMP_PORT_UNREACHABLE};
	Talk *talk = talk_connected();

	host_send_pattern(&talk->pair->a, 100, 1, 5);
	talk_hears(talk, "PSH,ACK 1 1 100; ");
	say_unreachable(talk, codes[_i], 1);
	talk_hears(talk, "");
	talk_say(talk, TCP_ACK, 1, 101);
	talk_hears_after(talk, 10 * SIM_SEC, "");
	ck_assert_str_eq(talk->pair->a.log->str, "");
	/* It got through: what ends the connection later is something else. */
	host_send_pattern(&talk->pair->a, 100, 1, 5);
	pair_run(talk->pair, 1000 * SIM_SEC);
	ck_assert_str_eq(talk->pair->a.log->str, "closed: timed out ");
	talk_free(talk);
}
END_TEST

/* A SYN that a router cannot forward is sent again; the reason is known in the end. */
START_TEST(test_soft_error)
{
	Talk *talk = talk_new();
	const IcmpMessage expired = {.type = ICMP_TIME_EXCEEDED, .code = ICMP_TTL_EXCEEDED};

	talk_opens(talk);
	if (_i)
		complain(talk, &expired, 0, 40);
	else
		say_unreachable(talk, ICMP_HOST_UNREACHABLE, 0);
	talk_hears_after(talk, SIM_SEC, "SYN 0 0 0; ");
	pair_run(talk->pair, 300 * SIM_SEC);
	ck_assert_str_eq(talk->pair->a.log->str, "closed: unreachable ");
	talk_free(talk);
}
END_TEST

/* ---- With a router ---- */

typedef struct Path {
	Lab *lab;
	FwdNode *a, *r, *b;
	FwdIface *narrow[2]; /* the ends of the link between r and b */
	TcpSocket *socket;
	GByteArray *got;
} Path;

static void on_received(void *user, TcpSocket *socket, const uint8_t *bytes, size_t len,
			const TcpMessage *message, size_t offset)
{
	Path *path = user;

	(void)socket, (void)message, (void)offset;
	g_byte_array_append(path->got, bytes, (guint)len);
}

static const TcpHandlers handlers = {.received = on_received};

static void on_accept(void *user, TcpSocket *socket)
{
	tcp_accept(socket, &handlers, user);
}

static void path_init(Path *path)
{
	FwdIface *to_r, *to_a;

	path->lab = lab_new();
	path->a = lab_node(path->lab, "A");
	path->r = lab_node(path->lab, "R");
	path->b = lab_node(path->lab, "B");
	to_r = lab_iface(path->a, "r", NULL, "10.0.0.1/30");
	to_a = lab_iface(path->r, "a", NULL, "10.0.0.2/30");
	path->narrow[0] = lab_iface(path->r, "b", NULL, "10.0.0.5/30");
	path->narrow[1] = lab_iface(path->b, "r", NULL, "10.0.0.6/30");
	lab_link(path->lab, to_r, to_a);
	lab_link(path->lab, path->narrow[0], path->narrow[1]);
	lab_route(path->a, NULL, "10.0.0.4/30", lab_gateway(to_r, "10.0.0.2"));
	lab_route(path->b, NULL, "10.0.0.0/30", lab_gateway(path->narrow[1], "10.0.0.5"));
	path->got = g_byte_array_new();
}

static void path_release(Path *path)
{
	lab_free(path->lab);
	g_byte_array_free(path->got, TRUE);
}

/* The path becomes narrow while the connection is there. */
START_TEST(test_narrow_path)
{
	TcpParams params = {.port = 179};
	uint8_t *bytes = host_pattern(200000, 3);
	Path path = {0};

	path_init(&path);
	ck_assert_ptr_nonnull(tcp_listen(path.b, &params, on_accept, &path));
	params.remote = lab_addr("10.0.0.6");
	path.socket = tcp_connect(path.a, &params, &handlers, &path);
	tcp_send(path.socket, tcp_message_new(bytes, 100000, 1));
	lab_run(path.lab, 14 * SIM_MSEC);
	ck_assert_uint_lt(path.got->len, 100000);
	path.narrow[0]->mtu = path.narrow[1]->mtu = 700;
	lab_run(path.lab, 10 * SIM_SEC);
	ck_assert_uint_eq(path.got->len, 100000);
	ck_assert_ptr_nonnull(strstr(path.lab->drops->str, "R: fragmentation needed"));
	g_string_truncate(path.lab->drops, 0);
	tcp_send(path.socket, tcp_message_new(bytes + 100000, 100000, 1));
	lab_run(path.lab, 10 * SIM_SEC);
	ck_assert_str_eq(path.lab->drops->str, "");
	ck_assert_uint_eq(path.got->len, 200000);
	ck_assert_mem_eq(path.got->data, bytes, 200000);
	ck_assert_uint_eq(tcp_unacknowledged(path.socket), 0);
	g_free(bytes);
	path_release(&path);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tcp-icmp");

	tcase_add_test(tc, test_too_big);
	tcase_add_test(tc, test_plateaus);
	tcase_add_test(tc, test_least_mtu);
	tcase_add_test(tc, test_estimates_age);
	tcase_add_test(tc, test_not_to_be_believed);
	tcase_add_loop_test(tc, test_hard_error_of_a_syn, 0, 2);
	tcase_add_loop_test(tc, test_errors_of_a_connection, 0, 4);
	tcase_add_loop_test(tc, test_soft_error, 0, 2);
	tcase_add_test(tc, test_narrow_path);
	return test_main("tcp-icmp", tc);
}
