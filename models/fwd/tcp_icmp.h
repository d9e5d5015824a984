/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What TCP does with ICMP errors about its segments (RFC 1122 4.2.3.9, RFC 5461, RFC 5927). One counts
 * only where it quotes a segment that is under way. "Fragmentation needed" makes segments shorter;
 * "protocol" and "port unreachable" end an attempt to connect, but no connection, which outlives them
 * where it can; others are remembered and explain a later time-out.
 */
#ifndef FWD_TCP_ICMP_H
#define FWD_TCP_ICMP_H

#include "models/fwd/icmp.h"

/* An IcmpFn; user is the FwdTcp. */
void tcp_icmp_received(void *user, const IpInfo *info, const IcmpMessage *message);

#endif
