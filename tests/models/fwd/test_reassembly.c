/* SPDX-License-Identifier: Apache-2.0 */
/* A sends fragments to B by hand, in whatever order. */
#include "models/fwd/icmp.h"
#include "models/fwd/output.h"
#include "models/wire/ethernet.h"
#include "models/wire/ipv4_fragment.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

#include <string.h>

enum { PROTOCOL = 200 };

static Lab *lab;
static FwdIface *a0, *b0;
static GString *seen;
static uint8_t last[3000];

static void record(void *user, const IpInfo *info, Packet *payload)
{
	(void)user;
	g_string_append_printf(seen, "%zu bytes ttl %u cause %d\n", packet_len(payload), info->ttl,
			       (int)lab->sim->cause);
	memcpy(last, packet_data(payload), MIN(packet_len(payload), sizeof last));
}

static void record_icmp(void *user, const IpInfo *info, const IcmpMessage *message)
{
	(void)user;
	(void)info;
	g_string_append_printf(seen, "%s code %u quotes %zu\n", icmp_type_name(message->type),
			       message->code, message->payload_len);
}

static void setup(void)
{
	FwdNode *a, *b;

	lab = lab_new();
	seen = g_string_new(NULL);
	a = lab_node(lab, "A");
	b = lab_node(lab, "B");
	a0 = lab_iface(a, "e0", NULL, "10.0.0.1/24");
	b0 = lab_iface(b, "e0", NULL, "10.0.0.2/24");
	lab_link(lab, a0, b0);
	ip_register(b, PROTOCOL, record, NULL);
	icmp_watch(a, record_icmp, NULL);
}

static void teardown(void)
{
	g_string_free(seen, TRUE);
	lab_free(lab);
}

static GPtrArray *fragments_of(size_t len, uint16_t id)
{
	Ipv4Header ip = {
		.src = lab_addr("10.0.0.1"),
		.dst = lab_addr("10.0.0.2"),
		.id = id,
		.ttl = 64,
		.protocol = PROTOCOL,
	};
	Packet *packet = packet_new(NULL, len);
	GPtrArray *fragments;

	for (size_t i = 0; i < len; i++)
		packet_data(packet)[i] = (uint8_t)(i + id);
	ipv4_push(packet, &ip);
	packet->cause = id;
	fragments = ipv4_fragment(packet, 420);
	packet_unref(packet);
	return fragments;
}

/* Sends those fragments that the text names, in its order, and frees all. */
static void send_at_once(GPtrArray *fragments, const char *order)
{
	for (; *order; order++) {
		Packet *packet = packet_copy(g_ptr_array_index(fragments, *order - '0'));

		fwd_output_frame(a0, &b0->mac, ETHERNET_TYPE_IPV4, packet);
	}
	for (guint i = 0; i < fragments->len; i++)
		packet_unref(g_ptr_array_index(fragments, i));
	g_ptr_array_free(fragments, TRUE);
}

static void send(GPtrArray *fragments, const char *order)
{
	send_at_once(fragments, order);
	lab_run(lab, SIM_SEC);
}

START_TEST(in_any_order)
{
	static const char *const orders[] = {"012", "210", "120", "0012", "2021"};

	for (unsigned i = 0; i < G_N_ELEMENTS(orders); i++) {
		uint16_t id = (uint16_t)(10 + i);

		g_string_truncate(seen, 0);
		send(fragments_of(1003, id), orders[i]);
		ck_assert(g_str_has_prefix(seen->str, "1003 bytes ttl 64 cause "));
		for (unsigned at = 0; at < 1003; at++)
			ck_assert_uint_eq(last[at], (uint8_t)(at + id));
	}
	ck_assert_str_eq(lab->drops->str, "");
}
END_TEST

/* Two packets at a time, told apart by their identification. */
START_TEST(each_to_its_own)
{
	send(fragments_of(500, 1), "0");
	send(fragments_of(700, 2), "0");
	send(fragments_of(700, 2), "1");
	ck_assert_str_eq(seen->str, "700 bytes ttl 64 cause 2\n");
	send(fragments_of(500, 1), "1");
	ck_assert_str_eq(seen->str, "700 bytes ttl 64 cause 2\n500 bytes ttl 64 cause 1\n");
}
END_TEST

START_TEST(time_out)
{
	send(fragments_of(1000, 1), "02");
	send(fragments_of(1000, 2), "12"); /* without the first one nobody is told */
	lab_run(lab, 28 * SIM_SEC);
	ck_assert_str_eq(lab->drops->str, "");
	lab_run(lab, 2 * SIM_SEC);
	ck_assert_str_eq(lab->drops->str, "B: fragments missing after 30 s\n"
					  "B: fragments missing after 30 s\n");
	ck_assert_str_eq(seen->str, "time-exceeded code 1 quotes 420\n");
	send(fragments_of(1000, 1), "1"); /* too late: it begins anew */
	ck_assert_str_eq(seen->str, "time-exceeded code 1 quotes 420\n");
}
END_TEST

START_TEST(wrong_lengths)
{
	GPtrArray *fragments = fragments_of(1000, 1);
	Packet *first = g_ptr_array_index(fragments, 0);
	Ipv4Header ip;

	ck_assert(ipv4_decode(packet_data(first), packet_len(first), &ip, NULL));
	packet_pull(first, ip.header_len);
	packet_trim(first, 399); /* more fragments, but no multiple of eight */
	ipv4_push(first, &ip);
	send(fragments, "0");
	fragments = fragments_of(1000, 2);
	first = g_ptr_array_index(fragments, 0);
	packet_pull(first, ip.header_len);
	ip.fragment_offset = 0x1fff; /* past the longest packet */
	ipv4_push(first, &ip);
	send(fragments, "0");
	ck_assert_str_eq(lab->drops->str,
			 "B: fragment has a wrong length\nB: fragment has a wrong length\n");
}
END_TEST

/* The oldest makes room. */
START_TEST(too_many)
{
	for (uint16_t id = 1; id <= 256; id++)
		send_at_once(fragments_of(1000, id), "1");
	ck_assert_str_eq(lab->drops->str, "");
	send(fragments_of(1000, 300), "0");
	ck_assert_str_eq(lab->drops->str, "B: too many packets in fragments\n");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("reassembly");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, in_any_order);
	tcase_add_test(tc, each_to_its_own);
	tcase_add_test(tc, time_out);
	tcase_add_test(tc, wrong_lengths);
	tcase_add_test(tc, too_many);
	return test_main("reassembly", tc);
}
