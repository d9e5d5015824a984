/* SPDX-License-Identifier: Apache-2.0 */
/* Kinds of values that only scenario files have; the others are in models/net/config.h. */
#ifndef LOAD_KINDS_H
#define LOAD_KINDS_H

#include "models/net/config.h"

/* One end of a link: "PE-1:core". */
typedef struct LoadEnd {
	char *node, *interface;
} LoadEnd;

/* Between a PE and a CE. */
typedef enum { LOAD_SITE_BGP, LOAD_SITE_STATIC } LoadSiteProtocol;

/* Of a site in its VPN. */
typedef enum { LOAD_SITE_HUB, LOAD_SITE_SPOKE } LoadSiteRole;

/* How carriers exchange VPN routes (RFC 4364 10). */
typedef enum {
	LOAD_OPTION_A,
	LOAD_OPTION_B,
	LOAD_OPTION_C,
	LOAD_OPTION_D,
	LOAD_OPTION_AB,
} LoadOption;

/* Who in a carrier exchanges VPN routes with other carriers, past its ASBRs; LOAD_AUTO: reflectors where there are any. */
typedef enum { LOAD_AUTO, LOAD_REFLECTORS, LOAD_PES } LoadSpeakers;

/* Where the labelled route to a loopback comes from. */
typedef enum { LOAD_AT_ASBR, LOAD_AT_PE } LoadOrigin;

/* How labelled routes get from an ASBR to the routers of its carrier. */
typedef enum { LOAD_LABELS_BGP, LOAD_LABELS_LDP } LoadLabels;

/* How carriers of one AS take each other's labelled routes, which have been in another one. */
typedef enum { LOAD_ALLOW_AS_IN, LOAD_AS_OVERRIDE, LOAD_REFUSED } LoadSameAs;

/* Said, or left as it is elsewhere. */
typedef enum { LOAD_AS_ALL, LOAD_NO, LOAD_YES } LoadChoice;

extern const ConfigKind load_name;          /* char *, owned: of a node, interface, VRF, flow */
extern const ConfigKind load_optional_name; /* the same, or "" */
extern const ConfigKind load_title;     /* char *, owned: a name that may have "/" in it, or "" */
extern const ConfigKind load_role;      /* NodeRole */
extern const ConfigKind load_ttl_model; /* FwdTtlModel */
extern const ConfigKind load_method;    /* TracerouteMethod */
extern const ConfigKind load_probes;    /* uint8_t, 1 to 10 */
extern const ConfigKind load_direction; /* ExpectDirection */
extern const ConfigKind load_asn;       /* uint32_t: AS number, not 0; "" is 0 */
extern const ConfigKind load_ipv4_address; /* NetAddr: IPv4; "" is unset */
extern const ConfigKind load_address;      /* NetPrefix: IPv4 with host bits, of a host */
extern const ConfigKind load_vlan;         /* uint32_t; "" is 0 */
extern const ConfigKind load_inner_mtu;    /* uint32_t; "" is 0 */
extern const ConfigKind load_end;          /* LoadEnd */
extern const ConfigKind load_time;         /* SimTime: at most a year */
extern const ConfigKind load_until;        /* the same; "" is SIM_NEVER */
extern const ConfigKind load_bandwidth;    /* uint64_t bit/s, at least 1 */
extern const ConfigKind load_mtu;          /* uint32_t: 68 to 65535 bytes */
extern const ConfigKind load_ttl;          /* uint8_t: 1 to 255 */
extern const ConfigKind load_ping_result;  /* char *, owned: of ping_is_result(); "" is none */
extern const ConfigKind load_ping_size;    /* uint32_t: 0 to 65507 */
extern const ConfigKind load_count;        /* uint32_t: 1 to 65535 */

/* As load_address; "" is unset. */
extern const ConfigKind load_optional_address;
extern const ConfigKind load_choice;        /* LoadChoice; "" is LOAD_AS_ALL */
extern const ConfigKind load_igp;           /* char *, owned: "ospf", or "" */
extern const ConfigKind load_site_role;     /* LoadSiteRole */
extern const ConfigKind load_site_protocol; /* LoadSiteProtocol */
extern const ConfigKind load_option;        /* LoadOption */
extern const ConfigKind load_speakers;      /* LoadSpeakers; "" is LOAD_AUTO */
extern const ConfigKind load_origin;        /* LoadOrigin */
extern const ConfigKind load_labels;        /* LoadLabels */
extern const ConfigKind load_same_as;       /* LoadSameAs */
extern const ConfigKind load_border_end;    /* LoadEnd, whose interface may be "" */
extern const ConfigKind load_pool; /* NetPrefix: IPv4, of two addresses at least; "" is unset */
extern const ConfigKind load_link_length; /* uint8_t: 24 to 31 */
extern const ConfigKind load_label_check; /* FwdLabelCheck */
extern const ConfigKind load_percent;     /* uint8_t: 1 to 100 */
extern const ConfigKind load_label_mode;  /* VpnLabelMode */
extern const ConfigKind
	load_hybrid_way; /* VpnHybrid of a hybrid VRF; "": the next hop as it is told */

#endif
