/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sending routes (RFC 4271 9.2): what may be told to whom, the attributes that it is told with, and
 * the packing of prefixes with equal attributes into as few UPDATEs as possible.
 */
#ifndef BGP_BGP_UPDATE_OUT_H
#define BGP_BGP_UPDATE_OUT_H

#include "models/bgp/bgp_group.h"

/* The peer is to be told all routes of the family, and then what changes. */
void bgp_update_join(BgpPeer *peer, unsigned family);
void bgp_update_leave(BgpPeer *peer, unsigned family);
/* The peer asks for everything again (RFC 2918); family -1 is one that is not known. */
void bgp_update_refresh(BgpPeer *peer, int family);

/* RFC 4271 5: to an internal peer attributes go as they are, to an external one with this AS in front
 * and without what is for this AS alone. MED of other ASes is not passed on (5.1.4). What *out points
 * at is the set's, or path's, an empty writer that the caller clears. */
void bgp_update_attrs(const BgpGroup *group, const BgpAttrSet *set, BgpAttrs *out,
		      WireWriter *path);

/* Sends what is pending to the members, and everything to those who join. */
void bgp_update_run(BgpGroup *group);

#endif
