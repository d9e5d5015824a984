/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/bgp_nlri.h"

#include "models/net/membership.h"

#include <string.h>

const BgpNlriFormat bgp_nlri_ipv4_unicast = {
	.afi = BGP_AFI_IPV4,
	.safi = BGP_SAFI_UNICAST,
	.name = "ipv4",
	.prefix = NET_AF_IPV4,
	.next_hop = NET_AF_IPV4,
	.classic = TRUE,
};

const BgpNlriFormat *const bgp_nlri_classic = &bgp_nlri_ipv4_unicast;

const BgpNlriFormat bgp_nlri_ipv4_labelled = {
	.afi = BGP_AFI_IPV4,
	.safi = BGP_SAFI_LABELLED,
	.name = "ipv4-labelled-unicast",
	.prefix = NET_AF_IPV4,
	.next_hop = NET_AF_IPV4,
	.labelled = TRUE,
};

const BgpNlriFormat bgp_nlri_vpnv4 = {
	.afi = BGP_AFI_IPV4,
	.safi = BGP_SAFI_VPN,
	.name = "vpnv4",
	.prefix = NET_AF_IPV4,
	.next_hop = NET_AF_IPV4,
	.labelled = TRUE,
	.has_rd = TRUE,
};

const BgpNlriFormat bgp_nlri_route_target = {
	.afi = BGP_AFI_IPV4,
	.safi = BGP_SAFI_ROUTE_TARGET,
	.name = "route-target",
	.prefix = NET_AF_MEMBERSHIP,
	.next_hop = NET_AF_IPV4,
	.shortest = NET_MEMBERSHIP_AS_BITS,
};

static const BgpNlriFormat *const formats[] = {&bgp_nlri_ipv4_unicast, &bgp_nlri_ipv4_labelled,
					       &bgp_nlri_vpnv4, &bgp_nlri_route_target};

const BgpNlriFormat *bgp_nlri_format(uint16_t afi, uint8_t safi)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (formats[i]->afi == afi && formats[i]->safi == safi)
			return formats[i];
	return NULL;
}

void bgp_nlri_reader_init(BgpNlriReader *reader, const BgpNlriFormat *format, BgpSpan block)
{
	reader->format = format;
	wire_reader_init(&reader->r, block.bytes, block.len);
}

static void read_label(WireReader *r, unsigned *bits, BgpNlri *out)
{
	if (*bits < BGP_LABEL_BITS) {
		wire_fail(r, "prefix too short for its label");
		return;
	}
	out->label = wire_read_u24(r);
	*bits -= BGP_LABEL_BITS;
}

static void read_prefix(WireReader *r, const BgpNlriFormat *format, unsigned bits, BgpNlri *out)
{
	if (bits > net_family_bits(format->prefix)) {
		wire_fail(r, "prefix longer than its address family allows");
		return;
	}
	if (bits > 0 && bits < format->shortest) {
		wire_fail(r, "prefix shorter than its address family allows");
		return;
	}
	out->prefix = (NetPrefix){{.family = (uint8_t)format->prefix}, (uint8_t)bits};
	wire_read_bytes(r, out->prefix.addr.bytes, (bits + 7) / 8);
	if (bits % 8 > 0)
		out->prefix.addr.bytes[bits / 8] &= (uint8_t)(0xff00 >> bits % 8);
}

gboolean bgp_nlri_next(BgpNlriReader *reader, BgpNlri *out)
{
	WireReader *r = &reader->r;
	if (wire_left(r) == 0)
		return FALSE;
	out->rd = 0;
	out->label = 0;
	unsigned bits = wire_read_u8(r);
	if (reader->format->labelled)
		read_label(r, &bits, out);
	if (reader->format->has_rd && bits < 64)
		wire_fail(r, "prefix too short for its route distinguisher");
	if (!wire_ok(r))
		return FALSE;
	if (reader->format->has_rd) {
		out->rd = wire_read_u64(r);
		bits -= 64;
	}
	read_prefix(r, reader->format, bits, out);
	return wire_ok(r);
}

const char *bgp_nlri_check(const BgpNlriFormat *format, BgpSpan block)
{
	BgpNlriReader reader;
	BgpNlri nlri;
	bgp_nlri_reader_init(&reader, format, block);
	while (bgp_nlri_next(&reader, &nlri))
		continue;
	return reader.r.error;
}

enum { RD_LEN = 8 };

static size_t rd_len(const BgpNlriFormat *format)
{
	return format->has_rd ? RD_LEN : 0;
}

gboolean bgp_next_hop_decode(const BgpNlriFormat *format, BgpSpan bytes, NetAddr *out)
{
	WireReader r;

	if (bytes.len != rd_len(format) + net_family_bits(format->next_hop) / 8)
		return FALSE;
	wire_reader_init(&r, bytes.bytes, bytes.len);
	wire_skip(&r, rd_len(format));
	*out = (NetAddr){.family = (uint8_t)format->next_hop};
	wire_read_bytes(&r, out->bytes, wire_left(&r));
	return TRUE;
}

size_t bgp_next_hop_len(const BgpNlriFormat *format, const NetAddr *next_hop)
{
	return rd_len(format) + net_family_bits(next_hop->family) / 8;
}

void bgp_next_hop_encode(const BgpNlriFormat *format, const NetAddr *next_hop, WireWriter *w)
{
	wire_write_zeros(w, rd_len(format));
	wire_write_addr(w, next_hop);
}

static unsigned bits_before_prefix(const BgpNlriFormat *format)
{
	return (format->labelled ? BGP_LABEL_BITS : 0) + (format->has_rd ? 64 : 0);
}

size_t bgp_nlri_encoded_len(const BgpNlriFormat *format, const BgpNlri *nlri)
{
	return 1 + bits_before_prefix(format) / 8 + (nlri->prefix.len + 7u) / 8;
}

void bgp_nlri_encode(const BgpNlriFormat *format, const BgpNlri *nlri, WireWriter *w)
{
	wire_write_u8(w, (uint8_t)(bits_before_prefix(format) + nlri->prefix.len));
	if (format->labelled)
		wire_write_u24(w, nlri->label);
	if (format->has_rd)
		wire_write_u64(w, nlri->rd);
	wire_write_bytes(w, nlri->prefix.addr.bytes, (nlri->prefix.len + 7u) / 8);
}
