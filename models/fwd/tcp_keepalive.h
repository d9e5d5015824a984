/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keepalives (RFC 9293 3.8.4, RFC 1122 4.2.3.6), off unless asked for. A connection on which nothing is
 * under way and from which nothing has come for keepalive_idle is probed: with the number before the
 * next one and no data, which the peer must answer. keepalive_count probes in vain, keepalive_interval
 * apart, end it. What a peer that has forgotten the connection answers is a RST.
 */
#ifndef FWD_TCP_KEEPALIVE_H
#define FWD_TCP_KEEPALIVE_H

#include "models/fwd/tcp.h"
#include "sim/timer.h"

/* Where nothing else is said; what most hosts do. */
#define TCP_KEEPALIVE_INTERVAL (75 * SIM_SEC)
enum { TCP_KEEPALIVE_COUNT = 9 };

typedef struct TcpKeepalive {
	SimTime heard;       /* when the peer's last segment came */
	unsigned unanswered; /* probes sent since then */
	SimTimer timer;      /* does not run where keepalives are off */
} TcpKeepalive;

void tcp_keepalive_init(TcpSocket *s);
/* The connection is ESTABLISHED. */
void tcp_keepalive_start(TcpSocket *s);
void tcp_keepalive_stop(TcpSocket *s);
/* An acceptable segment has come. */
void tcp_keepalive_heard(TcpSocket *s);

#endif
