/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/rib_sync.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

static void note(FwdIface *iface, void *user)
{
	g_string_append_printf(user, "%s ", iface->name);
}

START_TEST(states_of_interfaces)
{
	RibLab *lab = rib_lab_new();
	FwdIface *b = rib_lab_iface(lab, "b", NULL, "10.8.1.1/30");
	FwdIface *a = rib_lab_iface(lab, "a2", NULL, "10.8.2.1/30");
	GString *heard = g_string_new(NULL);

	ck_assert_int_eq(rib_sync_get(lab->node, a), RIB_SYNC_NONE);
	ck_assert(!rib_sync_is_watched(lab->node));
	rib_sync_watch(lab->node, note, heard);
	ck_assert(rib_sync_is_watched(lab->node));
	rib_sync_set(lab->node, a, RIB_SYNC_WAITING);
	rib_sync_set(lab->node, a, RIB_SYNC_WAITING);
	ck_assert_int_eq(rib_sync_get(lab->node, a), RIB_SYNC_WAITING);
	ck_assert_int_eq(rib_sync_get(lab->node, b), RIB_SYNC_NONE);
	rib_sync_set(lab->node, b, RIB_SYNC_ACHIEVED);
	ck_assert_str_eq(heard->str, "a2 b ");
	rib_sync_unwatch(lab->node, note, heard);
	rib_sync_set(lab->node, a, RIB_SYNC_NONE);
	ck_assert_str_eq(heard->str, "a2 b ");
	ck_assert_str_eq(rib_sync_state_name(RIB_SYNC_WAITING), "waiting");
	g_string_free(heard, TRUE);
	rib_lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rib_sync");

	tcase_add_test(tc, states_of_interfaces);
	return test_main("rib_sync", tc);
}
