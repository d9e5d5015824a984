/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_ack.h"

#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_flood.h"
#include "models/ospf/ospf_packet.h"
#include "models/ospf/ospf_retransmit.h"

/* Sends the headers in as many packets as they need. */
static void send_acks(OspfIface *iface, const OspfNeighbor *nbr, const Ospf2LsaHeader *headers,
		      unsigned n)
{
	unsigned room = (unsigned)((ospf_iface_max_packet(iface) - OSPF2_HEADER_LEN) /
				   OSPF2_LSA_HEADER_LEN);

	while (n > 0) {
		Ospf2Packet p;
		unsigned some = MIN(n, room);
		ospf_packet_init(&p, iface, OSPF2_LS_ACK);
		g_array_append_vals(p.list, headers, some);
		ospf_packet_send(iface, nbr, &p);
		ospf2_packet_clear(&p);
		headers += some;
		n -= some;
	}
}

static void delay_over(void *owner)
{
	OspfIface *iface = owner;
	GArray *acks = iface->delayed_acks;

	send_acks(iface, NULL, (const Ospf2LsaHeader *)(const void *)acks->data, acks->len);
	g_array_set_size(acks, 0);
}

void ospf_ack_init(OspfIface *iface)
{
	iface->delayed_acks = g_array_new(FALSE, FALSE, sizeof(Ospf2LsaHeader));
	sim_timer_init(&iface->ack_timer, iface->area->instance->sim, SIM_WORK, delay_over, iface);
}

void ospf_ack_clear(OspfIface *iface)
{
	sim_timer_stop(&iface->ack_timer);
	g_array_set_size(iface->delayed_acks, 0);
}

void ospf_ack_release(OspfIface *iface)
{
	ospf_ack_clear(iface);
	g_array_unref(iface->delayed_acks);
}

void ospf_ack_delayed(OspfIface *iface, const Ospf2LsaHeader *header)
{
	g_array_append_vals(iface->delayed_acks, header, 1);
	sim_timer_ensure(&iface->ack_timer, OSPF_ACK_DELAY);
}

void ospf_ack_direct(OspfNeighbor *nbr, const Ospf2LsaHeader *header)
{
	send_acks(nbr->iface, nbr, header, 1);
}

/* RFC 2328 13.7. */
void ospf_ack_receive(OspfNeighbor *nbr, const Ospf2Packet *p)
{
	OspfArea *area = nbr->iface->area;

	for (unsigned i = 0; i < p->list->len; i++) {
		const Ospf2LsaHeader *theirs = &g_array_index(p->list, Ospf2LsaHeader, i);
		const OspfLsdb *db = ospf_area_db(area, theirs->key.type);
		OspfLsa *lsa = db ? ospf_lsdb_find(db, &theirs->key) : NULL;
		if (!lsa)
			continue;
		Ospf2LsaHeader ours = ospf_lsa_header(lsa);
		if (ospf2_lsa_compare(&ours, theirs) == 0)
			ospf_retransmit_remove(nbr, lsa);
	}
	ospf_flood_sweep(area);
}
