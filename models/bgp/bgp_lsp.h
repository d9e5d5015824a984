/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labelled routes as the rest of the router has them. One of labelled unicast (RFC 8277) is a route of the table
 * that pushes its label, and an LSP to its prefix, so that other routes may resolve through it. It has the
 * administrative distance of its peer, and stands before BGP's unlabelled route to the same prefix where both
 * are as good. A VPN route is an LSP to its FEC while this router has told a label of its own for it.
 * Both need an LSP to their next hop, unless need-lsp says otherwise; without install there are no labelled
 * unicast routes and LSPs at all.
 */
#ifndef BGP_BGP_LSP_H
#define BGP_BGP_LSP_H

#include "models/bgp/bgp_instance.h"

/* The labelled family's handler. */
void bgp_lsp_changed(BgpTable *table, const BgpChange *change);

/* Lower wins among the sources of LSPs: what LDP, RSVP-TE or configuration knows comes before. */
#define BGP_LSP_PREFERENCE 20

/* A label that a path came with as it is pushed; value NET_LABEL_NONE: none is, as it is implicit null. */
Label bgp_lsp_label(const BgpTable *table, uint32_t label);

/* The hop that pushes a path's label, and needs an LSP to its next hop. */
RibHop bgp_lsp_hop(const BgpTable *table, const BgpPath *path);
/* The LSP that goes with a route of the table, whose hops have labels. */
void bgp_lsp_publish(const BgpTable *table, const RibRoute *route);

/* What the LFIB calls the owner of the labels of the table's routes. */
const char *bgp_lsp_owner(const BgpTable *table);
/* Of the routes that the table puts into the RIB. */
const RibSource *bgp_lsp_source(const BgpTable *table);

#endif
