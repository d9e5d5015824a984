/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A BGP speaker and neighbours that speak by script, for measurements: the speaker is a whole router,
 * the neighbours have nothing but TCP and count what they are told, so that what is measured is the
 * speaker's work.
 */
#ifndef BENCH_BGP_RIG_H
#define BENCH_BGP_RIG_H

#include "models/bgp/bgp_peer.h"
#include "models/node/network.h"
#include "models/wire/bgp_update.h"

typedef struct Talker {
	TcpListener *listener;
	TcpSocket *socket;
	const BgpNlriFormat *format;
	NetAddr address;
	uint32_t as_number;
	GByteArray *rest; /* beginning of a message */
	uint64_t updates, bytes;
} Talker;

typedef struct Rig {
	Sim *sim;
	Network *network;
	Bgp *bgp;            /* of the speaker */
	RibSource loopbacks; /* the speaker's routes to neighbours that are not on the link */
	unsigned n_talkers;
	Talker *talkers;
} Rig;

typedef enum {
	RIG_REFLECTOR, /* all neighbours are internal, all but the first its clients */
	RIG_BORDER, /* an ASBR of option B: the first is external and on the link, to the others, which are at
			* loopbacks, the speaker is the next hop */
} RigKind;

/* A speaker with n neighbours. Sessions are up. */
Rig *rig_new(RigKind kind, const BgpNlriFormat *format, unsigned n);
void rig_free(Rig *rig);
/* Runs until nothing is left to do. */
void rig_settle(Rig *rig);

/* UPDATEs (of TcpMessage, owned) that announce or withdraw n routes: a thousand of each VRF, or of each
 * AS path, and each with a label of its own. */
GPtrArray *rig_updates(const Rig *rig, unsigned n, gboolean withdraw);
/* The first neighbour says this; takes the array. */
void rig_say(Rig *rig, GPtrArray *updates);

/* n routers on one segment, each an internal neighbour of all the others, VPN-IPv4. */
Network *rig_mesh(Sim *sim, unsigned n);
/* Each of them originates its part of n prefixes. */
void rig_mesh_originate(Network *network, unsigned n);

/* Bytes that the program has in use. */
size_t rig_memory(void);

#endif
