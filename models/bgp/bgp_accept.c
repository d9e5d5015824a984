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

static void add_iface(BgpPeer *peer, FwdIface *iface)
{
	if (!peer->accept_ifaces)
		peer->accept_ifaces = g_ptr_array_new();
	if (!g_ptr_array_find(peer->accept_ifaces, iface, NULL))
		g_ptr_array_add(peer->accept_ifaces, iface);
}

gboolean bgp_accept_configure(BgpPeer *peer, char **names, GError **error)
{
	for (char **name = names; name && *name; name++) {
		FwdIface *iface = fwd_node_iface(peer->bgp->instance.host->fwd, *name);

		if (!iface) {
			g_set_error(error, PROTO_ERROR, 0,
				    "no interface \"%s\" for label-interfaces", *name);
			return FALSE;
		}
		add_iface(peer, iface);
	}
	return TRUE;
}

/* NULL: several hops away. */
static FwdIface *iface_on_link(const BgpPeer *peer)
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

static void at_interfaces(const BgpPeer *peer, uint32_t label,
			  void (*fn)(FwdIface *iface, uint32_t label))
{
	for (guint i = 0; label != NET_LABEL_NONE && i < peer->accept_ifaces->len; i++)
		fn(g_ptr_array_index(peer->accept_ifaces, i), label);
}

void bgp_accept_start(BgpPeer *peer)
{
	FwdIface *iface = iface_on_link(peer);

	if (!peer->accept_ifaces && iface)
		add_iface(peer, iface);
	peer->accept_border =
		peer->accept_ifaces && wants_labels(peer) && !bgp_peer_is_internal(peer);
	for (guint i = 0; peer->accept_border && i < peer->accept_ifaces->len; i++)
		fwd_iface_add_border(g_ptr_array_index(peer->accept_ifaces, i));
}

void bgp_accept_stop(BgpPeer *peer)
{
	for (guint i = 0; peer->accept_border && i < peer->accept_ifaces->len; i++)
		fwd_iface_remove_border(g_ptr_array_index(peer->accept_ifaces, i));
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
	at_interfaces(peer, label, fwd_iface_accept_label);
	at_interfaces(peer, former, fwd_iface_refuse_label);
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

	if (!own && !peer->families[family].labels)
		return;
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

		if (peer->accept_ifaces)
			tell(peer, family, attrs, told, n);
	}
}

static void refuse(gpointer prefix, gpointer label, gpointer peer)
{
	(void)prefix;
	at_interfaces(peer, GPOINTER_TO_UINT(label), fwd_iface_refuse_label);
}

/* In the order of a hash table, which nothing shows: refusals schedule and record nothing. */
void bgp_accept_forget(BgpPeer *peer, unsigned family)
{
	GHashTable **labels = &peer->families[family].labels;

	if (*labels)
		g_hash_table_foreach(*labels, refuse, peer);
	g_clear_pointer(labels, g_hash_table_unref);
}

void bgp_accept_free(BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		g_clear_pointer(&peer->families[f].labels, g_hash_table_unref);
	g_clear_pointer(&peer->accept_ifaces, g_ptr_array_unref);
}
