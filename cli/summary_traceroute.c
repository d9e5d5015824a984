/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/summary_traceroute.h"

#include "cli/json.h"

#include <inttypes.h>
#include <string.h>

static gboolean same_answer(const TracerouteProbe *a, const TracerouteProbe *b)
{
	if (!net_addr_equal(&a->responder, &b->responder) || a->depth != b->depth)
		return FALSE;
	for (unsigned i = 0; i < a->depth; i++)
		if (a->stack[i].label != b->stack[i].label)
			return FALSE;
	return TRUE;
}

/* What an answer that ends it says, or that there was no probe; NULL where that is not worth words. */
static const char *remark(const TracerouteProbe *probe)
{
	if (strcmp(probe->result, "not-sent") == 0)
		return "not sent";
	return g_str_has_suffix(probe->result, "-unreachable") &&
			       strcmp(probe->result, "port-unreachable") != 0
		       ? probe->result
		       : NULL;
}

/* "(not sent: no route)"; the reason once for probes in a row that have the same. */
static void append_remark(const TracerouteProbe *probe, const TracerouteProbe *before, GString *out)
{
	const char *what = remark(probe);
	const char *why =
		before && g_strcmp0(before->reason, probe->reason) == 0 ? NULL : probe->reason;

	if (what || why)
		g_string_append_printf(out, " (%s%s%s)", what ? what : "", what && why ? ": " : "",
				       why ? why : "");
}

/* Who and with which labels, unless the probe before it says the same; then how long. */
static void append_probe(const TracerouteProbe *probe, const TracerouteProbe *before, GString *out)
{
	char text[NET_ADDR_STRLEN];

	if (!probe->result)
		return;
	g_string_append(out, "  ");
	if (!net_addr_is_set(&probe->responder)) {
		g_string_append_c(out, '*');
		append_remark(probe, before, out);
		return;
	}
	if (!before || !same_answer(probe, before)) {
		g_string_append_printf(out, "%s ", net_addr_str(&probe->responder, text));
		for (unsigned i = 0; i < probe->depth; i++)
			g_string_append_printf(out, "[%u ttl %u]", probe->stack[i].label,
					       probe->stack[i].ttl);
		if (probe->depth > 0)
			g_string_append_c(out, ' ');
	}
	g_string_append_printf(out, "%" PRId64 ".%03" PRId64 " ms", probe->rtt / SIM_MSEC,
			       probe->rtt % SIM_MSEC / SIM_USEC);
	append_remark(probe, before, out);
}

void summary_traceroute_text(const Traceroute *t, GString *out)
{
	g_string_append_printf(out, "  traceroute %s, %s\n", traceroute_name(t),
			       traceroute_reached(t) ? "reached" : "not reached");
	for (unsigned ttl = 1; ttl <= traceroute_hops(t); ttl++) {
		const TracerouteProbe *before = NULL;

		g_string_append_printf(out, "    %2u", ttl);
		for (unsigned i = 1; i <= traceroute_config(t)->probes; i++) {
			const TracerouteProbe *probe = traceroute_probe(t, ttl, i);

			append_probe(probe, before, out);
			before = probe;
		}
		g_string_append_c(out, '\n');
	}
}

static void json_stack(const TracerouteProbe *probe, GString *out)
{
	json_begin(out, '[');
	for (unsigned i = 0; i < probe->depth; i++) {
		json_begin(out, '{');
		json_name(out, "label");
		json_int(out, probe->stack[i].label);
		json_name(out, "ttl");
		json_int(out, probe->stack[i].ttl);
		json_name(out, "tc");
		json_int(out, probe->stack[i].tc);
		json_end(out, '}');
	}
	json_end(out, ']');
}

static void json_probe(const TracerouteProbe *probe, unsigned ttl, GString *out)
{
	char text[NET_ADDR_STRLEN];
	gboolean answered = net_addr_is_set(&probe->responder);

	json_begin(out, '{');
	json_name(out, "ttl");
	json_int(out, ttl);
	json_name(out, "result");
	json_text(out, probe->result);
	json_name(out, "responder");
	json_text(out, answered ? net_addr_str(&probe->responder, text) : NULL);
	json_name(out, "rtt_s");
	json_seconds(out, probe->rtt);
	json_name(out, "stack");
	json_stack(probe, out);
	json_name(out, "reason");
	json_text(out, probe->reason);
	json_end(out, '}');
}

void summary_traceroute_json(const Traceroute *t, GString *out)
{
	json_begin(out, '{');
	json_name(out, "name");
	json_text(out, traceroute_name(t));
	json_name(out, "reached");
	json_bool(out, traceroute_reached(t));
	json_name(out, "probes");
	json_begin(out, '[');
	for (unsigned ttl = 1; ttl <= traceroute_hops(t); ttl++)
		for (unsigned i = 1; i <= traceroute_config(t)->probes; i++)
			json_probe(traceroute_probe(t, ttl, i), ttl, out);
	json_end(out, ']');
	json_end(out, '}');
}
