/* SPDX-License-Identifier: Apache-2.0 */
/* What a traceroute found, for the summary of a run. */
#ifndef CLI_SUMMARY_TRACEROUTE_H
#define CLI_SUMMARY_TRACEROUTE_H

#include "models/oam/traceroute.h"

/* A line per TTL: " 2  10.1.0.6 [17 ttl 1][29 ttl 1] 8.004 ms  8.004 ms  *". */
void summary_traceroute_text(const Traceroute *t, GString *out);
void summary_traceroute_json(const Traceroute *t, GString *out);

#endif
