/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/rd.h"
#include "tests/testing.h"

typedef struct Vector {
	const char *text;
	uint64_t rd, rt;
} Vector;

static const Vector vectors[] = {
	{"0:0", 0, UINT64_C(0x0002000000000000)},
	{"1:27", UINT64_C(0x000000010000001b), UINT64_C(0x000200010000001b)},
	{"65535:4294967295", UINT64_C(0x0000ffffffffffff), UINT64_C(0x0002ffffffffffff)},
	{"10.0.0.1:27", UINT64_C(0x00010a000001001b), UINT64_C(0x01020a000001001b)},
	{"65536:65535", UINT64_C(0x000200010000ffff), UINT64_C(0x020200010000ffff)},
	{"1L:27", UINT64_C(0x000200000001001b), UINT64_C(0x020200000001001b)},
};

START_TEST(round_trip)
{
	GString *s = g_string_new(NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(vectors); i++) {
		NetRd rd;
		NetRt rt;

		ck_assert(net_rd_parse(vectors[i].text, &rd));
		ck_assert_uint_eq(rd, vectors[i].rd);
		g_string_truncate(s, 0);
		net_rd_append(rd, s);
		ck_assert_str_eq(s->str, vectors[i].text);
		ck_assert(net_rt_parse(vectors[i].text, &rt));
		ck_assert_uint_eq(rt, vectors[i].rt);
		ck_assert(net_ext_community_is_rt(rt));
		g_string_truncate(s, 0);
		net_rt_append(rt, s);
		ck_assert_str_eq(s->str, vectors[i].text);
	}
	g_string_free(s, TRUE);
}
END_TEST

START_TEST(refused)
{
	static const char *const bad[] = {"",
					  "1",
					  ":",
					  "1:",
					  ":1",
					  "1:x",
					  "x:1",
					  "1:2:3",
					  " 1:2",
					  "1:-2",
					  "L:1",
					  "65536:65536",
					  "10.0.0.1:65536",
					  "10.0.0:1",
					  "10.0.0.256:1",
					  "1:4294967296",
					  "4294967296:1",
					  "1L:65536",
					  "10.0.0.1L:1",
					  "99999999999999999999:1",
					  "1000.1000.1000.1000:1"};
	NetRd rd = 7;
	NetRt rt = 8;

	for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
		ck_assert_msg(!net_rd_parse(bad[i], &rd), "\"%s\"", bad[i]);
		ck_assert_msg(!net_rt_parse(bad[i], &rt), "\"%s\"", bad[i]);
	}
	ck_assert_uint_eq(rd, 7);
	ck_assert_uint_eq(rt, 8);
}
END_TEST

START_TEST(other_communities)
{
	static const uint64_t others[] = {
		UINT64_C(0x0003000100000001), /* route origin */
		UINT64_C(0x4002000100000001), /* not transitive */
		UINT64_C(0x0302000100000001), /* opaque */
	};
	GString *s = g_string_new(NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(others); i++)
		ck_assert(!net_ext_community_is_rt(others[i]));
	net_rt_append(others[2], s);
	ck_assert_str_eq(s->str, "0x0302000100000001");
	g_string_truncate(s, 0);
	net_rd_append(UINT64_C(0x0003000000000001), s); /* of no known type */
	ck_assert_str_eq(s->str, "0x0003000000000001");
	g_string_free(s, TRUE);
}
END_TEST

START_TEST(field)
{
	GString *s = g_string_new(NULL);
	NetRd rd = 0;

	ck_assert(!field_rd.print(&rd, s));
	rd = vectors[1].rd;
	ck_assert(field_rd.print(&rd, s));
	ck_assert_str_eq(s->str, "1:27");
	g_string_free(s, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rd");

	tcase_add_test(tc, round_trip);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, other_communities);
	tcase_add_test(tc, field);
	return test_main("rd", tc);
}
