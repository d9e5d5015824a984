/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Path MTU discovery (RFC 1191): what is known of the paths to TCP's peers. A segment has DF set; a
 * router that cannot forward it says what it could have, and all connections to that peer keep to
 * that. After ten minutes it is forgotten, and segments as long as the first link takes try anew (6.3),
 * so that a path that has become wider is noticed. No timer runs: an estimate's age is looked at when
 * it is asked for.
 */
#ifndef FWD_TCP_PATH_H
#define FWD_TCP_PATH_H

#include "models/fwd/node.h"

enum { TCP_PATH_MTU_LEAST = 68 }; /* no estimate is ever less (RFC 1191 3) */
#define TCP_PATH_MTU_AGE (10 * 60 * SIM_SEC)

typedef struct TcpPaths {
	FwdNode *node;       /* borrowed */
	GHashTable *by_peer; /* set of estimates, owned, by table and peer; never iterated */
} TcpPaths;

void tcp_paths_init(TcpPaths *paths, FwdNode *node);
void tcp_paths_release(TcpPaths *paths);
/* Forgets all estimates. */
void tcp_paths_clear(TcpPaths *paths);

/* The longest IP packet to send to a peer; 0 where there is no route. */
uint32_t tcp_path_mtu(TcpPaths *paths, FwdVrf *vrf, const NetAddr *peer);
/* TRUE where no path is known to take less than the first link does. */
gboolean tcp_paths_none(const TcpPaths *paths);
/* A packet of len bytes was too long for a link that takes mtu bytes; 0: an old router that does not
 * say, then the next of the usual sizes is tried (7.1). TRUE where that is less than it was. */
gboolean tcp_path_reduce(TcpPaths *paths, FwdVrf *vrf, const NetAddr *peer, uint32_t len,
			 uint32_t mtu);

#endif
