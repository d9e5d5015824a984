/* SPDX-License-Identifier: Apache-2.0 */
/* What is done about each attribute that is malformed in each way (RFC 7606 3 to 7, RFC 7607). */
#include "models/wire/bgp_update.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

#include <string.h>

#define ORIGIN "40010100"
#define AS_PATH "40020602010000fe4d"
#define NEXT_HOP "4003040a000001"
#define LOCAL_PREF "40050400000064"
#define MANDATORY ORIGIN AS_PATH NEXT_HOP LOCAL_PREF
#define PREFIX "180a0101"
#define VPN "70000511 0000fde900000001 0a0101"
#define REACH "800e20 000180 0c 00000000000000000a000001 00" VPN

typedef struct Case {
	const char *what, *attributes;
	BgpReaction internal, external; /* from a peer of the same AS, of another */
	uint8_t type;
	unsigned subcode;
} Case;

#define SAME(reaction) BGP_REACT_##reaction, BGP_REACT_##reaction

/* All in an UPDATE that announces an IPv4 prefix. */
static const Case cases[] = {
	{"nothing", MANDATORY, SAME(NONE), 0, 0},
	/* 3 c: flags */
	{"ORIGIN optional", "c0010100" AS_PATH NEXT_HOP LOCAL_PREF, SAME(WITHDRAW), 1,
	 BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"AS_PATH not transitive", ORIGIN "00020602010000fe4d" NEXT_HOP LOCAL_PREF, SAME(WITHDRAW),
	 2, BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"NEXT_HOP partial", ORIGIN AS_PATH "6003040a000001" LOCAL_PREF, SAME(WITHDRAW), 3,
	 BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"MED transitive", MANDATORY "c0040400000000", SAME(WITHDRAW), 4,
	 BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"LOCAL_PREF optional", ORIGIN AS_PATH NEXT_HOP "c0050400000064", BGP_REACT_WITHDRAW,
	 BGP_REACT_DISCARD, 5, BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"ATOMIC_AGGREGATE optional", MANDATORY "c00600", SAME(WITHDRAW), 6,
	 BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"COMMUNITIES not optional", MANDATORY "400804fde90001", SAME(WITHDRAW), 8,
	 BGP_UPDATE_ATTRIBUTE_FLAGS},
	{"MP_REACH transitive", MANDATORY "c00e20 000180 0c 00000000000000000a000001 00" VPN,
	 SAME(WITHDRAW), 14, BGP_UPDATE_ATTRIBUTE_FLAGS},
	/* 3 d: mandatory ones that are missing */
	{"no ORIGIN", AS_PATH NEXT_HOP LOCAL_PREF, SAME(WITHDRAW), 1,
	 BGP_UPDATE_MISSING_WELL_KNOWN},
	{"no AS_PATH", ORIGIN NEXT_HOP LOCAL_PREF, SAME(WITHDRAW), 2,
	 BGP_UPDATE_MISSING_WELL_KNOWN},
	{"no NEXT_HOP", ORIGIN AS_PATH LOCAL_PREF, SAME(WITHDRAW), 3,
	 BGP_UPDATE_MISSING_WELL_KNOWN},
	{"no LOCAL_PREF", ORIGIN AS_PATH NEXT_HOP, BGP_REACT_WITHDRAW, BGP_REACT_NONE, 5,
	 BGP_UPDATE_MISSING_WELL_KNOWN},
	/* 3 g: repeated ones */
	{"ORIGIN twice", MANDATORY "40010101", SAME(DISCARD), 1, BGP_UPDATE_MALFORMED_LIST},
	{"an unknown one twice", MANDATORY "c0630101 c0630102", SAME(DISCARD), 99,
	 BGP_UPDATE_MALFORMED_LIST},
	{"MP_REACH twice", MANDATORY REACH REACH, SAME(RESET), 14, BGP_UPDATE_MALFORMED_LIST},
	{"MP_UNREACH twice", MANDATORY "800f03000180 800f03000180", SAME(RESET), 15,
	 BGP_UPDATE_MALFORMED_LIST},
	/* 4: lengths in conflict with that of the list */
	{"past the end", MANDATORY "80040800000000", SAME(WITHDRAW), 4,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"two octets left", MANDATORY "8004", SAME(WITHDRAW), 4, BGP_UPDATE_MALFORMED_LIST},
	{"three octets left of four", MANDATORY "900400", SAME(WITHDRAW), 4,
	 BGP_UPDATE_MALFORMED_LIST},
	{"MP_REACH past the end", MANDATORY "800e40 000180", SAME(RESET), 14,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	/* 7.1 to 7.5 */
	{"ORIGIN of 0 octets", "400100" AS_PATH NEXT_HOP LOCAL_PREF, SAME(WITHDRAW), 1,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"ORIGIN of 2 octets", "4001020000" AS_PATH NEXT_HOP LOCAL_PREF, SAME(WITHDRAW), 1,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"ORIGIN undefined", "40010103" AS_PATH NEXT_HOP LOCAL_PREF, SAME(WITHDRAW), 1,
	 BGP_UPDATE_BAD_ORIGIN},
	{"AS_PATH of an unknown segment", ORIGIN "40020605010000fe4d" NEXT_HOP LOCAL_PREF,
	 SAME(WITHDRAW), 2, BGP_UPDATE_MALFORMED_AS_PATH},
	{"AS_PATH with a confederation's sequence", ORIGIN "40020603010000fe4d" NEXT_HOP LOCAL_PREF,
	 SAME(WITHDRAW), 2, BGP_UPDATE_MALFORMED_AS_PATH},
	{"AS_PATH with a confederation's set", ORIGIN "40020604010000fe4d" NEXT_HOP LOCAL_PREF,
	 SAME(WITHDRAW), 2, BGP_UPDATE_MALFORMED_AS_PATH},
	{"AS4_PATH with a confederation's sequence", MANDATORY "c0110603010000fe4d", SAME(NONE), 0,
	 0},
	{"AS_PATH overrun", ORIGIN "40020602020000fe4d" NEXT_HOP LOCAL_PREF, SAME(WITHDRAW), 2,
	 BGP_UPDATE_MALFORMED_AS_PATH},
	{"AS_PATH underrun", ORIGIN "40020702010000fe4d02" NEXT_HOP LOCAL_PREF, SAME(WITHDRAW), 2,
	 BGP_UPDATE_MALFORMED_AS_PATH},
	{"AS_PATH with an empty segment", ORIGIN "4002020200" NEXT_HOP LOCAL_PREF, SAME(WITHDRAW),
	 2, BGP_UPDATE_MALFORMED_AS_PATH},
	{"AS_PATH with AS 0", ORIGIN "40020a02020000fe4d00000000" NEXT_HOP LOCAL_PREF,
	 SAME(WITHDRAW), 2, BGP_UPDATE_MALFORMED_AS_PATH},
	{"NEXT_HOP of 3 octets", ORIGIN AS_PATH "4003030a0000" LOCAL_PREF, SAME(WITHDRAW), 3,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"NEXT_HOP multicast", ORIGIN AS_PATH "400304e0000001" LOCAL_PREF, SAME(WITHDRAW), 3,
	 BGP_UPDATE_BAD_NEXT_HOP},
	{"MED of 3 octets", MANDATORY "800403000000", SAME(WITHDRAW), 4,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"LOCAL_PREF of 5 octets", ORIGIN AS_PATH NEXT_HOP "4005050000000001", BGP_REACT_WITHDRAW,
	 BGP_REACT_DISCARD, 5, BGP_UPDATE_ATTRIBUTE_LENGTH},
	/* 7.6 to 7.10 */
	{"ATOMIC_AGGREGATE of 1 octet", MANDATORY "40060100", SAME(DISCARD), 6,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"AGGREGATOR of 6 octets", MANDATORY "c00706fde90a000001", SAME(DISCARD), 7,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"AGGREGATOR with AS 0", MANDATORY "c00708000000000a000001", SAME(DISCARD), 7,
	 BGP_UPDATE_OPTIONAL_ATTRIBUTE},
	{"COMMUNITIES of 3 octets", MANDATORY "c00803fde900", SAME(WITHDRAW), 8,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"COMMUNITIES of 0 octets", MANDATORY "c00800", SAME(WITHDRAW), 8,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"ORIGINATOR_ID of 3 octets", MANDATORY "80090300000a", BGP_REACT_WITHDRAW,
	 BGP_REACT_DISCARD, 9, BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"CLUSTER_LIST of 3 octets", MANDATORY "800a0300000a", BGP_REACT_WITHDRAW,
	 BGP_REACT_DISCARD, 10, BGP_UPDATE_ATTRIBUTE_LENGTH},
	/* 7.11, 7.12, 5.3 */
	{"MP_REACH without a next hop's length", MANDATORY "800e03000180", SAME(DISABLE), 14,
	 BGP_UPDATE_OPTIONAL_ATTRIBUTE},
	{"MP_REACH next hop of 4 octets", MANDATORY "800e0a00018004 0a000101 00 10", SAME(DISABLE),
	 14, BGP_UPDATE_OPTIONAL_ATTRIBUTE},
	{"MP_REACH next hop multicast",
	 MANDATORY "800e20 000180 0c 0000000000000000e0000001 00" VPN, SAME(WITHDRAW), 14,
	 BGP_UPDATE_BAD_NEXT_HOP},
	{"MP_REACH prefix cut short", MANDATORY "800e12 000180 0c 00000000000000000a000001 00 70",
	 SAME(DISABLE), 14, BGP_UPDATE_OPTIONAL_ATTRIBUTE},
	{"MP_UNREACH without a SAFI", MANDATORY "800f020001", SAME(DISABLE), 15,
	 BGP_UPDATE_OPTIONAL_ATTRIBUTE},
	{"MP_UNREACH prefix cut short", MANDATORY "800f07000180 70800000", SAME(DISABLE), 15,
	 BGP_UPDATE_OPTIONAL_ATTRIBUTE},
	{"MP_UNREACH without room for an RD", MANDATORY "800f07000180 18000011", SAME(DISABLE), 15,
	 BGP_UPDATE_OPTIONAL_ATTRIBUTE},
	/* 7.14; RFC 6793 6 */
	{"EXTENDED_COMMUNITIES of 4 octets", MANDATORY "c010040002fde9", SAME(WITHDRAW), 16,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	{"AS4_PATH overrun", MANDATORY "c0110602020000fe4d", SAME(DISCARD), 17,
	 BGP_UPDATE_OPTIONAL_ATTRIBUTE},
	{"AS4_PATH with AS 0", MANDATORY "c01106020100000000", SAME(DISCARD), 17,
	 BGP_UPDATE_OPTIONAL_ATTRIBUTE},
	{"AS4_AGGREGATOR with AS 0", MANDATORY "c01208000000000a000001", SAME(DISCARD), 18,
	 BGP_UPDATE_OPTIONAL_ATTRIBUTE},
	{"AS4_AGGREGATOR of 4 octets", MANDATORY "c012040a000001", SAME(DISCARD), 18,
	 BGP_UPDATE_ATTRIBUTE_LENGTH},
	/* RFC 4271 6.3 */
	{"a well-known one that nobody knows", MANDATORY "40630100", SAME(RESET), 99,
	 BGP_UPDATE_UNKNOWN_WELL_KNOWN},
};

static gboolean decode(const char *attributes, const char *nlri, gboolean ebgp, BgpUpdate *u,
		       WireError *error)
{
	size_t len;
	uint8_t *m = bgp_test_update("", attributes, nlri, &len);
	gboolean ok = bgp_update_decode(m, len, 4, ebgp, u, error);
	if (!ok)
		ck_assert_uint_le(error->offset, len);
	g_free(m);
	return ok;
}

static void check(const Case *c, gboolean ebgp)
{
	BgpUpdate u;
	WireError error;
	BgpReaction expected = ebgp ? c->external : c->internal;
	gboolean ok = decode(c->attributes, PREFIX, ebgp, &u, &error);
	ck_assert_msg(ok == (expected != BGP_REACT_RESET), "%s", c->what);
	ck_assert_msg(u.reaction == expected, "%s: %s", c->what, bgp_reaction_name(u.reaction));
	ck_assert_msg(u.n_faults == (expected != BGP_REACT_NONE), "%s: %u faults", c->what,
		      u.n_faults);
	if (expected == BGP_REACT_NONE)
		return;
	const BgpFault *f = &u.faults[0];
	ck_assert_msg(f->type == c->type && f->error.subcode == c->subcode, "%s: %u, %s", c->what,
		      f->type, f->error.text);
	ck_assert_ptr_nonnull(f->error.text);
	gboolean readable = f->type == BGP_ATTR_MP_REACH_NLRI && expected == BGP_REACT_WITHDRAW;
	gboolean first_counts = c->subcode == BGP_UPDATE_MALFORMED_LIST;
	if (f->type < 32 && !readable && !first_counts)
		ck_assert_msg(!bgp_attrs_has(&u.attrs, f->type), "%s", c->what);
}

START_TEST(test_reactions)
{
	check(&cases[_i], FALSE);
	check(&cases[_i], TRUE);
}
END_TEST

START_TEST(test_first_of_several)
{
	BgpUpdate u;
	WireError error;
	ck_assert(decode(MANDATORY "40010102 40010101", PREFIX, FALSE, &u, &error));
	ck_assert_uint_eq(u.attrs.origin, BGP_ORIGIN_IGP);
	ck_assert_uint_eq(u.n_faults, 2);
}
END_TEST

/* 3 h: the strongest reaction holds; all faults are told, and the strongest whatever comes before. */
START_TEST(test_strongest)
{
	BgpUpdate u;
	WireError error;
	ck_assert(decode(MANDATORY "40060100 c00803fde900 40010101", PREFIX, FALSE, &u, &error));
	ck_assert_int_eq(u.reaction, BGP_REACT_WITHDRAW);
	ck_assert_uint_eq(u.n_faults, 3);

	GString *many = g_string_new(MANDATORY);
	for (unsigned i = 0; i < 20; i++)
		g_string_append(many, ORIGIN);
	g_string_append(many, "800403000000");
	ck_assert(decode(many->str, PREFIX, FALSE, &u, &error));
	ck_assert_int_eq(u.reaction, BGP_REACT_WITHDRAW);
	ck_assert_uint_eq(u.n_faults, BGP_FAULTS_MAX);
	ck_assert_uint_eq(u.faults[BGP_FAULTS_MAX - 1].type, BGP_ATTR_MED);
	g_string_free(many, TRUE);
}
END_TEST

/* 5.2: nothing is announced, so that the prefixes may have been what is malformed. */
START_TEST(test_nothing_announced)
{
	static const struct {
		const char *attributes;
		gboolean ok;
		BgpReaction reaction;
	} quiet[] = {
		{"40010103", FALSE, BGP_REACT_RESET},
		{"800f12 000180 70800000 0000fde900000001 0a0101 800403000000", FALSE,
		 BGP_REACT_RESET},
		{"40060100", TRUE, BGP_REACT_DISCARD},
		{"c00f12 000180 70800000 0000fde900000001 0a0101", TRUE, BGP_REACT_WITHDRAW},
		{REACH ORIGIN AS_PATH LOCAL_PREF "800403000000", TRUE, BGP_REACT_WITHDRAW},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(quiet); i++) {
		BgpUpdate u;
		WireError error;
		gboolean ok = decode(quiet[i].attributes, "", FALSE, &u, &error);
		ck_assert_msg(ok == quiet[i].ok && u.reaction == quiet[i].reaction, "%s: %s",
			      quiet[i].attributes, bgp_reaction_name(u.reaction));
	}
}
END_TEST

START_TEST(test_names)
{
	for (unsigned i = 0; i < BGP_REACTIONS; i++)
		ck_assert_ptr_nonnull(bgp_reaction_name(i));
	ck_assert_str_eq(bgp_reaction_name(BGP_REACT_DISCARD), "attribute-discard");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_update_faults");
	tcase_add_loop_test(tc, test_reactions, 0, G_N_ELEMENTS(cases));
	tcase_add_test(tc, test_first_of_several);
	tcase_add_test(tc, test_strongest);
	tcase_add_test(tc, test_nothing_announced);
	tcase_add_test(tc, test_names);
	return test_main("bgp_update_faults", tc);
}
