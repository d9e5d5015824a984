/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A router with its tables for tests: interfaces towards stubs, and routes and LSPs written as text. What
 * the tables tell is kept as text too, a line each:
 *   "route add 10.1.0.0/16 ospf 10.0.1.2 a"        a VRF's name stands before the prefix
 *   "lfib add 16 swap 17 10.0.1.2 a 10.0.0.9/32"
 */
#ifndef TESTS_RIB_LAB_H
#define TESTS_RIB_LAB_H

#include "models/rib/label.h"
#include "models/rib/nht.h"
#include "models/rib/rib.h"

typedef struct RibLab {
	Sim *sim;
	FwdNet *net;
	FwdNode *fwd, *stub; /* "R", and "S" at the other end of all links */
	RibNode *node;
	Rib *rib; /* global */
	RibSource igp, ebgp, ibgp, ldp;
	GPtrArray *links; /* owned */
	GString *log;
	uint64_t last_lfib_cause; /* of the last record about the LFIB */
	GString *text;            /* of rib_lab_fib() */
} RibLab;

RibLab *rib_lab_new(void);
void rib_lab_free(RibLab *lab);

NetAddr rib_lab_addr(const char *text);
NetPrefix rib_lab_prefix(const char *text);
Fec rib_lab_fec(const char *text);

/* An interface that is up, with MPLS; the stub at its other end has no address. vrf NULL: global. */
FwdIface *rib_lab_iface(RibLab *lab, const char *name, FwdVrf *vrf, const char *address);
Rib *rib_lab_vrf(RibLab *lab, const char *name);
void rib_lab_link(RibLab *lab, const char *iface, FwdLinkState state);

/*
 * Hops are parted by commas: "10.0.1.2 a" a neighbour on an interface, "a" the interface alone,
 * "via 10.9.9.9" recursive in the same table, "lsp 10.9.9.9" recursive through an LSP of the global
 * table, "local", "discard"; each may go on with "push 17" (of LDP) or "vpn 29", and more labels, the
 * top first.
 */
void rib_lab_route(Rib *rib, const RibSource *source, const char *prefix, uint8_t distance,
		   uint32_t metric, const char *hops);
void rib_lab_withdraw(Rib *rib, const RibSource *source, const char *prefix);
void rib_lab_lsp(Rib *rib, const RibSource *source, const char *prefix, uint8_t preference,
		 const char *hops);
void rib_lab_lsp_withdraw(Rib *rib, const RibSource *source, const char *prefix);

/* "ospf 110/10" of the best route of the prefix, "none". Borrowed until the next call. */
const char *rib_lab_best(RibLab *lab, const Rib *rib, const char *prefix);
/* What a packet to addr does: "10.0.1.2 a", "10.0.1.2 a push 17/29", "local", "none". */
const char *rib_lab_fib(RibLab *lab, const Rib *rib, const char *addr);
/* Why there is no route to addr: "no LSP to PE-1"; "" where the table cannot say. */
const char *rib_lab_explain(RibLab *lab, const Rib *rib, const char *addr);

/* Compares what has been logged since the last time. */
void rib_lab_expect(RibLab *lab, const char *text);
void rib_lab_forget(RibLab *lab);

#endif
