/* SPDX-License-Identifier: Apache-2.0 */
/* A label range that is used up: what is told, what is remembered, and what happens when labels come back. */
#include "models/net/records.h"
#include "tests/models/ldp/ldp_script.h"
#include "tests/testing.h"

#include <string.h>

#define FEC(octet) \
	"01000008" \
	"020001200a0909" octet
#define ADDRESS            \
	"0300000e00000009" \
	"01010006"         \
	"00010a010102"
#define INIT_ON_DEMAND     \
	"0200001600000001" \
	"0500000e"         \
	"000100b480000000" \
	"0a0000010000"

static void on_refusal(const TraceRecord *record, void *user)
{
	const TraceRefusal *refusal = (const TraceRefusal *)record;

	net_prefix_append(&refusal->prefix, user);
	g_string_append_printf(user, ": %s\n", refusal->reason);
}

static void give_range(Lab *lab, unsigned i, uint32_t first, uint32_t last)
{
	LabRouter *r = lab_router(lab, i);

	r->ldp->range = rib_label_range_get(r->rib_node, first, last);
	ck_assert_ptr_nonnull(r->ldp->range);
}

static void say_about(Script *s, const char *format, uint32_t number)
{
	g_autofree char *text = g_strdup_printf(format, number);

	script_say(s, text);
}

/* Unsolicited: the third FEC gets none, which is told once, whatever else happens; then one comes back. */
START_TEST(test_unsolicited)
{
	Script *s = script_new(2);
	GString *refusals = g_string_new(NULL);

	give_range(s->lab, 1, 100, 102);
	sim_subscribe(s->lab->sim, &trace_refusal, on_refusal, refusals);
	script_establish(s); /* R2's loopback has 16, from before */
	for (unsigned i = 1; i <= 4; i++) {
		g_autofree char *prefix = g_strdup_printf("10.9.9.%u/32", i);
		lab_route(s->lab, 1, prefix, 1);
	}
	script_run(s, 100 * SIM_MSEC);
	ck_assert_str_eq(script_heard(s), "label-mapping:100 label-mapping:101 label-mapping:102");
	ck_assert_str_eq(refusals->str, "10.9.9.4/32: no label: the label range is used up\n");
	/* Who asks for it is told why there is none. */
	script_say(s, "0401001000000015" FEC("04"));
	ck_assert_str_eq(script_heard(s), "notification:No Label Resources");
	lab_route(s->lab, 1, "10.9.9.4/32", 1);
	script_say(s, ADDRESS);
	script_say(s, "0400001800000016" FEC("04") "0200000400000064");
	ck_assert_str_eq(refusals->str, "10.9.9.4/32: no label: the label range is used up\n");
	/* What it has from the next hop, it uses. */
	ck_assert_str_eq(lab_decide(s->lab, 1, "10.9.9.4"), "push 100 to-R2");

	lab_unroute(s->lab, 1, "10.9.9.2/32");
	script_run(s, 100 * SIM_MSEC);
	/* The label is given back with the peer's release, not before. */
	ck_assert_str_eq(script_heard(s), "label-withdraw:101");
	script_say(s, "0403001800000017" FEC("02") "0200000400000065");
	ck_assert_str_eq(script_heard(s),
			 "notification:Label Resources / Available label-mapping:101");
	ck_assert_str_eq(refusals->str, "10.9.9.4/32: no label: the label range is used up\n");

	/* Anew: told again. */
	lab_route(s->lab, 1, "10.9.9.5/32", 1);
	script_run(s, 100 * SIM_MSEC);
	ck_assert_str_eq(refusals->str, "10.9.9.4/32: no label: the label range is used up\n"
					"10.9.9.5/32: no label: the label range is used up\n");
	ck_assert_str_eq(script_heard(s), "");
	script_free(s);
	g_string_free(refusals, TRUE);
}
END_TEST

/* The FEC goes before there is a label: nothing is left of it. */
START_TEST(test_refused_fec_goes)
{
	Script *s = script_new(2);
	Fec fec = lab_fec("10.9.9.2/32");

	give_range(s->lab, 1, 100, 100);
	script_establish(s);
	lab_route(s->lab, 1, "10.9.9.1/32", 1);
	lab_route(s->lab, 1, "10.9.9.2/32", 1);
	ck_assert(ldp_label_find(lab_router(s->lab, 1)->ldp, &fec)->refused);
	lab_unroute(s->lab, 1, "10.9.9.2/32");
	ck_assert_ptr_null(ldp_label_find(lab_router(s->lab, 1)->ldp, &fec));
	script_free(s);
}
END_TEST

static Script *on_demand(void)
{
	Script *s = script_new(2);

	lab_router(s->lab, 1)->ldp->on_demand = TRUE;
	give_range(s->lab, 1, 100, 101);
	script_establish_with(s, INIT_ON_DEMAND);
	for (unsigned i = 1; i <= 4; i++) {
		g_autofree char *prefix = g_strdup_printf("10.9.9.%u/32", i);
		lab_route(s->lab, 1, prefix, 1);
	}
	return s;
}

/* On demand, labels are taken when they are asked for, and come back with the release (A.1.1, A.1.4). */
START_TEST(test_requests_are_refused)
{
	Script *s = on_demand();

	ck_assert_uint_eq(lab_label(s->lab, 1, "10.9.9.1/32"), NET_LABEL_NONE);
	script_say(s, "0401001000000015" FEC("01"));
	script_say(s, "0401001000000016" FEC("02"));
	script_say(s, "0401001000000017" FEC("03"));
	script_say(s, "0401001000000018" FEC("04"));
	ck_assert_str_eq(script_heard(s),
			 "label-mapping:100:request-21 label-mapping:101:request-22 "
			 "notification:No Label Resources "
			 "notification:No Label Resources");
	script_run(s, 40 * SIM_SEC);
	g_string_truncate(s->heard, 0);
	script_say(s, "0403001800000017" FEC("01") "0200000400000064");
	ck_assert_str_eq(script_heard(s), "notification:Label Resources / Available");
	ck_assert_uint_eq(lab_label(s->lab, 1, "10.9.9.1/32"), NET_LABEL_NONE);
	/* Told once. The label is for whoever asks first. */
	script_say(s, "0401001000000019" FEC("04"));
	ck_assert_str_eq(script_heard(s), "label-mapping:100:request-25");
	script_say(s, "040100100000001a" FEC("03"));
	ck_assert_str_eq(script_heard(s), "notification:No Label Resources");
	script_say(s, "0403001800000017" FEC("02") "0200000400000065");
	ck_assert_str_eq(script_heard(s), "notification:Label Resources / Available");
	script_free(s);
}
END_TEST

static void answer_request(Script *s, const char *status)
{
	g_autofree char *format =
		g_strdup_printf("00010012000000050300000a000000%s%%08x0401", status);

	say_about(s, format, s->request);
}

/* The next hop has none: it is asked again when it says so, no sooner, and nothing else is asked of it. */
START_TEST(test_peer_is_out_of_labels)
{
	Script *s = on_demand();

	lab_unroute(s->lab, 1, "10.9.9.2/32");
	lab_unroute(s->lab, 1, "10.9.9.3/32");
	lab_unroute(s->lab, 1, "10.9.9.4/32");
	script_run(s, 100 * SIM_MSEC);
	script_heard(s);
	script_say(s, ADDRESS);
	ck_assert_uint_eq(lab_count(s->lab, "R1 sent label-request"), 2);
	script_heard(s);
	answer_request(s, "0e");
	lab_route(s->lab, 1, "10.9.9.7/32", 1);
	script_run(s, 100 * SIM_SEC);
	ck_assert_uint_eq(lab_count(s->lab, "R1 sent label-request"), 2);
	g_string_truncate(s->heard, 0);
	script_say(s, "00010012000000050300000a0000000f000000000000");
	ck_assert_uint_ge(lab_count(s->lab, "R1 sent label-request"), 4);
	script_free(s);
}
END_TEST

/* A session that comes anew knows nothing of that. */
START_TEST(test_forgotten_with_the_session)
{
	Script *s = on_demand();

	script_say(s, ADDRESS);
	answer_request(s, "0e");
	ck_assert(lab_peer(s->lab, 1, 2)->out_of_labels);
	tcp_abort(s->socket);
	s->socket = NULL;
	script_run(s, SIM_SEC);
	script_establish_with(s, INIT_ON_DEMAND);
	ck_assert(!lab_peer(s->lab, 1, 2)->out_of_labels);
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_resources");

	tcase_add_test(tc, test_unsolicited);
	tcase_add_test(tc, test_refused_fec_goes);
	tcase_add_test(tc, test_requests_are_refused);
	tcase_add_test(tc, test_peer_is_out_of_labels);
	tcase_add_test(tc, test_forgotten_with_the_session);
	return test_main("ldp_resources", tc);
}
