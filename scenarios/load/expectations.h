/* SPDX-License-Identifier: Apache-2.0 */
/* The elements by which a scenario says what must be seen: one row of a table each. */
#ifndef LOAD_EXPECTATIONS_H
#define LOAD_EXPECTATIONS_H

#include "models/net/config.h"

struct Loader;
struct LoadElement;

typedef struct LoadExpectClass {
	const char *element; /* "expect-row" */
	const char *doc;
	const ConfigField *fields;
	unsigned n_fields;
	size_t config_size;
	/* Checks a sound element and, where the network stands as the file describes it (whole), adds the
	 * expectation to the scenario. */
	void (*build)(struct Loader *loader, const struct LoadElement *element, gboolean whole);
} LoadExpectClass;

extern const LoadExpectClass load_expect_classes[]; /* the last one's element is NULL */

#endif
