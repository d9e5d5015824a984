/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_accept.h"

#include "models/fwd/accept.h"
#include "models/fwd/advise.h"
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
			g_autofree char *advice =
				fwd_advise_iface(peer->bgp->instance.host->fwd, *name);

			g_set_error(error, PROTO_ERROR, 0,
				    "no interface \"%s\" for label-interfaces; %s", *name, advice);
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

typedef void (*LabelFn)(FwdIface *iface, uint32_t label);

/* Nowhere, where the peer's interfaces are not known. */
static void at_interfaces(const BgpPeer *peer, uint32_t label, LabelFn fn)
{
	for (guint i = 0; peer->accept_ifaces && i < peer->accept_ifaces->len; i++)
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

/* ---- What a stream has told, for those of its members whose interfaces are known ---- */

static gboolean anybody(const BgpStream *stream)
{
	for (guint i = 0; i < stream->members->len; i++)
		if (((BgpPeer *)g_ptr_array_index(stream->members, i))->accept_ifaces)
			return TRUE;
	return FALSE;
}

static void at_members(const BgpStream *stream, uint32_t label, LabelFn fn)
{
	for (guint i = 0; label != NET_LABEL_NONE && i < stream->members->len; i++)
		at_interfaces(g_ptr_array_index(stream->members, i), label, fn);
}

/* Explicit null may be told too, and 0 is no number: one more than the label is kept. */
static uint32_t label_of(const NetNumbers *labels, uint32_t id)
{
	uint32_t number = net_numbers_get(labels, id);

	return number > 0 ? number - 1 : NET_LABEL_NONE;
}

/* label NET_LABEL_NONE: none any more. */
static void note_label(BgpStream *stream, uint32_t id, uint32_t label)
{
	net_numbers_set(&stream->labels, id, label == NET_LABEL_NONE ? 0 : label + 1);
}

static void set_label(BgpStream *stream, uint32_t id, uint32_t label)
{
	uint32_t former = label_of(&stream->labels, id);

	if (former == label)
		return;
	at_members(stream, label, fwd_iface_accept_label);
	at_members(stream, former, fwd_iface_refuse_label);
	note_label(stream, id, label);
}

/* Labels are of the node that the next hop names. */
static gboolean is_own(const BgpStream *stream, const BgpAttrs *attrs)
{
	const FwdNode *node = stream->group->bgp->instance.host->fwd;

	return attrs && fwd_node_iface_with(node, NULL, &attrs->next_hop);
}

void bgp_accept_told(BgpStream *stream, const BgpAttrs *attrs, BgpToldLabel label,
		     const BgpPending *told, guint n)
{
	gboolean here;

	if (!is_labelled(stream->group->key.family) || !anybody(stream))
		return;
	here = is_own(stream, attrs);
	for (guint i = 0; i < n && (here || net_numbers_any(&stream->labels)); i++) {
		const BgpNet *net = told[i].net;

		set_label(stream, net->id,
			  here ? bgp_told_label(stream->group, net, label) : NET_LABEL_NONE);
	}
}

/* What is among the labels, and not among the others, is done at a peer's interfaces. */
static void at_difference(const BgpPeer *peer, const NetNumbers *labels, const NetNumbers *others,
			  LabelFn fn)
{
	for (uint32_t id = net_numbers_from(labels, 0); id != NET_NUMBERS_END;
	     id = net_numbers_from(labels, id + 1)) {
		uint32_t label = label_of(labels, id);

		if (!others || label_of(others, id) != label)
			at_interfaces(peer, label, fn);
	}
}

static void clear_unless_needed(BgpStream *stream)
{
	if (!anybody(stream))
		bgp_accept_clear(stream);
}

void bgp_accept_leave(BgpStream *stream, const BgpPeer *peer)
{
	at_difference(peer, &stream->labels, NULL, fwd_iface_refuse_label);
	clear_unless_needed(stream);
}

void bgp_accept_split(BgpStream *own, BgpStream *from)
{
	if (anybody(own))
		net_numbers_copy(&own->labels, &from->labels);
	clear_unless_needed(from);
}

/* Both have told all there is, so that there is hardly a difference. */
void bgp_accept_merge(BgpStream *into, BgpStream *from)
{
	if (!anybody(into))
		net_numbers_copy(&into->labels, &from->labels);
	for (guint i = 0; i < from->members->len; i++) {
		const BgpPeer *peer = g_ptr_array_index(from->members, i);

		at_difference(peer, &from->labels, &into->labels, fwd_iface_refuse_label);
		at_difference(peer, &into->labels, &from->labels, fwd_iface_accept_label);
	}
	net_numbers_clear(&from->labels);
}

void bgp_accept_clear(BgpStream *stream)
{
	net_numbers_clear(&stream->labels);
}

void bgp_accept_free(BgpPeer *peer)
{
	g_clear_pointer(&peer->accept_ifaces, g_ptr_array_unref);
}
