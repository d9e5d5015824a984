/* SPDX-License-Identifier: Apache-2.0 */
/* Downstream on demand and conservative retention: who asks whom, and what is kept. */
#include "models/ldp/ldp_request.h"
#include "tests/models/ldp/ldp_script.h"
#include "tests/testing.h"

#include <string.h>

/* The modes of all routers, by the bits of a number. */
static void set_modes(Lab *lab, unsigned bits)
{
	for (unsigned i = 1; i <= lab->n; i++) {
		LdpInstance *ldp = lab_router(lab, i)->ldp;

		if (ldp == NULL)
			continue;
		ldp->on_demand = bits & 1;
		ldp->conservative = (bits & 2) != 0;
		ldp->control = bits & 4 ? &ldp_control_ordered : &ldp_control_independent;
	}
}

static uint32_t received(Lab *lab, unsigned at, unsigned from, const char *prefix)
{
	Fec fec = lab_fec(prefix);
	const LdpBinding *b = ldp_label_find(lab_router(lab, at)->ldp, &fec);

	return b ? ldp_label_received(b, lab_peer(lab, at, from)) : NET_LABEL_NONE;
}

static void assert_lsp(Lab *lab, const char *address, const char *expected)
{
	g_autofree char *path = lab_follow(lab, 1, address);

	ck_assert_str_eq(path, expected);
}

/* In every combination the LSPs are the same; what is kept beside them differs. */
START_TEST(test_all_modes)
{
	Lab *lab = lab_chain(4);
	gboolean on_demand = _i & 1, conservative = (_i & 2) != 0;

	set_modes(lab, _i);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	assert_lsp(lab, "10.0.0.4", "1 2 3 4 deliver");
	ck_assert_uint_ge(received(lab, 1, 2, "10.0.0.4/32"), NET_LABEL_FIRST);
	ck_assert_uint_eq(received(lab, 3, 4, "10.0.0.4/32"), NET_LABEL_IMPLICIT_NULL);
	/* R3 has no use for R2's label of R4. */
	ck_assert_int_eq(received(lab, 3, 2, "10.0.0.4/32") == NET_LABEL_NONE,
			 on_demand || conservative);
	ck_assert_int_eq(lab_count(lab, "label-request") > 0, on_demand || conservative);
	ck_assert_uint_eq(lab_count(lab, "notification"), 0);

	/* The last link fails and comes back. */
	fwd_link_set_state(g_ptr_array_index(lab->links, 2), FWD_LINK_DOWN);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_label(lab, 3, "10.0.0.4/32"), NET_LABEL_NONE);
	fwd_link_set_state(g_ptr_array_index(lab->links, 2), FWD_LINK_UP);
	/* R2 was told that there is no route: it asks again later. */
	lab_run(lab, on_demand ? 31 * SIM_SEC : SIM_SEC);
	assert_lsp(lab, "10.0.0.4", "1 2 3 4 deliver");
	ck_assert_uint_ge(received(lab, 1, 2, "10.0.0.4/32"), NET_LABEL_FIRST);
	ck_assert_uint_ge(received(lab, 2, 3, "10.0.0.4/32"), NET_LABEL_FIRST);
	lab_free(lab);
}
END_TEST

/* The route moves to a neighbour whose label was given back: it is asked, the former one's goes. */
START_TEST(test_conservative_asks_the_new_next_hop)
{
	Lab *lab = lab_new(3);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 1, 3);
	lab_configure(lab, 0);
	set_modes(lab, 2 | (unsigned)_i);
	lab_route_chain(lab);
	lab_route_direct(lab, 1, 3, 3);
	lab_own_route(lab, 3, "10.9.0.0/24");
	lab_route(lab, 1, "10.9.0.0/24", 1);
	lab_route(lab, 2, "10.9.0.0/24", 2);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	assert_lsp(lab, "10.9.0.1", "1 2 3 drop: discard route");
	ck_assert_uint_eq(received(lab, 1, 3, "10.9.0.0/24"), NET_LABEL_NONE);
	g_string_truncate(lab->log, 0);
	lab_route(lab, 1, "10.9.0.0/24", 3);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R1 sent label-request 10.0.0.3"), 1);
	ck_assert_uint_eq(lab_count(lab, "R2 received label-release 10.0.0.1"), 1);
	ck_assert_uint_eq(received(lab, 1, 2, "10.9.0.0/24"), NET_LABEL_NONE);
	assert_lsp(lab, "10.9.0.1", "1 3 drop: discard route");
	lab_free(lab);
}
END_TEST

#define FEC        \
	"01000008" \
	"020001200a090909"
#define ADDRESS            \
	"0300000e00000009" \
	"01010006"         \
	"00010a010102"
#define INIT_ON_DEMAND     \
	"0200001600000001" \
	"0500000e"         \
	"000100b480000000" \
	"0a0000010000"

/* R1, on demand, and R2, a script that proposes it too and has the address of R1's next hop. */
static Script *on_demand(gboolean ordered)
{
	Script *s = script_new(2);

	set_modes(s->lab, ordered ? 5 : 1);
	script_establish_with(s, INIT_ON_DEMAND);
	ck_assert_str_eq(script_heard(s), "");
	return s;
}

/* Where only one of both proposes it, labels come unsolicited (3.5.3). */
START_TEST(test_both_must_want_it)
{
	Script *s = script_new(2);

	set_modes(s->lab, 1);
	script_establish_with(s, SCRIPT_INIT_TO_1);
	ck_assert(!lab_peer(s->lab, 1, 2)->on_demand);
	ck_assert_uint_ge(lab_count(s->lab, "R1 sent label-mapping"), 1);
	script_free(s);
}
END_TEST

static void say_about(Script *s, const char *format, uint32_t id)
{
	char *text = g_strdup_printf(format, id);

	script_say(s, text);
	g_free(text);
}

/* No route there: asked again after a while, and at once when the label came. */
START_TEST(test_no_route_is_asked_again)
{
	Script *s = on_demand(FALSE);

	script_say(s, ADDRESS);
	script_heard(s);
	lab_route(s->lab, 1, "10.9.9.9/32", 1);
	script_run(s, 100 * SIM_MSEC);
	ck_assert_str_eq(script_heard(s), "label-request");
	say_about(s,
		  "0001001200000005"
		  "0300000a"
		  "0000000d"
		  "%08x"
		  "0401",
		  s->request);
	script_run(s, 29 * SIM_SEC);
	ck_assert_uint_eq(lab_count(s->lab, "R1 sent label-request"), 2);
	script_heard(s);
	script_run(s, 2 * SIM_SEC);
	ck_assert_str_eq(script_heard(s), "label-request");
	say_about(s,
		  "0400002000000006" FEC "0200000400000064"
		  "06000004"
		  "%08x",
		  s->request);
	ck_assert_str_eq(lab_decide(s->lab, 1, "10.9.9.9"), "push 100 to-R2");
	ck_assert_str_eq(script_heard(s), "");
	script_free(s);
}
END_TEST

/* The route goes before the answer has come. */
START_TEST(test_request_is_aborted)
{
	Script *s = on_demand(FALSE);

	script_say(s, ADDRESS);
	lab_route(s->lab, 1, "10.9.9.9/32", 1);
	script_run(s, 100 * SIM_MSEC);
	script_heard(s);
	char *expected = g_strdup_printf("label-abort:request-%u", s->request);
	lab_unroute(s->lab, 1, "10.9.9.9/32");
	script_run(s, 100 * SIM_MSEC);
	ck_assert_str_eq(script_heard(s), expected);
	g_free(expected);
	script_free(s);
}
END_TEST

/* Ordered: the script's request waits for R1's own LSP; it may be taken back, or be in vain. */
START_TEST(test_pending_request)
{
	Script *s = on_demand(TRUE);

	lab_route(s->lab, 1, "10.9.9.9/32", 1);
	script_say(s, "0401001000000015" FEC);
	ck_assert_str_eq(script_heard(s), "");
	/* Of another request: nothing to take back. */
	script_say(s, "0404001800000016" FEC "0600000400000014");
	ck_assert_str_eq(script_heard(s), "");
	script_say(s, "0404001800000017" FEC "0600000400000015");
	ck_assert_str_eq(script_heard(s), "notification:Label Request Aborted:request-21");
	script_say(s, "0401001000000018" FEC);
	ck_assert_str_eq(script_heard(s), "");
	lab_unroute(s->lab, 1, "10.9.9.9/32");
	script_run(s, 100 * SIM_MSEC);
	ck_assert_str_eq(script_heard(s), "notification:No Route");
	/* Its own prefix it answers at once. */
	script_say(s, "0401001000000019"
		      "01000008"
		      "020001200a000001");
	ck_assert_str_eq(script_heard(s), "label-mapping:3:request-25");
	script_free(s);
}
END_TEST

/* A request from the next hop itself. */
START_TEST(test_request_in_a_circle)
{
	Script *s = on_demand(FALSE);

	script_say(s, ADDRESS);
	lab_route(s->lab, 1, "10.9.9.9/32", 1);
	script_run(s, 100 * SIM_MSEC);
	script_heard(s);
	script_say(s, "0401001000000015" FEC);
	ck_assert_str_eq(script_heard(s), "notification:Loop Detected");
	script_free(s);
}
END_TEST

/* A label that was given back is not told again until it is asked for. */
START_TEST(test_released_label_stays_released)
{
	Script *s = script_new(2);

	script_establish(s);
	lab_route(s->lab, 1, "10.9.9.9/32", 1);
	script_run(s, 100 * SIM_MSEC);
	script_heard(s);
	uint32_t label = lab_label(s->lab, 1, "10.9.9.9/32");
	say_about(s,
		  "0403001800000015" FEC "02000004"
		  "%08x",
		  label);
	lab_own_route(s->lab, 1, "10.8.0.0/16");
	/* An address that is no next hop: one that asks for a label of ours may not be (LRq.3). */
	script_say(s, "0300000e00000009"
		      "01010006"
		      "00010a010109");
	script_say(s, "0400001800000016" FEC "0200000400000064");
	ck_assert_str_eq(script_heard(s), "label-mapping:3");
	char *answer = g_strdup_printf("label-mapping:%u:request-23", label);
	script_say(s, "0401001000000017" FEC);
	ck_assert_str_eq(script_heard(s), answer);
	g_free(answer);
	script_say(s, ADDRESS);
	script_say(s, "0401001000000018" FEC);
	ck_assert_str_eq(script_heard(s), "notification:Loop Detected");
	script_free(s);
}
END_TEST

/* R1 asks for what it needs, R2 and R3 for what is asked of them; R4 has no use for anything. */
static Lab *on_request(unsigned n)
{
	Lab *lab = lab_chain(n);

	set_modes(lab, 1 | 4);
	for (unsigned i = 2; i <= n; i++)
		lab_router(lab, i)->ldp->on_request = TRUE;
	return lab;
}

static size_t logged_at(const Lab *lab, const char *text)
{
	const char *found = strstr(lab->log->str, text);

	ck_assert_msg(found != NULL, "\"%s\" is not in the log", text);
	return found - lab->log->str;
}

/* R1 never asks, and is told by R2 when that one, under ordered control, has been told by R3. */
START_TEST(test_whoever_is_told_unasked_needs_all_labels)
{
	Lab *lab = lab_chain(3);

	for (unsigned i = 2; i <= 3; i++)
		lab_router(lab, i)->ldp->on_demand = TRUE;
	lab_router(lab, 2)->ldp->on_request = TRUE;
	lab_router(lab, 2)->ldp->control = &ldp_control_ordered;
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_ne(received(lab, 1, 2, "10.0.0.3/32"), NET_LABEL_NONE);
	assert_lsp(lab, "10.0.0.3", "1 2 3 deliver");
	lab_free(lab);
}
END_TEST

/* A.1.1, A.1.3, A.1.4: request, abort and release are passed on. */
START_TEST(test_requests_are_passed_on)
{
	Lab *lab = on_request(4);

	lab_start(lab);
	lab_run(lab, SIM_SEC);
	assert_lsp(lab, "10.0.0.4", "1 2 3 4 deliver");
	ck_assert_uint_eq(received(lab, 3, 2, "10.0.0.1/32"), NET_LABEL_NONE);
	ck_assert_uint_eq(received(lab, 4, 3, "10.0.0.1/32"), NET_LABEL_NONE);
	ck_assert_uint_eq(lab_label(lab, 2, "10.0.0.1/32"), NET_LABEL_NONE);

	/* A FEC that R4 has no route for yet: the request gets as far as that. */
	lab_route(lab, 2, "10.9.0.0/24", 2);
	lab_route(lab, 3, "10.9.0.0/24", 3);
	lab_run(lab, SIM_SEC);
	g_string_truncate(lab->log, 0);
	lab_route(lab, 1, "10.9.0.0/24", 1);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_lt(logged_at(lab, "R2 received label-request 10.0.0.1"),
			  logged_at(lab, "R3 received label-request 10.0.0.2"));
	ck_assert_uint_lt(logged_at(lab, "R3 received label-request 10.0.0.2"),
			  logged_at(lab, "R4 received label-request 10.0.0.3"));
	ck_assert_uint_eq(lab_count(lab, "R3 received notification 10.0.0.4"), 1);
	ck_assert_uint_eq(lab_count(lab, "label-mapping"), 0);
	/* R3 alone asks again; the label comes all the way. */
	lab_own_route(lab, 4, "10.9.0.0/24");
	g_string_truncate(lab->log, 0);
	lab_run(lab, 30 * SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "sent label-request"), 1);
	assert_lsp(lab, "10.9.0.1", "1 2 3 4 drop: discard route");

	/* Nobody needs it any more: it is given back hop by hop. */
	g_string_truncate(lab->log, 0);
	lab_unroute(lab, 1, "10.9.0.0/24");
	lab_router(lab, 1)->ldp->conservative = TRUE;
	lab_run(lab, SIM_SEC);
	lab_route(lab, 1, "10.9.0.0/24", 1);
	lab_unroute(lab, 1, "10.9.0.0/24");
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R4 received label-release 10.0.0.3"), 1);
	ck_assert_uint_eq(lab_label(lab, 2, "10.9.0.0/24"), NET_LABEL_NONE);
	ck_assert_uint_eq(lab_label(lab, 3, "10.9.0.0/24"), NET_LABEL_NONE);
	lab_free(lab);
}
END_TEST

START_TEST(test_aborts_are_passed_on)
{
	Lab *lab = on_request(3);

	lab_start(lab);
	lab_run(lab, SIM_SEC);
	/* R3 does not answer while it is cut off. */
	lab_route(lab, 2, "10.9.0.0/24", 2);
	fwd_link_set_state(g_ptr_array_index(lab->links, 1), FWD_LINK_SILENT);
	lab_route(lab, 1, "10.9.0.0/24", 1);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R2 sent label-abort 10.0.0.3"), 0);
	lab_unroute(lab, 1, "10.9.0.0/24");
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R2 received label-abort 10.0.0.1"), 1);
	ck_assert_uint_eq(lab_count(lab, "R1 received notification 10.0.0.2"), 1);
	ck_assert_uint_eq(lab_count(lab, "R2 sent label-abort 10.0.0.3"), 1);
	lab_free(lab);
}
END_TEST

static const LdpAttributes *passed_on(Lab *lab, unsigned at, const char *prefix)
{
	Fec fec = lab_fec(prefix);

	return ldp_label_find(lab_router(lab, at)->ldp, &fec)->passed_on;
}

/* A.2.6: R1, where loops are looked for, begins to count; R2 passes it on though it does not look. */
START_TEST(test_requests_count_hops)
{
	Lab *lab = on_request(4);
	NetAddr two = lab_loopback(2);
	LdpAttributes in = {.given = TRUE, .hops = 7, .n_path = 1, .path = {99}};
	Fec fec = lab_fec("10.9.0.0/24");

	lab_router(lab, 1)->ldp->loop_limit = LDP_PATH_MAX;
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(passed_on(lab, 2, "10.0.0.4/32")->hops, 1);
	ck_assert_uint_eq(passed_on(lab, 3, "10.0.0.4/32")->hops, 2);
	ck_assert_uint_eq(passed_on(lab, 4, "10.0.0.4/32")->hops, 3);
	ck_assert_uint_eq(passed_on(lab, 4, "10.0.0.4/32")->n_path, 0);

	/* A path vector, as of an LSR that does not merge, goes on with this router before it. */
	lab_route(lab, 2, "10.9.0.0/24", 2);
	lab_route(lab, 3, "10.9.0.0/24", 3);
	ck_assert(ldp_request_receive(lab_peer(lab, 2, 1), &fec, 1000, &in));
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(passed_on(lab, 3, "10.9.0.0/24")->hops, 8);
	ck_assert_uint_eq(passed_on(lab, 3, "10.9.0.0/24")->n_path, 2);
	ck_assert_uint_eq(passed_on(lab, 3, "10.9.0.0/24")->path[0], net_addr_to_ipv4(&two));
	ck_assert_uint_eq(passed_on(lab, 3, "10.9.0.0/24")->path[1], 99);

	/* One that has been here, and one that has come too far. */
	lab_router(lab, 2)->ldp->loop_limit = LDP_PATH_MAX;
	g_string_truncate(lab->log, 0);
	in.path[0] = net_addr_to_ipv4(&two);
	ck_assert(ldp_request_receive(lab_peer(lab, 2, 1), &fec, 1001, &in));
	in = (LdpAttributes){.given = TRUE, .hops = LDP_PATH_MAX};
	ck_assert(ldp_request_receive(lab_peer(lab, 2, 1), &fec, 1002, &in));
	lab_run(lab, SIM_SEC);
	ck_assert_uint_eq(lab_count(lab, "R1 received notification 10.0.0.2"), 2);
	ck_assert_uint_eq(lab_count(lab, "R2 sent label-request"), 0);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_request");

	tcase_add_loop_test(tc, test_all_modes, 0, 8);
	tcase_add_loop_test(tc, test_conservative_asks_the_new_next_hop, 0, 2);
	tcase_add_test(tc, test_both_must_want_it);
	tcase_add_test(tc, test_no_route_is_asked_again);
	tcase_add_test(tc, test_request_is_aborted);
	tcase_add_test(tc, test_pending_request);
	tcase_add_test(tc, test_request_in_a_circle);
	tcase_add_test(tc, test_released_label_stays_released);
	tcase_add_test(tc, test_requests_are_passed_on);
	tcase_add_test(tc, test_whoever_is_told_unasked_needs_all_labels);
	tcase_add_test(tc, test_aborts_are_passed_on);
	tcase_add_test(tc, test_requests_count_hops);
	return test_main("ldp_request", tc);
}
