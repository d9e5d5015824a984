/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_lsdb.h"
#include "tests/testing.h"

#define OWN 5

typedef struct Fixture {
	Sim *sim;
	OspfLsdb db;
	OspfLsa *due;
	SimTime due_at;
} Fixture;

static void note_due(OspfLsa *lsa, void *owner)
{
	Fixture *f = owner;
	f->due = lsa;
	f->due_at = f->sim->now;
}

static void set_up(Fixture *f)
{
	*f = (Fixture){.sim = sim_new(1)};
	ospf_lsdb_init(&f->db, f->sim, OWN, note_due, f);
}

static void tear_down(Fixture *f)
{
	ospf_lsdb_release(&f->db);
	sim_free(f->sim);
}

/* A summary-LSA of a router, number n, which says metric. */
static OspfLsa *install(Fixture *f, uint32_t router, int n, uint16_t age, uint32_t metric,
			gboolean *changed)
{
	Ospf2Lsa lsa;
	size_t len;

	ospf2_lsa_init(&lsa, OSPF2_LSA_SUMMARY);
	lsa.header.key.id = 1;
	lsa.header.key.adv_router = router;
	lsa.header.seq = OSPF2_SEQ_INITIAL + n;
	lsa.header.age = age;
	lsa.metric = metric;
	uint8_t *bytes = ospf2_lsa_encode(&lsa, &len);
	OspfLsa *installed = ospf_lsdb_install(&f->db, &lsa, bytes, TRUE, changed);
	g_free(bytes);
	return installed;
}

static OspfLsa *find(const Fixture *f, uint32_t router)
{
	Ospf2LsaKey key = {OSPF2_LSA_SUMMARY, 1, router};
	return ospf_lsdb_find(&f->db, &key);
}

START_TEST(kept_in_order)
{
	static const uint32_t routers[] = {7, 3, 9, 5, 1, 8, 2};
	Fixture f;
	gboolean changed;

	set_up(&f);
	for (unsigned i = 0; i < G_N_ELEMENTS(routers); i++)
		install(&f, routers[i], 0, 0, 1, &changed);
	ck_assert_uint_eq(f.db.lsas->len, G_N_ELEMENTS(routers));
	for (unsigned i = 1; i < f.db.lsas->len; i++)
		ck_assert_int_lt(
			ospf2_lsa_key_cmp(ospf_lsa_key(g_ptr_array_index(f.db.lsas, i - 1)),
					  ospf_lsa_key(g_ptr_array_index(f.db.lsas, i))),
			0);
	for (unsigned i = 0; i < G_N_ELEMENTS(routers); i++)
		ck_assert_uint_eq(ospf_lsa_key(find(&f, routers[i]))->adv_router, routers[i]);
	ck_assert_ptr_null(find(&f, 4));
	ck_assert_ptr_null(find(&f, 10));
	ospf_lsdb_remove(find(&f, 5));
	ck_assert_ptr_null(find(&f, 5));
	ck_assert_uint_eq(f.db.lsas->len, G_N_ELEMENTS(routers) - 1);
	tear_down(&f);
}
END_TEST

START_TEST(what_counts_as_a_change)
{
	Fixture f;
	gboolean changed;

	set_up(&f);
	OspfLsa *lsa = install(&f, 1, 0, 0, 10, &changed);
	ck_assert(changed);
	ck_assert_ptr_eq(install(&f, 1, 1, 0, 10, &changed), lsa);
	ck_assert(!changed);
	install(&f, 1, 2, 0, 11, &changed);
	ck_assert(changed);
	install(&f, 1, 3, OSPF2_MAX_AGE, 11, &changed);
	ck_assert(changed);
	ck_assert_uint_eq(f.db.n_flushing, 1);
	install(&f, 1, 4, 0, 11, &changed);
	ck_assert(changed);
	ck_assert_uint_eq(f.db.n_flushing, 0);
	ck_assert_int_eq(lsa->content.header.seq, OSPF2_SEQ_INITIAL + 4);
	tear_down(&f);
}
END_TEST

START_TEST(age_follows_the_clock)
{
	Fixture f;
	gboolean changed;

	set_up(&f);
	OspfLsa *lsa = install(&f, 1, 0, 100, 1, &changed);
	ck_assert_uint_eq(ospf_lsa_header(lsa).age, 100);
	sim_run(f.sim, 1999 * SIM_MSEC);
	ck_assert_uint_eq(ospf_lsa_header(lsa).age, 101);
	sim_run(f.sim, 3499 * SIM_SEC);
	ck_assert_uint_eq(ospf_lsa_header(lsa).age, 3599);
	ck_assert_ptr_null(f.due);
	sim_run(f.sim, 4000 * SIM_SEC);
	ck_assert_ptr_eq(f.due, lsa);
	ck_assert_int_eq(f.due_at, 3500 * SIM_SEC);
	ck_assert_uint_eq(ospf_lsa_header(lsa).age, OSPF2_MAX_AGE);
	tear_down(&f);
}
END_TEST

START_TEST(own_is_due_for_refreshment)
{
	Fixture f;
	gboolean changed;

	set_up(&f);
	OspfLsa *lsa = install(&f, OWN, 0, 0, 1, &changed);
	ck_assert(ospf_lsa_is_own(lsa));
	sim_run(f.sim, 3000 * SIM_SEC);
	ck_assert_int_eq(f.due_at, 1800 * SIM_SEC);
	tear_down(&f);
}
END_TEST

START_TEST(aged_out_before_its_time)
{
	Fixture f;
	gboolean changed;

	set_up(&f);
	OspfLsa *lsa = install(&f, 1, 0, 0, 1, &changed);
	ospf_lsdb_age_out(lsa);
	ck_assert_uint_eq(ospf_lsa_header(lsa).age, OSPF2_MAX_AGE);
	ck_assert_uint_eq(f.db.n_flushing, 1);
	sim_run(f.sim, 4000 * SIM_SEC);
	ck_assert_ptr_null(f.due);
	ospf_lsdb_remove(lsa);
	ck_assert_uint_eq(f.db.n_flushing, 0);
	tear_down(&f);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf_lsdb");
	tcase_add_test(tc, kept_in_order);
	tcase_add_test(tc, what_counts_as_a_change);
	tcase_add_test(tc, age_follows_the_clock);
	tcase_add_test(tc, own_is_due_for_refreshment);
	tcase_add_test(tc, aged_out_before_its_time);
	return test_main("ospf_lsdb", tc);
}
