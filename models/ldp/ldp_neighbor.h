/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is configured for one neighbour: filters of its own, KeepAlive time, and how its session is
 * protected: TCP MD5 (RFC 5036 2.9), GTSM (RFC 6720).
 */
#ifndef LDP_NEIGHBOR_H
#define LDP_NEIGHBOR_H

#include "models/ldp/ldp_session.h"

/* Whether the peer's packets must come with the TTL of a neighbour. */
typedef enum {
	LDP_GTSM_NEGOTIATED, /* where both ends' link hellos say so */
	LDP_GTSM_NO,
	LDP_GTSM_YES,
} LdpGtsm;

/* The configuration of an item of ldp_class. */
typedef struct LdpNeighborConfig {
	NetAddr id;             /* LSR Id */
	SimTime keepalive_hold; /* proposed KeepAlive time; 0: as for all */
	char *password;         /* of TCP MD5; empty: that for all, where there is one */
	LdpGtsm gtsm;
	uint8_t gtsm_hops;          /* how far away it may be */
	GArray *advertise, *accept; /* FECs (ldp_filter.h), in addition to those of LdpConfig */
} LdpNeighborConfig;

/* Copies the configuration; FALSE sets *error. */
gboolean ldp_neighbor_add(LdpInstance *ldp, const LdpNeighborConfig *config, GError **error);
void ldp_neighbor_clear(
	gpointer config); /* what a LdpNeighborConfig in LdpInstance.neighbors owns */
/* NULL where nothing is configured for it; borrowed. */
const LdpNeighborConfig *ldp_neighbor_find(const LdpInstance *ldp, const LdpId *id);

/* By the filters for all peers and the peer's own. */
gboolean ldp_neighbor_may_be_told(const LdpPeer *peer, const NetPrefix *fec);
gboolean ldp_neighbor_may_tell(const LdpPeer *peer, const NetPrefix *fec);
/* KeepAlive time that is proposed to it, in seconds. */
uint16_t ldp_neighbor_keepalive_s(const LdpPeer *peer);
/* The least TTL that its segments may have; 0: any. */
uint8_t ldp_neighbor_min_ttl(const LdpPeer *peer);
/* NULL where there is none; borrowed. */
const char *ldp_neighbor_password(const LdpPeer *peer);

#endif
