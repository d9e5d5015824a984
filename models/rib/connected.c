/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connected routes: for each address of an interface that is up, its subnet ("connected") and the
 * address itself ("local"). They come and go with the interface; routes through an interface that
 * has changed its state are looked at again.
 */
#include "models/rib/rib_private.h"

static void put(Rib *rib, const RibSource *source, const NetPrefix *prefix, const RibHop *hop,
		gboolean up)
{
	RibRoute route = {.prefix = *prefix,
			  .source = source,
			  .distance = RIB_DISTANCE_CONNECTED,
			  .n_hops = 1,
			  .hops = hop};

	if (up)
		rib_route_update(rib, &route);
	else
		rib_route_withdraw(rib, source, prefix);
}

static void put_address(RibNode *node, Rib *rib, FwdIface *iface, const NetPrefix *address,
			gboolean up)
{
	NetPrefix host = net_prefix_host(&address->addr);
	NetPrefix subnet = net_prefix_network(address);
	RibHop local = {.kind = RIB_HOP_LOCAL};
	RibHop link = {.kind = RIB_HOP_INTERFACE, .iface = iface};
	RibHop discard = {.kind = RIB_HOP_DISCARD};

	/* A host prefix is the node's own address: connected in name, local in effect. */
	if (net_prefix_is_host(address)) {
		put(rib, &node->connected, &subnet, &local, up);
		return;
	}
	put(rib, &node->local, &host, &local, up);
	/* Behind a loopback's subnet there is nobody but the node. */
	put(rib, &node->connected, &subnet, iface->kind == FWD_IFACE_LOOPBACK ? &discard : &link,
	    up);
}

static void on_iface(FwdIface *iface, gboolean up, void *user)
{
	RibNode *node = user;
	Rib *rib = rib_of_vrf(node, iface->vrf);

	if (!rib)
		return;
	/* First, so that all settles together. */
	rib_mark_all(rib);
	for (unsigned i = 0; i < iface->addresses->len; i++)
		put_address(node, rib, iface, &g_array_index(iface->addresses, NetPrefix, i), up);
	rib_process(node);
}

void rib_connected_init(RibNode *node)
{
	rib_source_init(node, &node->connected, "connected", NULL);
	rib_source_init(node, &node->local, "local", NULL);
	fwd_node_watch_ifaces(node->fwd, on_iface, node);
	rib_connected_add(rib_global(node));
}

void rib_connected_add(Rib *rib)
{
	const GPtrArray *ifaces = rib->node->fwd->ifaces;

	for (unsigned i = 0; i < ifaces->len; i++) {
		FwdIface *iface = g_ptr_array_index(ifaces, i);

		if (iface->vrf == rib->vrf && fwd_iface_is_up(iface))
			on_iface(iface, TRUE, rib->node);
	}
}

void rib_connected_clear(RibNode *node)
{
	fwd_node_unwatch_ifaces(node->fwd, on_iface, node);
}
