/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IPv4 unicast and the RIB: chosen routes of peers become routes of the VRF with distance 20 or 200, and
 * prefixes of network statements are originated while another protocol has a route to them.
 */
#ifndef BGP_BGP_RIB_H
#define BGP_BGP_RIB_H

#include "models/bgp/bgp_instance.h"

/* The family's handler. */
void bgp_rib_changed(BgpTable *table, const BgpChange *change);
/* Puts the chosen path, one that is not the table's own, into the RIB, and those used beside it. What
 * another VRF of the node announces has the next hops that it has there. */
void bgp_rib_install(const BgpTable *table, const BgpNet *net);

/* The node's own path: put in place of the one before it, and taken back where there is one. */
void bgp_originate(Bgp *bgp, const NetPrefix *prefix, const BgpAttrs *attrs);
void bgp_unoriginate(Bgp *bgp, const NetPrefix *prefix);
/* Whether a network statement names it. */
gboolean bgp_has_network(const Bgp *bgp, const NetPrefix *prefix);

void bgp_networks_start(Bgp *bgp);
void bgp_networks_stop(Bgp *bgp);
/* Without withdrawing anything: the instance is to be freed. */
void bgp_networks_unwatch(Bgp *bgp);

#endif
