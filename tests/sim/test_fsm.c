/* SPDX-License-Identifier: Apache-2.0 */
/* A machine of a door: shut, open, ajar, gone. */
#include "sim/fsm.h"
#include "tests/testing.h"

enum { SHUT, OPEN, AJAR, GONE, N_STATES };
enum { PUSH, PULL, WIND, SLAM, LOOK, BURN, N_EVENTS };

typedef struct Door {
	Sim *sim;
	Fsm fsm;
	int wind; /* the state into which the wind blows it, or FSM_SAME */
	uint64_t cause_in_action;
	const void *arg;
	int looks;
} Door;

static void door_remember(void *owner, const void *arg)
{
	Door *door = owner;
	door->cause_in_action = door->sim->cause;
	door->arg = arg;
}

static void door_look(void *owner, const void *arg)
{
	Door *door = owner;
	door_remember(owner, arg);
	door->looks++;
}

/* Slams so hard that it springs open: the action feeds an event to its own machine. */
static void door_slam(void *owner, const void *arg)
{
	Door *door = owner;
	ck_assert_int_eq(door->fsm.state, SHUT);
	door_remember(owner, arg);
	fsm_event(&door->fsm, PUSH, NULL);
}

static void door_burn(void *owner, const void *arg)
{
	(void)arg;
	g_free(owner);
}

static int door_wind(void *owner, const void *arg)
{
	const Door *door = owner;
	ck_assert_str_eq(arg, "gust");
	return door->wind;
}

static const FsmRow rows[] = {
	FSM_ROW(FSM_STATE(SHUT), PUSH, door_remember, OPEN),
	FSM_ROW(FSM_STATE(SHUT) | FSM_STATE(AJAR), PULL, NULL, OPEN),
	FSM_ROW_DECIDED(FSM_STATE(OPEN) | FSM_STATE(AJAR), WIND, door_remember, door_wind),
	FSM_ROW(FSM_STATE(SHUT), WIND, NULL, FSM_SAME),
	FSM_ROW(FSM_STATE(OPEN), SLAM, door_slam, SHUT),
	FSM_ROW(FSM_STATE(GONE), LOOK, NULL, FSM_SAME),
	FSM_ROW(FSM_ANY, LOOK, door_look, FSM_SAME),
	FSM_ROW(FSM_STATE(SHUT), SLAM, door_look, SHUT),
	FSM_ROW(FSM_ANY, BURN, door_burn, GONE),
};
static const char *const states[] = {"shut", "open", "ajar", "gone"};
static const char *const events[] = {"push", "pull", "wind", "slam", "look", "burn"};
static const FsmType door_type = {
	.name = "door",
	.states = states,
	.n_states = N_STATES,
	.events = events,
	.n_events = N_EVENTS,
	.rows = rows,
	.n_rows = G_N_ELEMENTS(rows),
	.initial = SHUT,
};

static Sim *sim;
static GString *log_;
static Door *door;

static void log_transition(const TraceRecord *record, void *user)
{
	const TraceTransition *t = (const TraceTransition *)record;
	(void)user;
	ck_assert_str_eq(t->protocol, "door");
	ck_assert_str_eq(record->node, "house");
	ck_assert_str_eq(t->instance, "front");
	ck_assert_ptr_null(t->peer);
	g_string_append_printf(log_, "%s-%s-%s%s ", t->from_state, t->event, t->to_state,
			       t->unexpected ? "!" : "");
}

static void setup(void)
{
	sim = sim_new(1);
	log_ = g_string_new(NULL);
	door = g_new0(Door, 1);
	door->sim = sim;
	fsm_init(&door->fsm, &door_type, sim, door, "house", "front", NULL);
	sim_subscribe(sim, &trace_transition, log_transition, NULL);
}

static void teardown(void)
{
	g_free(door);
	g_string_free(log_, TRUE);
	sim_free(sim);
}

START_TEST(follows_rows)
{
	ck_assert_str_eq(fsm_state_name(&door->fsm), "shut");
	fsm_event(&door->fsm, PUSH, "hand");
	ck_assert_str_eq(door->arg, "hand");
	ck_assert_str_eq(fsm_state_name(&door->fsm), "open");
	ck_assert_str_eq(log_->str, "shut-push-open ");
}
END_TEST

START_TEST(first_row_holds)
{
	fsm_event(&door->fsm, LOOK, NULL);
	ck_assert_int_eq(door->looks, 1);
	door->fsm.state = GONE;
	fsm_event(&door->fsm, LOOK, NULL);
	ck_assert_int_eq(door->looks, 1);
	ck_assert_str_eq(log_->str, "");
}
END_TEST

START_TEST(decides)
{
	fsm_event(&door->fsm, PULL, NULL);
	door->wind = AJAR;
	fsm_event(&door->fsm, WIND, "gust");
	door->wind = FSM_SAME;
	door->arg = NULL;
	fsm_event(&door->fsm, WIND, "gust");
	ck_assert_str_eq(door->arg, "gust"); /* the action ran */
	ck_assert_int_eq(door->fsm.state, AJAR);
	ck_assert_str_eq(log_->str, "shut-pull-open open-wind-ajar ");
}
END_TEST

START_TEST(same_state_is_no_transition)
{
	sim->class_ = SIM_PERIODIC;
	sim_set_cause(sim, 5);
	fsm_event(&door->fsm, SLAM, NULL); /* shut to shut */
	ck_assert_int_eq(door->looks, 1);
	ck_assert_uint_eq(door->cause_in_action, 5);
	ck_assert_int_eq(sim->class_, SIM_PERIODIC);
	ck_assert_uint_eq(sim->last_trace_id, 0);
}
END_TEST

START_TEST(transition_is_cause_and_work)
{
	sim->class_ = SIM_PERIODIC;
	sim_set_cause(sim, 5);
	fsm_event(&door->fsm, PUSH, NULL);
	ck_assert_uint_eq(sim->last_trace_id, 1);
	ck_assert_uint_eq(door->cause_in_action, 1);
	ck_assert_uint_eq(sim->cause, 5);
	ck_assert_int_eq(sim->class_, SIM_WORK);
}
END_TEST

START_TEST(unexpected_is_traced_and_no_work)
{
	sim->class_ = SIM_PERIODIC;
	fsm_event(&door->fsm, PUSH, NULL);
	sim->class_ = SIM_PERIODIC;
	fsm_event(&door->fsm, PUSH, NULL);
	ck_assert_str_eq(log_->str, "shut-push-open open-push-open! ");
	ck_assert_int_eq(sim->class_, SIM_PERIODIC);
	ck_assert_int_eq(door->fsm.state, OPEN);
	ck_assert_uint_eq(sim->last_trace_id, 2);
}
END_TEST

START_TEST(action_feeds_its_machine)
{
	fsm_event(&door->fsm, PUSH, NULL);
	fsm_event(&door->fsm, SLAM, NULL);
	ck_assert_str_eq(log_->str, "shut-push-open open-slam-shut shut-push-open ");
	ck_assert_int_eq(door->fsm.state, OPEN);
	ck_assert_uint_eq(door->cause_in_action, 3);
	ck_assert_uint_eq(sim->cause, 0);
}
END_TEST

START_TEST(action_frees_its_machine)
{
	fsm_event(&door->fsm, BURN, NULL);
	door = NULL;
	ck_assert_str_eq(log_->str, "shut-burn-gone ");
	ck_assert_uint_eq(sim->cause, 0);
}
END_TEST

START_TEST(matrix)
{
	GString *out = g_string_new(NULL);
	fsm_append_matrix(&door_type, out);
	ck_assert_str_eq(out->str, "      shut  open  ajar  gone\n"
				   "push  open* .     .     .\n"
				   "pull  open  .     open  .\n"
				   "wind  =     ?*    ?*    .\n"
				   "slam  =*    shut* .     .\n"
				   "look  =*    =*    =*    =\n"
				   "burn  gone* gone* gone* =*\n");
	g_string_free(out, TRUE);
}
END_TEST

static gboolean is_ajar(const void *owner)
{
	return ((const Door *)owner)->fsm.state == AJAR;
}

static void log_trying(const Fsm *fsm, void *user)
{
	(void)user;
	g_string_append_printf(log_, "%d ", ((const Door *)fsm->owner)->looks);
}

START_TEST(trying)
{
	FsmType swinging = door_type;
	Door doors[3] = {0};

	swinging.trying = is_ajar;
	swinging.initial = AJAR;
	for (int i = 0; i < 3; i++) {
		doors[i].looks = i;
		fsm_init(&doors[i].fsm, &swinging, sim, &doors[i], "house", "front", NULL);
	}
	fsm_foreach_trying(sim, log_trying, NULL);
	ck_assert_str_eq(log_->str, "0 1 2 ");
	fsm_event(&doors[1].fsm, PULL, NULL);
	g_string_truncate(log_, 0);
	fsm_foreach_trying(sim, log_trying, NULL);
	ck_assert_str_eq(log_->str, "0 2 ");
	fsm_release(&doors[0].fsm);
	g_string_truncate(log_, 0);
	fsm_foreach_trying(sim, log_trying, NULL);
	ck_assert_str_eq(log_->str, "2 ");
}
END_TEST

static void watch(const Fsm *fsm, int event, void *user)
{
	g_string_append_printf(user, "%s:%s%s ", fsm_state_name(fsm), events[event],
			       fsm_find_row(fsm->type, fsm->state, event) ? "" : "!");
}

/* Every event in the state before it, also those that change no state or have no row. */
START_TEST(is_watched)
{
	GString *seen = g_string_new(NULL);

	fsm_watch(sim, watch, seen);
	fsm_event(&door->fsm, LOOK, NULL);
	fsm_event(&door->fsm, PUSH, NULL);
	fsm_event(&door->fsm, PUSH, NULL);
	fsm_event(&door->fsm, SLAM, NULL);
	fsm_watch(sim, NULL, NULL);
	fsm_event(&door->fsm, LOOK, NULL);
	ck_assert_str_eq(seen->str, "shut:look shut:push open:push! open:slam shut:push ");
	g_string_free(seen, TRUE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("fsm");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, follows_rows);
	tcase_add_test(tc, is_watched);
	tcase_add_test(tc, first_row_holds);
	tcase_add_test(tc, decides);
	tcase_add_test(tc, same_state_is_no_transition);
	tcase_add_test(tc, transition_is_cause_and_work);
	tcase_add_test(tc, unexpected_is_traced_and_no_work);
	tcase_add_test(tc, action_feeds_its_machine);
	tcase_add_test(tc, action_frees_its_machine);
	tcase_add_test(tc, matrix);
	tcase_add_test(tc, trying);
	return test_main("fsm", tc);
}
