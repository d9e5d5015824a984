/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Limits on the routes of a table. A prefix that has no route gets none while there are as many as may be, but
 * for the node's own addresses; it waits, in order of arrival, for another one to go.
 */
#include "models/net/records.h"
#include "models/rib/rib_private.h"

static gboolean is_own(const Rib *rib, const RibCandidate *candidate)
{
	return candidate->route.source == &rib->node->connected ||
	       candidate->route.source == &rib->node->local;
}

static void record_refusal(const RibEntry *entry, const RibCandidate *candidate)
{
	const Rib *rib = entry->rib;
	g_autoptr(GString) reason = g_string_new(NULL);
	TraceRefusal record = {
		.head = {.type = &trace_refusal, .node = rib->node->fwd->name},
		.vrf = rib_name(rib),
		.family = net_family_name(entry->prefix.addr.family),
		.prefix = entry->prefix,
		.protocol = candidate->route.source->protocol,
	};
	uint64_t id;

	rib_limit_append_reason(rib, reason);
	record.reason = reason->str;
	id = sim_trace(rib->node->fwd->sim, &record.head);
	sim_trace_also_because(rib->node->fwd->sim, id, candidate->route.cause);
}

static void record_event(const Rib *rib, const char *kind)
{
	g_autofree char *reason =
		g_strdup_printf("%u routes of %u that may be", rib->n_routes, rib->limit.most);
	TraceSessionEvent record = {
		.head = {.type = &trace_session_event, .node = rib->node->fwd->name},
		.vrf = rib_name(rib),
		.protocol = "rib",
		.kind = kind,
		.reason = reason,
	};

	sim_trace(rib->node->fwd->sim, &record.head);
}

void rib_set_limit(Rib *rib, const RibLimit *limit)
{
	g_assert(limit->threshold >= 1 && limit->threshold <= 100);
	rib->limit = *limit;
}

uint32_t rib_n_routes(const Rib *rib)
{
	return rib->n_routes;
}

void rib_limit_append_reason(const Rib *rib, GString *out)
{
	g_string_append_printf(out, "the table has %u routes, as many as it may have",
			       rib->limit.most);
}

gboolean rib_limit_admits(RibEntry *entry, const RibCandidate *candidate)
{
	Rib *rib = entry->rib;

	if (rib->limit.most == 0 || rib->limit.warns || is_own(rib, candidate) ||
	    rib->n_routes < rib->limit.most)
		return TRUE;
	if (!entry->refused) {
		entry->refused = TRUE;
		g_queue_push_tail(&rib->refused, entry);
		record_refusal(entry, candidate);
	}
	return FALSE;
}

void rib_limit_forget(RibEntry *entry)
{
	if (entry->refused)
		g_queue_remove(&entry->rib->refused, entry);
	entry->refused = FALSE;
}

/* Once for each time that the threshold is passed. */
static void warn(Rib *rib)
{
	uint64_t from = (uint64_t)rib->limit.most * rib->limit.threshold;
	gboolean over = rib->limit.most > 0 && (uint64_t)rib->n_routes * 100 >= from;

	if (over && !rib->warned)
		record_event(rib, "route-limit");
	rib->warned = over;
}

void rib_limit_count(RibEntry *entry, gboolean had, gboolean has)
{
	Rib *rib = entry->rib;

	if (had == has)
		return;
	rib->n_routes += has ? 1 : -1U;
	if (rib->node->forgetting)
		return;
	warn(rib);
	if (!has && !g_queue_is_empty(&rib->refused))
		rib_entry_mark(g_queue_peek_head(&rib->refused));
}
