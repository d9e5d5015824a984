/* SPDX-License-Identifier: Apache-2.0 */
#include "models/oam/quote.h"

#include "models/wire/ipv4.h"

gboolean oam_quote_read(const IcmpMessage *error, OamQuote *out)
{
	WireReader r;
	unsigned header_len;

	wire_reader_init(&r, error->payload, error->payload_len);
	header_len = (wire_read_u8(&r) & 0x0fU) * 4;
	wire_skip(&r, 8);
	out->protocol = wire_read_u8(&r);
	wire_skip(&r, 6);
	out->dst = wire_read_ipv4(&r);
	if (header_len < IPV4_HEADER_LEN)
		return FALSE;
	wire_skip(&r, header_len - IPV4_HEADER_LEN);
	wire_read_bytes(&r, out->head, sizeof out->head);
	return wire_ok(&r);
}
