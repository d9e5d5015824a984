/* SPDX-License-Identifier: Apache-2.0 */
/* Who is told what there is to tell, in which messages. */
#include "models/bgp/bgp_packing.h"
#include "models/bgp/bgp_update_out.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

enum { IPV4 = BGP_FAMILY_IPV4 };

#define P "10.9.0.0/16"
#define PLAIN "40010100 40020602010000fe4d 4003040a000002 80040400000007 40050400000064"

static Lab *lab;
static PolicySet *set;

static void begin_star(const char *attributes)
{
	lab = lab_star(4, attributes);
	set = policy_set_new(NULL);
}

static void end(void)
{
	lab_free(lab);
	policy_set_free(set);
}

static void run(void)
{
	lab_run(lab, lab->sim->now + SIM_SEC);
}

static unsigned known(unsigned i)
{
	return lab_bgp(lab, i)->tables[IPV4].n_nets;
}

/* Prefixes with equal attributes share a message, and so do withdrawals, which come first. */
START_TEST(packing)
{
	begin_star("");
	for (unsigned i = 0; i < 4; i++) {
		g_autofree char *prefix = g_strdup_printf("10.9.%u.0/24", i);

		paths_put(lab, NULL, IPV4, prefix, "", i / 2);
	}
	run();
	ck_assert_uint_eq(known(2), 4);
	ck_assert_uint_eq(lab_count(lab, "R1 sent update"), 3 * 2);
	g_string_truncate(lab->log, 0);
	paths_put(lab, NULL, IPV4, "10.9.4.0/24", "", 0);
	for (unsigned i = 1; i < 4; i++) {
		g_autofree char *prefix = g_strdup_printf("10.9.%u.0/24", i);

		paths_remove(lab, NULL, IPV4, prefix);
	}
	run();
	ck_assert_uint_eq(known(3), 2);
	ck_assert_uint_eq(lab_count(lab, "R1 sent update"), 3 * 2);
	/* What nobody has heard of is not withdrawn. */
	g_string_truncate(lab->log, 0);
	paths_put(lab, NULL, IPV4, "10.9.5.0/24", "", 0);
	paths_remove(lab, NULL, IPV4, "10.9.5.0/24");
	run();
	ck_assert_uint_eq(lab_count(lab, "R1 sent update"), 0);
	end();
}
END_TEST

/* RFC 4271 9.2: what an internal peer said is not told to internal ones, unless it is a client's. */
START_TEST(internal_routes)
{
	begin_star(_i ? "route-reflector-client=yes" : "");
	paths_put(lab, lab_peer(lab, 1, 2), IPV4, P, "10.0.0.2", 0);
	run();
	ck_assert_uint_eq(known(3), _i ? 1 : 0);
	/* To the group as a whole; who said it sees itself in ORIGINATOR_ID. */
	ck_assert_uint_eq(lab_count(lab, "R2 refuses"), _i ? 1 : 0);
	end();
}
END_TEST

/* Nor does one alone get its own route back. */
START_TEST(not_back)
{
	begin_star("route-reflector-client=yes");
	bgp_class.stop(lab_router(lab, 3)->bgp);
	bgp_class.stop(lab_router(lab, 4)->bgp);
	run();
	g_string_truncate(lab->log, 0);
	paths_put(lab, lab_peer(lab, 1, 2), IPV4, P, "10.0.0.2", 0);
	run();
	ck_assert_uint_eq(lab_count(lab, "R1 sent update"), 0);
	end();
}
END_TEST

/* What can no more be used is withdrawn, and told again when it can. */
START_TEST(unusable)
{
	begin_star("route-reflector-client=yes");
	paths_put(lab, lab_peer(lab, 1, 2), IPV4, P, "10.0.0.3", 0);
	run();
	ck_assert_uint_eq(known(4), 1);
	lab_set_route(lab, 1, 3, FALSE, 0);
	run();
	ck_assert_uint_eq(known(4), 0);
	end();
}
END_TEST

/* What is not told is recorded for all of the stream at once. */
START_TEST(refused)
{
	begin_star("");
	paths_put_hex(lab, NULL, PLAIN "c00804ffffff02");
	run();
	ck_assert_str_eq(lab->log->str,
			 "R1 refuses 10.9.0.0/16 of nobody: not told to 10.0.0.2 and "
			 "2 more: its community NO_ADVERTISE\n");
	end();
}
END_TEST

/* The MED that R3 knows of the prefix: -1: none, -2: it has no path. */
static int64_t med_at_3(const char *prefix)
{
	NetPrefix p = text_prefix(prefix);
	const BgpNet *net = bgp_table_find(&lab_bgp(lab, 3)->tables[IPV4], 0, &p);

	if (!net || !net->paths)
		return -2;
	if (!bgp_attrs_has(&net->paths->attrs->attrs, BGP_ATTR_MED))
		return -1;
	return net->paths->attrs->attrs.med;
}

/* Two routes of one set of attributes, one of which has its MED of the map: an external peer is told that one
 * alone (RFC 4271 5.1.4), so that no message can tell both. */
START_TEST(metric_of_a_map)
{
	static const uint32_t as_numbers[] = {65001, 65001, 65101};
	PolicyMap *map;

	lab = lab_new(3, as_numbers);
	set = policy_set_new(NULL);
	for (unsigned i = 2; i <= 3; i++) {
		lab_link(lab, 1, i);
		lab_neighbor(lab, 1, i, "ipv4");
		lab_neighbor(lab, i, 1, "ipv4");
	}
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	map = policy_set_add_map(set, "map", NULL);
	text_entry(map, policy_common_rules, "permit; match-metric value=9; set-metric value=7");
	text_entry(map, policy_common_rules, "permit");
	bgp_update_set_map(lab_peer(lab, 1, 3), IPV4, map);
	paths_put(lab, lab_peer(lab, 1, 2), IPV4, "10.9.1.0/24", "10.0.0.2", 7);
	paths_put(lab, lab_peer(lab, 1, 2), IPV4, "10.9.2.0/24", "10.0.0.2", 9);
	run();
	ck_assert_int_eq(med_at_3("10.9.1.0/24"), -1);
	ck_assert_int_eq(med_at_3("10.9.2.0/24"), 7);
	end();
}
END_TEST

/* RFC 6793 4.2.2: of a speaker with two octets; numbers that do not fit stand in the attributes for them, others
 * have none. */
START_TEST(two_octets)
{
	static const struct {
		const char *own, *told;
	} cases[] = {
		{"40010100 40020602010000fe4d 40030400000000 40050400000064 c007080000fde90a000001",
		 "40010100 5002000402 01fe4d 4003040a000001 40050400000064 c00706fde90a000001"},
		{"40010100 400206020100011170 40030400000000 40050400000064 c00708000111700a000001",
		 "40010100 500200040201 5ba0 4003040a000001 40050400000064 c007065ba00a000001"
		 "c01106 020100011170 c01208 000111700a000001"},
	};
	Script *s = script_new("ipv4");
	uint8_t body[BGP_MESSAGE_MAX], *expected;
	size_t len, own_len;

	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, OPEN_HEAD "08" CAP_IPV4);
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	script_expect(s, BGP_MESSAGE_UPDATE, body); /* End-of-RIB */
	paths_put_hex(s->lab, NULL, cases[_i].own);
	script_advance(s, SIM_SEC);
	len = script_expect(s, BGP_MESSAGE_UPDATE, body);
	expected = bgp_test_update("", cases[_i].told, "100a09", &own_len);
	ck_assert_uint_eq(len + BGP_HEADER_LEN, own_len);
	ck_assert_mem_eq(body, expected + BGP_HEADER_LEN, len);
	g_free(expected);
	script_free(s);
}
END_TEST

/* Own prefixes with the same attributes, one of which ends here and the other one does not: each has its label,
 * whichever comes first. */
START_TEST(labels_apart)
{
	static const char *const prefixes[] = {"10.9.1.0/24", "10.9.2.0/24"};
	enum { LABELLED = BGP_FAMILY_IPV4_LABELLED };
	const BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH),
		.as_path.as_size = 4,
	};

	lab = lab_new(2, (const uint32_t[]){65001, 65001});
	set = policy_set_new(NULL);
	lab_link(lab, 1, 2);
	lab_set_lsp(lab, 2, 1, TRUE);
	lab_neighbor(lab, 1, 2, "ipv4-labelled-unicast");
	lab_neighbor(lab, 2, 1, "ipv4-labelled-unicast");
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	for (unsigned i = 0; i < 2; i++) {
		BgpTable *table = paths_table(lab, LABELLED);
		NetPrefix p = text_prefix(prefixes[i]);
		BgpNet *net = bgp_table_get(table, 0, &p);

		bgp_table_put(table, net, NULL,
			      bgp_attrset_intern(&lab_bgp(lab, 1)->run->attrs, &attrs,
						 (BgpSpan){NULL, 0}),
			      (i == 0) == _i ? bgp_label_entry(NET_LABEL_IMPLICIT_NULL) : 0);
		bgp_loc_rib_reconsider(table, net);
	}
	run();
	for (unsigned i = 0; i < 2; i++) {
		NetPrefix p = text_prefix(prefixes[i]);
		const BgpNet *net = bgp_table_find(&lab_bgp(lab, 2)->tables[LABELLED], 0, &p);

		ck_assert_ptr_nonnull(net);
		ck_assert_uint_eq(bgp_path_label(net->paths),
				  (i == 0) == _i ? NET_LABEL_IMPLICIT_NULL : 16);
	}
	end();
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_packing");

	tcase_add_test(tc, packing);
	tcase_add_loop_test(tc, internal_routes, 0, 2);
	tcase_add_test(tc, not_back);
	tcase_add_test(tc, unusable);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, metric_of_a_map);
	tcase_add_loop_test(tc, two_octets, 0, 2);
	tcase_add_loop_test(tc, labels_apart, 0, 2);
	return test_main("bgp_packing", tc);
}
