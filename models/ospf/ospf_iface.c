/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_iface.h"

#include "models/ospf/ospf_ack.h"
#include "models/ospf/ospf_hello.h"
#include "models/ospf/ospf_originate.h"
#include "models/ospf/ospf_packet.h"

enum { IP_HEADER_LEN = 20 };

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
	ospf_originate(iface->area);
	if (!ospf_iface_is_active(iface))
		return;
	fwd_iface_join(iface->fwd, &ospf_all_spf_routers);
	ospf_hello_start(iface);
}

/* RFC 2328 9.3: timers off, neighbours destroyed. */
static void went_down(void *owner, const void *arg)
{
	OspfIface *iface = owner;
	(void)arg;
	ospf_hello_stop(iface);
	for (unsigned i = 0; i < iface->neighbors->len; i++)
		ospf_neighbor_event(g_ptr_array_index(iface->neighbors, i),
				    OSPF_NBR_EVENT_KILL_NBR);
	g_ptr_array_set_size(iface->neighbors, 0);
	g_ptr_array_set_size(iface->updates, 0);
	ospf_ack_clear(iface);
	ospf_originate(iface->area);
}

/* A link that was left: the group is left with it. */
static void link_went_down(void *owner, const void *arg)
{
	OspfIface *iface = owner;
	if (!iface->config.passive)
		fwd_iface_leave(iface->fwd, &ospf_all_spf_routers);
	went_down(owner, arg);
}

/* RFC 2328 9.3, as far as point-to-point links and loopbacks go. */
static const FsmRow rows[] = {
	FSM_ROW(FSM_STATE(OSPF_IFACE_DOWN), OSPF_IFACE_EVENT_UP, came_up, OSPF_IFACE_P2P),
	FSM_ROW(FSM_STATE(OSPF_IFACE_P2P), OSPF_IFACE_EVENT_DOWN, link_went_down, OSPF_IFACE_DOWN),
	FSM_ROW(FSM_ANY, OSPF_IFACE_EVENT_DOWN, went_down, OSPF_IFACE_DOWN),
	FSM_ROW(FSM_STATE(OSPF_IFACE_P2P), OSPF_IFACE_EVENT_LOOP_IND, link_went_down,
		OSPF_IFACE_LOOPBACK),
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
	ospf_hello_init(iface);
	ospf_ack_init(iface);
	return iface;
}

void ospf_iface_free(OspfIface *iface)
{
	if (ospf_iface_is_active(iface))
		fwd_iface_leave(iface->fwd, &ospf_all_spf_routers);
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

size_t ospf_iface_max_packet(const OspfIface *iface)
{
	return iface->fwd->mtu - IP_HEADER_LEN;
}
