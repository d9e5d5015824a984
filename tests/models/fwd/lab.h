/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small network for tests: nodes, interfaces and links set up in few words, drops recorded as text,
 * the frames of a link kept.
 */
#ifndef TESTS_FWD_LAB_H
#define TESTS_FWD_LAB_H

#include "models/fwd/iface.h"
#include "models/fwd/lfib.h"

typedef struct Lab {
	Sim *sim;
	FwdNet *net;
	GPtrArray *nodes; /* of FwdNode, owned */
	GPtrArray *links; /* of FwdLink, owned */
	GString *drops;   /* "PE-2: no route\n" ... */
} Lab;

Lab *lab_new(void);
void lab_free(Lab *lab);
FwdNode *lab_node(Lab *lab, const char *name);

/* An Ethernet interface with an address ("10.0.0.1/30") and the FIB entries of a connected route. */
FwdIface *lab_iface(FwdNode *node, const char *name, FwdVrf *vrf, const char *address);
FwdIface *lab_loopback(FwdNode *node, const char *address);
FwdLink *lab_link(Lab *lab, FwdIface *a, FwdIface *b); /* 1 ms, no serialisation time */

/* The same VLAN of an interface, as lab_iface(). */
FwdIface *lab_vlan(FwdIface *parent, uint16_t vlan, FwdVrf *vrf, const char *address);
FwdLink *lab_segment(Lab *lab, unsigned n, ...); /* of FwdIface; 1 ms, no serialisation time */

NetAddr lab_addr(const char *text);
NetPrefix lab_prefix(const char *text);
/* A FIB entry; gives nh's reference away. vrf NULL: global. */
void lab_route(FwdNode *node, FwdVrf *vrf, const char *prefix, FwdNextHop *nh);
/* An LFIB entry, the same way. */
void lab_label(FwdNode *node, uint32_t label, FwdNextHop *nh, gboolean bottom);
/* An object through out to a gateway that pushes n labels, top first. */
FwdNextHop *lab_hop(FwdIface *out, const char *gateway, unsigned n, ...); /* Label by value */
/* The object of lab_hop() without labels. */
FwdNextHop *lab_gateway(FwdIface *out, const char *gateway);

/* Keeps what is put on a link as text, one frame per line: "ce: 17/29 ttl 63/63 ip 63", the sending
 * interface first; ARP is left out. */
void lab_watch_link(FwdLink *link, GString *out);
void lab_run(Lab *lab, SimTime duration);

#endif
