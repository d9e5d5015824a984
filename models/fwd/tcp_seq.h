/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing sequence numbers, which wrap around (RFC 9293 3.4). */
#ifndef FWD_TCP_SEQ_H
#define FWD_TCP_SEQ_H

#include <glib.h>
#include <stdint.h>

static inline gboolean tcp_seq_lt(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}
static inline gboolean tcp_seq_le(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) <= 0;
}

#endif
