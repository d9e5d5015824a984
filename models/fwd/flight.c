/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/flight.h"

static FwdFlight *take(FwdNet *net)
{
	FwdFlight *flight = net->free_flights;

	if (!flight)
		return g_new0(FwdFlight, 1);
	net->free_flights = flight->next_free;
	return flight;
}

static void give_back(FwdFlight *flight)
{
	flight->next_free = flight->net->free_flights;
	flight->net->free_flights = flight;
}

/* Takes the flight off its set; the last one takes its place there. */
static void unlist(FwdFlight *flight)
{
	GPtrArray *set = flight->set;
	FwdFlight *last = g_ptr_array_index(set, set->len - 1);

	last->index = flight->index;
	g_ptr_array_remove_index_fast(set, flight->index);
}

static void arrive(SimEvent *event)
{
	FwdFlight *flight = (FwdFlight *)event; /* its first member */
	FwdArriveFn fn = flight->arrive;
	FwdIface *to = flight->to;
	FwdVrf *vrf = flight->vrf;
	Packet *packet = flight->packet;

	unlist(flight);
	give_back(flight);
	fn(to, vrf, packet);
}

void fwd_flight_start(FwdNet *net, GPtrArray *set, SimTime when, FwdIface *to, FwdVrf *vrf,
		      Packet *packet, FwdArriveFn arrive_fn)
{
	FwdFlight *flight = take(net);

	flight->event.fn = arrive;
	flight->net = net;
	flight->set = set;
	flight->index = set->len;
	flight->packet = packet;
	flight->to = to;
	flight->vrf = vrf;
	flight->arrive = arrive_fn;
	g_ptr_array_add(set, flight);
	sim_event_schedule(net->sim, &flight->event, when, net->sim->class_);
}

void fwd_flight_lose_all(GPtrArray *set, FwdLostFn lost, void *user)
{
	while (set->len > 0) {
		FwdFlight *flight = g_ptr_array_index(set, set->len - 1);

		g_ptr_array_set_size(set, (gint)set->len - 1);
		sim_event_cancel(flight->net->sim, &flight->event);
		if (lost)
			lost(flight->packet, user);
		packet_unref(flight->packet);
		give_back(flight);
	}
}

void fwd_flight_release(FwdNet *net)
{
	while (net->free_flights)
		g_free(take(net));
}
