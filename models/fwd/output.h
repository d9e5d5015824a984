/* SPDX-License-Identifier: Apache-2.0 */
/* What goes out: a decision is applied to its packet, which then is delivered, sent or dropped. */
#ifndef FWD_OUTPUT_H
#define FWD_OUTPUT_H

#include "models/fwd/forward.h"

/*
 * The packet starts with the label stack of the state, or with its IP header where there is none.
 * Takes its reference. Drops are traced, and told to the sender by ICMP where the packet was an
 * one that came in. Returns FALSE where it was dropped.
 */
gboolean fwd_output(FwdNode *node, const FwdState *state, const FwdDecision *decision,
		    Packet *packet);

/* Puts an Ethernet header in front and sends the frame. Takes the packet's reference. */
void fwd_output_frame(FwdIface *out, const NetMac *dst, uint16_t type, Packet *packet);

/* A packet could not be resolved to a neighbour's hardware address (ARP failed). in is where it came
 * in, NULL where the node sent it; vrf by whose routes an ICMP error about it goes back, NULL where
 * none is sent; type its EtherType. Takes its reference. */
void fwd_output_unresolved(FwdNode *node, FwdIface *in, FwdVrf *vrf, uint16_t type, Packet *packet,
			   const char *reason);

#endif
