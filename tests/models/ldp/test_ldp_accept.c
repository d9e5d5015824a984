/* SPDX-License-Identifier: Apache-2.0 */
/* Which labels R1 accepts on its interfaces, as they are advertised, withdrawn and released. */
#include "models/fwd/accept.h"
#include "tests/models/ldp/ldp_script.h"
#include "tests/testing.h"

#define FEC        \
	"01000008" \
	"020001200a090909"
#define RELEASE "0403001000000005" FEC

/* Of R1: the loopback is the first. */
static FwdIface *iface(Lab *lab, unsigned link)
{
	return g_ptr_array_index(lab_router(lab, 1)->fwd->ifaces, link);
}

static gboolean accepts(Lab *lab, unsigned link, uint32_t label)
{
	return fwd_iface_accepts_label(iface(lab, link), label);
}

static void check_labels(Lab *lab)
{
	for (unsigned i = 1; i < lab_router(lab, 1)->fwd->ifaces->len; i++)
		fwd_iface_set_label_check(iface(lab, i), FWD_LABEL_CHECK_ADVERTISED);
}

/* R2 is the script; R1 has told it of 10.9.9.9/32. */
static Script *established(void)
{
	Script *s = script_new(2);

	check_labels(s->lab);
	script_establish(s);
	lab_route(s->lab, 1, "10.9.9.9/32", 1);
	script_run(s, 100 * SIM_MSEC);
	return s;
}

START_TEST(test_from_the_mapping_on)
{
	Script *s = script_new(2);

	check_labels(s->lab);
	lab_route(s->lab, 1, "10.9.9.9/32", 1);
	uint32_t label = lab_label(s->lab, 1, "10.9.9.9/32");
	ck_assert_uint_ge(label, NET_LABEL_FIRST);
	ck_assert(!accepts(s->lab, 1, label));
	script_establish(s);
	ck_assert(accepts(s->lab, 1, label));
	ck_assert(!accepts(s->lab, 1, label + 1));
	ck_assert(!accepts(s->lab, 1, NET_LABEL_IMPLICIT_NULL));
	ck_assert(!accepts(s->lab, 1, NET_LABEL_IPV4_EXPLICIT_NULL));
	script_free(s);
}
END_TEST

/* What the peer has put on the wire before it hears of the Withdraw is not lost. */
START_TEST(test_withdrawn_until_released)
{
	Script *s = established();
	uint32_t label = lab_label(s->lab, 1, "10.9.9.9/32");

	lab_unroute(s->lab, 1, "10.9.9.9/32");
	script_run(s, 100 * SIM_MSEC);
	ck_assert(accepts(s->lab, 1, label));
	script_say(s, RELEASE);
	ck_assert(!accepts(s->lab, 1, label));
	script_free(s);
}
END_TEST

/* The label is told again while it waits for the release of the first time. */
START_TEST(test_told_again)
{
	Script *s = established();
	uint32_t label = lab_label(s->lab, 1, "10.9.9.9/32");

	lab_unroute(s->lab, 1, "10.9.9.9/32");
	script_run(s, 100 * SIM_MSEC);
	lab_route(s->lab, 1, "10.9.9.9/32", 1);
	script_run(s, 100 * SIM_MSEC);
	ck_assert_uint_eq(lab_label(s->lab, 1, "10.9.9.9/32"), label);
	script_say(s, RELEASE);
	ck_assert(accepts(s->lab, 1, label));
	script_say(s, RELEASE);
	ck_assert(!accepts(s->lab, 1, label));
	script_free(s);
}
END_TEST

/* In turn a label and explicit null: both, until all that was withdrawn has been released. */
START_TEST(test_explicit_null)
{
	Script *s = established();
	uint32_t label = lab_label(s->lab, 1, "10.9.9.9/32");

	lab_router(s->lab, 1)->ldp->egress_label = NET_LABEL_IPV4_EXPLICIT_NULL;
	lab_own_route(s->lab, 1, "10.9.9.9/32");
	script_run(s, 100 * SIM_MSEC);
	ck_assert(accepts(s->lab, 1, label) && accepts(s->lab, 1, NET_LABEL_IPV4_EXPLICIT_NULL));
	lab_unroute(s->lab, 1, "10.9.9.9/32");
	script_run(s, 100 * SIM_MSEC);
	script_say(s, RELEASE);
	ck_assert(accepts(s->lab, 1, label) && accepts(s->lab, 1, NET_LABEL_IPV4_EXPLICIT_NULL));
	script_say(s, RELEASE);
	ck_assert(!accepts(s->lab, 1, label) && !accepts(s->lab, 1, NET_LABEL_IPV4_EXPLICIT_NULL));
	script_free(s);
}
END_TEST

START_TEST(test_given_back_unasked)
{
	Script *s = established();
	uint32_t label = lab_label(s->lab, 1, "10.9.9.9/32");

	script_say(s, RELEASE);
	ck_assert_uint_eq(lab_label(s->lab, 1, "10.9.9.9/32"), label);
	ck_assert(!accepts(s->lab, 1, label));
	script_free(s);
}
END_TEST

static uint32_t label_of_r3(Lab *lab)
{
	return lab_label(lab, 1, "10.0.0.3/32");
}

/* R1 reaches 10.0.0.3 over the third link; it hears R2 on two, the session uses the second one. */
static Lab *two_links(void)
{
	Lab *lab = lab_new(3);

	lab_link(lab, 1, 2);
	lab_link(lab, 1, 2);
	lab_link(lab, 1, 3);
	lab_configure(lab, 0);
	lab_route(lab, 1, "10.0.0.2/32", 2);
	lab_route(lab, 2, "10.0.0.1/32", 2);
	lab_route(lab, 1, "10.0.0.3/32", 3);
	check_labels(lab);
	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	ck_assert_uint_ge(label_of_r3(lab), NET_LABEL_FIRST);
	return lab;
}

/* On every interface on which the peer is heard, and nowhere else: R3 has no session. */
START_TEST(test_interfaces_of_the_peer)
{
	Lab *lab = two_links();
	uint32_t label = label_of_r3(lab);
	FwdLink *first = g_ptr_array_index(lab->links, 0);

	ck_assert(accepts(lab, 1, label) && accepts(lab, 2, label) && !accepts(lab, 3, label));
	fwd_link_set_state(first, FWD_LINK_DOWN);
	lab_run(lab, SIM_SEC);
	ck_assert(!accepts(lab, 1, label) && accepts(lab, 2, label));
	fwd_link_set_state(first, FWD_LINK_UP);
	lab_run(lab, 10 * SIM_SEC);
	ck_assert(accepts(lab, 1, label) && accepts(lab, 2, label));
	fwd_link_set_state(first, FWD_LINK_SILENT);
	lab_run(lab, 16 * SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	ck_assert(!accepts(lab, 1, label) && accepts(lab, 2, label));
	lab_free(lab);
}
END_TEST

START_TEST(test_session_down)
{
	Lab *lab = two_links();
	uint32_t label = label_of_r3(lab);

	ldp_class.stop(&lab_router(lab, 2)->ldp->proto);
	lab_run(lab, 100 * SIM_MSEC);
	ck_assert(!accepts(lab, 1, label) && !accepts(lab, 2, label));
	ldp_class.start(&lab_router(lab, 2)->ldp->proto);
	lab_run(lab, 60 * SIM_SEC);
	ck_assert(accepts(lab, 1, label) && accepts(lab, 2, label));
	ldp_class.stop(&lab_router(lab, 1)->ldp->proto);
	ck_assert(!accepts(lab, 1, label) && !accepts(lab, 2, label));
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp-accept");

	tcase_add_test(tc, test_from_the_mapping_on);
	tcase_add_test(tc, test_withdrawn_until_released);
	tcase_add_test(tc, test_told_again);
	tcase_add_test(tc, test_explicit_null);
	tcase_add_test(tc, test_given_back_unasked);
	tcase_add_test(tc, test_interfaces_of_the_peer);
	tcase_add_test(tc, test_session_down);
	return test_main("ldp-accept", tc);
}
