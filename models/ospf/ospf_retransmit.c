/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_retransmit.h"

#include "models/ospf/ospf_flood.h"
#include "models/ospf/ospf_iface.h"

static OspfUnacked *unacked_at(const OspfNeighbor *nbr, unsigned i)
{
	return &g_array_index(nbr->unacked, OspfUnacked, i);
}

/* Index of the LSA, or of where it would stand. */
static unsigned lower_bound(const OspfNeighbor *nbr, const OspfLsa *lsa)
{
	unsigned low = 0, high = nbr->unacked->len;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		if (ospf2_lsa_key_cmp(&unacked_at(nbr, middle)->key, ospf_lsa_key(lsa)) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static OspfUnacked *find(const OspfNeighbor *nbr, const OspfLsa *lsa, unsigned *at)
{
	*at = lower_bound(nbr, lsa);
	if (*at == nbr->unacked->len || unacked_at(nbr, *at)->lsa != lsa)
		return NULL;
	return unacked_at(nbr, *at);
}

gboolean ospf_retransmit_has(const OspfNeighbor *nbr, const OspfLsa *lsa)
{
	unsigned at;
	return find(nbr, lsa, &at) != NULL;
}

void ospf_retransmit_add(OspfNeighbor *nbr, OspfLsa *lsa)
{
	unsigned at;
	OspfUnacked *have = find(nbr, lsa, &at);
	OspfUnacked unacked = {
		.key = *ospf_lsa_key(lsa),
		.lsa = lsa,
		.sent = nbr->iface->area->instance->sim->now,
	};

	if (have) {
		have->sent = unacked.sent;
	} else {
		g_array_insert_val(nbr->unacked, at, unacked);
		lsa->n_unacknowledged++;
	}
	sim_timer_ensure(&nbr->retransmit_timer, nbr->iface->config.retransmit_interval);
}

void ospf_retransmit_remove(OspfNeighbor *nbr, OspfLsa *lsa)
{
	unsigned at;

	if (!find(nbr, lsa, &at))
		return;
	g_array_remove_index(nbr->unacked, at);
	lsa->n_unacknowledged--;
	if (nbr->unacked->len == 0)
		sim_timer_stop(&nbr->retransmit_timer);
}

void ospf_retransmit_remove_everywhere(OspfLsa *lsa)
{
	const GPtrArray *ifaces = lsa->lsdb->ifaces;

	for (unsigned i = 0; i < ifaces->len && lsa->n_unacknowledged > 0; i++) {
		const OspfIface *iface = g_ptr_array_index(ifaces, i);
		for (unsigned j = 0; j < iface->neighbors->len; j++)
			ospf_retransmit_remove(g_ptr_array_index(iface->neighbors, j), lsa);
	}
}

/* Sends again what has been waiting for RxmtInterval, and waits for the next. */
static void retransmit_due(void *owner)
{
	OspfNeighbor *nbr = owner;
	SimTime now = nbr->iface->area->instance->sim->now;
	SimTime interval = nbr->iface->config.retransmit_interval, oldest = now;
	GPtrArray *lsas = g_ptr_array_new();

	for (unsigned i = 0; i < nbr->unacked->len; i++) {
		OspfUnacked *unacked = unacked_at(nbr, i);
		if (now - unacked->sent >= interval) {
			unacked->sent = now;
			g_ptr_array_add(lsas, unacked->lsa);
		}
		oldest = MIN(oldest, unacked->sent);
	}
	ospf_flood_send(nbr->iface, nbr, lsas);
	g_ptr_array_unref(lsas);
	sim_timer_start(&nbr->retransmit_timer, oldest + interval - now);
}

void ospf_retransmit_init(OspfNeighbor *nbr)
{
	nbr->unacked = g_array_new(FALSE, FALSE, sizeof(OspfUnacked));
	sim_timer_init(&nbr->retransmit_timer, nbr->iface->area->instance->sim, SIM_WORK,
		       retransmit_due, nbr);
}

void ospf_retransmit_clear(OspfNeighbor *nbr)
{
	for (unsigned i = 0; i < nbr->unacked->len; i++)
		unacked_at(nbr, i)->lsa->n_unacknowledged--;
	g_array_set_size(nbr->unacked, 0);
	sim_timer_stop(&nbr->retransmit_timer);
}

void ospf_retransmit_release(OspfNeighbor *nbr)
{
	ospf_retransmit_clear(nbr);
	g_array_unref(nbr->unacked);
}
