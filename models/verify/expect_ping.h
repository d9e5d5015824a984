/* SPDX-License-Identifier: Apache-2.0 */
/* Expectations of pings: every request must have the result. */
#ifndef VERIFY_EXPECT_PING_H
#define VERIFY_EXPECT_PING_H

#include "models/oam/ping.h"
#include "models/verify/expect.h"

/* result is one (ping_is_result()). The ping is borrowed, and looked at whenever results are asked for. Of
 * when, the time is that of the ping. */
void expect_add_ping(ExpectSet *set, const Ping *ping, const char *result, const ExpectWhen *when);

#endif
