/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_request.h"

#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_flood.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_packet.h"

static OspfRequest *request_at(const OspfNeighbor *nbr, unsigned i)
{
	return &g_array_index(nbr->requests, OspfRequest, i);
}

/* Index of the first request whose key is not before key. */
static unsigned lower_bound(const OspfNeighbor *nbr, const Ospf2LsaKey *key)
{
	unsigned low = 0, high = nbr->requests->len;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		if (ospf2_lsa_key_cmp(&request_at(nbr, middle)->header.key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static OspfRequest *find(const OspfNeighbor *nbr, const Ospf2LsaKey *key, unsigned *at)
{
	*at = lower_bound(nbr, key);
	if (*at == nbr->requests->len)
		return NULL;
	OspfRequest *request = request_at(nbr, *at);
	return ospf2_lsa_key_cmp(&request->header.key, key) == 0 ? request : NULL;
}

const Ospf2LsaHeader *ospf_request_find(const OspfNeighbor *nbr, const Ospf2LsaKey *key)
{
	unsigned at;
	const OspfRequest *request = find(nbr, key, &at);
	return request ? &request->header : NULL;
}

void ospf_request_add(OspfNeighbor *nbr, const Ospf2LsaHeader *header)
{
	unsigned at;
	OspfRequest *have = find(nbr, &header->key, &at);
	OspfRequest request = {.header = *header};

	if (!have)
		g_array_insert_val(nbr->requests, at, request);
	else if (ospf2_lsa_compare(header, &have->header) > 0)
		have->header = *header;
}

void ospf_request_remove(OspfNeighbor *nbr, const Ospf2LsaKey *key)
{
	unsigned at;
	const OspfRequest *request = find(nbr, key, &at);

	if (!request)
		return;
	/* Another neighbour may have told what was asked for here: then it goes on at once. */
	if (request->asked && --nbr->n_asked == 0)
		sim_timer_start(&nbr->request_timer, 0);
	g_array_remove_index(nbr->requests, at);
}

/* One packet of requests: those that were asked already, or the next that were not. */
static void send_request(OspfNeighbor *nbr, gboolean again)
{
	Ospf2Packet p;
	size_t room =
		(ospf_iface_max_packet(nbr->iface) - OSPF2_HEADER_LEN) / OSPF2_REQUEST_ENTRY_LEN;

	ospf_packet_init(&p, nbr->iface, OSPF2_LS_REQUEST);
	for (unsigned i = 0; i < nbr->requests->len && p.list->len < room; i++) {
		OspfRequest *request = request_at(nbr, i);
		if (request->asked != again)
			continue;
		if (!again) {
			request->asked = TRUE;
			nbr->n_asked++;
		}
		g_array_append_val(p.list, request->header.key);
	}
	ospf_packet_send(nbr->iface, nbr, &p);
	ospf2_packet_clear(&p);
	sim_timer_start(&nbr->request_timer, nbr->iface->config.retransmit_interval);
}

void ospf_request_send_next(OspfNeighbor *nbr)
{
	if (nbr->fsm.state != OSPF_NBR_EXCHANGE && nbr->fsm.state != OSPF_NBR_LOADING)
		return;
	if (nbr->requests->len > 0) {
		if (nbr->n_asked == 0)
			send_request(nbr, FALSE);
		return;
	}
	sim_timer_stop(&nbr->request_timer);
	if (nbr->fsm.state == OSPF_NBR_LOADING)
		ospf_neighbor_event(nbr, OSPF_NBR_EVENT_LOADING_DONE);
}

static void request_timer_due(void *owner)
{
	OspfNeighbor *nbr = owner;

	if (nbr->n_asked > 0)
		send_request(nbr, TRUE);
	else
		ospf_request_send_next(nbr);
}

void ospf_request_init(OspfNeighbor *nbr)
{
	nbr->requests = g_array_new(FALSE, FALSE, sizeof(OspfRequest));
	sim_timer_init(&nbr->request_timer, nbr->iface->area->instance->sim, SIM_WORK,
		       request_timer_due, nbr);
}

void ospf_request_clear(OspfNeighbor *nbr)
{
	sim_timer_stop(&nbr->request_timer);
	g_array_set_size(nbr->requests, 0);
	nbr->n_asked = 0;
}

void ospf_request_release(OspfNeighbor *nbr)
{
	ospf_request_clear(nbr);
	g_array_unref(nbr->requests);
}

/* RFC 2328 10.7. What is asked for is sent at once, and not retransmitted: the neighbour asks again. */
void ospf_request_receive(OspfNeighbor *nbr, const Ospf2Packet *p)
{
	GPtrArray *lsas = g_ptr_array_new();
	for (unsigned i = 0; i < p->list->len; i++) {
		const Ospf2LsaKey *key = &g_array_index(p->list, Ospf2LsaKey, i);
		const OspfLsdb *db = ospf_area_db(nbr->iface->area, key->type);
		OspfLsa *lsa = db ? ospf_lsdb_find(db, key) : NULL;
		if (!lsa) {
			g_ptr_array_unref(lsas);
			ospf_neighbor_event(nbr, OSPF_NBR_EVENT_BAD_LS_REQ);
			return;
		}
		g_ptr_array_add(lsas, lsa);
	}
	ospf_flood_send(nbr->iface, nbr, lsas);
	g_ptr_array_unref(lsas);
}
