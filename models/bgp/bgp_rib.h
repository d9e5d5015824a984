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

void bgp_networks_start(Bgp *bgp);
void bgp_networks_stop(Bgp *bgp);
/* Without withdrawing anything: the instance is to be freed. */
void bgp_networks_unwatch(Bgp *bgp);

#endif
