/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/icmp.h"

#include "models/wire/icmp_extension.h"

#include <string.h>

enum { LENGTH_AT = 5 }; /* of the length field in an error */

const char *icmp_type_name(uint8_t type)
{
	switch (type) {
	case ICMP_ECHO_REPLY:
		return "echo-reply";
	case ICMP_UNREACHABLE:
		return "unreachable";
	case ICMP_ECHO:
		return "echo";
	case ICMP_TIME_EXCEEDED:
		return "time-exceeded";
	default:
		return NULL;
	}
}

gboolean icmp_is_error(uint8_t type)
{
	return type == ICMP_UNREACHABLE || type == ICMP_TIME_EXCEEDED;
}

static gboolean is_echo(uint8_t type)
{
	return type == ICMP_ECHO || type == ICMP_ECHO_REPLY;
}

static gboolean has_mtu(const IcmpMessage *m)
{
	return m->type == ICMP_UNREACHABLE && m->code == ICMP_FRAGMENTATION_NEEDED;
}

/* RFC 4884 4: the quoted packet is as long as the length field says, and an extension follows. */
static void read_extension(IcmpMessage *m, size_t quoted)
{
	if (quoted > m->payload_len)
		return;
	if (!icmp_extension_decode(m->payload + quoted, m->payload_len - quoted, m->stack,
				   &m->depth, NULL))
		m->depth = 0;
	m->payload_len = quoted;
}

gboolean icmp_decode(const uint8_t *bytes, size_t len, IcmpMessage *out, WireError *error)
{
	if (len < ICMP_HEADER_LEN)
		return wire_error(error, len, "ICMP message is too short");
	if (wire_checksum_finish(wire_checksum_add(0, bytes, len)) != 0)
		return wire_error(error, 2, "ICMP checksum is wrong");
	*out = (IcmpMessage){.type = bytes[0], .code = bytes[1]};
	if (!icmp_type_name(out->type))
		return wire_error(error, 0, "ICMP type is unknown");
	if (is_echo(out->type)) {
		out->id = wire_get_u16(bytes + 4);
		out->sequence = wire_get_u16(bytes + 6);
	} else if (has_mtu(out)) {
		out->next_hop_mtu = wire_get_u16(bytes + 6);
	}
	out->payload = bytes + ICMP_HEADER_LEN;
	out->payload_len = len - ICMP_HEADER_LEN;
	if (icmp_is_error(out->type) && bytes[LENGTH_AT] != 0)
		read_extension(out, (size_t)bytes[LENGTH_AT] * 4);
	return TRUE;
}

/* quoted: the length field of RFC 4884, in words; 0 where no extension follows. */
static void push_header(Packet *p, const IcmpMessage *m, uint8_t quoted)
{
	uint8_t *b = packet_push(p, ICMP_HEADER_LEN);

	b[0] = m->type;
	b[1] = m->code;
	wire_put_u16(b + 2, 0);
	wire_put_u16(b + 4, is_echo(m->type) ? m->id : 0);
	wire_put_u16(b + 6, is_echo(m->type) ? m->sequence : has_mtu(m) ? m->next_hop_mtu : 0);
	b[LENGTH_AT] |= quoted;
	wire_put_u16(b + 2, wire_checksum_finish(wire_checksum_add(0, b, packet_len(p))));
}

void icmp_push(Packet *p, const IcmpMessage *m)
{
	push_header(p, m, 0);
}

Packet *icmp_error_new(const IcmpMessage *m, const uint8_t *datagram, size_t len, size_t quote_max)
{
	uint8_t extension[ICMP_EXTENSION_MAX];
	size_t extension_len;
	Packet *p;

	if (m->depth == 0) {
		p = packet_new(datagram, MIN(len, quote_max));
		push_header(p, m, 0);
		return p;
	}
	extension_len = icmp_extension_encode(m->stack, m->depth, extension);
	p = packet_new(NULL, ICMP_QUOTE_MIN + extension_len);
	if (len > 0) /* else datagram may be NULL, which memcpy() must not see */
		memcpy(packet_data(p), datagram, MIN(len, ICMP_QUOTE_MIN));
	memcpy(packet_data(p) + ICMP_QUOTE_MIN, extension, extension_len);
	push_header(p, m, ICMP_QUOTE_MIN / 4);
	return p;
}
