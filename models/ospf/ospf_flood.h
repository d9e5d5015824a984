/* SPDX-License-Identifier: Apache-2.0 */
/* The flooding procedure (RFC 2328 13). */
#ifndef OSPF_OSPF_FLOOD_H
#define OSPF_OSPF_FLOOD_H

#include "models/ospf/ospf_iface.h"

/* Sends the current instances (array of OspfLsa, borrowed) in as few Link State Updates as the MTU
 * allows, to a neighbour, or to all where nbr is NULL, without putting them on any list. */
void ospf_flood_send(OspfIface *iface, const OspfNeighbor *nbr, const GPtrArray *lsas);

/* Installs an instance of our own making and floods it. content and bytes as for
 * ospf_lsdb_install(). */
OspfLsa *ospf_flood_own(OspfLsdb *db, Ospf2Lsa *content, const uint8_t *bytes);
/* Floods an LSA of the database as having reached MaxAge (RFC 2328 14, 14.1). */
void ospf_flood_age_out(OspfLsa *lsa);

/* RFC 2328 14: an LSA at MaxAge leaves the database once no neighbour has still to acknowledge it
 * and none is in the midst of a database exchange. To be called when either may have come true. */
void ospf_flood_sweep(OspfArea *area);

void ospf_flood_receive(OspfNeighbor *nbr, const Ospf2Packet *p);

#endif
