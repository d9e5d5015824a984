/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An UPDATE in the terms of the run: prefixes as ids, attributes as a set (bgp_run.h). That of a message
 * to several peers is made by the first one that reads it, hangs on the message, and is the others' too.
 * Bytes decide all the same: it is taken where a peer has received just the bytes of that message, and
 * reads them as who made it did. An UPDATE with faults has none, so that each peer reacts by itself.
 */
#ifndef BGP_BGP_DECODED_H
#define BGP_BGP_DECODED_H

#include "models/bgp/bgp_run.h"
#include "models/fwd/tcp.h"

typedef struct BgpDecodedPrefix {
	uint32_t id;    /* a reference is held */
	uint32_t label; /* entry of three octets, 0 where there is none */
} BgpDecodedPrefix;

typedef struct BgpDecodedBlock {
	int family; /* index, -1: not known, and without prefixes */
	guint first, n;
} BgpDecodedBlock;

struct BgpDecoded {
	TcpDecoded head;         /* first member */
	BgpRun *run;             /* borrowed; NULL while it says nothing */
	BgpDecoded *next, *prev; /* of those of the run that say something */
	/* How the bytes were read: as bgp_update_decode() has it. */
	uint8_t as_size;
	gboolean external;
	/* With the faults; NULL in what hangs on a message. */
	const BgpUpdate *update;
	/* As received, owned; NULL where update is there, or nothing is announced. */
	BgpAttrSet *set;
	GArray *prefixes; /* of BgpDecodedPrefix */
	BgpDecodedBlock blocks[BGP_BLOCKS];
	gboolean is_end_of_rib; /* of this family: */
	int end_of_rib;
};

/* To hang on a message that goes to several: it says nothing yet. */
BgpDecoded *bgp_decoded_new(void);
/* What hangs on the message, NULL where that is nothing of BGP's. */
BgpDecoded *bgp_decoded_of(const TcpMessage *message);
/* It says something, which holds for a reader of that kind. */
gboolean bgp_decoded_fits(const BgpDecoded *decoded, uint8_t as_size, gboolean external);

/* For one reader, with the faults. The update and its bytes stay until bgp_decoded_clear(). */
void bgp_decoded_init(BgpDecoded *decoded, BgpRun *run, const BgpUpdate *update);
void bgp_decoded_clear(BgpDecoded *decoded);
/* What hangs on a message, and says nothing yet, says this from now on; the update has no faults. */
void bgp_decoded_fill(BgpDecoded *decoded, BgpRun *run, const BgpUpdate *update, uint8_t as_size,
		      gboolean external);
/* It says nothing again. */
void bgp_decoded_empty(BgpDecoded *decoded);
/* Aborts where the update says something else. */
void bgp_decoded_verify(const BgpDecoded *decoded, const BgpUpdate *update);

static inline const BgpDecodedPrefix *bgp_decoded_prefix(const BgpDecoded *decoded,
							 const BgpDecodedBlock *block, guint i)
{
	return &g_array_index(decoded->prefixes, BgpDecodedPrefix, block->first + i);
}
/* As received; what they point at is there while decoded is, or the message. */
const BgpAttrs *bgp_decoded_attrs(const BgpDecoded *decoded);
/* The set of what became of them, which are in normal form; one reference. */
BgpAttrSet *bgp_decoded_set(const BgpDecoded *decoded, BgpRun *run, const BgpAttrs *attrs);

#endif
