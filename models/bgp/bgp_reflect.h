/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Route reflection (RFC 4456). A neighbour that is a client has what internal peers say passed on to
 * it, and what it says passed on to the other internal peers. The attributes stay as they are; what is
 * added, ORIGINATOR_ID and CLUSTER_LIST, ends loops.
 */
#ifndef BGP_BGP_REFLECT_H
#define BGP_BGP_REFLECT_H

#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_scratch.h"

/* What stands against a route of an internal peer (RFC 4456 8); NULL where nothing does. Owned. */
char *bgp_reflect_objection(const Bgp *bgp, const BgpAttrs *attrs);
/* Whether an internal peer's route may go to other internal peers, to clients or to those that are
 * none (RFC 4456 6). */
gboolean bgp_reflect_allowed(const BgpPath *path, gboolean to_client);
/* The ORIGINATOR_ID that the path is reflected with. */
uint32_t bgp_reflect_originator(const BgpPath *path);
/* Puts both attributes in. */
void bgp_reflect_attrs(const Bgp *bgp, uint32_t originator, BgpAttrs *attrs, BgpScratch *scratch);

#endif
