/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ipv4_fragment.h"
#include "tests/testing.h"

#include <string.h>

/* A packet of this many bytes of payload, which count up. */
static Packet *packet_of(size_t payload_len, const Ipv4Header *ip)
{
	Packet *packet = packet_new(NULL, payload_len);

	for (size_t i = 0; i < payload_len; i++)
		packet_data(packet)[i] = (uint8_t)i;
	ipv4_push(packet, ip);
	packet->cause = 77;
	return packet;
}

/* "offset+length mf options" of each; the payload must be the same as it was. */
static char *cut(size_t payload_len, const Ipv4Header *ip, size_t mtu)
{
	Packet *packet = packet_of(payload_len, ip);
	GPtrArray *fragments = ipv4_fragment(packet, mtu);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < fragments->len; i++) {
		Packet *fragment = g_ptr_array_index(fragments, i);
		size_t at, len;
		Ipv4Header f;

		ck_assert_uint_le(packet_len(fragment), mtu);
		ck_assert(ipv4_decode(packet_data(fragment), packet_len(fragment), &f, NULL));
		ck_assert_uint_eq(f.total_len, packet_len(fragment));
		ck_assert_uint_eq(f.id, ip->id);
		ck_assert_uint_eq(f.ttl, ip->ttl);
		ck_assert_uint_eq(f.protocol, ip->protocol);
		ck_assert(net_addr_equal(&f.src, &ip->src) && net_addr_equal(&f.dst, &ip->dst));
		ck_assert_uint_eq(fragment->cause, 77);
		at = (size_t)(f.fragment_offset - ip->fragment_offset) * 8;
		len = ipv4_payload_len(&f);
		for (size_t b = 0; b < len; b++)
			ck_assert_uint_eq(packet_data(fragment)[f.header_len + b],
					  (uint8_t)(at + b));
		g_string_append_printf(text, "%u+%zu%s %u|", f.fragment_offset, len,
				       f.flags & IPV4_MF ? " mf" : "", f.options_len);
		packet_unref(fragment);
	}
	g_ptr_array_free(fragments, TRUE);
	packet_unref(packet);
	return g_string_free(text, FALSE);
}

static void expect(size_t payload_len, const Ipv4Header *ip, size_t mtu, const char *text)
{
	char *found = cut(payload_len, ip, mtu);

	ck_assert_str_eq(found, text);
	g_free(found);
}

static Ipv4Header header(void)
{
	return (Ipv4Header){
		.src = net_addr_ipv4(0x0a000001),
		.dst = net_addr_ipv4(0x0a000002),
		.id = 4242,
		.ttl = 9,
		.protocol = 17,
	};
}

START_TEST(lengths)
{
	Ipv4Header ip = header();

	expect(100, &ip, 60, "0+40 mf 0|5+40 mf 0|10+20 0|");
	expect(80, &ip, 60, "0+40 mf 0|5+40 0|");
	expect(40, &ip, 60, "0+40 0|");
	expect(41, &ip, 67, "0+41 0|"); /* the last one may have any length */
	expect(48, &ip, 67, "0+40 mf 0|5+8 0|");
	expect(20, &ip, 28, "0+8 mf 0|1+8 mf 0|2+4 0|");
}
END_TEST

/* A fragment is cut as a packet is; only the last fragment of the last one is the last of all. */
START_TEST(of_a_fragment)
{
	Ipv4Header ip = header();

	ip.fragment_offset = 100;
	expect(60, &ip, 60, "100+40 mf 0|105+20 0|");
	ip.flags = IPV4_MF;
	expect(64, &ip, 60, "100+40 mf 0|105+24 mf 0|");
}
END_TEST

/* Loose source route (copied), no operation, record route (not copied), end. */
START_TEST(options)
{
	static const uint8_t bytes[] = {0x83, 7, 4, 10, 0, 0, 9, 1, 7, 3, 4, 0};
	static const uint8_t broken[] = {0x83, 40, 4, 10};
	Ipv4Header ip = header();
	GPtrArray *fragments;
	Packet *packet, *second;

	ip.options = bytes;
	ip.options_len = sizeof bytes;
	expect(64, &ip, 60, "0+24 mf 12|3+32 mf 8|7+8 8|");
	packet = packet_of(64, &ip);
	fragments = ipv4_fragment(packet, 60);
	second = g_ptr_array_index(fragments, 1);
	ck_assert_mem_eq(packet_data(second) + IPV4_HEADER_LEN, "\x83\x07\x04\x0a\0\0\x09\0", 8);
	for (guint i = 0; i < fragments->len; i++)
		packet_unref(g_ptr_array_index(fragments, i));
	g_ptr_array_free(fragments, TRUE);
	packet_unref(packet);
	ip.options = broken;
	ip.options_len = sizeof broken;
	expect(64, &ip, 60, "0+32 mf 4|4+32 0|");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ipv4_fragment");

	tcase_add_test(tc, lengths);
	tcase_add_test(tc, of_a_fragment);
	tcase_add_test(tc, options);
	return test_main("ipv4_fragment", tc);
}
