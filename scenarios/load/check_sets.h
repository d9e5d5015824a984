/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of things with numbers, which grow together: which of them hang together (union-find). */
#ifndef LOAD_CHECK_SETS_H
#define LOAD_CHECK_SETS_H

#include <glib.h>

typedef struct CheckSets CheckSets;

CheckSets *check_sets_new(unsigned n); /* of 0 to n - 1, each by itself */
void check_sets_free(CheckSets *sets);
void check_sets_join(CheckSets *sets, unsigned a, unsigned b);
/* The least member of the set that the thing is in. */
unsigned check_sets_of(CheckSets *sets, unsigned a);
gboolean check_sets_same(CheckSets *sets, unsigned a, unsigned b);

#endif
