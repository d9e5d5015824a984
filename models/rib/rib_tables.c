/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/rib_tables.h"

#include "models/fwd/tables.h"
#include "models/rib/rib_private.h"

/* ---- Next hops of routes and LSPs ---- */

static gboolean print_hops(const void *p, GString *out)
{
	RibHops *hops = *(RibHops *const *)p;

	rib_hops_append(hops, UINT16_MAX, out);
	return TRUE;
}

static const FieldKind field_hops = {
	.name = "hops",
	.storage = FIELD_STORE_TEXT,
	.print = print_hops,
};

/* As field_next_hop_labels has it: one stack per hop where any hop pushes labels. */
static gboolean print_hop_labels(const void *p, GString *out)
{
	RibHops *hops = *(RibHops *const *)p;

	if (!rib_hops_labelled(hops))
		return TRUE;
	for (unsigned i = 0; i < hops->n; i++) {
		if (i > 0)
			g_string_append_c(out, ' ');
		if (hops->hop[i].labels.depth > 0)
			field_label_stack.print(&hops->hop[i].labels, out);
		else
			g_string_append_c(out, '-');
	}
	return TRUE;
}

static const FieldKind field_hop_labels = {
	.name = "hop-labels",
	.storage = FIELD_STORE_TEXT,
	.print = print_hop_labels,
};

/* As rib_hops_usable() has it, without its notes for later. */
static gboolean is_blocked(const RibHops *hops, unsigned i)
{
	const RibHop *hop = &hops->hop[i];
	const RibUse *use = hops->uses ? &hops->uses[i] : NULL;

	if (use && use->nht)
		return !use->nht->resolved || rib_nht_leads_through(use->nht, use->entry);
	return hop->kind == RIB_HOP_INTERFACE && !fwd_iface_is_up(hop->iface);
}

static gboolean all_blocked(const RibHops *hops)
{
	for (unsigned i = 0; i < hops->n; i++)
		if (!is_blocked(hops, i))
			return FALSE;
	return TRUE;
}

/* Why the first of the hops, all of which are blocked, cannot be used. */
static void append_unusable(const RibHops *hops, GString *out)
{
	const RibNht *nht = hops->uses ? hops->uses[0].nht : NULL;

	if (nht && !nht->resolved)
		rib_nht_append_reason(nht, out);
	else if (nht)
		g_string_append(out, "resolves through itself");
	else
		g_string_append_printf(out, "interface %s down", hops->hop[0].iface->name);
}

/* ---- All entries of a node, table by table ---- */

typedef struct Visit {
	void (*visit)(struct Visit *visit, const RibEntry *entry);
	TableRowFn fn;
	void *user;
	GString *text;
} Visit;

static void visit_entry(RibEntry *entry, void *user)
{
	Visit *visit = user;

	visit->visit(visit, entry);
}

static void each_entry(const RibNode *node, Visit *visit)
{
	visit->text = g_string_new(NULL);
	for (unsigned i = 0; i < node->ribs->len; i++)
		rib_entries_foreach(g_ptr_array_index(node->ribs, i), visit_entry, visit);
	g_string_free(visit->text, TRUE);
}

/* ---- Routes ---- */

typedef struct RouteRow {
	const char *vrf, *family;
	NetPrefix prefix;
	const char *protocol;
	gboolean best;
	uint8_t distance;
	uint32_t metric, tag;
	const RibHops *next_hop, *labels;
	const char *reason;
} RouteRow;

static const Field route_fields[] = {
	FIELD(RouteRow, vrf, field_text),      FIELD(RouteRow, family, field_text),
	FIELD(RouteRow, prefix, field_prefix), FIELD(RouteRow, protocol, field_text),
	FIELD(RouteRow, best, field_bool),     FIELD(RouteRow, distance, field_u8),
	FIELD(RouteRow, metric, field_u32),    FIELD(RouteRow, tag, field_u32),
	FIELD(RouteRow, next_hop, field_hops), FIELD(RouteRow, labels, field_hop_labels),
	FIELD(RouteRow, reason, field_text),
};

/* Why the candidate is not the best one; NULL where it is. */
static const char *why_not(const RibEntry *entry, const RibCandidate *candidate, GString *text)
{
	const RibRoute *best = entry->best ? &entry->best->route : NULL;

	if (candidate == entry->best)
		return NULL;
	g_string_truncate(text, 0);
	if (candidate->route.distance >= RIB_DISTANCE_UNUSABLE)
		g_string_append_printf(text, "distance %d is not used", RIB_DISTANCE_UNUSABLE);
	else if (all_blocked(candidate->hops))
		append_unusable(candidate->hops, text);
	else if (entry->refused)
		rib_limit_append_reason(entry->rib, text);
	else if (best && best->distance != candidate->route.distance)
		g_string_append_printf(text, "distance %u of %s is lower", best->distance,
				       best->source->protocol);
	else if (best && best->metric != candidate->route.metric)
		g_string_append_printf(text, "metric %u is lower", best->metric);
	else
		g_string_append(text, "another source comes first");
	return text->str;
}

static void visit_routes(Visit *visit, const RibEntry *entry)
{
	for (unsigned i = 0; i < entry->routes->len; i++) {
		const RibCandidate *candidate = g_ptr_array_index(entry->routes, i);
		RouteRow row = {
			.vrf = rib_name(entry->rib),
			.family = net_family_name(entry->prefix.addr.family),
			.prefix = entry->prefix,
			.protocol = candidate->route.source->protocol,
			.best = candidate == entry->best,
			.distance = candidate->route.distance,
			.metric = candidate->route.metric,
			.tag = candidate->route.tag,
			.next_hop = candidate->hops,
			.labels = candidate->hops,
			.reason = why_not(entry, candidate, visit->text),
		};

		visit->fn(&row, visit->user);
	}
}

static void each_route(const void *instance, TableRowFn fn, void *user)
{
	each_entry(instance, &(Visit){.visit = visit_routes, .fn = fn, .user = user});
}

static const TableDef table_routes =
	TABLE_DEF("routes", "all candidates of the routing tables, and why some are not used",
		  route_fields, RouteRow, each_route);

/* ---- LSPs ---- */

typedef struct LspRow {
	const char *vrf;
	NetRd rd;
	NetPrefix fec;
	const char *protocol, *kind;
	gboolean best;
	uint8_t preference;
	const RibHops *next_hop, *labels;
	const char *reason;
} LspRow;

static const Field lsp_fields[] = {
	FIELD(LspRow, vrf, field_text),          FIELD(LspRow, rd, field_rd),
	FIELD(LspRow, fec, field_prefix),        FIELD(LspRow, protocol, field_text),
	FIELD(LspRow, kind, field_text),         FIELD(LspRow, best, field_bool),
	FIELD(LspRow, preference, field_u8),     FIELD(LspRow, next_hop, field_hops),
	FIELD(LspRow, labels, field_hop_labels), FIELD(LspRow, reason, field_text),
};

static const char *why_not_lsp(const RibEntry *entry, const RibLspCandidate *candidate,
			       GString *text)
{
	if (candidate == entry->best_lsp)
		return NULL;
	g_string_truncate(text, 0);
	if (all_blocked(candidate->hops))
		append_unusable(candidate->hops, text);
	else
		g_string_append(text, "another LSP is preferred");
	return text->str;
}

static void visit_lsps(Visit *visit, const RibEntry *entry)
{
	for (unsigned i = 0; entry->lsps && i < entry->lsps->len; i++) {
		const RibLspCandidate *candidate = g_ptr_array_index(entry->lsps, i);
		LspRow row = {
			.vrf = rib_name(entry->rib),
			.fec = entry->prefix,
			.protocol = candidate->lsp.source->protocol,
			.kind = label_kind_name(candidate->lsp.kind),
			.best = candidate == entry->best_lsp,
			.preference = candidate->lsp.preference,
			.next_hop = candidate->hops,
			.labels = candidate->hops,
			.reason = why_not_lsp(entry, candidate, visit->text),
		};

		visit->fn(&row, visit->user);
	}
}

static void visit_swap_lsp(const RibSwaps *swaps, uint32_t label, uint32_t key, void *user)
{
	Visit *visit = user;
	RibHops *hops = g_malloc0(sizeof(RibHops) + sizeof(RibHop));
	Fec fec = swaps->fec(swaps, key);
	RibSwap swap;
	LspRow row = {.protocol = swaps->source->protocol,
		      .preference = swaps->preference,
		      .next_hop = hops,
		      .labels = hops};

	(void)label;
	swaps->describe(swaps, key, &swap);
	if (swap.next_hop) {
		g_string_truncate(visit->text, 0);
		hops->n = 1;
		hops->hop[0] = (RibHop){.kind = RIB_HOP_RECURSIVE, .gateway = swap.next_hop->addr};
		hops->hop[0].labels.depth = swap.out.value != NET_LABEL_NONE;
		hops->hop[0].labels.label[0] = swap.out;
		row.rd = fec.rd;
		row.fec = fec.prefix;
		row.kind = label_kind_name((LabelKind)swap.out.kind);
		row.best = swap.next_hop->resolved;
		rib_nht_append_reason(swap.next_hop, visit->text);
		row.reason = row.best ? NULL : visit->text->str;
		visit->fn(&row, visit->user);
	}
	g_free(hops);
}

static void each_swap(const RibNode *node, RibSwapFn fn, Visit *visit)
{
	visit->text = g_string_new(NULL);
	for (unsigned i = 0; i < node->swaps->len; i++) {
		const RibSwaps *swaps = g_ptr_array_index(node->swaps, i);

		swaps->each(swaps, fn, visit);
	}
	g_string_free(visit->text, TRUE);
}

static void each_lsp(const void *instance, TableRowFn fn, void *user)
{
	each_entry(instance, &(Visit){.visit = visit_lsps, .fn = fn, .user = user});
	each_swap(instance, visit_swap_lsp, &(Visit){.fn = fn, .user = user});
}

static const TableDef table_lsps =
	TABLE_DEF("lsps", "label switched paths: FEC, labels to push, next hops", lsp_fields,
		  LspRow, each_lsp);

/* ---- Local labels ---- */

typedef struct LabelRow {
	uint32_t label;
	const char *vrf;
	NetRd rd;
	NetPrefix fec;
	const char *owner;
	gboolean configured, egress;
	uint32_t holds;
} LabelRow;

static const Field label_fields[] = {
	FIELD(LabelRow, label, field_label), FIELD(LabelRow, vrf, field_text),
	FIELD(LabelRow, rd, field_rd),       FIELD(LabelRow, fec, field_prefix),
	FIELD(LabelRow, owner, field_text),  FIELD(LabelRow, configured, field_bool),
	FIELD(LabelRow, egress, field_bool), FIELD(LabelRow, holds, field_u32),
};

static void visit_label(Visit *visit, const RibEntry *entry)
{
	const RibLabel *label = entry->label;
	LabelRow row;

	if (!label)
		return;
	row = (LabelRow){
		.label = label->value,
		.vrf = rib_name(entry->rib),
		.fec = entry->prefix,
		.owner = label->owner,
		.configured = label->configured,
		.egress = (label->flags & RIB_LABEL_EGRESS) != 0,
		.holds = label->holds,
	};
	visit->fn(&row, visit->user);
}

static void visit_swap_label(const RibSwaps *swaps, uint32_t label, uint32_t key, void *user)
{
	const Visit *visit = user;
	Fec fec = swaps->fec(swaps, key);
	RibSwap swap;

	swaps->describe(swaps, key, &swap);
	visit->fn(&(LabelRow){.label = label,
			      .rd = fec.rd,
			      .fec = fec.prefix,
			      .owner = swaps->lfib.name,
			      .holds = swap.holds},
		  visit->user);
}

static void each_label(const void *instance, TableRowFn fn, void *user)
{
	each_entry(instance, &(Visit){.visit = visit_label, .fn = fn, .user = user});
	each_swap(instance, visit_swap_label, &(Visit){.fn = fn, .user = user});
}

static const TableDef table_labels = TABLE_DEF("labels", "local labels and what they are bound to",
					       label_fields, LabelRow, each_label);

/* ---- Tracked next hops ---- */

typedef struct NhtRow {
	const char *vrf;
	NetAddr address;
	const char *needs; /* "route", "lsp" */
	gboolean resolved;
	int64_t metric;
	NetPrefix via;
	const FwdNextHop *next_hop, *labels;
	uint32_t routes; /* that go through it */
	uint32_t watchers;
	const char *reason;
} NhtRow;

static const Field nht_fields[] = {
	FIELD(NhtRow, vrf, field_text),          FIELD(NhtRow, address, field_addr),
	FIELD(NhtRow, needs, field_text),        FIELD(NhtRow, resolved, field_bool),
	FIELD(NhtRow, metric, field_number),     FIELD(NhtRow, via, field_prefix),
	FIELD(NhtRow, next_hop, field_next_hop), FIELD(NhtRow, labels, field_next_hop_labels),
	FIELD(NhtRow, routes, field_u32),        FIELD(NhtRow, watchers, field_u32),
	FIELD(NhtRow, reason, field_text),
};

static gboolean visit_nht(const NetPrefix *prefix, void *value, void *user)
{
	static const char *const needs[RIB_NHT_MODES] = {
		[RIB_NHT_ROUTE] = "route",
		[RIB_NHT_LSP] = "lsp",
		[RIB_NHT_SPECIFIC] = "route but default",
	};
	const RibNht *nht = value;
	Visit *visit = user;
	const FwdNextHop *leads = nht->resolved ? nht->nh : NULL;
	NhtRow row = {
		.vrf = rib_name(nht->rib),
		.address = nht->addr,
		.needs = needs[nht->mode],
		.resolved = nht->resolved,
		.metric = nht->resolved ? (int64_t)nht->metric : -1,
		.via = nht->via ? nht->via->prefix : (NetPrefix){.len = 0},
		.next_hop = leads,
		.labels = leads,
		.routes = nht->uses->len,
		.watchers = nht->watches.all->len,
	};

	(void)prefix;
	g_string_truncate(visit->text, 0);
	rib_nht_append_reason(nht, visit->text);
	row.reason = nht->resolved ? NULL : visit->text->str;
	visit->fn(&row, visit->user);
	return TRUE;
}

static void each_nht(const void *instance, TableRowFn fn, void *user)
{
	const RibNode *node = instance;
	Visit visit = {.fn = fn, .user = user, .text = g_string_new(NULL)};

	for (unsigned i = 0; i < node->ribs->len; i++) {
		const Rib *rib = g_ptr_array_index(node->ribs, i);

		for (unsigned f = 0; f < G_N_ELEMENTS(rib->nhts); f++)
			for (unsigned mode = 0; mode < G_N_ELEMENTS(rib->nhts[f]); mode++)
				net_trie_foreach(rib->nhts[f][mode], visit_nht, &visit);
	}
	g_string_free(visit.text, TRUE);
}

static const TableDef table_nht =
	TABLE_DEF("nht", "addresses that routes and sessions depend on, and how they resolve",
		  nht_fields, NhtRow, each_nht);

const TableDef *const rib_tables[] = {
	&table_routes, &table_lsps, &table_labels, &table_nht, NULL,
};
