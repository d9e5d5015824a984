/* SPDX-License-Identifier: Apache-2.0 */
/* The session as a scripted neighbour sees it: set-up, refusals, errors, time-outs. */
#include "tests/models/ldp/ldp_script.h"
#include "tests/support/golden.h"
#include "tests/testing.h"

#include <string.h>

START_TEST(test_matrix)
{
	GString *matrix = g_string_new(NULL);

	fsm_append_matrix(&ldp_session_fsm, matrix);
	golden_check("tests/models/ldp/session.matrix", matrix->str);
	g_string_free(matrix, TRUE);
}
END_TEST

START_TEST(test_passive_set_up)
{
	Script *s = script_new(2);

	script_run(s, 100 * SIM_MSEC);
	script_connect(s);
	ck_assert_str_eq(script_state(s), "INITIALIZED");
	script_say(s, SCRIPT_INIT_TO_1);
	ck_assert_str_eq(script_state(s), "OPENREC");
	ck_assert_str_eq(script_heard(s), "initialization keepalive");
	script_say(s, SCRIPT_KEEPALIVE);
	ck_assert_str_eq(script_state(s), "OPERATIONAL");
	ck_assert_str_eq(script_heard(s),
			 "address label-mapping:3 label-mapping:16 label-mapping:3");
	script_free(s);
}
END_TEST

START_TEST(test_active_set_up)
{
	Script *s = script_new(1);

	script_run(s, 100 * SIM_MSEC);
	ck_assert_str_eq(script_state(s), "OPENSENT");
	ck_assert_str_eq(script_heard(s), "initialization");
	/* In one PDU, as a peer may. */
	script_say(s, SCRIPT_INIT_TO_2 SCRIPT_KEEPALIVE);
	ck_assert_str_eq(script_state(s), "OPERATIONAL");
	script_free(s);
}
END_TEST

/* Each byte a segment of its own, at an instant of its own. */
START_TEST(test_byte_by_byte)
{
	static const char pdus[] =
		"000100200a0000020000" SCRIPT_INIT_TO_1 "0001000e0a0000020000" SCRIPT_KEEPALIVE;
	Script *s = script_new(2);
	char byte[3] = {0};

	script_run(s, 100 * SIM_MSEC);
	script_connect(s);
	for (const char *p = pdus; *p; p += 2) {
		memcpy(byte, p, 2);
		script_say_raw(s, byte);
	}
	ck_assert_str_eq(script_state(s), "OPERATIONAL");
	script_free(s);
}
END_TEST

/* What is refused while the session is being set up, and how. */
static const struct {
	const char *say; /* after connecting */
	gboolean raw;
	const char *heard;
} refused[] = {
	/* Session parameters: version 2, KeepAlive time 0, somebody else's LDP identifier */
	{"0200001600000001"
	 "0500000e"
	 "000200b400000000"
	 "0a0000010000",
	 FALSE, "notification:Bad Protocol Version! closed"},
	{"0200001600000001"
	 "0500000e"
	 "0001000000000000"
	 "0a0000010000",
	 FALSE, "notification:Session Rejected / Bad KeepAlive Time! closed"},
	{"0200001600000001"
	 "0500000e"
	 "000100b400000000"
	 "0a0000090000",
	 FALSE, "notification:Session Rejected / No Hello! closed"},
	/* Initialization without parameters, and with an unknown TLV that is not to be ignored */
	{"0200000400000001", FALSE, "notification:Missing Message Parameters closed"},
	{"0200001a00000001"
	 "0500000e"
	 "000100b400000000"
	 "0a0000010000"
	 "3eee0000",
	 FALSE, "notification:Unknown TLV closed"},
	/* Other messages first */
	{SCRIPT_KEEPALIVE, FALSE, "notification:Shutdown! closed"},
	{"0300000e00000001"
	 "01010006"
	 "00010a010102",
	 FALSE, "notification:Shutdown! closed"},
	/* PDU of version 2; of length 13; of 5000 bytes; of another LSR */
	{"000200200a0000020000" SCRIPT_INIT_TO_1, TRUE,
	 "notification:Bad Protocol Version! closed"},
	{"0001000d0a0000020000" SCRIPT_INIT_TO_1, TRUE, "notification:Bad PDU Length! closed"},
	{"000113880a0000020000" SCRIPT_INIT_TO_1, TRUE, "notification:Bad PDU Length! closed"},
	{"000100200a0000090000" SCRIPT_INIT_TO_1, TRUE, "notification:Bad LDP Identifier! closed"},
	/* A message longer than its PDU */
	{"0001000e0a0000020000"
	 "0200001600000001",
	 TRUE, "notification:Bad Message Length! closed"},
	/* The peer's own refusal is not answered */
	{"0001001200000001"
	 "0300000a"
	 "8000001000000000"
	 "0000",
	 FALSE, "closed"},
};

START_TEST(test_refused)
{
	Script *s = script_new(2);

	script_run(s, 100 * SIM_MSEC);
	script_connect(s);
	if (refused[_i].raw)
		script_say_raw(s, refused[_i].say);
	else
		script_say(s, refused[_i].say);
	ck_assert_str_eq(script_heard(s), refused[_i].heard);
	ck_assert_str_eq(script_state(s), "NON EXISTENT");
	script_free(s);
}
END_TEST

START_TEST(test_no_hello_no_session)
{
	Script *s = script_new(2);

	script_hush(s);
	script_run(s, 16 * SIM_SEC); /* the one hello that was said has expired */
	script_connect(s);
	ck_assert_str_eq(script_heard(s), "notification:Session Rejected / No Hello! closed");
	script_free(s);
}
END_TEST

START_TEST(test_set_up_times_out)
{
	Script *s = script_new(2);

	script_run(s, 100 * SIM_MSEC);
	script_connect(s);
	script_run(s, 14 * SIM_SEC);
	ck_assert_str_eq(script_state(s), "INITIALIZED");
	script_run(s, 2 * SIM_SEC);
	ck_assert_str_eq(script_heard(s), "notification:KeepAlive Timer Expired! closed");
	script_free(s);
}
END_TEST

/* RFC 5036 2.5.3: 15 s at first, growing to 2 minutes. */
START_TEST(test_active_backs_off)
{
	static const unsigned delays_s[] = {15, 30, 60, 120, 120};
	Script *s = script_new(1);

	script_run(s, 100 * SIM_MSEC);
	for (unsigned i = 0; i < G_N_ELEMENTS(delays_s); i++) {
		ck_assert_str_eq(script_heard(s), "initialization");
		script_say(s, SCRIPT_KEEPALIVE); /* to be refused */
		ck_assert_str_eq(script_heard(s), "notification:Shutdown! closed");
		script_run(s, delays_s[i] * SIM_SEC - SIM_SEC);
		ck_assert_str_eq(script_heard(s), "");
		script_run(s, SIM_SEC);
	}
	/* A peer whose configuration has changed gets a new chance at once. */
	script_say(s, SCRIPT_KEEPALIVE);
	script_heard(s);
	s->sequence = 7;
	script_run(s, 6 * SIM_SEC);
	ck_assert_str_eq(script_heard(s), "initialization");
	script_free(s);
}
END_TEST

/* The smaller KeepAlive time counts: 9 s. Hellos alone do not keep a session. */
START_TEST(test_keepalive_expires)
{
	Script *s = script_new(2);

	script_run(s, 100 * SIM_MSEC);
	script_connect(s);
	script_say(s, "0200001600000001"
		      "0500000e"
		      "0001000900000000"
		      "0a0000010000" SCRIPT_KEEPALIVE);
	script_heard(s);
	script_run(s, 8 * SIM_SEC);
	ck_assert_str_eq(script_state(s), "OPERATIONAL");
	ck_assert_str_eq(script_heard(s), "keepalive keepalive"); /* every 3 s */
	script_say(s, SCRIPT_KEEPALIVE);
	script_run(s, 8 * SIM_SEC);
	ck_assert_str_eq(script_state(s), "OPERATIONAL");
	script_heard(s);
	script_run(s, SIM_SEC);
	ck_assert_ptr_nonnull(
		strstr(script_heard(s), "notification:KeepAlive Timer Expired! closed"));
	ck_assert_str_eq(script_state(s), "NON EXISTENT");
	script_free(s);
}
END_TEST

START_TEST(test_hellos_end)
{
	Script *s = script_new(2);

	script_establish(s);
	script_hush(s);
	script_run(s, 16 * SIM_SEC);
	ck_assert_str_eq(script_heard(s), "notification:Hold Timer Expired! closed");
	ck_assert_str_eq(script_state(s), "");
	script_free(s);
}
END_TEST

START_TEST(test_shutdown_is_answered)
{
	Script *s = script_new(2);

	script_establish(s);
	script_say(s, "0001001200000003"
		      "0300000a"
		      "8000000a00000000"
		      "0000");
	ck_assert_str_eq(script_heard(s), "notification:Shutdown! closed");
	ck_assert_str_eq(script_state(s), "NON EXISTENT");
	/* And the way is free for another session. */
	script_establish(s);
	script_free(s);
}
END_TEST

START_TEST(test_connection_lost)
{
	Script *s = script_new(2);

	script_establish(s);
	tcp_abort(s->socket);
	s->socket = NULL;
	script_run(s, SIM_SEC);
	ck_assert_str_eq(script_state(s), "NON EXISTENT");
	script_establish(s);
	script_free(s);
}
END_TEST

/* A second connection while there is a session is not taken. */
START_TEST(test_second_connection)
{
	Script *s = script_new(2);

	script_establish(s);
	TcpSocket *first = s->socket;
	script_connect(s);
	ck_assert_str_eq(script_heard(s), "closed");
	ck_assert_str_eq(script_state(s), "OPERATIONAL");
	s->socket = first;
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_session");

	tcase_add_test(tc, test_matrix);
	tcase_add_test(tc, test_passive_set_up);
	tcase_add_test(tc, test_active_set_up);
	tcase_add_test(tc, test_byte_by_byte);
	tcase_add_loop_test(tc, test_refused, 0, G_N_ELEMENTS(refused));
	tcase_add_test(tc, test_no_hello_no_session);
	tcase_add_test(tc, test_set_up_times_out);
	tcase_add_test(tc, test_active_backs_off);
	tcase_add_test(tc, test_keepalive_expires);
	tcase_add_test(tc, test_hellos_end);
	tcase_add_test(tc, test_shutdown_is_answered);
	tcase_add_test(tc, test_connection_lost);
	tcase_add_test(tc, test_second_connection);
	return test_main("ldp_session", tc);
}
