/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expectations: what a scenario says must be seen at an instant. They are looked at when their time
 * comes, after everything of that instant has happened, and never change the network.
 */
#ifndef VERIFY_EXPECT_H
#define VERIFY_EXPECT_H

#include "models/oam/ping.h"
#include "models/verify/flow.h"

typedef enum { EXPECT_BOTH, EXPECT_FORWARD, EXPECT_REVERSE } ExpectDirection;

typedef struct ExpectConfig {
	const char *name; /* NULL: made from the rest */
	unsigned line;    /* in the scenario file */
	SimTime time;
	const Flow *flow;
	ExpectDirection direction;
	/* Delivered with these stacks on its links (pattern.h): "ip | [ldp][vpn] | [vpn] | ip". NULL:
	 * not asked for. */
	const char *path;
	const char *dropped_at; /* node; NULL: it must be delivered */
	const char *reason;     /* text of the drop's reason, whole; NULL: any */
} ExpectConfig;

typedef struct ExpectResult {
	char *name;
	unsigned line;
	gboolean decided; /* FALSE: its time never came */
	gboolean passed;
	char *detail; /* what was seen; owned */
} ExpectResult;

typedef struct ExpectSet ExpectSet;

ExpectSet *expect_set_new(Sim *sim);
void expect_set_free(ExpectSet *set); /* NULL is fine */
/* FALSE and *error where the path pattern cannot be read or dropped_at is no node. */
gboolean expect_add(ExpectSet *set, const ExpectConfig *config, GError **error);
/* Every request of the ping must have the result, which is one (ping_is_result()). The ping is borrowed, and
 * looked at whenever results are. */
void expect_add_ping(ExpectSet *set, const Ping *ping, const char *result, unsigned line);
/* From now on expectations are decided when their time comes. Call after flow_set_start(), so that
 * flows have been walked at that instant. */
void expect_set_start(ExpectSet *set);
/* In the order of the scenario. Undecided ones have failed: "its time never came". */
const GArray *expect_results(ExpectSet *set); /* of ExpectResult; borrowed */

#endif
