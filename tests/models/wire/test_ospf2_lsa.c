/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ospf2_lsa.h"
#include "tests/testing.h"

#include <string.h>

/* LSAs as an FRR router sent them. */
static const char router_hex[] = "000602010a0002010a0002018000000337d1003c00000003"
				 "0a000201ffffffff030000000a0002020a6403010100000a"
				 "0a640300fffffffc0300000a";
static const char network_hex[] = "000102020a6402020a00010380000001a31e0020"
				  "fffffffc0a0001020a000103";

static uint8_t *from_hex(const char *hex, size_t *len)
{
	uint8_t *bytes = g_malloc(strlen(hex) / 2);

	for (*len = 0; hex[0]; hex += 2)
		bytes[(*len)++] =
			(uint8_t)(g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]));
	return bytes;
}

static void assert_encodes_to(Ospf2Lsa *lsa, const uint8_t *want, size_t want_len)
{
	size_t len;
	uint8_t *bytes = ospf2_lsa_encode(lsa, &len);

	ck_assert_uint_eq(len, want_len);
	ck_assert_mem_eq(bytes, want, len);
	g_free(bytes);
}

START_TEST(router)
{
	Ospf2Lsa lsa;
	size_t len;
	uint8_t *bytes = from_hex(router_hex, &len);

	ck_assert(ospf2_lsa_checksum_ok(bytes, len));
	ck_assert(ospf2_lsa_decode(bytes, len, &lsa, NULL));
	ck_assert_uint_eq(lsa.header.age, 6);
	ck_assert_uint_eq(lsa.header.key.id, 0x0a000201);
	ck_assert_int_eq(lsa.header.seq, OSPF2_SEQ_INITIAL + 2);
	ck_assert_uint_eq(lsa.links->len, 3);
	const Ospf2RouterLink *link = &g_array_index(lsa.links, Ospf2RouterLink, 1);
	ck_assert_uint_eq(link->type, OSPF2_LINK_P2P);
	ck_assert_uint_eq(link->id, 0x0a000202);
	ck_assert_uint_eq(link->data, 0x0a640301);
	ck_assert_uint_eq(link->metric, 10);
	assert_encodes_to(&lsa, bytes, len);
	ospf2_lsa_clear(&lsa);
	g_free(bytes);
}
END_TEST

START_TEST(network)
{
	Ospf2Lsa lsa;
	size_t len;
	uint8_t *bytes = from_hex(network_hex, &len);

	ck_assert(ospf2_lsa_checksum_ok(bytes, len));
	ck_assert(ospf2_lsa_decode(bytes, len, &lsa, NULL));
	ck_assert_uint_eq(lsa.mask, 0xfffffffc);
	ck_assert_uint_eq(lsa.routers->len, 2);
	ck_assert_uint_eq(g_array_index(lsa.routers, uint32_t, 1), 0x0a000103);
	assert_encodes_to(&lsa, bytes, len);
	ospf2_lsa_clear(&lsa);
	g_free(bytes);
}
END_TEST

/* Encodes, decodes and encodes again; returns what was decoded. */
static void round_trip(Ospf2Lsa *in, Ospf2Lsa *out)
{
	size_t len;
	uint8_t *bytes = ospf2_lsa_encode(in, &len);

	ck_assert(ospf2_lsa_checksum_ok(bytes, len));
	ck_assert(ospf2_lsa_decode(bytes, len, out, NULL));
	assert_encodes_to(out, bytes, len);
	g_free(bytes);
}

START_TEST(router_with_tos_metrics)
{
	Ospf2Lsa in, out;
	Ospf2RouterLink links[] = {{.id = 1, .type = OSPF2_LINK_STUB, .n_tos = 2, .metric = 5},
				   {.id = 2, .type = OSPF2_LINK_STUB, .metric = 6},
				   {.id = 3, .type = OSPF2_LINK_STUB, .n_tos = 1, .metric = 7}};
	Ospf2Tos tos[] = {
		{.tos = 2, .metric = 11}, {.tos = 4, .metric = 12}, {.tos = 8, .metric = 13}};

	ospf2_lsa_init(&in, OSPF2_LSA_ROUTER);
	g_array_append_vals(in.links, links, G_N_ELEMENTS(links));
	in.tos = g_array_new(FALSE, FALSE, sizeof(Ospf2Tos));
	g_array_append_vals(in.tos, tos, G_N_ELEMENTS(tos));
	round_trip(&in, &out);
	ck_assert_uint_eq(out.links->len, 3);
	ck_assert_uint_eq(out.tos->len, 3);
	ck_assert_uint_eq(g_array_index(out.tos, Ospf2Tos, 2).metric, 13);
	ospf2_lsa_clear(&in);
	ospf2_lsa_clear(&out);
}
END_TEST

START_TEST(summary)
{
	static const unsigned types[] = {OSPF2_LSA_SUMMARY, OSPF2_LSA_SUMMARY_ASBR};

	for (unsigned i = 0; i < G_N_ELEMENTS(types); i++) {
		Ospf2Lsa in, out;
		ospf2_lsa_init(&in, types[i]);
		in.mask = 0xffffff00;
		in.metric = 0x123456;
		round_trip(&in, &out);
		ck_assert_uint_eq(out.header.length, 28);
		ck_assert_uint_eq(out.mask, 0xffffff00);
		ck_assert_uint_eq(out.metric, 0x123456);
		ospf2_lsa_clear(&in);
		ospf2_lsa_clear(&out);
	}
}
END_TEST

START_TEST(external)
{
	Ospf2Lsa in, out;
	Ospf2Tos tos = {.tos = 2, .metric = 9, .forwarding = 7, .tag = 8};

	ospf2_lsa_init(&in, OSPF2_LSA_EXTERNAL);
	in.mask = 0xff000000;
	in.external_type2 = TRUE;
	in.metric = 20;
	in.forwarding = 0x0a000001;
	in.tag = 65001;
	in.tos = g_array_new(FALSE, FALSE, sizeof(Ospf2Tos));
	g_array_append_val(in.tos, tos);
	round_trip(&in, &out);
	ck_assert_uint_eq(out.header.length, 48);
	ck_assert(out.external_type2);
	ck_assert_uint_eq(out.metric, 20);
	ck_assert_uint_eq(out.tag, 65001);
	ck_assert_uint_eq(g_array_index(out.tos, Ospf2Tos, 0).forwarding, 7);
	ospf2_lsa_clear(&in);
	ospf2_lsa_clear(&out);
}
END_TEST

START_TEST(unknown_types_are_kept_as_bytes)
{
	Ospf2Lsa in, out;

	ospf2_lsa_init(&in, OSPF2_LSA_OPAQUE_AREA);
	g_byte_array_append(in.raw, (const guint8 *)"abcde", 5);
	round_trip(&in, &out);
	ck_assert_uint_eq(out.raw->len, 5);
	ck_assert_mem_eq(out.raw->data, "abcde", 5);
	ospf2_lsa_clear(&in);
	ospf2_lsa_clear(&out);
	ck_assert_str_eq(ospf2_lsa_type_name(OSPF2_LSA_OPAQUE_AREA), "opaque-area");
	ck_assert_str_eq(ospf2_lsa_type_name(6), "unknown");
	ck_assert_str_eq(ospf2_lsa_type_name(200), "unknown");
}
END_TEST

/* Bodies of every length that have the length in their header right: they decode and encode to the
 * same length, or are refused, and nothing is read past their end. */
START_TEST(bodies_of_every_length)
{
	for (unsigned type = 0; type <= 12; type++) {
		for (uint16_t len = 0; len < 90; len++) {
			Ospf2Lsa lsa;
			WireError error = {0};
			uint8_t *bytes = g_malloc0(MAX(len, 1));
			if (len >= OSPF2_LSA_HEADER_LEN) {
				bytes[3] = (uint8_t)type;
				wire_put_u16(bytes + 18, len);
			}
			if (len >= 24)
				bytes[23] = (uint8_t)(len / 12 - 2); /* links of a router LSA */
			if (ospf2_lsa_decode(bytes, len, &lsa, &error)) {
				size_t again;
				g_free(ospf2_lsa_encode(&lsa, &again));
				ck_assert_uint_eq(again, len);
				ospf2_lsa_clear(&lsa);
			} else {
				ck_assert_ptr_nonnull(error.text);
			}
			g_free(bytes);
		}
	}
}
END_TEST

START_TEST(length_must_match)
{
	Ospf2Lsa lsa;
	WireError error = {0};
	size_t len;
	uint8_t *bytes = from_hex(router_hex, &len);

	ck_assert(!ospf2_lsa_decode(bytes, len - 1, &lsa, &error));
	ck_assert_str_eq(error.text, "LSA length differs from the length of its bytes");
	bytes[23] = 4; /* one link more than there are */
	ck_assert(!ospf2_lsa_decode(bytes, len, &lsa, &error));
	bytes[23] = 2; /* one less */
	ck_assert(!ospf2_lsa_decode(bytes, len, &lsa, &error));
	ck_assert_str_eq(error.text, "bytes left after the LSA's body");
	g_free(bytes);
}
END_TEST

/* Any single changed byte is seen, except in the age; 0x00 and 0xff are the same number to it. */
START_TEST(checksum_sees_every_byte)
{
	size_t len;
	uint8_t *bytes = from_hex(router_hex, &len);

	for (size_t i = 0; i < len; i++) {
		bytes[i] ^= 0x10;
		ck_assert(ospf2_lsa_checksum_ok(bytes, len) == (i < 2));
		bytes[i] ^= 0x10;
	}
	ck_assert(!ospf2_lsa_checksum_ok(bytes, 19));
	ck_assert_uint_eq(ospf2_lsa_checksum(bytes, len), 0x37d1);
	bytes[16] = bytes[17] = 0;
	ck_assert(!ospf2_lsa_checksum_ok(bytes, len));
	ck_assert_uint_eq(ospf2_lsa_checksum(bytes, len), 0x37d1);
	g_free(bytes);
}
END_TEST

/* Longer than the sums may grow without being reduced. */
START_TEST(checksum_of_the_longest)
{
	const size_t len = UINT16_MAX;
	uint8_t *bytes = g_malloc(len);

	memset(bytes, 0xfe, len);
	wire_put_u16(bytes + 16, ospf2_lsa_checksum(bytes, len));
	ck_assert(ospf2_lsa_checksum_ok(bytes, len));
	/* Plain sums, reduced at every byte. */
	unsigned c0 = 0, c1 = 0;
	for (size_t i = 2; i < len; i++) {
		c0 = (c0 + bytes[i]) % 255;
		c1 = (c1 + c0) % 255;
	}
	ck_assert_uint_eq(c0, 0);
	ck_assert_uint_eq(c1, 0);
	g_free(bytes);
}
END_TEST

START_TEST(which_is_more_recent)
{
	const Ospf2LsaHeader base = {.age = 100, .seq = 5, .checksum = 0x1000};
	static const struct {
		int32_t seq;
		uint16_t checksum, age;
		int want; /* of the other against base */
	} all[] = {
		{5, 0x1000, 100, 0},   {6, 0, 100, 1},
		{4, 0xffff, 100, -1},  {OSPF2_SEQ_INITIAL, 0xffff, 1, -1},
		{5, 0x1001, 100, 1},   {5, 0xfff, 100, -1},
		{5, 0x1000, 3600, 1},  {5, 0x1000, 1000, 0},
		{5, 0x1000, 1001, -1}, {6, 0x1000, 3600, 1},
		{5, 0x0fff, 3600, -1},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++) {
		Ospf2LsaHeader other = {
			.age = all[i].age, .seq = all[i].seq, .checksum = all[i].checksum};
		int order = ospf2_lsa_compare(&other, &base);
		ck_assert_int_eq((order > 0) - (order < 0), all[i].want);
		order = ospf2_lsa_compare(&base, &other);
		ck_assert_int_eq((order > 0) - (order < 0), -all[i].want);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf2_lsa");

	tcase_add_test(tc, router);
	tcase_add_test(tc, network);
	tcase_add_test(tc, router_with_tos_metrics);
	tcase_add_test(tc, summary);
	tcase_add_test(tc, external);
	tcase_add_test(tc, unknown_types_are_kept_as_bytes);
	tcase_add_test(tc, bodies_of_every_length);
	tcase_add_test(tc, length_must_match);
	tcase_add_test(tc, checksum_sees_every_byte);
	tcase_add_test(tc, checksum_of_the_longest);
	tcase_add_test(tc, which_is_more_recent);
	return test_main("ospf2_lsa", tc);
}
