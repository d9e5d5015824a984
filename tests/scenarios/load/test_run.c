/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole networks: when they are quiet, what the control processor's costs change, and what seeds do. All
 * are variants of scenarios/l3vpn/intra-as.xml: CE-3 - PE-2 - P - PE-1 - CE-2.
 */
#include "models/net/records.h"
#include "sim/fsm.h"
#include "tests/scenarios/load/loading.h"

#include <string.h>

typedef struct Lab {
	Scenario *scenario;
	Sim *sim;
	SimTime last_change;   /* of a route or a label */
	unsigned hold_expired; /* BGP sessions that ended so */
	SimTime hold_expired_at;
	GString *keepalives; /* when PE-1 sent BGP's, in ns */
	GString *trying;     /* of names_trying() */
} Lab;

static void on_record(const TraceRecord *record, void *user)
{
	Lab *lab = user;
	const TraceTransition *transition = (const TraceTransition *)record;
	const TraceMessage *message = (const TraceMessage *)record;

	if (record->type == &trace_route || record->type == &trace_lfib) {
		lab->last_change = record->time;
	} else if (record->type == &trace_transition &&
		   strcmp(transition->event, "HoldTimer_Expires") == 0) {
		lab->hold_expired++;
		lab->hold_expired_at = record->time;
	} else if (record->type == &trace_message && strcmp(record->node, "PE-1") == 0 &&
		   strcmp(message->protocol, "bgp") == 0 &&
		   strcmp(message->type, "keepalive") == 0 &&
		   strcmp(message->direction, "sent") == 0) {
		g_string_append_printf(lab->keepalives, "%" G_GINT64_FORMAT " ", record->time);
	}
}

/* edits: pairs of a text that stands in the file and what takes its place; NULL terminated. */
static Scenario *load_edited(const char *const *edits, uint64_t seed)
{
	char *path = g_build_filename(g_getenv("CL_SRCDIR"), "scenarios/l3vpn/intra-as.xml", NULL);
	GPtrArray *errors = g_ptr_array_new_with_free_func(scenario_error_free);
	GString *text = g_string_new(NULL);
	char *bytes;
	int fd;

	ck_assert(g_file_get_contents(path, &bytes, NULL, NULL));
	g_string_assign(text, bytes);
	for (; edits && *edits; edits += 2)
		ck_assert_uint_eq(g_string_replace(text, edits[0], edits[1], 1), 1);
	g_free(bytes);
	g_free(path);
	fd = g_file_open_tmp("scenario-XXXXXX.xml", &path, NULL);
	ck_assert_int_eq(write(fd, text->str, text->len), (ssize_t)text->len);
	close(fd);
	Scenario *scenario = scenario_load(path, seed, errors);
	ck_assert_msg(scenario, "%s",
		      errors->len ? ((ScenarioError *)g_ptr_array_index(errors, 0))->text : "");
	g_ptr_array_free(errors, TRUE);
	g_string_free(text, TRUE);
	g_unlink(path);
	g_free(path);
	return scenario;
}

static Lab *lab_new(const char *const *edits, uint64_t seed)
{
	Lab *lab = g_new0(Lab, 1);

	lab->scenario = load_edited(edits, seed);
	lab->sim = lab->scenario->sim;
	lab->keepalives = g_string_new(NULL);
	lab->trying = g_string_new(NULL);
	sim_subscribe(lab->sim, NULL, on_record, lab);
	network_start(lab->scenario->network);
	flow_set_start(lab->scenario->flows);
	expect_set_start(lab->scenario->expectations, NULL);
	return lab;
}

static void lab_free(Lab *lab)
{
	scenario_free(lab->scenario);
	g_string_free(lab->keepalives, TRUE);
	g_string_free(lab->trying, TRUE);
	g_free(lab);
}

static void append_name(const Fsm *fsm, void *user)
{
	g_string_append_printf(user, "%s %s %s\n", fsm->node, fsm->type->name, fsm->peer);
}

/* The sessions that are not up, a line each. */
static const char *names_trying(Lab *lab)
{
	g_string_truncate(lab->trying, 0);
	fsm_foreach_trying(lab->sim, append_name, lab->trying);
	return lab->trying->str;
}

static gboolean delivered(const Lab *lab)
{
	const Flow *flow = flow_find(lab->scenario->flows, "vpn-b");

	return flow->path[FLOW_FORWARD]->verdict == PATH_DELIVERED &&
	       flow->path[FLOW_REVERSE]->verdict == PATH_DELIVERED;
}

START_TEST(quiet_once_all_is_up)
{
	Lab *lab = lab_new(NULL, 1);

	ck_assert(sim_run_quiet(lab->sim, 3600 * SIM_SEC));
	SimTime quiet = lab->sim->now, last_change = lab->last_change;
	ck_assert(delivered(lab));
	ck_assert_str_eq(names_trying(lab), "");
	/* Soon: what is waited for are acknowledgements, the slowest of them delayed by a second. */
	ck_assert_int_ge(quiet, last_change);
	ck_assert_int_le(quiet, last_change + 2 * SIM_SEC);
	/* And for good: nothing changes any more, and the scenario's ping makes no work. */
	sim_run(lab->sim, 4000 * SIM_SEC);
	ck_assert_int_eq(lab->last_change, last_change);
	ck_assert(sim_is_quiet(lab->sim));
	lab_free(lab);
}
END_TEST

/* A neighbour that is nowhere is tried for ever, and listed, and not waited for. */
START_TEST(quiet_with_a_session_that_retries)
{
	static const char *const edits[] = {"<neighbor address=\"10.0.0.1\"",
					    "<neighbor address=\"10.0.0.9\"", NULL};
	Lab *lab = lab_new(edits, 1);

	ck_assert(sim_run_quiet(lab->sim, 3600 * SIM_SEC));
	ck_assert_int_lt(lab->sim->now, 60 * SIM_SEC);
	ck_assert_str_eq(names_trying(lab), "PE-1 bgp 10.0.0.2\nPE-2 bgp 10.0.0.9\n");
	sim_run(lab->sim, 3600 * SIM_SEC);
	ck_assert(sim_run_quiet(lab->sim, 3700 * SIM_SEC));
	ck_assert_str_eq(names_trying(lab), "PE-1 bgp 10.0.0.2\nPE-2 bgp 10.0.0.9\n");
	lab_free(lab);
}
END_TEST

/* Nobody notices a silent cut but by timers: quiet is when the slowest, BGP's hold time, has ended. */
START_TEST(quiet_after_a_silent_cut)
{
	static const char *const edits[] = {
		"</scenario>",
		"<at time=\"100s\"><link a=\"P\" b=\"PE-1\" state=\"silent\"/></at></scenario>",
		NULL};
	Lab *lab = lab_new(edits, 1);

	sim_run(lab->sim, 100 * SIM_SEC);
	ck_assert(!sim_is_quiet(lab->sim));
	ck_assert_str_eq(names_trying(lab), "");
	ck_assert(sim_run_quiet(lab->sim, 3600 * SIM_SEC));
	SimTime quiet = lab->sim->now, last_change = lab->last_change;
	ck_assert_uint_eq(lab->hold_expired, 2);
	ck_assert_int_ge(quiet, lab->hold_expired_at);
	ck_assert_int_gt(lab->hold_expired_at, 200 * SIM_SEC);
	ck_assert_int_le(lab->hold_expired_at, 280 * SIM_SEC);
	ck_assert_str_eq(names_trying(lab), "PE-1 bgp 10.0.0.2\nPE-2 bgp 10.0.0.1\n");
	sim_run(lab->sim, quiet + 3600 * SIM_SEC);
	ck_assert_int_eq(lab->last_change, last_change);
	lab_free(lab);
}
END_TEST

/* Past the end of the cold start; returns the digest. */
static uint64_t cold_start(const char *const *edits, SimTime *last_change, uint64_t *events)
{
	Lab *lab = lab_new(edits, 1);

	/* Not just until it is quiet: LDP tries again after 15 s where the FIB was late. */
	sim_run(lab->sim, 120 * SIM_SEC);
	ck_assert_msg(delivered(lab), "not up: %s", names_trying(lab));
	*last_change = lab->last_change;
	*events = lab->sim->executed;
	uint64_t digest = digest_value(&lab->sim->digest);
	lab_free(lab);
	return digest;
}

#define ON_P(attributes)                                     \
	{                                                    \
		"name=\"P\"", "name=\"P\" " attributes, NULL \
	}

START_TEST(control_processor)
{
	static const char *const free_of_cost[] =
		ON_P("cpu-message=\"0\" cpu-spf=\"0ms\" cpu-fib=\"0\"");
	static const char *const slow_messages[] = ON_P("cpu-message=\"20ms\"");
	static const char *const slow_spf[] = ON_P("cpu-spf=\"700ms\"");
	static const char *const slow_fib[] = ON_P("cpu-fib=\"90ms\"");
	SimTime plain, other;
	uint64_t events, other_events, digest = cold_start(NULL, &plain, &events);

	ck_assert_uint_eq(cold_start(free_of_cost, &other, &other_events), digest);
	ck_assert_uint_eq(other_events, events);
	/* P takes part in a dozen messages, one after the other, before all is up. */
	ck_assert_uint_ne(cold_start(slow_messages, &other, &other_events), digest);
	ck_assert_int_gt(other, plain + 100 * SIM_MSEC);
	ck_assert_uint_ne(cold_start(slow_spf, &other, &other_events), digest);
	ck_assert_int_gt(other, plain + 500 * SIM_MSEC);
	ck_assert_uint_ne(cold_start(slow_fib, &other, &other_events), digest);
	ck_assert_int_gt(other, plain + 300 * SIM_MSEC);
}
END_TEST

static char *keepalives_of(const char *const *edits, uint64_t seed, uint64_t *digest)
{
	Lab *lab = lab_new(edits, seed);
	const GArray *results;

	sim_run(lab->sim, 1000 * SIM_SEC);
	results = expect_results(lab->scenario->expectations);
	ck_assert_uint_gt(results->len, 0);
	for (unsigned i = 0; i < results->len; i++) {
		const ExpectResult *result = &g_array_index(results, ExpectResult, i);
		ck_assert_msg(result->decided && result->passed, "seed %u: %s", (unsigned)seed,
			      result->detail);
	}
	*digest = digest_value(&lab->sim->digest);
	char *keepalives = g_strdup(lab->keepalives->str);
	lab_free(lab);
	return keepalives;
}

/* Whatever the seed, what the scenario expects holds; the jitter that it draws is its own. */
START_TEST(seeds)
{
	enum { N = 5 };
	char *keepalives[N], *again;
	uint64_t digests[N], digest;

	for (unsigned i = 0; i < N; i++) {
		keepalives[i] = keepalives_of(NULL, i + 1, &digests[i]);
		for (unsigned j = 0; j < i; j++) {
			ck_assert_str_ne(keepalives[i], keepalives[j]);
			ck_assert_uint_ne(digests[i], digests[j]);
		}
	}
	again = keepalives_of(NULL, 1, &digest);
	ck_assert_str_eq(again, keepalives[0]);
	ck_assert_uint_eq(digest, digests[0]);
	for (unsigned i = 0; i < N; i++)
		g_free(keepalives[i]);
	g_free(again);
}
END_TEST

START_TEST(another_neighbour_changes_no_draw)
{
	static const char *const edits[] = {
		"</bgp>", "<neighbor address=\"10.0.0.9\" families=\"vpnv4\"/></bgp>", NULL};
	uint64_t digest, other;
	char *plain = keepalives_of(NULL, 1, &digest), *edited = keepalives_of(edits, 1, &other);

	ck_assert_uint_ne(digest, other);
	ck_assert_str_eq(plain, edited);
	g_free(plain);
	g_free(edited);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("run");

	tcase_set_timeout(tc, 20);
	tcase_add_test(tc, quiet_once_all_is_up);
	tcase_add_test(tc, quiet_with_a_session_that_retries);
	tcase_add_test(tc, quiet_after_a_silent_cut);
	tcase_add_test(tc, control_processor);
	tcase_add_test(tc, seeds);
	tcase_add_test(tc, another_neighbour_changes_no_draw);
	return test_main("run", tc);
}
