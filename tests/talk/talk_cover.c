/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/talk/talk_cover.h"

#include <string.h>

struct TalkCover {
	const FsmType *const *machines;
	GPtrArray *driven; /* of uint32_t [n_events], owned: masks of states, by machine */
	const char *node;
};

TalkCover *talk_cover_new(const FsmType *const *machines)
{
	TalkCover *cover = g_new0(TalkCover, 1);

	cover->machines = machines;
	cover->driven = g_ptr_array_new_with_free_func(g_free);
	for (unsigned i = 0; machines[i]; i++)
		g_ptr_array_add(cover->driven, g_new0(uint32_t, machines[i]->n_events));
	return cover;
}

void talk_cover_free(TalkCover *cover)
{
	g_ptr_array_unref(cover->driven);
	g_free(cover);
}

static void note(const Fsm *fsm, int event, void *user)
{
	TalkCover *cover = user;

	for (unsigned i = 0; cover->machines[i]; i++)
		if (cover->machines[i] == fsm->type && strcmp(fsm->node, cover->node) == 0) {
			uint32_t *driven = g_ptr_array_index(cover->driven, i);
			driven[event] |= FSM_STATE(fsm->state);
		}
}

void talk_cover_watch(TalkCover *cover, Sim *sim, const char *node)
{
	cover->node = node;
	fsm_watch(sim, note, cover);
}

unsigned talk_cover_report(const TalkCover *cover, unsigned *driven, GString *out)
{
	unsigned rows = 0;

	*driven = 0;
	for (unsigned i = 0; cover->machines[i]; i++) {
		const FsmType *type = cover->machines[i];
		const uint32_t *seen = g_ptr_array_index(cover->driven, i);
		for (int event = 0; event < type->n_events; event++)
			for (int state = 0; state < type->n_states; state++) {
				if (!fsm_find_row(type, state, event))
					continue;
				rows++;
				if (seen[event] & FSM_STATE(state))
					(*driven)++;
				else
					g_string_append_printf(
						out, "%s: no talk drives %s in state %s\n",
						type->name, type->events[event],
						type->states[state]);
			}
	}
	return rows;
}
