/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_host_route.h"

#include "models/bgp/bgp_lsp.h"
#include "models/bgp/bgp_reach.h"

static gboolean exchanges_labels(const BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (peer->families[f].agreed && bgp_families[f].format->labelled)
			return TRUE;
	return FALSE;
}

void bgp_host_route_add(const BgpPeer *peer)
{
	FwdIface *iface = bgp_reach_link(peer);
	Rib *rib = peer->bgp->instance.rib;

	if (!peer->options.host_route || !iface || !iface->mpls || !exchanges_labels(peer))
		return;
	RibHop on_link = {.kind = RIB_HOP_INTERFACE, .iface = iface};
	RibHop neighbour = {.kind = RIB_HOP_INTERFACE, .iface = iface, .gateway = peer->address};
	NetPrefix prefix = net_prefix_host(&peer->address);
	RibLsp lsp = {.fec = fec_prefix(&prefix),
		      .source = &peer->bgp->connected_source,
		      .preference = BGP_LSP_PREFERENCE,
		      .kind = LABEL_KIND_NONE,
		      .n_hops = 1,
		      .hops = &neighbour};
	RibRoute route = {.prefix = prefix,
			  .source = &peer->bgp->connected_source,
			  .distance = RIB_DISTANCE_CONNECTED,
			  .n_hops = 1,
			  .hops = &on_link};

	rib_lsp_update(rib, &lsp); /* first: who is told of the route asks for it */
	rib_route_update(rib, &route);
}

void bgp_host_route_remove(const BgpPeer *peer)
{
	Rib *rib = peer->bgp->instance.rib;
	NetPrefix prefix = net_prefix_host(&peer->address);
	Fec fec = fec_prefix(&prefix);

	rib_route_withdraw(rib, &peer->bgp->connected_source, &prefix);
	rib_lsp_withdraw(rib, &peer->bgp->connected_source, &fec);
}
