/* SPDX-License-Identifier: Apache-2.0 */
/* What is watched, done and expected: <flow>, <ping>, <at>, <expect>. */
#include "scenarios/load/loader.h"

typedef void (*BuildFn)(Loader *loader, LoadElement *element, gboolean whole);

static void for_each(Loader *loader, LoadKind kind, gboolean whole, BuildFn fn)
{
	for (unsigned i = 0; i < loader->root->children->len; i++) {
		LoadElement *element = g_ptr_array_index(loader->root->children, i);

		if (element->shape.kind == kind)
			fn(loader, element, whole);
	}
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

/* A time at which something happens: told where the run has ended by then. */
static void note_time(Loader *loader, unsigned line, SimTime time)
{
	Scenario *scenario = loader->scenario;

	scenario->last = MAX(scenario->last, time);
	if (time > scenario->until)
		load_error(loader->errors, line,
			   "the run ends before that time; write a later until=\"...\" in "
			   "<scenario>");
}

static void build_flow(Loader *loader, LoadElement *element, gboolean whole)
{
	const LoadFlow *config = element->config;
	GError *error = NULL;
	gboolean ok;

	ok = load_names_add(&loader->flows, "flow", config->name, element, loader->errors) &&
	     element->sound &&
	     load_names_find(&loader->nodes, "node", config->from, element->line, loader->errors);
	if (loader->flows.list->len > LOAD_MAX_FLOWS) {
		load_error(loader->errors, element->line, "more than %d flows; split the scenario",
			   LOAD_MAX_FLOWS);
		return;
	}
	if (!ok || !whole)
		return;
	element->built = flow_add(loader->scenario->flows, config->name, config->from,
				  or_null(config->vrf), &config->source, &config->to,
				  or_null(config->to_node), config->ttl, &error);
	if (!element->built)
		load_gerror(loader, element->line, &error, NULL);
}

void load_flows(Loader *loader, gboolean whole)
{
	for_each(loader, LOAD_FLOW, whole, build_flow);
}

static void take_flow(const Flow *flow, FwdNode **node, PingConfig *ping)
{
	*node = flow->ends[FLOW_FORWARD]->fwd;
	ping->vrf = flow->vrfs[FLOW_FORWARD];
	ping->src = flow->addrs[FLOW_FORWARD];
	ping->dst = flow->addrs[FLOW_REVERSE];
}

/* The ends that a ping names itself; an error where they do not exist. */
static gboolean take_ends(const LoadPing *config, const Node *from, FwdNode **node,
			  PingConfig *ping, GError **error)
{
	*node = from->fwd;
	ping->dst = config->to;
	return flow_source(from, or_null(config->vrf), &config->source, &ping->vrf, &ping->src,
			   error);
}

static gboolean check_ping(Loader *loader, const LoadElement *element)
{
	const LoadPing *config = element->config;
	gboolean has_ends = *config->from && net_addr_is_set(&config->to);
	gboolean has_any_end = *config->from || *config->vrf || net_addr_is_set(&config->to) ||
			       net_addr_is_set(&config->source);

	if (*config->flow ? !has_any_end : has_ends)
		return TRUE;
	load_error(loader->errors, element->line,
		   "a ping goes along a flow or between ends; write either flow=\"...\" or "
		   "from=\"...\" and to=\"...\"");
	return FALSE;
}

static char *ping_title(const LoadPing *config)
{
	char to[NET_ADDR_STRLEN];

	if (*config->name || *config->flow)
		return g_strdup(*config->name ? config->name : config->flow);
	return g_strdup_printf("%s to %s", config->from, net_addr_str(&config->to, to));
}

static void add_ping(Loader *loader, const LoadElement *element, const LoadElement *end)
{
	const LoadPing *config = element->config;
	PingConfig ping = {
		.start = config->time,
		.interval = config->interval,
		.timeout = config->timeout,
		.count = config->count,
		.ttl = config->ttl,
	};
	g_autofree char *title = ping_title(config);
	FwdNode *node = NULL;
	GError *error = NULL;

	if (*config->flow)
		take_flow(end->built, &node, &ping);
	else if (!take_ends(config, end->built, &node, &ping, &error)) {
		load_gerror(loader, element->line, &error, NULL);
		return;
	}
	g_ptr_array_add(loader->scenario->pings, ping_new(node, title, &ping));
}

static void build_ping(Loader *loader, LoadElement *element, gboolean whole)
{
	const LoadPing *config = element->config;
	const LoadElement *end;
	SimTime last_sent;

	if (!element->sound || !check_ping(loader, element))
		return;
	if (__builtin_mul_overflow(config->interval, (SimTime)config->count - 1, &last_sent) ||
	    last_sent > SIM_NEVER / 4) {
		load_error(loader->errors, element->line,
			   "count times interval is more than 73 years; write less");
		return;
	}
	note_time(loader, element->line, config->time + last_sent + config->timeout);
	end = *config->flow ? load_names_find(&loader->flows, "flow", config->flow, element->line,
					      loader->errors)
			    : load_names_find(&loader->nodes, "node", config->from, element->line,
					      loader->errors);
	if (end && end->built && whole)
		add_ping(loader, element, end);
}

void load_pings(Loader *loader, gboolean whole)
{
	for_each(loader, LOAD_PING, whole, build_ping);
}

static void build_actions(Loader *loader, LoadElement *at, gboolean whole)
{
	const LoadAt *config = at->config;
	Network *network = loader->scenario->network;

	if (!at->sound)
		return;
	note_time(loader, at->line, config->time);
	for (unsigned i = 0; whole && i < at->children->len; i++) {
		LoadElement *element = g_ptr_array_index(at->children, i);
		const ActionClass *action = element->shape.action;
		GError *error = NULL;

		if (!element->sound)
			continue;
		if (!action->check(network, element->config, &error))
			load_gerror(loader, element->line, &error, NULL);
		else
			network_schedule(network, config->time, action,
					 g_steal_pointer(&element->config));
	}
}

void load_actions(Loader *loader, gboolean whole)
{
	for_each(loader, LOAD_AT, whole, build_actions);
}

static gboolean check_expectation(Loader *loader, const LoadElement *element)
{
	const LoadExpect *config = element->config;

	if (*config->path && *config->dropped_at)
		load_error(loader->errors, element->line,
			   "a flow is delivered or dropped; write either path or dropped-at");
	else if (*config->reason && !*config->dropped_at)
		load_error(loader->errors, element->line,
			   "a reason belongs to a drop; write dropped-at=\"...\" beside it");
	else
		return !*config->dropped_at ||
		       load_names_find(&loader->nodes, "node", config->dropped_at, element->line,
				       loader->errors);
	return FALSE;
}

static void build_expectation(Loader *loader, LoadElement *element, gboolean whole)
{
	const LoadExpect *config = element->config;
	const LoadElement *flow;
	ExpectConfig expect;
	GError *error = NULL;

	if (!element->sound)
		return;
	note_time(loader, element->line, config->time);
	flow = load_names_find(&loader->flows, "flow", config->flow, element->line, loader->errors);
	if (!check_expectation(loader, element) || !flow || !flow->built || !whole)
		return;
	expect = (ExpectConfig){
		.name = or_null(config->name),
		.line = element->line,
		.time = config->time,
		.flow = flow->built,
		.direction = config->direction,
		.path = or_null(config->path),
		.dropped_at = or_null(config->dropped_at),
		.reason = or_null(config->reason),
	};
	if (!expect_add(loader->scenario->expectations, &expect, &error))
		load_gerror(loader, element->line, &error, NULL);
}

void load_expectations(Loader *loader, gboolean whole)
{
	for_each(loader, LOAD_EXPECT, whole, build_expectation);
}
