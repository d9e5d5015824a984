/* SPDX-License-Identifier: Apache-2.0 */
/* Tables as text, for tests. */
#ifndef TESTS_TABLE_TEXT_H
#define TESTS_TABLE_TEXT_H

#include "models/net/table.h"

/* The columns (names between blanks) of the rows, a line each: values with " | " between, "-" where
 * there is none. Borrowed until the next call. An unknown column fails the test. */
const char *table_text(const TableDef *table, const void *instance, const char *columns);

/* The table of that name in a NULL terminated list; fails the test where there is none. */
const TableDef *table_named(const TableDef *const *tables, const char *name);

#endif
