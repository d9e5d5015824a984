/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Probes: real packets of watched flows, ICMP echo requests in both directions at an interval, and
 * whether each met what the walk through the tables says. They are part of the run, as a ping is;
 * what is observed of them is not.
 *
 * A probe whose flow was not walked again between its sending and its end flew through stable tables:
 * then every frame on its way, with the whole label stack, and its end must be those of the path. One
 * that was not so is a broken rule of the model, for packets and walk share one decision.
 */
#ifndef VERIFY_PROBE_H
#define VERIFY_PROBE_H

#include "models/verify/flow.h"
#include "models/verify/probe_check.h"

/* The end of a probe is known. Emitted by the observer, no part of the digest. The cause is the record
 * of its reception or drop, that of its sending where it was lost. */
typedef struct TraceProbe {
	TraceRecord head; /* node: where it was delivered or dropped; NULL where it was lost */
	const char *flow, *direction;
	uint32_t sequence; /* from 1, of its flow and direction */
	SimTime sent_ns;
	const char *result, *reason; /* reason: NULL where delivered, or nobody said anything */
	uint8_t ttl;                 /* of the delivered packet, else 0 */
	uint64_t path_id;            /* of the flow at its end */
	gboolean stable;
	const char *disagreement; /* NULL: none, or the tables were not stable */
} TraceProbe;
extern const TraceType trace_probe;

#define PROBE_MIN_INTERVAL SIM_USEC
#define PROBE_TIMEOUT (10 * SIM_SEC) /* more than ARP takes to give up */

typedef struct ProbeConfig {
	Flow *flow;
	SimTime interval; /* at least PROBE_MIN_INTERVAL */
	SimTime from;     /* of the first probe */
	SimTime to;       /* none is sent later; SIM_NEVER: until the run ends */
	SimTime timeout;  /* nothing heard for so long: it is lost */
} ProbeConfig;

typedef struct ProbeDisagreement {
	SimTime sent;
	FlowDirection direction;
	char *text;
} ProbeDisagreement;

#define PROBE_DISAGREEMENTS_KEPT 10

typedef struct ProbeCounts {
	uint64_t sent, delivered, dropped, lost; /* the rest is under way */
	uint64_t stable;   /* through stable tables, and not ended by chance: compared */
	uint64_t disagree; /* of those */
} ProbeCounts;

typedef struct ProbeStream ProbeStream;
typedef struct ProbeSet ProbeSet;

ProbeSet *probe_set_new(Network *network);
void probe_set_free(ProbeSet *set); /* before the flows; NULL is fine */
ProbeStream *probe_add(ProbeSet *set, const ProbeConfig *config);
/* Schedules the first probes. Call after flow_set_start(), so that flows are walked first. */
void probe_set_start(ProbeSet *set);
/* The run has ended: probes whose time is over by now are lost. */
void probe_set_end(ProbeSet *set);
const GPtrArray *probe_set_all(const ProbeSet *set); /* of ProbeStream, in order */
uint64_t probe_set_disagreements(const ProbeSet *set);

const ProbeConfig *probe_config(const ProbeStream *stream);
const ProbeCounts *probe_counts(const ProbeStream *stream);
/* Of ProbeDisagreement: the first PROBE_DISAGREEMENTS_KEPT. */
const GArray *probe_disagreements(const ProbeStream *stream);

#endif
