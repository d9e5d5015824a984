/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which VPN routes a peer wants (RFC 4684 6): those with one of these route targets. Made of the memberships
 * that it has told; a filter never changes, and is reference-counted, so that peers that want the same have the
 * same one.
 */
#ifndef BGP_BGP_RT_FILTER_H
#define BGP_BGP_RT_FILTER_H

#include "models/net/membership.h"

typedef struct BgpRtFilter BgpRtFilter;

/* Of n memberships in any order, whatever their AS; one reference. */
BgpRtFilter *bgp_rt_filter_new(const NetPrefix *memberships, unsigned n);
BgpRtFilter *bgp_rt_filter_ref(BgpRtFilter *filter);
void bgp_rt_filter_unref(BgpRtFilter *filter); /* NULL is fine */
gboolean bgp_rt_filter_equal(const BgpRtFilter *a, const BgpRtFilter *b);

/* Whether a route with these route targets is wanted: by the default membership also one without any.
 * filter NULL: whatever it has. */
gboolean bgp_rt_filter_passes(const BgpRtFilter *filter, const NetRt *rts, unsigned n);

#endif
