/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/converge.h"
#include "sim/timer.h"
#include "tests/testing.h"

/* A network of one thing that changes routes and sends messages when its timer says so. */
typedef struct Fake {
	Sim *sim;
	SimTimer work, guard;
	unsigned changes;
} Fake;

static void send_message(Sim *sim, const char *direction)
{
	TraceMessage message = {.head = {.type = &trace_message, .node = "A"},
				.peer = "B",
				.direction = direction,
				.protocol = "ospf",
				.type = "hello",
				.bytes = 20};

	sim_trace(sim, &message.head);
}

static void change_route(void *owner)
{
	Fake *fake = owner;
	TraceRoute route = {.head = {.type = &trace_route, .node = "A"},
			    .family = "ipv4",
			    .protocol = "ospf",
			    .change = "add"};

	net_prefix_parse("10.0.0.0/8", FALSE, &route.prefix);
	fake->changes++;
	sim_trace(fake->sim, &route.head);
	send_message(fake->sim, "sent");
	send_message(fake->sim, "received");
}

static void guard_fired(void *owner)
{
	change_route(owner);
}

static void act(SimEvent *event)
{
	Fake *fake = (Fake *)((char *)event - G_STRUCT_OFFSET(Fake, work));
	TraceAction action = {
		.head = {.type = &trace_action}, .kind = "link-down", .target = "A--B"};

	sim_new_epoch(fake->sim);
	sim_trace(fake->sim, &action.head);
}

static const Perturbation *perturbation(const Converge *converge, unsigned i)
{
	return &g_array_index(converge_perturbations(converge), Perturbation, i);
}

START_TEST(cold_start)
{
	Fake fake = {.sim = sim_new(1)};
	Converge *converge = converge_new(fake.sim);

	sim_timer_init(&fake.work, fake.sim, SIM_WORK, change_route, &fake);
	sim_timer_start(&fake.work, 3 * SIM_SEC);
	ck_assert_int_eq(perturbation(converge, 0)->last_change, CONVERGE_NEVER);
	sim_run(fake.sim, 10 * SIM_SEC);
	converge_end(converge);
	ck_assert_uint_eq(converge_perturbations(converge)->len, 1);
	ck_assert_str_eq(perturbation(converge, 0)->kind, "cold-start");
	ck_assert_int_eq(perturbation(converge, 0)->last_change, 3 * SIM_SEC);
	ck_assert_int_eq(perturbation(converge, 0)->converged, 3 * SIM_SEC);
	ck_assert_uint_eq(perturbation(converge, 0)->messages, 1);
	ck_assert_uint_eq(perturbation(converge, 0)->bytes, 20);
	converge_free(converge);
	sim_free(fake.sim);
}
END_TEST

START_TEST(nothing_to_do)
{
	Sim *sim = sim_new(1);
	Converge *converge = converge_new(sim);

	sim_run(sim, SIM_SEC);
	converge_end(converge);
	ck_assert_int_eq(perturbation(converge, 0)->converged, 0);
	converge_free(converge);
	sim_free(sim);
}
END_TEST

static void on_perturbation(const TraceRecord *record, void *user)
{
	const TracePerturbation *p = (const TracePerturbation *)record;
	TracePerturbation *seen = user;

	seen[p->perturbation_id] = *p;
}

/* A guard that ran when the operator acted holds quiet up until it has fired; what it does then is
 * still that perturbation's. A message that is sent anyway is nobody's. */
START_TEST(guards_hold_it_up)
{
	Fake fake = {.sim = sim_new(1)};
	Converge *converge = converge_new(fake.sim);
	TracePerturbation seen[2] = {0};

	sim_subscribe(fake.sim, &trace_perturbation, on_perturbation, seen);
	sim_timer_init(&fake.guard, fake.sim, SIM_GUARD, guard_fired, &fake);
	sim_timer_start(&fake.guard, 40 * SIM_SEC);
	fake.work.event.fn = act;
	sim_event_schedule(fake.sim, &fake.work.event, 20 * SIM_SEC, SIM_PERIODIC);
	sim_run(fake.sim, 30 * SIM_SEC);
	fake.sim->class_ = SIM_PERIODIC;
	send_message(fake.sim, "sent");
	ck_assert_int_eq(perturbation(converge, 1)->converged, CONVERGE_NEVER);
	sim_run(fake.sim, 60 * SIM_SEC);
	converge_end(converge);
	converge_end(converge);
	ck_assert_uint_eq(fake.changes, 1);
	ck_assert_int_eq(seen[0].last_change_ns, CONVERGE_NEVER);
	ck_assert_int_eq(seen[1].start_ns, 20 * SIM_SEC);
	ck_assert_int_eq(seen[1].last_change_ns, 40 * SIM_SEC);
	ck_assert_int_eq(seen[1].converged_ns, 40 * SIM_SEC);
	ck_assert_uint_eq(seen[1].messages, 1);
	ck_assert_uint_eq(seen[1].bytes, 20);
	ck_assert_uint_ne(seen[1].action_id, 0);
	ck_assert_str_eq(perturbation(converge, 1)->kind, "link-down");
	ck_assert_str_eq(perturbation(converge, 1)->target, "A--B");
	sim_unsubscribe(fake.sim, on_perturbation, seen);
	converge_free(converge);
	sim_free(fake.sim);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("converge");

	tcase_add_test(tc, cold_start);
	tcase_add_test(tc, guards_hold_it_up);
	tcase_add_test(tc, nothing_to_do);
	return test_main("converge", tc);
}
