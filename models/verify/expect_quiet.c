/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_quiet.h"

typedef struct QuietState {
	SimTime before;
} QuietState;

/* The last one that began before the time; an action at that very instant is another matter. */
static const Perturbation *find(const Converge *converge, SimTime before)
{
	const GArray *all = converge_perturbations(converge);
	const Perturbation *found = NULL;

	for (unsigned i = 0; i < all->len; i++) {
		const Perturbation *p = &g_array_index(all, Perturbation, i);

		if (i == 0 || p->start < before)
			found = p;
	}
	return found;
}

/* "link-down P--PE-1 at 70s: quiet at 75.2s" */
static ExpectSight conclude(const ExpectSet *set, const void *user, SimTime end, GString *seen)
{
	const QuietState *state = user;
	const Converge *converge = expect_set_converge(set);
	const Perturbation *p = converge ? find(converge, state->before) : NULL;

	(void)end;
	if (!p) {
		g_string_append(seen, "nobody watched");
		return EXPECT_UNDECIDED;
	}
	g_string_append_printf(seen, "%s%s%s at ", p->kind, p->target ? " " : "",
			       p->target ? p->target : "");
	sim_time_append(seen, p->start);
	g_string_append(seen, "s: ");
	if (p->converged == CONVERGE_NEVER) {
		g_string_append(seen, "not quiet before its end");
		return EXPECT_FAILED;
	}
	g_string_append(seen, "quiet at ");
	sim_time_append(seen, p->converged);
	g_string_append_c(seen, 's');
	return p->converged <= state->before ? EXPECT_MET : EXPECT_FAILED;
}

static const ExpectKind kind = {.conclude = conclude, .free = g_free};

void expect_add_quiet(ExpectSet *set, const ExpectWhen *when)
{
	QuietState *state = g_new0(QuietState, 1);

	state->before = when->from;
	expect_add(set, &kind, when, "network", "quiet by then", state);
}
