/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/summary.h"

#include "cli/json.h"
#include "cli/summary_probe.h"
#include "cli/summary_sessions.h"
#include "cli/summary_traceroute.h"

#include <inttypes.h>
#include <string.h>

static void append_hops(const Path *path, GString *out)
{
	for (unsigned i = 0; i < path->n_hops; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? " > " : "", path->hops[i].node->name);
}

/* A path that ends where it begins has none. */
static void append_links(const Path *path, GString *out)
{
	if (path->n_hops < 2)
		return;
	g_string_append(out, "    ");
	path_append_kinds(path, out);
	g_string_append_c(out, '\n');
}

static void append_path(const Flow *flow, FlowDirection direction, GString *out)
{
	const Path *path = flow->path[direction];
	char to[NET_ADDR_STRLEN];

	g_string_append_printf(out, "  %s %s -> %s  ", flow->name, flow->ends[direction]->name,
			       net_addr_str(&flow->addrs[!direction], to));
	if (!path) {
		g_string_append(out, "not walked\n");
		return;
	}
	g_string_append(out, path_verdict_name(path->verdict));
	if (path->verdict != PATH_DELIVERED)
		g_string_append_printf(out, " at %s: %s", path->hops[path->n_hops - 1].node->name,
				       path->reason);
	g_string_append_c(out, '\n');
	append_links(path, out);
	g_string_append(out, "    ");
	append_hops(path, out);
	g_string_append_c(out, '\n');
}

static void append_ms(GString *out, SimTime t)
{
	g_string_append_printf(out, "%" PRId64 ".%03" PRId64, t / SIM_MSEC,
			       t % SIM_MSEC / SIM_USEC);
}

static gboolean has_failed(const PingOutcome *outcome)
{
	return outcome->result && strcmp(outcome->result, "reply") != 0;
}

static gboolean same_outcome(const PingOutcome *a, const PingOutcome *b)
{
	return g_strcmp0(a->result, b->result) == 0 && g_strcmp0(a->reason, b->reason) == 0 &&
	       net_addr_equal(&a->responder, &b->responder);
}

/* Requests in a row that failed alike: called for each such row, first to last. */
typedef void (*FailuresFn)(const PingOutcome *outcome, unsigned first, unsigned last, GString *out);

static void foreach_failures(const Ping *ping, FailuresFn fn, GString *out)
{
	unsigned n = ping_config(ping)->count;

	for (unsigned first = 1, last; first <= n; first = last + 1) {
		const PingOutcome *outcome = ping_outcome(ping, first);

		for (last = first; last < n && same_outcome(outcome, ping_outcome(ping, last + 1));)
			last++;
		if (has_failed(outcome))
			fn(outcome, first, last, out);
	}
}

/* "1-5 net-unreachable from 192.168.3.1: dropped at PE-2: no LSP to PE-1" */
static void append_failures(const PingOutcome *outcome, unsigned first, unsigned last, GString *out)
{
	char text[NET_ADDR_STRLEN];

	g_string_append_printf(out, "    %u", first);
	if (last > first)
		g_string_append_printf(out, "-%u", last);
	g_string_append_printf(out, " %s", outcome->result);
	if (net_addr_is_set(&outcome->responder))
		g_string_append_printf(out, " from %s", net_addr_str(&outcome->responder, text));
	if (outcome->reason)
		g_string_append_printf(out, ": %s", outcome->reason);
	g_string_append_c(out, '\n');
}

static void append_ping(const Ping *ping, GString *out)
{
	PingResult result = ping_result(ping);

	g_string_append_printf(out, "  ping %s: %u sent, %u received", ping_name(ping), result.sent,
			       result.received);
	if (result.not_sent > 0)
		g_string_append_printf(out, ", %u not sent", result.not_sent);
	if (result.errors > result.not_sent)
		g_string_append_printf(out, ", %u errors", result.errors - result.not_sent);
	if (result.received > 0) {
		g_string_append(out, ", rtt min/avg/max ");
		append_ms(out, result.rtt_min);
		g_string_append_c(out, '/');
		append_ms(out, result.rtt_sum / result.received);
		g_string_append_c(out, '/');
		append_ms(out, result.rtt_max);
		g_string_append(out, " ms");
	}
	g_string_append_c(out, '\n');
	foreach_failures(ping, append_failures, out);
}

const char *summary_file(const Summary *summary, const ExpectResult *result)
{
	return result->file ? result->file : summary->scenario->path;
}

static void append_expectations(const Summary *summary, GString *out)
{
	const GArray *results = expect_results(summary->scenario->expectations);

	for (unsigned i = 0; i < results->len; i++) {
		const ExpectResult *result = &g_array_index(results, ExpectResult, i);

		g_string_append_printf(out, "  %s %s:%u %s\n", result->passed ? "met   " : "FAILED",
				       summary_file(summary, result), result->line, result->name);
		if (!result->passed)
			g_string_append_printf(out, "         seen: %s\n", result->detail);
	}
}

/* "cold start at 0 s: last change after 25.007 s, quiet after 60.1 s, 120 messages" */
static void append_perturbation(const Perturbation *p, GString *out)
{
	g_string_append_printf(out, "  %s%s%s at ", p->kind, p->target ? " " : "",
			       p->target ? p->target : "");
	sim_time_append(out, p->start);
	g_string_append(out, " s: ");
	if (p->last_change == CONVERGE_NEVER) {
		g_string_append(out, "no route or label changed, ");
	} else {
		g_string_append(out, "last change after ");
		sim_time_append(out, p->last_change - p->start);
		g_string_append(out, " s, ");
	}
	if (p->converged == CONVERGE_NEVER) {
		g_string_append(out, "not quiet, ");
	} else {
		g_string_append(out, "quiet after ");
		sim_time_append(out, p->converged - p->start);
		g_string_append(out, " s, ");
	}
	g_string_append_printf(out, "%" PRIu64 " messages\n", p->messages);
}

static void append_perturbations(const Summary *summary, GString *out)
{
	const GArray *all = converge_perturbations(summary->converge);

	for (unsigned i = 0; i < all->len; i++)
		append_perturbation(&g_array_index(all, Perturbation, i), out);
}

unsigned summary_failed(const Summary *summary)
{
	const GArray *results = expect_results(summary->scenario->expectations);
	unsigned failed = 0;

	for (unsigned i = 0; i < results->len; i++)
		failed += !g_array_index(results, ExpectResult, i).passed;
	return failed;
}

static void append_count(unsigned n, const char *what, GString *out)
{
	g_string_append_printf(out, "%u %s%s, ", n, what, n == 1 ? "" : "s");
}

void summary_append_text(const Summary *summary, GString *out)
{
	const Scenario *scenario = summary->scenario;
	const GPtrArray *flows = flow_all(scenario->flows);
	const GPtrArray *probes = probe_set_all(scenario->probes);
	unsigned n = expect_results(scenario->expectations)->len;

	g_string_append_printf(out, "%s: ", scenario->name);
	append_count(scenario->network->nodes->len, "node", out);
	append_count(scenario->network->links->len, "link", out);
	g_string_append_printf(out, "%s at ", summary->status);
	sim_time_append(out, scenario->sim->now);
	g_string_append_printf(out, " s after %" PRIu64 " events, digest %016" PRIx64 "\n",
			       scenario->sim->executed, digest_value(&scenario->sim->digest));
	append_perturbations(summary, out);
	summary_sessions_text(scenario->network, out);
	for (unsigned i = 0; i < flows->len; i++)
		for (unsigned d = 0; d < FLOW_DIRECTIONS; d++)
			append_path(g_ptr_array_index(flows, i), (FlowDirection)d, out);
	for (unsigned i = 0; i < scenario->pings->len; i++)
		append_ping(g_ptr_array_index(scenario->pings, i), out);
	for (unsigned i = 0; i < scenario->traceroutes->len; i++)
		summary_traceroute_text(g_ptr_array_index(scenario->traceroutes, i), out);
	for (unsigned i = 0; i < probes->len; i++)
		summary_probe_text(g_ptr_array_index(probes, i), out);
	append_expectations(summary, out);
	if (n > 0)
		g_string_append_printf(out, "%u of %u expectations met\n",
				       n - summary_failed(summary), n);
	g_string_append_printf(out, "recorded in %s\n", summary->database);
}

static void json_flow(const Flow *flow, FlowDirection direction, GString *out)
{
	const Path *path = flow->path[direction];
	GString *text = g_string_new(NULL);

	json_begin(out, '{');
	json_name(out, "flow");
	json_text(out, flow->name);
	json_name(out, "direction");
	json_text(out, flow_direction_name(direction));
	json_name(out, "from");
	json_text(out, flow->ends[direction]->name);
	json_name(out, "to");
	net_addr_append(&flow->addrs[!direction], text);
	json_text(out, text->str);
	json_name(out, "verdict");
	json_text(out, path ? path_verdict_name(path->verdict) : NULL);
	json_name(out, "reason");
	json_text(out, path ? path->reason : NULL);
	json_name(out, "path");
	g_string_truncate(text, 0);
	if (path)
		path_append_kinds(path, text);
	json_text(out, text->str);
	json_end(out, '}');
	g_string_free(text, TRUE);
}

static void json_failures(const PingOutcome *outcome, unsigned first, unsigned last, GString *out)
{
	gboolean answered = net_addr_is_set(&outcome->responder);
	char text[NET_ADDR_STRLEN];

	json_begin(out, '{');
	json_name(out, "first");
	json_int(out, first);
	json_name(out, "last");
	json_int(out, last);
	json_name(out, "result");
	json_text(out, outcome->result);
	json_name(out, "responder");
	json_text(out, answered ? net_addr_str(&outcome->responder, text) : NULL);
	json_name(out, "reason");
	json_text(out, outcome->reason);
	json_end(out, '}');
}

static void json_ping(const Ping *ping, GString *out)
{
	PingResult result = ping_result(ping);

	json_begin(out, '{');
	json_name(out, "name");
	json_text(out, ping_name(ping));
	json_name(out, "sent");
	json_int(out, result.sent);
	json_name(out, "received");
	json_int(out, result.received);
	json_name(out, "errors");
	json_int(out, result.errors);
	json_name(out, "not_sent");
	json_int(out, result.not_sent);
	json_name(out, "failures");
	json_begin(out, '[');
	foreach_failures(ping, json_failures, out);
	json_end(out, ']');
	json_end(out, '}');
}

static void json_expectation(const Summary *summary, const ExpectResult *result, GString *out)
{
	json_begin(out, '{');
	json_name(out, "name");
	json_text(out, result->name);
	json_name(out, "file");
	json_text(out, summary_file(summary, result));
	json_name(out, "line");
	json_int(out, result->line);
	json_name(out, "passed");
	json_bool(out, result->passed);
	json_name(out, "detail");
	json_text(out, result->detail);
	json_end(out, '}');
}

static void json_perturbation(const Perturbation *p, GString *out)
{
	json_begin(out, '{');
	json_name(out, "kind");
	json_text(out, p->kind);
	json_name(out, "target");
	json_text(out, p->target);
	json_name(out, "time_s");
	json_seconds(out, p->start);
	json_name(out, "last_change_s");
	json_seconds(out, p->last_change);
	json_name(out, "converged_s");
	json_seconds(out, p->converged);
	json_name(out, "messages");
	json_int(out, (int64_t)p->messages);
	json_end(out, '}');
}

static void json_lists(const Summary *summary, GString *out)
{
	const Scenario *scenario = summary->scenario;
	const GPtrArray *flows = flow_all(scenario->flows);
	const GPtrArray *probes = probe_set_all(scenario->probes);
	const GArray *results = expect_results(scenario->expectations);
	const GArray *perturbations = converge_perturbations(summary->converge);

	json_name(out, "perturbations");
	json_begin(out, '[');
	for (unsigned i = 0; i < perturbations->len; i++)
		json_perturbation(&g_array_index(perturbations, Perturbation, i), out);
	json_end(out, ']');
	json_name(out, "not_up");
	json_begin(out, '[');
	summary_sessions_json(scenario->network, out);
	json_end(out, ']');
	json_name(out, "flows");
	json_begin(out, '[');
	for (unsigned i = 0; i < flows->len; i++)
		for (unsigned d = 0; d < FLOW_DIRECTIONS; d++)
			json_flow(g_ptr_array_index(flows, i), (FlowDirection)d, out);
	json_end(out, ']');
	json_name(out, "pings");
	json_begin(out, '[');
	for (unsigned i = 0; i < scenario->pings->len; i++)
		json_ping(g_ptr_array_index(scenario->pings, i), out);
	json_end(out, ']');
	json_name(out, "traceroutes");
	json_begin(out, '[');
	for (unsigned i = 0; i < scenario->traceroutes->len; i++)
		summary_traceroute_json(g_ptr_array_index(scenario->traceroutes, i), out);
	json_end(out, ']');
	json_name(out, "probes");
	json_begin(out, '[');
	for (unsigned i = 0; i < probes->len; i++)
		summary_probe_json(g_ptr_array_index(probes, i), out);
	json_end(out, ']');
	json_name(out, "expectations");
	json_begin(out, '[');
	for (unsigned i = 0; i < results->len; i++)
		json_expectation(summary, &g_array_index(results, ExpectResult, i), out);
	json_end(out, ']');
}

void summary_append_json(const Summary *summary, GString *out)
{
	const Scenario *scenario = summary->scenario;
	char *digest = g_strdup_printf("%016" PRIx64, digest_value(&scenario->sim->digest));

	json_begin(out, '{');
	json_name(out, "scenario");
	json_text(out, scenario->name);
	json_name(out, "status");
	json_text(out, summary->status);
	json_name(out, "sim_end_s");
	json_seconds(out, scenario->sim->now);
	json_name(out, "events");
	json_int(out, (int64_t)scenario->sim->executed);
	json_name(out, "digest");
	json_text(out, digest);
	json_name(out, "database");
	json_text(out, summary->database);
	json_lists(summary, out);
	json_end(out, '}');
	g_string_append_c(out, '\n');
	g_free(digest);
}
