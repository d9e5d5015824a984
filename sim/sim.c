/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/sim.h"

typedef struct Subscriber {
	const TraceType *type; /* NULL is every type */
	TraceFn fn;            /* NULL where it left while a record was being delivered */
	void *user;
} Subscriber;

typedef struct InstantHook {
	SimHookFn fn;
	void *user;
} InstantHook;

Sim *sim_new(uint64_t seed)
{
	Sim *sim = g_new0(Sim, 1);

	sim->seed = seed;
	sim->class_ = SIM_WORK;
	sim->last_observer_id = TRACE_FIRST_OBSERVER_ID - 1;
	sim_queue_init(&sim->queue);
	digest_init(&sim->digest);
	digest_u64(&sim->digest, seed);
	sim->subscribers = g_array_new(FALSE, FALSE, sizeof(Subscriber));
	sim->instant_hooks = g_array_new(FALSE, FALSE, sizeof(InstantHook));
	sim->scratch = g_string_new(NULL);
	sim->machines = g_ptr_array_new();
	return sim;
}

void sim_free(Sim *sim)
{
	if (!sim)
		return;
	g_array_free(sim->subscribers, TRUE);
	g_array_free(sim->instant_hooks, TRUE);
	g_string_free(sim->scratch, TRUE);
	g_ptr_array_free(sim->machines, TRUE);
	g_free(sim);
}

/* The counters that tell whether the network is quiet: step is 1 for an event that becomes pending
 * and -1, modulo 2^64, for one that ceases to be. */
static inline void count_event(Sim *sim, const SimEvent *e, uint64_t step)
{
	sim->pending_work += e->class_ == SIM_WORK ? step : 0;
	if (e->class_ == SIM_GUARD) {
		sim->all_guards += step;
		sim->old_guards += e->epoch != sim->epoch ? step : 0;
	}
}

void sim_event_schedule(Sim *sim, SimEvent *e, SimTime when, SimEventClass class_)
{
	g_assert(e->fn && when >= sim->now && when < SIM_NEVER);
	sim_event_cancel(sim, e);
	e->when = when;
	e->cause = sim->cause;
	e->epoch = sim->epoch;
	e->class_ = (uint8_t)class_;
	sim_queue_insert(&sim->queue, e);
	count_event(sim, e, 1);
}

void sim_event_cancel(Sim *sim, SimEvent *e)
{
	if (!sim_event_pending(e))
		return;
	count_event(sim, e, -UINT64_C(1));
	sim_queue_remove(&sim->queue, e);
}

gboolean sim_is_quiet(const Sim *sim)
{
	return sim->pending_work == 0 && sim->old_guards == 0;
}

void sim_new_epoch(Sim *sim)
{
	sim->epoch++;
	sim->old_guards = sim->all_guards;
}

void sim_stop(Sim *sim)
{
	sim->stopped = TRUE;
}

static void leave_context(Sim *sim)
{
	sim->cause = 0;
	sim->class_ = SIM_WORK;
}

static void run_event(Sim *sim, SimEvent *e)
{
	count_event(sim, e, -UINT64_C(1));
	sim->now = e->when;
	sim->cause = e->cause;
	sim->class_ = e->class_;
	sim->instant_open = TRUE;
	sim->executed++;
	if (++sim->instant_events == SIM_INSTANT_MAX)
		sim->stopped = sim->endless = TRUE;
	e->fn(e); /* may free e */
}

/* Calls the instant hooks, once no event is left to run at now. */
static void close_instant_if_over(Sim *sim)
{
	if (!sim->instant_open || sim_queue_more_at_base(&sim->queue))
		return;
	sim->instant_open = FALSE;
	sim->instant_events = 0;
	leave_context(sim);
	for (guint i = 0; i < sim->instant_hooks->len; i++) {
		InstantHook hook = g_array_index(sim->instant_hooks, InstantHook, i);
		hook.fn(sim, hook.user);
	}
}

static gboolean is_quiet_between_instants(const Sim *sim)
{
	return !sim->instant_open && sim_is_quiet(sim);
}

/* Runs until there is nothing up to until, or stopped, or, where asked for, quiet. */
static void run(Sim *sim, SimTime until, gboolean until_quiet)
{
	sim->stopped = sim->endless;
	close_instant_if_over(sim); /* it may have been stopped in the midst of one */
	while (!sim->stopped && !(until_quiet && is_quiet_between_instants(sim))) {
		SimEvent *e = sim_queue_pop_until(&sim->queue, until);
		if (!e)
			break;
		run_event(sim, e);
		close_instant_if_over(sim);
	}
	leave_context(sim);
}

void sim_run(Sim *sim, SimTime until)
{
	run(sim, until, FALSE);
	if (!sim->stopped && until != SIM_NEVER)
		sim->now = MAX(sim->now, until);
}

gboolean sim_run_quiet(Sim *sim, SimTime until)
{
	run(sim, until, TRUE);
	return is_quiet_between_instants(sim);
}

void sim_add_instant_hook(Sim *sim, SimHookFn fn, void *user)
{
	InstantHook hook = {fn, user};
	g_array_append_val(sim->instant_hooks, hook);
}

void sim_subscribe(Sim *sim, const TraceType *type, TraceFn fn, void *user)
{
	Subscriber subscriber = {type, fn, user};
	g_array_append_val(sim->subscribers, subscriber);
}

/* Removes those who left. Not while a record is being delivered: their places are indices. */
static void sweep_subscribers(Sim *sim)
{
	GArray *all = sim->subscribers;
	guint kept = 0;

	for (guint i = 0; i < all->len; i++) {
		Subscriber subscriber = g_array_index(all, Subscriber, i);
		if (subscriber.fn)
			g_array_index(all, Subscriber, kept++) = subscriber;
	}
	g_array_set_size(all, kept);
}

void sim_unsubscribe(Sim *sim, TraceFn fn, void *user)
{
	for (guint i = 0; i < sim->subscribers->len; i++) {
		Subscriber *subscriber = &g_array_index(sim->subscribers, Subscriber, i);
		if (subscriber->fn == fn && subscriber->user == user)
			subscriber->fn = NULL;
	}
	if (sim->tracing == 0)
		sweep_subscribers(sim);
	else
		sim->subscriber_left = TRUE;
}

gboolean sim_trace_wanted(const Sim *sim, const TraceType *type)
{
	for (guint i = 0; i < sim->subscribers->len; i++) {
		const Subscriber *s = &g_array_index(sim->subscribers, Subscriber, i);
		if (s->fn && (!s->type || s->type == type))
			return TRUE;
	}
	return FALSE;
}

static void digest_record(Sim *sim, const TraceRecord *record)
{
	const TraceType *type = record->type;
	Digest *d = &sim->digest;

	digest_text(d, type->name);
	digest_u64(d, record->cause);
	digest_u64(d, (uint64_t)record->time);
	digest_text(d, record->node);
	for (unsigned i = 0; i < type->n_fields; i++)
		field_digest(&type->fields[i], record, d, sim->scratch);
}

static void deliver(Sim *sim, const TraceRecord *record)
{
	guint n = sim->subscribers->len; /* without those who subscribe meanwhile */

	sim->tracing++;
	for (guint i = 0; i < n; i++) {
		Subscriber s = g_array_index(sim->subscribers, Subscriber, i);
		if (s.fn && (!s.type || s.type == record->type))
			s.fn(record, s.user);
	}
	sim->tracing--;
	if (sim->tracing == 0 && sim->subscriber_left) {
		sim->subscriber_left = FALSE;
		sweep_subscribers(sim);
	}
}

uint64_t sim_trace(Sim *sim, TraceRecord *record)
{
	unsigned flags = record->type->flags;

	record->id = flags & TRACE_DIGEST ? ++sim->last_trace_id : ++sim->last_observer_id;
	if (record->cause == 0)
		record->cause = sim->cause;
	record->time = sim->now;
	if (flags & TRACE_DIGEST)
		digest_record(sim, record);
	if (flags & TRACE_CHANGE)
		sim->class_ = SIM_WORK;
	deliver(sim, record);
	return record->id;
}

void sim_trace_also_because(Sim *sim, uint64_t id, uint64_t cause)
{
	TraceCause record = {.head = {.type = &trace_cause, .cause = cause}, .record_id = id};

	if (id != 0 && cause != 0 && cause != sim->cause)
		sim_trace(sim, &record.head);
}
