/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree of a scenario file with its values read: what the grammar says of the XML's structure has
 * been checked, what the names mean has not.
 */
#ifndef LOAD_ELEMENT_H
#define LOAD_ELEMENT_H

#include "scenarios/load/errors.h"
#include "scenarios/load/grammar.h"

#include <libxml/tree.h>

typedef struct LoadElement LoadElement;

struct LoadElement {
	LoadShape shape;
	unsigned line;
	void *config;        /* struct of the shape, all fields set; owned */
	gboolean sound;      /* FALSE: a value could not be read; config is then not to be used but
			      * for its names, which may be NULL */
	LoadElement *parent; /* NULL for the root */
	GPtrArray *children; /* of LoadElement, owned, in order */
	void *built; /* what it has become: Node, Flow, config of an action that is scheduled;
			      * borrowed, NULL: nothing */
};

/* NULL where the root is no <scenario>. All mistakes are added to errors. */
LoadElement *load_element_read(const xmlNode *root, LoadErrors *errors);
/* An element of one of the loader's own kinds alone, without children: that they are of its grammar is
 * checked. All mistakes are added to errors. */
LoadElement *load_element_read_own(const xmlNode *node, LoadKind kind, LoadErrors *errors);
void load_element_free(LoadElement *element); /* NULL is fine */

#endif
