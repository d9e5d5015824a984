/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dependencies on forwarding state: whoever computed something from it (the path of a watched flow)
 * is told when any part that it used has changed, and about nothing else.
 *
 * A point is something that can change: a next-hop object, an interface, a node, or the answer to a
 * lookup of an address or label, whether it found anything or not. Watching costs a list node per part
 * used; what nobody watches costs a test for NULL.
 */
#ifndef FWD_DEPEND_H
#define FWD_DEPEND_H

#include "models/net/addr.h"

#include <glib.h>

typedef struct FwdNode FwdNode;
typedef struct FwdVrf FwdVrf;
typedef struct FwdDepend FwdDepend;

typedef struct FwdPoint {
	FwdDepend *first; /* who depends on it; NULL: nobody */
} FwdPoint;

/* Embedded in what depends. */
typedef struct FwdDependant {
	/* Called for each change of a part that was used, possibly several times, from within the
	 * change: it remembers that, and changes nothing else. */
	void (*changed)(struct FwdDependant *self);
	FwdDepend *first; /* what it depends on */
} FwdDependant;

void fwd_depend_on(FwdDependant *who, FwdPoint *point);
/* On what a longest match of addr finds, and so on every prefix that contains it, also absent ones. */
void fwd_depend_on_address(FwdDependant *who, FwdVrf *vrf, const NetAddr *addr);
void fwd_depend_on_label(FwdDependant *who, FwdNode *node, uint32_t label);
/* It depends on nothing any more: before it is computed anew, or freed. */
void fwd_dependant_clear(FwdDependant *who);

void fwd_point_changed(FwdPoint *point);
void fwd_prefix_changed(FwdVrf *vrf, const NetPrefix *prefix);
void fwd_label_changed(FwdNode *node, uint32_t label);
/* The point goes: who depended on it is told and depends on it no more. */
void fwd_point_release(FwdPoint *point);
/* For fwd_node_free(): the points of lookups. */
void fwd_depend_free_node(FwdNode *node);

#endif
