/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/link.h"

#include "models/fwd/drop.h"
#include "models/fwd/flight.h"
#include "models/fwd/iface.h"
#include "models/fwd/input.h"
#include "models/wire/ethernet.h"

/* What a frame takes on the wire beside its bytes: preamble and start delimiter (8), check sequence
 * (4) and the gap to the next one (12). */
enum { OVERHEAD = 24 };

__extension__ typedef unsigned __int128 Wide; /* a time times a bandwidth */

const char *fwd_link_state_name(FwdLinkState state)
{
	static const char *const names[] = {"up", "down", "silent"};

	return names[state];
}

static FwdLink *link_new(FwdNet *net, SimTime delay, uint64_t bandwidth, gboolean segment)
{
	FwdLink *link = g_new0(FwdLink, 1);

	link->net = net;
	link->name = g_strdup("");
	link->ends = g_ptr_array_new();
	link->delay = delay;
	link->bandwidth = bandwidth;
	link->segment = segment;
	fwd_watch_init(&link->taps);
	return link;
}

FwdLink *fwd_link_new(FwdNet *net, SimTime delay, uint64_t bandwidth)
{
	return link_new(net, delay, bandwidth, FALSE);
}

FwdLink *fwd_segment_new(FwdNet *net, SimTime delay, uint64_t bandwidth)
{
	return link_new(net, delay, bandwidth, TRUE);
}

static gboolean has_carrier(const FwdLink *link)
{
	if (link->segment || link->state == FWD_LINK_DOWN)
		return link->state != FWD_LINK_DOWN;
	for (guint i = 0; i < link->ends->len; i++) {
		const FwdIface *iface = g_ptr_array_index(link->ends, i);

		if (fwd_iface_is_shut(iface) || iface->node->crashed)
			return FALSE;
	}
	return link->ends->len == 2;
}

static void drop(const FwdIface *from, const Packet *frame, TraceDropKind kind, const char *reason)
{
	FwdNode *node = from->node;
	uint64_t former = sim_set_cause(node->sim, frame->cause);

	fwd_trace_loss(node, kind, NULL, NULL, &net_addr_none, reason);
	sim_set_cause(node->sim, former);
}

static void drop_at(const FwdIface *from, const Packet *frame, const char *what)
{
	char *reason = g_strdup_printf("%s on interface %s", what, from->name);

	drop(from, frame, TRACE_DROP_ON_LINK, reason);
	g_free(reason);
}

/* Nobody in the network knows; the record is for who looks at it from outside. */
static void drop_cut(const Packet *frame, void *user)
{
	const FwdIface *from = user;
	char *reason = g_strdup_printf("link %s is cut", from->link->name);

	drop(from, frame, TRACE_DROP_CUT, reason);
	g_free(reason);
}

static void lose_frames(FwdLink *link, guint end)
{
	FwdLinkSide *side = &link->sides[end];

	fwd_flight_lose_all(side->in_flight, drop_cut, g_ptr_array_index(link->ends, end));
	side->busy_until = 0;
}

static void tell_end(FwdIface *iface)
{
	fwd_point_changed(&iface->point);
	for (guint i = 0; i < iface->vlans->len; i++) {
		FwdIface *vlan = g_ptr_array_index(iface->vlans, i);

		fwd_point_changed(&vlan->point);
	}
	fwd_iface_refresh(iface);
}

void fwd_link_refresh(FwdLink *link)
{
	link->carrier = has_carrier(link);
	for (guint i = 0; i < link->ends->len; i++) {
		FwdIface *iface = g_ptr_array_index(link->ends, i);

		if (!link->carrier || !fwd_link_carries(link, iface))
			lose_frames(link, i);
	}
	for (guint i = 0; i < link->ends->len; i++)
		tell_end(g_ptr_array_index(link->ends, i));
}

static void add_side(FwdLink *link, FwdIface *iface)
{
	FwdLinkSide *side;
	char *owner;

	iface->end = link->ends->len;
	g_ptr_array_add(link->ends, iface);
	link->sides = g_renew(FwdLinkSide, link->sides, link->ends->len);
	side = &link->sides[iface->end];
	*side = (FwdLinkSide){.in_flight = g_ptr_array_new()};
	owner = g_strdup_printf("%s:%s", iface->node->name, iface->name);
	sim_rng_init(&side->loss_rng, link->net->sim->seed, owner, "loss");
	g_free(owner);
}

void fwd_link_attach(FwdLink *link, FwdIface *iface)
{
	char *name = g_strdup_printf("%s%s%s:%s", link->name, link->ends->len ? "--" : "",
				     iface->node->name, iface->name);

	g_assert(iface->kind == FWD_IFACE_ETHERNET && !iface->link);
	g_assert(link->segment || link->ends->len < 2);
	g_free(link->name);
	link->name = name;
	iface->link = link;
	add_side(link, iface);
	fwd_link_refresh(link);
}

void fwd_link_free(FwdLink *link)
{
	if (!link)
		return;
	for (guint i = 0; i < link->ends->len; i++) {
		FwdIface *iface = g_ptr_array_index(link->ends, i);

		iface->link = NULL;
		fwd_flight_lose_all(link->sides[i].in_flight, NULL, NULL);
		g_ptr_array_free(link->sides[i].in_flight, TRUE);
	}
	g_ptr_array_free(link->ends, TRUE);
	g_free(link->sides);
	fwd_watch_release(&link->taps);
	g_free(link->name);
	g_free(link);
}

void fwd_link_set_state(FwdLink *link, FwdLinkState state)
{
	if (state == link->state)
		return;
	link->state = state;
	fwd_link_refresh(link);
}

void fwd_link_set_silent(FwdLink *link, const FwdIface *from, gboolean silent)
{
	if (link->sides[from->end].silent == silent)
		return;
	link->sides[from->end].silent = silent;
	fwd_link_refresh(link);
}

void fwd_link_set_loss(FwdLink *link, const FwdIface *from, uint32_t loss)
{
	for (guint i = 0; i < link->ends->len; i++)
		if (!from || from->end == i)
			link->sides[i].loss = loss;
}

gboolean fwd_link_carries(const FwdLink *link, const FwdIface *from)
{
	return link->state == FWD_LINK_UP && !link->sides[from->end].silent;
}

void fwd_link_add_tap(FwdLink *link, FwdTapFn fn, void *user)
{
	fwd_watch_add(&link->taps, (FwdWatchFn)fn, user);
}

void fwd_link_remove_tap(FwdLink *link, FwdTapFn fn, void *user)
{
	fwd_watch_remove(&link->taps, (FwdWatchFn)fn, user);
}

/* A frame, as taps see it. */
typedef struct Tapped {
	FwdLink *link;
	const FwdIface *from;
	const Packet *frame;
} Tapped;

static void call_tap(FwdWatchFn fn, void *user, const void *arg)
{
	const Tapped *tapped = arg;

	((FwdTapFn)fn)(tapped->link, tapped->from, tapped->frame, user);
}

static void arrive(FwdIface *to, FwdVrf *vrf, Packet *frame)
{
	(void)vrf;
	if (fwd_iface_is_up(to))
		fwd_input(to, frame);
	else
		packet_unref(frame);
}

/* What the frames that wait at an end, and what is left of the one under way, are together. */
static uint64_t queued_bytes(const FwdLink *link, const FwdLinkSide *side)
{
	SimTime wait = side->busy_until - link->net->sim->now;

	if (wait <= 0)
		return 0;
	return (uint64_t)((Wide)wait * link->bandwidth / ((uint64_t)SIM_SEC * 8));
}

/* Puts a frame of this length into the end's queue. FALSE where there is no room. Else *when is the
 * time at which its last bit has been put on the link. */
static gboolean serialise(FwdLink *link, FwdLinkSide *side, size_t len, SimTime *when)
{
	uint64_t bytes = MAX(len, ETHERNET_MIN_LEN) + OVERHEAD;

	*when = link->net->sim->now;
	if (link->bandwidth == 0)
		return TRUE;
	if (link->queue_limit > 0 && queued_bytes(link, side) + bytes > link->queue_limit)
		return FALSE;
	side->busy_until =
		MAX(*when, side->busy_until) + (SimTime)(bytes * 8 * SIM_SEC / link->bandwidth);
	*when = side->busy_until;
	return TRUE;
}

/* On a segment, a unicast frame goes to nobody but its addressee, as behind a switch. */
static gboolean is_wanted(const FwdLink *link, const FwdIface *to, const Packet *frame)
{
	const NetMac *dst = (const NetMac *)(const void *)(frame->buf + frame->start);

	return !link->segment || net_mac_is_group(dst) || net_mac_equal(dst, &to->mac);
}

static gboolean is_lost(FwdLinkSide *side)
{
	return side->loss > 0 && sim_rng_below(&side->loss_rng, FWD_LOSS_ALWAYS) < side->loss;
}

/* What the frame is of at an end: the interface, or its part of the frame's VLAN. */
static const FwdIface *part_of(const FwdIface *end, uint16_t vlan)
{
	const FwdIface *part = vlan > 0 ? fwd_iface_vlan(end, vlan) : NULL;

	return part ? part : end;
}

static gboolean reaches(const FwdIface *from, const FwdIface *to, const Packet *frame)
{
	EthernetHeader ethernet;
	uint16_t vlan = 0;

	if (from->link->n_silent == 0)
		return TRUE;
	if (ethernet_decode(frame->buf + frame->start, packet_len(frame), &ethernet, NULL) &&
	    ethernet.tagged)
		vlan = ethernet.tag & FWD_VLAN_MASK;
	return fwd_iface_reaches(part_of(from, vlan), part_of(to, vlan));
}

static void deliver(FwdLink *link, const FwdIface *from, Packet *frame)
{
	FwdLinkSide *side = &link->sides[from->end];
	SimTime when;

	if (!serialise(link, side, packet_len(frame), &when)) {
		side->queue_drops++;
		drop_at(from, frame, "queue full");
		return;
	}
	for (guint i = 0; i < link->ends->len; i++) {
		FwdIface *to = g_ptr_array_index(link->ends, i);

		if (to == from || !is_wanted(link, to, frame))
			continue;
		if (!reaches(from, to, frame)) {
			drop_cut(frame, (void *)(uintptr_t)from);
			continue;
		}
		if (is_lost(side)) {
			side->losses++;
			drop_at(from, frame, "lost on the link");
			continue;
		}
		fwd_flight_start(link->net, side->in_flight, when + link->delay, to, NULL,
				 packet_ref(frame), arrive);
	}
}

/* The packet in the frame is longer than the link takes, as on a path with a smaller MTU inside. */
static gboolean is_too_long(const FwdLink *link, const Packet *frame)
{
	EthernetHeader ethernet;

	return link->mtu > 0 &&
	       ethernet_decode(frame->buf + frame->start, packet_len(frame), &ethernet, NULL) &&
	       ethernet.payload_len > link->mtu;
}

void fwd_iface_transmit(FwdIface *iface, Packet *frame)
{
	FwdLink *link = iface->link;

	if (fwd_iface_is_up(iface) && link) {
		fwd_watch_call(&link->taps, call_tap, &(Tapped){link, iface, frame});
		if (is_too_long(link, frame))
			drop_at(iface, frame, "longer than the MTU of the link");
		else if (fwd_link_carries(link, iface))
			deliver(link, iface, frame);
		else
			drop_cut(frame, iface);
	}
	packet_unref(frame);
}
