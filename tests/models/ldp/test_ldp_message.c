/* SPDX-License-Identifier: Apache-2.0 */
/* What labels and addresses that a scripted neighbour tells do to forwarding; what is answered: tests/talk. */
#include "tests/models/ldp/ldp_script.h"
#include "tests/testing.h"

/* FEC 10.9.9.9/32 is that of a route on R1 towards the script, R2. */
#define FEC        \
	"01000008" \
	"020001200a090909"
#define LABEL_100 "0200000400000064"
#define MAPPING_100 "0400001800000003" FEC LABEL_100
#define MAPPING_101 "0400001800000004" FEC "0200000400000065"

static Script *established(void)
{
	Script *s = script_new(2);

	script_establish(s);
	lab_route(s->lab, 1, "10.9.9.9/32", 1);
	script_run(s, 100 * SIM_MSEC);
	/* The address that the route's next hop has. */
	script_say(s, "0300000e00000009"
		      "01010006"
		      "00010a010102");
	script_heard(s);
	return s;
}

static uint32_t received(Script *s, const char *prefix)
{
	Fec fec = lab_fec(prefix);
	const LdpBinding *b = ldp_label_find(lab_router(s->lab, 1)->ldp, &fec);
	return b ? ldp_label_received(b, lab_peer(s->lab, 1, 2)) : NET_LABEL_NONE;
}

static const char *decide(Script *s)
{
	return lab_decide(s->lab, 1, "10.9.9.9");
}

START_TEST(test_mapping_makes_lsp)
{
	Script *s = established();

	ck_assert_str_eq(decide(s), "forward to-R2");
	script_say(s, MAPPING_100);
	ck_assert_str_eq(decide(s), "push 100 to-R2");
	ck_assert_str_eq(script_heard(s), "");
	/* Another label for the same FEC: the former one is released. */
	script_say(s, MAPPING_101);
	ck_assert_str_eq(decide(s), "push 101 to-R2");
	ck_assert_str_eq(script_heard(s), "label-release:100");
	/* The same again: nothing to say. */
	script_say(s, MAPPING_101);
	ck_assert_str_eq(script_heard(s), "");
	/* Implicit and explicit null. */
	script_say(s, "0400001800000005" FEC "0200000400000003");
	ck_assert_str_eq(decide(s), "forward to-R2");
	script_say(s, "0400001800000006" FEC "0200000400000000");
	ck_assert_str_eq(decide(s), "push 0 to-R2");
	script_free(s);
}
END_TEST

/* The next hop's address decides whose label counts. */
START_TEST(test_address_withdrawn)
{
	Script *s = established();

	script_say(s, MAPPING_100);
	script_say(s, "0301000e00000007"
		      "01010006"
		      "00010a010102");
	ck_assert_str_eq(decide(s), "forward to-R2");
	ck_assert_uint_eq(received(s, "10.9.9.9/32"), 100);
	script_say(s, "0300000e00000008"
		      "01010006"
		      "00010a010102");
	ck_assert_str_eq(decide(s), "push 100 to-R2");
	script_free(s);
}
END_TEST

START_TEST(test_withdraw_is_answered)
{
	Script *s = established();

	script_say(s, MAPPING_100);
	/* Of another label: answered, but without effect. */
	script_say(s, "0402001800000004" FEC "0200000400000065");
	ck_assert_str_eq(script_heard(s), "label-release:101");
	ck_assert_str_eq(decide(s), "push 100 to-R2");
	script_say(s, "0402001800000005" FEC LABEL_100);
	ck_assert_str_eq(script_heard(s), "label-release:100");
	ck_assert_str_eq(decide(s), "forward to-R2");
	ck_assert_uint_eq(received(s, "10.9.9.9/32"), NET_LABEL_NONE);
	/* Without a label, of what is not there. */
	script_say(s, "0402001000000006" FEC);
	ck_assert_str_eq(script_heard(s), "label-release");
	script_free(s);
}
END_TEST

START_TEST(test_wildcard_withdraw)
{
	Script *s = established();

	script_say(s, MAPPING_100 "0400001800000004"
				  "01000008"
				  "020001200a090908"
				  "0200000400000065");
	ck_assert_uint_eq(received(s, "10.9.9.8/32"), 101);
	script_say(s, "0402000900000005"
		      "0100000101");
	ck_assert_str_eq(script_heard(s), "label-release");
	ck_assert_uint_eq(received(s, "10.9.9.9/32"), NET_LABEL_NONE);
	ck_assert_uint_eq(received(s, "10.9.9.8/32"), NET_LABEL_NONE);
	ck_assert_str_eq(decide(s), "forward to-R2");
	script_free(s);
}
END_TEST

/* Our withdraw waits for the release before the label is free. */
START_TEST(test_release_frees_label)
{
	Script *s = established();
	Fec fec = lab_fec("10.9.9.9/32");
	LdpInstance *ldp = lab_router(s->lab, 1)->ldp;
	uint32_t label = lab_label(s->lab, 1, "10.9.9.9/32");

	lab_unroute(s->lab, 1, "10.9.9.9/32");
	script_run(s, 100 * SIM_MSEC);
	char *withdraw = g_strdup_printf("label-withdraw:%u", label);
	ck_assert_str_eq(script_heard(s), withdraw);
	ck_assert_ptr_nonnull(ldp_label_find(ldp, &fec));
	script_say(s, "0403001000000005" FEC);
	ck_assert_ptr_null(ldp_label_find(ldp, &fec));
	g_free(withdraw);
	script_free(s);
}
END_TEST

/* The session's end takes its labels with it. */
START_TEST(test_session_lost)
{
	Script *s = established();

	script_say(s, MAPPING_100);
	tcp_abort(s->socket);
	s->socket = NULL;
	script_run(s, 100 * SIM_MSEC);
	ck_assert_str_eq(decide(s), "forward to-R2");
	ck_assert_uint_eq(received(s, "10.9.9.9/32"), NET_LABEL_NONE);
	script_free(s);
}
END_TEST

/* More addresses than one PDU holds, and many mappings: all arrive, in PDUs of the negotiated size. */
START_TEST(test_small_pdus)
{
	Script *s = script_new(2);

	for (unsigned i = 0; i < 100; i++) {
		char *prefix = g_strdup_printf("10.7.0.%u/32", i);
		NetPrefix address;
		net_prefix_parse(prefix, TRUE, &address);
		FwdIface *lo = fwd_node_iface(lab_router(s->lab, 1)->fwd, "lo");
		fwd_iface_add_address(lo, &address);
		g_free(prefix);
	}
	script_run(s, 100 * SIM_MSEC);
	script_connect(s);
	/* PDUs of at most 256 bytes. */
	script_say(s, "0200001600000001"
		      "0500000e"
		      "000100b400000100"
		      "0a0000010000" SCRIPT_KEEPALIVE);
	ck_assert_uint_eq(lab_count(s->lab, "R1 sent address "), 2);
	ck_assert_uint_gt(s->largest, 200);
	ck_assert_uint_le(s->largest, 256);
	ck_assert_str_eq(script_heard(s), "initialization keepalive address address "
					  "label-mapping:3 label-mapping:16 label-mapping:3");
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_message");

	tcase_add_test(tc, test_mapping_makes_lsp);
	tcase_add_test(tc, test_address_withdrawn);
	tcase_add_test(tc, test_withdraw_is_answered);
	tcase_add_test(tc, test_wildcard_withdraw);
	tcase_add_test(tc, test_release_frees_label);
	tcase_add_test(tc, test_session_lost);
	tcase_add_test(tc, test_small_pdus);
	return test_main("ldp_message", tc);
}
