/* SPDX-License-Identifier: Apache-2.0 */
/* Attributes as the texts and numbers that tables show. */
#include "models/bgp/bgp_fields.h"
#include "models/wire/bgp_update.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

#define ORIGIN "40010100"
#define NEXT_HOP "4003040a000002"
#define EMPTY_PATH "400200"
#define BASE ORIGIN EMPTY_PATH NEXT_HOP

static const struct {
	const FieldKind *kind;
	uint8_t as_size;
	const char *attributes, *text;
} texts[] = {
	{&field_bgp_next_hop, 4, BASE, "10.0.0.2"},
	{&field_bgp_origin, 4, BASE, "igp"},
	{&field_bgp_origin, 4, "40010102" EMPTY_PATH NEXT_HOP, "incomplete"},
	{&field_bgp_as_path, 4, BASE, ""},
	{&field_bgp_as_path, 4, ORIGIN NEXT_HOP "40020e0203 00000001 0000fde9 ffffffff",
	 "1 65001 4294967295"},
	{&field_bgp_as_path, 2, ORIGIN NEXT_HOP "4002060202 0001 fde9", "1 65001"},
	{&field_bgp_as_path, 4,
	 ORIGIN NEXT_HOP "4002160201 00000001 0102 00000002 00000003 0201 00000004", "1 {2 3} 4"},
	{&field_bgp_med, 4, BASE, NULL},
	{&field_bgp_med, 4, BASE "80040400000000", "0"},
	{&field_bgp_med, 4, BASE "800404ffffffff", "4294967295"},
	{&field_bgp_local_pref, 4, BASE, NULL},
	{&field_bgp_local_pref, 4, BASE "40050400000064", "100"},
	{&field_bgp_communities, 4, BASE, NULL},
	{&field_bgp_communities, 4, BASE "c00808 fde90064 ffffff01", "65001:100 65535:65281"},
	{&field_bgp_large_communities, 4, BASE, NULL},
	{&field_bgp_large_communities, 4,
	 BASE "c02018 00000001 00000002 00000003 ffffffff 00000000 00000001",
	 "1:2:3 4294967295:0:1"},
	{&field_bgp_extended_communities, 4, BASE, NULL},
	/* Route targets have a column of their own, in each of their three forms. */
	{&field_bgp_extended_communities, 4,
	 BASE "c01018 0002fde900000001 01020a0000010001 0202000100000001", NULL},
	{&field_bgp_extended_communities, 4,
	 BASE "c01018 0003fde900000001 0002fde900000001 03000a0000000001",
	 "0x0003fde900000001 0x03000a0000000001"},
	{&field_bgp_aggregator, 4, BASE, NULL},
	{&field_bgp_aggregator, 4, BASE "c00708 00010000 0a000001", "65536 10.0.0.1"},
	{&field_bgp_aggregator, 2, BASE "c00706 fde9 0a000001", "65001 10.0.0.1"},
	{&field_bgp_atomic_aggregate, 4, BASE, "no"},
	{&field_bgp_atomic_aggregate, 4, BASE "400600", "yes"},
	{&field_bgp_originator_id, 4, BASE, NULL},
	{&field_bgp_originator_id, 4, BASE "8009040a000009", "10.0.0.9"},
	{&field_bgp_cluster_list, 4, BASE, NULL},
	{&field_bgp_cluster_list, 4, BASE "800a08 0a000001 0a000002", "10.0.0.1 10.0.0.2"},
};

static void decode(const char *attributes, uint8_t as_size, uint8_t **message, BgpUpdate *update)
{
	WireError error = {0};
	size_t len;

	*message = bgp_test_update("", attributes, "100a09", &len);
	ck_assert_msg(bgp_update_decode(*message, len, as_size, FALSE, update, &error), "%s: %s",
		      attributes, error.text);
}

START_TEST(as_text)
{
	static BgpUpdate update;
	GString *out = g_string_new(NULL);
	const BgpAttrs *attrs = &update.attrs;
	uint8_t *message;
	gboolean there;

	decode(texts[_i].attributes, texts[_i].as_size, &message, &update);
	there = texts[_i].kind->print(&attrs, out);
	ck_assert_msg(there == (texts[_i].text != NULL), "%s of %s", texts[_i].kind->name,
		      texts[_i].attributes);
	ck_assert_str_eq(out->str, there ? texts[_i].text : "");
	g_string_free(out, TRUE);
	g_free(message);
}
END_TEST

/* A row without a path has none of its attributes: a column stays empty, but for that of a flag. */
START_TEST(without_attributes)
{
	const BgpAttrs *attrs = NULL;
	GString *out = g_string_new(NULL);

	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (texts[i].kind == &field_bgp_atomic_aggregate)
			continue;
		ck_assert_msg(!texts[i].kind->print(&attrs, out), "%s", texts[i].kind->name);
		ck_assert_str_eq(out->str, "");
	}
	ck_assert_int_eq(field_bgp_atomic_aggregate.to_int(&attrs), 0);
	ck_assert(!field_bgp_med.is_set(&attrs));
	g_string_free(out, TRUE);
}
END_TEST

START_TEST(as_numbers)
{
	static BgpUpdate update;
	const BgpAttrs *attrs = &update.attrs;
	uint8_t *message;

	decode(BASE "80040400000007"
		    "40050400000008"
		    "400600",
	       4, &message, &update);
	ck_assert(field_bgp_med.is_set(&attrs));
	ck_assert_int_eq(field_bgp_med.to_int(&attrs), 7);
	ck_assert(field_bgp_local_pref.is_set(&attrs));
	ck_assert_int_eq(field_bgp_local_pref.to_int(&attrs), 8);
	ck_assert_int_eq(field_bgp_atomic_aggregate.to_int(&attrs), 1);
	g_free(message);
	decode(BASE, 4, &message, &update);
	ck_assert(!field_bgp_med.is_set(&attrs));
	ck_assert(!field_bgp_local_pref.is_set(&attrs));
	ck_assert_int_eq(field_bgp_atomic_aggregate.to_int(&attrs), 0);
	g_free(message);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_fields");

	tcase_add_loop_test(tc, as_text, 0, G_N_ELEMENTS(texts));
	tcase_add_test(tc, without_attributes);
	tcase_add_test(tc, as_numbers);
	return test_main("bgp_fields", tc);
}
