/* SPDX-License-Identifier: Apache-2.0 */
/* Does what a probe met agree with the path that was walked through the tables? */
#ifndef VERIFY_PROBE_CHECK_H
#define VERIFY_PROBE_CHECK_H

#include "models/verify/flow.h"

typedef enum {
	PROBE_DELIVERED, /* some node took it as its own */
	PROBE_DROPPED,   /* a record says so */
	PROBE_LOST,      /* nothing was heard of it in time */
} ProbeResult;
const char *probe_result_name(ProbeResult result); /* "delivered", "dropped", "lost" */

/* How a probe ended. */
typedef struct ProbeOutcome {
	ProbeResult result;
	/* Dropped, though not by any table: a link lost it, a queue was full, the hardware address of
	 * the neighbour was not known in time. Or lost, as the processor where it goes is busy still. */
	gboolean by_chance;
	const Node *node;  /* delivered or dropped there, else NULL */
	const FwdVrf *vrf; /* delivered: whose packet it was */
	uint8_t ttl;       /* delivered: of its IP header */
	char *reason;      /* of the drop, or NULL; owned by who fills it in */
	unsigned frames;   /* how many links it was put on */
} ProbeOutcome;

/* The frame of the probe that was put on a link against the hop: interface, every label with its kind,
 * TTL and traffic class, TTL of the IP header. NULL where they agree, else what differs (g_free()). */
char *probe_check_frame(const PathHop *hop, const FwdIface *from, const Packet *frame);

/* The end of the probe against that of the path. NULL likewise, also where chance ended it before. */
char *probe_check_outcome(const Path *path, const ProbeOutcome *outcome);

#endif
