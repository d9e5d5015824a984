/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_membership.h"

#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_rt_filter.h"
#include "models/bgp/bgp_trace.h"
#include "models/bgp/bgp_update_out.h"

static unsigned own_family(void)
{
	return (unsigned)bgp_family_for(BGP_ROLE_MEMBERSHIP, NET_AF_MEMBERSHIP);
}

static BgpTable *table_of(Bgp *bgp)
{
	return &bgp->tables[own_family()];
}

static BgpPeer *peer_at(const Bgp *bgp, guint i)
{
	return g_ptr_array_index(bgp->peers, i);
}

/* ---- What peers want ---- */

static gboolean is_agreed(const BgpPeer *peer)
{
	return peer->families[own_family()].agreed;
}

/* The same as another peer's, where there is one. Takes over the reference. */
static BgpRtFilter *shared(const Bgp *bgp, BgpRtFilter *filter)
{
	for (guint i = 0; i < bgp->peers->len; i++) {
		BgpRtFilter *other = peer_at(bgp, i)->rt_filter;

		if (!other || !bgp_rt_filter_equal(other, filter))
			continue;
		bgp_rt_filter_unref(filter);
		return bgp_rt_filter_ref(other);
	}
	return filter;
}

static void tell_difference(BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (bgp_families[f].role == BGP_ROLE_VPN && peer->families[f].group)
			bgp_group_filter(peer->families[f].group, peer);
}

/* Of these memberships, from now on. */
static void set_wanted(BgpPeer *peer, const GArray *memberships)
{
	BgpRtFilter *former = peer->rt_filter, *filter;

	filter = bgp_rt_filter_new((const NetPrefix *)(const void *)memberships->data,
				   memberships->len);
	if (former && bgp_rt_filter_equal(former, filter)) {
		bgp_rt_filter_unref(filter);
		return;
	}
	peer->rt_filter = shared(peer->bgp, filter);
	tell_difference(peer);
	bgp_rt_filter_unref(former);
}

static void take_wanted(BgpPeer *peer)
{
	const BgpTable *table = table_of(peer->bgp);
	g_autoptr(GArray) memberships = g_array_new(FALSE, FALSE, sizeof(NetPrefix));

	for (BgpNet *net = bgp_table_from(table, 0); net;
	     net = bgp_table_from(table, net->id + 1)) {
		NetPrefix prefix = bgp_net_prefix(table, net);

		if (bgp_net_path_of(net, peer))
			g_array_append_val(memberships, prefix);
	}
	set_wanted(peer, memberships);
}

/* All that is said of the prefix, by peers that are not waited for. */
static void note_paths(const BgpTable *table, const BgpNet *net, GHashTable *of_peers)
{
	NetPrefix prefix = bgp_net_prefix(table, net);

	for (const BgpPath *path = net->paths; path; path = path->next) {
		GArray *memberships = path->flags & BGP_PATH_GONE || !path->peer
					      ? NULL
					      : g_hash_table_lookup(of_peers, path->peer);

		if (memberships)
			g_array_append_val(memberships, prefix);
	}
}

static void free_array(gpointer array)
{
	g_array_unref(array);
}

void bgp_membership_settle(Bgp *bgp)
{
	const BgpTable *table = table_of(bgp);
	g_autoptr(GHashTable) of_peers = NULL;
	uint64_t former;

	if (!bgp->memberships_changed)
		return;
	bgp->memberships_changed = FALSE;
	former = sim_set_cause(bgp->sim, bgp->memberships_cause);
	of_peers = g_hash_table_new_full(NULL, NULL, NULL, free_array);
	for (guint i = 0; i < bgp->peers->len; i++)
		if (is_agreed(peer_at(bgp, i)) && !sim_timer_running(&peer_at(bgp, i)->membership))
			g_hash_table_insert(of_peers, peer_at(bgp, i),
					    g_array_new(FALSE, FALSE, sizeof(NetPrefix)));
	for (BgpNet *net = bgp_table_from(table, 0); net; net = bgp_table_from(table, net->id + 1))
		note_paths(table, net, of_peers);
	for (guint i = 0; i < bgp->peers->len; i++) {
		GArray *memberships = g_hash_table_lookup(of_peers, peer_at(bgp, i));

		if (memberships)
			set_wanted(peer_at(bgp, i), memberships);
	}
	sim_set_cause(bgp->sim, former);
}

/* ---- Sessions ---- */

/* From now on it is told VPN routes. */
static void release(BgpPeer *peer)
{
	sim_timer_stop(&peer->membership);
	take_wanted(peer);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (bgp_families[f].role == BGP_ROLE_VPN && peer->families[f].agreed &&
		    !bgp_peer_lacks_export(peer, f))
			bgp_update_join(peer, f);
}

static void membership_due(void *owner)
{
	BgpPeer *peer = owner;
	Sim *sim = peer->bgp->sim;
	uint64_t former =
		sim_set_cause(sim, bgp_trace_note(peer, BGP_NOTE_MEMBERSHIP,
						  "no End-of-RIB of its memberships in time"));

	release(peer);
	sim_set_cause(sim, former);
}

void bgp_membership_init(BgpPeer *peer)
{
	sim_timer_init(&peer->membership, peer->bgp->sim, SIM_WORK, membership_due, peer);
}

void bgp_membership_up(BgpPeer *peer)
{
	if (!is_agreed(peer))
		return;
	if (peer->options.membership_wait > 0)
		sim_timer_start(&peer->membership, peer->options.membership_wait);
	else
		take_wanted(peer);
}

void bgp_membership_down(BgpPeer *peer)
{
	sim_timer_stop(&peer->membership);
	g_clear_pointer(&peer->rt_filter, bgp_rt_filter_unref);
}

void bgp_membership_end_of_rib(BgpPeer *peer, unsigned family)
{
	if (family == own_family() && sim_timer_running(&peer->membership))
		release(peer);
}

gboolean bgp_membership_holds(const BgpPeer *peer, unsigned family)
{
	return bgp_families[family].role == BGP_ROLE_VPN && sim_timer_running(&peer->membership);
}

/* ---- Telling memberships ---- */

static gboolean from_non_client(const BgpPath *path)
{
	return path->peer && bgp_peer_is_internal(path->peer) && !path->peer->rr_client;
}

static BgpPath *path_of_client(const BgpNet *net)
{
	for (BgpPath *path = net->paths; path; path = path->next)
		if (path->peer && path->peer->rr_client && !(path->flags & BGP_PATH_GONE))
			return path;
	return NULL;
}

static gboolean is_membership(const BgpGroup *group)
{
	return bgp_families[group->key.family].role == BGP_ROLE_MEMBERSHIP;
}

/* Peers that are to hear of clients' paths before others. */
static gboolean prefers_clients(const BgpGroup *group)
{
	return is_membership(group) && group->key.egress.internal && !group->key.client;
}

BgpPath *bgp_membership_path(const BgpGroup *group, const BgpNet *net)
{
	BgpPath *chosen = bgp_net_chosen(net), *of_client = NULL;

	if (chosen && prefers_clients(group) && from_non_client(chosen))
		of_client = path_of_client(net);
	return of_client ? of_client : chosen;
}

gboolean bgp_membership_covered(const BgpGroup *group)
{
	return is_membership(group) && group->default_net;
}

gboolean bgp_membership_of_reflector(const BgpGroup *group)
{
	return is_membership(group) && group->key.client;
}

void bgp_membership_considered(BgpTable *table, const BgpNet *net)
{
	const BgpPath *chosen = bgp_net_chosen(net);

	table->bgp->memberships_changed = TRUE;
	table->bgp->memberships_cause = table->bgp->sim->cause;
	if (chosen && from_non_client(chosen))
		bgp_groups_look_again(table, bgp_table_at(table, net->id), prefers_clients);
}

/* ---- Own memberships ---- */

static gboolean is_exchanged(const Bgp *bgp)
{
	for (guint i = 0; i < bgp->peers->len; i++)
		if (peer_at(bgp, i)->families[own_family()].configured)
			return TRUE;
	return FALSE;
}

static gboolean has_target(const GArray *rts, NetRt rt)
{
	for (guint i = 0; i < rts->len; i++)
		if (g_array_index(rts, NetRt, i) == rt)
			return TRUE;
	return FALSE;
}

static void withdraw_others(Bgp *bgp, const GArray *rts)
{
	BgpTable *table = table_of(bgp);

	for (BgpNet *net = bgp_table_from(table, 0); net;
	     net = bgp_table_from(table, net->id + 1)) {
		NetPrefix prefix = bgp_net_prefix(table, net);

		if (!has_target(rts, net_membership_rt(&prefix)) &&
		    bgp_table_remove(table, net, NULL))
			bgp_loc_rib_reconsider(table, net);
	}
}

void bgp_membership_originate(Bgp *bgp)
{
	const BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH),
		.origin = BGP_ORIGIN_IGP,
		.as_path.as_size = 4,
	};
	BgpTable *table = table_of(bgp);
	g_autoptr(GArray) rts = g_array_new(FALSE, FALSE, sizeof(NetRt));

	if (bgp->vpn_targets.fn && is_exchanged(bgp))
		bgp->vpn_targets.fn(rts, bgp->vpn_targets.user);
	withdraw_others(bgp, rts);
	for (guint i = 0; i < rts->len; i++) {
		NetPrefix prefix = net_membership(bgp->as_number, g_array_index(rts, NetRt, i));
		BgpNet *net = bgp_table_get(table, 0, &prefix);

		if (bgp_table_put(table, net, NULL,
				  bgp_attrset_intern(&bgp->run->attrs, &attrs, (BgpSpan){NULL, 0}),
				  0))
			bgp_loc_rib_reconsider(table, net);
	}
}
