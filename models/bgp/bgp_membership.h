/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constrained route distribution (RFC 4684): speakers tell each other which route targets they want, as routes
 * of a family of their own, and VPN routes go only where they are wanted.
 *
 * The memberships of this node are own routes, one for each route target that a VRF imports. What a peer wants
 * is all that it has told, chosen or not (6), as a BgpRtFilter: peers with the same filter share it, and with it
 * the stream in which they are told VPN routes (bgp_stream.h).
 */
#ifndef BGP_BGP_MEMBERSHIP_H
#define BGP_BGP_MEMBERSHIP_H

#include "models/bgp/bgp_group.h"

void bgp_membership_init(BgpPeer *peer);

/* The session is Established and its families are agreed on; nothing has been told yet. It tells VPN routes
 * when the peer has told all memberships, or membership-wait has passed (6). */
void bgp_membership_up(BgpPeer *peer);
void bgp_membership_down(BgpPeer *peer);
/* End-of-RIB of the family has come. */
void bgp_membership_end_of_rib(BgpPeer *peer, unsigned family);
/* Whether routes of the family are not told yet. */
gboolean bgp_membership_holds(const BgpPeer *peer, unsigned family);

/* Of the family: called after each decision. */
void bgp_membership_considered(BgpTable *table, const BgpNet *net);
/* Decisions have been made: peers want what they have told by now. */
void bgp_membership_settle(Bgp *bgp);

/* VRFs import other route targets, or the instance starts: own memberships follow. Without a neighbour
 * that the family is exchanged with there are none. */
void bgp_membership_originate(Bgp *bgp);

/* The path that the group is told of: to internal peers that are no clients a client's, where the chosen one is
 * not (3.2 ii). NULL: none. */
BgpPath *bgp_membership_path(const BgpGroup *group, const BgpNet *net);
/* It is told the default membership, which is for all others. */
gboolean bgp_membership_covered(const BgpGroup *group);
/* Whether it is told of a path so that a client does not drop it as its own (3.2 i). */
gboolean bgp_membership_of_reflector(const BgpGroup *group);

#endif
