/* SPDX-License-Identifier: Apache-2.0 */
/* Fragments of an IPv4 packet (RFC 791 3.2). */
#ifndef WIRE_IPV4_FRAGMENT_H
#define WIRE_IPV4_FRAGMENT_H

#include "models/wire/ipv4.h"

/*
 * Cuts a packet that starts with a sound IPv4 header, and may itself be a fragment, into such of at
 * most mtu bytes, which is enough for the header and eight bytes: an array of Packet, in order; the
 * caller owns it and what is in it. Don't fragment is the caller's business. The packet is borrowed;
 * what rides along with it is not given to its fragments, its cause is.
 */
GPtrArray *ipv4_fragment(Packet *packet, size_t mtu);

#endif
