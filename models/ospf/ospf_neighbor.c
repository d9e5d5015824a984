/* SPDX-License-Identifier: Apache-2.0 */
#include "models/ospf/ospf_neighbor.h"

#include "models/ospf/ospf_dbd.h"
#include "models/ospf/ospf_flood.h"
#include "models/ospf/ospf_hello.h"
#include "models/ospf/ospf_iface.h"
#include "models/ospf/ospf_originate.h"
#include "models/ospf/ospf_request.h"
#include "models/ospf/ospf_retransmit.h"
#include "models/ospf/ospf_sync.h"

static const char *const states[OSPF_NBR_STATES] = {
	[OSPF_NBR_DOWN] = "Down",       [OSPF_NBR_ATTEMPT] = "Attempt",
	[OSPF_NBR_INIT] = "Init",       [OSPF_NBR_2WAY] = "2-Way",
	[OSPF_NBR_EXSTART] = "ExStart", [OSPF_NBR_EXCHANGE] = "Exchange",
	[OSPF_NBR_LOADING] = "Loading", [OSPF_NBR_FULL] = "Full",
};

static const char *const events[OSPF_NBR_EVENTS] = {
	[OSPF_NBR_EVENT_HELLO_RECEIVED] = "HelloReceived",
	[OSPF_NBR_EVENT_START] = "Start",
	[OSPF_NBR_EVENT_2WAY_RECEIVED] = "2-WayReceived",
	[OSPF_NBR_EVENT_NEGOTIATION_DONE] = "NegotiationDone",
	[OSPF_NBR_EVENT_EXCHANGE_DONE] = "ExchangeDone",
	[OSPF_NBR_EVENT_BAD_LS_REQ] = "BadLSReq",
	[OSPF_NBR_EVENT_LOADING_DONE] = "LoadingDone",
	[OSPF_NBR_EVENT_ADJ_OK] = "AdjOK?",
	[OSPF_NBR_EVENT_SEQ_NUMBER_MISMATCH] = "SeqNumberMismatch",
	[OSPF_NBR_EVENT_1WAY_RECEIVED] = "1-WayReceived",
	[OSPF_NBR_EVENT_KILL_NBR] = "KillNbr",
	[OSPF_NBR_EVENT_INACTIVITY_TIMER] = "InactivityTimer",
	[OSPF_NBR_EVENT_LL_DOWN] = "LLDown",
};

/* RFC 2328 10.4: two routers on a point-to-point link always become adjacent; on a broadcast network
 * all with the Designated Router and with its Backup. */
static gboolean should_be_adjacent(const OspfNeighbor *nbr)
{
	const OspfIface *iface = nbr->iface;
	uint32_t address = net_addr_to_ipv4(&nbr->address);

	return iface->fsm.state == OSPF_IFACE_P2P || ospf_iface_is_designated(iface) ||
	       address == iface->dr || address == iface->bdr;
}

static int decide_adjacency(void *owner, const void *arg)
{
	(void)arg;
	return should_be_adjacent(owner) ? OSPF_NBR_EXSTART : OSPF_NBR_2WAY;
}

static int decide_to_stay(void *owner, const void *arg)
{
	(void)arg;
	return should_be_adjacent(owner) ? FSM_SAME : OSPF_NBR_2WAY;
}

static int decide_loading(void *owner, const void *arg)
{
	const OspfNeighbor *nbr = owner;
	(void)arg;
	return nbr->requests->len > 0 ? OSPF_NBR_LOADING : OSPF_NBR_FULL;
}

/* The router-LSA describes links to neighbours in state Full (RFC 2328 12.4.1). */
static void set_full(OspfNeighbor *nbr, gboolean full)
{
	if (nbr->full == full)
		return;
	nbr->full = full;
	ospf_sync_begin(nbr->iface);
	ospf_originate(&nbr->iface->area->lsdb);
}

/* Ends what there was of an adjacency. */
static void clear_adjacency(OspfNeighbor *nbr)
{
	ospf_dbd_stop(nbr);
	ospf_request_clear(nbr);
	ospf_retransmit_clear(nbr);
	set_full(nbr, FALSE);
	ospf_flood_sweep(nbr->iface->area);
}

static void restart_inactivity(void *owner, const void *arg)
{
	OspfNeighbor *nbr = owner;
	(void)arg;
	sim_timer_start(&nbr->inactivity_timer, nbr->iface->config.dead_interval);
}

static void attempt(void *owner, const void *arg)
{
	OspfNeighbor *nbr = owner;
	restart_inactivity(nbr, arg);
	ospf_hello_start(nbr->iface);
}

static void heard_first(void *owner, const void *arg)
{
	OspfNeighbor *nbr = owner;
	restart_inactivity(nbr, arg);
	ospf_hello_is_news(nbr->iface);
}

static void begin_exchange_if_adjacent(void *owner, const void *arg)
{
	OspfNeighbor *nbr = owner;
	(void)arg;
	if (nbr->fsm.state == OSPF_NBR_EXSTART)
		ospf_dbd_start(nbr);
}

static void heard_both_ways(void *owner, const void *arg)
{
	OspfNeighbor *nbr = owner;
	begin_exchange_if_adjacent(nbr, arg);
	ospf_iface_neighbor_change(nbr->iface);
}

static void list_database(void *owner, const void *arg)
{
	(void)arg;
	ospf_dbd_list_database(owner);
}

static void exchange_done(void *owner, const void *arg)
{
	OspfNeighbor *nbr = owner;
	(void)arg;
	if (nbr->fsm.state != OSPF_NBR_FULL)
		return;
	set_full(nbr, TRUE);
	ospf_flood_sweep(nbr->iface->area);
}

static void end_adjacency_if_not_wanted(void *owner, const void *arg)
{
	OspfNeighbor *nbr = owner;
	(void)arg;
	if (nbr->fsm.state == OSPF_NBR_2WAY)
		clear_adjacency(nbr);
}

static void begin_again(void *owner, const void *arg)
{
	(void)arg;
	clear_adjacency(owner);
	ospf_dbd_start(owner);
}

static void gone(void *owner, const void *arg)
{
	OspfNeighbor *nbr = owner;
	(void)arg;
	sim_timer_stop(&nbr->inactivity_timer);
	nbr->auth_seq = 0;
	clear_adjacency(nbr);
	ospf_hello_is_news(nbr->iface); /* it will not list the neighbour any more */
	ospf_iface_neighbor_change(nbr->iface);
}

static void one_way(void *owner, const void *arg)
{
	OspfNeighbor *nbr = owner;
	(void)arg;
	clear_adjacency(nbr);
	ospf_hello_is_news(nbr->iface);
	ospf_iface_neighbor_change(nbr->iface);
}

#define S(name) FSM_STATE(OSPF_NBR_##name)
enum {
	FULL = S(FULL),
	EXCHANGE_UP = S(EXCHANGE) | S(LOADING) | FULL,
	EXSTART_UP = S(EXSTART) | EXCHANGE_UP,
	TWO_WAY_UP = S(2WAY) | EXSTART_UP,
	INIT_UP = S(INIT) | TWO_WAY_UP,
};

/* RFC 2328 10.3, in its order. */
static const FsmRow rows[] = {
	FSM_ROW(S(DOWN), OSPF_NBR_EVENT_START, attempt, OSPF_NBR_ATTEMPT),
	FSM_ROW(S(ATTEMPT), OSPF_NBR_EVENT_HELLO_RECEIVED, heard_first, OSPF_NBR_INIT),
	FSM_ROW(S(DOWN), OSPF_NBR_EVENT_HELLO_RECEIVED, heard_first, OSPF_NBR_INIT),
	FSM_ROW(INIT_UP, OSPF_NBR_EVENT_HELLO_RECEIVED, restart_inactivity, FSM_SAME),
	FSM_ROW_DECIDED(S(INIT), OSPF_NBR_EVENT_2WAY_RECEIVED, heard_both_ways, decide_adjacency),
	FSM_ROW(S(EXSTART), OSPF_NBR_EVENT_NEGOTIATION_DONE, list_database, OSPF_NBR_EXCHANGE),
	FSM_ROW_DECIDED(S(EXCHANGE), OSPF_NBR_EVENT_EXCHANGE_DONE, exchange_done, decide_loading),
	FSM_ROW(S(LOADING), OSPF_NBR_EVENT_LOADING_DONE, exchange_done, OSPF_NBR_FULL),
	FSM_ROW_DECIDED(S(2WAY), OSPF_NBR_EVENT_ADJ_OK, begin_exchange_if_adjacent,
			decide_adjacency),
	FSM_ROW_DECIDED(EXSTART_UP, OSPF_NBR_EVENT_ADJ_OK, end_adjacency_if_not_wanted,
			decide_to_stay),
	FSM_ROW(EXCHANGE_UP, OSPF_NBR_EVENT_SEQ_NUMBER_MISMATCH, begin_again, OSPF_NBR_EXSTART),
	FSM_ROW(EXCHANGE_UP, OSPF_NBR_EVENT_BAD_LS_REQ, begin_again, OSPF_NBR_EXSTART),
	FSM_ROW(FSM_ANY, OSPF_NBR_EVENT_KILL_NBR, gone, OSPF_NBR_DOWN),
	FSM_ROW(FSM_ANY, OSPF_NBR_EVENT_LL_DOWN, gone, OSPF_NBR_DOWN),
	FSM_ROW(FSM_ANY, OSPF_NBR_EVENT_INACTIVITY_TIMER, gone, OSPF_NBR_DOWN),
	FSM_ROW(TWO_WAY_UP, OSPF_NBR_EVENT_1WAY_RECEIVED, one_way, OSPF_NBR_INIT),
	FSM_ROW(TWO_WAY_UP, OSPF_NBR_EVENT_2WAY_RECEIVED, NULL, FSM_SAME),
	FSM_ROW(S(INIT), OSPF_NBR_EVENT_1WAY_RECEIVED, NULL, FSM_SAME),
};
#undef S

const FsmType ospf_neighbor_fsm_type = {
	.name = "ospf-neighbor",
	.states = states,
	.n_states = OSPF_NBR_STATES,
	.events = events,
	.n_events = OSPF_NBR_EVENTS,
	.rows = rows,
	.n_rows = G_N_ELEMENTS(rows),
	.initial = OSPF_NBR_DOWN,
};

void ospf_neighbor_event(OspfNeighbor *nbr, OspfNeighborEvent event)
{
	fsm_event(&nbr->fsm, event, NULL);
}

static void inactive(void *owner)
{
	ospf_neighbor_event(owner, OSPF_NBR_EVENT_INACTIVITY_TIMER);
}

OspfNeighbor *ospf_neighbor_new(OspfIface *iface, uint32_t router_id)
{
	OspfNeighbor *nbr = g_new0(OspfNeighbor, 1);
	const OspfInstance *instance = iface->area->instance;

	nbr->iface = iface;
	nbr->router_id = router_id;
	ospf_id_str(router_id, nbr->name);
	fsm_init(&nbr->fsm, &ospf_neighbor_fsm_type, instance->sim, nbr, instance->node_name,
		 iface->fwd->name, nbr->name);
	sim_timer_init(&nbr->inactivity_timer, instance->sim, SIM_GUARD, inactive, nbr);
	ospf_dbd_init(nbr);
	ospf_request_init(nbr);
	ospf_retransmit_init(nbr);
	return nbr;
}

void ospf_neighbor_free(OspfNeighbor *nbr)
{
	sim_timer_stop(&nbr->inactivity_timer);
	ospf_dbd_release(nbr);
	ospf_request_release(nbr);
	ospf_retransmit_release(nbr);
	g_free(nbr);
}
