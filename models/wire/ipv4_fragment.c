/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ipv4_fragment.h"

#include <string.h>

enum { UNIT = 8, OPTION_END = 0, OPTION_NOP = 1, OPTION_COPIED = 0x80 };

/* The options that every fragment has, padded; returns their length. */
static uint8_t copied_options(const Ipv4Header *ip, uint8_t out[IPV4_OPTIONS_MAX])
{
	unsigned at = 0, len = 0;

	memset(out, OPTION_END, IPV4_OPTIONS_MAX);
	while (at < ip->options_len && ip->options[at] != OPTION_END) {
		const uint8_t *option = ip->options + at;
		unsigned left = ip->options_len - at;
		unsigned size = *option == OPTION_NOP ? 1 : left > 1 ? option[1] : 0;

		if (size == 0 || size > left)
			break;
		if (*option & OPTION_COPIED) {
			memcpy(out + len, option, size);
			len += size;
		}
		at += size;
	}
	return (uint8_t)((len + 3) / 4 * 4);
}

static Packet *make(const Packet *whole, const Ipv4Header *ip, const uint8_t *payload, size_t len)
{
	Packet *fragment = packet_new(payload, len);

	ipv4_push(fragment, ip);
	fragment->cause = whole->cause;
	return fragment;
}

GPtrArray *ipv4_fragment(Packet *packet, size_t mtu)
{
	GPtrArray *out = g_ptr_array_new();
	uint8_t options[IPV4_OPTIONS_MAX];
	uint8_t options_len;
	const uint8_t *payload;
	gboolean last_of_all;
	Ipv4Header ip;
	size_t left;

	g_assert(ipv4_decode(packet_data(packet), packet_len(packet), &ip, NULL));
	payload = packet_data(packet) + ip.header_len;
	left = ipv4_payload_len(&ip);
	last_of_all = (ip.flags & IPV4_MF) == 0;
	options_len = copied_options(&ip, options);
	while (left > 0) {
		size_t room = mtu - IPV4_HEADER_LEN - ip.options_len;
		size_t len = left <= room ? left : room / UNIT * UNIT;

		g_assert(len > 0);
		ip.flags = len == left && last_of_all ? 0 : IPV4_MF;
		g_ptr_array_add(out, make(packet, &ip, payload, len));
		ip.fragment_offset = (uint16_t)(ip.fragment_offset + len / UNIT);
		ip.options = options;
		ip.options_len = options_len;
		payload += len;
		left -= len;
	}
	return out;
}
