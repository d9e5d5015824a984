/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attribute sets: the path attributes of a route, interned. Two routes with the same attributes point
 * at the same object, so that comparing sets is comparing pointers and ten thousand routes cost the
 * memory of one set. A set never changes; it is reference-counted. The label is not part of it.
 */
#ifndef BGP_BGP_ATTRSET_H
#define BGP_BGP_ATTRSET_H

#include "models/net/rd.h"
#include "models/wire/bgp_update.h"

typedef struct BgpAttrTable {
	GHashTable *sets;      /* looked up, never iterated */
	GHashTable *next_hops; /* NetAddr, owned -> id; looked up, never iterated */
} BgpAttrTable;

typedef struct BgpAttrSet {
	unsigned refs;
	guint hash;
	BgpAttrTable *table;
	/* Normal form: AS numbers of four octets; MP_REACH_NLRI and MP_UNREACH_NLRI are not there,
	 * the next hop is set whichever attribute it came in (unset: the router's own route). */
	BgpAttrs attrs;
	BgpSpan others; /* optional transitive attributes of unknown types, as they are passed on */
	uint32_t weight;       /* in this router's decision, and 1 more; 0: policy has given none */
	uint32_t neighbour_as; /* 0 where the path begins in this AS */
	uint16_t as_path_length;
	uint16_t n_route_targets;
	uint32_t next_hop_id;  /* from 1, in order of first use; 0 where the next hop is unset */
	NetSoo site_of_origin; /* the first one of the extended communities; 0: none */
	NetRt *route_targets;  /* those of the extended communities */
	uint64_t memory[];     /* what the spans point at */
} BgpAttrSet;

void bgp_attr_table_init(BgpAttrTable *table);
/* All references must have been given back. */
void bgp_attr_table_release(BgpAttrTable *table);
unsigned bgp_attr_table_size(const BgpAttrTable *table);

/* The set with these values; one reference. What attrs and others point at is copied. Values are
 * brought into normal form. */
BgpAttrSet *bgp_attrset_intern(BgpAttrTable *table, const BgpAttrs *attrs, BgpSpan others);
/* With a weight, as in the set. */
BgpAttrSet *bgp_attrset_intern_weighed(BgpAttrTable *table, const BgpAttrs *attrs, BgpSpan others,
				       uint32_t weight);
/* The same without, for what became of the attributes of a received UPDATE; its unknown transitive attributes get
 * their Partial bit. */
BgpAttrSet *bgp_attrset_of_update(BgpAttrTable *table, const BgpUpdate *update,
				  const BgpAttrs *attrs);
/* The attributes, in normal form, are those of the set; unknown ones are not looked at. */
gboolean bgp_attrset_has(const BgpAttrSet *set, const BgpAttrs *attrs);
/* Brings attributes into normal form. scratch, an empty writer, takes the AS path where it has to be written
 * anew. */
void bgp_attrs_normalise(BgpAttrs *attrs, WireWriter *scratch);
/* Writes those of a span of extended communities that are not left out. */
void bgp_ext_communities_without(BgpSpan all, gboolean (*left_out)(uint64_t community),
				 WireWriter *w);
BgpAttrSet *bgp_attrset_ref(BgpAttrSet *set);
void bgp_attrset_unref(BgpAttrSet *set); /* NULL is fine */

#endif
