/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ICMP (RFC 792, 1122, 1812): echo requests are answered, errors are sent for packets that cannot be
 * forwarded (never about ICMP errors, multicast or fragments), and replies and errors that arrive
 * are handed to watchers such as ping.
 */
#ifndef FWD_ICMP_H
#define FWD_ICMP_H

#include "models/fwd/ip.h"
#include "models/wire/icmp.h"

typedef void (*IcmpFn)(void *user, const IpInfo *info, const IcmpMessage *message);
void icmp_watch(FwdNode *node, IcmpFn fn, void *user);
void icmp_unwatch(FwdNode *node, IcmpFn fn, void *user);

/* Sends an echo request from src (unset: chosen by route) to dst. payload_len bytes of pattern. */
gboolean icmp_send_echo(FwdNode *node, FwdVrf *vrf, const NetAddr *src, const NetAddr *dst,
			uint16_t id, uint16_t sequence, uint8_t ttl, size_t payload_len,
			uint64_t cause);

#endif
