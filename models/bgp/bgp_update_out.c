/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_update_out.h"

#include "models/bgp/bgp_accept.h"
#include "models/bgp/bgp_aggregate.h"
#include "models/bgp/bgp_as_path.h"
#include "models/bgp/bgp_exchange.h"
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_membership.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_reflect.h"

/* Prefixes that go out with the same attributes; told.attrs NULL: withdrawals. */
typedef struct Bucket {
	BgpTold told;
	GArray *pending; /* of BgpPending */
} Bucket;

/* Buckets in the order in which they were first needed. */
struct BgpPacking {
	BgpStream *stream;
	GArray *buckets;   /* of Bucket; [0] are the withdrawals */
	GHashTable *index; /* BgpTold -> position in buckets; looked up, never iterated */
	Bucket too_long;   /* withdrawals: what cannot be told, and was */
};

static guint told_hash(gconstpointer p)
{
	const BgpTold *told = p;

	return told->attrs->hash ^ told->originator ^ told->next_hop ^ (guint)told->keeps_med << 3 ^
	       (guint)told->leaked << 4;
}

static gboolean told_equal(gconstpointer pa, gconstpointer pb)
{
	const BgpTold *a = pa, *b = pb;

	return a->attrs == b->attrs && a->originator == b->originator &&
	       a->by_policy == b->by_policy && a->next_hop == b->next_hop &&
	       a->keeps_med == b->keeps_med && a->leaked == b->leaked;
}

static gboolean tells_default(const BgpPeer *peer, unsigned family)
{
	switch (bgp_families[family].role) {
	case BGP_ROLE_UNICAST:
		return peer->options.default_originate;
	case BGP_ROLE_MEMBERSHIP:
		return peer->options.default_membership;
	default:
		return FALSE;
	}
}

static BgpGroup *group_for(const BgpPeer *peer, unsigned family)
{
	const BgpSession *session = peer->session;
	BgpGroupKey key = {
		.family = family,
		.client = peer->rr_client,
		.default_originate = tells_default(peer, family),
		.as_size = session->as_size,
		.message_max = session->message_max,
		.export_map = peer->families[family].export_map,
		.default_map =
			bgp_families[family].role == BGP_ROLE_UNICAST ? peer->default_map : NULL,
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
	if (f->group)
		bgp_update_move(peer, family);
	else if (f->agreed && !bgp_peer_lacks_export(peer, family))
		bgp_update_join(peer, family);
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

/* RFC 4271 9.2: what one internal peer said is not told to another, unless it is reflected. A peer that
 * is alone in its stream does not get its own route back. */
static gboolean may_advertise(const BgpStream *stream, const BgpNet *net)
{
	const BgpGroup *group = stream->group;
	const BgpPath *path = bgp_membership_path(group, net);

	if (net == group->default_net)
		return TRUE;
	if (bgp_membership_covered(group))
		return FALSE;
	if (!path || !bgp_path_usable(bgp_group_table(group), path))
		return FALSE;
	if (bgp_aggregates_suppress(bgp_group_table(group), net))
		return FALSE;
	const BgpPeer *from = bgp_path_peer(path);
	if (!from)
		return TRUE;
	if (group->key.egress.internal && bgp_peer_is_internal(from) &&
	    !bgp_reflect_allowed(path, group->key.client))
		return FALSE;
	return stream->members->len > 1 || from->families[group->key.family].stream != stream ||
	       bgp_membership_of_reflector(group);
}

BgpPacking *bgp_packing_new(BgpStream *stream)
{
	Bucket withdrawals = {.pending = g_array_new(FALSE, FALSE, sizeof(BgpPending))};
	BgpPacking *p = g_new0(BgpPacking, 1);

	p->stream = stream;
	p->too_long.pending = g_array_new(FALSE, FALSE, sizeof(BgpPending));
	p->buckets = g_array_new(FALSE, FALSE, sizeof(Bucket));
	p->index = g_hash_table_new_full(told_hash, told_equal, g_free, NULL);
	g_array_append_val(p->buckets, withdrawals);
	return p;
}

static void packing_free(BgpPacking *p)
{
	for (guint i = 0; i < p->buckets->len; i++) {
		bgp_told_clear(&g_array_index(p->buckets, Bucket, i).told);
		g_array_free(g_array_index(p->buckets, Bucket, i).pending, TRUE);
	}
	g_array_free(p->buckets, TRUE);
	g_array_free(p->too_long.pending, TRUE);
	g_hash_table_unref(p->index);
	g_free(p);
}

/* Takes over the reference in told. */
static GArray *bucket_for(BgpPacking *p, BgpTold *told)
{
	guint position = GPOINTER_TO_UINT(g_hash_table_lookup(p->index, told));

	if (position == 0) {
		Bucket bucket = {*told, g_array_new(FALSE, FALSE, sizeof(BgpPending))};

		position = p->buckets->len;
		g_array_append_val(p->buckets, bucket);
		g_hash_table_insert(p->index, g_memdup2(told, sizeof *told),
				    GUINT_TO_POINTER(position));
	} else {
		bgp_told_clear(told);
	}
	return g_array_index(p->buckets, Bucket, position).pending;
}

static void take_next_hop(BgpTold *told, const BgpPolicyAnswer *answer)
{
	told->by_policy = (answer->set & POLICY_SET_NEXT_HOP) != 0;
	if (told->by_policy)
		told->next_hop = answer->next_hop_rule == POLICY_NEXT_HOP_SELF
					 ? BGP_NEXT_HOP_SELF_ALL
					 : BGP_NEXT_HOP_UNCHANGED;
}

/* The export policy may have a say in it. */
static BgpNextHopRule next_hop_rule(const BgpGroup *group, const BgpTold *told)
{
	return told->by_policy ? told->next_hop : group->key.egress.next_hop;
}

/* RFC 8277 3.2.2: the label is that of the router which the next hop names. A path of this router's may
 * have one that says what is done here, such as implicit null. */
static gboolean needs_own_label(const BgpGroup *group, const BgpPath *path, const BgpTold *told)
{
	return bgp_group_table(group)->family->format->labelled &&
	       !(bgp_path_is_own(path) && path->label) &&
	       bgp_egress_is_self(&group->key.egress, next_hop_rule(group, told),
				  told->originator != 0, &told->attrs->attrs.next_hop);
}

static char *site_reason(NetSoo site)
{
	GString *reason = g_string_new("it comes from the neighbor's own site (");

	net_soo_append(site, reason);
	g_string_append_c(reason, ')');
	return g_string_free(reason, FALSE);
}

/* RFC 1997, RFC 4364 7: what no policy can permit. reason may be NULL. */
static gboolean is_kept(const BgpGroup *group, const BgpPath *path, char **reason)
{
	NetSoo site = group->key.site_of_origin;
	const char *by_community =
		bgp_policy_well_known(&path->attrs->attrs, group->key.egress.internal);

	if (!by_community && (!site || path->attrs->site_of_origin != site))
		return FALSE;
	if (reason)
		*reason = by_community ? g_strdup(by_community) : site_reason(site);
	return TRUE;
}

static gboolean path_told(const BgpGroup *group, const BgpPath *path, BgpTold *out, char **reason)
{
	gboolean reflected =
		group->key.egress.internal && path->peer && bgp_peer_is_internal(path->peer);
	BgpPolicyAnswer answer = {.attrs = NULL};

	if (!is_kept(group, path, reason)) {
		BgpPolicyAsk ask = bgp_policy_ask(bgp_group_table(group), path);

		answer = bgp_policy_apply(group->key.export_map, &ask);
		if (!answer.attrs && reason)
			*reason = policy_result_text(&answer.result);
	}
	*out = (BgpTold){
		.attrs = answer.attrs,
		.originator = reflected ? bgp_reflect_originator(path) : 0,
		.keeps_med = (answer.set & POLICY_SET_METRIC) != 0,
		.leaked = bgp_path_leak(path) != NULL,
	};
	take_next_hop(out, &answer);
	out->own_label = out->attrs && needs_own_label(group, path, out);
	return out->attrs != NULL;
}

static gboolean default_told(const BgpGroup *group, BgpTold *out, char **reason)
{
	const BgpPolicyAsk ask = {
		.bgp = group->bgp,
		.family = group->key.family,
		.prefix = bgp_net_prefix(bgp_group_table(group), group->default_net),
		.attrs = group->default_attrs,
		.label = NET_LABEL_NONE,
	};
	BgpPolicyAnswer answer = bgp_policy_apply(group->key.default_map, &ask);

	if (!answer.attrs && reason)
		*reason = policy_result_text(&answer.result);
	*out = (BgpTold){
		.attrs = answer.attrs,
		.keeps_med = (answer.set & POLICY_SET_METRIC) != 0,
	};
	take_next_hop(out, &answer);
	return answer.attrs != NULL;
}

/* RFC 4684 6. */
static gboolean is_wanted(const BgpRtFilter *filter, const BgpTold *told)
{
	return bgp_rt_filter_passes(filter, told->attrs->route_targets,
				    told->attrs->n_route_targets);
}

gboolean bgp_update_told(const BgpGroup *group, const BgpNet *net, BgpTold *out, char **reason)
{
	if (net == group->default_net)
		return default_told(group, out, reason);
	if (!path_told(group, bgp_membership_path(group, net), out, reason))
		return FALSE;
	if (out->originator && bgp_membership_of_reflector(group)) {
		out->originator = group->bgp->identifier;
		out->by_policy = TRUE;
		out->next_hop = BGP_NEXT_HOP_SELF_ALL;
	}
	return TRUE;
}

gboolean bgp_update_differs(const BgpGroup *group, const BgpNet *net, const BgpRtFilter *a,
			    const BgpRtFilter *b)
{
	gboolean differs;
	BgpTold told;

	if (!bgp_net_chosen(net) || !bgp_update_told(group, net, &told, NULL))
		return FALSE;
	differs = is_wanted(a, &told) != is_wanted(b, &told);
	bgp_told_clear(&told);
	return differs;
}

void bgp_told_clear(BgpTold *told)
{
	g_clear_pointer(&told->attrs, bgp_attrset_unref);
}

/* For all of the stream, which the record calls by the first of them. */
static void refuse(const BgpStream *stream, const BgpNet *net, const char *why)
{
	const BgpTable *table = bgp_group_table(stream->group);
	const BgpPeer *first = g_ptr_array_index(stream->members, 0);
	const BgpPeer *from =
		net == stream->group->default_net ? NULL : bgp_path_peer(bgp_net_chosen(net));
	NetPrefix prefix = bgp_net_prefix(table, net);
	GString *reason = g_string_new("not told to ");

	g_string_append(reason, bgp_peer_name(first));
	if (stream->members->len > 1)
		g_string_append_printf(reason, " and %u more", stream->members->len - 1);
	g_string_append_printf(reason, ": %s", why);
	bgp_trace_refusal(table, bgp_net_rd(table, net), &prefix, from, reason->str);
	g_string_free(reason, TRUE);
}

/* What the stream is told of the prefix, where it is. */
static gboolean to_tell(const BgpStream *stream, const BgpNet *net, BgpTold *out)
{
	char *reason = NULL;

	if (!may_advertise(stream, net))
		return FALSE;
	if (bgp_update_told(stream->group, net, out, &reason)) {
		gboolean wanted = is_wanted(stream->filter, out);

		if (wanted &&
		    (!out->own_label || bgp_label_take(bgp_group_table(stream->group), net)))
			return TRUE;
		bgp_told_clear(out);
		if (!wanted)
			return FALSE;
		reason = g_strdup("the label range is used up");
	}
	refuse(stream, net, reason);
	g_free(reason);
	return FALSE;
}

void bgp_packing_add(BgpPacking *p, BgpNet *net, uint64_t cause)
{
	BgpPending pending = {net, cause};
	BgpTold out;

	if (to_tell(p->stream, net, &out))
		g_array_append_val(bucket_for(p, &out), pending);
	else if (net_bits_get(&p->stream->advertised, net->id))
		g_array_append_val(g_array_index(p->buckets, Bucket, 0).pending, pending);
}

/* What the n prefixes told came with has its part in the message, also where it is a new session that
 * wants them told. */
static GArray *origins_of(const BgpPending *told, guint n)
{
	GArray *origins = NULL;
	uint64_t last = 0;

	for (guint i = 0; i < n; i++) {
		const BgpPath *chosen = bgp_net_chosen(told[i].net);
		uint64_t origin = chosen ? chosen->cause : 0;

		if (origin != last && origin != 0) {
			if (!origins)
				origins = g_array_new(FALSE, FALSE, sizeof(uint64_t));
			g_array_append_val(origins, origin);
		}
		last = origin;
	}
	return origins;
}

/* A CE hears nothing of what is the provider's (RFC 4364 4.3.1): route targets, next hops, reflectors. */
static void hide_provider(const BgpGroup *group, const BgpTold *told, BgpAttrs *out,
			  BgpScratch *scratch)
{
	WireWriter w;

	if (told->leaked) {
		out->next_hop = group->key.egress.self;
		out->present &= ~(BGP_ATTR_BIT(BGP_ATTR_ORIGINATOR_ID) |
				  BGP_ATTR_BIT(BGP_ATTR_CLUSTER_LIST));
	}
	if (!rib_name(group->bgp->instance.rib) ||
	    !bgp_attrs_has(out, BGP_ATTR_EXTENDED_COMMUNITIES))
		return;
	wire_writer_init(&w, SIZE_MAX);
	bgp_ext_communities_without(out->extended_communities, net_ext_community_is_rt, &w);
	out->extended_communities = bgp_scratch_keep(scratch, &w);
	if (out->extended_communities.len == 0)
		out->present &= ~BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES);
}

void bgp_update_attrs(const BgpGroup *group, const BgpTold *told, BgpAttrs *out,
		      BgpScratch *scratch)
{
	const BgpAttrs *attrs = &told->attrs->attrs;
	BgpEgress egress = group->key.egress;

	*out = *attrs;
	egress.next_hop = next_hop_rule(group, told);
	bgp_egress_attrs(&egress, told->originator != 0, out, scratch);
	if (told->keeps_med) {
		out->med = attrs->med;
		out->present |= BGP_ATTR_BIT(BGP_ATTR_MED);
	}
	hide_provider(group, told, out, scratch);
	if (told->originator)
		bgp_reflect_attrs(group->bgp, told->originator, out, scratch);
}

/* RFC 6793 4.2.2: for a speaker that knows AS numbers of two octets only. */
static void narrow_attrs(BgpAttrs *out, BgpScratch *scratch)
{
	WireWriter narrow;

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
	wire_writer_init(&narrow, SIZE_MAX);
	bgp_as_path_narrow(out->as_path, &narrow);
	out->as_path = (BgpAsPath){bgp_scratch_keep(scratch, &narrow), 2};
}

/* A default route by default-originate has no path, and its family no labels. */
uint32_t bgp_update_label(const BgpGroup *group, const BgpNet *net, gboolean own)
{
	const BgpTable *table = bgp_group_table(group);

	if (!table->family->format->labelled)
		return NET_LABEL_NONE;
	return own ? bgp_label_of(table, net->id) : bgp_label_value(bgp_net_chosen(net)->label);
}

static BgpNlri nlri_of(const BgpGroup *group, const BgpNet *net, const BgpTold *told)
{
	const BgpTable *table = bgp_group_table(group);
	uint32_t label =
		told->attrs ? bgp_update_label(group, net, told->own_label) : NET_LABEL_NONE;

	return (BgpNlri){
		.rd = bgp_net_rd(table, net),
		.prefix = bgp_net_prefix(table, net),
		.label = label == NET_LABEL_NONE ? BGP_LABEL_WITHDRAWN : bgp_label_entry(label),
	};
}

/* The attributes fill a message. RFC 8654 4: it is not told, and withdrawn where it was. */
static void give_up(BgpPacking *p, const BgpPending *pending)
{
	const BgpNet *net = pending->net;

	if (bgp_group_has_route(p->stream->group, net))
		refuse(p->stream, net, "its attributes fill a message");
	bgp_label_untaken(bgp_group_table(p->stream->group), net->id);
	if (net_bits_get(&p->stream->advertised, net->id))
		g_array_append_val(p->too_long.pending, *pending);
}

/* The members know, or may have heard. */
static void note_told(BgpStream *stream, const BgpTold *how, const BgpPending *told, guint n)
{
	gboolean labelled = bgp_group_table(stream->group)->family->format->labelled;

	for (guint i = 0; i < n; i++) {
		net_bits_set(&stream->advertised, told[i].net->id, how->attrs != NULL);
		if (labelled)
			bgp_label_told(stream, told[i].net->id, how->own_label);
	}
}

/* One message of prefixes of a bucket from position at on; returns how far it got. */
static guint make_message(BgpPacking *p, const Bucket *bucket, const BgpAttrs *attrs, guint at)
{
	BgpStream *stream = p->stream;
	const BgpTable *table = bgp_group_table(stream->group);
	const BgpPending *told = &g_array_index(bucket->pending, BgpPending, at);
	BgpSpan others = attrs ? bucket->told.attrs->others : (BgpSpan){NULL, 0};
	BgpUpdateWriter w;
	uint8_t *message;
	size_t len;
	guint i;

	bgp_update_begin(&w, table->family->format, attrs, others);
	w.max = stream->group->key.message_max;
	for (i = at; i < bucket->pending->len; i++) {
		const BgpNet *net = g_array_index(bucket->pending, BgpPending, i).net;
		BgpNlri nlri = nlri_of(stream->group, net, &bucket->told);

		if (!bgp_update_add(&w, &nlri))
			break;
	}
	message = bgp_update_finish(&w, &len);
	if (i == at) {
		g_free(message);
		give_up(p, told);
		return at + 1;
	}
	bgp_accept_told(stream, attrs, bucket->told.own_label, told, i - at);
	note_told(stream, &bucket->told, told, i - at);
	bgp_stream_append(stream, message, len, told->cause, origins_of(told, i - at));
	return i;
}

static void make_messages(BgpPacking *p, const Bucket *bucket)
{
	const BgpGroup *group = p->stream->group;
	BgpScratch scratch;
	BgpAttrs attrs;

	bgp_scratch_init(&scratch);
	if (bucket->told.attrs) {
		bgp_update_attrs(group, &bucket->told, &attrs, &scratch);
		if (group->key.as_size == 2)
			narrow_attrs(&attrs, &scratch);
	}
	for (guint at = 0; at < bucket->pending->len;)
		at = make_message(p, bucket, bucket->told.attrs ? &attrs : NULL, at);
	bgp_scratch_clear(&scratch);
}

void bgp_packing_flush(BgpPacking *p)
{
	for (guint i = 0; i < p->buckets->len; i++)
		make_messages(p, &g_array_index(p->buckets, Bucket, i));
	make_messages(p, &p->too_long);
	packing_free(p);
}

void bgp_packing_end_of_rib(BgpStream *stream, uint64_t cause)
{
	WireWriter w;
	uint8_t *message;
	size_t len;

	wire_writer_init(&w, BGP_MESSAGE_MAX);
	bgp_end_of_rib_encode(bgp_group_table(stream->group)->family->format, &w);
	message = wire_writer_take(&w, &len);
	bgp_stream_append(stream, message, len, cause, NULL);
}

void bgp_packing_refresh(BgpStream *stream, BgpRefreshSubtype subtype, uint64_t cause)
{
	const BgpNlriFormat *format = bgp_group_table(stream->group)->family->format;
	BgpRouteRefresh refresh = {format->afi, (uint8_t)subtype, format->safi};
	WireWriter w;
	uint8_t *message;
	size_t len;

	wire_writer_init(&w, BGP_MESSAGE_MAX);
	bgp_route_refresh_encode(&refresh, &w);
	message = wire_writer_take(&w, &len);
	bgp_stream_append(stream, message, len, cause, NULL);
}
