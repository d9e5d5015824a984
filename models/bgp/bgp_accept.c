/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_accept.h"

#include "models/bgp/bgp_told.h"
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

static uint32_t label_of(GHashTable *labels, gpointer prefix)
{
	gpointer label;

	return labels && g_hash_table_lookup_extended(labels, prefix, NULL, &label)
		       ? GPOINTER_TO_UINT(label)
		       : NET_LABEL_NONE;
}

static void note_label(BgpStream *stream, gpointer prefix, uint32_t label)
{
	if (!stream->labels)
		stream->labels = g_hash_table_new(NULL, NULL);
	if (label == NET_LABEL_NONE)
		g_hash_table_remove(stream->labels, prefix);
	else
		g_hash_table_insert(stream->labels, prefix, GUINT_TO_POINTER(label));
}

/* label NET_LABEL_NONE: none any more. */
static void set_label(BgpStream *stream, uint32_t id, uint32_t label)
{
	gpointer prefix = GUINT_TO_POINTER(id);
	uint32_t former = label_of(stream->labels, prefix);

	if (former == label)
		return;
	at_members(stream, label, fwd_iface_accept_label);
	at_members(stream, former, fwd_iface_refuse_label);
	note_label(stream, prefix, label);
}

/* Labels are of the node that the next hop names. */
static gboolean is_own(const BgpStream *stream, const BgpAttrs *attrs)
{
	const FwdNode *node = stream->group->bgp->instance.host->fwd;

	return attrs && fwd_node_iface_with(node, NULL, &attrs->next_hop);
}

void bgp_accept_told(BgpStream *stream, const BgpAttrs *attrs, gboolean own, const BgpPending *told,
		     guint n)
{
	gboolean here;

	if (!is_labelled(stream->group->key.family) || !anybody(stream))
		return;
	here = is_own(stream, attrs);
	for (guint i = 0; i < n && (here || stream->labels); i++) {
		const BgpNet *net = told[i].net;

		set_label(stream, net->id,
			  here ? bgp_told_label(stream->group, net, own) : NET_LABEL_NONE);
	}
}

/* Of one map, what is not in another one is done at a peer's interfaces. */
typedef struct Difference {
	const BgpPeer *peer;
	GHashTable *other;
	LabelFn fn;
} Difference;

static void do_at_peer(gpointer prefix, gpointer label, gpointer user)
{
	const Difference *d = user;

	if (label_of(d->other, prefix) != GPOINTER_TO_UINT(label))
		at_interfaces(d->peer, GPOINTER_TO_UINT(label), d->fn);
}

/* In the order of a hash table, which nothing shows: neither schedules or records anything. */
static void change_peer(const BgpPeer *peer, GHashTable *before, GHashTable *after)
{
	Difference gone = {peer, after, fwd_iface_refuse_label};
	Difference new = {peer, before, fwd_iface_accept_label};

	if (!peer->accept_ifaces)
		return;
	if (before)
		g_hash_table_foreach(before, do_at_peer, &gone);
	if (after)
		g_hash_table_foreach(after, do_at_peer, &new);
}

static void clear_unless_needed(BgpStream *stream)
{
	if (!anybody(stream))
		bgp_accept_clear(stream);
}

void bgp_accept_leave(BgpStream *stream, const BgpPeer *peer)
{
	change_peer(peer, stream->labels, NULL);
	clear_unless_needed(stream);
}

static void copy_label(gpointer prefix, gpointer label, gpointer stream)
{
	note_label(stream, prefix, GPOINTER_TO_UINT(label));
}

void bgp_accept_split(BgpStream *own, BgpStream *from)
{
	if (from->labels && anybody(own))
		g_hash_table_foreach(from->labels, copy_label, own);
	clear_unless_needed(from);
}

/* Both have told all there is, so that there is hardly a difference. */
void bgp_accept_merge(BgpStream *into, BgpStream *from)
{
	if (!anybody(into)) {
		g_assert(!into->labels);
		into->labels = g_steal_pointer(&from->labels);
		return;
	}
	for (guint i = 0; i < from->members->len; i++)
		change_peer(g_ptr_array_index(from->members, i), from->labels, into->labels);
	g_clear_pointer(&from->labels, g_hash_table_unref);
}

void bgp_accept_clear(BgpStream *stream)
{
	g_clear_pointer(&stream->labels, g_hash_table_unref);
}

void bgp_accept_free(BgpPeer *peer)
{
	g_clear_pointer(&peer->accept_ifaces, g_ptr_array_unref);
}
