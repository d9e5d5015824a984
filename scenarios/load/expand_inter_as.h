/* SPDX-License-Identifier: Apache-2.0 */
/* An <inter-as> while it is written out. */
#ifndef LOAD_EXPAND_INTER_AS_H
#define LOAD_EXPAND_INTER_AS_H

#include "scenarios/load/expansion.h"

/* What is there by name, in all carriers and between them. */
typedef struct ExpandIndex {
	GHashTable *carriers;  /* name, owned -> xmlNode */
	GHashTable *nodes;     /* name, owned -> xmlNode of nodes in carriers */
	GHashTable *neighbors; /* expand_neighbor_key(), owned -> xmlNode */
	GHashTable *links;     /* "node node" of a and b, owned -> GPtrArray of xmlNode, owned */
} ExpandIndex;

typedef struct ExpandCarrier {
	xmlNode *node;
	const char *name; /* borrowed from the config */
	gboolean has_border;
} ExpandCarrier;

/* An ASBR at a border. */
typedef struct ExpandEnd {
	xmlNode *node;
	ExpandCarrier *carrier;
	const LoadEnd *at;   /* interface "": not given */
	char *asn, *address; /* address: on the link, without length */
} ExpandEnd;

typedef struct ExpandBorder {
	LoadElement *read;
	const LoadBorder *config;
	ExpandEnd ends[2];
	ExpandPool pool; /* of its own links; expansion NULL: it has none */
} ExpandBorder;

typedef struct ExpandInterAs {
	Expansion *expansion;
	ExpandIndex *index;
	xmlNode *element;
	const LoadInterAs *config;
	unsigned line, n_told;  /* mistakes before it */
	char *title;            /* the carriers, for messages */
	GArray *carriers;       /* of ExpandCarrier, in the order of the attribute */
	GPtrArray *borders;     /* of ExpandBorder, owned, in the order of the file */
	GHashTable *claimed;    /* set of links that borders have */
	GArray *used, *outside; /* by borders, and by what is there */
	ExpandPool pool;
} ExpandInterAs;

/* Nothing has been found wrong with it so far. */
gboolean expand_inter_as_is_sound(const ExpandInterAs *inter_as);
/* Reads the borders; what is wrong is told. */
void expand_read_borders(ExpandInterAs *inter_as);
void expand_border_free(void *border);
/* The link between its ASBRs, in their global tables, with addresses, which its ends then have; made where there is
 * none. NULL: a mistake, which is told. */
xmlNode *expand_border_link(ExpandInterAs *inter_as, ExpandBorder *border);

/* A link that is new. */
void expand_note_link(ExpandIndex *index, xmlNode *link);
/* The <neighbor> with that address in the <bgp> of a node, both made where there are none; *is_new: it has been, and
 * has nothing but the address. NULL where there are too many elements. */
xmlNode *expand_neighbor(ExpandInterAs *inter_as, xmlNode *node, const char *address,
			 gboolean *is_new);
/* The session over the link of a border: each end has the other as neighbour, for these families. */
void expand_border_session(ExpandInterAs *inter_as, ExpandBorder *border, const char *families);
/* The neighbour is of the node's own AS and has this family. */
gboolean expand_is_internal(const xmlNode *neighbor, const char *asn, const char *family);
/* What is not stated of an attribute. */
void expand_set_unstated(ExpandInterAs *inter_as, xmlNode *element, const char *attribute,
			 const char *value);

/* The options, when carriers and borders are known. */
void expand_option_b(ExpandInterAs *inter_as);

#endif
