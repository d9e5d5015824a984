/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ping: ICMP echo requests sent by a node at an interval, and what came back. Real packets through
 * the modelled network.
 */
#ifndef OAM_PING_H
#define OAM_PING_H

#include "models/fwd/icmp.h"

#define PING_SIZE 56 /* bytes of data that a ping has by default */

typedef struct PingConfig {
	FwdVrf *vrf; /* NULL: global */
	NetAddr src, dst;
	SimTime start;    /* absolute */
	SimTime interval; /* default 1 s */
	SimTime timeout;  /* default 2 s */
	unsigned count;   /* at least 1 */
	uint8_t ttl;      /* 64 */
	uint8_t tos;
	gboolean df;
	uint16_t size; /* bytes of data, usually PING_SIZE; at most ICMP_ECHO_MAX */
} PingConfig;

/* One echo came back, or an error, or nothing in time. A trace record per request: "ping". */
typedef struct TracePing {
	TraceRecord head;
	const char *name;
	uint32_t sequence;
	/* "reply", "timeout", "not-sent", or what an ICMP error says: "net-unreachable" ... */
	const char *result;
	NetAddr responder;  /* who answered; unset where nobody did */
	SimTime rtt;        /* 0 without a reply */
	const char *reason; /* why there is no reply, as far as it is known (fate.h); else NULL */
} TracePing;
extern const TraceType trace_ping;

typedef struct Ping Ping;
typedef struct PingResult {
	unsigned sent, received;
	unsigned errors;                   /* ICMP errors, and what could not be sent */
	unsigned not_sent;                 /* of those; no part of sent */
	SimTime rtt_min, rtt_max, rtt_sum; /* of the replies */
} PingResult;

/* Schedules the pings. name is copied. */
Ping *ping_new(FwdNode *node, const char *name, const PingConfig *config);
void ping_free(Ping *ping); /* NULL is fine */
const char *ping_name(const Ping *ping);
const PingConfig *ping_config(const Ping *ping);
FwdNode *ping_node(const Ping *ping);
PingResult ping_result(const Ping *ping);

/* What came of a request, as in its record. */
typedef struct PingOutcome {
	const char *result; /* NULL: not known yet */
	NetAddr responder;
	char *reason;
} PingOutcome;

/* TRUE of the names of results that a request may have. */
gboolean ping_is_result(const char *name);

/* sequence from 1 to config.count. Borrowed. */
const PingOutcome *ping_outcome(const Ping *ping, unsigned sequence);

#endif
