/* SPDX-License-Identifier: Apache-2.0 */
/* The state machines as tables: every state against every event. */
#include "models/ospf/ospf_iface.h"
#include "tests/support/golden.h"
#include "tests/testing.h"

static void check_matrix(const FsmType *type, const char *path)
{
	GString *out = g_string_new(NULL);

	fsm_append_matrix(type, out);
	golden_check(path, out->str);
	g_string_free(out, TRUE);
}

START_TEST(neighbor_matrix)
{
	check_matrix(&ospf_neighbor_fsm_type, "tests/models/ospf/neighbor_fsm.txt");
}
END_TEST

START_TEST(interface_matrix)
{
	check_matrix(&ospf_iface_fsm_type, "tests/models/ospf/interface_fsm.txt");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_neighbor");
	tcase_add_test(tc, neighbor_matrix);
	tcase_add_test(tc, interface_matrix);
	return test_main("ospf_neighbor", tc);
}
