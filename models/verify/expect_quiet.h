/* SPDX-License-Identifier: Apache-2.0 */
/* Expectations that the network has come to rest. */
#ifndef VERIFY_EXPECT_QUIET_H
#define VERIFY_EXPECT_QUIET_H

#include "models/verify/expect.h"

/* The last perturbation before when->from (the cold start is one) has converged by then, for good: as
 * the convergence detector has it at its end. when->to is the same. */
void expect_add_quiet(ExpectSet *set, const ExpectWhen *when);

#endif
