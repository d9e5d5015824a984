/* SPDX-License-Identifier: Apache-2.0 */
/* OSPF interfaces and their state machine (RFC 2328 9). */
#ifndef OSPF_OSPF_IFACE_H
#define OSPF_OSPF_IFACE_H

#include "models/ospf/ospf_instance.h"
#include "models/ospf/ospf_neighbor.h"
#include "sim/fsm.h"

/* RFC 2328 9.1. Waiting, DROther, Backup and DR belong to broadcast networks. */
typedef enum {
	OSPF_IFACE_DOWN,
	OSPF_IFACE_LOOPBACK,
	OSPF_IFACE_WAITING,
	OSPF_IFACE_P2P,
	OSPF_IFACE_DR_OTHER,
	OSPF_IFACE_BACKUP,
	OSPF_IFACE_DR,
	OSPF_IFACE_STATES
} OspfIfaceState;

/* RFC 2328 9.2. */
typedef enum {
	OSPF_IFACE_EVENT_UP,
	OSPF_IFACE_EVENT_WAIT_TIMER,
	OSPF_IFACE_EVENT_BACKUP_SEEN,
	OSPF_IFACE_EVENT_NEIGHBOR_CHANGE,
	OSPF_IFACE_EVENT_LOOP_IND,
	OSPF_IFACE_EVENT_UNLOOP_IND,
	OSPF_IFACE_EVENT_DOWN,
	OSPF_IFACE_EVENTS
} OspfIfaceEvent;

extern const FsmType ospf_iface_fsm_type;

typedef struct OspfIface {
	OspfArea *area; /* borrowed, as is fwd */
	FwdIface *fwd;
	OspfIfaceConfig config;
	Fsm fsm;
	GPtrArray *neighbors; /* of OspfNeighbor, owned, in order of their discovery */
	SimTimer hello_timer;
	uint64_t hello_cause; /* record by which Hellos began */

	/* Broadcast networks: addresses of the Designated Router and its Backup; 0 is none. */
	uint32_t dr, bdr;
	gboolean designated; /* it is one of them, and so a member of AllDRouters */
	SimTimer wait_timer;
	SimTimer sync_timer;    /* LDP is waited for */
	gboolean sync_given_up; /* it has not come in time */
	SimTimer change_timer;  /* NeighborChange, at the end of the instant */

	GPtrArray
		*updates; /* of OspfLsa, borrowed: to be flooded when the packet in hand is done */
	GArray *delayed_acks; /* of Ospf2LsaHeader */
	SimTimer ack_timer;
} OspfIface;

OspfIface *ospf_iface_new(OspfArea *area, FwdIface *fwd, const OspfIfaceConfig *config);
void ospf_iface_free(OspfIface *iface);

/* Tells the machine what state the forwarding plane's interface has. */
void ospf_iface_set_up(OspfIface *iface, gboolean up);
/* Takes it down whatever the interface's state: OSPF stops. */
void ospf_iface_shutdown(OspfIface *iface);

/* NULL where unknown. */
OspfNeighbor *ospf_iface_find_neighbor(const OspfIface *iface, uint32_t router_id);
/* The neighbour that a packet is from: known by its router id on point-to-point links, else by its
 * address (RFC 2328 8.2). NULL where unknown. */
OspfNeighbor *ospf_iface_neighbor_from(const OspfIface *iface, uint32_t router_id,
				       const NetAddr *src);
/* Something that the election depends on has changed. */
void ospf_iface_neighbor_change(OspfIface *iface);

gboolean ospf_iface_is_broadcast(const OspfIface *iface);
/* Its output cost: as configured; else the reference bandwidth by that of its link, where there is one;
 * else 10. */
uint16_t ospf_iface_cost(const OspfIface *iface);
gboolean ospf_iface_is_passive(const OspfIface *iface);
/* It borrows its address. */
static inline gboolean ospf_iface_is_unnumbered(const OspfIface *iface)
{
	return iface->fwd->lender != NULL;
}
uint32_t ospf_iface_address(const OspfIface *iface);
uint32_t ospf_iface_mask(const OspfIface *iface); /* 0 where it is unnumbered (RFC 2328 9.5) */
/* Link Data of its links in the router-LSA: its address, or its index where it is unnumbered (RFC 2328
 * 12.4.1.1). */
uint32_t ospf_iface_link_data(const OspfIface *iface);

/* Bytes that an OSPF packet may have without being fragmented. */
size_t ospf_iface_max_packet(const OspfIface *iface);

static inline gboolean ospf_iface_is_active(const OspfIface *iface)
{
	return iface->fsm.state > OSPF_IFACE_LOOPBACK && !ospf_iface_is_passive(iface);
}
/* It is the Designated Router or the Backup. */
static inline gboolean ospf_iface_is_designated(const OspfIface *iface)
{
	return iface->fsm.state == OSPF_IFACE_DR || iface->fsm.state == OSPF_IFACE_BACKUP;
}

#endif
