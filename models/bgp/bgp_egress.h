/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is done to the attributes of routes on their way to a peer (RFC 4271 5): the next hop, the AS path,
 * communities. Part of what peers of an update group have in common.
 */
#ifndef BGP_BGP_EGRESS_H
#define BGP_BGP_EGRESS_H

#include "models/bgp/bgp_scratch.h"
#include "models/fwd/iface.h"
#include "models/wire/bgp_attr.h"

enum { BGP_LOCAL_PREF_DEFAULT = 100 };

typedef enum {
	BGP_NEXT_HOP_BY_RULE,   /* RFC 4271 5.1.3 */
	BGP_NEXT_HOP_SELF,      /* this router, but for what it reflects */
	BGP_NEXT_HOP_SELF_ALL,  /* this router */
	BGP_NEXT_HOP_UNCHANGED, /* as it came, also to an external peer */
} BgpNextHopRule;

typedef enum {
	BGP_SEND_STANDARD = 1 << 0,
	BGP_SEND_EXTENDED = 1 << 1,
	BGP_SEND_LARGE = 1 << 2,
	BGP_SEND_ALL = BGP_SEND_STANDARD | BGP_SEND_EXTENDED | BGP_SEND_LARGE,
} BgpSendCommunities;

/* Private AS numbers (RFC 6996) are taken off paths. */
typedef enum {
	BGP_PRIVATE_REMOVE = 1 << 0,  /* where all numbers of the path are private */
	BGP_PRIVATE_ALL = 1 << 1,     /* also where others are among them */
	BGP_PRIVATE_REPLACE = 1 << 2, /* each becomes this router's own */
} BgpPrivateAs;

/* For the peers of a group; plain values. */
typedef struct BgpEgress {
	gboolean internal;
	BgpNextHopRule next_hop;
	NetAddr self;         /* next hop self: this router's end of the session */
	const FwdIface *link; /* an external peer's, where it is on the link and its family has next
				* hops of third parties; NULL: none */
	uint32_t as_number;   /* this router's */
	uint32_t local_as;    /* that it has towards the peer; else the same */
	gboolean replace_as;  /* which alone then stands in front */
	uint32_t peer_as;     /* where it matters; else 0 */
	uint8_t send_communities, private_as;
	gboolean as_override;
	gboolean graceful_shutdown; /* GRACEFUL_SHUTDOWN is added, or internal: LOCAL_PREF is 0 */
} BgpEgress;

gboolean bgp_egress_equal(const BgpEgress *a, const BgpEgress *b);

/* Whether the peers are told this router as next hop of a route with this one, unset for its own, by a rule
 * that is egress->next_hop unless policy has set another one. */
gboolean bgp_egress_is_self(const BgpEgress *egress, BgpNextHopRule rule, gboolean reflected,
			    const NetAddr *next_hop);

/* A route's attributes as they are told, in *out, which begins as a copy of what the router has: but for
 * what reflection adds (bgp_reflect.h). */
void bgp_egress_attrs(const BgpEgress *egress, gboolean reflected, BgpAttrs *out,
		      BgpScratch *scratch);

#endif
