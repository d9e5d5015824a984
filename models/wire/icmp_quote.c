/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/icmp_quote.h"

#include "models/wire/ipv4.h"

gboolean icmp_quote_read(const IcmpMessage *error, IcmpQuote *out)
{
	WireReader r;
	unsigned header_len;

	wire_reader_init(&r, error->payload, error->payload_len);
	header_len = (wire_read_u8(&r) & 0x0fU) * 4;
	wire_skip(&r, 1);
	out->len = wire_read_u16(&r);
	wire_skip(&r, 5);
	out->protocol = wire_read_u8(&r);
	wire_skip(&r, 2);
	out->src = wire_read_ipv4(&r);
	out->dst = wire_read_ipv4(&r);
	if (header_len < IPV4_HEADER_LEN)
		return FALSE;
	wire_skip(&r, header_len - IPV4_HEADER_LEN);
	wire_read_bytes(&r, out->head, sizeof out->head);
	return wire_ok(&r);
}
