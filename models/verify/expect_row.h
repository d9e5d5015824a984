/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expectations of rows: what some table of a node has in it, or has not: a route with its attributes, a
 * label, the state of a session. Tables and columns are those by which nodes show their state.
 */
#ifndef VERIFY_EXPECT_ROW_H
#define VERIFY_EXPECT_ROW_H

#include "models/node/network.h"
#include "models/verify/expect.h"

#define EXPECT_ROW_SOME (-1)

typedef struct ExpectRow {
	ExpectWhen when;
	const Node *node;
	const char *table; /* as "show" calls it: "routes" */
	/*
	 * "prefix=10.0.0.0/8, best=yes, next_hop=*": columns with their values as "show" prints them, "-"
	 * where there is none; "*" stands for any text, "?" for any character. Those that say which
	 * row is meant come first: of rows that are not as expected, those are told that agree
	 * with the most of the first ones. "": any row.
	 */
	const char *row;
	int64_t count; /* of such rows; EXPECT_ROW_SOME: at least one */
} ExpectRow;

/* FALSE and *error where there is no such table or column, or row cannot be read. */
gboolean expect_add_row(ExpectSet *set, const ExpectRow *config, GError **error);

#endif
