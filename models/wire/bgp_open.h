/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The OPEN message (RFC 4271 4.2) with its capabilities (RFC 5492). Capabilities keep their order and
 * the way in which they are spread over optional parameters, so that a decoded message encodes to the
 * same bytes.
 */
#ifndef WIRE_BGP_OPEN_H
#define WIRE_BGP_OPEN_H

#include "models/wire/bgp.h"

typedef enum {
	BGP_CAP_MULTIPROTOCOL = 1,     /* RFC 4760 8 */
	BGP_CAP_ROUTE_REFRESH = 2,     /* RFC 2918 */
	BGP_CAP_EXTENDED_MESSAGE = 6,  /* RFC 8654 */
	BGP_CAP_FOUR_OCTET_AS = 65,    /* RFC 6793 */
	BGP_CAP_ENHANCED_REFRESH = 70, /* RFC 7313 */
} BgpCapabilityCode;

typedef struct BgpCapability {
	uint8_t code;
	uint8_t parameter; /* number of the optional parameter that it stands in */
	uint8_t len;
	union {
		struct {
			uint16_t afi;
			uint8_t safi;
		} family;           /* BGP_CAP_MULTIPROTOCOL */
		uint32_t as_number; /* BGP_CAP_FOUR_OCTET_AS */
		const uint8_t *raw; /* of any code that is not known, len bytes, borrowed */
	};
} BgpCapability;

#define BGP_CAPABILITIES_MAX 127 /* that fit into 255 bytes */

typedef struct BgpOpen {
	uint8_t version;
	uint16_t my_as;     /* BGP_AS_TRANS where two octets are not enough */
	uint16_t hold_time; /* s */
	uint32_t identifier;
	unsigned n_capabilities;
	BgpCapability capabilities[BGP_CAPABILITIES_MAX];
} BgpOpen;

/* Checks what RFC 4271 6.2 asks for except the peer's AS, which the caller knows; the identifier must
 * not be zero (RFC 6286) and the hold time 0 or at least 3 s. */
gboolean bgp_open_decode(const uint8_t *message, size_t len, BgpOpen *out, WireError *error);
void bgp_open_encode(const BgpOpen *open, WireWriter *w);

/* Each appends a capability in an optional parameter of its own, as most speakers do. */
void bgp_open_add_family(BgpOpen *open, uint16_t afi, uint8_t safi);
void bgp_open_add_bare(BgpOpen *open, BgpCapabilityCode code); /* one without a value */
void bgp_open_add_four_octet_as(BgpOpen *open, uint32_t as_number);

/* The first capability of that code, NULL where there is none. */
const BgpCapability *bgp_open_find(const BgpOpen *open, BgpCapabilityCode code);
/* The AS number of the speaker: that of the capability, else My Autonomous System. */
uint32_t bgp_open_as_number(const BgpOpen *open);
gboolean bgp_open_has_family(const BgpOpen *open, uint16_t afi, uint8_t safi);

#endif
