/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/icmp.h"

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
	return TRUE;
}

void icmp_push(Packet *p, const IcmpMessage *m)
{
	uint8_t *b = packet_push(p, ICMP_HEADER_LEN);

	b[0] = m->type;
	b[1] = m->code;
	wire_put_u16(b + 2, 0);
	wire_put_u16(b + 4, is_echo(m->type) ? m->id : 0);
	wire_put_u16(b + 6, is_echo(m->type) ? m->sequence : has_mtu(m) ? m->next_hop_mtu : 0);
	wire_put_u16(b + 2, wire_checksum_finish(wire_checksum_add(0, b, packet_len(p))));
}
