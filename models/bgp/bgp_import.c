/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_import.h"

#include "models/bgp/bgp_community.h"
#include "models/bgp/bgp_keep.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_refresh.h"
#include "models/bgp/bgp_trace.h"

static void received_free(void *data)
{
	BgpReceived *received = data;

	bgp_attrset_unref(received->attrs);
	g_free(received->objection);
	g_free(received);
}

static gpointer key_of(const BgpNet *net)
{
	return GUINT_TO_POINTER(net->id);
}

const BgpReceived *bgp_import_received(const BgpPeer *peer, unsigned family, const BgpNet *net)
{
	GHashTable *all = peer->families[family].received;

	return all ? g_hash_table_lookup(all, key_of(net)) : NULL;
}

gboolean bgp_import_keeps(const BgpPeer *peer, unsigned family)
{
	return peer->families[family].import_map || peer->options.soft_reconfiguration;
}

/* The prefix stays in the table, also where its only path has been denied. */
static BgpReceived *keep(BgpPeer *peer, unsigned family, BgpNet *net, BgpAttrSet *attrs,
			 uint32_t label, uint64_t cause)
{
	BgpPeerFamily *f = &peer->families[family];
	BgpReceived *received = g_new0(BgpReceived, 1);

	*received = (BgpReceived){.attrs = bgp_attrset_ref(attrs), .label = label, .cause = cause};
	if (!f->received)
		f->received = g_hash_table_new_full(NULL, NULL, NULL, received_free);
	if (g_hash_table_replace(f->received, key_of(net), received))
		net->pins++;
	return received;
}

void bgp_import_forget(BgpPeer *peer, unsigned family, BgpNet *net)
{
	GHashTable *all = peer->families[family].received;

	if (!all || !g_hash_table_remove(all, key_of(net)))
		return;
	net->pins--;
	/* Who goes through the table goes on from the prefix, so it is collected later. */
	bgp_loc_rib_reconsider(&peer->bgp->tables[family], net);
}

void bgp_import_free(BgpPeer *peer)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		g_clear_pointer(&peer->families[f].received, g_hash_table_unref);
}

/* Takes over the reference to attrs. */
static void use(BgpPeer *peer, unsigned family, BgpNet *net, BgpAttrSet *attrs, uint32_t label)
{
	BgpTable *table = &peer->bgp->tables[family];
	gboolean first = bgp_net_path_of(net, peer) == NULL;

	if (!bgp_table_put(table, net, peer, attrs, label))
		return;
	peer->families[family].n_paths += first;
	bgp_loc_rib_reconsider(table, net);
}

/* A path's cause stays what it came with; that of the change is what goes on now. */
static void use_as_of(BgpPeer *peer, unsigned family, BgpNet *net, BgpAttrSet *attrs,
		      const BgpReceived *received)
{
	Sim *sim = peer->bgp->sim;
	uint64_t former = sim->cause;

	if (received->cause != former)
		bgp_loc_rib_reconsider(&peer->bgp->tables[family], net);
	sim_set_cause(sim, received->cause);
	use(peer, family, net, attrs, received->label);
	sim_set_cause(sim, former);
}

/* RFC 8326 4.3: another AS, or this one, is about to take its router out of service; any other path is
 * better. */
static BgpAttrSet *heed_shutdown(const BgpPeer *peer, BgpAttrSet *attrs)
{
	BgpAttrs changed = attrs->attrs;
	gboolean theirs = !bgp_peer_is_internal(peer) &&
			  bgp_communities_contain(changed.communities, BGP_COMMUNITY_LEN,
						  BGP_GRACEFUL_SHUTDOWN);
	BgpAttrSet *last_resort;

	if (!theirs && !peer->options.graceful_shutdown)
		return attrs;
	changed.local_pref = 0;
	changed.present |= BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF);
	last_resort =
		bgp_attrset_intern_weighed(attrs->table, &changed, attrs->others, attrs->weight);
	bgp_attrset_unref(attrs);
	return last_resort;
}

BgpPolicyAnswer bgp_import_ask(const BgpPeer *peer, unsigned family, const BgpNet *net,
			       const BgpReceived *received)
{
	const BgpTable *table = &peer->bgp->tables[family];
	BgpPolicyAsk ask = {
		.bgp = peer->bgp,
		.family = family,
		.rd = bgp_net_rd(table, net),
		.prefix = bgp_net_prefix(table, net),
		.peer = peer,
		.attrs = received->attrs,
		.label = received->label ? bgp_label_value(received->label) : NET_LABEL_NONE,
		.protocol = table->bgp->instance.class_->name,
	};

	return bgp_policy_apply(peer->families[family].import_map, &ask);
}

const char bgp_import_none[] = "no import policy for an external neighbor (RFC 8212)";

static void refuse(BgpPeer *peer, unsigned family, BgpNet *net, const char *reason)
{
	const BgpTable *table = &peer->bgp->tables[family];
	NetPrefix prefix = bgp_net_prefix(table, net);

	bgp_trace_refusal(table, bgp_net_rd(table, net), &prefix, peer, reason);
	bgp_peer_drop_path(peer, family, net);
}

/* What no VRF imports is forgotten, but where all that is said is kept. */
static void turn_away(BgpPeer *peer, unsigned family, BgpNet *net, const BgpAttrSet *attrs)
{
	g_autofree char *reason = bgp_keep_reason(attrs);

	refuse(peer, family, net, reason);
	if (peer->options.soft_reconfiguration)
		return;
	peer->families[family].filtered = TRUE;
	bgp_import_forget(peer, family, net);
}

/* What has been kept comes into use, or not. */
static void settle(BgpPeer *peer, unsigned family, BgpNet *net, const BgpReceived *received)
{
	BgpPolicyAnswer answer;
	g_autofree char *reason = NULL;

	if (received->objection)
		return;
	if (bgp_peer_lacks_import(peer, family)) {
		refuse(peer, family, net, bgp_import_none);
		return;
	}
	answer = bgp_import_ask(peer, family, net, received);
	if (!answer.attrs) {
		reason = policy_result_text(&answer.result);
		refuse(peer, family, net, reason);
	} else if (bgp_keeps(peer, family, answer.attrs)) {
		use_as_of(peer, family, net, heed_shutdown(peer, answer.attrs), received);
	} else {
		turn_away(peer, family, net, answer.attrs);
		bgp_attrset_unref(answer.attrs);
	}
}

void bgp_import_put(BgpPeer *peer, unsigned family, BgpNet *net, BgpAttrSet *attrs, uint32_t label)
{
	if (bgp_import_keeps(peer, family)) {
		settle(peer, family, net,
		       keep(peer, family, net, attrs, label, peer->bgp->sim->cause));
	} else if (bgp_peer_lacks_import(peer, family)) {
		refuse(peer, family, net, bgp_import_none);
		bgp_table_collect(&peer->bgp->tables[family], net);
	} else if (!bgp_keeps(peer, family, attrs)) {
		turn_away(peer, family, net, attrs);
		bgp_table_collect(&peer->bgp->tables[family], net);
	} else {
		use(peer, family, net, heed_shutdown(peer, bgp_attrset_ref(attrs)), label);
	}
}

void bgp_import_object(BgpPeer *peer, unsigned family, BgpNet *net, BgpAttrSet *attrs,
		       uint32_t label, const char *reason)
{
	keep(peer, family, net, attrs, label, peer->bgp->sim->cause)->objection = g_strdup(reason);
	bgp_peer_drop_path(peer, family, net);
}

/* What has been kept, or else the path in use. */
static void settle_again(BgpPeer *peer, unsigned family, BgpNet *net)
{
	const BgpReceived *received = bgp_import_received(peer, family, net);
	const BgpPath *path = bgp_net_path_of(net, peer);
	BgpReceived in_use;

	if (received) {
		settle(peer, family, net, received);
	} else if (path) {
		in_use = (BgpReceived){
			.attrs = path->attrs, .label = path->label, .cause = path->cause};
		use_as_of(peer, family, net, heed_shutdown(peer, bgp_attrset_ref(path->attrs)),
			  &in_use);
	}
}

void bgp_import_again(BgpPeer *peer, unsigned family)
{
	const BgpTable *table = &peer->bgp->tables[family];

	for (BgpNet *net = bgp_table_from(table, 0); net; net = bgp_table_from(table, net->id + 1))
		settle_again(peer, family, net);
}

/* What came while there was no map is as it came. */
static void keep_all(BgpPeer *peer, unsigned family)
{
	const BgpTable *table = &peer->bgp->tables[family];

	for (BgpNet *net = bgp_table_from(table, 0); net;
	     net = bgp_table_from(table, net->id + 1)) {
		const BgpPath *path = bgp_net_path_of(net, peer);

		if (path)
			keep(peer, family, net, path->attrs, path->label, path->cause);
	}
}

void bgp_import_set_map(BgpPeer *peer, unsigned family, const PolicyMap *map)
{
	BgpPeerFamily *f = &peer->families[family];
	const BgpTable *table = &peer->bgp->tables[family];

	if (f->import_map == map)
		return;
	if (f->filtered || (bgp_peer_lacks_import(peer, family) && !bgp_import_keeps(peer, family)))
		bgp_peer_request_refresh(peer, family);
	if (!bgp_import_keeps(peer, family))
		keep_all(peer, family);
	f->import_map = map;
	for (BgpNet *net = bgp_table_from(table, 0); net;
	     net = bgp_table_from(table, net->id + 1)) {
		const BgpReceived *received = bgp_import_received(peer, family, net);

		if (received)
			settle(peer, family, net, received);
		if (received && !bgp_import_keeps(peer, family))
			bgp_import_forget(peer, family, net);
	}
}

/* Of what was kept, though nobody wanted it. */
static void settle_wanted(BgpPeer *peer, unsigned family, BgpNet *net)
{
	const BgpReceived *received = bgp_import_received(peer, family, net);
	BgpPolicyAnswer answer;

	if (!received || received->objection || bgp_peer_lacks_import(peer, family))
		return;
	answer = bgp_import_ask(peer, family, net, received);
	if (answer.attrs && bgp_keeps(peer, family, answer.attrs))
		settle(peer, family, net, received);
	bgp_attrset_unref(answer.attrs);
}

void bgp_import_wanted_changed(BgpPeer *peer, unsigned family, gboolean more)
{
	const BgpTable *table = &peer->bgp->tables[family];
	gboolean asks = more && peer->families[family].filtered;

	for (BgpNet *net = bgp_table_from(table, 0); net;
	     net = bgp_table_from(table, net->id + 1)) {
		const BgpPath *path = bgp_net_path_of(net, peer);

		if (path && !bgp_keeps(peer, family, path->attrs))
			turn_away(peer, family, net, path->attrs);
		else if (!path && more)
			settle_wanted(peer, family, net);
	}
	if (asks && !bgp_peer_request_refresh(peer, family))
		bgp_trace_note(peer, BGP_NOTE_NO_REFRESH,
			       "what was not kept cannot be asked for again");
}
