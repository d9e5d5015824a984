/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/link.h"

#include "models/fwd/flight.h"
#include "models/fwd/iface.h"
#include "models/fwd/input.h"
#include "models/wire/ethernet.h"

/* What a frame takes on the wire beside its bytes: preamble and start delimiter (8), check sequence
 * (4) and the gap to the next one (12). */
enum { OVERHEAD = 24 };

const char *fwd_link_state_name(FwdLinkState state)
{
	static const char *const names[] = {"up", "down", "silent"};

	return names[state];
}

FwdLink *fwd_link_new(FwdNet *net, SimTime delay, uint64_t bandwidth)
{
	FwdLink *link = g_new0(FwdLink, 1);

	link->net = net;
	link->name = g_strdup("");
	link->ends = g_ptr_array_new();
	link->delay = delay;
	link->bandwidth = bandwidth;
	link->in_flight = g_ptr_array_new();
	return link;
}

static gboolean has_carrier(const FwdLink *link)
{
	if (link->state == FWD_LINK_DOWN || link->ends->len < 2)
		return FALSE;
	for (guint i = 0; i < link->ends->len && link->ends->len == 2; i++) {
		const FwdIface *iface = g_ptr_array_index(link->ends, i);

		if (iface->shut)
			return FALSE;
	}
	return TRUE;
}

static void lose_frames(FwdLink *link)
{
	fwd_flight_lose_all(link->in_flight);
	for (guint i = 0; i < link->ends->len; i++)
		link->busy_until[i] = 0;
}

void fwd_link_refresh(FwdLink *link)
{
	link->carrier = has_carrier(link);
	if (!link->carrier || link->state == FWD_LINK_SILENT)
		lose_frames(link);
	for (guint i = 0; i < link->ends->len; i++) {
		FwdIface *iface = g_ptr_array_index(link->ends, i);

		fwd_point_changed(&iface->point);
		fwd_iface_refresh(iface);
	}
}

void fwd_link_attach(FwdLink *link, FwdIface *iface)
{
	char *name = g_strdup_printf("%s%s%s:%s", link->name, link->ends->len ? "--" : "",
				     iface->node->name, iface->name);

	g_assert(iface->kind == FWD_IFACE_ETHERNET && !iface->link);
	g_free(link->name);
	link->name = name;
	iface->link = link;
	iface->end = link->ends->len;
	g_ptr_array_add(link->ends, iface);
	link->busy_until = g_renew(SimTime, link->busy_until, link->ends->len);
	link->busy_until[iface->end] = 0;
	fwd_link_refresh(link);
}

void fwd_link_free(FwdLink *link)
{
	if (!link)
		return;
	fwd_flight_lose_all(link->in_flight);
	for (guint i = 0; i < link->ends->len; i++) {
		FwdIface *iface = g_ptr_array_index(link->ends, i);

		iface->link = NULL;
	}
	g_ptr_array_free(link->ends, TRUE);
	g_ptr_array_free(link->in_flight, TRUE);
	g_free(link->busy_until);
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

void fwd_link_set_tap(FwdLink *link, FwdTapFn fn, void *user)
{
	link->tap = fn;
	link->tap_user = user;
}

static void arrive(FwdIface *to, FwdVrf *vrf, Packet *frame)
{
	(void)vrf;
	if (fwd_iface_is_up(to))
		fwd_input(to, frame);
	else
		packet_unref(frame);
}

/* The time at which the last bit of a frame that is sent now has been put on the link. */
static SimTime serialise(FwdLink *link, unsigned end, size_t len)
{
	SimTime start = MAX(link->net->sim->now, link->busy_until[end]);
	uint64_t bits = (MAX(len, ETHERNET_MIN_LEN) + OVERHEAD) * 8;

	if (link->bandwidth == 0)
		return start;
	link->busy_until[end] = start + (SimTime)(bits * SIM_SEC / link->bandwidth);
	return link->busy_until[end];
}

/* On a segment of many, a unicast frame goes to nobody but its addressee, as behind a switch. */
static gboolean is_wanted(const FwdLink *link, const FwdIface *to, const Packet *frame)
{
	const NetMac *dst = (const NetMac *)(const void *)(frame->buf + frame->start);

	return link->ends->len == 2 || net_mac_is_group(dst) || net_mac_equal(dst, &to->mac);
}

static void deliver(FwdLink *link, const FwdIface *from, Packet *frame)
{
	SimTime when = serialise(link, from->end, packet_len(frame)) + link->delay;

	for (guint i = 0; i < link->ends->len; i++) {
		FwdIface *to = g_ptr_array_index(link->ends, i);

		if (to == from || !is_wanted(link, to, frame))
			continue;
		fwd_flight_start(link->net, link->in_flight, when, to, NULL, packet_ref(frame),
				 arrive);
	}
}

void fwd_iface_transmit(FwdIface *iface, Packet *frame)
{
	FwdLink *link = iface->link;

	if (fwd_iface_is_up(iface) && link) {
		if (link->tap)
			link->tap(link, iface, frame, link->tap_user);
		if (link->state == FWD_LINK_UP)
			deliver(link, iface, frame);
	}
	packet_unref(frame);
}
