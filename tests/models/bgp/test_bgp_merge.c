/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_merge.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

static BgpSpan span_of(GByteArray *bytes, const char *hex)
{
	bgp_test_append_hex(bytes, hex);
	return (BgpSpan){bytes->data, bytes->len};
}

static void assert_span(BgpSpan span, const char *hex)
{
	GByteArray *expected = g_byte_array_new();

	bgp_test_append_hex(expected, hex);
	ck_assert_uint_eq(span.len, expected->len);
	if (span.len > 0)
		ck_assert_mem_eq(span.bytes, expected->data, span.len);
	g_byte_array_free(expected, TRUE);
}

/* Of two paths. */
static const char *const paths[][3] = {
	{"0201 0000fe4d", "0201 0000fe4d", "0201 0000fe4d"},
	{"0201 0000fe4d", "0201 0000fe4e", "0102 0000fe4d 0000fe4e"},
	{"0201 0000fe4e", "0201 0000fe4d", "0102 0000fe4d 0000fe4e"},
	{"0202 0000fe4d 00000007", "0202 0000fe4d 00000005",
	 "0201 0000fe4d 0102 00000005 00000007"},
	{"0201 0000fe4d", "", "0101 0000fe4d"},
	{"0201 0000fe4d 0102 00000001 00000002", "0202 0000fe4d 00000002",
	 "0201 0000fe4d 0102 00000001 00000002"},
	{"0202 0000fe4d 0000fe4d", "0201 0000fe4d", "0201 0000fe4d"},
};

START_TEST(test_paths)
{
	GByteArray *a = g_byte_array_new(), *b = g_byte_array_new();
	BgpAttrs first = {.as_path = {span_of(a, paths[_i][0]), 4}},
		 second = {.as_path = {span_of(b, paths[_i][1]), 4}}, out;
	BgpScratch scratch;
	BgpMerge merge;

	bgp_scratch_init(&scratch);
	bgp_merge_init(&merge, TRUE);
	bgp_merge_add(&merge, &first);
	bgp_merge_add(&merge, &second);
	bgp_merge_add(&merge, &first);
	bgp_merge_take(&merge, &out, &scratch);
	assert_span(out.as_path.segments, paths[_i][2]);
	bgp_scratch_clear(&scratch);
	g_byte_array_free(a, TRUE);
	g_byte_array_free(b, TRUE);
}
END_TEST

/* The worst origin, atomic where one is, and the communities of both where that is wanted. */
START_TEST(test_others)
{
	GByteArray *a = g_byte_array_new(), *b = g_byte_array_new();
	BgpAttrs first = {.present =
				  BGP_ATTR_BIT(BGP_ATTR_COMMUNITIES) | BGP_ATTR_BIT(BGP_ATTR_MED),
			  .med = 7,
			  .origin = BGP_ORIGIN_INCOMPLETE,
			  .as_path.as_size = 4,
			  .communities = span_of(a, "00000009 00000003")};
	BgpAttrs second = {.present = BGP_ATTR_BIT(BGP_ATTR_COMMUNITIES) |
				      BGP_ATTR_BIT(BGP_ATTR_ATOMIC_AGGREGATE),
			   .as_path.as_size = 4,
			   .communities = span_of(b, "00000003 00000001")};
	BgpScratch scratch;
	BgpMerge merge;
	BgpAttrs out;

	bgp_scratch_init(&scratch);
	bgp_merge_init(&merge, _i);
	bgp_merge_add(&merge, &first);
	bgp_merge_add(&merge, &second);
	bgp_merge_take(&merge, &out, &scratch);
	ck_assert_uint_eq(out.origin, BGP_ORIGIN_INCOMPLETE);
	ck_assert(bgp_attrs_has(&out, BGP_ATTR_ATOMIC_AGGREGATE));
	ck_assert(!bgp_attrs_has(&out, BGP_ATTR_MED));
	ck_assert_int_eq(bgp_attrs_has(&out, BGP_ATTR_COMMUNITIES), _i);
	assert_span(out.communities, _i ? "00000001 00000003 00000009" : "");
	bgp_scratch_clear(&scratch);
	g_byte_array_free(a, TRUE);
	g_byte_array_free(b, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_merge");
	tcase_add_loop_test(tc, test_paths, 0, G_N_ELEMENTS(paths));
	tcase_add_loop_test(tc, test_others, 0, 2);
	return test_main("bgp_merge", tc);
}
