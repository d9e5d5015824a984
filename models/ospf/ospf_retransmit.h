/* SPDX-License-Identifier: Apache-2.0 */
/* The Link state retransmission list of a neighbour (RFC 2328 10, 13.6). */
#ifndef OSPF_OSPF_RETRANSMIT_H
#define OSPF_OSPF_RETRANSMIT_H

#include "models/ospf/ospf_neighbor.h"

void ospf_retransmit_init(OspfNeighbor *nbr);
void ospf_retransmit_release(OspfNeighbor *nbr);
void ospf_retransmit_clear(OspfNeighbor *nbr);

/* The LSA is being flooded to the neighbour now. */
void ospf_retransmit_add(OspfNeighbor *nbr, OspfLsa *lsa);
gboolean ospf_retransmit_has(const OspfNeighbor *nbr, const OspfLsa *lsa);
/* Does nothing where it is not on the list. */
void ospf_retransmit_remove(OspfNeighbor *nbr, OspfLsa *lsa);
/* From the lists of all neighbours. */
void ospf_retransmit_remove_everywhere(OspfLsa *lsa);

#endif
