/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_group.h"

#include "models/bgp/bgp_update_out.h"

static void group_due(void *owner)
{
	BgpGroup *group = owner;
	group->last_run = group->bgp->sim->now;
	bgp_update_run(group);
}

static gboolean key_equal(const BgpGroupKey *a, const BgpGroupKey *b)
{
	return a->family == b->family && a->internal == b->internal && a->client == b->client &&
	       a->as_size == b->as_size && net_addr_equal(&a->local, &b->local) &&
	       a->mrai == b->mrai;
}

static BgpGroup *group_new(Bgp *bgp, const BgpGroupKey *key)
{
	BgpGroup *group = g_new0(BgpGroup, 1);
	group->bgp = bgp;
	group->key = *key;
	group->members = g_ptr_array_new();
	group->joining = g_ptr_array_new();
	group->pending = g_array_new(FALSE, FALSE, sizeof(BgpPending));
	net_bits_init(&group->pending_bits);
	net_bits_init(&group->advertised);
	group->last_run = bgp->sim->now - key->mrai;
	sim_timer_init(&group->timer, bgp->sim, SIM_WORK, group_due, group);
	g_ptr_array_add(bgp->groups, group);
	return group;
}

BgpGroup *bgp_group_get(Bgp *bgp, const BgpGroupKey *key)
{
	for (guint i = 0; i < bgp->groups->len; i++) {
		BgpGroup *group = g_ptr_array_index(bgp->groups, i);
		if (key_equal(&group->key, key))
			return group;
	}
	return group_new(bgp, key);
}

void bgp_group_free(BgpGroup *group)
{
	sim_timer_stop(&group->timer);
	g_ptr_array_free(group->members, TRUE);
	g_ptr_array_free(group->joining, TRUE);
	g_array_free(group->pending, TRUE);
	net_bits_release(&group->pending_bits);
	net_bits_release(&group->advertised);
	g_free(group);
}

/* RFC 4271 9.2.1.1: not before MinRouteAdvertisementInterval has passed since the last time. */
static void start_timer(BgpGroup *group)
{
	SimTime due = group->last_run + group->key.mrai;
	sim_timer_ensure(&group->timer, MAX(0, due - group->bgp->sim->now));
}

void bgp_group_join(BgpGroup *group, BgpPeer *peer)
{
	g_ptr_array_remove(group->members, peer);
	if (!g_ptr_array_find(group->joining, peer, NULL))
		g_ptr_array_add(group->joining, peer);
	start_timer(group);
}

/* A group without peers has told nobody anything. */
static void forget(BgpGroup *group)
{
	BgpTable *table = &group->bgp->tables[group->key.family];
	GArray *pending = bgp_group_take_pending(group);
	for (guint i = 0; i < pending->len; i++) {
		BgpNet *net = g_array_index(pending, BgpPending, i).net;
		net->pins--;
		bgp_table_collect(table, net);
	}
	g_array_free(pending, TRUE);
	net_bits_clear(&group->advertised);
	sim_timer_stop(&group->timer);
}

void bgp_group_leave(BgpGroup *group, BgpPeer *peer)
{
	g_ptr_array_remove(group->members, peer);
	g_ptr_array_remove(group->joining, peer);
	if (group->members->len == 0 && group->joining->len == 0)
		forget(group);
}

static void note(BgpGroup *group, BgpNet *net)
{
	/* Who joins is told of everything anyway. */
	if (group->members->len == 0 || net_bits_get(&group->pending_bits, net->id))
		return;
	BgpPending pending = {net, group->bgp->sim->cause};
	g_array_append_val(group->pending, pending);
	net_bits_set(&group->pending_bits, net->id, TRUE);
	net->pins++;
	start_timer(group);
}

void bgp_groups_changed(BgpTable *table, BgpNet *net)
{
	GPtrArray *groups = table->bgp->groups;
	for (guint i = 0; i < groups->len; i++) {
		BgpGroup *group = g_ptr_array_index(groups, i);
		if (&bgp_families[group->key.family] == table->family)
			note(group, net);
	}
}

GArray *bgp_group_take_pending(BgpGroup *group)
{
	GArray *pending = group->pending;
	group->pending = g_array_new(FALSE, FALSE, sizeof(BgpPending));
	net_bits_clear(&group->pending_bits);
	return pending;
}

gboolean bgp_group_has_advertised(const BgpGroup *group, const BgpNet *net)
{
	return net_bits_get(&group->advertised, net->id);
}

void bgp_group_set_advertised(BgpGroup *group, const BgpNet *net, gboolean advertised)
{
	net_bits_set(&group->advertised, net->id, advertised);
}
