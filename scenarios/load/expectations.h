/* SPDX-License-Identifier: Apache-2.0 */
/* The elements by which a scenario says what must be seen: one row of a table each. */
#ifndef LOAD_EXPECTATIONS_H
#define LOAD_EXPECTATIONS_H

#include "models/verify/expect.h"
#include "scenarios/load/kinds.h"

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

#define LOAD_EXPECT_CLASS(element_, doc_, struct_type, table, build_)                \
	{                                                                            \
		.element = element_, .doc = doc_, .fields = table,                   \
		.n_fields = G_N_ELEMENTS(table), .config_size = sizeof(struct_type), \
		.build = build_,                                                     \
	}

extern const LoadExpectClass *const load_expect_classes[]; /* NULL terminated */
/* Of them, those of sites (expect_sites.c). */
extern const LoadExpectClass load_expect_reach, load_expect_isolation;

/* What classes have in common: the first member of their structs, called when. */
typedef struct LoadWhen {
	char *name; /* "": made from the rest */
	SimTime time, from, to;
} LoadWhen;

#define LOAD_EXPECT_NAME(struct_type)                                 \
	CONFIG_FIELD(struct_type, when.name, "name", config_text, "", \
		     "name in the results; else made from the rest")
#define LOAD_EXPECT_TO(struct_type)                              \
	CONFIG_FIELD(struct_type, when.to, "to", load_until, "", \
		     "end of that span; else the end of the run")
/* At an instant, or at all times of a span. */
#define LOAD_EXPECT_WHEN(struct_type)                                         \
	LOAD_EXPECT_NAME(struct_type),                                        \
		CONFIG_FIELD(struct_type, when.time, "time", load_until, "",  \
			     "when, after all that happens at that instant"), \
		CONFIG_FIELD(struct_type, when.from, "from", load_until, "",  \
			     "instead of it: at all times from then on"),     \
		LOAD_EXPECT_TO(struct_type)

/* When an element expects what it says: an instant where time is not SIM_NEVER, else a span. FALSE and a mistake told
 * where the times make no sense. */
gboolean load_expect_read_when(struct Loader *loader, const struct LoadElement *element,
			       const LoadWhen *when, ExpectWhen *out);

#endif
