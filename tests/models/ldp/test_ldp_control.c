/* SPDX-License-Identifier: Apache-2.0 */
/* Label distribution control (RFC 5036 2.6.1), and LSPs that follow routes as the IGP moves. */
#include "tests/models/ldp/ldp_lab.h"
#include "tests/testing.h"

#include <string.h>

static void assert_push(Lab *lab, unsigned i, const char *address, uint32_t label)
{
	char *expected = g_strdup_printf("push %u to-R%u", label, i + 1);

	ck_assert_str_eq(lab_decide(lab, i, address), expected);
	g_free(expected);
}

static void order_all(Lab *lab)
{
	for (unsigned i = 1; i <= lab->n; i++)
		lab_router(lab, i)->ldp->control = &ldp_control_ordered;
}

/* Where a line with the text begins in the log, counted from its start. */
static size_t logged_at(const Lab *lab, const char *text)
{
	const char *found = strstr(lab->log->str, text);

	ck_assert_msg(found != NULL, "\"%s\" is not in the log", text);
	return found - lab->log->str;
}

/* A chain with a FEC that is R4's own, of which nobody has heard yet: the label goes from hop to hop. */
START_TEST(test_ordered_from_the_egress)
{
	Lab *lab = lab_chain(4);

	order_all(lab);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	/* R2 and R3 have routes first: nothing is said before R4 says it. */
	lab_route(lab, 1, "10.9.0.0/24", 1);
	lab_route(lab, 2, "10.9.0.0/24", 2);
	lab_route(lab, 3, "10.9.0.0/24", 3);
	g_string_truncate(lab->log, 0);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab->log->str, "");
	ck_assert_str_eq(lab_decide(lab, 1, "10.9.0.1"), "forward to-R2");

	lab_own_route(lab, 4, "10.9.0.0/24");
	lab_run(lab, SIM_SEC);
	ck_assert_uint_lt(logged_at(lab, "R3 received label-mapping 10.0.0.4"),
			  logged_at(lab, "R2 received label-mapping 10.0.0.3"));
	ck_assert_uint_lt(logged_at(lab, "R2 received label-mapping 10.0.0.3"),
			  logged_at(lab, "R1 received label-mapping 10.0.0.2"));
	assert_push(lab, 1, "10.9.0.1", lab_label(lab, 2, "10.9.0.0/24"));

	/* The egress loses it: the withdraws go the same way, each is released. */
	g_string_truncate(lab->log, 0);
	lab_unroute(lab, 4, "10.9.0.0/24");
	lab_run(lab, SIM_SEC);
	ck_assert_uint_lt(logged_at(lab, "R3 received label-withdraw 10.0.0.4"),
			  logged_at(lab, "R3 sent label-release 10.0.0.4"));
	ck_assert_uint_lt(logged_at(lab, "R3 sent label-release 10.0.0.4"),
			  logged_at(lab, "R2 received label-withdraw 10.0.0.3"));
	ck_assert_uint_lt(logged_at(lab, "R2 received label-withdraw 10.0.0.3"),
			  logged_at(lab, "R1 received label-withdraw 10.0.0.2"));
	ck_assert_uint_eq(lab_count(lab, "received label-withdraw"),
			  lab_count(lab, "received label-release"));
	ck_assert_str_eq(lab_decide(lab, 1, "10.9.0.1"), "forward to-R2");
	lab_free(lab);
}
END_TEST

static void assert_path(Lab *lab, unsigned from, const char *address, const char *expected)
{
	g_autofree char *path = lab_follow(lab, from, address);

	ck_assert_str_eq(path, expected);
}

/* R1 - R2 - R4 and R1 - R3 - R4; R4's loopback is reached through R2. */
static Lab *square(gboolean ordered)
{
	Lab *lab = lab_new(4);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 4);
	lab_link(lab, 1, 3);
	lab_link(lab, 3, 4);
	lab_configure(lab, 0);
	if (ordered)
		order_all(lab);
	lab_route(lab, 1, "10.0.0.2/32", 1);
	lab_route(lab, 1, "10.0.0.3/32", 3);
	lab_route(lab, 1, "10.0.0.4/32", 1);
	lab_route(lab, 2, "10.0.0.1/32", 1);
	lab_route(lab, 2, "10.0.0.4/32", 2);
	lab_route(lab, 3, "10.0.0.1/32", 3);
	lab_route(lab, 3, "10.0.0.4/32", 4);
	lab_route(lab, 4, "10.0.0.1/32", 2);
	lab_route(lab, 4, "10.0.0.2/32", 2);
	lab_route(lab, 4, "10.0.0.3/32", 4);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	return lab;
}

/* A link goes down and the IGP moves, at one router after the other; then back again. */
START_TEST(test_lsp_follows_the_igp)
{
	Lab *lab = square(_i);
	FwdLink *link = g_ptr_array_index(lab->links, 1);

	assert_path(lab, 1, "10.0.0.4", "1 2 4 deliver");
	fwd_link_set_state(link, FWD_LINK_DOWN);
	lab_route(lab, 2, "10.0.0.4/32", 1);
	lab_route(lab, 4, "10.0.0.1/32", 4);
	lab_route(lab, 4, "10.0.0.2/32", 4);
	lab_run(lab, 100 * SIM_MSEC);
	/* As the routes loop, so do packets, but nothing stays behind of it. */
	lab_route(lab, 1, "10.0.0.4/32", 3);
	lab_run(lab, SIM_SEC);
	assert_path(lab, 1, "10.0.0.4", "1 3 4 deliver");
	assert_path(lab, 2, "10.0.0.4", "2 1 3 4 deliver");
	ck_assert_str_eq(lab_state(lab, 2, 4), "");

	fwd_link_set_state(link, FWD_LINK_UP);
	lab_route(lab, 1, "10.0.0.4/32", 1);
	lab_route(lab, 2, "10.0.0.4/32", 2);
	lab_route(lab, 4, "10.0.0.2/32", 2);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 2, 4), "OPERATIONAL");
	assert_path(lab, 1, "10.0.0.4", "1 2 4 deliver");
	assert_path(lab, 3, "10.0.0.4", "3 4 deliver");
	ck_assert_uint_eq(lab_count(lab, "received label-withdraw"),
			  lab_count(lab, "received label-release"));
	lab_free(lab);
}
END_TEST

/* Three routers, ordered: the next hop changes to one whose label has been kept, and to one without. */
START_TEST(test_ordered_needs_the_new_next_hop)
{
	Lab *lab = lab_new(3);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 2, 3);
	lab_configure(lab, 0);
	order_all(lab);
	lab_route_chain(lab);
	lab_own_route(lab, 3, "10.9.0.0/24");
	lab_route(lab, 2, "10.9.0.0/24", 2);
	lab_route(lab, 1, "10.9.0.0/24", 1);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	assert_push(lab, 1, "10.9.0.1", lab_label(lab, 2, "10.9.0.0/24"));
	g_string_truncate(lab->log, 0);
	lab_route(lab, 2, "10.9.0.0/24", 3);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab->log->str, "");

	/* Towards R1 itself, which has no label from R2's own point of view: the LSP is gone. */
	lab_route(lab, 2, "10.9.0.0/24", 1);
	lab_unroute(lab, 1, "10.9.0.0/24");
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R1 received label-withdraw 10.0.0.2"), 1);
	ck_assert_uint_eq(lab_count(lab, "R3 received label-withdraw 10.0.0.2"), 1);
	ck_assert_str_eq(lab_decide(lab, 2, "10.9.0.1"), "forward to-R1");
	lab_route(lab, 2, "10.9.0.0/24", 2);
	lab_route(lab, 1, "10.9.0.0/24", 1);
	lab_run(lab, SIM_SEC);
	assert_push(lab, 1, "10.9.0.1", lab_label(lab, 2, "10.9.0.0/24"));
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_control");

	tcase_add_test(tc, test_ordered_from_the_egress);
	tcase_add_loop_test(tc, test_lsp_follows_the_igp, 0, 2);
	tcase_add_test(tc, test_ordered_needs_the_new_next_hop);
	return test_main("ldp_control", tc);
}
