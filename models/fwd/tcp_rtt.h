/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The retransmission timeout (RFC 6298): smoothed round-trip time and its variation in integer
 * nanoseconds, exponential back-off, and the bounds of the standard. Many hosts go below its lower
 * bound of one second (Linux: 200 ms); here the standard holds.
 */
#ifndef FWD_TCP_RTT_H
#define FWD_TCP_RTT_H

#include "sim/simtime.h"

#define TCP_RTO_INITIAL (1 * SIM_SEC)
#define TCP_RTO_MIN (1 * SIM_SEC)
#define TCP_RTO_MAX (120 * SIM_SEC)
/* Once the handshake is over, where its SYN had to be sent again and nothing was measured. */
#define TCP_RTO_AFTER_SYN_LOSS (3 * SIM_SEC)

typedef struct TcpRtt {
	gboolean measured;
	SimTime smoothed, variation; /* while measured */
	SimTime base;                /* the timeout before back-off */
	unsigned back_off;           /* how many times it has been doubled */
} TcpRtt;

void tcp_rtt_init(TcpRtt *rtt);
/* A segment sent once took this long to be acknowledged. */
void tcp_rtt_sample(TcpRtt *rtt, SimTime took);
/* A segment had to be sent again: doubles the timeout, up to TCP_RTO_MAX. */
void tcp_rtt_back_off(TcpRtt *rtt);
/* Something new was acknowledged. */
void tcp_rtt_progress(TcpRtt *rtt);
SimTime tcp_rtt_timeout(const TcpRtt *rtt);

#endif
