/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_hello.h"

#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_packet.h"

static void init_hello(Ospf2Packet *p, const OspfIface *iface)
{
	ospf_packet_init(p, iface, OSPF2_HELLO);
	p->hello = (Ospf2Hello){
		.mask = ospf_iface_mask(iface),
		.hello_interval = (uint16_t)(iface->config.hello_interval / SIM_SEC),
		.options = ospf_area_options(iface->area),
		.priority = iface->config.priority,
		.dead_interval = (uint32_t)(iface->config.dead_interval / SIM_SEC),
		.dr = iface->dr,
		.bdr = iface->bdr,
	};
}

/* RFC 2328 9.5. Returns TRUE where somebody is heard. */
static gboolean send_hello(OspfIface *iface)
{
	Ospf2Packet p;
	gboolean heard = FALSE;

	init_hello(&p, iface);
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		if (nbr->fsm.state < OSPF_NBR_INIT)
			continue;
		g_array_append_val(p.list, nbr->router_id);
		heard = TRUE;
	}
	ospf_packet_send(iface, NULL, &p);
	ospf2_packet_clear(&p);
	return heard;
}

void ospf_hello_goodbye(OspfIface *iface)
{
	Ospf2Packet p;

	init_hello(&p, iface);
	ospf_packet_send(iface, NULL, &p);
	ospf2_packet_clear(&p);
}

/*
 * Between neighbours Hellos are periodic. Where nobody is heard a Hello is an attempt, which may be
 * the first that gets through after a repair: its timer is a guard, and it is itself news.
 */
static void hello_due(void *owner)
{
	OspfIface *iface = owner;
	Sim *sim = iface->area->instance->sim;

	if (iface->hello_timer.class_ == SIM_GUARD)
		sim->class_ = SIM_WORK;
	iface->hello_timer.class_ = send_hello(iface) ? SIM_PERIODIC : SIM_GUARD;
	/* What this one told is told; the next follows from Hellos being sent at all. */
	uint64_t former = sim_set_cause(sim, iface->hello_cause);
	sim_timer_start(&iface->hello_timer, iface->config.hello_interval);
	sim_set_cause(sim, former);
}

void ospf_hello_init(OspfIface *iface)
{
	sim_timer_init(&iface->hello_timer, iface->area->instance->sim, SIM_GUARD, hello_due,
		       iface);
}

void ospf_hello_start(OspfIface *iface)
{
	iface->hello_timer.class_ = SIM_GUARD;
	iface->hello_cause = iface->area->instance->sim->cause;
	hello_due(iface);
}

void ospf_hello_stop(OspfIface *iface)
{
	sim_timer_stop(&iface->hello_timer);
}

void ospf_hello_is_news(OspfIface *iface)
{
	if (!sim_timer_running(&iface->hello_timer))
		return;
	iface->hello_timer.class_ = SIM_WORK;
	sim_timer_start(&iface->hello_timer, sim_timer_remaining(&iface->hello_timer));
}

/* RFC 2328 10.5: what both ends of a link must agree on. */
static gboolean check_hello(const OspfIface *iface, const Ospf2Hello *theirs)
{
	unsigned hello = (unsigned)(iface->config.hello_interval / SIM_SEC);
	unsigned dead = (unsigned)(iface->config.dead_interval / SIM_SEC);

	if (theirs->hello_interval != hello) {
		ospf_packet_refuse(iface, "OSPF hello interval %u s, but here it is %u s",
				   theirs->hello_interval, hello);
		return FALSE;
	}
	if (theirs->dead_interval != dead) {
		ospf_packet_refuse(iface, "OSPF dead interval %u s, but here it is %u s",
				   theirs->dead_interval, dead);
		return FALSE;
	}
	if (ospf_iface_is_broadcast(iface) && theirs->mask != ospf_iface_mask(iface)) {
		ospf_packet_refuse(iface, "OSPF network mask %08x, but here it is %08x",
				   theirs->mask, ospf_iface_mask(iface));
		return FALSE;
	}
	if ((theirs->options & OSPF2_OPTION_E) != ospf_area_options(iface->area)) {
		ospf_packet_refuse(iface,
				   iface->area->config.stub
					   ? "OSPF neighbour does not take the area for a stub area"
					   : "OSPF neighbour takes the area for a stub area");
		return FALSE;
	}
	return TRUE;
}

static gboolean lists_us(const OspfIface *iface, const Ospf2Packet *p)
{
	for (unsigned i = 0; i < p->list->len; i++)
		if (g_array_index(p->list, uint32_t, i) == iface->area->instance->router_id)
			return TRUE;
	return FALSE;
}

/* RFC 2328 10.5: what a Hello tells to the election, from a neighbour that hears us. */
static void note_election(OspfNeighbor *nbr, const Ospf2Hello *before, const Ospf2Hello *after)
{
	OspfIface *iface = nbr->iface;
	uint32_t address = net_addr_to_ipv4(&nbr->address);
	gboolean is_dr = after->dr == address, is_bdr = after->bdr == address;

	if (iface->fsm.state == OSPF_IFACE_WAITING) {
		if (is_bdr || (is_dr && after->bdr == 0))
			fsm_event(&iface->fsm, OSPF_IFACE_EVENT_BACKUP_SEEN, NULL);
	} else if (before->priority != after->priority || (before->dr == address) != is_dr ||
		   (before->bdr == address) != is_bdr) {
		ospf_iface_neighbor_change(iface);
	}
}

/* NULL where the router is a new one. A known address under another router id is another router. */
static OspfNeighbor *find_sender(OspfIface *iface, const Ospf2Packet *p, const NetAddr *src)
{
	OspfNeighbor *nbr = ospf_iface_neighbor_from(iface, p->router_id, src);

	if (nbr && nbr->router_id != p->router_id) {
		ospf_neighbor_event(nbr, OSPF_NBR_EVENT_KILL_NBR);
		g_ptr_array_remove(iface->neighbors, nbr);
		nbr = NULL;
	}
	return nbr;
}

void ospf_hello_receive(OspfIface *iface, const Ospf2Packet *p, const NetAddr *src)
{
	if (!check_hello(iface, &p->hello))
		return;
	OspfNeighbor *nbr = find_sender(iface, p, src);
	if (!nbr) {
		nbr = ospf_neighbor_new(iface, p->router_id);
		g_ptr_array_add(iface->neighbors, nbr);
	}
	Ospf2Hello before = {.priority = nbr->priority, .dr = nbr->dr, .bdr = nbr->bdr};
	nbr->address = *src;
	nbr->key_id = p->key_id;
	nbr->priority = p->hello.priority;
	nbr->dr = p->hello.dr;
	nbr->bdr = p->hello.bdr;
	ospf_neighbor_event(nbr, OSPF_NBR_EVENT_HELLO_RECEIVED);
	if (!lists_us(iface, p)) {
		ospf_neighbor_event(nbr, OSPF_NBR_EVENT_1WAY_RECEIVED);
		return;
	}
	ospf_neighbor_event(nbr, OSPF_NBR_EVENT_2WAY_RECEIVED);
	note_election(nbr, &before, &p->hello);
}
