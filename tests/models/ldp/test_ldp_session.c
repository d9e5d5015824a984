/* SPDX-License-Identifier: Apache-2.0 */
/* The session's state machine as a matrix, and a stream cut into bytes; the rest are talks (tests/talk). */
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

int main(void)
{
	TCase *tc = tcase_create("ldp_session");

	tcase_add_test(tc, test_matrix);
	tcase_add_test(tc, test_byte_by_byte);
	return test_main("ldp_session", tc);
}
