/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/bgp_update.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

#define ORIGIN "40010100"
#define AS_PATH "40020602010000fe4d"
#define NEXT_HOP "4003040a000001"
#define LOCAL_PREF "40050400000064"
#define MANDATORY ORIGIN AS_PATH NEXT_HOP LOCAL_PREF
#define PREFIX "180a0101"
#define VPN_PREFIX "700005130000fde9000000010a0101"

typedef struct Vector {
	const char *withdrawn, *attributes, *nlri;
	unsigned subcode;
} Vector;

static const Vector good[] = {
	/* a VPNv4 route as a real router sends it */
	{"",
	 "900e00200001800c 00000000000000000a000101 00" VPN_PREFIX ORIGIN
	 "500200060201 0000fe4d 80040400000000" LOCAL_PREF "c010080002fde900000001",
	 "", 0},
	/* an IPv4 route with MED and a route target */
	{"", MANDATORY "80040400000000 c010080002fde900000001", PREFIX, 0},
	/* End-of-RIB of both families */
	{"", "", "", 0},
	{"", "800f03000180", "", 0},
	/* withdrawals of both */
	{PREFIX, "", "", 0},
	{"", "900f0012 000180 70800000 0000fde900000001 0a0101", "", 0},
	/* all the others, in no order at all, and some that are not known; an empty AS_PATH */
	{"",
	 LOCAL_PREF "400600 c007080000fde90a000001 c00808fde90001fffffff1 8009040a000001"
		    "800a080a0000020a000003 e0c803abcdef" NEXT_HOP
		    "c0110602010001 0000 c012080001 00000a000001" ORIGIN "400200",
	 PREFIX "00 200a000001", 0},
	/* an AS_SET, and a family that is not known */
	{"", ORIGIN "40021002020000fe4d0000fe4e 010100000001" LOCAL_PREF "800e0900024502abcd000110",
	 "", 0},
	/* a label without the bit that ends a stack */
	{"",
	 "900e00200001800c 00000000000000000a000101 00 70 000200 0000fde900000001 0a0101" ORIGIN
	 "400200" LOCAL_PREF,
	 "", 0},
};

static const Vector bad[] = {
	{"190a0101", "", "", BGP_UPDATE_BAD_NETWORK},
	{"", MANDATORY, "210a010101 00", BGP_UPDATE_BAD_NETWORK},
	{"", MANDATORY, "180a01", BGP_UPDATE_BAD_NETWORK},
	{"", "4001", "", BGP_UPDATE_MALFORMED_LIST},
	{"", "500100", "", BGP_UPDATE_MALFORMED_LIST},
	{"", "40010200", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "4001020000", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "400100", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "40030300000a", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "80040300000a", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "40050500000000 01", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "c00803fde900", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "c00800", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "80090300000a", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "800a0300000a", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "c010040002fde9", "", BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"", "80010100", "", BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"", "60010100", "", BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"", "c0040400000000", "", BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"", "40080400000000", "", BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"", "40c80400000000", "", BGP_UPDATE_UNKNOWN_WELL_KNOWN},
	{"", "40010103", "", BGP_UPDATE_BAD_ORIGIN},
	{"", "40020602020000fe4d", "", BGP_UPDATE_MALFORMED_AS_PATH},
	{"", "40020605010000fe4d", "", BGP_UPDATE_MALFORMED_AS_PATH},
	{"", "4002020200", "", BGP_UPDATE_MALFORMED_AS_PATH},
	{"", "40020102", "", BGP_UPDATE_MALFORMED_AS_PATH},
	{"", "400304e0000001", "", BGP_UPDATE_BAD_NEXT_HOP},
	{"", "40030400000000", "", BGP_UPDATE_BAD_NEXT_HOP},
};

static uint8_t *message(const Vector *v, size_t *len)
{
	return bgp_test_update(v->withdrawn, v->attributes, v->nlri, len);
}

static gboolean decode(const uint8_t *m, size_t len, BgpUpdate *u, WireError *error)
{
	return bgp_update_decode(m, len, 4, FALSE, u, error);
}

static void check_reencode(const BgpUpdate *u, const uint8_t *m, size_t len)
{
	WireWriter w;
	wire_writer_init(&w, SIZE_MAX);
	bgp_update_encode(u, &w);
	ck_assert_uint_eq(w.len, len);
	ck_assert_mem_eq(w.buf, m, len);
	wire_writer_clear(&w);
}

START_TEST(test_good)
{
	size_t len;
	WireError error = {0};
	BgpUpdate u;
	uint8_t *m = message(&good[_i], &len);
	ck_assert_msg(decode(m, len, &u, &error), "%s at %zu", error.text, error.offset);
	check_reencode(&u, m, len);
	g_free(m);
}
END_TEST

START_TEST(test_bad)
{
	size_t len;
	WireError error = {0};
	BgpUpdate u;
	uint8_t *m = message(&bad[_i], &len);
	ck_assert(!decode(m, len, &u, &error));
	ck_assert_uint_eq(error.code, BGP_ERROR_UPDATE);
	ck_assert_msg(error.subcode == bad[_i].subcode, "subcode %u: %s", error.subcode,
		      error.text);
	ck_assert_ptr_nonnull(error.text);
	g_free(m);
}
END_TEST

/* Where the prefixes of the first vectors stand, and of which family they are; NULL: nowhere. */
static const struct {
	BgpBlockKind kind;
	const BgpNlriFormat *format;
	size_t len;
} blocks[] = {
	{BGP_BLOCK_MP_REACH, &bgp_nlri_vpnv4, 15},
	{BGP_BLOCK_NLRI, &bgp_nlri_ipv4_unicast, 4},
	{BGP_BLOCKS, NULL, 0},
	{BGP_BLOCKS, NULL, 0},
	{BGP_BLOCK_WITHDRAWN, &bgp_nlri_ipv4_unicast, 4},
	{BGP_BLOCK_MP_UNREACH, &bgp_nlri_vpnv4, 15},
};

START_TEST(test_blocks)
{
	size_t len;
	WireError error;
	BgpUpdate u;
	uint8_t *m = message(&good[_i], &len);

	ck_assert(decode(m, len, &u, &error));
	for (unsigned kind = 0; kind < BGP_BLOCKS; kind++) {
		BgpBlock block = bgp_update_block(&u, (BgpBlockKind)kind);

		ck_assert_uint_eq(block.prefixes.len, kind == blocks[_i].kind ? blocks[_i].len : 0);
		if (block.prefixes.len == 0)
			continue;
		ck_assert_ptr_eq(block.format, blocks[_i].format);
	}
	g_free(m);
}
END_TEST

/* The next hop of MP_REACH_NLRI, behind an RD of any value. */
START_TEST(test_next_hop)
{
	const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7, 8, 10, 0, 1, 1};
	NetAddr next_hop;
	WireWriter w;

	ck_assert(bgp_next_hop_decode(&bgp_nlri_vpnv4, (BgpSpan){bytes, 12}, &next_hop));
	ck_assert_uint_eq(net_addr_to_ipv4(&next_hop), 0x0a000101);
	ck_assert(!bgp_next_hop_decode(&bgp_nlri_vpnv4, (BgpSpan){bytes, 4}, &next_hop));
	ck_assert(!bgp_next_hop_decode(&bgp_nlri_ipv4_unicast, (BgpSpan){bytes, 12}, &next_hop));
	ck_assert(bgp_next_hop_decode(&bgp_nlri_route_target, (BgpSpan){bytes, 4}, &next_hop));
	ck_assert_int_eq(next_hop.family, NET_AF_IPV4);
	ck_assert(bgp_next_hop_decode(&bgp_nlri_vpnv4, (BgpSpan){bytes, 12}, &next_hop));
	ck_assert_uint_eq(bgp_next_hop_len(&bgp_nlri_vpnv4, &next_hop), 12);
	wire_writer_init(&w, SIZE_MAX);
	bgp_next_hop_encode(&bgp_nlri_vpnv4, &next_hop, &w);
	ck_assert_uint_eq(w.len, 12);
	ck_assert_mem_eq(w.buf, "\0\0\0\0\0\0\0\0\x0a\0\1\1", 12);
	wire_writer_clear(&w);
}
END_TEST

/* The data of the notification: the attribute. */
START_TEST(test_error_data)
{
	size_t len;
	WireError error;
	BgpUpdate u;
	uint8_t scratch[2];
	uint8_t *m = bgp_test_update("", NEXT_HOP "40010103", "", &len);
	ck_assert(!decode(m, len, &u, &error));
	BgpSpan data = bgp_error_data(&error, m, len, scratch);
	ck_assert_uint_eq(data.len, 4);
	ck_assert_mem_eq(data.bytes, "\x40\x01\x01\x03", 4);
	g_free(m);
}
END_TEST

START_TEST(test_lengths_past_the_end)
{
	WireError error;
	BgpUpdate u;
	static const char *const bodies[] = {"0005 180a0101 0000", "0000 0001", "ffff 0000",
					     "0000 ffff"};
	for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
		size_t len;
		uint8_t *m = bgp_test_message(BGP_MESSAGE_UPDATE, bodies[i], &len);
		ck_assert(!decode(m, len, &u, &error));
		ck_assert_uint_eq(error.subcode, BGP_UPDATE_MALFORMED_LIST);
		g_free(m);
	}
}
END_TEST

/* eBGP needs no LOCAL_PREF, and AS numbers may have two octets. */
START_TEST(test_two_octet_as_numbers)
{
	size_t len;
	WireError error;
	BgpUpdate u;
	uint8_t *m = bgp_test_update("", ORIGIN "4002060202fe4dfe4e c007 06fde90a000001" NEXT_HOP,
				     PREFIX, &len);
	ck_assert(bgp_update_decode(m, len, 2, TRUE, &u, &error));
	BgpAsPath rest = u.attrs.as_path;
	BgpAsSegment segment;
	ck_assert(bgp_as_path_next(&rest, &segment));
	ck_assert_uint_eq(segment.count, 2);
	ck_assert_uint_eq(bgp_as_segment_at(&segment, 2, 1), 0xfe4e);
	ck_assert(!bgp_as_path_next(&rest, &segment));
	ck_assert_uint_eq(u.attrs.aggregator.as_number, 65001);
	check_reencode(&u, m, len);
	g_free(m);
}
END_TEST

static gboolean decodes_to_the_same(const uint8_t *m, size_t len)
{
	WireError error = {0};
	BgpUpdate u;
	if (!decode(m, len, &u, &error)) {
		ck_assert_ptr_nonnull(error.text);
		ck_assert_uint_le(error.offset, len);
		return FALSE;
	}
	return TRUE;
}

START_TEST(test_every_truncation)
{
	size_t len;
	uint8_t *m = message(&good[_i], &len);
	for (size_t n = BGP_HEADER_LEN; n < len; n++) {
		uint8_t *copy = g_memdup2(m, n);
		decodes_to_the_same(copy, n);
		g_free(copy);
	}
	g_free(m);
}
END_TEST

START_TEST(test_every_octet_changed)
{
	size_t len;
	uint8_t *m = message(&good[_i], &len);
	for (size_t at = BGP_HEADER_LEN; at < len; at++) {
		uint8_t former = m[at];
		for (unsigned value = 0; value < 256; value++) {
			m[at] = (uint8_t)value;
			decodes_to_the_same(m, len);
		}
		m[at] = former;
	}
	g_free(m);
}
END_TEST

START_TEST(test_end_of_rib)
{
	const BgpNlriFormat *formats[] = {&bgp_nlri_ipv4_unicast, &bgp_nlri_vpnv4}, *format;
	static const char *const attributes[] = {"", "800f03000180"};
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
		size_t len;
		WireError error;
		BgpUpdate u;
		WireWriter w;
		uint8_t *m = bgp_test_update("", attributes[i], "", &len);
		wire_writer_init(&w, BGP_MESSAGE_MAX);
		bgp_end_of_rib_encode(formats[i], &w);
		ck_assert_uint_eq(w.len, len);
		ck_assert_mem_eq(w.buf, m, len);
		ck_assert(decode(m, len, &u, &error));
		ck_assert(bgp_update_is_end_of_rib(&u, &format));
		ck_assert_ptr_eq(format, formats[i]);
		wire_writer_clear(&w);
		g_free(m);
	}
	size_t len;
	WireError error;
	BgpUpdate u;
	uint8_t *m = message(&good[4], &len);
	ck_assert(decode(m, len, &u, &error));
	ck_assert(!bgp_update_is_end_of_rib(&u, &format));
	g_free(m);
}
END_TEST

/* What a speaker says itself: order, flags and bytes of a real router. */
START_TEST(test_writer)
{
	static const uint8_t as_path[] = {2, 1, 0, 0, 0xfe, 0x4d};
	static const uint8_t rt[] = {0, 2, 0xfd, 0xe9, 0, 0, 0, 1};
	BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH) |
			   BGP_ATTR_BIT(BGP_ATTR_MED) | BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF) |
			   BGP_ATTR_BIT(BGP_ATTR_NEXT_HOP) |
			   BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES),
		.as_path = {{as_path, sizeof as_path}, 4},
		.local_pref = 100,
		.extended_communities = {rt, sizeof rt},
	};
	net_addr_parse("10.0.1.1", &attrs.next_hop);
	BgpNlri nlri = {.rd = 0x0000fde900000001, .label = 0x513};
	net_prefix_parse("10.1.1.0/24", FALSE, &nlri.prefix);

	size_t len, real_len;
	BgpUpdateWriter u;
	bgp_update_begin(&u, &bgp_nlri_vpnv4, &attrs, (BgpSpan){NULL, 0});
	ck_assert(bgp_update_add(&u, &nlri));
	uint8_t *own = bgp_update_finish(&u, &len), *real = message(&good[0], &real_len);
	ck_assert_uint_eq(len, real_len);
	ck_assert_mem_eq(own, real, len);
	g_free(own);
	g_free(real);

	static const uint8_t unknown[] = {0xe0, 200, 1, 7};
	bgp_update_begin(&u, &bgp_nlri_ipv4_unicast, &attrs, (BgpSpan){unknown, sizeof unknown});
	ck_assert(bgp_update_add(&u, &nlri));
	own = bgp_update_finish(&u, &len);
	real = bgp_test_update("",
			       ORIGIN
			       "500200060201 0000fe4d 4003040a000101 80040400000000" LOCAL_PREF
			       "c010080002fde900000001 e0c80107",
			       PREFIX, &real_len);
	ck_assert_uint_eq(len, real_len);
	ck_assert_mem_eq(own, real, len);
	g_free(own);
	g_free(real);
}
END_TEST

/* Fills messages until they are full; nothing is lost between them. */
START_TEST(test_packing)
{
	const BgpNlriFormat *format = _i % 2 ? &bgp_nlri_vpnv4 : &bgp_nlri_ipv4_unicast;
	gboolean withdraw = _i >= 2;
	BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH) |
			   BGP_ATTR_BIT(BGP_ATTR_NEXT_HOP) | BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF),
		.next_hop = net_addr_ipv4(0x0a000001),
	};
	unsigned sent = 0, seen = 0, messages = 0;
	while (sent < 3000) {
		BgpUpdateWriter w;
		size_t len;
		bgp_update_begin(&w, format, withdraw ? NULL : &attrs, (BgpSpan){NULL, 0});
		for (; sent < 3000; sent++) {
			NetAddr a = net_addr_ipv4(sent << 8);
			BgpNlri n = {.rd = 7, .prefix = net_prefix(&a, 24)};
			n.label = withdraw ? BGP_LABEL_WITHDRAWN : bgp_label_entry(sent + 16);
			if (!bgp_update_add(&w, &n))
				break;
		}
		uint8_t *m = bgp_update_finish(&w, &len);
		ck_assert_uint_le(len, BGP_MESSAGE_MAX);
		if (sent < 3000)
			ck_assert_uint_gt(len, BGP_MESSAGE_MAX - 20);
		WireError error = {0};
		BgpUpdate u;
		ck_assert_msg(decode(m, len, &u, &error), "%s", error.text);
		BgpSpan block =
			format == &bgp_nlri_ipv4_unicast
				? (withdraw ? u.withdrawn : u.nlri)
				: (withdraw ? u.attrs.mp_unreach.nlri : u.attrs.mp_reach.nlri);
		BgpNlriReader reader;
		BgpNlri n;
		bgp_nlri_reader_init(&reader, format, block);
		while (bgp_nlri_next(&reader, &n)) {
			ck_assert_uint_eq(net_addr_to_ipv4(&n.prefix.addr), seen << 8);
			if (format->labelled && !withdraw)
				ck_assert_uint_eq(bgp_label_value(n.label), seen + 16);
			seen++;
		}
		messages++;
		g_free(m);
	}
	ck_assert_uint_eq(seen, 3000);
	ck_assert_uint_gt(messages, 2);
}
END_TEST

/* RFC 8277 2.2, 2.4: one label stands there, whatever its last bit says; what is behind it is the RD. */
static const struct {
	const char *block;
	uint32_t label; /* entry */
	NetRd rd;
	const char *prefix, *error;
} labels[] = {
	{"70 000641 0000fde900000001 0a0900", 0x641, 0xfde900000001, "10.9.0.0/24", NULL},
	{"70 000640 0000fde900000001 0a0900", 0x640, 0xfde900000001, "10.9.0.0/24", NULL},
	{"70 800000 0000fde900000001 0a0900", 0x800000, 0xfde900000001, "10.9.0.0/24", NULL},
	/* two labels */
	{"78 000640 000c81 0000fde900000001 0a", 0x640, 0x000c810000fde900, "0.0.1.10/32", NULL},
	{"88 000640 000c81 0000fde900000001 0a0900", 0x640, 0x000c810000fde900, NULL,
	 "prefix longer than its address family allows"},
	{"10 0006", 0, 0, NULL, "prefix too short for its label"},
	{"57 000641 0000fde9000000", 0, 0, NULL, "prefix too short for its route distinguisher"},
};

START_TEST(test_label)
{
	GByteArray *bytes = g_byte_array_new();
	BgpNlriReader reader;
	BgpSpan block;
	NetPrefix prefix;
	BgpNlri nlri;

	bgp_test_append_hex(bytes, labels[_i].block);
	block = (BgpSpan){bytes->data, bytes->len};
	ck_assert_pstr_eq(bgp_nlri_check(&bgp_nlri_vpnv4, block), labels[_i].error);
	bgp_nlri_reader_init(&reader, &bgp_nlri_vpnv4, block);
	ck_assert_int_eq(bgp_nlri_next(&reader, &nlri), labels[_i].error == NULL);
	if (!labels[_i].error) {
		ck_assert_uint_eq(nlri.label, labels[_i].label);
		ck_assert_uint_eq(nlri.rd, labels[_i].rd);
		ck_assert(net_prefix_parse(labels[_i].prefix, FALSE, &prefix));
		ck_assert(net_prefix_equal(&nlri.prefix, &prefix));
	}
	g_byte_array_unref(bytes);
}
END_TEST

/* RFC 4684 4: nothing, or an AS number and what follows it of a route target. */
static const struct {
	const char *block;
	const char *text, *error;
} memberships[] = {
	{"60 0000fde9 0002fde900000008", "65001:65001:8/96", NULL},
	{"60 00010000 01020a0000010008", "65536:10.0.0.1:8/96", NULL},
	{"00", "0:0:0/0", NULL},
	{"20 0000fde9", "65001:0:0/32", NULL},
	{"40 0000fde9 0002fde9", "65001:65001:0/64", NULL},
	{"5f 0000fde9 0002fde900000009", "65001:65001:8/95", NULL},
	{"1f 0000fde8", NULL, "prefix shorter than its address family allows"},
	{"01 80", NULL, "prefix shorter than its address family allows"},
	{"61 0000fde9 0002fde900000008 00", NULL, "prefix longer than its address family allows"},
	{"ff 0000fde9 0002fde900000008", NULL, "prefix longer than its address family allows"},
	{"60 0000fde9 0002fde9000000", NULL, "message is too short"},
};

START_TEST(test_membership)
{
	GByteArray *bytes = g_byte_array_new();
	char text[NET_PREFIX_STRLEN];
	BgpNlriReader reader;
	WireWriter w;
	BgpSpan block;
	BgpNlri nlri;

	bgp_test_append_hex(bytes, memberships[_i].block);
	block = (BgpSpan){bytes->data, bytes->len};
	ck_assert_pstr_eq(bgp_nlri_check(&bgp_nlri_route_target, block), memberships[_i].error);
	bgp_nlri_reader_init(&reader, &bgp_nlri_route_target, block);
	ck_assert_int_eq(bgp_nlri_next(&reader, &nlri), memberships[_i].error == NULL);
	if (!memberships[_i].error) {
		ck_assert_str_eq(net_prefix_str(&nlri.prefix, text), memberships[_i].text);
		ck_assert_uint_eq(bgp_nlri_encoded_len(&bgp_nlri_route_target, &nlri), block.len);
		wire_writer_init(&w, SIZE_MAX);
		bgp_nlri_encode(&bgp_nlri_route_target, &nlri, &w);
		ck_assert_uint_eq(w.len, block.len);
		bytes->data[block.len - 1] &= nlri.prefix.len % 8 ? 0xfe : 0xff;
		ck_assert_mem_eq(w.buf, block.bytes, block.len);
		wire_writer_clear(&w);
	}
	g_byte_array_unref(bytes);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_update");
	tcase_add_loop_test(tc, test_good, 0, G_N_ELEMENTS(good));
	tcase_add_loop_test(tc, test_blocks, 0, G_N_ELEMENTS(blocks));
	tcase_add_test(tc, test_next_hop);
	tcase_add_loop_test(tc, test_bad, 0, G_N_ELEMENTS(bad));
	tcase_add_test(tc, test_error_data);
	tcase_add_test(tc, test_lengths_past_the_end);
	tcase_add_test(tc, test_two_octet_as_numbers);
	tcase_add_loop_test(tc, test_every_truncation, 0, G_N_ELEMENTS(good));
	tcase_add_loop_test(tc, test_every_octet_changed, 0, G_N_ELEMENTS(good));
	tcase_add_test(tc, test_end_of_rib);
	tcase_add_test(tc, test_writer);
	tcase_add_loop_test(tc, test_label, 0, G_N_ELEMENTS(labels));
	tcase_add_loop_test(tc, test_membership, 0, G_N_ELEMENTS(memberships));
	tcase_add_loop_test(tc, test_packing, 0, 4);
	return test_main("bgp_update", tc);
}
