/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/fsm.h"

#include <string.h>

void fsm_init(Fsm *fsm, const FsmType *type, Sim *sim, void *owner, const char *node,
	      const char *instance, const char *peer)
{
	g_assert(type->n_states <= FSM_MAX_STATES);
	*fsm = (Fsm){
		.type = type,
		.sim = sim,
		.owner = owner,
		.node = node,
		.instance = instance,
		.peer = peer,
		.state = type->initial,
		.since = sim->now,
	};
	if (type->trying)
		g_ptr_array_add(sim->machines, fsm);
}

void fsm_release(Fsm *fsm)
{
	g_ptr_array_remove(fsm->sim->machines, fsm);
}

void fsm_foreach_trying(const Sim *sim, FsmFn fn, void *user)
{
	for (guint i = 0; i < sim->machines->len; i++) {
		const Fsm *fsm = g_ptr_array_index(sim->machines, i);
		if (fsm->type->trying(fsm->owner))
			fn(fsm, user);
	}
}

void fsm_watch(Sim *sim, FsmWatchFn fn, void *user)
{
	sim->fsm_watch = fn;
	sim->fsm_watch_user = user;
}

const FsmRow *fsm_find_row(const FsmType *type, int state, int event)
{
	for (int i = 0; i < type->n_rows; i++)
		if (type->rows[i].event == event && type->rows[i].states & FSM_STATE(state))
			return &type->rows[i];
	return NULL;
}

static uint64_t trace_step(const Fsm *fsm, int event, int next, gboolean unexpected)
{
	TraceTransition record = {
		.head = {.type = &trace_transition, .node = fsm->node},
		.protocol = fsm->type->name,
		.instance = fsm->instance,
		.peer = fsm->peer,
		.from_state = fsm->type->states[fsm->state],
		.event = fsm->type->events[event],
		.to_state = fsm->type->states[next],
		.unexpected = unexpected,
	};
	return sim_trace(fsm->sim, &record.head);
}

static void trace_unexpected(const Fsm *fsm, int event)
{
	SimEventClass class_ = fsm->sim->class_;
	trace_step(fsm, event, fsm->state, TRUE);
	fsm->sim->class_ = class_; /* nothing changed: this is no work */
}

static int next_state(const Fsm *fsm, const FsmRow *row, const void *arg)
{
	int next = row->next == FSM_DECIDED ? row->decide(fsm->owner, arg) : row->next;
	if (next == FSM_SAME)
		return fsm->state;
	g_assert(next >= 0 && next < fsm->type->n_states);
	return next;
}

void fsm_event(Fsm *fsm, int event, const void *arg)
{
	Sim *sim = fsm->sim; /* outlives the machine */
	uint64_t former_cause = sim->cause;

	g_assert(event >= 0 && event < fsm->type->n_events);
	if (sim->fsm_watch)
		sim->fsm_watch(fsm, event, sim->fsm_watch_user);
	const FsmRow *row = fsm_find_row(fsm->type, fsm->state, event);
	if (!row) {
		trace_unexpected(fsm, event);
		return;
	}
	int next = next_state(fsm, row, arg);
	if (next != fsm->state) {
		uint64_t id = trace_step(fsm, event, next, FALSE);
		fsm->state = next;
		fsm->since = sim->now;
		sim_set_cause(sim, id);
	}
	if (row->action)
		row->action(fsm->owner, arg); /* may free fsm */
	sim_set_cause(sim, former_cause);
}

static void append_cell(const FsmType *type, int state, int event, GString *out)
{
	const FsmRow *row = fsm_find_row(type, state, event);

	if (!row)
		g_string_append_c(out, '.');
	else if (row->next == FSM_DECIDED)
		g_string_append_c(out, '?');
	else if (row->next == FSM_SAME || row->next == state)
		g_string_append_c(out, '=');
	else
		g_string_append(out, type->states[row->next]);
	if (row && row->action)
		g_string_append_c(out, '*');
}

static size_t widest(const char *const *names, int n)
{
	size_t width = 0;
	for (int i = 0; i < n; i++)
		width = MAX(width, strlen(names[i]));
	return width;
}

/* Fills up with blanks to column, and at least one. */
static void pad_to(GString *line, size_t column)
{
	do
		g_string_append_c(line, ' ');
	while (line->len < column);
}

void fsm_append_matrix(const FsmType *type, GString *out)
{
	size_t first = widest(type->events, type->n_events) + 2;
	size_t step = widest(type->states, type->n_states) + 2; /* a "*" and a blank */
	GString *line = g_string_new("");

	for (int event = -1; event < type->n_events; event++) {
		g_string_assign(line, event < 0 ? "" : type->events[event]);
		for (int state = 0; state < type->n_states; state++) {
			pad_to(line, first + step * (size_t)state);
			if (event < 0)
				g_string_append(line, type->states[state]);
			else
				append_cell(type, state, event, line);
		}
		g_string_append_printf(out, "%s\n", line->str);
	}
	g_string_free(line, TRUE);
}
