/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From route and labels to the LSP: what a FEC is to this router, and the labelled next hops that go
 * into the LSP table of models/rib.
 */
#ifndef LDP_LSP_H
#define LDP_LSP_H

#include "models/ldp/ldp_label.h"

/* By the FEC's best route; NULL is none. */
LdpFecRole ldp_fec_role(const RibRoute *route);
/* Publishes, changes or withdraws the binding's LSP: it goes where the route goes, wherever labels
 * for it are known (liberal retention). */
void ldp_lsp_publish(LdpBinding *binding, const RibRoute *route);

#endif
