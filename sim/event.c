/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the wheel works. Level L has a slot for each value of byte L of a time. An event sits on the
 * level of the highest byte in which its time differs from base, in the slot of that byte's value.
 * Two things follow, and the rest relies on them:
 *
 *  - the lowest occupied slot of the lowest occupied level holds the earliest event, because every
 *    event on a higher level agrees with base in fewer leading bytes, and so is later;
 *  - where an event sits depends on its time and base alone, so that events of one instant share
 *    one slot at all times, in the order of their insertion. A slot of level 0 is one instant.
 *
 * Base moves to the beginning of the slot that holds the earliest event, and on to the event itself
 * when it is alone there. That changes the level of the events in that slot and of no others: they
 * agree with the new base in one byte more and are spread over the levels below (which were empty),
 * in their order. An event is spread at most seven times in its life, in practice once or twice.
 *
 * Only where a slot reaches beyond the limit up to which events are wanted must its earliest event
 * be searched for, since base may not move if that event is not wanted.
 */
#include "sim/event.h"

static inline SimEvent *event_of(SimEventLink *link)
{
	return (SimEvent *)link; /* its first member */
}

void sim_queue_init(SimQueue *q)
{
	q->base = 0;
	q->pending = 0;
	q->words = 0;
	for (unsigned w = 0; w < SIM_WHEEL_WORDS; w++)
		q->occupied[w] = 0;
	for (unsigned s = 0; s < G_N_ELEMENTS(q->slots); s++)
		q->slots[s].next = q->slots[s].prev = &q->slots[s];
}

static inline unsigned slot_for(const SimQueue *q, SimTime when)
{
	uint64_t differs = (uint64_t)(when ^ q->base) | 1;
	unsigned level = (63u - (unsigned)__builtin_clzll(differs)) / 8;
	return level * SIM_WHEEL_SLOTS + (unsigned)(when >> 8 * level) % SIM_WHEEL_SLOTS;
}

/* Appends e to the slot where it belongs. */
static inline void place(SimQueue *q, SimEvent *e)
{
	unsigned slot = slot_for(q, e->when);
	SimEventLink *head = &q->slots[slot], *tail = head->prev;

	e->slot = (uint16_t)slot;
	e->link.next = head;
	e->link.prev = tail;
	tail->next = head->prev = &e->link;
	q->occupied[slot / 64] |= UINT64_C(1) << slot % 64;
	q->words |= UINT32_C(1) << slot / 64;
}

static inline void mark_empty(SimQueue *q, unsigned slot)
{
	uint64_t rest = q->occupied[slot / 64] & ~(UINT64_C(1) << slot % 64);
	q->occupied[slot / 64] = rest;
	if (rest == 0)
		q->words &= ~(UINT32_C(1) << slot / 64);
}

void sim_queue_insert(SimQueue *q, SimEvent *e)
{
	g_assert(!sim_event_pending(e) && e->when >= q->base);
	place(q, e);
	q->pending++;
}

void sim_queue_remove(SimQueue *q, SimEvent *e)
{
	SimEventLink *next = e->link.next, *prev = e->link.prev;

	prev->next = next;
	next->prev = prev;
	if (next == prev) /* both are the slot's head */
		mark_empty(q, e->slot);
	e->link.next = e->link.prev = NULL;
	q->pending--;
}

/* The slot that holds the earliest event; the queue must not be empty. */
static inline unsigned first_slot(const SimQueue *q)
{
	unsigned word = (unsigned)__builtin_ctz(q->words);
	return word * 64 + (unsigned)__builtin_ctzll(q->occupied[word]);
}

/* The earliest event of a slot that is not empty; among equals the one inserted first. */
static inline SimEvent *earliest_in(const SimQueue *q, unsigned slot)
{
	const SimEventLink *head = &q->slots[slot];
	SimEvent *earliest = event_of(head->next);

	if (slot < SIM_WHEEL_SLOTS)
		return earliest;
	for (SimEventLink *l = head->next->next; l != head; l = l->next)
		if (event_of(l)->when < earliest->when)
			earliest = event_of(l);
	return earliest;
}

SimTime sim_queue_next_time(const SimQueue *q)
{
	return q->words == 0 ? SIM_NEVER : earliest_in(q, first_slot(q))->when;
}

/*
 * Moves the events of a slot to where they belong since base has moved into it. They lie anywhere in
 * memory, and each says only where the next one is: fetching them from the back at the same time
 * halves the wait. The two meet in the middle.
 */
static void spread(SimQueue *q, unsigned slot)
{
	SimEventLink *head = &q->slots[slot], *l = head->next, *back = head->prev;

	head->next = head->prev = head;
	mark_empty(q, slot);
	while (l != head) {
		SimEventLink *next = l->next;
		if (back != l && back != next) {
			back = back->prev;
			__builtin_prefetch(back);
		}
		place(q, event_of(l));
		l = next;
	}
}

/* Where slot holds several instants, all up to limit, moves base to its beginning and spreads it. */
static gboolean open_slot(SimQueue *q, unsigned slot, SimTime limit)
{
	const SimEventLink *head = &q->slots[slot];
	unsigned shift = slot / SIM_WHEEL_SLOTS * 8;
	SimTime within = ((SimTime)1 << shift) - 1;
	SimTime begin = event_of(head->next)->when & ~within;

	if (slot < SIM_WHEEL_SLOTS || head->next == head->prev || begin + within > limit)
		return FALSE;
	q->base = begin;
	spread(q, slot);
	return TRUE;
}

SimEvent *sim_queue_pop_until(SimQueue *q, SimTime limit)
{
	unsigned slot;

	do {
		if (q->words == 0)
			return NULL;
		slot = first_slot(q);
	} while (open_slot(q, slot, limit));
	SimEvent *e = earliest_in(q, slot);
	if (e->when > limit)
		return NULL;
	q->base = e->when;
	sim_queue_remove(q, e);
	if (slot >= SIM_WHEEL_SLOTS && q->slots[slot].next != &q->slots[slot])
		spread(q, slot);
	return e;
}
