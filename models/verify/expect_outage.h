/* SPDX-License-Identifier: Apache-2.0 */
/* Expectations of the outages of a flow: how long it may fail to arrive. */
#ifndef VERIFY_EXPECT_OUTAGE_H
#define VERIFY_EXPECT_OUTAGE_H

#include "models/verify/expect_flow.h"

typedef struct ExpectOutage {
	ExpectWhen when; /* a span; what of an outage lies in it counts */
	const Flow *flow;
	ExpectDirection direction; /* each one for itself */
	SimTime longest;           /* no single outage lasts longer; SIM_NEVER: any */
	SimTime total;             /* nor all of them together; SIM_NEVER: any */
} ExpectOutage;

void expect_add_outage(ExpectSet *set, const ExpectOutage *config);

#endif
