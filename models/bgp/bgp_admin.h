/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an operator does to a neighbour: shuts it down and lets it be again (RFC 4486 with the text of
 * RFC 9003), resets its session, or has the routes of a session exchanged again.
 */
#ifndef BGP_BGP_ADMIN_H
#define BGP_BGP_ADMIN_H

#include "models/bgp/bgp_peer.h"

typedef enum {
	BGP_ADMIN_CLEAR,     /* Cease/Administrative Reset; it comes up again */
	BGP_ADMIN_CLEAR_IN,  /* its routes are asked for again */
	BGP_ADMIN_CLEAR_OUT, /* it is told all routes again */
	BGP_ADMIN_SHUTDOWN,  /* Cease/Administrative Shutdown; it stays down */
	BGP_ADMIN_NO_SHUTDOWN,
	BGP_ADMIN_GRACEFUL_SHUTDOWN, /* both ends shall prefer other paths; it stays up */
	BGP_ADMIN_NO_GRACEFUL_SHUTDOWN,
	BGP_ADMINS
} BgpAdmin;

const char *bgp_admin_name(BgpAdmin admin); /* "clear", "no-shutdown" */
gboolean bgp_admin_parse(const char *text, BgpAdmin *out);

/* Shutdown and what ends it are configuration; the others change nothing there. */
void bgp_admin_configure(BgpPeerConfig *config, BgpAdmin admin);
/* text: what the peer is told, where it is told; NULL and "" are nothing. */
void bgp_admin_apply(BgpPeer *peer, BgpAdmin admin, const char *text);

#endif
