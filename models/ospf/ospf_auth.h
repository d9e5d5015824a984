/* SPDX-License-Identifier: Apache-2.0 */
/* Authentication of packets (RFC 2328 appendix D): none, simple password, MD5. */
#ifndef OSPF_OSPF_AUTH_H
#define OSPF_OSPF_AUTH_H

#include "models/ospf/ospf_iface.h"

/* Fills in what the interface's configuration asks for; borrows from the interface. */
void ospf_auth_sign(OspfIface *iface, Ospf2Packet *p);
/* Whether a packet that was decoded from these bytes is authentic; a reason is traced where it is not.
 * nbr is the sender where it is known, else NULL. */
gboolean ospf_auth_check(const OspfIface *iface, OspfNeighbor *nbr, const Ospf2Packet *p,
			 const uint8_t *bytes);
/* Bytes that authentication adds behind a packet. */
size_t ospf_auth_overhead(const OspfIface *iface);

#endif
