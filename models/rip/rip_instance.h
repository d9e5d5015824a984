/* SPDX-License-Identifier: Apache-2.0 */
/* RIP on one router and in one table: what its parts share. */
#ifndef RIP_RIP_INSTANCE_H
#define RIP_RIP_INSTANCE_H

#include "models/fwd/udp.h"
#include "models/net/trie.h"
#include "models/rip/rip.h"
#include "sim/timer.h"

typedef struct RipInstance RipInstance;

typedef struct RipIface {
	RipInstance *rip;
	FwdIface *fwd; /* borrowed */
	RipIfaceConfig config;
	gboolean up;
} RipIface;

/* Somebody who has sent responses. */
typedef struct RipNeighbor {
	const RipIface *iface;
	NetAddr address;
	SimTime heard;
	uint32_t bad_packets, bad_routes; /* that were discarded */
	uint32_t sequence;                /* of the latest digest */
} RipNeighbor;

struct RipInstance {
	ProtoInstance proto;
	RipConfig config;
	RibSource source;
	UdpSocket *udp;
	GPtrArray *ifaces;      /* of RipIface, owned, in order of configuration */
	GPtrArray *neighbors;   /* of RipNeighbor, owned, in order of discovery */
	NetTrie *routes;        /* of RipRoute, owned (rip_route.h) */
	GArray *redistribute;   /* of RipRedistribute (rip_redistribute.h) */
	uint8_t default_metric; /* of the default route that others are told of; 0: of none */
	SimRng jitter;
	SimTimer update, trigger;
	SimTime may_trigger; /* no triggered update before that time (RFC 2453 3.10.1) */
};

static inline Sim *rip_sim(const RipInstance *rip)
{
	return rip->proto.host->sim;
}

#endif
