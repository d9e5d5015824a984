/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ICMP (RFC 792, 1122, 1812): echo requests are answered, errors are sent for packets that cannot be
 * forwarded (never about ICMP errors, multicast or fragments), and all that arrives is handed to
 * watchers such as ping, requests too. Each message received, and each answer and error sent, is
 * told by a TraceMessage, which is the current cause while watchers run.
 */
#ifndef FWD_ICMP_H
#define FWD_ICMP_H

#include "models/fwd/ip.h"
#include "models/wire/icmp.h"

typedef void (*IcmpFn)(void *user, const IpInfo *info, const IcmpMessage *message);
void icmp_watch(FwdNode *node, IcmpFn fn, void *user);
void icmp_unwatch(FwdNode *node, IcmpFn fn, void *user);

typedef struct IcmpEcho {
	FwdVrf *vrf;      /* NULL: global */
	NetAddr src, dst; /* src unset: chosen by route */
	uint16_t id, sequence;
	uint8_t ttl; /* 0: 64 */
	uint8_t tos;
	gboolean df;
	size_t size;    /* bytes of data, a pattern: at most ICMP_ECHO_MAX */
	uint64_t cause; /* the record that tells of it, which is the caller's to emit */
} IcmpEcho;

#define ICMP_ECHO_MAX 65507 /* what fits into one IP packet */

/* An identifier for echo requests that nobody else on the node uses, until all 65535 have been given out; never
 * 0, which is for those whose replies nobody waits for. */
uint16_t icmp_new_echo_id(FwdNode *node);
/* Sends an echo request. FALSE as of ip_send(). */
gboolean icmp_send_echo(FwdNode *node, const IcmpEcho *echo);

/* The handler of the IP protocol; user is the node. */
void fwd_icmp_input(void *user, const IpInfo *info, Packet *payload);
/* Tells of an ICMP message, "sent" or "received"; returns the record's id. len is its length. */
uint64_t fwd_icmp_trace(FwdNode *node, const NetAddr *peer, const char *direction, uint8_t type,
			size_t len);

#endif
