/* SPDX-License-Identifier: Apache-2.0 */
/* What is configured for one neighbour: filters, KeepAlive time, MD5, TTL security. */
#include "models/ldp/ldp_neighbor.h"
#include "models/net/records.h"
#include "tests/models/ldp/ldp_lab.h"
#include "tests/testing.h"

#include <string.h>

#define NEIGHBOR_ITEM 2

/* Fields by name, as they stand in a scenario: "accept", "none", NULL. FALSE where that is refused. */
static gboolean configure(Lab *lab, unsigned i, unsigned other, const char *const *fields)
{
	const ProtoItem *item = &ldp_class.items[NEIGHBOR_ITEM];
	LdpNeighborConfig config = {0};
	GError *error = NULL;

	config_set_defaults(item->fields, item->n_fields, &config);
	config.id = lab_loopback(other);
	for (; *fields; fields += 2) {
		const ConfigField *field = config_find(item->fields, item->n_fields, fields[0]);
		ck_assert(config_set(field, fields[1], &config));
	}
	gboolean ok = item->add(&lab_router(lab, i)->ldp->proto, NULL, &config, &error);
	ck_assert_int_eq(ok, error == NULL);
	g_clear_error(&error);
	config_clear(item->fields, item->n_fields, &config);
	return ok;
}
#define CONFIGURE(lab, i, other, ...) \
	configure(lab, i, other, (const char *const[]){__VA_ARGS__, NULL})

static void run(Lab *lab)
{
	lab_start(lab);
	lab_run(lab, SIM_SEC);
}

static uint32_t received(Lab *lab, unsigned at, unsigned from, const char *prefix)
{
	Fec fec = lab_fec(prefix);
	const LdpBinding *b = ldp_label_find(lab_router(lab, at)->ldp, &fec);

	return b ? ldp_label_received(b, lab_peer(lab, at, from)) : NET_LABEL_NONE;
}

/* R2 between R1 and R3 tells R1 of one FEC alone, R3 of all that the instance tells. */
START_TEST(test_advertise)
{
	Lab *lab = lab_chain(3);

	ck_assert(CONFIGURE(lab, 2, 1, "advertise", "10.0.0.3/32"));
	run(lab);
	ck_assert_uint_ge(received(lab, 1, 2, "10.0.0.3/32"), NET_LABEL_FIRST);
	ck_assert_uint_eq(received(lab, 1, 2, "10.0.0.2/32"), NET_LABEL_NONE);
	ck_assert_uint_ge(received(lab, 3, 2, "10.0.0.1/32"), NET_LABEL_FIRST);
	ck_assert_uint_eq(received(lab, 3, 2, "10.0.0.2/32"), NET_LABEL_IMPLICIT_NULL);
	lab_free(lab);
}
END_TEST

/* R2 takes one FEC alone from R3; the others are released, and R3 keeps quiet about them. */
START_TEST(test_accept)
{
	Lab *lab = lab_chain(3);

	ck_assert(CONFIGURE(lab, 2, 3, "accept", "10.0.0.3/32"));
	run(lab);
	ck_assert_uint_eq(received(lab, 2, 3, "10.0.0.3/32"), NET_LABEL_IMPLICIT_NULL);
	ck_assert_uint_eq(received(lab, 2, 3, "10.1.2.0/30"), NET_LABEL_NONE);
	ck_assert_uint_eq(received(lab, 2, 1, "10.1.1.0/30"), NET_LABEL_IMPLICIT_NULL);
	ck_assert_uint_gt(lab_count(lab, "R3 received label-release 10.0.0.2"), 0);
	ck_assert_uint_eq(lab_count(lab, "R1 received label-release"), 0);
	lab_free(lab);
}
END_TEST

START_TEST(test_keepalive)
{
	Lab *lab = lab_chain(3);

	ck_assert(CONFIGURE(lab, 2, 3, "keepalive-hold", "30s"));
	run(lab);
	ck_assert_uint_eq(lab_peer(lab, 2, 3)->keepalive_s, 30);
	ck_assert_uint_eq(lab_peer(lab, 3, 2)->keepalive_s, 30);
	ck_assert_uint_eq(lab_peer(lab, 2, 1)->keepalive_s, 180);
	lab_free(lab);
}
END_TEST

START_TEST(test_mistakes)
{
	Lab *lab = lab_chain(2);

	ck_assert(!CONFIGURE(lab, 1, 2, "keepalive-hold", "1500ms"));
	ck_assert(!CONFIGURE(lab, 1, 2, "keepalive-hold", "65536s"));
	ck_assert(!CONFIGURE(lab, 1, 2, "gtsm-hops", "0"));
	ck_assert(!CONFIGURE(lab, 1, 2, "gtsm-hops", "255"));
	ck_assert(CONFIGURE(lab, 1, 2, "gtsm-hops", "254"));
	ck_assert(!CONFIGURE(lab, 1, 2, "gtsm-hops", "1"));
	lab_free(lab);
}
END_TEST

static const struct {
	const char *at_1, *at_2;
	gboolean up;
} passwords[] = {{"s3cret", "s3cret", TRUE},
		 {"s3cret", "secret", FALSE},
		 {"s3cret", "", FALSE},
		 {"", "s3cret", FALSE}};

static void on_drop(const TraceRecord *record, void *user)
{
	const TraceDrop *drop = (const TraceDrop *)record;

	if (strstr(drop->reason, "MD5"))
		(*(unsigned *)user)++;
}

/* RFC 5036 2.9. */
START_TEST(test_md5)
{
	Lab *lab = lab_chain(2);
	unsigned drops = 0;

	sim_subscribe(lab->sim, &trace_drop, on_drop, &drops);
	ck_assert(CONFIGURE(lab, 1, 2, "password", passwords[_i].at_1));
	ck_assert(CONFIGURE(lab, 2, 1, "password", passwords[_i].at_2));
	lab_start(lab);
	lab_run(lab, 30 * SIM_SEC);
	ck_assert_int_eq(strcmp(lab_state(lab, 1, 2), "OPERATIONAL") == 0, passwords[_i].up);
	ck_assert_int_eq(drops == 0, passwords[_i].up);
	lab_free(lab);
}
END_TEST

/* Its first attempt is waited for, until TCP gives it up; those that follow for ever are not. */
START_TEST(test_a_session_that_never_comes)
{
	Lab *lab = lab_chain(2);

	ck_assert(CONFIGURE(lab, 1, 2, "password", "s3cret"));
	lab_start(lab);
	lab_run(lab, 5 * SIM_SEC);
	ck_assert(!sim_is_quiet(lab->sim));
	lab_run(lab, 400 * SIM_SEC);
	ck_assert(sim_run_quiet(lab->sim, 410 * SIM_SEC));
	ck_assert_str_eq(lab_state(lab, 1, 2), "NON EXISTENT");
	lab_free(lab);
}
END_TEST

/* One key for all, and another for one of them. */
START_TEST(test_md5_for_all)
{
	Lab *lab = lab_chain(3);

	for (unsigned i = 1; i <= 3; i++)
		g_free(lab_router(lab, i)->ldp->password);
	for (unsigned i = 1; i <= 3; i++)
		lab_router(lab, i)->ldp->password = g_strdup(i < 3 ? "all" : "other");
	if (_i)
		ck_assert(CONFIGURE(lab, 2, 3, "password", "other"));
	lab_start(lab);
	lab_run(lab, 30 * SIM_SEC);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	ck_assert_int_eq(strcmp(lab_state(lab, 3, 2), "OPERATIONAL") == 0, _i);
	lab_free(lab);
}
END_TEST

/* R1 and R3 are neighbours on link 3, but their packets go through R2. */
static Lab *roundabout(void)
{
	Lab *lab = lab_new(3);

	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 1, 3);
	lab_configure(lab, 0);
	lab_route_chain(lab);
	return lab;
}

/* RFC 6720 2.2: where both offer it, and only then. */
START_TEST(test_gtsm_is_negotiated)
{
	Lab *lab = roundabout();

	lab_router(lab, 1)->ldp->gtsm = _i & 1;
	lab_router(lab, 3)->ldp->gtsm = (_i & 2) != 0;
	run(lab);
	ck_assert_uint_eq(ldp_neighbor_min_ttl(lab_peer(lab, 1, 3)), _i == 3 ? 255 : 0);
	ck_assert_uint_eq(ldp_neighbor_min_ttl(lab_peer(lab, 3, 1)), _i == 3 ? 255 : 0);
	ck_assert_int_eq(strcmp(lab_state(lab, 1, 3), "OPERATIONAL") == 0, _i != 3);
	if (_i & 1)
		ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	lab_free(lab);
}
END_TEST

/* By configuration: never, always, and of a neighbour two hops away. */
static const struct {
	const char *gtsm, *hops;
	uint8_t min_ttl;
	gboolean up;
} gtsm[] = {{"no", "1", 0, TRUE},
	    {"yes", "1", 255, FALSE},
	    {"negotiated", "1", 255, FALSE},
	    {"negotiated", "2", 254, TRUE},
	    {"yes", "2", 254, TRUE}};

START_TEST(test_gtsm_by_configuration)
{
	Lab *lab = roundabout();

	ck_assert(CONFIGURE(lab, 1, 3, "gtsm", gtsm[_i].gtsm, "gtsm-hops", gtsm[_i].hops));
	ck_assert(CONFIGURE(lab, 3, 1, "gtsm", gtsm[_i].gtsm, "gtsm-hops", gtsm[_i].hops));
	run(lab);
	ck_assert_uint_eq(ldp_neighbor_min_ttl(lab_peer(lab, 1, 3)), gtsm[_i].min_ttl);
	ck_assert_int_eq(strcmp(lab_state(lab, 1, 3), "OPERATIONAL") == 0, gtsm[_i].up);
	lab_free(lab);
}
END_TEST

/* A neighbour that offers it no more, as after another configuration, gets a listener without. */
START_TEST(test_gtsm_changes)
{
	Lab *lab = lab_chain(2);

	run(lab);
	ck_assert_uint_eq(ldp_neighbor_min_ttl(lab_peer(lab, 1, 2)), 255);
	ck_assert_ptr_nonnull(lab_peer(lab, 1, 2)->listener);
	lab_router(lab, 2)->ldp->gtsm = FALSE;
	lab_run(lab, 6 * SIM_SEC);
	ck_assert_uint_eq(ldp_neighbor_min_ttl(lab_peer(lab, 1, 2)), 0);
	ck_assert_ptr_null(lab_peer(lab, 1, 2)->listener);
	ck_assert_str_eq(lab_state(lab, 1, 2), "OPERATIONAL");
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ldp_neighbor");

	tcase_add_test(tc, test_advertise);
	tcase_add_test(tc, test_accept);
	tcase_add_test(tc, test_keepalive);
	tcase_add_test(tc, test_mistakes);
	tcase_add_loop_test(tc, test_md5, 0, G_N_ELEMENTS(passwords));
	tcase_add_test(tc, test_a_session_that_never_comes);
	tcase_add_loop_test(tc, test_md5_for_all, 0, 2);
	tcase_add_loop_test(tc, test_gtsm_is_negotiated, 0, 4);
	tcase_add_loop_test(tc, test_gtsm_by_configuration, 0, G_N_ELEMENTS(gtsm));
	tcase_add_test(tc, test_gtsm_changes);
	return test_main("ldp_neighbor", tc);
}
