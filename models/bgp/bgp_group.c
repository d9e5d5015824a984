/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_group.h"

enum { JITTER_PERCENT = 25 };

static BgpStream *stream_at(const BgpGroup *group, guint i)
{
	return g_ptr_array_index(group->streams, i);
}

static void drop_stream(BgpGroup *group, BgpStream *stream)
{
	g_ptr_array_remove(group->streams, stream);
	if (group->joining == stream)
		group->joining = NULL;
	bgp_stream_free(stream);
}

static gboolean takes_others(const BgpStream *stream)
{
	return bgp_stream_n_pending(stream) == 0 && !stream->walking;
}

/* The first one that the members of the stream at i could go on in; NULL: none before it. */
static BgpStream *stream_like(const BgpGroup *group, guint i)
{
	for (guint k = 0; k < i; k++)
		if (stream_at(group, k)->filter == stream_at(group, i)->filter &&
		    takes_others(stream_at(group, k)))
			return stream_at(group, k);
	return NULL;
}

/* Those who have told everything go on together. */
static void merge_streams(BgpGroup *group)
{
	for (guint i = 0; i < group->streams->len; i++) {
		BgpStream *stream = stream_at(group, i), *into;

		if (!takes_others(stream))
			continue;
		into = stream_like(group, i);
		if (into && bgp_stream_is_level(stream)) {
			bgp_stream_merge(into, stream);
			drop_stream(group, stream);
			i--;
		}
	}
}

/* RFC 4271 10: MinRouteAdvertisementInterval with jitter. */
static void begin_interval(BgpGroup *group)
{
	SimTime most = group->key.mrai * JITTER_PERCENT / 100;
	BgpPeer *peer;

	if (group->key.mrai == 0)
		return;
	peer = g_ptr_array_index(stream_at(group, 0)->members, 0);
	group->not_before = group->bgp->sim->now + group->key.mrai -
			    (SimTime)sim_rng_below(&peer->rng, (uint64_t)most + 1);
}

static void group_due(void *owner)
{
	BgpGroup *group = owner;

	group->joining = NULL;
	begin_interval(group);
	for (guint i = 0; i < group->streams->len; i++) {
		BgpStream *stream = stream_at(group, i);

		stream->budget = bgp_stream_n_pending(stream);
		bgp_stream_run(stream);
	}
	merge_streams(group);
}

/* The prefix may have routes of its own, which the group is not told then. */
static void add_default(BgpGroup *group)
{
	BgpTable *table = bgp_group_table(group);
	const NetPrefix any = {.addr = {.family = (uint8_t)table->family->format->prefix}};
	const BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH),
		.origin = BGP_ORIGIN_IGP,
		.as_path.as_size = 4,
	};

	group->default_net = bgp_table_get(table, 0, &any);
	group->default_net->pins++;
	group->default_attrs =
		bgp_attrset_intern(&group->bgp->run->attrs, &attrs, (BgpSpan){NULL, 0});
}

static BgpGroup *group_new(Bgp *bgp, const BgpGroupKey *key)
{
	BgpGroup *group = g_new0(BgpGroup, 1);

	group->bgp = bgp;
	group->key = *key;
	group->log_max = BGP_LOG_MAX;
	group->streams = g_ptr_array_new();
	sim_timer_init(&group->timer, bgp->sim, SIM_WORK, group_due, group);
	if (key->default_originate)
		add_default(group);
	g_ptr_array_add(bgp->groups, group);
	return group;
}

static gboolean key_equal(const BgpGroupKey *a, const BgpGroupKey *b)
{
	return a->family == b->family && a->table == b->table && a->labels == b->labels &&
	       bgp_egress_equal(&a->egress, &b->egress) && a->client == b->client &&
	       a->hybrid == b->hybrid && a->site_of_origin == b->site_of_origin &&
	       a->default_originate == b->default_originate && a->as_size == b->as_size &&
	       a->message_max == b->message_max && a->export_map == b->export_map &&
	       a->default_map == b->default_map && a->mrai == b->mrai && a->alone == b->alone;
}

BgpGroup *bgp_group_get(Bgp *bgp, const BgpGroupKey *key)
{
	for (guint i = 0; i < bgp->groups->len; i++) {
		BgpGroup *group = g_ptr_array_index(bgp->groups, i);

		if (key_equal(&group->key, key))
			return group;
	}
	return group_new(bgp, key);
}

void bgp_group_free(BgpGroup *group)
{
	sim_timer_stop(&group->timer);
	for (guint i = 0; i < group->streams->len; i++)
		bgp_stream_free(stream_at(group, i));
	g_ptr_array_free(group->streams, TRUE);
	bgp_attrset_unref(group->default_attrs);
	g_free(group);
}

const BgpNlriFormat *bgp_group_format(const BgpGroup *group)
{
	return bgp_families[group->key.family].format;
}

BgpStream *bgp_group_add_stream(BgpGroup *group)
{
	BgpStream *stream = bgp_stream_new(group);

	g_ptr_array_add(group->streams, stream);
	return stream;
}

/* RFC 4271 9.2.1.1: not before MinRouteAdvertisementInterval has passed since the last time. */
static void start_timer(BgpGroup *group)
{
	sim_timer_ensure(&group->timer, MAX(0, group->not_before - group->bgp->sim->now));
}

/* Of what the peer wants to be told; NULL: all of it. */
static BgpRtFilter *filter_for(const BgpGroup *group, const BgpPeer *peer)
{
	return bgp_families[group->key.family].role == BGP_ROLE_VPN ? peer->rt_filter : NULL;
}

void bgp_group_join(BgpGroup *group, BgpPeer *peer)
{
	BgpRtFilter *filter = filter_for(group, peer);

	if (!group->joining || group->joining->filter != filter) {
		group->joining = bgp_group_add_stream(group);
		group->joining->filter = filter ? bgp_rt_filter_ref(filter) : NULL;
		bgp_stream_walk(group->joining);
	}
	bgp_stream_add(group->joining, peer);
	start_timer(group);
}

void bgp_group_leave(BgpGroup *group, BgpPeer *peer)
{
	BgpStream *stream = peer->families[group->key.family].stream;

	bgp_stream_remove(stream, peer);
	if (stream->members->len == 0)
		drop_stream(group, stream);
	if (group->streams->len == 0)
		sim_timer_stop(&group->timer);
}

/* The peer's stream, with nobody else in it. */
static BgpStream *stream_alone(BgpGroup *group, BgpPeer *peer)
{
	BgpStream *stream = peer->families[group->key.family].stream;

	/* What is marked concerns the peer as one who knows the routes before. */
	stream->budget = bgp_stream_n_pending(stream);
	bgp_stream_run(stream);
	return stream->members->len > 1 ? bgp_stream_split(stream, peer) : stream;
}

void bgp_group_repeat(BgpGroup *group, BgpPeer *peer)
{
	bgp_stream_repeat(stream_alone(group, peer), peer->session->enhanced);
	start_timer(group);
}

void bgp_group_filter(BgpGroup *group, BgpPeer *peer)
{
	BgpStream *stream = stream_alone(group, peer);

	if (group->joining == stream)
		group->joining = NULL;
	bgp_stream_set_filter(stream, filter_for(group, peer));
	start_timer(group);
}

void bgp_group_move(BgpGroup *group, BgpGroup *to, BgpPeer *peer)
{
	BgpStream *stream = stream_alone(group, peer);

	g_ptr_array_remove(group->streams, stream);
	if (group->joining == stream)
		group->joining = NULL;
	if (group->streams->len == 0)
		sim_timer_stop(&group->timer);
	stream->group = to;
	g_ptr_array_add(to->streams, stream);
	bgp_stream_repeat(stream, peer->session->enhanced);
	start_timer(to);
}

void bgp_group_drained(BgpGroup *group, BgpPeer *peer)
{
	bgp_stream_run(peer->families[group->key.family].stream);
	merge_streams(group);
}

static gboolean tells_cost(const BgpGroup *group)
{
	return group->key.export_map && policy_map_sets_igp_metric(group->key.export_map);
}

void bgp_groups_look_again(BgpTable *table, BgpNet *net, gboolean (*which)(const BgpGroup *group))
{
	Bgp *bgp = table->bgp;

	for (guint i = 0; i < bgp->groups->len; i++) {
		BgpGroup *group = g_ptr_array_index(bgp->groups, i);

		if (bgp_group_table(group) != table || net == group->default_net)
			continue;
		if (which && !which(group))
			continue;
		for (guint k = 0; k < group->streams->len; k++)
			if (bgp_stream_note(stream_at(group, k), net, bgp->sim->cause))
				start_timer(group);
	}
}

void bgp_groups_changed(BgpTable *table, BgpNet *net, gboolean cost_alone)
{
	bgp_groups_look_again(table, net, cost_alone ? tells_cost : NULL);
}
