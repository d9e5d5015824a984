/* SPDX-License-Identifier: Apache-2.0 */
/* Loop detection by hop count and path vector. */
#include "models/ldp/ldp_loop.h"
#include "tests/models/ldp/ldp_script.h"
#include "tests/testing.h"

static void limit_all(Lab *lab, uint8_t limit)
{
	for (unsigned i = 1; i <= lab->n; i++)
		if (lab_router(lab, i)->ldp)
			lab_router(lab, i)->ldp->loop_limit = limit;
}

/* What a router was told with a label. */
static const LdpExchange *told(Lab *lab, unsigned at, unsigned by, const char *prefix)
{
	Fec fec = lab_fec(prefix);

	return ldp_exchange_find(ldp_label_find(lab_router(lab, at)->ldp, &fec),
				 lab_peer(lab, at, by));
}

static unsigned lsps(Lab *lab, const char *prefix)
{
	Fec fec = lab_fec(prefix);
	unsigned n = 0;

	for (unsigned i = 1; i <= lab->n; i++)
		n += ldp_label_find(lab_router(lab, i)->ldp, &fec)->has_lsp;
	return n;
}

START_TEST(test_attributes_grow)
{
	Lab *lab = lab_chain(4);

	limit_all(lab, 32);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	const LdpExchange *ex = told(lab, 3, 4, "10.0.0.4/32");
	ck_assert_uint_eq(ldp_attributes(ex->attributes)->hops, 1);
	ck_assert_uint_eq(ldp_attributes(ex->attributes)->n_path, 0);
	ex = told(lab, 1, 2, "10.0.0.4/32");
	ck_assert_uint_eq(ldp_attributes(ex->attributes)->hops, 3);
	ck_assert_uint_eq(ldp_attributes(ex->attributes)->n_path, 2);
	ck_assert_uint_eq(ldp_attributes(ex->attributes)->path[0], 0x0a000002);
	ck_assert_uint_eq(ldp_attributes(ex->attributes)->path[1], 0x0a000003);
	g_autofree char *path = lab_follow(lab, 1, "10.0.0.4");
	ck_assert_str_eq(path, "1 2 3 4 deliver");
	/* R1's label would lead R2 back to itself: it is given back. */
	ck_assert_uint_eq(told(lab, 2, 1, "10.0.0.4/32")->received, NET_LABEL_NONE);
	lab_free(lab);
}
END_TEST

/* Off, nothing is told. */
START_TEST(test_off)
{
	Lab *lab = lab_chain(3);

	lab_start(lab);
	lab_run(lab, SIM_SEC);
	const LdpExchange *ex = told(lab, 1, 2, "10.0.0.3/32");
	ck_assert_uint_eq(ldp_attributes(ex->attributes)->hops, 0);
	ck_assert_uint_eq(ldp_attributes(ex->attributes)->n_path, 0);
	ck_assert_uint_ge(told(lab, 2, 1, "10.0.0.3/32")->received, NET_LABEL_FIRST);
	lab_free(lab);
}
END_TEST

START_TEST(test_too_far)
{
	Lab *lab = lab_chain(4);
	Fec fec = lab_fec("10.0.0.4/32");

	limit_all(lab, 3);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert(ldp_label_find(lab_router(lab, 2)->ldp, &fec)->has_lsp);
	ck_assert(!ldp_label_find(lab_router(lab, 1)->ldp, &fec)->has_lsp);
	ck_assert_uint_ge(lab_count(lab, "R2 received label-release 10.0.0.1"), 1);
	lab_free(lab);
}
END_TEST

/* The routes of three go in a circle. LSPs do so too, but where loops are looked for; once the routes
 * are right they are all there. */
START_TEST(test_circle)
{
	Lab *lab = lab_new(3);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 1, 3);
	lab_configure(lab, 0);
	if (_i)
		limit_all(lab, 32);
	lab_route_chain(lab);
	lab_route_direct(lab, 1, 3, 3);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	lab_route(lab, 1, "10.9.0.0/24", 1);
	lab_route(lab, 2, "10.9.0.0/24", 2);
	lab_route(lab, 3, "10.9.0.0/24", 3);
	lab_run(lab, 10 * SIM_SEC);
	if (_i)
		ck_assert_uint_lt(lsps(lab, "10.9.0.0/24"), 3);
	else
		ck_assert_uint_eq(lsps(lab, "10.9.0.0/24"), 3);
	g_string_truncate(lab->log, 0);
	lab_run(lab, 2 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "label-"), 0);

	lab_own_route(lab, 3, "10.9.0.0/24");
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lsps(lab, "10.9.0.0/24"), 2);
	ck_assert_uint_eq(ldp_attributes(told(lab, 1, 2, "10.9.0.0/24")->attributes)->hops,
			  _i ? 2 : 0);
	lab_free(lab);
}
END_TEST

/* R1 finds itself in the path that a script tells; then in one without it. */
START_TEST(test_own_id_in_path)
{
	Script *s = script_new(2);

	limit_all(s->lab, 32);
	script_establish(s);
	script_say(s, "0400002900000003"
		      "01000008020001200a090909"
		      "0200000400000064"
		      "0103000102"
		      "010400080a0000020a000001");
	ck_assert_str_eq(script_heard(s), "label-release:Loop Detected:100");
	script_say(s, "0400002900000004"
		      "01000008020001200a090909"
		      "0200000400000064"
		      "0103000102"
		      "010400080a0000020a000003");
	ck_assert_str_eq(script_heard(s), "");
	ck_assert_uint_eq(told(s->lab, 1, 2, "10.9.9.9/32")->received, 100);
	/* The same label, now in a circle: what was kept of it goes too. */
	script_say(s, "0400002900000005"
		      "01000008020001200a090909"
		      "0200000400000064"
		      "0103000102"
		      "010400080a0000020a000001");
	Fec fec = lab_fec("10.9.9.9/32");
	ck_assert_ptr_null(ldp_label_find(lab_router(s->lab, 1)->ldp, &fec));
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_loop");

	tcase_add_test(tc, test_attributes_grow);
	tcase_add_test(tc, test_off);
	tcase_add_test(tc, test_too_far);
	tcase_add_loop_test(tc, test_circle, 0, 2);
	tcase_add_test(tc, test_own_id_in_path);
	return test_main("ldp_loop", tc);
}
