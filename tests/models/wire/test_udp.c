/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/udp.h"
#include "tests/testing.h"

typedef struct Ends {
	NetAddr src, dst;
} Ends;

static Ends ends(const char *src, const char *dst)
{
	Ends e;

	ck_assert(net_addr_parse(src, &e.src) && net_addr_parse(dst, &e.dst));
	return e;
}

static gboolean decode(Packet *p, size_t len, const Ends *e, UdpHeader *out)
{
	return udp_decode(packet_data(p), len, &e->src, &e->dst, out, NULL);
}

static Packet *sample(const Ends *e, gboolean no_checksum)
{
	UdpHeader h = {.src_port = 646, .dst_port = 647, .no_checksum = no_checksum};
	Packet *p = packet_new("abc", 3);

	udp_push(p, &h, &e->src, &e->dst);
	return p;
}

START_TEST(round_trip)
{
	Ends e = ends("10.0.0.1", "224.0.0.2"), other = ends("10.0.0.1", "224.0.0.3");
	Packet *p = sample(&e, FALSE);
	UdpHeader h;

	ck_assert_mem_eq(packet_data(p), "\x02\x86\x02\x87\x00\x0b", 6);
	ck_assert(decode(p, 11, &e, &h));
	ck_assert_uint_eq(h.src_port, 646);
	ck_assert_uint_eq(h.dst_port, 647);
	ck_assert_uint_eq(h.length, 11);
	ck_assert(!h.no_checksum);
	ck_assert(!decode(p, 11, &other, &h)); /* the pseudo header counts */
	for (size_t len = 0; len < 11; len++)
		ck_assert(!decode(p, len, &e, &h));
	packet_data(p)[5] = 7; /* length below that of the header */
	ck_assert(!decode(p, 11, &e, &h));
	packet_unref(p);
}
END_TEST

/* What follows the length is not part of the datagram, nor of its checksum. */
START_TEST(trailing_bytes)
{
	Ends e = ends("10.0.0.1", "224.0.0.2");
	Packet *p = sample(&e, FALSE);
	uint8_t longer[13] = {0};
	UdpHeader h;

	for (unsigned i = 0; i < 11; i++)
		longer[i] = packet_data(p)[i];
	longer[12] = 0xaa;
	ck_assert(udp_decode(longer, sizeof longer, &e.src, &e.dst, &h, NULL));
	ck_assert_uint_eq(h.length, 11);
	packet_unref(p);
}
END_TEST

START_TEST(no_checksum)
{
	Ends four = ends("10.0.0.1", "10.0.0.2"), six = ends("2001:db8::1", "2001:db8::2");
	Packet *p = sample(&four, TRUE), *q = sample(&six, FALSE);
	UdpHeader h;

	ck_assert_mem_eq(packet_data(p) + 6, "\0\0", 2);
	ck_assert(decode(p, 11, &four, &h));
	ck_assert(h.no_checksum);
	ck_assert(!decode(p, 11, &six, &h));
	ck_assert(decode(q, 11, &six, &h));
	packet_unref(p);
	packet_unref(q);
}
END_TEST

/* Among all values of two bytes one has the checksum 0, which is sent as 65,535. */
START_TEST(zero_is_sent_as_ones)
{
	Ends e = ends("10.0.0.1", "10.0.0.2");
	UdpHeader h = {.src_port = 1, .dst_port = 2}, out;
	unsigned ones = 0;

	for (unsigned v = 0; v < 0x10000; v++) {
		uint8_t bytes[2] = {(uint8_t)(v >> 8), (uint8_t)v};
		Packet *p = packet_new(bytes, 2);
		uint16_t sum;

		udp_push(p, &h, &e.src, &e.dst);
		sum = wire_get_u16(packet_data(p) + 6);
		ck_assert_uint_ne(sum, 0);
		ones += sum == 0xffff;
		ck_assert(decode(p, 10, &e, &out));
		packet_unref(p);
	}
	ck_assert_uint_eq(ones, 1);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("udp");

	tcase_add_test(tc, round_trip);
	tcase_add_test(tc, trailing_bytes);
	tcase_add_test(tc, no_checksum);
	tcase_add_test(tc, zero_is_sent_as_ones);
	return test_main("udp", tc);
}
