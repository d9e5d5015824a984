/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_flood.h"

#include "models/ospf/ospf_ack.h"
#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_originate.h"
#include "models/ospf/ospf_packet.h"
#include "models/ospf/ospf_redistribute.h"
#include "models/ospf/ospf_request.h"
#include "models/ospf/ospf_retransmit.h"

static void send_and_empty(OspfIface *iface, const OspfNeighbor *nbr, Ospf2Packet *p)
{
	ospf_packet_send(iface, nbr, p);
	g_array_set_size(p->list, 0);
}

void ospf_flood_send(OspfIface *iface, const OspfNeighbor *nbr, const GPtrArray *lsas)
{
	Ospf2Packet p;
	size_t len = OSPF2_UPDATE_LEN;
	unsigned delay = (unsigned)(iface->config.transmit_delay / SIM_SEC);

	ospf_packet_init(&p, iface, OSPF2_LS_UPDATE);
	for (unsigned i = 0; i < lsas->len; i++) {
		OspfLsa *lsa = g_ptr_array_index(lsas, i);
		Ospf2LsaBytes out = {.header = ospf_lsa_header(lsa), .bytes = lsa->bytes};
		out.header.age = (uint16_t)MIN(out.header.age + delay, OSPF2_MAX_AGE);
		if (p.list->len > 0 && len + out.header.length > ospf_iface_max_packet(iface)) {
			send_and_empty(iface, nbr, &p);
			len = OSPF2_UPDATE_LEN;
		}
		len += out.header.length;
		g_array_append_val(p.list, out);
		lsa->sent = iface->area->instance->sim->now;
	}
	if (p.list->len > 0)
		send_and_empty(iface, nbr, &p);
	ospf2_packet_clear(&p);
}

/* Sends what has been queued on the interfaces while one packet, or one change of our own, was dealt
 * with. */
static void send_updates(const OspfLsdb *db)
{
	for (unsigned i = 0; i < db->ifaces->len; i++) {
		OspfIface *iface = g_ptr_array_index(db->ifaces, i);
		if (iface->updates->len == 0)
			continue;
		ospf_flood_send(iface, NULL, iface->updates);
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

static gboolean is_elected(const OspfNeighbor *nbr)
{
	uint32_t address = net_addr_to_ipv4(&nbr->address);
	return ospf_iface_is_broadcast(nbr->iface) &&
	       (address == nbr->iface->dr || address == nbr->iface->bdr);
}

/* RFC 2328 13.3 (2) to (4): whether the LSA goes out of an interface where some neighbour needs it.
 * What came in there has been heard by the others, too, if it came from the Designated Router or its
 * Backup; if not, the former passes it on. */
static gboolean goes_out(const OspfIface *iface, const OspfNeighbor *from)
{
	return !from || from->iface != iface ||
	       !(is_elected(from) || iface->fsm.state == OSPF_IFACE_BACKUP);
}

/* RFC 2328 13.3. Returns TRUE where it goes back out of the interface that it came in on. */
static gboolean flood(OspfLsa *lsa, const OspfNeighbor *from)
{
	Ospf2LsaHeader header = ospf_lsa_header(lsa);
	const GPtrArray *ifaces = lsa->lsdb->ifaces;
	gboolean back = FALSE;

	for (unsigned i = 0; i < ifaces->len; i++) {
		OspfIface *iface = g_ptr_array_index(ifaces, i);
		gboolean needed = FALSE;
		for (unsigned j = 0; j < iface->neighbors->len; j++) {
			OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, j);
			if (!neighbor_needs(nbr, &header, from))
				continue;
			ospf_retransmit_add(nbr, lsa);
			needed = TRUE;
		}
		if (!needed || !goes_out(iface, from))
			continue;
		g_ptr_array_add(iface->updates, lsa);
		back |= from && from->iface == iface;
	}
	return back;
}

/* RFC 2328 13 (5): the instance takes the place of the former one, and goes out. */
static OspfLsa *install_and_flood(OspfLsdb *db, Ospf2Lsa *content, const uint8_t *bytes,
				  const OspfNeighbor *from, gboolean *back)
{
	gboolean changed;
	OspfLsa *lsa = ospf_lsdb_find(db, &content->header.key);

	if (lsa)
		ospf_retransmit_remove_everywhere(lsa);
	lsa = ospf_lsdb_install(db, content, bytes, from != NULL, &changed);
	if (changed) {
		ospf_spf_schedule(db->instance);
		ospf_redistribute_external_changed(lsa);
	}
	*back = flood(lsa, from);
	return lsa;
}

OspfLsa *ospf_flood_own(OspfLsdb *db, Ospf2Lsa *content, const uint8_t *bytes)
{
	gboolean back;
	OspfLsa *lsa = install_and_flood(db, content, bytes, NULL, &back);

	send_updates(db);
	return lsa;
}

static gboolean anyone_exchanges(const OspfLsdb *db)
{
	for (unsigned i = 0; i < db->ifaces->len; i++) {
		const OspfIface *iface = g_ptr_array_index(db->ifaces, i);
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
static void forget_updates(OspfLsa *lsa)
{
	for (unsigned i = 0; i < lsa->lsdb->ifaces->len; i++) {
		OspfIface *iface = g_ptr_array_index(lsa->lsdb->ifaces, i);
		g_ptr_array_remove(iface->updates, lsa);
	}
}

static void sweep(OspfLsdb *db)
{
	if (db->n_flushing == 0 || anyone_exchanges(db))
		return;
	for (unsigned i = db->lsas->len; i-- > 0;) {
		OspfLsa *lsa = g_ptr_array_index(db->lsas, i);
		if (!lsa->flushing || lsa->n_unacknowledged > 0)
			continue;
		gboolean own = ospf_lsa_is_own(lsa);
		forget_updates(lsa);
		ospf_lsdb_remove(lsa);
		/* Its number had come to the end, and may begin anew (RFC 2328 12.1.6). */
		if (own)
			ospf_originate(db);
	}
}

void ospf_flood_age_out(OspfLsa *lsa)
{
	OspfLsdb *db = lsa->lsdb;

	ospf_retransmit_remove_everywhere(lsa);
	ospf_lsdb_age_out(lsa);
	ospf_spf_schedule(db->instance);
	ospf_redistribute_external_changed(lsa);
	flood(lsa, NULL);
	send_updates(db);
	sweep(db);
}

void ospf_flood_sweep(OspfArea *area)
{
	sweep(&area->lsdb);
	sweep(&area->instance->externals);
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
	ospf_flood_send(nbr->iface, nbr, one);
	g_ptr_array_unref(one);
}

/* RFC 2328 table 19: as a Backup, only what the Designated Router sends is acknowledged later; the
 * others will see it from that one. */
static void acknowledge_later(OspfNeighbor *nbr, const Ospf2LsaHeader *header)
{
	const OspfIface *iface = nbr->iface;

	if (iface->fsm.state != OSPF_IFACE_BACKUP || net_addr_to_ipv4(&nbr->address) == iface->dr)
		ospf_ack_delayed(nbr->iface, header);
}

/* RFC 2328 13 (7) and table 19: the same instance comes again. */
static void receive_same(OspfNeighbor *nbr, OspfLsa *lsa, const Ospf2LsaHeader *theirs)
{
	if (ospf_retransmit_has(nbr, lsa)) {
		ospf_retransmit_remove(nbr, lsa); /* as good as an acknowledgment */
		if (nbr->iface->fsm.state == OSPF_IFACE_BACKUP)
			acknowledge_later(nbr, theirs);
		ospf_flood_sweep(nbr->iface->area);
		return;
	}
	ospf_ack_direct(nbr, theirs);
}

/* RFC 2328 13.4: a network-LSA that we made for one of our addresses under another router id. */
static gboolean is_of_former_self(const OspfLsa *lsa)
{
	const Ospf2LsaKey *key = ospf_lsa_key(lsa);
	const GPtrArray *ifaces = lsa->lsdb->ifaces;

	for (unsigned i = 0; key->type == OSPF2_LSA_NETWORK && i < ifaces->len; i++)
		if (ospf_iface_address(g_ptr_array_index(ifaces, i)) == key->id)
			return TRUE;
	return FALSE;
}

/* RFC 2328 13 (5). */
static void receive_newer(OspfNeighbor *nbr, const OspfLsa *old, const Ospf2LsaBytes *in)
{
	OspfLsdb *db = ospf_area_db(nbr->iface->area, in->header.key.type);
	Ospf2Lsa content;
	WireError error;

	if (old && db->sim->now - old->received < OSPF_MIN_LS_ARRIVAL) {
		ospf_packet_refuse(nbr->iface,
				   "OSPF LSA sooner than MinLSArrival after the former");
		return;
	}
	if (!ospf2_lsa_decode(in->bytes, in->header.length, &content, &error)) {
		ospf_packet_refuse(nbr->iface, "OSPF LSA: %s", error.text);
		return;
	}
	gboolean back;
	OspfLsa *lsa = install_and_flood(db, &content, in->bytes, nbr, &back);
	if (!back)
		acknowledge_later(nbr, &in->header);
	if (ospf_lsa_is_own(lsa))
		ospf_originate_again(lsa);
	else if (is_of_former_self(lsa) && !lsa->flushing)
		ospf_flood_age_out(lsa);
}

static gboolean is_acceptable(const OspfNeighbor *nbr, const Ospf2LsaBytes *in)
{
	if (!ospf2_lsa_checksum_ok(in->bytes, in->header.length)) {
		ospf_packet_refuse(nbr->iface, "OSPF LSA checksum wrong");
		return FALSE;
	}
	/* RFC 2328 13 (2) and (3): of known types, and none of externals in a stub area. */
	if (in->header.key.type < OSPF2_LSA_ROUTER || in->header.key.type > OSPF2_LSA_EXTERNAL) {
		ospf_packet_refuse(nbr->iface, "OSPF LSA of the unknown type %u",
				   in->header.key.type);
		return FALSE;
	}
	if (!ospf_area_db(nbr->iface->area, in->header.key.type)) {
		ospf_packet_refuse(nbr->iface, "OSPF AS-external-LSA in a stub area");
		return FALSE;
	}
	return TRUE;
}

/* RFC 2328 13 for one LSA. */
static void receive_lsa(OspfNeighbor *nbr, const Ospf2LsaBytes *in)
{
	OspfArea *area = nbr->iface->area;
	const Ospf2LsaHeader *theirs = &in->header;
	OspfLsdb *db = ospf_area_db(area, theirs->key.type);
	OspfLsa *lsa = ospf_lsdb_find(db, &theirs->key);
	Ospf2LsaHeader ours = {0};

	if (!lsa && theirs->age >= OSPF2_MAX_AGE && !anyone_exchanges(db)) {
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
	send_updates(&area->lsdb);
	send_updates(&area->instance->externals);
	ospf_request_send_next(nbr);
	ospf_flood_sweep(area);
}
