/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forwarding decision: one pure function from a packet as a router sees it to what the router
 * does with it. Packets and the path walker both use it, so that they cannot disagree.
 *
 * TTL (RFC 3443), by the TTL model of the node. A packet that the node itself sends starts with the
 * TTL that it has, and one that is delivered here keeps it; else:
 *   uniform  The TTL of the outermost header, less one, is the outgoing TTL. It stands in every header
 *            that is pushed or swapped, and is copied inward to the header that a pop exposes.
 *   pipe     Labels hide their path from the IP packet. An IP packet that is given labels is itself
 *            decremented, and they start with 255. A label that is swapped is decremented, and those
 *            pushed with it have the same TTL. A pop leaves what it exposes as it was, but the router
 *            at which the LSP ends (it looks the IP packet up, or the label is an egress label)
 *            decrements the IP packet: penultimate hop popping does not (3.4).
 * Either way a packet is not sent on where a TTL on it would become zero.
 *
 * Traffic class (RFC 3270 2.6): labels that are pushed take that of the label that they replace, or
 * the precedence of the IP packet, as most routers do unless told otherwise. In the uniform model a
 * label that a pop exposes takes it too. The IP packet's own is left alone.
 */
#ifndef FWD_FORWARD_H
#define FWD_FORWARD_H

#include "models/fwd/iface.h"
#include "models/fwd/node.h"

/* A packet as forwarding sees it. */
typedef struct FwdState {
	FwdIface *in; /* where it came in; NULL: the node itself sends it */
	FwdVrf *vrf; /* table for an unlabelled packet: that of in, or of the sender; NULL: global */
	uint8_t depth;
	MplsEntry stack[LABEL_STACK_MAX]; /* top first */
	NetAddr src, dst;                 /* of the IP packet; dst unset where it is no IP packet */
	uint8_t ip_ttl;
	uint8_t tos;        /* of the IP packet */
	uint32_t flow_hash; /* see fwd_flow_hash() */
} FwdState;

typedef enum { FWD_FORWARD, FWD_DELIVER, FWD_DROP } FwdVerdict;

typedef enum {
	FWD_REASON_NONE,
	FWD_REASON_NO_ROUTE,
	FWD_REASON_TTL,     /* TTL expired in transit */
	FWD_REASON_LABEL,   /* no LFIB entry for the label */
	FWD_REASON_SPOOFED, /* the label was not advertised where it came in */
	FWD_REASON_STACK, /* label stack deeper than LABEL_STACK_MAX, or labels left over at its end */
	FWD_REASON_INTERFACE, /* outgoing interface down */
	FWD_REASON_NO_MPLS,   /* labelled packet in or out of an interface without MPLS */
	FWD_REASON_DISCARD,   /* a route that discards */
	FWD_REASON_LOOP,      /* next-hop objects or lookups that do not end */
	FWD_REASON_NODE_DOWN, /* the node has crashed */
	FWD_REASONS
} FwdReason;

typedef struct FwdDecision {
	FwdVerdict verdict;
	FwdReason reason;   /* of FWD_DROP */
	uint32_t label;     /* FWD_REASON_LABEL, _SPOOFED, _STACK: at which */
	const char *detail; /* FWD_REASON_DISCARD: the object's text; else NULL */
	FwdVrf *vrf;        /* table in which the IP packet was last looked up; NULL: none was */
	/* By whose routes an ICMP error about the packet goes back to its sender: the table of the
	 * packet, or of the VRF in which its LSP ends here. NULL: it goes on along the LSP. */
	FwdVrf *error_vrf;
	FwdIface *out;   /* FWD_FORWARD; FWD_DROP: where it would have left, or NULL */
	NetAddr gateway; /* FWD_FORWARD: the neighbour to send to (the destination if on link) */
	unsigned popped; /* labels taken off the incoming stack */
	uint8_t depth;   /* the outgoing stack, whole, top first */
	MplsEntry stack[LABEL_STACK_MAX];
	uint8_t ip_ttl; /* TTL of the IP header on the way out or in */
} FwdDecision;

void fwd_decide(FwdNode *node, const FwdState *state, FwdDecision *decision);
/* The same decision; dependant is told of everything that it depends on. */
void fwd_decide_watched(FwdNode *node, const FwdState *state, FwdDependant *dependant,
			FwdDecision *decision);

/* Appends the reason in words: "no LSP to PE-1", "no route", "TTL expired", "label 17 unknown". Uses
 * the VRF's explain() for FWD_REASON_NO_ROUTE. */
void fwd_decision_append_reason(FwdNode *node, const FwdState *state, const FwdDecision *decision,
				GString *out);

/* Hash over the flow's addresses, protocol and ports, the same in every run. */
uint32_t fwd_flow_hash(const NetAddr *src, const NetAddr *dst, uint8_t protocol, uint16_t src_port,
		       uint16_t dst_port);

#endif
