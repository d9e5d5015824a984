/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a scenario as its author wrote it to one that says everything: included files and templates take
 * their places, defaults are written where they hold, intent becomes explicit configuration. It is a step
 * on the tree of XML before anything of it is read; what follows sees explicit configuration alone.
 *
 * Each step is a file expand_*.c, which looks for its elements and puts others in their place. A new intent
 * element is a shape in the grammar and a step in the table of expand.c.
 */
#ifndef LOAD_EXPAND_H
#define LOAD_EXPAND_H

#include "scenarios/load/errors.h"

#include <libxml/tree.h>

/*
 * Expands the tree in its place; its elements then have lines or places. folder: where included files
 * are; NULL: none can be. What comes out has at most LOAD_MAX_ELEMENTS elements, LOAD_MAX_DEPTH in each
 * other, and values of LOAD_MAX_BYTES altogether. FALSE where there are mistakes, which are told.
 */
gboolean load_expand(xmlDoc *doc, const char *folder, LoadPlaces *places, LoadErrors *errors);

#endif
