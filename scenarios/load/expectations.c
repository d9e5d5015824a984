/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/expectations.h"

#include "models/verify/expect_outage.h"
#include "models/verify/expect_quiet.h"
#include "models/verify/expect_row.h"
#include "scenarios/load/loader.h"

#include <string.h>

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

/* ---- When ---- */

ExpectWhen load_expect_when(const Loader *loader, const LoadElement *element)
{
	LoadPlace place = load_places_find(loader->errors->places, element->line);

	return (ExpectWhen){.file = place.file, .line = place.line};
}

/* FALSE and a mistake told where the times make no sense. */
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

gboolean load_expect_read_when(Loader *loader, const LoadElement *element, const LoadWhen *when,
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
	LOAD_EXPECT_WHEN(LoadExpect),
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
	if (load_expect_read_when(loader, element, &config->when, &expect.when) && whole &&
	    expect.flow && !expect_add_flow(loader->scenario->expectations, &expect, &error))
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
	LOAD_EXPECT_NAME(LoadOutage),
	CONFIG_FIELD(LoadOutage, flow, "flow", load_name, NULL, "name of the flow"),
	CONFIG_FIELD(LoadOutage, direction, "direction", load_direction, "both",
		     "both, forward or reverse"),
	CONFIG_FIELD(LoadOutage, when.from, "from", load_time, NULL, "from when on outages count"),
	LOAD_EXPECT_TO(LoadOutage),
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
	else if (load_expect_read_when(loader, element, &when, &expect.when) && whole &&
		 expect.flow)
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
	LOAD_EXPECT_WHEN(LoadRow),
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

	if (load_expect_read_when(loader, element, &config->when, &expect.when) && whole &&
	    expect.node && !expect_add_row(loader->scenario->expectations, &expect, &error))
		load_gerror(loader, element->line, &error, NULL);
}

/* ---- <expect-quiet> ---- */

typedef struct LoadQuiet {
	LoadWhen when; /* name and time */
} LoadQuiet;

static const ConfigField quiet_fields[] = {
	LOAD_EXPECT_NAME(LoadQuiet),
	CONFIG_FIELD(LoadQuiet, when.time, "before", load_time, NULL,
		     "when it is quiet at the latest"),
};

static void build_quiet(Loader *loader, const LoadElement *element, gboolean whole)
{
	const LoadQuiet *config = element->config;
	LoadWhen when = config->when;
	ExpectWhen expect;

	when.from = when.to = SIM_NEVER;
	if (load_expect_read_when(loader, element, &when, &expect) && whole)
		expect_add_quiet(loader->scenario->expectations, &expect);
}

/* ---- The registry ---- */

static const LoadExpectClass expect_class =
	LOAD_EXPECT_CLASS("expect", "What must be true of the path of a flow.", LoadExpect,
			  expect_fields, build_expect);
static const LoadExpectClass outage_class =
	LOAD_EXPECT_CLASS("expect-outage", "How long a flow may fail to arrive.", LoadOutage,
			  outage_fields, build_outage);
static const LoadExpectClass row_class =
	LOAD_EXPECT_CLASS("expect-row", "What a table of a node has in it, or has not.", LoadRow,
			  row_fields, build_row);
static const LoadExpectClass quiet_class =
	LOAD_EXPECT_CLASS("expect-quiet", "The network has come to rest by then.", LoadQuiet,
			  quiet_fields, build_quiet);

const LoadExpectClass *const load_expect_classes[] = {
	&expect_class, &outage_class, &load_expect_reach, &load_expect_isolation, &row_class,
	&quiet_class,  NULL,
};

void load_expectations(Loader *loader, gboolean whole)
{
	for (unsigned i = 0; i < loader->root->children->len && !load_errors_full(loader->errors);
	     i++) {
		const LoadElement *element = g_ptr_array_index(loader->root->children, i);

		if (element->shape.kind == LOAD_EXPECT && element->sound)
			element->shape.expect->build(loader, element, whole);
	}
}
