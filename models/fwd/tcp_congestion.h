/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Congestion control: an initial window of ten segments (RFC 6928), slow start and congestion
 * avoidance, fast retransmit after three duplicate acknowledgements (RFC 5681), and recovery as in
 * NewReno (RFC 6582). All windows are in bytes.
 */
#ifndef FWD_TCP_CONGESTION_H
#define FWD_TCP_CONGESTION_H

#include <glib.h>
#include <stdint.h>

typedef struct TcpCongestion {
	uint32_t mss;
	uint32_t window;     /* cwnd */
	uint32_t threshold;  /* ssthresh */
	unsigned duplicates; /* acknowledgements that acknowledged nothing new, in a row */
	gboolean recovering; /* from fast retransmit until recover is acknowledged */
	uint32_t recover;    /* SND.NXT when the last loss was noticed */
} TcpCongestion;

/* syn_lost: the handshake took more than one SYN, which makes the start a cautious one. */
void tcp_congestion_init(TcpCongestion *c, uint32_t mss, uint32_t snd_una, gboolean syn_lost);
/* A duplicate acknowledgement. TRUE: the first segment that is not acknowledged is to be sent again
 * at once. */
gboolean tcp_congestion_duplicate(TcpCongestion *c, uint32_t snd_una, uint32_t snd_nxt);
/* len new bytes were acknowledged, up to snd_una. TRUE as above: it is the next hole. */
gboolean tcp_congestion_acked(TcpCongestion *c, uint32_t snd_una, uint32_t snd_nxt, uint32_t len);
/* All that is under way is sent again, though nothing was lost by congestion: what duplicates that
 * brings tells nothing. */
void tcp_congestion_resend(TcpCongestion *c, uint32_t snd_nxt);
/* The retransmission timer expired; first: for the first time for this segment. */
void tcp_congestion_timeout(TcpCongestion *c, uint32_t snd_una, uint32_t snd_nxt, gboolean first);

#endif
