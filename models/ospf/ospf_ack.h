/* SPDX-License-Identifier: Apache-2.0 */
/* Link State Acknowledgments: delayed, direct, received (RFC 2328 13.5, 13.7). */
#ifndef OSPF_OSPF_ACK_H
#define OSPF_OSPF_ACK_H

#include "models/ospf/ospf_iface.h"

#define OSPF_ACK_DELAY (1 * SIM_SEC) /* must be below RxmtInterval */

void ospf_ack_init(OspfIface *iface);
void ospf_ack_release(OspfIface *iface);
void ospf_ack_clear(OspfIface *iface);

/* One packet for all that arrives within the delay. */
void ospf_ack_delayed(OspfIface *iface, const Ospf2LsaHeader *header);
void ospf_ack_direct(OspfNeighbor *nbr, const Ospf2LsaHeader *header);

void ospf_ack_receive(OspfNeighbor *nbr, const Ospf2Packet *p);

#endif
