/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an update group is told of a prefix (RFC 4271 9.1.3): what export policy makes of the chosen path, the
 * attributes and the label that it is told with.
 */
#ifndef BGP_BGP_TOLD_H
#define BGP_BGP_TOLD_H

#include "models/bgp/bgp_group.h"

/* Which label a prefix is told with (RFC 8277 3.2.2): that of the router which the next hop names. */
typedef enum {
	BGP_TOLD_NO_LABEL,      /* it is told without */
	BGP_TOLD_PATH_LABEL,    /* that of the chosen path */
	BGP_TOLD_OWN_LABEL,     /* one of this router's (bgp_label.h) */
	BGP_TOLD_IMPLICIT_NULL, /* none is needed, as the packet goes on by its address here */
	BGP_TOLD_EXPLICIT_NULL,
} BgpToldLabel;

/* What a path is told with: its attributes, and where it is reflected (RFC 4456) the ORIGINATOR_ID. */
typedef struct BgpTold {
	BgpAttrSet *attrs;   /* owned reference */
	uint32_t originator; /* 0: not reflected */
	/* What the export policy has set. */
	gboolean by_policy; /* next_hop holds, in place of the group's rule */
	BgpNextHopRule next_hop;
	gboolean keeps_med;    /* also towards an external peer */
	gboolean leaked;       /* from VPN routes to a CE */
	gboolean reoriginated; /* by a hybrid VRF that has it from a neighbour (bgp_hybrid.h) */
	BgpToldLabel label;
} BgpTold;
/* What the export policy of the group makes of the prefix's chosen path; default-originate passes the map
 * of its own.
 * FALSE where it is not to be told; *reason (may be NULL) then becomes why, the caller's, unless that is the other
 * family's with send-label. */
gboolean bgp_told_make(const BgpGroup *group, const BgpNet *net, BgpTold *out, char **reason);
void bgp_told_clear(BgpTold *told);
/* Whether what is told passes the filter, NULL for none (RFC 4684 6). */
gboolean bgp_told_is_wanted(const BgpRtFilter *filter, const BgpTold *told);
/* Whether the prefix passes one of the filters and not the other, as the group is told of it. */
gboolean bgp_told_differs(const BgpGroup *group, const BgpNet *net, const BgpRtFilter *a,
			  const BgpRtFilter *b);
/* The value of the label that a prefix is told with; NET_LABEL_NONE where it has none. */
uint32_t bgp_told_label(const BgpGroup *group, const BgpNet *net, BgpToldLabel label);

/* The attributes that the group is told; what *out points at is the set's or in scratch. */
void bgp_told_attrs(const BgpGroup *group, const BgpTold *told, BgpAttrs *out, BgpScratch *scratch);

#endif
