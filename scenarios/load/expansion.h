/* SPDX-License-Identifier: Apache-2.0 */
/* What the steps of the expansion share: the tree, its bounds, and how elements are made. */
#ifndef LOAD_EXPANSION_H
#define LOAD_EXPANSION_H

#include "scenarios/load/element.h"
#include "scenarios/load/xml.h"

typedef struct Expansion {
	xmlDoc *doc;
	xmlNode *root;
	const char *folder; /* NULL: no files can be included */
	LoadPlaces *places;
	LoadErrors *errors;
	unsigned n_told;        /* mistakes before the expansion */
	unsigned n_elements;    /* made so far, those that went again counted */
	gsize n_bytes;          /* of their values, and of included files */
	gboolean full;          /* there were too many, which has been told */
	gboolean last_defaults; /* <defaults> are not needed any more */
	GArray *used_outside;   /* expand_used_outside(); borrowed, while carriers are expanded */
	GHashTable *made; /* <neighbor>s of <ibgp> and <inter-as>, <vrf>s of <vpn> -> LoadSiteRole,
				 * and of <inter-as>; what comes after may add to them */
} Expansion;

/* Where an element is put: the last in parent, or before a sibling. */
typedef struct ExpandAt {
	xmlNode *parent, *before; /* before NULL: the last */
} ExpandAt;

/* The value of a copied attribute; NULL: there is none, which has been told. The caller frees it. */
typedef char *(*ExpandValueFn)(Expansion *expansion, const char *value, void *user);
/* The line of a copy. */
typedef unsigned (*ExpandLineFn)(Expansion *expansion, const xmlNode *from, void *user);

typedef struct ExpandCopy {
	ExpandValueFn value; /* NULL: as it is */
	ExpandLineFn line;
	void *user;
} ExpandCopy;

/* The expansion has found no mistakes so far. */
gboolean expand_is_sound(const Expansion *expansion);
gboolean expand_is(const xmlNode *element, const char *name);
/* The first child of that name; NULL: none. */
xmlNode *expand_child(const xmlNode *element, const char *name);
/* Counts bytes of values or files; FALSE, with a mistake told once, where there are too many of them or of
 * elements. */
gboolean expand_grow(Expansion *expansion, unsigned line, gsize bytes);
/* A new element of a line; NULL where there are too many. */
xmlNode *expand_add(Expansion *expansion, ExpandAt at, const char *name, unsigned line);
void expand_set(Expansion *expansion, xmlNode *element, const char *attribute, const char *value);
/* Words between blanks; FALSE where the attribute has no such word. */
gboolean expand_has_word(const xmlNode *element, const char *attribute, const char *word);
/* Adds a word to an attribute that lacks it, behind those that it has. */
void expand_add_word(Expansion *expansion, xmlNode *element, const char *attribute,
		     const char *word);
/* A copy of an element with all that is in it; FALSE where there is too much. */
gboolean expand_copy(Expansion *expansion, const xmlNode *from, ExpandAt at,
		     const ExpandCopy *copy);
void expand_remove(xmlNode *element);
/* Reads an intent element by its shape; NULL where it has mistakes, which are told. The caller frees it. */
LoadElement *expand_read(Expansion *expansion, const xmlNode *element, LoadKind kind);

/* AS number of a node: its own, else that of its carrier or customer; NULL: none. The caller frees it. */
char *expand_asn(const xmlNode *node);

/* The key of a VRF in tables of them; the caller frees it. */
char *expand_vrf_key(const char *node, const char *vrf);
/* Name and address, without length, of the first loopback in the global table of a node; FALSE where it has none. The
 * caller frees both. */
gboolean expand_loopback(const xmlNode *node, char **name, char **address);

/* A range of IPv4 addresses; 64 bits, so that what is behind the last address is a number. */
typedef struct ExpandInterval {
	uint64_t first, last;
} ExpandInterval;

/* A prefix whose addresses are given out one after the other. Its owner sets the first five members,
 * expand_pool_start() the others. */
typedef struct ExpandPool {
	Expansion *expansion;
	const char *owner, *name; /* for messages: carrier "c" */
	const GArray *used;       /* of ExpandInterval, sorted: not given out; borrowed */
	const GArray *outside;    /* likewise; NULL: none */
	const char *attribute;    /* that the prefix is of */
	NetPrefix prefix;
	uint64_t next;              /* address */
	unsigned n_used, n_outside; /* that lie before next */
} ExpandPool;

ExpandInterval expand_interval(const NetPrefix *prefix);
/* By address, those that meet made one. */
void expand_sort_intervals(GArray *intervals);
/* Appends the addresses of loopbacks, links and ports in an element. */
void expand_note_addresses(const xmlNode *element, GArray *used);
/* Addresses of what joins carriers, sorted. The caller frees it. */
GArray *expand_used_outside(const Expansion *expansion);
void expand_pool_start(ExpandPool *pool, const char *attribute, const NetPrefix *prefix);
/* The next size addresses in a row, a power of two, for the element; FALSE where nothing is left, which is
 * told. */
gboolean expand_pool_take(ExpandPool *pool, const xmlNode *element, uint64_t size, uint64_t *out);
/* Addresses for the ends of a link that says nothing of them, in a subnet of a length; FALSE where
 * nothing is left, which is told. */
gboolean expand_pool_give_subnet(ExpandPool *pool, xmlNode *link, unsigned length);
void expand_set_address(Expansion *expansion, xmlNode *element, const char *attribute,
			uint64_t address, unsigned length);

/* The steps, in expand_*.c. */
void expand_includes(Expansion *expansion);
void expand_templates(Expansion *expansion);
void expand_defaults(Expansion *expansion);
void expand_carriers(Expansion *expansion);
void expand_vpns(Expansion *expansion);
void expand_inter_as(Expansion *expansion);
void expand_last_defaults(Expansion *expansion); /* and takes <defaults> away */
void expand_drop_intent(Expansion *expansion);   /* attributes that stand for others */

/* What expand_carriers() does with each carrier. */
void expand_pools(Expansion *expansion, xmlNode *carrier, const LoadGroup *config);
void expand_igp(Expansion *expansion, xmlNode *carrier, const LoadGroup *config);
void expand_ibgp(Expansion *expansion, xmlNode *carrier, const LoadGroup *config);
/* Tells where something outside of carriers says igp or ldp. */
void expand_refuse_outside(Expansion *expansion);

#endif
