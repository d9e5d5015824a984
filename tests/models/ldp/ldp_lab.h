/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routers R1, R2, ... that run LDP over modelled links, without an IGP: the test puts routes into
 * their RIBs. Router i has the loopback 10.0.0.i; link k is 10.1.k.0/30, the first router .1.
 */
#ifndef TESTS_LDP_LAB_H
#define TESTS_LDP_LAB_H

#include "models/ldp/ldp.h"
#include "models/ldp/ldp_label.h"
#include "models/ldp/ldp_session.h"

#define LAB_ROUTERS 4

typedef struct LabRouter {
	char name[4];
	FwdNode *fwd;
	RibNode *rib_node;
	Rib *rib;
	ProtoHost host;
	LdpInstance *ldp; /* NULL for a scripted neighbour */
	RibSource igp;
} LabRouter;

typedef struct Lab {
	Sim *sim;
	FwdNet *net;
	unsigned n;
	LabRouter routers[LAB_ROUTERS];
	GPtrArray *links; /* of FwdLink */
	GString *log;     /* "R1 sent hello to 224.0.0.2" and transitions, a line each */
} Lab;

Lab *lab_new(unsigned n);
void lab_free(Lab *lab);

/* Numbers count from 1, as the names do. */
LabRouter *lab_router(Lab *lab, unsigned i);
NetAddr lab_loopback(unsigned i);
Fec lab_fec(const char *prefix);
/* All routers with LDP; leave_out (0: none) has none and may be scripted. */
void lab_configure(Lab *lab, unsigned leave_out);
/* Before lab_configure(). */
FwdLink *lab_link(Lab *lab, unsigned a, unsigned b);
/* Takes LDP from both ends of a link. After lab_configure(), before lab_start(). */
void lab_without_ldp(Lab *lab, unsigned link);
/* From router i through link k (from 1) to the router at its other end. */
RibHop lab_hop(Lab *lab, unsigned i, unsigned link);
/* A route of the IGP on router i through link k (from 1) to the router at its other end. */
void lab_route(Lab *lab, unsigned i, const char *prefix, unsigned link);
/* A route without next hop: the router is the egress of its FEC. */
void lab_own_route(Lab *lab, unsigned i, const char *prefix);
void lab_unroute(Lab *lab, unsigned i, const char *prefix);
/* Routes to all loopbacks and subnets in a chain R1 - R2 - ... whose links are in order. */
void lab_route_chain(Lab *lab);
/* Between two routers, through a link of theirs: sessions that go another way come with a TTL too low. */
void lab_route_direct(Lab *lab, unsigned a, unsigned b, unsigned link);
/* Such a chain, with LDP. */
Lab *lab_chain(unsigned n);
void lab_start(Lab *lab);
void lab_run(Lab *lab, SimTime duration);

LdpPeer *lab_peer(Lab *lab, unsigned i, unsigned other); /* NULL where there is none */
/* The state of i's session with another router; "" where there is no peer. */
const char *lab_state(Lab *lab, unsigned i, unsigned other);
/* What router i does with a packet to an address: "push 17 to-R2", "forward to-R2", "deliver", or
 * "drop" and why. Borrowed until the next call. */
const char *lab_decide(Lab *lab, unsigned i, const char *address);
/* Label that i advertises for a FEC; NET_LABEL_NONE where none. */
uint32_t lab_label(Lab *lab, unsigned i, const char *prefix);
/* The same for a flow with the given hash. */
const char *lab_decide_flow(Lab *lab, unsigned i, const char *address, uint32_t hash);
/* The same for a packet with a label: "swap 17 to-R2", "pop to-R2". */
const char *lab_decide_label(Lab *lab, unsigned i, uint32_t label);
/* The routers that a packet to an address comes to, by its labels, then what becomes of it:
 * "1 2 4 deliver". Owned by the caller. */
char *lab_follow(Lab *lab, unsigned from, const char *address);
/* How many lines of the log contain the text. */
unsigned lab_count(const Lab *lab, const char *text);

#endif
