/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_packing.h"

#include "models/bgp/bgp_accept.h"
#include "models/bgp/bgp_aggregate.h"
#include "models/bgp/bgp_as_path.h"
#include "models/bgp/bgp_hybrid.h"
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_membership.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_reflect.h"
#include "models/bgp/bgp_told.h"

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
	       (guint)told->leaked << 4 ^ (guint)told->label << 5 ^ (guint)told->reoriginated << 8;
}

static gboolean told_equal(gconstpointer pa, gconstpointer pb)
{
	const BgpTold *a = pa, *b = pb;

	return a->attrs == b->attrs && a->originator == b->originator &&
	       a->by_policy == b->by_policy && a->next_hop == b->next_hop &&
	       a->keeps_med == b->keeps_med && a->leaked == b->leaked && a->label == b->label &&
	       a->reoriginated == b->reoriginated;
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
	if (!bgp_hybrid_may_tell(group, path))
		return FALSE;
	const BgpPeer *from = bgp_path_heard_from(path);
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
	if (bgp_told_make(stream->group, net, out, &reason)) {
		gboolean wanted = bgp_told_is_wanted(stream->filter, out);

		if (wanted && (out->label != BGP_TOLD_OWN_LABEL ||
			       bgp_label_take(bgp_group_table(stream->group), net)))
			return TRUE;
		bgp_told_clear(out);
		if (!wanted)
			return FALSE;
		reason = g_strdup("the label range is used up");
	}
	if (reason)
		refuse(stream, net, reason);
	g_free(reason);
	return FALSE;
}

void bgp_packing_add(BgpPacking *p, BgpNet *net, uint64_t cause)
{
	BgpPending pending = {net, cause};
	Sim *sim = p->stream->group->bgp->sim;
	uint64_t former = sim_set_cause(sim, cause);
	BgpTold out;

	if (to_tell(p->stream, net, &out))
		g_array_append_val(bucket_for(p, &out), pending);
	else if (net_bits_get(&p->stream->advertised, net->id))
		g_array_append_val(g_array_index(p->buckets, Bucket, 0).pending, pending);
	sim_set_cause(sim, former);
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

static BgpNlri nlri_of(const BgpGroup *group, const BgpNet *net, const BgpTold *told)
{
	const BgpTable *table = bgp_group_table(group);
	uint32_t label = bgp_told_label(group, net, told->label);

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
	gboolean labelled = bgp_group_format(stream->group)->labelled;

	for (guint i = 0; i < n; i++) {
		net_bits_set(&stream->advertised, told[i].net->id, how->attrs != NULL);
		if (labelled)
			bgp_label_told(stream, told[i].net->id, how->label == BGP_TOLD_OWN_LABEL);
	}
}

/* One message of prefixes of a bucket from position at on; returns how far it got. */
static guint make_message(BgpPacking *p, const Bucket *bucket, const BgpAttrs *attrs, guint at)
{
	BgpStream *stream = p->stream;
	const BgpPending *told = &g_array_index(bucket->pending, BgpPending, at);
	BgpSpan others = attrs ? bucket->told.attrs->others : (BgpSpan){NULL, 0};
	BgpUpdateWriter w;
	uint8_t *message;
	size_t len;
	guint i;

	bgp_update_begin(&w, bgp_group_format(stream->group), attrs, others);
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
	bgp_accept_told(stream, attrs, bucket->told.label, told, i - at);
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
		bgp_told_attrs(group, &bucket->told, &attrs, &scratch);
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
	bgp_end_of_rib_encode(bgp_group_format(stream->group), &w);
	message = wire_writer_take(&w, &len);
	bgp_stream_append(stream, message, len, cause, NULL);
}

void bgp_packing_refresh(BgpStream *stream, BgpRefreshSubtype subtype, uint64_t cause)
{
	const BgpNlriFormat *format = bgp_group_format(stream->group);
	BgpRouteRefresh refresh = {format->afi, (uint8_t)subtype, format->safi};
	WireWriter w;
	uint8_t *message;
	size_t len;

	wire_writer_init(&w, BGP_MESSAGE_MAX);
	bgp_route_refresh_encode(&refresh, &w);
	message = wire_writer_take(&w, &len);
	bgp_stream_append(stream, message, len, cause, NULL);
}
