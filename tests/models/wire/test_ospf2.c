/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ospf2.h"
#include "tests/testing.h"

#include <string.h>

/* Packets as an FRR router sent them. */
static const char hello_hex[] = "020100300a00010300000000e59900000000000000000000"
				"fffffffc000a02010000002800000000000000000a000102";
static const char dd_hex[] = "020200200a0001010000000019480000000000000000000005dc020752a37f0e";
static const char request_hex[] = "020300240a00010100000000dcce00000000000000000000"
				  "000000010a0001040a000104";
static const char update_hex[] = "0204004c0a00010200000000a9ef00000000000000000000"
				 "00000001000602010a0001010a0001018000000489a70030"
				 "000000020a6401020a6401010200000a"
				 "0a000101ffffffff03000000";
static const char ack_hex[] = "0205002c0a0001010000000019bc00000000000000000000"
			      "000302010a0001020a0001028000000640c7003c";

static GByteArray *from_hex(const char *hex)
{
	GByteArray *bytes = g_byte_array_new();

	for (; hex[0]; hex += 2) {
		uint8_t byte =
			(uint8_t)(g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]));
		g_byte_array_append(bytes, &byte, 1);
	}
	return bytes;
}

static void assert_encodes_to(const Ospf2Packet *p, const GByteArray *want)
{
	WireWriter w;
	size_t len;

	wire_writer_init(&w, SIZE_MAX);
	ospf2_packet_encode(p, &w);
	uint8_t *bytes = wire_writer_take(&w, &len);
	ck_assert_uint_eq(len, want->len);
	ck_assert_mem_eq(bytes, want->data, len);
	g_free(bytes);
}

/* Sets the packet's length and checksum right, after a test has changed other bytes. */
static void repair(GByteArray *bytes, size_t len)
{
	wire_put_u16(bytes->data + 2, (uint16_t)len);
	wire_put_u16(bytes->data + 12, 0);
	uint32_t sum = wire_checksum_add(0, bytes->data, 16);
	sum = wire_checksum_add(sum, bytes->data + 24, len - 24);
	wire_put_u16(bytes->data + 12, wire_checksum_finish(sum));
}

static void assert_refused(const GByteArray *bytes, size_t len, const char *why)
{
	Ospf2Packet p;
	WireError error = {0};
	/* Its own block, so that reading past the end is seen. */
	uint8_t *copy = g_memdup2(bytes->data, len);

	ck_assert(!ospf2_packet_decode(copy, len, &p, &error));
	ck_assert_ptr_nonnull(error.text);
	if (why)
		ck_assert_str_eq(error.text, why);
	g_free(copy);
}

START_TEST(hello)
{
	Ospf2Packet p;
	GByteArray *bytes = from_hex(hello_hex);

	ck_assert(ospf2_packet_decode(bytes->data, bytes->len, &p, NULL));
	ck_assert_uint_eq(p.type, OSPF2_HELLO);
	ck_assert_uint_eq(p.router_id, 0x0a000103);
	ck_assert_uint_eq(p.area_id, 0);
	ck_assert_uint_eq(p.hello.mask, 0xfffffffc);
	ck_assert_uint_eq(p.hello.hello_interval, 10);
	ck_assert_uint_eq(p.hello.options, OSPF2_OPTION_E);
	ck_assert_uint_eq(p.hello.priority, 1);
	ck_assert_uint_eq(p.hello.dead_interval, 40);
	ck_assert_uint_eq(p.list->len, 1);
	ck_assert_uint_eq(g_array_index(p.list, uint32_t, 0), 0x0a000102);
	ck_assert_uint_eq(p.trailer_len, 0);
	assert_encodes_to(&p, bytes);
	ospf2_packet_clear(&p);
	g_byte_array_unref(bytes);
}
END_TEST

START_TEST(database_description)
{
	Ospf2Packet p;
	GByteArray *bytes = from_hex(dd_hex);

	ck_assert(ospf2_packet_decode(bytes->data, bytes->len, &p, NULL));
	ck_assert_uint_eq(p.dd.mtu, 1500);
	ck_assert_uint_eq(p.dd.flags, OSPF2_DD_INIT | OSPF2_DD_MORE | OSPF2_DD_MASTER);
	ck_assert_uint_eq(p.dd.seq, 0x52a37f0e);
	ck_assert_uint_eq(p.list->len, 0);
	assert_encodes_to(&p, bytes);
	ospf2_packet_clear(&p);
	g_byte_array_unref(bytes);
}
END_TEST

START_TEST(request)
{
	Ospf2Packet p;
	GByteArray *bytes = from_hex(request_hex);

	ck_assert(ospf2_packet_decode(bytes->data, bytes->len, &p, NULL));
	ck_assert_uint_eq(p.list->len, 1);
	const Ospf2LsaKey *key = &g_array_index(p.list, Ospf2LsaKey, 0);
	ck_assert_uint_eq(key->type, OSPF2_LSA_ROUTER);
	ck_assert_uint_eq(key->id, 0x0a000104);
	ck_assert_uint_eq(key->adv_router, 0x0a000104);
	assert_encodes_to(&p, bytes);
	ospf2_packet_clear(&p);
	g_byte_array_unref(bytes);
}
END_TEST

START_TEST(update)
{
	Ospf2Packet p;
	GByteArray *bytes = from_hex(update_hex);

	ck_assert(ospf2_packet_decode(bytes->data, bytes->len, &p, NULL));
	ck_assert_uint_eq(p.list->len, 1);
	const Ospf2LsaBytes *lsa = &g_array_index(p.list, Ospf2LsaBytes, 0);
	ck_assert_uint_eq(lsa->header.age, 6);
	ck_assert_int_eq(lsa->header.seq, OSPF2_SEQ_INITIAL + 3);
	ck_assert_uint_eq(lsa->header.length, 48);
	assert_encodes_to(&p, bytes);
	ospf2_packet_clear(&p);
	g_byte_array_unref(bytes);
}
END_TEST

START_TEST(acknowledgment)
{
	Ospf2Packet p;
	GByteArray *bytes = from_hex(ack_hex);

	ck_assert(ospf2_packet_decode(bytes->data, bytes->len, &p, NULL));
	ck_assert_uint_eq(p.list->len, 1);
	const Ospf2LsaHeader *h = &g_array_index(p.list, Ospf2LsaHeader, 0);
	ck_assert_uint_eq(h->age, 3);
	ck_assert_uint_eq(h->checksum, 0x40c7);
	assert_encodes_to(&p, bytes);
	ospf2_packet_clear(&p);
	g_byte_array_unref(bytes);
}
END_TEST

/* RFC 5613: a block after the packet, outside its length and checksum. */
START_TEST(what_follows_is_kept)
{
	Ospf2Packet p;
	GByteArray *bytes = from_hex(dd_hex);
	static const uint8_t lls[] = {0xff, 0xf6, 0x00, 0x03, 0x00, 0x01,
				      0x00, 0x04, 0x00, 0x00, 0x00, 0x01};

	g_byte_array_append(bytes, lls, sizeof lls);
	ck_assert(ospf2_packet_decode(bytes->data, bytes->len, &p, NULL));
	ck_assert_uint_eq(p.list->len, 0);
	ck_assert_uint_eq(p.trailer_len, sizeof lls);
	ck_assert_mem_eq(p.trailer, lls, sizeof lls);
	assert_encodes_to(&p, bytes);
	ospf2_packet_clear(&p);
	g_byte_array_unref(bytes);
}
END_TEST

START_TEST(every_truncation_is_refused)
{
	static const char *const all[] = {hello_hex, dd_hex, request_hex, update_hex, ack_hex};

	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
		GByteArray *bytes = from_hex(all[i]);
		for (size_t len = 0; len < bytes->len; len++)
			assert_refused(bytes, len, NULL);
		g_byte_array_unref(bytes);
	}
}
END_TEST

/* The same with length and checksum made to fit, so that the bodies themselves are short. */
START_TEST(short_bodies_are_refused)
{
	static const struct {
		const char *hex;
		size_t step; /* at which a shorter list is still whole; 0: never */
		size_t whole;
	} all[] = {{hello_hex, 4, 44},
		   {dd_hex, 0, 32},
		   {request_hex, 12, 24},
		   {update_hex, 0, 76},
		   {ack_hex, 20, 24}};

	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
		GByteArray *bytes = from_hex(all[i].hex);
		size_t full = bytes->len;
		for (size_t len = OSPF2_HEADER_LEN; len < full; len++) {
			repair(bytes, len);
			if (len < all[i].whole || !all[i].step ||
			    (len - all[i].whole) % all[i].step != 0)
				assert_refused(bytes, len, NULL);
		}
		g_byte_array_unref(bytes);
	}
}
END_TEST

START_TEST(bad_headers_are_refused)
{
	static const struct {
		size_t offset;
		uint8_t value;
		gboolean repaired;
		const char *why;
	} all[] = {
		{0, 3, TRUE, "OSPF version is not 2"},
		{1, 0, TRUE, "unknown OSPF packet type"},
		{1, 6, TRUE, "unknown OSPF packet type"},
		{2, 1, FALSE, "OSPF packet length outside the datagram"},
		{3, 23, FALSE, "OSPF packet length outside the datagram"},
		{5, 1, FALSE, "OSPF checksum wrong"},
		{15, 3, TRUE, "unknown OSPF authentication type"},
		{27, 2, TRUE, "message is too short"}, /* LSAs in the update */
		{27, 0, TRUE, "bytes left after the OSPF packet's body"},
		{47, 19, TRUE, "LSA length below 20"},
		{47, 52, TRUE, "message is too short"},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
		GByteArray *bytes = from_hex(update_hex);
		bytes->data[all[i].offset] = all[i].value;
		if (all[i].repaired)
			repair(bytes, bytes->len);
		assert_refused(bytes, bytes->len, all[i].why);
		g_byte_array_unref(bytes);
	}
}
END_TEST

/* A count of LSAs near 2^32 must cost nothing. */
START_TEST(huge_count)
{
	GByteArray *bytes = from_hex(update_hex);
	memset(bytes->data + 24, 0xff, 4);
	repair(bytes, bytes->len);
	assert_refused(bytes, bytes->len, "message is too short");
	g_byte_array_unref(bytes);
}
END_TEST

START_TEST(names)
{
	ck_assert_str_eq(ospf2_packet_type_name(OSPF2_DATABASE_DESCRIPTION),
			 "database-description");
	ck_assert_str_eq(ospf2_packet_type_name(9), "unknown");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf2");

	tcase_add_test(tc, hello);
	tcase_add_test(tc, database_description);
	tcase_add_test(tc, request);
	tcase_add_test(tc, update);
	tcase_add_test(tc, acknowledgment);
	tcase_add_test(tc, what_follows_is_kept);
	tcase_add_test(tc, every_truncation_is_refused);
	tcase_add_test(tc, short_bodies_are_refused);
	tcase_add_test(tc, bad_headers_are_refused);
	tcase_add_test(tc, huge_count);
	tcase_add_test(tc, names);
	return test_main("ospf2", tc);
}
