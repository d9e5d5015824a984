/* SPDX-License-Identifier: Apache-2.0 */
/* ICMP errors about packets that were not forwarded or not delivered (RFC 1122 3.2.2, RFC 1812 4.3). */
#ifndef FWD_ICMP_ERROR_H
#define FWD_ICMP_ERROR_H

#include "models/fwd/iface.h"
#include "models/wire/icmp.h"

/*
 * Tells the sender of a packet, which came in unlabelled at in and starts with its IP header. Only
 * type, code and MTU of error are looked at. Nothing is sent about ICMP errors, later fragments, and
 * packets to or from no single host. The error's source is the primary address of in. packet is
 * borrowed.
 */
void fwd_icmp_send_error(FwdNode *node, FwdIface *in, const IcmpMessage *error, Packet *packet);

#endif
