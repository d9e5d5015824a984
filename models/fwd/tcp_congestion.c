/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/tcp_congestion.h"

#include "models/fwd/tcp_seq.h"

enum {
	DUPLICATES = 3,
	/* More than the window of any socket here: growing further would have no effect. */
	WINDOW_MAX = 1 << 21,
};

void tcp_congestion_init(TcpCongestion *c, uint32_t mss, uint32_t snd_una, gboolean syn_lost)
{
	*c = (TcpCongestion){
		.mss = mss,
		.window = syn_lost ? mss : MIN(10 * mss, MAX(2 * mss, 14600)),
		.threshold = WINDOW_MAX,
		.recover = snd_una,
	};
}

/* RFC 5681 equation 4. */
static void halve(TcpCongestion *c, uint32_t in_flight)
{
	c->threshold = MAX(in_flight / 2, 2 * c->mss);
}

gboolean tcp_congestion_duplicate(TcpCongestion *c, uint32_t snd_una, uint32_t snd_nxt)
{
	c->duplicates++;
	if (c->recovering) { /* a segment has left the network */
		c->window = MIN(c->window + c->mss, WINDOW_MAX);
		return FALSE;
	}
	/* RFC 6582 3.2 step 1: what was sent before the last loss does not tell of another one. */
	if (c->duplicates != DUPLICATES || tcp_seq_lt(snd_una, c->recover))
		return FALSE;
	halve(c, snd_nxt - snd_una);
	c->window = c->threshold + DUPLICATES * c->mss;
	c->recovering = TRUE;
	c->recover = snd_nxt;
	return TRUE;
}

static void grow(TcpCongestion *c, uint32_t len)
{
	uint32_t step =
		c->window < c->threshold ? MIN(len, c->mss) : MAX(c->mss * c->mss / c->window, 1);

	c->window = MIN(c->window + step, WINDOW_MAX);
}

gboolean tcp_congestion_acked(TcpCongestion *c, uint32_t snd_una, uint32_t snd_nxt, uint32_t len)
{
	c->duplicates = 0;
	if (!c->recovering) {
		grow(c, len);
		return FALSE;
	}
	if (tcp_seq_lt(snd_una,
		       c->recover)) { /* a partial acknowledgement: the next one is lost too */
		c->window -= MIN(len, c->window - c->mss);
		c->window += len >= c->mss ? c->mss : 0;
		return TRUE;
	}
	c->recovering = FALSE;
	c->window = MIN(c->threshold, MAX(snd_nxt - snd_una, c->mss) + c->mss);
	return FALSE;
}

void tcp_congestion_resend(TcpCongestion *c, uint32_t snd_nxt)
{
	c->duplicates = 0;
	c->recovering = FALSE;
	c->recover = snd_nxt;
}

void tcp_congestion_timeout(TcpCongestion *c, uint32_t snd_una, uint32_t snd_nxt, gboolean first)
{
	if (first)
		halve(c, snd_nxt - snd_una);
	c->window = c->mss;
	tcp_congestion_resend(c, snd_nxt);
}
