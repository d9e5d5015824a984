/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Traceroute: probes with rising TTL, each a real packet, sent one after the other; the routers on
 * the way answer with ICMP errors, which tell the labels that the probe carried where it came in
 * (RFC 4950). It ends with the first TTL at which the destination, or a router that cannot go on,
 * has answered, or with the greatest TTL.
 */
#ifndef OAM_TRACEROUTE_H
#define OAM_TRACEROUTE_H

#include "models/fwd/icmp.h"
#include "models/net/label.h"

typedef enum {
	TRACEROUTE_UDP,  /* to a port that nobody uses, another one for each probe */
	TRACEROUTE_ICMP, /* echo requests */
} TracerouteMethod;
const char *traceroute_method_name(TracerouteMethod method); /* "udp", "icmp" */
gboolean traceroute_method_parse(const char *text, TracerouteMethod *out);

typedef struct TracerouteConfig {
	FwdVrf *vrf; /* NULL: global */
	NetAddr src, dst;
	SimTime start;   /* absolute */
	SimTime timeout; /* of a probe; usually 3 s */
	TracerouteMethod method;
	uint8_t max_ttl; /* at least 1; usually 30 */
	uint8_t probes;  /* per TTL, at least 1; usually 3 */
} TracerouteConfig;

#define TRACEROUTE_PORT 33434 /* destination of the first UDP probe */

typedef struct TracerouteProbe {
	/* "time-exceeded", "port-unreachable", "echo-reply", "net-unreachable" ..., "timeout",
	 * "not-sent"; NULL where it has not been sent or not come to an end yet. */
	const char *result;
	NetAddr responder; /* who answered; unset at a timeout */
	SimTime rtt;       /* 0 without an answer */
	/* The labels that the probe had where its responder received it, top first. */
	uint8_t depth;
	MplsEntry stack[LABEL_STACK_MAX];
	char *reason; /* why there is no answer, or none of use, as far as it is known; else NULL */
} TracerouteProbe;

/* A trace record per probe, when it has come to an end: "traceroute". */
typedef struct TraceTraceroute {
	TraceRecord head;
	const char *name;
	uint32_t ttl, probe; /* from 1 */
	const char *result;
	NetAddr responder;
	SimTime rtt;
	LabelStack labels;
	const char *reason;
} TraceTraceroute;
extern const TraceType trace_traceroute;

typedef struct Traceroute Traceroute;

/* Schedules it. name is copied. */
Traceroute *traceroute_new(FwdNode *node, const char *name, const TracerouteConfig *config);
void traceroute_free(Traceroute *t); /* NULL is fine */
const char *traceroute_name(const Traceroute *t);
const TracerouteConfig *traceroute_config(const Traceroute *t);
FwdNode *traceroute_node(const Traceroute *t);
/* How many TTLs have been tried so far, from 1 up. */
unsigned traceroute_hops(const Traceroute *t);
/* ttl from 1 to traceroute_hops(), probe from 1 to config.probes. Borrowed. */
const TracerouteProbe *traceroute_probe(const Traceroute *t, unsigned ttl, unsigned probe);
/* TRUE where no more probe will be sent and none is under way. */
gboolean traceroute_done(const Traceroute *t);
/* TRUE where the destination has answered. */
gboolean traceroute_reached(const Traceroute *t);

#endif
