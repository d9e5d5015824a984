/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_originate.h"

#include "models/ospf/ospf_flood.h"
#include "models/ospf/ospf_hello.h"
#include "models/ospf/ospf_iface.h"

#include <string.h>

static void add_link(Ospf2Lsa *lsa, Ospf2LinkType type, uint32_t id, uint32_t data, uint16_t metric)
{
	Ospf2RouterLink link = {.id = id, .data = data, .type = (uint8_t)type, .metric = metric};
	g_array_append_val(lsa->links, link);
}

static void add_stub(Ospf2Lsa *lsa, const NetPrefix *address, unsigned len, uint16_t metric)
{
	uint32_t mask = len ? UINT32_MAX << (32 - len) : 0;
	add_link(lsa, OSPF2_LINK_STUB, net_addr_to_ipv4(&address->addr) & mask, mask, metric);
}

/* RFC 2328 12.4.1.1: a link to each adjacent neighbour. */
static void add_neighbors(Ospf2Lsa *lsa, const OspfIface *iface)
{
	NetAddr own = fwd_iface_address(iface->fwd, NET_AF_IPV4);

	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		if (nbr->full)
			add_link(lsa, OSPF2_LINK_P2P, nbr->router_id, net_addr_to_ipv4(&own),
				 iface->config.cost);
	}
}

/* RFC 2328 12.4.1: what an interface adds follows from its state. */
static void add_iface(Ospf2Lsa *lsa, const OspfIface *iface)
{
	gboolean loopback = iface->fsm.state == OSPF_IFACE_LOOPBACK;

	if (iface->fsm.state == OSPF_IFACE_DOWN)
		return;
	add_neighbors(lsa, iface);
	for (unsigned i = 0; i < iface->fwd->addresses->len; i++) {
		const NetPrefix *address = &g_array_index(iface->fwd->addresses, NetPrefix, i);
		if (address->addr.family == NET_AF_IPV4)
			add_stub(lsa, address, loopback ? 32 : address->len,
				 loopback ? 0 : iface->config.cost);
	}
}

static Ospf2LsaKey router_lsa_key(const OspfArea *area)
{
	uint32_t id = area->instance->router_id;
	return (Ospf2LsaKey){.type = OSPF2_LSA_ROUTER, .id = id, .adv_router = id};
}

static void build_router_lsa(const OspfArea *area, int32_t seq, Ospf2Lsa *lsa)
{
	ospf2_lsa_init(lsa, OSPF2_LSA_ROUTER);
	lsa->header.key = router_lsa_key(area);
	lsa->header.options = OSPF_OPTIONS;
	lsa->header.seq = seq;
	for (unsigned i = 0; i < area->ifaces->len; i++)
		add_iface(lsa, g_ptr_array_index(area->ifaces, i));
}

static gboolean says_the_same(const OspfLsa *old, const uint8_t *bytes, size_t len)
{
	return !old->flushing && old->content.header.length == len &&
	       memcmp(old->bytes + OSPF2_LSA_HEADER_LEN, bytes + OSPF2_LSA_HEADER_LEN,
		      len - OSPF2_LSA_HEADER_LEN) == 0;
}

static void originate_now(OspfArea *area)
{
	Ospf2LsaKey key = router_lsa_key(area);
	OspfLsa *old = ospf_lsdb_find(&area->lsdb, &key);
	Ospf2Lsa lsa;
	size_t len;

	if (old && old->content.header.seq == OSPF2_SEQ_MAX) {
		/* RFC 2328 12.1.6: it must be gone everywhere before its number begins anew. */
		if (!old->flushing)
			ospf_flood_age_out(area, old);
		return;
	}
	build_router_lsa(area, old ? old->content.header.seq + 1 : OSPF2_SEQ_INITIAL, &lsa);
	uint8_t *bytes = ospf2_lsa_encode(&lsa, &len);
	if (area->originate_forced || !old || !says_the_same(old, bytes, len)) {
		area->originate_forced = FALSE;
		area->originated = area->instance->sim->now;
		ospf_flood_own(area, &lsa, bytes);
	}
	ospf2_lsa_clear(&lsa);
	g_free(bytes);
}

static void originate_due(void *owner)
{
	originate_now(owner);
}

void ospf_originate_init(OspfArea *area)
{
	area->originated = -OSPF_MIN_LS_INTERVAL;
	area->originate_forced = FALSE;
	sim_timer_init(&area->originate_timer, area->instance->sim, SIM_WORK, originate_due, area);
}

void ospf_originate(OspfArea *area)
{
	SimTime earliest = area->originated + OSPF_MIN_LS_INTERVAL;

	if (area->instance->proto.running)
		sim_timer_ensure(&area->originate_timer,
				 MAX(earliest - area->instance->sim->now, 0));
}

void ospf_originate_again(OspfArea *area, OspfLsa *lsa)
{
	Ospf2LsaKey key = router_lsa_key(area);

	if (ospf2_lsa_key_cmp(ospf_lsa_key(lsa), &key) == 0) {
		area->originate_forced = TRUE;
		ospf_originate(area);
	} else if (!lsa->flushing) {
		ospf_flood_age_out(area, lsa);
	}
}

void ospf_originate_refresh(OspfArea *area)
{
	area->originate_forced = TRUE;
	originate_now(area);
}
