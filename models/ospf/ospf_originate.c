/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_originate.h"

#include "models/ospf/ospf_area.h"
#include "models/ospf/ospf_flood.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_redistribute.h"
#include "models/ospf/ospf_summary.h"
#include "models/ospf/ospf_sync.h"

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

/* RFC 6987: a stub router is used for paths to itself only; RFC 5443: a link without labels for want of
 * another. */
static uint16_t transit_cost(const OspfIface *iface)
{
	const OspfInstance *instance = iface->area->instance;
	gboolean stub = instance->config.max_metric ||
			sim_timer_running(&instance->startup_timer) || ospf_sync_is_awaited(iface);

	return stub ? OSPF_MAX_LINK_METRIC : ospf_iface_cost(iface);
}

/* RFC 2328 12.4.1.1: a link to each adjacent neighbour. */
static void add_neighbors(Ospf2Lsa *lsa, const OspfIface *iface)
{
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		if (nbr->full)
			add_link(lsa, OSPF2_LINK_P2P, nbr->router_id, ospf_iface_link_data(iface),
				 transit_cost(iface));
	}
}

/* Adjacent to the Designated Router, or as it to anybody. */
static gboolean is_transit(const OspfIface *iface)
{
	if (iface->fsm.state < OSPF_IFACE_DR_OTHER)
		return FALSE;
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		if (nbr->full && (iface->fsm.state == OSPF_IFACE_DR ||
				  net_addr_to_ipv4(&nbr->address) == iface->dr))
			return TRUE;
	}
	return FALSE;
}

/* RFC 2328 12.4.1: what an interface adds follows from its state. */
static void add_iface(Ospf2Lsa *lsa, const OspfIface *iface)
{
	gboolean loopback = iface->fsm.state == OSPF_IFACE_LOOPBACK;
	gboolean transit = is_transit(iface);

	if (iface->fsm.state == OSPF_IFACE_DOWN)
		return;
	if (iface->fsm.state == OSPF_IFACE_P2P)
		add_neighbors(lsa, iface);
	if (transit)
		add_link(lsa, OSPF2_LINK_TRANSIT, iface->dr, ospf_iface_address(iface),
			 transit_cost(iface));
	for (unsigned i = transit ? 1 : 0; i < iface->fwd->addresses->len; i++) {
		const NetPrefix *address = &g_array_index(iface->fwd->addresses, NetPrefix, i);
		if (address->addr.family == NET_AF_IPV4)
			add_stub(lsa, address, loopback ? 32 : address->len,
				 loopback ? 0 : ospf_iface_cost(iface));
	}
}

Ospf2Lsa *ospf_want(GArray *wanted, Ospf2LsaType type, uint32_t id, uint8_t options,
		    uint32_t router_id)
{
	Ospf2Lsa lsa;

	ospf2_lsa_init(&lsa, type);
	lsa.header.key = (Ospf2LsaKey){.type = type, .id = id, .adv_router = router_id};
	lsa.header.options = options;
	g_array_append_val(wanted, lsa);
	return &g_array_index(wanted, Ospf2Lsa, wanted->len - 1);
}

Ospf2Lsa *ospf_want_prefix(GArray *wanted, Ospf2LsaType type, const NetPrefix *prefix,
			   uint8_t options, uint32_t router_id)
{
	uint32_t address = net_addr_to_ipv4(&prefix->addr);

	if (wanted->len > 0) {
		Ospf2Lsa *last = &g_array_index(wanted, Ospf2Lsa, wanted->len - 1);
		if (last->header.key.type == type && last->header.key.id == address)
			last->header.key.id |= ~last->mask;
	}
	Ospf2Lsa *lsa = ospf_want(wanted, type, address, options, router_id);
	lsa->mask = prefix->len ? UINT32_MAX << (32 - prefix->len) : 0;
	return lsa;
}

static void want_router_lsa(const OspfArea *area, GArray *wanted)
{
	uint32_t id = area->instance->router_id;
	Ospf2Lsa *lsa = ospf_want(wanted, OSPF2_LSA_ROUTER, id, ospf_area_options(area), id);

	lsa->flags = (uint8_t)((ospf_is_abr(area->instance) ? OSPF2_ROUTER_B : 0) |
			       (ospf_is_asbr(area->instance) ? OSPF2_ROUTER_E : 0));
	for (unsigned i = 0; i < area->ifaces->len; i++)
		add_iface(lsa, g_ptr_array_index(area->ifaces, i));
}

/* A router on a network. */
typedef struct Attached {
	uint32_t address, router_id;
} Attached;

static gint compare_attached(gconstpointer a, gconstpointer b)
{
	const Attached *x = a, *y = b;
	return (x->address > y->address) - (x->address < y->address);
}

/* Ourselves and those that are adjacent, in order of their addresses. */
static GArray *list_attached(const OspfIface *iface)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(Attached));
	Attached self = {ospf_iface_address(iface), iface->area->instance->router_id};

	g_array_append_val(all, self);
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		const OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		Attached other = {net_addr_to_ipv4(&nbr->address), nbr->router_id};
		if (nbr->full)
			g_array_append_val(all, other);
	}
	g_array_sort(all, compare_attached);
	return all;
}

/* RFC 2328 12.4.2: the Designated Router speaks for the network, once it is adjacent to somebody. */
static void want_network_lsa(const OspfIface *iface, GArray *wanted)
{
	uint32_t own_id = iface->area->instance->router_id;

	if (iface->fsm.state != OSPF_IFACE_DR || !is_transit(iface))
		return;
	Ospf2Lsa *lsa = ospf_want(wanted, OSPF2_LSA_NETWORK, ospf_iface_address(iface),
				  ospf_area_options(iface->area), own_id);
	lsa->mask = ospf_iface_mask(iface);
	GArray *attached = list_attached(iface);
	for (unsigned i = 0; i < attached->len; i++)
		g_array_append_val(lsa->routers, g_array_index(attached, Attached, i).router_id);
	g_array_unref(attached);
}

static void clear_lsa(void *lsa)
{
	ospf2_lsa_clear(lsa);
}

static GArray *list_wanted(const OspfLsdb *db)
{
	GArray *wanted = g_array_new(FALSE, FALSE, sizeof(Ospf2Lsa));

	g_array_set_clear_func(wanted, clear_lsa);
	if (!db->area) {
		ospf_want_externals(db->instance, wanted);
		return wanted;
	}
	want_router_lsa(db->area, wanted);
	for (unsigned i = 0; i < db->area->ifaces->len; i++)
		want_network_lsa(g_ptr_array_index(db->area->ifaces, i), wanted);
	ospf_want_summaries(db->area, wanted);
	return wanted;
}

static gboolean says_the_same(const OspfLsa *old, const Ospf2Lsa *lsa, const uint8_t *bytes)
{
	const Ospf2LsaHeader *a = &old->content.header, *b = &lsa->header;

	return !old->flushing && a->length == b->length && a->options == b->options &&
	       memcmp(old->bytes + OSPF2_LSA_HEADER_LEN, bytes + OSPF2_LSA_HEADER_LEN,
		      (size_t)b->length - OSPF2_LSA_HEADER_LEN) == 0;
}

/* Changes that had to wait double the time until the next instance. */
static SimTime next_hold(const OspfLsa *old, const OspfConfig *config, SimTime now)
{
	if (old && now - old->originated <= old->hold)
		return MIN(2 * old->hold, config->lsa_max_hold);
	return config->lsa_hold;
}

static void make_instance(OspfLsdb *db, OspfLsa *old, Ospf2Lsa *lsa, const uint8_t *bytes)
{
	SimTime hold = next_hold(old, &db->instance->config, db->sim->now);

	old = ospf_flood_own(db, lsa, bytes);
	old->originated = db->sim->now;
	old->hold = hold;
	old->forced = FALSE;
}

/* Says what is wanted, unless that is said already. Returns when it may be said, SIM_NEVER where
 * nothing is left to say. */
static SimTime say(OspfLsdb *db, Ospf2Lsa *lsa)
{
	OspfLsa *old = ospf_lsdb_find(db, &lsa->header.key);
	SimTime when = SIM_NEVER;
	size_t len;

	if (old && old->content.header.seq == OSPF2_SEQ_MAX) {
		/* RFC 2328 12.1.6: it must be gone everywhere before its number begins anew. */
		if (!old->flushing)
			ospf_flood_age_out(old);
		return SIM_NEVER;
	}
	lsa->header.seq = old ? old->content.header.seq + 1 : OSPF2_SEQ_INITIAL;
	uint8_t *bytes = ospf2_lsa_encode(lsa, &len);
	if (!old || old->forced || !says_the_same(old, lsa, bytes)) {
		if (old && db->sim->now < old->originated + old->hold)
			when = old->originated + old->hold;
		else
			make_instance(db, old, lsa, bytes);
	}
	g_free(bytes);
	return when;
}

static gint compare_lsas(gconstpointer a, gconstpointer b)
{
	const Ospf2Lsa *x = a, *y = b;
	return ospf2_lsa_key_cmp(&x->header.key, &y->header.key);
}

static gboolean is_wanted(const GArray *wanted, const OspfLsa *lsa)
{
	return g_array_binary_search((GArray *)(uintptr_t)wanted, &lsa->content, compare_lsas,
				     NULL);
}

/* RFC 2328 14.1: what we say no more. */
static void flush_others(OspfLsdb *db, const GArray *wanted)
{
	for (unsigned i = db->lsas->len; i-- > 0;) {
		OspfLsa *lsa = g_ptr_array_index(db->lsas, i);
		if (ospf_lsa_is_own(lsa) && !lsa->flushing && !is_wanted(wanted, lsa))
			ospf_flood_age_out(lsa);
	}
}

static void originate_now(OspfLsdb *db)
{
	GArray *wanted = list_wanted(db);
	SimTime next = SIM_NEVER;

	g_array_sort(wanted, compare_lsas);
	flush_others(db, wanted);
	for (unsigned i = 0; i < wanted->len; i++) {
		SimTime when = say(db, &g_array_index(wanted, Ospf2Lsa, i));
		next = MIN(next, when);
	}
	g_array_unref(wanted);
	if (next != SIM_NEVER)
		sim_timer_start(&db->originate_timer, next - db->sim->now);
}

static void originate_due(void *owner)
{
	originate_now(owner);
}

/* An LSA's age has come to LSRefreshTime, if it is ours, or MaxAge. */
static void lsa_due(OspfLsa *lsa, void *owner)
{
	(void)owner;
	if (ospf_lsa_is_own(lsa))
		ospf_originate_refresh(lsa);
	else
		ospf_flood_age_out(lsa);
}

void ospf_originate_init_db(OspfLsdb *db, OspfInstance *instance, OspfArea *area, GPtrArray *ifaces)
{
	ospf_lsdb_init(db, instance->sim, instance->router_id, lsa_due, instance);
	db->instance = instance;
	db->area = area;
	db->ifaces = ifaces;
	sim_timer_init(&db->originate_timer, db->sim, SIM_WORK, originate_due, db);
}

void ospf_originate(OspfLsdb *db)
{
	SimTime delay = db->instance->config.lsa_delay;

	if (!db->instance->proto.running)
		return;
	if (!sim_timer_running(&db->originate_timer) ||
	    sim_timer_remaining(&db->originate_timer) > delay)
		sim_timer_start(&db->originate_timer, delay);
}

void ospf_originate_all(OspfInstance *instance)
{
	for (unsigned i = 0; i < instance->areas->len; i++) {
		OspfArea *area = g_ptr_array_index(instance->areas, i);
		ospf_originate(&area->lsdb);
	}
	ospf_originate(&instance->externals);
}

void ospf_originate_again(OspfLsa *lsa)
{
	lsa->forced = TRUE;
	ospf_originate(lsa->lsdb);
}

void ospf_originate_refresh(OspfLsa *lsa)
{
	lsa->forced = TRUE;
	lsa->hold = 0;
	originate_now(lsa->lsdb);
}
