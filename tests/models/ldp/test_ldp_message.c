/* SPDX-License-Identifier: Apache-2.0 */
/* What an OPERATIONAL session does with each message of a scripted neighbour, good and bad. */
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

START_TEST(test_request)
{
	Script *s = established();
	char *answer =
		g_strdup_printf("label-mapping:%u:request-5", lab_label(s->lab, 1, "10.9.9.9/32"));

	script_say(s, "0401001000000005" FEC);
	ck_assert_str_eq(script_heard(s), answer);
	script_say(s, "0401001000000006"
		      "01000008"
		      "020001200a090907");
	ck_assert_str_eq(script_heard(s), "notification:No Route");
	/* Answered already: nothing to abort. */
	script_say(s, "0404001800000007" FEC "0600000400000005");
	ck_assert_str_eq(script_heard(s), "");
	g_free(answer);
	script_free(s);
}
END_TEST

/* What costs a message, and what the session. */
static const struct {
	const char *say;
	const char *heard;
	gboolean survives;
} bad[] = {
	/* unknown message: U clear, U set */
	{"0e00000400000003", "notification:Unknown Message Type", TRUE},
	{"8e00000400000003", "", TRUE},
	/* unknown TLV in a mapping: U clear, the mapping is ignored; U set, it counts */
	{"0400001c00000003" FEC LABEL_100 "3eee0000", "notification:Unknown TLV", TRUE},
	{"0400001c00000003" FEC LABEL_100 "beee0000", "", TRUE},
	/* no label; a FEC type that nobody knows; the wildcard in a mapping; a family */
	{"0400001000000003" FEC, "notification:Missing Message Parameters", TRUE},
	{"0400001100000003"
	 "01000001"
	 "80" LABEL_100,
	 "notification:Unknown FEC", TRUE},
	{"0400001100000003"
	 "01000001"
	 "01" LABEL_100,
	 "notification:Unknown FEC", TRUE},
	{"0400001500000003"
	 "01000005"
	 "0200060800" LABEL_100,
	 "notification:Unsupported Address Family", TRUE},
	{"0300000a00000003"
	 "01010002"
	 "0006",
	 "notification:Unsupported Address Family", TRUE},
	/* a notification that is none of our business */
	{"0001001200000003"
	 "0300000a"
	 "0000000d00000000"
	 "0000",
	 "", TRUE},
	/* an Initialization out of place; a hello */
	{SCRIPT_INIT_TO_1, "", TRUE},
	{"0100000c00000003"
	 "04000004"
	 "000f0000",
	 "", TRUE},
	/* TLV beyond the message; message beyond the PDU; a prefix of 33 bits; label 7 */
	{"0400001800000003"
	 "01000108"
	 "020001200a090909" LABEL_100,
	 "notification:Bad TLV Length! closed", FALSE},
	{"0400001900000003" FEC LABEL_100, "notification:Bad Message Length! closed", FALSE},
	{"0400001800000003"
	 "01000008"
	 "020001210a090909" LABEL_100,
	 "notification:Malformed TLV Value! closed", FALSE},
	{"0400001800000003" FEC "0200000400000007", "notification:Malformed TLV Value! closed",
	 FALSE},
};

START_TEST(test_bad_messages)
{
	Script *s = established();

	script_say(s, bad[_i].say);
	ck_assert_str_eq(script_heard(s), bad[_i].heard);
	ck_assert_str_eq(script_state(s), bad[_i].survives ? "OPERATIONAL" : "NON EXISTENT");
	script_free(s);
}
END_TEST

START_TEST(test_unknown_tlv_and_mapping)
{
	Script *s = established();

	script_say(s, "0400001c00000003" FEC LABEL_100 "3eee0000");
	ck_assert_uint_eq(received(s, "10.9.9.9/32"), NET_LABEL_NONE);
	script_say(s, "0400001c00000004" FEC LABEL_100 "beee0000");
	ck_assert_uint_eq(received(s, "10.9.9.9/32"), 100);
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
	tcase_add_test(tc, test_request);
	tcase_add_loop_test(tc, test_bad_messages, 0, G_N_ELEMENTS(bad));
	tcase_add_test(tc, test_unknown_tlv_and_mapping);
	tcase_add_test(tc, test_session_lost);
	tcase_add_test(tc, test_small_pdus);
	return test_main("ldp_message", tc);
}
