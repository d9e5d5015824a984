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

/* What the routes of a family are to the node, one family at most for each kind of prefix. */
typedef enum {
	/* The table's own: chosen ones go to the RIB, in which next hops are looked up; network statements,
	 * redistribution, aggregates and default-originate add to them, and VRFs import into them. */
	BGP_ROLE_UNICAST,
	BGP_ROLE_VPN, /* what VRFs export and import (bgp_vpn.h) */
	BGP_ROLE_LABELLED, /* LSPs to prefixes of the table (RFC 8277, bgp_lsp.h); network statements add to them */
	BGP_ROLE_MEMBERSHIP, /* which VPN routes are wanted (bgp_membership.h) */
} BgpRole;

struct BgpFamily {
	const char *name; /* in configuration and traces: that of the format */
	const BgpNlriFormat *format;
	BgpRole role;
	RibNhtMode next_hop_mode; /* what a next hop needs to be usable */
	gboolean
		third_party; /* an external peer may be told a next hop beside it on the link (5.1.3) */
	gboolean multipath; /* paths as good as the chosen one are used beside it */
	/* Tells the rest of the router; peers learn of it by themselves. Also called where only the
	 * paths beside the chosen one have changed. NULL: nobody is interested. */
	void (*changed)(BgpTable *table, const BgpChange *change);
	/* Called after each decision on a prefix, whatever came of it: any of its paths may be another
	 * one. NULL: nobody is interested. */
	void (*considered)(BgpTable *table, const BgpNet *net);
};

enum {
	BGP_FAMILY_IPV4,
	BGP_FAMILY_VPNV4,
	BGP_FAMILY_IPV4_LABELLED,
	BGP_FAMILY_ROUTE_TARGET,
	BGP_N_FAMILIES
};
extern const BgpFamily bgp_families[BGP_N_FAMILIES];

/* The index of a family, or -1. */
int bgp_family_of_name(const char *name);
/* All names, as a mistake is told: "ipv4, vpnv4 or ..."; the caller frees. */
char *bgp_family_names(void);
int bgp_family_of_format(const BgpNlriFormat *format); /* NULL: -1 */
int bgp_family_for(BgpRole role, NetFamily prefixes);

#endif
