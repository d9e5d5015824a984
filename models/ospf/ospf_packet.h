/* SPDX-License-Identifier: Apache-2.0 */
/* Sending and receiving OSPF packets (RFC 2328 8), with a trace record for each. */
#ifndef OSPF_OSPF_PACKET_H
#define OSPF_OSPF_PACKET_H

#include "models/fwd/ip.h"
#include "models/ospf/ospf_iface.h"
#include "models/wire/ospf2.h"

/* A packet of this router's on an interface, with an empty list. */
void ospf_packet_init(Ospf2Packet *p, const OspfIface *iface, Ospf2PacketType type);
/* Sends it to a neighbour, or to whom it concerns where nbr is NULL (RFC 2328 8.1); the caller clears
 * it. The record of it follows from the current cause. */
void ospf_packet_send(OspfIface *iface, const OspfNeighbor *nbr, const Ospf2Packet *p);

/* Handler of IP protocol 89; user is the OspfInstance. */
void ospf_packet_receive(void *user, const IpInfo *info, Packet *payload);
/* Traces that a received packet was discarded, and why. */
void ospf_packet_refuse(const OspfIface *iface, const char *reason, ...) G_GNUC_PRINTF(2, 3);

extern const NetAddr ospf_all_spf_routers; /* 224.0.0.5 */
extern const NetAddr ospf_all_d_routers;   /* 224.0.0.6 */

#endif
