/* SPDX-License-Identifier: Apache-2.0 */
/* A path that has nothing but what the rules of the decision look at. */
#ifndef TESTS_BGP_CANDIDATE_H
#define TESTS_BGP_CANDIDATE_H

#include "models/bgp/bgp_peer.h"

#include <string.h>

typedef struct Candidate {
	BgpPath path;
	BgpPeer peer;
	BgpAttrSet attrs;
} Candidate;

/* From a peer of its own; bgp is of AS 65001. */
static inline void candidate_init(Candidate *c, Bgp *bgp, uint32_t as_number, uint32_t identifier,
				  uint32_t address)
{
	memset(c, 0, sizeof *c);
	bgp->as_number = 65001;
	c->peer.bgp = bgp;
	c->peer.as_number = as_number;
	c->peer.address = net_addr_ipv4(address);
	c->peer.session = &c->peer.sessions[0];
	c->peer.session->identifier = identifier;
	c->attrs.neighbour_as = 65101;
	c->attrs.as_path_length = 2;
	c->path.peer = &c->peer;
	c->path.attrs = &c->attrs;
}

#endif
