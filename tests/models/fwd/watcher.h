/* SPDX-License-Identifier: Apache-2.0 */
/* Counts the changes that a dependant is told of. */
#ifndef TESTS_FWD_WATCHER_H
#define TESTS_FWD_WATCHER_H

#include "models/fwd/depend.h"

typedef struct Watcher {
	FwdDependant dependant; /* first member */
	unsigned changes;
} Watcher;

static inline void watcher_count(FwdDependant *self)
{
	((Watcher *)self)->changes++;
}

#define WATCHER_INIT                          \
	{                                     \
		{.changed = watcher_count}, 0 \
	}

#endif
