/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The UPDATE message (RFC 4271 4.3). Decoding gives the blocks of prefixes, to be walked in place with
 * bgp_nlri.h, the values of the attributes, and the list of attributes in the order and with the flags
 * that they came with. Encoding is either of such a decoded message (the same bytes again) or, for
 * what a speaker says itself, through a BgpUpdateWriter that packs prefixes of one attribute set.
 */
#ifndef WIRE_BGP_UPDATE_H
#define WIRE_BGP_UPDATE_H

#include "models/wire/bgp_attr.h"

/* An attribute as it was received. */
typedef struct BgpRawAttr {
	uint8_t flags, type;
	BgpSpan value;
} BgpRawAttr;

/* Something that is wrong with an UPDATE. */
typedef struct BgpFault {
	BgpReaction reaction;
	uint8_t type;    /* of the attribute; 0: none */
	WireError error; /* of the NOTIFICATION where the session is reset for it */
} BgpFault;

#define BGP_FAULTS_MAX 8

typedef struct BgpUpdate {
	BgpSpan withdrawn; /* bgp_nlri_classic */
	BgpSpan nlri;      /* the same */
	BgpAttrs attrs;
	unsigned n_list;
	BgpRawAttr list[256]; /* every type at most once */
	BgpReaction reaction; /* the strongest that its faults ask for (RFC 7606 3 h) */
	unsigned n_faults;    /* the first ones, and the strongest */
	BgpFault faults[BGP_FAULTS_MAX];
} BgpUpdate;

/*
 * as_size is 4 where both speakers announced four-octet AS numbers, else 2. ebgp: the sender is of
 * another AS. FALSE where the session must be reset for it (RFC 7606, RFC 4271 6.3). Milder faults are
 * in *out: an attribute that is malformed is not present in attrs. Blocks of prefixes have been checked,
 * so that walking them cannot fail; those of mp_reach and mp_unreach where these are present.
 */
gboolean bgp_update_decode(const uint8_t *message, size_t len, uint8_t as_size, gboolean ebgp,
			   BgpUpdate *out, WireError *error);
/* The first of the strongest; there must be one. */
const BgpFault *bgp_update_strongest_fault(const BgpUpdate *update);
void bgp_update_encode(const BgpUpdate *update, WireWriter *w);

/* Where prefixes stand in an UPDATE, in the order in which they are taken. */
typedef enum {
	BGP_BLOCK_WITHDRAWN,
	BGP_BLOCK_MP_UNREACH,
	BGP_BLOCK_NLRI,
	BGP_BLOCK_MP_REACH,
	BGP_BLOCKS
} BgpBlockKind;

typedef struct BgpBlock {
	const BgpNlriFormat *format; /* NULL: of a family that is not known, or not there */
	BgpSpan prefixes;
} BgpBlock;
BgpBlock bgp_update_block(const BgpUpdate *update, BgpBlockKind kind);

/* TRUE where the message ends the initial exchange of a family (RFC 4724 2); *format says which, NULL
 * where it is not known. */
gboolean bgp_update_is_end_of_rib(const BgpUpdate *update, const BgpNlriFormat **format);
void bgp_end_of_rib_encode(const BgpNlriFormat *format, WireWriter *w);

/* Builds one UPDATE. The prefixes of IPv4 unicast stand at its end or in Withdrawn Routes, those of
 * other families in MP_REACH_NLRI or MP_UNREACH_NLRI, which are sent first. */
typedef struct BgpUpdateWriter {
	const BgpNlriFormat *format;
	gboolean withdraw;
	size_t max; /* of the message: BGP_MESSAGE_MAX, unless the caller has more of them */
	WireWriter message, tail;             /* the tail follows the prefixes */
	size_t withdrawn_at, attrs_at, mp_at; /* offsets of lengths to be filled in */
} BgpUpdateWriter;

/* attrs NULL: a withdrawal. attrs->next_hop is sent as the family wants it. others are attributes of
 * types that are not known, complete with flags, type and length; they come last. */
void bgp_update_begin(BgpUpdateWriter *u, const BgpNlriFormat *format, const BgpAttrs *attrs,
		      BgpSpan others);
/* FALSE where the message has no room left for it. */
gboolean bgp_update_add(BgpUpdateWriter *u, const BgpNlri *nlri);
/* The whole message, to be freed with g_free(). */
uint8_t *bgp_update_finish(BgpUpdateWriter *u, size_t *len);

#endif
