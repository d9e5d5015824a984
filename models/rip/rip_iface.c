/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rip/rip_iface.h"

#include "models/rip/rip_output.h"
#include "models/rip/rip_packet.h"
#include "models/rip/rip_redistribute.h"
#include "models/rip/rip_route.h"

RipIface *rip_iface_new(RipInstance *rip, FwdIface *fwd, const RipIfaceConfig *config)
{
	RipIface *iface = g_new0(RipIface, 1);

	iface->rip = rip;
	iface->fwd = fwd;
	iface->config = *config;
	return iface;
}

RipIface *rip_iface_find(const RipInstance *rip, const FwdIface *fwd)
{
	for (unsigned i = 0; i < rip->ifaces->len; i++) {
		RipIface *iface = g_ptr_array_index(rip->ifaces, i);
		if (iface->fwd == fwd)
			return iface;
	}
	return NULL;
}

static NetPrefix network_at(const RipIface *iface, unsigned i)
{
	return net_prefix_network(&g_array_index(iface->fwd->addresses, NetPrefix, i));
}

static gboolean is_ipv4(const NetPrefix *prefix)
{
	return prefix->addr.family == NET_AF_IPV4;
}

gboolean rip_iface_with_network(const RipInstance *rip, const NetPrefix *network,
				const RipIface **found)
{
	for (unsigned i = 0; i < rip->ifaces->len; i++) {
		const RipIface *iface = g_ptr_array_index(rip->ifaces, i);
		for (unsigned j = 0; iface->up && j < iface->fwd->addresses->len; j++) {
			NetPrefix own = network_at(iface, j);
			if (!net_prefix_equal(&own, network))
				continue;
			if (found)
				*found = iface;
			return TRUE;
		}
	}
	return FALSE;
}

static void review_networks(const RipIface *iface)
{
	for (unsigned i = 0; i < iface->fwd->addresses->len; i++) {
		NetPrefix network = network_at(iface, i);
		if (is_ipv4(&network))
			rip_redistribute_review(iface->rip, &network);
	}
}

void rip_iface_set_up(RipIface *iface, gboolean up)
{
	if (iface->up == up)
		return;
	iface->up = up;
	if (up)
		fwd_iface_join(iface->fwd, &rip_group);
	else
		fwd_iface_leave(iface->fwd, &rip_group);
	review_networks(iface);
	if (!up)
		rip_route_iface_down(iface->rip, iface);
	else if (rip_output_speaks(iface))
		rip_output_request(iface);
}

RipNeighbor *rip_iface_neighbor(const RipIface *iface, const NetAddr *address)
{
	GPtrArray *neighbors = iface->rip->neighbors;

	for (unsigned i = 0; i < neighbors->len; i++) {
		RipNeighbor *known = g_ptr_array_index(neighbors, i);
		if (known->iface == iface && net_addr_equal(&known->address, address))
			return known;
	}
	RipNeighbor *neighbor = g_new0(RipNeighbor, 1);
	neighbor->iface = iface;
	neighbor->address = *address;
	neighbor->heard = rip_sim(iface->rip)->now;
	g_ptr_array_add(neighbors, neighbor);
	return neighbor;
}
