/* SPDX-License-Identifier: Apache-2.0 */
/* Which records a route or an LSP rests on, however many things had to meet and in whatever order. */
#include "models/rib/rib_private.h"

#define MAX_CAUSES 16 /* more than that explain nothing any better */

typedef struct Causes {
	unsigned n;
	uint64_t id[MAX_CAUSES];
} Causes;

/* Not cleared: there is one for each label of a million. */
static void begin(Causes *causes)
{
	causes->n = 0;
}

static void add(Causes *causes, uint64_t id)
{
	for (unsigned i = 0; i < causes->n; i++)
		if (causes->id[i] == id)
			return;
	if (causes->n < MAX_CAUSES)
		causes->id[causes->n++] = id;
}

static void add_hops(Causes *causes, const RibHops *hops, uint16_t usable);

/* The LSP of the entry. Hops that are not used may lead in a circle; those that are do not. */
static void add_lsp(Causes *causes, const RibEntry *entry)
{
	add(causes, entry->best_lsp->lsp.cause);
	add(causes, entry->best_lsp->cause);
	add_hops(causes, entry->best_lsp->hops, entry->usable_lsp);
}

/* A route's record names its own further causes; an LSP has no record, and so its causes are named. */
static void add_resolution(Causes *causes, const RibNht *nht)
{
	const RibEntry *via = nht->via;

	if (nht->mode == RIB_NHT_LSP && via->best_lsp && !rib_hops_connected(via->best->hops))
		add_lsp(causes, via);
	else
		add(causes, via->record);
}

static void add_hops(Causes *causes, const RibHops *hops, uint16_t usable)
{
	for (unsigned i = 0; hops->uses && i < hops->n && causes->n < MAX_CAUSES; i++)
		if (usable >> i & 1 && hops->uses[i].nht && hops->uses[i].nht->via)
			add_resolution(causes, hops->uses[i].nht);
}

static void trace(Sim *sim, uint64_t id, const Causes *causes)
{
	for (unsigned i = 0; i < causes->n; i++)
		sim_trace_also_because(sim, id, causes->id[i]);
}

void rib_trace_causes(Sim *sim, uint64_t id, const RibCandidate *candidate, uint16_t usable)
{
	Causes causes;

	begin(&causes);
	add(&causes, candidate->route.cause);
	add_hops(&causes, candidate->hops, usable);
	trace(sim, id, &causes);
}

void rib_trace_lsp_causes(Sim *sim, uint64_t id, const RibEntry *entry)
{
	Causes causes;

	begin(&causes);
	add_lsp(&causes, entry);
	trace(sim, id, &causes);
}

void rib_trace_swap_causes(Sim *sim, uint64_t id, const RibSwap *swap)
{
	Causes causes;

	if (id == 0 || !swap->next_hop)
		return;
	begin(&causes);
	add(&causes, swap->cause);
	if (swap->next_hop->via)
		add_resolution(&causes, swap->next_hop);
	trace(sim, id, &causes);
}
