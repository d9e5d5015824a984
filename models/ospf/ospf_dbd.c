/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_dbd.h"

#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_packet.h"
#include "models/ospf/ospf_request.h"
#include "models/ospf/ospf_retransmit.h"

enum {
	ROLE_FLAGS = OSPF2_DD_INIT | OSPF2_DD_MASTER,
	ALL_FLAGS = OSPF2_DD_INIT | OSPF2_DD_MORE | OSPF2_DD_MASTER,
};

static void send_again(OspfNeighbor *nbr)
{
	if (nbr->dd_sent.list)
		ospf_packet_send(nbr->iface, nbr, &nbr->dd_sent);
}

/*
 * In ExStart a neighbour may never answer, for instance where it finds our MTU too large. We go on
 * trying, but after RouterDeadInterval that is no longer work which the network waits for.
 */
static void start_timer(OspfNeighbor *nbr)
{
	const OspfIfaceConfig *config = &nbr->iface->config;
	gboolean hopeless = nbr->fsm.state == OSPF_NBR_EXSTART &&
			    nbr->dd_tries * config->retransmit_interval >= config->dead_interval;

	nbr->dd_timer.class_ = hopeless ? SIM_GUARD : SIM_WORK;
	sim_timer_start(&nbr->dd_timer, config->retransmit_interval);
}

static void dd_timer_due(void *owner)
{
	OspfNeighbor *nbr = owner;

	nbr->dd_tries++;
	send_again(nbr);
	start_timer(nbr);
}

static void init_packet(OspfNeighbor *nbr, unsigned flags)
{
	ospf2_packet_clear(&nbr->dd_sent);
	ospf_packet_init(&nbr->dd_sent, nbr->iface, OSPF2_DATABASE_DESCRIPTION);
	nbr->dd_sent.dd = (Ospf2Dd){
		.mtu = (uint16_t)MIN(nbr->iface->fwd->mtu, UINT16_MAX),
		.options = ospf_area_options(nbr->iface->area),
		.flags = (uint8_t)flags,
		.seq = nbr->dd_seq,
	};
}

/* The next packet of the exchange, with as many LSA headers as fit. */
static void send_next(OspfNeighbor *nbr)
{
	size_t room = (ospf_iface_max_packet(nbr->iface) - OSPF2_DD_LEN) / OSPF2_LSA_HEADER_LEN;

	init_packet(nbr, nbr->master ? OSPF2_DD_MASTER : 0);
	for (; room > 0 && nbr->summary_next < nbr->summary->len; room--) {
		OspfLsa *lsa = g_ptr_array_index(nbr->summary, nbr->summary_next++);
		Ospf2LsaHeader header = ospf_lsa_header(lsa);
		g_array_append_val(nbr->dd_sent.list, header);
	}
	if (nbr->summary_next < nbr->summary->len)
		nbr->dd_sent.dd.flags |= OSPF2_DD_MORE;
	ospf_packet_send(nbr->iface, nbr, &nbr->dd_sent);
	if (nbr->master)
		start_timer(nbr);
}

void ospf_dbd_init(OspfNeighbor *nbr)
{
	nbr->summary = g_ptr_array_new();
	sim_timer_init(&nbr->dd_timer, nbr->iface->area->instance->sim, SIM_WORK, dd_timer_due,
		       nbr);
}

void ospf_dbd_stop(OspfNeighbor *nbr)
{
	sim_timer_stop(&nbr->dd_timer);
	ospf2_packet_clear(&nbr->dd_sent);
	g_ptr_array_set_size(nbr->summary, 0);
	nbr->summary_next = 0;
	nbr->dd_tries = 0;
}

void ospf_dbd_release(OspfNeighbor *nbr)
{
	ospf_dbd_stop(nbr);
	g_ptr_array_unref(nbr->summary);
}

void ospf_dbd_start(OspfNeighbor *nbr)
{
	Sim *sim = nbr->iface->area->instance->sim;

	/* RFC 2328 10.8: the first number is unique as the time of day is; then they count up. */
	nbr->dd_seq = nbr->dd_seq ? nbr->dd_seq + 1 : (uint32_t)(sim->now / SIM_MSEC) + 1;
	nbr->master = TRUE;
	init_packet(nbr, ALL_FLAGS);
	nbr->dd_received = (Ospf2Dd){0};
	ospf_packet_send(nbr->iface, nbr, &nbr->dd_sent);
	start_timer(nbr);
}

static void list_database(OspfNeighbor *nbr, const OspfLsdb *db)
{
	for (unsigned i = 0; i < db->lsas->len; i++) {
		OspfLsa *lsa = g_ptr_array_index(db->lsas, i);
		/* What is on its way out is not described but flooded (RFC 2328 10.3). */
		if (lsa->flushing)
			ospf_retransmit_add(nbr, lsa);
		else
			g_ptr_array_add(nbr->summary, lsa);
	}
}

void ospf_dbd_list_database(OspfNeighbor *nbr)
{
	OspfArea *area = nbr->iface->area;

	list_database(nbr, &area->lsdb);
	if (!area->config.stub)
		list_database(nbr, &area->instance->externals);
}

static gboolean is_duplicate(const OspfNeighbor *nbr, const Ospf2Dd *dd)
{
	const Ospf2Dd *last = &nbr->dd_received;
	return dd->flags == last->flags && dd->options == last->options && dd->seq == last->seq;
}

/* Puts what the neighbour has and we lack on the request list. FALSE: the packet is faulty. */
static gboolean note_headers(OspfNeighbor *nbr, const Ospf2Packet *p)
{
	for (unsigned i = 0; i < p->list->len; i++) {
		const Ospf2LsaHeader *theirs = &g_array_index(p->list, Ospf2LsaHeader, i);
		if (theirs->key.type < OSPF2_LSA_ROUTER || theirs->key.type > OSPF2_LSA_EXTERNAL)
			return FALSE;
		/* Nor has a stub area any of the others. */
		const OspfLsdb *db = ospf_area_db(nbr->iface->area, theirs->key.type);
		if (!db)
			return FALSE;
		const OspfLsa *lsa = ospf_lsdb_find(db, &theirs->key);
		if (lsa) {
			Ospf2LsaHeader ours = ospf_lsa_header(lsa);
			if (ospf2_lsa_compare(&ours, theirs) >= 0)
				continue;
		}
		ospf_request_add(nbr, theirs);
	}
	return TRUE;
}

static void exchange_finished(OspfNeighbor *nbr)
{
	sim_timer_stop(&nbr->dd_timer);
	g_ptr_array_set_size(nbr->summary, 0);
	nbr->summary_next = 0;
	nbr->dd_finished = nbr->iface->area->instance->sim->now;
	ospf_neighbor_event(nbr, OSPF_NBR_EVENT_EXCHANGE_DONE);
}

/* RFC 2328 10.6: the packet is the next in sequence. */
static void accept_packet(OspfNeighbor *nbr, const Ospf2Packet *p)
{
	gboolean they_have_more = (p->dd.flags & OSPF2_DD_MORE) != 0;

	if (!note_headers(nbr, p)) {
		ospf_neighbor_event(nbr, OSPF_NBR_EVENT_SEQ_NUMBER_MISMATCH);
		return;
	}
	nbr->dd_received = p->dd;
	if (nbr->master) {
		gboolean we_had_more = (nbr->dd_sent.dd.flags & OSPF2_DD_MORE) != 0;
		nbr->dd_seq++;
		if (they_have_more || we_had_more)
			send_next(nbr);
		else
			exchange_finished(nbr);
	} else {
		nbr->dd_seq = p->dd.seq;
		send_next(nbr);
		if (!they_have_more && !(nbr->dd_sent.dd.flags & OSPF2_DD_MORE))
			exchange_finished(nbr);
	}
	ospf_request_send_next(nbr);
}

static void receive_in_exstart(OspfNeighbor *nbr, const Ospf2Packet *p)
{
	uint32_t own_id = nbr->iface->area->instance->router_id;

	if (p->dd.flags == ALL_FLAGS && p->list->len == 0 && nbr->router_id > own_id) {
		nbr->master = FALSE;
		nbr->dd_seq = p->dd.seq;
		sim_timer_stop(&nbr->dd_timer);
	} else if (!(p->dd.flags & ROLE_FLAGS) && p->dd.seq == nbr->dd_seq &&
		   nbr->router_id < own_id) {
		nbr->master = TRUE;
	} else {
		if (p->dd.flags != ALL_FLAGS) /* the slave's own first one is as usual */
			ospf_packet_refuse(nbr->iface,
					   "OSPF database description out of turn in ExStart");
		return;
	}
	nbr->options = p->dd.options;
	ospf_neighbor_event(nbr, OSPF_NBR_EVENT_NEGOTIATION_DONE);
	accept_packet(nbr, p);
}

/* RFC 2328 10.6: the slave answers a repeated packet as it did before, the master drops it. */
static void receive_duplicate(OspfNeighbor *nbr)
{
	if (!nbr->master)
		send_again(nbr);
}

static void receive_in_exchange(OspfNeighbor *nbr, const Ospf2Packet *p)
{
	const Ospf2Dd *dd = &p->dd;
	gboolean they_are_master = (dd->flags & OSPF2_DD_MASTER) != 0;

	if (is_duplicate(nbr, dd))
		receive_duplicate(nbr);
	else if (they_are_master == nbr->master || dd->flags & OSPF2_DD_INIT ||
		 dd->options != nbr->options || dd->seq != nbr->dd_seq + (nbr->master ? 0 : 1))
		ospf_neighbor_event(nbr, OSPF_NBR_EVENT_SEQ_NUMBER_MISMATCH);
	else
		accept_packet(nbr, p);
}

/* The exchange is over: only an echo of its end may still come, for RouterDeadInterval. */
static void receive_after_exchange(OspfNeighbor *nbr, const Ospf2Packet *p)
{
	SimTime since = nbr->iface->area->instance->sim->now - nbr->dd_finished;

	if (is_duplicate(nbr, &p->dd) && (nbr->master || since < nbr->iface->config.dead_interval))
		receive_duplicate(nbr);
	else
		ospf_neighbor_event(nbr, OSPF_NBR_EVENT_SEQ_NUMBER_MISMATCH);
}

void ospf_dbd_receive(OspfNeighbor *nbr, const Ospf2Packet *p)
{
	if (!nbr->iface->config.mtu_ignore && p->dd.mtu > nbr->iface->fwd->mtu) {
		ospf_packet_refuse(nbr->iface, "OSPF neighbour's MTU %u is larger than %u here",
				   p->dd.mtu, nbr->iface->fwd->mtu);
		return;
	}
	/* It has heard us, else it would not have begun. */
	if (nbr->fsm.state == OSPF_NBR_INIT)
		ospf_neighbor_event(nbr, OSPF_NBR_EVENT_2WAY_RECEIVED);
	switch (nbr->fsm.state) {
	case OSPF_NBR_EXSTART:
		receive_in_exstart(nbr, p);
		break;
	case OSPF_NBR_EXCHANGE:
		receive_in_exchange(nbr, p);
		break;
	case OSPF_NBR_LOADING:
	case OSPF_NBR_FULL:
		receive_after_exchange(nbr, p);
		break;
	default: /* not to become adjacent */
		ospf_packet_refuse(nbr->iface, "OSPF database description in state %s",
				   fsm_state_name(&nbr->fsm));
		break;
	}
}
