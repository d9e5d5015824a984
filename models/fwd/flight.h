/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packets under way: each is an event that hands the packet over when it arrives. Their objects come
 * from a free list of the network, so that a hop allocates nothing.
 */
#ifndef FWD_FLIGHT_H
#define FWD_FLIGHT_H

#include "models/fwd/iface.h"
#include "models/fwd/node.h"

typedef struct FwdFlight FwdFlight;
/* Takes the packet's reference. The flight is over: the cause and class are those of its sender. */
typedef void (*FwdArriveFn)(FwdIface *to, FwdVrf *vrf, Packet *packet);

struct FwdFlight {
	SimEvent event; /* first member */
	FwdNet *net;
	GPtrArray *set; /* where it is listed, at index; until it ends */
	guint index;
	FwdFlight *next_free;
	Packet *packet; /* owned reference */
	FwdIface *to;   /* borrowed */
	FwdVrf *vrf;    /* borrowed */
	FwdArriveFn arrive;
};

/* Sends a packet (taking its reference) on its way, to arrive at when. set lists the flights under
 * way; the event inherits the cause and the class of what is being done now. */
void fwd_flight_start(FwdNet *net, GPtrArray *set, SimTime when, FwdIface *to, FwdVrf *vrf,
		      Packet *packet, FwdArriveFn arrive);
/* Called for each frame that is lost; the frame is borrowed. */
typedef void (*FwdLostFn)(const Packet *packet, void *user);
/* Nothing of the set arrives any more. lost may be NULL. */
void fwd_flight_lose_all(GPtrArray *set, FwdLostFn lost, void *user);
/* Frees the objects that are kept for later flights. */
void fwd_flight_release(FwdNet *net);

#endif
