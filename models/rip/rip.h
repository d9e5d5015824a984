/* SPDX-License-Identifier: Apache-2.0 */
/* RIP version 2 (RFC 2453) as a protocol of a node. models/rip/rip.c says what it does. */
#ifndef RIP_RIP_H
#define RIP_RIP_H

#include "models/rib/protocol.h"
#include "models/wire/rip.h"

extern const ProtoClass rip_class;

/* Configuration of the instance: ProtoClass.fields. */
typedef struct RipConfig {
	SimTime update_interval; /* each time up to a sixth more or less */
	SimTime timeout;         /* without an update a route is lost after that */
	SimTime garbage;         /* a lost route is told of as such for so long */
	uint8_t distance;        /* administrative */
} RipConfig;

/* What neighbours on an interface are told of the routes that lead there (RFC 2453 3.4.3). */
typedef enum {
	RIP_SPLIT_POISONED, /* that they are not reachable by this router */
	RIP_SPLIT_SIMPLE,   /* nothing */
	RIP_SPLIT_NONE,     /* as others are */
} RipSplit;

typedef struct RipKey {
	char text[RIP_KEY_MAX + 1];
} RipKey;

/* Configuration of an interface: the item "rip". */
typedef struct RipIfaceConfig {
	uint8_t cost; /* 1 to 15: added to what neighbours say */
	gboolean passive;
	RipSplit split;
	RipAuthType authentication;
	RipKey key;
	uint8_t key_id; /* of a digest */
} RipIfaceConfig;

#endif
