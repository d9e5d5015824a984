/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths out of an area and out of the autonomous system (RFC 2328 16.2, 16.4). Both add to tables
 * that the calculation inside the areas has begun.
 */
#ifndef OSPF_OSPF_PATH_H
#define OSPF_OSPF_PATH_H

#include "models/ospf/ospf_instance.h"

/* Offers inter-area paths to networks and to AS boundary routers, by what the border routers of the
 * area say. */
void ospf_offer_inter_area(OspfArea *area, OspfTable *networks, OspfTable *routers);
/* Offers external paths. networks has been selected; it has to be once more afterwards. */
void ospf_offer_external(const OspfInstance *instance, OspfTable *networks,
			 const OspfTable *routers);

/* The best path to an AS boundary router; NULL where there is none. */
const OspfRoute *ospf_find_asbr(const OspfInstance *instance, const OspfTable *routers,
				uint32_t router_id);

#endif
