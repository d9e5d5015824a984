/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_elect.h"

/* A router that may be elected, and whom it declares to be what. */
typedef struct Candidate {
	uint8_t priority;
	uint32_t router_id, address;
	uint32_t dr, bdr;
} Candidate;

static GArray *list_candidates(const OspfIface *iface)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(Candidate));
	Candidate self = {
		.priority = iface->config.priority,
		.router_id = iface->area->instance->router_id,
		.address = ospf_iface_address(iface),
		.dr = iface->dr,
		.bdr = iface->bdr,
	};

	g_array_append_val(all, self); /* the first, whatever its priority: elect_twice() */
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		Candidate other = {
			.priority = nbr->priority,
			.router_id = nbr->router_id,
			.address = net_addr_to_ipv4(&nbr->address),
			.dr = nbr->dr,
			.bdr = nbr->bdr,
		};
		if (nbr->fsm.state >= OSPF_NBR_2WAY)
			g_array_append_val(all, other);
	}
	return all;
}

static gboolean wins(const Candidate *a, const Candidate *b)
{
	if (!b || a->priority != b->priority)
		return !b || a->priority > b->priority;
	return a->router_id > b->router_id;
}

typedef gboolean (*CandidateFn)(const Candidate *c);

static gboolean says_dr(const Candidate *c)
{
	return c->dr == c->address;
}

static gboolean says_bdr_only(const Candidate *c)
{
	return c->bdr == c->address && !says_dr(c);
}

static gboolean says_no_dr(const Candidate *c)
{
	return !says_dr(c);
}

/* Address of the best eligible router for which the condition holds; 0 where there is none. */
static uint32_t best(const GArray *all, CandidateFn fits)
{
	const Candidate *found = NULL;

	for (unsigned i = 0; i < all->len; i++) {
		const Candidate *c = &g_array_index(all, Candidate, i);
		if (c->priority > 0 && fits(c) && wins(c, found))
			found = c;
	}
	return found ? found->address : 0;
}

/* RFC 2328 9.4 (2) and (3). */
static OspfElection elect_once(const GArray *all)
{
	OspfElection result = {.bdr = best(all, says_bdr_only)};

	if (!result.bdr)
		result.bdr = best(all, says_no_dr);
	result.dr = best(all, says_dr);
	if (!result.dr)
		result.dr = result.bdr;
	return result;
}

OspfElection ospf_elect(const OspfIface *iface)
{
	GArray *all = list_candidates(iface);
	Candidate *self = &g_array_index(all, Candidate, 0);
	uint32_t own = self->address;
	OspfElection result = elect_once(all);

	/* (4): what we have become or are no longer counts in a second round, so that nobody is
	 * both. */
	if ((result.dr == own) != (self->dr == own) || (result.bdr == own) != (self->bdr == own)) {
		self->dr = result.dr;
		self->bdr = result.bdr;
		result = elect_once(all);
	}
	g_array_unref(all);
	return result;
}
