/* SPDX-License-Identifier: Apache-2.0 */
/* An <inter-as> while it is written out. */
#ifndef LOAD_EXPAND_INTER_AS_H
#define LOAD_EXPAND_INTER_AS_H

#include "scenarios/load/expansion.h"

/* What is there by name, in all carriers and between them. */
typedef struct ExpandIndex {
	GHashTable *carriers;  /* name, owned -> xmlNode */
	GHashTable *nodes;     /* name, owned -> xmlNode of nodes in carriers */
	GHashTable *vrfs;      /* "node VRF", owned -> xmlNode */
	GHashTable *neighbors; /* of nodes and VRFs: "holder address", owned -> xmlNode */
	GHashTable *links;     /* "node node" of a and b, owned -> GPtrArray of xmlNode, owned */
} ExpandIndex;

/* A router by its loopback. */
typedef struct ExpandRouter {
	xmlNode *node;
	char *name, *asn;
	char *loopback, *address; /* of the interface; without length */
	gboolean is_asbr;         /* at one of the borders */
	gboolean is_pe;           /* it has VRFs */
	gboolean is_reflector;    /* it has clients for VPN routes */
	gboolean has_vpn_border;  /* it has external neighbours for VPN routes */
	gboolean needs_no_vpns;   /* an ASBR that VPN routes are of no use to */
} ExpandRouter;

typedef struct ExpandCarrier {
	xmlNode *node;
	const char *name; /* borrowed from the config */
	gboolean is_transit, has_border;
	gboolean
		leads_on; /* its ASBRs have labelled routes for each other, of several other carriers */
	GPtrArray *routers;    /* of ExpandRouter, owned, with loopbacks; NULL: not looked for */
	LoadSpeakers speakers; /* not LOAD_AUTO; when routers are known */
} ExpandCarrier;

/* An ASBR at a border. */
typedef struct ExpandEnd {
	xmlNode *node;
	ExpandCarrier *carrier;
	const LoadEnd *at;               /* interface "": not given */
	char *asn, *interface, *address; /* of the link; address: without length */
} ExpandEnd;

typedef struct ExpandBorder {
	LoadElement *read;
	const LoadBorder *config;
	ExpandEnd ends[2];
	xmlNode *last;   /* VLAN that was made; NULL: none */
	ExpandPool pool; /* of its own links; expansion NULL: it has none */
} ExpandBorder;

typedef struct ExpandInterAs {
	Expansion *expansion;
	ExpandIndex *index;
	xmlNode *element;
	const LoadInterAs *config;
	unsigned line, n_told;  /* mistakes before it */
	char *title;            /* the carriers, for messages */
	GArray *carriers;       /* of ExpandCarrier, in the order of the attribute */
	GPtrArray *borders;     /* of ExpandBorder, owned, in the order of the file */
	GHashTable *asbrs;      /* set of nodes at borders */
	GHashTable *claimed;    /* set of links that borders have */
	GHashTable *next_hops;  /* set of nodes that have been made next hops */
	GArray *used, *outside; /* by borders, and by what is there */
	ExpandPool pool;
} ExpandInterAs;

/* Names of the families of VPN routes, and of the labelled routes that lead to their next hops. */
const char *expand_vpn_family(void);
const char *expand_labelled_family(void);
/* Nothing has been found wrong with it so far. */
gboolean expand_inter_as_is_sound(const ExpandInterAs *inter_as);
/* Reads the borders; what is wrong is told. */
void expand_read_borders(ExpandInterAs *inter_as);
void expand_border_free(void *border);
/* The link between its ASBRs, in their global tables, with addresses, which its ends then have; made where there is
 * none. NULL: a mistake, which is told. */
xmlNode *expand_border_link(ExpandInterAs *inter_as, ExpandBorder *border);

/* A VLAN on the cable between its ASBRs, in the VRF of that name at both ends, with addresses, which its ends then have;
 * likewise. */
xmlNode *expand_border_vlan(ExpandInterAs *inter_as, ExpandBorder *border, const char *vrf,
			    unsigned vlan);

/* A link that is new. */
void expand_note_link(ExpandIndex *index, xmlNode *link);
/* The <neighbor> with that address in the <bgp> of a node or VRF, both made where there are none; *is_new: it has been, and
 * has nothing but the address. NULL where there are too many elements. */
xmlNode *expand_neighbor(ExpandInterAs *inter_as, xmlNode *holder, const char *address,
			 gboolean *is_new);
/* Takes a <neighbor> away. */
void expand_drop_neighbor(ExpandInterAs *inter_as, const xmlNode *holder, xmlNode *neighbor);
/* The session over the link of a border: each end has the other as neighbour, for these families. made are the new
 * <neighbor>s of the two ends, NULL where there was one or there are too many elements. */
void expand_border_session(ExpandInterAs *inter_as, ExpandBorder *border, const char *families,
			   xmlNode *made[2]);
/* The neighbour is of the node's own AS and has this family. */
gboolean expand_is_internal(const xmlNode *neighbor, const char *asn, const char *family);
/* What is not stated of an attribute. */
void expand_set_unstated(ExpandInterAs *inter_as, xmlNode *element, const char *attribute,
			 const char *value);

/* Makes the node of a border the next hop of a family for its internal neighbours. */
void expand_next_hop_self(ExpandInterAs *inter_as, const ExpandEnd *end, const char *family);

/* The routers of a carrier; those without a loopback that need one are told. */
void expand_find_routers(const ExpandInterAs *inter_as, ExpandCarrier *carrier);
/* Other carriers need a labelled path to it. */
gboolean expand_is_destination(const ExpandCarrier *carrier, const ExpandRouter *router);
/* Labelled unicast at the borders and in the carriers, whose routers are known. */
void expand_labelled(ExpandInterAs *inter_as);

/* The VPNs that carriers have in common. */
typedef struct ExpandCommon {
	ExpandInterAs *inter_as;
	GHashTable *vrfs;  /* "carrier VPN", owned -> xmlNode of the first VRF */
	GHashTable *odd;   /* the same -> xmlNode of one with other route targets */
	GPtrArray *names;  /* owned: all, in the order of carriers and the file */
	GPtrArray *chosen; /* borrowed: those that cross borders, in the order of their VLANs */
} ExpandCommon;

/* What is wrong is told. */
void expand_common_init(ExpandCommon *common, ExpandInterAs *inter_as);
void expand_common_clear(ExpandCommon *common);
/* The first VRF of a carrier that is of the VPN; NULL: there is none. */
xmlNode *expand_common_vrf(const ExpandCommon *common, const ExpandCarrier *carrier,
			   const char *name);

/* What VPNs have at their sites in the carriers, as it is when this is made. */
typedef struct ExpandSites ExpandSites;
ExpandSites *expand_sites_new(const ExpandInterAs *inter_as);
void expand_sites_free(ExpandSites *sites);
/* Prefixes (of char *), borrowed; some may be there twice. NULL: the carrier has no such VRF. */
const GPtrArray *expand_sites_prefixes(const ExpandSites *sites, const ExpandCarrier *carrier,
				       const char *vrf);

/* The options, when carriers and borders are known. */
void expand_option_a(ExpandInterAs *inter_as); /* and option AB */
void expand_option_b(ExpandInterAs *inter_as);
void expand_option_c(ExpandInterAs *inter_as); /* and option D */

#endif
