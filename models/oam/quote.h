/* SPDX-License-Identifier: Apache-2.0 */
/* What an ICMP error quotes of the packet that it is about (RFC 792): enough to tell whose it was. */
#ifndef OAM_QUOTE_H
#define OAM_QUOTE_H

#include "models/wire/icmp.h"

typedef struct OamQuote {
	uint8_t protocol; /* of the quoted IP header */
	NetAddr dst;
	uint8_t head[8]; /* the first bytes of its payload */
} OamQuote;

/* FALSE where the message quotes less than that. */
gboolean oam_quote_read(const IcmpMessage *error, OamQuote *out);

#endif
