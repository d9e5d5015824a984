/* SPDX-License-Identifier: Apache-2.0 */
/* What is watched and done: <flow>, <ping>, <traceroute>, <probe>, <at>. */
#include "models/verify/expect_ping.h"
#include "scenarios/load/loader.h"

typedef void (*BuildFn)(Loader *loader, LoadElement *element, gboolean whole);

static void for_each(Loader *loader, LoadKind kind, gboolean whole, BuildFn fn)
{
	for (unsigned i = 0; i < loader->root->children->len && !load_errors_full(loader->errors);
	     i++) {
		LoadElement *element = g_ptr_array_index(loader->root->children, i);

		if (element->shape.kind == kind)
			fn(loader, element, whole);
	}
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

void load_note_time(Loader *loader, unsigned line, SimTime time)
{
	Scenario *scenario = loader->scenario;

	scenario->last = MAX(scenario->last, time);
	if (time > scenario->until)
		load_error(loader->errors, line,
			   "the run ends before that time; write a later until=\"...\" in "
			   "<scenario>");
}

static gboolean check_flow_ends(Loader *loader, const LoadElement *element)
{
	const LoadFlow *config = element->config;

	if (!load_names_find(&loader->nodes, "node", config->from, element->line, loader->errors))
		return FALSE;
	return !*config->to_node || load_names_find(&loader->nodes, "node", config->to_node,
						    element->line, loader->errors);
}

static void build_flow(Loader *loader, LoadElement *element, gboolean whole)
{
	const LoadFlow *config = element->config;
	GError *error = NULL;
	gboolean ok;

	ok = load_names_add(&loader->flows, "flow", config->name, element, loader->errors) &&
	     element->sound && check_flow_ends(loader, element);
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
	if (element->built)
		((Flow *)element->built)->tos = (uint8_t)(config->dscp << 2);
	else
		load_gerror(loader, element->line, &error, NULL);
}

void load_flows(Loader *loader, gboolean whole)
{
	for_each(loader, LOAD_FLOW, whole, build_flow);
}

/* Whence and whither probes go, found in the network. */
typedef struct Probe {
	char *title;
	FwdNode *node;
	FwdVrf *vrf;
	NetAddr src, dst;
} Probe;

static void take_flow(const Flow *flow, Probe *out)
{
	out->node = flow->ends[FLOW_FORWARD]->fwd;
	out->vrf = flow->vrfs[FLOW_FORWARD];
	out->src = flow->addrs[FLOW_FORWARD];
	out->dst = flow->addrs[FLOW_REVERSE];
}

/* The ends that are named there; an error where they do not exist. */
static gboolean take_ends(const LoadProbe *config, const Node *from, Probe *out, GError **error)
{
	out->node = from->fwd;
	out->dst = config->to;
	return flow_source(from, or_null(config->vrf), &config->source, &out->vrf, &out->src,
			   error);
}

static gboolean check_probe(Loader *loader, const LoadElement *element)
{
	const LoadProbe *config = element->config;
	gboolean has_ends = *config->from && net_addr_is_set(&config->to);
	gboolean has_any_end = *config->from || *config->vrf || net_addr_is_set(&config->to) ||
			       net_addr_is_set(&config->source);

	if (*config->flow ? !has_any_end : has_ends)
		return TRUE;
	load_error(loader->errors, element->line,
		   "a %s goes along a flow or between ends; write either flow=\"...\" or "
		   "from=\"...\" and to=\"...\"",
		   element->shape.element);
	return FALSE;
}

static char *probe_title(const LoadProbe *config)
{
	char to[NET_ADDR_STRLEN];

	if (*config->name || *config->flow)
		return g_strdup(*config->name ? config->name : config->flow);
	return g_strdup_printf("%s to %s", config->from, net_addr_str(&config->to, to));
}

/* FALSE where the probes cannot be sent, which is told, or the network is not whole. */
static gboolean find_probe(Loader *loader, const LoadElement *element, gboolean whole, Probe *out)
{
	const LoadProbe *config = element->config;
	const LoadElement *end = *config->flow
					 ? load_names_find(&loader->flows, "flow", config->flow,
							   element->line, loader->errors)
					 : load_names_find(&loader->nodes, "node", config->from,
							   element->line, loader->errors);
	GError *error = NULL;

	if (!end || !end->built || !whole)
		return FALSE;
	if (*config->flow)
		take_flow(end->built, out);
	else if (!take_ends(config, end->built, out, &error)) {
		load_gerror(loader, element->line, &error, NULL);
		return FALSE;
	}
	out->title = probe_title(config);
	return TRUE;
}

static void add_ping(Loader *loader, const LoadPing *config, const Probe *probe, ExpectWhen when)
{
	PingConfig ping = {
		.vrf = probe->vrf,
		.src = probe->src,
		.dst = probe->dst,
		.start = config->probe.time,
		.interval = config->interval,
		.timeout = config->probe.timeout,
		.count = config->count,
		.ttl = config->ttl,
		.tos = (uint8_t)(config->dscp << 2),
		.df = config->df,
		.size = (uint16_t)config->size,
	};
	Ping *added;

	added = ping_new(probe->node, probe->title, &ping);
	g_ptr_array_add(loader->scenario->pings, added);
	if (*config->expect)
		expect_add_ping(loader->scenario->expectations, added, config->expect, &when);
}

static void build_ping(Loader *loader, LoadElement *element, gboolean whole)
{
	const LoadPing *config = element->config;
	SimTime last_sent;
	Probe probe;

	if (!element->sound || !check_probe(loader, element))
		return;
	if (__builtin_mul_overflow(config->interval, (SimTime)config->count - 1, &last_sent) ||
	    last_sent > SIM_NEVER / 4) {
		load_error(loader->errors, element->line,
			   "count times interval is more than 73 years; write less");
		return;
	}
	load_note_time(loader, element->line,
		       config->probe.time + last_sent + config->probe.timeout);
	if (find_probe(loader, element, whole, &probe)) {
		add_ping(loader, config, &probe, load_expect_when(loader, element));
		g_free(probe.title);
	}
}

void load_pings(Loader *loader, gboolean whole)
{
	for_each(loader, LOAD_PING, whole, build_ping);
}

static void build_traceroute(Loader *loader, LoadElement *element, gboolean whole)
{
	const LoadTraceroute *config = element->config;
	TracerouteConfig traceroute;
	Probe probe;

	if (!element->sound || !check_probe(loader, element))
		return;
	load_note_time(loader, element->line, config->probe.time);
	if (loader->scenario->traceroutes->len == LOAD_MAX_TRACEROUTES) {
		load_error(loader->errors, element->line,
			   "more than %d traceroutes; split the scenario", LOAD_MAX_TRACEROUTES);
		return;
	}
	if (!find_probe(loader, element, whole, &probe))
		return;
	traceroute = (TracerouteConfig){
		.vrf = probe.vrf,
		.src = probe.src,
		.dst = probe.dst,
		.start = config->probe.time,
		.timeout = config->probe.timeout,
		.method = config->method,
		.max_ttl = config->max_ttl,
		.probes = config->probes,
	};
	g_ptr_array_add(loader->scenario->traceroutes,
			traceroute_new(probe.node, probe.title, &traceroute));
	g_free(probe.title);
}

void load_traceroutes(Loader *loader, gboolean whole)
{
	for_each(loader, LOAD_TRACEROUTE, whole, build_traceroute);
}

static gboolean check_window(Loader *loader, const LoadElement *element)
{
	const LoadFlowProbe *config = element->config;

	if (config->interval < PROBE_MIN_INTERVAL)
		load_error(loader->errors, element->line,
			   "interval is less than 1us; write a longer one");
	else if (config->to < config->from)
		load_error(loader->errors, element->line,
			   "probes end before they begin; write a later to=\"...\"");
	else
		return TRUE;
	return FALSE;
}

/* The run goes on until what was sent last must have come to its end, unless it has one of its own. */
static void note_window(Loader *loader, const LoadElement *element)
{
	const LoadFlowProbe *config = element->config;
	Scenario *scenario = loader->scenario;

	load_note_time(loader, element->line, config->to == SIM_NEVER ? config->from : config->to);
	if (config->to != SIM_NEVER)
		scenario->last =
			MAX(scenario->last, MIN(config->to + config->timeout, scenario->until));
}

static void build_probe(Loader *loader, LoadElement *element, gboolean whole)
{
	const LoadFlowProbe *config = element->config;
	const LoadElement *flow;

	if (!element->sound || !check_window(loader, element))
		return;
	note_window(loader, element);
	flow = load_names_find(&loader->flows, "flow", config->flow, element->line, loader->errors);
	if (!flow || !flow->built || !whole)
		return;
	probe_add(loader->scenario->probes, &(ProbeConfig){
						    .flow = flow->built,
						    .interval = config->interval,
						    .from = config->from,
						    .to = config->to,
						    .timeout = config->timeout,
					    });
}

void load_probes_of_flows(Loader *loader, gboolean whole)
{
	for_each(loader, LOAD_PROBE, whole, build_probe);
}

static void build_actions(Loader *loader, LoadElement *at, gboolean whole)
{
	const LoadAt *config = at->config;
	Network *network = loader->scenario->network;

	if (!at->sound)
		return;
	load_note_time(loader, at->line, config->time);
	for (unsigned i = 0; whole && i < at->children->len && !load_errors_full(loader->errors);
	     i++) {
		LoadElement *element = g_ptr_array_index(at->children, i);
		const ActionClass *action = element->shape.action;
		GError *error = NULL;

		if (!element->sound)
			continue;
		load_check_sources(loader, element);
		if (!action->check(network, element->config, &error)) {
			load_gerror(loader, element->line, &error, NULL);
			continue;
		}
		element->built = element->config;
		network_schedule(network, config->time, action, g_steal_pointer(&element->config));
	}
}

void load_actions(Loader *loader, gboolean whole)
{
	for_each(loader, LOAD_AT, whole, build_actions);
}
