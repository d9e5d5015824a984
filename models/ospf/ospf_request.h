/* SPDX-License-Identifier: Apache-2.0 */
/* Loading: the request list and Link State Request packets (RFC 2328 10.7, 10.9). */
#ifndef OSPF_OSPF_REQUEST_H
#define OSPF_OSPF_REQUEST_H

#include "models/ospf/ospf_neighbor.h"

void ospf_request_init(OspfNeighbor *nbr);
void ospf_request_release(OspfNeighbor *nbr);
void ospf_request_clear(OspfNeighbor *nbr);

/* Puts an instance that the neighbour has on the list, or a newer one in its place. */
void ospf_request_add(OspfNeighbor *nbr, const Ospf2LsaHeader *header);
/* NULL where it is not on the list; good until the list changes. */
const Ospf2LsaHeader *ospf_request_find(const OspfNeighbor *nbr, const Ospf2LsaKey *key);
void ospf_request_remove(OspfNeighbor *nbr, const Ospf2LsaKey *key);
/* Asks for more if the last request has been answered in full; ends state Loading where there is
 * nothing left to ask for. */
void ospf_request_send_next(OspfNeighbor *nbr);

void ospf_request_receive(OspfNeighbor *nbr, const Ospf2Packet *p);

#endif
