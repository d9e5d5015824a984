/* SPDX-License-Identifier: Apache-2.0 */
/* A received route before it is taken: what is against it, and what it becomes. R1 is of AS 65001. */
#include "models/bgp/bgp_fields.h"
#include "models/bgp/bgp_ingress.h"
#include "models/wire/bgp_update.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

#include <string.h>

static Lab *lab;
static BgpPeer *peer;
static BgpUpdate update;
static uint8_t *message;
static BgpScratch scratch;

static void begin(uint32_t remote_as, const char *attributes)
{
	static const uint32_t as_numbers[] = {65001, 0};

	lab = lab_new(2, as_numbers);
	lab_link(lab, 1, 2);
	lab_router(lab, 2)->host.asn = remote_as;
	peer = lab_neighbor_with(lab, 1, 2, "ipv4", attributes);
	lab_start(lab);
	bgp_scratch_init(&scratch);
}

static void end(void)
{
	bgp_scratch_clear(&scratch);
	g_free(message);
	lab_free(lab);
}

/* "65002 3" as an attribute. */
static char *path_hex(const char *as_path, unsigned as_size)
{
	GStrv words = g_strsplit(as_path, " ", -1);
	unsigned n = *as_path ? g_strv_length(words) : 0;
	GString *out = g_string_new(NULL);

	g_string_printf(out, "4002%02x", n ? 2 + n * as_size : 0);
	if (n)
		g_string_append_printf(out, "02%02x", n);
	for (unsigned i = 0; i < n; i++)
		g_string_append_printf(out, "%0*x", (int)as_size * 2, (unsigned)atoi(words[i]));
	g_strfreev(words);
	return g_string_free(out, FALSE);
}

static char *take(const char *as_path, unsigned as_size, const char *next_hop, const char *more)
{
	g_autofree char *path = path_hex(as_path, as_size);
	g_autofree char *all = g_strconcat("40010100", path, "400304", next_hop, more, NULL);
	WireError error = {0};
	size_t len;

	message = bgp_test_update("", all, "100a09", &len);
	/* As from an internal one, so that nothing is left out before. */
	ck_assert_msg(bgp_update_decode(message, len, (uint8_t)as_size, FALSE, &update, &error),
		      "%s", error.text);
	return bgp_ingress(peer, &update.attrs, &scratch);
}

static const struct {
	uint32_t remote_as;
	const char *attributes, *as_path;
	const char *objection; /* NULL: none, and the path becomes: */
	const char *kept;
} paths[] = {
	{65002, "", "65002", NULL, "65002"},
	{65002, "", "65002 3", NULL, "65002 3"},
	{65001, "", "", NULL, ""},
	{65001, "", "3", NULL, "3"},
	/* RFC 4271 6.3: the first is the neighbour's, where it is external. */
	{65002, "", "3 65002", "AS path does not begin with the neighbor's AS 65002", NULL},
	{65002, "", "", "AS path does not begin with the neighbor's AS 65002", NULL},
	{65002, "enforce-first-as=no", "3 65002", NULL, "3 65002"},
	{65002, "enforce-first-as=no", "", NULL, ""},
	/* RFC 4271 9.1.2: loops; of an internal neighbour's see below. */
	{65002, "", "65002 65001", "AS loop: 65001 is in the AS path", NULL},
	{65001, "", "3 65001", NULL, "3 65001"},
	{65002, "allow-as-in=1", "65002 65001 3", NULL, "65002 65001 3"},
	{65002, "allow-as-in=1", "65002 65001 65001", "AS loop: 65001 is in the AS path", NULL},
	{65002, "allow-as-in=2", "65002 65001 65001", NULL, "65002 65001 65001"},
	{65002, "allow-as-in=origin", "65002 65001 65001", NULL, "65002 65001 65001"},
	{65002, "allow-as-in=origin", "65002 65001 3", "AS loop: 65001 is in the AS path", NULL},
	{65002, "allow-as-in=1", "3 65001", "AS path does not begin with the neighbor's AS 65002",
	 NULL},
	/* RFC 7705: the number that the neighbour knows is one of this router's, and goes in front. */
	{65002, "local-as=65099", "65002 3", NULL, "65099 65002 3"},
	{65002, "local-as=65099 local-as-no-prepend=yes", "65002 3", NULL, "65002 3"},
	{65002, "local-as=65099 local-as-replace-as=yes", "65002 3", NULL, "65099 65002 3"},
	{65002, "local-as=65099", "65002 65099", "AS loop: 65099 is in the AS path", NULL},
	{65002, "local-as=65099 local-as-no-prepend=yes", "65002 65099",
	 "AS loop: 65099 is in the AS path", NULL},
	{65002, "local-as=65099 allow-as-in=1", "65002 65099", NULL, "65099 65002 65099"},
	{65002, "local-as=65099", "65002 65001", "AS loop: 65001 is in the AS path", NULL},
};

static void expect_path(const char *text)
{
	const BgpAttrs *attrs = &update.attrs;
	GString *out = g_string_new(NULL);

	field_bgp_as_path.print(&attrs, out);
	ck_assert_str_eq(out->str, text);
	ck_assert_uint_eq(attrs->as_path.as_size, 4);
	g_string_free(out, TRUE);
}

START_TEST(as_paths)
{
	g_autofree char *objection = NULL;

	begin(paths[_i].remote_as, paths[_i].attributes);
	objection = take(paths[_i].as_path, 4, "0a000002", "40050400000064");
	if (paths[_i].objection) {
		ck_assert_ptr_nonnull(objection);
		ck_assert_str_eq(objection, paths[_i].objection);
	} else {
		ck_assert_msg(!objection, "%s", objection);
		expect_path(paths[_i].kept);
	}
	end();
}
END_TEST

/* Where internal neighbours' paths are looked through too, allow-as-in is about theirs as well. */
START_TEST(internal_loops)
{
	static const struct {
		const char *attributes, *as_path, *objection;
	} cases[] = {
		{"", "3 65001", "AS loop: 65001 is in the AS path"},
		{"", "3", NULL},
		{"allow-as-in=1", "3 65001", NULL},
		{"allow-as-in=1", "65001 3 65001", "AS loop: 65001 is in the AS path"},
	};
	g_autofree char *objection = NULL;

	begin(65001, cases[_i].attributes);
	lab_bgp(lab, 1)->internal_loop_check = TRUE;
	objection = take(cases[_i].as_path, 4, "0a000002", "40050400000064");
	ck_assert_msg(g_strcmp0(objection, cases[_i].objection) == 0, "%s", objection);
	end();
}
END_TEST

/* A neighbour that has found the own number (dual-as) gets nothing put in front. */
START_TEST(dual_as)
{
	begin(65002, "local-as=65099 local-as-dual-as=yes");
	peer->own_as = TRUE;
	ck_assert_ptr_null(take("65002 65099", 4, "0a000002", ""));
	expect_path("65002 65099");
	end();
}
END_TEST

/* Of a speaker that knows two octets alone. */
START_TEST(two_octets)
{
	begin(65002, "local-as=65099");
	ck_assert_ptr_null(take("65002 3", 2, "0a000002", ""));
	expect_path("65099 65002 3");
	end();
}
END_TEST

START_TEST(own_next_hop)
{
	g_autofree char *objection = NULL;

	begin(65001, "");
	objection = take("", 4, "0a000001", "40050400000064");
	ck_assert_str_eq(objection, "next hop is this router itself");
	end();
}
END_TEST

/* RFC 4271 5.1.5, RFC 7606 7.9 and 7.10. */
START_TEST(what_another_as_must_not_say)
{
	static const char internal_ones[] = "40050400000064 8009040a000009 800a040a000008";
	const uint64_t bits = BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF) |
			      BGP_ATTR_BIT(BGP_ATTR_ORIGINATOR_ID) |
			      BGP_ATTR_BIT(BGP_ATTR_CLUSTER_LIST);

	begin(_i ? 65002 : 65001, "");
	ck_assert_ptr_null(take("65002", 4, "0a000002", internal_ones));
	ck_assert_uint_eq(update.attrs.present & bits, _i ? 0 : bits);
	end();
}
END_TEST

/* RFC 4456 8: of an internal neighbour; from another AS it says nothing. */
START_TEST(reflected)
{
	static const struct {
		uint32_t remote_as;
		const char *more, *objection;
	} cases[] = {
		{65001, "8009040a000001", "reflected to its origin: ORIGINATOR_ID is 10.0.0.1"},
		{65001, "800a080a000008 0a000001", "cluster loop: 10.0.0.1 is in the CLUSTER_LIST"},
		{65001, "8009040a000003 800a040a000008", NULL},
		{65002, "8009040a000001 800a040a000001", NULL},
	};
	g_autofree char *objection = NULL;

	begin(cases[_i].remote_as, "");
	objection = take("65002", 4, "0a000002", cases[_i].more);
	if (cases[_i].objection)
		ck_assert_str_eq(objection, cases[_i].objection);
	else
		ck_assert_ptr_null(objection);
	end();
}
END_TEST

/* RFC 4364 7: the neighbour is of its site, whatever it says itself; other communities stay. */
START_TEST(site)
{
	static const struct {
		const char *attributes, *more, *communities;
	} cases[] = {
		{"", "", ""},
		{"", "c010080003fde900000001", "0003fde900000001"},
		{"site-of-origin=65001:9", "", "0003fde900000009"},
		{"site-of-origin=65001:9", "c01010 0003fde900000001 0002fde900000007",
		 "0002fde9000000070003fde900000009"},
	};
	GString *out = g_string_new(NULL);

	begin(65002, cases[_i].attributes);
	ck_assert_ptr_null(take("65002", 4, "0a000002", cases[_i].more));
	ck_assert_int_eq(bgp_attrs_has(&update.attrs, BGP_ATTR_EXTENDED_COMMUNITIES),
			 cases[_i].communities[0] != '\0');
	for (size_t i = 0; i < update.attrs.extended_communities.len; i++)
		g_string_append_printf(out, "%02x", update.attrs.extended_communities.bytes[i]);
	ck_assert_str_eq(out->str, cases[_i].communities);
	g_string_free(out, TRUE);
	end();
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_ingress");

	tcase_add_loop_test(tc, as_paths, 0, G_N_ELEMENTS(paths));
	tcase_add_loop_test(tc, internal_loops, 0, 4);
	tcase_add_test(tc, dual_as);
	tcase_add_test(tc, two_octets);
	tcase_add_test(tc, own_next_hop);
	tcase_add_loop_test(tc, what_another_as_must_not_say, 0, 2);
	tcase_add_loop_test(tc, reflected, 0, 4);
	tcase_add_loop_test(tc, site, 0, 4);
	return test_main("bgp_ingress", tc);
}
