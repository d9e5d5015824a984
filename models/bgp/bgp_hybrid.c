/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_hybrid.h"

#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_vrf.h"

static gboolean has_vpn_family(const BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (peer->families[f].configured && bgp_families[f].role == BGP_ROLE_VPN)
			return TRUE;
	return FALSE;
}

gboolean bgp_hybrid_check(const BgpPeer *peer, GError **error)
{
	if (!bgp_peer_is_hybrid(peer))
		return TRUE;
	if (bgp_peer_is_internal(peer))
		return bgp_complain(
			error,
			"neighbor %s is internal: inter-as-hybrid is for the border router of another "
			"AS; write its remote-as",
			peer->name);
	if (!has_vpn_family(peer))
		return bgp_complain(
			error,
			"neighbor %s is told no VPN routes, which inter-as-hybrid is about; write "
			"families=\"vpnv4\"",
			peer->name);
	return TRUE;
}

static gboolean is_taken(const Bgp *bgp, const BgpAttrSet *attrs)
{
	const BgpVpnWanted *wanted = &bgp->vpn_hybrid;

	return wanted->fn && wanted->fn(attrs->route_targets, attrs->n_route_targets, wanted->user);
}

gboolean bgp_hybrid_enters(const BgpTable *table, const BgpPath *path)
{
	return path->peer && bgp_peer_is_hybrid(path->peer) &&
	       table->family->role == BGP_ROLE_VPN && is_taken(table->bgp, path->attrs);
}

gboolean bgp_hybrid_may_tell(const BgpGroup *group, const BgpPath *path)
{
	const BgpTable *table = bgp_group_table(group);
	const BgpPeer *source;

	if (table->family->role != BGP_ROLE_VPN)
		return TRUE;
	if (path->peer)
		return !(group->key.hybrid || bgp_peer_is_hybrid(path->peer)) ||
		       !is_taken(table->bgp, path->attrs);
	source = bgp_path_source(path);
	return !source || group->key.hybrid ||
	       (group->key.egress.internal && bgp_peer_is_hybrid(source));
}

/* ---- Towards models/vpn ---- */

void bgp_vpn_set_hybrid(ProtoInstance *bgp, BgpVpnWantedFn fn, void *user)
{
	bgp_of(bgp)->vpn_hybrid = (BgpVpnWanted){fn, user};
}

void bgp_vpn_hybrid_changed(ProtoInstance *instance)
{
	Bgp *bgp = bgp_of(instance);

	for (unsigned f = 0; f < BGP_N_FAMILIES; f++) {
		BgpTable *table = &bgp->tables[f];

		if (table->family->role != BGP_ROLE_VPN)
			continue;
		for (BgpNet *net = bgp_table_from(table, 0); net;
		     net = bgp_table_from(table, net->id + 1)) {
			bgp_loc_rib_reconsider(table, net);
			bgp_groups_look_again(table, net, NULL);
		}
	}
}

void bgp_import_lead(BgpImport *import, Rib *rib, const NetAddr *next_hop)
{
	BgpAttrs changed = import->attrs->attrs;
	BgpAttrSet *former = import->attrs;

	import->in = rib;
	if (!net_addr_is_set(next_hop))
		return;
	changed.next_hop = *next_hop;
	import->attrs =
		bgp_attrset_intern_weighed(former->table, &changed, former->others, former->weight);
	bgp_attrset_unref(former);
}
