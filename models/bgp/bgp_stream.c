/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_stream.h"

#include "models/bgp/bgp_accept.h"
#include "models/bgp/bgp_decoded.h"
#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_packing.h"
#include "models/bgp/bgp_told.h"

enum { CHUNK = 16384 }; /* prefixes that are packed at a time */

BgpStream *bgp_stream_new(BgpGroup *group)
{
	BgpStream *stream = g_new0(BgpStream, 1);

	stream->group = group;
	stream->members = g_ptr_array_new();
	stream->log = g_array_new(FALSE, FALSE, sizeof(BgpLogged));
	stream->pending = g_array_new(FALSE, FALSE, sizeof(BgpPending));
	net_bits_init(&stream->pending_bits);
	net_bits_init(&stream->advertised);
	net_bits_init(&stream->own_labels);
	net_numbers_init(&stream->labels);
	return stream;
}

static BgpTable *table_of(const BgpStream *stream)
{
	return bgp_group_table(stream->group);
}

static uint64_t *place_of(const BgpStream *stream, BgpPeer *peer)
{
	return &peer->families[stream->group->key.family].place;
}

static BgpPeer *member_at(const BgpStream *stream, guint i)
{
	return g_ptr_array_index(stream->members, i);
}

static const BgpPending *pending_at(const BgpStream *stream, guint i)
{
	return &g_array_index(stream->pending, BgpPending, i);
}

static void unmark(BgpStream *stream, BgpNet *net)
{
	net->pins--;
	bgp_table_collect(table_of(stream), net);
}

static void unmark_all(BgpStream *stream)
{
	for (guint i = stream->told; i < stream->pending->len; i++)
		unmark(stream, pending_at(stream, i)->net);
	g_array_set_size(stream->pending, 0);
	stream->told = stream->budget = 0;
	net_bits_clear(&stream->pending_bits);
}

/* ---- The log ---- */

/* Messages from the place of whom there is one at all. */
static uint64_t log_begin(const BgpStream *stream)
{
	return stream->end - (stream->log->len - stream->first);
}

static BgpLogged *logged_at(const BgpStream *stream, uint64_t place)
{
	return &g_array_index(stream->log, BgpLogged,
			      stream->first + (guint)(place - log_begin(stream)));
}

static void forget_first(BgpStream *stream)
{
	BgpLogged *logged = &g_array_index(stream->log, BgpLogged, stream->first);

	stream->log_bytes -= logged->message->len;
	tcp_message_unref(logged->message);
	if (logged->origins)
		g_array_unref(logged->origins);
	stream->first++;
}

static void trim_to(BgpStream *stream, uint64_t place)
{
	while (log_begin(stream) < place)
		forget_first(stream);
	if (stream->first * 2 < stream->log->len)
		return;
	g_array_remove_range(stream->log, 0, stream->first);
	stream->first = 0;
}

static uint64_t slowest_place(const BgpStream *stream)
{
	uint64_t place = stream->end;

	for (guint i = 0; i < stream->members->len; i++)
		place = MIN(place, *place_of(stream, member_at(stream, i)));
	return place;
}

void bgp_stream_append(BgpStream *stream, uint8_t *bytes, size_t len, uint64_t cause,
		       GArray *origins)
{
	BgpLogged logged = {tcp_message_new(bytes, len, cause), cause, origins};

	if (stream->members->len > 1 && bgp_message_type(bytes) == BGP_MESSAGE_UPDATE)
		logged.message->decoded = &bgp_decoded_new()->head;
	g_free(bytes);
	g_array_append_val(stream->log, logged);
	stream->log_bytes += len;
	stream->end++;
}

/* ---- Members ---- */

void bgp_stream_free(BgpStream *stream)
{
	trim_to(stream, stream->end);
	g_array_free(stream->log, TRUE);
	g_array_free(stream->pending, TRUE);
	g_ptr_array_free(stream->members, TRUE);
	net_bits_release(&stream->pending_bits);
	net_bits_release(&stream->advertised);
	net_bits_release(&stream->own_labels);
	net_numbers_release(&stream->labels);
	bgp_rt_filter_unref(stream->filter);
	g_free(stream);
}

void bgp_stream_add(BgpStream *stream, BgpPeer *peer)
{
	g_ptr_array_add(stream->members, peer);
	*place_of(stream, peer) = stream->end;
	peer->families[stream->group->key.family].stream = stream;
}

void bgp_stream_remove(BgpStream *stream, BgpPeer *peer)
{
	g_ptr_array_remove(stream->members, peer);
	bgp_accept_leave(stream, peer);
	peer->families[stream->group->key.family].stream = NULL;
	if (stream->members->len > 0)
		return;
	bgp_label_leave(stream);
	unmark_all(stream);
}

void bgp_stream_walk(BgpStream *stream)
{
	stream->walking = TRUE;
	stream->next = 0;
	stream->walk_cause = stream->group->bgp->sim->cause;
	stream->owes_end_of_rib = TRUE;
}

void bgp_stream_repeat(BgpStream *stream, gboolean enhanced)
{
	gboolean first_walk = stream->walking && stream->owes_end_of_rib;

	bgp_stream_walk(stream);
	stream->owes_end_of_rib = first_walk || !enhanced;
	stream->owes_refresh_end = enhanced;
	if (enhanced)
		bgp_packing_refresh(stream, BGP_REFRESH_BEGIN, stream->walk_cause);
}

static void end_walk(BgpStream *stream)
{
	stream->walking = FALSE;
	if (stream->owes_end_of_rib)
		bgp_packing_end_of_rib(stream, stream->walk_cause);
	if (stream->owes_refresh_end)
		bgp_packing_refresh(stream, BGP_REFRESH_END, stream->walk_cause);
	stream->owes_end_of_rib = stream->owes_refresh_end = FALSE;
}

static void mark(BgpStream *stream, BgpNet *net, uint64_t cause)
{
	BgpPending pending = {net, cause};

	if (net_bits_get(&stream->pending_bits, net->id))
		return;
	g_array_append_val(stream->pending, pending);
	net_bits_set(&stream->pending_bits, net->id, TRUE);
	net->pins++;
}

/* An export map may give the route other route targets. */
static gboolean may_be_wanted(const BgpStream *stream, const BgpNet *net)
{
	const BgpPath *path = bgp_net_chosen(net);

	return !stream->filter || stream->group->key.export_map ||
	       (path && bgp_rt_filter_passes(stream->filter, path->attrs->route_targets,
					     path->attrs->n_route_targets));
}

gboolean bgp_stream_note(BgpStream *stream, BgpNet *net, uint64_t cause)
{
	/* The walk will find it, unless it must be told that it is gone. */
	if (stream->walking && net->id >= stream->next &&
	    !net_bits_get(&stream->advertised, net->id))
		return FALSE;
	if (!net_bits_get(&stream->advertised, net->id) && !may_be_wanted(stream, net))
		return FALSE;
	mark(stream, net, cause);
	return TRUE;
}

void bgp_stream_set_filter(BgpStream *stream, BgpRtFilter *filter)
{
	BgpTable *table = table_of(stream);
	BgpRtFilter *former = stream->filter;

	stream->filter = bgp_rt_filter_ref(filter);
	for (BgpNet *net = bgp_table_from(table, 0); net; net = bgp_table_from(table, net->id + 1))
		if (bgp_told_differs(stream->group, net, former, filter))
			bgp_stream_note(stream, net, stream->group->bgp->sim->cause);
	bgp_rt_filter_unref(former);
}

/* All of one family, the stream's. */
static void mark_block(BgpStream *stream, BgpBlock block, uint64_t cause)
{
	BgpTable *table = table_of(stream);
	BgpNlriReader reader;
	BgpNlri nlri;

	if (!block.format)
		return;
	bgp_nlri_reader_init(&reader, block.format, block.prefixes);
	while (bgp_nlri_next(&reader, &nlri)) {
		BgpNet *net = bgp_table_get(table, nlri.rd, &nlri.prefix);

		mark(stream, net, cause);
		net_bits_set(&stream->advertised, net->id, TRUE);
	}
}

/* All has been told, or is marked: it is to be followed by End-of-RIB. A walk that is under way ends with it. */
static void owe_end_of_rib(BgpStream *stream, uint64_t cause)
{
	stream->owes_end_of_rib = TRUE;
	if (stream->walking)
		return;
	stream->walking = TRUE;
	stream->next = UINT32_MAX;
	stream->walk_cause = cause;
}

/* What a message says that the members will not get: each prefix is to be told as it is by then. */
static void mark_message(BgpStream *stream, const BgpLogged *logged)
{
	const BgpNlriFormat *ended;
	const BgpGroupKey *key = &stream->group->key;
	BgpUpdate update;
	WireError error;
	gboolean ok = bgp_update_decode(logged->message->bytes, logged->message->len, key->as_size,
					!key->egress.internal, &update, &error);

	g_assert(ok); /* it is our own */
	if (bgp_update_is_end_of_rib(&update, &ended)) {
		owe_end_of_rib(stream, logged->cause);
		return;
	}
	for (unsigned kind = 0; kind < BGP_BLOCKS; kind++)
		mark_block(stream, bgp_update_block(&update, (BgpBlockKind)kind), logged->cause);
}

static gboolean is_update(const BgpLogged *logged)
{
	return bgp_message_type(logged->message->bytes) == BGP_MESSAGE_UPDATE;
}

BgpStream *bgp_stream_split(BgpStream *stream, BgpPeer *peer)
{
	BgpStream *own = bgp_group_add_stream(stream->group);
	gboolean in_refresh = FALSE;

	g_assert(stream->members->len > 1);
	own->filter = stream->filter ? bgp_rt_filter_ref(stream->filter) : NULL;
	net_bits_copy(&own->advertised, &stream->advertised);
	net_bits_copy(&own->own_labels, &stream->own_labels);
	own->walking = stream->walking;
	own->next = stream->next;
	own->walk_cause = stream->walk_cause;
	own->owes_end_of_rib = stream->owes_end_of_rib;
	own->owes_refresh_end = stream->owes_refresh_end;
	for (uint64_t place = *place_of(stream, peer); place < stream->end; place++) {
		const BgpLogged *logged = logged_at(stream, place);

		if (is_update(logged))
			mark_message(own, logged);
		else
			in_refresh = TRUE;
	}
	for (guint i = stream->told; i < stream->pending->len; i++)
		mark(own, pending_at(stream, i)->net, pending_at(stream, i)->cause);
	own->budget = bgp_stream_n_pending(own);
	g_ptr_array_remove(stream->members, peer);
	bgp_stream_add(own, peer);
	bgp_accept_split(own, stream);
	if (in_refresh) /* its end is among what is missed: it begins anew */
		bgp_stream_repeat(own, TRUE);
	trim_to(stream, slowest_place(stream));
	return own;
}

/* ---- Telling ---- */

static gboolean has_room(const BgpPeer *peer)
{
	return tcp_unacknowledged(peer->session->socket) < TCP_HIGH_WATER;
}

static void send_logged(BgpPeer *peer, const BgpLogged *logged)
{
	Sim *sim = peer->bgp->sim;
	uint64_t former = sim_set_cause(sim, logged->cause), last = 0;
	uint64_t id = bgp_session_send_message(peer->session, tcp_message_ref(logged->message));

	for (guint i = 0; logged->origins && i < logged->origins->len; i++) {
		uint64_t origin = g_array_index(logged->origins, uint64_t, i);

		if (origin != last)
			sim_trace_also_because(sim, id, origin);
		last = origin;
	}
	sim_set_cause(sim, former);
}

/* Where the one stands that is furthest behind of those with room: who takes nothing costs nothing. */
static uint64_t first_wanted(const BgpStream *stream)
{
	uint64_t place = stream->end;

	for (guint i = 0; i < stream->members->len; i++)
		if (has_room(member_at(stream, i)))
			place = MIN(place, *place_of(stream, member_at(stream, i)));
	return place;
}

/* Message by message, to all who stand there and have room. TRUE where somebody wants more than there
 * is. */
static gboolean feed(BgpStream *stream)
{
	gboolean wanted = FALSE;

	for (uint64_t place = first_wanted(stream); place < stream->end; place++) {
		const BgpLogged *logged = logged_at(stream, place);

		for (guint i = 0; i < stream->members->len; i++) {
			BgpPeer *peer = member_at(stream, i);
			uint64_t *at = place_of(stream, peer);

			if (*at != place || !has_room(peer))
				continue;
			++*at;
			send_logged(peer, logged);
		}
	}
	trim_to(stream, slowest_place(stream));
	for (guint i = 0; i < stream->members->len && !wanted; i++) {
		BgpPeer *peer = member_at(stream, i);

		wanted = *place_of(stream, peer) == stream->end && has_room(peer);
	}
	return wanted;
}

/* Gives back the room of those that are done with, once they are the greater part. */
static void compact_pending(BgpStream *stream)
{
	if (bgp_stream_n_pending(stream) == 0) {
		g_array_free(stream->pending, TRUE);
		stream->pending = g_array_new(FALSE, FALSE, sizeof(BgpPending));
		net_bits_clear(&stream->pending_bits);
		stream->told = 0;
	} else if (stream->told * 2 > stream->pending->len) {
		g_array_remove_range(stream->pending, 0, stream->told);
		stream->told = 0;
	}
}

/* What was marked first, as much as may be told now. */
static void tell_pending(BgpStream *stream)
{
	guint first = stream->told, n = MIN(stream->budget, CHUNK);
	BgpPacking *packing = bgp_packing_new(stream);

	for (guint i = first; i < first + n; i++) {
		BgpNet *net = pending_at(stream, i)->net;

		bgp_packing_add(packing, net, pending_at(stream, i)->cause);
		net_bits_set(&stream->pending_bits, net->id, FALSE);
	}
	bgp_packing_flush(packing);
	for (guint i = first; i < first + n; i++)
		unmark(stream, pending_at(stream, i)->net);
	stream->told += n;
	stream->budget -= n;
	compact_pending(stream);
}

/* The prefixes from where the walk stands on. */
static void tell_more(BgpStream *stream)
{
	BgpTable *table = table_of(stream);
	BgpPacking *packing = bgp_packing_new(stream);
	BgpNet *net;

	for (guint n = 0; n < CHUNK && (net = bgp_table_from(table, stream->next)); n++) {
		stream->next = net->id + 1;
		if (bgp_group_has_route(stream->group, net))
			bgp_packing_add(packing, net, stream->walk_cause);
	}
	bgp_packing_flush(packing);
	if (!bgp_table_from(table, stream->next))
		end_walk(stream);
}

/* Who is too far behind goes on alone. */
static void leave_behind(BgpStream *stream)
{
	while (stream->log_bytes > stream->group->log_max && stream->members->len > 1) {
		uint64_t place = slowest_place(stream);
		guint i = 0;

		while (*place_of(stream, member_at(stream, i)) != place)
			i++;
		bgp_stream_split(stream, member_at(stream, i));
	}
}

void bgp_stream_run(BgpStream *stream)
{
	while (feed(stream) && (stream->budget > 0 || stream->walking)) {
		if (stream->budget > 0)
			tell_pending(stream);
		else
			tell_more(stream);
		leave_behind(stream);
	}
}

gboolean bgp_stream_is_level(const BgpStream *stream)
{
	return bgp_stream_n_pending(stream) == 0 && !stream->walking &&
	       slowest_place(stream) == stream->end;
}

void bgp_stream_merge(BgpStream *into, BgpStream *from)
{
	g_assert(bgp_stream_is_level(from) && bgp_stream_n_pending(into) == 0 && !into->walking);
	net_bits_add(&into->advertised, &from->advertised);
	net_bits_add(&into->own_labels, &from->own_labels);
	bgp_accept_merge(into, from);
	for (guint i = 0; i < from->members->len; i++)
		bgp_stream_add(into, member_at(from, i));
	g_ptr_array_set_size(from->members, 0);
}
