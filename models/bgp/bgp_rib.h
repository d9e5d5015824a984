/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The unicast families and the RIB: chosen routes of peers become routes of the VRF with distance 20 or 200, and
 * prefixes of network statements are originated while another protocol has a route to them, as labelled
 * routes (RFC 8277) as well where they say so.
 */
#ifndef BGP_BGP_RIB_H
#define BGP_BGP_RIB_H

#include "models/bgp/bgp_instance.h"

/* The families' handler. */
void bgp_rib_changed(BgpTable *table, const BgpChange *change);
/* Puts the chosen path, one that is not the table's own, into the RIB, and those used beside it. What
 * another VRF of the node announces has the next hops that it has there. */
void bgp_rib_install(const BgpTable *table, const BgpNet *net);

/* What the chosen path leads to, and those used beside it; how many. */
uint8_t bgp_rib_hops(const BgpTable *table, const BgpNet *net, const NetPrefix *prefix,
		     RibHop hops[RIB_MAX_HOPS]);

uint8_t bgp_rib_distance(const BgpDistance *distance, const BgpPath *path);

/* The node's own path: put in place of the one before it, and taken back where there is one. */
void bgp_originate(Bgp *bgp, const NetPrefix *prefix, const BgpAttrs *attrs);
/* That of a route of the table, in families (bits), through a route map (NULL: as it is); what the map denies is
 * recorded. */
void bgp_originate_route(Bgp *bgp, uint32_t families, const RibRoute *route, const BgpAttrs *attrs,
			 const PolicyMap *map);
void bgp_unoriginate_route(Bgp *bgp, uint32_t families, const NetPrefix *prefix);
/* Of unicast. */
void bgp_unoriginate(Bgp *bgp, const NetPrefix *prefix);

/* Bits of the families of that name, of which a router originates routes with such prefixes; none: unicast. what is
 * originated: "a network", for *error. */
gboolean bgp_take_own_families(char **names, NetFamily prefixes, const char *what, uint32_t *bits,
			       GError **error);

typedef struct BgpNetworkConfig {
	NetPrefix prefix;
	char *route_map; /* "": none */
	char **families; /* names; NULL: unicast */
} BgpNetworkConfig;

enum { BGP_N_NETWORK_FIELDS = 3 };
extern const ConfigField bgp_network_fields[BGP_N_NETWORK_FIELDS];

/* A network statement. */
typedef struct BgpNetwork {
	NetPrefix prefix;
	const PolicyMap *map; /* borrowed; NULL: none */
	uint32_t families;    /* bits of those that it originates a path in */
} BgpNetwork;

/* FALSE and *error where it makes no sense, or is there already. Both also while the instance runs. */
gboolean bgp_network_add(Bgp *bgp, const BgpNetworkConfig *config, GError **error);
void bgp_network_remove(Bgp *bgp, const NetPrefix *prefix);
/* Whether a network statement names it; in which families (bits). */
gboolean bgp_has_network(const Bgp *bgp, const NetPrefix *prefix);
uint32_t bgp_network_families(const Bgp *bgp, const NetPrefix *prefix);

void bgp_networks_init(Bgp *bgp);
void bgp_networks_release(Bgp *bgp);
void bgp_networks_start(Bgp *bgp);
void bgp_networks_stop(Bgp *bgp);
/* Without withdrawing anything: the instance is to be freed. */
void bgp_networks_unwatch(Bgp *bgp);

#endif
