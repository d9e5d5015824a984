/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reassembly of IPv4 fragments at the node that they are for (RFC 791 3.2, RFC 1122 3.3.2). What is
 * not whole after 30 s is dropped, and told to its sender by ICMP where its first fragment has come.
 */
#ifndef FWD_REASSEMBLY_H
#define FWD_REASSEMBLY_H

#include "models/fwd/iface.h"
#include "models/wire/ipv4.h"

typedef struct FwdReassembly FwdReassembly;

FwdReassembly *fwd_reassembly_new(FwdNode *node);
void fwd_reassembly_free(FwdReassembly *r); /* NULL is fine */

/* All fragments are lost, and nobody is told. */
void fwd_reassembly_forget(FwdReassembly *r);

/* A fragment, whose header has been decoded to ip; takes its reference. Returns the whole packet,
 * the caller's, where this was what it lacked; else NULL. in is NULL where the node itself sent it. */
Packet *fwd_reassemble(FwdReassembly *r, FwdVrf *vrf, FwdIface *in, const Ipv4Header *ip,
		       Packet *fragment);

#endif
