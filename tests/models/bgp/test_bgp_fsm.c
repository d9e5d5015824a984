/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_fsm.h"
#include "tests/support/golden.h"
#include "tests/testing.h"

START_TEST(test_matrix)
{
	GString *matrix = g_string_new(NULL);
	fsm_append_matrix(&bgp_fsm_type, matrix);
	golden_check("tests/models/bgp/bgp.fsm", matrix->str);
	g_string_free(matrix, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_fsm");
	tcase_add_test(tc, test_matrix);
	return test_main("bgp_fsm", tc);
}
