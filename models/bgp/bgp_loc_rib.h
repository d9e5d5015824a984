/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decision process (RFC 4271 9.1): prefixes whose paths have changed wait in a queue, each with the
 * cause of its change, and are decided on together at the end of the instant. What comes of it goes to
 * the family's handler and to the update groups.
 */
#ifndef BGP_BGP_LOC_RIB_H
#define BGP_BGP_LOC_RIB_H

#include "models/bgp/bgp_instance.h"

typedef struct BgpDirty {
	BgpTable *table;
	BgpNet *net;
	uint64_t cause;
} BgpDirty;

void bgp_loc_rib_init(Bgp *bgp);
void bgp_loc_rib_release(Bgp *bgp);

/* The paths of the prefix, or their next hops, are not what they were. */
void bgp_loc_rib_reconsider(BgpTable *table, BgpNet *net);
/* The same for every prefix of every family. */
void bgp_loc_rib_reconsider_all(Bgp *bgp);
/* Decides on all that wait, now. */
void bgp_loc_rib_run(Bgp *bgp);

/* Records that a path is not used. */
void bgp_trace_refusal(const BgpTable *table, NetRd rd, const NetPrefix *prefix,
		       const BgpPeer *peer, const char *reason);

#endif
