/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From route and labels to the LSP: what a FEC is to this router, and the labelled next hops that go
 * into the LSP table of models/rib.
 */
#ifndef LDP_LSP_H
#define LDP_LSP_H

#include "models/ldp/ldp_label.h"

/* The route that the FEC follows: its own, or in longest-match mode that of the longest prefix that
 * contains it; NULL where there is none. */
const RibRoute *ldp_fec_route(const LdpInstance *ldp, const NetPrefix *fec);
/* What the FEC is by that route (NULL: none), and by the egress policy. */
LdpFecRole ldp_fec_role(const LdpInstance *ldp, const NetPrefix *fec, const RibRoute *route);
/* Where the neighbour of a route's hop advertised a label; NULL: nowhere. */
const LdpExchange *ldp_lsp_exchange(const LdpBinding *binding, const RibHop *hop);
/* Publishes, changes or withdraws the binding's LSP: it goes where the route goes, wherever labels
 * for it are known (liberal retention). */
void ldp_lsp_publish(LdpBinding *binding, const RibRoute *route);

#endif
