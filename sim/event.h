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

/* The links of a circular list: a slot of the wheel is one without an event around it. */
typedef struct SimEventLink {
	struct SimEventLink *next, *prev;
} SimEventLink;

/* An event that is all zeros is valid and not pending. */
struct SimEvent {
	SimEventLink link; /* first member; in its slot; both NULL while not pending */
	SimTime when;
	SimEventFn fn;
	uint64_t cause; /* trace record that was current when it was scheduled */
	uint32_t epoch; /* perturbation during which it was scheduled */
	uint16_t slot;  /* level * SIM_WHEEL_SLOTS + index */
	uint8_t class_; /* SimEventClass */
};

#define SIM_WHEEL_LEVELS 8
#define SIM_WHEEL_SLOTS 256
#define SIM_WHEEL_WORDS (SIM_WHEEL_LEVELS * SIM_WHEEL_SLOTS / 64)

typedef struct SimQueue {
	SimTime base; /* time of the last event taken out; no pending event is earlier */
	uint64_t pending;
	uint32_t words;                     /* bit w: occupied[w] is not zero */
	uint64_t occupied[SIM_WHEEL_WORDS]; /* a bit per slot */
	SimEventLink slots[SIM_WHEEL_LEVELS * SIM_WHEEL_SLOTS];
} SimQueue;

/* A queue holds pointers to itself: it must not be moved or copied. */
void sim_queue_init(SimQueue *q);

static inline gboolean sim_event_pending(const SimEvent *e)
{
	return e->link.next != NULL;
}

/* e must not be pending; e->when must be >= q->base. */
void sim_queue_insert(SimQueue *q, SimEvent *e);
/* e must be pending. */
void sim_queue_remove(SimQueue *q, SimEvent *e);
/* The time of the earliest event, SIM_NEVER where there is none. Moves nothing: an event earlier
 * than this one, but not before base, may still be inserted. */
SimTime sim_queue_next_time(const SimQueue *q);
/* Takes out the earliest event, and base becomes its time. NULL, with base as it was, where there
 * is none or it is later than limit. */
SimEvent *sim_queue_pop_until(SimQueue *q, SimTime limit);

/* Takes out the earliest event, NULL where there is none. */
static inline SimEvent *sim_queue_pop(SimQueue *q)
{
	return sim_queue_pop_until(q, SIM_NEVER);
}

/* Whether an event is pending at base, that is at the instant of the last one taken out. */
static inline gboolean sim_queue_more_at_base(const SimQueue *q)
{
	unsigned slot = (unsigned)q->base % SIM_WHEEL_SLOTS;
	return (q->occupied[slot / 64] >> slot % 64 & 1) != 0;
}

#endif
