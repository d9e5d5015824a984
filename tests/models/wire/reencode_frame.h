/* SPDX-License-Identifier: Apache-2.0 */
/* A frame taken apart by the codecs and put together again, layer by layer from the inside out: Ethernet
 * with its VLAN tag, ARP, labels, IPv4, ICMP, UDP with LDP Hellos, TCP with its options, OSPF with its LSAs. */
#ifndef TESTS_REENCODE_FRAME_H
#define TESTS_REENCODE_FRAME_H

#include "models/net/packet.h"
#include "models/wire/cursor.h"

enum {
	FRAME_VLAN,
	FRAME_ARP,
	FRAME_MPLS,
	FRAME_STACK, /* more than one label */
	FRAME_IPV6,  /* its header is kept as it is: there is no codec */
	FRAME_ICMP,
	FRAME_LDP_HELLO,
	FRAME_TCP,
	FRAME_TCP_OPTIONS, /* SYN with MSS, SACK permitted, timestamps and window scale */
	FRAME_OSPF,
	FRAME_LSA,  /* in Link State Updates */
	FRAME_KEPT, /* payloads kept as they are: there is no codec */
	FRAME_N
};
/* How often each was met. */
typedef unsigned FrameSeen[FRAME_N];

/* The frame encoded again, to be unreferenced; NULL with *error where a layer does not decode. */
Packet *reencode_frame(const uint8_t *bytes, size_t len, FrameSeen seen, WireError *error);

#endif
