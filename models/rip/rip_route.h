/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RIP's own routing table (RFC 2453 3.6): what neighbours have said (3.9.2), and what this router has to
 * say itself. A route that is lost stays for a while, so that others are told of it.
 */
#ifndef RIP_RIP_ROUTE_H
#define RIP_RIP_ROUTE_H

#include "models/rip/rip_instance.h"

typedef enum {
	RIP_ROUTE_LEARNED,
	RIP_ROUTE_INTERFACE, /* a network of an interface that RIP runs on */
	RIP_ROUTE_REDISTRIBUTED,
	RIP_ROUTE_DEFAULT, /* by default-information */
} RipRouteKind;

typedef struct RipRoute {
	RipInstance *rip;
	NetPrefix prefix;
	RipRouteKind kind;
	uint8_t metric;   /* RIP_INFINITY: lost */
	uint8_t distance; /* administrative */
	uint16_t tag;
	const RipIface *iface; /* that it leads to; NULL: none of RIP's */
	NetAddr next_hop;      /* unset: none, or not known */
	NetAddr from;          /* learned: the neighbour */
	gboolean changed;      /* the next triggered update tells of it */
	SimTime since;         /* it is as it is */
	SimTimer timer;        /* timeout, or garbage collection once it is lost */
} RipRoute;

/* What an update said of a destination: prefix, metric with the cost of the interface, tag, iface,
 * next_hop and from. */
typedef struct RipOffer {
	NetPrefix prefix;
	uint8_t metric;
	uint16_t tag;
	const RipIface *iface;
	NetAddr next_hop, from;
} RipOffer;

void rip_route_free(void *route);
/* RFC 2453 3.9.2, from "check to see whether there is already an explicit route" on. */
void rip_route_offer(RipInstance *rip, const RipOffer *offer);
/* What this router has to say itself of the prefix, in place of what is learned: kind, metric, distance, tag,
 * iface and next_hop of own, which is of another kind than learned. NULL: nothing, or nothing any more. */
void rip_route_own(RipInstance *rip, const NetPrefix *prefix, const RipRoute *own);
/* What neighbours on the interface have said is lost. */
void rip_route_iface_down(RipInstance *rip, const RipIface *iface);
/* All are lost, and nothing happens to them any more. */
void rip_route_lose_all(RipInstance *rip);
const char *rip_route_kind_name(RipRouteKind kind);

#endif
