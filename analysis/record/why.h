/* SPDX-License-Identifier: Apache-2.0 */
/* Why a route is there, or is not: the recorded causes, from the first to the last. */
#ifndef RECORD_WHY_H
#define RECORD_WHY_H

#include "sim/simtime.h"

#include <glib.h>
#include <sqlite3.h>

/* A record of the run that has a part in it. */
typedef struct WhyStep {
	uint64_t id;
	uint64_t cause_id; /* 0: none */
	SimTime time;
	char *node; /* NULL where none is concerned */
	char *view; /* "route", "message", "transition": where it is recorded */
	char *text; /* in words */
} WhyStep;

/* One of BGP's paths to it at the end of the run. */
typedef struct WhyPath {
	char *family, *rd; /* rd NULL: none */
	char *peer;        /* NULL: the node's own */
	char *type;        /* "external", "imported": as in the view bgp */
	gboolean best, multipath;
	char *rule;   /* that the best one won by; NULL: it is not the best */
	char *reason; /* why it cannot be used; NULL: it can */
} WhyPath;

typedef struct Why {
	char *prefix;     /* as recorded: an address that was asked for has become its route */
	gboolean present; /* the route is in the table at the end of the run */
	WhyStep *route;   /* its last change; NULL: it never was there */
	char *fib; /* where packets go at the end: "10.1.0.6 core labels 16/17"; NULL: not in the FIB */
	char *during; /* the operator's last action before that change, with its time; or NULL */
	GArray *paths; /* of WhyPath: those of the table, of the same decision together, the best one first */
	GArray *steps; /* of WhyStep: what led to that change, or to the refusal, in order of time */
	/* of WhyStep: the last refusals of the prefix by this node, in order of time, then the VPN routes that the
	 * VRF does not import */
	GArray *refusals;
	GArray *not_exported; /* of WhyStep: why VRFs that have it, and export to this one, or neighbours, keep it */
	GArray *stopped; /* of WhyStep: what other nodes refused of it, or did not tell as a VPN route */
	GArray *unlabelled; /* of WhyStep: why its FEC got no label, where it still has none */
	GPtrArray *
		down; /* of char *: "bgp 10.1.0.2 Active: no route to the peer": the node's sessions that are not up */
	GPtrArray *
		down_beside; /* of char *: "RR-2: bgp 10.1.0.4 ...": where nothing is refused or kept, those of its neighbours of BGP */
	GPtrArray *
		beside; /* of char *: "PE-1 VPN-B": where nothing came, VRFs of its neighbours of BGP that do not have it either */
	GPtrArray *elsewhere; /* of char *: "PE-1 VPN-B": other tables that have it at the end */
	unsigned missing;     /* causes that this level of recording left out */
} Why;

/* vrf NULL or "global": the global table. prefix: or an address, whose longest recorded prefix is taken, here or else anywhere. NULL sets
 * *error: the node is unknown, the text is no prefix, the database cannot be read, or was written with
 * --record summary. */
Why *why_route(sqlite3 *db, const char *node, const char *prefix, const char *vrf, GError **error);
void why_free(Why *why); /* NULL is fine */

#endif
