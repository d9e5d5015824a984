/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Import policy (RFC 4271 9.1.1): what a neighbour says passes its route map before the decision
 * process sees it. What was said is kept as it came while there is a map, or where that is configured
 * (soft-reconfiguration), permitted or not, so that another map is a matter of looking at it again (inbound
 * soft reconfiguration; the Adj-RIB-In of RFC 4271 3.2). Any other neighbour costs nothing.
 */
#ifndef BGP_BGP_IMPORT_H
#define BGP_BGP_IMPORT_H

#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_policy.h"

/* Why nothing of an external neighbour is used without a map, where one is required. */
extern const char bgp_import_none[];

/* What a neighbour said, before policy. */
typedef struct BgpReceived {
	BgpAttrSet *attrs; /* owned reference */
	uint32_t label;    /* entry of three octets; 0 where the family has none */
	char *objection;   /* owned: why it is not used, whatever a map says; NULL: nothing */
	uint64_t cause;    /* record that it came with */
} BgpReceived;

/* The neighbour announces a path to the prefix, in place of the one before. attrs is borrowed. */
void bgp_import_put(BgpPeer *peer, unsigned family, BgpNet *net, BgpAttrSet *attrs, uint32_t label);
/* The same of one that must not be used for this reason (bgp_ingress.h), which has been recorded; where all is
 * kept, else it is as if it were withdrawn. */
void bgp_import_object(BgpPeer *peer, unsigned family, BgpNet *net, BgpAttrSet *attrs,
		       uint32_t label, const char *reason);
/* Whether what the neighbour says is kept. */
gboolean bgp_import_keeps(const BgpPeer *peer, unsigned family);
/* It is withdrawn; what of it has passed is the caller's to remove. */
void bgp_import_forget(BgpPeer *peer, unsigned family, BgpNet *net);
/* NULL where nothing is kept. */
const BgpReceived *bgp_import_received(const BgpPeer *peer, unsigned family, const BgpNet *net);
/* What the map makes of it; the caller gives back the reference in attrs. */
BgpPolicyAnswer bgp_import_ask(const BgpPeer *peer, unsigned family, const BgpNet *net,
			       const BgpReceived *received);

/* Another map, NULL for none, takes effect at once on all that the neighbour has said; where that was refused
 * for want of a map (RFC 8212) it is asked for again. */
void bgp_import_set_map(BgpPeer *peer, unsigned family, const PolicyMap *map);

/* A graceful shutdown of the session has begun, or ended: looks at its routes again. What has not been kept
 * stays as it is at the end, until it is announced anew. */
void bgp_import_again(BgpPeer *peer, unsigned family);

/* What VRFs import of VPN routes has changed; more: there may be more of it (bgp_vpn.h). */
void bgp_import_wanted_changed(BgpPeer *peer, unsigned family, gboolean more);

/* With the neighbour; the tables may be gone. */
void bgp_import_free(BgpPeer *peer);

#endif
