/* SPDX-License-Identifier: Apache-2.0 */
/* Validation by scenarios/schema/scenario.rng, which is built into the program. */
#ifndef LOAD_SCHEMA_H
#define LOAD_SCHEMA_H

#include "scenarios/load/errors.h"

#include <libxml/tree.h>

/* FALSE where the document does not agree with the schema; errors then says more. */
gboolean load_schema_validate(xmlDoc *doc, LoadErrors *errors);

#endif
