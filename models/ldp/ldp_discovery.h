/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Discovery (RFC 5036 2.4, 3.5.2): link hellos and targeted ones, and the adjacencies that they keep
 * alive. A peer lives as long as it has an adjacency.
 */
#ifndef LDP_DISCOVERY_H
#define LDP_DISCOVERY_H

#include "models/ldp/ldp.h"
#include "sim/timer.h"

/* Where hellos are sent: on an interface to all routers, or to one router wherever it is. */
struct LdpIface {
	LdpInstance *ldp;
	FwdIface *iface; /* borrowed; NULL: targeted */
	NetAddr target;  /* of targeted hellos; else unset */
	gboolean
		answers; /* targeted, because the other side asked: lives as long as its adjacency */
	uint16_t hold_s; /* proposed */
	SimTime interval;
	SimTimer hello;
	SimTimer sync;    /* work: labels have had time to come */
	SimTimer attempt; /* work: a first targeted hello, now that there is a route */
	gboolean active;  /* hellos are sent: the protocol runs and the interface is up */
};

/* That a peer's hellos are heard on an interface. */
typedef struct LdpAdjacency {
	LdpIface *iface;
	LdpPeer *peer;
	NetAddr source; /* of its hellos */
	SimTime hold;   /* negotiated; SIM_NEVER: for ever */
	gboolean gtsm;  /* they offer the TTL security mechanism */
	SimTimer timer;
} LdpAdjacency;

LdpIface *ldp_iface_new(LdpInstance *ldp, FwdIface *iface, const LdpIfaceConfig *config);
LdpIface *ldp_iface_new_targeted(LdpInstance *ldp, const LdpTargetConfig *config);
void ldp_iface_free(LdpIface *li);
/* Joins the group and sends the first hello; nothing where the interface is down. */
void ldp_iface_start(LdpIface *li);
/* Its adjacencies go, with their peers where they were the last. */
void ldp_iface_stop(LdpIface *li);
/* There is a new route: says hello to those targets in it that have not been heard. */
void ldp_discovery_route_changed(LdpInstance *ldp, const NetPrefix *prefix);
void ldp_hello_send(LdpIface *li);
void ldp_adjacency_free(gpointer adjacency);

/* UDP port 646. */
void ldp_hello_receive(void *user, const IpInfo *info, uint16_t src_port, const uint8_t *bytes,
		       size_t len);

#endif
