/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_accept.h"

#include "models/fwd/accept.h"
#include "models/net/label.h"

static gboolean is_labelled(unsigned family)
{
	return bgp_families[family].format->labelled;
}

static gboolean wants_labels(const BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (peer->families[f].configured && is_labelled(f))
			return TRUE;
	return FALSE;
}

/* The interface on whose link the neighbour is; NULL: several hops away. */
static FwdIface *iface_of(const BgpPeer *peer)
{
	const ProtoInstance *instance = &peer->bgp->instance;
	const GPtrArray *ifaces = instance->host->fwd->ifaces;

	for (guint i = 0; i < ifaces->len; i++) {
		FwdIface *iface = g_ptr_array_index(ifaces, i);

		if (iface->vrf == rib_vrf(instance->rib) && iface->kind != FWD_IFACE_LOOPBACK &&
		    fwd_iface_on_link(iface, &peer->address))
			return iface;
	}
	return NULL;
}

void bgp_accept_start(BgpPeer *peer)
{
	peer->accept_iface = wants_labels(peer) ? iface_of(peer) : NULL;
	peer->accept_border = peer->accept_iface && !bgp_peer_is_internal(peer);
	if (peer->accept_border)
		fwd_iface_add_border(peer->accept_iface);
}

void bgp_accept_stop(BgpPeer *peer)
{
	if (peer->accept_border)
		fwd_iface_remove_border(peer->accept_iface);
	peer->accept_border = FALSE;
}

static uint32_t label_told(const BgpPeer *peer, unsigned family, uint32_t prefix)
{
	gpointer label;

	if (!peer->families[family].labels ||
	    !g_hash_table_lookup_extended(peer->families[family].labels, GUINT_TO_POINTER(prefix),
					  NULL, &label))
		return NET_LABEL_NONE;
	return GPOINTER_TO_UINT(label);
}

static void note_label(BgpPeer *peer, unsigned family, uint32_t prefix, uint32_t label)
{
	GHashTable **labels = &peer->families[family].labels;

	if (!*labels)
		*labels = g_hash_table_new(NULL, NULL);
	if (label == NET_LABEL_NONE)
		g_hash_table_remove(*labels, GUINT_TO_POINTER(prefix));
	else
		g_hash_table_insert(*labels, GUINT_TO_POINTER(prefix), GUINT_TO_POINTER(label));
}

/* label NET_LABEL_NONE: none any more. */
static void set_label(BgpPeer *peer, unsigned family, uint32_t prefix, uint32_t label)
{
	uint32_t former = label_told(peer, family, prefix);

	if (former == label)
		return;
	if (label != NET_LABEL_NONE)
		fwd_iface_accept_label(peer->accept_iface, label);
	if (former != NET_LABEL_NONE)
		fwd_iface_refuse_label(peer->accept_iface, former);
	note_label(peer, family, prefix, label);
}

/* Labels are of the node that the next hop names. */
static gboolean is_own(const BgpPeer *peer, const BgpAttrs *attrs)
{
	return attrs && fwd_node_iface_with(peer->bgp->instance.host->fwd, NULL, &attrs->next_hop);
}

static void tell(BgpPeer *peer, unsigned family, const BgpAttrs *attrs, const BgpPending *told,
		 guint n)
{
	gboolean own = is_own(peer, attrs);

	for (guint i = 0; i < n; i++) {
		const BgpNet *net = told[i].net;

		set_label(peer, family, net->id,
			  own ? bgp_label_value(bgp_net_chosen(net)->label) : NET_LABEL_NONE);
	}
}

void bgp_accept_told(unsigned family, const GPtrArray *peers, const BgpAttrs *attrs,
		     const BgpPending *told, guint n)
{
	if (!is_labelled(family))
		return;
	for (guint i = 0; i < peers->len; i++) {
		BgpPeer *peer = g_ptr_array_index(peers, i);

		if (peer->accept_iface)
			tell(peer, family, attrs, told, n);
	}
}

static void refuse(gpointer prefix, gpointer label, gpointer iface)
{
	(void)prefix;
	fwd_iface_refuse_label(iface, GPOINTER_TO_UINT(label));
}

/* In the order of a hash table, which nothing shows: refusals schedule and record nothing. */
void bgp_accept_forget(BgpPeer *peer, unsigned family)
{
	GHashTable **labels = &peer->families[family].labels;

	if (*labels)
		g_hash_table_foreach(*labels, refuse, peer->accept_iface);
	g_clear_pointer(labels, g_hash_table_unref);
}

void bgp_accept_free(BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		g_clear_pointer(&peer->families[f].labels, g_hash_table_unref);
}
