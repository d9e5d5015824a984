/* SPDX-License-Identifier: Apache-2.0 */
/* Expectations of the path of a flow: how it ends, where, why, and with which label stacks. */
#ifndef VERIFY_EXPECT_FLOW_H
#define VERIFY_EXPECT_FLOW_H

#include "models/verify/expect.h"
#include "models/verify/flow.h"

typedef enum { EXPECT_BOTH, EXPECT_FORWARD, EXPECT_REVERSE } ExpectDirection;
/* TRUE where the expectation is about that direction of its flow. */
gboolean expect_covers(ExpectDirection expected, FlowDirection direction);

/* Which ends of a path will do: 1 << PathVerdict. */
typedef unsigned ExpectVerdicts;
#define EXPECT_DELIVERED (1u << PATH_DELIVERED)
#define EXPECT_DROPPED (1u << PATH_DROPPED)
#define EXPECT_NOT_DELIVERED (EXPECT_DROPPED | (1u << PATH_LOOPED) | (1u << PATH_MISDELIVERED))

typedef struct ExpectFlow {
	ExpectWhen when;
	const Flow *flow;
	ExpectDirection direction;
	ExpectVerdicts verdicts; /* 0: dropped where dropped_at is given, else delivered */
	/* Delivered with these stacks on its links (pattern.h): "ip | [ldp][vpn] | [vpn] | ip". NULL:
	 * not asked for. */
	const char *path;
	const char *dropped_at; /* node; NULL: any */
	/* Reason why it is not delivered, whole; "*" and "?" in it stand for any text and any
	 * character. NULL: any. */
	const char *reason;
} ExpectFlow;

/* FALSE and *error where the path pattern cannot be read, dropped_at is no node, or they
 * contradict each other. */
gboolean expect_add_flow(ExpectSet *set, const ExpectFlow *config, GError **error);

#endif
