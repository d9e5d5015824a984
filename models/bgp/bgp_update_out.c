/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_update_out.h"

#include "models/bgp/bgp_exchange.h"
#include "models/bgp/bgp_membership.h"
#include "models/bgp/bgp_send_label.h"

static gboolean tells_default(const BgpPeer *peer, unsigned family)
{
	switch (bgp_families[family].role) {
	case BGP_ROLE_UNICAST:
	case BGP_ROLE_LABELLED:
		return peer->families[family].default_originate;
	case BGP_ROLE_MEMBERSHIP:
		return peer->options.default_membership;
	default:
		return FALSE;
	}
}

static BgpGroup *group_for(const BgpPeer *peer, unsigned family)
{
	const BgpSession *session = peer->session;
	unsigned table = peer->families[family].table;
	BgpGroupKey key = {
		.family = family,
		.table = table,
		.labels = bgp_send_label_group(peer, family),
		.client = peer->rr_client,
		.hybrid = bgp_peer_is_hybrid(peer),
		.default_originate = tells_default(peer, table),
		.as_size = session->as_size,
		.message_max = session->message_max,
		.export_map = peer->families[table].export_map,
		.default_map = peer->families[table].default_originate ? peer->default_map : NULL,
		.site_of_origin = peer->site_of_origin,
		.mrai = peer->mrai,
		.alone = peer->mrai > 0 ? peer : NULL,
	};

	bgp_exchange_egress(peer, family, &key.egress);
	return bgp_group_get(peer->bgp, &key);
}

void bgp_update_join(BgpPeer *peer, unsigned family)
{
	if (bgp_membership_holds(peer, family))
		return;
	peer->families[family].group = group_for(peer, family);
	bgp_group_join(peer->families[family].group, peer);
}

void bgp_update_move(BgpPeer *peer, unsigned family)
{
	BgpGroup *group = peer->families[family].group;

	if (!group)
		return;
	peer->families[family].group = group_for(peer, family);
	bgp_group_move(group, peer->families[family].group, peer);
}

void bgp_update_set_map(BgpPeer *peer, unsigned family, const PolicyMap *map)
{
	BgpPeerFamily *f = &peer->families[family];

	if (f->export_map == map)
		return;
	f->export_map = map;
	for (unsigned k = 0; k < BGP_N_FAMILIES; k++) {
		if (peer->families[k].table != family)
			continue;
		if (peer->families[k].group)
			bgp_update_move(peer, k);
		else if (peer->families[k].agreed && !bgp_peer_lacks_export(peer, k))
			bgp_update_join(peer, k);
	}
}

void bgp_update_leave(BgpPeer *peer, unsigned family)
{
	if (peer->families[family].group)
		bgp_group_leave(peer->families[family].group, peer);
	peer->families[family].group = NULL;
}

void bgp_update_refresh(BgpPeer *peer, unsigned family)
{
	BgpGroup *group = peer->families[family].group;

	if (group)
		bgp_group_repeat(group, peer);
}

void bgp_update_drained(BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (peer->families[f].group)
			bgp_group_drained(peer->families[f].group, peer);
}
