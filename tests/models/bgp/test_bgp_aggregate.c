/* SPDX-License-Identifier: Apache-2.0 */
/* Aggregation. R1 (AS 65010) and R3 (AS 65020) each have a network, R2 (AS 65001) in the middle aggregates,
 * R4 (AS 65030) hears of it. */
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/net/table_text.h"
#include "tests/testing.h"

#include <string.h>

static GError *add_aggregate(Lab *lab, const char *prefix, const char *summary_only,
			     const char *as_set)
{
	const ProtoItem *item = lab_item("aggregate");
	void *config = g_malloc0(item->config_size);
	GError *error = NULL;

	config_set_defaults(item->fields, item->n_fields, config);
	ck_assert(config_set(&item->fields[0], prefix, config));
	ck_assert(config_set(&item->fields[1], summary_only, config));
	ck_assert(config_set(&item->fields[2], as_set, config));
	item->add(lab_router(lab, 2)->bgp, NULL, config, &error);
	config_clear(item->fields, item->n_fields, config);
	g_free(config);
	return error;
}

/* Before it starts. */
static Lab *star_with(const char *summary_only, const char *as_set)
{
	static const uint32_t ases[] = {65010, 65001, 65020, 65030};
	Lab *lab = lab_new(4, ases);

	for (unsigned i = 1; i <= 4; i++) {
		if (i == 2)
			continue;
		lab_link(lab, 2, i);
		lab_neighbor_with(lab, i, 2, "ipv4", "disable-connected-check=yes");
		lab_neighbor_with(lab, 2, i, "ipv4", "disable-connected-check=yes");
	}
	lab_add_stub(lab, 1, "10.9.0.1/24");
	lab_originate(lab, 1, "10.9.0.0/24");
	lab_add_stub(lab, 3, "10.9.1.1/24");
	lab_originate(lab, 3, "10.9.1.0/24");
	ck_assert(!add_aggregate(lab, "10.9.0.0/16", summary_only, as_set));
	return lab;
}

static void run(Lab *lab)
{
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
}

static Lab *star(const char *summary_only, const char *as_set)
{
	Lab *lab = star_with(summary_only, as_set);

	run(lab);
	return lab;
}

static const char *text(Lab *lab, unsigned i, const char *columns)
{
	return table_text(table_named(bgp_show_tables, "bgp"), lab_router(lab, i)->bgp, columns);
}

START_TEST(test_beside_its_parts)
{
	Lab *lab = star("no", "no");

	ck_assert_str_eq(text(lab, 4, "prefix as_path aggregator atomic_aggregate med"),
			 "10.9.0.0/16 | 65001 | 65001 10.0.0.2 | yes | -\n"
			 "10.9.0.0/24 | 65001 65010 | - | no | -\n"
			 "10.9.1.0/24 | 65001 65020 | - | no | -\n");
	ck_assert_str_eq(text(lab, 2, "prefix type best suppressed"),
			 "10.9.0.0/16 | aggregate | yes | no\n"
			 "10.9.0.0/24 | external | yes | no\n"
			 "10.9.1.0/24 | external | yes | no\n");
	lab_free(lab);
}
END_TEST

START_TEST(test_summary_only)
{
	Lab *lab = star("yes", "no");

	ck_assert_str_eq(text(lab, 4, "prefix"), "10.9.0.0/16\n");
	ck_assert_str_eq(text(lab, 2, "prefix best suppressed"), "10.9.0.0/16 | yes | no\n"
								 "10.9.0.0/24 | yes | yes\n"
								 "10.9.1.0/24 | yes | yes\n");
	lab_free(lab);
}
END_TEST

/* Who is in the set knows that it has told part of it. */
START_TEST(test_as_set)
{
	Lab *lab = star("yes", "yes");

	ck_assert_str_eq(text(lab, 4, "prefix as_path aggregator atomic_aggregate"),
			 "10.9.0.0/16 | 65001 {65010 65020} | 65001 10.0.0.2 | no\n");
	ck_assert_uint_ge(lab_count(lab, "R1 refuses 10.9.0.0/16 of 10.0.0.2: AS loop: 65010 is in "
					 "the AS path\n"),
			  1);
	lab_free(lab);
}
END_TEST

static void shut_stub(Lab *lab, unsigned i, gboolean shut)
{
	fwd_iface_set_shut(fwd_node_iface(lab_router(lab, i)->fwd, "stub"), shut);
	lab_run(lab, lab->sim->now + SIM_SEC);
}

/* The smaller one is no part of the larger one, which would have ATOMIC_AGGREGATE and a path that begins nowhere. */
START_TEST(test_one_in_another)
{
	Lab *lab = star_with("no", "no");

	ck_assert(!add_aggregate(lab, "10.0.0.0/8", "no", "yes"));
	run(lab);
	shut_stub(lab, 3, TRUE);
	ck_assert_str_eq(text(lab, 4, "prefix as_path atomic_aggregate"),
			 "10.0.0.0/8 | 65001 65010 | no\n"
			 "10.9.0.0/16 | 65001 | yes\n"
			 "10.9.0.0/24 | 65001 65010 | no\n");
	lab_free(lab);
}
END_TEST

static const RibRoute *route(Lab *lab, const char *text_of_prefix)
{
	NetPrefix prefix;

	ck_assert(net_prefix_parse(text_of_prefix, FALSE, &prefix));
	return rib_best(lab_router(lab, 2)->rib, &prefix);
}

/* It is there as long as one of its parts is, and so is its route to nowhere. */
START_TEST(test_parts_come_and_go)
{
	Lab *lab = star("yes", "yes");

	ck_assert_ptr_nonnull(route(lab, "10.9.0.0/16"));
	ck_assert_uint_eq(route(lab, "10.9.0.0/16")->distance, 200);
	ck_assert_int_eq(route(lab, "10.9.0.0/16")->hops[0].kind, RIB_HOP_DISCARD);
	shut_stub(lab, 1, TRUE);
	ck_assert_str_eq(text(lab, 4, "prefix as_path"), "10.9.0.0/16 | 65001 65020\n");
	shut_stub(lab, 3, TRUE);
	ck_assert_str_eq(text(lab, 4, "prefix"), "");
	ck_assert_ptr_null(route(lab, "10.9.0.0/16"));
	ck_assert_uint_eq(lab_bgp(lab, 2)->tables[BGP_FAMILY_IPV4].n_nets, 0);
	shut_stub(lab, 1, FALSE);
	ck_assert_str_eq(text(lab, 4, "prefix as_path"), "10.9.0.0/16 | 65001 65010\n");
	lab_free(lab);
}
END_TEST

/* The same prefix by a network statement comes first. */
START_TEST(test_own_route_to_it)
{
	Lab *lab = star("no", "no");
	LabRouter *r = lab_router(lab, 2);
	RibHop hop = {.kind = RIB_HOP_DISCARD};
	RibRoute route = {.source = &r->igp, .distance = 110, .n_hops = 1, .hops = &hop};

	bgp_class.stop(r->bgp);
	lab_run(lab, 11 * SIM_SEC);
	ck_assert_str_eq(text(lab, 2, "prefix"), "");
	ck_assert(net_prefix_parse("10.9.0.0/16", FALSE, &route.prefix));
	rib_route_update(r->rib, &route);
	lab_originate(lab, 2, "10.9.0.0/16");
	bgp_class.start(r->bgp);
	lab_run(lab, 60 * SIM_SEC);
	ck_assert_msg(strstr(text(lab, 2, "prefix type best rule"),
			     "10.9.0.0/16 | local | yes | local origin\n"
			     "10.9.0.0/16 | aggregate | no | -\n") != NULL,
		      "%s", text(lab, 2, "prefix type best rule"));
	lab_free(lab);
}
END_TEST

START_TEST(test_mistakes)
{
	static const uint32_t ases[] = {65010, 65001};
	static const struct {
		const char *prefix, *says;
	} cases[] = {
		{"10.9.0.0/16", "the aggregate is there twice"},
		{"10.9.0.1/32", "an aggregate must have room for longer prefixes"},
		{"2001:db8::/32", "an aggregate must be an IPv4 prefix"},
	};
	Lab *lab = lab_new(2, ases);
	GError *error;

	ck_assert(!add_aggregate(lab, "10.9.0.0/16", "no", "no"));
	error = add_aggregate(lab, cases[_i].prefix, "no", "no");
	ck_assert_ptr_nonnull(error);
	ck_assert_str_eq(error->message, cases[_i].says);
	g_clear_error(&error);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_aggregate");
	tcase_add_test(tc, test_beside_its_parts);
	tcase_add_test(tc, test_summary_only);
	tcase_add_test(tc, test_as_set);
	tcase_add_test(tc, test_one_in_another);
	tcase_add_test(tc, test_parts_come_and_go);
	tcase_add_test(tc, test_own_route_to_it);
	tcase_add_loop_test(tc, test_mistakes, 0, 3);
	return test_main("bgp_aggregate", tc);
}
