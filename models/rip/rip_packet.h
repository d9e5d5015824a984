/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RIP's datagrams: how they are sent, authenticated (RFC 2453 4.1, RFC 2082) and traced, and which of those
 * received go on to rip_input.h.
 */
#ifndef RIP_RIP_PACKET_H
#define RIP_RIP_PACKET_H

#include "models/rip/rip_instance.h"

extern const NetAddr rip_group; /* 224.0.0.9 */

/* Sends the message, version and authentication filled in, from the interface's address. */
void rip_packet_send(const RipIface *iface, const NetAddr *to, uint16_t port, RipMessage *m);
/* A UdpHandler; user is the RipInstance. */
void rip_packet_receive(void *user, const IpInfo *info, uint16_t src_port, const uint8_t *bytes,
			size_t len);

#endif
