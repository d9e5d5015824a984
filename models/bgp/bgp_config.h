/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration of a neighbour: its fields, and what makes sense of them. */
#ifndef BGP_BGP_CONFIG_H
#define BGP_BGP_CONFIG_H

#include "models/net/addr.h"
#include "models/net/config.h"
#include "models/net/rd.h"
#include "sim/simtime.h"

/* Whether labelled routes are exchanged as routes of the unicast family (bgp_send_label.h). */
typedef enum {
	BGP_SEND_LABEL_NO,
	BGP_SEND_LABEL_YES,  /* beside those without labels, each in its own SAFI */
	BGP_SEND_LABEL_ONLY, /* and no others */
} BgpSendLabel;

/* How sessions are made and kept (RFC 4271 8.1.1); plain values. */
typedef struct BgpPeerOptions {
	gboolean passive;             /* PassiveTcpEstablishment */
	gboolean damp;                /* DampPeerOscillations */
	gboolean collide_established; /* CollisionDetectEstablishedState */
	gboolean notify_without_open; /* SendNOTIFICATIONwithoutOPEN */
	SimTime delay_open;           /* DelayOpenTime; 0: OPEN is sent at once */
	SimTime hold_time, keepalive, connect_retry;
	uint8_t multihop;     /* hops to an external peer; 0: one */
	uint8_t ttl_security; /* hops that the peer may be away, checked; 0: not checked */
	gboolean disable_connected_check; /* an external peer one hop away may be off subnet */
	gboolean fast_fallover;           /* such a peer's session ends with its interface */
	gboolean host_route;              /* to an external peer that labels are exchanged with */
	gboolean disable_family;          /* where prefixes cannot be read; else the session ends */
	gboolean enhanced_refresh, extended_messages; /* capabilities to announce */
	gboolean shutdown;                            /* down until an operator says otherwise */
	gboolean requires_policy;      /* no routes of an external peer without policy (RFC 8212) */
	gboolean soft_reconfiguration; /* what it says is kept as it came, whatever comes of it */
	gboolean limit_warns;          /* too many prefixes are recorded, no more */
	uint8_t limit_threshold;       /* percent of the most prefixes from which it is recorded */
	SimTime limit_restart;         /* after too many prefixes; 0: until it is cleared */
	SimTime stale_time;            /* how long a refresh may take before its stale paths go */
	gboolean graceful_shutdown;    /* other paths are to be used before it ends (RFC 8326) */
	gboolean default_membership;   /* it is told that all VPN routes are wanted */
	SimTime membership_wait;       /* for its memberships; 0: VPN routes are told at once */
	gboolean as_override; /* its number in paths that it is told becomes this router's */
	uint32_t local_as;    /* this router's number for it; 0: its own */
	gboolean local_as_no_prepend; /* not put before its paths */
	gboolean local_as_replace_as; /* in front of what it is told that one alone */
	gboolean local_as_dual_as;    /* it may know this router by its own number, too */
	uint8_t allow_as_in;          /* times that this router's number may be in its paths */
	gboolean allow_as_in_origin;  /* any number of times where they begin here */
	gboolean enforce_first_as;    /* its number is the first in its paths */
	uint8_t send_communities;     /* BgpSendCommunities */
	uint8_t private_as;           /* BgpPrivateAs: taken off what it is told; 0: none is */
	gboolean inter_as_hybrid;     /* option AB: packets go over interfaces of VRFs */
	SimTime minimum_hold;         /* least HoldTime that a peer may offer; 0: as in RFC 4271 */
} BgpPeerOptions;

typedef struct BgpPeerConfig {
	NetAddr address;
	uint32_t as_number;  /* 0: this node's */
	char *update_source; /* interface; "" by route */
	char **families;     /* names */
	BgpSendLabel send_label;
	char **label_interfaces;         /* names; none: that on whose link it is */
	char *password;                  /* "": none */
	char **limits;                   /* words: "1000", "vpnv4:200" */
	char **import_map, **export_map; /* words: "customers", "vpnv4:customers" */
	char **default_originate;        /* words: bgp_peer.c */
	char *default_map;               /* "": none */
	/* Words: bgp_exchange.h. */
	char **next_hop_self, **next_hop_unchanged, **send_community, **remove_private_as;
	char *allow_as_in;
	SimTime mrai;
	gboolean rr_client;
	uint16_t weight;
	NetSoo site_of_origin; /* 0: none */
	BgpPeerOptions options;
} BgpPeerConfig;

enum { BGP_N_NEIGHBOR_FIELDS = 55 };
extern const ConfigField bgp_neighbor_fields[BGP_N_NEIGHBOR_FIELDS];

/* Sets *error (PROTO_ERROR); FALSE. */
gboolean bgp_complain(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Looks at values by themselves; FALSE and *error (PROTO_ERROR) where they make no sense. */
gboolean bgp_options_check(const BgpPeerOptions *options, GError **error);

#endif
