/* SPDX-License-Identifier: Apache-2.0 */
/* What an ICMP error quotes of the packet that it is about (RFC 792): enough to tell whose it was. */
#ifndef WIRE_ICMP_QUOTE_H
#define WIRE_ICMP_QUOTE_H

#include "models/wire/icmp.h"

typedef struct IcmpQuote {
	uint16_t len; /* of the whole IP packet */
	uint8_t protocol;
	NetAddr src, dst;
	uint8_t head[8]; /* the first bytes of its payload: what a router must quote */
} IcmpQuote;

/* FALSE where the message quotes less than that. */
gboolean icmp_quote_read(const IcmpMessage *error, IcmpQuote *out);

#endif
