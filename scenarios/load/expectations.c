/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/expectations.h"

#include "models/verify/expect_outage.h"
#include "models/verify/expect_quiet.h"
#include "models/verify/expect_row.h"
#include "models/verify/expect_sites.h"
#include "scenarios/load/loader.h"

#include <string.h>

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

/* ---- When ---- */

typedef struct LoadWhen {
	char *name; /* "": made from the rest */
	SimTime time, from, to;
} LoadWhen;

#define NAME_FIELD(struct_type)                                       \
	CONFIG_FIELD(struct_type, when.name, "name", config_text, "", \
		     "name in the results; else made from the rest")
#define TIME_DOC "when, after all that happens at that instant"
#define FROM_FIELD(struct_type, fallback_, doc_) \
	CONFIG_FIELD(struct_type, when.from, "from", load_until, fallback_, doc_)
#define TO_FIELD(struct_type)                                    \
	CONFIG_FIELD(struct_type, when.to, "to", load_until, "", \
		     "end of that span; else the end of the run")
/* At an instant, or at all times of a span. */
#define WHEN_FIELDS(struct_type)                                                         \
	NAME_FIELD(struct_type),                                                         \
		CONFIG_FIELD(struct_type, when.time, "time", load_until, "", TIME_DOC),  \
		FROM_FIELD(struct_type, "", "instead of it: at all times from then on"), \
		TO_FIELD(struct_type)

ExpectWhen load_expect_when(const Loader *loader, const LoadElement *element)
{
	LoadPlace place = load_places_find(loader->errors->places, element->line);

	return (ExpectWhen){.file = place.file, .line = place.line};
}

/* FALSE and a mistake told where the times make no sense. A class without the field "time" has it
 * SIM_NEVER here. */
static gboolean check_when(Loader *loader, const LoadElement *element, const LoadWhen *when)
{
	const char *wrong = NULL;

	if (when->time == SIM_NEVER && when->from == SIM_NEVER)
		wrong = "no time is given; write time=\"...\" for an instant, from=\"...\" for "
			"all times from then on";
	else if (when->time != SIM_NEVER && (when->from != SIM_NEVER || when->to != SIM_NEVER))
		wrong = "an expectation is of an instant or of a span; write either time=\"...\" "
			"or from=\"...\" and to=\"...\"";
	else if (when->to < when->from && when->time == SIM_NEVER)
		wrong = "the span ends before it begins; write a later to=\"...\"";
	if (wrong)
		load_error(loader->errors, element->line, "%s", wrong);
	return !wrong;
}

/* As check_when(); out is then set. */
static gboolean read_when(Loader *loader, const LoadElement *element, const LoadWhen *when,
			  ExpectWhen *out)
{
	gboolean instant = when->time != SIM_NEVER;
	SimTime from = instant ? when->time : when->from, to = instant ? when->time : when->to;

	if (!check_when(loader, element, when))
		return FALSE;
	load_note_time(loader, element->line, to == SIM_NEVER ? from : to);
	*out = load_expect_when(loader, element);
	out->name = or_null(when->name);
	out->from = from;
	out->to = to;
	return TRUE;
}

/* NULL where there is none of the name, which is told, or none has been built. */
static const Flow *find_flow(Loader *loader, const LoadElement *element, const char *name)
{
	const LoadElement *flow =
		load_names_find(&loader->flows, "flow", name, element->line, loader->errors);

	return flow ? flow->built : NULL;
}

/* ---- <expect> ---- */

typedef struct LoadExpect {
	LoadWhen when;
	char *flow;
	ExpectDirection direction;
	ExpectVerdicts verdicts;
	char *path, *dropped_at, *reason;
} LoadExpect;

static const struct {
	const char *name;
	ExpectVerdicts verdicts;
} verdict_names[] = {
	{"", 0},
	{"delivered", EXPECT_DELIVERED},
	{"dropped", EXPECT_DROPPED},
	{"looped", 1u << PATH_LOOPED},
	{"misdelivered", 1u << PATH_MISDELIVERED},
	{"not-delivered", EXPECT_NOT_DELIVERED},
};

static gboolean parse_verdict(const char *text, void *out)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(verdict_names); i++)
		if (strcmp(verdict_names[i].name, text) == 0) {
			*(ExpectVerdicts *)out = verdict_names[i].verdicts;
			return TRUE;
		}
	return FALSE;
}

static const ConfigKind load_verdict = {
	"verdict", "one of delivered, dropped, looped, misdelivered, not-delivered", parse_verdict,
	NULL, NULL};

static const ConfigField expect_fields[] = {
	WHEN_FIELDS(LoadExpect),
	CONFIG_FIELD(LoadExpect, flow, "flow", load_name, NULL, "name of the flow"),
	CONFIG_FIELD(LoadExpect, direction, "direction", load_direction, "both",
		     "both, forward or reverse"),
	CONFIG_FIELD(LoadExpect, verdicts, "verdict", load_verdict, "",
		     "how its path ends; else dropped with dropped-at, delivered without"),
	CONFIG_FIELD(LoadExpect, path, "path", config_text, "",
		     "label stack on each link, by kinds; else any path"),
	CONFIG_FIELD(LoadExpect, dropped_at, "dropped-at", load_optional_name, "",
		     "node that drops it; else any"),
	CONFIG_FIELD(LoadExpect, reason, "reason", config_text, "",
		     "reason why it is not delivered; else any"),
};

static void build_expect(Loader *loader, const LoadElement *element, gboolean whole)
{
	const LoadExpect *config = element->config;
	ExpectFlow expect = {
		.flow = find_flow(loader, element, config->flow),
		.direction = config->direction,
		.verdicts = config->verdicts,
		.path = or_null(config->path),
		.dropped_at = or_null(config->dropped_at),
		.reason = or_null(config->reason),
	};
	GError *error = NULL;

	if (*config->dropped_at && !load_names_find(&loader->nodes, "node", config->dropped_at,
						    element->line, loader->errors))
		return;
	if (read_when(loader, element, &config->when, &expect.when) && whole && expect.flow &&
	    !expect_add_flow(loader->scenario->expectations, &expect, &error))
		load_gerror(loader, element->line, &error, NULL);
}

/* ---- <expect-outage> ---- */

typedef struct LoadOutage {
	LoadWhen when;
	char *flow;
	ExpectDirection direction;
	SimTime longest, total;
} LoadOutage;

static const ConfigField outage_fields[] = {
	NAME_FIELD(LoadOutage),
	CONFIG_FIELD(LoadOutage, flow, "flow", load_name, NULL, "name of the flow"),
	CONFIG_FIELD(LoadOutage, direction, "direction", load_direction, "both",
		     "both, forward or reverse"),
	CONFIG_FIELD(LoadOutage, when.from, "from", load_time, NULL, "from when on outages count"),
	TO_FIELD(LoadOutage),
	CONFIG_FIELD(LoadOutage, longest, "longest", load_until, "",
		     "how long each outage may last; else any time"),
	CONFIG_FIELD(LoadOutage, total, "total", load_until, "",
		     "how long all outages together may last; else any time"),
};

static void build_outage(Loader *loader, const LoadElement *element, gboolean whole)
{
	const LoadOutage *config = element->config;
	LoadWhen when = config->when;
	ExpectOutage expect = {
		.flow = find_flow(loader, element, config->flow),
		.direction = config->direction,
		.longest = config->longest,
		.total = config->total,
	};

	when.time = SIM_NEVER;
	if (config->longest == SIM_NEVER && config->total == SIM_NEVER)
		load_error(loader->errors, element->line,
			   "an outage may last for ever; write longest=\"...\" or total=\"...\"");
	else if (read_when(loader, element, &when, &expect.when) && whole && expect.flow)
		expect_add_outage(loader->scenario->expectations, &expect);
}

/* ---- <expect-row> ---- */

typedef struct LoadRow {
	LoadWhen when;
	char *node, *table, *row;
	int64_t count;
} LoadRow;

static gboolean parse_row_count(const char *text, void *out)
{
	uint32_t count = 0;
	gboolean ok = *text == '\0' || config_u32.parse(text, &count);

	*(int64_t *)out = *text ? (int64_t)count : EXPECT_ROW_SOME;
	return ok;
}

static const ConfigKind load_row_count = {"row-count", "a whole number", parse_row_count, NULL,
					  NULL};

static const ConfigField row_fields[] = {
	WHEN_FIELDS(LoadRow),
	CONFIG_FIELD(LoadRow, node, "node", load_name, NULL, "whose table"),
	CONFIG_FIELD(LoadRow, table, "table", config_text, NULL,
		     "table, as the verb show calls it: routes, bgp, sessions"),
	CONFIG_FIELD(LoadRow, row, "row", config_text, "",
		     "what the row is: column=value, several between commas; else any row"),
	CONFIG_FIELD(LoadRow, count, "count", load_row_count, "",
		     "how many such rows there are; else at least one"),
};

static void build_row(Loader *loader, const LoadElement *element, gboolean whole)
{
	const LoadRow *config = element->config;
	const LoadElement *node = load_names_find(&loader->nodes, "node", config->node,
						  element->line, loader->errors);
	ExpectRow expect = {
		.node = node ? node->built : NULL,
		.table = config->table,
		.row = config->row,
		.count = config->count,
	};
	GError *error = NULL;

	if (read_when(loader, element, &config->when, &expect.when) && whole && expect.node &&
	    !expect_add_row(loader->scenario->expectations, &expect, &error))
		load_gerror(loader, element->line, &error, NULL);
}

/* ---- <expect-reach>, <expect-isolation> ---- */

typedef struct LoadSites {
	LoadWhen when;
	GStrv customers;
} LoadSites;

static const ConfigField sites_fields[] = {
	WHEN_FIELDS(LoadSites),
	CONFIG_FIELD(LoadSites, customers, "customers", config_words, "",
		     "names of customers between blanks; else all"),
};

/* A customer with what has been built of its nodes. */
static void add_customer(const LoadElement *element, GArray *out)
{
	GPtrArray *nodes = g_ptr_array_new();
	ExpectCustomer customer = {.name = ((const LoadGroup *)element->config)->name,
				   .nodes = nodes};

	for (unsigned i = 0; i < element->children->len; i++) {
		const LoadElement *child = g_ptr_array_index(element->children, i);

		if (child->shape.kind == LOAD_NODE && child->built)
			g_ptr_array_add(nodes, child->built);
	}
	g_array_append_val(out, customer);
}

static void customer_clear(void *user)
{
	g_ptr_array_unref((GPtrArray *)(uintptr_t)((ExpectCustomer *)user)->nodes);
}

static gboolean is_among(const GArray *customers, const char *name)
{
	for (unsigned i = 0; i < customers->len; i++)
		if (strcmp(g_array_index(customers, ExpectCustomer, i).name, name) == 0)
			return TRUE;
	return FALSE;
}

/* Those that are named, each once; FALSE where that is not so, which is told. */
static gboolean add_named(Loader *loader, const LoadElement *element, GArray *out)
{
	const LoadSites *config = element->config;

	for (char **name = config->customers; *name; name++) {
		const LoadElement *customer = load_names_find(&loader->customers, "customer", *name,
							      element->line, loader->errors);

		if (!customer)
			return FALSE;
		if (is_among(out, *name)) {
			load_error(loader->errors, element->line,
				   "customer \"%s\" is named twice; write it once", *name);
			return FALSE;
		}
		add_customer(customer, out);
	}
	return TRUE;
}

static void add_all(Loader *loader, GArray *out)
{
	GPtrArray *all = g_ptr_array_new();

	load_elements(loader->root, LOAD_CUSTOMER, all);
	for (unsigned i = 0; i < all->len; i++)
		add_customer(g_ptr_array_index(all, i), out);
	g_ptr_array_free(all, TRUE);
}

typedef gboolean (*AddSitesFn)(ExpectSet *set, const ExpectSites *config, GError **error);

static void build_sites(Loader *loader, const LoadElement *element, gboolean whole, AddSitesFn add)
{
	const LoadSites *config = element->config;
	GArray *customers = g_array_new(FALSE, FALSE, sizeof(ExpectCustomer));
	ExpectSites expect = {0};
	GError *error = NULL;
	gboolean ok = TRUE;

	g_array_set_clear_func(customers, customer_clear);
	if (*config->customers)
		ok = add_named(loader, element, customers);
	else
		add_all(loader, customers);
	expect.customers = (const ExpectCustomer *)(void *)customers->data;
	expect.n_customers = customers->len;
	if (read_when(loader, element, &config->when, &expect.when) && whole && ok &&
	    !add(loader->scenario->expectations, &expect, &error))
		load_gerror(loader, element->line, &error, NULL);
	g_array_free(customers, TRUE);
}

static void build_reach(Loader *loader, const LoadElement *element, gboolean whole)
{
	build_sites(loader, element, whole, expect_add_reach);
}

static void build_isolation(Loader *loader, const LoadElement *element, gboolean whole)
{
	build_sites(loader, element, whole, expect_add_isolation);
}

/* ---- <expect-quiet> ---- */

typedef struct LoadQuiet {
	LoadWhen when; /* name and time */
} LoadQuiet;

static const ConfigField quiet_fields[] = {
	NAME_FIELD(LoadQuiet),
	CONFIG_FIELD(LoadQuiet, when.time, "before", load_time, NULL,
		     "when it is quiet at the latest"),
};

static void build_quiet(Loader *loader, const LoadElement *element, gboolean whole)
{
	const LoadQuiet *config = element->config;
	LoadWhen when = config->when;
	ExpectWhen expect;

	when.from = when.to = SIM_NEVER;
	if (read_when(loader, element, &when, &expect) && whole)
		expect_add_quiet(loader->scenario->expectations, &expect);
}

/* ---- The registry ---- */

#define CLASS(element_, struct_type, table, build_, doc_)                            \
	{                                                                            \
		.element = element_, .doc = doc_, .fields = table,                   \
		.n_fields = G_N_ELEMENTS(table), .config_size = sizeof(struct_type), \
		.build = build_,                                                     \
	}

const LoadExpectClass load_expect_classes[] = {
	CLASS("expect", LoadExpect, expect_fields, build_expect,
	      "What must be true of the path of a flow."),
	CLASS("expect-outage", LoadOutage, outage_fields, build_outage,
	      "How long a flow may fail to arrive."),
	CLASS("expect-reach", LoadSites, sites_fields, build_reach,
	      "Each site of a customer reaches each other one."),
	CLASS("expect-isolation", LoadSites, sites_fields, build_isolation,
	      "No site of a customer reaches one of another customer."),
	CLASS("expect-row", LoadRow, row_fields, build_row,
	      "What a table of a node has in it, or has not."),
	CLASS("expect-quiet", LoadQuiet, quiet_fields, build_quiet,
	      "The network has come to rest by then."),
	{0},
};

void load_expectations(Loader *loader, gboolean whole)
{
	for (unsigned i = 0; i < loader->root->children->len; i++) {
		const LoadElement *element = g_ptr_array_index(loader->root->children, i);

		if (element->shape.kind == LOAD_EXPECT && element->sound)
			element->shape.expect->build(loader, element, whole);
	}
}
