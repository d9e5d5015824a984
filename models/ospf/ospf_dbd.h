/* SPDX-License-Identifier: Apache-2.0 */
/* Database exchange: Database Description packets (RFC 2328 7.2, 10.6, 10.8). */
#ifndef OSPF_OSPF_DBD_H
#define OSPF_OSPF_DBD_H

#include "models/ospf/ospf_neighbor.h"

void ospf_dbd_init(OspfNeighbor *nbr);
void ospf_dbd_release(OspfNeighbor *nbr);

/* State ExStart begins: claims to be master, until the neighbour answers. */
void ospf_dbd_start(OspfNeighbor *nbr);
/* State Exchange begins: what is in the database now will be described. */
void ospf_dbd_list_database(OspfNeighbor *nbr);
/* Forgets the exchange. */
void ospf_dbd_stop(OspfNeighbor *nbr);

void ospf_dbd_receive(OspfNeighbor *nbr, const Ospf2Packet *p);

#endif
