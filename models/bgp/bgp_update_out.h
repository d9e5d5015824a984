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
/* The peer is configured to be told things differently from now on: it is told everything again. */
void bgp_update_move(BgpPeer *peer, unsigned family);
void bgp_update_leave(BgpPeer *peer, unsigned family);
/* The peer is to be told everything again, because it asks for it (RFC 2918) or an operator does. */
void bgp_update_refresh(BgpPeer *peer, unsigned family);
/* The peer has another export map from now on; it is told what follows. */
void bgp_update_set_map(BgpPeer *peer, unsigned family, const PolicyMap *map);
/* The peer's TCP takes more. */
void bgp_update_drained(BgpPeer *peer);

/* What a path is told with: its attributes, and where it is reflected (RFC 4456) the ORIGINATOR_ID. */
typedef struct BgpTold {
	BgpAttrSet *attrs;   /* owned reference */
	uint32_t originator; /* 0: not reflected */
	/* What the export policy has set. */
	gboolean by_policy; /* next_hop holds, in place of the group's rule */
	BgpNextHopRule next_hop;
	gboolean keeps_med; /* also towards an external peer */
	gboolean leaked;    /* from VPN routes to a CE */
	gboolean own_label; /* with a label of this router's, as next hop of another's route */
} BgpTold;
/* What the export policy of the group makes of the prefix's chosen path; default-originate passes the map
 * of its own.
 * FALSE where it is not to be told; *reason (may be NULL) then becomes why, the caller's. */
gboolean bgp_update_told(const BgpGroup *group, const BgpNet *net, BgpTold *out, char **reason);
void bgp_told_clear(BgpTold *told);
/* Whether the prefix passes one of the filters and not the other, as the group is told of it. */
gboolean bgp_update_differs(const BgpGroup *group, const BgpNet *net, const BgpRtFilter *a,
			    const BgpRtFilter *b);
/* The value of the label that a prefix is told with: this router's own, or that of the chosen path.
 * NET_LABEL_NONE where the family has none. */
uint32_t bgp_update_label(const BgpGroup *group, const BgpNet *net, gboolean own);

/* The attributes that the group is told; what *out points at is the set's or in scratch. */
void bgp_update_attrs(const BgpGroup *group, const BgpTold *told, BgpAttrs *out,
		      BgpScratch *scratch);

/* Prefixes to be told, gathered by the attributes that they are told with. */
typedef struct BgpPacking BgpPacking;
BgpPacking *bgp_packing_new(BgpStream *stream);
/* The prefix as it stands: announced, or withdrawn where members may have heard of it, or neither. */
void bgp_packing_add(BgpPacking *packing, BgpNet *net, uint64_t cause);
/* Makes the messages, withdrawals first, and frees the packing. */
void bgp_packing_flush(BgpPacking *packing);
/* The message that ends a walk (RFC 4724 2). */
void bgp_packing_end_of_rib(BgpStream *stream, uint64_t cause);
/* Those around a walk that repeats everything (RFC 7313). */
void bgp_packing_refresh(BgpStream *stream, BgpRefreshSubtype subtype, uint64_t cause);

#endif
