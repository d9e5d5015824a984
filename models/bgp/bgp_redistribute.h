/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Redistribution into the unicast families and labelled unicast: prefixes of the table whose best route is of a protocol that the router
 * redistributes are originated, with ORIGIN incomplete, through a route map where there is one. The default
 * route is none of them, nor is what a network statement originates. In VRFs it is the VRF that gives routes
 * out (models/vpn).
 */
#ifndef BGP_BGP_REDISTRIBUTE_H
#define BGP_BGP_REDISTRIBUTE_H

#include "models/bgp/bgp_instance.h"
#include "models/net/config.h"
#include "models/policy/policy.h"

typedef struct BgpRedistributeConfig {
	char *from;      /* RibSource.protocol */
	char *metric;    /* MED; "": the route's metric */
	char *route_map; /* "": none */
	char **families; /* names; NULL: unicast */
} BgpRedistributeConfig;

enum { BGP_N_REDISTRIBUTE_FIELDS = 4 };
extern const ConfigField bgp_redistribute_fields[BGP_N_REDISTRIBUTE_FIELDS];

typedef struct BgpRedistribute {
	char *from;
	gboolean has_med;
	uint32_t med;
	const PolicyMap *map; /* NULL: none */
	uint32_t families;    /* bits of those that it originates in */
} BgpRedistribute;

/* FALSE and *error where it makes no sense, or is there already. */
gboolean bgp_redistribute_add(Bgp *bgp, const BgpRedistributeConfig *config, GError **error);
void bgp_redistribute_free(gpointer redistribute);

/* Of one prefix, which no network statement names any more. */
void bgp_redistribute_again(Bgp *bgp, const NetPrefix *prefix);
void bgp_redistribute_start(Bgp *bgp);
void bgp_redistribute_stop(Bgp *bgp);
/* Without withdrawing anything: the instance is to be freed. */
void bgp_redistribute_unwatch(Bgp *bgp);

#endif
