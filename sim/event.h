/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event queue: a hierarchical timing wheel of eight levels with 256 slots each, exact to the
 * nanosecond. Insert, cancel and restart are O(1); there are no tombstones. Events that fall on the
 * same instant run in the order in which they were inserted (time, sequence).
 *
 * Events are embedded in the objects that they time; the queue owns no memory and never allocates.
 */
#ifndef SIM_EVENT_H
#define SIM_EVENT_H

#include "sim/simtime.h"

#include <glib.h>

/*
 * What a pending event means for the question whether the network is quiet:
 * work      something is about to happen because of a change (a flood, a decision, a frame with news)
 * periodic  recurs whatever happens (hello, keepalive, refresh, and the frames that carry them)
 * guard     fires only if something fails to happen (hold, dead, retry)
 */
typedef enum { SIM_WORK, SIM_PERIODIC, SIM_GUARD } SimEventClass;

typedef struct SimEvent SimEvent;
typedef void (*SimEventFn)(SimEvent *event);

struct SimEvent {
	SimEvent *next, *prev; /* in its slot; both NULL while not pending */
	SimTime when;
	SimEventFn fn;
	uint64_t cause; /* trace record that was current when it was scheduled */
	uint32_t epoch; /* perturbation during which it was scheduled */
	uint16_t slot;  /* level * 256 + index */
	uint8_t class_; /* SimEventClass */
};

#define SIM_WHEEL_LEVELS 8
#define SIM_WHEEL_SLOTS 256

typedef struct SimQueue {
	SimEvent slots[SIM_WHEEL_LEVELS * SIM_WHEEL_SLOTS]; /* list heads */
	uint64_t occupied[SIM_WHEEL_LEVELS][SIM_WHEEL_SLOTS / 64];
	SimTime base; /* no pending event is earlier */
	uint64_t pending;
} SimQueue;

void sim_queue_init(SimQueue *q);

static inline gboolean sim_event_pending(const SimEvent *e)
{
	return e->next != NULL;
}

/* e must not be pending; e->when must be >= q->base. */
void sim_queue_insert(SimQueue *q, SimEvent *e);
/* e must be pending. */
void sim_queue_remove(SimQueue *q, SimEvent *e);
/* The time of the earliest event, SIM_NEVER where there is none. Never moves base past it. */
SimTime sim_queue_next_time(SimQueue *q);
/* Takes out the earliest event, NULL where there is none; base becomes its time. */
SimEvent *sim_queue_pop(SimQueue *q);

#endif
