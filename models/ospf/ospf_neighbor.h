/* SPDX-License-Identifier: Apache-2.0 */
/* OSPF neighbours and their state machine (RFC 2328 10). */
#ifndef OSPF_OSPF_NEIGHBOR_H
#define OSPF_OSPF_NEIGHBOR_H

#include "models/ospf/ospf_instance.h"
#include "models/wire/ospf2.h"
#include "sim/fsm.h"

/* RFC 2328 10.1, in the order in which they are compared ("state Exchange or greater"). */
typedef enum {
	OSPF_NBR_DOWN,
	OSPF_NBR_ATTEMPT,
	OSPF_NBR_INIT,
	OSPF_NBR_2WAY,
	OSPF_NBR_EXSTART,
	OSPF_NBR_EXCHANGE,
	OSPF_NBR_LOADING,
	OSPF_NBR_FULL,
	OSPF_NBR_STATES
} OspfNeighborState;

/* RFC 2328 10.2. */
typedef enum {
	OSPF_NBR_EVENT_HELLO_RECEIVED,
	OSPF_NBR_EVENT_START,
	OSPF_NBR_EVENT_2WAY_RECEIVED,
	OSPF_NBR_EVENT_NEGOTIATION_DONE,
	OSPF_NBR_EVENT_EXCHANGE_DONE,
	OSPF_NBR_EVENT_BAD_LS_REQ,
	OSPF_NBR_EVENT_LOADING_DONE,
	OSPF_NBR_EVENT_ADJ_OK,
	OSPF_NBR_EVENT_SEQ_NUMBER_MISMATCH,
	OSPF_NBR_EVENT_1WAY_RECEIVED,
	OSPF_NBR_EVENT_KILL_NBR,
	OSPF_NBR_EVENT_INACTIVITY_TIMER,
	OSPF_NBR_EVENT_LL_DOWN,
	OSPF_NBR_EVENTS
} OspfNeighborEvent;

extern const FsmType ospf_neighbor_fsm_type;

/* An LSA that is to be had from the neighbour (its Link state request list). */
typedef struct OspfRequest {
	Ospf2LsaHeader header; /* of the instance that it described */
	gboolean asked;        /* in the Link State Request that is unanswered */
} OspfRequest;

/* An LSA that it has not acknowledged (its Link state retransmission list). */
typedef struct OspfUnacked {
	Ospf2LsaKey key;
	OspfLsa *lsa; /* borrowed */
	SimTime sent;
} OspfUnacked;

typedef struct OspfNeighbor {
	struct OspfIface *iface; /* borrowed */
	Fsm fsm;
	uint32_t router_id;
	char name[OSPF_ID_STRLEN]; /* the router id as text */
	NetAddr address;
	uint8_t options;
	/* Of its last Hello: its priority, and whom it takes for what on a broadcast network. */
	uint8_t priority;
	uint32_t dr, bdr;
	uint32_t auth_seq; /* of its last packet, with a digest, as is the next */
	uint8_t key_id;
	gboolean full; /* in state Full, as the router-LSA has it */
	SimTimer inactivity_timer;

	/* Database exchange: ospf_dbd.c. */
	gboolean master; /* we are */
	uint32_t dd_seq;
	unsigned dd_tries;   /* packets sent in ExStart without an answer */
	Ospf2Dd dd_received; /* the last one accepted */
	Ospf2Packet
		dd_sent; /* the last one, to be sent again; its list is NULL where there is none */
	SimTime dd_finished;   /* when the exchange was done */
	GPtrArray *summary;    /* of OspfLsa, borrowed: the Database summary list */
	unsigned summary_next; /* index of the first that has not been described yet */
	SimTimer dd_timer;

	/* Loading: ospf_request.c. */
	GArray *requests; /* of OspfRequest, in order of their keys */
	unsigned n_asked;
	SimTimer request_timer;

	/* Flooding: ospf_retransmit.c. */
	GArray *unacked; /* of OspfUnacked, in order of their keys */
	SimTimer retransmit_timer;
} OspfNeighbor;

/* A neighbour in state Down. */
OspfNeighbor *ospf_neighbor_new(struct OspfIface *iface, uint32_t router_id);
/* Without a word; its lists must be free of what others hold (KillNbr sees to it). */
void ospf_neighbor_free(OspfNeighbor *nbr);

void ospf_neighbor_event(OspfNeighbor *nbr, OspfNeighborEvent event);

#endif
