/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_loc_rib.h"

#include "models/bgp/bgp_aggregate.h"
#include "models/bgp/bgp_decide.h"
#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_membership.h"
#include "models/bgp/bgp_multipath.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_peer.h"
#include "models/net/records.h"

#include <string.h>

static void decision_due(void *owner)
{
	bgp_loc_rib_run(owner);
}

void bgp_loc_rib_init(Bgp *bgp)
{
	bgp->dirty = g_array_new(FALSE, FALSE, sizeof(BgpDirty));
	sim_timer_init(&bgp->decision_timer, bgp->sim, SIM_WORK, decision_due, bgp);
}

void bgp_loc_rib_release(Bgp *bgp)
{
	sim_timer_stop(&bgp->decision_timer);
	g_array_free(bgp->dirty, TRUE);
}

void bgp_loc_rib_reconsider(BgpTable *table, BgpNet *net)
{
	Bgp *bgp = table->bgp;
	if (net->dirty)
		return;
	net->dirty = TRUE;
	BgpDirty dirty = {table, net, bgp->sim->cause};
	g_array_append_val(bgp->dirty, dirty);
	sim_timer_ensure(&bgp->decision_timer, 0);
}

void bgp_loc_rib_reconsider_all(Bgp *bgp)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		BgpTable *table = &bgp->tables[f];

		for (BgpNet *net = bgp_table_from(table, 0); net;
		     net = bgp_table_from(table, net->id + 1))
			bgp_loc_rib_reconsider(table, net);
	}
}

void bgp_trace_refusal(const BgpTable *table, NetRd rd, const NetPrefix *prefix,
		       const BgpPeer *peer, const char *reason)
{
	const Bgp *bgp = table->bgp;
	TraceRefusal record = {
		.head = {.type = &trace_refusal, .node = bgp->instance.host->node_name},
		.vrf = rib_name(bgp->instance.rib),
		.family = table->family->name,
		.rd = rd,
		.prefix = *prefix,
		.protocol = bgp->instance.class_->name,
		.peer = peer ? bgp_peer_name(peer) : NULL,
		.reason = reason,
	};
	sim_trace(bgp->sim, &record.head);
}

/* Once for each time that the next hop has gone. */
static void note_usability(BgpTable *table, BgpPath *path)
{
	if (bgp_path_usable(table, path)) {
		path->flags &= (uint8_t)~BGP_PATH_REFUSED;
		return;
	}
	if (path->flags & BGP_PATH_REFUSED)
		return;
	path->flags |= BGP_PATH_REFUSED;
	GString *reason = g_string_new(NULL);
	NetPrefix prefix = net_prefix_id_prefix(table->prefixes, path->id);
	bgp_path_append_reason(table, path, reason);
	bgp_trace_refusal(table, net_prefix_id_rd(table->prefixes, path->id), &prefix,
			  bgp_path_peer(path), reason->str);
	g_string_free(reason, TRUE);
}

static BgpPath *choose(BgpTable *table, BgpNet *net, BgpPath **paths, unsigned n)
{
	unsigned rule = BGP_RULE_ONLY;
	BgpPath **left = g_newa(BgpPath *, n + 1);
	BgpPath *chosen;

	memcpy(left, paths, n * sizeof *paths);
	chosen = n > 0 ? bgp_decide(table, left, n, &rule) : NULL;
	net->rule = (uint8_t)rule;
	return chosen;
}

/* Paths that take part; none while the instance is stopped. */
static unsigned candidates(BgpTable *table, BgpNet *net, BgpPath **paths)
{
	unsigned n = 0;

	if (!table->bgp->instance.running)
		return 0;
	for (BgpPath *path = net->paths; path; path = path->next) {
		if (path->flags & BGP_PATH_GONE)
			continue;
		note_usability(table, path);
		paths[n++] = path;
	}
	return n;
}

/* Marks the paths that are used beside the chosen one; TRUE where they are others than before. */
static gboolean choose_beside(BgpTable *table, BgpNet *net, BgpPath *chosen, BgpPath **paths,
			      unsigned n)
{
	gboolean may = table->family->multipath && chosen && bgp_path_usable(table, chosen);
	unsigned n_multi = may ? bgp_multipath(table, chosen, paths, n) : 0;
	gboolean changed = n_multi != net->n_multi;

	if (n_multi == 0 && !changed)
		return FALSE;
	for (unsigned i = 0; i < n_multi; i++)
		changed = changed || !(paths[i]->flags & BGP_PATH_MULTI);
	for (BgpPath *path = net->paths; path; path = path->next)
		path->flags &= (uint8_t)~BGP_PATH_MULTI;
	for (unsigned i = 0; i < n_multi; i++)
		paths[i]->flags |= BGP_PATH_MULTI;
	net->n_multi = n_multi & 0x1f;
	return changed;
}

static const Rib *leaked_from(const BgpPath *path)
{
	const BgpLeak *leak = bgp_path_leak(path);

	return leak ? leak->in : NULL;
}

static gboolean same_to_others(const BgpChange *c)
{
	const BgpPath *a = c->before, *b = c->after;
	if (!a || !b)
		return a == b;
	return bgp_path_peer(a) == bgp_path_peer(b) && a->attrs == b->attrs &&
	       a->label == b->label && leaked_from(a) == leaked_from(b) &&
	       bgp_path_source(a) == bgp_path_source(b) && c->usable_before == c->usable_after;
}

static unsigned n_paths(const BgpNet *net)
{
	unsigned n = 0;

	for (const BgpPath *path = net->paths; path; path = path->next)
		n++;
	return n;
}

/* Watchers may remove the path that was chosen while they are told, as a VRF whose label comes free. */
static void hold(BgpPath *before)
{
	if (!before)
		return;
	before->flags &= (uint8_t)~BGP_PATH_TOLD;
	before->flags |= BGP_PATH_HELD;
}

static void let_go(BgpTable *table, BgpPath *before)
{
	if (!before)
		return;
	before->flags &= (uint8_t)~BGP_PATH_HELD;
	if ((before->flags & (BGP_PATH_GONE | BGP_PATH_CHOSEN)) == BGP_PATH_GONE)
		bgp_path_free(table, before);
}

static void decide_net(BgpTable *table, BgpNet *net)
{
	BgpChange c = {.net = net, .before = bgp_net_chosen(net)};
	BgpPath **paths = g_newa(BgpPath *, n_paths(net) + 1);
	unsigned n = candidates(table, net, paths);
	gboolean beside;

	c.after = choose(table, net, paths, n);
	beside = choose_beside(table, net, c.after, paths, n);
	c.usable_before = c.before && c.before->flags & BGP_PATH_TOLD;
	c.usable_after = c.after && bgp_path_usable(table, c.after);
	bgp_net_choose(net, c.after);
	hold(c.before);
	if (c.usable_after)
		c.after->flags |= BGP_PATH_TOLD;
	gboolean same = same_to_others(&c);
	if ((!same || beside) && table->family->changed)
		table->family->changed(table, &c);
	if (!same || net->other_cost)
		bgp_groups_changed(table, net, same);
	net->other_cost = FALSE;
	if (table->family->considered)
		table->family->considered(table, net);
	let_go(table, c.before);
}

static void decide_dirty(Bgp *bgp)
{
	GArray *dirty = bgp->dirty;
	bgp->dirty = g_array_new(FALSE, FALSE, sizeof(BgpDirty));
	for (guint i = 0; i < dirty->len; i++) {
		const BgpDirty *d = &g_array_index(dirty, BgpDirty, i);
		uint64_t former = sim_set_cause(bgp->sim, d->cause);
		d->net->dirty = FALSE;
		decide_net(d->table, d->net);
		bgp_table_collect(d->table, d->net);
		sim_set_cause(bgp->sim, former);
	}
	g_array_free(dirty, TRUE);
}

void bgp_loc_rib_run(Bgp *bgp)
{
	do {
		decide_dirty(bgp);
		bgp_aggregates_run(bgp);
	} while (bgp->dirty->len > 0);
	bgp_membership_settle(bgp);
	sim_timer_stop(&bgp->decision_timer);
}
