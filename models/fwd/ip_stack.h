/* SPDX-License-Identifier: Apache-2.0 */
/* The receiving side of the host stack, between forwarding and the protocols above IP. */
#ifndef FWD_IP_STACK_H
#define FWD_IP_STACK_H

#include "models/fwd/ip.h"
#include "models/fwd/reassembly.h"
#include "models/fwd/watch.h"

struct FwdIpStack {
	FwdNode *node;
	GArray *handlers;   /* of IP protocols */
	GPtrArray *looped;  /* packets of this node to itself, under way */
	GPtrArray *waiting; /* packets for this node, in the queue of its control processor */
	FwdReassembly *reassembly;
	FwdWatchList icmp_watchers;
	uint16_t next_id;      /* of the IPv4 header */
	uint16_t last_echo_id; /* icmp_new_echo_id() */
};

FwdIpStack *fwd_ip_new(FwdNode *node);
void fwd_ip_free(FwdIpStack *stack);

/* Puts an IP header as info says in front of a payload; takes its reference. */
Packet *fwd_ip_push_header(FwdNode *node, const IpInfo *info, Packet *payload);

/* A packet for this node, which starts with its IP header. vrf is the table that said so; in is NULL
 * where the node itself sent it. Takes the packet's reference. */
void fwd_ip_receive(FwdNode *node, FwdVrf *vrf, FwdIface *in, Packet *packet);
/* The same for one to a multicast group or to all; dropped silently where iface is no member. */
void fwd_ip_receive_group(FwdIface *iface, const NetAddr *group, Packet *packet);
/* The same for one from this node to itself: received by an event of its own, at once. */
void fwd_ip_loop_back(FwdNode *node, FwdVrf *vrf, Packet *packet);

#endif
