/* SPDX-License-Identifier: Apache-2.0 */
/* UDP sockets (RFC 768). A socket belongs to one VRF and one local port. */
#ifndef FWD_UDP_H
#define FWD_UDP_H

#include "models/fwd/ip.h"

typedef struct UdpSocket UdpSocket;

/* info.src/dst/iface/ttl as received; the payload is borrowed. sim->cause is the packet's cause. */
typedef void (*UdpHandler)(void *user, const IpInfo *info, uint16_t src_port, const uint8_t *bytes,
			   size_t len);

/* NULL where the port is taken in that VRF (vrf NULL: global). */
UdpSocket *udp_open(FwdNode *node, FwdVrf *vrf, uint16_t port, UdpHandler handler, void *user);
void udp_close(UdpSocket *socket); /* NULL is fine */
/* Sends from the socket's port. info as for ip_send(); protocol and vrf are filled in. cause: the
 * record that sends it. */
gboolean udp_send(UdpSocket *socket, const IpInfo *info, uint16_t dst_port, const uint8_t *bytes,
		  size_t len, uint64_t cause);

FwdUdp *fwd_udp_new(FwdNode *node);
void fwd_udp_free(FwdUdp *udp); /* with its sockets */
/* The handler of the IP protocol; user is the FwdUdp. */
void fwd_udp_input(void *user, const IpInfo *info, Packet *payload);

#endif
