/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A neighbour: its configuration, its two possible connections, and what has been agreed with it. At
 * most one session is established; two may be under way until a collision is resolved (RFC 4271 6.8).
 */
#ifndef BGP_BGP_PEER_H
#define BGP_BGP_PEER_H

#include "models/bgp/bgp_config.h"
#include "models/bgp/bgp_egress.h"
#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_session.h"
#include "models/policy/policy.h"
#include "sim/rng.h"

enum { BGP_WEIGHT_LOCAL = 32768 };

typedef struct BgpGroup BgpGroup;
typedef struct BgpRtFilter BgpRtFilter;
typedef struct BgpStream BgpStream;

typedef struct BgpPeerFamily {
	BgpPeer *peer;
	/* The family whose table, policy and bounds its routes are subject to: another one with send-label
	 * alone. */
	unsigned table;
	gboolean configured, agreed;
	gboolean end_of_rib;        /* received */
	uint32_t n_paths;           /* received */
	uint32_t maximum;           /* of them; 0: any number */
	BgpNextHopRule next_hop;    /* of what it is told */
	gboolean default_originate; /* it is told a default route, whatever there is */
	uint8_t warned;             /* 1: that they are many, 2: that they are too many */
	gboolean filtered;          /* some of what it said is not kept (bgp_keep.h) */
	gboolean disabled;          /* not listened to any more: its prefixes could not be read */
	const PolicyMap *import_map, *export_map; /* borrowed; NULL: none */
	GHashTable *received; /* bgp_import.c: prefix id -> BgpReceived; NULL: none */
	GHashTable *stale; /* ids of prefixes that a refresh has not come to yet, looked up, never
			      * iterated; NULL: none goes on */
	SimTimer stale_timer; /* SIM_GUARD */
	BgpGroup *group;      /* that sends to it; NULL while there is no session */
	BgpStream *stream;    /* of the group */
	uint64_t place;       /* in its log */
} BgpPeerFamily;

struct BgpPeer {
	Bgp *bgp;
	char name[NET_ADDR_STRLEN]; /* its address */
	NetAddr address;
	uint32_t as_number;
	uint16_t weight;
	NetSoo site_of_origin; /* of what it says; not told what has it (RFC 4364 7); 0: none */
	BgpSendLabel send_label;
	gboolean rr_client; /* routes are reflected to and from it (RFC 4456) */
	FwdIface *source;   /* NULL: address by route */
	BgpPeerOptions options;
	const PolicyMap *default_map; /* of default-originate; borrowed; NULL: none */
	char *password;               /* NULL: none */
	SimTime mrai;
	SimRng rng;             /* of jitter */
	SimTime idle_hold;      /* next pause before it is tried again; doubles with every error */
	TcpListener *listener;  /* for its connections; NULL while stopped */
	RibNht *nht;            /* of its address; NULL while stopped */
	gboolean tried;         /* to connect, since it was last up or became reachable */
	gboolean plain_open;    /* no capabilities in the next OPEN, as it knows none */
	gboolean own_as;        /* it knows this router by its own number, not by local-as */
	gboolean shut;          /* administratively down */
	gboolean held;          /* down as it said too many prefixes */
	SimTimer limit_restart; /* SIM_GUARD: held no longer */
	uint32_t n_established, n_lost; /* sessions so far */
	uint32_t sent[BGP_MESSAGE_TYPES], received[BGP_MESSAGE_TYPES];
	uint32_t connect_retry_counter; /* ConnectRetryCounter: errors since it was last started */
	char *last_error;               /* why the last session or attempt ended; NULL: none did */
	SimTime last_error_at;
	char *no_connection; /* how the last attempt to connect failed, "TCP: refused"; NULL: none did */
	char *refused; /* why its last TCP segment was dropped that was; NULL: none since it was up */
	uint32_t n_refused; /* such segments */
	SimTime refused_at;
	SimTimer reachability; /* SIM_WORK: looks at nht again */
	/* bgp_accept.c: interfaces (borrowed) where its packets with labels come in, NULL: not known; and
	 * whether these are borders because of this neighbour. */
	GPtrArray *accept_ifaces;
	gboolean accept_border;
	/* bgp_membership.c: of VPN routes, NULL: it has not been agreed on; and SIM_WORK, while its
	 * memberships are waited for. */
	BgpRtFilter *rt_filter;
	SimTimer membership;
	BgpSession sessions[2];
	BgpSession *session; /* the one that stays; the other takes a colliding connection */
	BgpPeerFamily families[BGP_N_FAMILIES];
};

/* NULL and *error where the configuration makes no sense. */
BgpPeer *bgp_peer_new(Bgp *bgp, const BgpPeerConfig *config, GError **error);
void bgp_peer_free(BgpPeer *peer);
/* Nothing happens to one that is shut down. */
void bgp_peer_start(BgpPeer *peer);
/* The peer is told so where there is a session. */
void bgp_peer_stop(BgpPeer *peer, const BgpNotification *notification);
/* Tries now where it is idle. */
void bgp_peer_try(BgpPeer *peer);
BgpPeer *bgp_peer_find(const Bgp *bgp, const NetAddr *address);

static inline const char *bgp_peer_name(const BgpPeer *peer)
{
	return peer->name;
}
static inline const NetAddr *bgp_peer_address(const BgpPeer *peer)
{
	return &peer->address;
}
static inline gboolean bgp_peer_is_internal(const BgpPeer *peer)
{
	return peer->as_number == peer->bgp->as_number;
}
/* Inter-AS option AB (bgp_hybrid.h). */
static inline gboolean bgp_peer_is_hybrid(const BgpPeer *peer)
{
	return peer->options.inter_as_hybrid;
}
static inline gboolean bgp_path_is_internal(const BgpPath *path)
{
	return bgp_path_peer(path) && bgp_peer_is_internal(bgp_path_peer(path));
}
/* This router's AS number as the peer knows it. */
static inline uint32_t bgp_peer_local_as(const BgpPeer *peer)
{
	return peer->options.local_as && !peer->own_as ? peer->options.local_as
						       : peer->bgp->as_number;
}
/* Whether a session with it is wanted at present. */
gboolean bgp_peer_is_wanted(const BgpPeer *peer);

/* RFC 8212: an external peer whose routes are not used, or which is told none, as there is no policy. */
static inline gboolean bgp_peer_lacks_import(const BgpPeer *peer, unsigned family)
{
	return peer->options.requires_policy && !bgp_peer_is_internal(peer) &&
	       !peer->families[peer->families[family].table].import_map;
}
static inline gboolean bgp_peer_lacks_export(const BgpPeer *peer, unsigned family)
{
	return peer->options.requires_policy && !bgp_peer_is_internal(peer) &&
	       !peer->families[peer->families[family].table].export_map;
}

/* Where routes that are exchanged in the family are. */
static inline BgpTable *bgp_peer_table(const BgpPeer *peer, unsigned family)
{
	return &peer->bgp->tables[peer->families[family].table];
}

/* The BGP Identifier of the last OPEN. */
static inline uint32_t bgp_peer_identifier(const BgpPeer *peer)
{
	return peer->session->identifier;
}

/* An acceptable OPEN has come on session: decides whether it or the other connection goes on. FALSE:
 * session has been closed. */
gboolean bgp_peer_resolve_collision(BgpSession *session, const BgpOpen *open);

/* The session has reached, or left, Established. */
void bgp_peer_up(BgpPeer *peer, BgpSession *session);
void bgp_peer_down(BgpPeer *peer);
/* Removes its path to the prefix of the family's table, where it has one. */
void bgp_peer_withdraw(BgpPeer *peer, unsigned family, BgpNet *net);
/* The same for what the decision process sees; what the peer has said is kept (bgp_import.h). */
void bgp_peer_drop_path(BgpPeer *peer, unsigned family, BgpNet *net);
/* Removes all that came in the family. */
void bgp_peer_forget_routes(BgpPeer *peer, unsigned family);

#endif
