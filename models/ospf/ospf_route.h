/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OSPF's own routing table (RFC 2328 11): what the calculation offers is sorted out, and the RIB is
 * told of the differences to the former table.
 */
#ifndef OSPF_OSPF_ROUTE_H
#define OSPF_OSPF_ROUTE_H

#include "models/rib/rib.h"

/* A way to a destination. */
typedef struct OspfHop {
	FwdIface *iface; /* borrowed; NULL is no way */
	NetAddr gateway;
} OspfHop;

/* RFC 2328 11, the preferred first. */
typedef enum {
	OSPF_PATH_INTRA,
	OSPF_PATH_INTER,
	OSPF_PATH_EXTERNAL_1,
	OSPF_PATH_EXTERNAL_2,
	OSPF_PATHS
} OspfPathType;

const char *ospf_path_type_name(OspfPathType type); /* "intra-area" ... "external-2" */

/* To a network, or in a table of routers to one, whose id is then the prefix. */
typedef struct OspfRoute {
	NetPrefix prefix;
	OspfPathType type;
	uint32_t area;
	uint32_t cost;
	uint32_t cost2;    /* external-2: the other metric */
	uint8_t rank;      /* external: of the path to the boundary (16.4.1), the lower first */
	uint32_t tag;      /* external */
	uint8_t flags;     /* of a router: OSPF2_ROUTER_ */
	gboolean attached; /* a network of our own, which the RIB has as connected */
	gboolean discard;  /* a range of ours: what is not within it leads nowhere */
	uint32_t first_hop, n_hops; /* in OspfTable.hops */
} OspfRoute;

typedef struct OspfTable {
	GArray *routes; /* of OspfRoute */
	GArray *hops;   /* of OspfHop */
} OspfTable;

void ospf_table_init(OspfTable *table);
void ospf_table_release(OspfTable *table);

/* Adds an offer for a network, whose hops then follow. It is one of an intra-area path unless the
 * caller sets more; good until the next. NULL where the mask is none. */
OspfRoute *ospf_table_offer(OspfTable *table, uint32_t network, uint32_t mask, uint64_t cost,
			    gboolean attached);
void ospf_table_offer_hop(OspfTable *table, const OspfHop *hop);

/* The hops of a route of the same or another table. */
void ospf_table_offer_hops(OspfTable *table, const OspfTable *from, const OspfRoute *route);

/* Keeps the best offer for each prefix (RFC 2328 11), the hops of equal ones together, in order of
 * prefixes. What is attached or discards has no hops; what else has none is left out. */
void ospf_table_select(OspfTable *table);

/* Among the first n routes, the one of the longest prefix that contains the address; NULL where there
 * is none. */
const OspfRoute *ospf_table_match_first(const OspfTable *table, unsigned n, uint32_t address);

/* Both tables have been selected; distance is the administrative one of each kind of path. Withdraws, adds and replaces in the RIB what differs, attached
 * networks apart; returns how many prefixes that concerned. */
unsigned ospf_table_publish(const OspfTable *before, const OspfTable *after, Rib *rib,
			    const RibSource *source, const uint8_t distance[OSPF_PATHS]);

/* The next hops of a route of the table; NULL where it has none. */
static inline const OspfHop *ospf_table_hops(const OspfTable *table, const OspfRoute *route)
{
	return route->n_hops > 0 ? &g_array_index(table->hops, OspfHop, route->first_hop) : NULL;
}

#endif
