/* SPDX-License-Identifier: Apache-2.0 */
/* What the IGP is told about interfaces (RFC 5443). */
#include "models/rib/rib_sync.h"
#include "tests/models/ldp/ldp_lab.h"
#include "tests/testing.h"

static const char *sync_at_1(Lab *lab, const char *iface)
{
	LabRouter *r = lab_router(lab, 1);

	return rib_sync_state_name(rib_sync_get(r->rib_node, fwd_node_iface(r->fwd, iface)));
}

static void on_sync(FwdIface *iface, void *user)
{
	(void)iface;
	(*(unsigned *)user)++;
}

static Lab *watched(unsigned *told)
{
	Lab *lab = lab_new(2);

	lab_link(lab, 1, 2);
	lab_link(lab, 1, 2);
	lab_configure(lab, 0);
	lab_route_direct(lab, 1, 2, 1);
	rib_sync_watch(lab_router(lab, 1)->rib_node, on_sync, told);
	ck_assert_str_eq(sync_at_1(lab, "to-R2"), "not required");
	lab_start(lab);
	return lab;
}

/* Two links and one session: each waits for its own adjacency, and 10 s from then on. */
START_TEST(test_delay)
{
	unsigned told = 0;
	Lab *lab = watched(&told);

	ck_assert_str_eq(sync_at_1(lab, "to-R2"), "waiting");
	ck_assert_str_eq(sync_at_1(lab, "lo"), "not required");
	lab_run(lab, 9 * SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	ck_assert_str_eq(sync_at_1(lab, "to-R2"), "waiting");
	lab_run(lab, 2 * SIM_SEC);
	ck_assert_str_eq(sync_at_1(lab, "to-R2"), "achieved");
	ck_assert_str_eq(sync_at_1(lab, "to-R2-2"), "achieved");
	ck_assert_uint_eq(told, 4);

	/* One adjacency goes; the session stays with the other. */
	fwd_link_set_state(g_ptr_array_index(lab->links, 1), FWD_LINK_DOWN);
	ck_assert_str_eq(sync_at_1(lab, "to-R2"), "achieved");
	ck_assert_str_eq(sync_at_1(lab, "to-R2-2"), "waiting");
	fwd_link_set_state(g_ptr_array_index(lab->links, 1), FWD_LINK_UP);
	lab_run(lab, 5 * SIM_SEC);
	ck_assert_str_eq(sync_at_1(lab, "to-R2-2"), "waiting");
	lab_run(lab, 6 * SIM_SEC);
	ck_assert_str_eq(sync_at_1(lab, "to-R2-2"), "achieved");
	rib_sync_unwatch(lab_router(lab, 1)->rib_node, on_sync, &told);
	lab_free(lab);
}
END_TEST

/* The session is lost before its labels have had time to come. */
START_TEST(test_lost_meanwhile)
{
	unsigned told = 0;
	Lab *lab = watched(&told);

	lab_run(lab, 5 * SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	fwd_link_set_state(g_ptr_array_index(lab->links, 0), FWD_LINK_DOWN);
	fwd_link_set_state(g_ptr_array_index(lab->links, 1), FWD_LINK_DOWN);
	lab_run(lab, 20 * SIM_SEC);
	ck_assert_str_eq(sync_at_1(lab, "to-R2"), "waiting");
	ck_assert_uint_eq(told, 2);
	rib_sync_unwatch(lab_router(lab, 1)->rib_node, on_sync, &told);
	lab_free(lab);
}
END_TEST

/* LDP turned off is LDP missing; without its instance there is nothing to wait for. */
START_TEST(test_stop)
{
	unsigned told = 0;
	Lab *lab = watched(&told);

	lab_run(lab, 11 * SIM_SEC);
	ldp_class.stop(&lab_router(lab, 1)->ldp->proto);
	ck_assert_str_eq(sync_at_1(lab, "to-R2"), "waiting");
	ldp_class.destroy(&lab_router(lab, 1)->ldp->proto);
	lab_router(lab, 1)->ldp = NULL;
	ck_assert_str_eq(sync_at_1(lab, "to-R2"), "not required");
	rib_sync_unwatch(lab_router(lab, 1)->rib_node, on_sync, &told);
	lab_free(lab);
}
END_TEST

/* Where nobody wants to know, no time is spent. */
START_TEST(test_unwatched)
{
	Lab *lab = lab_chain(2);

	lab_start(lab);
	lab_run(lab, SIM_SEC);
	ck_assert_str_eq(sync_at_1(lab, "to-R2"), "achieved");
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_sync");

	tcase_add_test(tc, test_delay);
	tcase_add_test(tc, test_lost_meanwhile);
	tcase_add_test(tc, test_stop);
	tcase_add_test(tc, test_unwatched);
	return test_main("ldp_sync", tc);
}
