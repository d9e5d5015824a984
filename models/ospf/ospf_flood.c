/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_flood.h"

#include "models/ospf/ospf_ack.h"
#include "models/ospf/ospf_originate.h"
#include "models/ospf/ospf_packet.h"
#include "models/ospf/ospf_request.h"
#include "models/ospf/ospf_retransmit.h"

enum { INF_TRANS_DELAY = 1 }; /* seconds added to the age at every hop, RFC 2328 C.3 */

static void send_and_empty(OspfIface *iface, Ospf2Packet *p)
{
	ospf_packet_send(iface, p);
	g_array_set_size(p->list, 0);
}

void ospf_flood_send(OspfIface *iface, const GPtrArray *lsas)
{
	Ospf2Packet p;
	size_t len = OSPF2_UPDATE_LEN;

	ospf_packet_init(&p, iface, OSPF2_LS_UPDATE);
	for (unsigned i = 0; i < lsas->len; i++) {
		OspfLsa *lsa = g_ptr_array_index(lsas, i);
		Ospf2LsaBytes out = {.header = ospf_lsa_header(lsa), .bytes = lsa->bytes};
		out.header.age = MIN(out.header.age + INF_TRANS_DELAY, OSPF2_MAX_AGE);
		if (p.list->len > 0 && len + out.header.length > ospf_iface_max_packet(iface)) {
			send_and_empty(iface, &p);
			len = OSPF2_UPDATE_LEN;
		}
		len += out.header.length;
		g_array_append_val(p.list, out);
		lsa->sent = iface->area->instance->sim->now;
	}
	if (p.list->len > 0)
		send_and_empty(iface, &p);
	ospf2_packet_clear(&p);
}

/* Sends what has been queued on the interfaces of the area while one packet, or one change of our
 * own, was dealt with. */
static void send_updates(OspfArea *area)
{
	for (unsigned i = 0; i < area->ifaces->len; i++) {
		OspfIface *iface = g_ptr_array_index(area->ifaces, i);
		if (iface->updates->len == 0)
			continue;
		ospf_flood_send(iface, iface->updates);
		g_ptr_array_set_size(iface->updates, 0);
	}
}

/*
 * RFC 2328 13.3 (1): whether this neighbour needs the LSA. An entry of its request list tells what
 * it had when it described its database.
 */
static gboolean neighbor_needs(OspfNeighbor *nbr, const Ospf2LsaHeader *header,
			       const OspfNeighbor *from)
{
	if (nbr->fsm.state < OSPF_NBR_EXCHANGE)
		return FALSE;
	const Ospf2LsaHeader *wanted = ospf_request_find(nbr, &header->key);
	if (wanted) {
		int order = ospf2_lsa_compare(header, wanted);
		if (order < 0)
			return FALSE;
		ospf_request_remove(nbr, &header->key);
		if (order == 0)
			return FALSE;
	}
	return nbr != from;
}

/* RFC 2328 13.3. On point-to-point links nothing goes back out of the interface it came in on. */
static void flood(OspfArea *area, OspfLsa *lsa, const OspfNeighbor *from)
{
	Ospf2LsaHeader header = ospf_lsa_header(lsa);

	for (unsigned i = 0; i < area->ifaces->len; i++) {
		OspfIface *iface = g_ptr_array_index(area->ifaces, i);
		gboolean needed = FALSE;
		for (unsigned j = 0; j < iface->neighbors->len; j++) {
			OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, j);
			if (!neighbor_needs(nbr, &header, from))
				continue;
			ospf_retransmit_add(nbr, lsa);
			needed = TRUE;
		}
		if (needed)
			g_ptr_array_add(iface->updates, lsa);
	}
}

/* RFC 2328 13 (5): the instance takes the place of the former one, and goes out. */
static OspfLsa *install_and_flood(OspfArea *area, Ospf2Lsa *content, const uint8_t *bytes,
				  const OspfNeighbor *from)
{
	gboolean changed;
	OspfLsa *lsa = ospf_lsdb_find(&area->lsdb, &content->header.key);

	if (lsa)
		ospf_retransmit_remove_everywhere(area, lsa);
	lsa = ospf_lsdb_install(&area->lsdb, content, bytes, from != NULL, &changed);
	if (changed)
		ospf_spf_schedule(area->instance);
	flood(area, lsa, from);
	return lsa;
}

void ospf_flood_own(OspfArea *area, Ospf2Lsa *content, const uint8_t *bytes)
{
	install_and_flood(area, content, bytes, NULL);
	send_updates(area);
}

void ospf_flood_age_out(OspfArea *area, OspfLsa *lsa)
{
	ospf_retransmit_remove_everywhere(area, lsa);
	ospf_lsdb_age_out(lsa);
	ospf_spf_schedule(area->instance);
	flood(area, lsa, NULL);
	send_updates(area);
	ospf_flood_sweep(area);
}

static gboolean anyone_exchanges(const OspfArea *area)
{
	for (unsigned i = 0; i < area->ifaces->len; i++) {
		const OspfIface *iface = g_ptr_array_index(area->ifaces, i);
		for (unsigned j = 0; j < iface->neighbors->len; j++) {
			const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, j);
			if (nbr->fsm.state == OSPF_NBR_EXCHANGE ||
			    nbr->fsm.state == OSPF_NBR_LOADING)
				return TRUE;
		}
	}
	return FALSE;
}

/* Takes an LSA that is about to be freed out of what is queued for sending. */
static void forget_updates(OspfArea *area, OspfLsa *lsa)
{
	for (unsigned i = 0; i < area->ifaces->len; i++) {
		OspfIface *iface = g_ptr_array_index(area->ifaces, i);
		g_ptr_array_remove(iface->updates, lsa);
	}
}

void ospf_flood_sweep(OspfArea *area)
{
	OspfLsdb *db = &area->lsdb;

	if (db->n_flushing == 0 || anyone_exchanges(area))
		return;
	for (unsigned i = db->lsas->len; i-- > 0;) {
		OspfLsa *lsa = g_ptr_array_index(db->lsas, i);
		if (!lsa->flushing || lsa->n_unacknowledged > 0)
			continue;
		gboolean own = ospf_lsa_is_own(lsa);
		forget_updates(area, lsa);
		ospf_lsdb_remove(lsa);
		/* Its number had come to the end, and may begin anew (RFC 2328 12.1.6). */
		if (own)
			ospf_originate(area);
	}
}

/* RFC 2328 13 (8): the neighbour is behind. */
static void receive_older(OspfNeighbor *nbr, OspfLsa *lsa, const Ospf2LsaHeader *ours)
{
	Sim *sim = nbr->iface->area->instance->sim;

	/* A number at its end that is being flushed: the neighbour will hear of it by itself. */
	if (ours->age == OSPF2_MAX_AGE && ours->seq == OSPF2_SEQ_MAX)
		return;
	if (sim->now - lsa->sent < OSPF_MIN_LS_ARRIVAL)
		return;
	GPtrArray *one = g_ptr_array_new();
	g_ptr_array_add(one, lsa);
	ospf_flood_send(nbr->iface, one);
	g_ptr_array_unref(one);
}

/* RFC 2328 13 (7) and table 19: the same instance comes again. */
static void receive_same(OspfNeighbor *nbr, OspfLsa *lsa, const Ospf2LsaHeader *theirs)
{
	if (ospf_retransmit_has(nbr, lsa)) {
		ospf_retransmit_remove(nbr, lsa); /* as good as an acknowledgment */
		ospf_flood_sweep(nbr->iface->area);
		return;
	}
	ospf_ack_direct(nbr, theirs);
}

/* RFC 2328 13 (5). */
static void receive_newer(OspfNeighbor *nbr, const OspfLsa *old, const Ospf2LsaBytes *in)
{
	OspfArea *area = nbr->iface->area;
	Ospf2Lsa content;
	WireError error;

	if (old && area->instance->sim->now - old->received < OSPF_MIN_LS_ARRIVAL)
		return;
	if (!ospf2_lsa_decode(in->bytes, in->header.length, &content, &error)) {
		ospf_packet_refuse(nbr->iface, "OSPF LSA: %s", error.text);
		return;
	}
	OspfLsa *lsa = install_and_flood(area, &content, in->bytes, nbr);
	ospf_ack_delayed(nbr->iface, &in->header);
	if (ospf_lsa_is_own(lsa))
		ospf_originate_again(area, lsa);
}

static gboolean is_acceptable(const OspfNeighbor *nbr, const Ospf2LsaBytes *in)
{
	if (!ospf2_lsa_checksum_ok(in->bytes, in->header.length)) {
		ospf_packet_refuse(nbr->iface, "OSPF LSA checksum wrong");
		return FALSE;
	}
	return in->header.key.type >= OSPF2_LSA_ROUTER && in->header.key.type <= OSPF2_LSA_EXTERNAL;
}

/* RFC 2328 13 for one LSA. */
static void receive_lsa(OspfNeighbor *nbr, const Ospf2LsaBytes *in)
{
	OspfArea *area = nbr->iface->area;
	const Ospf2LsaHeader *theirs = &in->header;
	OspfLsa *lsa = ospf_lsdb_find(&area->lsdb, &theirs->key);
	Ospf2LsaHeader ours = {0};

	if (!lsa && theirs->age >= OSPF2_MAX_AGE && !anyone_exchanges(area)) {
		ospf_ack_direct(nbr, theirs);
		return;
	}
	if (lsa)
		ours = ospf_lsa_header(lsa);
	int order = lsa ? ospf2_lsa_compare(theirs, &ours) : 1;
	if (order > 0)
		receive_newer(nbr, lsa, in);
	else if (ospf_request_find(nbr, &theirs->key))
		ospf_neighbor_event(nbr, OSPF_NBR_EVENT_BAD_LS_REQ);
	else if (order == 0)
		receive_same(nbr, lsa, theirs);
	else
		receive_older(nbr, lsa, &ours);
}

void ospf_flood_receive(OspfNeighbor *nbr, const Ospf2Packet *p)
{
	OspfArea *area = nbr->iface->area;

	/* A faulty exchange ends the processing of the packet: the state falls back. */
	for (unsigned i = 0; i < p->list->len && nbr->fsm.state >= OSPF_NBR_EXCHANGE; i++) {
		const Ospf2LsaBytes *in = &g_array_index(p->list, Ospf2LsaBytes, i);
		if (is_acceptable(nbr, in))
			receive_lsa(nbr, in);
	}
	send_updates(area);
	ospf_request_send_next(nbr);
	ospf_flood_sweep(area);
}
