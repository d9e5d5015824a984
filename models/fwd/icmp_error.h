/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ICMP errors about packets that were not forwarded or not delivered (RFC 1122 3.2.2, RFC 1812 4.3).
 * Nothing is sent about ICMP errors, later fragments, and packets to or from no single host.
 */
#ifndef FWD_ICMP_ERROR_H
#define FWD_ICMP_ERROR_H

#include "models/fwd/forward.h"
#include "models/fwd/ip.h"
#include "models/wire/icmp.h"

/*
 * Tells the sender of a packet that came in and was not forwarded. The packet starts with the label
 * stack of the state, or with its IP header where there is none; it is borrowed. Only type, code and
 * MTU of error are looked at. The error's source is the primary address of the interface where the
 * packet came in. It goes back by the routes of the decision's error_vrf, or on along the packet's LSP
 * (RFC 3032 2.3.2), and tells the labels with which the packet came in (RFC 4950).
 */
void fwd_icmp_tell_sender(FwdNode *node, const FwdState *state, const FwdDecision *decision,
			  const IcmpMessage *error, Packet *packet);

/* Tells the sender of a packet that came in, was for this node, and that nobody here takes, from the
 * address that it was sent to. Of info only VRF, interface and destination are looked at, of error
 * type and code; packet starts with its IP header and is borrowed. Traces the drop, with its reason. */
void fwd_icmp_refuse(FwdNode *node, const IpInfo *info, const IcmpMessage *error,
		     const char *reason, Packet *packet);

#endif
