/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_iface.h"

#include "models/ospf/ospf_ack.h"
#include "models/ospf/ospf_auth.h"
#include "models/ospf/ospf_elect.h"
#include "models/ospf/ospf_hello.h"
#include "models/ospf/ospf_originate.h"
#include "models/ospf/ospf_packet.h"
#include "models/ospf/ospf_sync.h"

enum { IP_HEADER_LEN = 20, COST_DEFAULT = 10 };

static const char *const states[OSPF_IFACE_STATES] = {
	[OSPF_IFACE_DOWN] = "Down",
	[OSPF_IFACE_LOOPBACK] = "Loopback",
	[OSPF_IFACE_WAITING] = "Waiting",
	[OSPF_IFACE_P2P] = "Point-to-point",
	[OSPF_IFACE_DR_OTHER] = "DROther",
	[OSPF_IFACE_BACKUP] = "Backup",
	[OSPF_IFACE_DR] = "DR",
};

static const char *const events[OSPF_IFACE_EVENTS] = {
	[OSPF_IFACE_EVENT_UP] = "InterfaceUp",
	[OSPF_IFACE_EVENT_WAIT_TIMER] = "WaitTimer",
	[OSPF_IFACE_EVENT_BACKUP_SEEN] = "BackupSeen",
	[OSPF_IFACE_EVENT_NEIGHBOR_CHANGE] = "NeighborChange",
	[OSPF_IFACE_EVENT_LOOP_IND] = "LoopInd",
	[OSPF_IFACE_EVENT_UNLOOP_IND] = "UnloopInd",
	[OSPF_IFACE_EVENT_DOWN] = "InterfaceDown",
};

static void came_up(void *owner, const void *arg)
{
	OspfIface *iface = owner;
	(void)arg;
	ospf_originate_all(iface->area->instance); /* it may be a border router now */
	if (!ospf_iface_is_active(iface))
		return;
	fwd_iface_join(iface->fwd, &ospf_all_spf_routers);
	if (iface->fsm.state == OSPF_IFACE_WAITING)
		sim_timer_start(&iface->wait_timer, iface->config.dead_interval);
	ospf_hello_start(iface);
}

static int decide_first_state(void *owner, const void *arg)
{
	const OspfIface *iface = owner;
	(void)arg;
	if (!ospf_iface_is_broadcast(iface))
		return OSPF_IFACE_P2P;
	return iface->config.priority == 0 || ospf_iface_is_passive(iface) ? OSPF_IFACE_DR_OTHER
									   : OSPF_IFACE_WAITING;
}

/* RFC 2328 9.4 (5): what the outcome of an election makes of this router. */
static int decide_role(void *owner, const void *arg)
{
	const OspfIface *iface = owner;
	OspfElection result = ospf_elect(iface);
	uint32_t own = ospf_iface_address(iface);
	(void)arg;
	if (result.dr == own)
		return OSPF_IFACE_DR;
	return result.bdr == own ? OSPF_IFACE_BACKUP : OSPF_IFACE_DR_OTHER;
}

/* AllDRouters is for the two that are elected. */
static void set_designated(OspfIface *iface, gboolean designated)
{
	if (designated == iface->designated)
		return;
	iface->designated = designated;
	if (designated)
		fwd_iface_join(iface->fwd, &ospf_all_d_routers);
	else
		fwd_iface_leave(iface->fwd, &ospf_all_d_routers);
}

/* RFC 2328 9.4 (6) and (7). */
static void elected(void *owner, const void *arg)
{
	OspfIface *iface = owner;
	OspfElection result = ospf_elect(iface);
	(void)arg;
	sim_timer_stop(&iface->wait_timer);
	set_designated(iface, ospf_iface_is_designated(iface));
	if (result.dr == iface->dr && result.bdr == iface->bdr)
		return;
	iface->dr = result.dr;
	iface->bdr = result.bdr;
	ospf_hello_is_news(iface);
	ospf_originate(&iface->area->lsdb);
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		if (nbr->fsm.state >= OSPF_NBR_2WAY)
			ospf_neighbor_event(nbr, OSPF_NBR_EVENT_ADJ_OK);
	}
}

/* RFC 2328 9.3: timers off, variables reset, neighbours destroyed. */
static void went_down(void *owner, const void *arg)
{
	OspfIface *iface = owner;
	(void)arg;
	ospf_hello_stop(iface);
	ospf_sync_stop(iface);
	sim_timer_stop(&iface->wait_timer);
	iface->dr = iface->bdr = 0;
	set_designated(iface, FALSE);
	for (unsigned i = 0; i < iface->neighbors->len; i++)
		ospf_neighbor_event(g_ptr_array_index(iface->neighbors, i),
				    OSPF_NBR_EVENT_KILL_NBR);
	g_ptr_array_set_size(iface->neighbors, 0);
	sim_timer_stop(&iface->change_timer);
	g_ptr_array_set_size(iface->updates, 0);
	ospf_ack_clear(iface);
	ospf_originate(&iface->area->lsdb);
}

/* A link that was left: the group is left with it. */
static void link_went_down(void *owner, const void *arg)
{
	OspfIface *iface = owner;
	if (!ospf_iface_is_passive(iface))
		fwd_iface_leave(iface->fwd, &ospf_all_spf_routers);
	went_down(owner, arg);
}

enum {
	ELECTED = FSM_STATE(OSPF_IFACE_DR_OTHER) | FSM_STATE(OSPF_IFACE_BACKUP) |
		  FSM_STATE(OSPF_IFACE_DR),
	ON_LINK = FSM_STATE(OSPF_IFACE_WAITING) | FSM_STATE(OSPF_IFACE_P2P) | ELECTED,
};

/* RFC 2328 9.3. */
static const FsmRow rows[] = {
	FSM_ROW_DECIDED(FSM_STATE(OSPF_IFACE_DOWN), OSPF_IFACE_EVENT_UP, came_up,
			decide_first_state),
	FSM_ROW_DECIDED(FSM_STATE(OSPF_IFACE_WAITING), OSPF_IFACE_EVENT_BACKUP_SEEN, elected,
			decide_role),
	FSM_ROW_DECIDED(FSM_STATE(OSPF_IFACE_WAITING), OSPF_IFACE_EVENT_WAIT_TIMER, elected,
			decide_role),
	FSM_ROW_DECIDED(ELECTED, OSPF_IFACE_EVENT_NEIGHBOR_CHANGE, elected, decide_role),
	FSM_ROW(ON_LINK, OSPF_IFACE_EVENT_DOWN, link_went_down, OSPF_IFACE_DOWN),
	FSM_ROW(FSM_ANY, OSPF_IFACE_EVENT_DOWN, went_down, OSPF_IFACE_DOWN),
	FSM_ROW(ON_LINK, OSPF_IFACE_EVENT_LOOP_IND, link_went_down, OSPF_IFACE_LOOPBACK),
	FSM_ROW(FSM_ANY, OSPF_IFACE_EVENT_LOOP_IND, went_down, OSPF_IFACE_LOOPBACK),
	FSM_ROW(FSM_STATE(OSPF_IFACE_LOOPBACK), OSPF_IFACE_EVENT_UNLOOP_IND, went_down,
		OSPF_IFACE_DOWN),
};

const FsmType ospf_iface_fsm_type = {
	.name = "ospf-interface",
	.states = states,
	.n_states = OSPF_IFACE_STATES,
	.events = events,
	.n_events = OSPF_IFACE_EVENTS,
	.rows = rows,
	.n_rows = G_N_ELEMENTS(rows),
	.initial = OSPF_IFACE_DOWN,
};

static void free_neighbor(void *nbr)
{
	ospf_neighbor_free(nbr);
}

static void wait_over(void *owner)
{
	OspfIface *iface = owner;
	fsm_event(&iface->fsm, OSPF_IFACE_EVENT_WAIT_TIMER, NULL);
}

static void neighbors_changed(void *owner)
{
	OspfIface *iface = owner;
	fsm_event(&iface->fsm, OSPF_IFACE_EVENT_NEIGHBOR_CHANGE, NULL);
}

void ospf_iface_neighbor_change(OspfIface *iface)
{
	if (FSM_STATE(iface->fsm.state) & ELECTED)
		sim_timer_ensure(&iface->change_timer, 0);
}

OspfIface *ospf_iface_new(OspfArea *area, FwdIface *fwd, const OspfIfaceConfig *config)
{
	OspfIface *iface = g_new0(OspfIface, 1);
	const OspfInstance *instance = area->instance;

	iface->area = area;
	iface->fwd = fwd;
	iface->config = *config;
	fsm_init(&iface->fsm, &ospf_iface_fsm_type, instance->sim, iface, instance->node_name,
		 fwd->name, NULL);
	iface->neighbors = g_ptr_array_new_with_free_func(free_neighbor);
	iface->updates = g_ptr_array_new();
	ospf_sync_init(iface);
	sim_timer_init(&iface->wait_timer, instance->sim, SIM_GUARD, wait_over, iface);
	sim_timer_init(&iface->change_timer, instance->sim, SIM_WORK, neighbors_changed, iface);
	ospf_hello_init(iface);
	ospf_ack_init(iface);
	return iface;
}

void ospf_iface_free(OspfIface *iface)
{
	if (ospf_iface_is_active(iface))
		fwd_iface_leave(iface->fwd, &ospf_all_spf_routers);
	set_designated(iface, FALSE);
	sim_timer_stop(&iface->wait_timer);
	sim_timer_stop(&iface->change_timer);
	ospf_sync_stop(iface);
	ospf_hello_stop(iface);
	g_ptr_array_unref(iface->neighbors);
	g_ptr_array_unref(iface->updates);
	ospf_ack_release(iface);
	g_free(iface);
}

void ospf_iface_set_up(OspfIface *iface, gboolean up)
{
	gboolean is_up = iface->fsm.state != OSPF_IFACE_DOWN;

	if (up == is_up)
		return;
	if (iface->fwd->kind == FWD_IFACE_LOOPBACK)
		fsm_event(&iface->fsm, up ? OSPF_IFACE_EVENT_LOOP_IND : OSPF_IFACE_EVENT_UNLOOP_IND,
			  NULL);
	else
		fsm_event(&iface->fsm, up ? OSPF_IFACE_EVENT_UP : OSPF_IFACE_EVENT_DOWN, NULL);
}

void ospf_iface_shutdown(OspfIface *iface)
{
	if (ospf_iface_is_active(iface))
		ospf_hello_goodbye(iface);
	if (iface->fsm.state != OSPF_IFACE_DOWN)
		fsm_event(&iface->fsm, OSPF_IFACE_EVENT_DOWN, NULL);
}

OspfNeighbor *ospf_iface_find_neighbor(const OspfIface *iface, uint32_t router_id)
{
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		if (nbr->router_id == router_id)
			return nbr;
	}
	return NULL;
}

OspfNeighbor *ospf_iface_neighbor_from(const OspfIface *iface, uint32_t router_id,
				       const NetAddr *src)
{
	if (!ospf_iface_is_broadcast(iface))
		return ospf_iface_find_neighbor(iface, router_id);
	for (unsigned i = 0; i < iface->neighbors->len; i++) {
		OspfNeighbor *nbr = g_ptr_array_index(iface->neighbors, i);
		if (net_addr_equal(&nbr->address, src))
			return nbr;
	}
	return NULL;
}

gboolean ospf_iface_is_broadcast(const OspfIface *iface)
{
	const FwdLink *link = fwd_iface_link(iface->fwd);

	if (iface->config.network != OSPF_NETWORK_BY_LINK)
		return iface->config.network == OSPF_NETWORK_BROADCAST;
	return link && link->segment;
}

uint16_t ospf_iface_cost(const OspfIface *iface)
{
	uint64_t reference = iface->area->instance->config.reference_bandwidth;
	const FwdLink *link = fwd_iface_link(iface->fwd);

	if (iface->config.cost)
		return iface->config.cost;
	if (!reference || !link || !link->bandwidth)
		return COST_DEFAULT;
	return (uint16_t)CLAMP(reference / link->bandwidth, 1, UINT16_MAX);
}

gboolean ospf_iface_is_passive(const OspfIface *iface)
{
	return iface->config.passive == OSPF_BY_DEFAULT
		       ? iface->area->instance->config.passive_default
		       : iface->config.passive == OSPF_YES;
}

uint32_t ospf_iface_address(const OspfIface *iface)
{
	NetAddr address = fwd_iface_address(iface->fwd, NET_AF_IPV4);
	return net_addr_to_ipv4(&address);
}

uint32_t ospf_iface_mask(const OspfIface *iface)
{
	if (ospf_iface_is_unnumbered(iface))
		return 0;
	const NetPrefix *address = &g_array_index(iface->fwd->addresses, NetPrefix, 0);
	return address->len ? UINT32_MAX << (32 - address->len) : 0;
}

uint32_t ospf_iface_link_data(const OspfIface *iface)
{
	return ospf_iface_is_unnumbered(iface) ? iface->fwd->index : ospf_iface_address(iface);
}

size_t ospf_iface_max_packet(const OspfIface *iface)
{
	return iface->fwd->mtu - IP_HEADER_LEN - ospf_auth_overhead(iface);
}
