/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host side of the network layer: sending packets of this node's own, and receiving those that
 * are for it. Received packets are handed to the handler of their IP protocol.
 */
#ifndef FWD_IP_H
#define FWD_IP_H

#include "models/fwd/iface.h"

enum { IP_PROTO_ICMP = 1, IP_PROTO_TCP = 6, IP_PROTO_UDP = 17, IP_PROTO_OSPF = 89 };

typedef struct IpInfo {
	FwdVrf *vrf; /* sending: NULL is global. Received: that of the packet, never NULL */
	FwdIface *
		iface; /* received: where it came in, NULL where this node sent it. Sending: needed for multicast and for TTL-1
			   * link-local traffic that must leave there; else NULL */
	NetAddr src, dst; /* sending: an unset src is the outgoing interface's address */
	uint8_t protocol;
	uint8_t ttl; /* sending: 0 means 64 */
	uint8_t tos;
	gboolean df;
	const uint8_t *header; /* received: the IP header, which reaches up to the payload */
	uint64_t cause;        /* received: the record that sent it */
} IpInfo;

/*
 * Sends a payload (without IP header) as an IP packet. Takes the caller's reference. payload->cause
 * is kept: the id of the record that sent it. Returns FALSE where it could not be sent (no route,
 * interface down), which protocols usually ignore, as a datagram can be lost anyway.
 */
gboolean ip_send(FwdNode *node, const IpInfo *info, Packet *payload);

/* The source address that ip_send() would choose; FALSE where there is no route. */
gboolean ip_source_for(FwdNode *node, FwdVrf *vrf, const NetAddr *dst, NetAddr *src);

/* payload is borrowed and may be shared: the handler must not change it. sim->cause is the
 * packet's cause while the handler runs. */
typedef void (*IpHandler)(void *user, const IpInfo *info, Packet *payload);
void ip_register(FwdNode *node, uint8_t protocol, IpHandler handler, void *user);
void ip_unregister(FwdNode *node, uint8_t protocol);
/* The same for packets of one table, before a handler for all of them. There may be several of one
 * protocol: each gets every packet, as raw sockets do, in the order of their registration. */
void ip_register_in(FwdNode *node, const FwdVrf *vrf, uint8_t protocol, IpHandler handler,
		    void *user);
void ip_unregister_in(FwdNode *node, const FwdVrf *vrf, uint8_t protocol, const void *user);

/* The longest IP packet that leaves towards dst in one piece: the MTU of the interface without the
 * labels that are pushed on the way out. 0 where there is no route. */
uint32_t ip_mtu_for(FwdNode *node, FwdVrf *vrf, const NetAddr *dst);

/* TRUE where addr is one of the node's own in that table, as forwarding sees it: its FIB entry is a
 * FWD_NH_LOCAL. So an address of an interface that is down is none. */
gboolean ip_is_local(const FwdNode *node, const FwdVrf *vrf, const NetAddr *addr);

#endif
