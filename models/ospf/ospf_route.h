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

typedef struct OspfRoute {
	NetPrefix prefix;
	uint32_t cost;
	gboolean attached;          /* a network of our own, which the RIB has as connected */
	uint32_t first_hop, n_hops; /* in OspfTable.hops */
} OspfRoute;

typedef struct OspfTable {
	GArray *routes; /* of OspfRoute */
	GArray *hops;   /* of OspfHop */
} OspfTable;

void ospf_table_init(OspfTable *table);
void ospf_table_release(OspfTable *table);

/* Adds an offer for a network, whose hops then follow. FALSE where the mask is none. */
gboolean ospf_table_offer(OspfTable *table, uint32_t network, uint32_t mask, uint64_t cost,
			  gboolean attached);
void ospf_table_offer_hop(OspfTable *table, const OspfHop *hop);

/* Keeps the best offer for each prefix, the hops of equal ones together, in order of prefixes; what is
 * attached or has no hop is left out. */
void ospf_table_select(OspfTable *table);

/* Both tables have been selected. Withdraws, adds and replaces in the RIB what differs; returns how
 * many prefixes that concerned. */
unsigned ospf_table_publish(const OspfTable *before, const OspfTable *after, Rib *rib,
			    const RibSource *source);

static inline const OspfHop *ospf_table_hops(const OspfTable *table, const OspfRoute *route)
{
	return &g_array_index(table->hops, OspfHop, route->first_hop);
}

#endif
