/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Path attributes (RFC 4271 4.3 and 5, RFC 1997, RFC 4360, RFC 4456, RFC 4760, RFC 6793, RFC 8092): one
 * table row per type with its flags, decoder and encoder.
 *
 * A BgpAttrs holds the values of the attributes that are known; variable-length values are spans of
 * the bytes that they were decoded from. It is meaningful only together with those bytes.
 */
#ifndef WIRE_BGP_ATTR_H
#define WIRE_BGP_ATTR_H

#include "models/wire/bgp.h"
#include "models/wire/bgp_nlri.h"

typedef enum {
	BGP_ATTR_ORIGIN = 1,
	BGP_ATTR_AS_PATH = 2,
	BGP_ATTR_NEXT_HOP = 3,
	BGP_ATTR_MED = 4,
	BGP_ATTR_LOCAL_PREF = 5,
	BGP_ATTR_ATOMIC_AGGREGATE = 6,
	BGP_ATTR_AGGREGATOR = 7,
	BGP_ATTR_COMMUNITIES = 8,
	BGP_ATTR_ORIGINATOR_ID = 9,
	BGP_ATTR_CLUSTER_LIST = 10,
	BGP_ATTR_MP_REACH_NLRI = 14,
	BGP_ATTR_MP_UNREACH_NLRI = 15,
	BGP_ATTR_EXTENDED_COMMUNITIES = 16,
	BGP_ATTR_AS4_PATH = 17,
	BGP_ATTR_AS4_AGGREGATOR = 18,
	BGP_ATTR_LARGE_COMMUNITIES = 32,
} BgpAttrType;

#define BGP_ATTR_BIT(type) (UINT64_C(1) << (type))

enum {
	BGP_FLAG_OPTIONAL = 0x80,
	BGP_FLAG_TRANSITIVE = 0x40,
	BGP_FLAG_PARTIAL = 0x20,
	BGP_FLAG_EXTENDED = 0x10, /* the length has two octets */
};

typedef enum { BGP_ORIGIN_IGP, BGP_ORIGIN_EGP, BGP_ORIGIN_INCOMPLETE } BgpOrigin;
const char *bgp_origin_name(BgpOrigin origin); /* "igp" */

/* Types of path segments; those of confederations (RFC 5065) stand in an AS4_PATH alone, where they count for
 * nothing: no AS_PATH with them is taken. */
typedef enum {
	BGP_AS_SET = 1,
	BGP_AS_SEQUENCE,
	BGP_AS_CONFED_SEQUENCE,
	BGP_AS_CONFED_SET,
} BgpAsSegmentType;

/* Path segments as on the wire, with two or four octets an AS number. */
typedef struct BgpAsPath {
	BgpSpan segments;
	uint8_t as_size;
} BgpAsPath;

typedef struct BgpMpReach {
	uint16_t afi;
	uint8_t safi;
	uint8_t reserved;
	BgpSpan next_hop; /* with the RD that VPN families put in front */
	BgpSpan nlri;
} BgpMpReach;

typedef struct BgpMpUnreach {
	uint16_t afi;
	uint8_t safi;
	BgpSpan nlri;
} BgpMpUnreach;

typedef struct BgpAggregator {
	uint32_t as_number;
	uint32_t identifier;
	uint8_t as_size;
} BgpAggregator;

typedef struct BgpAttrs {
	uint64_t present; /* BGP_ATTR_BIT() of those that have a value */
	uint8_t origin;   /* BgpOrigin */
	NetAddr next_hop; /* of NEXT_HOP, or of MP_REACH_NLRI where its family is known */
	uint32_t med, local_pref;
	uint32_t originator_id;
	BgpAsPath as_path;
	BgpSpan as4_path;
	BgpAggregator aggregator, as4_aggregator;
	BgpSpan communities;          /* 4 octets each */
	BgpSpan extended_communities; /* 8 octets each */
	BgpSpan large_communities;    /* 12 octets each */
	BgpSpan cluster_list;         /* 4 octets each */
	BgpMpReach mp_reach;
	BgpMpUnreach mp_unreach;
} BgpAttrs;

static inline gboolean bgp_attrs_has(const BgpAttrs *a, BgpAttrType type)
{
	return (a->present & BGP_ATTR_BIT(type)) != 0;
}

/* What is done about an UPDATE that is malformed (RFC 7606 2), the milder first. */
typedef enum {
	BGP_REACT_NONE,
	BGP_REACT_DISCARD,  /* attribute discard: as if it were not there */
	BGP_REACT_WITHDRAW, /* treat-as-withdraw: as if all prefixes were withdrawn */
	BGP_REACT_DISABLE,  /* AFI/SAFI disable: the family is not listened to any more */
	BGP_REACT_RESET,    /* session reset */
	BGP_REACTIONS
} BgpReaction;
const char *bgp_reaction_name(BgpReaction reaction); /* "treat-as-withdraw" */

/* A row of the table. */
typedef struct BgpAttrRow {
	uint8_t type;
	const char *name;
	uint8_t flags;          /* that optional and transitive must be equal to */
	uint8_t send_flags;     /* as sent */
	BgpReaction malformed;  /* RFC 7606 3 and 7, RFC 6793 6 */
	gboolean internal_only; /* from an external speaker it is discarded, whatever it is */
	/* Reads the whole value. Returns 0, or the subcode of what is wrong with it; a value that is
	 * too short or too long is a length error without further notice. */
	unsigned (*decode)(WireReader *r, BgpAttrs *attrs);
	void (*encode)(const BgpAttrs *attrs, WireWriter *w); /* the value */
} BgpAttrRow;

/* The rows in the order in which attributes are sent; n_rows of them. */
const BgpAttrRow *bgp_attr_rows(unsigned *n_rows);
/* NULL for a type that is not known. */
const BgpAttrRow *bgp_attr_row(uint8_t type);

/* Flags, type, length and value; the length has two octets where BGP_FLAG_EXTENDED is set. */
void bgp_attr_write(uint8_t flags, uint8_t type, BgpSpan value, WireWriter *w);
/* A known attribute with the flags as given; BGP_FLAG_EXTENDED is added where it is needed. */
void bgp_attr_encode(const BgpAttrRow *row, uint8_t flags, const BgpAttrs *attrs, WireWriter *w);

/* The path has a segment of count AS numbers of type (BGP_AS_...) at as_numbers. */
typedef struct BgpAsSegment {
	uint8_t type;
	uint8_t count;
	const uint8_t *as_numbers;
} BgpAsSegment;
/* Takes the first segment off *rest; FALSE at the end. The path has been checked. */
gboolean bgp_as_path_next(BgpAsPath *rest, BgpAsSegment *out);
uint32_t bgp_as_segment_at(const BgpAsSegment *segment, uint8_t as_size, unsigned i);

#endif
