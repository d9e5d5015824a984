/* SPDX-License-Identifier: Apache-2.0 */
/* Address families: one row each says what a family is to the protocol. */
#ifndef BGP_BGP_FAMILY_H
#define BGP_BGP_FAMILY_H

#include "models/bgp/bgp_table.h"
#include "models/rib/nht.h"

/* The chosen path of a prefix has changed. */
typedef struct BgpChange {
	BgpNet *net;
	BgpPath *before, *after; /* either may be NULL */
	gboolean usable_before, usable_after;
} BgpChange;

struct BgpFamily {
	const char *name; /* in configuration and traces: "ipv4", "vpnv4" */
	const BgpNlriFormat *format;
	RibNhtMode next_hop_mode; /* what a next hop needs to be usable */
	gboolean multipath;       /* paths as good as the chosen one are used beside it */
	/* Tells the rest of the router; peers learn of it by themselves. Also called where only the
	 * paths beside the chosen one have changed. */
	void (*changed)(BgpTable *table, const BgpChange *change);
	/* Called after each decision on a prefix, whatever came of it: any of its paths may be another
	 * one. NULL: nobody is interested. */
	void (*considered)(BgpTable *table, const BgpNet *net);
};

enum { BGP_FAMILY_IPV4, BGP_FAMILY_VPNV4, BGP_N_FAMILIES };
extern const BgpFamily bgp_families[BGP_N_FAMILIES];

/* The index of a family, or -1. */
int bgp_family_of_name(const char *name);
int bgp_family_of_format(const BgpNlriFormat *format); /* NULL: -1 */

#endif
