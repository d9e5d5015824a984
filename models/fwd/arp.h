/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ARP (RFC 826) on an Ethernet interface: a request is broadcast, up to three times a second apart,
 * and answered by unicast; packets wait meanwhile. What was learned is kept for four hours. Requests
 * for the interface's own addresses and the one that it borrows are answered, others are not (no proxy
 * ARP). What it asks for need not be in its subnet: on an unnumbered interface nothing is.
 */
#ifndef FWD_ARP_H
#define FWD_ARP_H

#include "models/fwd/iface.h"
#include "models/net/table.h"

FwdArp *fwd_arp_new(FwdIface *iface);
void fwd_arp_free(FwdArp *arp); /* NULL is fine */

/* Sends a packet in a frame of an EtherType to the neighbour at addr, as soon as its hardware address
 * is known; if that fails the packet is dropped by fwd_output_unresolved(), where in and vrf are
 * told. Takes the packet's reference. */
void fwd_arp_send(FwdArp *arp, const NetAddr *addr, FwdIface *in, FwdVrf *vrf, uint16_t type,
		  Packet *packet);

/* An ARP packet has come in, without its frame's header. Takes its reference. */
void fwd_arp_input(FwdArp *arp, Packet *packet);

/* The interface went down: forgets everything, drops what waits. */
void fwd_arp_flush(FwdArp *arp);

/* A row of the table "arp": an entry. */
typedef struct FwdArpRow {
	const char *interface, *vrf;
	NetAddr address;
	const char *state;  /* "resolved", "incomplete" */
	NetMac mac;         /* unset while incomplete */
	SimTime expires_ns; /* when it is forgotten, or asked for again */
} FwdArpRow;
/* Calls fn with a FwdArpRow for each entry in the order of addresses. */
void fwd_arp_foreach(const FwdArp *arp, TableRowFn fn, void *user);

/* TRUE where a packet with this cause waits at an interface of the node; *neighbour: for whose answer. */
gboolean fwd_arp_holds(const FwdNode *node, uint64_t cause, NetAddr *neighbour);

/* The hardware address of addr where it is known, else NULL. Borrowed until the next event. */
const NetMac *fwd_arp_lookup(FwdArp *arp, const NetAddr *addr);

#endif
