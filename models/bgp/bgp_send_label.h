/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labelled routes inside the unicast family (RFC 8277 5: routes of SAFI 1 and of SAFI 4 to one prefix are compared
 * with each other): Cisco's neighbor send-label, Huawei's peer label-route-capability. With such a neighbour SAFI 4
 * is agreed on as well, and what is said in it are paths of the unicast table that have a label. There is one
 * path of the neighbour to a prefix, the last one said, with a label or without; a withdrawal takes back what was
 * said in its own SAFI.
 *
 * What is told is decided for each route (bgp_told.h), and goes out in the SAFI that it belongs to: so such a neighbour
 * is in a group of each family (bgp_group.h), which tell from the same table.
 */
#ifndef BGP_BGP_SEND_LABEL_H
#define BGP_BGP_SEND_LABEL_H

#include "models/bgp/bgp_group.h"

extern const ConfigKind bgp_config_send_label; /* BgpSendLabel: "no", "yes", "only" */

/* The families have been taken before. FALSE and *error (PROTO_ERROR) where they, or what is said of them, do not go
 * with it. */
gboolean bgp_send_label_take(BgpPeer *peer, const BgpPeerConfig *config, GError **error);

/* The names of the families that SAFIs are agreed on of; the caller frees. */
char **bgp_send_label_families(const BgpPeerConfig *config);

/* How the group of the family tells a peer that has a session. */
BgpGroupLabels bgp_send_label_group(const BgpPeer *peer, unsigned family);

/* Whether what the peer has said of the prefix, a path or what is kept of it, came in this family. */
gboolean bgp_send_label_came_in(const BgpPeer *peer, unsigned family, const BgpNet *net);

#endif
