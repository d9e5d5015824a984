/* SPDX-License-Identifier: Apache-2.0 */
/* OSPF version 2 (RFC 2328) as a protocol of a node. models/ospf/ospf.c says what it does. */
#ifndef OSPF_OSPF_H
#define OSPF_OSPF_H

#include "models/rib/protocol.h"

extern const ProtoClass ospf_class;

/* Configuration of the instance: ProtoClass.fields. */
typedef struct OspfConfig {
	uint16_t process;  /* number of the instance in its table, from 1 */
	NetAddr router_id; /* unset: the node's */
	/* Throttling of the routing table's calculation: see ospf_spf.h. */
	SimTime spf_delay, spf_hold, spf_max_hold;
	/* Throttling of LSAs: see ospf_originate.h. */
	SimTime lsa_delay, lsa_hold, lsa_max_hold;
	/* Stub router (RFC 6987): for ever, or from start() on for a while. */
	gboolean max_metric;
	SimTime max_metric_startup;
	gboolean passive_default;     /* interfaces that do not say are passive */
	uint64_t reference_bandwidth; /* bit/s: costs follow from bandwidths; 0: they do not */
	/* Administrative distance of routes, and of kinds of them; 0: the former. */
	uint8_t distance, distance_intra, distance_inter, distance_external;
	gboolean ldp_sync;           /* of interfaces that do not say (RFC 5443) */
	SimTime ldp_sync_holddown;   /* waits for LDP so long at most; 0: for ever */
	gboolean rfc1583_compatible; /* RFC 2328 C.1 */
} OspfConfig;

/* A default route that others are told of: the item "default-information". */
typedef struct OspfDefaultInformation {
	gboolean on;     /* set by the item */
	gboolean always; /* whether or not there is one */
	uint32_t metric;
	uint8_t metric_type;
} OspfDefaultInformation;

/* What kind of network an interface is on (RFC 2328 1.2). */
typedef enum {
	OSPF_NETWORK_BY_LINK, /* broadcast on a segment, point-to-point on a link of two ends */
	OSPF_NETWORK_P2P,
	OSPF_NETWORK_BROADCAST,
} OspfNetwork;

/* "yes", "no", or what the instance has as a default. */
typedef enum { OSPF_NO, OSPF_YES, OSPF_BY_DEFAULT } OspfChoice;

/* How packets are authenticated (RFC 2328 D, RFC 5709), in the order of Ospf2Digest from MD5 on. */
typedef enum {
	OSPF_AUTH_NONE,
	OSPF_AUTH_SIMPLE,
	OSPF_AUTH_MD5,
	OSPF_AUTH_HMAC_SHA_1,
	OSPF_AUTH_HMAC_SHA_256,
	OSPF_AUTH_HMAC_SHA_384,
	OSPF_AUTH_HMAC_SHA_512,
	OSPF_AUTH_BY_AREA, /* of an interface: as the area has it */
	OSPF_AUTHS
} OspfAuth;

/* Configuration of an area: the item "area". */
typedef struct OspfAreaConfig {
	uint32_t id;
	gboolean stub;
	gboolean no_summary;     /* border router of a stub area: nothing but the default route */
	uint32_t default_cost;   /* of that */
	OspfAuth authentication; /* where an interface says nothing of it */
} OspfAreaConfig;

/* A password or key: up to 8 characters of a simple one, 16 of others. */
typedef struct OspfKey {
	char text[16 + 1];
} OspfKey;

/* Keys with which digests are made, in the order in which they are configured, each from a time on. */
enum { OSPF_KEYS_MAX = 8 };
typedef struct OspfKeys {
	unsigned n;
	struct {
		uint8_t id;
		SimTime from;
		OspfKey key;
	} all[OSPF_KEYS_MAX];
} OspfKeys;

/* Configuration of an interface: the item "ospf". */
typedef struct OspfIfaceConfig {
	uint16_t process; /* of the instance that it belongs to */
	uint32_t area;
	uint16_t cost; /* 0: ospf_iface_cost() */
	OspfChoice passive;
	OspfChoice ldp_sync;
	OspfNetwork network;
	uint8_t priority;                      /* 0: is never elected */
	SimTime hello_interval, dead_interval; /* whole seconds */
	SimTime retransmit_interval;
	SimTime transmit_delay; /* InfTransDelay, whole seconds */
	gboolean mtu_ignore;    /* of Database Descriptions */
	OspfAuth authentication;
	OspfKey key;
	uint8_t key_id; /* of a digest */
	OspfKeys keys;  /* instead of the two */
} OspfIfaceConfig;

#endif
