/* SPDX-License-Identifier: Apache-2.0 */
/* The wheel against a model that is too simple to be wrong: an array searched for the least
 * (time, sequence). */
#include "sim/event.h"
#include "sim/rng.h"
#include "tests/testing.h"

#define N_EVENTS 100
#define N_STEPS 6000

typedef struct Model {
	SimQueue queue;
	SimEvent events[N_EVENTS];
	uint64_t sequence[N_EVENTS]; /* of insertion; 0 while not pending */
	uint64_t last_sequence;
	SimRng rng;
} Model;

static Model *model_new(uint64_t seed)
{
	Model *m = g_new0(Model, 1);
	sim_queue_init(&m->queue);
	sim_rng_init(&m->rng, seed, "test", "event");
	return m;
}

/* A delay of any order of magnitude up to 2^bits; often small or a round number, so that events
 * share instants and slots. */
static SimTime draw_delay(Model *m, unsigned bits)
{
	SimTime delay = (SimTime)(sim_rng_next(&m->rng) >> (64 - 1 - sim_rng_below(&m->rng, bits)));
	switch (sim_rng_below(&m->rng, 4)) {
	case 0:
		return delay % 4;
	case 1:
		return delay & ~(SimTime)0xffff;
	default:
		return delay;
	}
}

static void model_insert(Model *m, unsigned i, SimTime when)
{
	m->events[i].when = when;
	m->sequence[i] = ++m->last_sequence;
	sim_queue_insert(&m->queue, &m->events[i]);
}

static void model_remove(Model *m, unsigned i)
{
	m->sequence[i] = 0;
	sim_queue_remove(&m->queue, &m->events[i]);
}

/* The index of the earliest pending event, -1 where there is none. */
static int model_first(const Model *m)
{
	int first = -1;
	for (int i = 0; i < N_EVENTS; i++) {
		if (m->sequence[i] == 0)
			continue;
		if (first < 0 || m->events[i].when < m->events[first].when ||
		    (m->events[i].when == m->events[first].when &&
		     m->sequence[i] < m->sequence[first]))
			first = i;
	}
	return first;
}

static uint64_t model_pending(const Model *m)
{
	uint64_t n = 0;
	for (int i = 0; i < N_EVENTS; i++) {
		n += m->sequence[i] != 0;
		ck_assert_int_eq(sim_event_pending(&m->events[i]), m->sequence[i] != 0);
	}
	return n;
}

/* Takes out one event up to limit and compares; returns whether there was one. */
static gboolean model_pop(Model *m, SimTime limit)
{
	SimTime base = m->queue.base;
	int first = model_first(m);

	SimEvent *e = sim_queue_pop_until(&m->queue, limit);
	if (first < 0 || m->events[first].when > limit) {
		ck_assert_ptr_null(e);
		ck_assert_int_eq(m->queue.base, base);
		return FALSE;
	}
	ck_assert_ptr_eq(e, &m->events[first]);
	ck_assert_int_eq(m->queue.base, e->when);
	ck_assert(!sim_event_pending(e));
	m->sequence[first] = 0;
	return TRUE;
}

static void model_step(Model *m, unsigned bits)
{
	unsigned i = (unsigned)sim_rng_below(&m->rng, N_EVENTS);
	SimTime base = m->queue.base;

	switch (sim_rng_below(&m->rng, 8)) {
	case 0:
	case 1:
	case 2: /* insert or restart */
		if (m->sequence[i])
			model_remove(m, i);
		model_insert(m, i, base + draw_delay(m, bits));
		break;
	case 3: /* cancel */
		if (m->sequence[i])
			model_remove(m, i);
		break;
	case 4: /* the same instant as another one */
		if (!m->sequence[i] && model_first(m) >= 0)
			model_insert(m, i, m->events[model_first(m)].when);
		break;
	case 5: /* look, then insert something earlier than what was seen */
	{
		SimTime next = sim_queue_next_time(&m->queue);
		int first = model_first(m);
		ck_assert_int_eq(next, first < 0 ? SIM_NEVER : m->events[first].when);
		ck_assert_int_eq(m->queue.base, base);
		if (!m->sequence[i] && first >= 0)
			model_insert(m, i, base + (next - base) / 2);
		break;
	}
	case 6: /* not before its time */
		model_pop(m, base + draw_delay(m, bits));
		break;
	default:
		model_pop(m, SIM_NEVER);
	}
}

/* Spreads of time from a few instants to a thousand years are tried. */
START_TEST(order_against_model)
{
	unsigned bits = (unsigned)_i;
	Model *m = model_new((uint64_t)_i);

	for (int step = 0; step < N_STEPS && m->queue.base < INT64_MAX / 4; step++) {
		model_step(m, bits);
		if (step % 64 == 0)
			ck_assert_uint_eq(m->queue.pending, model_pending(m));
	}
	while (model_pop(m, SIM_NEVER))
		;
	ck_assert_uint_eq(m->queue.pending, 0);
	ck_assert_int_eq(sim_queue_next_time(&m->queue), SIM_NEVER);
	ck_assert_uint_eq(m->queue.words, 0);
	g_free(m);
}
END_TEST

START_TEST(empty)
{
	SimQueue *q = g_new(SimQueue, 1);
	sim_queue_init(q);
	ck_assert_int_eq(sim_queue_next_time(q), SIM_NEVER);
	ck_assert_ptr_null(sim_queue_pop(q));
	ck_assert(!sim_queue_more_at_base(q));
	g_free(q);
}
END_TEST

/* One instant is first in, first out, whatever base was when its events were inserted: here they
 * start on levels 4, 2 and 0. */
START_TEST(fifo_across_levels)
{
	enum { INSTANT = 5 * SIM_SEC };
	const SimTime stops[] = {0, INSTANT - 3000000, INSTANT - 1};
	SimQueue *q = g_new(SimQueue, 1);
	SimEvent stop[3] = {0}, at[3] = {0};

	sim_queue_init(q);
	for (int i = 0; i < 3; i++) {
		stop[i].when = stops[i];
		sim_queue_insert(q, &stop[i]);
		ck_assert_ptr_eq(sim_queue_pop(q), &stop[i]);
		at[i].when = INSTANT;
		sim_queue_insert(q, &at[i]);
	}
	for (int i = 0; i < 3; i++) {
		ck_assert_ptr_eq(sim_queue_pop(q), &at[i]);
		ck_assert_int_eq(sim_queue_more_at_base(q), i < 2);
	}
	g_free(q);
}
END_TEST

START_TEST(far_future)
{
	const SimTime times[] = {0, 1, SIM_SEC, INT64_C(1) << 56, SIM_NEVER - 2, SIM_NEVER - 1};
	SimQueue *q = g_new(SimQueue, 1);
	SimEvent e[G_N_ELEMENTS(times)] = {0};

	sim_queue_init(q);
	for (size_t i = G_N_ELEMENTS(times); i-- > 0;) {
		e[i].when = times[i];
		sim_queue_insert(q, &e[i]);
		ck_assert_int_eq(sim_queue_next_time(q), times[i]);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(times); i++)
		ck_assert_ptr_eq(sim_queue_pop(q), &e[i]);
	g_free(q);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("wheel");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, empty);
	tcase_add_test(tc, fifo_across_levels);
	tcase_add_test(tc, far_future);
	tcase_add_loop_test(tc, order_against_model, 2, 62);
	return test_main("event", tc);
}
