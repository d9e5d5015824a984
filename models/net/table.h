/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables: how a layer or protocol shows its state, described once. The recorder makes a view of each,
 * the program prints it, tests read it; none of them has code for any table.
 *
 * A row is a plain struct that exists during the call only: its members are copied from the state or
 * point into it, and its fields say what to make of them. A column's unit is the end of its name:
 * _ns for a SimTime (all of these and no others), _s, _bps, _bytes.
 */
#ifndef NET_TABLE_H
#define NET_TABLE_H

#include "models/net/rd.h"
#include "sim/field.h"

typedef void (*TableRowFn)(const void *row, void *user);

typedef struct TableDef {
	const char *name; /* "ospf-neighbors"; dashes become underscores where a name needs it */
	const char *doc;  /* one line: what a row is */
	const Field *fields;
	unsigned n_fields;
	size_t row_size;
	/* Calls fn for each row of the instance, in an order that is the same in every run. What the
	 * instance is, is agreed with whoever lists the table. Changes nothing. */
	void (*foreach)(const void *instance, TableRowFn fn, void *user);
} TableDef;

/* The definition of a table with an array of fields that describe a struct. */
#define TABLE_DEF(name_, doc_, fields_, row_type, foreach_)                      \
	{                                                                        \
		.name = (name_), .doc = (doc_), .fields = (fields_),             \
		.n_fields = G_N_ELEMENTS(fields_), .row_size = sizeof(row_type), \
		.foreach = (foreach_)                                            \
	}

/* Route targets as members of rows. */
typedef struct NetRts {
	const NetRt *rt; /* borrowed */
	unsigned n;
} NetRts;

extern const FieldKind field_rts; /* of a NetRts: "1:27 1:28"; absent where there is none */
extern const FieldKind field_mac; /* of a NetMac; all zeros are absent */

#endif
