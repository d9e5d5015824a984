/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Network layer reachability information: how the prefixes of each address family stand on the wire
 * (RFC 4271 4.3, RFC 4760 5, RFC 8277 2, RFC 4364 4.3.4, RFC 4684 4). A block of NLRI is read in place, one entry at
 * a time, so that a message with a thousand prefixes costs no allocation.
 */
#ifndef WIRE_BGP_NLRI_H
#define WIRE_BGP_NLRI_H

#include "models/net/rd.h"
#include "models/wire/bgp.h"

enum { BGP_AFI_IPV4 = 1 };
enum {
	BGP_SAFI_UNICAST = 1,
	BGP_SAFI_LABELLED = 4,
	BGP_SAFI_VPN = 128,
	BGP_SAFI_ROUTE_TARGET = 132
};

/* How a family's NLRI and next hop are built up: a row per family. */
typedef struct BgpNlriFormat {
	uint16_t afi;
	uint8_t safi;
	const char *name; /* "ipv4", "vpnv4" */
	NetFamily prefix, next_hop;
	uint8_t shortest;  /* bits of a prefix that has any */
	gboolean labelled; /* a label stands in front */
	gboolean has_rd;   /* then a route distinguisher; the next hop has one too, of zero */
	gboolean
		classic; /* stands in the message itself, which needs no capability (RFC 4271 4.3) */
} BgpNlriFormat;

extern const BgpNlriFormat bgp_nlri_ipv4_unicast, bgp_nlri_ipv4_labelled, bgp_nlri_vpnv4,
	bgp_nlri_route_target;
/* The one that is classic. */
extern const BgpNlriFormat *const bgp_nlri_classic;

/* NULL where the family is not known. */
const BgpNlriFormat *bgp_nlri_format(uint16_t afi, uint8_t safi);

/*
 * A label entry as it stands in three octets: label, three bits, bottom of stack. There is one of them: several
 * stand there only where both ends have announced that they take them (RFC 8277 2.1), as nobody here does, and
 * the bit is passed over (2.2).
 */
enum { BGP_LABEL_BITS = 24 };
#define BGP_LABEL_WITHDRAWN 0x800000u /* RFC 8277 2.4 */
static inline uint32_t bgp_label_entry(uint32_t label)
{
	return label << 4 | 1;
}
static inline uint32_t bgp_label_value(uint32_t entry)
{
	return entry >> 4;
}

typedef struct BgpNlri {
	NetRd rd; /* 0 where the family has none */
	NetPrefix prefix;
	/* Entry; 0 where the family has none, of what is withdrawn nothing to look at (RFC 8277 2.4). */
	uint32_t label;
} BgpNlri;

typedef struct BgpNlriReader {
	const BgpNlriFormat *format;
	WireReader r;
} BgpNlriReader;

void bgp_nlri_reader_init(BgpNlriReader *reader, const BgpNlriFormat *format, BgpSpan block);
/* FALSE at the end, or at an entry that is malformed: then reader->r.error says how. */
gboolean bgp_nlri_next(BgpNlriReader *reader, BgpNlri *out);
/* Walks the whole block; NULL where it is well-formed, else what is wrong with it. */
const char *bgp_nlri_check(const BgpNlriFormat *format, BgpSpan block);

/* The next hop of MP_REACH_NLRI without its length, behind an RD where the family has RDs (RFC 4364 4.3.2):
 * of any value as it is read, of zero as it is written. FALSE where the length is wrong. */
gboolean bgp_next_hop_decode(const BgpNlriFormat *format, BgpSpan bytes, NetAddr *out);
size_t bgp_next_hop_len(const BgpNlriFormat *format, const NetAddr *next_hop);
void bgp_next_hop_encode(const BgpNlriFormat *format, const NetAddr *next_hop, WireWriter *w);

void bgp_nlri_encode(const BgpNlriFormat *format, const BgpNlri *nlri, WireWriter *w);
size_t bgp_nlri_encoded_len(const BgpNlriFormat *format, const BgpNlri *nlri);

#endif
