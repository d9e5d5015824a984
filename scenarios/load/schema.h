/* SPDX-License-Identifier: Apache-2.0 */
/* Validation by scenarios/schema/scenario.rng, which is built into the program. */
#ifndef LOAD_SCHEMA_H
#define LOAD_SCHEMA_H

#include "scenarios/load/errors.h"

#include <libxml/relaxng.h>
#include <libxml/tree.h>

/* The schema, read: that takes longer than to validate a document. */
typedef xmlRelaxNG LoadSchema;

LoadSchema *load_schema_new(void);
void load_schema_free(LoadSchema *schema);
/* FALSE where the document does not agree with the schema; errors then says more. */
gboolean load_schema_validate(LoadSchema *schema, xmlDoc *doc, LoadErrors *errors);

#endif
