/* SPDX-License-Identifier: Apache-2.0 */
/*
 * This router's own labels of labelled routes (RFC 8277 3.2.2, RFC 4364 10, b): who tells a route with itself as
 * next hop tells a label of its own, which it swaps for the one that it was told. A label comes into being
 * when a route is first told so, and goes when the last stream has taken it back or told it
 * otherwise: routes that only pass through, as at a reflector, cost nothing. What the
 * label of a VPN route leads to is said here (models/rib/swap.h); that of another one is shared with other protocols,
 * and goes on by the best LSP to the prefix (models/rib/label.h).
 */
#ifndef BGP_BGP_LABEL_H
#define BGP_BGP_LABEL_H

#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_stream.h"

extern const ConfigKind bgp_config_label_mode; /* of a BgpLabelMode */

/* The FEC of a prefix of the table. */
Fec bgp_label_fec(const BgpTable *table, uint32_t id);

/* NET_LABEL_NONE where it has none. */
uint32_t bgp_label_of(const BgpTable *table, uint32_t id);
/* The prefix, which has a chosen path, is about to be told with a label of this router's. FALSE where the range
 * is used up: its groups look at it once more when a label is free. */
gboolean bgp_label_take(BgpTable *table, const BgpNet *net);
/* The chosen path of a VPN route is another one, or can be used now, or not any more. */
void bgp_label_changed(BgpTable *table, const BgpNet *net);
/* The chosen path of a prefix that is no VPN route is another one: where labels are given on receipt it has one now,
 * or needs none any more. */
void bgp_label_received(BgpTable *table, const BgpNet *net);
/* It was not told in the end. */
void bgp_label_untaken(BgpTable *table, uint32_t id);

/* Members of the stream have been told of the prefix with own label, or without, or that it is gone. */
void bgp_label_told(BgpStream *stream, uint32_t id, gboolean own);
/* The last member has left. */
void bgp_label_leave(BgpStream *stream);

/* Only the memory, as in a crash. */
void bgp_label_clear(BgpTable *table);

#endif
