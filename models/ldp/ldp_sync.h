/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What LDP tells the IGP (RFC 5443 2): an interface is synchronised when the session with a neighbour that
 * is heard there has been up for a while. That all labels have come, nobody can tell.
 */
#ifndef LDP_SYNC_H
#define LDP_SYNC_H

#include "models/ldp/ldp_discovery.h"

void ldp_sync_init(LdpIface *li);
/* An adjacency on the interface, or what runs there, has changed. Nothing where it is targeted. */
void ldp_sync_review(LdpIface *li);
/* The peer's session has. */
void ldp_sync_review_peer(LdpPeer *peer);
/* The instance goes: nobody distributes labels there any more. */
void ldp_sync_forget(LdpIface *li);

#endif
