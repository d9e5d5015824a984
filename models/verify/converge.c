/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/converge.h"

#include <string.h>

struct Converge {
	Sim *sim;
	GArray *perturbations; /* of Perturbation; the last is under way */
	gboolean ended;
};

static const Field perturbation_fields[] = {
	FIELD(TracePerturbation, perturbation_id, field_u32),
	FIELD(TracePerturbation, start_ns, field_time),
	FIELD(TracePerturbation, kind, field_text),
	FIELD(TracePerturbation, target, field_text),
	FIELD(TracePerturbation, action_id, field_id),
	FIELD(TracePerturbation, last_change_ns, field_time_or_never),
	FIELD(TracePerturbation, converged_ns, field_time_or_never),
	FIELD(TracePerturbation, messages, field_u64),
	FIELD(TracePerturbation, bytes, field_u64),
};
const TraceType trace_perturbation = {
	.name = "perturbation",
	.fields = perturbation_fields,
	.n_fields = G_N_ELEMENTS(perturbation_fields),
};

static Perturbation *current(Converge *converge)
{
	return &g_array_index(converge->perturbations, Perturbation,
			      converge->perturbations->len - 1);
}

static void begin(Converge *converge, const char *kind, const char *target, uint64_t action_id)
{
	Perturbation fresh = {
		.start = converge->sim->now,
		.last_change = CONVERGE_NEVER,
		.converged = CONVERGE_NEVER,
		.kind = g_strdup(kind),
		.target = g_strdup(target),
		.action_id = action_id,
	};

	g_array_append_val(converge->perturbations, fresh);
}

static void report(Converge *converge)
{
	const Perturbation *p = current(converge);
	TracePerturbation record = {
		.head = {.type = &trace_perturbation, .cause = p->action_id},
		.perturbation_id = converge->perturbations->len - 1,
		.start_ns = p->start,
		.kind = p->kind,
		.target = p->target,
		.action_id = p->action_id,
		.last_change_ns = p->last_change,
		.converged_ns = p->converged,
		.messages = p->messages,
		.bytes = p->bytes,
	};

	sim_trace(converge->sim, &record.head);
}

static void on_action(const TraceRecord *record, void *user)
{
	const TraceAction *action = (const TraceAction *)record;
	Converge *converge = user;

	report(converge);
	begin(converge, action->kind, action->target, record->id);
}

static void on_change(const TraceRecord *record, void *user)
{
	Perturbation *p = current(user);

	p->last_change = record->time;
	p->converged = CONVERGE_NEVER;
}

static void on_message(const TraceRecord *record, void *user)
{
	const TraceMessage *message = (const TraceMessage *)record;
	Converge *converge = user;
	Perturbation *p = current(converge);

	if (p->converged == CONVERGE_NEVER && converge->sim->class_ != SIM_PERIODIC &&
	    strcmp(message->direction, "sent") == 0) {
		p->messages++;
		p->bytes += message->bytes;
	}
}

static void on_instant(Sim *sim, void *user)
{
	Converge *converge = user;
	Perturbation *p = current(converge);

	if (!converge->ended && p->converged == CONVERGE_NEVER && sim_is_quiet(sim))
		p->converged = sim->now;
}

static void perturbation_clear(void *user)
{
	Perturbation *p = user;

	g_free(p->kind);
	g_free(p->target);
}

Converge *converge_new(Sim *sim)
{
	Converge *converge = g_new0(Converge, 1);

	converge->sim = sim;
	converge->perturbations = g_array_new(FALSE, FALSE, sizeof(Perturbation));
	g_array_set_clear_func(converge->perturbations, perturbation_clear);
	begin(converge, "cold-start", NULL, 0);
	sim_subscribe(sim, &trace_action, on_action, converge);
	sim_subscribe(sim, &trace_route, on_change, converge);
	sim_subscribe(sim, &trace_lfib, on_change, converge);
	sim_subscribe(sim, &trace_message, on_message, converge);
	sim_add_instant_hook(sim, on_instant, converge);
	return converge;
}

void converge_end(Converge *converge)
{
	Perturbation *p = current(converge);

	/* A network in which nothing ever happens has no instant to be quiet at. */
	if (p->converged == CONVERGE_NEVER && converge->sim->executed == 0)
		p->converged = p->start;
	if (!converge->ended)
		report(converge);
	converge->ended = TRUE;
}

void converge_free(Converge *converge)
{
	if (!converge)
		return;
	sim_unsubscribe(converge->sim, on_action, converge);
	sim_unsubscribe(converge->sim, on_change, converge);
	sim_unsubscribe(converge->sim, on_message, converge);
	g_array_free(converge->perturbations, TRUE);
	g_free(converge);
}

const GArray *converge_perturbations(const Converge *converge)
{
	return converge->perturbations;
}
