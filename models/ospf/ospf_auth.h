/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Authentication of packets (RFC 2328 appendix D, RFC 5709): none, simple password, keyed MD5, HMAC-SHA.
 *
 * Of several keys the one that was configured last is the youngest. Packets with any of them are
 * accepted; those that are sent have the youngest, and as long as a neighbour was heard with another
 * one each packet is sent once for every key, so that keys can be changed router by router.
 */
#ifndef OSPF_OSPF_AUTH_H
#define OSPF_OSPF_AUTH_H

#include "models/ospf/ospf_iface.h"

/* What an interface of that configuration uses. */
OspfAuth ospf_auth_of(const OspfIfaceConfig *config, const OspfAreaConfig *area);
const char *ospf_auth_name(OspfAuth auth); /* "none", "md5", "hmac-sha-256" */
gboolean ospf_auth_parse(const char *text, OspfAuth *out);

/* How many copies of a packet are to be sent now. */
unsigned ospf_auth_copies(const OspfIface *iface);
/* Fills in what copy number i needs; borrows from the interface. */
void ospf_auth_sign(const OspfIface *iface, unsigned i, Ospf2Packet *p);
/* Whether a packet that was decoded from these bytes is authentic; a reason is traced where it is not.
 * nbr is the sender where it is known, else NULL. */
gboolean ospf_auth_check(const OspfIface *iface, OspfNeighbor *nbr, const Ospf2Packet *p,
			 const uint8_t *bytes);
/* Bytes that authentication adds behind a packet. */
size_t ospf_auth_overhead(const OspfIface *iface);

#endif
