/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_aggregate.h"

#include "models/bgp/bgp_config.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_merge.h"

const ConfigField bgp_aggregate_fields[] = {
	CONFIG_FIELD(BgpAggregateConfig, prefix, "prefix", config_prefix, NULL,
		     "IPv4 prefix, originated while there is a route to part of it"),
	CONFIG_FIELD(BgpAggregateConfig, summary_only, "summary-only", config_bool, "no",
		     "what it is made of is not told"),
	CONFIG_FIELD(BgpAggregateConfig, as_set, "as-set", config_bool, "no",
		     "its path has the ASes, and it has the communities, of what it is made of"),
};

static BgpAggregate *aggregate_at(const Bgp *bgp, guint i)
{
	return g_ptr_array_index(bgp->aggregates, i);
}

static BgpTable *table_of(Bgp *bgp, const BgpAggregate *aggregate)
{
	return bgp_table_for(bgp, BGP_ROLE_UNICAST, aggregate->config.prefix.addr.family);
}

gboolean bgp_aggregate_add(Bgp *bgp, const BgpAggregateConfig *config, GError **error)
{
	BgpAggregate *aggregate;

	if (!bgp_table_for(bgp, BGP_ROLE_UNICAST, config->prefix.addr.family))
		return bgp_complain(error, "an aggregate must be an IPv4 prefix");
	if (config->prefix.len >= net_family_bits(config->prefix.addr.family))
		return bgp_complain(error, "an aggregate must have room for longer prefixes");
	for (guint i = 0; i < bgp->aggregates->len; i++)
		if (net_prefix_equal(&aggregate_at(bgp, i)->config.prefix, &config->prefix))
			return bgp_complain(error, "the aggregate is there twice");
	aggregate = g_new0(BgpAggregate, 1);
	aggregate->config = *config;
	aggregate->parts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_ptr_array_add(bgp->aggregates, aggregate);
	return TRUE;
}

void bgp_aggregate_free(gpointer p)
{
	BgpAggregate *aggregate = p;

	g_array_free(aggregate->parts, TRUE);
	g_free(aggregate);
}

/* ---- What it is made of ---- */

static gboolean covers(const BgpAggregate *aggregate, const NetPrefix *prefix)
{
	return prefix->len > aggregate->config.prefix.len &&
	       net_prefix_contains(&aggregate->config.prefix, &prefix->addr);
}

static gint compare_ids(gconstpointer a, gconstpointer b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Where the id is, or belongs. */
static guint place_of(const GArray *ids, uint32_t id)
{
	guint first = 0, end = ids->len;

	while (first < end) {
		guint middle = first + (end - first) / 2;

		if (compare_ids(&g_array_index(ids, uint32_t, middle), &id) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

static void note_part(BgpAggregate *aggregate, uint32_t id, gboolean is_part)
{
	guint at = place_of(aggregate->parts, id);
	gboolean was_part =
		at < aggregate->parts->len && g_array_index(aggregate->parts, uint32_t, at) == id;

	if (is_part && !was_part)
		g_array_insert_val(aggregate->parts, at, id);
	else if (was_part && !is_part)
		g_array_remove_index(aggregate->parts, at);
}

static gboolean is_aggregate(const BgpPath *path)
{
	return path && path->flags & BGP_PATH_AGGREGATE;
}

void bgp_aggregates_changed(const BgpTable *table, const BgpChange *change)
{
	const Bgp *bgp = table->bgp;
	gboolean is_part = change->usable_after && !is_aggregate(change->after);
	NetPrefix prefix;

	if (bgp->aggregates->len == 0)
		return;
	prefix = bgp_net_prefix(table, change->net);
	for (guint i = 0; i < bgp->aggregates->len; i++) {
		BgpAggregate *aggregate = aggregate_at(bgp, i);

		if (!covers(aggregate, &prefix))
			continue;
		note_part(aggregate, change->net->id, is_part);
		aggregate->dirty = TRUE;
		aggregate->cause = bgp->sim->cause;
	}
}

gboolean bgp_aggregates_suppress(const BgpTable *table, const BgpNet *net)
{
	const Bgp *bgp = table->bgp;
	NetPrefix prefix;

	if (bgp->aggregates->len == 0 || table->family->role != BGP_ROLE_UNICAST ||
	    is_aggregate(bgp_net_chosen(net)))
		return FALSE;
	prefix = bgp_net_prefix(table, net);
	for (guint i = 0; i < bgp->aggregates->len; i++)
		if (aggregate_at(bgp, i)->config.summary_only &&
		    covers(aggregate_at(bgp, i), &prefix))
			return TRUE;
	return FALSE;
}

/* ---- The aggregate itself ---- */

static void merge_parts(BgpTable *table, const BgpAggregate *aggregate, BgpMerge *merge)
{
	for (guint i = 0; i < aggregate->parts->len; i++) {
		const BgpNet *net =
			bgp_table_at(table, g_array_index(aggregate->parts, uint32_t, i));

		bgp_merge_add(merge, &bgp_net_chosen(net)->attrs->attrs);
	}
}

/* As common routers have it: without AS_SET always with ATOMIC_AGGREGATE (5.1.6), else where a part has it. */
static BgpAttrSet *attrs_of(Bgp *bgp, const BgpAggregate *aggregate)
{
	BgpMerge merge;
	BgpScratch scratch;
	BgpAttrSet *set;
	BgpAttrs attrs;

	bgp_scratch_init(&scratch);
	bgp_merge_init(&merge, aggregate->config.as_set);
	merge_parts(table_of(bgp, aggregate), aggregate, &merge);
	bgp_merge_take(&merge, &attrs, &scratch);
	attrs.aggregator = (BgpAggregator){bgp->as_number, bgp->identifier, 4};
	attrs.present |= BGP_ATTR_BIT(BGP_ATTR_AGGREGATOR);
	if (!aggregate->config.as_set)
		attrs.present |= BGP_ATTR_BIT(BGP_ATTR_ATOMIC_AGGREGATE);
	set = bgp_attrset_intern(&bgp->run->attrs, &attrs, (BgpSpan){NULL, 0});
	bgp_scratch_clear(&scratch);
	return set;
}

static void make_anew(Bgp *bgp, const BgpAggregate *aggregate)
{
	BgpTable *table = table_of(bgp, aggregate);
	const NetPrefix *prefix = &aggregate->config.prefix;
	BgpNet *net;
	gboolean changed;

	if (aggregate->parts->len > 0) {
		net = bgp_table_get(table, 0, prefix);
		changed = bgp_table_put_aggregate(table, net, attrs_of(bgp, aggregate));
	} else {
		net = bgp_table_find(table, 0, prefix);
		changed = net && bgp_table_remove_aggregate(table, net);
	}
	if (changed)
		bgp_loc_rib_reconsider(table, net);
}

void bgp_aggregates_run(Bgp *bgp)
{
	for (guint i = 0; i < bgp->aggregates->len; i++) {
		BgpAggregate *aggregate = aggregate_at(bgp, i);
		uint64_t former;

		if (!aggregate->dirty)
			continue;
		aggregate->dirty = FALSE;
		former = sim_set_cause(bgp->sim, aggregate->cause);
		make_anew(bgp, aggregate);
		sim_set_cause(bgp->sim, former);
	}
}
