/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_update_out.h"

#include "models/bgp/bgp_accept.h"
#include "models/bgp/bgp_as_path.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_reflect.h"

/* Prefixes that go out with the same attributes; told.attrs NULL: withdrawals. */
typedef struct Bucket {
	BgpTold told;
	GArray *pending; /* of BgpPending */
} Bucket;

/* Buckets in the order in which they were first needed. */
typedef struct Packing {
	BgpGroup *group;
	GArray *buckets;   /* of Bucket; [0] are the withdrawals */
	GHashTable *index; /* BgpTold -> position in buckets; looked up, never iterated */
} Packing;

static guint told_hash(gconstpointer p)
{
	const BgpTold *told = p;

	return told->attrs->hash ^ told->originator;
}

static gboolean told_equal(gconstpointer pa, gconstpointer pb)
{
	const BgpTold *a = pa, *b = pb;

	return a->attrs == b->attrs && a->originator == b->originator;
}

void bgp_update_join(BgpPeer *peer, unsigned family)
{
	const BgpSession *session = peer->session;
	BgpGroupKey key = {
		.family = family,
		.internal = bgp_peer_is_internal(peer),
		.client = peer->rr_client,
		.as_size = session->as_size,
		.local = *tcp_local_address(session->socket),
		.mrai = peer->mrai,
	};
	BgpGroup *group = bgp_group_get(peer->bgp, &key);
	peer->families[family].group = group;
	bgp_group_join(group, peer);
}

void bgp_update_leave(BgpPeer *peer, unsigned family)
{
	if (peer->families[family].group)
		bgp_group_leave(peer->families[family].group, peer);
	peer->families[family].group = NULL;
}

void bgp_update_refresh(BgpPeer *peer, int family)
{
	BgpGroup *group = family >= 0 ? peer->families[family].group : NULL;
	if (!group)
		return;
	/* What is pending concerns the peer as one who knows the routes before. */
	bgp_update_run(group);
	bgp_group_join(group, peer);
}

/* RFC 4271 9.2: what one internal peer said is not told to another, unless it is reflected. A peer that
 * is alone in its group does not get its own route back. */
static gboolean may_advertise(const BgpGroup *group, const BgpPath *path)
{
	if (!path || !bgp_path_usable(&group->bgp->tables[group->key.family], path))
		return FALSE;
	if (!path->peer)
		return TRUE;
	if (group->key.internal && bgp_peer_is_internal(path->peer) &&
	    !bgp_reflect_allowed(path, group->key.client))
		return FALSE;
	unsigned n_peers = group->members->len + group->joining->len;
	return n_peers > 1 || path->peer->families[group->key.family].group != group;
}

static void packing_init(Packing *p, BgpGroup *group)
{
	Bucket withdrawals = {.pending = g_array_new(FALSE, FALSE, sizeof(BgpPending))};
	p->group = group;
	p->buckets = g_array_new(FALSE, FALSE, sizeof(Bucket));
	p->index = g_hash_table_new_full(told_hash, told_equal, g_free, NULL);
	g_array_append_val(p->buckets, withdrawals);
}

static void packing_clear(Packing *p)
{
	for (guint i = 0; i < p->buckets->len; i++)
		g_array_free(g_array_index(p->buckets, Bucket, i).pending, TRUE);
	g_array_free(p->buckets, TRUE);
	g_hash_table_unref(p->index);
}

static GArray *bucket_for(Packing *p, const BgpTold *told)
{
	guint position = GPOINTER_TO_UINT(g_hash_table_lookup(p->index, told));

	if (position == 0) {
		Bucket bucket = {*told, g_array_new(FALSE, FALSE, sizeof(BgpPending))};

		position = p->buckets->len;
		g_array_append_val(p->buckets, bucket);
		g_hash_table_insert(p->index, g_memdup2(told, sizeof *told),
				    GUINT_TO_POINTER(position));
	}
	return g_array_index(p->buckets, Bucket, position).pending;
}

BgpTold bgp_update_told(const BgpGroup *group, const BgpPath *path)
{
	gboolean reflected = group->key.internal && path->peer && bgp_peer_is_internal(path->peer);

	return (BgpTold){path->attrs, reflected ? bgp_reflect_originator(path) : 0};
}

static void pack(Packing *p, BgpNet *net, uint64_t cause)
{
	BgpPending pending = {net, cause};
	const BgpPath *chosen = bgp_net_chosen(net);
	gboolean told = bgp_group_has_advertised(p->group, net);
	if (may_advertise(p->group, chosen)) {
		BgpTold out = bgp_update_told(p->group, chosen);

		g_array_append_val(bucket_for(p, &out), pending);
		bgp_group_set_advertised(p->group, net, TRUE);
	} else if (told) {
		g_array_append_val(g_array_index(p->buckets, Bucket, 0).pending, pending);
		bgp_group_set_advertised(p->group, net, FALSE);
	}
}

/* What the n prefixes told came with has its part in the message, also where it is a new session that
 * wants them told. */
static void name_origins(Sim *sim, uint64_t id, const BgpPending *told, guint n)
{
	uint64_t last = 0;
	for (guint i = 0; i < n; i++) {
		const BgpPath *chosen = bgp_net_chosen(told[i].net);
		uint64_t origin = chosen ? chosen->cause : 0;
		if (origin != last)
			sim_trace_also_because(sim, id, origin);
		last = origin;
	}
}

static void send_to(const GPtrArray *peers, const uint8_t *message, size_t len, uint64_t cause,
		    const BgpPending *told, guint n)
{
	for (guint i = 0; i < peers->len; i++) {
		BgpPeer *peer = g_ptr_array_index(peers, i);
		uint64_t former = sim_set_cause(peer->bgp->sim, cause);
		uint64_t id = bgp_session_send(peer->session, message, len);
		name_origins(peer->bgp->sim, id, told, n);
		sim_set_cause(peer->bgp->sim, former);
	}
}

void bgp_update_attrs(const BgpGroup *group, const BgpTold *told, BgpAttrs *out,
		      WireWriter *scratch)
{
	const BgpAttrSet *set = told->attrs;
	const uint32_t internal_only = BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF) |
				       BGP_ATTR_BIT(BGP_ATTR_ORIGINATOR_ID) |
				       BGP_ATTR_BIT(BGP_ATTR_CLUSTER_LIST);
	gboolean own = !net_addr_is_set(&set->attrs.next_hop);
	*out = set->attrs;
	if (own || !group->key.internal)
		out->next_hop = group->key.local;
	if (group->key.internal) {
		if (!bgp_attrs_has(out, BGP_ATTR_LOCAL_PREF))
			out->local_pref = BGP_LOCAL_PREF_DEFAULT;
		out->present |= BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF);
		if (told->originator)
			bgp_reflect_attrs(group->bgp, told->originator, out, scratch);
		return;
	}
	out->present &= ~internal_only;
	if (!own)
		out->present &= ~BGP_ATTR_BIT(BGP_ATTR_MED);
	bgp_as_path_prepend(set->attrs.as_path, group->bgp->as_number, scratch);
	out->as_path.segments = (BgpSpan){scratch->buf, scratch->len};
}

/* RFC 6793 4.2.2: for a speaker that knows AS numbers of two octets only. */
static void narrow_attrs(BgpAttrs *out, WireWriter *narrow)
{
	if (!bgp_as_path_fits_two_octets(out->as_path)) {
		out->as4_path = out->as_path.segments;
		out->present |= BGP_ATTR_BIT(BGP_ATTR_AS4_PATH);
	}
	if (bgp_attrs_has(out, BGP_ATTR_AGGREGATOR) && out->aggregator.as_number > UINT16_MAX) {
		out->as4_aggregator = out->aggregator;
		out->aggregator.as_number = BGP_AS_TRANS;
		out->present |= BGP_ATTR_BIT(BGP_ATTR_AS4_AGGREGATOR);
	}
	out->aggregator.as_size = 2;
	bgp_as_path_narrow(out->as_path, narrow);
	out->as_path = (BgpAsPath){{narrow->buf, narrow->len}, 2};
}

static BgpNlri nlri_of(const BgpTable *table, const BgpNet *net, gboolean withdraw)
{
	BgpNlri nlri;
	nlri.rd = bgp_net_rd(table, net);
	nlri.prefix = bgp_net_prefix(table, net);
	nlri.n_labels = table->family->format->labelled;
	nlri.labels[0] = withdraw ? BGP_LABEL_WITHDRAWN : bgp_net_chosen(net)->label;
	return nlri;
}

/* One message of prefixes of a bucket from position at on; returns how far it got. */
static guint send_message(const BgpGroup *group, const GPtrArray *peers, const Bucket *bucket,
			  const BgpAttrs *attrs, guint at)
{
	const BgpNlriFormat *format = bgp_families[group->key.family].format;
	const BgpPending *told = &g_array_index(bucket->pending, BgpPending, at);
	BgpUpdateWriter w;
	size_t len;
	bgp_update_begin(&w, format, attrs,
			 attrs ? bucket->told.attrs->others : (BgpSpan){NULL, 0});
	guint i;
	for (i = at; i < bucket->pending->len; i++) {
		const BgpNet *net = g_array_index(bucket->pending, BgpPending, i).net;
		BgpNlri nlri = nlri_of(&group->bgp->tables[group->key.family], net, attrs == NULL);
		if (!bgp_update_add(&w, &nlri))
			break;
	}
	uint8_t *message = bgp_update_finish(&w, &len);
	bgp_accept_told(group->key.family, peers, attrs, told, i - at);
	if (i > at)
		send_to(peers, message, len, told->cause, told, i - at);
	g_free(message);
	return i > at ? i : at + 1; /* a set of attributes that fills a message cannot be told */
}

static void send_bucket(const BgpGroup *group, const GPtrArray *peers, const Bucket *bucket)
{
	WireWriter scratch, narrow;
	BgpAttrs attrs;
	wire_writer_init(&scratch, SIZE_MAX);
	wire_writer_init(&narrow, SIZE_MAX);
	if (bucket->told.attrs) {
		bgp_update_attrs(group, &bucket->told, &attrs, &scratch);
		if (group->key.as_size == 2)
			narrow_attrs(&attrs, &narrow);
	}
	for (guint at = 0; at < bucket->pending->len;)
		at = send_message(group, peers, bucket, bucket->told.attrs ? &attrs : NULL, at);
	wire_writer_clear(&scratch);
	wire_writer_clear(&narrow);
}

static void send_packing(const Packing *p, const GPtrArray *peers)
{
	for (guint i = 0; i < p->buckets->len; i++)
		send_bucket(p->group, peers, &g_array_index(p->buckets, Bucket, i));
}

static void send_pending(BgpGroup *group)
{
	BgpTable *table = &group->bgp->tables[group->key.family];
	GArray *pending = bgp_group_take_pending(group);
	Packing p;
	packing_init(&p, group);
	for (guint i = 0; i < pending->len; i++) {
		const BgpPending *entry = &g_array_index(pending, BgpPending, i);
		pack(&p, entry->net, entry->cause);
	}
	send_packing(&p, group->members);
	packing_clear(&p);
	for (guint i = 0; i < pending->len; i++) {
		BgpNet *net = g_array_index(pending, BgpPending, i).net;
		net->pins--;
		bgp_table_collect(table, net);
	}
	g_array_free(pending, TRUE);
}

static void send_end_of_rib(const BgpGroup *group, const GPtrArray *peers)
{
	WireWriter w;
	wire_writer_init(&w, BGP_MESSAGE_MAX);
	bgp_end_of_rib_encode(bgp_families[group->key.family].format, &w);
	send_to(peers, w.buf, w.len, group->bgp->sim->cause, NULL, 0);
	wire_writer_clear(&w);
}

/* Those who join hear everything once, and together. */
static void send_all(BgpGroup *group)
{
	const BgpTable *table = &group->bgp->tables[group->key.family];
	Packing p;
	packing_init(&p, group);
	for (BgpNet *net = bgp_table_from(table, 0); net; net = bgp_table_from(table, net->id + 1))
		if (bgp_net_chosen(net))
			pack(&p, net, group->bgp->sim->cause);
	send_packing(&p, group->joining);
	packing_clear(&p);
	send_end_of_rib(group, group->joining);
	g_ptr_array_extend(group->members, group->joining, NULL, NULL);
	g_ptr_array_set_size(group->joining, 0);
}

void bgp_update_run(BgpGroup *group)
{
	if (group->pending->len > 0)
		send_pending(group);
	if (group->joining->len > 0)
		send_all(group);
}
