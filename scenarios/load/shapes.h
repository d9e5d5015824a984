/* SPDX-License-Identifier: Apache-2.0 */
/* How the tables of the grammar are written. */
#ifndef LOAD_SHAPES_H
#define LOAD_SHAPES_H

#include "scenarios/load/grammar.h"

#define HOLDS(kind) (UINT64_C(1) << (kind))

#define LOAD_SHAPE(kind_, element_, struct_type, table, holds_, doc_)                \
	{                                                                            \
		.kind = kind_, .element = element_, .doc = doc_, .fields = table,    \
		.n_fields = G_N_ELEMENTS(table), .config_size = sizeof(struct_type), \
		.holds = holds_,                                                     \
	}

/* Of the kinds from LOAD_IBGP on. */
extern const LoadShape load_intent_shapes[LOAD_OWN_KINDS - LOAD_IBGP];

#endif
