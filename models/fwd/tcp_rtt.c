/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tcp_rtt.h"

void tcp_rtt_init(TcpRtt *rtt)
{
	*rtt = (TcpRtt){.base = TCP_RTO_INITIAL};
}

/* RFC 6298 2.2 and 2.3, with alpha 1/8 and beta 1/4. */
void tcp_rtt_sample(TcpRtt *rtt, SimTime took)
{
	if (rtt->measured) {
		SimTime error = took - rtt->smoothed;

		rtt->variation += (ABS(error) - rtt->variation) / 4;
		rtt->smoothed += error / 8;
	} else {
		rtt->measured = TRUE;
		rtt->smoothed = took;
		rtt->variation = took / 2;
	}
	rtt->base = CLAMP(rtt->smoothed + 4 * rtt->variation, TCP_RTO_MIN, TCP_RTO_MAX);
}

void tcp_rtt_back_off(TcpRtt *rtt)
{
	if (tcp_rtt_timeout(rtt) < TCP_RTO_MAX)
		rtt->back_off++;
}

void tcp_rtt_progress(TcpRtt *rtt)
{
	rtt->back_off = 0;
}

SimTime tcp_rtt_timeout(const TcpRtt *rtt)
{
	return MIN(rtt->base << rtt->back_off, TCP_RTO_MAX);
}
