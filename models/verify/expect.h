/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expectations: what a scenario says must be seen, at an instant or at all times of a span. They are
 * looked at when an instant is over, after everything of it has happened, and never change the network.
 *
 * What can be expected are kinds, each in a file of its own: of a flow (expect_flow.h), its outages
 * (expect_outage.h), rows of tables (expect_row.h), reach and isolation of customers (expect_sites.h),
 * that the network is quiet (expect_quiet.h), pings (expect_ping.h).
 */
#ifndef VERIFY_EXPECT_H
#define VERIFY_EXPECT_H

#include "models/verify/converge.h"

/* When, and how it is called. */
typedef struct ExpectWhen {
	const char *name; /* NULL: made from the rest */
	const char *file; /* that it stands in; NULL: the scenario's own */
	unsigned line;    /* in the file */
	SimTime from, to; /* an instant: the same; a span: to may be SIM_NEVER, when the run ends */
} ExpectWhen;

typedef struct ExpectResult {
	char *name;
	char *file; /* NULL: the scenario's own */
	unsigned line;
	gboolean decided; /* FALSE: its time never came */
	gboolean passed;
	char *detail; /* what was seen; owned */
} ExpectResult;

typedef enum {
	EXPECT_UNDECIDED,
	EXPECT_FAILED,
	EXPECT_MET,
	EXPECT_SAME, /* as when it was looked at before */
} ExpectSight;

typedef struct ExpectSet ExpectSet;

typedef struct ExpectKind {
	/* At the end of each instant of its time at which an event ran; the first and, but for the end
	 * of the run, the last of a span are among them. Appends what is seen, in one line without a
	 * time. After EXPECT_FAILED it is not called again. NULL: conclude() decides. */
	ExpectSight (*look)(void *state, SimTime now, GString *seen);
	/* When results are asked for and its time has come: decides by what look() has kept in state, which
	 * it leaves as it is. end: of its time, or of the run. NULL: what look() has said counts. */
	ExpectSight (*conclude)(const ExpectSet *set, const void *state, SimTime end,
				GString *seen);
	void (*free)(void *state);
} ExpectKind;

ExpectSet *expect_set_new(Sim *sim);
void expect_set_free(ExpectSet *set); /* NULL is fine */
/* For kinds: takes state over. when->from SIM_NEVER: it has no time and is concluded whenever results are
 * asked for. The name is "SUBJECT at 60s: WHAT" where when has none. */
void expect_add(ExpectSet *set, const ExpectKind *kind, const ExpectWhen *when, const char *subject,
		const char *what, void *state);
/* From now on expectations are decided when their time comes. Call after flow_set_start(), so that
 * flows have been walked at that instant. converge: borrowed; NULL: nobody knows when the network is
 * quiet. */
void expect_set_start(ExpectSet *set, const Converge *converge);
const Converge *expect_set_converge(const ExpectSet *set); /* as given there */
/* In the order of the scenario, as known by now. Undecided ones have failed: "its time never came". */
const GArray *expect_results(ExpectSet *set); /* of ExpectResult; borrowed */

#endif
