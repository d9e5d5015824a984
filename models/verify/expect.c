/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect.h"

typedef struct Expect {
	SimEvent event; /* first member: makes sure that there is an instant to look at */
	ExpectSet *set; /* borrowed */
	SimTime from, to;
	const ExpectKind *kind;
	void *state;
	gboolean due;      /* an instant of its time is over */
	ExpectSight sight; /* of the last look */
	GString *seen;     /* then */
} Expect;

struct ExpectSet {
	Sim *sim;
	const Converge *converge;
	GPtrArray *expects; /* of Expect */
	GPtrArray *active;  /* of them, those whose time it is */
	GArray *results;    /* of ExpectResult, in step with expects */
	GString *scratch;
};

static void expect_free(void *user)
{
	Expect *expect = user;

	expect->kind->free(expect->state);
	g_string_free(expect->seen, TRUE);
	g_free(expect);
}

static void result_clear(void *user)
{
	ExpectResult *result = user;

	g_free(result->name);
	g_free(result->file);
	g_free(result->detail);
}

ExpectSet *expect_set_new(Sim *sim)
{
	ExpectSet *set = g_new0(ExpectSet, 1);

	set->sim = sim;
	set->expects = g_ptr_array_new_with_free_func(expect_free);
	set->active = g_ptr_array_new();
	set->results = g_array_new(FALSE, TRUE, sizeof(ExpectResult));
	g_array_set_clear_func(set->results, result_clear);
	set->scratch = g_string_new(NULL);
	return set;
}

void expect_set_free(ExpectSet *set)
{
	if (!set)
		return;
	for (unsigned i = 0; i < set->expects->len; i++)
		sim_event_cancel(set->sim, g_ptr_array_index(set->expects, i));
	g_ptr_array_free(set->active, TRUE);
	g_ptr_array_free(set->expects, TRUE);
	g_array_free(set->results, TRUE);
	g_string_free(set->scratch, TRUE);
	g_free(set);
}

static void on_due(SimEvent *event)
{
	Expect *expect = (Expect *)event;
	ExpectSet *set = expect->set;

	if (set->sim->now == expect->from)
		g_ptr_array_add(set->active, expect);
	if (expect->to > set->sim->now && expect->to != SIM_NEVER)
		sim_event_schedule(set->sim, event, expect->to, SIM_PERIODIC);
}

/* What fails in a span fails at an instant of it, which is told. */
static void append_when_failed(const Expect *expect, GString *out)
{
	if (expect->to == expect->from)
		return;
	g_string_append(out, "at ");
	sim_time_append(out, expect->set->sim->now);
	g_string_append(out, "s: ");
}

static void look(Expect *expect)
{
	GString *seen = expect->set->scratch;
	ExpectSight sight;

	g_string_truncate(seen, 0);
	sight = expect->kind->look(expect->state, expect->set->sim->now, seen);
	if (sight == EXPECT_SAME)
		return;
	expect->sight = sight;
	g_string_truncate(expect->seen, 0);
	if (sight == EXPECT_FAILED)
		append_when_failed(expect, expect->seen);
	g_string_append(expect->seen, seen->str);
}

static gboolean is_over(const Expect *expect)
{
	return expect->set->sim->now > expect->to || !expect->kind->look ||
	       (expect->sight == EXPECT_FAILED && expect->to != expect->from);
}

static void on_instant(Sim *sim, void *user)
{
	ExpectSet *set = user;

	(void)sim;
	for (unsigned i = 0; i < set->active->len;) {
		Expect *expect = g_ptr_array_index(set->active, i);

		expect->due = TRUE;
		if (is_over(expect)) {
			g_ptr_array_remove_index_fast(set->active, i);
			continue;
		}
		look(expect);
		i++;
	}
}

void expect_set_start(ExpectSet *set, const Converge *converge)
{
	set->converge = converge;
	sim_add_instant_hook(set->sim, on_instant, set);
}

const Converge *expect_set_converge(const ExpectSet *set)
{
	return set->converge;
}

static char *describe(const ExpectWhen *when, const char *subject, const char *what)
{
	GString *text;

	if (when->name)
		return g_strdup(when->name);
	text = g_string_new(subject);
	if (when->from != SIM_NEVER) {
		g_string_append(text, when->to == when->from ? " at " : " from ");
		sim_time_append(text, when->from);
		g_string_append_c(text, 's');
		if (when->to == SIM_NEVER)
			g_string_append(text, " on");
	}
	if (when->to != when->from && when->to != SIM_NEVER) {
		g_string_append(text, " to ");
		sim_time_append(text, when->to);
		g_string_append_c(text, 's');
	}
	g_string_append_printf(text, ": %s", what);
	return g_string_free(text, FALSE);
}

void expect_add(ExpectSet *set, const ExpectKind *kind, const ExpectWhen *when, const char *subject,
		const char *what, void *state)
{
	Expect *expect = g_new0(Expect, 1);
	ExpectResult result = {.line = when->line};

	*expect = (Expect){
		.event = {.fn = on_due},
		.set = set,
		.from = when->from,
		.to = when->to,
		.kind = kind,
		.state = state,
		.seen = g_string_new(NULL),
	};
	result.name = describe(when, subject, what);
	result.file = g_strdup(when->file);
	g_ptr_array_add(set->expects, expect);
	g_array_append_val(set->results, result);
	if (when->from != SIM_NEVER)
		sim_event_schedule(set->sim, &expect->event, when->from, SIM_PERIODIC);
}

/* A failure stands; else the whole of its time must have come. */
static ExpectSight conclude(const Expect *expect, GString *detail)
{
	SimTime now = expect->set->sim->now;
	gboolean timed = expect->from != SIM_NEVER;

	if (timed && !expect->due) {
		g_string_append(detail, "its time never came");
		return EXPECT_UNDECIDED;
	}
	if (expect->sight != EXPECT_FAILED && timed && expect->to != SIM_NEVER &&
	    expect->to > now) {
		g_string_append(detail, "the run ended before its time did");
		return EXPECT_UNDECIDED;
	}
	if (expect->kind->conclude)
		return expect->kind->conclude(expect->set, expect->state, MIN(expect->to, now),
					      detail);
	g_string_append(detail, expect->seen->str);
	return expect->sight;
}

const GArray *expect_results(ExpectSet *set)
{
	for (unsigned i = 0; i < set->expects->len; i++) {
		const Expect *expect = g_ptr_array_index(set->expects, i);
		ExpectResult *result = &g_array_index(set->results, ExpectResult, i);
		GString *detail = g_string_new(NULL);
		ExpectSight sight = conclude(expect, detail);

		result->decided = sight != EXPECT_UNDECIDED;
		result->passed = sight == EXPECT_MET;
		g_free(result->detail);
		result->detail = g_string_free(detail, FALSE);
	}
	return set->results;
}
